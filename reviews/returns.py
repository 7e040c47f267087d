"""Returns: what each bank owes by when, what came, what was corrected, and what was asked about a figure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal

from sqlalchemy import RowMapping, insert, select

from reviews import moments, tables
from reviews.errors import NotFound, Refused
from reviews.ledger import canonical
from reviews.office import Deed, Office, acting, plain_text, reading
from reviews.roles import READERS

Figures = Mapping[str, Decimal | None]
# The day of the month after on which a return is due; on a week-end, the Monday after. A convention of ours.
DUE_DAY: Final = 10
LEAST_REASON: Final = 10


@dataclass(frozen=True)
class Fault:
    """What a rule found: its code, whether it rejects or asks for a reason, and the figures concerned."""

    rule: str
    level: Literal["error", "warning"]
    figures: tuple[str, ...]


Rules = Callable[[Figures, Figures | None], Sequence[Fault]]
"""What is wrong with the figures of a return, beside those of the month before where there are any."""


def due(month: str) -> str:
    """The day on which the return of a month is due."""
    year, number = (int(part) for part in month.split("-"))
    day = date(year + number // 12, number % 12 + 1, DUE_DAY)
    return (day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))).isoformat()


def submit(
    office: Office,
    actor: int,
    bank: str,
    month: str,
    figures: Figures,
    rules: Rules,
    reasons: Mapping[str, str] | None = None,
) -> int:
    """Hand the return of a month in, or in again; its number. The same figures again are the same return.

    Parameters
    ----------
    figures : code of an indicator → its figure, None where there is none
    reasons : rule → why its warning is right as it stands, in 10 characters or more

    Raises
    ------
    Refused: not_allowed, date, rule_error (a rule rejects it), rule_reason (a warning without a reason)
    NotFound: the bank is not the person's
    """
    given = {rule: text.strip() for rule, text in (reasons or {}).items()}
    with acting(office, actor, "return.submit", bank=bank, month=month) as deed:
        deed.need("file", bank)
        if not moments.is_month(month) or deed.at[:7] <= month:
            raise Refused("date")
        written = canonical({code: None if value is None else str(value) for code, value in figures.items()})
        digest = hashlib.sha256(written.encode()).hexdigest()
        before = _newest(deed, bank, month)
        if before is not None and before["sha256"] == digest:
            return int(before["id"])
        found = rules(figures, _of_month_before(deed, bank, month))
        if any(fault.level == "error" for fault in found):
            raise Refused("rule_error")
        if any(len(given.get(fault.rule, "")) < LEAST_REASON for fault in found):
            raise Refused("rule_reason")
        version = 1 if before is None else before["version"] + 1
        row = {"bank": bank, "month": month, "version": version, "received_at": deed.at, "due": due(month)}
        row |= {"figures": written, "sha256": digest, "filed_by": actor}
        number = deed.work.add(insert(tables.filing).values(**row))
        for fault in found:
            noted = {"filing_id": number, "rule": fault.rule, "figures": " ".join(fault.figures)}
            reason = plain_text(given[fault.rule])
            deed.work.add(insert(tables.filing_note).values(**noted, reason=reason))
        told = {"filing": number, "bank": bank, "month": month, "version": version, "sha256": digest}
        deed.record("return.received", **told, warnings=[fault.rule for fault in found])
        return number


def _newest(deed: Deed, bank: str, month: str) -> RowMapping | None:
    table = tables.filing
    asked = select(table).where(table.c.bank == bank, table.c.month == month)
    return deed.work.row(asked.order_by(table.c.version.desc()))


def _of_month_before(deed: Deed, bank: str, month: str) -> dict[str, Decimal | None] | None:
    found = _newest(deed, bank, moments.months_later(f"{month}-01T00:00:00Z", -1)[:7])
    return None if found is None else read_figures(found)


def read_figures(row: RowMapping) -> dict[str, Decimal | None]:
    """The figures of a return."""
    told: dict[str, str | None] = json.loads(row["figures"])
    return {code: None if text is None else Decimal(text) for code, text in told.items()}


def changed(before: RowMapping, after: RowMapping) -> list[tuple[str, str | None, str | None]]:
    """The figures in which a return differs from its version before: code, then, now."""
    old, new = json.loads(before["figures"]), json.loads(after["figures"])
    return [
        (code, old.get(code), new.get(code))
        for code in sorted({*old, *new})
        if old.get(code) != new.get(code)
    ]


def ask(office: Office, actor: int, filing: int, indicator: str, text: str) -> int:
    """Ask a bank about a figure of its return; the question's number.

    Raises
    ------
    Refused: not_allowed, code (no such figure), text; NotFound: no such return for this person
    """
    with acting(office, actor, "return.ask", filing=filing) as deed:
        row = deed.find(tables.filing, filing)
        deed.need("ask_figure", row["bank"])
        if indicator not in json.loads(row["figures"]):
            raise Refused("code")
        made = {"filing_id": filing, "bank": row["bank"], "indicator": indicator, "asked_by": actor}
        made |= {"text": plain_text(text), "asked_at": deed.at}
        number = deed.work.add(insert(tables.question).values(**made, version=1))
        told = {"question": number, "filing": filing, "bank": row["bank"], "indicator": indicator}
        deed.record("return.asked", **told, text=made["text"])
        return number


def answer(office: Office, actor: int, question: int, version: int, text: str) -> None:
    """Answer what was asked about a figure.

    Raises
    ------
    Refused: not_allowed, stale, state (answered already), text; NotFound: no such question for this person
    """
    with acting(office, actor, "return.answer", question=question) as deed:
        row = deed.find(tables.question, question)
        deed.need("file", row["bank"])
        if version != row["version"]:
            raise Refused("stale")
        if row["answer"] is not None:
            raise Refused("state")
        said = plain_text(text)
        deed.change(tables.question, row, answer=said, answered_by=actor, answered_at=deed.at)
        deed.record("return.answered", question=question, bank=row["bank"], text=said)


@dataclass(frozen=True)
class Received:
    """What a person may see of the returns: ``filings`` oldest version first, ``notes``, ``questions``."""

    filings: tuple[RowMapping, ...]
    notes: tuple[RowMapping, ...]
    questions: tuple[RowMapping, ...]


def received(office: Office, actor: int) -> Received:
    """The returns of banks that a person reads or files for. Raises ``NotFound`` without such a role."""
    seeing = READERS | {"respondent"}
    with reading(office, actor) as deed:
        banks = {grant.bank for grant in deed.grants if grant.role in seeing}
        if not banks:
            raise NotFound
        filing, note, question = tables.filing, tables.filing_note, tables.question
        named = sorted(bank for bank in banks if bank is not None)
        asked = select(filing).order_by(filing.c.month, filing.c.bank, filing.c.version)
        rows = deed.work.rows(asked if None in banks else asked.where(filing.c.bank.in_(named)))
        kept = {row["id"] for row in rows}
        notes = deed.work.rows(select(note).order_by(note.c.id))
        asked_of = deed.work.rows(select(question).order_by(question.c.id))
        of_kept = [[row for row in each if row["filing_id"] in kept] for each in (notes, asked_of)]
        return Received(tuple(rows), tuple(of_kept[0]), tuple(of_kept[1]))
