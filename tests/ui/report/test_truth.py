"""Charts of slides and workbook say what the page's chart says, or are its picture."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from ui.content import Plot, Table
from ui.report import slides, truth, workbook
from ui.report.board import Figure, Pack, Section
from ui.words import speaking

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_BAR = {"data": {"values": [{"a": "x", "b": 1}]}, "mark": "bar", "encoding": {"y": {"field": "a"}}}


def _figure(plot: Plot, specification: dict | None = None) -> Figure:
    return Figure("chart", "A chart", specification or _BAR, "In words", ("observed",), "", plot, "Source: a")


def _bars(**columns: list[float]) -> Plot:
    return Plot("bar", pd.DataFrame({"label": ["a", "b", "c"]} | columns), "points")


def _pack(*figures: Figure) -> Pack:
    section = Section("risk-scores", "The claim is 4.", "", figures, (), "x", ("words",), "proof")
    about = {"Snapshot": "0" * 32, "As of": "31 October 2026"}
    return Pack("en", "Pack", "Bank", "2026-10-31", about, (section,), (), (), pd.DataFrame({"Address": []}))


def _charts(content: bytes, folder: str) -> list[ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        names = [name for name in held.namelist() if name.startswith(f"{folder}/charts/chart")]
        return [ElementTree.fromstring(held.read(name)) for name in sorted(names)]


@pytest.mark.parametrize(
    ("plot", "specification"),
    [
        pytest.param(
            _bars(value=[1.0, 2.0, 3.0]),
            {"mark": "bar", "encoding": {"x": {"field": "start"}, "x2": {"field": "end"}}},
            id="a waterfall",
        ),
        pytest.param(
            _bars(value=[1.0, 2.0, 3.0]),
            {"layer": [{"mark": "point", "encoding": {"x": {"field": "v", "scale": {"type": "log"}}}}]},
            id="a logarithmic axis",
        ),
        pytest.param(
            Plot("scatter", pd.DataFrame({"x": [0.0, 1.0, 0.0, 1.0], "y": [1.0, 2.0, 3.0, 4.0]}), ""),
            None,
            id="two curves in one series",
        ),
        pytest.param(_bars(value=[1.0, np.inf, 3.0]), None, id="a bar without an end"),
        pytest.param(_bars(Low=[1.0, 2.0, 3.0], High=[2.0, 3.0, 4.0]), None, id="a range as two bars"),
        pytest.param(
            replace(_bars(share=[200.0, 200.0, 19.0]), native=False), None, id="facts without length"
        ),
        pytest.param(
            Plot("line", pd.DataFrame({"x": list("abc"), "y": [1.0, np.nan, 3.0]}), ""),
            None,
            id="a hole in a line",
        ),
    ],
)
def test_what_office_cannot_draw_as_it_is_becomes_the_page_s_picture(
    plot: Plot, specification: dict | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with speaking("en"):
        figure = _figure(plot, specification)
        assert not truth.native(figure)
        drawn = (Path(__file__).parents[3] / "ui/static/img/vigie.png").read_bytes()
        for module in (slides, workbook):
            monkeypatch.setattr(module, "picture", lambda _form, _specification: drawn)
        assert _charts(slides.pptx_bytes(_pack(figure)), "ppt") == []
        assert _charts(workbook.xlsx_bytes(_pack(figure)), "xl") == []
        for content, folder in ((slides.pptx_bytes, "ppt/media"), (workbook.xlsx_bytes, "xl/media")):
            with zipfile.ZipFile(io.BytesIO(content(_pack(figure)))) as held:
                assert any(name.startswith(folder) for name in held.namelist())


def test_score_low_and_high_are_one_bar_with_its_whisker_and_bars_begin_at_zero() -> None:
    plot = _bars(Score=[78.0, 80.0, 90.0], Low=[75.0, 77.0, 88.0], High=[83.0, 84.0, 95.0])
    with speaking("en"):
        figure = _figure(plot)
        assert truth.native(figure)
        for content, folder in ((slides.pptx_bytes, "ppt"), (workbook.xlsx_bytes, "xl")):
            (chart,) = _charts(content(_pack(figure)), folder)
            (series,) = chart.iter(f"{_CHART}ser")
            arms = [
                [float(point.text or "nan") for point in series.iterfind(f".//{_CHART}{side}//{_CHART}v")]
                for side in ("minus", "plus")
            ]
            assert arms == [[3.0, 3.0, 2.0], [5.0, 4.0, 5.0]]
            (values,) = chart.iter(f"{_CHART}valAx")
            least = values.find(f"{_CHART}scaling/{_CHART}min")
            assert least is not None
            assert float(least.attrib["val"]) == 0.0
            (categories,) = chart.iter(f"{_CHART}catAx")
            turned = categories.find(f"{_CHART}scaling/{_CHART}orientation")
            assert turned is not None
            assert turned.attrib["val"] == "maxMin"
            upright = values.find(f"{_CHART}scaling/{_CHART}orientation")
            assert upright is None or upright.attrib["val"] == "minMax", "bars run from left to right"


def test_whiskers_of_a_sheet_are_cells_that_follow_the_bar_and_its_ends() -> None:
    plot = _bars(Score=[78.0, 80.0, 90.0], Low=[75.0, 77.0, np.nan], High=[83.0, 84.0, np.nan])
    with speaking("en"):
        content = workbook.xlsx_bytes(_pack(_figure(plot)))
    (chart,) = _charts(content, "xl")
    (bars,) = chart.iter(f"{_CHART}errBars")
    for side, column, lengths in (("minus", "E", [3.0, 3.0, 0.0]), ("plus", "F", [5.0, 4.0, 0.0])):
        (arm,) = bars.iter(f"{_CHART}{side}")
        (cells,) = (each.text for each in arm.iter(f"{_CHART}f"))
        assert cells is not None
        name, _mark, area = cells.rpartition("!")
        assert area == f"${column}$5:${column}$7"
        sheet = load_workbook(io.BytesIO(content))[name.strip("'")]
        end, length = ("C", "B{0}-C{0}") if side == "minus" else ("D", "D{0}-B{0}")
        assert [row[0].value for row in sheet[area]] == [
            f"=IF(ISNUMBER({end}{at}),MAX(0,{length.format(at)}),0)" for at in (5, 6, 7)
        ]
        known = load_workbook(io.BytesIO(content), data_only=True)[name.strip("'")]
        assert [row[0].value for row in known[area]] == lengths


def test_headings_are_never_broken_and_a_page_across_can_be_read() -> None:
    words = "What is to be done first, by whom, and what it would bring the bank in the years to come."
    frame = pd.DataFrame(
        {"Responsibilities and more": [1, 2], **{name: [words * 2, words] for name in "abcd"}}
    )
    with speaking("en"):
        pack = replace(_pack(), decisions=Table("decisions", "Decisions", frame, "", ()))
        book = load_workbook(io.BytesIO(workbook.xlsx_bytes(pack)))
    sheet = next(each for each in book if each.title.startswith("What the board"))
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDE"]
    assert widths[0] > len("Responsibilities")
    assert sum(widths) <= 155


def test_the_axis_of_figures_is_called_by_their_unit() -> None:
    with speaking("en"):
        (chart,) = _charts(workbook.xlsx_bytes(_pack(_figure(_bars(Score=[1.0, 2.0, 3.0])))), "xl")
    (values,) = chart.iter(f"{_CHART}valAx")
    (categories,) = chart.iter(f"{_CHART}catAx")
    title = values.find(f"{_CHART}title")
    assert title is not None
    assert "points" in "".join(title.itertext())
    assert categories.find(f"{_CHART}title") is None, "bars are called by their own names"


def test_a_deck_has_a_master_of_four_layouts_and_numbers_its_pages_and_names_sources() -> None:
    from pptx import Presentation

    with speaking("en"):
        decisions = Table("decisions", "", pd.DataFrame({"Decision": ["Mend"], "Cost": ["1"]}), "", ())
        pack = replace(_pack(_figure(_bars(Score=[1.0, 2.0, 3.0]))), decisions=decisions)
        deck = Presentation(io.BytesIO(slides.pptx_bytes(pack)))
    assert [layout.name for layout in deck.slide_layouts] == ["Title", "Section", "Claim", "Closing"]
    for slide in deck.slides:
        assert 'type="slidenum"' in ElementTree.tostring(slide._element, encoding="unicode")
    assert deck.slides[1].shapes.title.text == "The claim is 4."
    words = [shape.text_frame.text for shape in deck.slides[1].shapes if shape.has_text_frame]
    assert "Source: a" in words
    assert deck.slides[len(deck.slides) - 1].shapes.title.text == "What the board is asked to decide"
