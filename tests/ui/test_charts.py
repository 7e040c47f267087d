"""Every chart is valid Vega-Lite and says in words and shapes what it says in colour."""

import json

import altair as alt
import pandas as pd
import pytest
from altair.utils import schemapi

from ui.charts import (
    channels_activity,
    channels_week,
    common,
    countries,
    marketing,
    network,
    risk,
    risk_drivers,
    risk_map,
    scenarios,
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
EVENTS = pd.DataFrame(
    {
        "on": [pd.Timestamp(2019, 1, 1)],
        "kind": "break",
        "name": "New definition",
        "when": "2019",
        "text": "New survey",
    }
)
CHANGES = pd.DataFrame(
    {
        "label": ["O1 · " + "a long name " * 5, "L1 · Contracts"],
        "change": [3.0, -1.0],
        "text": ["+3", "−1"],
    }
)
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
STAGES = pd.concat([SCORES.assign(stage=stage) for stage in ("observed", "residual")])
TYPES = pd.DataFrame({"label": ["Fraud", "Failure"], "likelihood": [5.0, 1.0], "impact": [80.0, 900.0]})
OUTLINES = pd.DataFrame(
    {
        "label": ["Fraud"] * 3 + ["Failure"] * 3,
        "corner": [0, 1, 2] * 2,
        "likelihood": [4.0, 6.0, 4.0, 0.5, 2.0, 0.5],
        "impact": [70.0, 90.0, 70.0, 500.0, 1500.0, 500.0],
    }
)
WEEK = pd.DataFrame({"day": ["Mon", "Tue"], "hour": [8, 9], "value": [12.0, 1200.0], "text": ["12", "1,200"]})
CURVES = pd.DataFrame({"name": ["C", "C", "A", "A"], "x": [3, 4, 3, 4], "value": [40.0, 80.0, 70.0, 90.0]})
NODES = pd.DataFrame(
    {
        "name": ["Banque A", "Banque B"],
        "x": [-1.0, 1.0],
        "y": [0.5, -0.5],
        "size": [900_000.0, 100_000.0],
        "stress": [100.0, 14.0],
        "caption": ["Banque\nA\n100%", "Banque B\n14%"],
        "shocked": [True, False],
    }
)
LINKS = pd.DataFrame(
    {
        "link": [0, 0, 1, 1],
        "x": [-1.0, 1.0, 1.0, -1.0],
        "y": [0.5, -0.5, -0.5, 0.5],
        "width": [0.14, 0.04, 0.2, 0.04],
        "end": [0, 1, 0, 1],
        "kind": ["V · vendor", "V · vendor", "G · group", "G · group"],
        "letter": ["V", "V", "G", "G"],
        "source": ["Banque A", "Banque A", "Banque B", "Banque B"],
        "target": ["Banque B", "Banque B", "Banque A", "Banque A"],
        "strength": [14.0, 14.0, 20.0, 20.0],
    }
)
TILES = pd.DataFrame(
    {
        "country": ["MAR", "FRA", "ATL"],
        "name": ["Maroc", "France", "Atlantis"],
        "category": ["L · Licence", "B · Branch", "B · Branch"],
        "letter": ["L", "B", "B"],
        "detail": ["MA-1", "EU-4", "EU-4"],
        "customers": [0, 12_000, 0],
        "chosen": [False, True, False],
    }
)
PATHS = pd.DataFrame(
    {
        "path": ["Forecast", "Forecast", "With the levers", "With the levers"],
        "year": [2026, 2027] * 2,
        "value": [40.0, 50.0, 40.0, 54.0],
        "low": [40.0, 46.0, 40.0, 49.0],
        "high": [40.0, 55.0, 40.0, 59.0],
    }
)
SWINGS = pd.DataFrame({"label": ["Imitation", "Clicks"], "at_low": [9.0, 7.0], "at_high": [4.0, 8.0]})
SPENT = pd.DataFrame(
    {
        "label": ["E-mail", "Search"],
        "value": [0.4, 0.1],
        "low": [0.4, 0.0],
        "high": [0.4, 0.2],
        "text": ["0.40", "0.10"],
        "known": [True, False],
    }
)
STATES = pd.DataFrame(
    {"state": ["Inviting", "Inviting", "Stopped", "Stopped"], "period": [0, 1] * 2, "people": [2.0, 1, 0, 1]}
)
CHARTS = {
    "adoption_paths": lambda: marketing.adoption_paths(PATHS, unit="%"),
    "swings": lambda: marketing.swings(SWINGS, centre=7.5, title="a", low_name="low", high_name="high"),
    "spending": lambda: marketing.spending(SPENT, title="MAD"),
    "epidemic": lambda: marketing.epidemic(STATES, x_title="Month", unit="people"),
    "week_by_hour": lambda: channels_week.week_by_hour(WEEK, days=["Mon", "Tue"], title="p"),
    "monthly_lines": lambda: channels_activity.monthly_lines(
        MONTHS.assign(name="Mobile", value=MONTHS["score"]), order=["Mobile"], title="t"
    ),
    "losses": lambda: channels_activity.losses(
        pd.DataFrame({"label": ["Opened · Given up"], "value": [3.1], "text": ["3.10"]}), title="t"
    ),
    "curves": lambda: channels_week.curves(
        CURVES, x_title="x", y_title="y", chosen=3, chosen_label="here", level=80.0
    ),
    "interval_points": lambda: risk.interval_points(
        SCORES, label="label", order=["Operational", "Legal"], title="s"
    ),
    "score_history": lambda: risk.score_history(MONTHS, x="month", title="s"),
    "driver_marks": lambda: risk_drivers.driver_marks(
        MARKS, measures=["gradient", "leave-one-out", "Sobol"], title="m"
    ),
    "waterfall": lambda: risk_drivers.waterfall(STEPS, title="s"),
    "stages": lambda: risk_map.stages(
        STAGES,
        names={"observed": "before", "residual": "after"},
        order=["Operational", "Legal"],
        title="s",
    ),
    "likelihood_impact": lambda: risk_map.likelihood_impact(TYPES.assign(events=[9, 2]), OUTLINES),
    "network": lambda: network.network(NODES, LINKS, kinds=["V · vendor", "G · group"]),
    "scenarios": lambda: scenarios.compared(
        SCORES.assign(name=SCORES["label"], value=SCORES["score"], text=["58", "20"], brief=["58", "20"]),
        order=["Operational", "Legal"],
        baseline=20.0,
        title="Score",
    ),
    "tile_map": lambda: tile_map.tile_map(TILES, order={"L · Licence": 2, "B · Branch": 7}, title="o"),
    "changes": lambda: risk.changes(CHANGES, label="label", title="c"),
    "country_lines": lambda: countries.country_lines(YEARS, unit="%", events=EVENTS),
    "country_lines without events": lambda: countries.country_lines(YEARS, unit="%"),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_valid(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemapi, "DEBUG_MODE", True)
    chart = CHARTS[name]()
    specification = chart.to_dict(validate=True)
    assert specification["$schema"].endswith("v6.json") or "vega-lite" in specification["$schema"]
    # Who draws the pack reads JSON to the letter, where what is missing is null.
    json.dumps(specification, allow_nan=False)


def test_an_invalid_chart_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemapi, "DEBUG_MODE", True)
    with pytest.raises(schemapi.SchemaValidationError):
        alt.Chart(SCORES).encode(x=alt.X("score:Q", scale=alt.Scale(type="sideways"))).to_dict()


def test_grades_have_a_shape_each() -> None:
    colour, shape = (channel.to_dict() for channel in risk.grade_scale())
    assert len(set(shape["scale"]["range"])) == len(set(colour["scale"]["range"])) == 4


def test_lines_of_countries_differ_by_dash_and_stop_at_breaks() -> None:
    layers = CHARTS["country_lines"]().to_dict()["layer"]
    lines = next(layer for layer in layers if layer["mark"]["type"] == "line")
    assert lines["encoding"]["strokeDash"]["field"] == "name"
    assert lines["encoding"]["detail"]["field"] == "segment"
    assert any(layer["mark"]["type"] == "rule" for layer in layers)


def test_changes_carry_their_sign_in_words() -> None:
    texts = [layer for layer in CHARTS["changes"]().to_dict()["layer"] if layer["mark"]["type"] == "text"]
    assert {layer["encoding"]["text"]["field"] for layer in texts} == {"text"}


def test_a_chart_is_built_once_for_the_same_figures_and_again_for_others(monkeypatch) -> None:
    built = []

    def builder(frame: pd.DataFrame) -> alt.Chart:
        built.append(len(frame))
        return alt.Chart(frame).mark_point().encode(x="low:Q")

    draw = common.drawing(builder)
    first = common.finish(draw(SCORES))
    assert common.finish(draw(SCORES.copy())) == first
    assert built == [2]
    changed = SCORES.assign(low=[0.0, 1.0])
    assert common.finish(draw(changed), kinds=["synthetic"]) != first
    assert built == [2, 2]
    monkeypatch.setattr(common, "language", lambda: "en")
    common.finish(draw(SCORES))
    assert built == [2, 2, 2], "another language, other words"


def test_the_mark_of_one_page_never_shows_on_another(monkeypatch) -> None:
    draw = common.drawing(lambda frame: alt.Chart(frame).mark_point().encode(x="high:Q"))
    assert "title" in common.finish(draw(SCORES), kinds=["synthetic"])
    assert "title" not in common.finish(draw(SCORES), kinds=["observed"])


def test_measures_of_a_driver_have_a_shape_each() -> None:
    layers = CHARTS["driver_marks"]().to_dict()["layer"]
    points = next(layer for layer in layers if layer["mark"]["type"] == "point")
    assert len(set(points["encoding"]["shape"]["scale"]["range"])) == 3


def test_the_stages_of_a_risk_differ_by_filling() -> None:
    layers = CHARTS["stages"]().to_dict()["layer"]
    assert {layer["mark"]["filled"] for layer in layers if layer["mark"]["type"] == "point"} == {True, False}


def test_types_of_loss_have_a_shape_each() -> None:
    layers = CHARTS["likelihood_impact"]().to_dict()["layer"]
    points = next(layer for layer in layers if layer["mark"]["type"] == "point")
    assert len(set(points["encoding"]["shape"]["scale"]["range"])) == 2


def test_links_between_banks_carry_the_letter_of_their_kind() -> None:
    drawn = CHARTS["network"]().to_dict()
    texts = [
        layer["encoding"]["text"]["field"] for layer in drawn["layer"] if layer["mark"]["type"] == "text"
    ]
    assert set(texts) == {"letter", "caption"}
    assert [row["letter"] for row in drawn["datasets"]["middles"]] == ["V", "G"]


def test_the_letters_of_opposite_links_stand_apart() -> None:
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


def test_customers_stand_as_dots_where_there_are_any() -> None:
    def marks(customers: int) -> list[str]:
        drawn = tile_map.tile_map(
            TILES.assign(customers=customers),
            order={"L · Licence": 2, "B · Branch": 7},
            title="o",
        ).to_dict()
        return [layer["mark"]["type"] for layer in drawn["layer"]]

    assert "point" in marks(500)
    assert "point" not in marks(0)


@pytest.mark.parametrize("count", [1, 2, 6])
def test_a_short_history_names_each_month_once(count: int) -> None:
    months = pd.date_range("2026-09-01", periods=count, freq="MS")
    frame = pd.DataFrame({"month": months, "score": 40.0, "low": 30.0, "high": 50.0})
    drawn = risk.score_history(frame, x="month", title="score").to_dict()
    axes = [layer["encoding"]["x"]["axis"] for layer in drawn["layer"] if "x" in layer["encoding"]]
    named = [(tick["year"], tick["month"]) for tick in axes[0]["values"]]
    assert named == [(month.year, month.month) for month in months]
