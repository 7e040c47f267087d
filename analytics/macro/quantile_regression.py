"""Quantile regressions of one design on many samples at once.

Each regression is a linear program, solved by the interior-point method on its dual. Samples stand on the
first axis: a bootstrap of hundreds costs a few dozen array operations instead of hundreds of solver calls.

References
----------
Koenker, R. and Bassett, G. (1978). Regression quantiles. Econometrica 46.
Portnoy, S. and Koenker, R. (1997). The Gaussian hare and the Laplacian tortoise. Statistical Science 12.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analytics.macro._checks import FloatArray

MOST_STEPS: Final = 100
GAP: Final = 1e-9
RIDGE: Final = 1e-12
WORST_CONDITION: Final = 1e14
_BACK_OFF: Final = 0.9995


def regression_quantiles(design: FloatArray, target: FloatArray, probability: FloatArray) -> FloatArray:
    """Coefficients of a linear quantile regression for each sample.

    Parameters
    ----------
    design : (n, T, m), with its constant
    target : (n, T)
    probability : (n,) in (0, 1), quantile of each sample

    Returns
    -------
    (n, m)

    Raises
    ------
    ValueError: a design whose columns repeat one another, or no convergence
    """
    scale_x = np.abs(design).max(axis=1)
    scale_y = np.abs(target).max(axis=1)
    if np.any(scale_x == 0.0):
        raise ValueError("design must not hold a column of zeros")
    scale_y = np.where(scale_y > 0.0, scale_y, 1.0)
    wide = np.ascontiguousarray((design / scale_x[:, None, :]).transpose(0, 2, 1))
    if not (np.linalg.cond(wide @ wide.transpose(0, 2, 1)) < WORST_CONDITION).all():
        raise ValueError("design holds columns that repeat one another")
    scaled = _interior_point(wide, target / scale_y[:, None], probability)
    if not np.isfinite(scaled).all():
        raise ValueError("target and design give no convergence of the quantile regression")
    return np.asarray(scaled * scale_y[:, None] / scale_x, dtype=np.float64)


def _times(design: FloatArray, values: FloatArray) -> FloatArray:
    """``X' values`` for each sample, (n, m); the design stands transposed, (n, m, T)."""
    return np.asarray((design @ values[:, :, None])[:, :, 0], dtype=np.float64)


def _fit(design: FloatArray, coefficients: FloatArray) -> FloatArray:
    return np.asarray((coefficients[:, None, :] @ design)[:, 0, :], dtype=np.float64)


def _inverse(design: FloatArray, weights: FloatArray | None = None) -> FloatArray:
    """``(X' W X)^-1`` for each sample; with weights, of a matrix kept from losing its rank.

    Near an optimum that is not unique, as tied observations make it, the weights of all but a few
    observations vanish. The ridge only bends the step there: the next one corrects it.
    """
    weighted = design if weights is None else design * weights[:, None, :]
    squared = weighted @ design.transpose(0, 2, 1)
    if weights is not None:
        size = np.trace(squared, axis1=1, axis2=2)
        squared = squared + RIDGE * size[:, None, None] * np.eye(design.shape[1])
    return np.asarray(np.linalg.inv(squared), dtype=np.float64)


def _room(values: FloatArray, changes: FloatArray) -> FloatArray:
    """Longest step, at most 1, that keeps positive values positive."""
    steepest = (changes / values).min(axis=1)
    return np.asarray(_BACK_OFF / np.maximum(_BACK_OFF, -steepest), dtype=np.float64)[:, None]


