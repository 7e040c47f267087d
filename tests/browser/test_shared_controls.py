"""Every control shows the value that its page computes with, however a reader came to the page."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from analytics.display import WHOLE, WHOLE_KEY, Display
from analytics.scenario import VERSION, VERSION_KEY, Scenario
from analytics.scenario import assumption as held
from data.snapshots import Snapshot
from tests.browser.conftest import Visit, follow, settled
from tests.drawn import sharing
from ui.reader import Reader
from ui.registry import HOME
from ui.words import unbroken

pytestmark = pytest.mark.browser
READ = """() => Object.fromEntries(
  [...document.querySelectorAll('[class*="st-key-control-"]')].flatMap(place => {
    const name = [...place.classList].find(each => each.startsWith("st-key-control-")).slice(15)
    const slider = place.querySelector("input[type=range]")
    const field = place.querySelector("input[type=text]")
    if (slider) {
      const [said, written] = [slider.ariaValueText ?? slider.getAttribute("aria-valuetext"),
        place.querySelector("[data-testid=stSliderThumbValue]").innerText]
      return [[name, said === written ? said : `${said} said, ${written} written`]]
    }
    return field ? [[name, field.value]] : []
  }))"""
SETTLES_WITHIN_SECONDS = 5
# Far from the defaults, and between the steps where there are any.
# What is asked of no data in particular.
USUAL = Reader(cast("Snapshot", None), Scenario())
CHOSEN = {
    "bank": "noria",
    "month": "2026-03",
    "risk": "legal",
    "offer_peers": "size",
    "offer_channel": "mobile",
}
FIGURE = re.compile(r"[\d\s]*[\d]*[.,]?\d+")


def far() -> Reader:
    """A scenario whose shared controls are all far from their defaults, numbers off the steps."""
    shared = frozenset().union(*sharing().values())
    changes: dict[str, Any] = {}
    for name in sorted(shared - CHOSEN.keys()):
        assumption = held(name)
        between = assumption.low + 0.37 * (assumption.high - assumption.low)
        changes[name] = round(between) if assumption.shape == "integer" else round(between, 5)
    return USUAL.change(**changes, **CHOSEN)


def address(slug: str, asked: Reader, language: str = "fr") -> str:
    # Unfolded: a control in a closed drawer shows nothing.
    stated = {"lang": language, WHOLE_KEY: WHOLE, VERSION_KEY: VERSION} | asked.to_query()
    return f"/{'' if slug == HOME.slug else slug}?{urlencode(stated, safe=',')}"


def drawn(page: Page) -> None:
    settled(page)
    page.locator("[data-testid=stMain] [data-testid=stSkeleton]").first.wait_for(state="detached")


def shown(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(READ)
    return found


def at(page: Page, question: str, wanted: dict[str, str], way: str) -> list[str]:
    """Wait for the page that asks ``question``; what its controls show that they must not."""
    expect(page.get_by_role("heading", level=1)).to_have_text(unbroken(question))
    drawn(page)
    deadline = time.monotonic() + SETTLES_WITHIN_SECONDS
    while (found := shown(page)) != wanted and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    return [
        f"{way}: {name} shows {found.get(name)!r}, the page uses {text!r}"
        for name, text in wanted.items()
        if found.get(name) != text
    ]


class Links:
    """What each page asks and shows when its own link opens it, read once."""

    def __init__(self, page: Page, asked: Reader) -> None:
        self.page, self.asked = page, asked
        self.seen: dict[str, tuple[str, dict[str, str]]] = {}

    def known(self, slug: str) -> tuple[str, dict[str, str]]:
        """What ``slug`` asks and shows; opened by its link where that was not yet done."""
        if slug not in self.seen:
            parts = urlsplit(self.page.url)
            self.page.goto(f"{parts.scheme}://{parts.netloc}{address(slug, self.asked)}")
            drawn(self.page)
            self.seen[slug] = self.page.get_by_role("heading", level=1).inner_text(), shown(self.page)
        return self.seen[slug]

    def back(self) -> None:
        """The browser's own button, until another page's address is left.

        Where the page writes its address late, the bare one that the menu made stays in the history.
        """
        self.page.go_back()
        if not urlsplit(self.page.url).query:
            self.page.go_back()

    def walk(self, first: str, second: str) -> list[str]:
        """By the menu from one page to the other and back again, and with the browser's own button."""
        far_end, near = self.known(second), self.known(first)
        wrong = []
        if urlsplit(self.page.url).path.strip("/") != (first if first != HOME.slug else ""):
            follow(self.page, first)
            wrong += at(self.page, *near, f"menu → {first}")
        follow(self.page, second)
        wrong += at(self.page, *far_end, f"{first} → menu → {second}")
        follow(self.page, first)
        wrong += at(self.page, *near, f"{second} → menu → {first}")
        self.back()
        wrong += at(self.page, *far_end, f"{first} → back → {second}")
        self.back()
        return wrong + at(self.page, *near, f"{second} → back → {first}")


