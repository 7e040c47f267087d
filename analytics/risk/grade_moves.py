"""What would move a grade: for each indicator alone, the smallest change of its value that does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.catalogue import OVERALL, Booleans, Catalogue, Integers
from analytics.risk.position import RiskPosition, only_measured
from analytics.risk.profile import aggregate_risks, flag_risks
from analytics.risk.scoring import KNOT_COUNT, WORST, Floats, published_grade, score_indicator

_HALVINGS: Final = 45
_NEAR: Final = 1e-6


@dataclass(frozen=True)
class GradeMoves:
    """The smallest move of each indicator alone that changes the grade.

    Parameters
    ----------
    table : DataFrame indicator, value (last known), status ("observed" or "missing"), score, actionable
        (bool, the bank itself can change it), better_value and better_move (the value that reaches a better
        grade and its distance from ``value``; NaN where the indicator alone cannot), worse_value and
        worse_move (likewise for a worse grade). Each value given reaches the other grade; for a missing
        indicator it is the value to report
    score : float, of the bank and risk
    grade : int, published
    """

    table: pd.DataFrame
    score: float
    grade: int


def grade_moves(position: RiskPosition, bank: str, *, risk: str = OVERALL) -> GradeMoves:
    """Smallest move per indicator that makes the grade better, and that makes it worse.

    The grade never falls when an indicator gets worse, so bisection finds the value; red flags are part of
    the grade, so a breach may have to be closed first. Whole-number indicators move by whole numbers, and
    no value leaves the indicator's possible range.

    Parameters
    ----------
    position : RiskPosition
    bank : its name
    risk : a risk of the catalogue, or "overall"

    Returns
    -------
    GradeMoves, rows in the order of the catalogue, without the indicators that are not measured

    Raises
    ------
    ValueError: an unknown bank or risk, a risk that is not gradable at the bank
    """
    position = graded_position(position, bank, risk)
    row, column = position.bank_row(bank), position.group_column(risk)
    catalogue = position.catalogue
    members = catalogue.members(risk)
    trial = _Trial(position, row, column, members)
    start = starting_values(position, row)[members]
    best, worst = (ends[members] for ends in value_ends(catalogue))
    grade = int(position.risk_grades[row, column])
    better = _first_value_past(trial, start, best, lambda grades: grades < grade)
    worse = _first_value_past(trial, start, worst, lambda grades: grades > grade)
    values = position.values[row, members]
    table = pd.DataFrame(
        {
            "indicator": [catalogue.indicators[at] for at in members],
            "value": values,
            "status": np.where(position.observed[row, members], "observed", "missing"),
            "score": position.scores[row, members],
            "actionable": catalogue.actionable[members],
            "better_value": better,
            "better_move": better - values,
            "worse_value": worse,
            "worse_move": worse - values,
        }
    )
    return GradeMoves(table=table, score=float(position.risk_scores[row, column]), grade=grade)


def graded_position(position: RiskPosition, bank: str, risk: str) -> RiskPosition:
    """The position on what is measured at a bank, once it is known that the risk has a grade to move.

    Raises
    ------
    ValueError: an unknown bank or risk, a risk that is not gradable at the bank
    """
    if not position.gradable[position.bank_row(bank), position.group_column(risk)]:
        raise ValueError(f"{risk} is not gradable at {bank}: too little of its weight is measured")
    return only_measured(position, [bank])


def starting_values(position: RiskPosition, row: int) -> Floats:
    """Value from which each indicator moves: the observed one, or the one that scores as published.

    Parameters
    ----------
    row : of the bank

    Returns
    -------
    ndarray (indicators,), in each indicator's unit
    """
    published = values_of_scores(position.scores[row], position.catalogue)
    return np.where(position.observed[row], position.values[row], published)


def values_of_scores(scores: Floats, catalogue: Catalogue) -> Floats:
    """Value that has each score: the inverse of the line through the knots.

    Parameters
    ----------
    scores : ndarray (indicators,) in [0, 100]
    """
    marks = np.linspace(0.0, WORST, KNOT_COUNT)
    return np.array(
        [np.interp(score, marks, knots) for score, knots in zip(scores, catalogue.knots, strict=True)]
    )


def value_ends(catalogue: Catalogue) -> tuple[Floats, Floats]:
    """Best and worst value that can matter for a grade, within the indicator's possible range.

    They lie at the outer knots, or further where a red-flag limit does.

    Returns
    -------
    tuple of ndarray (indicators,)
    """
    turn = np.where(catalogue.rising, 1.0, -1.0)
    first, fourth, last = (turn * catalogue.knots[:, knot] for knot in (0, -2, -1))
    limit = turn * catalogue.limit
    best = np.fmin(first, limit)
    beyond = np.where(limit >= last, limit + (last - fourth), last)
    best = np.where(catalogue.whole, np.floor(best), best)
    worst = np.where(catalogue.whole, np.ceil(beyond), beyond)
    bounds = (catalogue.lowest, catalogue.highest)
    return np.clip(turn * best, *bounds), np.clip(turn * worst, *bounds)


@dataclass(frozen=True)
class _Trial:
    """Published grade when one indicator at a time takes another value."""

    position: RiskPosition
    row: int
    column: int
    members: Integers

    def __call__(self, values: Floats) -> Integers:
        """Grades, one for each member set to its value: ndarray (members,)."""
        position, catalogue, row = self.position, self.position.catalogue, self.row
        size = len(self.members)
        diagonal = (np.arange(size), self.members)
        tried, scores, flags = (
            np.tile(part[row], (size, 1)) for part in (position.values, position.scores, position.flags)
        )
        tried[diagonal] = values
        scores[diagonal] = score_indicator(values, catalogue.knots[self.members])
        broken = catalogue.breaches(tried, scores)
        flags[diagonal] = broken[diagonal]
        risks = aggregate_risks(scores, catalogue, p=position.p)[:, self.column]
        return np.asarray(published_grade(risks, flag_risks(flags, catalogue)[:, self.column]))


def _first_value_past(
    trial: _Trial, start: Floats, end: Floats, past: Callable[[Integers], Booleans]
) -> Floats:
    """Value nearest to ``start``, on the way to ``end``, whose grade is past the present one; else NaN."""
    found = np.full(len(start), np.nan)
    reached = np.flatnonzero(past(trial(end)) & (end != start))
    if not len(reached):
        return found
    part = replace(trial, members=trial.members[reached])
    inside, outside = end[reached], start[reached]
    outward = np.sign(inside - outside)
    for _ in range(_HALVINGS):
        middle = 0.5 * (inside + outside)
        passes = past(part(middle))
        inside, outside = np.where(passes, middle, inside), np.where(passes, outside, middle)
    whole = trial.position.catalogue.whole[part.members]
    # Bisection stops just past a boundary that may itself be a whole number, and pass.
    nearest = outward * np.ceil(outward * inside - _NEAR)
    counted = np.where(past(part(nearest)), nearest, nearest + outward)
    found[reached] = np.where(whole, counted, inside)
    return found
