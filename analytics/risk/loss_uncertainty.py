"""How far a handful of loss events leaves the annual loss open: intervals of its mean and quantiles.

They are made of many laws at once, on coarse grids: the same transform as in ``compounding``, for one law a
row. A law drawn two hundred times needs no fine grid, but under a heavy tail one grid that reaches the rarest
level is blind to the common ones: each decade of rarity has a grid of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import fft, special

from analytics.estimate import central_ends
from analytics.risk.annual_loss import Law, check_frequency, quiet_year
from analytics.risk.compounding import TILT, WINDOW_DEVIATIONS, quadrature
from analytics.risk.frequency import NegativeBinomial, Poisson
from analytics.risk.severity import Lognormal, Spliced

Floats = NDArray[np.float64]

_HIGHEST_LEVEL = 0.9999
# Below, the law of the tail's maximum-likelihood estimates is no longer normal.
LOWEST_SHAPE = -0.5


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


@dataclass(frozen=True)
class LossDraws:
    """Annual losses under laws that the same events would also have allowed, see ``draw_losses``.

    ``means``, shape (draws,), infinite where a drawn law has none; ``quantiles``, shape (draws, levels).
    """

    levels: Floats
    means: Floats
    quantiles: Floats

    def uncertainty(self, level: float) -> LossUncertainty:
        """The central interval of each figure that holds the share ``level`` of the draws.

        Raises
        ------
        ValueError: a level outside (0, 1)
        """
        ends = central_ends(level)
        low, high = np.quantile(self.quantiles, ends, axis=0)
        return LossUncertainty(
            mean=(
                float(np.quantile(self.means, ends[0], method="lower")),
                float(np.quantile(self.means, ends[1], method="higher")),
            ),
            quantiles=pd.DataFrame({"level": self.levels, "low": low, "high": high}),
            infinite_means=float(np.isinf(self.means).mean()),
            draws=self.means.size,
            level=level,
        )


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
    """Intervals of the annual loss: ``draw_losses`` at one level.

    Parameters
    ----------
    level : float in (0, 1), of the intervals
    frequency, severity, years, n_losses, quantiles, draws, seed : as in ``draw_losses``

    Raises
    ------
    ValueError: an argument outside its range, another severity
    """
    drawn = draw_losses(
        frequency,
        severity,
        years=years,
        n_losses=n_losses,
        quantiles=quantiles,
        draws=draws,
        seed=seed,
    )
    return drawn.uncertainty(level)


def draw_losses(
    frequency: Law,
    severity: Spliced | Lognormal,
    *,
    years: float,
    n_losses: int,
    quantiles: ArrayLike = (0.5, 0.9, 0.99, 0.999),
    draws: int = 200,
    seed: int = 0,
) -> LossDraws:
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
    draws : int >= 20
    seed : int; the same seed gives the same intervals

    Returns
    -------
    LossDraws, amounts in the currency of the severity

    Notes
    -----
    Each draw is compounded on coarse grids, under 2 % from the fine one and far within the interval. Only
    the estimates are uncertain here: the choice of laws and of the threshold stay as given.

    Raises
    ------
    ValueError: an argument outside its range, another severity

    References
    ----------
    Smith (1987), Estimating tails of probability distributions, Annals of Statistics 15: covariance of
    the tail's estimates. Davison, Hinkley (1997), *Bootstrap Methods and their Application*, ch. 2.
    """
    check_frequency(frequency)
    levels = _check_arguments(frequency, severity, years, n_losses, quantiles, draws)
    rng = np.random.default_rng(seed)
    counts = drawn_frequencies(frequency, years, draws, rng)
    sizes = drawn_sizes(severity, n_losses, draws, rng)
    means = np.array([law.mean for law in counts]) * sizes.means()
    table = drawn_quantiles(counts, sizes, levels)
    return LossDraws(levels, means, table)


def drawn_frequencies(frequency: Law, years: float, draws: int, rng: np.random.Generator) -> list[Law]:
    """Laws of the yearly number of events that a record of so many years leaves possible."""
    shape = frequency.mean**2 * years / frequency.variance
    means = rng.gamma(shape, frequency.mean / shape, draws)
    if isinstance(frequency, NegativeBinomial):
        return [NegativeBinomial(float(mean), frequency.dispersion) for mean in means]
    return [Poisson(float(mean)) for mean in means]


