"""Series whose level jumps further than it ever moves otherwise: likely breaks, to be asked about."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.contracts import ColumnType, Contract, contract
from data.frames import conform
from data.ingest.phrases import Phrase
from data.ingest.statistical import declared_breaks, is_statistical, series_columns

BEYOND = 3.0
"""How many times the largest other change of a series a jump is; a convention of the product."""
_LEAST_CHANGES = 6
_KEY = ["subject", "indicator", "first_period"]
ASKED = Phrase("Rupture confirmée à l'import", "Break confirmed on import")


def likely_breaks(
    declared: Contract, rows: pd.DataFrame, before: pd.DataFrame | None, known: pd.DataFrame | None
) -> pd.DataFrame:
    """Periods at which a series of ``rows`` jumps, as rows of definition_break with both figures.

    A jump is a change more than `BEYOND` times as large as any other change of the series, per period and in
    logarithms where all figures are positive. A series needs six changes, half of them other than zero, to
    say how it moves; one that moves in steps says nothing.

    Parameters
    ----------
    declared : the contract of the table; of one that holds no series of countries nothing is said
    rows : those about to be loaded
    before : those that are there, which the new ones join or replace
    known : breaks that are declared already (subject, indicator, first_period)

    Returns
    -------
    frame of definition_break's columns, and ``value_before`` and ``value_after``
    """
    found: list[pd.DataFrame] = []
    if is_statistical(declared) and not rows.empty:
        period = series_columns(declared)[2]
        series = [name for name in declared.key if name != period]
        joined = _joined(declared, rows, before, series)
        for _, one in joined.groupby(series, sort=True):
            jumps = _jumps(one.sort_values(period), period)
            if len(jumps):
                found.append(declared_breaks(declared, jumps, ASKED).assign(**_sides(jumps)))
    if not found:
        none = pd.DataFrame({column.name: [] for column in contract("definition_break").columns})
        return conform(contract("definition_break"), none).assign(value_before=[], value_after=[])
    breaks = pd.concat(found, ignore_index=True).drop_duplicates(_KEY, ignore_index=True)
    return breaks if known is None else breaks[~_among(breaks, known)].reset_index(drop=True)


def _joined(
    declared: Contract, rows: pd.DataFrame, before: pd.DataFrame | None, series: list[str]
) -> pd.DataFrame:
    """All figures of the series that the new rows touch; the new ones are marked."""
    new = rows.assign(fresh=True)
    if before is None or before.empty:
        return new
    touched = pd.MultiIndex.from_frame(before[series]).isin(pd.MultiIndex.from_frame(rows[series]))
    both = pd.concat([before[touched].assign(fresh=False), new], ignore_index=True)
    return both.drop_duplicates(list(declared.key), keep="last")


def _jumps(one: pd.DataFrame, period: str) -> pd.DataFrame:
    """The rows of one series at which it jumps, where that or the row before is new."""
    one = one[one["value"].notna()]
    values = one["value"].to_numpy(dtype=np.float64)
    if values.size <= _LEAST_CHANGES:
        return one.iloc[:0]
    times = one[period]
    count = times.dt.year * 12 + times.dt.month if times.dtype.kind == "M" else times.astype(float)
    level = np.log(values) if (values > 0).all() else values
    change = np.abs(np.diff(level) / np.maximum(np.diff(count.to_numpy(dtype=np.float64)), 1.0))
    order = np.sort(change)
    if np.count_nonzero(change) * 2 < change.size or order[-2] == 0:
        return one.iloc[:0]
    fresh = one["fresh"].to_numpy(dtype=bool)
    jump = (change > BEYOND * order[-2]) & (fresh[1:] | fresh[:-1])
    at = np.flatnonzero(jump) + 1
    return one.iloc[at].assign(value_before=values[at - 1], value_after=values[at])


def _sides(jumps: pd.DataFrame) -> dict[str, pd.Series]:
    return {name: jumps[name].reset_index(drop=True) for name in ("value_before", "value_after")}


def _among(breaks: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    """Which breaks are declared already, for their own subject or for all."""
    declared = set(known[_KEY].itertuples(index=False, name=None))
    flags = [
        (row.subject, row.indicator, row.first_period) in declared
        or ("*", row.indicator, row.first_period) in declared
        for row in breaks.itertuples()
    ]
    return pd.Series(flags, index=breaks.index, dtype=bool)


def as_breaks(declared: Contract, chosen: pd.DataFrame) -> pd.DataFrame:
    """The likely breaks that the user confirmed, as rows of the table of breaks."""
    return conform(declared, chosen.drop(columns=["value_before", "value_after"]))


def of_year(declared: Contract) -> bool:
    """Whether a table's series have a figure a year."""
    return declared.column(series_columns(declared)[2]).type is ColumnType.YEAR
