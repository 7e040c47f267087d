"""Intervals from past forecast errors: conformal in logit space, by stage, horizon, level and age.

Errors are weighted by their age, both ends follow the signed errors, and the level asked for is raised or
lowered by how often the intervals given before held what came.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from analytics.adoption.panel import ROUNDING, IntArray, from_logit, to_logit
from analytics.adoption.settings import IN_FORCE, Settings
from analytics.adoption.shapes import FloatArray

ENOUGH_ERRORS: Final = 20
# Horizons whose errors make the course of the width, however far one asks.
COURSE: Final = 5
# Errors so small that their logarithm would say too much.
_SMALLEST: Final = 1e-4
# Share of outcomes at which intervals are judged; the judgement moves the next ones.
JUDGED_LEVEL: Final = 0.8
_GROUPING: Final = 0.5
# Past this level the known errors end, and the reach is stretched beyond the largest.
_LAST_KNOWN: Final = 0.97
_STRETCH: Final = 20.0
# Standard deviation of a one-year logit error below and above the stage limit, measured on the
# European Internet banking series, 2011 to 2022; used only where a history is too short to measure its own.
DEFAULT_ERROR: Final = (0.25, 0.15)


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
class Reach:
    """How far an interval reaches from a forecast in logit space, and what that rests on.

    Parameters
    ----------
    down, up : arrays (levels, targets, horizon), 0 or more
    errors : array (targets, horizon), past errors known of this stage and horizon
    calibrated : array (targets, horizon), False where another stage, horizon or a default speaks
    """

    down: FloatArray
    up: FloatArray
    errors: IntArray
    calibrated: NDArray[np.bool_]

    def upto(self, horizon: int) -> Reach:
        """The reaches of the first horizons."""
        near = (..., slice(horizon))
        return Reach(self.down[near], self.up[near], self.errors[near], self.calibrated[near])


def reach(
    errors: Errors,
    stage: IntArray,
    position: FloatArray,
    as_of: int,
    horizon: int,
    levels: tuple[float, ...],
    shift: FloatArray,
    settings: Settings = IN_FORCE,
) -> Reach:
    """Reaches that held a share ``levels`` of comparable errors known at the end of ``as_of``.

    Comparable are the 60 errors of the same stage and horizon made from the nearest levels, each counting
    ``0.9`` to the power of its age. Errors of one entity resemble one another, so the share is raised to
    ``(1 + 0.5/K) level`` for K entities: half the correction that holds for one draw from each of
    K groups, as the answer to the coverage achieved sees to the rest. Errors of one year share that year's
    luck, so each horizon's reach is drawn towards one course, a power of the horizon fitted to the first
    five: its own counts for the years that its errors come from, the course for 30. A horizon with fewer
    than 20 errors takes the course. A stage without errors takes those of both, and in the last resort the
    larger of a default and of the few there are.

    Parameters
    ----------
    errors : past errors of any date; those not known at ``as_of`` are left out
    stage, position : arrays (targets,), stage and logit of the level to forecast from
    as_of : last year known
    horizon : int, years ahead
    levels : each in (0, 1)
    shift : array (2, horizon), added to the log odds of the levels (:func:`answer_to_coverage`)

    References
    ----------
    Vovk, Gammerman and Shafer (2005), Algorithmic learning in a random world; Dunn, Wasserman and Ramdas
    (2023), Distribution-free prediction sets for two-layer hierarchical models, JASA 118(544); Guan (2023),
    Localized conformal prediction, Biometrika 110(1); Barber, Candès, Ramdas and Tibshirani (2023),
    Conformal prediction beyond exchangeability, Annals of Statistics 51(2).
    """
    known = errors.select(np.isfinite(errors.error) & (errors.origin + errors.horizon <= as_of))
    shape = (len(levels), stage.size, horizon)
    down, up = np.full(shape, np.nan), np.full(shape, np.nan)
    number = np.zeros(shape[1:], dtype=np.intp)
    calibrated = np.zeros(shape[1:], dtype=bool)
    for which in np.unique(stage):
        rows = np.flatnonzero(stage == which)
        own, years = np.full((2, len(levels), rows.size, horizon), np.nan), np.zeros(horizon)
        spread = np.full(horizon, np.nan)
        for ahead in range(1, horizon + 1):
            place = ahead - 1
            chosen = known.select((known.stage == which) & (known.horizon == ahead))
            number[rows, place] = chosen.error.size
            enough = chosen.error.size >= ENOUGH_ERRORS
            calibrated[rows, place] = enough
            wanted = special.expit(special.logit(np.array(levels)) + shift[int(which), place])
            if enough:
                own[..., place] = _local_ends(chosen, position[rows], wanted, as_of, settings)
                years[place] = np.unique(chosen.origin).size
                spread[place] = np.quantile(np.abs(chosen.error), JUDGED_LEVEL)
            elif place == 0:
                few = known.select(known.horizon == ahead)
                own[..., place] = _without_calibration(few, int(which), rows.size, wanted)
                years[place] = 1.0
        down[:, rows], up[:, rows] = _over_horizons(own, years, spread, settings)
    return Reach(down, up, number, calibrated)


def answer_to_coverage(inside: int, judged: int, ahead: int, settings: Settings = IN_FORCE) -> float:
    """What to add to the log odds of the level once ``inside`` of ``judged`` intervals at 80 % held.

    Too few held: the next intervals are wider; too many: narrower. The answer grows with the number of
    intervals judged, slower the further ahead they look, since those overlap.

    References
    ----------
    Gibbs and Candès (2021), Adaptive conformal inference under distribution shift, NeurIPS 34;
    Angelopoulos, Candès and Tibshirani (2023), Conformal PID control for time series prediction, NeurIPS 36.
    """
    if judged == 0:
        return 0.0
    slow = settings.patience * math.sqrt(ahead)
    return settings.answer * (JUDGED_LEVEL - inside / judged) * judged / (judged + slow)


def interval(
    value: FloatArray, down: FloatArray, up: FloatArray, *, least: float = ROUNDING
) -> tuple[FloatArray, FloatArray]:
    """Ends of the interval around values in %, never narrower than at the horizon before.

    Parameters
    ----------
    value : array (rows, horizon), %
    down, up : arrays (rows, horizon), reaches in logit space
    least : float, points: half a unit of the last digit published, which an interval always holds

    Returns
    -------
    low, high : arrays (rows, horizon), % in [0, 100]
    """
    centre = to_logit(value)
    below = value - np.clip(np.minimum(from_logit(centre - down), value - least), 0.0, 100.0)
    above = np.clip(np.maximum(from_logit(centre + up), value + least), 0.0, 100.0) - value
    for ahead in range(1, value.shape[1]):
        before, here = ahead - 1, value[:, ahead]
        width = below[:, before] + above[:, before]
        above[:, ahead] = np.minimum(np.maximum(above[:, ahead], above[:, before]), 100.0 - here)
        # What one end of the scale cuts off is given to the other side.
        rest = np.maximum(below[:, before], width - above[:, ahead])
        below[:, ahead] = np.minimum(np.maximum(below[:, ahead], rest), here)
        above[:, ahead] = np.maximum(above[:, ahead], width - below[:, ahead])
    low, high = np.maximum(value - below, 0.0), np.minimum(value + above, 100.0)
    return low, high


def _growth(spread: FloatArray, years: FloatArray, settings: Settings) -> float:
    """Power of the horizon with which errors grow: 1 where nothing is known, at most 1, at least 0.

    Parameters
    ----------
    spread : array (horizon,), size of the errors; NaN where unknown
    years : array (horizon,), years that they come from
    """
    seen = np.isfinite(spread)
    if not seen.any():
        return 1.0
    ahead, size = np.log(1.0 + np.flatnonzero(seen)), np.log(np.maximum(spread[seen], _SMALLEST))
    weight = years[seen]
    away = ahead - np.average(ahead, weights=weight)
    own = float(np.sum(weight * away * size))
    steepness = (own + settings.straight) / (float(np.sum(weight * away**2)) + settings.straight)
    return float(np.clip(steepness, 0.0, 1.0))


def _over_horizons(own: FloatArray, years: FloatArray, spread: FloatArray, settings: Settings) -> FloatArray:
    """Reaches drawn towards one course, a power of the horizon, whose size is that of the near horizons.

    Parameters
    ----------
    own : array (sides, levels, targets, horizon), reaches of each horizon alone; NaN where unknown
    years, spread : arrays (horizon,), as in :func:`_growth`; 0 years where unknown
    """
    near = slice(COURSE)
    course = np.arange(1.0, years.size + 1.0) ** _growth(spread[near], years[near], settings)
    known = np.where(years > 0.0, own, 0.0)
    size = np.sum((known / course * years)[..., near], axis=-1, keepdims=True) / years[near].sum()
    share = years / (years + settings.shared)
    return np.asarray(share * known + (1.0 - share) * size * course)


def _without_calibration(
    few: Errors, which: int, targets: int, levels: FloatArray
) -> tuple[FloatArray, FloatArray]:
    size = DEFAULT_ERROR[which] * stats.norm.ppf((1.0 + levels) / 2.0)
    if few.error.size > 0:
        seen = np.quantile(np.abs(few.error), levels)
        size = seen if few.error.size >= ENOUGH_ERRORS else np.maximum(size, seen)
    both = np.repeat(size[:, None], targets, axis=1)
    return both, both


def _local_ends(
    errors: Errors, position: FloatArray, levels: FloatArray, as_of: int, settings: Settings
) -> tuple[FloatArray, FloatArray]:
    """Weighted quantiles of the signed errors made from the levels nearest to each position."""
    distance = np.abs(errors.position[None, :] - position[:, None])
    nearest = np.argsort(distance, axis=1, kind="stable")[:, : settings.nearest]
    owner = np.sort(errors.entity[nearest], axis=1)
    groups = 1 + np.sum(np.diff(owner, axis=1) != 0, axis=1)
    age = as_of - errors.origin - errors.horizon
    order = np.argsort(errors.error[nearest], axis=1, kind="stable")
    sorted_nearest = np.take_along_axis(nearest, order, axis=1)
    ordered = errors.error[sorted_nearest]
    weight = np.cumsum((settings.width_kept**age)[sorted_nearest], axis=1)
    weight /= weight[:, [-1]]
    share = np.minimum(1.0, levels[:, None] * (1.0 + _GROUPING / groups))
    stretch = 1.0 + np.maximum(levels - _LAST_KNOWN, 0.0)[:, None] * _STRETCH

    def quantile(wanted: FloatArray) -> FloatArray:
        place = np.sum(weight[None] < wanted[:, :, None] - 1e-12, axis=2)
        last = ordered.shape[1] - 1
        return cast(FloatArray, ordered[np.arange(position.size)[None], np.minimum(place, last)])

    down = np.maximum(-quantile((1.0 - share) / 2.0), 0.0) * stretch
    up = np.maximum(quantile((1.0 + share) / 2.0), 0.0) * stretch
    return down, up
