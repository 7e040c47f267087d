"""Named reads of macroeconomic series over several countries, and of the series of examples."""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.codes import EXAMPLES
from data.connection import query
from data.snapshots import Snapshot

__all__ = ["example_series", "series_by_country"]

_SERIES: Final = """
SELECT m.country, m.month, m.value, m.source, m.kind,
    (SELECT count(*) FROM definition_break AS b WHERE b.indicator = m.series
        AND b.subject IN (m.country, '*') AND date_trunc('month', b.first_period) <= m.month) AS segment
FROM macro_series AS m WHERE m.series = $series ORDER BY m.month, m.country
"""


def series_by_country(snapshot: Snapshot, series: str) -> pd.DataFrame:
    """One monthly series for every country that has it.

    Returns
    -------
    DataFrame: country, month, value, source, kind, segment (one more at each declared break); no row where
        no country has the series
    """
    return query(snapshot, _SERIES, series=series)


_EXAMPLE: Final = """
SELECT series, period, value, source, kind
FROM example_series WHERE example = $example ORDER BY period, series
"""


def example_series(snapshot: Snapshot, example: str) -> pd.DataFrame:
    """The series of one example, in the order of their periods.

    Returns
    -------
    DataFrame: index period (text), one column a series, sorted by name

    Raises
    ------
    ValueError: an example that there is not
    """
    if example not in EXAMPLES:
        raise ValueError(f"example: {example!r}; allowed are {', '.join(EXAMPLES)}")
    rows = query(snapshot, _EXAMPLE, example=example)
    return rows.pivot_table(index="period", columns="series", values="value")
