"""Diffusion curves as shares of their ceiling: the formulas, without any data.

Every function takes times since launch and returns the share of the ceiling reached, between 0 and 1.
Parameters broadcast against the times, so that a grid of parameter values is one call.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Shock:
    """A push on the clock of diffusion: a campaign, a law, a lockdown.

    Parameters
    ----------
    kind : "exponential" (sudden, then fading) or "rectangular" (constant while it lasts)
    start : float, period in which the shock begins
    memory : float; exponential: rate of fading a period (0 or below); rectangular: period in which it ends
    intensity : float above -1, change of the speed of diffusion at the start (0.5: half as fast again)

    Raises
    ------
    ValueError: an unknown kind, a memory or an intensity outside its range
    """

    kind: Literal["exponential", "rectangular"]
    start: float
    memory: float
    intensity: float

    def __post_init__(self) -> None:
        if self.kind not in ("exponential", "rectangular"):
            raise ValueError(f"kind is {self.kind!r}; it must be 'exponential' or 'rectangular'")
        if self.kind == "exponential" and self.memory > 0:
            raise ValueError(f"memory is {self.memory}; an exponential shock fades, so it must be 0 or below")
        if self.kind == "rectangular" and self.memory < self.start:
            raise ValueError(f"memory is {self.memory}; a rectangular shock cannot end before {self.start}")
        if self.intensity <= -1:
            raise ValueError(
                f"intensity is {self.intensity}; it must be above -1, or diffusion would reverse"
            )


def bass_share(t: ArrayLike, p: ArrayLike, q: ArrayLike, start_level: ArrayLike = 0.0) -> FloatArray:
    """Share of the ceiling reached under the Bass model, from any starting level.

    Parameters
    ----------
    t : array-like, periods since launch, or since the starting level was observed; broadcasts
    p : array-like, 0 or above, coefficient of innovation per period
    q : array-like, 0 or above, coefficient of imitation per period
    start_level : array-like in [0, 1), share of the ceiling reached at ``t = 0``

    Returns
    -------
    array of the broadcast shape. ``start_level = 0`` is the model of Bass (1969); ``p = 0`` with a
    positive start is the logistic curve.

    References
    ----------
    Bass (1969), A new product growth for model consumer durables, Management Science 15(5).
    """
    t, p, q, start = (np.asarray(value, dtype=float) for value in (t, p, q, start_level))
    rate = p + q
    decay = np.exp(-rate * t)
    # Multiplied through by p, so that p = 0 needs no special case when the start is positive.
    numerator = -p * np.expm1(-rate * t) + start * (q + p * decay)
    denominator = p + q * start + q * (1.0 - start) * decay
    return cast(
        FloatArray,
        np.divide(
            numerator,
            denominator,
            out=np.zeros(np.broadcast(numerator, denominator).shape),
            where=denominator > 0,
        ),
    )


def bass_peak(p: float, q: float, start_level: float = 0.0) -> float:
    """Time of the fastest growth: ``ln(q / p) / (p + q)`` from zero, earlier from a positive start.

    Returns 0 when adoption slows from the beginning (``q <= p``, or a start beyond the inflection).
    """
    if q <= 0:
        return 0.0
    ahead = q * (1.0 - start_level) / (p + q * start_level) if p + q * start_level > 0 else np.inf
    return float(max(0.0, np.log(ahead) / (p + q))) if ahead > 0 else 0.0


def logistic_share(t: ArrayLike, a: ArrayLike, b: ArrayLike) -> FloatArray:
    """Logistic curve ``1 / (1 + a e^(-b t))``."""
    t, a, b = (np.asarray(value, dtype=float) for value in (t, a, b))
    return cast(FloatArray, 1.0 / (1.0 + a * np.exp(-b * t)))


def gompertz_share(t: ArrayLike, a: ArrayLike, b: ArrayLike) -> FloatArray:
    """Gompertz curve ``exp(-a e^(-b t))``."""
    t, a, b = (np.asarray(value, dtype=float) for value in (t, a, b))
    return cast(FloatArray, np.exp(-a * np.exp(-b * t)))


def gsg_share(t: ArrayLike, a: ArrayLike, b: ArrayLike, c: ArrayLike) -> FloatArray:
    """Gamma/shifted Gompertz curve ``(1 - e^(-b t)) (1 + a e^(-b t))^(-c)``.

    ``c = 1`` is the Bass model; the heterogeneity of the population sets ``c``.

    References
    ----------
    Bemmaor (1994), Modeling the diffusion of new durable goods, in Research Traditions in Marketing.
    """
    t, a, b, c = (np.asarray(value, dtype=float) for value in (t, a, b, c))
    decay = np.exp(-b * t)
    # log1p keeps the limit a -> 0, c -> infinity, where (1 + a x)^(-c) tends to e^(-a c x).
    return cast(FloatArray, -np.expm1(-b * t) * np.exp(-c * np.log1p(a * decay)))


def weibull_share(t: ArrayLike, a: ArrayLike, b: ArrayLike) -> FloatArray:
    """Weibull curve ``1 - e^(-(t / a)^b)``."""
    t, a, b = (np.asarray(value, dtype=float) for value in (t, a, b))
    # Through logarithms, so that a steep curve beyond its scale saturates instead of overflowing.
    power = b * (np.log(np.maximum(t, 1e-300)) - np.log(a))
    return cast(FloatArray, -np.expm1(-np.exp(np.minimum(power, 50.0))))


def shocked_time(t: ArrayLike, shocks: tuple[Shock, ...] = ()) -> FloatArray:
    """Time as diffusion feels it: the integral of ``x`` in the generalised Bass model.

    Parameters
    ----------
    t : array-like, periods since launch
    shocks : the shocks to add; with none, or with intensities of 0, time is returned as it is

    References
    ----------
    Bass, Krishnan and Jain (1994), Why the Bass model fits without decision variables, Marketing
    Science 13(3); Guseo and Guidolin (2009), shocks in closed form.
    """
    clock = np.asarray(t, dtype=float)
    felt = clock.copy()
    for shock in shocks:
        felt = felt + added_time(clock, shock.kind, shock.start, shock.memory, shock.intensity)
    return felt


def added_time(
    t: FloatArray, kind: str, start: ArrayLike, memory: ArrayLike, intensity: ArrayLike
) -> FloatArray:
    """What one shock adds to the clock; its parameters broadcast against ``t``."""
    start, memory, intensity = (np.asarray(value, dtype=float) for value in (start, memory, intensity))
    elapsed = np.maximum(t - start, 0.0)
    if kind == "rectangular":
        return cast(FloatArray, intensity * np.minimum(elapsed, np.maximum(memory - start, 0.0)))
    fading = np.minimum(memory, -1e-9)
    return cast(FloatArray, intensity * np.expm1(fading * elapsed) / fading)
