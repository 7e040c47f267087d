"""How much one loss event costs: the laws of severity, and the two ways an expert states one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from analytics.estimate import central_ends

Floats = NDArray[np.float64]

# A shape this close to zero has lost its digits; the tail is exponential to the last one kept.
_EXPONENTIAL: Final = 1e-200


class Severity(Protocol):
    """What the compounding needs of a law of the size of one loss; scipy's frozen laws have it."""

    def sf(self, x: Any) -> Any: ...

    def isf(self, q: Any) -> Any: ...

    def mean(self) -> Any: ...

    def var(self) -> Any: ...

    def support(self) -> Any: ...

    def rvs(self, size: Any = ..., random_state: Any = ...) -> Any: ...


@dataclass(frozen=True)
class Spliced:
    """Lognormal body up to a threshold, generalised-Pareto tail above it.

    ``P(X > threshold) = tail_probability``; below, X follows a lognormal law cut off at the threshold;
    above, ``X - threshold`` follows a generalised-Pareto law. The distribution function is continuous.

    Parameters
    ----------
    mu, sigma : floats, sigma > 0, of the logarithm of the body before the cut
    threshold : float > 0, in the currency of the losses
    shape : float, of the tail; the mean is infinite from 1 upwards, the variance from 0.5 upwards
    scale : float > 0, of the tail, in the currency of the losses
    tail_probability : float in (0, 1), share of the losses above the threshold

    Raises
    ------
    ValueError: a parameter outside its range

    References
    ----------
    Klugman, Panjer, Willmot, *Loss Models*, 4th ed., section 5.2.6.
    McNeil, Frey, Embrechts, *Quantitative Risk Management*, ch. 5.
    """

    mu: float
    sigma: float
    threshold: float
    shape: float
    scale: float
    tail_probability: float

    def __post_init__(self) -> None:
        for name in ("mu", "shape"):
            if not np.isfinite(getattr(self, name)):
                raise ValueError(f"{name} is {getattr(self, name)}; it must be a finite number")
        for name in ("sigma", "threshold", "scale"):
            if not (np.isfinite(getattr(self, name)) and getattr(self, name) > 0):
                raise ValueError(f"{name} is {getattr(self, name)}; it must be more than 0")
        if not 0.0 < self.tail_probability < 1.0:
            raise ValueError(f"tail_probability is {self.tail_probability}; it must lie between 0 and 1")
        if self._cut <= 0.0:
            raise ValueError("threshold lies so far below the body that no loss could fall under it")

    @cached_property
    def _cut(self) -> float:
        """Probability of the body, before the cut, up to the threshold."""
        return float(special.ndtr((np.log(self.threshold) - self.mu) / self.sigma))

    def sf(self, x: ArrayLike) -> Floats:
        """Probability of a loss above ``x``; same shape as ``x``."""
        # Written out, as grids ask for it a million times: scipy's frozen laws check each call, and each
        # half is wanted on its own side of the threshold only.
        values = np.asarray(x, dtype=np.float64)
        result = np.ones(values.shape)
        above = values > self.threshold
        body = (values > 0.0) & ~above
        depth = (np.log(values[body]) - self.mu) / self.sigma
        result[body] = 1.0 - (1.0 - self.tail_probability) * special.ndtr(depth) / self._cut
        excess = (values[above] - self.threshold) / self.scale
        result[above] = self.tail_probability * _pareto_sf(excess, self.shape)
        result[np.isnan(values)] = np.nan
        return result

    def cdf(self, x: ArrayLike) -> Floats:
        """Probability of a loss of ``x`` or less; same shape as ``x``."""
        return 1.0 - self.sf(x)

    def pdf(self, x: ArrayLike) -> Floats:
        """Density per unit of currency; same shape as ``x``."""
        values = np.asarray(x, dtype=np.float64)
        body = stats.lognorm.pdf(values, self.sigma, scale=np.exp(self.mu))
        tail = stats.genpareto.pdf(values - self.threshold, self.shape, scale=self.scale)
        result: Floats = np.where(
            values <= self.threshold,
            (1.0 - self.tail_probability) * body / self._cut,
            self.tail_probability * tail,
        )
        return result

    def isf(self, q: ArrayLike) -> Floats:
        """Loss exceeded with probability ``q`` in [0, 1]; same shape as ``q``."""
        probability = np.asarray(q, dtype=np.float64)
        p = self.tail_probability
        result = np.full(probability.shape, np.nan)
        tail = (probability >= 0.0) & (probability < p)
        body = (probability >= p) & (probability <= 1.0)
        result[tail] = self.threshold + self.scale * _pareto_isf(probability[tail] / p, self.shape)
        level = np.minimum((1.0 - probability[body]) / (1.0 - p), 1.0) * self._cut
        # Where the cut takes next to nothing off the body, round-off would step over the threshold.
        result[body] = np.minimum(np.exp(self.mu + self.sigma * special.ndtri(level)), self.threshold)
        return result

    def ppf(self, q: ArrayLike) -> Floats:
        """Quantile at level ``q`` in [0, 1]; same shape as ``q``."""
        return self.isf(1.0 - np.asarray(q, dtype=np.float64))

    def mean(self) -> float:
        """Mean loss; infinite where the tail's shape is 1 or more."""
        return self._raw_moment(1)

    def var(self) -> float:
        """Variance; infinite where the tail's shape is 0.5 or more."""
        second = self._raw_moment(2)
        return second - self._raw_moment(1) ** 2 if np.isfinite(second) else np.inf

    def std(self) -> float:
        """Standard deviation; infinite where the variance is."""
        return float(np.sqrt(self.var()))

    def median(self) -> float:
        """Loss exceeded by one event in two."""
        return float(self.isf(0.5))

    def support(self) -> tuple[float, float]:
        """Smallest and largest possible loss."""
        return 0.0, self.threshold - self.scale / self.shape if self.shape < 0 else np.inf

    def rvs(self, size: int | tuple[int, ...] = 1, random_state: Any = None) -> Floats:
        """Random losses, by inversion; ``random_state`` is a seed or a numpy Generator."""
        return self.isf(np.random.default_rng(random_state).random(size))

    def _raw_moment(self, order: int) -> float:
        if self.shape * order >= 1.0:
            return np.inf
        cut = (np.log(self.threshold) - self.mu) / self.sigma
        body = np.exp(order * self.mu + 0.5 * (order * self.sigma) ** 2)
        body *= special.ndtr(cut - order * self.sigma) / self._cut
        excess = self.scale / (1.0 - self.shape)
        tail = self.threshold + excess
        if order == 2:
            tail = self.threshold**2 + 2.0 * excess * (self.threshold + self.scale / (1.0 - 2.0 * self.shape))
        return float((1.0 - self.tail_probability) * body + self.tail_probability * tail)


