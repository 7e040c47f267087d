"""Breaks of a series: where one is declared, compute after it; where one is likely, ask.

A break of definition, a new base year or a new scale moves every later value. A change across it measures
nothing: what is computed takes the values after the last break, and what is drawn stops and begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

# A change stands out when it is this many robust standard deviations from the median change ...
BEYOND_USUAL: Final = 12.0
# ... and at least this many times as far from it as any other change that is no break itself.
BEYOND_OTHERS: Final = 3.0
FEWEST: Final = 8
# The median absolute deviation of a normal law is 0.6745 of its standard deviation.
_NORMAL: Final = 1.4826
_MOST_SHARE: Final = 0.1


def segments(periods: pd.Index | pd.Series, breaks: Iterable[object]) -> np.ndarray:
    """Number of breaks passed at each period; a line joins points of one number only.

    Parameters
    ----------
    periods : (n,) dates or years
    breaks : first periods of a new definition, of the same kind

    Returns
    -------
    ndarray (n,) of int
    """
    number = np.zeros(len(periods), dtype=np.int64)
    for first in breaks:
        number += np.asarray(periods >= first, dtype=np.int64)
    return number


def latest_rows(rows: pd.DataFrame, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Rows of the last ``segment`` of each series; all rows where no segments are told.

    Parameters
    ----------
    rows : in order of time, with a column segment that goes up by one at each break
    by : columns that name a series
    """
    if "segment" not in rows.columns or rows.empty:
        return rows
    last = rows.groupby(list(by))["segment"].transform("max") if by else rows["segment"].max()
    return rows[rows["segment"] == last]


@dataclass(frozen=True)
class LikelyBreak:
    """A level that jumps and does not come back.

    Parameters
    ----------
    period : index label of the first value after the jump
    before, after : values on both sides
    usual : median absolute change elsewhere, in the unit of the change: per unit where the series is
        above 0 throughout and has no unit of %, else points
    times : how many robust standard deviations the change is from the median change
    """

    period: object
    before: float
    after: float
    usual: float
    times: float


def likely_breaks(series: pd.Series, *, relative: bool | None = None) -> tuple[LikelyBreak, ...]:
    """Level jumps that no other change of the series comes near.

    The change from one value to the next is that of the logarithm (``relative``) or of the value. A jump is
    at least 12 robust standard deviations (1.4826 times the median absolute deviation) from the median
    change, at least 3 times as far as any change that is not one, and not undone by the next change. More
    jumps than one change in ten are the nature of the series, not breaks.

    Parameters
    ----------
    series : values in order of time; missing ones are passed over
    relative : whether changes are of the logarithm; by default where every value is above 0

    Returns
    -------
    tuple of LikelyBreak in order of time; none for fewer than 8 values

    References
    ----------
    Rousseeuw and Croux (1993), Alternatives to the median absolute deviation, JASA 88(424).
    """
    known = series.dropna().astype(float)
    if len(known) < FEWEST or not np.isfinite(known.to_numpy()).all():
        return ()
    values = known.to_numpy()
    logs = bool((values > 0.0).all()) if relative is None else relative
    if logs and not (values > 0.0).all():
        raise ValueError("series has values of 0 or less; relative changes need values above 0")
    change = np.diff(np.log(values) if logs else values)
    centre = float(np.median(change))
    distance = np.abs(change - centre)
    spread = _NORMAL * float(np.median(distance))
    # A series that hardly ever moves has no spread of its own: its mean change stands in.
    spread = spread if spread > 0.0 else float(np.sort(distance)[:-1].mean())
    scale = max(spread, 1e-9 * max(1.0, float(np.abs(values).max()) if not logs else 1.0))
    jump = distance >= BEYOND_USUAL * scale
    # The next change takes a spike back; what is left is no new level.
    undone = np.append(jump[1:] & (np.abs(change[1:] + change[:-1]) < 0.5 * distance[:-1]), False)
    jump &= ~(undone | np.append(False, undone[:-1]))
    rest = distance[~jump]
    jump &= distance >= BEYOND_OTHERS * (float(rest.max()) if rest.size else 0.0)
    if jump.sum() > max(1.0, _MOST_SHARE * change.size):
        return ()
    usual = float(np.median(np.abs(change[~jump]))) if (~jump).any() else 0.0
    return tuple(
        LikelyBreak(
            known.index[int(place) + 1],
            float(values[place]),
            float(values[place + 1]),
            usual,
            float(distance[place] / scale),
        )
        for place in np.flatnonzero(jump)
    )
