"""The cost of an outage against sums done by hand."""

import numpy as np
import pytest

from analytics.channels.assumptions import Uncertain
from analytics.plan.outage import Part, about, add_up, at_most, tried


def test_certain_parts_add_up_to_their_products():
    found = add_up(
        [
            Part("calls", (Uncertain.certain(1_000.0), Uncertain.certain(12.5))),
            Part("repair", (Uncertain.certain(80_000.0),)),
        ],
        draws=10,
    )
    assert list(found.parts["value"]) == [12_500.0, 80_000.0]
    assert found.likely == 92_500
    assert (found.total.low, found.total.middle, found.total.high) == (92_500,) * 3


def test_the_interval_of_one_triangle_is_its_closed_form():
    found = add_up([Part("claims", (Uncertain(0.0, 0.0, 100.0),))], draws=200_000, seed=2, level=0.8)
    # P(X <= x) = 1 - (1 - x / 100) ** 2.
    expected = [100 * (1 - np.sqrt(1 - place)) for place in (0.1, 0.9)]
    np.testing.assert_allclose([found.parts["low"][0], found.parts["high"][0]], expected, rtol=0.02)


def test_independent_parts_spread_less_than_their_ends_added():
    parts = [Part(name, (Uncertain(0.0, 50.0, 100.0),)) for name in "abc"]
    found = add_up(parts, draws=20_000, seed=1)
    assert found.total.high < found.parts["high"].sum()
    assert found.total.low > found.parts["low"].sum()
    # The mean of the sum of three such triangles is 150.
    assert found.total.middle == pytest.approx(150, abs=1.5)


def test_a_factor_of_several_parts_is_drawn_once():
    shared = Uncertain(0.0, 50.0, 100.0)
    one = add_up([Part("all", (shared, Uncertain.certain(2.0)))], draws=5_000, seed=4)
    two = add_up([Part("a", (shared,)), Part("b", (shared,))], draws=5_000, seed=4)
    assert two.total.high == pytest.approx(one.total.high)
    apart = add_up([Part("a", (shared,)), Part("b", (Uncertain(0.0, 50.0, 100.0),))], draws=5_000, seed=4)
    assert apart.total.high < two.total.high


def test_no_more_can_notice_than_are_hit():
    assert at_most(Uncertain(1.0, 5.0, 9.0), 6.0) == Uncertain(1.0, 5.0, 6.0)


def test_a_flat_week_has_one_figure_for_every_start():
    found = tried(np.full(168, 40.0), 6.5)
    assert (found.low, found.likely, found.high) == pytest.approx((260.0,) * 3)


def test_the_busiest_window_wraps_around_the_end_of_the_week():
    week = np.zeros(168)
    week[[0, 167]] = 10.0
    found = tried(week, 2)
    assert (found.low, found.high) == (0.0, 20.0)
    assert found.likely == pytest.approx(2 * week.sum() / 168)


def test_a_whole_week_tries_everything():
    week = np.arange(168.0)
    assert tried(week, 168).likely == pytest.approx(week.sum())


def test_what_nobody_measured_is_a_triangle_and_stays_a_share():
    assert about(0.8, most=1.0) == Uncertain(0.4, 0.8, 1.0)


@pytest.mark.parametrize("hours", [0, 169])
def test_an_outage_lasts_some_time_within_a_week(hours):
    with pytest.raises(ValueError, match="hours"):
        tried(np.ones(168), hours)


def test_two_parts_of_one_name_are_refused():
    with pytest.raises(ValueError, match="names of their own"):
        add_up([Part("a", ()), Part("a", ())])
