"""Arrivals by hour of the week, as staffing needs them, from counts by month."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from analytics.channels._checks import FloatArray, number, numbers

HOURS_OF_WEEK: Final = 168
_COLUMNS: Final = ("month", "hour_of_week", "transactions")


def hourly_arrivals(counts: pd.DataFrame, *, growth: float = 0.0) -> FloatArray:
    """Mean arrivals in each hour of the week.

    A month has four or five Mondays: counts are divided by how many hours of each kind the months had.

    Parameters
    ----------
    counts : DataFrame with month (any day of it), hour_of_week (0 is Monday at midnight, 167 Sunday at
        23) and transactions; whole months of one channel, rows of the same month and hour are added
    growth : float, > -1, change to plan for: -0.3 where thirty in a hundred move elsewhere

    Returns
    -------
    shape (168,), arrivals per hour

    Raises
    ------
    ValueError: an absent column, no row, an hour outside 0..167, a missing or negative count
    """
    if absent := [column for column in _COLUMNS if column not in counts.columns]:
        raise ValueError(f"counts must have the columns {', '.join(_COLUMNS)}; absent: {', '.join(absent)}")
    if counts.empty:
        raise ValueError("counts must have at least one row, got none")
    hours = numbers("counts.hour_of_week", counts["hour_of_week"], 0, HOURS_OF_WEEK - 1)
    if (hours != np.rint(hours)).any():
        raise ValueError("counts.hour_of_week must be whole hours")
    arrived = numbers("counts.transactions", counts["transactions"], 0)
    months = pd.to_datetime(counts["month"]).dt.to_period("M")
    if months.isna().any():
        raise ValueError("counts.month must be a month in every row, got a missing one")
    days = np.concatenate(
        [
            np.arange(month.day_of_week, month.day_of_week + month.days_in_month) % 7
            for month in _starts(months)
        ]
    )
    occurred = np.repeat(np.bincount(days, minlength=7), 24)
    total = np.bincount(hours.astype(int), weights=arrived, minlength=HOURS_OF_WEEK)
    return np.asarray(total / occurred * (1 + number("growth", growth, -1, bounds="(]")), dtype=np.float64)


def _starts(months: pd.Series) -> list[pd.Timestamp]:
    return [period.to_timestamp() for period in months.unique()]
