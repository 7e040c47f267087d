"""Severity from the bank's own loss events: lognormal body, generalised-Pareto tail, goodness of fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, stats

from analytics.risk.severity import Lognormal, Spliced

Floats = NDArray[np.float64]

MINIMUM_EXCEEDANCES = 10
_MINIMUM_LOSSES_FOR_A_TAIL = 2 * MINIMUM_EXCEEDANCES
_CANDIDATE_LEVELS = np.arange(0.50, 0.96, 0.05)
BOOTSTRAP_DRAWS = 199
# Numbers that all samples of a test may hold together: with many losses fewer samples tell enough.
_MAXIMUM_NUMBERS = 200_000
_FEWEST_DRAWS = 119
# Below -0.5 the maximum-likelihood estimate loses its asymptotics, below -1 it does not exist.
_LOWEST_SHAPE = -0.5


@dataclass(frozen=True)
class GoodnessOfFit:
    """Distance between the losses above the threshold and the fitted tail.

    The p-values are the share of samples drawn from the fitted tail, and fitted again, that lie at
    least as far off: a small one says that the tail does not describe the losses.
    """

    kolmogorov_smirnov: float
    kolmogorov_smirnov_p: float
    anderson_darling: float
    anderson_darling_p: float
    bootstrap_samples: int


@dataclass(frozen=True)
class SeverityFit:
    """A fitted severity.

    ``shape`` and ``scale`` are the generalised-Pareto tail's, with their standard errors; ``body`` is
    (mu, sigma) of the lognormal below the threshold, None where the losses all lie above it.
    ``severity`` goes into ``compound_loss``. ``warnings`` are sentences for the reader.
    """

    severity: Any
    shape: float
    scale: float
    n_exceedances: int
    n_losses: int
    threshold: float
    body: tuple[float, float] | None
    shape_error: float
    scale_error: float
    warnings: tuple[str, ...]
    losses: Floats = field(repr=False)

    @cached_property
    def goodness_of_fit(self) -> GoodnessOfFit:
        """Kolmogorov-Smirnov and Anderson-Darling distances of the tail, with bootstrap p-values."""
        excesses = self.losses[self.losses > self.threshold] - self.threshold
        rng = np.random.default_rng(0)
        draws = bootstrap_samples(excesses.size)
        samples = stats.genpareto.ppf(rng.random((draws, excesses.size)), self.shape, scale=self.scale)
        # One fit for the losses and all samples together: the same estimator on both sides of the test.
        shapes, scales = fit_tails(np.vstack([excesses, samples]))
        ks, ad = _tail_distances(np.vstack([excesses, samples]), shapes, scales)
        return GoodnessOfFit(
            kolmogorov_smirnov=float(ks[0]),
            kolmogorov_smirnov_p=float((ks >= ks[0]).mean()),
            anderson_darling=float(ad[0]),
            anderson_darling_p=float((ad >= ad[0]).mean()),
            bootstrap_samples=draws,
        )

    @cached_property
    def quantile_table(self) -> pd.DataFrame:
        """For a quantile-quantile plot: one row per loss, columns probability, observed, fitted."""
        observed = np.sort(self.losses)
        probability = (np.arange(observed.size) + 0.5) / observed.size
        return pd.DataFrame(
            {"probability": probability, "observed": observed, "fitted": self.severity.ppf(probability)}
        )


def fit_severity(losses: ArrayLike, *, threshold: float | None = None) -> SeverityFit:
    """Fit a lognormal body and a generalised-Pareto tail to loss events by maximum likelihood.

    Parameters
    ----------
    losses : array-like, shape (events,), all > 0, in one currency
    threshold : float, where the tail starts; losses strictly above it belong to the tail. By default
        the candidate (quantiles 50 % to 95 %) whose fitted tail lies closest to the losses above it

    Returns
    -------
    SeverityFit

    Notes
    -----
    The body is the maximum-likelihood lognormal cut off at the threshold. Where that has no finite
    solution, the lognormal of all the losses is used and a warning says so.

    Raises
    ------
    ValueError: no loss or a single one; losses that are negative, zero, missing or all alike; fewer
        than 10 losses above the threshold, or too few losses to choose one

    References
    ----------
    Grimshaw (1993), Technometrics 35. McNeil, Frey, Embrechts, *Quantitative Risk Management*, ch. 5.
    Clauset, Shalizi, Newman (2009), SIAM Review 51, for the choice of the threshold.
    """
    x = clean_losses(losses)
    start = _choose_threshold(x) if threshold is None else float(threshold)
    if not (np.isfinite(start) and start >= 0):
        raise ValueError(f"threshold is {threshold}; it must be an amount of 0 or more")
    excesses = x[x > start] - start
    if excesses.size < MINIMUM_EXCEEDANCES:
        raise ValueError(
            f"threshold {start:g} leaves {excesses.size} losses above it; a tail needs at least "
            f"{MINIMUM_EXCEEDANCES}: choose a lower threshold or gather more losses"
        )
    shapes, scales = fit_tails(excesses[None, :])
    shape, scale = float(shapes[0]), float(scales[0])
    body, notes = _fit_body(x, start)
    severity = _assemble(body, start, shape, scale, excesses.size / x.size)
    return SeverityFit(
        severity=severity,
        shape=shape,
        scale=scale,
        n_exceedances=int(excesses.size),
        n_losses=int(x.size),
        threshold=start,
        body=body,
        shape_error=(1.0 + shape) / np.sqrt(excesses.size),
        scale_error=scale * np.sqrt(2.0 * (1.0 + shape) / excesses.size),
        warnings=(*notes, *_tail_warnings(shape, excesses.size)),
        losses=x,
    )


def fit_lognormal(losses: ArrayLike) -> Lognormal:
    """Fit a lognormal severity, for a bank with too few losses for a tail of its own.

    Parameters
    ----------
    losses : array-like, shape (events,), at least two, all > 0, in one currency

    Raises
    ------
    ValueError: no loss or a single one; losses that are negative, zero, missing or all alike
    """
    logarithms = np.log(clean_losses(losses))
    return Lognormal(float(logarithms.mean()), float(logarithms.std()))


def threshold_diagnostics(losses: ArrayLike, thresholds: ArrayLike | None = None) -> pd.DataFrame:
    """What the choice of the threshold does to the tail.

    A threshold is acceptable from where the mean excess is a straight line, and from where the shape and
    the modified scale no longer move, within their intervals, as the threshold rises.

    Parameters
    ----------
    losses : array-like, shape (events,), all > 0
    thresholds : array-like, amounts; by default the losses' quantiles 50 % to 95 %

    Returns
    -------
    DataFrame, one row per threshold with at least 10 losses above it: threshold, n_exceedances,
    mean_excess with a 95 % interval, shape with a 95 % interval, scale, modified_scale
    (``scale - shape * threshold``), kolmogorov_smirnov

    Raises
    ------
    ValueError: losses as in ``fit_severity``; no threshold with at least 10 losses above it
    """
    x = clean_losses(losses)
    candidates = np.quantile(x, _CANDIDATE_LEVELS) if thresholds is None else np.atleast_1d(thresholds)
    rows = [_diagnose(x, float(u)) for u in np.unique(candidates) if (x > u).sum() >= MINIMUM_EXCEEDANCES]
    if not rows:
        raise ValueError(
            f"thresholds: none has {MINIMUM_EXCEEDANCES} losses above it; {x.size} losses were given"
        )
    return pd.DataFrame(rows)


def _diagnose(x: Floats, threshold: float) -> dict[str, float]:
    excesses = x[x > threshold] - threshold
    shapes, scales = fit_tails(excesses[None, :])
    distance, _ = _tail_distances(excesses[None, :], shapes, scales)
    shape, scale = float(shapes[0]), float(scales[0])
    mean_half_width = 1.96 * float(excesses.std(ddof=1)) / np.sqrt(excesses.size)
    shape_half_width = 1.96 * (1.0 + shape) / np.sqrt(excesses.size)
    return {
        "threshold": threshold,
        "n_exceedances": int(excesses.size),
        "mean_excess": float(excesses.mean()),
        "mean_excess_low": float(excesses.mean()) - mean_half_width,
        "mean_excess_high": float(excesses.mean()) + mean_half_width,
        "shape": shape,
        "shape_low": shape - shape_half_width,
        "shape_high": shape + shape_half_width,
        "scale": scale,
        "modified_scale": scale - shape * threshold,
        "kolmogorov_smirnov": float(distance[0]),
    }


def clean_losses(losses: ArrayLike) -> Floats:
    """Losses as an array that a law can be fitted to.

    Raises
    ------
    ValueError: no loss or a single one; losses that are negative, zero, missing or all alike
    """
    x = np.asarray(losses, dtype=np.float64)
    if x.ndim != 1:
        raise ValueError(f"losses has shape {x.shape}; give one amount per loss event")
    if x.size < 2:
        events = "no loss event" if x.size == 0 else "a single loss event"
        raise ValueError(
            f"losses holds {events}; a severity cannot be fitted from it. State an expert's interval "
            "instead (lognormal_from_interval) or pool losses of comparable banks"
        )
    if not np.isfinite(x).all():
        raise ValueError("losses holds a missing or infinite amount; complete or leave out these events")
    if (x < 0).any():
        raise ValueError(
            f"losses holds a negative amount ({x.min():g}); state losses as positive amounts, "
            "recoveries apart"
        )
    if (x == 0).any():
        raise ValueError("losses holds an amount of 0; near misses count as no loss and must be left out")
    if np.ptp(x) == 0:
        raise ValueError(f"losses are all equal to {x[0]:g}; their spread cannot be fitted")
    return x


def _choose_threshold(x: Floats) -> float:
    if x.size < _MINIMUM_LOSSES_FOR_A_TAIL:
        raise ValueError(
            f"losses holds {x.size} events; a tail of its own needs at least {_MINIMUM_LOSSES_FOR_A_TAIL}: "
            "use fit_lognormal, an expert's interval, or losses pooled with comparable banks"
        )
    table = threshold_diagnostics(x)
    closest = int(np.argmin(table["kolmogorov_smirnov"].to_numpy()))
    return float(table["threshold"].to_numpy()[closest])


def fit_tails(excesses: Floats) -> tuple[Floats, Floats]:
    """Maximum-likelihood shape and scale of each row, by the profile likelihood in shape / scale."""
    largest = excesses.max(axis=1)
    grid = np.linspace(-8.0, 20.0, 113)
    values = np.stack([_profile(excesses, largest, np.full(largest.size, w))[0] for w in grid])
    best = grid[np.argmax(values, axis=0)]
    step = grid[1] - grid[0]
    low, high = best - step, best + step
    golden = (np.sqrt(5.0) - 1.0) / 2.0
    for _ in range(50):
        left, right = high - golden * (high - low), low + golden * (high - low)
        go_left = _profile(excesses, largest, left)[0] >= _profile(excesses, largest, right)[0]
        low, high = np.where(go_left, low, left), np.where(go_left, right, high)
    _, shape, scale = _profile(excesses, largest, (low + high) / 2.0)
    return shape, scale


def _profile(excesses: Floats, largest: Floats, w: Floats) -> tuple[Floats, Floats, Floats]:
    """Profile log-likelihood per loss where ``shape / scale = expm1(w) / largest excess``."""
    ratio = np.expm1(w) / largest
    shape = np.log1p(ratio[:, None] * excesses).mean(axis=1)
    mean = excesses.mean(axis=1)
    exponential = np.abs(w) < 1e-9
    scale = np.where(exponential, mean, shape / np.where(exponential, 1.0, ratio))
    likelihood = -np.log(scale) - shape - 1.0
    return np.where(shape >= _LOWEST_SHAPE, likelihood, -np.inf), shape, scale


def _tail_distances(excesses: Floats, shapes: Floats, scales: Floats) -> tuple[Floats, Floats]:
    """Kolmogorov-Smirnov and Anderson-Darling distance of each row."""
    n = excesses.shape[1]
    below = stats.genpareto.cdf(np.sort(excesses, axis=1), shapes[:, None], scale=scales[:, None])
    below = np.clip(below, 1e-15, 1.0 - 1e-15)
    rank = np.arange(1, n + 1)
    ks = np.maximum(rank / n - below, below - (rank - 1) / n).max(axis=1)
    return ks, anderson_darling(below)


def anderson_darling(below: Floats) -> Floats:
    """Anderson-Darling distance of each row of a law's probabilities at the losses, in rising order."""
    below = np.clip(below, 1e-15, 1.0 - 1e-15)
    n = below.shape[1]
    rank = np.arange(1, n + 1)
    distance = -n - ((2 * rank - 1) * (np.log(below) + np.log1p(-below[:, ::-1]))).mean(axis=1)
    return np.asarray(distance, dtype=np.float64)


