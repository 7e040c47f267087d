"""Reminders: what is due, near and overdue, for whom, each said once until it changes.

A finding falls due on its day. An answer that nobody assesses, and a question on a figure that nobody
answers, age: after so many days they are said too. The three periods are conventions of ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, and_, insert, null, or_, select

from reviews import moments, tables
from reviews.connection import EVERY_BANK, Work
from reviews.office import checked_clock
from reviews.store import Store, append

Stage = Literal["near", "due", "overdue", "ageing"]
NEAR_DAYS: Final = 14
AGEING_DAYS: Final = 14
_CLOCK: Final = "vigie reminders"
_TOLD: Final = ("communicated", "superseded")


@dataclass(frozen=True)
class Reminder:
    """``kind`` : what waits: finding (a bank's answer), answer (its assessment), question (on a figure);
    ``number`` : of the finding or question; ``due`` : its day, or that on which it began to wait; ``days`` :
    past that day, below zero before it; ``people`` : names of those for whom it is; ``new`` : whether it was
    not said before."""

    kind: str
    number: int
    bank: str
    stage: Stage
    due: str
    days: int
    people: tuple[str, ...]
    new: bool


def stage_of(due: str, today: str) -> Stage | None:
    """Where a day stands: near from fourteen days before it, due on it, overdue after; None earlier."""
    days = _days(due, today)
    if days > 0:
        return "overdue"
    if days == 0:
        return "due"
    return "near" if days >= -NEAR_DAYS else None


def ageing(since: str, today: str) -> Stage | None:
    """Where what waits without a day stands: ageing after fourteen days; None before."""
    return "ageing" if _days(since, today) > AGEING_DAYS else None


def _days(start: str, end: str) -> int:
    return (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days


def remind(store: Store, clock: moments.Clock = moments.now) -> tuple[Reminder, ...]:
    """Everything near, due, overdue or ageing, the longest past its day first; remembers what it says.

    What was said in the same stage, of the same day and state, is no longer new. Each new one is an event.

    Raises
    ------
    Refused: clock_back
    """
    with store.writing() as work:
        at = checked_clock(work, moments.written(clock()))
        work.see(EVERY_BANK)
        known = {
            (row["kind"], row["number"], row["stage"], row["due"], row["version"])
            for row in work.rows(select(tables.reminder))
        }
        found = []
        for kind, row, stage, due in _waiting(work, at[:10]):
            key = (kind, row["id"], stage, due, row["version"])
            new = key not in known
            if new:
                _say(work, key, row["bank"], at)
            people = []
            for role in _roles(kind, row, stage):
                people += _people(work, role, row["bank"], at)
            told = (kind, row["id"], row["bank"], stage, due, _days(due, at), tuple(people), new)
            found.append(Reminder(*told))
    return tuple(sorted(found, key=lambda each: (-each.days, each.kind, each.number)))


def _waiting(work: Work, today: str) -> Iterable[tuple[str, Any, Stage, str]]:
    finding, reply, question = tables.finding, tables.reply, tables.question
    case = tables.case
    every = select(finding, case.c.state.label("case_state")).join(case, case.c.id == finding.c.case_id)
    open_ones = every.where(finding.c.state.in_(("open", "reopened"))).order_by(finding.c.id)
    for row in work.rows(open_ones):
        if (stage := stage_of(row["due"], today)) is not None:
            yield "finding", row, stage, row["due"]
    answered = every.where(finding.c.state == "answered").order_by(finding.c.id)
    for row in work.rows(answered):
        given = work.rows(select(reply.c.at).where(reply.c.finding_id == row["id"]).order_by(reply.c.id))
        since = given[-1]["at"][:10] if given else row["raised_at"][:10]
        if (stage := ageing(since, today)) is not None:
            yield "answer", row, stage, since
    for row in work.rows(select(question).where(question.c.answer.is_(null())).order_by(question.c.id)):
        if (stage := ageing(row["asked_at"], today)) is not None:
            yield "question", row, stage, row["asked_at"][:10]


def _roles(kind: str, row: Any, stage: Stage) -> tuple[str, ...]:
    if kind == "question":
        return ("respondent",)
    if kind == "answer" or row["case_state"] not in _TOLD:
        # What the bank was not told yet, nobody reminds it of.
        return ("supervisor",)
    return ("respondent", "supervisor") if stage == "overdue" else ("respondent",)


def _say(work: Work, key: tuple[str, int, str, str, int], bank: str, at: str) -> None:
    kind, number, stage, due, version = key
    named = {"kind": kind, "number": number, "bank": bank, "stage": stage, "due": due}
    work.run(insert(tables.reminder).values(**named, version=version, said_at=at))
    # "of", not the name of an entity: what a finding's own events say is not this.
    body = {"action": "reminder.said", "actor": _CLOCK, "at": at, "of": kind, "number": number}
    append(work, body | {"bank": bank, "stage": stage, "due": due})


def _people(work: Work, role: str, bank: str, at: str) -> list[str]:
    """Names of those whose role on a bank is in force."""
    grant, person = tables.grant, tables.person
    here: ColumnElement[bool] = or_(grant.c.bank == bank, grant.c.bank.is_(null()))
    asked = (
        select(person.c.name)
        .join(grant, grant.c.person == person.c.id)
        .where(
            and_(grant.c.role == role, here, grant.c.approved_at.is_not(null()), grant.c.from_at <= at),
            or_(grant.c.until_at.is_(null()), grant.c.until_at > at),
            or_(person.c.active_until.is_(null()), person.c.active_until > at),
        )
        .order_by(person.c.name)
        .distinct()
    )
    return [row["name"] for row in work.rows(asked)]
