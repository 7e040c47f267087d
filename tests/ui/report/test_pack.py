"""The three files of the board pack, opened again and compared with the pages' own figures."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import BoundedSemaphore

import numpy as np
import pandas as pd
import pytest
import streamlit as st
from openpyxl import load_workbook
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pypdf import PdfReader

from studies import core
from ui import link, shelf, visit
from ui.adoption import services
from ui.content import Plot, Table
from ui.link import LANGUAGE_STATE
from ui.marketing import funding, levers
from ui.objections.every import OBJECTIONS
from ui.refusal import Refused
from ui.registry import entry
from ui.report import annex, build, gather, pdf, slides, truth, workbook
from ui.report.board import Pack, Section
from ui.report.chosen import Asked
from ui.risk import bank, residual
from ui.risk.licensing import answer as licensing
from ui.risk.licensing import page as licensing_page
from ui.words import _
from ui.workbench import scenarios

PICTURE = MSO_SHAPE_TYPE.PICTURE
ORIGIN = "http://localhost:8501"
SLUGS = (
    *("risk-scores", "risk-licensing", "adoption-forecast", "adoption-services", "marketing-levers"),
    *("channels-costs", "macro-tobin-tax", "scenarios"),
)


def _pack(slugs: tuple[str, ...], language: str) -> Pack:
    st.session_state[LANGUAGE_STATE] = language
    banks = core.banks(link.shown())
    asked = Asked(banks["bank"].iloc[0], banks["name"].iloc[0])
    return gather.gather(slugs, asked, ORIGIN, lambda _share, _slug: None)


@pytest.fixture(scope="module", autouse=True)
def _home(demo_home: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIGIE_HOME", str(demo_home))
        yield
    st.session_state.pop(LANGUAGE_STATE, None)


@pytest.fixture(scope="module", params=["fr", "en"])
def pack(request: pytest.FixtureRequest) -> Pack:
    """The pack of some sections in each language."""
    return _pack(SLUGS, request.param)


@pytest.fixture
def spoken(pack: Pack) -> Pack:
    """The pack, with the session speaking its language."""
    st.session_state[LANGUAGE_STATE] = pack.language
    return pack


def _plain(text: str) -> str:
    # A PDF breaks lines where the page wants it, and hyphenates.
    return re.sub(r"[\s\u00a0\u202f\u00ad-]+", "", text)


def test_the_pdf_is_tagged_titled_and_in_its_language(spoken: Pack) -> None:
    reader = PdfReader(io.BytesIO(pdf.pdf_bytes(spoken)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/StructTreeRoot"]["/Type"] == "/StructTreeRoot"
    assert str(root["/Lang"]).startswith(spoken.language)
    assert reader.metadata.title == spoken.title
    headings = [item.title for item in reader.outline if not isinstance(item, list)]
    # A page is called by what it claims.
    assert [section.sentence for section in spoken.sections] == headings[1 : 1 + len(spoken.sections)]
    assert len(reader.pages) > len(spoken.sections)


def test_the_pdf_says_what_the_pages_say(spoken: Pack) -> None:
    text = _plain("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.pdf_bytes(spoken))).pages))
    for section in spoken.sections:
        assert _plain(section.sentence) in text
        assert _plain(section.formula) not in text, "how it is computed stands in the annex"
        assert _plain(section.question) in text
    assert spoken.about["Snapshot" if spoken.language == "en" else "Instantané"] in text


def test_each_section_shows_the_figures_of_its_page(spoken: Pack) -> None:
    asked = Asked(*core.banks(link.shown())[["bank", "name"]].iloc[0])
    view = bank.bank_risks(link.reader(), asked.bank, asked.month, "overall")
    scores = next(part for part in spoken.sections if part.slug == "risk-scores")
    assert scores.sentence == bank.score_sentence(view, "overall")
    pd.testing.assert_frame_equal(scores.tables[0].frame, bank.risk_table(view))
    after = scores.figures[0].plot.frame.iloc[:, 2]
    stages = residual.stages(link.reader(), asked.bank, asked.month)
    np.testing.assert_array_equal(after, stages.loc[stages["stage"] == "residual", "score"])


def _section(pack: Pack, slug: str) -> Section:
    return next(part for part in pack.sections if part.slug == slug)


def test_controls_in_the_pack_return_no_more_than_is_lost_and_are_said_to_be_assumed() -> None:
    losses = _section(_pack(("risk-losses",), "en"), "risk-losses")
    made = next(part for part in losses.tables if part.name == "controls")
    assert "assumed" in made.kinds
    lost, saved = (made.frame.iloc[:, place].dropna() for place in (2, 3))
    assert 0 < len(saved) == len(lost)
    assert (saved <= lost).all()


def test_the_sections_on_reach_say_what_their_pages_say(spoken: Pack) -> None:
    case = licensing.answer(link.reader())
    licence = _section(spoken, "risk-licensing")
    assert licence.sentence == licensing.sentence(case)
    assert licensing.disclaimer() in licence.notes
    assert licence.figures[0].plot.frame.iloc[:, 1].sum() == len(
        licensing_page.map_frame(case, pd.Series(dtype="int64"))
    )
    assert _section(spoken, "marketing-levers").sentence == levers.sentence(funding.levers(link.reader()))
    offered = services.offer(link.reader())
    drawn = _section(spoken, "adoption-services").figures[0].plot.frame
    assert list(drawn.iloc[:, 1]) == list(offered.tiers["value"])


def test_the_pack_holds_every_scenario_kept_under_a_name(spoken: Pack) -> None:
    compared = scenarios.comparison(link.reader(), visit.kept())
    made = _section(spoken, "scenarios")
    pd.testing.assert_frame_equal(made.tables[0].frame, scenarios.table(compared))
    assert list(made.figures[0].plot.frame.iloc[:, 0]) == [row.label for row in compared.rows]
    assert "\\" not in made.sentence + "".join(made.notes)


def test_another_shelf_is_another_pack_where_it_holds_scenarios(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked("amandier", "Banque Amandier")

    def orders() -> list[build.Order]:
        return [build.order(slugs, asked, ORIGIN) for slugs in (("scenarios",), ("risk-scores",))]

    before = orders()
    changed = shelf.from_query({"s1": "Calm", "s2": "Tax~tau~0.002"})[0]
    monkeypatch.setattr(visit, "kept", lambda: changed)
    assert orders()[0] != before[0]
    assert orders()[1] == before[1]


def _charts(deck: Presentation) -> Iterator[tuple[str, Chart]]:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                yield shape.name, shape.chart


def test_slides_hold_the_charts_with_their_figures_and_the_method_in_their_notes(spoken: Pack) -> None:
    deck = Presentation(io.BytesIO(slides.pptx_bytes(spoken)))
    figures = {figure.title: figure for section in spoken.sections for figure in section.figures}
    found = dict(_charts(deck))
    native = {title for title, figure in figures.items() if truth.native(figure)}
    assert set(found) == native
    pictured = {shape.name for slide in deck.slides for shape in slide.shapes if shape.shape_type == PICTURE}
    assert pictured == set(figures) - native
    services_offered = _section(spoken, "adoption-services").figures[0]
    drawn = found[services_offered.title].plots[0]
    assert list(drawn.categories) == list(services_offered.plot.frame.iloc[:, 0])
    for series in drawn.series:
        assert list(series.values) == pytest.approx(list(services_offered.plot.frame[series.name]))
    for slide, section in zip(list(deck.slides)[1:2], spoken.sections[:1], strict=True):
        notes = slide.notes_slide.notes_text_frame.text
        assert section.formula in notes
        assert section.proof in notes
        assert slide.shapes.title.text == section.sentence


def test_the_workbook_holds_every_table_and_its_formulas_live(spoken: Pack) -> None:
    content = workbook.xlsx_bytes(spoken)
    book = load_workbook(io.BytesIO(content))
    contents = book.worksheets[1]
    listed = {row[0].value: row[1].value for row in contents.iter_rows(min_row=4)}
    assert set(listed) == set(book.sheetnames[2:])
    titles = [table.title for part in spoken.sections for table in part.tables]
    assert set(titles) <= set(listed.values())
    # What a chart finds changes with the figures; the sheet of its figures keeps the name of its page.
    first = spoken.sections[0]
    assert f"1.1 {_(entry(first.slug).title)}" in book.sheetnames
    table = spoken.sections[0].tables[0]
    (name,) = (name for name, title in listed.items() if title == table.title and name.startswith("1."))
    sheet = book[name]
    assert [sheet.cell(4, place).value for place in range(1, len(table.frame.columns) + 1)] == list(
        table.frame
    )
    assert [sheet.cell(5 + row, 2).value for row in range(5)] == list(table.frame.iloc[:, 1])
    width = sheet.cell(5, len(table.frame.columns) + 1).value
    assert width == "=D5-C5"
    shown = load_workbook(io.BytesIO(content), data_only=True)[name]
    assert shown.cell(5, len(table.frame.columns) + 1).value == pytest.approx(
        table.frame.iloc[0, 3] - table.frame.iloc[0, 2]
    )
    charts = [chart for name in book.sheetnames for chart in book[name]._charts]
    shown = [figure for part in spoken.sections for figure in part.figures]
    assert len(charts) == sum(truth.native(figure) for figure in shown)
    images = [image for name in book.sheetnames for image in book[name]._images]
    assert len(charts) + len(images) == len(shown)


def test_text_never_becomes_a_formula(spoken: Pack) -> None:
    hostile = Table("hostile", "=1+1", pd.DataFrame({"=A1": ["=HYPERLINK(0)", "@x", "+1"]}), {}, ())
    section = spoken.sections[0]
    poisoned = type(section)(**{**section.__dict__, "tables": (hostile,), "sentence": "=cmd|' /C calc'!A0"})
    book = load_workbook(
        io.BytesIO(workbook.xlsx_bytes(type(spoken)(**{**spoken.__dict__, "sections": (poisoned,)})))
    )
    sheet = next(each for each in book.worksheets if each.title.endswith("=1+1"))
    cells = [cell for row in (*sheet.iter_rows(), *book.worksheets[0].iter_rows()) for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert sheet.cell(5, 1).value == "=HYPERLINK(0)"


@pytest.mark.parametrize("write", [pdf.pdf_bytes, slides.pptx_bytes, workbook.xlsx_bytes])
def test_the_same_pack_gives_the_same_bytes(write, monkeypatch: pytest.MonkeyPatch) -> None:
    first = write(_pack(SLUGS[:1], "fr"))
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert write(_pack(SLUGS[:1], "fr")) == first


def test_a_section_that_fails_is_named_and_the_rest_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_asked: Asked) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(gather, "SECTIONS", {**gather.SECTIONS, "channels-costs": broken})
    made = _pack(SLUGS, "en")
    assert [failure.slug for failure in made.failures] == ["channels-costs"]
    assert re.search(r"Reference for support: [0-9a-f]{8}$", made.failures[0].reason)
    assert [section.slug for section in made.sections] == [slug for slug in SLUGS if slug != "channels-costs"]
    text = _plain("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.pdf_bytes(made))).pages))
    assert _plain("What does a transaction cost?") in text
    assert "secret" not in text
    cover = load_workbook(io.BytesIO(workbook.xlsx_bytes(made))).worksheets[0]
    assert any("Not made" in str(cell.value) for cell in cover["B"])
    assert "What does a transaction cost?" in _cells(made)[1]


def _cells(pack: Pack) -> list[str]:
    """The words in the tables of the slides that list what is missing."""
    found = []
    for slide in Presentation(io.BytesIO(slides.pptx_bytes(pack))).slides:
        if slide.shapes.title.text == pack.missing().title:
            tables = [shape.table for shape in slide.shapes if shape.has_table]
            found += [" | ".join(cell.text for cell in row.cells) for table in tables for row in table.rows]
    return found


def _refusing(_asked: Asked) -> None:
    raise Refused("The bank has no figures of this kind. Load them.", "channel_activity")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_file_says_what_is_missing_and_what_would_fill_it(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "SECTIONS", dict.fromkeys(gather.SECTIONS, _refusing))
    made = _pack(SLUGS, language)
    table = {"fr": "Activité des canaux", "en": "Channel activity"}[language]
    assert made.sections == ()
    assert list(made.missing().frame.iloc[:, 2]) == [table] * len(SLUGS)
    for written in (pdf.pdf_bytes(made), annex.pdf_bytes(made)):
        assert PdfReader(io.BytesIO(written)).trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    reader = PdfReader(io.BytesIO(pdf.pdf_bytes(made)))
    text = _plain("".join(page.extract_text() for page in reader.pages))
    assert text.count(_plain(table)) == len(SLUGS)
    assert made.missing().title in [item.title for item in reader.outline if not isinstance(item, list)]
    assert sum(table in row for row in _cells(made)) == len(SLUGS)
    book = load_workbook(io.BytesIO(workbook.xlsx_bytes(made)))
    # A name that is too long for a sheet ends with a word, and says that it goes on.
    (name,) = (each for each in book.sheetnames if made.missing().title.startswith(each.rstrip("…")))
    assert [book[name].cell(5 + row, 3).value for row in range(len(SLUGS))] == [table] * len(SLUGS)
    not_made = json.loads(annex.json_bytes(made))["not_made"]
    assert {row["page"]: row["filled_by"] for row in not_made} == {
        slug: ["channel_activity"] for slug in SLUGS
    }


def test_a_section_that_no_file_can_hold_is_named_and_the_files_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made_of_scores = gather.SECTIONS["risk-scores"]

    def unwritable(asked: Asked) -> Section:
        made = made_of_scores(asked)
        figure = replace(made.figures[0], specification={"mark": "no such mark"})
        return replace(made, slug="risk-drivers", figures=(figure,))

    monkeypatch.setattr(gather, "SECTIONS", {**gather.SECTIONS, "risk-drivers": unwritable})
    asked = Asked("amandier", "Banque Amandier")
    made = build.build(
        build.order(("risk-drivers", "channels-costs"), asked, ORIGIN), lambda _share, _what: None
    )
    assert [part.slug for part in made.pack.sections] == ["channels-costs"]
    assert [part.slug for part in made.pack.failures] == ["risk-drivers"]
    assert len(PdfReader(io.BytesIO(made.pdf)).pages) > 3
    titles = [table.title for table in gather.SECTIONS["channels-costs"](asked).tables]
    contents = load_workbook(io.BytesIO(made.xlsx)).worksheets[1]
    assert set(titles) <= {row[1].value for row in contents.iter_rows(min_row=4)}


def test_a_reader_who_leaves_ends_the_wait_for_a_free_place(monkeypatch: pytest.MonkeyPatch) -> None:
    class Left(BaseException):
        """What the framework raises where the reader has gone."""

    def told(_share: float, _what: str) -> None:
        raise Left

    monkeypatch.setattr(build, "_PLACES", BoundedSemaphore(1))
    monkeypatch.setattr(build, "_LOOK_SECONDS", 0.001)
    build._PLACES.acquire()
    with pytest.raises(Left):
        build.build(build.order(SLUGS, Asked("amandier", "Banque Amandier"), ORIGIN), told)
    waited = []
    monkeypatch.setattr(build, "_PATIENCE_SECONDS", 0.003)
    with pytest.raises(build.Busy):
        build.build(
            build.order(SLUGS, Asked("amandier", "Banque Amandier"), ORIGIN),
            lambda share, what: waited.append((share, what)),
        )
    assert set(waited) == {(0.0, "")}


def test_every_section_can_be_made_of_the_demonstration_data() -> None:
    made = _pack(tuple(gather.SECTIONS), "fr")
    assert made.failures == ()
    assert [section.slug for section in made.sections] == list(gather.SECTIONS)
    assert made.synthetic


def test_invented_data_are_marked_on_paper_slides_and_sheets(spoken: Pack) -> None:
    mark = {"fr": "Données synthétiques", "en": "Synthetic data"}[spoken.language]
    for section in spoken.sections:
        for figure in section.figures:
            assert ("synthetic" in figure.kinds) == (mark in str(figure.specification.get("title")))
    titles = {
        name: chart.chart_title.text_frame.text
        for name, chart in _charts(Presentation(io.BytesIO(slides.pptx_bytes(spoken))))
    }
    assert {name: mark in title for name, title in titles.items()} == {
        figure.title: "synthetic" in figure.kinds
        for part in spoken.sections
        for figure in part.figures
        if truth.native(figure)
    }


def test_a_gap_stays_a_gap_in_a_native_chart() -> None:
    frame = pd.DataFrame({"year": ["2024", "2025"], "a": [1.0, None]})
    data = slides.chart_data(Plot("line", frame, "%"))
    assert list(data[0].values) == [1.0, None]


def test_the_annex_holds_formulas_thresholds_versions_and_hash(spoken: Pack) -> None:
    content = json.loads(annex.json_bytes(spoken))
    assert content["snapshot"]["hash"] == link.shown().hash
    assert [model["page"] for model in content["models"]] == list(SLUGS)
    for model in content["models"]:
        assert [each["figure"] for each in model["challenged"]] == [
            _(each.figure) for each in OBJECTIONS.get(model["page"], ())
        ]
    first = content["thresholds"][0]
    assert (first["indicator"], first["cut_3"], first["tag_3"]) == ("O1", 4.0, "V2")
    assert content["overrides"] == []
    assert "numpy" in content["versions"]
    reader = PdfReader(io.BytesIO(annex.pdf_bytes(spoken)))
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    text = _plain("".join(page.extract_text() for page in reader.pages))
    assert link.shown().hash in text
    assert _plain(annex.thresholds().iloc[0, 1]) in text
    answered = content["models"][0]["challenged"][0]["objections"][0]
    assert _plain(answered["objection"]) in text
    assert _plain(answered["answer"]) in text
    assert annex.json_bytes(spoken) == annex.json_bytes(spoken)
    thresholds = annex.thresholds().set_index(annex.thresholds().columns[0])
    for row in content["thresholds"]:
        shown = thresholds.loc[row["indicator"]].iloc[4].replace(",", ".").replace("\u202f", "")
        first = float(re.sub(r"[^0-9.]", "", shown.split(" (")[0]))
        assert first == pytest.approx(row["cut_1"], rel=1e-9)
