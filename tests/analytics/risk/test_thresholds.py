"""Moved thresholds: what moves, what stays, and that no knot ever passes another."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.risk.catalogue import KNOT_COLUMNS, read_catalogue
from analytics.risk.scoring import score_indicator
from analytics.risk.thresholds import scale_thresholds


def table(knots, tags) -> pd.DataFrame:
    rows = np.atleast_2d(np.asarray(knots, dtype=float))
    frame = pd.DataFrame(rows, columns=list(KNOT_COLUMNS))
    return frame.assign(
        indicator=[f"I{at}" for at in range(len(rows))],
        risk="operational",
        direction=np.where(rows[:, -1] > rows[:, 0], "up", "down"),
        weight=1.0,
        red_flag=False,
        **{f"tag_{cut}": [tag[cut - 1] for tag in tags] for cut in (1, 2, 3)},
        **{f"cut_{cut}": rows[:, cut] for cut in (1, 2, 3)},
    )


def knots_of(frame: pd.DataFrame) -> np.ndarray:
    return frame[list(KNOT_COLUMNS)].to_numpy()


def test_conventional_thresholds_move_in_proportion_to_their_distance_from_the_best_value() -> None:
    moved = scale_thresholds(table([10, 12, 14, 18, 26], ["CCC"]), conventional=1.5)
    assert knots_of(moved)[0] == pytest.approx([10, 13, 16, 22, 34])
    assert moved[["cut_1", "cut_2", "cut_3"]].to_numpy()[0] == pytest.approx([13, 16, 22])


def test_falling_indicators_move_the_same_way() -> None:
    moved = scale_thresholds(table([100, 95, 80, 50, 20], ["CCC"]), conventional=0.5)
    assert knots_of(moved)[0] == pytest.approx([100, 97.5, 90, 75, 60])


def test_a_threshold_with_a_source_stays_when_conventions_move() -> None:
    moved = scale_thresholds(table([0, 1, 2, 4, 8], [("C", "C", "V2")]), conventional=1.2)
    assert knots_of(moved)[0] == pytest.approx([0, 1.2, 2.4, 4, 9.6])
    other = scale_thresholds(table([0, 1, 2, 4, 8], [("C", "C", "V2")]), sourced=1.2)
    assert knots_of(other)[0] == pytest.approx([0, 1, 2, 4.8, 8])


def test_nothing_changes_at_scale_one() -> None:
    frame = table([0, 1, 2, 4, 8], [("C", "C", "V")])
    pd.testing.assert_frame_equal(scale_thresholds(frame), frame)


tags = st.lists(st.tuples(*[st.sampled_from(["C", "V", "V2", "M"])] * 3), min_size=1, max_size=4)
steps = st.lists(st.floats(0.01, 50), min_size=4, max_size=4)
scales = st.floats(0.5, 1.5)


@given(tags, st.data(), scales, scales, st.booleans())
def test_knots_keep_their_order_and_a_wider_scale_never_scores_worse(
    tag, data, conventional, sourced, falling
):
    rows = np.cumsum([[0.0, *data.draw(steps)] for _ in tag], axis=1) * (-1.0 if falling else 1.0)
    frame = table(rows, tag)
    moved = scale_thresholds(frame, conventional=conventional, sourced=sourced)
    catalogue = read_catalogue(moved)
    values = rows[:, [2]]
    if min(conventional, sourced) >= 1:
        assert (score_indicator(values[:, 0], catalogue.knots) <= 50 + 1e-9).all()
    if max(conventional, sourced) <= 1:
        assert (score_indicator(values[:, 0], catalogue.knots) >= 50 - 1e-9).all()


@pytest.mark.parametrize("scale", [0.4, 1.6, float("nan")])
def test_a_scale_outside_its_range_is_refused(scale) -> None:
    with pytest.raises(ValueError, match=r"conventional must lie in \[0.5, 1.5\]"):
        scale_thresholds(table([0, 1, 2, 4, 8], ["CCC"]), conventional=scale)
