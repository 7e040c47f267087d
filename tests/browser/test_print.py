"""What a page looks like on paper, read from the PDF that the browser's own print makes."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PageObject, PdfReader

from tests.browser.conftest import Visit, settled

pytestmark = pytest.mark.browser
_FEWEST_LETTERS = 200
_MOST_SHEETS = 4
_LIGHTEST_INK, _RIM = 2.2, 3.0
# Words that are turned or raised are not found as they were written.
_MOST_WORDS = 0.85

PRINTED = """() => {
  const seen = each => each.getClientRects().length > 0 && getComputedStyle(each).visibility !== 'hidden'
  const CONTROLS = 'button, input, textarea, select, canvas, [role=tablist], [role=slider]'
  const main = document.querySelector('[data-testid=stMain]')
  const sheet = main.querySelector('[data-testid=stMainBlockContainer]').getBoundingClientRect()
  return {
    controls: [...main.querySelectorAll(CONTROLS)]
      .filter(seen).map(each => each.outerHTML.slice(0, 80)),
    wide: [...main.querySelectorAll('svg.marks, table')].filter(seen)
      .filter(each => each.getBoundingClientRect().right > sheet.right + 2).length,
    figures: [...main.querySelectorAll('.st-key-metrics [class*=st-key-metric]')].filter(seen)
      .map(each => Math.round(each.getBoundingClientRect().top)),
    whole: [...main.querySelectorAll('[data-testid=stVegaLiteChart]')].filter(seen)
      .every(each => getComputedStyle(each).breakInside === 'avoid'),
  }
}"""
DRAWN = """() => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')]
  .filter(each => !each.closest('.st-key-metrics') && each.getClientRects().length)
  .map(each => [...each.querySelectorAll('svg.marks text')].map(word => word.textContent.trim()))
  .map(words => words.filter(Boolean))"""
ON_SCREEN = """() => [...document.querySelectorAll('[class*=st-key-paper]')]
  .filter(each => each.getClientRects().length).length"""
NAMED = """() => [...document.querySelectorAll('[data-testid=stMain] button:not([role=tab])')]
  .map(each => each.innerText.trim()).filter(each => each.length > 3)"""
HYPHENS = dict.fromkeys(map(ord, "\N{NON-BREAKING HYPHEN}\N{HYPHEN}"), "-")
LETTERED = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) rg\s(?:/G\d+ gs\s)?BT")


def _letters(text: str) -> str:
    return "".join(text.split()).translate(HYPHENS)


def _held(words: list[str], text: str) -> float:
    return sum(_letters(word) in text for word in words) / len(words)


def _inks(sheet: PageObject) -> set[tuple[float, ...]]:
    contents = sheet.get_contents()
    assert contents is not None
    return {tuple(map(float, found)) for found in LETTERED.findall(contents.get_data())}


@pytest.mark.parametrize(
    ("slug", "language", "bank", "mode", "lying"),
    [
        ("risk-scores", "en", "caravane", "dark", False),
        ("risk-licensing", "fr", "caravane", "light", True),
        pytest.param("overview", "en", "caravane", "dark", False, marks=pytest.mark.exhaustive),
        pytest.param("risk-losses", "fr", "caravane", "light", True, marks=pytest.mark.exhaustive),
        pytest.param("review-horizontal", "fr", "caravane", "dark", True, marks=pytest.mark.exhaustive),
        pytest.param("channels-costs", "fr", "amandier", "light", False, marks=pytest.mark.exhaustive),
        pytest.param("adoption-forecast", "en", "caravane", "light", True, marks=pytest.mark.exhaustive),
        pytest.param("macro-reserves", "fr", "amandier", "dark", False, marks=pytest.mark.exhaustive),
    ],
)
def test_paper_has_the_page_without_its_controls(
    visit: Visit, slug: str, language: str, bank: str, mode: str, lying: bool
) -> None:
    page = visit(f"/{slug}?lang={language}&bank={bank}", width=1440, height=900)
    page.emulate_media(color_scheme="dark" if mode == "dark" else "light")
    page.reload()
    settled(page)
    expect(page.locator("[data-testid=stVegaLiteChart] svg.marks").first).to_be_visible()
    answer = page.locator(".st-key-answer").first.inner_text()
    question = page.get_by_role("heading", level=1).inner_text()
    pictures, names = page.evaluate(DRAWN), page.evaluate(NAMED)
    assert pictures
    assert all(pictures)
    assert page.evaluate(ON_SCREEN) == 0, "what paper shows takes no room on a screen"
    made = page.pdf(format="A4", landscape=lying, print_background=True)
    sheets = PdfReader(io.BytesIO(made)).pages
    assert len(sheets) <= _MOST_SHEETS
    texts = [_letters(sheet.extract_text()) for sheet in sheets]
    assert _letters(question) in texts[0]
    assert _letters(answer)[:30] in texts[0]
    assert all(len(text) > _FEWEST_LETTERS for text in texts), "no sheet is blank, the last included"
    assert all((sheet.mediabox.width > sheet.mediabox.height) == lying for sheet in sheets)
    for words in pictures:
        assert max(_held(words, text) for text in texts) > _MOST_WORDS, "a picture is cut"
    assert _held(pictures[0], texts[0]) > _MOST_WORDS, "the answer and its picture share a sheet"
    assert not [name for name in names if _letters(name) in "".join(texts)]
    links = [note.get_object()["/A"]["/URI"] for note in sheets[-1]["/Annots"]]
    assert any(f"bank={bank}" in link for link in links), "the link that opens the page again"
    for sheet in sheets:
        # A letter as light as those of a dark screen could not be read; the rims of letters are white.
        assert _inks(sheet)
        assert [ink for ink in _inks(sheet) if _LIGHTEST_INK < sum(ink) < _RIM] == []

    page.emulate_media(media="print", color_scheme="dark" if mode == "dark" else "light")
    seen = page.evaluate(PRINTED)
    assert seen["controls"] == []
    assert seen["wide"] == 0
    assert seen["whole"]
    assert len(seen["figures"]) > 1
    assert len(set(seen["figures"])) == 1, "the figures stand beside each other"
