"""The cheapest set of improvements that reaches a better grade, or the best one that a budget buys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.catalogue import OVERALL, Booleans, Integers
from analytics.risk.grade_moves import graded_position, starting_values, value_ends, values_of_scores
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
_CENT: Final = 1e-9


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

    Parameters
    ----------
    scores : published; ``costs`` are those of one point
    movable : can be bought
    closed : score at which a red flag closes; ``flagged``: it is up and in the way; ``snaps``: not reported,
        and any report short of ``closed`` would raise it
    held : score of what has been decided, NaN elsewhere
    target : score below which the better grade lies, None where there is none
    """

    members: Integers
    scores: Floats
    shares: Floats
    costs: Floats
    movable: Booleans
    closed: Floats
    flagged: Booleans
    snaps: Booleans
    held: Floats
    target: float | None
    p: float

    def total(self, scores: Floats) -> float:
        return float(aggregate(scores, self.shares, p=self.p))

    def cost(self, scores: Floats) -> float:
        return float((self.costs * (self.scores - scores)).sum())

    def starting(self, *, close_flags: bool) -> Floats:
        """Scores before any effort: what is decided, and what closes the flags in the way."""
        close = self.flagged & self.movable & close_flags
        return np.where(np.isnan(self.held), np.where(close, self.closed, self.scores), self.held)


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
    convex, so the combination is optimal where values are continuous; whole-number indicators are then
    rounded, each to the side that is cheaper in all, and the others bought anew.

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
    ValueError: an unknown bank, risk or indicator, a risk that is not gradable at the bank, a cost or
        budget that is negative or not finite, a power of the mean below 1
    """
    position = graded_position(position, bank, risk)
    row, column = position.bank_row(bank), position.group_column(risk)
    if position.p < 1:
        raise ValueError(f"p must be 1 or more for a cheapest combination, got {position.p:g}")
    if budget is not None and not 0 <= budget < np.inf:
        raise ValueError(f"budget must be finite and 0 or more, got {budget}")
    grade = int(position.risk_grades[row, column])
    problem = _problem(position, row, risk, costs, aim=grade - 1)
    limit = np.inf if budget is None else float(budget)
    scores = _cheapest(position, row, problem)
    if scores is None or problem.cost(scores) > limit + _CENT:
        scores = _best_within(position, row, problem, limit)
    return _combination(position, row, column, problem, scores)


def _problem(
    position: RiskPosition, row: int, risk: str, costs: Mapping[str, float] | None, aim: int
) -> _Problem:
    catalogue = position.catalogue
    members = catalogue.members(risk)
    names = [catalogue.indicators[at] for at in members]
    prices = _prices(names, catalogue.actionable[members], costs)
    scores = position.scores[row, members]
    limits = np.asarray(score_indicator(catalogue.limit, catalogue.knots))[members]
    closed = np.minimum(np.where(np.isnan(limits), GRADE_CUTS[0] - _BELOW, limits), scores)
    flags = position.flags[row, members]
    silent = catalogue.red_flag[members] & ~position.observed[row, members]
    return _Problem(
        members=members,
        scores=scores,
        shares=catalogue.shares(risk)[members],
        costs=np.where(np.isnan(prices), 0.0, prices),
        movable=~np.isnan(prices),
        closed=closed,
        flagged=flags & (aim < RED_FLAG_GRADE),
        snaps=silent & ~flags,
        held=np.full(len(members), np.nan),
        target=GRADE_CUTS[aim - 1] - _BELOW if aim >= 1 else None,
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


def _cheapest(position: RiskPosition, row: int, problem: _Problem) -> Floats | None:
    """Scores of the cheapest combination that reaches the aim; None where none does.

    Whole numbers are first rounded to the better side; then each, the dearest first, to the worse side where
    the aim is still reached at less cost.
    """
    wanted = _reach(problem)
    if wanted is None:
        return None
    counted = position.catalogue.whole[problem.members] & (wanted < problem.scores)
    better, worse = (_whole_scores(position, row, problem, wanted, better=side) for side in (True, False))
    held = np.where(counted, better, np.nan)
    scores = _reach(replace(problem, held=held))
    if scores is None:
        return None
    for at in sorted(np.flatnonzero(counted), key=lambda at: -problem.costs[at] * (worse[at] - better[at])):
        tried = held.copy()
        tried[at] = worse[at]
        other = _reach(replace(problem, held=tried))
        if other is not None and problem.cost(other) < problem.cost(scores):
            held, scores = tried, other
    return scores


def _best_within(position: RiskPosition, row: int, problem: _Problem, budget: float) -> Floats:
    """Scores that a budget buys where the aim is out of reach; whole numbers round to the worse side."""
    if problem.target is None:
        return problem.scores
    wanted = _spend(problem, budget)
    counted = position.catalogue.whole[problem.members] & (wanted < problem.scores)
    worse = _whole_scores(position, row, problem, wanted, better=False)
    return _spend(replace(problem, held=np.where(counted, worse, np.nan)), budget)


def _reach(problem: _Problem) -> Floats | None:
    """Scores of least cost that reach the aim, as if values were continuous; None where nothing does."""
    target = problem.target
    undecided = np.where(np.isnan(problem.held), -np.inf, problem.held)
    if target is None or (problem.flagged & ~problem.movable).any():
        return None
    if (problem.flagged & (undecided > problem.closed)).any():
        return None
    path = _path(problem, close_flags=True)
    effort = _least(lambda effort: problem.total(path(effort)) <= target)
    return None if effort is None else path(effort)


def _spend(problem: _Problem, budget: float) -> Floats:
    """Scores that a budget buys along the cheapest way down, as if values were continuous."""
    path = _path(problem, close_flags=False)
    too_much = _least(lambda effort: problem.cost(path(effort)) > budget)
    return path(1.0 if too_much is None else max(np.nextafter(too_much, -1.0), 0.0))


def _path(problem: _Problem, *, close_flags: bool) -> Callable[[float], Floats]:
    """Scores along the cheapest way down, from effort 0 to nothing left to buy at effort 1.

    With a power above 1, an optimum spreads the effort until a point of the aggregate costs the same
    everywhere: ``cost / (share · score^(p-1))`` is equal for all that move. With ``p = 1`` the cheapest
    point of the aggregate is bought first, indicator by indicator.
    """
    start = problem.starting(close_flags=close_flags)
    counted = problem.movable & (problem.shares > 0) & np.isnan(problem.held)
    level = _levels(problem, start, counted)

    def at(effort: float) -> Floats:
        scores = np.where(counted, np.minimum(start, level(effort)), start)
        return np.where(problem.snaps & (scores < start), np.minimum(scores, problem.closed), scores)

    return at


def _levels(problem: _Problem, start: Floats, counted: Booleans) -> Callable[[float], Floats]:
    """Level to which an effort pushes each score down."""
    shares, costs, p = np.where(counted, problem.shares, 1.0), problem.costs, problem.p
    if p == 1.0:
        place = np.argsort(np.argsort(np.where(counted, costs / shares, np.inf), kind="stable"))
        return lambda effort: start * (1.0 - np.clip(effort * counted.sum() - place, 0.0, 1.0))
    if np.isinf(p):
        return lambda effort: np.full(len(start), (1.0 - effort) * start.max())
    priced = counted & (costs > 0)
    steepness = shares[priced] * start[priced] ** (p - 1.0) / costs[priced]
    highest = steepness.max() if priced.any() else 0.0
    return lambda effort: ((1.0 - effort) * highest * costs / shares) ** (1.0 / (p - 1.0))


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


def _whole_scores(
    position: RiskPosition, row: int, problem: _Problem, wanted: Floats, *, better: bool
) -> Floats:
    """Scores of the whole number next to each wanted value, on one side, between the best and the present."""
    catalogue, members = position.catalogue, problem.members
    turn = np.where(catalogue.rising[members], 1.0, -1.0)
    values = turn * _values_at(position, problem, wanted)
    rounded = np.floor(values + _BELOW) if better else np.ceil(values - _BELOW)
    best = turn * value_ends(catalogue)[0][members]
    start = turn * starting_values(position, row)[members]
    kept = turn * np.clip(rounded, best, np.maximum(best, start))
    scores = np.asarray(score_indicator(kept, catalogue.knots[members]))
    return np.asarray(np.minimum(scores, problem.scores))


def _values_at(position: RiskPosition, problem: _Problem, scores: Floats) -> Floats:
    """Values that have these scores; the limit of law itself where a flag closes there."""
    catalogue, members = position.catalogue, problem.members
    everywhere = np.zeros(len(catalogue.indicators))
    everywhere[members] = scores
    values = values_of_scores(everywhere, catalogue)[members]
    limits = catalogue.limit[members]
    return np.where(~np.isnan(limits) & (scores == problem.closed), limits, values)


def _combination(
    position: RiskPosition, row: int, column: int, problem: _Problem, scores: Floats
) -> Combination:
    catalogue, members = position.catalogue, problem.members
    moved = scores < problem.scores
    values = np.where(moved, _values_at(position, problem, scores), position.values[row, members])
    whole = catalogue.whole[members] & moved
    values[whole] = np.round(values[whole])
    new_values, new_scores = position.values[row].copy(), position.scores[row].copy()
    changed = np.zeros(len(catalogue.indicators), dtype=bool)
    new_values[members], new_scores[members], changed[members] = values, scores, moved
    broken = catalogue.breaches(new_values, new_scores)
    flags = flag_risks(np.where(changed, broken, position.flags[row]), catalogue)
    new_score = float(aggregate_risks(new_scores, catalogue, p=position.p)[column])
    grade, new_grade = int(position.risk_grades[row, column]), int(published_grade(new_score, flags[column]))
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
