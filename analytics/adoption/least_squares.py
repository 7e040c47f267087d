"""Deterministic global least squares: a grid, many descents at once, one polish.

Single starts miss the optimum of diffusion curves. Here the whole grid is valued in one array operation,
its best local minima descend together (Levenberg-Marquardt, one row per start), and the winner is polished
by SciPy to machine precision. Nothing is random: the same data give the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
from scipy.optimize import least_squares

from analytics.adoption.shapes import FloatArray

Residuals = Callable[[FloatArray], FloatArray]

_DIFFERENCE = 1e-7


def descend(
    residuals: Residuals,
    starts: FloatArray,
    lower: FloatArray,
    upper: FloatArray,
    *,
    steps: int = 30,
    tolerance: float = 1e-7,
) -> tuple[FloatArray, FloatArray]:
    """Levenberg-Marquardt on many starts at once, inside a box.

    Parameters
    ----------
    residuals : maps coordinates (..., rows, k) to residuals (..., rows, n)
    starts : array (rows, k)
    lower, upper : arrays (k,), bounds
    steps : int, largest number of iterations
    tolerance : float, relative change of a step below which a descent is settled

    Returns
    -------
    coordinates (rows, k) and sums of squares (rows,); no row ends worse than it started
    """
    current = np.clip(starts, lower, upper)
    rows, size = current.shape
    value = residuals(current)
    cost = np.einsum("rn,rn->r", value, value)
    damping, settled = np.full(rows, 1e-2), np.zeros(rows, dtype=bool)
    offsets = _DIFFERENCE * np.eye(size)[:, None, :]
    for _ in range(steps):
        slope = (residuals(current + offsets) - value) / _DIFFERENCE
        gradient = np.einsum("krn,rn->rk", slope, value)
        normal = np.einsum("krn,lrn->rkl", slope, slope)
        scale = np.maximum(np.einsum("rkk->rk", normal), 1e-12 * (1.0 + cost[:, None]))
        system = normal + np.einsum("rk,kl->rkl", damping[:, None] * scale, np.eye(size))
        move = np.linalg.solve(system, -gradient[..., None])[..., 0]
        trial = np.clip(current + np.clip(move, -2.0, 2.0), lower, upper)
        trial_value = residuals(trial)
        trial_cost = np.einsum("rn,rn->r", trial_value, trial_value)
        better = trial_cost < cost
        # A nearly undamped step that changes nothing ends a descent, as does one damped to nothing.
        idle = (np.abs(trial_cost - cost) <= tolerance * cost) & (damping <= 1.0)
        settled |= idle | (damping > 1e6)
        current = np.where(better[:, None], trial, current)
        value = np.where(better[:, None], trial_value, value)
        cost = np.where(better, trial_cost, cost)
        damping = np.clip(np.where(better, damping / 5.0, damping * 6.0), 1e-12, 1e8)
        if settled.all():
            break
    return current, cost


def local_minima(surface: FloatArray, shape: tuple[int, ...], count: int, *, first_axis: int = 0) -> NDIndex:
    """Flat positions of the lowest local minima of a gridded surface, best first.

    Axes before ``first_axis`` hold separate problems: their cells are not neighbours.
    """
    table = np.where(np.isfinite(surface), surface, np.inf).reshape(shape)
    lowest = np.ones(shape, dtype=bool)
    for axis in range(first_axis, table.ndim):
        padding = [(1, 1) if i == axis else (0, 0) for i in range(table.ndim)]
        padded = np.pad(table, padding, constant_values=np.inf)
        length = shape[axis]
        lowest &= table <= np.take(padded, np.arange(length), axis=axis)
        lowest &= table <= np.take(padded, np.arange(2, length + 2), axis=axis)
    candidates = np.flatnonzero(lowest & np.isfinite(table))
    if candidates.size == 0:
        candidates = np.arange(table.size)
    order = np.argsort(table.ravel()[candidates], kind="stable")
    return cast(NDIndex, candidates[order[:count]])


def polish(
    residuals: Residuals, start: FloatArray, lower: FloatArray, upper: FloatArray
) -> tuple[FloatArray, float]:
    """Carry one solution to machine precision; returns the start when nothing better is found."""
    initial = residuals(start[None])[0]
    best, cost = start, float(initial @ initial)
    slack = 1e-9 * (upper - lower)
    inside = np.clip(start, lower + slack, upper - slack)
    answer = least_squares(
        lambda x: residuals(x[None])[0],
        inside,
        jac="3-point",
        bounds=(lower, upper),
        method="trf",
        x_scale="jac",
        xtol=1e-14,
        ftol=1e-14,
        gtol=1e-14,
        max_nfev=60,
    )
    if 2.0 * answer.cost < cost:
        best, cost = answer.x, 2.0 * float(answer.cost)
    return best, cost


NDIndex = np.ndarray[tuple[int], np.dtype[np.intp]]
