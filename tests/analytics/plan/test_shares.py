"""The plan's model against sums done by hand."""

import numpy as np
import pytest

from analytics.channels.assumptions import Uncertain
from analytics.plan.shares import (
    Capacity,
    Doubt,
    PlanCase,
    discounted,
    likeliest,
    payback,
    spread,
    swings,
    to_targets,
    value_plan,
)

MONTHS = 60
RUNGS = Capacity(np.array([0, 0.1, 0.2, 1.0]), np.array([0, 4, 10, 40]), np.array([0, 0, 2, 8]))


def doubt(**changed: Uncertain | float) -> Doubt:
    certain = {
        "variable_share": 0.3,
        "cost_ratio": 0.1,
        "augmentation": 0.0,
        "given_back": 0.0,
        "lag_months": 0.0,
        "overrun": 1.0,
        "reached": 1.0,
    } | changed
    return Doubt(
        **{
            name: value if isinstance(value, Uncertain) else Uncertain.certain(value)
            for name, value in certain.items()
        }
    )


def case(**changed: object) -> PlanCase:
    budget = np.zeros(MONTHS)
    budget[0] = 40_000.0
    given = {
        "volume": 1_000.0,
        "unit_cost": 40.0,
        "planned": np.full(MONTHS, 0.2),
        "alone": np.zeros(MONTHS),
        "movable": 0.6,
        "capacity": RUNGS,
        "person_cost": 500.0,
        "site_cost": 1_000.0,
        "budget": budget,
        "exit_person": 0.0,
        "exit_site": 0.0,
        "doubt": doubt(),
        "discount_rate": 0.0,
    } | changed
    return PlanCase(**given)


def test_without_lag_and_release_a_month_saves_the_difference_of_the_two_costs():
    found = likeliest(case())
    # 200 transactions of 40: 30 % of it goes, 10 % of it comes back elsewhere.
    np.testing.assert_allclose(found.running, 200 * 40 * (0.3 - 0.1))
    # 40,000 spent, 1,600 a month: even after 25 months.
    assert payback(discounted(case(), found.net)) == 24


def test_growth_in_use_at_break_even_saves_nothing():
    found = likeliest(case(), augmentation=0.3 / 0.1 - 1)
    np.testing.assert_allclose(found.running, 0, atol=1e-9)
    assert np.isinf(payback(discounted(case(), found.net)))[0]


def test_savings_wait_for_the_lag_and_costs_do_not():
    found = likeliest(case(), lag_months=18.0)
    assert (found.variable[0, :18] == 0).all()
    np.testing.assert_allclose(found.variable[0, 18:], 200 * 40 * 0.3)
    np.testing.assert_allclose(found.elsewhere, 200 * 40 * 0.1)


def test_only_whole_people_and_sites_are_given_back_and_an_exit_is_paid_once():
    asked = case(exit_person=100.0, exit_site=1_000.0)
    found = likeliest(asked, given_back=0.55)
    assert (found.people == 5).all()
    assert (found.sites == 1).all()
    np.testing.assert_allclose(found.capacity, 5 * 500 + 1 * 1_000)
    assert found.exits[0, 0] == 5 * 100 + 1_000
    assert (found.exits[0, 1:] == 0).all()


def test_what_leaves_by_itself_is_not_the_plans():
    found = likeliest(case(alone=np.full(MONTHS, 0.1)), given_back=1.0)
    np.testing.assert_allclose(found.moved, 100)
    assert (found.people == 10 - 4).all()
    nothing = likeliest(case(alone=np.full(MONTHS, 0.3)), given_back=1.0)
    assert (nothing.moved == 0).all()
    assert (nothing.people == 0).all()


def test_no_more_moves_than_can():
    found = likeliest(case(planned=np.full(MONTHS, 0.9)))
    np.testing.assert_allclose(found.moved, 600)


def test_a_constant_flow_is_worth_its_annuity():
    asked = case(discount_rate=0.1, budget=np.zeros(MONTHS))
    month = 1.1 ** (-1 / 12)
    expected = 1_600 * (1 - month**MONTHS) / (1 - month)
    assert discounted(asked, likeliest(asked).net)[0, -1] == pytest.approx(expected)


