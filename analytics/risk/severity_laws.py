"""Every law of the size of a loss that the same events may follow, each judged by itself.

No handful of events tells which law they come from, and what a rare year costs depends on it. So several are
fitted: lognormal, Weibull and log-logistic, generalised Pareto from zero, and a lognormal body with a
generalised-Pareto tail from several starts. A law is left out only where a test contradicts it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from analytics.risk.loss_uncertainty import (
    LOWEST_SHAPE,
    DrawnLogs,
    DrawnPareto,
    DrawnSizes,
    RowSizes,
    drawn_sizes,
)
from analytics.risk.severity import Lognormal
from analytics.risk.severity_fit import (
    MINIMUM_EXCEEDANCES,
    anderson_darling,
    bootstrap_samples,
    clean_losses,
    fit_severity,
    fit_tails,
)

Floats = NDArray[np.float64]
Family = Literal["lognormal", "weibull", "loglogistic"]

FAMILIES: Final[tuple[Family, ...]] = ("lognormal", "weibull", "loglogistic")
TAIL_STARTS: Final = (0.5, 0.6, 0.7, 0.8, 0.9)
CONTRADICTED: Final = 0.01
"""A law whose test has a smaller p-value is left out: as that narrows a range, it takes strong evidence."""
FEWEST_FOR_A_TEST: Final = 10
"""With fewer losses one lognormal law is all that is fitted, and nothing can contradict it."""
# These laws are fitted fast: more samples leave less chance in which of them stand.
_LOG_SAMPLES: Final = 999
_NEWTON_STEPS: Final = 40
_CONVERGED: Final = 1e-10


Sampler = Callable[[int, np.random.Generator], RowSizes]
"""Draws laws that the same losses would also have allowed: how many, with which generator."""


@dataclass(frozen=True)
class CandidateLaw:
    """One law fitted to the losses, with its test.

    ``name``: "lognormal", "weibull", "loglogistic", "pareto", "tail_0.7" (from that quantile of the losses)
    or "tail_auto" (from the start whose tail lies closest). ``p_value``: share of samples drawn from the
    fitted law, and fitted again, that lie at least as far off by the Anderson-Darling distance; missing where
    the losses are too few to test. ``tested``: "all" losses, or the "tail" of a law in two pieces.
    """

    name: str
    severity: Any = field(repr=False)
    parameters: int
    log_likelihood: float
    p_value: float
    tested: Literal["all", "tail"]
    n_losses: int
    sample: Sampler = field(repr=False)

    @property
    def aic(self) -> float:
        """Akaike's criterion, to compare laws of the same losses; it decides nothing."""
        return 2.0 * self.parameters - 2.0 * self.log_likelihood

    @property
    def kept(self) -> bool:
        """Whether the test does not contradict the law at 1 %."""
        return not self.p_value < CONTRADICTED


def candidate_laws(
    losses: ArrayLike, *, tail_starts: Sequence[float] = TAIL_STARTS, seed: int = 0
) -> tuple[CandidateLaw, ...]:
    """Fit every law that so many losses carry.

    Parameters
    ----------
    losses : array-like, shape (events,), all > 0, in one currency
    tail_starts : levels in (0, 1), quantiles of the losses from which a tail of its own is fitted; one that
        leaves fewer than 10 losses above it, or a body without spread, is passed over
    seed : int, of the samples behind the p-values

    Returns
    -------
    tuple of CandidateLaw. Under 10 losses the lognormal alone; under 20 no law in two pieces

    Notes
    -----
    Each law is judged by itself, not against the best of them: what one more law may do to a range over laws
    is to widen it. A law in two pieces is tested on its tail, which makes the rare years.

    Raises
    ------
    ValueError: losses as in ``fit_severity``, a start outside (0, 1)

    References
    ----------
    Stephens (1986), Tests based on EDF statistics, in D'Agostino, Stephens, *Goodness-of-fit Techniques*.
    Klugman, Panjer, Willmot, *Loss Models*, 4th ed., ch. 5 and 16.
    """
    if any(not 0.0 < start < 1.0 for start in tail_starts):
        raise ValueError(f"tail_starts is {tuple(tail_starts)}; each must lie between 0 and 1")
    x = clean_losses(losses)
    rng = np.random.default_rng(seed)
    if x.size < FEWEST_FOR_A_TEST:
        return (_log_law(x, "lognormal", rng, tested=False),)
    laws = [_log_law(x, family, rng) for family in FAMILIES]
    laws.append(_pareto(x, rng))
    if x.size >= 2 * MINIMUM_EXCEEDANCES:
        laws += _with_tails(x, tail_starts)
    return tuple(laws)


