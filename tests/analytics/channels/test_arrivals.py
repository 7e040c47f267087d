"""Arrivals by hour of the week: a month's counts shared out over the days that it had."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.channels.arrivals import hourly_arrivals
from analytics.channels.staffing import staffing_schedule


def counts(**change: object) -> pd.DataFrame:
    # October 2026 has five Thursdays to Saturdays and four of the other days.
    plain = {"month": "2026-10-01", "hour_of_week": [9, 3 * 24 + 9], "transactions": [400, 500]}
    return pd.DataFrame({**plain, **change})


def test_a_month_with_five_thursdays_is_no_busier_for_it() -> None:
    arrivals = hourly_arrivals(counts())
    assert arrivals.shape == (168,)
    assert arrivals[9] == pytest.approx(100)
    assert arrivals[3 * 24 + 9] == pytest.approx(100)
    assert arrivals.sum() == pytest.approx(200)


def test_several_months_are_averaged_over_all_their_days() -> None:
    two = pd.concat([counts(), counts(month="2026-11-01", transactions=[500, 400])])
    # November 2026 has five Mondays and four Thursdays.
    assert hourly_arrivals(two)[[9, 81]] == pytest.approx([900 / 9, 900 / 9])


def test_a_planned_change_scales_every_hour_and_feeds_the_schedule() -> None:
    fewer = hourly_arrivals(counts(), growth=-0.3)
    assert fewer == pytest.approx(0.7 * hourly_arrivals(counts()))
    before = staffing_schedule(hourly_arrivals(counts()), 240, hours_per_person=40)
    after = staffing_schedule(fewer, 240, hours_per_person=40)
    assert after.table["agents"].sum() < before.table["agents"].sum()
    assert np.flatnonzero(before.table["agents"]).tolist() == [9, 81]


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (counts().drop(columns="month"), "absent: month"),
        (counts().iloc[:0], "at least one row"),
        (counts(hour_of_week=[9, 168]), r"hour_of_week must be in \[0, 167\], got 168"),
        (counts(hour_of_week=[9, 1.5]), "whole hours"),
        (counts(transactions=[1, None]), "transactions must be finite"),
        (counts(month=None), "month must be a month in every row"),
    ],
)
def test_bad_counts_are_refused_by_name(frame: pd.DataFrame, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        hourly_arrivals(frame)
