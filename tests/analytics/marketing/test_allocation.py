"""The allocator against a grid, its bounds, its refusals, its robustness."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analytics.marketing.allocation import RETURNS, allocate
from analytics.marketing.levers import Advertising, Email, Plan, WordOfMouth, adopters
from tests.analytics.marketing.test_levers import BUSY

TWO = Plan(
    market=1e6,
    initial_adopters=5e4,
    email=Email(sends=2, cost_per_message=0.2),
    word_of_mouth=WordOfMouth(volume_change=0.5, cost_per_period=20_000),
)


def gain_of(plan: Plan, email: float, word_of_mouth: float, periods: int) -> float:
    """What two budgets bring, by scaling the plan itself and running it."""
    costs = adopters(plan, periods=periods).costs
    scaled = replace(
        plan,
        email=replace(plan.email, sends=plan.email.sends * email / costs["email"]),
        word_of_mouth=replace(
            plan.word_of_mouth,
            volume_change=plan.word_of_mouth.volume_change * word_of_mouth / costs["word_of_mouth"],
        ),
    )
    return adopters(scaled, periods=periods).incremental


def test_split_is_as_good_as_the_best_of_a_grid() -> None:
    budget, periods = 1.5e6, 12
    found = allocate(TWO, budget, periods=periods)
    grid = [gain_of(TWO, share * budget, (1 - share) * budget, periods) for share in np.linspace(0, 1, 41)]
    assert found.gain >= max(grid) * (1 - 1e-6)
    spending = found.table.set_index("lever")["spending"]
    assert spending.sum() == pytest.approx(budget, rel=1e-6)
    assert found.gain == pytest.approx(
        gain_of(TWO, spending["email"], spending["word_of_mouth"], periods), rel=1e-9
    )


def test_inner_levers_have_equal_marginal_gains() -> None:
    table = allocate(TWO, 1.5e6, periods=12).table
    inner = table[table["bound"] == ""]
    assert len(inner) == 2
    assert inner["marginal"].max() == pytest.approx(inner["marginal"].min(), rel=0.02)


@pytest.mark.parametrize("objective", ["adopters", "npv"])
def test_split_beats_plain_ones_and_keeps_to_budget_and_bounds(objective: str) -> None:
    bounds = {"email": (1e5, 4e5), "advertising": (5e4, 1e6), "viral": (0.0, 3e5)}
    found = allocate(BUSY, 2e6, periods=12, objective=objective, bounds=bounds)  # type: ignore[arg-type]
    table = found.table.set_index("lever")
    assert table["spending"].sum() <= 2e6 * (1 + 1e-9)
    for lever, (least, most) in bounds.items():
        assert least - 1e-3 <= table.loc[lever, "spending"] <= most + 1e-3
    assert found.gain >= max(found.gain_equal, found.gain_plan)
    assert found.beats_equal > 0.5
    assert 0 <= found.regret < 1
    assert (table["low"] <= table["spending"]).all()
    assert (table["spending"] <= table["high"]).all()


def test_a_random_split_never_beats_it() -> None:
    found = allocate(BUSY, 2e6, periods=12, draws=1)
    rng = np.random.default_rng(3)
    for shares in rng.dirichlet(np.ones(7), size=6):
        low = {
            lever: (share * 2e6, share * 2e6)
            for lever, share in zip(found.table["lever"], shares, strict=True)
        }
        assert allocate(BUSY, 2e6, periods=12, bounds=low, draws=1).gain <= found.gain * (1 + 1e-6)


def test_money_that_destroys_value_stays_unspent() -> None:
    dear = replace(
        TWO,
        email=replace(TWO.email, cost_per_message=500.0),
        word_of_mouth=WordOfMouth(volume_change=0.01, cost_per_period=1e8),
    )
    found = allocate(dear, 1e9, periods=12, objective="npv", draws=20)
    assert found.table["spending"].sum() < 1e-3 * 1e9
    assert found.gain >= 0


def test_same_seed_same_split() -> None:
    first, second = (allocate(BUSY, 1e6, periods=6, draws=20, seed=2) for _ in range(2))
    assert first.table.equals(second.table)
    assert first.regret == second.regret


def test_a_larger_budget_never_brings_fewer() -> None:
    gains = [allocate(BUSY, budget, periods=6, draws=10).gain for budget in (2e5, 1e6, 3e6)]
    assert gains == sorted(gains)


def test_returns_are_assumed_for_every_lever_and_can_be_replaced() -> None:
    assert set(RETURNS) == set(adopters(BUSY, periods=1).costs.index)
    steady = allocate(BUSY, 1e6, periods=6, returns={}, draws=5)
    assert steady.gain != allocate(BUSY, 1e6, periods=6, draws=5).gain


@pytest.mark.parametrize(
    ("plan", "options", "message"),
    [
        (Plan(), {}, "plan must have at least one lever that does something"),
        (
            Plan(advertising=Advertising(change=0.5)),
            {},
            "cost to every active lever, got none for advertising",
        ),
        (BUSY, {"bounds": {"branch": (0, 1)}}, "bounds must name active levers"),
        (BUSY, {"bounds": {"email": (5e5, 1e5)}}, "bounds must have least <= most"),
        (BUSY, {"bounds": {"email": (6e5, 1e6), "viral": (6e5, 1e6)}}, "least together within the budget"),
        (BUSY, {"objective": "fame"}, "objective must be adopters or npv, got 'fame'"),
        (BUSY, {"returns": {"email": 1.5}}, r"returns of email must be in \[0, 1\], got 1.5"),
        (BUSY, {"budget": 0.0}, "budget must be finite and at least"),
    ],
)
def test_impossible_problems_are_refused(plan: Plan, options: dict[str, object], message: str) -> None:
    arguments = {"budget": 1e6, "periods": 6} | options
    with pytest.raises(ValueError, match=message):
        allocate(plan, **arguments)  # type: ignore[arg-type]


def test_no_money_goes_where_everybody_is_reached() -> None:
    # BUSY personalises 40 % of its messages: 2.5 times the effort reaches all of them.
    table = allocate(BUSY, 5e7, periods=6, draws=5).table.set_index("lever")
    assert table.loc["one_to_one", "effort"] <= 2.5 * (1 + 1e-6)
