"""Named reads of macroeconomic series over several countries."""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.connection import query
from data.snapshots import Snapshot

__all__ = ["series_by_country"]

_SERIES: Final = """
SELECT country, month, value, source, kind FROM macro_series
WHERE series = $series ORDER BY month, country
"""


def series_by_country(snapshot: Snapshot, series: str) -> pd.DataFrame:
    """One monthly series for every country that has it.

    Returns
    -------
    DataFrame: country, month, value, source, kind; no row where no country has the series
    """
    return query(snapshot, _SERIES, series=series)
