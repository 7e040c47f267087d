"""Holt's damped trend for every entity of a panel at once, its smoothing chosen by one-step errors."""

from __future__ import annotations

from itertools import product
from typing import Final, cast

import numpy as np

from analytics.adoption.panel import IntArray, Panel
from analytics.adoption.shapes import FloatArray

FEWEST_YEARS: Final = 2
_LEVELS: Final = (1.0, 0.8, 0.5, 0.2)
_TRENDS: Final = (0.2, 0.0, 0.5, 0.9)
_DAMPINGS: Final = (0.9, 0.98, 0.8, 1.0)
_STARTING_YEARS: Final = 3


def holt(panel: Panel, horizon: int) -> FloatArray:
    """Holt's method with a damped trend, ``l_t + (phi + ... + phi^h) b_t``.

    Years without an observation are filled by straight lines between those around them. The smoothing of
    level and trend and the damping are those of a grid with the smallest sum of squared one-step errors of
    the entity's own series since its last break.

    Returns
    -------
    array (entities, horizon), % in [0, 100]; NaN where the series spans fewer than 2 years

    References
    ----------
    Gardner and McKenzie (1985), Forecasting trends in time series, Management Science 31(10).
    """
    filled, first, last = _filled(panel)
    rows = np.arange(last.size)
    settings = np.array(list(product(_LEVELS, _TRENDS, _DAMPINGS)))
    alpha, beta, phi = (settings[:, [i]] for i in range(3))
    start = np.where(last >= 0, filled[rows, np.maximum(first, 0)], np.nan)
    ahead = np.minimum(first + _STARTING_YEARS, last)
    slope = (filled[rows, np.maximum(ahead, 0)] - start) / np.maximum(ahead - first, 1)
    level = np.tile(start, (len(settings), 1))
    trend = np.tile(slope, (len(settings), 1))
    squares = np.zeros_like(level)
    for column in range(1, filled.shape[1]):
        inside = (column > first) & (column <= last)
        seen = np.where(inside, filled[:, column], 0.0)
        guess = level + phi * trend
        error = seen - guess
        squares += np.where(inside, error**2, 0.0)
        level = np.where(inside, guess + alpha * error, level)
        trend = np.where(inside, phi * trend + alpha * beta * error, trend)
    best = squares.argmin(axis=0)
    damping = phi[best, 0][:, None]
    growth = np.cumsum(damping ** np.arange(1, horizon + 1), axis=1)
    path = level[best, rows][:, None] + growth * trend[best, rows][:, None]
    path[last - first + 1 < FEWEST_YEARS] = np.nan
    return cast(FloatArray, np.clip(path, 0.0, 100.0))


def _filled(panel: Panel) -> tuple[FloatArray, IntArray, IntArray]:
    """Values of the current definition without gaps, with the columns where they begin and end."""
    last = panel.last_observed()
    rows = np.arange(last.size)
    current = panel.segments[rows, np.maximum(last, 0)]
    usable = np.isfinite(panel.values) & (panel.segments == current[:, None])
    first = np.asarray(np.where(last >= 0, usable.argmax(axis=1), 0), dtype=np.intp)
    columns = np.arange(panel.years.size)
    filled = np.full(panel.values.shape, np.nan)
    for row in np.flatnonzero(last >= 0):
        known = np.flatnonzero(usable[row])
        inside = slice(first[row], last[row] + 1)
        filled[row, inside] = np.interp(columns[inside], known, panel.values[row, known])
    return filled, first, last
