"""Where a person acts: one transaction, their grants read anew, the clock, and the event of what was done.

An action refused leaves an event and nothing else. What a person has no grant for does not exist for them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import RowMapping, Table, and_, insert, null, or_, select, update

from reviews import moments, tables
from reviews.connection import EVERY_BANK, Work
from reviews.errors import NotFound, Refused
from reviews.judgement import Figures
from reviews.roles import OF_ONE_BANK, READERS, ROLES, holders
from reviews.states import step
from reviews.store import Store, append, last

# Replicas' clocks differ by less; what lies further back is a clock that somebody set.
_CLOCK_TOLERANCE: Final = timedelta(seconds=60)
TEXT_LENGTH: Final = 4_000


@dataclass(frozen=True)
class Office:
    """A store with its clock, the folder of its evidence, and where the model's figures come from.

    ``figures`` : (bank, month as 2026-10, risk) → what the model says now, under the product's own method;
    raises ``NotFound`` where it says nothing.
    """

    store: Store
    folder: Path
    figures: Callable[[str, str, str], Figures]
    clock: moments.Clock = moments.now


@dataclass(frozen=True)
class Grant:
    """A role in force, on one bank or on every bank (``bank`` is None)."""

    role: str
    bank: str | None


@dataclass
class Deed:
    """What a person does or reads within one transaction."""

    office: Office
    work: Work
    person: RowMapping
    grants: tuple[Grant, ...]
    at: str
    events: list[int] = field(default_factory=list)

    @property
    def actor(self) -> int:
        """The person's number."""
        return int(self.person["id"])

    def roles(self, bank: str | None) -> frozenset[str]:
        """Roles in force on a bank; on no bank in particular where it is None."""
        return frozenset(
            grant.role for grant in self.grants if bank is None or grant.bank is None or grant.bank == bank
        )

    def banks(self, action: str) -> frozenset[str] | None:
        """The banks on which a role allows the action; None for every bank."""
        allowed = [grant.bank for grant in self.grants if action in ROLES[grant.role].may]
        return None if None in allowed else frozenset(bank for bank in allowed if bank is not None)

    def visible(self) -> frozenset[str] | str:
        """The banks of which the person sees anything at all, for the row security of the database."""
        seen = {grant.bank for grant in self.grants if grant.role in READERS | OF_ONE_BANK}
        return EVERY_BANK if None in seen else frozenset(bank for bank in seen if bank is not None)

    def need(self, action: str, bank: str | None = None) -> None:
        """That a role in force on the bank allows the action.

        Raises
        ------
        NotFound: no role in force there may read or act at all
        Refused: not_allowed, where another role is in force
        """
        held = self.roles(bank)
        if held & holders(action):
            return
        sees = {"read", "read_communicated"}
        if bank is not None and not any(sees & ROLES[role].may for role in held):
            raise NotFound
        if not held:
            raise NotFound
        raise Refused("not_allowed")

    def find(self, table: Table, key: int | str, *, bank: str | None = None) -> RowMapping:
        """A row by its key. Raises ``NotFound``."""
        column = next(iter(table.primary_key.columns))
        found = self.work.row(select(table).where(column == key))
        if found is None or (bank is not None and found["bank"] != bank):
            raise NotFound
        return found

    def record(self, action: str, **facts: Any) -> int:
        """Write the event of what is done."""
        seq = append(self.work, {"action": action, "actor": _named(self.person), "at": self.at} | facts)
        self.events.append(seq)
        return seq

    def move(
        self, table: Table, row: RowMapping, action: str, version: int | None = None, **values: Any
    ) -> None:
        """Take a row a step on in the table of transitions, from the version that the person has read.

        Raises
        ------
        Refused: stale, or state where the step does not follow
        """
        if version is not None and version != row["version"]:
            raise Refused("stale")
        after = step(table.name, row["state"], action)
        self.change(table, row, state=after, **values)

    def change(self, table: Table, row: RowMapping, **values: Any) -> None:
        """Write a row's next version. Raises ``Refused`` (stale) where another came first."""
        key = next(iter(table.primary_key.columns))
        changed = (
            update(table)
            .where(and_(key == row[key.name], table.c.version == row["version"]))
            .values(version=row["version"] + 1, **values)
        )
        if self.work.run(changed) != 1:
            raise Refused("stale")

    def lay_hand(self, case_id: int, person: int | None = None) -> None:
        """Remember that a person, usually this one, wrote in a case: they cannot approve it any more."""
        hand, who = tables.hand, person or self.actor
        known = and_(hand.c.case_id == case_id, hand.c.person == who)
        if self.work.row(select(hand).where(known)) is None:
            self.work.run(insert(hand).values(case_id=case_id, person=who))


