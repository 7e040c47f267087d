"""Charts fit the room that they are given, whatever their words."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd
import pytest
import vl_convert

from tests.ui.label_boxes import faults
from ui.charts import common, room
from ui.charts.room import ROOM, fitted, said

LONG = [
    "Comme prévu, sans plafond ni confiance",
    "Plafond des adultes titulaires d’un compte bancaire",
    "Investissement final rapporté au budget de départ",
]


def lines(names: list[str]) -> alt.LayerChart:
    frame = pd.DataFrame({"x": [0, 1] * len(names), "y": range(2 * len(names)), "name": sorted(names * 2)})
    key = alt.Legend(orient="top", title=None)
    drawn = (
        alt.Chart(frame)
        .mark_line()
        .encode(
            x=alt.X("x:Q", title="Opérations par client et par mois, moyenne de douze mois"),
            y="y:Q",
            color=alt.Color("name:N", sort=names, legend=key),
            strokeDash=alt.StrokeDash("name:N", sort=names, legend=key),
        )
    )
    return alt.layer(drawn).properties(height=300)


def bars(names: list[str], height: int = 200) -> alt.LayerChart:
    frame = pd.DataFrame({"name": names, "value": range(1, len(names) + 1)})
    base = alt.Chart(frame).encode(x=alt.X("value:Q", title=None), y=alt.Y("name:N", sort=names, title=None))
    return alt.layer(base.mark_bar()).properties(height=height)


def crossed(*, over_a_line: bool) -> dict[str, Any]:
    word = alt.Chart(pd.DataFrame({"x": [1.0], "word": ["vingt-trois"]}))
    rule = alt.Chart(pd.DataFrame({"x": [1.0 if over_a_line else 5.0]})).mark_rule().encode(x="x:Q")
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, 10]), title=None)
    return alt.layer(rule, word.mark_text().encode(x=x, text="word:N")).properties(height=100).to_dict()


def in_a_browser(chart: Any) -> dict[str, Any]:
    return common.finish(chart) | {"autosize": {"type": "fit", "contains": "padding"}}


@pytest.mark.parametrize("width", [358, 700, 1380])
@pytest.mark.parametrize("chart", [lines(LONG), bars(LONG)], ids=["legend", "rows"])
def test_long_words_stay_in_the_picture_at_any_width(chart: alt.LayerChart, width: int) -> None:
    assert faults(in_a_browser(chart), width) == []


def test_without_fitting_they_would_leave_it() -> None:
    bare = lines(LONG).to_dict() | {"autosize": {"type": "fit", "contains": "padding"}}
    assert any("leaves the picture" in fault for fault in faults(bare, 358))


def test_colour_and_dash_of_one_name_share_a_legend() -> None:
    drawn = json.loads(json.dumps(in_a_browser(lines(LONG)))) | {"width": 900}
    (legend,) = vl_convert.vegalite_to_vega(drawn)["legends"]
    assert {"stroke", "strokeDash"} <= legend.keys()


def test_a_long_legend_takes_no_height_from_the_plot() -> None:
    assert fitted(lines(LONG).to_dict())["height"] > lines(LONG).to_dict()["height"]
    assert fitted(lines(["a", "b"]).to_dict())["height"] == 300


def test_names_of_rows_too_low_for_two_lines_keep_to_one() -> None:
    low = fitted(bars(LONG, height=160).to_dict())["layer"][0]["encoding"]["y"]["axis"]
    high = fitted(bars(LONG, height=260).to_dict())["layer"][0]["encoding"]["y"]["axis"]
    assert "labelExpr" not in low
    assert ROOM in high["labelExpr"]


def test_a_line_is_interrupted_where_words_stand_on_it() -> None:
    chart = crossed(over_a_line=True)
    assert faults(chart, 400) == ["'vingt-trois' is crossed by a line"]
    assert faults(fitted(chart) | {"params": [said(400)]}, 400) == []
    assert faults(crossed(over_a_line=False), 400) == []


def test_a_chart_keeps_what_it_was_built_from() -> None:
    chart = lines(LONG).to_dict()
    before = json.dumps(chart)
    fitted(chart)
    assert json.dumps(chart) == before


def test_a_picture_on_paper_is_told_its_width() -> None:
    paper = common.on_paper(common.finish(lines(LONG)), title="Titre", subtitle="Source")
    assert [each for each in paper["params"] if each["name"] == ROOM] == [{"name": ROOM, "value": 900}]
    assert vl_convert.vegalite_to_svg(json.loads(json.dumps(paper))).count("<svg") == 1


@pytest.mark.parametrize(
    ("low", "high"),
    [(-149.0, 0.0), (0.0, 2500.0), (0.0, 0.385), (-3.0, 5.0), (0.0, 3.13), (54.0, 83.0), (0.0, 36.21)],
)
def test_an_axis_of_chosen_places_names_four_to_six_of_them_and_fewer_on_a_telephone(
    low: float, high: float
) -> None:
    told = room.even_ticks(low, high)
    few, many = (json.loads(each) for each in told.split("?")[1].split(":"))
    assert 4 <= len(many) <= 6
    assert 2 <= len(few) <= 4
    for places in (few, many):
        steps = {round(after - before, 9) for before, after in pairwise(places)}
        assert len(steps) == 1
        assert low <= places[0]
        assert places[-1] <= high
    # No sum of tenths is written as a long number.
    assert all(len(repr(place)) <= 6 for place in many)
