"""What happened stands on histories: found once, drawn in a lane without two marks that meet, and said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.scenario import Scenario
from data.own import Note
from data.snapshots import Snapshot, current
from studies import events as study
from studies.risk import scores
from studies.risk.events import of_bank
from ui import events
from ui.adoption import forecast
from ui.channels import activity
from ui.charts import lane
from ui.charts import risk as charts
from ui.content import Chart, Content
from ui.reader import Reader
from ui.risk import scores as pages
from ui.words import speaking
from ui.workbench import countries


@pytest.fixture
def shown(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    return current()


def test_a_flag_is_raised_where_its_limit_is_passed_and_cleared_where_it_is_kept_again(
    shown: Snapshot,
) -> None:
    found = of_bank(shown, "safran", 10.8, 2.0)
    flags = found[found["code"] == "R5"]
    assert list(zip(flags["kind"], flags["on"].dt.strftime("%Y-%m"), strict=True)) == [
        ("raised", "2023-02"),
        ("cleared", "2023-10"),
    ]
    beyond = scores.risk_history(shown, 2.0).indicators.query(
        "bank == 'safran' and indicator == 'R5' and breach"
    )
    assert beyond["month"].dt.strftime("%Y-%m").agg(["min", "max"]).tolist() == ["2023-02", "2023-09"]


def test_incidents_breaks_and_scores_of_other_indicators_are_events(shown: Snapshot) -> None:
    found = of_bank(shown, "noria", 10.8, 2.0)
    assert found["on"].is_monotonic_increasing
    broken = found[found["kind"] == "break"].iloc[0]
    assert (broken["code"], broken["risk"], broken["on"]) == (
        "P2",
        "reputational",
        pd.Timestamp("2024-07-01"),
    )
    joined = found[(found["kind"] == "method") & (found["risk"] == "overall")].iloc[0]
    assert joined["note_en"] == "34 / 34"
    assert (found["kind"] == "incident").sum() == 4
    # A bank without a register, a flag or a break has a history without a mark.
    assert study.of_series(shown, "noria", "nothing").empty


def _crowd() -> pd.DataFrame:
    days = pd.date_range("2021-01-01", "2026-10-01", freq="9D")
    return pd.DataFrame(
        {
            "on": days,
            "kind": "incident",
            "name": "Incident",
            "when": [f"{day:%Y-%m-%d}" for day in days],
            "text": [f"event {place}" for place in range(len(days))],
        }
    )


def test_no_two_marks_of_a_lane_meet_however_many_events_there_are() -> None:
    window = pd.Timestamp("2022-01-01"), pd.Timestamp("2026-10-01")
    marks = lane.slots(_crowd(), field="month", window=window)
    across = (marks["month"] - window[0]) / (window[1] - window[0])
    # On a telephone a plot is 250 pixels wide, and a mark nine.
    assert (across.sort_values().diff().dropna() * 250).min() > 7
    assert across.between(0, 1).all()
    assert "event" in marks["text"].iloc[0]
    yearly = lane.slots(_crowd(), field="year", window=(2022, 2026), yearly=True)
    assert yearly["year"].tolist() == [2022, 2023, 2024, 2025, 2026]


def test_an_event_of_the_last_month_is_within_its_window() -> None:
    found = events.within(_crowd(), pd.Timestamp("2026-09-01"), pd.Timestamp("2026-09-01"))
    assert set(found["on"].dt.strftime("%Y-%m")) == {"2026-09"}
    assert len(found) == len(pd.date_range("2026-09-01", "2026-09-30", freq="9D"))


def test_a_history_draws_its_events_above_its_data_and_says_them(shown: Snapshot) -> None:
    reader = Reader(shown, Scenario()).change(bank="safran", risk="legal")
    page = pages.content(reader)
    assert isinstance(page, Content)
    for name, own in (("history", "L4"), ("indicator", "INC-2024-003")):
        chart = page.chart(name)
        assert isinstance(chart, Chart)
        drawn = chart.drawing.to_dict()
        assert "rangeMax" in str(drawn)
        told = [row["text"] for rows in drawn["datasets"].values() for row in rows if "when" in row]
        assert any(own in text for text in told)
        assert own in chart.alt_text
    rows = page.table("events")
    assert len(rows.opens) == len(rows.frame)
    assert {place.changes["incident"] for place in rows.opens if place} >= {"INC-2024-003", "INC-2022-001"}


def test_histories_of_customers_show_incidents_and_rest_on_no_indicator_of_risk(shown: Snapshot) -> None:
    reader = Reader(shown, Scenario()).change(bank="safran")
    for make, name, field in ((activity.content, "months", "month"), (forecast.content, "forecast", "year")):
        page = make(reader)
        assert isinstance(page, Content)
        drawn = page.chart(name).drawing.to_dict()
        marks = [row for rows in drawn["datasets"].values() for row in rows if "event" in row]
        assert marks
        assert all(row["kind"] == "incident" and field in row for row in marks)
        assert "INC-2024-003" in page.chart(name).alt_text
        # The forecast's levers go through trust, and so through the scores; operations rest on none of them.
        assert name == "forecast" or "mas_trm" not in page.read.sources
    country = forecast.content(Reader(shown, Scenario()).change(bank="safran", adoption="internet"))
    assert isinstance(country, Content)
    assert "INC-" not in country.chart("forecast").alt_text


def test_without_events_a_history_has_no_lane(shown: Snapshot) -> None:
    bands = scores.risk_bands(shown, "amandier", 2.0, 0.8, 1)
    history = bands[bands["risk"] == "legal"]
    drawn = charts.score_history(history, x="month", title="score").to_dict()
    assert "rangeMax" not in str(drawn)


def test_the_view_of_an_indicator_keeps_what_was_not_reported_apart(shown: Snapshot) -> None:
    reader = Reader(shown, Scenario()).change(bank="caravane", risk="operational", kri="O3")
    with speaking("en"):
        page = pages.content(reader)
        assert isinstance(page, Content)
        chart, rows = page.chart("indicator"), page.table("observations").frame
        cuts = page.table("cuts").frame
    assert chart.title.startswith("O3")
    silent = rows[rows["Status"].str.startswith("missing")]
    assert len(silent) == 2
    hollow = [
        row
        for rows in chart.drawing.to_dict()["datasets"].values()
        for row in rows
        if row.get("reported") is False
    ]
    assert {row["month"][:7] for row in hollow} >= set(silent["Month"])
    assert cuts["Cut"].is_monotonic_increasing
    assert chart.alt_text


def test_a_country_history_shows_its_breaks_with_their_source_and_the_notes_on_the_country(
    shown: Snapshot,
) -> None:
    note = Note("0a1b2c3d", date(2026, 11, 3), "macro-money", "grip", "Census", month="2014-09")
    about_a_bank = replace(note, text="Core moved", bank="amandier")
    reader = replace(Reader(shown, Scenario()), notes=(note, about_a_bank))
    with speaking("en"):
        found = countries.figures(reader, "internet_users", ("MAR",)).events
        said = events.in_words(found)
    assert found["on"].dt.year.tolist() == [2011, 2014, 2019]
    assert found["kind"].tolist() == ["break", "note", "break"]
    assert "World Bank" in said
    assert "Note of the workspace: Census" in said
    assert "Core moved" not in said
    plain = Reader(shown, Scenario())
    assert countries.figures(plain, "internet_users", ("MAR",)).figures.equals(
        countries.figures(reader, "internet_users", ("MAR",)).figures
    ), "a note is part of no figure"
