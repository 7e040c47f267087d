"""What a person may see: every list and every count leaves out what they have no grant for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, RowMapping, Select, Table, and_, false, or_, select, true

from reviews import reminders, tables
from reviews.errors import NotFound
from reviews.ledger import Event
from reviews.office import Deed, Grant, Office, acting, reading
from reviews.roles import READERS, holders

TOLD = ("communicated", "superseded")
# Events of these begin so, and a respondent may read them.
_TOLD_OF = ("case.communicated", "case.superseded", "finding.", "measure.")
# A row of the store, its values by name of column.
Row = RowMapping


@dataclass(frozen=True)
class CaseFile:
    """All that a person may see of a case; a respondent sees what was communicated and no judgement.

    ``evidence`` : what judgements rest on; ``attached`` : what the bank sent with its replies; ``standing`` :
    the judgement in force, None where the model's grade stands; ``grade`` : the grade shown.
    """

    case: RowMapping
    judgements: tuple[RowMapping, ...]
    decisions: tuple[RowMapping, ...]
    challenges: tuple[RowMapping, ...]
    evidence: tuple[RowMapping, ...]
    attached: tuple[RowMapping, ...]
    findings: tuple[RowMapping, ...]
    replies: tuple[RowMapping, ...]
    measures: tuple[RowMapping, ...]
    standing: RowMapping | None
    grade: int
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Standing:
    """The grade that stands on a bank's risk: the model's at decision, the decided one, and until when."""

    bank: str
    risk: str
    month: str
    model_grade: int
    grade: int
    judgement: int | None
    until: str | None


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the person: ``kind`` is the step that they may take on it.

    ``since`` : an instant; ``due`` : a day, None where there is none; ``late`` : whether it has passed;
    ``stage`` : what a reminder says of it: near, due, overdue, ageing; None where it says nothing.
    """

    kind: str
    bank: str | None
    risk: str | None
    month: str | None
    case: int | None
    judgement: int | None
    finding: int | None
    since: str
    due: str | None
    late: bool
    stage: str | None = None


def _within(deed: Deed, column: ColumnElement[str], roles: frozenset[str]) -> ColumnElement[bool]:
    """That a row is of a bank on which one of the roles is in force."""
    banks = {grant.bank for grant in deed.grants if grant.role in roles}
    if None in banks:
        return true()
    named = sorted(bank for bank in banks if bank is not None)
    return column.in_(named) if named else false()


def of_readers(deed: Deed) -> ColumnElement[bool]:
    """That a case is of a bank whose cases the person reads, drafts and judgements included."""
    return _within(deed, tables.case.c.bank, READERS)


def visible(deed: Deed) -> ColumnElement[bool]:
    """That a person may see a case: readers of its bank, and its respondents what they were told."""
    case = tables.case
    told = and_(case.c.state.in_(TOLD), _within(deed, case.c.bank, frozenset({"respondent"})))
    return or_(of_readers(deed), told)


def cases(office: Office, actor: int, bank: str | None = None) -> tuple[RowMapping, ...]:
    """The cases that a person may see, newest first, of one bank where it is named."""
    case = tables.case
    with reading(office, actor) as deed:
        asked = select(case).where(visible(deed)).order_by(case.c.id.desc())
        return tuple(deed.work.rows(asked if bank is None else asked.where(case.c.bank == bank)))


def case_file(office: Office, actor: int, number: int) -> CaseFile:
    """A case with all that belongs to it.

    Raises
    ------
    NotFound: no such case, or one that is not the person's to see
    """
    case = tables.case
    with reading(office, actor) as deed:
        found = deed.work.row(select(case).where(case.c.id == number, visible(deed)))
        if found is None:
            raise NotFound
        inside = bool(deed.roles(found["bank"]) & READERS)

        def of_case(table: Table) -> tuple[RowMapping, ...]:
            return tuple(deed.work.rows(select(table).where(table.c.case_id == number).order_by(table.c.id)))

        judgements = of_case(tables.judgement)
        standing = _in_force(judgements, deed.at) if found["state"] in (*TOLD, "approved") else None
        numbers = [row["id"] for row in judgements]
        found_rows = of_case(tables.finding)
        replies = _rows_of(deed, tables.reply, "finding_id", [row["id"] for row in found_rows])
        sent = sorted({row["evidence_id"] for row in replies if row["evidence_id"] is not None})
        return CaseFile(
            case=found,
            judgements=judgements if inside else (),
            decisions=of_case(tables.decision) if inside else (),
            challenges=_rows_of(deed, tables.challenge, "judgement_id", numbers) if inside else (),
            evidence=_proofs(deed, numbers) if inside else (),
            attached=_rows_of(deed, tables.evidence, "id", sent),
            findings=found_rows,
            replies=replies,
            measures=of_case(tables.measure),
            standing=standing if inside else None,
            grade=standing["to_grade"] if standing else found["model_grade"],
            events=tuple(
                each for each in events_of(deed, number) if inside or each.body["action"].startswith(_TOLD_OF)
            ),
        )


