"""Charts of the pages on channel costs and migration: each is valid, and colour is never the only sign."""

import pandas as pd
import pytest
from altair.utils import schemapi

from ui.charts import channels

BY_CHANNEL = pd.DataFrame(
    {
        "channel": ["Branch", "Branch", "Mobile"],
        "label": ["Balance", "Transfer", "Balance"],
        "cost": ["Full", "Used", "Full"],
        "value": [36.2, 22.6, 0.0],
        "text": ["36.20", "22.60", "0.00"],
    }
)
RATIOS = pd.DataFrame(
    {
        "channel": ["Internet", "Internet"],
        "ratio": [0.01, 1 / 7],
        "what": ["Average", "Course"],
        "study": ["Booz", "Course"],
        "published": ["0.01 USD", None],
        "status": ["Read", None],
        "source": ["Booz", "Course"],
    }
)
GROWTH = pd.DataFrame(
    {"what": ["claim", "claim", "real", "real"], "growth": [0, 600] * 2, "saving": [9, 9, 5, -1]}
)
MARKED = pd.DataFrame({"growth": [50.0, 500.0], "saving": [4.0, 0.0], "text": ["assumed", "break-even"]})
ENDS = pd.DataFrame(
    {
        "label": ["Lag", "Lag"],
        "end": ["low", "high"],
        "value": [-1.0, 2.0],
        "likely": [0.5, 0.5],
        "text": ["12 months", "24 months"],
    }
)
STEPS = pd.DataFrame(
    {
        "label": ["The claim", "Lag", "Value"],
        "start": [0.0, 50.0, 0.0],
        "end": [50.0, 30.0, 30.0],
        "change": [50.0, -20.0, 0.0],
        "text": ["50", "−20", "30"],
        "part": ["total", "step", "total"],
    }
)
SPLIT = pd.DataFrame(
    {
        "channel": ["Branch", "Mobile"],
        "used": [22.6, 0.6],
        "unused": [13.6, float("nan")],
        "avoidable": [1.1, float("nan")],
        "said": ["Branch: 36.2 in full, 22.6 used, 1.1 avoidable", "Mobile: 0.6 used"],
        "brief": ["Branch: 36.2, used 22.6", "Mobile: 0.6"],
    }
)
CHANNELS = {
    "cost_bars": lambda: channels.cost_bars(
        SPLIT, parts=["Used", "Unused"], avoidable="Avoidable", title="MAD"
    ),
    "cost_points": lambda: channels.cost_points(BY_CHANNEL, channels=["Branch", "Mobile"], title="MAD"),
    "ratio_envelope": lambda: channels.ratio_envelope(
        pd.DataFrame({"channel": ["Internet"], "low": [0.01], "high": [0.01]}),
        RATIOS,
        kinds=["Average", "Course"],
        title="r",
    ),
    "saving_by_growth": lambda: channels.saving_by_growth(GROWTH, MARKED, x_title="g", y_title="s"),
    "value_steps": lambda: channels.value_steps(STEPS, title="v"),
    "tornado": lambda: channels.tornado(ENDS, ends=["low", "high"], title="v"),
}


@pytest.mark.parametrize("name", CHANNELS)
def test_a_channel_chart_is_valid(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemapi, "DEBUG_MODE", True)
    assert "$schema" in CHANNELS[name]().to_dict(validate=True)


def test_channels_and_kinds_of_cost_have_a_shape_each() -> None:
    points = CHANNELS["cost_points"]().to_dict()
    assert len(set(points["encoding"]["shape"]["scale"]["range"])) == 2
    marks = CHANNELS["ratio_envelope"]().to_dict()["layer"][-1]
    assert len(set(marks["encoding"]["shape"]["scale"]["range"])) == 2


def test_what_costs_nothing_still_has_a_place_on_the_axis() -> None:
    assert CHANNELS["cost_points"]().to_dict()["encoding"]["x"]["scale"]["type"] == "symlog"
    paid = BY_CHANNEL.assign(value=[36.2, 22.6, 1.0])
    drawn = channels.cost_points(paid, channels=["Branch", "Mobile"], title="MAD").to_dict()
    assert drawn["encoding"]["x"]["scale"]["type"] == "log"


@pytest.mark.parametrize(("name", "part"), [("cost_bars", "written:N"), ("value_steps", "written:N")])
def test_bars_carry_their_figure_in_words(name: str, part: str) -> None:
    layers = CHANNELS[name]().to_dict()["layer"]
    words = [layer for layer in layers if layer["mark"]["type"] == "text"]
    assert {layer["encoding"]["text"]["field"] for layer in words} == {part.split(":")[0]}


def test_a_bar_is_split_into_used_and_unused_and_what_is_not_known_is_not_drawn() -> None:
    drawn = CHANNELS["cost_bars"]().to_dict()
    bars, marks, _words = drawn["layer"]
    rows = drawn["datasets"][bars["data"]["name"]]
    assert [(row["channel"], row["part"], row["low"], row["high"]) for row in rows] == [
        ("Branch", "Used", 0.0, 22.6),
        ("Mobile", "Used", 0.0, 0.6),
        ("Branch", "Unused", 22.6, 36.2),
    ]
    assert [row["channel"] for row in drawn["datasets"][marks["data"]["name"]]] == ["Branch"]
