"""What drives the scores, what would move them, and what has moved them."""

from __future__ import annotations

from typing import Final

from analytics.risk import drivers as models
from analytics.risk.combination import Combination, cheapest_combination
from analytics.risk.drivers import RiskDrivers
from analytics.risk.grade_moves import GradeMoves, grade_moves
from analytics.risk.position import RiskPosition
from analytics.risk.reweighting import WeightSwap, smallest_reweighting
from analytics.risk.waterfall import Waterfall, score_waterfall
from data.snapshots import Snapshot
from studies.core import cached
from studies.risk.scores import PUBLISHED, Rules, position, risk_history

BASE_DRAWS: Final = 1_024


@cached
def drivers(
    snapshot: Snapshot, month: str, bank: str, risk: str, power: float, seed: int, rules: Rules = PUBLISHED
) -> RiskDrivers:
    """Gradient, leave-one-out and Sobol indices of every indicator."""
    here = position(snapshot, month, power, rules)
    return models.risk_drivers(here, bank, risk=risk, base_draws=BASE_DRAWS, seed=seed)


@cached
def moves(
    snapshot: Snapshot, month: str, bank: str, risk: str, power: float, rules: Rules = PUBLISHED
) -> GradeMoves:
    """The smallest move of each indicator alone to a better and to a worse grade."""
    return grade_moves(position(snapshot, month, power, rules), bank, risk=risk)


@cached
def combination(
    snapshot: Snapshot,
    month: str,
    bank: str,
    risk: str,
    power: float,
    budget: float | None,
    rules: Rules = PUBLISHED,
) -> Combination:
    """The cheapest improvements within a budget of points, or without limit; the power must be 1 or more.

    Only what the bank reports can be improved: a gap closes by a report, not by effort.
    """
    here = position(snapshot, month, power, rules)
    costs = None if here.observed[here.bank_row(bank)].all() else _movable(here, bank, risk)
    return cheapest_combination(here, bank, risk=risk, costs=costs, budget=budget)


def _movable(here: RiskPosition, bank: str, risk: str) -> dict[str, float]:
    """Equal cost for each indicator of the risk that the bank reports and can change."""
    able = here.observed[here.bank_row(bank)] & here.catalogue.actionable
    return {here.catalogue.indicators[at]: 1.0 for at in here.catalogue.members(risk) if able[at]}


@cached
def swap(
    snapshot: Snapshot,
    month: str,
    bank: str,
    peer: str,
    risk: str,
    power: float,
    rules: Rules = PUBLISHED,
) -> WeightSwap:
    """The smallest change of weights that swaps two banks; the power must be above 0."""
    return smallest_reweighting(position(snapshot, month, power, rules), bank, peer, risk=risk)


@cached
def waterfall(
    snapshot: Snapshot,
    month: str,
    since: str,
    bank: str,
    risk: str,
    power: float,
    rules: Rules = PUBLISHED,
) -> Waterfall:
    """What each indicator added to the change of a score between two months."""
    history = risk_history(snapshot, power, rules)
    return score_waterfall(history, bank, f"{since}-01", f"{month}-01", risk=risk)
