"""The estimators of the textbooks, kept for comparison: Bass by OLS and by grouped maximum likelihood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln

from analytics.adoption.shapes import FloatArray, bass_share


@dataclass(frozen=True)
class BassRegression:
    """``S(t) = a + b Y(t-1) + c Y(t-1)^2``: the discrete Bass model as a regression."""

    a: float
    b: float
    c: float

    @property
    def m(self) -> float:
        return float((-self.b - np.sqrt(self.b**2 - 4.0 * self.a * self.c)) / (2.0 * self.c))

    @property
    def p(self) -> float:
        return self.a / self.m

    @property
    def q(self) -> float:
        return -self.c * self.m

    def increments(self, total: FloatArray) -> FloatArray:
        """Adoptions of the period that follows each total."""
        return self.a + self.b * total + self.c * total**2

    def path(self, total: float, periods: int) -> FloatArray:
        """Adoptions of the next periods by recursion, starting from ``total`` adopters."""
        flows = np.empty(periods)
        for period in range(periods):
            flows[period] = self.a + self.b * total + self.c * total**2
            total += flows[period]
        return flows


def fit_ols(increments: FloatArray) -> BassRegression:
    """Regression of adoptions on the total before them.

    Parameters
    ----------
    increments : array (periods,), adoptions per period from the launch, at least 4

    Raises
    ------
    ValueError: fewer than 4 periods, or a regression without a positive ceiling

    References
    ----------
    Bass (1969), A new product growth for model consumer durables, Management Science 15(5).
    """
    if increments.size < 4:
        raise ValueError(f"y has {increments.size} periods; method 'ols' needs at least 4")
    before = np.concatenate([[0.0], np.cumsum(increments)[:-1]])
    scale = max(float(before.max()), 1e-300)
    columns = np.column_stack([np.ones_like(before), before / scale, (before / scale) ** 2])
    (a, b, c), _, rank, _ = np.linalg.lstsq(columns, increments, rcond=None)
    fit = BassRegression(float(a), float(b) / scale, float(c) / scale**2)
    if rank < 3 or fit.c >= 0 or fit.b**2 - 4.0 * fit.a * fit.c < 0 or not fit.m > 0:
        raise ValueError(
            "y gives no ceiling under method 'ols': the regression is not concave in past adoptions; "
            "use method 'map' with a ceiling"
        )
    return fit


def fit_grouped_mle(increments: FloatArray) -> tuple[float, float, float]:
    """Grouped maximum likelihood: adopters fall into periods as a multinomial drawn from a pool of m.

    Parameters
    ----------
    increments : array (periods,), counts of adoptions, 0 or above, at least 3 periods

    Returns
    -------
    m, p, q. The estimate depends on the unit of the counts, as the likelihood does.

    Raises
    ------
    ValueError: negative counts, fewer than 3 periods, or a likelihood that grows without limit

    References
    ----------
    Schmittlein and Mahajan (1982), Maximum likelihood estimation for an innovation diffusion model of
    new product acceptance, Marketing Science 1(1).
    """
    if increments.size < 3:
        raise ValueError(f"y has {increments.size} periods; method 'mle' needs at least 3")
    if np.any(increments < 0):
        raise ValueError("y has negative increments; method 'mle' needs counts of 0 or above")
    total = float(increments.sum())
    edges = np.arange(increments.size + 1, dtype=float)

    def cost(x: FloatArray) -> float:
        # The pool exceeds the adopters seen; its excess is searched on a logarithmic scale.
        m = total + np.exp(x[0])
        shares = bass_share(edges, np.exp(x[1]), np.exp(x[2]))
        cells = np.maximum(np.diff(shares), 1e-300)
        rest = max(1.0 - float(shares[-1]), 1e-300)
        likelihood = increments @ np.log(cells) + (m - total) * np.log(rest)
        return float(-(likelihood + gammaln(m + 1.0) - gammaln(m - total + 1.0)) / total)

    starts = [
        np.log([share * total, p, q]) for share in (0.05, 0.5) for p in (0.002, 0.02) for q in (0.2, 0.5)
    ]
    options = {"xatol": 1e-10, "fatol": 1e-14, "maxiter": 4000, "maxfev": 4000}
    rough = [minimize(cost, start, method="Nelder-Mead", options={"maxiter": 150}) for start in starts]
    first = min(rough, key=lambda answer: float(answer.fun))
    answer = minimize(cost, first.x, method="Nelder-Mead", options=options)
    answer = minimize(cost, answer.x, method="Nelder-Mead", options=options)
    m, p, q = total + np.exp(answer.x[0]), np.exp(answer.x[1]), np.exp(answer.x[2])
    if m > 1e4 * total or not np.all(np.isfinite([m, p, q])):
        raise ValueError("y gives no finite ceiling under method 'mle'; use method 'map' with a ceiling")
    return float(m), float(p), float(q)
