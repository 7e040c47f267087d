"""The cheapest set of improvements that reaches a better grade, or the best one that a budget buys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.catalogue import OVERALL, Booleans, Integers
from analytics.risk.moves import starting_values, value_ends, values_of_scores
from analytics.risk.position import RiskPosition
from analytics.risk.profile import aggregate_risks, flag_risks
from analytics.risk.scoring import (
    GRADE_CUTS,
    RED_FLAG_GRADE,
    Floats,
    aggregate,
    published_grade,
    score_indicator,
)

_HALVINGS: Final = 100
# A grade starts at its boundary: the better grade is reached only below it.
_BELOW: Final = 1e-6


@dataclass(frozen=True)
class Combination:
    """Improvements of one bank, and what they reach.

    Parameters
    ----------
    table : DataFrame indicator, value, new_value, score, new_score, points (of the score), cost; only the
        indicators that move
    cost : float, of all of them
    score, new_score : float, of the bank and risk
    grade, new_grade : int, published
    reached : bool, the new grade is better
    """

    table: pd.DataFrame
    cost: float
    score: float
    new_score: float
    grade: int
    new_grade: int
    reached: bool


@dataclass(frozen=True)
class _Problem:
    """Arrays over the members of the risk.

    ``caps`` are the scores at which the red flags in the way are closed; ``blocked`` says that one of them
    belongs to an indicator that cannot move.
    """

    members: Integers
    scores: Floats
    shares: Floats
    costs: Floats
    buyable: Booleans
    caps: Floats
    blocked: bool
    p: float

    def total(self, scores: Floats) -> float:
        return float(aggregate(scores, self.shares, p=self.p))

    def cost(self, scores: Floats) -> float:
        return float((self.costs * (self.scores - scores)).sum())


def cheapest_combination(
    position: RiskPosition,
    bank: str,
    *,
    risk: str = OVERALL,
    costs: Mapping[str, float] | None = None,
    budget: float | None = None,
) -> Combination:
    """Improve several indicators at least cost.

    Where a better grade fits into the budget, the combination is the cheapest that reaches it; else it
    lowers the score as far as the budget and the indicators go. Open red flags are closed where the better
    grade needs it. Cost is proportional to points of the indicator's score. With ``p >= 1`` the score is
    convex, so the combination is optimal; whole-number indicators are then rounded to the better side, or to
    the worse where the budget would not hold.

    Parameters
    ----------
    position : RiskPosition
    bank : its name
    risk : a risk of the catalogue, or "overall"
    costs : cost of one point of an indicator's score, 0 or more; only the indicators named can move. 1 for
        every indicator that the bank itself can change unless given
    budget : 0 or more; without limit unless given

    Returns
    -------
    Combination

    Raises
    ------
    ValueError: an unknown bank, risk or indicator, a cost or budget that is negative or not finite, a power
        of the mean below 1
    """
    row, column = position.bank_row(bank), position.group_column(risk)
    if position.p < 1:
        raise ValueError(f"p must be 1 or more for a cheapest combination, got {position.p:g}")
    if budget is not None and not 0 <= budget < np.inf:
        raise ValueError(f"budget must be finite and 0 or more, got {budget}")
    grade = int(position.risk_grades[row, column])
    problem = _problem(position, row, risk, costs, aim=grade - 1)
    wanted = _scores_to_buy(problem, aim=grade - 1, budget=np.inf if budget is None else float(budget))
    values, scores = _as_values(position, row, problem, wanted, better=True)
    if budget is not None and problem.cost(scores) > budget:
        values, scores = _as_values(position, row, problem, wanted, better=False)
    return _combination(position, row, column, problem, values, scores)


def _problem(
    position: RiskPosition, row: int, risk: str, costs: Mapping[str, float] | None, aim: int
) -> _Problem:
    catalogue = position.catalogue
    members = catalogue.members(risk)
    names = [catalogue.indicators[at] for at in members]
    prices = _prices(names, catalogue.actionable[members], costs)
    buyable = ~np.isnan(prices)
    scores = position.scores[row, members]
    flagged = position.flags[row, members] & (aim < RED_FLAG_GRADE)
    limits = np.asarray(score_indicator(catalogue.limit, catalogue.knots))[members]
    closed = np.minimum(np.where(np.isnan(limits), GRADE_CUTS[0] - _BELOW, limits), scores)
    return _Problem(
        members=members,
        scores=scores,
        shares=catalogue.shares(risk)[members],
        costs=np.where(buyable, prices, 0.0),
        buyable=buyable,
        caps=np.where(flagged & buyable, closed, scores),
        blocked=bool((flagged & ~buyable).any()),
        p=position.p,
    )


def _prices(names: list[str], actionable: Booleans, costs: Mapping[str, float] | None) -> Floats:
    """Cost of a point of each indicator, NaN where it cannot move."""
    if costs is None:
        return np.where(actionable, 1.0, np.nan)
    if unknown := sorted(set(costs) - set(names)):
        raise ValueError(f"costs must name indicators of the risk, got {', '.join(unknown)}")
    for name, cost in costs.items():
        if not 0 <= cost < np.inf:
            raise ValueError(f"costs: cost of {name} must be finite and 0 or more, got {cost}")
    return np.array([float(costs.get(name, np.nan)) for name in names])


def _scores_to_buy(problem: _Problem, *, aim: int, budget: float) -> Floats:
    """Scores of the members after the purchase."""
    if aim < 1:
        return problem.scores
    target = GRADE_CUTS[aim - 1] - _BELOW
    path = _path(problem, problem.caps)
    effort = None if problem.blocked else _least(lambda effort: problem.total(path(effort)) <= target)
    if effort is not None and problem.cost(path(effort)) <= budget:
        return path(effort)
    open_path = _path(problem, problem.scores)
    unaffordable = _least(lambda effort: problem.cost(open_path(effort)) > budget)
    return open_path(1.0 if unaffordable is None else np.nextafter(unaffordable, 0.0))


def _path(problem: _Problem, caps: Floats) -> Callable[[float], Floats]:
    """Scores along the cheapest way down, from the caps at effort 0 to nothing left to buy at 1.

    With a power above 1, an optimum spreads the effort until a point of the aggregate costs the same
    everywhere: ``cost / (share · score^(p-1))`` is equal for all that move. With ``p = 1`` the cheapest
    point of the aggregate is bought first, indicator by indicator.
    """
    counted = problem.buyable & (problem.shares > 0)
    scores, p = problem.scores, problem.p
    shares = np.where(counted, problem.shares, 1.0)
    if p == 1.0:
        place = np.argsort(np.argsort(np.where(counted, problem.costs / shares, np.inf), kind="stable"))
        return lambda effort: np.where(
            counted, caps * (1.0 - np.clip(effort * counted.sum() - place, 0.0, 1.0)), caps
        )
    if np.isinf(p):
        return lambda effort: np.where(counted, np.minimum(caps, (1.0 - effort) * scores.max()), caps)
    with np.errstate(divide="ignore"):
        steepness = np.where(counted, shares * scores ** (p - 1.0) / problem.costs, 0.0)
    finite = steepness[np.isfinite(steepness)]
    highest = finite.max() if finite.size else 1.0
    free = counted & (problem.costs == 0)

    def at(effort: float) -> Floats:
        level = ((1.0 - effort) * highest * problem.costs / shares) ** (1.0 / (p - 1.0))
        return np.where(counted, np.minimum(caps, np.where(free, 0.0, level)), caps)

    return at


def _least(passes: Callable[[float], bool]) -> float | None:
    """Smallest effort in [0, 1] that passes a test that stays passed; None where none does."""
    if passes(0.0):
        return 0.0
    if not passes(1.0):
        return None
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if passes(middle) else (middle, high)
    return high


def _as_values(
    position: RiskPosition, row: int, problem: _Problem, wanted: Floats, *, better: bool
) -> tuple[Floats, Floats]:
    """Values that have the wanted scores, whole numbers where the indicator has only these; their scores."""
    catalogue, members = position.catalogue, problem.members
    start = starting_values(position, row)[members]
    moved = wanted < problem.scores - 1e-12
    everywhere = position.scores[row].copy()
    everywhere[members] = wanted
    values = values_of_scores(everywhere, catalogue)[members]
    at_limit = (
        moved & position.flags[row, members] & (wanted >= problem.caps) & (problem.caps < problem.scores)
    )
    values = np.where(at_limit & ~np.isnan(catalogue.limit[members]), catalogue.limit[members], values)
    turn = np.where(catalogue.rising[members], 1.0, -1.0)
    rounded = turn * (np.floor(turn * values + 1e-9) if better else np.ceil(turn * values - 1e-9))
    rounded = turn * np.maximum(turn * rounded, turn * value_ends(catalogue)[0][members])
    rounded = turn * np.minimum(turn * rounded, turn * start)
    values = np.where(catalogue.whole[members], rounded, values)
    values = np.where(moved, values, start)
    scores = np.where(moved, score_indicator(values, catalogue.knots[members]), problem.scores)
    return values, scores


def _combination(
    position: RiskPosition, row: int, column: int, problem: _Problem, values: Floats, scores: Floats
) -> Combination:
    catalogue, members = position.catalogue, problem.members
    moved = scores < problem.scores
    new_values, new_scores = position.values[row].copy(), position.scores[row].copy()
    new_values[members[moved]], new_scores[members] = values[moved], scores
    changed = np.zeros(len(new_scores), dtype=bool)
    changed[members[moved]] = True
    broken = catalogue.breaches(new_values, new_scores) & ~position.waived[row]
    flags = np.where(changed, broken, position.flags[row])
    new_score = float(aggregate_risks(new_scores, catalogue, p=position.p)[column])
    grade = int(position.risk_grades[row, column])
    new_grade = int(published_grade(new_score, flag_risks(flags, catalogue)[column]))
    table = pd.DataFrame(
        {
            "indicator": [catalogue.indicators[at] for at in members],
            "value": position.values[row, members],
            "new_value": values,
            "score": problem.scores,
            "new_score": scores,
            "points": problem.scores - scores,
            "cost": problem.costs * (problem.scores - scores),
        }
    )
    return Combination(
        table=table[moved].reset_index(drop=True),
        cost=problem.cost(scores),
        score=float(position.risk_scores[row, column]),
        new_score=new_score,
        grade=grade,
        new_grade=new_grade,
        reached=new_grade < grade,
    )
