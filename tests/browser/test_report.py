"""From a changed scenario to the files on the board's table."""

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from pptx import Presentation
from pypdf import PdfReader

from tests.browser.conftest import Visit, settled

pytestmark = pytest.mark.browser


def test_a_changed_scenario_is_found_inside_the_files(visit: Visit) -> None:
    page = visit("/risk-scores?lang=fr&v=1&p=4&sections=risk-scores,channels-costs")
    answer = page.locator(".st-key-answer").inner_text()
    score = re.search(r"risque d’ensemble de (\d+) sur 100", answer)
    assert score
    default = visit("/risk-scores?lang=fr").locator(".st-key-answer").inner_text()
    assert score.group(0) not in default

    page.get_by_role("button", name="Atelier").click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text="Rapport").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Que présente")
    settled(page)
    page.get_by_role("button", name="Produire les fichiers").click()
    expect(page.locator(".st-key-answer")).to_contain_text("2 sections sur 2")
    settled(page)
    found = {}
    for name in ("PDF", "PPTX", "XLSX"):
        with page.expect_download() as download:
            page.get_by_role("button", name=re.compile(f"^{name},")).first.click()
        found[name] = Path(download.value.path()).read_bytes()

    document = PdfReader(io.BytesIO(found["PDF"]))
    text = re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in document.pages))
    assert score.group(0) in text
    # What was changed is named; an address of this machine would lead nobody anywhere.
    assert "Compensation p" in text
    assert "127.0.0.1" not in text
    slides = Presentation(io.BytesIO(found["PPTX"])).slides
    words = " ".join(
        shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame
    )
    assert score.group(0) in words.replace("\u00a0", " ")
    book = load_workbook(io.BytesIO(found["XLSX"]))
    overall = book["1.3 Les quatre risques"].cell(9, 2).value
    assert round(overall) == int(score.group(1))


def test_a_pack_that_is_called_off_leaves_no_file(visit: Visit) -> None:
    page = visit("/report?lang=en&v=2&bank=noria")
    page.get_by_role("button", name="Produce the files").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Called off: no file was made, and the work has ended.")).to_be_visible()
    settled(page)
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("^PDF,"))).to_have_count(0)
    expect(page.get_by_role("button", name="Produce the files")).to_be_enabled()
