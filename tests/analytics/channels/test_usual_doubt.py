"""The usual widths keep every assumption inside the range that it can have, around its setting."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.channels.usual_doubt import usual_doubt

SHARES = st.floats(0.001, 1.0)


@settings(max_examples=50, deadline=None)
@given(
    variable=SHARES,
    ratio=SHARES,
    moved=st.floats(0.0, 1.0),
    freed=st.floats(0.0, 1.0),
    growth=st.floats(0.0, 5.0),
    lag=st.integers(0, 48),
    progress=st.floats(0.7, 1.0),
)
def test_every_setting_lies_within_its_own_doubt(
    variable: float, ratio: float, moved: float, freed: float, growth: float, lag: int, progress: float
) -> None:
    found = usual_doubt(
        variable,
        ratio,
        moved,
        augmentation=growth,
        released_share=freed,
        lag_months=lag,
        progress_ratio=progress,
    )
    stated = {
        "variable_share": variable,
        "cost_ratio": ratio,
        "migrated_share": moved,
        "augmentation": growth,
        "released_share": freed,
        "lag_months": lag,
        "progress_ratio": progress,
    }
    for name, doubt in found.items():
        assert np.all(doubt.low <= doubt.likely)
        assert np.all(doubt.likely <= doubt.high)
        if name in stated:
            assert doubt.likely == pytest.approx(stated[name])


def test_the_widths_are_those_that_the_method_states() -> None:
    found = usual_doubt(0.3, 0.1, 0.5, augmentation=0.5, released_share=0.6, progress_ratio=0.9)
    assert (found.variable_share.low, found.variable_share.high) == pytest.approx((0.21, 0.39))
    assert (found.migrated_share.low, found.migrated_share.high) == pytest.approx((0.3, 0.7))
    assert (found.augmentation.low, found.augmentation.high) == (0.0, 1.0)
    assert (found.released_share.low, found.released_share.high) == (0.0, 1.0)
    assert (found.lag_months.low, found.lag_months.high) == (12.0, 24.0)
    assert (found.progress_ratio.low, found.progress_ratio.high) == pytest.approx((0.8, 1.0))
    assert found.investment_factor.high == 1.5


@pytest.mark.parametrize(
    ("name", "value"),
    [("variable_share", 0.0), ("cost_ratio", 1.2), ("migrated_share", -0.1), ("retention_gain", 2.0)],
)
def test_a_setting_outside_its_range_is_refused_by_name(name: str, value: float) -> None:
    given_values = {"variable_share": 0.3, "cost_ratio": 0.1, "migrated_share": 0.5} | {name: value}
    with pytest.raises(ValueError, match=name):
        usual_doubt(**given_values)
