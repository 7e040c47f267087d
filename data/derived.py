"""Named reads of the tables that the product derives itself; the published ones are in ``data.queries``."""

from __future__ import annotations

import pandas as pd

from data.connection import query
from data.snapshots import Snapshot

_BACKTEST = """
SELECT * FROM forecast_backtest WHERE indicator = $indicator ORDER BY country, origin, horizon
"""


def forecast_backtest(snapshot: Snapshot, indicator: str) -> pd.DataFrame:
    """Forecasts of an indicator as they could have been made, with what came; empty where there are none."""
    return query(snapshot, _BACKTEST, indicator=indicator)
