"""Charts of the plan: each is valid, and colour is never the only sign."""

import pandas as pd
import pytest
from altair.utils import schemapi

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


def test_what_is_added_up_begins_where_the_part_before_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemapi, "DEBUG_MODE", True)
    rows = pd.DataFrame(
        {
            "label": ["Calls", "Visits", "In all"],
            "start": [0.0, 1.0, 0.0],
            "end": [1.0, 3.0, 3.0],
            "part": ["step", "step", "total"],
            "text": ["1", "2", "3"],
        }
    )
    drawn = plan.cost_steps(rows, title="MAD").to_dict(validate=True)
    bars, words = drawn["layer"]
    assert (bars["encoding"]["x"]["field"], bars["encoding"]["x2"]["field"]) == ("start", "end")
    assert words["encoding"]["text"]["field"] == "text"


def test_changes_of_an_income_keep_their_sign_their_order_and_their_interval(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(schemapi, "DEBUG_MODE", True)
    rows = pd.DataFrame(
        {
            "label": ["Tax", "Dirham", "All"],
            "start": [0.0, -3.0, 0.0],
            "end": [-3.0, -2.0, -2.0],
            "low": [-4.0, -2.5, -5.0],
            "high": [-1.0, -1.5, 1.0],
            "part": ["loss", "gain", "total"],
            "text": ["-3", "+1", "-2"],
        }
    )
    drawn = plan.income_steps(rows, title="MAD").to_dict(validate=True)
    low, high = drawn["layer"][1]["encoding"]["x"]["scale"]["domain"]
    assert low < -5
    assert high > 1