def test_ten_paid_and_three_received_in_five_years_is_worth_the_textbook_figure():
    flow = np.zeros((1, 72))
    flow[0, 0], flow[0, 12::12] = -10, 3
    assert discounted(case(discount_rate=0.1), flow)[0, -1] == pytest.approx(1.3723603, abs=1e-7)


def test_a_plan_without_doubt_has_no_interval_and_the_likeliest_value():
    found = value_plan(case(), draws=50, seed=3)
    expected = float(discounted(case(), likeliest(case()).net)[0, -1])
    assert (found.worth.low, found.worth.middle, found.worth.high) == pytest.approx((expected,) * 3)
    assert found.payback.low == found.payback.high == 24
    assert found.running[0].middle == pytest.approx(12 * 1_600)


def test_more_of_the_plan_reached_moves_more_and_pays_back_no_later():
    asked = case(doubt=doubt(overrun=Uncertain(0.9, 1.0, 1.5), given_back=Uncertain(0.0, 0.3, 0.6)))
    low, high = (value_plan(asked, draws=400, seed=1, reached=share) for share in (0.6, 1.25))
    assert low.moved[-1].middle < high.moved[-1].middle
    assert low.payback.middle > high.payback.middle


def test_the_interval_holds_what_the_triangle_says():
    asked = case(doubt=doubt(reached=Uncertain(0.5, 1.0, 1.0)), budget=np.zeros(MONTHS))
    found = value_plan(asked, draws=20_000, seed=5, level=0.8)
    # P(X <= x) of this triangle is ((x - .5) / .5) ** 2.
    expected = [200 * 12 * (0.5 + 0.5 * np.sqrt(place)) for place in (0.1, 0.5, 0.9)]
    got = found.moved[0]
    np.testing.assert_allclose([got.low, got.middle, got.high], expected, rtol=0.01)


def test_a_plan_that_may_never_pay_has_an_open_end():
    found = spread(np.array([12.0, 24.0, 36.0, np.inf]), 0.8)
    assert (found.low, found.middle) == (12.0, 24.0)
    assert np.isinf(found.high)


def test_the_widest_swing_comes_first_and_certain_assumptions_are_left_out():
    asked = case(doubt=doubt(variable_share=Uncertain(0.2, 0.3, 0.4), overrun=Uncertain(0.99, 1.0, 1.01)))
    table = swings(asked)
    assert list(table["assumption"]) == ["variable_share", "overrun"]
    low = float(Uncertain(0.2, 0.3, 0.4).quantile(0.1)[0])
    expected = discounted(asked, likeliest(asked, variable_share=low).net)[0, -1]
    assert table["value_at_low"][0] == pytest.approx(expected)


def test_a_course_of_targets_reaches_each_at_its_years_end():
    path = to_targets(0.0, [0.06, 0.12, 0.2], months=60)
    assert path[[11, 23, 35, 59]] == pytest.approx([0.06, 0.12, 0.2, 0.2])
    assert path[5] == pytest.approx(0.03)


def test_courses_of_what_moves_alone_are_dealt_evenly():
    flat = np.vstack([np.zeros(MONTHS), np.full(MONTHS, 0.2)])
    found = value_plan(case(budget=np.zeros(MONTHS)), draws=100, seed=1, courses=flat, level=0.8)
    assert (found.moved[0].low, found.moved[0].high) == pytest.approx((0, 2_400))


@pytest.mark.parametrize(
    ("name", "value"),
    [("volume", -1.0), ("movable", 1.2), ("planned", np.full(13, 0.1)), ("alone", np.full(MONTHS, 1.1))],
)
def test_a_figure_outside_its_range_is_refused(name, value):
    with pytest.raises(ValueError, match=name):
        case(**{name: value})


def test_rungs_must_rise_from_nothing():
    with pytest.raises(ValueError, match="begin with 0"):
        Capacity(np.array([0.1, 0.2]), np.zeros(2), np.zeros(2))
