"""The register of methods: what the product computes with, who owns it, and whether it is validated."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pandas as pd

from reviews import methods as rules
from reviews import reads
from reviews.reads import Row
from ui.charts import review as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Table
from ui.form import TEXT, Choice, Field, Form, Step, with_text
from ui.review import desk, words
from ui.review.people import Person
from ui.rows import each_row
from ui.words import MISSING, N_, _, labelled, listing, ngettext

NAMES: Final = {
    "scores": N_("Risk scores and grades"),
    "losses": N_("Annual losses"),
    "capital": N_("Capital for operational risk"),
    "incidents": N_("Incidents: class and deadlines"),
    "licensing": N_("Licensing"),
    "contagion": N_("Contagion of distrust"),
    "forecast": N_("Adoption forecast"),
    "drivers": N_("Drivers of adoption"),
    "costs": N_("Full costs by channel"),
    "migration": N_("Migration of transactions"),
    "staffing": N_("Staffing of the contact centre"),
    "campaigns": N_("Marketing mix"),
    "experiments": N_("Experiments and e-mail"),
    "tax": N_("Tobin tax on the currency market"),
    "money": N_("Money and reserves"),
}
_WORST_FIRST: Final = ("refused", "registered", "retired", "validated")
_STEPS: Final = {"registered": ("validate", "refuse"), "validated": ("retire",), "refused": ("retire",)}
_LABELS: Final = {"validate": N_("Validate"), "refuse": N_("Find unfit"), "retire": N_("Retire")}


@dataclass(frozen=True)
class Register:
    """``rows`` : the methods that ``person`` sees."""

    person: Person
    rows: tuple[Row, ...]


def register(person: Person) -> Register:
    """The methods registered now."""
    here = desk.desk()
    return Register(person, reads.methods(here.office, here.numbers[person.key]))


def sentence(view: Register) -> str:
    """How many methods are validated, and which are not."""
    fit = [row for row in view.rows if row["state"] == "validated"]
    head = ngettext(
        "{count} method of {all} is validated", "{count} methods of {all} are validated", len(fit)
    ).format(count=len(fit), all=len(view.rows))
    # A method and the one that it replaced have one name.
    others = list(dict.fromkeys(_name(row) for row in view.rows if row["state"] != "validated"))
    if not others:
        return head + "."
    return head + _("; decisions on these cannot be communicated: {list}.").format(list=listing(others))


def _name(row: Row) -> str:
    code = str(row["name"])
    return _(NAMES[code])


def table(view: Register) -> pd.DataFrame:
    """One row a method."""
    here = desk.desk()
    names = reads.people(here.office, here.numbers[view.person.key])
    return pd.DataFrame(
        {
            _("Method"): [_name(row) for row in view.rows],
            _("Hash (SHA-256)"): [row["hash"][:16] for row in view.rows],
            _("Model tier"): [str(row["tier"]) for row in view.rows],
            _("Owner"): [names.get(row["owner"], MISSING) for row in view.rows],
            _("State"): [words.state(row["state"]) for row in view.rows],
            _("Validated by"): [names.get(row["validated_by"], MISSING) for row in view.rows],
            _("Validated on"): [
                words.on_day(row["validated_at"]) if row["validated_at"] else MISSING for row in view.rows
            ],
            _("Limits"): [words.written(row["limits"]) if row["limits"] else MISSING for row in view.rows],
        }
    )


def offers(view: Register) -> list[Choice]:
    """What a validator may do with each method, those that wait first."""
    if view.person.role != "validator":
        return []
    found = {}
    for row in sorted(view.rows, key=lambda row: row["state"] != "registered"):
        steps = {step: _(_LABELS[step]) for step in _STEPS.get(row["state"], ())}
        if steps:
            found[row["hash"]] = (f"{_name(row)} ({words.state(row['state'])})", _form(view, row, steps))
    return [Choice("review method", _("Method"), found)] if found else []


def _form(view: Register, row: Row, steps: Mapping[str, str]) -> Form:
    key = row["hash"][:12]
    named = f"method {key}"
    said = _("Within which limits it is fit, or why it is not")
    return Form(
        named,
        (Field(f"review text {named}", said, "text", most=TEXT),),
        [
            Step(label, with_text(named, partial(settle, view.person, row, step)), f"review {step} {key}")
            for step, label in steps.items()
        ],
    )


def settle(person: Person, row: Row, step: str, said: str) -> None:
    """Validate, find unfit or retire a method."""
    here = desk.desk()
    action = {"validate": rules.validate, "refuse": rules.refuse, "retire": rules.retire}[step]
    action(here.office, here.numbers[person.key], row["hash"], row["version"], said)


def bars(view: Register) -> pd.DataFrame:
    """Methods by model tier and where they stand: row, group, count."""
    counted = Counter((row["tier"], row["state"]) for row in view.rows)
    return pd.DataFrame(
        [
            {
                "row": _("Tier {tier}").format(tier=tier),
                "group": words.state(state),
                "count": counted[tier, state],
            }
            for tier, state in itertools.product(sorted({row["tier"] for row in view.rows}), _WORST_FIRST)
            if counted[tier, state]
        ],
        columns=["row", "group", "count"],
    )


def metrics(view: Register) -> tuple[Metric, ...]:
    """Methods in use that are validated, that wait, that are not fit, and the oldest validation."""
    counted = _("a count")
    states = Counter(row["state"] for row in view.rows)
    days = [row["validated_at"][:10] for row in view.rows if row["state"] == "validated"]
    today = pd.Timestamp(f"{desk.desk().office.clock():%Y-%m-%d}")
    return (
        Metric(
            "review-validated",
            _("Methods validated"),
            float(states["validated"]),
            digits=0,
            better="higher",
            why=_("of {all} registered; counted, so no interval").format(all=len(view.rows)),
        ),
        Metric(
            "review-unvalidated",
            _("Methods that wait for a validation"),
            float(states["registered"]),
            digits=0,
            better="lower",
            why=counted,
        ),
        Metric(
            "review-ended",
            _("Methods found unfit or retired"),
            float(states["refused"] + states["retired"]),
            digits=0,
            why=counted,
        ),
        Metric(
            "review-oldest",
            _("Age of the oldest validation in force"),
            float((today - pd.Timestamp(min(days))).days) if days else None,
            _("days"),
            digits=0,
            better="lower",
            why=_("since {day}").format(day=words.on_day(min(days))) if days else _("none is in force"),
        ),
    )


def content(view: Register, caution: str) -> Content:
    """The page "Methods"; ``caution`` : the mark of the desk."""
    frame, told = bars(view), sentence(view)
    groups = [words.state(state) for state in _WORST_FIRST]
    picture = Chart(
        "methods",
        _("Methods by tier: {count} of {all} validated").format(
            count=sum(row["state"] == "validated" for row in view.rows), all=len(view.rows)
        ),
        charts.stacked(frame, groups=groups, title=_("Methods"), of=_("Model tier")),
        " ".join(labelled(row.row, f"{row.group} {row.count}.") for row in each_row(frame)),
        desk.kinds(),
        note=_("Tier 1: grades are decided on it. Tier 2: money, people or law are. Tier 3: it illustrates."),
    )
    rows = Table("register", _("Method by method"), table(view), told, desk.kinds())
    return Content(
        "review-methods",
        Answer(told, caution),
        picture if view.rows else None,
        Method.of(**method()),
        metrics(view),
        details=(Detail("register", _("Method by method"), lambda: (rows,)),),
    )


def method() -> dict[str, Any]:
    """What the register is for."""
    return {
        "formula": r"\text{communicated} \Rightarrow \text{method validated}",
        "words": [
            _("A method is named by the hash of its catalogue of indicators and its version."),
            _("When either changes it is another method, and waits for its own validation."),
            _("Nobody validates a method of their own."),
        ],
        "proof": _("A decision on a method not validated is not communicated; the database refuses too."),
    }
