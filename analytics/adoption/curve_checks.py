"""What a fit refuses, and why: every message names the argument, the value and the allowed range."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from analytics.adoption.curve_fit import METHODS, Method
from analytics.adoption.estimation import Sample
from analytics.adoption.models import ALIASES, CONVENTIONS, CURVES, Convention, Curve, Model
from analytics.adoption.shapes import FloatArray

_MOST_SHOCKS = 3


def checked_curve(curve: str) -> Curve:
    name = ALIASES.get(curve, curve)
    if name not in CURVES:
        raise ValueError(f"curve is {curve!r}; it must be one of {', '.join(CURVES)}")
    return name


def check_names(curve: Curve, convention: str, method: str) -> None:
    if convention not in CONVENTIONS:
        raise ValueError(f"convention is {convention!r}; it must be one of {', '.join(CONVENTIONS)}")
    if method not in METHODS:
        raise ValueError(f"method is {method!r}; it must be one of {', '.join(METHODS)}")
    if method in ("ols", "mle") and (curve != "bass" or convention not in ("increments", "cumulative")):
        raise ValueError(
            f"method is {method!r}; it needs curve 'bass' and convention 'increments' or 'cumulative', "
            f"not {curve!r} and {convention!r}"
        )


def check_levels(curve: Curve, convention: Convention, ceiling: float | None, start: float | None) -> None:
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


def checked_data(
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


def check_count(model: Model, sample: Sample, method: Method, ceiling: float | None) -> None:
    unknown = len(model.names) + 1
    bounded = int(np.isfinite(model.prior_sd).sum()) + (ceiling is not None)
    needed = unknown if method == "nls" else max(unknown - bounded, 1)
    if sample.values.size < needed:
        raise ValueError(
            f"y has {sample.values.size} observed values; curve {model.curve!r} by method {method!r} needs "
            f"at least {needed}" + ("" if method == "nls" else "; a ceiling would lower that")
        )
