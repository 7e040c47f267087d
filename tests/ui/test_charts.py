"""Every chart is valid Vega-Lite and says in words and shapes what it says in colour."""

import altair as alt
import pandas as pd
import pytest
from altair.utils import schemapi

from ui.charts import (
    catalogue,
    channels_week,
    common,
    countries,
    marketing,
    network,
    risk,
    risk_drivers,
    risk_map,
    tile_map,
)

SCORES = pd.DataFrame(
    {
        "label": ["Operational", "Legal"],
        "score": [58.0, 20.0],
        "low": [52.0, 15.0],
        "high": [66.0, 28.0],
        "grade": [3, 1],
    }
)
MONTHS = pd.DataFrame(
    {
        "month": pd.date_range("2026-01-01", periods=3, freq="MS"),
        "score": [50.0, 51.0, 49.0],
        "low": [45.0, 46.0, 44.0],
        "high": [55.0, 56.0, 54.0],
    }
)
YEARS = pd.DataFrame(
    {
        "name": "Maroc",
        "segment": ["a", "a", "b"],
        "period": [2017, 2018, 2019],
        "value": [61.8, 64.8, 84.1],
        "low": [60.0, None, None],
        "high": [63.0, None, None],
        "source": "wdi",
    }
)
BREAKS = pd.DataFrame({"period": [2019], "note": ["survey changed"]})
CHANGES = pd.DataFrame(
    {
        "label": ["O1 · " + "a long name " * 5, "L1 · Contracts"],
        "change": [3.0, -1.0],
        "text": ["+3", "−1"],
    }
)
COUNTS = pd.DataFrame({"title": ["Facts", "Facts"], "kind_name": ["Observed", "Synthetic"], "rows": [10, 3]})
MARKS = pd.DataFrame(
    {
        "label": ["O1 · Downtime"] * 3 + ["L1 · Contracts"] * 3,
        "measure": ["gradient", "leave-one-out", "Sobol"] * 2,
        "share": [60.0, 70.0, 55.0, 40.0, -30.0, 45.0],
        "text": ["60", "70", "55", "40", "−30", "45"],
    }
)
STEPS = pd.DataFrame(
    {
        "label": ["January", "O1 · Downtime", "February"],
        "start": [50.0, 50.0, 53.0],
        "end": [50.0, 53.0, 53.0],
        "change": [0.0, 3.0, 0.0],
        "text": ["50", "+3", "53"],
        "part": ["total", "step", "total"],
    }
)
STAGES = pd.concat([SCORES.assign(stage=stage) for stage in ("inherent", "residual")])
TYPES = pd.DataFrame({"label": ["Fraud", "Failure"], "likelihood": [5.0, 1.0], "impact": [80.0, 900.0]})
OUTdef test_the_letters_of_opposite_links_stand_apart() -> None:
    first, second = CHARTS["network"]().to_dict()["datasets"]["middles"]
    assert abs(first["x"] - second["x"]) > 0.5


def test_the_network_takes_new_figures_without_a_new_shape() -> None:
    before = CHARTS["network"]().to_dict()
    after = network.network(
        NODES.assign(stress=[14.0, 100.0]), LINKS, kinds=["V · vendor", "G · group"]
    ).to_dict()
    assert [row["stress"] for row in after["datasets"]["nodes"]] == [14.0, 100.0]
    assert [row["stress"] for row in before["datasets"]["nodes"]] == [100.0, 14.0]
    assert after["layer"] == before["layer"]


def test_a_country_without_a_place_on_the_map_is_left_to_the_table() -> None:
    drawn = CHARTS["tile_map"]().to_dict()
    rows = next(iter(drawn["datasets"].values()))
    assert [row["country"] for row in rows] == ["MAR", "FRA"]
    fields = {layer["encoding"].get("text", {}).get("field") for layer in drawn["layer"]}
    assert {"country", "letter"} <= fields


def test_no_two_countries_share_a_tile() -> None:
    assert len(set(tile_map.PLACES.values())) == len(tile_map.PLACES)


def test_a_chart_filled_again_keeps_nothing_of_the_figures_before() -> None:
    first = CHARTS["adoption_paths"]().to_dict()
    second = marketing.adoption_paths(PATHS.assign(value=1.0), unit="%").to_dict()
    assert [row["value"] for row in first["datasets"]["figures"]] == [40.0, 50.0, 40.0, 54.0]
    assert [row["value"] for row in second["datasets"]["figures"]] == [1.0] * 4
    assert first["layer"] == second["layer"]


def test_paths_with_and_without_levers_differ_by_dash_and_ends_of_a_range_by_shape() -> None:
    lines = [
        layer for layer in CHARTS["adoption_paths"]().to_dict()["layer"] if layer["mark"]["type"] == "line"
    ]
    assert lines[0]["encoding"]["strokeDash"]["scale"]["domain"] == ["Forecast", "With the levers"]
    points = [layer for layer in CHARTS["swings"]().to_dict()["layer"] if layer["mark"]["type"] == "point"]
    assert points[0]["encoding"]["shape"]["scale"]["domain"] == ["low", "high"]