def _pareto_sf(excess: Floats, shape: float) -> Floats:
    """Generalised-Pareto probability above ``excess``, both of scale 1."""
    if abs(shape) < _EXPONENTIAL:
        return np.exp(-excess)
    # From the largest loss of a bounded tail on, the logarithm is minus infinity and nothing lies above.
    with np.errstate(divide="ignore"):
        return np.asarray(np.exp(-np.log1p(np.maximum(shape * excess, -1.0)) / shape))


def _pareto_isf(q: Floats, shape: float) -> Floats:
    """Excess, in units of the scale, above which the probability is ``q``."""
    with np.errstate(divide="ignore"):
        logarithm = np.log(q)
        return np.asarray(-logarithm if abs(shape) < _EXPONENTIAL else np.expm1(-shape * logarithm) / shape)


@dataclass(frozen=True)
class Lognormal:
    """A lognormal severity stated by its two parameters.

    Parameters
    ----------
    mu, sigma : floats, sigma > 0, mean and standard deviation of the logarithm of the loss

    Raises
    ------
    ValueError: parameters that are not finite, sigma not positive
    """

    mu: float
    sigma: float

    def __post_init__(self) -> None:
        if not np.isfinite(self.mu):
            raise ValueError(f"mu is {self.mu}; it must be a finite number")
        if not (np.isfinite(self.sigma) and self.sigma > 0):
            raise ValueError(f"sigma is {self.sigma}; it must be more than 0")

    @property
    def distribution(self) -> Any:
        """The scipy frozen law, as ``compound_loss`` takes it."""
        return stats.lognorm(self.sigma, scale=np.exp(self.mu))

    @property
    def mean(self) -> float:
        """Mean loss, in the currency of the losses."""
        return float(np.exp(self.mu + 0.5 * self.sigma**2))

    @property
    def median(self) -> float:
        """Loss exceeded by one event in two."""
        return float(np.exp(self.mu))


