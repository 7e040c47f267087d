"""Charts of the plan: each is valid, and colour is never the only sign."""

import pandas as pd
import pytest
from altair.utils import schemapi

from ui import theme
from ui.charts import plan

BAND = pd.DataFrame({"year": [2027, 2028], "low": [-4.0, -3.0], "high": [-1.0, 6.0]})
LINES = pd.DataFrame(
    {"course": ["Floor", "Floor", "Target", "Target"], "year": [2027, 2028] * 2, "value": [-3.0, -2, -2, 4]}
)


def test_the_courses_are_told_apart_by_dash_and_lie_on_whole_years(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemapi, "DEBUG_MODE", True)
    drawn = plan.courses(BAND, LINES, order=["Floor", "Target"], accent="Target", title="MAD").to_dict(
        validate=True
    )
    lines = next(layer for layer in drawn["layer"] if layer["mark"]["type"] == "line")
    assert lines["encoding"]["strokeDash"]["field"] == "course"
    assert lines["encoding"]["x"]["axis"]["values"] == [2027, 2028]


def test_a_move_that_may_be_worth_nothing_is_hollow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemapi, "DEBUG_MODE", True)
    rows = pd.DataFrame(
        {
            "pair": ["Branch → Mobile", "Agent → Mobile"],
            "origin": ["Branch", "Agent"],
            "estimate": [2.0, 0.1],
            "low": [1.0, -0.1],
            "high": [3.0, 0.3],
            "clear": [True, False],
        }
    )
    drawn = plan.moves(rows, title="MAD").to_dict(validate=True)
    points = [layer["mark"] for layer in drawn["layer"] if layer["mark"]["type"] == "point"]
    assert [mark["filled"] for mark in points] == [True, False]


STEPS = pd.DataFrame(
    {
        "label": ["Tax", "Dirham", "All"],
        "start": [0.0, -3.0, 0.0],
        "end": [-3.0, -2.0, -2.0],
        "low": [-4.0, -2.5, -5.0],
        "high": [-1.0, -1.5, 1.0],
        "part": ["step", "step", "total"],
        "brief": ["-3", "+1", "-2"],
        "text": ["-3 (-4 to -1)", "+1 (0.5 to 1.5)", "-2 (-5 to 1)"],
    }
)


def drawn_steps(monkeypatch: pytest.MonkeyPatch, frame: pd.DataFrame) -> dict[str, list[dict]]:
    """Kind of mark → the layers of a picture of steps that draw it."""
    monkeypatch.setattr(schemapi, "DEBUG_MODE", True)
    drawn = plan.steps(frame, title="MAD", lead=["Tax"]).to_dict(validate=True)
    kinds: dict[str, list[dict]] = {}
    for layer in drawn["layer"]:
        kinds.setdefault(layer["mark"]["type"], []).append(layer)
    return kinds


def test_a_step_begins_where_the_one_before_ended_and_bears_its_figure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kinds = drawn_steps(monkeypatch, STEPS)
    (bars,), (words,) = kinds["bar"], kinds["text"]
    assert (bars["encoding"]["x"]["field"], bars["encoding"]["x2"]["field"]) == ("start", "end")
    assert words["encoding"]["text"]["field"] == "written"
    assert kinds["rule"][1]["encoding"]["y2"]["field"] == "following"


def test_the_interval_of_a_step_stands_beside_its_bar_and_on_the_scale(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kinds = drawn_steps(monkeypatch, STEPS)
    (bars,), span = kinds["bar"], kinds["rule"][-1]
    assert (span["encoding"]["x"]["field"], span["encoding"]["x2"]["field"]) == ("least", "most")
    assert span["mark"]["yOffset"] > bars["mark"]["yOffset"] + bars["mark"]["height"] / 2
    low, high = bars["encoding"]["x"]["scale"]["domain"]
    assert low <= -5
    assert high >= 1
    # Counted, not estimated: no whisker, and the bar in the middle of its row.
    bare = drawn_steps(monkeypatch, STEPS.drop(columns=["low", "high"]))
    assert "point" not in bare
    assert bare["bar"][0]["mark"]["yOffset"] == 0


def test_the_way_of_a_step_is_told_by_place_and_sign_and_not_by_colour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (bars,) = drawn_steps(monkeypatch, STEPS)["bar"]
    told = bars["encoding"]["color"]
    assert {each["test"] for each in told["condition"]} == {"datum.look == 'lead'", "datum.look == 'total'"}
    worn = {told["value"], *(each["value"] for each in told["condition"])}
    assert not worn & set(theme.GRADE_COLOURS.values())
