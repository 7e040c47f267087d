"""Every chart is valid Vega-Lite and says in words and shapes what it says in colour."""

import altair as alt
import pandas as pd
import pytest
from altair.utils import schemapi

from ui.charts import (
    campaigns,
    catalogue,
    common,
    countries,
    customers,
    mix,
    risk,
    risk_drivers,
    risk_map,
    search,
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
OUTLINES = pd.DataFrame(
    {
        "label": ["Fraud"] * 3 + ["Failure"] * 3,
        "corner": [0, 1, 2] * 2,
        "likelihood": [4.0, 6.0, 4.0, 0.5, 2.0, 0.5],
        "impact": [70.0, 90.0, 70.0, 500.0, 1500.0, 500.0],
    }
)
BANKS = pd.DataFrame(
    {
        "name": ["Own", "Own", "Other"],
        "engine": ["Google", "Bing", "Google"],
        "value": [40.0, 30.0, 20.0],
        "low": [35.0, 25.0, 15.0],
        "high": [55.0, 45.0, 35.0],
        "own": [True, True, False],
    }
)
CLICKS = pd.DataFrame({"rank": [9, 10, 11], "value": [2.8, 2.5, 0.5], "low": 0.0, "high": 3.0})
CROSSING = pd.DataFrame(
    {"start": [11, 9], "end": [10, 7], "before": [0.5, 2.8], "after": [2.5, 4.0], "text": ["a", "b"]}
)
MOVES = pd.DataFrame(
    {"label": ["virement", "carte"], "value": [90.0, 4.0], "low": 3.0, "high": 99.0, "text": ["11 → 10"] * 2}
)
DIMENSIONS = pd.DataFrame(
    {
        "label": ["Privacy", "Site"],
        "score": [50.0, None],
        "low": [40.0, 0.0],
        "high": [60.0, 100.0],
        "peer_low": [20.0, None],
        "peer_median": [55.0, None],
        "peer_high": [80.0, None],
    }
)
CHARTS = {
    "radar": lambda: mix.radar(DIMENSIONS, own="o", peers="p", title="s"),
    "mix against peers": lambda: mix.against_peers(DIMENSIONS, own="o", peers="p", title="s"),
    "visibility by bank": lambda: search.by_bank(BANKS, order=["Own", "Other"], title="v"),
    "visibility on one engine": lambda: search.by_bank(BANKS.iloc[[0, 2]], order=["Own", "Other"], title="v"),
    "click_curve": lambda: search.click_curve(
        CLICKS, CROSSING.assign(text_x=8.0, text_y=3.0), x_title="r", y_title="s", page_end="end"
    ),
    "lifts": lambda: campaigns.lifts(
        pd.DataFrame(
            {
                "label": ["a"],
                "value": [1.0],
                "low": [-0.5],
                "high": [2.5],
                "clear": [False],
                "text": ["+1.00"],
            }
        ),
        title="l",
    ),
    "power_curve": lambda: campaigns.power_curve(
        pd.DataFrame({"people": [20, 200], "value": [5.0, 80.0]}),
        pd.DataFrame({"people": [50], "value": [20.0], "name": ["This test"]}),
        x_title="n",
        y_title="p",
        mark_title="s",
    ),
    "list_left": lambda: campaigns.list_left(
        pd.DataFrame({"send": [0, 1], "name": "own", "value": [100.0, 99.7]}), x_title="s", y_title="l"
    ),
    "worth": lambda: customers.worth(
        pd.DataFrame(
            {
                "customer": ["a", "b"],
                "gain": [20.0, 3.0],
                "chance": [90.0, 10.0],
                "segment": ["Keep", "Grow"],
                "asked": [True, False],
            }
        ),
        order=["Keep", "Grow"],
        limit=15.0,
        limit_text="pays",
        titles=("g", "c", "s", "k"),
    ),
    "gains": lambda: search.gains(MOVES, title="g"),
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
        names={"inherent": "before", "residual": "after"},
        order=["Operational", "Legal"],
        title="s",
    ),
    "likelihood_impact": lambda: risk_map.likelihood_impact(TYPES.assign(events=[9, 2]), OUTLINES),
    "changes": lambda: risk.changes(CHANGES, label="label", title="c"),
    "country_lines": lambda: countries.country_lines(YEARS, unit="%", breaks=BREAKS),
    "country_lines without breaks": lambda: countries.country_lines(YEARS, unit="%", breaks=BREAKS.head(0)),
    "counts_by_kind": lambda: catalogue.counts_by_kind(COUNTS, label="title", kind="kind_name", title="r"),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_valid(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemapi, "DEBUG_MODE", True)
    chart = CHARTS[name]()
    specification = chart.to_dict(validate=True)
    assert specification["$schema"].endswith("v6.json") or "vega-lite" in specification["$schema"]


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
