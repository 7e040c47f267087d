"""How far a ranking hangs on the weights: the smallest change of weights that turns two banks round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.catalogue import OVERALL
from analytics.risk.position import RiskPosition, only_measured
from analytics.risk.scoring import WORST, Floats, aggregate

_HALVINGS: Final = 200


@dataclass(frozen=True)
class WeightSwap:
    """Weights at which two banks score the same: beyond them the ranking turns.

    Parameters
    ----------
    possible : bool; False where the higher bank scores at least as high on every indicator that carries
        weight, so that no weights turn the ranking
    higher, lower : the banks, by their present scores
    moved : float in [0, 1], share of the weight that moves between indicators; NaN where impossible
    score : float, common score of both banks at the new weights; NaN where impossible
    table : DataFrame indicator, share, new_share, change; shares sum to 1
    """

    possible: bool
    higher: str
    lower: str
    moved: float
    score: float
    table: pd.DataFrame


def smallest_reweighting(position: RiskPosition, bank: str, other: str, *, risk: str = OVERALL) -> WeightSwap:
    """Smallest change of the indicators' shares of weight that makes two banks' scores equal.

    The power of the score is linear in the weights, so this is the projection of the present shares on
    a plane of the simplex; "smallest" is in the sum of squared changes of the shares. An indicator without
    weight stays without. Banks are compared on the indicators that are measured at both.

    Parameters
    ----------
    position : RiskPosition
    bank, other : two banks, in any order
    risk : a risk of the catalogue, or "overall"

    Returns
    -------
    WeightSwap

    Raises
    ------
    ValueError: an unknown bank or risk, a risk of which nothing is measured at both banks, the same bank
        twice, a power of the mean that is not positive and finite
    """
    for name in (bank, other):
        position.bank_row(name)
    if bank == other:
        raise ValueError(f"other must be another bank than {bank!r}")
    if not 0 < position.p < np.inf:
        raise ValueError(f"p must be positive and finite for a change of weights, got {position.p:g}")
    position = only_measured(position, [bank, other])
    rows, column = [position.bank_row(name) for name in (bank, other)], position.group_column(risk)
    if position.risk_scores[rows[0], column] < position.risk_scores[rows[1], column]:
        rows.reverse()
    catalogue = position.catalogue
    all_shares = catalogue.shares(risk)
    members = np.flatnonzero(all_shares > 0)
    shares = all_shares[members]
    high, low = (position.scores[row, members] for row in rows)
    gap = (high / WORST) ** position.p - (low / WORST) ** position.p
    possible = bool(gap.min() < 0) or bool(gap @ shares <= 0)
    new = _nearest_on_plane(shares, gap) if possible else shares
    table = pd.DataFrame(
        {
            "indicator": [catalogue.indicators[at] for at in members],
            "share": shares,
            "new_share": new,
            "change": new - shares,
        }
    )
    return WeightSwap(
        possible=possible,
        higher=position.banks[rows[0]],
        lower=position.banks[rows[1]],
        moved=0.5 * float(np.abs(new - shares).sum()) if possible else float("nan"),
        score=float(aggregate(high, new, p=position.p)) if possible else float("nan"),
        table=table,
    )


def _nearest_on_plane(shares: Floats, gap: Floats) -> Floats:
    """Nearest point of the simplex where ``gap`` averages to 0: the projection of ``shares - μ gap``.

    The average falls as μ grows, so bisection finds it.
    """
    scaled = gap / np.abs(gap).max() if np.abs(gap).max() > 0 else gap
    low, high = 0.0, 1.0
    while _project(shares - high * scaled) @ scaled > 0 and high < 1e12:
        high *= 2
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _project(shares - middle * scaled) @ scaled > 0 else (low, middle)
    return _project(shares - high * scaled)


def _project(point: Floats) -> Floats:
    """Nearest point of the simplex (Held, Wolfe and Crowder 1974)."""
    ordered = np.sort(point)[::-1]
    excess = (np.cumsum(ordered) - 1.0) / np.arange(1, len(point) + 1)
    return np.asarray(np.maximum(point - excess[np.flatnonzero(ordered > excess)[-1]], 0.0))
