"""How far a handful of loss events leaves the annual loss open: intervals of its mean and quantiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analytics.risk.annual_loss import Law, check_frequency
from analytics.risk.drawn_losses import DrawnSizes, drawn_quantiles
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
        if not 0.0 < level < 1.0:
            raise ValueError(f"level is {level}; it must lie between 0 and 1")
        ends = [(1.0 - level) / 2.0, (1.0 + level) / 2.0]
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
