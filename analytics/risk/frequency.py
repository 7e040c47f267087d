"""How many loss events a year: two laws, and the choice between them from the bank's own counts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special, stats

from analytics.estimate import central_ends

Complexes = NDArray[np.complex128]
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_LEAST_DISPERSION = 1e-6
_MOST_DISPERSION = 1e4
_PLACES = 61


class Frequency(Protocol):
    """What the compounding needs of a law of the yearly number of events."""

    @property
    def mean(self) -> float: ...

    @property
    def variance(self) -> float: ...

    def log_pgf(self, z: Complexes) -> Complexes: ...

    def thinned(self, share: float) -> Frequency: ...

    def draw(self, rng: np.random.Generator, years: int) -> Counts: ...


@dataclass(frozen=True)
class Poisson:
    """Events that come independently, ``rate`` of them a year on average.

    Parameters
    ----------
    rate : float >= 0, events a year

    Raises
    ------
    ValueError: a rate that is negative or not finite
    """

    rate: float

    def __post_init__(self) -> None:
        _check(self.rate, "rate", "events a year, 0 or more", positive=False)

    @property
    def mean(self) -> float:
        """Events a year."""
        return float(self.rate)

    @property
    def variance(self) -> float:
        """Equal to the mean."""
        return float(self.rate)

    def log_pgf(self, z: Complexes) -> Complexes:
        """Logarithm of the probability generating function, ``log E[z^N]``."""
        return self.rate * (z - 1.0)

    def thinned(self, share: float) -> Poisson:
        """The law of the events that remain when each one is kept with probability ``share``."""
        return Poisson(self.rate * _share(share))

    def draw(self, rng: np.random.Generator, years: int) -> Counts:
        """Yearly numbers of events, shape (years,)."""
        return rng.poisson(self.rate, years).astype(np.int64)


@dataclass(frozen=True)
class NegativeBinomial:
    """Events whose yearly rate itself varies: more spread than Poisson for the same mean.

    The rate follows a gamma law of mean ``mean`` and squared coefficient of variation
    ``dispersion``; the variance of the count is ``mean + dispersion * mean**2``.

    Parameters
    ----------
    mean : float >= 0, events a year
    dispersion : float > 0; towards 0 the law becomes Poisson

    Raises
    ------
    ValueError: a mean that is negative, a dispersion that is not positive, either not finite
    """

    mean: float
    dispersion: float

    def __post_init__(self) -> None:
        _check(self.mean, "mean", "events a year, 0 or more", positive=False)
        _check(self.dispersion, "dispersion", "more than 0 (use Poisson for 0)", positive=True)

    @property
    def variance(self) -> float:
        """``mean + dispersion * mean**2``."""
        return float(self.mean + self.dispersion * self.mean**2)

    def log_pgf(self, z: Complexes) -> Complexes:
        """Logarithm of the probability generating function, ``log E[z^N]``."""
        log = -np.log1p(self.dispersion * self.mean * (1.0 - z)) / self.dispersion
        return np.asarray(log, dtype=np.complex128)

    def thinned(self, share: float) -> NegativeBinomial:
        """The law of the events that remain when each one is kept with probability ``share``."""
        return NegativeBinomial(self.mean * _share(share), self.dispersion)

    def draw(self, rng: np.random.Generator, years: int) -> Counts:
        """Yearly numbers of events, shape (years,)."""
        if self.mean == 0.0:
            return np.zeros(years, dtype=np.int64)
        rates = rng.gamma(1.0 / self.dispersion, self.mean * self.dispersion, years)
        return rng.poisson(rates).astype(np.int64)


@dataclass(frozen=True)
class FrequencyFit:
    """Both laws fitted to the same counts, and the one the figures prefer.

    ``rate_interval`` is the exact two-sided interval of the Poisson rate (Garwood 1936); with no event
    at all its lower end is 0 and its upper end is what the silence still allows. ``dispersion_index``
    is near 1 where Poisson holds; ``p_value`` is the chance that Poisson gives an index as high.
    ``negative_binomial`` and its criterion are None where the counts cannot tell a dispersion.
    """

    chosen: Poisson | NegativeBinomial
    poisson: Poisson
    negative_binomial: NegativeBinomial | None
    aic_poisson: float
    aic_negative_binomial: float | None
    dispersion_index: float | None
    p_value: float | None
    rate_interval: tuple[float, float]
    n_events: int
    years: float
    reason: str


def fit_frequency(
    counts: ArrayLike,
    *,
    exposure: ArrayLike | None = None,
    periods_per_year: float = 1.0,
    level: float = 0.90,
) -> FrequencyFit:
    """Fit Poisson and negative binomial to event counts and choose by Akaike's criterion.

    Parameters
    ----------
    counts : array-like of integers, shape (periods,), events per period
    exposure : array-like, shape (periods,), years that each period stands for (0.5 for half a year,
        or years times relative volume); default one period each, ``1 / periods_per_year`` years
    periods_per_year : float > 0, 1 for annual counts, 12 for monthly ones; not with ``exposure``
    level : float in (0, 1), of the interval of the rate

    Returns
    -------
    FrequencyFit, rates per year of exposure

    Notes
    -----
    Periods are independent: for the negative binomial the gamma shape grows with exposure, so that
    twelve fitted months add up to the fitted year. One period, or counts no more spread than Poisson,
    cannot tell a dispersion: Poisson is then chosen and ``reason`` says so. Under both laws the likeliest
    mean is the observed rate, events over years, to the last digits; a dispersion is sought from 1e-6 to
    1e4.

    Raises
    ------
    ValueError: no period, counts that are negative, missing or not whole; exposures not positive

    References
    ----------
    Klugman, Panjer, Willmot, *Loss Models*, 4th ed., ch. 6 and 14. Garwood (1936), Biometrika 28.
    """
    n = _whole_counts(counts)
    years = _exposures(n.size, exposure, periods_per_year)
    central_ends(level)  # refuses a level that is none before anything is computed
    # Twelfths added one by one fall short of the year that they make.
    total, duration = int(n.sum()), math.fsum(years)
    poisson = Poisson(total / duration)
    log_poisson = float(stats.poisson.logpmf(n, poisson.rate * years).sum())
    aic_poisson = 2.0 - 2.0 * log_poisson
    index, p_value = _dispersion_test(n, poisson.rate * years)
    negative, aic_negative = None, None
    if index is None:
        chosen: Poisson | NegativeBinomial = poisson
        reason = "one period or no event: the spread cannot be told, Poisson is used"
    elif index <= 1.0:
        chosen, reason = poisson, "the counts are no more spread than Poisson"
    else:
        negative, log_negative = _fit_negative_binomial(n, years, poisson.rate)
        aic_negative = 4.0 - 2.0 * log_negative
        chosen = negative if aic_negative < aic_poisson else poisson
        name = "negative binomial" if chosen is negative else "Poisson"
        values = f"{aic_poisson:.2f} Poisson, {aic_negative:.2f} negative binomial"
        reason = f"{name} has the lower Akaike criterion ({values})"
    return FrequencyFit(
        chosen=chosen,
        poisson=poisson,
        negative_binomial=negative,
        aic_poisson=aic_poisson,
        aic_negative_binomial=aic_negative,
        dispersion_index=index,
        p_value=p_value,
        rate_interval=rate_interval(total, duration, level=level),
        n_events=total,
        years=duration,
        reason=reason,
    )


def _fit_negative_binomial(n: Counts, years: Floats, rate: float) -> tuple[NegativeBinomial, float]:
    """The likeliest law. Its mean is the observed rate whatever the dispersion: only that one is sought.

    With ``Gamma(n + s) / Gamma(s)`` written as the product of ``s, s + 1, ..., s + n - 1`` neither the
    likelihood nor its slope loses digits where the law nears Poisson, as differences of log gammas do.
    """
    before = np.concatenate([np.arange(count) for count in n]).astype(np.float64)
    span = np.repeat(years, n)
    duration = math.fsum(years)

    def slope(dispersion: float) -> float:
        odds = rate * dispersion
        # log1p(odds) - odds, by its series where the difference would be round-off.
        bend = np.log1p(odds) - odds if odds > 1e-3 else odds**2 * (-1 / 2 + odds / 3 - odds**2 / 4)
        return float((before / (span + dispersion * before)).sum() + duration * bend / dispersion**2)

    def log_likelihood(dispersion: float) -> float:
        mass = np.log(span + dispersion * before).sum() - special.gammaln(n + 1.0).sum()
        spread = ((n + years / dispersion) * np.log1p(rate * dispersion)).sum()
        return float(mass + n.sum() * np.log(rate) - spread)

    # Periods of unequal length may give the likelihood more than one top: each lies between two of these.
    places = np.geomspace(_LEAST_DISPERSION, _MOST_DISPERSION, _PLACES)
    slopes = [slope(float(place)) for place in places]
    tops = [float(places[0] if slopes[0] <= 0 else places[-1])]
    for low, high, rising, falling in zip(places, places[1:], slopes, slopes[1:], strict=False):
        if rising > 0 >= falling:
            tops.append(float(optimize.brentq(slope, low, high, xtol=1e-15, rtol=1e-13)))
    dispersion = max(tops, key=log_likelihood)
    return NegativeBinomial(rate, dispersion), log_likelihood(dispersion)


def _dispersion_test(n: Counts, expected: Floats) -> tuple[float | None, float | None]:
    if n.size < 2 or n.sum() == 0:
        return None, None
    pearson = float(((n - expected) ** 2 / expected).sum())
    degrees = n.size - 1
    return pearson / degrees, float(stats.chi2.sf(pearson, degrees))


def rate_interval(events: int, years: float, *, level: float = 0.90) -> tuple[float, float]:
    """Exact two-sided interval of the rate of a Poisson law.

    Parameters
    ----------
    events : int >= 0, observed
    years : float > 0, over which they were counted
    level : float in (0, 1)

    Returns
    -------
    low, high : events a year; without an event the low end is 0

    Raises
    ------
    ValueError: an argument outside its range

    References
    ----------
    Garwood (1936), Biometrika 28.
    """
    _check(events, "events", "a number of events, 0 or more", positive=False)
    _check(years, "years", "more than 0", positive=True)
    tail, _upper = central_ends(level)
    low = 0.0 if events == 0 else float(stats.chi2.ppf(tail, 2 * events)) / 2.0
    high = float(stats.chi2.ppf(1.0 - tail, 2 * (events + 1))) / 2.0
    return low / years, high / years


def _whole_counts(counts: ArrayLike) -> Counts:
    n = np.asarray(counts, dtype=np.float64)
    if n.ndim != 1 or n.size == 0:
        raise ValueError(f"counts has shape {n.shape}; give one number of events per period, at least one")
    if not np.isfinite(n).all():
        raise ValueError("counts holds a missing value; leave out the periods that were not observed")
    if (n < 0).any() or (n != np.round(n)).any():
        raise ValueError("counts must be whole numbers of events, 0 or more")
    return n.astype(np.int64)


def _exposures(periods: int, exposure: ArrayLike | None, periods_per_year: float) -> Floats:
    _check(periods_per_year, "periods_per_year", "more than 0", positive=True)
    if exposure is None:
        return np.full(periods, 1.0 / periods_per_year)
    if periods_per_year != 1.0:
        raise ValueError("periods_per_year and exposure both given; exposure is already in years")
    years = np.asarray(exposure, dtype=np.float64)
    if years.shape != (periods,):
        raise ValueError(f"exposure has shape {years.shape}; one value per period is needed: ({periods},)")
    if not (np.isfinite(years).all() and (years > 0).all()):
        raise ValueError("exposure must be years of observation, all more than 0")
    return years


def _check(value: float, name: str, allowed: str, *, positive: bool) -> None:
    if not np.isfinite(value) or value < 0 or (positive and value == 0):
        raise ValueError(f"{name} is {value}; it must be {allowed}")


def _share(share: float) -> float:
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"share is {share}; it must lie between 0 and 1")
    return share