def bootstrap_samples(size: int, most: int = BOOTSTRAP_DRAWS) -> int:
    """Samples drawn for a p-value: fewer than ``most`` where losses are so many that each takes long."""
    return int(np.clip(_MAXIMUM_NUMBERS // size, _FEWEST_DRAWS, most))


def _fit_body(x: Floats, threshold: float) -> tuple[tuple[float, float] | None, tuple[str, ...]]:
    logarithms = np.log(x[x <= threshold])
    if logarithms.size == 0:
        return None, ("all losses lie above the threshold: no body was fitted",)
    if logarithms.size < 2 or np.ptp(logarithms) == 0:
        raise ValueError(
            f"threshold {threshold:g} leaves a body without spread ({logarithms.size} losses at or under "
            "it); choose a higher threshold, or one under the smallest loss"
        )
    cut, centre, spread = float(np.log(threshold)), float(logarithms.mean()), float(logarithms.std())

    def minus_log_likelihood(parameters: Floats) -> float:
        mu, sigma = parameters[0], np.exp(parameters[1])
        density = stats.norm.logpdf(logarithms, mu, sigma).mean()
        return -float(density - stats.norm.logcdf(cut, mu, sigma))

    bounds = [(centre - spread, centre + 10.0 * spread), (np.log(spread / 3.0), np.log(6.0 * spread))]
    fit = optimize.minimize(minus_log_likelihood, (centre, np.log(spread)), method="L-BFGS-B", bounds=bounds)
    at_bound = fit.x[0] > bounds[0][1] - 0.01 * spread or fit.x[1] > bounds[1][1] - 0.01
    if fit.success and not at_bound:
        return (float(fit.x[0]), float(np.exp(fit.x[1]))), ()
    whole = np.log(x)
    warning = (
        "the body's cut lognormal has no finite fit: the lognormal of all losses is used below the threshold"
    )
    return (float(whole.mean()), float(whole.std())), (warning,)


def _assemble(
    body: tuple[float, float] | None, threshold: float, shape: float, scale: float, share: float
) -> Any:
    if body is None:
        return stats.genpareto(shape, loc=threshold, scale=scale)
    return Spliced(body[0], body[1], threshold, shape, scale, share)


def _tail_warnings(shape: float, n: int) -> tuple[str, ...]:
    warnings = []
    if shape >= 1.0:
        warnings.append("shape is 1 or more: the mean loss is infinite, only quantiles can be stated")
    elif shape >= 0.5:
        warnings.append("shape is 0.5 or more: the variance of a loss is infinite")
    if n < 30:
        error = (1.0 + shape) / np.sqrt(n)
        warnings.append(f"only {n} losses above the threshold: the shape is known to within {error:.2f}")
    return tuple(warnings)
