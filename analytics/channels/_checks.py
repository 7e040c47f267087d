"""Refusals that the channel models share: the argument's name, what was given, what is allowed."""

from __future__ import annotations

import math
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
# One case gives a plain float, several give arrays: numpy's scalar has the methods of both.
Figures = np.float64 | FloatArray


def numbers(
    name: str, given: ArrayLike, low: float = -math.inf, high: float = math.inf, *, bounds: str = "[]"
) -> FloatArray:
    """``given`` as an array of finite floats inside the interval.

    Parameters
    ----------
    name : str, the argument as the caller wrote it
    given : array-like of any shape
    low, high : float, ends of the allowed interval
    bounds : "[]", "(]", "[)" or "()", which ends are allowed themselves

    Raises
    ------
    ValueError: not numbers, missing or infinite, or outside the interval
    """
    try:
        array = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold numbers only, got {str(given)[:60]!r}") from None
    above = array > low if bounds[0] == "(" else array >= low
    below = array < high if bounds[1] == ")" else array <= high
    allowed = above & below & np.isfinite(array)
    if not allowed.all():
        wrong = array[~allowed].flat[0] if array.ndim else array
        raise ValueError(f"{name} must be {_interval(low, high, bounds)}, got {float(wrong):g}")
    return array


def number(
    name: str, given: float, low: float = -math.inf, high: float = math.inf, *, bounds: str = "[]"
) -> float:
    """One finite float inside the interval; ValueError otherwise, as :func:`numbers`."""
    array = numbers(name, given, low, high, bounds=bounds)
    if array.ndim:
        raise ValueError(f"{name} must be one number, got an array of shape {array.shape}")
    return float(array)


def whole(name: str, given: float, low: int) -> int:
    """One whole number of at least ``low``; ValueError otherwise."""
    value = number(name, given, low)
    if value != round(value):
        raise ValueError(f"{name} must be a whole number of at least {low}, got {value:g}")
    return round(value)


def fit(name: str, array: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """``array`` broadcast to ``shape``; ValueError where it does not fit."""
    try:
        return np.broadcast_to(array, shape)
    except ValueError:
        raise ValueError(f"{name} must fit the shape {shape}, got {array.shape}") from None


def plain(array: FloatArray) -> Figures:
    """An array without axes as the number that it holds, any other as it is."""
    return cast("Figures", np.asarray(array, dtype=np.float64)[()])


def _interval(low: float, high: float, bounds: str) -> str:
    if math.isinf(low) and math.isinf(high):
        return "finite"
    if math.isinf(high):
        return f"finite and {'above' if bounds[0] == '(' else 'at least'} {low:g}"
    if math.isinf(low):
        return f"finite and {'below' if bounds[1] == ')' else 'at most'} {high:g}"
    return f"in {bounds[0]}{low:g}, {high:g}{bounds[1]}"
