"""How far a handful of loss events leaves the annual loss open: intervals of its mean and quantiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special

from analytics.risk.annual_loss import Law, check_frequency
from analytics.risk.compounding import compound, discretise
from analytics.risk.frequency import NegativeBinomial, Poisson
from analytics.risk.severity import Lognormal, Spliced

Floats = NDArray[np.float64]

_CELLS = 2**12
_MOST_DOUBLINGS = 30
_HIGHEST_LEVEL = 0.9999
# Below, the law of the tail's maximum-likelihood estimates is no longer normal.
_LOWEST_SHAPE = -0.5


@dataclass(frozen=True)
class LossUncertainty:
    """Intervals of the annual loss under the laws that the same events would also have allowed.

    ``mean`` is an interval, its upper end infinite where so many draws have an infinite mean;
    ``infinite_means`` is their share. ``quantiles`` has one row per level: level, low, high.
    """

    mean: tuple[float, float]
    quantiles: pd.DataFrame
    infinite_means: float
    draws: int
    level: float


def loss_uncertainty(
    frequency: Law,
    severity: Spliced | Lognormal,
    *,
    years: float,
    n_losses: int,
    quantiles: ArrayLike = (0.5, 0.9, 0.99, 0.999),
    level: float = 0.80,
    draws: int = 200,
    seed: int = 0,
) -> LossUncertainty:
    """Parametric bootstrap of the annual loss: laws redrawn from what their estimates leave open.

    The yearly number of events follows a gamma law with the variance of the observed average. The tail's
    shape and logarithm of scale follow the normal law of their maximum-likelihood estimates, the share of
    the tail a beta law, the body's two parameters the law of a normal sample of its size.

    Parameters
    ----------
    frequency : Poisson or NegativeBinomial, with a mean of more than 0, as fitted
    severity : Spliced or Lognormal, as fitted
    years : float > 0, over which events were counted
    n_losses : int >= 2, losses behind the severity; a Spliced needs some on either side of its threshold
    quantiles : levels in [0, 0.9999], of the annual loss
    level : float in (0, 1), of the intervals
    draws : int >= 20
    seed : int; the same seed gives the same intervals

    Returns
    -------
    LossUncertainty, amounts in the currency of the severity

    Notes
    -----
    Each draw is compounded on a grid of 4,096 cells: under 2 % from the fine grid, far within the
    interval. Only the estimates are uncertain here: the choice of laws and of the threshold stay as given.

    Raises
    ------
    ValueError: an argument outside its range, another severity

    References
    ----------
    Smith (1987), Estimating tails of probability distributions, Annals of Statistics 15: covariance of
    the tail's estimates. Davison, Hinkley (1997), *Bootstrap Methods and their Application*, ch. 2.
    """
    check_frequency(frequency)
    levels = _check_arguments(frequency, severity, years, n_losses, quantiles, level, draws)
    rng = np.random.default_rng(seed)
    counts = _drawn_frequencies(frequency, years, draws, rng)
    sizes: list[Spliced] | list[_Lognormal]
    if isinstance(severity, Spliced):
        sizes = _drawn_spliced(severity, n_losses, draws, rng)
    else:
        sizes = _drawn_lognormals(severity, n_losses, draws, rng)
    drawn: list[tuple[Law, Spliced | _Lognormal]] = list(zip(counts, sizes, strict=True))
    means = np.array([count.mean * size.mean() for count, size in drawn])
    table = np.array([_quantiles(count, size, levels) for count, size in drawn])
    ends = [(1.0 - level) / 2.0, (1.0 + level) / 2.0]
    low, high = np.quantile(table, ends, axis=0)
    return LossUncertainty(
        mean=(
            float(np.quantile(means, ends[0], method="lower")),
            float(np.quantile(means, ends[1], method="higher")),
        ),
        quantiles=pd.DataFrame({"level": levels, "low": low, "high": high}),
        infinite_means=float(np.isinf(means).mean()),
        draws=draws,
        level=level,
    )


def _drawn_frequencies(frequency: Law, years: float, draws: int, rng: np.random.Generator) -> list[Law]:
    shape = frequency.mean**2 * years / frequency.variance
    means = rng.gamma(shape, frequency.mean / shape, draws)
    if isinstance(frequency, NegativeBinomial):
        return [NegativeBinomial(float(mean), frequency.dispersion) for mean in means]
    return [Poisson(float(mean)) for mean in means]


@dataclass(frozen=True)
class _Lognormal:
    """A drawn lognormal size of a loss: scipy's frozen law takes longer to set up than to evaluate."""

    mu: float
    sigma: float

    def sf(self, x: ArrayLike) -> Floats:
        with np.errstate(divide="ignore"):
            return np.asarray(special.ndtr((self.mu - np.log(x)) / self.sigma), dtype=np.float64)

    def isf(self, q: ArrayLike) -> Floats:
        return np.asarray(np.exp(self.mu - self.sigma * special.ndtri(q)), dtype=np.float64)

    def mean(self) -> float:
        return float(np.exp(self.mu + 0.5 * self.sigma**2))


