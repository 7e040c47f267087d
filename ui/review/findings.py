"""Findings of all banks that the person sees: what is due, answered, closed, and how old it is."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

import pandas as pd

from reviews import reads
from reviews.reads import Row
from ui.charts import review as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Table
from ui.review import desk, words
from ui.review.people import Person
from ui.risk.words import risk_name
from ui.words import N_, _, clauses, labelled, listing, ngettext

GROUPS = {
    "late": N_("Overdue"),
    "open": N_("Not yet due"),
    "answered": N_("Answer to assess"),
    "closed": N_("Closed"),
}


@dataclass(frozen=True)
class Findings:
    """``rows`` : findings with bank, requirement, due, state; ``today`` : the desk's day as 2026-11-16."""

    person: Person
    rows: tuple[Row, ...]
    names: dict[str, str]
    today: str

    def group(self, row: Row) -> str:
        """Where a finding stands: late, open, answered, closed."""
        if row["state"] in ("answered", "closed"):
            return str(row["state"])
        return "late" if row["due"] < self.today else "open"

    def count(self, group: str) -> int:
        """How many findings stand there."""
        return sum(self.group(row) == group for row in self.rows)


def findings(person: Person) -> Findings:
    """The findings that a person sees now."""
    here = desk.desk()
    rows = reads.findings(here.office, here.numbers[person.key])
    today = f"{here.office.clock():%Y-%m-%d}"
    return Findings(person, rows, desk.names(), today)


def sentence(view: Findings) -> str:
    """How many are overdue, not yet due, to assess and closed, and which is the oldest overdue."""
    if not view.rows:
        return _("No finding concerns {person}.").format(person=view.person.name)
    head = ngettext("{count} finding is overdue", "{count} findings are overdue", view.count("late")).format(
        count=view.count("late")
    )
    tail = _("{open} not yet due, {answered} with an answer to assess, {closed} closed").format(
        open=view.count("open"), answered=view.count("answered"), closed=view.count("closed")
    )
    late = [row for row in view.rows if view.group(row) == "late"]
    if not late:
        return f"{head}, {tail}."
    oldest = _("longest overdue: {bank}, due {day}").format(
        bank=view.names[late[0]["bank"]], day=words.on_day(late[0]["due"])
    )
    return clauses([f"{head}, {tail}", oldest]) + "."


def bars(view: Findings) -> pd.DataFrame:
    """Findings by bank and where they stand: row, group, count."""
    rows = []
    for bank, name in view.names.items():
        for group, label in GROUPS.items():
            count = sum(view.group(row) == group for row in view.rows if row["bank"] == bank)
            if count:
                rows.append({"row": name, "group": _(label), "count": count})
    return pd.DataFrame(rows, columns=["row", "group", "count"])


def group_names() -> list[str]:
    """The groups as the legend has them, the worst first."""
    return [_(label) for label in GROUPS.values()]


def described(view: Findings) -> str:
    """The chart in words."""
    told = bars(view)
    parts = []
    for bank, rows in told.groupby("row", sort=False):
        counted = [f"{group} {count}" for group, count in zip(rows["group"], rows["count"], strict=True)]
        parts.append(labelled(str(bank), listing(counted)))
    return clauses(parts) + "." if parts else _("There is nothing to show here yet.")


def table(view: Findings) -> pd.DataFrame:
    """One row a finding: the overdue first, then by day."""
    order = list(GROUPS)
    rows = sorted(view.rows, key=lambda row: (order.index(view.group(row)), row["due"], row["id"]))
    return pd.DataFrame(
        {
            _("Number"): [str(row["id"]) for row in rows],
            _("Bank"): [view.names[row["bank"]] for row in rows],
            _("Requirement"): [words.written(row["requirement"]) for row in rows],
            _("Legal basis"): [row["legal_basis"] for row in rows],
            _("Risk"): [risk_name(row["risk"]) for row in rows],
            _("Severity"): [words.severity(row["severity"]) for row in rows],
            _("Due"): [words.on_day(row["due"]) for row in rows],
            _("Standing"): [_(GROUPS[view.group(row)]) for row in rows],
            _("Age in days"): [_age(view, row) for row in rows],
        }
    )


def metrics(view: Findings) -> tuple[Metric, ...]:
    """Overdue, not yet due, to assess, and how long those closed took."""
    counted = _("a count")
    labels = {
        "late": _("Findings overdue"),
        "open": _("Findings not yet due"),
        "answered": _("Answers to assess"),
    }
    closed = [_age(view, row) for row in view.rows if view.group(row) == "closed"]
    return (
        *(
            Metric(f"review-{group}", label, float(view.count(group)), digits=0, why=counted)
            for group, label in labels.items()
        ),
        Metric(
            "review-closing",
            _("Time to closure, median"),
            float(median(closed)) if closed else None,
            unit=_("days"),
            digits=0,
            better="lower",
            why=_("of {count} closed; all of them, so no interval").format(count=len(closed)),
        ),
    )


def content(view: Findings, caution: str) -> Content:
    """The page "Findings"; ``caution`` : the mark of the desk."""
    told = described(view)
    picture = Chart(
        "findings",
        _("Findings by bank, and where they stand"),
        charts.stacked(bars(view), groups=group_names(), title=_("Findings"), of=_("Bank")),
        told,
        desk.kinds(),
    )
    rows = Table("findings", _("Finding by finding, the overdue first"), table(view), told, desk.kinds())
    return Content(
        "review-findings",
        Answer(sentence(view), caution),
        picture if view.rows else None,
        Method.of(**method()),
        metrics(view),
        details=(Detail("findings", _("Finding by finding"), lambda: (rows,)),),
    )


def _age(view: Findings, row: Row) -> int:
    ended = (row["closed_at"] or view.today)[:10]
    return int((pd.Timestamp(ended) - pd.Timestamp(row["raised_at"][:10])).days)


def method() -> dict[str, Any]:
    """How findings are counted."""
    return {
        "formula": r"\text{overdue} \iff \text{due} < \text{today} \wedge \text{no answer}",
        "words": [
            _("A finding is raised on a decided case, with its requirement, its basis and its day."),
            _("The bank answers; the supervisor closes, or reopens it and says why."),
            _("Age runs from the day it was raised to the day it was closed, or to today."),
        ],
        "proof": _("A finding past its day stands as overdue in the inbox of supervisor and bank."),
    }
