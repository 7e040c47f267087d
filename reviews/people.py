"""Who may do what: persons, their accounts, and grants that one asks for and another approves."""

from __future__ import annotations

from sqlalchemy import insert, null, or_, select, update

from reviews import moments, tables
from reviews.errors import NotFound, Refused
from reviews.office import Deed, Office, acting
from reviews.roles import OF_ONE_BANK, ROLES
from reviews.store import Store, append


def enrol(store: Store, issuer: str, subject: str, name: str, *, at: str) -> int:
    """The number of the person with this account; entered where they are not known yet."""
    table = tables.person
    asked = select(table.c.id).where(table.c.issuer == issuer, table.c.subject == subject)
    with store.writing() as work:
        known = work.row(asked)
        if known is not None:
            return int(known["id"])
        person = work.add(insert(table).values(issuer=issuer, subject=subject, name=name))
        append(work, {"action": "person.enrolled", "at": at, "person": f"{issuer} {subject}"})
        return person


def grant_from_machine(
    store: Store, person: int, role: str, bank: str | None, *, at: str, until: str | None = None
) -> int:
    """A grant from whoever runs the machine: how the first head and the first admin come in.

    Raises
    ------
    NotFound: no such person
    ValueError: no such role, a respondent without a bank, or a day that cannot be read
    """
    _check(role, bank)
    with store.writing() as work:
        known = work.row(select(tables.person).where(tables.person.c.id == person))
        if known is None:
            raise NotFound
        row = {"person": person, "role": role, "bank": bank, "from_at": at, "until_at": until}
        found = work.add(insert(tables.grant).values(**row, approved_at=at))
        body = {"action": "grant.machine", "at": at, "person": f"{known['issuer']} {known['subject']}"}
        append(work, body | {"role": role, "bank": bank, "until": until, "grant": found})
        return found


def _check(role: str, bank: str | None) -> None:
    if role not in ROLES:
        raise ValueError(f"{role!r} is no role: one of {', '.join(ROLES)}")
    if role in OF_ONE_BANK and not bank:
        raise ValueError(f"a {role} is of one bank: name it")


def ask_grant(
    office: Office, actor: int, person: int, role: str, bank: str | None, until: str | None = None
) -> int:
    """Ask that a person be given a role; it counts once a head has approved it.

    ``until`` : its last day, as 2027-06-30; None without an end

    Raises
    ------
    Refused: not_allowed, own_grant, code, one_bank, date (a day that cannot be read, or is over)
    NotFound: no such person, or a bank beyond the grant of who asks
    """
    with acting(office, actor, "grant.ask", role=role, bank=bank) as deed:
        _reach(deed, "ask_grant", bank)
        deed.find(tables.person, person)
        if _same(deed, person, actor):
            raise Refused("own_grant")
        if role not in ROLES:
            raise Refused("code")
        if role in OF_ONE_BANK and not bank:
            raise Refused("one_bank")
        if until is not None and (not moments.is_day(until) or until < deed.at[:10]):
            raise Refused("date")
        row = {"person": person, "role": role, "bank": bank, "from_at": deed.at, "until_at": end_of(until)}
        found = deed.work.add(insert(tables.grant).values(**row, asked_by=actor))
        deed.record("grant.asked", grant=found, person=person, role=role, bank=bank, until=until)
        return found


def approve_grant(office: Office, actor: int, grant: int) -> None:
    """Put a grant into force that somebody else asked for, for somebody else.

    Raises
    ------
    Refused: not_allowed, own_grant, state (approved before, or over)
    NotFound: no such grant, or one beyond the grant of who approves
    """
    with acting(office, actor, "grant.approve", grant=grant) as deed:
        deed.need("approve_grant")
        row = deed.find(tables.grant, grant)
        _reach(deed, "approve_grant", row["bank"])
        if _same(deed, row["person"], actor) or (row["asked_by"] and _same(deed, row["asked_by"], actor)):
            raise Refused("own_grant")
        if row["approved_at"] is not None or (row["until_at"] is not None and row["until_at"] <= deed.at):
            raise Refused("state")
        table = tables.grant
        deed.work.run(update(table).where(table.c.id == grant).values(approved_by=actor, approved_at=deed.at))
        deed.record("grant.approved", grant=grant)


def end_grant(office: Office, actor: int, grant: int) -> None:
    """End a grant now: nothing more is done or read with it.

    Raises
    ------
    Refused: not_allowed
    NotFound: no such grant, one that has ended, or one beyond the grant of who ends it
    """
    with acting(office, actor, "grant.end", grant=grant) as deed:
        deed.need("end_grant")
        table = tables.grant
        _reach(deed, "end_grant", deed.find(table, grant)["bank"])
        live = or_(table.c.until_at.is_(null()), table.c.until_at > deed.at)
        if not deed.work.run(update(table).where(table.c.id == grant, live).values(until_at=deed.at)):
            raise NotFound
        deed.record("grant.ended", grant=grant)


def _reach(deed: Deed, action: str, bank: str | None) -> None:
    """That the person's own grant goes as far as the one that they ask for, approve or end.

    Raises
    ------
    Refused: not_allowed, where no role of theirs takes the action
    NotFound: their role is of another bank, or of one bank where this is of every bank
    """
    deed.need(action)
    held = deed.banks(action)
    if held is not None and bank not in held:
        raise NotFound


def end_of(day: str | None) -> str | None:
    """The instant at which a last day is over; None where there is none."""
    return None if day is None else f"{day}T23:59:59Z"


def declare_same(office: Office, actor: int, first: int, second: int) -> None:
    """Declare that two accounts are one person: neither can approve what the other wrote.

    Raises
    ------
    Refused: not_allowed, or one_person where they are one already
    NotFound: no such person
    """
    with acting(office, actor, "person.same", first=first, second=second) as deed:
        deed.need("declare_same")
        deed.find(tables.person, first)
        deed.find(tables.person, second)
        table, one, other = tables.person, canonical_person(deed, first), canonical_person(deed, second)
        if one == other:
            raise Refused("one_person")
        kept, joined = sorted((one, other))
        deed.work.run(
            update(table).where(or_(table.c.id == joined, table.c.same_as == joined)).values(same_as=kept)
        )
        deed.record("person.same", first=first, second=second)


def canonical_person(deed: Deed, person: int) -> int:
    """The first account of the person behind an account."""
    row = deed.find(tables.person, person)
    return int(row["same_as"] or row["id"])


def _same(deed: Deed, first: int, second: int) -> bool:
    return canonical_person(deed, first) == canonical_person(deed, second)