def _log_law(x: Floats, family: Family, rng: np.random.Generator, *, tested: bool = True) -> CandidateLaw:
    """A law whose logarithm is a standard one, moved by ``centre`` and stretched by ``spread``."""
    y = np.log(x)
    centres, spreads = _fit_log(y[None, :], family)
    centre, spread = float(centres[0]), float(spreads[0])
    severity = _frozen(family, centre, spread)
    # Distances and estimates in units of the spread have the same law whatever centre and spread are: the
    # samples give both the p-value and the estimates that other samples would have led to.
    samples = _standard(family, rng.random((bootstrap_samples(x.size, _LOG_SAMPLES), x.size)))
    star_centres, star_spreads = _fit_log(samples, family)
    p_value = np.nan
    if tested:
        rows = np.vstack([(y - centre) / spread, (samples - star_centres[:, None]) / star_spreads[:, None]])
        p_value = _p_value(anderson_darling(_standard_cdf(family, np.sort(rows, axis=1))))

    def sample(draws: int, generator: np.random.Generator) -> RowSizes:
        chosen = generator.integers(0, star_spreads.size, draws)
        drawn_spread = spread / star_spreads[chosen]
        drawn_centre = centre - star_centres[chosen] * drawn_spread
        if family == "lognormal":
            return drawn_sizes(Lognormal(centre, spread), x.size, draws, generator)
        return DrawnLogs(family, drawn_centre, drawn_spread)

    return CandidateLaw(
        name=family,
        severity=severity,
        parameters=2,
        log_likelihood=float(severity.logpdf(x).sum()),
        p_value=p_value,
        tested="all",
        n_losses=int(x.size),
        sample=sample,
    )


def _pareto(x: Floats, rng: np.random.Generator) -> CandidateLaw:
    shapes, scales = fit_tails(x[None, :])
    shape, scale = float(shapes[0]), float(scales[0])
    samples = stats.genpareto.ppf(rng.random((bootstrap_samples(x.size), x.size)), shape, scale=scale)
    rows = np.vstack([x, samples])
    star_shapes, star_scales = fit_tails(rows)
    below = stats.genpareto.cdf(np.sort(rows, axis=1), star_shapes[:, None], scale=star_scales[:, None])

    def sample(draws: int, generator: np.random.Generator) -> RowSizes:
        bend = 1.0 + max(shape, LOWEST_SHAPE)
        covariance = np.array([[bend**2, -bend], [-bend, 2.0 * bend]]) / x.size
        drawn = generator.multivariate_normal([shape, np.log(scale)], covariance, draws)
        return DrawnPareto(np.maximum(drawn[:, 0], LOWEST_SHAPE), np.exp(drawn[:, 1]))

    severity = stats.genpareto(shape, scale=scale)
    return CandidateLaw(
        name="pareto",
        severity=severity,
        parameters=2,
        log_likelihood=float(severity.logpdf(x).sum()),
        p_value=_p_value(anderson_darling(below)),
        tested="all",
        n_losses=int(x.size),
        sample=sample,
    )


def _with_tails(x: Floats, tail_starts: Sequence[float]) -> list[CandidateLaw]:
    laws: list[CandidateLaw] = []
    thresholds: set[float] = set()
    chosen: list[tuple[str, float | None]] = [
        (f"tail_{start:g}", float(np.quantile(x, start))) for start in tail_starts
    ]
    for name, threshold in [*chosen, ("tail_auto", None)]:
        try:
            fit = fit_severity(x, threshold=threshold)
        except ValueError:
            # Too few losses above the start, or a body without spread below it: no such law can be fitted.
            continue
        if any(np.isclose(fit.threshold, known) for known in thresholds) or fit.body is None:
            continue
        thresholds.add(fit.threshold)
        severity = fit.severity

        def sample(draws: int, generator: np.random.Generator, severity: Any = severity) -> DrawnSizes:
            return drawn_sizes(severity, x.size, draws, generator)

        density = np.maximum(severity.pdf(x), np.finfo(np.float64).tiny)
        laws.append(
            CandidateLaw(
                name=name,
                severity=severity,
                parameters=5,
                log_likelihood=float(np.log(density).sum()),
                p_value=fit.goodness_of_fit.anderson_darling_p,
                tested="tail",
                n_losses=int(x.size),
                sample=sample,
            )
        )
    return laws


