"""Refusals that the marketing models share: the argument's name, what was given, what is allowed."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


def numbers(name: str, given: ArrayLike, low: float = -math.inf, high: float = math.inf) -> FloatArray:
    """``given`` as an array of finite floats from ``low`` to ``high``, ends included.

    Raises
    ------
    ValueError: not numbers, missing or infinite, or outside the range
    """
    try:
        array = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold numbers, got {str(given)[:60]!r}") from None
    allowed = np.isfinite(array) & (array >= low) & (array <= high)
    if not allowed.all():
        wrong = float(array[~allowed].flat[0])
        raise ValueError(f"{name} must be {_range(low, high)}, got {wrong:g}")
    return array


def number(name: str, given: float, low: float = -math.inf, high: float = math.inf) -> float:
    """One finite float from ``low`` to ``high``; ValueError otherwise."""
    array = numbers(name, given, low, high)
    if array.ndim:
        raise ValueError(f"{name} must be one number, got an array of shape {array.shape}")
    return float(array)


def share_inside(name: str, given: float) -> float:
    """One float strictly between 0 and 1; ValueError otherwise."""
    value = number(name, given, 0.0, 1.0)
    if value in (0.0, 1.0):
        raise ValueError(f"{name} must lie strictly between 0 and 1, got {value:g}")
    return value


def whole(name: str, given: float, low: int, high: float = math.inf) -> int:
    """One whole number from ``low`` to ``high``; ValueError otherwise."""
    value = number(name, given, low, high)
    if value != round(value):
        raise ValueError(f"{name} must be a whole number {_range(low, high)}, got {value:g}")
    return round(value)


def columns(name: str, frame: pd.DataFrame, required: Sequence[str]) -> None:
    """Refuse a frame that is not one, is empty, or lacks a column."""
    if not isinstance(frame, pd.DataFrame):
        raise ValueError(f"{name} must be a DataFrame, got {type(frame).__name__}")
    if missing := [column for column in required if column not in frame.columns]:
        raise ValueError(f"{name} must have the columns {', '.join(required)}; missing: {', '.join(missing)}")
    if frame.empty:
        raise ValueError(f"{name} must have at least one row, got none")


def _range(low: float, high: float) -> str:
    if math.isinf(low) and math.isinf(high):
        return "finite"
    if math.isinf(high):
        return f"finite and at least {low:g}"
    if math.isinf(low):
        return f"finite and at most {high:g}"
    return f"in [{low:g}, {high:g}]"
