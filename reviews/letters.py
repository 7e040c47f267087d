"""What a decision letter states: the decision as the bank was told it, and where the ledger proves it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import RowMapping, select

from reviews import stamps, tables
from reviews.errors import NotFound
from reviews.office import Deed, Office, reading
from reviews.reads import TOLD, events_of, visible
from reviews.stamps import Stamp


@dataclass(frozen=True)
class Proof:
    """A piece of evidence, by its hash."""

    sha256: str
    dated: str
    received: str


@dataclass(frozen=True)
class Letter:
    """A decision as it was communicated; what became of it later is not in it.

    ``grade`` : the grade decided; ``judgement`` : None where the model's grade was approved; ``heads`` : who
    approved; ``decided`` : when the last of them did; ``seq``, ``hash`` : the event that told the bank, at
    which the ledger is anchored; ``told`` : when; ``stamp`` : the first time stamp that covers that event,
    None while there is none.
    """

    case: RowMapping
    grade: int
    judgement: RowMapping | None
    heads: tuple[str, ...]
    decided: str
    evidence: tuple[Proof, ...]
    findings: tuple[RowMapping, ...]
    measures: tuple[RowMapping, ...]
    method: RowMapping
    seq: int
    hash: str
    told: str
    stamp: Stamp | None


def letter(office: Office, actor: int, number: int) -> Letter:
    """The letter on a case that was communicated, for whoever may see the case.

    Raises
    ------
    NotFound: no such case, one of a bank without a grant, or one that the bank was not told
    stamps.NoStamp: there is a stamp, and it does not hold
    """
    case = tables.case
    with reading(office, actor) as deed:
        found = deed.work.row(select(case).where(case.c.id == number, case.c.state.in_(TOLD), visible(deed)))
        if found is None:
            raise NotFound
        told = [each for each in events_of(deed, number) if each.body["action"] == "case.communicated"]
        if not told:
            raise NotFound
        judged = _judged(deed, number)
        heads, decided = _heads(deed, number, judged)
        return Letter(
            case=found,
            grade=judged["to_grade"] if judged else found["model_grade"],
            judgement=judged,
            heads=heads,
            decided=decided,
            evidence=_proofs(deed, judged),
            findings=_of_case(deed, "finding", number, told[-1].body["at"]),
            measures=_of_case(deed, "measure", number, told[-1].body["at"]),
            method=deed.find(tables.method, found["method_hash"]),
            seq=told[-1].seq,
            hash=told[-1].hash,
            told=told[-1].body["at"],
            stamp=stamps.covering(deed.work, told[-1].seq),
        )


def _judged(deed: Deed, number: int) -> RowMapping | None:
    """The judgement that the case was decided by, whatever became of it since."""
    table = tables.judgement
    asked = select(table).where(table.c.case_id == number, table.c.valid_until.is_not(None))
    return deed.work.row(asked.order_by(table.c.id.desc()))


def _heads(deed: Deed, number: int, judged: RowMapping | None) -> tuple[tuple[str, ...], str]:
    """Who approved, in their order, and when the last of them did."""
    decision, person = tables.decision, tables.person
    of = decision.c.judgement_id.is_(None) if judged is None else decision.c.judgement_id == judged["id"]
    asked = select(person.c.name, decision.c.at).join(decision, decision.c.approver == person.c.id)
    asked = asked.where(decision.c.case_id == number, decision.c.verdict == "approve", of)
    rows = deed.work.rows(asked.order_by(decision.c.id))
    return tuple(row["name"] for row in rows), str(rows[-1]["at"])


def _proofs(deed: Deed, judged: RowMapping | None) -> tuple[Proof, ...]:
    if judged is None:
        return ()
    pair, proof = tables.judgement_evidence, tables.evidence
    asked = select(proof).join(pair, pair.c.evidence_id == proof.c.id)
    rows = deed.work.rows(asked.where(pair.c.judgement_id == judged["id"]).order_by(proof.c.id))
    return tuple(Proof(row["sha256"], row["evidence_date"], row["received_at"]) for row in rows)


def _of_case(deed: Deed, name: str, number: int, until: str) -> tuple[RowMapping, ...]:
    """What stood when the bank was told: a letter that is printed again says the same."""
    table = {"finding": tables.finding, "measure": tables.measure}[name]
    when = table.c.raised_at if name == "finding" else table.c.at
    asked = select(table).where(table.c.case_id == number, when <= until).order_by(table.c.id)
    return tuple(deed.work.rows(asked))
