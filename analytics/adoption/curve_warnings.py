"""Typed warnings read from a fitted curve."""

from __future__ import annotations

import numpy as np

from analytics.adoption.curve_fit import CurveFit
from analytics.adoption.diagnostics import FitWarning, WarningKind, ceiling_warning
from analytics.adoption.estimation import Solution
from analytics.adoption.models import Model


def fit_warnings(
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
    return (*found, *data_warnings(fit))


def sign_warnings(fit: CurveFit) -> list[FitWarning]:
    found = []
    for name, kind in (("p", WarningKind.NEGATIVE_INNOVATION), ("q", WarningKind.NEGATIVE_IMITATION)):
        value = fit.parameters[name]
        if value < 0:
            found.append(
                FitWarning(kind, f"{name} is negative ({value:.4g}): it has no meaning.", {name: value})
            )
    return found


def data_warnings(fit: CurveFit) -> list[FitWarning]:
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
