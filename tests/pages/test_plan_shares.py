"""Three years: what the page says is what the studies computed, and it says what weakens it."""

import math

import numpy as np
import pytest

from analytics.scenario import Scenario
from data import queries
from data.snapshots import current
from studies.channels import costs, staffing
from studies.plan import shares as reads
from ui.channels.staffing import promise
from ui.content import Content
from ui.plan import actuals, moves, shares
from ui.reader import Reader
from ui.refusal import Refusal
from ui.words import number


def reader(**changes) -> Reader:
    return Reader(current(), Scenario()).change(bank="amandier", **changes)


def page(**changes) -> Content:
    found = shares.content(reader(**changes))
    assert isinstance(found, Content)
    return found


def value(**changes) -> reads.Plan:
    asked = reader(**changes)
    return reads.plan(asked.snapshot, "amandier", moves.settings(asked.scenario))


def test_people_and_branches_are_those_of_the_staffing_page() -> None:
    scenario = Scenario()
    mix = staffing.service_mix(current(), "amandier", "branch")
    can = 1 - staffing.remaining_share(mix, 1.0)
    expected = staffing.release(
        current(), "amandier", promise(scenario, "counter"), scenario.shrinkage, 0.2 / can
    )
    people, sites = value().case.capacity.at(0.2)
    assert (people, sites) == (expected.people, expected.sites)


def test_unit_costs_are_those_of_the_costs_page() -> None:
    like = costs.bank_like_for_like(current(), "amandier")
    found = value()
    assert found.case.unit_cost == like.branch_cost
    assert found.like.cost_ratio == like.cost_ratio
    assert found.mix["now"].sum() == pytest.approx(1)


def test_a_target_of_nothing_moves_and_saves_nothing() -> None:
    found = value(plan_first=0.0, plan_second=0.0, plan_third=0.0)
    assert found.by_year["moved"].sum() == 0
    assert found.by_year["net"].sum() == 0
    assert found.value.payback.high == 0


def test_a_target_beyond_what_can_move_is_cut_and_said() -> None:
    found = page(plan_third=0.9)
    can = value().case.movable
    assert f"{100 * can:.0f}" in found.answer.caution
    rows = value(plan_third=0.9).by_year
    assert rows["planned"].iloc[2] == pytest.approx(can)


def test_a_stated_budget_is_spent_as_planned_and_no_more() -> None:
    rows = value(plan_budget="12", plan_spent_first=0.5).by_year
    np.testing.assert_allclose(rows["budget"].iloc[:4], [6e6, 3e6, 3e6, 0], atol=1e-6)


def test_the_floor_is_worth_less_than_the_stretch_when_capacity_is_given_back() -> None:
    found = value(released_share=0.8)
    assert found.floor.worth.middle < found.target.worth.middle < found.stretch.worth.middle


def test_without_any_release_moving_saves_nothing_and_the_page_says_so() -> None:
    found = page(released_share=0.0)
    assert "saves nothing" in found.answer.sentence or "n’économise rien" in found.answer.sentence
    assert found.metrics[0].value is None


def test_more_customers_than_are_left_is_a_caution() -> None:
    found = value()
    assert found.changing > found.could_change
    assert number(found.changing, 0) in page().answer.caution


def test_only_what_the_plan_adds_to_the_forecast_counts() -> None:
    rows = value().by_year
    volume = value().case.volume
    alone = rows["alone"].iloc[5:]
    np.testing.assert_allclose(rows["moved"].iloc[6:], 12 * volume * (0.2 - alone.iloc[1:]), rtol=1e-6)


def test_every_pair_of_channels_is_cheaper_where_it_goes_and_ranked_by_worth() -> None:
    rows = shares.pairs(moves.plan(reader()))
    assert (rows["cost_to"] <= rows["cost_from"]).all()
    assert rows["value"].is_monotonic_decreasing
    assert not {("internet", "online"), ("branch", "branch")} & set(
        zip(rows["origin"], rows["target"], strict=True)
    )


@pytest.mark.parametrize("origin", ["adviser", "atm"])
def test_another_channel_can_be_left_without_a_forecast_of_its_own(origin: str) -> None:
    found = page(plan_from=origin, plan_to="mobile")
    assert all(math.isfinite(metric.value) for metric in found.metrics[1:])
    assert not value(plan_from=origin, plan_to="mobile").alone_known


def test_a_channel_cannot_move_to_itself() -> None:
    found = shares.content(reader(plan_from="internet", plan_to="online"))
    assert isinstance(found, Refusal)
    assert found.tables == ("channel_activity",)


def test_actuals_add_up_to_the_difference_of_the_two_costs_and_stand_in_the_pack() -> None:
    view = shares.plan(reader())
    found = actuals.actuals(view)
    assert found is not None
    rows = found.channels
    paid = (rows["actual"] * rows["actual_cost"]).sum() - (rows["planned"] * rows["planned_cost"]).sum()
    assert found.found.total == pytest.approx(paid)
    steps = actuals.step_frame(found)
    assert steps["end"].iloc[-1] == pytest.approx(steps["end"].iloc[-2])
    assert 1e6 * steps["end"].iloc[-1] == pytest.approx(paid)
    page = shares.content(reader())
    assert isinstance(page, Content)
    assert {"actuals"} <= set(page.board.charts) & set(page.board.tables)


def test_nothing_planned_compares_with_the_same_months_a_year_before() -> None:
    view = shares.plan(reader(plan_first=0.0, plan_second=0.0, plan_third=0.0, plan_began="2026-01"))
    found = actuals.actuals(view)
    assert found is not None
    rows = queries.channel_activity(current(), "amandier")
    before = rows[rows["month"].between("2025-01-01", "2025-10-01")].groupby("channel")["count"].sum()
    assert found.months == 10
    assert found.channels.set_index("channel")["planned"].to_dict() == pytest.approx(before.to_dict())
    assert found.planned_gone == 0


def test_a_plan_that_began_earlier_has_more_months() -> None:
    one, two = (actuals.actuals(shares.plan(reader(plan_began=month))) for month in ("2026-07", "2025-01"))
    assert one is not None
    assert two is not None
    assert (one.months, two.months) == (4, 22)
    assert two.planned_gone > one.planned_gone
