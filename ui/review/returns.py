"""Returns: what each bank owes by when, what came and how late, what was corrected, and what was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final

import pandas as pd

from reviews import returns as rules
from reviews.errors import NotFound
from reviews.reads import Row
from reviews.returns import Fault, Received
from studies.risk import scores as reads
from ui.charts import review as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Table
from ui.form import TEXT, Field, Form, Given, Offer, Said, Step, written
from ui.review import desk, figures, words
from ui.review.people import Person
from ui.review.return_rules import RULES, rules_of
from ui.words import (
    MISSING,
    N_,
    _,
    clauses,
    elided,
    labelled,
    listing,
    localised,
    month_of,
    ngettext,
    number,
    plain_number,
)

GROUPS: Final = {
    "owed": N_("Owed and overdue"),
    "late": N_("Came late"),
    "waits": N_("Not yet due"),
    "time": N_("Came in time"),
}
_MONTHS: Final = 12
_RETURN, _FIGURE = "review return", "review figure"


@dataclass(frozen=True)
class Returns:
    """``calendar`` : bank, month, due, received (empty: not yet), late (days), versions, group, of the
    last twelve months; ``received`` : what came; ``names`` : code of a bank → its name"""

    person: Person
    calendar: pd.DataFrame
    received: Received
    names: dict[str, str]
    today: str


def returns(person: Person) -> Returns:
    """The returns of the banks that a person sees, on the day of the desk."""
    here = desk.desk()
    names, today = desk.names(), here.office.clock().date().isoformat()
    try:
        came = rules.received(here.office, here.numbers[person.key])
    except NotFound:
        return Returns(
            person, _calendar([], [], Received((), (), ()), today), Received((), (), ()), names, today
        )
    banks = [bank for bank in names if not person.banks or bank in person.banks]
    months = list(figures.months(figures.snapshot()))[-_MONTHS:]
    return Returns(person, _calendar(banks, months, came, today), came, names, today)


def _calendar(banks: Sequence[str], months: Sequence[str], came: Received, today: str) -> pd.DataFrame:
    rows = []
    for month in reversed(months):
        for bank in banks:
            versions = [row for row in came.filings if (row["bank"], row["month"]) == (bank, month)]
            due, first = rules.due(month), versions[0]["received_at"][:10] if versions else ""
            late = max(0, (pd.Timestamp(first or today) - pd.Timestamp(due)).days)
            group = ("late" if late else "time") if first else ("owed" if late else "waits")
            row = {"bank": bank, "month": month, "due": due, "received": first, "late": late}
            rows.append(row | {"versions": len(versions), "group": group})
    columns = ["bank", "month", "due", "received", "late", "versions", "group"]
    return pd.DataFrame(rows, columns=columns)


def sentence(view: Returns) -> str:
    """How many returns are owed, late and corrected."""
    if view.calendar.empty:
        return _("{person} has no return to see here.").format(person=view.person.name)
    counts = view.calendar["group"].value_counts()
    owed, late = int(counts.get("owed", 0)), int(counts.get("late", 0))
    corrected = int((view.calendar["versions"] > 1).sum())
    head = ngettext(
        "{count} return is owed and overdue", "{count} returns are owed and overdue", owed
    ).format(count=owed)
    tail = _("of {all} in twelve months {late} came late and {corrected} were corrected").format(
        all=len(view.calendar), late=late, corrected=corrected
    )
    if owed:
        banks = view.calendar.loc[view.calendar["group"] == "owed", "bank"]
        head += f" ({listing([view.names[bank] for bank in dict.fromkeys(banks)])})"
    return clauses([head, tail]) + "."


def bars(view: Returns) -> pd.DataFrame:
    """Counts by bank and standing: row, group, count."""
    counted = view.calendar.groupby(["bank", "group"]).size().rename("count").reset_index()
    counted["row"] = counted["bank"].map(view.names)
    counted["group"] = [_(GROUPS[group]) for group in counted["group"]]
    return counted[["row", "group", "count"]]


def described(view: Returns) -> str:
    """The counts in words."""
    found = []
    for bank, part in bars(view).groupby("row", sort=False):
        said = [f"{group} {count}" for group, count in zip(part["group"], part["count"], strict=True)]
        found.append(labelled(str(bank), listing(said) + "."))
    return " ".join(found)


def _of(view: Returns, bank: str, month: str) -> str:
    return f"{view.names[bank]}, {month_of(month)}"


def calendar(view: Returns) -> pd.DataFrame:
    """The newest month first, the overdue of a month first."""
    order = list(GROUPS)
    rows = view.calendar.assign(rank=[order.index(group) for group in view.calendar["group"]])
    rows = rows.sort_values(["month", "rank", "bank"], ascending=[False, True, True])
    return pd.DataFrame(
        {
            # A row is of a return: called by its bank alone, two returns would share a name.
            _("Return of a bank"): [
                _of(view, bank, month) for bank, month in zip(rows["bank"], rows["month"], strict=True)
            ],
            _("Due"): [words.on_day(day) for day in rows["due"]],
            _("Received"): [words.on_day(day) if day else MISSING for day in rows["received"]],
            _("Days late"): [number(float(days), 0) for days in rows["late"]],
            _("Versions"): [str(count) for count in rows["versions"]],
            _("Standing"): [_(GROUPS[group]) for group in rows["group"]],
        }
    )


def _labels() -> dict[str, str]:
    rows = reads.catalogue(figures.snapshot(), reads.PUBLISHED).itertuples()
    return {str(row.indicator): f"{row.indicator}, {localised(row, 'label')}" for row in rows}


def corrected(view: Returns) -> pd.DataFrame:
    """Every figure that a later version of a return changed."""
    known, labels = (
        {(row["bank"], row["month"], row["version"]): row for row in view.received.filings},
        _labels(),
    )
    rows = []
    for row in reversed(view.received.filings):
        before = known.get((row["bank"], row["month"], row["version"] - 1))
        for code, then, now in rules.changed(before, row) if before is not None else ():
            rows.append(
                {
                    _("Return of a bank"): _of(view, row["bank"], row["month"]),
                    _("Version"): str(row["version"]),
                    _("Figure corrected"): labels.get(code, code),
                    _("Before"): _figure(then),
                    _("After"): _figure(now),
                    _("Corrected on"): words.on_day(row["received_at"]),
                }
            )
    return pd.DataFrame(rows)


def _figure(text: str | None) -> str:
    return MISSING if text is None else plain_number(float(text))


def warnings(view: Returns) -> pd.DataFrame:
    """The warnings of returns that came, and why the bank says they are right."""
    known = {row["id"]: row for row in view.received.filings}
    rows = [(known[note["filing_id"]], note) for note in reversed(view.received.notes)]
    return pd.DataFrame(
        {
            _("Return of a bank"): [_of(view, row["bank"], row["month"]) for row, _note in rows],
            _("Warning"): [_(RULES[code]) for code in (note["rule"] for _row, note in rows)],
            _("Figures"): [", ".join(note["figures"].split()) for _row, note in rows],
            _("Reason given"): [words.written(note["reason"]) for _row, note in rows],
        }
    )


def questions(view: Returns) -> pd.DataFrame:
    """What was asked about figures, the unanswered first."""
    known, labels = {row["id"]: row for row in view.received.filings}, _labels()
    rows = sorted(view.received.questions, key=lambda row: (row["answer"] is not None, -row["id"]))
    return pd.DataFrame(
        {
            _("Return of a bank"): [_of(view, row["bank"], known[row["filing_id"]]["month"]) for row in rows],
            _("Figure asked about"): [labels.get(row["indicator"], row["indicator"]) for row in rows],
            _("Question"): [words.written(row["text"]) for row in rows],
            _("Asked"): [words.on_day(row["asked_at"]) for row in rows],
            _("Answer"): [words.written(row["answer"]) if row["answer"] else MISSING for row in rows],
        }
    )


def tables(view: Returns) -> list[tuple[str, str, pd.DataFrame]]:
    """Name, title and rows of every table of the page; those without rows left out."""
    found = [
        ("calendar", _("Who owes what by when"), calendar(view)),
        ("questions", _("Questions on figures"), questions(view)),
        ("corrected", _("Figures that were corrected"), corrected(view)),
        ("warnings", _("Warnings, and the reasons given"), warnings(view)),
    ]
    return [each for each in found if not each[2].empty]


def metrics(view: Returns) -> tuple[Metric, ...]:
    """Owed, in time, corrected and asked about, of twelve months; none where the person sees no return."""
    if view.calendar.empty:
        return ()
    groups, whole = view.calendar["group"].value_counts(), len(view.calendar)
    came = int(groups.get("time", 0) + groups.get("late", 0))
    counted = _("a count")
    owing, open_ones = (
        int(groups.get("owed", 0)),
        sum(row["answer"] is None for row in view.received.questions),
    )
    return (
        Metric("review-owed", _("Returns owed and overdue"), owing, digits=0, better="lower", why=counted),
        Metric(
            "review-in-time",
            _("Came in time"),
            100.0 * int(groups.get("time", 0)) / came if came else None,
            unit="%",
            digits=0,
            better="higher",
            why=_("of {came} that came in twelve months; all of them, so no interval").format(came=came),
        ),
        Metric(
            "review-corrected",
            _("Returns corrected"),
            float((view.calendar["versions"] > 1).sum()),
            digits=0,
            why=_("of {all} in twelve months; counted").format(all=whole),
        ),
        Metric("review-asked", _("Questions without an answer"), float(open_ones), digits=0, why=counted),
    )


def content(view: Returns, caution: str) -> Content:
    """The page "Returns"; ``caution`` : the mark of the desk."""
    picture = None
    if not view.calendar.empty:
        picture = Chart(
            "returns",
            _("Returns by bank, and when they came"),
            charts.stacked(
                bars(view),
                groups=[_(group) for group in GROUPS.values()],
                title=_("Returns of twelve months"),
                of=_("Bank"),
            ),
            described(view),
            desk.kinds(*figures.kinds()),
        )
    details = [
        Detail(name, title, partial(_table, name, title, frame)) for name, title, frame in tables(view)
    ]
    return Content(
        "review-returns",
        Answer(sentence(view), caution),
        picture,
        Method.of(**method()),
        metrics(view),
        details=tuple(details),
    )


def _table(name: str, title: str, frame: pd.DataFrame) -> tuple[Table, ...]:
    return (Table(name, title, frame, title, desk.kinds(*figures.kinds())),)


def offers(view: Returns) -> list[Offer]:
    """What a bank hands in and answers, and what its supervisor asks about a figure."""
    found: list[Offer] = [_handing(view, month) for month in owed(view)]
    if view.person.role == "respondent":
        for row in view.received.questions:
            if row["answer"] is None:
                title = _("Answer question {number}").format(number=row["id"])
                answering = partial(_answer, view, row)
                found.append(written(title, f"figure {row['id']}", words.written(row["text"]), answering))
    if options := askable(view):
        found.append(_asking(view, options))
    return found


def _asking(view: Returns, options: Mapping[int, str]) -> Form:
    return Form(
        "ask",
        (
            (
                Field(_RETURN, _("Return of a bank"), "choice", options),
                Field(_FIGURE, _("Figure"), "choice", figure_labels()),
            ),
            Field("review text ask", _("Question"), "text", most=TEXT),
        ),
        (Step(_("Ask"), partial(_ask, view), "review ask"),),
        folded=_("Ask a bank about a figure"),
    )


def _handing(view: Returns, month: str) -> Form:
    """The return of a month, and a field for the reason of each warning."""
    row = view.calendar[view.calendar["month"] == month].iloc[0]
    title = _("Hand in the return of {month}") if not row["versions"] else _("Correct the return of {month}")
    title = elided(title.format(month=month_of(month)))
    _now, faults = prepared(view, month)
    told = _("The figures are those of your data; correct them there, then hand in here.")
    fields: list[Field | Said] = [Said(told, "aside")]
    for fault in faults:
        said = labelled(", ".join(fault.figures), _(RULES[fault.rule]))
        fields.append(
            Said(said, "fault")
            if fault.level == "error"
            else Field(f"review reason {month} {fault.rule}", said, "text", most=TEXT)
        )
    handing = partial(_handed_in, view, month, [fault.rule for fault in faults])
    step = Step(title, handing, f"review hand in {month}")
    return Form(f"return {month}", fields, (step,), folded=title, unfolded=not row["versions"])


def _handed_in(view: Returns, month: str, asked: Sequence[str], given: Given) -> None:
    hand_in(view, month, {rule: str(given.get(f"review reason {month} {rule}", "")) for rule in asked})


def _ask(view: Returns, given: Given) -> None:
    here, text = desk.desk(), str(given.get("review text ask", ""))
    number, figure = int(given[_RETURN]), str(given[_FIGURE])
    rules.ask(here.office, here.numbers[view.person.key], number, figure, text)


def _answer(view: Returns, row: Row, text: str) -> None:
    here = desk.desk()
    rules.answer(here.office, here.numbers[view.person.key], row["id"], row["version"], text)


def owed(view: Returns) -> list[str]:
    """The months whose return the person's bank owes, or may correct: the latest of each."""
    if view.person.role != "respondent" or view.calendar.empty:
        return []
    return list(view.calendar["month"].unique()[:2])


