"""Cases: a bank's risk in a month, frozen as the model saw it, until somebody answers for the grade."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping, insert, select

from reviews import moments, tables
from reviews.errors import NotFound, Refused
from reviews.judgement import GRADES, Figures
from reviews.office import Deed, Office, acting, plain_text
from reviews.states import FIRST

# A case in one of these is still worked on; a second one on the same figures would split it.
LIVE = ("draft", "submitted", "returned", "challenged", "approved")


def open_case(office: Office, actor: int, bank: str, month: str, risk: str) -> int:
    """Open a case on the model's present figures; its number.

    Raises
    ------
    Refused: not_allowed, not_gradable, live_case, date
    NotFound: the bank is not the person's to see, the model says nothing, or its method is not registered
    """
    with acting(office, actor, "case.open", bank=bank, month=month, risk=risk) as deed:
        deed.need("open", bank)
        if not moments.is_month(month):
            raise Refused("date")
        found = office.figures(bank, month, risk)
        if found.grade not in GRADES:
            raise Refused("not_gradable")
        deed.find(tables.method, found.method_hash)
        case = tables.case
        same = select(case.c.id).where(case.c.bank == bank, case.c.month == month, case.c.risk == risk)
        if deed.work.row(same.where(case.c.state.in_(LIVE))) is not None:
            raise Refused("live_case")
        row = _frozen(found) | {"state": FIRST["case"], "author": actor, "opened_at": deed.at, "version": 1}
        number = deed.work.add(insert(case).values(**row))
        deed.lay_hand(number)
        deed.record("case.opened", case=number, **_told(found))
        return number


def _frozen(found: Figures) -> dict[str, Any]:
    chances = {f"p{grade}": str(chance) for grade, chance in zip(GRADES, found.probabilities, strict=True)}
    return chances | {
        "bank": found.bank,
        "month": found.month,
        "risk": found.risk,
        "snapshot_hash": found.snapshot_hash,
        "method_hash": found.method_hash,
        "score": str(found.score),
        "low": str(found.low),
        "high": str(found.high),
        "model_grade": found.grade,
        "red_flag": int(found.red_flag),
        "large": int(found.large),
    }


def _told(found: Figures) -> dict[str, Any]:
    names = "bank month risk snapshot_hash method_hash score model_grade red_flag"
    return {name: value for name, value in _frozen(found).items() if name in names.split()}


def figures_of(row: RowMapping) -> Figures:
    """The model's figures as a case froze them."""
    return Figures(
        bank=row["bank"],
        month=row["month"],
        risk=row["risk"],
        snapshot_hash=row["snapshot_hash"],
        method_hash=row["method_hash"],
        score=Decimal(row["score"]),
        low=Decimal(row["low"]),
        high=Decimal(row["high"]),
        probabilities=(Decimal(row["p1"]), Decimal(row["p2"]), Decimal(row["p3"]), Decimal(row["p4"])),
        grade=row["model_grade"],
        red_flag=bool(row["red_flag"]),
        large=bool(row["large"]),
    )


def case_for(deed: Deed, number: int, action: str) -> RowMapping:
    """A case on whose bank the person may take the action.

    Raises
    ------
    NotFound: no such case, or of a bank without a grant
    Refused: not_allowed
    """
    row = deed.find(tables.case, number)
    deed.need(action, row["bank"])
    return row


def reproduce(deed: Deed, row: RowMapping) -> None:
    """That data and method still give what the case was opened on. Raises ``Refused`` (not_reproduced)."""
    try:
        again = deed.office.figures(row["bank"], row["month"], row["risk"])
    except NotFound:
        raise Refused("not_reproduced") from None
    if again != figures_of(row):
        raise Refused("not_reproduced")


def submit(office: Office, actor: int, number: int, version: int) -> None:
    """Hand a draft in for approval. Raises ``Refused`` (not_allowed, stale, state) and ``NotFound``."""
    with acting(office, actor, "case.submit", case=number) as deed:
        row = case_for(deed, number, "submit")
        deed.move(tables.case, row, "submit", version)
        deed.lay_hand(number)
        deed.record("case.submitted", case=number, bank=row["bank"])


