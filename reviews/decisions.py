"""Judgements: proposed within bounds, challenged, approved by others, and alive for a year at most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, func, insert, select, update

from reviews import moments, tables
from reviews.cases import case_for, decide, figures_of, forbid_own, reproduce
from reviews.errors import NotFound, Refused
from reviews.evidence import Brought, check_day, take
from reviews.judgement import APPROVALS, LIFE_MONTHS, LIFE_MONTHS_LARGE, check_reason, route
from reviews.office import Deed, Office, acting, plain_text
from reviews.states import FIRST


def propose(
    office: Office,
    actor: int,
    case: int,
    to_grade: int,
    *,
    reason: str,
    text: str,
    evidence: Sequence[int],
    note: Brought | None = None,
) -> int:
    """Propose another grade than the model's on a draft case; the judgement's number.

    Parameters
    ----------
    reason : one of ``judgement.REASONS``; text : 40 to 4,000 characters
    evidence : numbers of evidence on the same bank; against the model one is dated after the month
    note : evidence that comes with the proposal; where that is refused, it is not taken in

    Raises
    ------
    Refused: not_allowed, state, waits, no_change, bound_better, bound_worse, red_flag, reason, no_evidence,
        old_evidence; of the note: name, size, type, date, same_name
    NotFound: the case or a piece of evidence is not the person's to see
    """
    with acting(office, actor, "judgement.propose", case=case, to=to_grade) as deed:
        row = case_for(deed, case, "propose")
        if row["state"] != "draft":
            raise Refused("state")
        table, frozen = tables.judgement, figures_of(row)
        if deed.work.row(select(table.c.id).where(table.c.case_id == case, table.c.state == "proposed")):
            raise Refused("waits")
        taken = route(frozen.grade, frozen.probabilities, to_grade, red_flag=frozen.red_flag)
        proofs = [deed.find(tables.evidence, number, bank=row["bank"]) for number in dict.fromkeys(evidence)]
        dates = [proof["evidence_date"] for proof in proofs if not _is_superseded(deed, proof["id"])]
        if note is not None:
            check_day(deed, note.dated)
            dates.append(note.dated)
        check_reason(reason, text, dates, month=row["month"], taken=taken)
        if note is not None:
            number = take(deed, row["bank"], note)
            proofs += [deed.find(tables.evidence, number)] if number not in evidence else []
        made: dict[str, Any] = {
            "case_id": case,
            "from_grade": frozen.grade,
            "to_grade": to_grade,
            "route": taken,
        }
        made |= {"reason_code": reason, "text": text.strip(), "proposed_by": actor, "proposed_at": deed.at}
        number = deed.work.add(insert(table).values(**made, state=FIRST["judgement"], version=1))
        pairs = [{"judgement_id": number, "evidence_id": proof["id"]} for proof in proofs]
        deed.work.run(insert(tables.judgement_evidence), pairs)
        for proof in proofs:
            deed.lay_hand(case, proof["uploader"])
        _touch(deed, row)
        deed.record(
            "judgement.proposed",
            judgement=number,
            case=case,
            bank=row["bank"],
            **{"from": frozen.grade, "to": to_grade},
            route=taken,
            reason=reason,
            evidence=[proof["sha256"] for proof in proofs],
        )
        return number


def _is_superseded(deed: Deed, evidence: int) -> bool:
    table = tables.evidence
    return deed.work.row(select(table.c.id).where(table.c.supersedes == evidence)) is not None


def _touch(deed: Deed, case: RowMapping) -> None:
    """Whoever read the case before must read it again."""
    deed.change(tables.case, case)
    deed.lay_hand(case["id"])


def _judgement(deed: Deed, number: int, action: str) -> tuple[RowMapping, RowMapping]:
    found = deed.find(tables.judgement, number)
    return found, case_for(deed, found["case_id"], action)


def withdraw(office: Office, actor: int, number: int, version: int) -> None:
    """Take a proposal back. Raises ``Refused`` (not_allowed, stale, state) and ``NotFound``."""
    with acting(office, actor, "judgement.withdraw", judgement=number) as deed:
        found, case = _judgement(deed, number, "withdraw")
        deed.move(tables.judgement, found, "withdraw", version)
        _touch(deed, case)
        deed.record("judgement.withdrawn", judgement=number, case=case["id"], bank=case["bank"])


def approve(office: Office, actor: int, number: int, version: int, text: str) -> str:
    """Approve a judgement; its state then: "proposed" while a second head is missing, else "approved".

    The last approval needed approves the case with it.

    Raises
    ------
    Refused: not_allowed, four_eyes, stale, state, not_reproduced, text
    NotFound: no such judgement, or of a bank without a grant
    """
    with acting(office, actor, "judgement.approve", judgement=number) as deed:
        found, case = _judgement(deed, number, "approve")
        said = plain_text(text)
        if version != found["version"]:
            raise Refused("stale")
        if found["state"] != "proposed" or case["state"] != "submitted":
            raise Refused("state")
        forbid_own(deed, case["id"])
        before = _approvers(deed, number)
        if (deed.person["same_as"] or actor) in before:
            raise Refused("four_eyes")
        reproduce(deed, case)
        decide(deed, case["id"], number, "approve", said)
        given = len(before) + 1
        told = {"judgement": number, "case": case["id"], "bank": case["bank"], "approvals": given}
        if given < APPROVALS[found["route"]]:
            deed.change(tables.judgement, found)
            deed.record("judgement.seconded", **told)
            return "proposed"
        life = LIFE_MONTHS_LARGE if case["large"] else LIFE_MONTHS
        until = moments.months_later(deed.at, life)
        deed.move(tables.judgement, found, "approve", decided_at=deed.at, valid_until=until)
        deed.move(tables.case, case, "approve")
        _replace(deed, case, number)
        deed.record("judgement.approved", **told, to=found["to_grade"], until=until)
        return "approved"


def _approvers(deed: Deed, judgement: int) -> set[int]:
    people, decision = tables.person, tables.decision
    asked = select(func.coalesce(people.c.same_as, people.c.id).label("who")).join(
        decision, decision.c.approver == people.c.id
    )
    asked = asked.where(decision.c.judgement_id == judgement, decision.c.verdict == "approve")
    return {row["who"] for row in deed.work.rows(asked)}


def _replace(deed: Deed, case: RowMapping, judgement: int) -> None:
    """A new judgement on the same bank and risk ends the one before it."""
    table, cases = tables.judgement, tables.case
    earlier = (
        select(table)
        .join(cases, cases.c.id == table.c.case_id)
        .where(cases.c.bank == case["bank"], cases.c.risk == case["risk"])
        .where(table.c.state == "approved", table.c.id != judgement)
    )
    for old in deed.work.rows(earlier):
        deed.move(table, old, "outdate", ended_because="judgement")
        deed.record("judgement.outdated", judgement=old["id"], bank=case["bank"], because="judgement")


def reject(office: Office, actor: int, number: int, version: int, text: str) -> None:
    """Reject a judgement: the model's grade stands, and the case goes on.

    Raises
    ------
    Refused: not_allowed, stale, state, text
    NotFound: no such judgement, or of a bank without a grant
    """
    with acting(office, actor, "judgement.reject", judgement=number) as deed:
        found, case = _judgement(deed, number, "reject")
        said = plain_text(text)
        if version != found["version"]:
            raise Refused("stale")
        if found["state"] != "proposed" or case["state"] != "submitted":
            raise Refused("state")
        decide(deed, case["id"], number, "reject", said)
        deed.move(tables.judgement, found, "reject", version)
        deed.record("judgement.rejected", judgement=number, case=case["id"], bank=case["bank"], text=said)


def revoke(office: Office, actor: int, number: int, version: int, text: str) -> None:
    """End an approved judgement for good, saying why. Raises as :func:`reject`."""
    with acting(office, actor, "judgement.revoke", judgement=number) as deed:
        found, case = _judgement(deed, number, "revoke")
        said = plain_text(text)
        deed.move(tables.judgement, found, "revoke", version, ended_because=said)
        deed.record("judgement.revoked", judgement=number, case=case["id"], bank=case["bank"], text=said)


def challenge(office: Office, actor: int, number: int, version: int, text: str) -> int:
    """Question a proposed judgement beside those on other banks; the challenge's number.

    Raises
    ------
    Refused: not_allowed, stale, state, text
    NotFound: no such judgement, or of a bank without a grant
    """
    with acting(office, actor, "judgement.challenge", judgement=number) as deed:
        found, case = _judgement(deed, number, "challenge")
        said = plain_text(text)
        if found["state"] != "proposed":
            raise Refused("state")
        if version != found["version"]:
            raise Refused("stale")
        deed.move(tables.case, case, "challenge")
        deed.change(tables.judgement, found)
        row = {"judgement_id": number, "by_person": actor, "text": said, "at": deed.at}
        raised = deed.work.add(insert(tables.challenge).values(**row))
        deed.lay_hand(case["id"])
        deed.record("judgement.challenged", judgement=number, case=case["id"], bank=case["bank"], text=said)
        return raised


def answer(office: Office, actor: int, challenged: int, text: str) -> None:
    """Answer a challenge; the case waits for its decision again.

    Raises
    ------
    Refused: not_allowed, state, text
    NotFound: no such challenge, or of a bank without a grant
    """
    with acting(office, actor, "judgement.answer", challenge=challenged) as deed:
        raised = deed.find(tables.challenge, challenged)
        found, case = _judgement(deed, raised["judgement_id"], "answer_challenge")
        said = plain_text(text)
        if raised["answer"] is not None:
            raise Refused("state")
        table = tables.challenge
        given = {"answer": said, "answered_by": actor, "answered_at": deed.at}
        if deed.work.run(update(table).where(table.c.id == challenged).values(**given)) != 1:
            raise NotFound
        deed.move(tables.case, case, "answer_challenge")
        deed.lay_hand(case["id"])
        deed.record(
            "judgement.answered", judgement=found["id"], case=case["id"], bank=case["bank"], text=said
        )
