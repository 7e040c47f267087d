"""Paths between the ends of a forecast, and what they do to the value of a migration."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.channels.break_even import uncertain_break_even
from analytics.channels.migration import break_even_augmentation
from analytics.channels.paths import equally_likely_paths, monthly
from analytics.channels.simulation import (
    MigrationAssumptions,
    MigrationCase,
    Uncertain,
    simulate,
    tornado,
)

ONE = Uncertain.certain


def case(**changes) -> MigrationCase:
    known = {"variable_share": ONE(0.5), "cost_ratio": ONE(1 / 7), "migrated_share": ONE(0.5)}
    assumptions = MigrationAssumptions(**(known | {"lag_months": ONE(0.0)} | changes.pop("assumptions", {})))
    settled = {
        "volume": [1000.0],
        "adoption": np.linspace(0, 0.4, 25),
        "branch_cost": 10.0,
        "investment": 0.0,
    }
    return MigrationCase(**(settled | changes), assumptions=assumptions)


def test_years_are_joined_by_straight_lines() -> None:
    path = monthly([0.2, 0.5, 0.6])
    assert path.size == 25
    assert path[[0, 6, 12, 24]] == pytest.approx([0.2, 0.35, 0.5, 0.6])


@pytest.mark.parametrize("given", [[0.5], [[0.1, 0.2]], [0.1, np.nan]])
def test_a_path_needs_two_known_years(given) -> None:
    with pytest.raises(ValueError, match="values"):
        monthly(given)


@settings(max_examples=40, deadline=None)
@given(
    middle=st.floats(0.05, 0.95),
    below=st.floats(0.0, 0.04),
    above=st.floats(0.0, 0.04),
    count=st.integers(1, 21),
)
def test_paths_rise_through_the_interval_and_the_middle_one_is_the_forecast(
    middle: float, below: float, above: float, count: int
) -> None:
    paths = equally_likely_paths([middle], [middle - below], [middle + above], level=0.8, count=count)
    # Equal ends leave a last bit of rounding between them.
    assert (np.diff(paths[:, 0]) >= -1e-15).all()
    assert ((paths > 0) & (paths < 1)).all()
    if count % 2:
        assert paths[count // 2, 0] == pytest.approx(middle)


def test_the_interval_holds_the_stated_share_of_the_paths() -> None:
    paths = equally_likely_paths([0.6], [0.5], [0.75], level=0.8, count=1000)[:, 0]
    assert ((paths > 0.5) & (paths < 0.75)).mean() == pytest.approx(0.8, abs=0.002)


def test_what_is_certain_stays_what_it_is() -> None:
    paths = equally_likely_paths([0.0, 1.0], [0.0, 1.0], [0.0, 1.0], level=0.8, count=3)
    assert (paths == [[0.0, 1.0]] * 3).all()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"low": [0.6]}, "order"),
        ({"value": [1.2]}, "value"),
        ({"level": 1.0}, "level"),
        ({"count": 0}, "count"),
        ({"low": [0.1, 0.2]}, "low"),
    ],
)
def test_bad_intervals_are_refused_by_name(changes: dict, told: str) -> None:
    asked = {"value": [0.5], "low": [0.4], "high": [0.7], "level": 0.8, "count": 3} | changes
    with pytest.raises(ValueError, match=told):
        equally_likely_paths(**asked)


def test_unsure_adoption_widens_the_value_and_keeps_its_middle() -> None:
    base = case()
    paths = np.outer([0.5, 1.0, 1.5], np.linspace(0, 0.4, 25))
    sure, unsure = simulate(base, draws=300), simulate(base, draws=300, paths=paths)
    assert sure.p90 == sure.p10
    # Without any other doubt the value is proportional to what moved.
    assert np.unique(unsure.net_present_value.round(6)) == pytest.approx(sure.p50 * np.array([0.5, 1, 1.5]))
    assert unsure.p50 == pytest.approx(sure.p50)


def test_draws_are_dealt_to_every_path_and_repeat() -> None:
    doubtful = case(assumptions={"augmentation": Uncertain(0.0, 0.3, 0.6)})
    paths = np.outer([0.5, 1.5], np.linspace(0, 0.4, 25))
    first = simulate(doubtful, draws=101, seed=4, paths=paths)
    assert first.draws == 101
    assert (
        first.net_present_value == simulate(doubtful, draws=101, seed=4, paths=paths).net_present_value
    ).all()
    with pytest.raises(ValueError, match="draws"):
        simulate(doubtful, draws=1, paths=paths)


def test_the_tornado_has_a_row_for_adoption() -> None:
    doubtful = case(assumptions={"augmentation": Uncertain(0.0, 0.3, 0.6)})
    slow, fast = np.linspace(0, 0.1, 25), np.linspace(0, 0.8, 25)
    table = tornado(doubtful, adoption=(slow, fast)).set_index("assumption")
    assert table.loc["adoption", ["low", "high"]].tolist() == pytest.approx([0.1, 0.8])
    assert table.loc["adoption", "value_at_low"] < table.loc["adoption", "likely"]
    assert table["swing"].is_monotonic_decreasing


def test_learning_counts_on_from_what_was_done_before() -> None:
    learning = {"assumptions": {"progress_ratio": ONE(0.8)}}
    none, some, much = (
        simulate(case(online_to_date=before, **learning), draws=1).p50 for before in (0.0, 5e3, 1e12)
    )
    without = simulate(case(), draws=1).p50
    assert without < some < none
    assert much == pytest.approx(without)
    with pytest.raises(ValueError, match="online_to_date"):
        case(online_to_date=-1.0)


@pytest.mark.parametrize(("share", "expected"), [(1.0, 6.0), (0.5, 2.5), (0.3, 1.1), (1 / 7, 0.0)])
def test_a_sure_break_even_is_the_published_one(share: float, expected: float) -> None:
    found = uncertain_break_even(case(assumptions={"variable_share": ONE(share)}).assumptions, draws=50)
    assert (found.low, found.likely, found.high) == pytest.approx((expected,) * 3)
    assert found.likely == pytest.approx(break_even_augmentation(share, 1 / 7))


def test_a_released_fixed_cost_raises_the_break_even_and_lowers_the_chance_beyond() -> None:
    growth = {"augmentation": Uncertain(0.0, 2.0, 6.0)}
    kept = uncertain_break_even(case(assumptions=growth).assumptions)
    freed = uncertain_break_even(case(assumptions=growth | {"released_share": ONE(0.5)}).assumptions)
    assert kept.likely == pytest.approx(2.5)
    assert freed.likely == pytest.approx(0.75 * 7 - 1)
    assert freed.probability_beyond < kept.probability_beyond
    # P(growth > 2.5) of the triangle (0, 2, 6).
    assert kept.probability_beyond == pytest.approx((6 - 2.5) ** 2 / (6 * 4), abs=0.02)


def test_a_level_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match="level"):
        uncertain_break_even(case().assumptions, level=0)