def drawn_sizes(severity: Spliced | Lognormal, n: int, draws: int, rng: np.random.Generator) -> DrawnSizes:
    """Laws of the size of a loss that ``n`` losses leave possible beside the one fitted to them."""
    if isinstance(severity, Lognormal):
        mu, sigma = _drawn_body(severity.mu, severity.sigma, n, draws, rng)
        return DrawnSizes(mu, sigma, np.inf, np.ones(draws), np.ones(draws), np.zeros(draws))
    in_tail = round(severity.tail_probability * n)
    shares = rng.beta(in_tail + 0.5, n - in_tail + 0.5, draws)
    bend = 1.0 + max(severity.shape, LOWEST_SHAPE)
    covariance = np.array([[bend**2, -bend], [-bend, 2.0 * bend]]) / in_tail
    tail = rng.multivariate_normal([severity.shape, np.log(severity.scale)], covariance, draws)
    shapes = np.maximum(tail[:, 0], LOWEST_SHAPE)
    mu, sigma = _drawn_body(severity.mu, severity.sigma, n - in_tail, draws, rng)
    return DrawnSizes(mu, sigma, severity.threshold, shapes, np.exp(tail[:, 1]), shares)


def _drawn_body(
    mu: float, sigma: float, n: int, draws: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    spread = sigma * np.sqrt(n / rng.chisquare(n - 1, draws))
    return mu + spread / np.sqrt(n) * rng.standard_normal(draws), spread


def _check_arguments(
    frequency: Law,
    severity: Any,
    years: float,
    n_losses: int,
    quantiles: ArrayLike,
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
    if draws < 20:
        raise ValueError(f"draws is {draws}; it must be 20 or more")
    levels = np.atleast_1d(np.asarray(quantiles, dtype=np.float64))
    if not ((levels >= 0.0) & (levels <= _HIGHEST_LEVEL)).all():
        raise ValueError(f"quantiles is {quantiles!r}; levels must lie between 0 and {_HIGHEST_LEVEL}")
    return levels


_CELLS = 512
_NODES = 8
_FINE_CELLS = 16
_DECADES_OF_CELL_0 = 20
_MOST_DOUBLINGS = 30
_LEAST_SHAPE = 1e-9


class RowSizes(Protocol):
    """What the grids need of laws of the size of a loss, one a row."""

    def rows(self, chosen: NDArray[np.intp]) -> Any: ...

    def sf(self, x: Floats) -> Floats: ...

    def isf(self, q: Floats) -> Floats: ...

    def means(self) -> Floats: ...


@dataclass(frozen=True)
class DrawnSizes:
    """Laws of the size of a loss, one a row: lognormal up to the threshold, generalised Pareto above.

    Parameters
    ----------
    mu, sigma : arrays, shape (draws,), of the logarithm of the body before the cut
    threshold : float, infinite for plain lognormal laws
    shape, scale, share : arrays, shape (draws,), of the tails; without effect where there is no threshold
    """

    mu: Floats
    sigma: Floats
    threshold: float
    shape: Floats
    scale: Floats
    share: Floats

    def __post_init__(self) -> None:
        # The exponential tail is the limit: a shape of 0 itself cannot be divided by.
        shape = np.where(np.abs(self.shape) < _LEAST_SHAPE, _LEAST_SHAPE, self.shape)
        object.__setattr__(self, "shape", shape)

    @property
    def _cut(self) -> Floats:
        return np.asarray(special.ndtr((np.log(self.threshold) - self.mu) / self.sigma), dtype=np.float64)

    def rows(self, chosen: NDArray[np.intp]) -> DrawnSizes:
        """Some of the laws."""
        parts = (part[chosen] for part in (self.shape, self.scale, self.share))
        return DrawnSizes(self.mu[chosen], self.sigma[chosen], self.threshold, *parts)

    def sf(self, x: Floats) -> Floats:
        """Probability of a loss above ``x``, shape (draws, points), all more than 0."""
        mu, sigma, cut, share = (part[:, None] for part in (self.mu, self.sigma, self._cut, self.share))
        in_body = np.minimum(x, self.threshold)
        below = (1.0 - share) * special.ndtr((np.log(in_body) - mu) / sigma) / cut
        if np.isinf(self.threshold):
            return np.asarray(1.0 - below, dtype=np.float64)
        shape = self.shape[:, None]
        excess = np.maximum(shape * (x - in_body) / self.scale[:, None], -1.0)
        with np.errstate(divide="ignore"):
            above = share * np.exp(-np.log1p(excess) / shape)
        return np.where(x <= self.threshold, 1.0 - below, above)

    def isf(self, q: Floats) -> Floats:
        """Loss exceeded with probability ``q``, shape (draws, points), in (0, 1]."""
        share = self.share[:, None]
        level = np.clip((1.0 - q) / (1.0 - share), 0.0, 1.0) * self._cut[:, None]
        body = np.exp(self.mu[:, None] + self.sigma[:, None] * special.ndtri(level))
        if np.isinf(self.threshold):
            return np.asarray(body, dtype=np.float64)
        shape = self.shape[:, None]
        with np.errstate(divide="ignore"):
            excess = np.expm1(-shape * np.log(np.minimum(q / share, 1.0))) / shape
        return np.where(q < share, self.threshold + self.scale[:, None] * excess, body)

    def means(self) -> Floats:
        """Mean loss of each law; infinite where the tail's shape is 1 or more."""
        depth = (np.log(self.threshold) - self.mu) / self.sigma - self.sigma
        body = np.exp(self.mu + 0.5 * self.sigma**2) * special.ndtr(depth) / self._cut
        if np.isinf(self.threshold):
            return np.asarray(body, dtype=np.float64)
        finite = np.minimum(self.shape, 0.5)
        tail = self.threshold + self.scale / np.where(self.shape < 1.0, 1.0 - self.shape, 1.0 - finite)
        mean = (1.0 - self.share) * body + self.share * tail
        return np.where(self.shape < 1.0, mean, np.inf)


@dataclass(frozen=True)
class DrawnLogs:
    """Weibull or log-logistic laws, one a row: the logarithm's ``centre`` and ``spread``, shape (draws,)."""

    family: Literal["weibull", "loglogistic"]
    centre: Floats
    spread: Floats

    def rows(self, chosen: NDArray[np.intp]) -> DrawnLogs:
        """Some of the laws."""
        return DrawnLogs(self.family, self.centre[chosen], self.spread[chosen])

    def sf(self, x: Floats) -> Floats:
        """Probability of a loss above ``x``, shape (draws, points), all more than 0."""
        z = (np.log(x) - self.centre[:, None]) / self.spread[:, None]
        if self.family == "weibull":
            return np.asarray(np.exp(-np.exp(np.minimum(z, 700.0))), dtype=np.float64)
        return np.asarray(special.expit(-z), dtype=np.float64)

    def isf(self, q: Floats) -> Floats:
        """Loss exceeded with probability ``q``, shape (draws, points), in (0, 1]."""
        with np.errstate(divide="ignore"):
            z = np.log(-np.log(q)) if self.family == "weibull" else special.logit(1.0 - q)
        return np.asarray(np.exp(self.centre[:, None] + self.spread[:, None] * z), dtype=np.float64)

    def means(self) -> Floats:
        """Mean loss of each law; infinite for a log-logistic one with a spread of 1 or more."""
        if self.family == "weibull":
            return np.asarray(np.exp(self.centre) * special.gamma(1.0 + self.spread), dtype=np.float64)
        inside = np.minimum(self.spread, 0.999)
        mean = np.exp(self.centre) * np.pi * inside / np.sin(np.pi * inside)
        return np.where(self.spread < 1.0, mean, np.inf)


@dataclass(frozen=True)
class DrawnPareto:
    """Generalised-Pareto laws from zero, one a row: ``shape`` and ``scale``, shape (draws,)."""

    shape: Floats
    scale: Floats

    def __post_init__(self) -> None:
        shape = np.where(np.abs(self.shape) < _LEAST_SHAPE, _LEAST_SHAPE, self.shape)
        object.__setattr__(self, "shape", shape)

    def rows(self, chosen: NDArray[np.intp]) -> DrawnPareto:
        """Some of the laws."""
        return DrawnPareto(self.shape[chosen], self.scale[chosen])

    def sf(self, x: Floats) -> Floats:
        """Probability of a loss above ``x``, shape (draws, points), all more than 0."""
        shape = self.shape[:, None]
        with np.errstate(divide="ignore"):
            return np.asarray(
                np.exp(-np.log1p(np.maximum(shape * x / self.scale[:, None], -1.0)) / shape),
                dtype=np.float64,
            )

    def isf(self, q: Floats) -> Floats:
        """Loss exceeded with probability ``q``, shape (draws, points), in (0, 1]."""
        shape = self.shape[:, None]
        return np.asarray(self.scale[:, None] * np.expm1(-shape * np.log(q)) / shape, dtype=np.float64)

    def means(self) -> Floats:
        """Mean loss of each law; infinite where the shape is 1 or more."""
        return np.where(
            self.shape < 1.0, self.scale / np.where(self.shape < 1.0, 1.0 - self.shape, 1.0), np.inf
        )


def drawn_quantiles(counts: Sequence[Law], sizes: RowSizes, levels: Floats) -> Floats:
    """Quantiles of the annual loss under each pair of laws.

    Parameters
    ----------
    counts : laws of the yearly number of events, one a row
    sizes : laws of the size of a loss, as many
    levels : array, shape (levels,), in [0, 0.9999]

    Returns
    -------
    array, shape (draws, levels), within 0.3 % of ``CompoundLoss.quantile`` up to 100 events a year
    and within 2 % up to 400
    """
    quiet = np.array([quiet_year(law) for law in counts])
    result = np.zeros((len(counts), levels.size))
    decades = np.floor(-np.log10(1.0 - levels) + 1e-9)
    for decade in np.unique(decades):
        here = decades == decade
        result[:, here] = _on_grids(counts, sizes, levels[here], quiet)
    return np.where(levels <= quiet[:, None], 0.0, result)


def _on_grids(counts: Sequence[Law], sizes: RowSizes, levels: Floats, quiet: Floats) -> Floats:
    """Quantiles on one grid a row that reaches beyond the highest level."""
    beyond = 0.5 * (1.0 - max(float(levels.max()), 0.5))
    events = np.maximum([law.mean for law in counts], 1.0)[:, None]
    rarest = np.geomspace(beyond, 1.0, 100) / events
    losses = sizes.isf(rarest)
    top = losses[:, 0] + events[:, 0] * np.trapezoid(losses, rarest, axis=1)
    result = np.zeros((len(counts), levels.size))
    left = np.arange(len(counts))
    for _ in range(_MOST_DOUBLINGS):
        step = top[left] / _CELLS
        start, cdf = _compound([counts[int(row)] for row in left], _masses(sizes.rows(left), step))
        reached = (1.0 - cdf[:, -1] < 2.0 * beyond).nonzero()[0]
        for row in reached:
            none = quiet[left[row]]
            below = np.concatenate([[none], np.maximum(cdf[row], none)])
            nodes = step[row] * np.concatenate([[0.0], start[row] + np.arange(_CELLS) + 0.5])
            result[left[row]] = np.interp(levels, below, nodes)
        left = np.delete(left, reached)
        if not left.size:
            return result
        top[left] *= 2.0
    raise ValueError("frequency and severity: the yearly total spreads too widely for a grid")


def _masses(sizes: RowSizes, step: Floats) -> Floats:
    """Probabilities of losses of 0, step, 2 step, ..., the mean kept, as ``compounding.discretise``."""
    draws, width = step.size, step[:, None]
    above = np.zeros((draws, _CELLS))
    for place, weight in zip(*quadrature(2), strict=True):
        above[:, _FINE_CELLS:] += weight * sizes.sf(width * (np.arange(_FINE_CELLS, _CELLS) + place))
    places, weights = quadrature(_NODES)
    inner = (np.arange(1, _FINE_CELLS)[:, None] + places).ravel()
    above[:, 1:_FINE_CELLS] = sizes.sf(width * inner).reshape(draws, -1, _NODES) @ weights
    edges = np.linspace(-_DECADES_OF_CELL_0, 0.0, _DECADES_OF_CELL_0 + 1)
    shares = np.exp(edges[:-1, None] + places).ravel()
    above[:, 0] = (sizes.sf(width * shares) * shares).reshape(draws, -1, _NODES).sum(axis=1) @ weights
    above[:, 0] += np.exp(edges[0])
    masses = np.column_stack([1.0 - above[:, 0], above[:, :-1] - above[:, 1:]])
    return np.maximum(masses, 0.0)


def _compound(counts: Sequence[Law], masses: Floats) -> tuple[NDArray[np.int64], Floats]:
    """First cell and distribution function of each row's total, as ``compounding.compound``."""
    index, tilt = np.arange(_CELLS), TILT / _CELLS
    first, second = masses @ index, masses @ index**2
    mean = np.array([law.mean for law in counts])
    variance = mean * second + (np.array([law.variance for law in counts]) - mean) * first**2
    start = np.maximum(np.floor(mean * first - WINDOW_DEVIATIONS * np.sqrt(variance)), 0.0).astype(np.int64)
    transform = fft.rfft(masses * np.exp(-tilt * index), axis=1)
    logarithm = np.stack([law.log_pgf(row) for law, row in zip(counts, transform, strict=True)])
    window = fft.irfft(np.exp(logarithm + tilt * start[:, None]), _CELLS, axis=1)
    upright = np.take_along_axis(window, (index + start[:, None]) % _CELLS, axis=1) * np.exp(tilt * index)
    return start, np.clip(np.maximum.accumulate(np.cumsum(upright, axis=1), axis=1), 0.0, 1.0)
