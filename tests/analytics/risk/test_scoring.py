"""Scores, aggregates, gradients and grades, against published figures and the laws they must obey."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analytics.risk.scoring import (
    aggregate,
    aggregate_bounds,
    grade,
    gradient,
    published_grade,
    score_indicator,
    weights_as_shares,
)

KNOTS = [0, 1, 2, 4, 8]
POWERS = st.sampled_from([-math.inf, -2.0, -1.0, 0.0, 1e-9, 0.5, 1.0, 2.0, 3.7, 50.0, math.inf])
score_rows = hnp.arrays(float, st.integers(1, 8), elements=st.floats(0, 100, allow_subnormal=False))


@st.composite
def scores_and_weights(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    scores = draw(score_rows)
    weights = draw(hnp.arrays(float, scores.shape, elements=st.floats(0.01, 10)))
    return scores, weights


@st.composite
def knot_lists(draw: st.DrawFn) -> np.ndarray:
    start = draw(st.floats(-1e6, 1e6))
    steps = draw(st.lists(st.floats(1e-3, 1e6), min_size=4, max_size=4))
    knots = start + np.concatenate([[0.0], np.cumsum(steps)])
    return knots[::-1].copy() if draw(st.booleans()) else knots


class TestScoreIndicator:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (0, 0),
            (0.5, 12.5),
            (1, 25),
            (1.5, 37.5),
            (2, 50),
            (3, 62.5),
            (4, 75),
            (6, 87.5),
            (8, 100),
            (20, 100),
        ],
    )
    def test_reference_cases(self, value: float, expected: float) -> None:
        assert score_indicator(value, KNOTS) == expected

    def test_a_falling_indicator_mirrors_a_rising_one(self) -> None:
        values = np.linspace(-1, 9, 41)
        np.testing.assert_array_equal(
            score_indicator(-values, [-knot for knot in KNOTS]), score_indicator(values, KNOTS)
        )

    def test_missing_stays_missing(self) -> None:
        np.testing.assert_array_equal(score_indicator([1, math.nan, 4], KNOTS), [25, math.nan, 75])

    def test_knots_broadcast_against_values(self) -> None:
        scores = score_indicator([[1.0, 1.0], [2.0, 2.0]], [KNOTS, KNOTS[::-1]])
        np.testing.assert_array_equal(scores, [[25, 75], [50, 50]])

    @given(knots=knot_lists())
    @settings(max_examples=50, deadline=None)
    def test_exact_at_every_knot(self, knots: np.ndarray) -> None:
        np.testing.assert_array_equal(score_indicator(knots, knots), [0, 25, 50, 75, 100])

    @given(knots=knot_lists(), values=hnp.arrays(float, 30, elements=st.floats(-1e9, 1e9)))
    @settings(max_examples=80, deadline=None)
    def test_never_falls_when_the_value_gets_worse(self, knots: np.ndarray, values: np.ndarray) -> None:
        from_best_to_worst = np.sort(values) if knots[-1] > knots[0] else np.sort(values)[::-1]
        assert (np.diff(score_indicator(from_best_to_worst, knots)) >= 0).all()

    @given(values=hnp.arrays(float, 10, elements=st.floats(-20, 20)), factor=st.floats(1e-3, 1e3))
    @settings(max_examples=80, deadline=None)
    def test_does_not_depend_on_the_unit(self, values: np.ndarray, factor: float) -> None:
        in_other_unit = score_indicator(values * factor, np.multiply(KNOTS, factor))
        np.testing.assert_allclose(in_other_unit, score_indicator(values, KNOTS), atol=1e-9)

    @pytest.mark.parametrize(
        "knots",
        [
            [0, 1, 1, 2, 3],
            [0, 2, 1, 3, 4],
            [0, 1, 2, 3],
            [0, 1, 2, 3, math.nan],
            [0, 1, 2, 3, math.inf],
            [-1.7e308, 1.6e308, 1.65e308, 1.7e308, 1.75e308],
            3,
        ],
    )
    def test_knots_that_cannot_be_used_are_refused(self, knots: object) -> None:
        with pytest.raises(ValueError, match="knots must be"):
            score_indicator(1.0, knots)

    def test_an_infinite_value_is_refused(self) -> None:
        with pytest.raises(ValueError, match="values must be finite"):
            score_indicator([1.0, math.inf], KNOTS)


class TestAggregate:
    @pytest.mark.parametrize(
        ("p", "expected"),
        [(1, 55.0), (2, 60.8276253029822), (4, 67.82329983125268), (math.inf, 80.0)],
    )
    def test_reference_cases(self, p: float, expected: float) -> None:
        assert aggregate([20, 40, 80], [1, 1, 2], p=p) == pytest.approx(expected, abs=1e-12)

    def test_named_means(self) -> None:
        scores, weights = [20, 40, 80], [1, 1, 2]
        assert aggregate(scores, weights, p=0) == pytest.approx((20 * 40 * 80**2) ** 0.25, rel=1e-14)
        assert aggregate(scores, weights, p=-1) == pytest.approx(4 / (1 / 20 + 1 / 40 + 2 / 80), rel=1e-14)
        assert aggregate(scores, weights, p=-math.inf) == 20

    def test_a_zero_score_takes_the_geometric_mean_to_zero_unless_it_carries_no_weight(self) -> None:
        assert aggregate([0, 50], [1, 1], p=0) == 0
        assert aggregate([0, 50], [0, 1], p=0) == pytest.approx(50)
        assert aggregate([0, 50], [0, 1], p=-1) == pytest.approx(50)
        assert aggregate([90, 50], [0, 1], p=math.inf) == 50

    def test_last_axis_and_broadcasting(self) -> None:
        scores = np.array([[[20.0, 40.0, 80.0], [0.0, 0.0, 0.0]]])
        weights = np.array([[[1.0, 1.0, 2.0]], [[0.0, 1.0, 0.0]]])
        result = aggregate(scores, weights, p=1)
        np.testing.assert_allclose(result, [[55.0, 0.0], [40.0, 0.0]])

    @given(rows=scores_and_weights(), p=POWERS)
    @settings(max_examples=150, deadline=None)
    def test_between_the_best_and_the_worst(self, rows: tuple[np.ndarray, np.ndarray], p: float) -> None:
        scores, weights = rows
        assert scores.min() <= aggregate(scores, weights, p=p) <= scores.max()

    @given(rows=scores_and_weights(), p=POWERS, data=st.data())
    @settings(max_examples=150, deadline=None)
    def test_never_falls_when_a_score_rises(
        self, rows: tuple[np.ndarray, np.ndarray], p: float, data: st.DataObject
    ) -> None:
        scores, weights = rows
        worse = np.minimum(
            scores + data.draw(hnp.arrays(float, scores.shape, elements=st.floats(0, 50))), 100
        )
        assert aggregate(worse, weights, p=p) >= aggregate(scores, weights, p=p) - 1e-9

    @given(rows=scores_and_weights(), p=POWERS, seed=st.integers(0, 99))
    @settings(max_examples=100, deadline=None)
    def test_order_of_indicators_and_unit_of_weights_do_not_matter(
        self, rows: tuple[np.ndarray, np.ndarray], p: float, seed: int
    ) -> None:
        scores, weights = rows
        order = np.random.default_rng(seed).permutation(len(scores))
        shuffled = aggregate(scores[order], 3.7 * weights[order], p=p)
        assert shuffled == pytest.approx(aggregate(scores, weights, p=p), abs=1e-9)

    @given(rows=scores_and_weights())
    @settings(max_examples=100, deadline=None)
    def test_a_larger_power_weighs_the_worst_more(self, rows: tuple[np.ndarray, np.ndarray]) -> None:
        powers = [-math.inf, -5, -1, 0, 1e-6, 1, 2, 7, 400, math.inf]
        means = [aggregate(*rows, p=p) for p in powers]
        assert all(later >= earlier - 1e-9 for earlier, later in itertools.pairwise(means))

    @given(score=st.floats(0, 100), p=POWERS)
    @settings(max_examples=60, deadline=None)
    def test_equal_scores_give_that_score(self, score: float, p: float) -> None:
        assert aggregate([score] * 3, [1, 2, 5], p=p) == score

    @pytest.mark.parametrize(
        ("scores", "weights", "p", "message"),
        [
            ([1, 2], [0, 0], 2, "weights must not sum to zero"),
            ([1, 2], [1, -1], 2, "weights must be finite and 0 or more"),
            ([1, 2], [1, math.inf], 2, "weights must be finite"),
            ([1, 2], [1, 1, 1], 2, "weights must be one for each score: 2, got 3"),
            ([1, 2], [], 2, "weights must hold at least one"),
            ([], [], 2, "scores must hold at least one"),
            ([-1, 2], [1, 1], 2, "scores must be finite and 0 or more"),
            ([1, math.nan], [1, 1], 2, "scores must not be missing"),
            ([1, math.inf], [1, 1], 2, "scores must be finite"),
            ([1, 2], [1, 1], math.nan, "p must be a real number"),
        ],
    )
    def test_bad_input(self, scores: list[float], weights: list[float], p: float, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            aggregate(scores, weights, p=p)

    def test_shapes_that_do_not_broadcast(self) -> None:
        with pytest.raises(ValueError, match="must broadcast"):
            aggregate(np.ones((3, 2)), np.ones((4, 2)))

    def test_weights_keep_their_proportions_whatever_their_size(self) -> None:
        np.testing.assert_allclose(weights_as_shares([1e308, 1e308]), [0.5, 0.5])
        np.testing.assert_allclose(weights_as_shares([1e-320, 3e-320]), [0.25, 0.75], rtol=1e-3)


class TestMissing:
    def test_reference_bounds(self) -> None:
        second = aggregate_bounds([20, math.nan, 80], [1, 1, 2])
        third = aggregate_bounds([20, 40, math.nan], [1, 1, 2])
        assert second == pytest.approx((57.445626465380286, 76.15773105863909), abs=1e-12)
        assert third == pytest.approx((22.360679774997898, 74.16198487095663), abs=1e-12)

    def test_rescaling_the_weights_would_hide_the_worst_indicator(self) -> None:
        rescaled = aggregate([20, 40], [1, 1])
        assert rescaled == pytest.approx(31.622776601683793)
        assert (
            rescaled < aggregate([20, 40, 80], [1, 1, 2]) < aggregate_bounds([20, 40, math.nan], [1, 1, 2])[1]
        )

    @given(rows=scores_and_weights(), p=POWERS, data=st.data())
    @settings(max_examples=100, deadline=None)
    def test_bounds_hold_the_score_whatever_is_blanked(
        self, rows: tuple[np.ndarray, np.ndarray], p: float, data: st.DataObject
    ) -> None:
        scores, weights = rows
        blank = data.draw(hnp.arrays(bool, scores.shape))
        low, high = aggregate_bounds(np.where(blank, np.nan, scores), weights, p=p)
        assert low - 1e-9 <= aggregate(scores, weights, p=p) <= high + 1e-9

    def test_a_score_above_100_is_refused(self) -> None:
        with pytest.raises(ValueError, match=r"scores must lie in \[0, 100\], got 101"):
            aggregate_bounds([101, math.nan], [1, 1])


class TestGradient:
    def test_reference_case(self) -> None:
        expected = [0.08219949365267865, 0.1643989873053573, 0.6575959492214292]
        np.testing.assert_allclose(gradient([20, 40, 80], [1, 1, 2], p=2), expected, atol=1e-15)

    @given(
        scores=hnp.arrays(float, 5, elements=st.floats(1, 100)),
        weights=hnp.arrays(float, 5, elements=st.floats(0.1, 5)),
        p=st.sampled_from([-2.0, 0.0, 0.5, 1.0, 2.0, 4.0]),
    )
    @settings(max_examples=60, deadline=None)
    def test_matches_central_differences(self, scores: np.ndarray, weights: np.ndarray, p: float) -> None:
        step = 1e-5
        moved = scores + step * np.vstack([np.eye(5), -np.eye(5)])
        up, down = np.split(aggregate(moved, weights, p=p), 2)
        np.testing.assert_allclose(gradient(scores, weights, p=p), (up - down) / (2 * step), atol=1e-5)

    @given(
        scores=hnp.arrays(float, 5, elements=st.floats(1, 100)), p=st.sampled_from([-1.0, 0.0, 1.0, 2.0, 9.0])
    )
    @settings(max_examples=50, deadline=None)
    def test_explains_the_whole_score(self, scores: np.ndarray, p: float) -> None:
        weights = [1, 2, 3, 4, 5]
        assert gradient(scores, weights, p=p) @ scores == pytest.approx(aggregate(scores, weights, p=p))

    def test_at_the_extremes_ties_share_by_weight(self) -> None:
        np.testing.assert_allclose(gradient([80, 20, 80], [1, 5, 3], p=math.inf), [0.25, 0, 0.75])
        np.testing.assert_allclose(gradient([80, 20, 80], [1, 5, 3], p=-math.inf), [0, 1, 0])

    def test_at_zero(self) -> None:
        np.testing.assert_allclose(gradient([0, 0], [1, 3], p=2), [0.25, 0.75])
        np.testing.assert_allclose(gradient([0, 50], [1, 1], p=1), [0.5, 0.5])
        with pytest.raises(ValueError, match="scores must be above 0 for a gradient at p below 1"):
            gradient([0, 50], [1, 1], p=0)


class TestGrade:
    def test_a_grade_starts_at_its_boundary(self) -> None:
        edges = [0, 24.999999, 25, 49.999999, 50, 74.999999, 75, 100]
        np.testing.assert_array_equal(grade(edges), [1, 1, 2, 2, 3, 3, 4, 4])
        assert grade(np.nextafter(25, 0)) == 1

    @pytest.mark.parametrize("score", [-0.1, 100.1, math.nan])
    def test_a_score_off_the_scale_is_refused(self, score: float) -> None:
        with pytest.raises(ValueError, match=r"score must lie in \[0, 100\]"):
            grade([50, score])

    def test_a_red_flag_holds_the_grade_at_3_or_worse(self) -> None:
        np.testing.assert_array_equal(published_grade([0, 30, 60, 90], True), [3, 3, 3, 4])
        np.testing.assert_array_equal(published_grade([0, 30, 60, 90], False), [1, 2, 3, 4])
        assert published_grade(10, True) == 3