@dataclass
class _Point:
    """Residual parts ``u - v``, their duals ``s = 1 - a`` and ``a``, and the coefficients."""

    coefficients: FloatArray
    u: FloatArray
    v: FloatArray
    a: FloatArray
    s: FloatArray

    def gap(self) -> FloatArray:
        """How far from the optimum, where ``u s`` and ``v a`` vanish; (n, 1)."""
        return np.asarray((self.u * self.s + self.v * self.a).sum(axis=1, keepdims=True), dtype=np.float64)

    def kept(self, samples: NDArray[np.bool_]) -> _Point:
        """The samples chosen."""
        return _Point(
            self.coefficients[samples], self.u[samples], self.v[samples], self.a[samples], self.s[samples]
        )

    def moved(self, step: _Step) -> _Point:
        """As far along ``step`` as signs allow, with one length for residuals and one for duals."""
        primal = np.minimum(_room(self.u, step.u), _room(self.v, step.v))
        dual = np.minimum(_room(self.a, step.a), _room(self.s, -step.a))
        return _Point(
            self.coefficients + primal * step.coefficients,
            self.u + primal * step.u,
            self.v + primal * step.v,
            self.a + dual * step.a,
            self.s - dual * step.a,
        )


@dataclass
class _Step:
    coefficients: FloatArray
    u: FloatArray
    v: FloatArray
    a: FloatArray


class _Newton:
    """The linear system at one point, factored once for predictor and corrector."""

    def __init__(self, design: FloatArray, target: FloatArray, point: _Point, balance: FloatArray) -> None:
        self.design, self.point = design, point
        self.weights = 1.0 / (point.u / point.s + point.v / point.a)
        self.inverse = _inverse(design, self.weights)
        self.shortfall = target - _fit(design, point.coefficients) - (point.u - point.v)
        self.imbalance = balance - _times(design, point.a)

    def step(self, us: FloatArray, va: FloatArray) -> _Step:
        """Step that changes the products ``u s`` and ``v a`` by ``us`` and ``va``."""
        point = self.point
        right = self.weights * (self.shortfall - us / point.s + va / point.a)
        wanted = _times(self.design, right) - self.imbalance
        coefficients = (self.inverse @ wanted[:, :, None])[:, :, 0]
        a = right - self.weights * _fit(self.design, coefficients)
        return _Step(coefficients, (us + point.u * a) / point.s, (va - point.v * a) / point.a, a)


def _interior_point(design: FloatArray, target: FloatArray, probability: FloatArray) -> FloatArray:
    """Mehrotra's predictor and corrector on ``max y'a`` with ``X'a = (1 - q) X'1`` and a in [0, 1]."""
    balance = (1.0 - probability)[:, None] * design.sum(axis=2)
    point = _start(design, target, probability)
    found = np.empty_like(point.coefficients)
    waiting = np.arange(len(target))
    for _ in range(MOST_STEPS):
        done = point.gap()[:, 0] < GAP
        found[waiting[done]] = point.coefficients[done]
        if done.all():
            return found
        if done.any():
            # A sample that has arrived is left alone: one step more and its system may lose its rank.
            left = ~done
            waiting, point = waiting[left], point.kept(left)
            design, target, balance = design[left], target[left], balance[left]
        gap = point.gap()
        newton = _Newton(design, target, point, balance)
        predicted = newton.step(-point.u * point.s, -point.v * point.a)
        centre = (point.moved(predicted).gap() / gap) ** 3 * gap / (2.0 * target.shape[1])
        point = point.moved(
            newton.step(
                centre - point.u * point.s + predicted.u * predicted.a,
                centre - point.v * point.a - predicted.v * predicted.a,
            )
        )
    raise ValueError("target and design give no convergence of the quantile regression")


def _start(design: FloatArray, target: FloatArray, probability: FloatArray) -> _Point:
    """Least squares, with both parts of every residual kept away from zero."""
    inverse = _inverse(design)
    coefficients = (inverse @ _times(design, target)[:, :, None])[:, :, 0]
    residual = target - _fit(design, coefficients)
    floor = 0.1 * np.abs(residual).mean(axis=1, keepdims=True) + 1e-8
    a = np.broadcast_to(1.0 - probability[:, None], target.shape).copy()
    return _Point(coefficients, np.maximum(residual, 0) + floor, np.maximum(-residual, 0) + floor, a, 1.0 - a)
