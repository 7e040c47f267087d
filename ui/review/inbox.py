"""What waits for the person at the desk, the overdue first."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from reviews import reads
from reviews.reads import Waiting
from ui.content import Answer, Content, Detail, Method, Metric, Open, Table
from ui.review import desk, words
from ui.review.people import Person
from ui.risk.words import IN_SENTENCE, risk_name
from ui.words import MISSING, _, clauses, listing, month_of, ngettext, within

_NAMED_AT_MOST = 3


@dataclass(frozen=True)
class Inbox:
    """What waits for ``person``; ``names`` : code of a bank → its name."""

    person: Person
    waiting: tuple[Waiting, ...]
    names: dict[str, str]


def inbox(person: Person) -> Inbox:
    """What waits for a person now."""
    here = desk.desk()
    return Inbox(person, reads.inbox(here.office, here.numbers[person.key]), desk.names())


def sentence(view: Inbox) -> str:
    """How much waits, how much of it is late, and what comes first."""
    count = len(view.waiting)
    if not count:
        return _("Nothing waits for {person}.").format(person=view.person.name)
    late = sum(each.late for each in view.waiting)
    head = ngettext("{count} matter waits for {person}", "{count} matters wait for {person}", count).format(
        count=count, person=view.person.name
    )
    tail = ngettext("{count} is overdue", "{count} are overdue", late).format(count=late)
    first = _("first: {what}").format(what=_told(view, view.waiting[0]))
    return clauses([f"{head}, {tail}" if late else head, first]) + "."


def _told(view: Inbox, each: Waiting) -> str:
    what = within(_(words.WAITS[each.kind]))
    if each.bank is None or each.risk is None:
        return what
    return f"{what}, {view.names[each.bank]}, {_(IN_SENTENCE[each.risk])}"


def table(view: Inbox) -> pd.DataFrame:
    """One row a matter, the overdue first."""
    return pd.DataFrame(
        {
            _("What waits"): [_(words.WAITS[each.kind]) for each in view.waiting],
            _("Bank"): [view.names.get(each.bank or "", MISSING) for each in view.waiting],
            _("Risk"): [risk_name(each.risk) if each.risk else MISSING for each in view.waiting],
            _("Month of the data"): [
                month_of(each.month) if each.month else MISSING for each in view.waiting
            ],
            _("Due"): [words.on_day(each.due) if each.due else MISSING for each in view.waiting],
            _("Reminder"): [words.stage(each.stage) for each in view.waiting],
        }
    )


def described(view: Inbox) -> str:
    """The table in words."""
    return _("{count} matters: {list}.").format(
        count=len(view.waiting), list=listing([_told(view, each) for each in view.waiting[:_NAMED_AT_MOST]])
    )


def metrics(view: Inbox) -> tuple[Metric, ...]:
    """What waits, what of it is overdue, what falls due within a fortnight, and the longest wait."""
    counted = _("a count")
    today = f"{desk.desk().office.clock():%Y-%m-%d}"
    waits = [(pd.Timestamp(today) - pd.Timestamp(each.since[:10])).days for each in view.waiting]
    return (
        Metric("review-waiting", _("Matters that wait"), float(len(view.waiting)), digits=0, why=counted),
        Metric(
            "review-late",
            _("Findings past their day"),
            float(sum(each.late for each in view.waiting)),
            digits=0,
            better="lower",
            why=counted,
        ),
        Metric(
            "review-near",
            _("Due within a fortnight"),
            float(sum(each.stage in ("near", "due") for each in view.waiting)),
            digits=0,
            why=counted,
        ),
        Metric(
            "review-longest",
            _("Longest wait"),
            float(max(0, *waits)) if waits else None,
            unit=_("days"),
            digits=0,
            better="lower",
            why=counted if waits else _("nothing waits"),
        ),
    )


def content(view: Inbox, caution: str) -> Content:
    """The page "Inbox"; ``caution`` : the mark of the desk."""
    shown = Table("waiting", _("What waits, the overdue first"), table(view), described(view), desk.kinds())
    return Content(
        "review-inbox",
        Answer(sentence(view), caution),
        None,
        method(),
        metrics(view),
        details=(Detail("waiting", _("What waits"), lambda: (shown,)),),
    )


def openable(view: Inbox) -> dict[str, tuple[str, Open]]:
    """Matters that belong to a case, by a key of their own: what the menu says, and where the case is."""
    found = {}
    for each in view.waiting:
        if each.case is not None:
            told = _told(view, each)
            found[f"{each.kind} {each.case} {each.finding}"] = (
                told[0].upper() + told[1:],
                Open("review-case", {"bank": each.bank, "month": each.month, "risk": each.risk}),
            )
    return found


def method() -> Method:
    """What puts a matter into the inbox."""
    return Method.of(
        formula=r"\text{late} \iff \text{due} < \text{today}",
        words=[
            _("A matter waits for whoever may take its next step; without a grant nobody sees it."),
            _("A judgement is outdated when the model’s grade or a red flag changes, or the method."),
            _("So it is when the score moves by more than half the width of its interval at decision."),
            _("A judgement lapses after twelve months, after six for a large bank."),
        ],
        proof=_("Cases 10 and 11: a year and a day on, lapsed; another grade in a new month, outdated."),
    )