def lognormal_from_interval(low: float, high: float, *, level: float = 0.90) -> Lognormal:
    """The lognormal severity whose central interval an expert has stated.

    Parameters
    ----------
    low, high : floats, 0 < low < high, the loss is between them with probability ``level`` and is as
        often below as above
    level : float in (0, 1)

    Raises
    ------
    ValueError: bounds that are not positive and increasing, a level outside (0, 1)
    """
    if not (np.isfinite(low) and low > 0):
        raise ValueError(f"low is {low}; a loss interval starts above 0")
    if not (np.isfinite(high) and high > low):
        raise ValueError(f"high is {high}; it must be above low, which is {low}")
    _lower, upper = central_ends(level)
    half_width = float(stats.norm.ppf(upper))
    return Lognormal(
        mu=float(np.log(low) + np.log(high)) / 2.0,
        sigma=float(np.log(high) - np.log(low)) / (2.0 * half_width),
    )


@dataclass(frozen=True)
class Pert:
    """A PERT law: a beta law stretched between ``low`` and ``high``, see ``pert``."""

    low: float
    mode: float
    high: float
    gamma: float

    @property
    def alpha(self) -> float:
        """First shape of the beta law."""
        return 1.0 + self.gamma * (self.mode - self.low) / (self.high - self.low)

    @property
    def beta(self) -> float:
        """Second shape of the beta law."""
        return 1.0 + self.gamma * (self.high - self.mode) / (self.high - self.low)

    @property
    def mean(self) -> float:
        """``(low + gamma * mode + high) / (gamma + 2)``."""
        return (self.low + self.gamma * self.mode + self.high) / (self.gamma + 2.0)

    @property
    def distribution(self) -> Any:
        """The scipy frozen law, as ``compound_loss`` takes it."""
        return stats.beta(self.alpha, self.beta, loc=self.low, scale=self.high - self.low)


def pert(low: float, mode: float, high: float, *, gamma: float = 4.0) -> Pert:
    """The PERT law of an expert's smallest, most likely and largest value.

    Parameters
    ----------
    low, mode, high : floats, low <= mode <= high, low < high
    gamma : float > 0, weight of the mode; 4 is customary, less spreads the law

    Returns
    -------
    Pert, with ``alpha`` and ``beta`` in the standard form ``1 + gamma (mode - low) / (high - low)``

    Raises
    ------
    ValueError: values out of order or not finite, gamma not positive
    """
    if not np.isfinite([low, mode, high]).all():
        raise ValueError(f"low, mode and high are {low}, {mode}, {high}; all must be finite numbers")
    if not low < high:
        raise ValueError(f"high is {high}; it must be above low, which is {low}")
    if not low <= mode <= high:
        raise ValueError(f"mode is {mode}; it must lie between low ({low}) and high ({high})")
    if not (np.isfinite(gamma) and gamma > 0):
        raise ValueError(f"gamma is {gamma}; it must be more than 0")
    return Pert(float(low), float(mode), float(high), float(gamma))
