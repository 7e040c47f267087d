"""A screen of the story on the wall: measured as a hall sees it, at 1920 by 1080."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from analytics.display import STEPS
from tests.browser.conftest import Visit, settled

pytestmark = pytest.mark.browser
BANKS = ("amandier", "caravane", "noria", "zellige", "detroit", "cedre", "oliviers", "safran")
WIDE, HIGH = 1920, 1080
HEADLINE, TYPE, PLOT = 44, 24, 0.55
_BLUR, _FEWEST = 1.5, 5

MEASURED = """() => {
  const shown = document.querySelector('.st-key-stage-picture')
  const box = each => { const b = each.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom] }
  const size = each => parseFloat(getComputedStyle(each).fontSize)
  const words = [...shown.querySelectorAll('svg text, p, h3')].filter(each => each.textContent.trim())
  const plot = shown.querySelector('svg .root > g > path.background, svg .mark-group .background') || shown
  const picture = shown.querySelector('svg.marks')
  const below = [...document.querySelectorAll('[data-testid=stMainBlockContainer] :is(h1, p, svg, button)')]
    .filter(each => !each.closest('.st-key-stage-bar') && each.getBoundingClientRect().height > 0)
  return {
    headline: size(document.querySelector('.st-key-answer h1')),
    sizes: words.map(size), texts: words.map(each => each.textContent), boxes: words.map(box),
    plot: box(plot), picture: box(picture || shown), drawn: Boolean(picture),
    others: [...document.querySelectorAll('.st-key-answer h1, .st-key-stage-therefore p')].map(box),
    lowest: Math.max(...below.map(each => each.getBoundingClientRect().bottom)),
    scrolls: document.scrollingElement.scrollHeight > innerHeight + 1,
    bar: getComputedStyle(document.querySelector('.st-key-stage-bar')).opacity,
  }
}"""


def _meet(one: list[float], two: list[float]) -> bool:
    across = min(one[2], two[2]) - max(one[0], two[0])
    down = min(one[3], two[3]) - max(one[1], two[1])
    return across > _BLUR and down > _BLUR


def _faults(seen: dict[str, Any]) -> list[str]:
    """What a hall could not read, one sentence each."""
    said = [] if len(seen["texts"]) > _FEWEST else ["no words were found to measure"]
    if seen["headline"] < HEADLINE:
        said.append(f"the headline has {seen['headline']} px")
    said += [
        f"{text!r} has {size} px"
        for text, size in zip(seen["texts"], seen["sizes"], strict=True)
        if size < TYPE
    ]
    _left, top, _right, bottom = seen["plot"]
    if (bottom - top) / HIGH < PLOT:
        said.append(f"the plot takes {(bottom - top) / HIGH:.0%} of the height")
    if seen["lowest"] > HIGH + 1 or seen["scrolls"]:
        said.append(f"something stands below the fold, at {seen['lowest']:.0f} px")
    named = list(zip(seen["texts"], seen["boxes"], strict=True))
    said += [
        f"{one!r} meets {two!r}"
        for (one, a), (two, b) in combinations(named, 2)
        if one != two and _meet(a, b)
    ]
    said += [
        f"{text!r} meets what stands around it"
        for text, a in named
        if any(_meet(a, b) for b in seen["others"])
    ]
    said += [f"{text!r} leaves the wall" for text, a in named if a[0] < 0 or a[2] > WIDE or a[3] > HIGH]
    if float(seen["bar"]) > 0:
        said.append("controls stand in view")
    return said


def _measured(page: Page, bank: str, language: str) -> list[str]:
    said = []
    for step in STEPS:
        expect(page.get_by_text(re.compile(rf"(Screen|Écran) {step} (of|sur) 8"))).to_be_visible()
        settled(page)
        what = page.locator(
            ".st-key-stage-picture :is(svg.marks, canvas)" if step != "8" else ".st-key-stage-picture h3"
        )
        expect(what.first).to_be_visible()
        # The picture is drawn again where its place has grown: its words stand still when two looks agree.
        page.wait_for_function(
            """() => { const now = document.querySelector('.st-key-stage-picture').innerHTML.length
              const before = window.vigieSeen; window.vigieSeen = now; return before === now }""",
            polling=300,
        )
        said += [f"{bank} {language} {step}: {fault}" for fault in _faults(page.evaluate(MEASURED))]
        if step != STEPS[-1]:
            page.keyboard.press("PageDown")
    return said


@pytest.mark.parametrize(("bank", "language"), [("caravane", "fr"), ("amandier", "en")])
def test_every_screen_can_be_read_from_the_back_row(visit: Visit, bank: str, language: str) -> None:
    page = visit(f"/story?lang={language}&mode=presentation&v=2&bank={bank}", width=WIDE, height=HIGH)
    assert _measured(page, bank, language) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("bank", BANKS)
def test_every_screen_of_every_bank_can_be_read_from_the_back_row(
    visit: Visit, bank: str, language: str
) -> None:
    page = visit(f"/story?lang={language}&mode=presentation&v=2&bank={bank}", width=WIDE, height=HIGH)
    assert _measured(page, bank, language) == []


def test_notes_and_audience_follow_within_a_second_and_the_notes_turn_the_screen(visit: Visit) -> None:
    page = visit("/story?lang=en&mode=presentation&v=2&step=2", width=WIDE, height=HIGH)
    windows = []
    for name in ("Speaker notes", "Audience’s screen"):
        with page.context.expect_page() as opened:
            page.get_by_role("link", name=name).click()
        windows.append(opened.value)
        settled(windows[-1])
    notes, audience = windows
    for window in windows:
        expect(window.get_by_text("Screen 2 of 8").first).to_be_visible()
    page.bring_to_front()
    page.keyboard.press("PageDown")
    expect(page.get_by_text("Screen 3 of 8")).to_be_visible()
    for window in windows:
        # A hidden window's clock is slowed by the browser; what is measured is the walk of the news.
        expect(window.get_by_text("Screen 3 of 8").first).to_be_visible()
    notes.bring_to_front()
    notes.get_by_role("button", name="Next").click()
    for window in (page, audience):
        expect(window.get_by_text("Screen 4 of 8").first).to_be_visible()
    expect(audience.get_by_role("button", name="Next")).to_have_count(0)
    for window in windows:
        window.close()


def test_f_fills_the_screen_and_a_slider_moves_the_headline(visit: Visit) -> None:
    page = visit("/story?lang=en&mode=presentation&v=2&step=7", width=WIDE, height=HIGH)
    before = page.get_by_role("heading", level=1).inner_text()
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement === null")
    page.locator(".st-key-stage-bar input[type=range]").press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(before)
    settled(page)
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("mode=presentation"))
    expect(page).to_have_url(re.compile("tau="))
