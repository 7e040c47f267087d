"""Where a figure stands against a bound, which marks can be read, and which series is late."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.plan.watch import STATES, Late, Mark, late, mark_of, state_of

MARK = Mark(
    1, "risk-scores", "risk-score", (("bank", "own"),), "limit", "at_most", 25.0, "", 1, (("en", "S"),), "own"
)


@pytest.mark.parametrize(
    ("value", "low", "high", "side", "bound", "state"),
    [
        (3, 2, 4, "at_most", 4, "inside"),
        (3, 2, 4, "at_most", 3, "touched"),
        (3, 2, 4, "at_most", 2.5, "touched"),
        (3, 2, 4, "at_most", 1, "crossed"),
        (3, 2, 4, "at_least", 2, "inside"),
        (3, 2, 4, "at_least", 4, "touched"),
        (3, 2, 4, "at_least", 5, "crossed"),
        (3, None, None, "at_most", 3, "inside"),
        (3, None, None, "at_most", 2.9, "crossed"),
        (0, None, None, "at_least", 1, "crossed"),
        (None, 2, 4, "at_most", 9, "unmeasured"),
        (float("nan"), 2, 4, "at_most", 9, "unmeasured"),
    ],
)
def test_a_figure_is_inside_only_with_its_whole_interval(value, low, high, side, bound, state) -> None:
    assert state_of(value, low, high, side=side, bound=bound) == state


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.floats(0, 1e6), st.floats(-1e6, 1e6))
def test_both_sides_are_mirrors(value: float, below: float, above: float, bound: float) -> None:
    low, high = value - below, value + above
    one = state_of(value, low, high, side="at_most", bound=bound)
    other = state_of(-value, -high, -low, side="at_least", bound=-bound)
    assert one == other
    assert one in STATES


def test_a_mark_is_read_as_it_was_written_and_no_other_thing_is() -> None:
    written = MARK.as_json()
    assert mark_of(written) == MARK
    wrong = {
        "bound": float("inf"),
        "kind": "wish",
        "side": "",
        "query": [],
        "labels": {"en": 1},
        "number": True,
    }
    for field, value in wrong.items():
        with pytest.raises(ValueError, match=field):
            mark_of({**written, field: value})


def test_a_series_is_late_by_its_own_rhythm_from_the_month_after_it_was_owed() -> None:
    monthly = [date(2026, month, 1) for month in range(1, 7)]
    assert late("t", "b", monthly, date(2026, 8, 31)) is None, "July is made in August"
    assert late("t", "b", monthly, date(2026, 9, 1)) == Late("t", "b", date(2026, 6, 1), 1, 1)
    quarterly = [date(2025, 9, 1), date(2025, 12, 1), date(2026, 3, 1), date(2026, 6, 1)]
    assert late("t", "b", quarterly, date(2026, 10, 31)) is None
    assert late("t", "b", quarterly, date(2027, 1, 1)) == Late("t", "b", date(2026, 6, 1), 3, 3)
    assert late("t", "b", monthly[:2], date(2030, 1, 1)) is None, "two months have no rhythm"
