"""The curves as fitting problems: coordinates, bounds, starting grids, priors.

A curve is fitted in coordinates without sign constraints (logarithms, mostly); the ceiling is kept apart,
because every curve is proportional to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast

import numpy as np

from analytics.adoption.shapes import (
    FloatArray,
    added_time,
    bass_share,
    gompertz_share,
    gsg_share,
    logistic_share,
    weibull_share,
)

Curve = Literal["bass", "generalised_bass", "logistic", "gompertz", "gsg", "weibull"]
Convention = Literal["increments", "cumulative", "density", "level"]
ShockKind = Literal["exponential", "rectangular"]

CURVES: tuple[Curve, ...] = ("bass", "generalised_bass", "logistic", "gompertz", "gsg", "weibull")
CONVENTIONS: tuple[Convention, ...] = ("increments", "cumulative", "density", "level")
ALIASES: Mapping[str, Curve] = MappingProxyType({"gsgompertz": "gsg", "generalized_bass": "generalised_bass"})

_STEP = 1e-4


@dataclass(frozen=True)
class Priors:
    """Normal priors on the logarithms of ceiling, innovation and imitation, for yearly data.

    Parameters
    ----------
    ceiling_sd : float, standard deviation of ``ln m`` around ``ln ceiling``
    innovation, imitation : (median, standard deviation of the logarithm) of p and of q, per year

    References
    ----------
    Medians and spreads of p and q over published consumer durables: Sultan, Farley and Lehmann (1990),
    A meta-analysis of applications of diffusion models, Journal of Marketing Research 27(1).
    """

    ceiling_sd: float = 0.30
    innovation: tuple[float, float] = (0.016, 0.9)
    imitation: tuple[float, float] = (0.38, 0.45)

    def __post_init__(self) -> None:
        figures = {
            "ceiling_sd": (self.ceiling_sd,),
            "innovation": self.innovation,
            "imitation": self.imitation,
        }
        for name, values in figures.items():
            if not all(np.isfinite(value) and value > 0 for value in values):
                raise ValueError(f"{name} is {values}; medians and standard deviations must be above 0")


DEFAULT_PRIORS = Priors()


@dataclass(frozen=True)
class Model:
    """One curve ready to be fitted; coordinates run along the last axis."""

    curve: Curve
    names: tuple[str, ...]
    natural: Callable[[FloatArray], FloatArray]
    share: Callable[[FloatArray, FloatArray], FloatArray]
    lower: FloatArray
    upper: FloatArray
    axes: tuple[FloatArray, ...]
    prior_mean: FloatArray
    prior_sd: FloatArray
    starts_at_zero: bool = True
    smooth: bool = True

    @property
    def grid(self) -> FloatArray:
        """Every combination of the axes: array (points, coordinates)."""
        return product(self.axes)

    @property
    def grid_shape(self) -> tuple[int, ...]:
        return tuple(axis.size for axis in self.axes)


def product(axes: tuple[FloatArray, ...]) -> FloatArray:
    """Cartesian product of axes, one row per combination."""
    mesh = np.meshgrid(*axes, indexing="ij")
    return np.stack([axis.ravel() for axis in mesh], axis=-1)


def signal(model: Model, coordinates: FloatArray, times: FloatArray, convention: Convention) -> FloatArray:
    """What the convention observes, for a ceiling of 1: shape (..., periods)."""
    return observe(lambda t: model.share(t, coordinates), times, convention, model.starts_at_zero)


def observe(
    share: Callable[[FloatArray], FloatArray], times: FloatArray, convention: Convention, starts_at_zero: bool
) -> FloatArray:
    """Turn a curve of shares into what a convention observes at the given times."""
    if convention in ("cumulative", "level"):
        return share(times)
    if convention == "density":
        return (share(times + _STEP) - share(times - _STEP)) / (2.0 * _STEP)
    before = np.maximum(times - 1.0, 0.0)
    consecutive = bool(np.all(before[1:] == times[:-1]))
    # Consecutive periods share their edges: each edge is valued once.
    edges = np.concatenate([before[:1], times] if consecutive else [before, times])
    values = share(edges)
    if not starts_at_zero:
        # A curve that is positive at launch has all of its first value in the first increment.
        values = np.where(edges <= 0.0, 0.0, values)
    if consecutive:
        return values[..., 1:] - values[..., :-1]
    return values[..., times.size :] - values[..., : times.size]


def build_model(
    curve: Curve,
    last_time: float,
    *,
    start_level: float | None = 0.0,
    priors: Priors = DEFAULT_PRIORS,
    shocks: tuple[ShockKind, ...] = (),
    effort: FloatArray | None = None,
) -> Model:
    """Model of a curve for data that end at ``last_time``; ``start_level=None`` is estimated."""
    if curve in ("bass", "generalised_bass"):
        return _bass(curve, last_time, start_level, priors, shocks, effort)
    return _COMMON[curve](last_time)


def _bass(
    curve: Curve,
    last_time: float,
    start_level: float | None,
    priors: Priors,
    shocks: tuple[ShockKind, ...],
    effort: FloatArray | None,
) -> Model:
    free_start = start_level is None
    covariates = 0 if effort is None else effort.shape[1]
    first_shock = 2 + free_start + covariates

    def clock(t: FloatArray, x: FloatArray) -> FloatArray:
        felt = np.broadcast_to(t, (*x.shape[:-1], t.size)).copy()
        if effort is not None:
            for j in range(covariates):
                felt += x[..., 2 + free_start + j, None] * accumulated(effort[:, j], t)
        for j, kind in enumerate(shocks):
            start, memory, intensity = (x[..., first_shock + 3 * j + i, None] for i in range(3))
            felt += added_time(t, kind, start, memory, intensity)
        return felt

    def share(t: FloatArray, x: FloatArray) -> FloatArray:
        p, q = np.exp(x[..., 0, None]), np.exp(x[..., 1, None])
        start = 1.0 / (1.0 + np.exp(-x[..., 2, None])) if free_start else cast(float, start_level)
        felt = clock(t, x) if shocks or covariates else t
        return bass_share(felt, p, q, start)

    def natural(x: FloatArray) -> FloatArray:
        values = x.copy()
        values[..., :2] = np.exp(x[..., :2])
        if free_start:
            values[..., 2] = 1.0 / (1.0 + np.exp(-x[..., 2]))
        return values

    points = 33 if not shocks else 9
    names = ["p", "q"]
    bounds = [(np.log(1e-9), np.log(5.0)), (np.log(1e-6), np.log(20.0))]
    axes = [np.log(np.geomspace(1e-5, 0.6, points)), np.log(np.geomspace(0.02, 3.0, points))]
    if free_start:
        names.append("start_level")
        bounds.append((-12.0, 6.0))
        axes = [axes[0][::2], axes[1][::2], np.linspace(-7.0, 1.0, 9)]
    for j in range(covariates):
        names.append(f"beta{j + 1}")
        bounds.append((-50.0, 50.0))
        axes.append(np.array([0.0]))
    for j, kind in enumerate(shocks):
        names += [f"{symbol}{j + 1}" for symbol in "abc"]
        moments = np.linspace(0.0, last_time, min(int(last_time), 12) + 1)
        memory = np.array([-0.05, -0.5, -1.5]) if kind == "exponential" else moments[1:]
        bounds += [(0.0, last_time), (-6.0, -1e-6) if kind == "exponential" else (0.0, 2.0 * last_time)]
        bounds.append((-0.99, 50.0))
        axes += [moments[:-1], memory, np.array([-0.5, 0.4, 1.5])]
    mean, spread = np.zeros(len(names)), np.full(len(names), np.inf)
    mean[:2] = np.log(priors.innovation[0]), np.log(priors.imitation[0])
    spread[:2] = priors.innovation[1], priors.imitation[1]
    lower, upper = np.array(bounds).T
    return Model(
        curve,
        tuple(names),
        natural,
        share,
        lower,
        upper,
        tuple(axes),
        mean,
        spread,
        smooth=not shocks,
    )


def accumulated(effort: FloatArray, t: FloatArray) -> FloatArray:
    """Integral of a covariate up to each time; beyond the data it stays at its base of zero."""
    totals = np.concatenate([[0.0], np.cumsum(effort)])
    return cast(FloatArray, np.interp(t, np.arange(totals.size), totals))


def _two_parameters(
    curve: Curve,
    share: Callable[[FloatArray, FloatArray, FloatArray], FloatArray],
    first: tuple[float, float],
    second: tuple[float, float],
    *,
    starts_at_zero: bool,
) -> Model:
    axes = tuple(np.log(np.geomspace(*span, 41)) for span in (first, second))
    spans = np.log([first, second])
    return Model(
        curve,
        ("a", "b"),
        np.exp,
        lambda t, x: share(t, np.exp(x[..., 0, None]), np.exp(x[..., 1, None])),
        spans[:, 0] - 10.0,
        spans[:, 1] + 10.0,
        axes,
        np.zeros(2),
        np.full(2, np.inf),
        starts_at_zero,
    )


def _logistic(last_time: float) -> Model:
    return _two_parameters("logistic", logistic_share, (0.3, 1e5), (0.02, 4.0), starts_at_zero=False)


def _gompertz(last_time: float) -> Model:
    return _two_parameters("gompertz", gompertz_share, (0.3, 3e3), (0.005, 3.0), starts_at_zero=False)


def _weibull(last_time: float) -> Model:
    # The scale may lie far beyond the data when growth has not slowed yet.
    span = (0.1 * last_time, 30.0 * last_time)
    return _two_parameters("weibull", weibull_share, span, (0.3, 20.0), starts_at_zero=True)


def _gsg(last_time: float) -> Model:
    def natural(x: FloatArray) -> FloatArray:
        a, b, product = (np.exp(x[..., i]) for i in range(3))
        return np.stack([a, b, product / a], axis=-1)

    # The third coordinate is ln(a c): the curve tends to a Gompertz form as a -> 0 with a c fixed.
    def share(t: FloatArray, x: FloatArray) -> FloatArray:
        a, b, product = (np.exp(x[..., i, None]) for i in range(3))
        return gsg_share(t, a, b, product / a)

    axes = (
        np.log(np.geomspace(1e-4, 1e4, 13)),
        np.log(np.geomspace(0.02, 3.0, 17)),
        np.log(np.geomspace(0.01, 1e4, 15)),
    )
    bounds = np.log([(1e-7, 1e9), (1e-4, 20.0), (1e-6, 1e9)])
    return Model(
        "gsg",
        ("a", "b", "c"),
        natural,
        share,
        bounds[:, 0],
        bounds[:, 1],
        axes,
        np.zeros(3),
        np.full(3, np.inf),
    )


_COMMON: Mapping[str, Callable[[float], Model]] = MappingProxyType(
    {"logistic": _logistic, "gompertz": _gompertz, "weibull": _weibull, "gsg": _gsg}
)
