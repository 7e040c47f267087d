"""One indicator of one bank: what was reported, how it was scored, and where each figure comes from."""

from __future__ import annotations

import pandas as pd

from data import queries
from data.snapshots import Snapshot
from studies import events
from studies.core import cached
from studies.risk import scores
from studies.risk.scores import PUBLISHED, Rules


@cached
def observations(
    snapshot: Snapshot, bank: str, indicator: str, power: float, rules: Rules = PUBLISHED
) -> pd.DataFrame:
    """Each month since the bank's first report, in order.

    Returns
    -------
    DataFrame: month, value (in the indicator's unit; the last one known where none was reported), score,
        score_low, score_high (0 to 100), status, breach, segment (one more at each break of definition),
        source (its code), kind; the last two are missing where nothing was reported
    """
    history = scores.risk_history(snapshot, power, rules).indicators
    rows = history[(history["bank"] == bank) & (history["indicator"] == indicator)].sort_values("month")
    reported = queries.risk_observations(snapshot, banks=(bank,))
    reported = reported[(reported["indicator"] == indicator) & reported["value"].notna()]
    reported = reported.assign(month=pd.to_datetime(reported["month"]))[["month", "source", "kind"]]
    found = rows.merge(reported, on="month", how="left")
    columns = ["month", "value", "score", "score_low", "score_high", "status", "breach", "source", "kind"]
    breaks = events.of_series(snapshot, bank, indicator)
    return found[columns].assign(segment=events.passed(found["month"], breaks))
