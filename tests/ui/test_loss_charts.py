"""Charts of losses and incidents: valid, and what they say in colour they also say in words and shapes."""

import pandas as pd
import pytest
from altair.utils import schemapi

from ui.charts import common, incidents, losses, risk, risk_drivers, risk_map

CURVE = pd.DataFrame(
    {
        "exceedance": [0.5, 0.2, 0.1, 0.001],
        "low": [1.5, 3.0, 7.0, 30.0],
        "high": [3.0, 6.0, 12.0, 99.0],
        "illustration": [False, False, True, True],
    }
)
LAWS = pd.DataFrame(
    {
        "name": ["Lognormal"] * 4 + ["Weibull"] * 4,
        "exceedance": [0.5, 0.2, 0.1, 0.001] * 2,
        "loss": [2.0, 4.0, 9.0, 60.0, 1.9, 3.8, 8.0, 40.0],
        "illustration": [False, False, True, True] * 2,
    }
)
POINTS = pd.DataFrame(
    {
        "label": ["Lognormal", "Weibull"],
        "value": [4.0, 3.8],
        "low": [3.0, 3.1],
        "high": [6.0, float("nan")],
        "text": ["4.0 (3.0 to 6.0)", "3.8 (3.1 or more) · left out, p = 0.01"],
        "kept": [True, False],
    }
)
WORDS = {
    "carried": 0.2,
    "label": "one year in 5",
    "beyond": "below: illustration",
    "seen": "years observed",
    "x_title": "loss",
    "y_title": "probability",
}
OBSERVED = pd.DataFrame({"year": ["2025-10", "2024-10"], "loss": [2.2, 4.0], "exceedance": [0.6, 0.3]})
SHAPES = pd.DataFrame(
    {
        "threshold": [0.1, 0.3],
        "shape": [0.4, 0.5],
        "low": [0.1, 0.0],
        "high": [0.7, 1.0],
        "n_exceedances": [60, 25],
    }
)
CAPITAL = pd.DataFrame(
    {
        "label": ["Morocco, basic indicator", "Morocco, standardised"],
        "capital": [120.0, 105.0],
        "low": [120.0, 96.0],
        "high": [120.0, 131.0],
        "text": ["120 · in force", "105 (96 to 131)"],
        "in_force": [True, False],
        "open": [0, 1],
    }
)
FACTS = pd.DataFrame(
    {
        "label": ["Clients", "Downtime", "Media"],
        "state": ["met", "not met", "not known"],
        "share": [150.0, 40.0, 0.0],
        "value": ["15 %", "48 min", "—"],
        "text": ["15 % of 10 %", "48 min of 2 h", "not known"],
    }
)
CHARTS = {
    "exceedance_curve": lambda: losses.exceedance_curve(CURVE, LAWS, OBSERVED, space=" ", **WORDS),
    "exceedance_curve without a full year": lambda: losses.exceedance_curve(
        CURVE, LAWS, OBSERVED.head(0), space="", **(WORDS | {"label": ""})
    ),
    "law_points": lambda: losses.law_points(POINTS, title="loss"),
    "law_points all kept": lambda: losses.law_points(POINTS.head(1), title="loss"),
    "tail_shape": lambda: losses.tail_shape(
        SHAPES,
        chosen=0.1,
        limits=pd.DataFrame({"shape": [0.5, 1.0], "label": ["variance infinite", "mean infinite"]}),
        x_title="start",
        y_title="shape",
    ),
    "capital_bars": lambda: losses.capital_bars(CAPITAL, title="capital"),
    "distances": lambda: incidents.distances(
        FACTS, states=["met", "not met", "not known"], title="share", threshold="threshold", most="twice"
    ),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_valid(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemapi, "DEBUG_MODE", True)
    assert CHARTS[name]().to_dict(validate=True)["layer"]


def test_what_is_rarer_than_the_record_carries_is_pale_dashed_and_named() -> None:
    layers = CHARTS["exceedance_curve"]().to_dict()["layer"]
    known, rare = (layer["mark"] for layer in layers if layer["mark"]["type"] == "area")
    assert rare["opacity"] < known["opacity"] / 2
    solid, dashed = (layer["mark"]["strokeDash"] for layer in layers if layer["mark"]["type"] == "line")
    assert solid == [1, 0]
    assert dashed != solid
    words = [layer["encoding"]["text"]["field"] for layer in layers if layer["mark"]["type"] == "text"]
    assert words == ["label", "beyond", "seen"]


def test_the_picture_of_losses_ends_at_a_year_ten_times_as_rare_as_the_record_s() -> None:
    drawn = CHARTS["exceedance_curve"]().to_dict()
    rows = [row for each in drawn["datasets"].values() for row in each if "exceedance" in row]
    assert min(row["exceedance"] for row in rows) >= WORDS["carried"] / 10
    assert max(row["loss"] for row in rows if "loss" in row) < 40.0


def test_a_law_left_out_is_hollow_grey_and_dashed() -> None:
    layers = CHARTS["law_points"]().to_dict()["layer"]
    kept, out = (layer["mark"] for layer in layers if layer["mark"]["type"] == "point")
    assert kept["filled"]
    assert not out["filled"]
    assert out["color"] == losses.GREY


def test_the_states_of_a_fact_have_a_shape_each() -> None:
    layers = CHARTS["distances"]().to_dict()["layer"]
    points = next(layer for layer in layers if layer["mark"]["type"] == "point")
    assert len(set(points["encoding"]["shape"]["scale"]["range"])) == 3


@pytest.mark.parametrize("module", [incidents, losses, risk, risk_drivers, risk_map])
def test_every_builder_is_kept_by_what_it_is_given(module) -> None:
    charts = {
        name
        for name, found in vars(module).items()
        if callable(found)
        and getattr(found, "__module__", "") == module.__name__
        and not name.startswith(("_", "described"))
    }
    assert charts
    for name in charts:
        assert isinstance(getattr(module, name)("anything"), common.Drawing)