def events_of(deed: Deed, number: int) -> Iterator[Event]:
    """What happened in a case, oldest first; refused attempts are the ledger's alone."""
    table = tables.event
    named = or_(table.c.body.contains(f'"case":{number},'), table.c.body.contains(f'"case":{number}}}'))
    for row in deed.work.rows(select(table).where(named).order_by(table.c.seq)):
        body = json.loads(row["body"])
        if body.get("case") == number and body["action"] != "refused":
            yield Event(row["seq"], row["prev"], row["hash"], body)


def _rows_of(deed: Deed, table: Table, column: str, keys: Sequence[int]) -> tuple[RowMapping, ...]:
    asked = select(table).where(table.c[column].in_(list(keys))).order_by(table.c.id)
    return tuple(deed.work.rows(asked)) if keys else ()


def _proofs(deed: Deed, judgements: Sequence[int]) -> tuple[RowMapping, ...]:
    pair, proof = tables.judgement_evidence, tables.evidence
    asked = select(proof, pair.c.judgement_id).join(pair, pair.c.evidence_id == proof.c.id)
    return tuple(deed.work.rows(asked.where(pair.c.judgement_id.in_(list(judgements))))) if judgements else ()


def _in_force(judgements: Sequence[RowMapping], at: str) -> RowMapping | None:
    for row in reversed(judgements):
        if row["state"] == "approved" and row["valid_until"] > at:
            return row
    return None


def standings(office: Office, actor: int) -> dict[tuple[str, str], Standing]:
    """(bank, risk) → the grade that stands there by the latest case decided; left out where none is.

    A judgement that is outdated, revoked or beyond its day leaves the model's grade.
    """
    case, judgement = tables.case, tables.judgement
    with reading(office, actor) as deed:
        decided = case.c.state.in_(("approved", *TOLD))
        rows = deed.work.rows(select(case).where(visible(deed), decided).order_by(case.c.month, case.c.id))
        alive = deed.work.rows(
            select(judgement).where(judgement.c.state == "approved", judgement.c.valid_until > deed.at)
        )
        of_case = {row["case_id"]: row for row in alive}
        found = {}
        for row in rows:
            inside = bool(deed.roles(row["bank"]) & READERS)
            if not inside and row["state"] not in TOLD:
                continue
            valid = of_case.get(row["id"])
            found[row["bank"], row["risk"]] = Standing(
                bank=row["bank"],
                risk=row["risk"],
                month=row["month"],
                model_grade=row["model_grade"],
                grade=valid["to_grade"] if valid else row["model_grade"],
                judgement=valid["id"] if valid and inside else None,
                until=valid["valid_until"] if valid else None,
            )
        return found


def judgements(office: Office, actor: int) -> tuple[RowMapping, ...]:
    """The judgements on banks whose cases a person reads, with bank, risk and month, oldest first."""
    judgement, case = tables.judgement, tables.case
    with reading(office, actor) as deed:
        asked = select(judgement, case.c.bank, case.c.risk, case.c.month).join(
            case, case.c.id == judgement.c.case_id
        )
        return tuple(deed.work.rows(asked.where(of_readers(deed)).order_by(judgement.c.id)))


def grants(office: Office, actor: int) -> tuple[Grant, ...]:
    """The roles of a person that are in force. Raises ``NotFound`` where their time here is over."""
    with reading(office, actor) as deed:
        return deed.grants


