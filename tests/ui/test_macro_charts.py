"""Charts of the macro pages: each is valid, and names its places."""

import pandas as pd
import pytest
from altair.utils import schemapi

from ui.charts import line_ends, macro, macro_reserves, proofs

LINES = pd.DataFrame(
    {
        "x": [0.1, 1.0, 0.1, 1.0],
        "value": [1.0, 2.0, 1.5, 1.0],
        "name": ["Chosen", "Chosen", "Other", "Other"],
        "low": [0.5, 1.5, None, None],
        "high": [1.5, 2.5, None, None],
    }
)
MARKS = pd.DataFrame({"x": [0.5], "label": ["here"]})
POINTS = pd.DataFrame({"x": [0.5], "value": [1.2], "label": ["this"]})
AMOUNTS = pd.DataFrame(
    {
        "label": ["Need", "Loss"],
        "value": [2.0, -1.0],
        "text": ["2", "−1"],
        "low": [1.5, None],
        "high": [2.5, None],
    }
)
COVER = pd.DataFrame(
    {
        "label": ["Imports", "Debt"],
        "low": [187.0, 0.0],
        "high": [187.0, 400.0],
        "value": [187.0, None],
        "verdict": ["met", "not known"],
        "text": ["met, 187%", "not known"],
        "published": [None, 123.0],
        "open": [False, True],
    }
)
VERDICTS = pd.DataFrame({"subject": ["Risk", "Risk"], "verdict": ["agrees", "differs"], "count": [9, 1]})
MACRO = {
    "curves": lambda: macro.curves(
        LINES,
        x_title="t",
        y_title="r",
        log_x=True,
        ticks=[0.1, 1.0],
        tick_names=["a tenth", "one"],
        marks=MARKS,
        points=POINTS,
    ),
    "curves without a band": lambda: macro.curves(LINES[["x", "value", "name"]], x_title="t", y_title="r"),
    "cloud": lambda: macro.cloud(POINTS, x_title="e", y_title="r", chosen=POINTS, limits=MARKS),
    "bars": lambda: macro.bars(AMOUNTS, title="MAD"),
    "verdicts": lambda: proofs.verdicts(VERDICTS, agrees="agrees", differs="differs", title="n"),
    "cover": lambda: macro_reserves.cover(COVER, title="%", most=400.0),
}


@pytest.mark.parametrize("name", MACRO)
def test_a_macro_chart_is_valid(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemapi, "DEBUG_MODE", True)
    assert len(MACRO[name]().to_dict(validate=True)["layer"]) >= 1


def test_curves_differ_by_dash_and_name_their_places() -> None:
    layers = MACRO["curves"]().to_dict()["layer"]
    line = next(layer for layer in layers if layer["mark"]["type"] == "line")
    assert len({tuple(dash) for dash in line["encoding"]["strokeDash"]["scale"]["range"]}) == 2
    assert "'a tenth'" in line["encoding"]["x"]["axis"]["labelExpr"]


def test_a_name_stands_at_the_end_of_its_line_where_none_is_near() -> None:
    ends = {"Calm": -40.0, "Lively": 56.0, "Neither": -62.0}
    frame = pd.DataFrame(
        [{"name": name, "x": x, "value": x * end} for name, end in ends.items() for x in (0.0, 1.0)]
    )
    placed = line_ends.placed(frame, x="x", name="name", height=320, zero=True).set_index("name")["placed"]
    assert dict(placed) == ends


def test_names_of_lines_that_end_together_keep_a_line_of_type_between_them() -> None:
    frame = pd.DataFrame({"name": ["One", "Two"], "x": [1.0, 1.0], "value": [50.0, 50.0]})
    placed = line_ends.placed(frame, x="x", name="name", height=320, zero=True)["placed"]
    assert placed.max() - placed.min() >= 14 * 50 / 240
