"""What ends a judgement without anybody's doing: time, and figures that are no longer those decided on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping, Select, select

from reviews import moments, tables
from reviews.cases import figures_of
from reviews.connection import EVERY_BANK, Work
from reviews.errors import NotFound
from reviews.judgement import outdated_by
from reviews.office import Deed, Office, checked_clock
from reviews.store import append

_CLOCK = "vigie watch"


def sweep(office: Office, month: str) -> tuple[int, int]:
    """Let what is over lapse, and outdate what the figures of a month no longer bear.

    Called after each refresh of the data and at each start of a day. What is shown does not wait for it: a
    judgement beyond its time carries no grade either way.

    Returns
    -------
    (lapsed, outdated) : how many of each

    Raises
    ------
    Refused: clock_back
    """
    lapsed = outdated = 0
    with office.store.writing() as work:
        at = checked_clock(work, moments.written(office.clock()))
        work.see(EVERY_BANK)
        for row in work.rows(live()):
            case = _case(work, row)
            if row["valid_until"] <= at:
                _end(work, row, case, "lapsed", at, None)
                lapsed += 1
                continue
            because = _because(office, case, month)
            if because is not None:
                _end(work, row, case, "outdated", at, because)
                outdated += 1
    return lapsed, outdated


def live() -> Select[Any]:
    """The judgements that are approved, oldest first."""
    table = tables.judgement
    return select(table).where(table.c.state == "approved").order_by(table.c.id)


def _because(office: Office, case: RowMapping, month: str) -> str | None:
    if month < case["month"]:
        return None
    try:
        latest = office.figures(case["bank"], month, case["risk"])
    except NotFound:
        # Silence improves nothing and ends nothing: the judgement lives on to its day.
        return None
    return outdated_by(figures_of(case), latest)


def outdate_for_evidence(deed: Deed, evidence: int) -> None:
    """Outdate the judgements that rest on a piece of evidence which a newer version has replaced."""
    pair = tables.judgement_evidence
    asked = live().join(pair, pair.c.judgement_id == tables.judgement.c.id)
    for row in deed.work.rows(asked.where(pair.c.evidence_id == evidence)):
        _end(deed.work, row, _case(deed.work, row), "outdated", deed.at, "evidence")


def _case(work: Work, judgement: RowMapping) -> RowMapping:
    found = work.row(select(tables.case).where(tables.case.c.id == judgement["case_id"]))
    if found is None:
        raise NotFound
    return found


def _end(work: Work, row: RowMapping, case: RowMapping, state: str, at: str, because: str | None) -> None:
    table = tables.judgement
    ended = table.update().where(table.c.id == row["id"], table.c.version == row["version"])
    work.run(ended.values(state=state, version=row["version"] + 1, ended_because=because))
    body = {"action": f"judgement.{state}", "actor": _CLOCK, "at": at, "judgement": row["id"]}
    append(work, body | {"case": case["id"], "bank": case["bank"], "because": because})
