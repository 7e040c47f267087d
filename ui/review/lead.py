"""The way from a page on risk to the review desk: the case of a bank, a month and a risk."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from analytics.scenario import Scenario
from data.snapshots import Snapshot
from studies.risk import scores as reads
from ui.content import Content, Note, Open
from ui.refusal import Refusal
from ui.review import desk, figures
from ui.risk.words import IN_SENTENCE
from ui.words import _

CASE: Final = "review-case"


def with_case(found: Content | Refusal, data: Snapshot, bank: str, name: str, risk: str) -> Content | Refusal:
    """A page with the line that leads to the case of the month that it shows.

    Added by the page's script: who sits at the desk is no part of a value that is kept for every reader.
    """
    if isinstance(found, Refusal):
        return found
    return replace(found, before=(*found.before, *to_case(data, bank, name, found.month, risk)))


def to_case(data: Snapshot, bank: str, name: str, month: str, risk: str) -> tuple[Note, ...]:
    """The line that leads to a case; none where the reader could not see it.

    ``name`` : of the bank; ``month`` : as 2026-10; ``risk`` : that of the case, its worst one for "overall".
    The line says nothing of what was decided: who follows it reads that under their own grants.
    """
    if not desk.sees(data, bank) or not reads.observed(data):
        return ()
    # A clock may stand beyond the data: the case is then of their last month.
    month = min(month, figures.months(data)[-1])
    chosen = _worst(data, bank, month) if risk not in reads.RISKS else risk
    if not chosen:
        return ()
    said = _("Review desk: the case on {bank}, {risk}").format(bank=name, risk=_(IN_SENTENCE[chosen]))
    return (Note(said, opens=Open(CASE, {"bank": bank, "month": month, "risk": chosen})),)


def _worst(data: Snapshot, bank: str, month: str) -> str:
    risks = reads.risk_history(data, Scenario().power, reads.PUBLISHED).risks
    rows = risks[(risks["bank"] == bank) & (risks["month"] == pd.Timestamp(f"{month}-01"))]
    rows = rows[rows["risk"].isin(reads.RISKS) & rows["score"].notna()]
    return "" if rows.empty else str(rows.sort_values("score", kind="stable")["risk"].iloc[-1])


def to_finding(
    data: Snapshot, bank: str, name: str, month: str, incident: str, number: str
) -> tuple[Note, ...]:
    """The line that leads to a finding on an incident, in the case of operational risk; none for others.

    ``name`` : of the bank; ``incident``, ``number`` : code and number of the incident in the register
    """
    if not desk.sees(data, bank, "raise") or not reads.observed(data):
        return ()
    month = min(month, figures.months(data)[-1])
    said = _("Review desk: raise a finding on incident {number} of {bank}").format(number=number, bank=name)
    asked = {"bank": bank, "month": month, "risk": "operational", "incident": incident}
    return (Note(said, opens=Open(CASE, asked)),)
