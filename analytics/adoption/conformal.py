"""Intervals from past forecast errors: split conformal in logit space, by stage, horizon and level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from analytics.adoption.panel import ROUNDING, IntArray, from_logit, to_logit
from analytics.adoption.shapes import FloatArray

ENOUGH_ERRORS = 20
NEAREST_ERRORS = 40
# Standard deviation of a one-year logit error below and above the stage limit, measured on the
# European Internet banking series, 2011 to 2022; used only where a history is too short to measure its own.
DEFAULT_ERROR = (0.25, 0.15)


@dataclass(frozen=True)
class Errors:
    """Past forecasts and what happened, one entry per forecast.

    Parameters
    ----------
    origin, horizon, stage, entity : integer arrays (n,)
    position : array (n,), logit of the level forecast from
    error : array (n,), logit of the outcome minus logit of the forecast; NaN where not yet known
    """

    origin: IntArray
    horizon: IntArray
    stage: IntArray
    entity: IntArray
    position: FloatArray
    error: FloatArray

    def select(self, kept: NDArray[np.bool_]) -> Errors:
        return Errors(
            self.origin[kept],
            self.horizon[kept],
            self.stage[kept],
            self.entity[kept],
            self.position[kept],
            self.error[kept],
        )


@dataclass(frozen=True)
class Widths:
    """Half widths in logit space and what they rest on: arrays (targets, horizon)."""

    half: FloatArray
    errors: IntArray
    calibrated: NDArray[np.bool_]


def half_widths(
    errors: Errors, stage: IntArray, position: FloatArray, as_of: int, horizon: int, level: float
) -> Widths:
    """Half widths that covered a share ``level`` of comparable errors known at the end of ``as_of``.

    Comparable are the 40 errors of the same stage and horizon made from the nearest levels. Errors of one
    entity resemble one another, so the share is raised to ``(1 + 1/K) level`` for K entities: the correction
    for drawing from K groups. Where a horizon has fewer than 20 errors, the last width goes on growing in
    proportion to the horizon; a stage without errors takes those of both stages, and in the last resort the
    larger of a default and of the few errors there are.

    Parameters
    ----------
    errors : past errors of any date; those not known at ``as_of`` are left out
    stage, position : arrays (targets,), stage and logit of the level to forecast from
    as_of : last year known
    horizon : int, years ahead
    level : float in (0, 1)

    References
    ----------
    Vovk, Gammerman and Shafer (2005), Algorithmic learning in a random world; Dunn, Wasserman and Ramdas
    (2023), Distribution-free prediction sets for two-layer hierarchical models, JASA 118(544); Guan (2023),
    Localized conformal prediction, Biometrika 110(1).
    """
    known = errors.select(np.isfinite(errors.error) & (errors.origin + errors.horizon <= as_of))
    half = np.full((stage.size, horizon), np.nan)
    number = np.zeros((stage.size, horizon), dtype=np.intp)
    calibrated = np.zeros((stage.size, horizon), dtype=bool)
    for which in np.unique(stage):
        rows = np.flatnonzero(stage == which)
        own = known.select(known.stage == which)
        enough = bool(np.sum(own.horizon == 1) >= ENOUGH_ERRORS)
        source = own if enough else known
        for ahead in range(1, horizon + 1):
            chosen = source.select(source.horizon == ahead)
            number[rows, ahead - 1] = chosen.error.size
            if chosen.error.size >= ENOUGH_ERRORS:
                half[rows, ahead - 1] = _local_quantile(chosen, position[rows], level)
                calibrated[rows, ahead - 1] = enough
        if np.isnan(half[rows[0], 0]):
            half[rows] = _without_calibration(known, int(which), position[rows], horizon, level)
    for ahead in range(1, horizon):
        grown = half[:, ahead - 1] * (ahead + 1) / ahead
        half[:, ahead] = np.where(np.isnan(half[:, ahead]), grown, half[:, ahead])
        half[:, ahead] = np.maximum(half[:, ahead], half[:, ahead - 1])
    return Widths(half, number, calibrated)


def interval(value: FloatArray, half: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Ends of the interval around values in %, never narrower than at the horizon before.

    No interval is narrower than the rounding of published percentages, half a point on each side.

    Parameters
    ----------
    value : array (rows, horizon), %
    half : array (rows, horizon), half widths in logit space

    Returns
    -------
    low, high : arrays (rows, horizon), % in [0, 100]
    """
    centre = to_logit(value)
    width = np.zeros(value.shape[0])
    low, high = np.empty_like(value), np.empty_like(value)
    for ahead in range(value.shape[1]):
        reach = _widen(centre[:, ahead], half[:, ahead], width)
        low[:, ahead] = np.minimum(from_logit(centre[:, ahead] - reach), value[:, ahead] - ROUNDING)
        high[:, ahead] = np.maximum(from_logit(centre[:, ahead] + reach), value[:, ahead] + ROUNDING)
        low[:, ahead], high[:, ahead] = np.maximum(low[:, ahead], 0.0), np.minimum(high[:, ahead], 100.0)
        width = high[:, ahead] - low[:, ahead]
    return low, high


def _without_calibration(
    known: Errors, which: int, position: FloatArray, horizon: int, level: float
) -> FloatArray:
    steps = np.arange(1.0, horizon + 1.0)
    default = DEFAULT_ERROR[which] * stats.norm.ppf((1.0 + level) / 2.0) * steps
    half = np.tile(default, (position.size, 1))
    for ahead in range(1, horizon + 1):
        few = known.select(known.horizon == ahead)
        if few.error.size > 0:
            half[:, ahead - 1] = np.maximum(half[:, ahead - 1], _local_quantile(few, position, level))
    return half


def _local_quantile(errors: Errors, position: FloatArray, level: float) -> FloatArray:
    """Quantile of the absolute errors made from the levels nearest to each position."""
    distance = np.abs(errors.position[None, :] - position[:, None])
    nearest = np.argsort(distance, axis=1, kind="stable")[:, :NEAREST_ERRORS]
    size = np.abs(errors.error)[nearest]
    count = size.shape[1]
    owner = np.sort(errors.entity[nearest], axis=1)
    groups = 1 + np.sum(np.diff(owner, axis=1) != 0, axis=1)
    rank = np.ceil(count * np.minimum(1.0, (1.0 + 1.0 / groups) * level)).astype(int)
    ordered = np.sort(size, axis=1)
    return cast(FloatArray, ordered[np.arange(position.size), np.clip(rank, 1, count) - 1])


def _widen(centre: FloatArray, half: FloatArray, width: FloatArray) -> FloatArray:
    """Smallest reach of at least ``half`` whose band, inside [0, 100], is at least ``width`` points wide."""

    def points(reach: FloatArray, middle: FloatArray) -> FloatArray:
        return from_logit(middle + reach) - from_logit(middle - reach)

    narrow = np.flatnonzero(points(half, centre) < width)
    if narrow.size == 0:
        return half
    middle, wanted = centre[narrow], width[narrow]
    below, above = half[narrow], half[narrow] + 12.0
    for _ in range(45):
        guess = (below + above) / 2.0
        short = points(guess, middle) < wanted
        below, above = np.where(short, guess, below), np.where(short, above, guess)
    reach = half.copy()
    reach[narrow] = above
    return reach