def _drawn_spliced(severity: Spliced, n: int, draws: int, rng: np.random.Generator) -> list[Spliced]:
    in_tail = round(severity.tail_probability * n)
    shares = rng.beta(in_tail + 0.5, n - in_tail + 0.5, draws)
    bend = 1.0 + max(severity.shape, _LOWEST_SHAPE)
    covariance = np.array([[bend**2, -bend], [-bend, 2.0 * bend]]) / in_tail
    tail = rng.multivariate_normal([severity.shape, np.log(severity.scale)], covariance, draws)
    shapes = np.maximum(tail[:, 0], _LOWEST_SHAPE)
    mu, sigma = _drawn_body(severity.mu, severity.sigma, n - in_tail, draws, rng)
    parameters = zip(mu, sigma, shapes, np.exp(tail[:, 1]), shares, strict=True)
    return [
        Spliced(float(m), float(s), severity.threshold, float(shape), float(scale), float(share))
        for m, s, shape, scale, share in parameters
    ]


def _drawn_lognormals(severity: Lognormal, n: int, draws: int, rng: np.random.Generator) -> list[_Lognormal]:
    mu, sigma = _drawn_body(severity.mu, severity.sigma, n, draws, rng)
    return [_Lognormal(float(m), float(s)) for m, s in zip(mu, sigma, strict=True)]


def _drawn_body(
    mu: float, sigma: float, n: int, draws: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    spread = sigma * np.sqrt(n / rng.chisquare(n - 1, draws))
    return mu + spread / np.sqrt(n) * rng.standard_normal(draws), spread


def _quantiles(frequency: Law, severity: Any, levels: Floats) -> Floats:
    """Quantiles of the annual loss on a coarse grid that reaches beyond the highest of them."""
    beyond = 1.0 - max(float(levels.max()), 0.5)
    events = max(frequency.mean, 1.0)
    rarest = np.geomspace(0.5 * beyond, 1.0, 200) / events
    losses = np.asarray(severity.isf(rarest), dtype=np.float64)
    top = float(losses[0]) + events * float(np.trapezoid(losses, rarest))
    for _ in range(_MOST_DOUBLINGS):
        step = top / _CELLS
        grid = compound(frequency, discretise(severity, step, _CELLS), step=step, cells=_CELLS)
        if 1.0 - float(grid.cdf[-1]) < beyond:
            break
        top *= 2.0
    none = float(np.exp(frequency.log_pgf(np.zeros(1, dtype=np.complex128))[0].real))
    below = np.concatenate([[none], np.maximum(grid.cdf, none)])
    nodes = np.concatenate([[0.0], grid.points + 0.5 * grid.step])
    return np.where(levels <= none, 0.0, np.interp(levels, below, nodes))


def _check_arguments(
    frequency: Law,
    severity: Any,
    years: float,
    n_losses: int,
    quantiles: ArrayLike,
    level: float,
    draws: int,
) -> Floats:
    if frequency.mean == 0.0:
        raise ValueError("frequency has a mean of 0; without events there is no annual loss to draw")
    if not isinstance(severity, Spliced | Lognormal):
        raise ValueError(f"severity is a {type(severity).__name__}; it must be Spliced or Lognormal")
    if not (np.isfinite(years) and years > 0):
        raise ValueError(f"years is {years}; it must be more than 0")
    if n_losses < 2:
        raise ValueError(f"n_losses is {n_losses}; it must be 2 or more")
    if isinstance(severity, Spliced):
        in_tail = round(severity.tail_probability * n_losses)
        if in_tail < 1 or n_losses - in_tail < 2:
            raise ValueError(
                f"n_losses is {n_losses}: at a tail_probability of {severity.tail_probability:g} that is too "
                "few on one side of the threshold; at least 1 above and 2 below are needed"
            )
    if not 0.0 < level < 1.0:
        raise ValueError(f"level is {level}; it must lie between 0 and 1")
    if draws < 20:
        raise ValueError(f"draws is {draws}; it must be 20 or more")
    levels = np.atleast_1d(np.asarray(quantiles, dtype=np.float64))
    if not ((levels >= 0.0) & (levels <= _HIGHEST_LEVEL)).all():
        raise ValueError(f"quantiles is {quantiles!r}; levels must lie between 0 and {_HIGHEST_LEVEL}")
    return levels
