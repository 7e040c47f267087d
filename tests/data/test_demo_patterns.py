"""The patterns of the demonstration: every table splits the activity cube and loses no transaction."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import demo
from data.channel_log import mix
from data.demo.patterns import COMPARED, RECENT, split
from data.demo.world import SHOWN


@pytest.fixture(scope="module")
def made() -> dict[str, pd.DataFrame]:
    return demo.tables()


def _cube(tables: dict[str, pd.DataFrame], months: int) -> pd.DataFrame:
    cube = tables["channel_activity"]
    return cube[cube["month"] >= SHOWN[-months]]


@pytest.mark.parametrize(
    ("table", "months", "keys"),
    [
        ("channel_arrival", RECENT, ["bank", "month", "channel"]),
        ("channel_outcome", RECENT, ["bank", "month", "channel", "service"]),
        ("channel_region", COMPARED, ["bank", "month", "channel"]),
    ],
)
def test_a_pattern_sums_to_the_cube(
    made: dict[str, pd.DataFrame], table: str, months: int, keys: list[str]
) -> None:
    expected = _cube(made, months).groupby(keys)["count"].sum()
    found = made[table].groupby(keys)["count"].sum()
    pd.testing.assert_series_equal(found, expected, check_dtype=False)


def test_failures_by_step_and_by_region_are_those_of_the_cube(made: dict[str, pd.DataFrame]) -> None:
    outcome, region = made["channel_outcome"], made["channel_region"]
    lost = outcome[outcome["step"] != "done"]
    keys = ["bank", "month", "channel"]
    for found, months in (
        (lost.groupby(keys)["count"].sum(), RECENT),
        (region.groupby(keys)["failures"].sum(), COMPARED),
    ):
        expected = _cube(made, months).groupby(keys)["failures"].sum()
        assert (found.reindex(expected.index, fill_value=0) == expected).all()
    assert (region["failures"] <= region["count"]).all()
    assert set(outcome.loc[outcome["step"] == "done", "reason"]) == {"none"}


def test_branches_are_as_many_as_the_resources_say_and_serve_what_the_counter_does(
    made: dict[str, pd.DataFrame],
) -> None:
    branches, resources = made["branch_activity"], made["channel_resource"]
    units = resources[resources["channel"] == "branch"].set_index(["bank", "month"])["units"]
    count = branches.groupby(["bank", "month"]).size()
    assert (count == units.reindex(count.index)).all()
    cube = _cube(made, RECENT)
    counter = cube[cube["channel"] == "branch"].groupby(["bank", "month"])["count"].sum()
    assert (branches.groupby(["bank", "month"])["count"].sum() == counter).all()


def test_nobody_comes_to_a_branch_at_night_or_on_sunday(made: dict[str, pd.DataFrame]) -> None:
    arrivals = made["channel_arrival"]
    counter = arrivals[arrivals["channel"] == "branch"]
    assert set(counter["hour_of_week"] % 24) <= set(range(8, 16))
    assert counter["hour_of_week"].max() < 5 * 24
    mobile = arrivals[arrivals["channel"] == "mobile"]
    by_hour = mobile.groupby(mobile["hour_of_week"] % 24)["count"].sum()
    assert by_hour.idxmax() in (20, 21)


def test_pay_days_weigh_more_than_other_days() -> None:
    weights = mix.channel_day_weights(1, pd.Timestamp("2026-10-01").date())
    # 30 and 15 October 2026: a Friday at the end of the month, a Thursday in its middle.
    assert weights[29] == pytest.approx(1.3 * weights[14])


@settings(max_examples=50, deadline=None)
@given(
    totals=st.lists(st.integers(0, 10**9), min_size=1, max_size=5),
    weights=st.lists(st.floats(0.001, 1000), min_size=1, max_size=9),
)
def test_a_split_keeps_every_transaction_and_strays_less_than_one(
    totals: list[int], weights: list[float]
) -> None:
    shares = np.array(weights)
    counts = split(totals, shares)
    assert counts.sum(axis=1).tolist() == totals
    exact = np.outer(totals, shares / shares.sum())
    assert np.abs(counts - exact).max() < 1 + 1e-6 * max(1, max(totals))
