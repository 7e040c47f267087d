"""Diffusion curves fitted to adoption data, with what the data can and cannot say.

The default is penalised least squares (MAP): it gives usable ceilings before the inflection, where the
textbook estimators fail. The convention of the data is part of the result, because it moves the parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.adoption.curve_checks import (
    check_count,
    check_levels,
    check_names,
    checked_curve,
    checked_data,
)
from analytics.adoption.curve_fit import CurveFit, Method
from analytics.adoption.curve_warnings import data_warnings, fit_warnings, sign_warnings
from analytics.adoption.diagnostics import CeilingProfile, FitWarning, WarningKind
from analytics.adoption.estimation import Sample, Solution, build_lattice, fit_map, fit_nls, profile_ceiling
from analytics.adoption.models import (
    DEFAULT_PRIORS,
    Convention,
    Curve,
    Model,
    Priors,
    ShockKind,
    build_model,
)
from analytics.adoption.shapes import FloatArray, Shock, bass_peak, bass_share, shocked_time
from analytics.adoption.textbook import fit_grouped_mle, fit_ols

__all__ = [
    "CeilingProfile",
    "CurveFit",
    "FitWarning",
    "Priors",
    "Shock",
    "WarningKind",
    "bass_peak",
    "bass_share",
    "compare_ceilings",
    "fit_curve",
    "shocked_time",
]

_KEPT_SHOCK_FITS = 30
_SHOCK_ROUNDS = 3
# A prior this narrow holds the ceiling at its candidate.
_HELD = 1e-4


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
    chosen = checked_curve(curve)
    check_names(chosen, convention, method)
    form, estimator = cast(Convention, convention), cast(Method, method)
    sample, covariates = checked_data(y, times, form, chosen, shocks, effort)
    check_levels(chosen, form, ceiling, start_level)
    if estimator in ("ols", "mle"):
        return _fit_textbook(sample, chosen, estimator, start_level)
    last = float(sample.times[-1])
    kinds = tuple(shocks)
    build = partial(build_model, chosen, last, start_level=start_level, priors=priors, effort=covariates)
    model = build(shocks=kinds)
    check_count(model, sample, estimator, ceiling)
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
    warnings = fit_warnings(fit, model, best, ceiling)
    return replace(fit, warnings=warnings)


def compare_ceilings(
    y: ArrayLike, candidates: Mapping[str, float], *, horizon: int, **options: object
) -> pd.DataFrame:
    """Panel of candidate ceilings: what each, taken as true, makes of the same data.

    Parameters
    ----------
    y : array-like, as in ``fit_curve``
    candidates : name of the ceiling (Internet users, banked adults, ...) and its value in the unit of ``y``
    horizon : int, periods ahead
    options : passed to ``fit_curve`` (curve, convention, times, start_level)

    Returns
    -------
    DataFrame: candidate, ceiling, sse, possible (inside the 95 % profile interval of the data alone),
    forecast (value ``horizon`` periods after the last observation)

    Raises
    ------
    ValueError: no candidates, or a candidate that ``fit_curve`` refuses
    """
    if not candidates:
        raise ValueError("candidates is empty; give at least one named ceiling")
    rows = []
    for name, ceiling in candidates.items():
        fit = fit_curve(y, ceiling=ceiling, priors=Priors(ceiling_sd=_HELD), **options)  # type: ignore[arg-type]
        rows.append(
            {
                "candidate": name,
                "ceiling": ceiling,
                "sse": fit.sse,
                "possible": fit.profile is not None and fit.profile.contains(ceiling),
                "forecast": float(fit.predict(horizon)[-1]),
            }
        )
    return pd.DataFrame(rows)


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
    warnings = [note, *sign_warnings(fit), *data_warnings(fit)]
    sse = float(np.sum((fit.fitted() - fit.observed) ** 2))
    return replace(fit, sse=sse, warnings=tuple(warnings))


def _fitted_shocks(kinds: tuple[ShockKind, ...], values: Mapping[str, float]) -> tuple[Shock, ...]:
    shocks = []
    for j, kind in enumerate(kinds, start=1):
        start, memory, intensity = (values[f"{symbol}{j}"] for symbol in "abc")
        shocks.append(Shock(kind, start, max(memory, start) if kind == "rectangular" else memory, intensity))
    return tuple(shocks)
