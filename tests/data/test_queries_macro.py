"""Macroeconomic series over several countries."""

from data.queries_macro import series_by_country
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