@contextmanager
def acting(office: Office, actor: int, action: str, **about: Any) -> Iterator[Deed]:
    """A transaction in which a person acts; a refusal in it undoes all of it and leaves its own event.

    Raises
    ------
    NotFound: no such person, or one whose time here is over
    Refused: clock_back, and whatever the body refuses
    """
    try:
        with office.store.writing() as work:
            deed = _deed(office, work, actor)
            deed.at = checked_clock(work, deed.at)
            work.see(deed.visible())
            yield deed
    except Refused as refusal:
        _remember_refusal(office, actor, action, refusal.code, about)
        raise


@contextmanager
def reading(office: Office, actor: int) -> Iterator[Deed]:
    """A transaction in which a person only reads, and sees no row of a bank without a grant."""
    with office.store.reading() as work:
        deed = _deed(office, work, actor)
        work.see(deed.visible())
        yield deed


def _deed(office: Office, work: Work, actor: int) -> Deed:
    at = moments.written(office.clock())
    found = work.row(select(tables.person).where(tables.person.c.id == actor))
    if found is None or (found["active_until"] is not None and found["active_until"] <= at):
        raise NotFound
    return Deed(office, work, found, grants_of(work, actor, at), at)


def grants_of(work: Work, actor: int, at: str) -> tuple[Grant, ...]:
    """The grants of a person that are approved and in force at an instant."""
    table = tables.grant
    asked = select(table.c.role, table.c.bank).where(
        table.c.person == actor,
        table.c.approved_at.is_not(null()),
        table.c.from_at <= at,
        or_(table.c.until_at.is_(null()), table.c.until_at > at),
    )
    return tuple(Grant(row["role"], row["bank"]) for row in work.rows(asked))


def _last_at(work: Work) -> str | None:
    seq, _digest = last(work)
    found = work.row(select(tables.event.c.body).where(tables.event.c.seq == seq))
    if found is None:
        return None
    at = json.loads(found["body"]).get("at")
    return at if isinstance(at, str) else None


def checked_clock(work: Work, at: str) -> str:
    """The instant to write: the clock's, or that of the last event where the clock lies a little behind it.

    Raises
    ------
    Refused: clock_back, where it lies far behind
    """
    known = _last_at(work)
    if known is None or known <= at:
        return at
    try:
        behind = moments.read(known) - moments.read(at)
    except ValueError:
        return at
    if behind > _CLOCK_TOLERANCE:
        raise Refused("clock_back")
    return known


def _remember_refusal(office: Office, actor: int, action: str, code: str, about: dict[str, Any]) -> None:
    with office.store.writing() as work:
        found = work.row(select(tables.person).where(tables.person.c.id == actor))
        body = {"action": "refused", "tried": action, "code": code, "at": moments.written(office.clock())}
        body |= {"actor": _named(found) if found else str(actor)} | about
        if code == "clock_back":
            # The instant of the clock that was set back is noted; the chain goes on from the last one.
            body |= {"clock": body["at"], "at": _last_at(work) or body["at"]}
        append(work, body)


def _named(person: RowMapping) -> str:
    return f"{person['issuer']} {person['subject']}"


def plain_text(text: str, *, most: int = TEXT_LENGTH) -> str:
    """A text that a person wrote, without spaces around it. Raises ``Refused`` (text)."""
    cleaned = text.strip()
    if not 1 <= len(cleaned) <= most:
        raise Refused("text")
    return cleaned