def resume(office: Office, actor: int, number: int, version: int) -> None:
    """Take a returned case up again as a draft. Raises as :func:`submit`."""
    with acting(office, actor, "case.resume", case=number) as deed:
        row = case_for(deed, number, "resume")
        deed.move(tables.case, row, "resume", version)
        deed.lay_hand(number)
        deed.record("case.resumed", case=number, bank=row["bank"])


def send_back(office: Office, actor: int, number: int, version: int, text: str) -> None:
    """Return a submitted case to its authors, saying what is missing. Raises as :func:`submit`, and text."""
    with acting(office, actor, "case.return", case=number) as deed:
        row = case_for(deed, number, "return")
        said = plain_text(text)
        deed.move(tables.case, row, "return", version)
        decide(deed, number, None, "return", said)
        deed.record("case.returned", case=number, bank=row["bank"], text=said)


def approve(office: Office, actor: int, number: int, version: int, text: str) -> None:
    """Approve a case with the model's own grade.

    Raises
    ------
    Refused: not_allowed, stale, state, waits (a judgement is proposed), four_eyes, not_reproduced, text
    NotFound: no such case, or of a bank without a grant
    """
    with acting(office, actor, "case.approve", case=number) as deed:
        row = case_for(deed, number, "approve")
        said = plain_text(text)
        table = tables.judgement
        waiting = select(table.c.id).where(table.c.case_id == number, table.c.state == "proposed")
        if deed.work.row(waiting) is not None:
            raise Refused("waits")
        forbid_own(deed, number)
        reproduce(deed, row)
        decide(deed, number, None, "approve", said)
        deed.move(tables.case, row, "approve", version)
        deed.record("case.approved", case=number, bank=row["bank"], grade=row["model_grade"])


def decide(deed: Deed, case: int, judgement: int | None, verdict: str, text: str) -> None:
    """Write the row of a decision."""
    row = {"case_id": case, "judgement_id": judgement, "verdict": verdict, "text": text}
    deed.work.add(insert(tables.decision).values(**row, approver=deed.actor, at=deed.at))


def forbid_own(deed: Deed, case: int) -> None:
    """That the person wrote nothing in a case, under whichever account.

    Raises
    ------
    Refused: four_eyes
    """
    people, hand = tables.person, tables.hand
    mine = deed.person["same_as"] or deed.actor
    asked = select(people).join(hand, hand.c.person == people.c.id).where(hand.c.case_id == case)
    if any((row["same_as"] or row["id"]) == mine for row in deed.work.rows(asked)):
        raise Refused("four_eyes")


def communicate(office: Office, actor: int, number: int, version: int) -> int:
    """Tell the bank; an earlier decision on the same risk gives way. The number of the anchored event.

    Raises
    ------
    Refused: not_allowed, stale, state, method_not_validated
    NotFound: no such case, or of a bank without a grant
    """
    with acting(office, actor, "case.communicate", case=number) as deed:
        row = case_for(deed, number, "communicate")
        if deed.find(tables.method, row["method_hash"])["state"] != "validated":
            raise Refused("method_not_validated")
        deed.move(tables.case, row, "communicate", version)
        _supersede(deed, row)
        seq = deed.record("case.communicated", case=number, bank=row["bank"], risk=row["risk"])
        return anchor(deed, seq)


def _supersede(deed: Deed, row: RowMapping) -> None:
    case = tables.case
    earlier = select(case).where(
        case.c.bank == row["bank"],
        case.c.risk == row["risk"],
        case.c.state == "communicated",
        case.c.month <= row["month"],
        case.c.id != row["id"],
    )
    for old in deed.work.rows(earlier):
        deed.move(case, old, "supersede")
        deed.record("case.superseded", case=old["id"], by=row["id"], bank=row["bank"])


def anchor(deed: Deed, seq: int) -> int:
    """Keep the ledger's head at this event for good: a letter prints it."""
    event = tables.event
    found = deed.work.row(select(event).where(event.c.seq == seq))
    if found is None:
        raise NotFound
    deed.work.add(insert(tables.anchor).values(seq=seq, hash=found["hash"], at=deed.at))
    return seq
