"""A bank on its first day: risk rows and nothing else. The story goes on and the pack comes."""

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import Visit, settled
from tests.partial import only

pytestmark = pytest.mark.browser
WORKSPACE = "premier-jour"
PACK_WITHIN_MILLISECONDS = 90_000
FILES = ("PDF", "PPTX", "XLSX", "Annexe méthodologique (PDF)", "Annexe méthodologique (JSON)")


@pytest.fixture(autouse=True)
def _first_day(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    only(WORKSPACE, ["bank", "risk_observation"])


def test_all_eight_screens_are_reached_by_key(visit: Visit) -> None:
    page = visit(f"/story?lang=fr&mode=presentation&w={WORKSPACE}")
    for screen in range(1, 9):
        expect(page.get_by_text(f"Écran {screen} sur 8")).to_be_visible()
        settled(page)
        expect(page.locator(".st-key-answer").get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
        page.keyboard.press("PageDown")
    page.keyboard.press("PageUp")
    expect(page.get_by_text("Écran 7 sur 8")).to_be_visible()


def test_the_five_files_come_and_name_what_is_missing(visit: Visit) -> None:
    page = visit(f"/report?lang=fr&w={WORKSPACE}")
    page.get_by_role("button", name="Produire les fichiers").click()
    answer = page.locator(".st-key-answer")
    expect(answer).to_contain_text("le dossier est prêt", timeout=PACK_WITHIN_MILLISECONDS)
    settled(page)
    made = re.search(r"avec (\d+) sections sur 18", answer.inner_text())
    assert made
    missing = 18 - int(made.group(1))
    assert 0 < missing < 18
    found = {}
    for name in FILES:
        with page.expect_download() as download:
            page.get_by_role("button", name=re.compile(f"^{re.escape(name)},")).first.click()
        found[name] = Path(download.value.path()).read_bytes()
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(found["PDF"])).pages)
    # A PDF breaks and hyphenates words where the page wants it.
    assert "Activitédescanaux" in re.sub(r"[\s\u00a0\u202f\u00ad-]+", "", text)
    book = load_workbook(io.BytesIO(found["XLSX"]))
    (name,) = (each for each in book.sheetnames if each.startswith("Sections qui"))
    rows = book[name].iter_rows(min_row=5, values_only=True)
    assert len([row for row in rows if row[0]]) == missing
    expect(page.get_by_text("Données au 31 octobre 2026 ·")).to_be_visible()
