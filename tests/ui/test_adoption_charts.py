"""Charts of the adoption pages: each is valid, and says by more than colour what it says."""

import altair as alt
import pandas as pd
import pytest
from altair.utils import schemapi

from ui.adoption import forecast
from ui.charts import adoption
from ui.words import speaking

HISTORY = pd.DataFrame({"year": [2019, 2021, 2024], "value": [3.0, 7.3, 6.6], "segment": ["a", "b", "b"]})
PATH = pd.DataFrame({"year": [2024, 2025], "value": [6.6, 7.7], "low": [6.6, 4.9], "high": [6.6, 11.6]})
BREAKS = pd.DataFrame({"year": [2021], "note": ["other question"]})
FAN = pd.DataFrame(
    {"scenario": ["a", "a", "b", "b"], "year": [2024, 2025] * 2, "value": [6.6, 7.7, 6.6, 8.4]}
)
EFFECTS = pd.DataFrame(
    {
        "driver": ["Perceived risk, fear of hacking and of much else besides", "Trust"],
        "nature": ["attitude", "attitude"],
        "estimate": [-4.8, 0.3],
        "low": [-6.6, -1.0],
        "high": [-3.0, 1.6],
        "clear": [True, False],
    }
)
BAND = pd.DataFrame(
    {
        "x": [0.0, 1.0],
        "value": [50.0, 60.0],
        "low": [45.0, 55.0],
        "high": [55.0, 66.0],
        "chosen": [True, False],
    }
)
PEERS = pd.DataFrame(
    {"tier": ["see", "do"], "value": [100.0, 69.0], "peer_low": [78.0, 46.0], "peer_median": [100.0, 95.0]}
).assign(peer_high=100.0)
CHARTS = {
    "forecast_band": lambda: adoption.forecast_band(HISTORY, PATH, BREAKS, unit="%"),
    "forecast_band without breaks": lambda: adoption.forecast_band(HISTORY, PATH, BREAKS.head(0), unit="%"),
    "named_lines": lambda: adoption.named_lines(FAN, name="scenario", unit="%"),
    "named_lines with points": lambda: adoption.named_lines(
        FAN, name="scenario", unit="%", observed=HISTORY, later=HISTORY, later_title="counted otherwise"
    ),
    "effects": lambda: adoption.effects(EFFECTS, label="driver", group="nature", title="points"),
    "band_line": lambda: adoption.band_line(BAND, x_title="x", y_title="%"),
    "against_peers": lambda: adoption.against_peers(PEERS, label="tier", own="us", peers="peers", title="%"),
}


def layers(name: str) -> list[dict]:
    return CHARTS[name]().to_dict()["layer"]


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_valid(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemapi, "DEBUG_MODE", True)
    assert CHARTS[name]().to_dict(validate=True)["$schema"] == alt.Chart().to_dict(validate=False)["$schema"]


def test_a_forecast_is_dashed_and_its_points_hollow() -> None:
    (points,) = [layer for layer in layers("forecast_band") if layer["mark"]["type"] == "point"]
    assert points["mark"]["filled"] is False
    assert points["encoding"]["fillOpacity"] == {
        "condition": {"test": "datum.seen", "value": 1},
        "value": 0,
    }
    lines = [layer for layer in layers("forecast_band") if layer["mark"]["type"] == "line"]
    assert {line["encoding"]["strokeDash"]["field"] for line in lines} == {"what"}


def test_an_unclear_effect_is_drawn_hollow() -> None:
    points = [layer["mark"] for layer in layers("effects") if layer["mark"]["type"] == "point"]
    assert [mark["filled"] for mark in points] == [True, False]


def test_a_bank_and_its_peers_differ_by_shape() -> None:
    points = next(layer for layer in layers("against_peers") if layer["mark"]["type"] == "point")
    assert points["encoding"]["shape"]["field"] == "who"


@pytest.mark.parametrize(("achieved", "said"), [(0.91, True), (0.85, False), (0.8, False), (0.6, False)])
def test_a_band_that_held_more_than_five_points_too_much_is_called_wider_than_it_need_be(
    achieved, said
) -> None:
    held = pd.DataFrame({"forecasts": [120], "achieved": [achieved], "nominal": [0.8]})
    for language, word in (("en", "wider than it need be"), ("fr", "plus large")):
        with speaking(language):
            assert (word in forecast._wide(held)) is said
    with speaking("en"):
        assert not forecast._wide(held.assign(forecasts=0))
