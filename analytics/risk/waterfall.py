"""What changed a bank's score between two months: contributions of the indicators that add up exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analytics.risk.catalogue import OVERALL, Booleans
from analytics.risk.position import RiskPosition, only_measured, risk_position
from analytics.risk.profile import RiskHistory
from analytics.risk.scoring import WORST, Floats, aggregate

Method = Literal["straight path", "catalogue order"]


@dataclass(frozen=True)
class Waterfall:
    """From the score of one month to that of another.

    Parameters
    ----------
    start, end : float, scores
    table : DataFrame indicator, risk, score_start, score_end, contribution (points of the risk's score; they
        sum to ``end - start``), cause ("value": reported in both months; "silence": not reported at the end;
        "report": reported again)
    method : "straight path": all indicators move together, each gets its part of the change (Aumann and
        Shapley), whatever their order; "catalogue order": one after the other, where the first is not defined
    """

    start: float
    end: float
    table: pd.DataFrame
    method: Method


def score_waterfall(
    history: RiskHistory,
    bank: str,
    start: pd.Timestamp | str,
    end: pd.Timestamp | str,
    *,
    risk: str = OVERALL,
) -> Waterfall:
    """Contribution of each indicator to the change of a score.

    Two months can be compared where they measure the same indicators of the risk: a score that changes
    because more of the bank is seen has not moved.

    Parameters
    ----------
    history : RiskHistory that reports both months
    bank : its name
    start, end : any day of the two months
    risk : a risk of the catalogue, or "overall"

    Returns
    -------
    Waterfall, rows in the order of the catalogue

    Raises
    ------
    ValueError: an unknown bank, month or risk, months that do not measure the same indicators

    References
    ----------
    Aumann and Shapley (1974), Values of Non-Atomic Games; Billera and Heath (1982), Allocation of shared
    costs, Mathematics of Operations Research 7.
    """
    ends = [only_measured(risk_position(history, month=month), [bank]) for month in (start, end)]
    places = [(here.bank_row(bank), here.catalogue.members(risk)) for here in ends]
    measured = [
        [here.catalogue.indicators[at] for at in members]
        for here, (_, members) in zip(ends, places, strict=True)
    ]
    if measured[0] != measured[1]:
        raise ValueError(f"{start} and {end} do not measure the same indicators of {risk} at {bank}")
    catalogue, members = ends[0].catalogue, places[0][1]
    shares = catalogue.shares(risk)[members]
    first, last = (here.scores[place] for here, place in zip(ends, places, strict=True))
    observed = (here.observed[place] for here, place in zip(ends, places, strict=True))
    contribution, method = attribute_change(first, last, shares, p=history.p)
    table = pd.DataFrame(
        {
            "indicator": [catalogue.indicators[at] for at in members],
            "risk": [catalogue.risks[catalogue.risk_of[at]] for at in members],
            "score_start": first,
            "score_end": last,
            "contribution": contribution,
            "cause": _causes(*observed),
        }
    )
    return Waterfall(
        start=_score(ends[0], bank, risk),
        end=_score(ends[1], bank, risk),
        table=table,
        method=method,
    )


def attribute_change(first: Floats, last: Floats, shares: Floats, *, p: float) -> tuple[Floats, Method]:
    """Split the change of a power mean among its scores.

    Along the straight path in ``s^p`` the mean depends on the sum alone, so each score's part of the change
    is its part of the change of the sum. Where ``s^p`` is not finite (``p`` of 0 or less and a score of 0, or
    an infinite ``p``) scores change one after the other.

    Parameters
    ----------
    first, last : ndarray (n,) in [0, 100]
    shares : ndarray (n,) that sums to 1
    p : power of the mean

    Returns
    -------
    ndarray (n,) that sums to the change of the mean, and the method
    """
    positive = (np.minimum(first, last)[shares > 0] > 0).all()
    if not np.isfinite(p) or (p <= 0 and not positive):
        return _one_after_the_other(first, last, shares, p), "catalogue order"
    steps = shares * (_curve(last, shares, p) - _curve(first, shares, p))
    start, end = (float(aggregate(scores, shares, p=p)) for scores in (first, last))
    total = steps.sum()
    size = np.abs(steps).sum()
    if abs(total) > 1e-6 * size:
        return steps * ((end - start) / total), "straight path"
    # Opposite steps that cancel leave 0/0: the slope of the mean takes the quotient's place.
    middle = 0.5 * (start + end) / WORST
    slope = 1.0 if p == 1 else middle ** (1.0 - p) / (p if p != 0 else 1.0) if middle > 0 else 0.0
    parts = WORST * slope * steps
    rounding = (end - start) - parts.sum()
    return parts + rounding * (np.abs(steps) / size if size > 0 else shares), "straight path"


def _curve(scores: Floats, shares: Floats, p: float) -> Floats:
    safe = np.where(shares > 0, scores / WORST, 1.0)
    return np.asarray(np.log(safe) if p == 0 else safe**p)


def _one_after_the_other(first: Floats, last: Floats, shares: Floats, p: float) -> Floats:
    size = len(first)
    path = np.where(np.tri(size + 1, size, -1, dtype=bool), last, first)
    return np.diff(aggregate(path, shares, p=p))


def _score(position: RiskPosition, bank: str, risk: str) -> float:
    return float(position.risk_scores[position.bank_row(bank), position.group_column(risk)])


def _causes(before: Booleans, after: Booleans) -> np.ndarray:
    return np.select([~after, after & ~before], ["silence", "report"], default="value")