@dataclass(frozen=True)
class Held:
    """A grant as the register has it: who may do what, since when, and by whom.

    ``asked_by`` : None for a grant from the command line of the machine; ``approved_by`` : None there, and
    while it waits; ``until`` : its last instant; ``ended_by`` : who ended it before its time; ``state`` : at
    the moment of reading: waits, in_force, ended (withdrawn) or over (its time has run out)
    """

    number: int
    person: str
    account: str
    role: str
    bank: str | None
    since: str
    until: str | None
    asked_by: str | None
    approved_by: str | None
    ended_by: str | None
    state: str
    own: bool


def register(office: Office, actor: int) -> tuple[Held, ...]:
    """The grants that a person may know of, newest first: their own, or all within the reach of their role.

    Those who ask for grants or approve them know those of their banks, an auditor knows all.
    """
    table, person = tables.grant, tables.person
    with reading(office, actor) as deed:
        rows = tuple(deed.work.rows(select(table).order_by(table.c.id.desc())))
        names = {row["id"]: row for row in deed.work.rows(select(person))}
        ended = {each.body["grant"]: each.body["actor"] for each in _events_named(deed, "grant.ended")}
        accounts = {f"{row['issuer']} {row['subject']}": row["name"] for row in names.values()}
        found = []
        for row in rows:
            if row["person"] != deed.actor and not _knows(deed, row["bank"]):
                continue
            holder = names[row["person"]]
            approved_by, asked_by = names.get(row["approved_by"]), names.get(row["asked_by"])
            by = ended.get(row["id"])
            found.append(
                Held(
                    number=row["id"],
                    person=holder["name"],
                    account=f"{holder['issuer']} {holder['subject']}",
                    role=row["role"],
                    bank=row["bank"],
                    since=row["approved_at"] or row["from_at"],
                    until=row["until_at"],
                    asked_by=asked_by["name"] if asked_by else None,
                    approved_by=approved_by["name"] if approved_by else None,
                    ended_by=accounts.get(by, by) if by else None,
                    state=_state_of(row, deed.at, withdrawn=by is not None),
                    own=deed.actor in (row["person"], row["asked_by"]),
                )
            )
        return tuple(found)


def _knows(deed: Deed, bank: str | None) -> bool:
    """Whether a person knows of the grants on a bank that are not their own."""
    for action in ("ask_grant", "approve_grant", "read_ledger"):
        reach = deed.banks(action)
        if reach is None or (bank is not None and bank in reach):
            return True
    return False


def _state_of(grant: RowMapping, at: str, *, withdrawn: bool) -> str:
    if grant["until_at"] is not None and grant["until_at"] <= at:
        return "ended" if withdrawn else "over"
    return "waits" if grant["approved_at"] is None else "in_force"


def grant_events(office: Office, actor: int) -> tuple[Event, ...]:
    """What was done about the grants that a person may know of, newest first."""
    known = {each.number for each in register(office, actor)}
    with reading(office, actor) as deed:
        found = _events_named(deed, "grant.")
        return tuple(each for each in reversed(found) if each.body["grant"] in known)


def _events_named(deed: Deed, begins: str) -> list[Event]:
    """The events whose action begins so, oldest first."""
    table = tables.event
    asked = select(table).where(table.c.body.contains(f'"action":"{begins}')).order_by(table.c.seq)
    found = [Event(r["seq"], r["prev"], r["hash"], json.loads(r["body"])) for r in deed.work.rows(asked)]
    # A text that somebody wrote may say the same.
    return [each for each in found if each.body["action"].startswith(begins)]


def enrolled(office: Office, actor: int) -> dict[int, str]:
    """Number → name of everybody entered, for who asks for grants or says that two accounts are one person.

    Two of one name are told apart by their accounts.
    """
    person = tables.person
    with reading(office, actor) as deed:
        if not deed.roles(None) & (holders("ask_grant") | holders("declare_same")):
            return {}
        rows = list(deed.work.rows(select(person).order_by(person.c.name)))
    names = [row["name"] for row in rows]
    return {
        row["id"]: row["name"] if names.count(row["name"]) == 1 else f"{row['name']} ({row['subject']})"
        for row in rows
    }


def people(office: Office, actor: int) -> dict[int, str]:
    """Number → name of the persons known here, for whoever reads cases or validates; nobody for others."""
    person = tables.person
    with reading(office, actor) as deed:
        if not deed.roles(None) & (READERS | holders("validate")):
            return {}
        return {row["id"]: row["name"] for row in deed.work.rows(select(person.c.id, person.c.name))}


