"""Slides measured from the coordinates of their shapes: nothing leaves them, meets another, or overflows."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pptx import Presentation
from pptx.util import Emu

from tests.ui.report.packs import gathered
from ui import theme
from ui.content import Plot, Table
from ui.report import fitting, slides, truth
from ui.report.board import Figure, Pack, Section
from ui.words import speaking

BANKS = ("amandier", "caravane", "")
_BLUR = Emu(9525)
_SPECIFICATION = {
    "data": {"values": [{"a": f"row {place}", "b": place} for place in range(30)]},
    "mark": "point",
    "encoding": {"y": {"field": "a"}, "x": {"field": "b", "type": "quantitative"}},
    "width": 660,
    "height": 1200,
    "params": [],
}


def _box(shape: Any) -> tuple[int, int, int, int]:
    return shape.left, shape.top, shape.left + shape.width, shape.top + shape.height


def _meet(one: Any, two: Any) -> bool:
    (left, top, right, bottom), (other_left, other_top, other_right, other_bottom) = _box(one), _box(two)
    across = min(right, other_right) - max(left, other_left)
    return across > _BLUR and min(bottom, other_bottom) - max(top, other_top) > _BLUR


def _overflows(shape: Any) -> bool:
    frame = shape.text_frame
    taken = sum(
        fitting.height(run.text, Emu(shape.width).inches, run.font.size.pt, bold=bool(run.font.bold))
        for paragraph in frame.paragraphs
        for run in paragraph.runs
    )
    return taken > Emu(shape.height).inches + 0.02


def _cells_overflow(table: Any) -> bool:
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            (run,) = cell.text_frame.paragraphs[0].runs
            room = Emu(column.width).inches - 2 * fitting.CELL_MARGIN
            if fitting.height(run.text, room, run.font.size.pt) > Emu(row.height).inches:
                return True
    return False


def _faults(content: bytes) -> list[str]:
    deck, said = Presentation(io.BytesIO(content)), []
    for place, slide in enumerate(deck.slides, start=1):
        shapes = list(slide.shapes)
        for shape in shapes:
            left, top, right, bottom = _box(shape)
            if left < 0 or top < 0 or right > deck.slide_width or bottom > deck.slide_height:
                said.append(f"slide {place}: {shape.name} leaves it")
            if shape.has_text_frame and _overflows(shape):
                said.append(f"slide {place}: {shape.text_frame.text[:60]!r} does not fit its box")
            if shape.has_table:
                if sum(row.height for row in shape.table.rows) > shape.height + _BLUR:
                    said.append(f"slide {place}: the rows are higher than their table")
                if _cells_overflow(shape.table):
                    said.append(f"slide {place}: a cell is higher than its row")
        said += [
            f"slide {place}: {one.name} meets {two.name}"
            for one, two in combinations(shapes, 2)
            if _meet(one, two)
        ]
    return said


def _hostile() -> Pack:
    sentence = "A bank of a very long name would have to say in three lines what costs 12.5 million. " * 3
    wide = pd.DataFrame({f"A measure with a long name {n} (MAD million)": np.arange(60.0) for n in range(14)})
    told = pd.DataFrame({"Rule": ["What a law says, in a sentence of its own. " * 12] * 9, "Year": range(9)})
    bars = Plot("bar", pd.DataFrame({"What": ["a", "b"], "Score": [1.0, -2.0]}), "points")
    figures = (
        Figure("bars", "Bars", _SPECIFICATION, "", ("synthetic",), "", bars, "Source: " + "a book; " * 60),
        Figure(
            "tall", "Tall", _SPECIFICATION, "", ("synthetic",), "", replace(bars, native=False), "Source: a"
        ),
    )
    one = Section("risk-scores", sentence, sentence[:180], figures, (_table(wide),), "x", (), "")
    two = replace(one, tables=(_table(told),), figures=figures[:1], caution="")
    about = {
        "Snapshot": "0" * 32,
        "As of": "31 October 2026",
        "Link": "https://vigie.example/?" + "a=1&" * 90,
    }
    sections = (one, two, *[replace(one, figures=(), tables=())] * 15)
    return Pack(
        *("en", "Board pack", "Bank", "2026-10-31", about, sections, (), ()),
        pd.DataFrame({"Address": []}),
        decisions=_table(told),
        said=sentence[:170],
    )


def _table(frame: pd.DataFrame) -> Table:
    return Table("table", "Table", frame, "", ("synthetic",))


def test_long_claims_wide_tables_and_tall_pictures_stay_in_their_places() -> None:
    with speaking("en"):
        assert _faults(slides.pptx_bytes(_hostile())) == []


@pytest.mark.parametrize(
    ("bank", "language"),
    [
        pytest.param(bank, language, marks=pytest.mark.exhaustive)
        for bank in BANKS
        for language in ("fr", "en")
    ],
)
def test_no_slide_of_a_pack_overflows(bank: str, language: str, demo_home: Path) -> None:
    with gathered(bank, language, demo_home) as pack:
        assert _faults(slides.pptx_bytes(pack)) == []


def test_a_waterfall_is_drawn_on_bars_that_are_not_seen() -> None:
    steps = pd.DataFrame(
        {
            "label": ["Claim", "Stays", "Learns", "Worth"],
            "start": [0.0, 10.0, -2.0, 0.0],
            "end": [10.0, -2.0, 1.0, 1.0],
            "text": ["10", "−12", "+3", "1"],
            "part": ["total", "step", "step", "total"],
        }
    )
    with speaking("en"):
        plot = Plot.waterfall(steps, "MAD million", lead=["Worth"])
        step, total = theme.STEP_GREY, theme.ACCENT_AND_GREYS[1]
        assert [f"#{each}" for each in truth.colours(plot)] == [total, step, step, theme.ACCENT_AND_GREYS[0]]
        drawn = truth.shown(plot)
        data = slides.chart_data(plot)
        assert list(drawn.iloc[:, 0]) == ["Claim: 10", "Stays: −12", "Learns: +3", "Worth: 1"]
        stands, above, below = (np.asarray(series.values, dtype=float) for series in data)
        for place, (start, end) in enumerate(zip(steps["start"], steps["end"], strict=True)):
            ends = {stands[place] + above[place], stands[place] + below[place], stands[place]}
            assert {start, end} <= ends
            assert above[place] - below[place] == abs(end - start)
        floating = _SPECIFICATION | {"mark": "bar", "encoding": {"x": {"field": "a"}, "x2": {"field": "b"}}}
        figure = Figure("steps", "Steps", floating, "", (), "", plot, "")
        assert truth.native(figure)
        section = Section("risk-scores", "A claim.", "", (figure,), (), "x", (), "")
        deck = Presentation(io.BytesIO(slides.pptx_bytes(replace(_hostile(), sections=(section,)))))
        (chart,) = (shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart)
        carrier = chart.plots[0].series[0]
        assert carrier.name == truth.carrier()
        assert "a:noFill" in carrier._element.xml
        assert chart.plots[0].overlap == 100


def test_a_line_with_its_band_is_the_page_s_picture() -> None:
    years = {"Year": ["2026", "2027"], "Bank": [57.0, 61.0], "Low": [57.0, 58.0], "High": [57.0, 65.0]}
    line = {"mark": "line", "encoding": {}}
    with speaking("en"):
        assert not truth.native(Figure("f", "F", line, "", (), "", Plot("line", pd.DataFrame(years), "%")))
        plain = pd.DataFrame(years).drop(columns=["Low", "High"])
        assert truth.native(Figure("f", "F", line, "", (), "", Plot("line", plain, "%")))


def _named_rows(count: int, *, further: int = 0) -> dict[str, Any]:
    names = [f"row {place}" for place in range(count)]
    upright = {"field": "label", "type": "nominal", "sort": names}
    across = {"field": "value", "type": "quantitative", "scale": {"domain": [0, count]}}
    values = [{"label": name, "value": place, "further": further} for place, name in enumerate(names)]
    layer = {"data": {"name": "rows"}, "mark": "point", "encoding": {"x": across, "y": upright}}
    rule = {"data": {"name": "rows"}, "mark": "rule", "encoding": {"x": across}}
    return {
        "datasets": {"rows": values},
        "layer": [rule, layer],
        "width": 660,
        "height": 50 * count,
        "params": [],
    }


def _axes(specification: dict[str, Any]) -> str:
    return f'<svg width="{specification["width"] + 200}" height="{specification["height"] + 90}">'


@pytest.mark.parametrize(("count", "slides_taken", "left_out"), [(5, 1, 0), (12, 2, 0), (30, 2, 14)])
def test_a_picture_is_drawn_at_the_size_that_it_has_on_its_slide(
    count: int, slides_taken: int, left_out: int
) -> None:
    wide, high = 12.1, 4.7
    specification = _named_rows(count)
    parts = fitting.parts(specification, wide, high, _axes)
    assert len(parts) == slides_taken
    assert [part.left_out for part in parts] == [0] * (slides_taken - 1) + [left_out]
    shown: list[str] = []
    for part in parts:
        # Points are pixels: type of twelve is twelve points high on the slide.
        assert part.specification["width"] + 200 <= 72 * wide + 1
        assert part.specification["height"] + 90 <= 72 * high + 1
        rule, rows = part.specification["layer"]
        assert "transform" not in rule
        listed = rows["encoding"]["y"]["sort"]
        assert slides_taken == 1 or rows["transform"][0]["filter"]["oneOf"] == listed
        assert part.specification["height"] / len(listed) >= 25
        shown += listed
    assert shown == [f"row {place}" for place in range(count - left_out)]


def test_rows_whose_scale_is_not_fixed_stay_on_one_slide() -> None:
    specification = _named_rows(12)
    for layer in specification["layer"]:
        layer["encoding"]["x"] = {"field": "value", "type": "quantitative"}
    (part,) = fitting.parts(specification, 12.1, 4.7, _axes)
    assert part.specification["layer"] == specification["layer"]
