"""From money to effort: nothing for nothing, the reference for its cost, and never more than the market."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.marketing.allocation import RETURNS, allocate
from analytics.marketing.attribution import tornado
from analytics.marketing.budget import funded, reference_costs, reference_plan
from analytics.marketing.draws import drawn
from analytics.marketing.hazard import inputs
from analytics.marketing.levers import adopters
from analytics.marketing.parts import LEVERS, Email
from analytics.marketing.plan import Plan

MONTHS = 60
USUAL = reference_plan(100_000.0, 40_000.0, p0=0.0025, q0=0.0317)
COSTS = reference_costs(USUAL, periods=MONTHS)


def test_no_money_is_the_baseline_exactly() -> None:
    found = adopters(funded(USUAL, {}, periods=MONTHS), periods=MONTHS)
    assert found.path["adopters"].tolist() == found.path["baseline"].tolist()
    assert (found.incremental, found.cost, found.cost_per_adopter) == (0.0, 0.0, None)


def test_the_cost_of_the_reference_programme_buys_the_reference_programme() -> None:
    bought = adopters(funded(USUAL, COSTS, periods=MONTHS), periods=MONTHS)
    usual = adopters(USUAL, periods=MONTHS)
    assert bought.incremental == pytest.approx(usual.incremental)
    assert bought.cost == pytest.approx(usual.cost)


def test_an_e_mail_and_one_s_own_impulse_are_not_counted_twice() -> None:
    plan = Plan(market=1000.0, p0=0.0025, q0=0.0317, email=Email(rate=0.01))
    first = adopters(plan, periods=1).path["adopters"].iloc[0]
    assert first == pytest.approx(12.475, abs=1e-9)


def test_what_is_spent_is_the_budget() -> None:
    found = adopters(funded(USUAL, {"email": 2_000.0, "viral": 500.0}, periods=MONTHS), periods=MONTHS)
    assert found.costs["email"] == pytest.approx(2_000.0 * MONTHS)
    assert found.costs["viral"] == pytest.approx(500.0 * MONTHS)
    assert found.cost == pytest.approx(2_500.0 * MONTHS)


@pytest.mark.parametrize("lever", LEVERS)
def test_returns_decrease_as_assumed(lever: str) -> None:
    once = funded(USUAL, {lever: 0.2 * COSTS[lever]}, periods=MONTHS)
    twice = funded(USUAL, {lever: 0.4 * COSTS[lever]}, periods=MONTHS)
    field = {"email": "sends", "search": "clicks", "affiliation": "visits", "viral": "invitations"}.get(
        lever, {"word_of_mouth": "volume_change", "advertising": "change", "one_to_one": "share"}.get(lever)
    )
    first, second = (np.mean(getattr(getattr(plan, lever), field)) for plan in (once, twice))
    assert second / first == pytest.approx(2 ** RETURNS[lever])


@given(st.lists(st.floats(0.0, 1e7), min_size=7, max_size=7), st.floats(0.0, 1.0))
@settings(max_examples=40, deadline=None)
def test_no_budget_lifts_adopters_above_the_market_or_below_the_baseline(money, share) -> None:
    usual = reference_plan(100_000.0, 100_000.0 * share, p0=0.0025, q0=0.0317)
    costs = reference_costs(usual, periods=24)
    budgets = {lever: sum_ for lever, sum_ in zip(LEVERS, money, strict=True) if costs[lever] > 0}
    path = adopters(funded(usual, budgets, periods=24), periods=24).path
    assert (path["adopters"] <= path["market"]).all()
    assert (path["adopters"] >= path["baseline"] - 1e-6).all()


def test_the_allocator_and_the_budgets_speak_of_the_same_adopters() -> None:
    found = allocate(
        USUAL,
        5.0 * 100_000,
        periods=MONTHS,
        bounds=dict.fromkeys(LEVERS, (0.0, 200000.0)),
        draws=20,
        fixed=("market",),
    )
    spent = found.table.set_index("lever")["spending"] / MONTHS
    bought = adopters(funded(USUAL, spent.to_dict(), periods=MONTHS), periods=MONTHS)
    assert bought.incremental == pytest.approx(found.gain, rel=1e-6)
    assert (found.table["spending"] <= 200_000.0 * (1 + 1e-9)).all()


def test_a_known_market_is_neither_drawn_nor_in_the_tornado() -> None:
    plan = funded(USUAL, COSTS, periods=12)
    assert "market" in set(tornado(plan, periods=12)["name"])
    assert "market" not in set(tornado(plan, periods=12, fixed=("market",))["name"])
    drawn_again = drawn(inputs(plan, 12), draws=50, seed=1, fixed=("market",))
    assert drawn_again["market"].tolist() == [[100_000.0]]
    assert drawn_again["q0"].std() > 0


def test_bad_budgets_are_refused() -> None:
    with pytest.raises(ValueError, match=r"budgets must name levers .* got radio"):
        funded(USUAL, {"radio": 1.0}, periods=12)
    with pytest.raises(ValueError, match="budget of email must be finite and at least 0, got -1"):
        funded(USUAL, {"email": -1.0}, periods=12)
    with pytest.raises(ValueError, match="reference cost to email"):
        funded(Plan(market=10.0), {"email": 1.0}, periods=12)
    with pytest.raises(ValueError, match=r"active must be in \[0, 10\], got 11"):
        reference_plan(10.0, 11.0, p0=0.1, q0=0.1)
