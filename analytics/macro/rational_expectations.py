"""Linear rational-expectations models solved by the generalised Schur (QZ) decomposition.

References
----------
Klein, P. (2000). Using the generalized Schur form to solve a multivariate linear rational expectations
model. Journal of Economic Dynamics and Control 24.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.linalg import ordqz, solve_discrete_lyapunov

from analytics.macro._checks import FloatArray

# Roots this close to the unit circle count as stable: a price level that accumulates has a root of one.
UNIT_TOLERANCE: Final = 1e-7
RANK_TOLERANCE: Final = 1e-10


@dataclass(frozen=True)
class LinearSolution:
    """Law of motion of a solved model.

    Attributes
    ----------
    transition : (n, n) states of the next period from those of this one
    policy : (m, n) all other variables from the states of the same period
    roots : (n + m,) moduli of the generalised eigenvalues, ascending; infinite for static equations
    """

    transition: FloatArray
    policy: FloatArray
    roots: FloatArray


def solve_linear(ahead: FloatArray, now: FloatArray, states: int) -> LinearSolution:
    """Solve ``ahead E[z(t+1)] = now z(t)`` whose first ``states`` variables are given at t.

    Parameters
    ----------
    ahead, now : (k, k)
    states : int, number of predetermined variables, standing first in z

    Raises
    ------
    ValueError: no stable solution, more than one, or equations that do not determine the variables
    """
    s, t, alpha, beta, _, z = ordqz(now, ahead, sort=_stable, output="complex")
    size, total = np.abs(alpha), np.abs(beta)
    if np.any((size < RANK_TOLERANCE) & (total < RANK_TOLERANCE)):
        raise ValueError("parameters leave the model without a unique solution: equations are dependent")
    stable = int(_stable(alpha, beta).sum())
    if stable > states:
        raise ValueError(
            f"parameters make the model indeterminate: {stable} stable roots for {states} states; "
            "the interest rate answers too weakly to inflation"
        )
    if stable < states:
        raise ValueError(f"parameters leave no stable solution: {stable} stable roots for {states} states")
    upper, lower = z[:states, :states], z[states:, :states]
    if np.linalg.cond(upper) > 1.0 / RANK_TOLERANCE:
        raise ValueError("parameters leave the model without a unique solution: the rank condition fails")
    inverse = np.linalg.inv(upper)
    step = np.linalg.solve(t[:states, :states], s[:states, :states])
    with np.errstate(divide="ignore"):
        roots = np.sort(size / total)
    return LinearSolution(np.real(upper @ step @ inverse), np.real(lower @ inverse), roots)


def _stable(alpha: FloatArray, beta: FloatArray) -> FloatArray:
    return np.asarray(np.abs(alpha) < (1.0 + UNIT_TOLERANCE) * np.abs(beta))


def unconditional_covariance(transition: FloatArray, shock_covariance: FloatArray) -> FloatArray:
    """Covariance of stationary states: solves ``V = T V T' + Q`` (discrete Lyapunov equation).

    Raises
    ------
    ValueError: states that are not stationary
    """
    radius = float(np.abs(np.linalg.eigvals(transition)).max())
    if radius >= 1.0:
        raise ValueError(
            f"parameters make the states wander: their largest root is {radius:.6g}, not below 1"
        )
    return np.asarray(solve_discrete_lyapunov(transition, shock_covariance), dtype=np.float64)
