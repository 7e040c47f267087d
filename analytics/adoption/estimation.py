"""Least squares for diffusion curves: free (NLS), penalised by priors (MAP), and with the ceiling held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy import stats

from analytics.adoption.fit_warnings import CeilingProfile
from analytics.adoption.least_squares import NDIndex, descend, local_minima, polish
from analytics.adoption.models import Convention, Model, Priors, product, signal
from analytics.adoption.shapes import FloatArray

# A ceiling beyond a thousand times what has been reached is exponential growth by another name.
LARGEST_CEILING = 1e3
_STARTS = 8
_FIRST_STEPS = 8
_FOLLOWED = 3
_SHOCK_STARTS = 200
# Yearly adoption figures carry errors of a few percent; one pseudo-observation of that size keeps a curve
# that passes through three points from counting as exact knowledge.
_RELATIVE_NOISE = 0.05
_PSEUDO_OBSERVATIONS = 1.0


@dataclass(frozen=True)
class Sample:
    """Observed values with their times; missing values have been left out."""

    values: FloatArray
    times: FloatArray
    convention: Convention

    @property
    def reached(self) -> float:
        """Adopters counted so far, in the unit of the data."""
        if self.convention in ("cumulative", "level"):
            return float(self.values.max())
        return float(self.values.sum())


@dataclass(frozen=True)
class Solution:
    """A ceiling, the coordinates of a curve, and the sum of squared errors they leave."""

    ceiling: float
    coordinates: FloatArray
    sse: float


def errors(model: Model, sample: Sample, solution: Solution) -> FloatArray:
    """Fitted minus observed values."""
    shape = signal(model, solution.coordinates[None], sample.times, sample.convention)[0]
    return cast(FloatArray, solution.ceiling * shape - sample.values)


def fit_nls(
    model: Model,
    sample: Sample,
    *,
    lattice: Lattice | None = None,
    base: FloatArray | None = None,
    polished: bool = True,
) -> tuple[Solution, FloatArray]:
    """Global least squares; the ceiling is projected out, so the search is over shape only.

    Parameters
    ----------
    lattice : the model's grid if already valued
    base : array (rows, coordinates) or None; fits of the same curve with one shock less, to start from
    polished : carry the best descent to machine precision

    Returns
    -------
    the best solution, and the coordinates (rows, k) of every descent, best first
    """
    limit = LARGEST_CEILING * sample.reached

    def residuals(x: FloatArray) -> FloatArray:
        shapes = signal(model, x, sample.times, sample.convention)
        return _best_ceiling(shapes, sample.values, limit)[..., None] * shapes - sample.values

    if lattice is None:
        lattice = build_lattice(model, sample) if base is None else _extended(model, sample, base)
    levels = _best_ceiling(lattice.signals, sample.values, limit)
    surface = np.sum((levels[:, None] * lattice.signals - sample.values) ** 2, axis=-1)
    count, steps = (_STARTS, _FIRST_STEPS) if model.smooth else (_SHOCK_STARTS, 80)
    chosen = local_minima(surface, lattice.shape, count, first_axis=0 if base is None else 1)
    found, cost = descend(residuals, lattice.points[chosen], model.lower, model.upper, steps=steps)
    order = _distinct(cost)
    if model.smooth:
        # A few steps tell the valleys apart; only the deepest are worth following down.
        found, cost = descend(residuals, found[order[:_FOLLOWED]], model.lower, model.upper)
        order = _distinct(cost)
    best, sse = found[order[0]], float(cost[order[0]])
    if polished:
        best, sse = polish(residuals, best, model.lower, model.upper)
    unit = signal(model, best[None], sample.times, sample.convention)[0]
    return Solution(float(_best_ceiling(unit, sample.values, limit)), best, sse), found[order]


def _distinct(cost: FloatArray) -> NDIndex:
    """Order of the descents, best first, those that ended in the same place counted once."""
    order = np.argsort(cost, kind="stable")
    ordered = cost[order]
    new = np.concatenate([[True], np.diff(ordered) > 1e-4 * np.maximum(ordered[1:], 1e-300)])
    return cast(NDIndex, order[new])


@dataclass(frozen=True)
class Lattice:
    """A grid of shapes already valued: points (rows, k), their grid, signals (rows, periods)."""

    points: FloatArray
    shape: tuple[int, ...]
    signals: FloatArray


def build_lattice(model: Model, sample: Sample) -> Lattice:
    """The model's own grid, valued at the sample's times."""
    points = model.grid
    return Lattice(points, model.grid_shape, signal(model, points, sample.times, sample.convention))


def _extended(model: Model, sample: Sample, base: FloatArray) -> Lattice:
    """Fits of fewer shocks, each with every position of the next shock."""
    added = product(model.axes[base.shape[1] :])
    points = np.hstack([np.repeat(base, added.shape[0], axis=0), np.tile(added, (base.shape[0], 1))])
    shape = (base.shape[0], *model.grid_shape[base.shape[1] :])
    return Lattice(points, shape, signal(model, points, sample.times, sample.convention))


def fit_map(
    model: Model,
    sample: Sample,
    ceiling: float | None,
    priors: Priors,
    *,
    free: Solution,
    lattice: Lattice | None,
) -> Solution:
    """Penalised least squares: squared errors over their variance, plus the squared prior deviations.

    The error variance is that of the free fit, with its degrees of freedom, plus one pseudo-observation.
    """
    variance = error_variance(model, sample, free)
    bounded = np.isfinite(model.prior_sd)
    mean, spread = model.prior_mean[bounded], model.prior_sd[bounded]
    centre = None if ceiling is None else np.log(ceiling)

    def deviations(x: FloatArray, shapes: FloatArray) -> FloatArray:
        misfit = (np.exp(x[..., :1]) * shapes - sample.values) / np.sqrt(variance)
        parts = [misfit, (x[..., 1:][..., bounded] - mean) / spread]
        if centre is not None:
            parts.append((x[..., :1] - centre) / priors.ceiling_sd)
        return np.concatenate(parts, axis=-1)

    def residuals(x: FloatArray) -> FloatArray:
        return deviations(x, signal(model, x[..., 1:], sample.times, sample.convention))

    starts = np.r_[np.log(max(free.ceiling, 1e-6 * sample.reached)), free.coordinates][None]
    if lattice is not None:
        starts = np.vstack([_map_starts(sample, ceiling, deviations, lattice), starts])
    levels = [sample.reached] if ceiling is None else [sample.reached, ceiling]
    lower = np.r_[np.log(min(levels)) - np.log(LARGEST_CEILING), model.lower]
    upper = np.r_[np.log(max(levels)) + np.log(LARGEST_CEILING), model.upper]
    found, cost = descend(residuals, starts, lower, upper)
    best, _ = polish(residuals, found[np.argmin(cost)], lower, upper)
    solution = Solution(float(np.exp(best[0])), best[1:], 0.0)
    return Solution(
        solution.ceiling, solution.coordinates, float(np.sum(errors(model, sample, solution) ** 2))
    )


def error_variance(model: Model, sample: Sample, free: Solution) -> float:
    """Variance of one observation around the curve, in squared units of the data."""
    spare = max(sample.values.size - model.lower.size - 1, 0)
    sse = 0.0 if spare == 0 else free.sse
    floor = _RELATIVE_NOISE**2 * float(np.mean(sample.values**2))
    return (sse + _PSEUDO_OBSERVATIONS * floor) / (spare + _PSEUDO_OBSERVATIONS)


def profile_ceiling(model: Model, sample: Sample, free: Solution, lattice: Lattice | None) -> CeilingProfile:
    """Profile likelihood of the ceiling under the free fit, with its 95 % interval.

    The limit is the F ratio of one restriction, which allows for few observations.
    """
    spare = sample.values.size - model.lower.size - 1
    ceilings = _profile_ceilings(sample, free)
    start = np.broadcast_to(free.coordinates, (ceilings.size, free.coordinates.size))

    def residuals(x: FloatArray) -> FloatArray:
        return ceilings[:, None] * signal(model, x, sample.times, sample.convention) - sample.values

    if lattice is not None:
        power = np.einsum("gn,gn->g", lattice.signals, lattice.signals)
        match = np.einsum("gn,n->g", lattice.signals, sample.values)
        from_grid = lattice.points[[np.argmin(c * c * power - 2.0 * c * match) for c in ceilings]]
        better = np.sum(residuals(from_grid) ** 2, axis=-1) < np.sum(residuals(start) ** 2, axis=-1)
        start = np.where(better[:, None], from_grid, start)
    _, sse = descend(residuals, start, model.lower, model.upper, steps=15, tolerance=1e-4)
    low, high = _interval(ceilings, sse, min(free.sse, float(sse.min())), spare, sample)
    return CeilingProfile(ceilings, sse, low, high)


def _profile_ceilings(sample: Sample, free: Solution) -> FloatArray:
    """Candidates from half of what is reached to the largest ceiling, dense around the free fit."""
    lowest, highest = np.log(0.5 * sample.reached), np.log(LARGEST_CEILING * sample.reached)
    centre = np.clip(np.log(max(free.ceiling, 1e-300)), lowest, highest)
    steps = np.sinh(4.0 * np.linspace(0.0, 1.0, 14)) / np.sinh(4.0)
    logs = np.concatenate([centre - (centre - lowest) * steps, centre + (highest - centre) * steps])
    return cast(FloatArray, np.exp(np.unique(logs)))


def _interval(
    ceilings: FloatArray, sse: FloatArray, least: float, spare: int, sample: Sample
) -> tuple[float, float]:
    if spare < 1:
        return float(ceilings[0]), float("inf")
    resolution = 1e-12 * float(sample.values @ sample.values)
    limit = max(least, resolution) * stats.f.ppf(0.95, 1, spare) / spare
    # Square roots of the excess are nearly straight lines in the logarithm of the ceiling.
    distance, edge = np.sqrt(np.maximum(sse - least, 0.0)), np.sqrt(limit)
    inside = np.flatnonzero(distance <= edge)
    if inside.size == 0:
        inside = np.array([int(np.argmin(distance))])
    logs = np.log(ceilings)
    first, last = int(inside[0]), int(inside[-1])
    low = logs[first] if first == 0 else _crossing(logs, distance, edge, first, first - 1)
    high = np.inf if last == logs.size - 1 else _crossing(logs, distance, edge, last, last + 1)
    return float(np.exp(low)), float(np.exp(high))


def _crossing(logs: FloatArray, distance: FloatArray, edge: float, inside: int, outside: int) -> float:
    gap = distance[outside] - distance[inside]
    weight = np.clip((edge - distance[inside]) / gap, 0.0, 1.0) if gap > 0 else 1.0
    return float(logs[inside] + weight * (logs[outside] - logs[inside]))


def _best_ceiling(shapes: FloatArray, values: FloatArray, limit: float) -> FloatArray:
    power = np.einsum("...n,...n->...", shapes, shapes)
    match = np.einsum("...n,n->...", shapes, values)
    # A curve that is zero throughout explains nothing, whatever its ceiling.
    return cast(FloatArray, np.clip(match / np.maximum(power, 1e-300), 0.0, limit))


def _map_starts(
    sample: Sample,
    ceiling: float | None,
    deviations: Callable[[FloatArray, FloatArray], FloatArray],
    lattice: Lattice,
) -> FloatArray:
    free = _best_ceiling(lattice.signals, sample.values, LARGEST_CEILING * sample.reached)
    levels = np.maximum(free, 1e-3 * sample.reached)
    candidates = [levels]
    if ceiling is not None:
        candidates += [np.full_like(levels, ceiling), np.sqrt(levels * ceiling)]
    points = np.stack([np.column_stack([np.log(level), lattice.points]) for level in candidates])
    costs = np.stack([np.sum(deviations(point, lattice.signals) ** 2, axis=-1) for point in points])
    pick = np.argmin(costs, axis=0)
    chosen = local_minima(costs.min(axis=0), lattice.shape, _STARTS)
    return cast(FloatArray, points[pick[chosen], chosen])