def _p_value(distances: Floats) -> float:
    """Share of distances, the first being the losses' own, that are at least as large."""
    return float((distances >= distances[0]).mean())


def _frozen(family: Family, centre: float, spread: float) -> Any:
    if family == "lognormal":
        return stats.lognorm(spread, scale=np.exp(centre))
    if family == "weibull":
        return stats.weibull_min(1.0 / spread, scale=np.exp(centre))
    return stats.fisk(1.0 / spread, scale=np.exp(centre))


def _standard(family: Family, u: Floats) -> Floats:
    """Quantiles of the standard law of the logarithm."""
    if family == "lognormal":
        return np.asarray(special.ndtri(u), dtype=np.float64)
    if family == "weibull":
        return np.asarray(np.log(-np.log1p(-u)), dtype=np.float64)
    return np.asarray(special.logit(u), dtype=np.float64)


def _standard_cdf(family: Family, z: Floats) -> Floats:
    if family == "lognormal":
        return np.asarray(special.ndtr(z), dtype=np.float64)
    if family == "weibull":
        return np.asarray(-np.expm1(-np.exp(np.minimum(z, 50.0))), dtype=np.float64)
    return np.asarray(special.expit(z), dtype=np.float64)


def _fit_log(y: Floats, family: Family) -> tuple[Floats, Floats]:
    """Maximum-likelihood centre and spread of each row of logarithms."""
    middle, width = y.mean(axis=1), y.std(axis=1)
    if family == "lognormal":
        return middle, width
    z = (y - middle[:, None]) / width[:, None]
    centre, spread = _weibull_rows(z) if family == "weibull" else _logistic_rows(z)
    return middle + width * centre, width * spread


def _weibull_rows(z: Floats) -> tuple[Floats, Floats]:
    """Newton's method on the reciprocal of the spread; the equation rises in it and has one root."""
    k = np.full(z.shape[0], np.pi / np.sqrt(6.0))
    highest = z.max(axis=1)[:, None]
    mean = z.mean(axis=1)
    for _step in range(_NEWTON_STEPS):
        weights = np.exp(k[:, None] * (z - highest))
        weights /= weights.sum(axis=1, keepdims=True)
        first = (weights * z).sum(axis=1)
        second = (weights * z**2).sum(axis=1) - first**2
        change = (first - 1.0 / k - mean) / (second + 1.0 / k**2)
        moved = np.clip(k - change, 0.5 * k, 2.0 * k)
        done = np.abs(moved - k).max() < _CONVERGED
        k = moved
        if done:
            break
    largest = np.log(np.exp(k[:, None] * (z - highest)).mean(axis=1)) / k + highest[:, 0]
    return largest, 1.0 / k


def _logistic_rows(z: Floats) -> tuple[Floats, Floats]:
    """Newton's method on ``1 / spread`` and ``centre / spread``, in which the likelihood is concave."""
    rows, n = z.shape
    k, c = np.full(rows, np.pi / np.sqrt(3.0)), np.zeros(rows)
    for _step in range(_NEWTON_STEPS):
        p = special.expit(k[:, None] * z - c[:, None])
        weight = 2.0 * p * (1.0 - p)
        slope_k = n / k + (z * (1.0 - 2.0 * p)).sum(axis=1)
        slope_c = -(1.0 - 2.0 * p).sum(axis=1)
        kk = n / k**2 + (weight * z**2).sum(axis=1)
        kc = -(weight * z).sum(axis=1)
        cc = weight.sum(axis=1)
        determinant = kk * cc - kc**2
        step_k = (cc * slope_k - kc * slope_c) / determinant
        step_c = (kk * slope_c - kc * slope_k) / determinant
        moved = np.clip(k + step_k, 0.5 * k, 2.0 * k)
        done = max(np.abs(moved - k).max(), np.abs(step_c).max()) < _CONVERGED
        k, c = moved, c + step_c
        if done:
            break
    return c / k, 1.0 / k