def few() -> Iterator[tuple[str, str]]:
    """Pairs of pages that together share every control that any two pages share."""
    left = set().union(*sharing().values())
    while left:
        pair = max(sharing(), key=lambda each: len(sharing()[each] & left))
        left -= sharing()[pair]
        yield pair


# The pairs that share the most controls; make test-all walks between all that share one.
_MOST = 3


@pytest.mark.parametrize(("first", "second"), list(itertools.islice(few(), _MOST)))
def test_a_shared_control_shows_what_its_page_uses(visit: Visit, first: str, second: str) -> None:
    links = Links(visit(address(second, far())), far())
    assert links.walk(first, second) == []
    for slug in (first, second):
        for name in sharing()[first, second]:
            _states(links.seen[slug][1][name], name)


def _states(text: str, name: str) -> None:
    """A slider opened by a link reads as the number that the link states, as such or in percent."""
    assumption = held(name)
    if assumption.low is None:
        return
    value = float(far().value(name))
    read = float("".join(re.findall(r"[\d,]", text)).replace(",", "."))
    digits = len(text.partition(",")[2].strip(" %")) if "," in text else 0
    assert read in {round(value, digits), round(100 * value, digits), round(10000 * value, digits)}, text


@pytest.mark.exhaustive
def test_every_pair_of_pages_that_share_a_control(visit: Visit) -> None:
    first = next(iter(sharing()))[0]
    links = Links(visit(address(first, far())), far())
    wrong = [each for pair in sharing() for each in links.walk(*pair)]
    assert wrong == []


def test_a_step_of_the_keyboard_goes_to_the_neighbour_and_moves_nothing_else(visit: Visit) -> None:
    page = visit(address("adoption-forecast", far()))
    follow(page, "marketing-levers")
    expect(page).to_have_url(re.compile("marketing-levers"))
    drawn(page)
    before = far()
    thumb = page.locator(".st-key-control-level input[type=range]")
    # Off the steps, with as many digits as it has.
    assert thumb.get_attribute("aria-valuetext") == "68,13\N{NO-BREAK SPACE}%"
    thumb.press("ArrowRight")
    expect(thumb).to_have_attribute("aria-valuetext", "70\N{NO-BREAK SPACE}%")
    expect(page).to_have_url(re.compile("level=0.7&"))
    drawn(page)
    expect(thumb).to_have_attribute("aria-valuetext", "70\N{NO-BREAK SPACE}%")
    assert _stated(page) == before.change(level=0.7)


def test_a_change_of_language_moves_no_control(visit: Visit) -> None:
    page = visit(address("adoption-forecast", far(), "en"))
    drawn(page)
    english = shown(page)
    page = visit(address("adoption-forecast", far()))
    drawn(page)
    question = {"en": "How many will use e-banking, and when?"}
    page.get_by_role("radio", name="English").click()
    assert at(page, question["en"], english, "fr → en") == []
    thumb = page.locator(".st-key-control-growth_with_trust input[type=range]")
    thumb.press("ArrowRight")
    expect(page).to_have_url(re.compile("tgrowth="))
    drawn(page)
    assert _stated(page) == far().change(growth_with_trust=_stated(page).value("growth_with_trust"))
    moved = {name for name, text in shown(page).items() if text != english[name]}
    assert moved == {"growth_with_trust"}


def test_what_a_page_is_set_against_is_shown_on_the_next(visit: Visit) -> None:
    page = visit(address("data", USUAL.change(beside="year")))
    for slug in ("import", "data"):
        follow(page, slug)
        expect(page).to_have_url(re.compile(f"/{slug}"))
        drawn(page)
        page.get_by_role("button", name="Comparer").click()
        expect(page.get_by_role("radio", name="un an plus tôt")).to_be_checked()
        page.keyboard.press("Escape")


def test_a_link_of_a_page_opens_another_with_its_controls_as_stated(visit: Visit) -> None:
    page = visit(address("story", far().change(story_step="5")))
    page.locator("[data-testid=stMain] [data-testid=stPageLink] a").first.click()
    expect(page).not_to_have_url(re.compile("/story"))
    drawn(page)
    reached, question = shown(page), page.get_by_role("heading", level=1).inner_text()
    assert reached
    page.goto(page.url)
    assert at(page, question, reached, "opened anew") == []


def _stated(page: Page) -> Reader:
    query = dict(parse_qsl(urlsplit(page.url).query))
    return replace(USUAL, scenario=Scenario.from_query(query)[0], display=Display.from_query(query)[0])
