"""What falls due of findings, returns and judgements: for who may see it, or for whoever runs the machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Select, and_, exists, select

from reviews import moments, tables
from reviews.connection import EVERY_BANK
from reviews.office import Office, reading
from reviews.reads import of_readers, visible
from reviews.reminders import Stage, stage_of
from reviews.returns import due as due_day
from reviews.roles import READERS
from reviews.store import Store

_OPEN: Final = ("open", "reopened")
_LIVED: Final = ("approved", "lapsed")
_MONTHS_BACK: Final = 12


@dataclass(frozen=True)
class Due:
    """``number`` : of the finding or judgement; 0 of a return; ``month``, ``risk`` : of its case; a return
    has no risk; ``due`` : a day, of a judgement that on which it lapses; ``stage`` : near, due or overdue."""

    kind: Literal["finding", "return", "judgement"]
    bank: str
    number: int
    month: str
    risk: str
    due: str
    stage: Stage


def of_home(store: Store, clock: moments.Clock = moments.now) -> tuple[Due, ...]:
    """Everything near, due or overdue of every bank, the longest past its day first: whoever calls this reads
    the store itself. Nothing is remembered."""
    today = moments.written(clock())[:10]
    with store.reading() as work:
        work.see(EVERY_BANK)
        found = [
            *_findings(work.rows(_asked()), today),
            *_returns(work.rows(select(tables.filing.c.bank, tables.filing.c.month)), today),
            *_judgements(work.rows(_bounded()), today),
        ]
    return _ordered(found)


def of_person(office: Office, actor: int) -> tuple[Due, ...] | None:
    """The same of the banks on which a role of the person is in force; None where no role shows them any.

    Raises
    ------
    NotFound: no such person, or one whose time here is over
    """
    filing = tables.filing
    with reading(office, actor) as deed:
        banks = {grant.bank for grant in deed.grants if grant.role in READERS | {"respondent"}}
        if not banks:
            return None
        named = sorted(bank for bank in banks if bank is not None)
        filed = select(filing.c.bank, filing.c.month)
        rows = deed.work.rows(filed if None in banks else filed.where(filing.c.bank.in_(named)))
        found = [
            *_findings(deed.work.rows(_asked().where(visible(deed))), deed.at[:10]),
            *_returns(rows, deed.at[:10]),
            # What a grade was judged by is for those who read cases, not for the bank.
            *_judgements(deed.work.rows(_bounded().where(of_readers(deed))), deed.at[:10]),
        ]
    return _ordered(found)


def _asked() -> Select[Any]:
    finding, case = tables.finding, tables.case
    asked = select(finding, case.c.risk, case.c.month).join(case, case.c.id == finding.c.case_id)
    return asked.where(finding.c.state.in_(_OPEN))


def _bounded() -> Select[Any]:
    """Judgements with a last day that no later case on the same risk of the bank has followed."""
    case, judgement, later = tables.case, tables.judgement, tables.case.alias("later")
    followed = exists().where(
        and_(later.c.bank == case.c.bank, later.c.risk == case.c.risk, later.c.id > case.c.id)
    )
    asked = select(judgement.c.id, judgement.c.valid_until, case.c.bank, case.c.risk, case.c.month)
    asked = asked.join(case, case.c.id == judgement.c.case_id)
    return asked.where(judgement.c.state.in_(_LIVED), judgement.c.valid_until.is_not(None), ~followed)


def _judgements(rows: Iterable[Any], today: str) -> Iterator[Due]:
    for row in rows:
        last = row["valid_until"][:10]
        if stage := stage_of(last, today):
            yield Due("judgement", row["bank"], row["id"], row["month"], row["risk"], last, stage)


def _findings(rows: Iterable[Any], today: str) -> Iterator[Due]:
    for row in rows:
        if stage := stage_of(row["due"], today):
            yield Due("finding", row["bank"], row["id"], row["month"], row["risk"], row["due"], stage)


def _returns(rows: Iterable[Any], today: str) -> Iterator[Due]:
    """Returns that have not come, of the last twelve months: a bank owes from its first return here on."""
    came: dict[str, set[str]] = {}
    for row in rows:
        came.setdefault(row["bank"], set()).add(row["month"])
    months = [moments.month_later(today[:7], -back) for back in range(_MONTHS_BACK)]
    for bank, filed in came.items():
        for month in months:
            if month > min(filed) and month not in filed and (stage := stage_of(due_day(month), today)):
                yield Due("return", bank, 0, month, "", due_day(month), stage)


def _ordered(found: Iterable[Due]) -> tuple[Due, ...]:
    return tuple(sorted(found, key=lambda each: (each.due, each.kind, each.bank, each.number, each.month)))