def prepared(view: Returns, month: str) -> tuple[Mapping[str, Decimal | None], Sequence[Fault]]:
    """The figures of the bank's data for a month, and what the rules find in them."""
    bank = view.person.banks[0]
    now = figures.returned(bank, month)
    earlier = [row for row in view.received.filings if row["month"] < month]
    before = rules.read_figures(earlier[-1]) if earlier else None
    return now, rules_of(bank, month)(now, before)


def hand_in(view: Returns, month: str, reasons: Mapping[str, str]) -> int:
    """Hand the return of the person's bank in, with the figures of its data."""
    here, bank = desk.desk(), view.person.banks[0]
    now = figures.returned(bank, month)
    actor = here.numbers[view.person.key]
    return rules.submit(here.office, actor, bank, month, now, rules_of(bank, month), reasons)


def askable(view: Returns) -> dict[int, str]:
    """Number of a return → bank and month, of those that a supervisor may ask about, newest first."""
    if view.person.role != "supervisor":
        return {}
    newest: dict[tuple[str, str], Any] = {(row["bank"], row["month"]): row for row in view.received.filings}
    rows = sorted(newest.values(), key=lambda row: (row["month"], row["id"]), reverse=True)
    return {row["id"]: f"{view.names[row['bank']]}, {month_of(row['month'])}" for row in rows}


def figure_labels() -> dict[str, str]:
    """Code of an indicator of a return → what it is."""
    catalogue = reads.catalogue(figures.snapshot(), reads.PUBLISHED)
    own = set(catalogue.loc[catalogue["scope"] == "bank", "indicator"])
    return {code: label for code, label in _labels().items() if code in own}


def method() -> dict[str, Any]:
    """When a return is due, and what it is checked for."""
    return {
        "formula": r"\text{late} \iff \text{received} > \text{due}",
        "words": [
            _("Due on the tenth of the month after, or the Monday after a week-end; a convention of ours."),
            _("An error rejects a return; a warning asks for a written reason, which stays beside it."),
            *(_(said) for said in RULES.values()),
            _("A correction is a further version: the first stays, and every figure changed is listed."),
        ],
        "proof": _("The same figures handed in again are the same return, and no correction."),
    }