def accounts(office: Office, actor: int) -> dict[str, str]:
    """Account as the ledger names it → name, for those who see :func:`people`."""
    person, known = tables.person, people(office, actor)
    with reading(office, actor) as deed:
        rows = deed.work.rows(select(person.c.id, person.c.issuer, person.c.subject))
        return {f"{row['issuer']} {row['subject']}": known[row["id"]] for row in rows if row["id"] in known}


def evidence(office: Office, actor: int, bank: str) -> tuple[RowMapping, ...]:
    """The evidence on a bank, newest first. Raises ``NotFound`` where the bank is not the person's to see."""
    proof = tables.evidence
    with reading(office, actor) as deed:
        if not deed.roles(bank) & READERS:
            raise NotFound
        return tuple(deed.work.rows(select(proof).where(proof.c.bank == bank).order_by(proof.c.id.desc())))


def findings(office: Office, actor: int) -> tuple[RowMapping, ...]:
    """The findings that a person may see, with risk and month of their case, due first."""
    with reading(office, actor) as deed:
        return tuple(deed.work.rows(_findings(deed)))


def _findings(deed: Deed) -> Select[tuple[object, ...]]:
    finding, case = tables.finding, tables.case
    asked = select(finding, case.c.risk, case.c.month).join(case, case.c.id == finding.c.case_id)
    return asked.where(visible(deed)).order_by(finding.c.due, finding.c.id)


def replies(office: Office, actor: int, number: int) -> tuple[RowMapping, ...]:
    """The replies to a finding, oldest first. Raises ``NotFound`` where it is not the person's to see."""
    with reading(office, actor) as deed:
        if number not in {row["id"] for row in deed.work.rows(_findings(deed))}:
            raise NotFound
        return _rows_of(deed, tables.reply, "finding_id", [number])


def methods(office: Office, actor: int) -> tuple[RowMapping, ...]:
    """The register of methods, for whoever has any role here. Raises ``NotFound`` otherwise."""
    with reading(office, actor) as deed:
        if not deed.grants:
            raise NotFound
        return tuple(deed.work.rows(select(tables.method).order_by(tables.method.c.name)))


def method_events(office: Office, actor: int) -> tuple[Event, ...]:
    """What was done about methods, oldest first, for whoever has any role here. Raises ``NotFound``."""
    with reading(office, actor) as deed:
        if not deed.grants:
            raise NotFound
        return tuple(_events_named(deed, "method."))


def events(office: Office, actor: int, contains: str = "") -> tuple[Event, ...]:
    """The events of the ledger whose body contains a text, newest first; that they were read is an event.

    Raises
    ------
    Refused: not_allowed; NotFound: no role here
    """
    with acting(office, actor, "ledger.read") as deed:
        deed.need("read_ledger")
        deed.record("ledger.read", contains=contains)
        table = tables.event
        wanted = table.c.body.contains(contains, autoescape=True)
        rows = deed.work.rows(select(table).where(wanted).order_by(table.c.seq.desc()))
        return tuple(Event(r["seq"], r["prev"], r["hash"], json.loads(r["body"])) for r in rows)


def inbox(office: Office, actor: int) -> tuple[Waiting, ...]:
    """What waits for a person, the late first, then the longest waiting."""
    with reading(office, actor) as deed:
        found = [
            *_cases_waiting(deed),
            *_ended_waiting(deed),
            *_findings_waiting(deed),
            *_methods_waiting(deed),
            *_grants_waiting(deed),
        ]
    return tuple(sorted(found, key=lambda each: (not each.late, each.due or "9999", each.since, each.kind)))


_STEPS = {
    "draft": ("submit",),
    "returned": ("resume",),
    "challenged": ("answer_challenge",),
    "submitted": ("approve", "challenge"),
    "approved": ("communicate",),
}


