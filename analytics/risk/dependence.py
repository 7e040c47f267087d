"""Several kinds of loss events together: a copula on their annual losses.

References
----------
McNeil, Frey, Embrechts, *Quantitative Risk Management*, ch. 7 (copulas) and 8 (allocation).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from analytics.estimate import central_ends
from analytics.risk.annual_loss import HIGHEST_LEVEL, AnnualLoss, like, quiet_year

Floats = NDArray[np.float64]
Copula = Literal["gaussian", "t"]

_NODES = 8192


@dataclass(frozen=True)
class JointLoss:
    """Simulated annual losses by event type and in total, see ``joint_losses``.

    ``annual`` has one row per simulated year and one column per type; ``total`` is its row sum. ``mean``
    is exact. Quantiles are of the simulated years: ``quantile_interval`` says how well they are known.
    """

    names: tuple[str, ...]
    mean: float
    annual: Floats = field(repr=False)
    total: Floats = field(repr=False)
    models: tuple[AnnualLoss, ...] = field(repr=False)

    def quantile(self, q: ArrayLike) -> Any:
        """Total annual loss that is not exceeded with probability ``q``, q in [0, 1)."""
        return like(np.quantile(self.total, _levels(q)), q)

    def quantile_interval(self, q: ArrayLike, *, level: float = 0.90) -> tuple[Any, Any]:
        """Interval of the quantile that the number of simulated years allows, from order statistics."""
        quantiles = _levels(q)
        levels = central_ends(level)
        ordered = np.sort(self.total)
        ends = [
            ordered[np.clip(stats.binom.ppf(end, ordered.size, quantiles).astype(int), 0, ordered.size - 1)]
            for end in levels
        ]
        return like(ends[0], q), like(ends[1], q)

    def expected_shortfall(self, q: ArrayLike) -> Any:
        """Mean total of the worst ``1 - q`` of the simulated years, q in [0, 1)."""
        levels = _levels(q)
        ordered = np.sort(self.total)
        years = ordered.size
        # The year that straddles the level counts with the part of it that lies beyond.
        sums = np.concatenate([np.cumsum(ordered[::-1])[::-1], [0.0]])
        whole = np.ceil(years * levels - 1e-9).astype(int)
        straddling = ordered[np.maximum(whole - 1, 0)] * (whole - years * levels)
        return like((sums[whole] + straddling) / (years * (1.0 - levels)), q)

    def exceedance(self, x: ArrayLike) -> Any:
        """Share of the simulated years with a total above ``x``."""
        position = np.searchsorted(np.sort(self.total), np.asarray(x, dtype=np.float64), side="right")
        return like(1.0 - position / self.total.size, x)

    def exceedance_curve(self, points: int = 200) -> pd.DataFrame:
        """For the chart: columns level, loss, exceedance, return_period in years."""
        exceedance = np.geomspace(0.5, 10.0 / self.total.size, points)
        return pd.DataFrame(
            {
                "level": 1.0 - exceedance,
                "loss": self.quantile(1.0 - exceedance),
                "exceedance": exceedance,
                "return_period": 1.0 / exceedance,
            }
        )

    def diversification(self, q: float) -> float:
        """Sum of the types' own quantiles less the total's: what not happening together saves."""
        return float(sum(float(model.quantile(q)) for model in self.models)) - float(self.quantile(q))

    def contributions(self, q: float) -> pd.DataFrame:
        """Each type's part of the expected shortfall: its mean loss in the worst years (Euler allocation).

        Returns
        -------
        DataFrame, one row per type: type, contribution, share, alone (its own expected shortfall)
        """
        worst = self.total >= np.quantile(self.total, float(_levels(q)))
        contribution = self.annual[worst].mean(axis=0)
        total = float(contribution.sum())
        return pd.DataFrame(
            {
                "type": self.names,
                "contribution": contribution,
                "share": contribution / total if total > 0 else np.zeros(len(self.names)),
                "alone": [float(model.expected_shortfall(q)) for model in self.models],
            }
        )


def joint_losses(
    models: Mapping[str, AnnualLoss],
    *,
    correlation: float | ArrayLike,
    copula: Copula = "gaussian",
    degrees_of_freedom: float = 4.0,
    years: int = 100_000,
    seed: int = 0,
) -> JointLoss:
    """Simulate the annual losses of several event types that tend to be bad in the same years.

    Parameters
    ----------
    models : mapping of event type to its ``compound_loss``, or to the table of one
    correlation : float, the same for every pair, or matrix (types, types) in the order of ``models``; of
        the normal or t variables behind the copula
    copula : "gaussian", under which the worst years come apart, or "t", under which they come together
    degrees_of_freedom : float > 0, of the t copula; fewer tie the worst years closer
    years : int >= 1000
    seed : int; the same seed gives the same years

    Returns
    -------
    JointLoss

    Raises
    ------
    ValueError: no type, an unknown copula, a matrix that is no correlation matrix, too few years
    """
    if not models:
        raise ValueError("models is empty; give at least one event type")
    if copula not in ("gaussian", "t"):
        raise ValueError(f"copula is {copula!r}; it must be 'gaussian' or 't'")
    if not (np.isfinite(degrees_of_freedom) and degrees_of_freedom > 0):
        raise ValueError(f"degrees_of_freedom is {degrees_of_freedom}; it must be more than 0")
    if years < 1000:
        raise ValueError(f"years is {years}; it must be 1,000 or more")
    root = _root(_correlation_matrix(correlation, len(models)))
    rng = np.random.default_rng(seed)
    normal = rng.standard_normal((years, len(models))) @ root.T
    law: Any = stats.norm()
    if copula == "t":
        law = stats.t(degrees_of_freedom)
        normal /= np.sqrt(rng.chisquare(degrees_of_freedom, (years, 1)) / degrees_of_freedom)
    annual = np.column_stack([_losses(model, normal[:, j], law) for j, model in enumerate(models.values())])
    return JointLoss(
        names=tuple(models),
        mean=float(sum(model.mean for model in models.values())),
        annual=annual,
        total=annual.sum(axis=1),
        models=tuple(models.values()),
    )


def _losses(model: AnnualLoss, scores: Floats, law: Any) -> Floats:
    """Annual losses at the levels of ``scores`` under ``law``, off a fine table of scores.

    The table has a step where quiet years end: no year between may get a part of a loss.
    """
    step = float(law.ppf(np.clip(quiet_year(model.frequency), 1e-300, HIGHEST_LEVEL)))
    nodes = np.linspace(scores.min(), scores.max(), _NODES)
    nodes = np.sort(np.append(nodes, [step, np.nextafter(step, np.inf)]))
    losses = model.quantile(np.clip(law.cdf(nodes), 0.0, HIGHEST_LEVEL))
    return np.asarray(np.interp(scores, nodes, losses), dtype=np.float64)


def _correlation_matrix(correlation: float | ArrayLike, types: int) -> Floats:
    matrix = np.asarray(correlation, dtype=np.float64)
    if matrix.ndim == 0:
        matrix = np.where(np.eye(types, dtype=bool), 1.0, matrix)
    if matrix.shape != (types, types):
        raise ValueError(f"correlation has shape {matrix.shape}; it must be one number or ({types}, {types})")
    if not (np.isfinite(matrix).all() and (np.abs(matrix) <= 1.0).all()):
        raise ValueError("correlation holds a value outside -1 to 1")
    if not (np.allclose(matrix, matrix.T) and np.allclose(np.diag(matrix), 1.0)):
        raise ValueError("correlation must be symmetric with 1 on its diagonal")
    if np.linalg.eigvalsh(matrix)[0] < -1e-9:
        raise ValueError(
            "correlation: these values contradict one another (the matrix is not positive semi-definite); "
            "bring them closer to 0"
        )
    return matrix


def _root(matrix: Floats) -> Floats:
    """A square root; unlike Cholesky's it allows types that move as one."""
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray(vectors * np.sqrt(np.clip(values, 0.0, None)), dtype=np.float64)


def _levels(q: ArrayLike) -> Floats:
    levels = np.asarray(q, dtype=np.float64)
    if not ((levels >= 0.0) & (levels < 1.0)).all():
        raise ValueError(f"q is {q!r}; a level must lie between 0 and 1")
    return levels
