"""What the macro models share: checks that answer with a message, and bands that hold their estimate."""

from __future__ import annotations

import math
from typing import SupportsFloat, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
Real = float | FloatArray


def _range(low: float, high: float, above: float | None) -> str:
    if above is not None:
        return f"greater than {above:g}" if high == math.inf else f"in ({above:g}, {high:g}]"
    if low == -math.inf and high == math.inf:
        return "finite"
    if high == math.inf:
        return f"at least {low:g}"
    return f"at most {high:g}" if low == -math.inf else f"in [{low:g}, {high:g}]"


def array(
    name: str,
    value: object,
    *,
    low: float = -math.inf,
    high: float = math.inf,
    above: float | None = None,
) -> FloatArray:
    """``value`` as finite floats within the bounds (``above`` excludes its own value); ValueError else."""
    allowed = _range(low, high, above)
    try:
        numbers = np.asarray(cast(ArrayLike, value), dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a number {allowed}; got {value!r}") from None
    if numbers.size == 0:
        raise ValueError(f"{name} must hold at least one number; got none")
    within = np.isfinite(numbers) & (numbers >= low) & (numbers <= high)
    if above is not None:
        within &= numbers > above
    if not within.all():
        given = numbers.reshape(-1)[np.argmin(within.reshape(-1))]
        raise ValueError(f"{name} must be {allowed}; got {given:g}")
    return numbers


def number(
    name: str,
    value: object,
    *,
    low: float = -math.inf,
    high: float = math.inf,
    above: float | None = None,
) -> float:
    """One finite float within the bounds; ValueError else."""
    numbers = array(name, value, low=low, high=high, above=above)
    if numbers.ndim != 0:
        raise ValueError(f"{name} must be one number; got an array of shape {numbers.shape}")
    return float(numbers)


def integer(name: str, value: object, *, low: int, high: int) -> int:
    """One whole number within the bounds; ValueError else."""
    given = number(name, value, low=low, high=high)
    if given != int(given):
        raise ValueError(f"{name} must be a whole number in [{low}, {high}]; got {given:g}")
    return int(given)


def plain(value: Real | np.float64) -> Real:
    """A Python float for a single value, the array otherwise."""
    return float(cast(SupportsFloat, value)) if np.ndim(value) == 0 else cast(FloatArray, value)


def band(draws: FloatArray, estimate: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    """Percentile band of ``draws`` (first axis), widened to hold the estimate that it belongs to."""
    low, high = np.quantile(draws, [(1.0 - level) / 2.0, (1.0 + level) / 2.0], axis=0)
    return np.minimum(low, estimate), np.maximum(high, estimate)
