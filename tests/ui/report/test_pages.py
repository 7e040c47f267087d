"""The pages of the pack's PDF, measured from their coordinates: full, few, with a link to follow."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from pypdf import PdfReader

from analytics.scenario import Scenario
from studies import core
from tests.partial import only
from ui import link
from ui.link import LANGUAGE_STATE
from ui.report import fitting, gather, pdf
from ui.report.board import Pack
from ui.report.chosen import Asked
from ui.workbench import data

_FOOT = 60.0
_HALF = 842 / 2
_FLAT, _FEWEST_LINES = 1e-6, 4
# Weighing the laws of losses takes longer than all other sections together.
_QUICK = tuple(slug for slug in gather.SECTIONS if slug != "risk-losses")


@pytest.fixture(autouse=True)
def _home(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    yield
    st.session_state.clear()


def _pack(bank: str, language: str, slugs: tuple[str, ...], **changes: Any) -> Pack:
    st.session_state[LANGUAGE_STATE] = language
    known = core.banks(link.shown())
    code = bank or known["bank"].iloc[0]
    st.session_state["scenario"] = Scenario().change(bank=code, **changes)
    name = dict(zip(known["bank"], known["name"], strict=True))[code]
    return gather.gather(slugs, Asked(code, name), "http://localhost:8501", lambda *_told: None)


def _bottoms(reader: PdfReader) -> list[float]:
    """Of each page, where its last line of text stands, its footer apart: points from the bottom."""
    found = []
    for page in reader.pages:
        heights: list[float] = []

        def note(text: str, cm: Any, tm: Any, _font: Any, _size: Any, seen: list[float] = heights) -> None:
            if text.strip():
                # Where a line stands: its own matrix within that of what it is drawn in.
                seen.append(tm[4] * cm[1] + tm[5] * cm[3] + cm[5])

        page.extract_text(visitor_text=note)
        found.append(min((each for each in heights if each > _FOOT), default=0.0))
    return found


def _words(page: Any) -> list[tuple[float, float, float, float, str]]:
    """Left, foot, right and head of what stands upright on a page, and its letters."""
    found = []

    def note(text: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
        told = text.strip()
        if not told or abs(cm[1]) > _FLAT or abs(tm[1]) > _FLAT:
            return
        left = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        foot = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        points = size * abs(cm[0] * tm[0])
        found.append((left, foot, left + 72 * fitting.width(told, points), foot + 0.7 * points, told))

    page.extract_text(visitor_text=note)
    return found


def _overlapping(page: Any) -> list[tuple[str, str]]:
    """Words of which one stands on the other; the rim that sets a word off from lines is the word itself."""
    return [
        (one[4], two[4])
        for one, two in combinations(_words(page), 2)
        if min(one[2], two[2]) - max(one[0], two[0]) > 1 and min(one[3], two[3]) - max(one[1], two[1]) > 1
        if one[4] != two[4] or abs(one[0] - two[0]) + abs(one[1] - two[1]) > 1
    ]


def _check(pack: Pack) -> PdfReader:
    reader = PdfReader(io.BytesIO(pdf.pdf_bytes(pack)))
    for number, page in enumerate(reader.pages, start=1):
        assert _overlapping(page) == [], number
        lines = {round(word[1]) for word in _words(page) if word[1] > _FOOT}
        # A title, a header and three rows: no page begins with the last row of a table.
        assert len(lines) >= _FEWEST_LINES, number
        assert "localhost" not in page.extract_text()
    titles = [item for item in reader.outline if not isinstance(item, list)]
    claims = {section.sentence for section in pack.sections}
    body = [reader.get_destination_page_number(item) for item in titles if item.title in claims]
    shown = body[: pdf.BODY_AT_MOST - 1]
    # The summary, then one page a claim, and no page between them.
    assert shown == list(range(1, len(shown) + 1))
    assert len(shown) + 1 <= pdf.BODY_AT_MOST
    bottoms = _bottoms(reader)
    bare = {place: round(bottoms[place]) for place in (0, *shown) if bottoms[place] > _HALF}
    assert bare == {}, "a page of the body is less than half full"
    return reader


@pytest.mark.parametrize(
    ("bank", "language"),
    [("caravane", "fr"), pytest.param("amandier", "en", marks=pytest.mark.exhaustive)],
)
def test_the_body_is_short_and_its_pages_are_full(bank: str, language: str) -> None:
    pack = _pack(bank, language, _QUICK)
    reader = _check(pack)
    first = reader.pages[0].extract_text()
    assert pack.decisions is not None
    for row in pack.decisions.frame.itertuples(index=False):
        assert "".join(str(row[0]).split())[:12] in "".join(first.split()).replace("-", "")
    assert "localhost" not in "".join(page.extract_text() for page in reader.pages)


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("bank", ["amandier", "caravane", ""])
def test_every_section_of_best_worst_and_bare_has_full_pages(bank: str, language: str) -> None:
    if not bank:
        link.open_workspace(only("risk-alone", ("bank", "risk_observation")).workspace)
    _check(_pack(bank, language, tuple(gather.SECTIONS)))


def test_a_pack_of_risk_rows_alone_has_full_pages_too() -> None:
    link.open_workspace(only("risk-alone", ("bank", "risk_observation")).workspace)
    _check(_pack("", "en", _QUICK))


def test_the_link_leads_to_the_public_address_and_can_be_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_PUBLIC_URL", "https://vigie.example.org/board")
    pack = _pack("amandier", "en", ("risk-scores",), power=4.0)
    reader = PdfReader(io.BytesIO(pdf.pdf_bytes(pack)))
    targets = [
        note.get_object()["/A"]["/URI"]
        for page in reader.pages
        for note in page.get("/Annots", ())
        if "/A" in note.get_object() and "/URI" in note.get_object()["/A"]
    ]
    assert set(targets) == {pack.link}
    assert pack.link.startswith("https://vigie.example.org/board/report?")
    # The typeface draws hyphen and soft hyphen by one glyph, and readers of files may name either.
    assert pack.link in "".join(reader.pages[0].extract_text().split()).replace("\xad", "-")
    assert ("Compensation p", "4", "2") in pack.changed


def test_a_line_below_each_picture_names_where_it_comes_from() -> None:
    pack = _pack("amandier", "en", ("risk-scores", "macro-tobin-tax"))
    for section in pack.sections:
        for figure in section.figures:
            assert figure.source.startswith("Source: ")
            assert f"snapshot {link.shown().hash[:8]}" in figure.source


def test_sources_are_those_that_the_sections_rest_on_in_the_reader_s_language() -> None:
    pack = _pack("amandier", "fr", ("risk-scores",))
    every = data.sources(link.shown())
    listed = pack.sources.set_index("Source")["Titre"]
    assert set(listed.index) == pack.sections[0].rests
    assert 0 < len(listed) < len(every)
    assert listed["demo_generator"] == "Générateur des banques de démonstration"
    assert "Générateur des banques de démonstration" in pack.sections[0].figures[0].source
    assert "docs/" not in pack.sections[0].figures[0].source


def test_scenarios_that_ship_speak_of_the_bank_of_the_pack() -> None:
    (section,) = _pack("caravane", "en", ("scenarios",)).sections
    assert section.caution == ""
    side_by_side = next(table for table in section.tables if table.name == "scenarios").frame
    banks = side_by_side.loc[side_by_side["Line"] == "Bank"].iloc[0, 2:]
    assert set(banks) == {"Banque Caravane"}
    assert "Current scenario" not in side_by_side
    touched = side_by_side.loc[side_by_side["Line"] == "Assumptions touched"].iloc[0, 2:]
    assert list(touched) == ["0", "2", "1", "1"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_word_is_broken_that_fits_its_line(language: str) -> None:
    pack = _pack("caravane", language, ("risk-scores", "macro-reserves"))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.pdf_bytes(pack))).pages[:3])
    assert [line for line in text.splitlines() if line.endswith("\xad")] == []
