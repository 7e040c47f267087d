"""What a page looks like on paper, read from the PDF that the browser's own print makes."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import Visit, settled

pytestmark = pytest.mark.browser
_FEWEST_LETTERS = 40

PRINTED = """() => {
  const seen = each => each.getClientRects().length > 0 && getComputedStyle(each).visibility !== 'hidden'
  const main = document.querySelector('[data-testid=stMain]')
  const sheet = main.querySelector('[data-testid=stMainBlockContainer]').getBoundingClientRect()
  return {
    controls: [...main.querySelectorAll('button, input, textarea, select, [role=tablist], [role=slider]')]
      .filter(seen).map(each => each.outerHTML.slice(0, 80)),
    wide: [...main.querySelectorAll('svg.marks, [data-testid=stDataFrame]')].filter(seen)
      .filter(each => each.getBoundingClientRect().right > sheet.right + 2).length,
    figures: [...main.querySelectorAll('.st-key-metrics [class*=st-key-metric]')].filter(seen)
      .map(each => Math.round(each.getBoundingClientRect().top)),
    whole: [...main.querySelectorAll('[data-testid=stVegaLiteChart], [data-testid=stDataFrame]')].filter(seen)
      .every(each => getComputedStyle(each).breakInside === 'avoid'),
  }
}"""


@pytest.mark.parametrize(
    ("slug", "language", "bank"),
    [
        ("risk-scores", "en", "caravane"),
        pytest.param("channels-costs", "fr", "amandier", marks=pytest.mark.exhaustive),
        pytest.param("adoption-forecast", "en", "caravane", marks=pytest.mark.exhaustive),
        pytest.param("macro-reserves", "fr", "amandier", marks=pytest.mark.exhaustive),
    ],
)
def test_paper_has_the_page_without_its_controls(visit: Visit, slug: str, language: str, bank: str) -> None:
    page = visit(f"/{slug}?lang={language}&bank={bank}", width=1440, height=900)
    settled(page)
    expect(page.locator("[data-testid=stVegaLiteChart] svg.marks").first).to_be_visible()
    answer = page.locator(".st-key-answer").first.inner_text()
    page.emulate_media(media="print")
    seen = page.evaluate(PRINTED)
    assert seen["controls"] == []
    assert seen["wide"] == 0
    assert seen["whole"]
    assert len(seen["figures"]) > 1
    assert len(set(seen["figures"])) == 1, "the figures stand beside each other"
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True))).pages
    texts = ["".join(sheet.extract_text().split()) for sheet in sheets]
    assert "".join(answer.split())[:30] in texts[0]
    assert all(len(text) > _FEWEST_LETTERS for text in texts), "no sheet is blank, the last included"
    assert all(float(sheet.mediabox.width) > float(sheet.mediabox.height) for sheet in sheets)
