"""The shipped table of past forecasts is what the forecast says today."""

import pandas as pd
import pytest

from analytics.adoption.backtest import add_intervals, rolling_forecasts
from analytics.adoption.forecast import forecast, scoreboard
from analytics.adoption.panel import build_panel
from data.shipped import shipped_tables
from studies.precompute import BACKTESTED, HORIZON, backtest_rows, history

SHORT = 3


@pytest.fixture(scope="module")
def shipped() -> pd.DataFrame:
    return shipped_tables()["forecast_backtest"]


def test_the_banking_forecasts_shipped_are_those_of_the_present_rule(shipped) -> None:
    rows = shipped[shipped["indicator"] == "internet_banking_users"].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        rows, backtest_rows("internet_banking_users"), check_dtype=False, rtol=0, atol=0.011
    )


def test_a_sample_of_the_forecasts_of_internet_users_is_recomputed(shipped) -> None:
    figures, breaks = history("internet_users")
    panel = build_panel(figures, breaks).upto(2012)
    rows = rolling_forecasts(panel, SHORT)
    rows = rows[rows["actual"].notna()]
    again = add_intervals(rows, 0.8).set_index(["entity", "origin", "horizon"])
    known = shipped[
        (shipped["indicator"] == "internet_users") & (shipped["origin"] + shipped["horizon"] <= 2012)
    ]
    known = known[known["horizon"] <= SHORT].set_index(["country", "origin", "horizon"])
    columns = ["actual", "value", "naive", "drift", "pooled_logistic"]
    assert len(known) == len(again) > 500
    pd.testing.assert_frame_equal(
        known[columns],
        again.loc[known.index, columns],
        check_names=False,
        check_index_type=False,
        check_dtype=False,
        rtol=0,
        atol=0.011,
    )


def test_every_series_is_there_to_the_full_horizon(shipped) -> None:
    reach = shipped.groupby("indicator")["horizon"].max()
    assert reach.to_dict() == dict.fromkeys(BACKTESTED, HORIZON)


def test_rounding_the_table_moves_no_forecast(shipped) -> None:
    figures, breaks = history("internet_banking_users")
    rows = shipped[shipped["indicator"] == "internet_banking_users"].rename(columns={"country": "entity"})
    fresh = forecast(figures, "ROU", 5, breaks=breaks)
    quick = forecast(figures, "ROU", 5, breaks=breaks, backtest=rows)
    pd.testing.assert_frame_equal(quick.table, fresh.table, atol=0.02, rtol=0)
    pd.testing.assert_frame_equal(quick.scoreboard, fresh.scoreboard, atol=0.02, rtol=0)


def test_coverage_and_error_of_the_shipped_forecasts_meet_their_targets(shipped) -> None:
    rows = shipped[
        (shipped["indicator"] == "internet_banking_users")
        & shipped["origin"].between(2015, 2022)
        & (shipped["horizon"] <= 5)
    ]
    inside = rows["actual"].between(rows["low"], rows["high"])
    assert 0.77 <= inside.mean() <= 0.84
    assert inside[rows["stage"] == "below"].mean() >= 0.75
    errors = scoreboard(rows, by=("stage",)).set_index(["stage", "model"])["mean_absolute_error"]
    assert errors["below", "rule"] <= 5.0
    assert errors["below", "rule"] < errors["below", "drift"] < errors["below", "naive"]