def _cases_waiting(deed: Deed) -> Iterator[Waiting]:
    case, judgement, hand = tables.case, tables.judgement, tables.hand
    rows = deed.work.rows(select(case).where(visible(deed), case.c.state.in_(_STEPS)))
    waiting = deed.work.rows(select(judgement).where(judgement.c.state == "proposed"))
    proposed = {row["case_id"]: row for row in waiting}
    wrote = {row["case_id"] for row in deed.work.rows(select(hand).where(hand.c.person == deed.actor))}
    for row in rows:
        for kind in _STEPS[row["state"]]:
            own = kind == "approve" and row["id"] in wrote
            nothing = kind == "challenge" and row["id"] not in proposed
            if own or nothing or not deed.roles(row["bank"]) & holders(kind):
                continue
            asked = proposed.get(row["id"])
            yield _waiting(kind, row, judgement=asked["id"] if asked else None, since=row["opened_at"])


def _ended_waiting(deed: Deed) -> Iterator[Waiting]:
    """Judgements that ended by themselves and were not followed by another case."""
    case, judgement = tables.case, tables.judgement
    columns = (
        judgement.c.id.label("judgement_id"),
        judgement.c.state.label("ended"),
        judgement.c.valid_until,
    )
    asked = select(case, *columns).join(judgement, judgement.c.case_id == case.c.id)
    rows = deed.work.rows(
        asked.where(visible(deed), judgement.c.state.in_(("outdated", "lapsed", "approved")))
    )
    followed: dict[tuple[str, str], int] = {}
    for row in deed.work.rows(select(case).where(visible(deed))):
        key = (row["bank"], row["risk"])
        followed[key] = max(followed.get(key, 0), row["id"])
    for row in rows:
        ended = "lapsed" if row["ended"] == "approved" and row["valid_until"] <= deed.at else row["ended"]
        later = followed[row["bank"], row["risk"]] > row["id"]
        if ended != "approved" and not later and deed.roles(row["bank"]) & holders("open"):
            yield _waiting(ended, row, judgement=row["judgement_id"], since=row["valid_until"])


def _findings_waiting(deed: Deed) -> Iterator[Waiting]:
    steps = {"open": "reply", "reopened": "reply", "answered": "close"}
    for row in deed.work.rows(_findings(deed)):
        kind = steps.get(row["state"])
        if kind is None:
            continue
        late = row["due"] < deed.at[:10] and kind == "reply"
        chases = late and "supervisor" in deed.roles(row["bank"])
        if deed.roles(row["bank"]) & holders(kind) or chases:
            shown = "overdue" if late and chases else kind
            yield _waiting(
                shown,
                row,
                case=row["case_id"],
                finding=row["id"],
                since=row["raised_at"],
                due=row["due"],
                late=late,
                stage=_stage(deed, row),
            )


def _stage(deed: Deed, finding: RowMapping) -> str | None:
    """What a reminder says of a finding today."""
    if finding["state"] != "answered":
        return reminders.stage_of(finding["due"], deed.at)
    reply = tables.reply
    given = deed.work.rows(select(reply.c.at).where(reply.c.finding_id == finding["id"]).order_by(reply.c.id))
    return reminders.ageing(given[-1]["at"] if given else finding["raised_at"], deed.at)


def _methods_waiting(deed: Deed) -> Iterator[Waiting]:
    method = tables.method
    if not deed.roles(None) & holders("validate"):
        return
    for _row in deed.work.rows(
        select(method).where(method.c.state == "registered", method.c.owner != deed.actor)
    ):
        yield Waiting("validate", None, None, None, None, None, None, deed.at, None, False)


def _grants_waiting(deed: Deed) -> Iterator[Waiting]:
    grant, reach = tables.grant, deed.banks("approve_grant")
    over = and_(grant.c.until_at.is_not(None), grant.c.until_at <= deed.at)
    asked = select(grant).where(grant.c.approved_at.is_(None), ~over).order_by(grant.c.id)
    for row in deed.work.rows(asked):
        if deed.actor in (row["person"], row["asked_by"]) or (reach is not None and row["bank"] not in reach):
            continue
        yield Waiting("approve_grant", row["bank"], None, None, None, None, None, row["from_at"], None, False)


def _waiting(
    kind: str,
    row: RowMapping,
    *,
    since: str,
    case: int | None = None,
    judgement: int | None = None,
    finding: int | None = None,
    due: str | None = None,
    late: bool = False,
    stage: str | None = None,
) -> Waiting:
    number = row["id"] if case is None else case
    return Waiting(
        kind, row["bank"], row["risk"], row["month"], number, judgement, finding, since, due, late, stage
    )
