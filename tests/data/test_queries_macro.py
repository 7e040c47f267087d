"""Macroeconomic series over several countries."""

import pytest

from data.queries_macro import example_series, series_by_country
from data.snapshots import current


def test_a_series_comes_by_month_and_country(demo_home, monkeypatch) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    rows = series_by_country(current(), "mad_per_usd")
    assert rows["country"].unique().tolist() == ["MAR"]
    assert rows["month"].is_monotonic_increasing
    assert rows.iloc[0]["value"] == 5.06049


def test_a_series_that_nobody_has_gives_no_row(demo_home, monkeypatch) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    assert series_by_country(current(), "net_capital_inflow").empty


def test_the_series_of_an_example_come_in_the_order_of_their_periods(demo_home, monkeypatch) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    economy = example_series(current(), "us_economy")
    assert economy["realgdp"].iloc[[0, -1]].tolist() == [2710.349, 12990.341]
    flows = example_series(current(), "capital_flows")
    assert flows.shape == (160, 2)
    assert flows["common"].iloc[-1] == pytest.approx(-1.3018506263633407, abs=0)
    with pytest.raises(ValueError, match="allowed are us_economy, capital_flows"):
        example_series(current(), "moon")
