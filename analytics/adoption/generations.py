"""Successive generations of a technology: branch, cash machine, telephone, Internet, mobile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import nnls

from analytics.adoption.least_squares import descend, local_minima, polish
from analytics.adoption.models import product
from analytics.adoption.shapes import FloatArray, bass_share

_BOUNDS = np.log([(1e-7, 2.0), (1e-3, 10.0)])


@dataclass(frozen=True)
class GenerationsFit:
    """Norton-Bass model with innovation and imitation shared by all generations.

    Parameters
    ----------
    p, q : shared coefficients per period
    potentials : array (generations,), users that each generation adds to the market, unit of the data
    launches : array (generations,), launch period of each generation
    sse : float, sum of squared errors over all generations
    fitted : array (periods, generations)
    """

    p: float
    q: float
    potentials: FloatArray
    launches: FloatArray
    sse: float
    fitted: FloatArray

    def predict(self, horizon: int) -> FloatArray:
        """Users of each generation in the next ``horizon`` periods: array (horizon, generations)."""
        if horizon < 1:
            raise ValueError(f"horizon is {horizon}; it must be 1 or more periods")
        last = self.fitted.shape[0]
        times = np.arange(last + 1.0, last + horizon + 1.0)
        return norton_bass(times, self.p, self.q, self.potentials, self.launches)


def norton_bass(
    t: ArrayLike, p: float, q: float, potentials: Sequence[float] | FloatArray, launches: ArrayLike
) -> FloatArray:
    """Users of each generation, every one taking adopters from those before it.

    ``S1 = m1 F1 (1 - F2)``, ``S2 = F2 (m2 + m1 F1) (1 - F3)`` and so on, each ``F`` a Bass curve from the
    launch of its generation.

    Parameters
    ----------
    t : array-like (periods,), periods since the first launch
    p, q : shared coefficients per period
    potentials, launches : arrays (generations,)

    Returns
    -------
    array (periods, generations)

    References
    ----------
    Norton and Bass (1987), A diffusion theory model of adoption and substitution for successive
    generations of high-technology products, Management Science 33(9).
    """
    columns = _design(np.asarray(t, float), np.array([[p, q]]), np.asarray(launches, float))[0]
    return cast(FloatArray, columns @ np.asarray(potentials, dtype=float))


def fit_generations(users: ArrayLike, launches: ArrayLike) -> GenerationsFit:
    """Fit the Norton-Bass model with shared p and q by least squares.

    Parameters
    ----------
    users : array-like (periods, generations), users of each generation in periods 1, 2, ...; NaN is missing
    launches : array-like (generations,), increasing; a generation launched at 0 has users in period 1

    Raises
    ------
    ValueError: shapes that do not match, launches out of order, fewer observations than parameters
    """
    data, starts = np.asarray(users, dtype=float), np.asarray(launches, dtype=float)
    _check(data, starts)
    times = np.arange(1.0, data.shape[0] + 1.0)
    seen = np.isfinite(data)
    values = data[seen]

    def design(x: FloatArray) -> FloatArray:
        rows = x.reshape(-1, 2)
        columns = _design(times, np.exp(rows), starts)[:, seen]
        return columns.reshape(*x.shape[:-1], values.size, starts.size)

    def residuals(x: FloatArray) -> FloatArray:
        columns = design(x)
        gram = np.einsum("...ng,...nh->...gh", columns, columns)
        ridge = 1e-12 * np.maximum(np.einsum("...gg->...", gram), 1e-300)[..., None, None]
        match = np.einsum("...ng,n->...g", columns, values)
        potentials = np.linalg.solve(gram + ridge * np.eye(starts.size), match[..., None])[..., 0]
        return cast(FloatArray, np.einsum("...ng,...g->...n", columns, np.maximum(potentials, 0.0)) - values)

    axes = (np.log(np.geomspace(1e-4, 0.3, 21)), np.log(np.geomspace(0.05, 2.0, 21)))
    grid = product(axes)
    surface = np.sum(residuals(grid) ** 2, axis=-1)
    chosen = local_minima(surface, (21, 21), 10)
    found, cost = descend(residuals, grid[chosen], _BOUNDS[:, 0], _BOUNDS[:, 1])
    best, _ = polish(residuals, found[np.argmin(cost)], _BOUNDS[:, 0], _BOUNDS[:, 1])
    potentials, distance = nnls(design(best[None])[0], values)
    p, q = (float(value) for value in np.exp(best))
    fitted = norton_bass(times, p, q, potentials, starts)
    return GenerationsFit(p, q, potentials, starts, float(distance**2), fitted)


def _design(times: FloatArray, rates: FloatArray, launches: FloatArray) -> FloatArray:
    """Users per unit of potential: array (rates, periods, generation observed, generation added)."""
    count = launches.size
    since = np.maximum(times[:, None] - launches, 0.0)
    shares = bass_share(since, rates[:, 0, None, None], rates[:, 1, None, None])
    left = np.concatenate([1.0 - shares[..., 1:], np.ones((*shares.shape[:-1], 1))], axis=-1)
    columns = np.zeros((*shares.shape, count))
    for added in range(count):
        # A generation's own potential, and those it took over, all pass through every later adoption.
        passed = np.cumprod(shares[..., added:], axis=-1)
        columns[..., added:, added] = passed * left[..., added:]
    return columns


def _check(data: FloatArray, launches: FloatArray) -> None:
    if data.ndim != 2 or launches.shape != (data.shape[1],):
        raise ValueError(
            f"users has shape {data.shape} and launches {launches.shape}; they must be "
            "(periods, generations) and (generations,)"
        )
    if np.any(launches < 0) or np.any(np.diff(launches) <= 0):
        raise ValueError(f"launches are {launches.tolist()}; they must be 0 or above and increasing")
    if np.any(data[np.isfinite(data)] < 0) or np.any(np.isinf(data)):
        raise ValueError("users has negative or infinite values; it needs 0 or above, NaN where missing")
    known = np.isfinite(data).sum(axis=0)
    if np.any(known == 0) or known.sum() < launches.size + 2:
        raise ValueError(
            f"users has {known.tolist()} observed values per generation; it needs one in each and "
            f"{launches.size + 2} in all"
        )
