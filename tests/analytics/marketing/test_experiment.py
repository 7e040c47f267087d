"""Newcombe's published intervals, sample sizes of the standard tables, coverage, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.marketing.experiment import lift, power, sample_size, smallest_visible_lift


def arms(**counts: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes and arms of name=(converted, people)."""
    outcomes = np.concatenate([[1] * hits + [0] * (people - hits) for hits, people in counts.values()])
    return outcomes, np.repeat(list(counts), [people for _, people in counts.values()])


# Newcombe 1998, table II: difference and interval by method 10, in shares.
NEWCOMBE = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0),
]


class TestLift:
    @pytest.mark.parametrize(("treated", "control", "low", "high"), NEWCOMBE)
    def test_published_intervals(
        self, treated: tuple[int, int], control: tuple[int, int], low: float, high: float
    ) -> None:
        result = lift(*arms(treated=treated, control=control), control="control")
        assert result["treated"].low == pytest.approx(100 * low, abs=0.006)
        assert result["treated"].high == pytest.approx(100 * high, abs=0.006)

    def test_points_are_the_difference_of_rates(self) -> None:
        result = lift(*arms(control=(20, 400), mail=(36, 400), both=(50, 400)), control="control")
        assert result.points.to_dict() == pytest.approx({"both": 7.5, "mail": 4.0})
        assert result.control_rate == 0.05
        assert (result.low < result.points).all()
        assert (result.points < result.high).all()
        assert result["mail"].people == 400

    def test_wald_is_the_textbook_formula(self) -> None:
        result = lift(*arms(t=(56, 70), c=(48, 80)), control="c", method="wald")["t"]
        half = 1.959964 * np.sqrt(0.8 * 0.2 / 70 + 0.6 * 0.4 / 80)
        assert (result.low, result.high) == pytest.approx((100 * (0.2 - half), 100 * (0.2 + half)), rel=1e-5)

    def test_wald_warns_of_small_counts(self) -> None:
        assert "under five" in lift(*arms(t=(3, 70), c=(48, 80)), control="c", method="wald").warnings[0]

    def test_many_arms_ask_for_simultaneous_intervals(self) -> None:
        data = arms(c=(50, 500), x=(60, 500), y=(70, 500))
        separate, together = (lift(*data, control="c", simultaneous=flag) for flag in (False, True))
        assert "2 arms are compared" in separate.warnings[0]
        assert together.warnings == ()
        assert (together.high - together.low > separate.high - separate.low).all()

    def test_interval_covers_as_often_as_it_says(self) -> None:
        rng = np.random.default_rng(8)
        hits = 0
        for base, treated in rng.binomial([300, 300], [0.04, 0.07], size=(120, 2)):
            row = lift(*arms(c=(base, 300), t=(treated, 300)), control="c", level=0.9)["t"]
            hits += row.low <= 3.0 <= row.high
        assert 0.83 <= hits / 120 <= 0.97

    @settings(max_examples=20, deadline=None)
    @given(st.integers(1, 200), st.integers(1, 200), st.floats(0, 1), st.floats(0, 1))
    def test_swapping_arms_mirrors_the_interval(self, n: int, m: int, first: float, second: float) -> None:
        data = arms(a=(int(first * n), n), b=(int(second * m), m))
        up, down = lift(*data, control="b")["a"], lift(*data, control="a")["b"]
        assert (up.low, up.high) == pytest.approx((-down.high, -down.low), abs=1e-9)
        assert -100 - 1e-9 <= up.low <= up.points + 1e-9 <= up.high + 2e-9 <= 100 + 3e-9

    def test_chance_of_no_difference(self) -> None:
        assert lift(*arms(c=(0, 50), t=(0, 50)), control="c")["t"].p_value == 1.0
        assert lift(*arms(c=(10, 500), t=(40, 500)), control="c")["t"].p_value < 1e-4

    def test_true_and_false_are_outcomes(self) -> None:
        outcomes, names = arms(c=(5, 20), t=(9, 20))
        assert lift(outcomes.astype(bool), names, control="c")["t"].points == pytest.approx(20.0)

    @pytest.mark.parametrize(
        ("outcomes", "names", "options", "message"),
        [
            ([1, 0, 1], ["a", "b"], {}, "equally long, got 3 and 2"),
            ([1, 2], ["a", "b"], {}, "outcomes must be 0 or 1, got 2"),
            ([1, None], ["a", "b"], {}, "outcomes must be known for everybody, missing for 1"),
            (["yes", "no"], ["a", "b"], {}, "outcomes must be 0 or 1, got 'yes'"),
            ([1, 0], ["a", None], {}, "arms must be given for everybody, missing for 1"),
            ([1, 0], ["b", "c"], {}, "control must be one of b, c, got 'a'"),
            ([1, 0], ["a", "a"], {}, "at least one arm beside the control"),
            ([], [], {}, "at least one person"),
            ([1, 0], ["a", "b"], {"level": 0.0}, "level must lie strictly between 0 and 1"),
            ([1, 0], ["a", "b"], {"method": "guess"}, "method must be newcombe or wald"),
        ],
    )
    def test_unreadable_tests_are_refused(
        self, outcomes: list, names: list, options: dict, message: str
    ) -> None:
        with pytest.raises(ValueError, match=message):
            lift(outcomes, names, control="a", **options)

    def test_an_arm_that_was_not_drawn_is_unknown(self) -> None:
        with pytest.raises(KeyError):
            lift(*arms(c=(1, 2), t=(1, 2)), control="c")["other"]


class TestPower:
    def test_sample_sizes_of_the_standard_formula(self) -> None:
        # R's power.prop.test: p1 = .50, p2 = .75, power .90 → n = 76.7; .10 against .12, .80 → 3,840.8.
        assert sample_size(0.50, 25, power=0.90) == 77
        assert sample_size(0.10, 2) == 3841

    def test_power_at_the_sample_size_is_what_was_asked_for(self) -> None:
        people = sample_size(0.05, 1.5, power=0.85, level=0.9)
        assert power(0.05, 1.5, people, level=0.9) == pytest.approx(0.85, abs=0.005)

    @pytest.mark.parametrize("ratio", [0.5, 1.0, 3.0])
    def test_unequal_arms(self, ratio: float) -> None:
        people = sample_size(0.05, 2, ratio=ratio)
        assert power(0.05, 2, people, ratio=ratio) == pytest.approx(0.8, abs=0.01)

    def test_falls_take_as_many_people_as_the_mirrored_rise(self) -> None:
        assert sample_size(0.2, -5) == sample_size(0.8, 5)

    @settings(max_examples=25, deadline=None)
    @given(st.floats(0.02, 0.6), st.integers(200, 20_000))
    def test_smallest_visible_lift_is_just_visible(self, baseline: float, people: int) -> None:
        points = smallest_visible_lift(baseline, people)
        assert power(baseline, points, people) == pytest.approx(0.8, abs=1e-6)

    def test_hopeless_test_sees_nothing(self) -> None:
        assert smallest_visible_lift(0.95, 5) is None

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ((0.0, 2), "baseline must lie strictly between 0 and 1"),
            ((0.1, 0), "lift_points must lie in"),
            ((0.1, 95), "lift_points must lie in"),
        ],
    )
    def test_impossible_questions_are_refused(self, arguments: tuple, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            sample_size(*arguments)


def test_table_states_rates_with_their_own_intervals() -> None:
    table = lift(*arms(c=(50, 500), t=(60, 500)), control="c").table
    assert isinstance(table, pd.DataFrame)
    assert table.loc["t", "rate_low"] < 0.12 < table.loc["t", "rate_high"]
