"""Diffusion curves fitted to adoption data, with what the data can and cannot say.

The default is penalised least squares (MAP): it gives usable ceilings before the inflection, where the
textbook estimators fail. The convention of the data is part of the result, because it moves the parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal, cast

import numpy as np
from numpy.typing import ArrayLike

from analytics.adoption.estimation import Sample, Solution, build_lattice, fit_map, fit_nls, profile_ceiling
from analytics.adoption.fit_warnings import CeilingProfile, FitWarning, WarningKind, ceiling_warning
from analytics.adoption.models import (
    ALIASES,
    CONVENTIONS,
    CURVES,
    DEFAULT_PRIORS,
    Convention,
    Curve,
    Model,
    Priors,
    ShockKind,
    accumulated,
    build_model,
    observe,
)
from analytics.adoption.shapes import (
    FloatArray,
    Shock,
    bass_peak,
    bass_share,
    gompertz_share,
    gsg_share,
    logistic_share,
    shocked_time,
    weibull_share,
)
from analytics.adoption.textbook import BassRegression, fit_grouped_mle, fit_ols

__all__ = [
    "CeilingProfile",
    "CurveFit",
    "FitWarning",
    "Priors",
    "Shock",
    "WarningKind",
    "bass_peak",
    "bass_share",
    "fit_curve",
    "shocked_time",
]

Method = Literal["map", "nls", "ols", "mle"]
METHODS: tuple[Method, ...] = ("map", "nls", "ols", "mle")
_KEPT_SHOCK_FITS = 30
_SHOCK_ROUNDS = 3
# A prior this narrow holds the ceiling at its candidate.
_HELD = 1e-4
_MOST_SHOCKS = 3


@dataclass(frozen=True)
class CurveFit:
    """A fitted diffusion curve.

    Parameters
    ----------
    curve, convention, method : the model, what the data were, and the estimator
    parameters : mapping; ``m`` is the ceiling in the unit of the data, the others as in the formula
    sse : float, sum of squared errors in squared units of the data
    start_level : float in [0, 1), share of the ceiling at time 0 (given or estimated)
    times, observed : arrays (n,), the observations used; missing ones are left out
    warnings : what to know before using the figures
    profile : profile likelihood of the ceiling under the data alone; None for methods "ols" and "mle"
    shocks : the fitted shocks of the generalised Bass model
    """

    curve: Curve
    convention: Convention
    method: Method
    parameters: Mapping[str, float]
    sse: float
    start_level: float
    times: FloatArray
    observed: FloatArray
    warnings: tuple[FitWarning, ...] = ()
    profile: CeilingProfile | None = None
    shocks: tuple[Shock, ...] = ()
    effort: FloatArray = field(default_factory=lambda: np.empty((0, 0)))
    regression: BassRegression | None = None

    @property
    def ceiling(self) -> float:
        return self.parameters["m"]

    @property
    def peak_time(self) -> float:
        """Time of fastest growth, in periods since launch, without shocks; Bass family only.

        Raises
        ------
        ValueError: the curve has no innovation and imitation coefficients
        """
        if "q" not in self.parameters:
            raise ValueError(f"curve is {self.curve!r}; peak_time needs 'bass' or 'generalised_bass'")
        return bass_peak(self.parameters["p"], self.parameters["q"], self.start_level)

    def share(self, t: ArrayLike) -> FloatArray:
        """Share of the ceiling reached at times ``t`` since launch."""
        times, value = np.asarray(t, dtype=float), self.parameters
        if self.curve in ("bass", "generalised_bass"):
            felt = shocked_time(times, self.shocks)
            for j in range(self.effort.shape[1]):
                felt = felt + value[f"beta{j + 1}"] * accumulated(self.effort[:, j], times)
            return bass_share(felt, value["p"], value["q"], self.start_level)
        if self.curve == "gsg":
            return gsg_share(times, value["a"], value["b"], value["c"])
        shape = {"logistic": logistic_share, "gompertz": gompertz_share, "weibull": weibull_share}
        return shape[self.curve](times, value["a"], value["b"])

    def fitted(self, t: ArrayLike | None = None) -> FloatArray:
        """Values of the curve in the convention of the data, at ``t`` or at the observed times."""
        times = self.times if t is None else np.asarray(t, dtype=float)
        if self.regression is not None:
            return self._fitted_regression(times)
        starts_at_zero = self.curve not in ("logistic", "gompertz")
        return self.ceiling * observe(self.share, times, self.convention, starts_at_zero)

    def predict(self, horizon: int) -> FloatArray:
        """Values of the next ``horizon`` periods, in the convention of the data.

        Raises
        ------
        ValueError: a horizon below 1
        """
        if horizon < 1:
            raise ValueError(f"horizon is {horizon}; it must be 1 or more periods")
        return self.fitted(self.times[-1] + np.arange(1.0, horizon + 1.0))

    def _fitted_regression(self, times: FloatArray) -> FloatArray:
        regression = cast(BassRegression, self.regression)
        flows = self.observed if self.convention == "increments" else np.diff(self.observed, prepend=0.0)
        known = regression.increments(np.concatenate([[0.0], np.cumsum(flows)[:-1]]))
        ahead = max(int(np.ceil(times.max())) - known.size, 0)
        future = regression.path(float(flows.sum()), ahead)
        values = np.concatenate([known, future])
        if self.convention == "cumulative":
            past = np.concatenate([[0.0], np.cumsum(flows)[:-1]]) + known
            values = np.concatenate([past, flows.sum() + np.cumsum(future)])
        return cast(FloatArray, values[np.maximum(times.astype(int) - 1, 0)])


def fit_curve(
    y: ArrayLike,
    *,
    curve: str = "bass",
    convention: str = "increments",
    method: str = "map",
    ceiling: float | None = None,
    start_level: float | None = 0.0,
    times: ArrayLike | None = None,
    priors: Priors = DEFAULT_PRIORS,
    shocks: Sequence[ShockKind] = (),
    effort: ArrayLike | None = None,
) -> CurveFit:
    """Fit a diffusion curve by a deterministic global search.

    Parameters
    ----------
    y : array-like (n,), one value per period; NaN is missing and is left out
    curve : "bass", "generalised_bass", "logistic", "gompertz", "gsg" or "weibull"
    convention : "increments" (adopters per period), "cumulative" (adopters to date), "density" (speed
        ``m f(t)`` at the period) or "level" (a surveyed level, which need not start from zero)
    method : "map" (least squares with priors), "nls", "ols" or "mle" (the last two: Bass only)
    ceiling : float above 0 or None; centre of the prior on m, in the unit of ``y`` ("map" only)
    start_level : float in [0, 1), share of the ceiling at time 0; None estimates it (Bass, "level" only)
    times : array-like (n,), increasing, periods since launch; 1, 2, ..., n by default
    priors : the priors of "map"; p and q are per year
    shocks : kinds of the shocks to estimate, for "generalised_bass"
    effort : array-like (periods, k), covariates of the generalised Bass model as deviations from their
        base, one row per period from the first; speed is ``1 + beta effort``

    Returns
    -------
    CurveFit

    Raises
    ------
    ValueError: unknown names, values outside their range, or too few observations for the method

    References
    ----------
    Bass (1969); Srinivasan and Mason (1986), Nonlinear least squares estimation of new product diffusion
    models, Marketing Science 5(2); Schmittlein and Mahajan (1982); Bass, Krishnan and Jain (1994).
    """
    chosen = _checked_curve(curve)
    _check_names(chosen, convention, method)
    form, estimator = cast(Convention, convention), cast(Method, method)
    sample, covariates = _checked_data(y, times, form, chosen, shocks, effort)
    _check_levels(chosen, form, ceiling, start_level)
    if estimator in ("ols", "mle"):
        return _fit_textbook(sample, chosen, estimator, start_level)
    last = float(sample.times[-1])
    kinds = tuple(shocks)
    build = partial(build_model, chosen, last, start_level=start_level, priors=priors, effort=covariates)
    model = build(shocks=kinds)
    _check_count(model, sample, estimator, ceiling)
    # With shocks the free fit is the only start: their grid was searched in stages.
    lattice = build_lattice(model, sample) if model.smooth else None
    if lattice is None:
        free = _free_fit(build, kinds, sample)
    else:
        free, _ = fit_nls(model, sample, lattice=lattice, polished=estimator == "nls")
    best = free
    if estimator == "map":
        best = fit_map(model, sample, ceiling, priors, free=free, lattice=lattice)
    profile = profile_ceiling(model, sample, free, lattice)
    values = dict(zip(model.names, (float(v) for v in model.natural(best.coordinates)), strict=True))
    level = values.get("start_level", 0.0 if start_level is None else start_level)
    fit = CurveFit(
        chosen,
        form,
        estimator,
        {"m": best.ceiling, **values},
        best.sse,
        float(level),
        sample.times,
        sample.values,
        profile=profile,
        shocks=_fitted_shocks(tuple(shocks), values),
        effort=np.empty((0, 0)) if covariates is None else covariates,
    )
    warnings = _fit_warnings(fit, model, best, ceiling)
    return replace(fit, warnings=warnings)


def _free_fit(build: Callable[..., Model], kinds: tuple[ShockKind, ...], sample: Sample) -> Solution:
    """Global least squares; shocks enter one at a time, then each is searched again beside the others.

    Their joint grid would be too large to value.
    """
    if len(kinds) < 2:
        return fit_nls(build(shocks=kinds), sample)[0]
    best: Solution | None = None
    rows: FloatArray | None = None
    for step in range(_SHOCK_ROUNDS * len(kinds)):
        newest, present = step % len(kinds), min(step + 1, len(kinds))
        order = [*(i for i in range(present) if i != newest), newest]
        base = None if rows is None else _without_shock(rows, newest if step >= len(kinds) else None, present)
        found, descents = fit_nls(build(shocks=tuple(kinds[i] for i in order)), sample, base=base)
        rows = _in_order(descents[:_KEPT_SHOCK_FITS], order)
        if present == len(kinds) and (best is None or found.sse < best.sse):
            best = Solution(found.ceiling, _in_order(found.coordinates[None], order)[0], found.sse)
    return cast(Solution, best)


def _without_shock(rows: FloatArray, dropped: int | None, present: int) -> FloatArray:
    if dropped is None:
        return rows
    first = rows.shape[1] - 3 * (present - dropped)
    return np.delete(rows, np.s_[first : first + 3], axis=1)


def _in_order(rows: FloatArray, order: Sequence[int]) -> FloatArray:
    """Coordinates with their shocks put back from ``order`` to 0, 1, 2, ..."""
    common = rows.shape[1] - 3 * len(order)
    blocks = rows[:, common:].reshape(rows.shape[0], len(order), 3)[:, np.argsort(order)]
    return np.hstack([rows[:, :common], blocks.reshape(rows.shape[0], -1)])


def _fit_textbook(sample: Sample, curve: Curve, method: Method, start: float | None) -> CurveFit:
    if start != 0.0:
        raise ValueError(f"start_level is {start}; method {method!r} starts from 0")
    if sample.times.size != sample.times[-1]:
        raise ValueError(f"y has missing periods; method {method!r} needs every period from the first")
    flows = sample.values if sample.convention == "increments" else np.diff(sample.values, prepend=0.0)
    note = FitWarning(
        WarningKind.TEXTBOOK_METHOD,
        "A textbook estimator, kept for comparison: its errors are larger than those of method 'map' and "
        "its standard errors too small.",
    )
    common = (sample.convention, method)
    if method == "ols":
        regression = fit_ols(flows)
        values = {"m": float(regression.m), "p": float(regression.p), "q": float(regression.q)}
        fit = CurveFit(curve, *common, values, 0.0, 0.0, sample.times, sample.values, regression=regression)
    else:
        m, p, q = fit_grouped_mle(flows)
        fit = CurveFit(curve, *common, {"m": m, "p": p, "q": q}, 0.0, 0.0, sample.times, sample.values)
    warnings = [note, *_sign_warnings(fit), *_data_warnings(fit)]
    sse = float(np.sum((fit.fitted() - fit.observed) ** 2))
    return replace(fit, sse=sse, warnings=tuple(warnings))


def _fitted_shocks(kinds: tuple[ShockKind, ...], values: Mapping[str, float]) -> tuple[Shock, ...]:
    shocks = []
    for j, kind in enumerate(kinds, start=1):
        start, memory, intensity = (values[f"{symbol}{j}"] for symbol in "abc")
        shocks.append(Shock(kind, start, max(memory, start) if kind == "rectangular" else memory, intensity))
    return tuple(shocks)


# What a fit refuses, and why: every message names the argument, the value and the allowed range.


def _checked_curve(curve: str) -> Curve:
    name = ALIASES.get(curve, curve)
    if name not in CURVES:
        raise ValueError(f"curve is {curve!r}; it must be one of {', '.join(CURVES)}")
    return name


def _check_names(curve: Curve, convention: str, method: str) -> None:
    if convention not in CONVENTIONS:
        raise ValueError(f"convention is {convention!r}; it must be one of {', '.join(CONVENTIONS)}")
    if method not in METHODS:
        raise ValueError(f"method is {method!r}; it must be one of {', '.join(METHODS)}")
    if method in ("ols", "mle") and (curve != "bass" or convention not in ("increments", "cumulative")):
        raise ValueError(
            f"method is {method!r}; it needs curve 'bass' and convention 'increments' or 'cumulative', "
            f"not {curve!r} and {convention!r}"
        )


def _check_levels(curve: Curve, convention: Convention, ceiling: float | None, start: float | None) -> None:
    if ceiling is not None and not (np.isfinite(ceiling) and ceiling > 0):
        raise ValueError(f"ceiling is {ceiling}; it must be a finite number above 0, or None")
    if start is not None and not 0.0 <= start < 1.0:
        raise ValueError(f"start_level is {start}; it is a share of the ceiling, in [0, 1)")
    if start != 0.0 and curve not in ("bass", "generalised_bass"):
        raise ValueError(f"start_level is {start}; curve {curve!r} has no starting level, give 0")
    if start != 0.0 and convention == "cumulative":
        raise ValueError("start_level must be 0 for convention 'cumulative'; use 'level'")
    if start is None and convention != "level":
        raise ValueError(f"start_level None (estimated) needs convention 'level', not {convention!r}")


def _checked_data(
    y: ArrayLike,
    times: ArrayLike | None,
    convention: Convention,
    curve: Curve,
    shocks: Sequence[str],
    effort: ArrayLike | None,
) -> tuple[Sample, FloatArray | None]:
    values = np.asarray(y, dtype=float)
    if values.ndim != 1 or values.size == 0:
        raise ValueError(f"y has shape {values.shape}; it must be one series of at least one value")
    clock = np.arange(1.0, values.size + 1.0) if times is None else np.asarray(times, dtype=float)
    if clock.shape != values.shape or not np.all(np.isfinite(clock)):
        raise ValueError(f"times has shape {clock.shape}; it must be finite, one time per value of y")
    if np.any(clock <= 0) or np.any(np.diff(clock) <= 0):
        raise ValueError("times must be above 0 and increasing")
    if np.any(np.isinf(values)):
        raise ValueError("y has infinite values; they must be finite, or NaN where missing")
    seen = np.isfinite(values)
    if not np.any(values[seen] > 0):
        raise ValueError("y has no positive value; there is no adoption to fit")
    if convention in ("cumulative", "level") and np.any(values[seen] < 0):
        raise ValueError(f"y has negative values; convention {convention!r} needs 0 or above")
    if (shocks or effort is not None) and curve != "generalised_bass":
        raise ValueError(f"shocks and effort need curve 'generalised_bass', not {curve!r}")
    if len(shocks) > _MOST_SHOCKS:
        raise ValueError(f"shocks has {len(shocks)} entries; at most {_MOST_SHOCKS} can be told apart")
    for kind in shocks:
        if kind not in ("exponential", "rectangular"):
            raise ValueError(f"shocks has {kind!r}; a shock is 'exponential' or 'rectangular'")
    return Sample(values[seen], clock[seen], convention), _checked_effort(effort, float(clock[seen][-1]))


def _checked_effort(effort: ArrayLike | None, last: float) -> FloatArray | None:
    if effort is None:
        return None
    covariates = np.asarray(effort, dtype=float)
    covariates = covariates[:, None] if covariates.ndim == 1 else covariates
    if covariates.ndim != 2 or covariates.shape[0] < last or not np.all(np.isfinite(covariates)):
        raise ValueError(f"effort has shape {covariates.shape}; it needs finite rows for {last:.0f} periods")
    if np.any(np.all(covariates == 0, axis=0)):
        raise ValueError("effort has a column of zeros; it cannot change the speed of diffusion")
    return covariates


def _check_count(model: Model, sample: Sample, method: Method, ceiling: float | None) -> None:
    unknown = len(model.names) + 1
    bounded = int(np.isfinite(model.prior_sd).sum()) + (ceiling is not None)
    needed = unknown if method == "nls" else max(unknown - bounded, 1)
    if sample.values.size < needed:
        raise ValueError(
            f"y has {sample.values.size} observed values; curve {model.curve!r} by method {method!r} needs "
            f"at least {needed}" + ("" if method == "nls" else "; a ceiling would lower that")
        )


# What to know before using a fitted curve.


def _fit_warnings(
    fit: CurveFit, model: Model, solution: Solution, ceiling: float | None
) -> tuple[FitWarning, ...]:
    found: list[FitWarning] = []
    if fit.method == "map" and ceiling is None:
        message = "No ceiling was given: only the priors on p and q hold the fit, and the ceiling is free."
        found.append(FitWarning(WarningKind.CEILING_NOT_GIVEN, message))
    unidentified = ceiling_warning(fit.profile) if fit.profile is not None else None
    if unidentified is not None:
        found.append(unidentified)
    if len(fit.shocks) > 1:
        message = "Several shocks were searched one beside the other: a better arrangement may exist."
        found.append(FitWarning(WarningKind.SEARCH_NOT_EXHAUSTIVE, message))
    margin = 1e-3 * (model.upper - model.lower)
    at_bound = (solution.coordinates <= model.lower + margin) | (solution.coordinates >= model.upper - margin)
    for name, stuck in zip(model.names, at_bound, strict=True):
        if stuck:
            message = f"{name} ends at the limit of its range: the data ask for a simpler curve."
            found.append(FitWarning(WarningKind.PARAMETER_AT_BOUND, message, {name: fit.parameters[name]}))
    return (*found, *_data_warnings(fit))


def _sign_warnings(fit: CurveFit) -> list[FitWarning]:
    found = []
    for name, kind in (("p", WarningKind.NEGATIVE_INNOVATION), ("q", WarningKind.NEGATIVE_IMITATION)):
        value = fit.parameters[name]
        if value < 0:
            found.append(
                FitWarning(kind, f"{name} is negative ({value:.4g}): it has no meaning.", {name: value})
            )
    return found


def _data_warnings(fit: CurveFit) -> list[FitWarning]:
    found = []
    unknown, last = len(fit.parameters), float(fit.times[-1])
    if fit.observed.size < unknown + 2:
        found.append(
            FitWarning(
                WarningKind.FEW_OBSERVATIONS,
                f"{fit.observed.size} observations for {unknown} parameters: the data alone settle little.",
                {"observations": float(fit.observed.size), "parameters": float(unknown)},
            )
        )
    if fit.convention == "cumulative" and np.any(np.diff(fit.observed) < 0):
        message = "A cumulative series decreases: check whether it counts adopters to date or a level."
        found.append(FitWarning(WarningKind.DECREASING_TOTAL, message))
    if "q" in fit.parameters and fit.parameters["p"] > 0 and fit.peak_time > last:
        found.append(
            FitWarning(
                WarningKind.PEAK_NOT_OBSERVED,
                f"The data end before the fitted peak ({fit.peak_time:.1f}): the ceiling is extrapolated.",
                {"peak_time": fit.peak_time, "last_time": last},
            )
        )
    return found
