"""A deviation from plan by volume, mix and cost: closed forms, and parts that always add up."""

import itertools

import numpy as np
import pytest

from analytics.plan.actuals import FACTORS, deviation

PLAN = (np.array([600.0, 400.0]), np.array([30.0, 5.0]))


def test_each_factor_alone_is_the_whole_deviation() -> None:
    volume, cost = PLAN
    more = deviation(*PLAN, 1.1 * volume, cost)
    assert [more.part(name) for name in FACTORS] == pytest.approx([0.1 * 20_000, 0, 0], abs=1e-9)
    moved = deviation(*PLAN, np.array([500.0, 500.0]), cost)
    assert [moved.part(name) for name in FACTORS] == pytest.approx([0, -100 * 25, 0], abs=1e-9)
    dearer = deviation(*PLAN, volume, np.array([31.0, 5.0]))
    assert [dearer.part(name) for name in FACTORS] == pytest.approx([0, 0, 600], abs=1e-9)


def test_two_factors_share_their_interaction_equally() -> None:
    # One channel has no mix: the cost goes from 100 x 10 to 110 x 12.
    found = deviation([100], [10], [110], [12])
    assert found.part("volume") == pytest.approx(10 * 11)
    assert found.part("cost") == pytest.approx(2 * 105)
    assert found.part("mix") == 0
    assert found.total == pytest.approx(320)


def test_parts_are_the_mean_over_all_orders_and_add_up() -> None:
    generator = np.random.default_rng(3)
    for _each in range(50):
        volume, after = generator.uniform(1, 100, (2, 4))
        cost, then = generator.uniform(1, 40, (2, 4))
        found = deviation(volume, cost, after, then)
        assert sum(found.part(name) for name in FACTORS) == pytest.approx(found.total)
        sides = {
            "volume": (volume.sum(), after.sum()),
            "mix": (volume / volume.sum(), after / after.sum()),
            "cost": (cost, then),
        }
        parts = dict.fromkeys(FACTORS, 0.0)
        for order in itertools.permutations(FACTORS):
            at = {name: pair[0] for name, pair in sides.items()}
            for name in order:
                before = (at["volume"] * at["mix"] * at["cost"]).sum()
                at[name] = sides[name][1]
                parts[name] += ((at["volume"] * at["mix"] * at["cost"]).sum() - before) / 6
        assert [found.part(name) for name in FACTORS] == pytest.approx([parts[name] for name in FACTORS])


def test_a_channel_that_was_not_planned_has_no_part_of_cost() -> None:
    found = deviation([100, 0], [10, np.nan], [90, 10], [10, 2])
    assert found.cost.tolist() == [0, 0]
    assert found.total == pytest.approx(-80)
    with pytest.raises(ValueError, match="known"):
        deviation([100, 0], [10, np.nan], [90, 10], [10, np.nan])
    with pytest.raises(ValueError, match="transactions"):
        deviation([100], [10], [0], [10])
