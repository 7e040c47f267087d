"""What happened at a bank or to its figures, by date, for every history that may have been moved by it."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analytics.breaks import segments
from data import queries
from data.snapshots import Snapshot
from studies.core import cached
from studies.risk.incidents import register
from studies.stand_ins import stands_in

KINDS: Final = ("incident", "raised", "cleared", "break", "method")
"""A major incident; a red flag raised, and cleared; a series defined anew; a score over other indicators."""
COLUMNS: Final = ("on", "kind", "code", "risk", "note_en", "note_fr")
"""Day of an incident, first day of the month of all else; of ``KINDS``; of the incident, series or risk;
risk, empty where of none; title or remark."""


@cached
def of_trade(snapshot: Snapshot, bank: str, mad_per_euro: float) -> pd.DataFrame:
    """What customers of a bank may have felt, its major incidents, in ``COLUMNS``.

    Nothing of the risk indicators is read: a history of customers rests on no limit of law.
    """
    return incidents(snapshot, bank, mad_per_euro).sort_values(["on", "code"], ignore_index=True)


@cached
def of_series(snapshot: Snapshot, subject: str, series: str) -> pd.DataFrame:
    """Breaks of a series' definition, of a country or a bank, in ``COLUMNS``."""
    declared = queries.definition_breaks(snapshot)
    rows = declared[declared["subject"].isin([subject, "*"]) & (declared["indicator"] == series)]
    return in_frame(
        {"on": on, "kind": "break", "code": series, "risk": "", "note_en": english, "note_fr": french}
        for on, english, french in zip(rows["first_period"], rows["note_en"], rows["note_fr"], strict=True)
    )


def in_frame(rows: object) -> pd.DataFrame:
    """Events, one a mapping, in ``COLUMNS``."""
    found = pd.DataFrame(list(rows), columns=list(COLUMNS))  # type: ignore[call-overload]
    return found.assign(on=pd.to_datetime(found["on"]))


def incidents(snapshot: Snapshot, bank: str, mad_per_euro: float) -> pd.DataFrame:
    """The major incidents of a bank, in ``COLUMNS``."""
    if stands_in(snapshot, bank, "incident"):
        # What fictional banks went through has moved nothing here.
        return in_frame([])
    return in_frame(
        {
            "on": entry.began.replace(tzinfo=None),
            "kind": "incident",
            "code": entry.code,
            "risk": "operational",
            "note_en": f"{entry.number}: {entry.title_en}",
            "note_fr": f"{entry.number} : {entry.title_fr}",
        }
        for entry in register(snapshot, bank, mad_per_euro)
        if entry.classification is not None and entry.classification.major
    )


def passed(periods: pd.Series, breaks: pd.DataFrame) -> pd.Series:
    """Number of breaks passed at each month, so that a line joins figures of one definition only."""
    return pd.Series(segments(periods, breaks["on"].unique()), index=periods.index)
