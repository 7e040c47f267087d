"""Findings: what a bank must mend, by when and on which basis; its reply; and the measures ordered."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping, insert

from reviews import moments, tables
from reviews.cases import case_for
from reviews.errors import Refused
from reviews.evidence import Brought, may_read, take
from reviews.office import Deed, Office, acting, plain_text
from reviews.states import FIRST


def raise_finding(
    office: Office,
    actor: int,
    case: int,
    *,
    severity: str,
    requirement: str,
    legal_basis: str,
    due: str,
    incident: str = "",
) -> int:
    """Say what the bank of a case must mend; the finding's number.

    ``incident`` : its number in the bank's register where the finding begins with one: the event names it

    Raises
    ------
    Refused: not_allowed, code (severity), text, date (a day that is over)
    NotFound: no such case, or of a bank without a grant
    """
    with acting(office, actor, "finding.raise", case=case) as deed:
        row = case_for(deed, case, "raise")
        if severity not in tables.SEVERITIES:
            raise Refused("code")
        if not moments.is_day(due) or due < deed.at[:10]:
            raise Refused("date")
        told: dict[str, Any] = {
            "requirement": plain_text(requirement),
            "legal_basis": plain_text(legal_basis),
        }
        told |= {"severity": severity, "due": due, "bank": row["bank"], "case_id": case}
        made = insert(tables.finding).values(
            **told, state=FIRST["finding"], raised_by=actor, raised_at=deed.at, version=1
        )
        number = deed.work.add(made)
        deed.lay_hand(case)
        facts = {"case": case, "bank": row["bank"], "severity": severity, "due": due}
        if incident:
            facts["incident"] = plain_text(incident, most=80)
        deed.record("finding.raised", finding=number, **facts)
        return number


def _finding(deed: Deed, number: int, action: str) -> RowMapping:
    row = deed.find(tables.finding, number)
    deed.need(action, row["bank"])
    return row


def reply(
    office: Office,
    actor: int,
    number: int,
    version: int,
    text: str,
    evidence: int | Brought | None = None,
) -> None:
    """Answer a finding as the bank.

    ``evidence`` : its number, or a file that comes with the answer: where that is refused, it is not taken in

    Raises
    ------
    Refused: not_allowed, stale, state, text; of a file: name, size, type, date, same_name
    NotFound: the finding or the evidence is not the person's to see
    """
    with acting(office, actor, "finding.reply", finding=number) as deed:
        row = _finding(deed, number, "reply")
        said = plain_text(text)
        deed.move(tables.finding, row, "reply", version)
        if isinstance(evidence, Brought):
            evidence = take(deed, row["bank"], evidence)
        proof = deed.find(tables.evidence, evidence, bank=row["bank"]) if evidence is not None else None
        if proof is not None and not may_read(deed, proof):
            raise Refused("not_allowed")
        given = {"finding_id": number, "author": actor, "text": said, "evidence_id": evidence, "at": deed.at}
        deed.work.add(insert(tables.reply).values(**given))
        digest = proof["sha256"] if proof is not None else None
        told = {"finding": number, "case": row["case_id"], "bank": row["bank"]}
        deed.record("finding.answered", **told, text=said, evidence=digest)


def close(office: Office, actor: int, number: int, version: int) -> None:
    """Close an answered finding. Raises ``Refused`` (not_allowed, stale, state) and ``NotFound``."""
    with acting(office, actor, "finding.close", finding=number) as deed:
        row = _finding(deed, number, "close")
        deed.move(tables.finding, row, "close", version, closed_at=deed.at)
        deed.record("finding.closed", finding=number, case=row["case_id"], bank=row["bank"])


def reopen(office: Office, actor: int, number: int, version: int, text: str) -> None:
    """Say that an answer does not suffice, and why. Raises as :func:`close`, and text."""
    with acting(office, actor, "finding.reopen", finding=number) as deed:
        row = _finding(deed, number, "reopen")
        said = plain_text(text)
        deed.move(tables.finding, row, "reopen", version)
        deed.work.add(insert(tables.reply).values(finding_id=number, author=actor, text=said, at=deed.at))
        told = {"finding": number, "case": row["case_id"], "bank": row["bank"]}
        deed.record("finding.reopened", **told, text=said)


def order(office: Office, actor: int, case: int, kind: str, text: str, legal_basis: str) -> int:
    """Order a measure: a recommendation, a requirement or a restriction, with its basis in law.

    Raises
    ------
    Refused: not_allowed, code, text
    NotFound: no such case, or of a bank without a grant
    """
    with acting(office, actor, "measure.order", case=case) as deed:
        row = case_for(deed, case, "order")
        if kind not in tables.MEASURES:
            raise Refused("code")
        told = {"text": plain_text(text), "legal_basis": plain_text(legal_basis), "kind": kind}
        made = insert(tables.measure).values(**told, case_id=case, ordered_by=actor, at=deed.at)
        number = deed.work.add(made)
        deed.lay_hand(case)
        deed.record("measure.ordered", measure=number, case=case, bank=row["bank"], kind=kind)
        return number
