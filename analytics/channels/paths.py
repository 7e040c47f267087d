"""From a yearly forecast with an interval to monthly paths that are equally likely."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from analytics.channels._checks import FloatArray, fit, number, numbers, whole

_EDGE: Final = 1e-6


def monthly(values: ArrayLike) -> FloatArray:
    """Yearly values on a straight line from year to year, month by month; both ends are kept.

    Parameters
    ----------
    values : shape (years + 1,), the first is now

    Raises
    ------
    ValueError: fewer than two values, or a missing one
    """
    given = numbers("values", values)
    if given.ndim != 1 or given.size < 2:
        raise ValueError(f"values must have one figure per year and at least two, got shape {given.shape}")
    return np.interp(np.arange(12 * (given.size - 1) + 1) / 12, np.arange(given.size), given)


def equally_likely_paths(
    value: ArrayLike, low: ArrayLike, high: ArrayLike, *, level: float, count: int = 9
) -> FloatArray:
    """Paths through an interval, each standing for the same probability.

    The error is normal in logits on either side, with the spread that the interval states there; it is the
    same for the whole path, as when a whole market is faster or slower than expected.

    Parameters
    ----------
    value, low, high : shape (months,), in [0, 1], ``low <= value <= high``
    level : in (0, 1), probability that the interval holds the outcome
    count : int, >= 1

    Returns
    -------
    shape (count, months), from the lowest to the highest path

    Raises
    ------
    ValueError: a figure outside its range, shapes that do not fit, or ends in the wrong order
    """
    middle = numbers("value", value, 0, 1)
    ends = {"low": fit("low", numbers("low", low, 0, 1), middle.shape)}
    ends["high"] = fit("high", numbers("high", high, 0, 1), middle.shape)
    if ((ends["low"] > middle) | (ends["high"] < middle)).any():
        raise ValueError("low, value and high must be in this order in every month")
    reach = special.ndtri((1 + number("level", level, 0, 1, bounds="()")) / 2)
    places = special.ndtri((np.arange(whole("count", count, 1)) + 0.5) / count)[:, np.newaxis]
    centre = _logit(middle)
    spread = np.where(places < 0, centre - _logit(ends["low"]), _logit(ends["high"]) - centre) / reach
    moved = special.expit(centre + places * spread)
    # What is certain stays exactly what it is, also at the edges that logits cannot reach.
    return np.asarray(np.where(spread == 0, middle, moved), dtype=np.float64)


def _logit(share: FloatArray) -> FloatArray:
    return np.asarray(special.logit(np.clip(share, _EDGE, 1 - _EDGE)), dtype=np.float64)
