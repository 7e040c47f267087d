"""Time-driven costs against the published case, and the law that no cost gets lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analytics.channels.costing import (
    step_fixed_cost,
    step_release,
    three_costs,
    time_driven_costs,
)
from analytics.channels.customer_time import customer_time, minute_cost_ratio

VOLUMES = [49_000, 1_400, 2_500]
MINUTES = [8, 44, 50]
amounts = st.floats(0, 1e9, allow_subnormal=False)


def test_the_customer_service_department_of_kaplan_and_anderson() -> None:
    costs = time_driven_costs(560_000, 700_000, VOLUMES, MINUTES)
    assert costs.rate == pytest.approx(0.80)
    assert costs.unit_costs == pytest.approx([6.40, 35.20, 40.00])
    assert costs.used == pytest.approx(462_880)
    assert costs.unused == pytest.approx(97_120)
    assert costs.utilisation == pytest.approx(0.8265714, abs=1e-7)


def test_practical_capacity_makes_each_minute_dearer_and_the_idle_part_smaller() -> None:
    paid = time_driven_costs(560_000, 875_000, VOLUMES, MINUTES)
    worked = time_driven_costs(560_000, 875_000, VOLUMES, MINUTES, practical_share=0.8)
    assert worked.rate == pytest.approx(0.80)
    assert worked.rate > paid.rate
    assert worked.unused < paid.unused


def test_a_teller_s_labour_per_transaction() -> None:
    # 8.85 an hour, 18.4 transactions an hour: published as .48.
    costs = time_driven_costs(8.85, 60, [18.4], [60 / 18.4])
    assert costs.unit_costs == pytest.approx([0.481], abs=5e-4)


def test_channels_are_costed_together_as_they_are_alone() -> None:
    cost, supplied = np.array([560_000.0, 90_000.0]), np.array([700_000.0, 45_000.0])
    volumes = np.array([VOLUMES, [3_000, 10, 0]])
    minutes = np.array([MINUTES, [4, 30, 50]])
    together = time_driven_costs(cost, supplied, volumes, minutes, variable_cost=[0.1, 0.2, 0.0])
    for channel in range(2):
        alone = time_driven_costs(
            cost[channel], supplied[channel], volumes[channel], minutes[channel], variable_cost=[0.1, 0.2, 0]
        )
        assert together.unit_costs[channel] == pytest.approx(alone.unit_costs)
        assert together.unused[channel] == pytest.approx(alone.unused)
        assert together.variable_costs[channel] == pytest.approx(alone.variable_costs)


@settings(max_examples=100, deadline=None)
@given(data=st.data(), channels=st.integers(1, 4), services=st.integers(1, 5))
def test_used_and_unused_cost_always_add_up_to_what_the_channel_costs(
    data: st.DataObject, channels: int, services: int
) -> None:
    cost = data.draw(hnp.arrays(float, channels, elements=amounts))
    supplied = data.draw(hnp.arrays(float, channels, elements=st.floats(1, 1e8)))
    volumes = data.draw(hnp.arrays(float, (channels, services), elements=st.floats(0, 1e6)))
    minutes = data.draw(hnp.arrays(float, (channels, services), elements=st.floats(0, 120)))
    share = data.draw(st.floats(0.05, 1))
    costs = time_driven_costs(cost, supplied, volumes, minutes, practical_share=share)
    scale = np.abs(costs.used) + cost
    assert np.all(np.abs(costs.used + costs.unused - cost) <= 1e-12 * scale)
    # What the services are charged, each volume at its unit cost, is what was used.
    charged = (volumes * costs.unit_costs).sum(axis=-1)
    assert np.allclose(charged, costs.used, rtol=1e-9, atol=1e-300)
    # The full cost leaves nothing behind wherever anything was handled.
    full = (volumes * costs.full_unit_costs).sum(axis=-1)
    busy = (volumes * minutes).sum(axis=-1) > 1e-200
    assert np.allclose(full[busy], cost[busy], rtol=1e-9)


@pytest.mark.parametrize("volume", [5e-324, 1e-300, 0.0])
def test_a_channel_that_handled_as_good_as_nothing_is_priced_at_its_rate(volume: float) -> None:
    costs = time_driven_costs([1e9, 560_000.0], [1.0, 700_000.0], [[volume], [70_000.0]], [[120.0], [8.0]])
    assert costs.full_unit_costs[0, 0] == 120.0 * 1e9
    assert costs.full_unit_costs[1, 0] == pytest.approx(8.0)
    assert costs.unused[0] == pytest.approx(1e9)


def test_figures_beyond_what_a_number_holds_are_refused() -> None:
    with pytest.raises(ValueError, match=r"resource_cost.*check their units"):
        time_driven_costs(1e300, 1e-300, [1.0], [1.0])
    with pytest.raises(ValueError, match=r"volumes.*check their units"):
        time_driven_costs(1.0, 1.0, [1e200], [1e200])


@settings(max_examples=60, deadline=None)
@given(released=st.floats(0, 1), variable=st.floats(0, 50))
def test_full_used_and_avoidable_come_in_this_order(released: float, variable: float) -> None:
    costs = three_costs(560_000, 700_000, VOLUMES, MINUTES, variable_cost=variable, released_share=released)
    assert (costs.full >= costs.used - 1e-9).all()
    assert (costs.used >= costs.avoidable - 1e-9).all()
    assert (costs.avoidable >= variable - 1e-9).all()


def test_without_release_only_the_variable_cost_is_avoidable() -> None:
    costs = three_costs(560_000, 700_000, VOLUMES, MINUTES, variable_cost=0.3)
    assert costs.avoidable == pytest.approx([0.3, 0.3, 0.3])
    assert costs.full[0] == pytest.approx(6.40 * 560_000 / 462_880 + 0.3)


def test_overload_shows_as_negative_unused_capacity() -> None:
    costs = time_driven_costs(1000, 100, [30], [5])
    assert costs.unused == pytest.approx(-500)
    assert costs.utilisation == pytest.approx(1.5)


def test_steps_are_paid_whole() -> None:
    assert step_fixed_cost([0, 1, 1000, 1001], 50.0, 1000, 0.1) == pytest.approx([0, 50.1, 150, 200.1])
    # Thirty tenths fill three ones although 3 * 0.1 / 0.1 exceeds 3 in binary.
    assert step_fixed_cost(3 * 0.1, 1.0, 0.1) == pytest.approx(3.0)


def test_a_small_fall_in_volume_releases_nobody() -> None:
    small = step_release(10_000, 300, 900.0, 1_000, variable_cost=0.2)
    assert (small.steps, small.saving) == (0, pytest.approx(60))
    assert small.unit_saving == pytest.approx(0.2)
    large = step_release(10_000, 3_000, 900.0, 1_000, variable_cost=0.2)
    assert large.steps == 3
    assert large.unit_saving == pytest.approx(1.1)
    assert large.released_share == 1.0


@settings(max_examples=60, deadline=None)
@given(volume=st.floats(1, 1e6), share=st.floats(0.01, 1), capacity=st.floats(1, 1e5))
def test_what_a_step_release_saves_is_what_the_cost_falls_by(
    volume: float, share: float, capacity: float
) -> None:
    gone = volume * share
    release = step_release(volume, gone, 700.0, capacity, 0.4)
    before, after = (step_fixed_cost(q, 700.0, capacity, 0.4) for q in (volume, volume - gone))
    assert release.saving == pytest.approx(before - after, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"resource_cost": -1}, r"resource_cost must be finite and at least 0, got -1"),
        ({"resource_cost": float("nan")}, r"resource_cost must be finite"),
        ({"minutes_supplied": 0}, r"minutes_supplied must be finite and above 0, got 0"),
        ({"practical_share": 1.2}, r"practical_share must be in \(0, 1\], got 1.2"),
        ({"volumes": [1, None, 2]}, r"volumes must be finite"),
        ({"volumes": [[1, 2, 3]]}, r"volumes must have the shape of resource_cost \(\)"),
        ({"minutes": [1, 2]}, r"minutes must fit the shape \(3,\), got \(2,\)"),
        ({"minutes": ["a", 2, 3]}, r"minutes must hold numbers only"),
    ],
)
def test_bad_costing_inputs_are_refused_by_name(change: dict[str, object], message: str) -> None:
    inputs: dict[str, object] = {
        "resource_cost": 560_000,
        "minutes_supplied": 700_000,
        "volumes": VOLUMES,
        "minutes": MINUTES,
    }
    with pytest.raises(ValueError, match=message):
        time_driven_costs(**{**inputs, **change})  # type: ignore[arg-type]


def test_other_bad_inputs_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"released_share must be in \[0, 1\], got 2"):
        three_costs(1, 1, [1], [1], released_share=2)
    with pytest.raises(ValueError, match=r"removed must be in \(0, 10\], got 11"):
        step_release(10, 11, 1, 1)
    with pytest.raises(ValueError, match="step_capacity must be finite and above 0"):
        step_fixed_cost(10, 1, 0)


def test_three_minutes_instead_of_seven_are_the_customer_s() -> None:
    time = customer_time(600, 0.5)
    assert time.hours_before == pytest.approx(70)
    assert time.hours_after == pytest.approx(35 + 15)
    assert time.hours_saved == pytest.approx(20)
    assert time.value_saved is None
    assert customer_time(600, 0.5, value_per_hour=30.0).value_saved == pytest.approx(600)


def test_growth_in_use_eats_the_customer_s_time_too() -> None:
    # At 4/3 more use, three minutes have become seven.
    assert customer_time(1000, 1.0, augmentation=4 / 3).hours_saved == pytest.approx(0, abs=1e-9)
    with pytest.raises(ValueError, match=r"moved_share must be in \[0, 1\], got 1.5"):
        customer_time(1000, 1.5)


def test_the_two_facts_of_the_text_together_make_an_online_minute_a_third_as_dear() -> None:
    assert minute_cost_ratio(1 / 7, 3 / 7) == pytest.approx(1 / 3)
    with pytest.raises(ValueError, match="time_ratio must be finite and above 0"):
        minute_cost_ratio(0.1, 0)
