"""What a bank's register of incidents says, beside what the bank reports of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from analytics.risk.register_counts import RegisterCounts, count_register
from data import queries
from data.snapshots import Snapshot
from studies.core import cached
from studies.risk.incidents import HOME_ZONE, recurring, register

MAJOR = "O6"
NOTICES = "R3"


@dataclass(frozen=True)
class RegisterFigures:
    """Computed and reported, over twelve months to the end of a month.

    ``major_reported`` and ``notices_reported`` are O6 and R3 as the bank reports them in the month; None
    where it does not.
    """

    counts: RegisterCounts
    major_reported: float | None
    notices_reported: float | None


@cached
def register_figures(
    snapshot: Snapshot, bank: str, month: str, mad_per_euro: float
) -> RegisterFigures | None:
    """The figures of one bank and month; None where no incident of the bank is loaded."""
    entries = register(snapshot, bank, mad_per_euro)
    if not entries:
        return None
    after = (pd.Timestamp(f"{month}-01") + pd.DateOffset(months=1)).to_pydatetime()
    end = after.replace(tzinfo=ZoneInfo(HOME_ZONE)) - timedelta(minutes=1)
    minute = f"{end.astimezone(ZoneInfo('UTC')):%Y-%m-%dT%H:%M}"
    groups = recurring(snapshot, bank, mad_per_euro, minute).groups
    judged = [(entry.began, entry.classification) for entry in entries if entry.classification is not None]
    return RegisterFigures(
        counts=count_register(judged, groups, as_of=end),
        major_reported=_reported(snapshot, bank, MAJOR, after),
        notices_reported=_reported(snapshot, bank, NOTICES, after),
    )


def _reported(snapshot: Snapshot, bank: str, indicator: str, after: datetime) -> float | None:
    month = pd.Timestamp(after) - pd.DateOffset(months=1)
    rows = queries.risk_observations(snapshot, banks=(bank,))
    rows = rows[(rows["indicator"] == indicator) & (rows["month"] == month) & rows["value"].notna()]
    return None if rows.empty else float(rows["value"].iloc[0])
