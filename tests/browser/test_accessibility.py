"""axe-core and width on every page, in light and dark, on a desk and on a telephone."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from analytics.scenario import Scenario
from data.snapshots import current
from tests.browser.allowed import ALLOWED
from tests.browser.conftest import Visit, settled
from tests.browser.test_journeys import QUESTION
from ui.content import Content
from ui.contents import CONTENTS
from ui.reader import Reader
from ui.registry import PAGES
from ui.review import ground

pytestmark = pytest.mark.browser
# Of a screen of 900: two thirds of the smallest picture are in view.
_LATEST_PICTURE = 660
_LEAST_PICTURE = 360
# Of a telephone's 844: the title of the picture and its first rows are in view.
_LATEST_ON_A_TELEPHONE = 790
PICTURE = "[data-testid=stVegaLiteChart]:not(.st-key-metrics [data-testid=stVegaLiteChart])"
# A strip of tabs scrolls by itself.
WIDE = """() => [...document.querySelectorAll('[data-testid=stMain] :is(h1, p), .st-key-answer')]
    .filter(e => !e.closest('[role=tablist]') && e.getBoundingClientRect().right > 391).length"""
# An animation that is paused or stands in a part not drawn never ends: those are not waited for.
STILL = """() => document.getAnimations().every(a => a.playState !== 'running'
    || !Number.isFinite(a.effect.getComputedTiming().endTime))"""
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    # Style sheets are loaded a second time only for a rule that is none of these.
    "preload": False,
}


def _unexpected(violations: list[dict]) -> list[str]:
    found = []
    for violation in violations:
        for node in violation["nodes"]:
            where = " ".join(map(str, node["target"]))
            if not any(part in where or part in node["html"] for part in ALLOWED.get(violation["id"], ())):
                found.append(f"{violation['id']}: {where}: {node['html'][:200]}")
    return found


def _check(page: Page) -> None:
    assert _unexpected(Axe().run(page, options=RULES).response["violations"]) == []


def _check_the_first_screen(page: Page, slug: str) -> None:
    """What a reader sees without scrolling: figures, and the picture that carries the answer."""
    # What the router does at each run: a page that leads to the desk asks who sits there.
    ground.lay()
    value = CONTENTS[slug](Reader(current(), Scenario())) if slug in CONTENTS else None
    if not isinstance(value, Content) or value.picture is None:
        return
    picture = page.locator(PICTURE).first.bounding_box()
    assert picture is not None
    assert picture["y"] <= _LATEST_PICTURE, f"the picture begins at {picture['y']:.0f} px"
    assert picture["height"] >= _LEAST_PICTURE, f"the picture is {picture['height']:.0f} px tall"
    figures = page.locator(".st-key-metrics").bounding_box()
    assert figures is not None
    assert figures["y"] < picture["y"]


def _check_the_first_screen_of_a_telephone(page: Page, slug: str) -> None:
    """The picture begins on the first screen, below figures that stand two by two."""
    if not page.locator(PICTURE).count() or slug not in CONTENTS:
        return
    picture = page.locator(PICTURE).first.bounding_box()
    assert picture is not None
    assert picture["y"] <= _LATEST_ON_A_TELEPHONE, f"the picture begins at {picture['y']:.0f} px"
    figures = page.locator(".st-key-metrics > *")
    first, second = (figures.nth(place).bounding_box() for place in (0, 1))
    assert first is not None
    assert second is not None
    assert first["y"] == second["y"], "figures stand two by two"


def _put_on_a_telephone(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_test_id("stTopNav").wait_for(state="detached")
    # Colours that still change have a contrast that nobody sees.
    expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
    page.wait_for_function(STILL)


# Colours are the theme's on every page and widths the browser's: make test opens every other page, looks for
# what axe finds on one half of those at a desk in light, on the rest on a telephone in dark, and once in the
# other two ways. make test-all measures every page at both widths, and has axe on each in all four.
_LOOKED_AT = (0, 1)
_ON_A_DESK = frozenset(page.slug for page in PAGES[::2])
_SCHEMES = ("light", "dark")


def _check_a_page(look: Visit, slug: str, on_a_desk: str, on_a_telephone: str, axe: frozenset[str]) -> None:
    """Open a page at a desk in one scheme and turn it to a telephone in another: measured at both widths.

    ``axe`` names the widths at which accessibility is checked as well.
    """
    page = look(slug, scheme=on_a_desk)
    expect(page.get_by_role("heading", level=1)).to_contain_text(QUESTION[slug])
    expect(page.get_by_text("could not be drawn")).to_have_count(0)
    page.locator("[data-testid=stSkeleton]").first.wait_for(state="detached")
    if "desk" in axe:
        _check(page)
    _check_the_first_screen(page, slug)
    _put_on_a_telephone(page, on_a_telephone)
    if "telephone" in axe:
        _check(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(WIDE) == 0
    _check_the_first_screen_of_a_telephone(page, slug)


@pytest.fixture(autouse=True)
def _on_the_demonstration(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(page, id=page.slug, marks=() if place % 4 in _LOOKED_AT else pytest.mark.exhaustive)
        for place, page in enumerate(PAGES)
    ],
)
def test_a_page_is_accessible_and_fits_on_a_desk_and_on_a_telephone(look: Visit, entry) -> None:
    axe = "desk" if entry.slug in _ON_A_DESK else "telephone"
    _check_a_page(look, entry.slug, "light", "dark", frozenset({axe}))


@pytest.mark.parametrize(("slug", "axe"), [("overview", "desk"), ("risk-scores", "telephone")])
def test_a_page_is_accessible_on_a_desk_in_dark_and_on_a_telephone_in_light(
    look: Visit, slug: str, axe: str
) -> None:
    _check_a_page(look, slug, "dark", "light", frozenset({axe}))


def _reach(page: Page, control: Locator) -> None:
    """Go to a control by the keyboard alone."""
    for _press in range(80):
        if control.evaluate("control => control === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(control).to_be_focused()


def test_a_case_is_opened_and_proposed_by_the_keyboard_and_its_forms_are_accessible(visit: Visit) -> None:
    page = visit("/review-case?lang=fr&bank=amandier&month=2026-10&risk=reputational", locale="fr-FR")

    opening = page.get_by_role("button", name="Ouvrir un dossier")
    expect(opening).to_be_visible()
    _reach(page, opening)
    page.keyboard.press("Enter")
    texts = page.get_by_role("textbox")
    expect(page.get_by_role("button", name="Proposer", exact=True)).to_be_visible()
    for label, written in (
        ("Motif en 40", "La visite sur place a trouvé moins de personnel que déclaré."),
        ("ce qui a été vu", "Compte rendu de la visite."),
        ("Pièce datée", "2026-11-12"),
    ):
        field = texts.and_(page.get_by_label(label, exact=False)).first
        _reach(page, field)
        page.keyboard.type(written)
    _reach(page, page.get_by_role("button", name="Proposer", exact=True))
    _check(page)
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-answer")).to_contain_text("proposé")
    page.get_by_text("Verser une pièce").first.click()
    place = page.get_by_test_id("stFileUploader")
    expect(place).to_contain_text("10\u202fMo par fichier")
    expect(place).to_contain_text("Choisir un fichier")


def test_a_method_is_validated_by_the_keyboard_alone(visit: Visit) -> None:
    page = visit("/review-methods?lang=fr", locale="fr-FR")
    answer = page.locator(".st-key-answer")
    expect(answer).to_contain_text("13 méthodes sur 16")

    def choose(menu: str, named: str) -> None:
        control = page.locator(f".st-key-{menu}").get_by_role("combobox")
        _reach(page, control)
        page.keyboard.type(named)
        page.keyboard.press("Enter")
        # Until the run ends, the forms of the choice before stand beside the new ones.
        settled(page)

    choose("choice-of-review-person", "Omar")
    expect(page.get_by_role("button", name="Juger inapte")).to_be_visible()
    choose("choice-of-review-method", "Pertes")
    limits = page.get_by_label("Dans quelles limites")
    expect(limits).to_be_visible()
    _reach(page, limits)
    page.keyboard.type("Apte avec trois ans de pertes relevées.")
    validate = page.get_by_role("button", name="Valider")
    _reach(page, validate)
    _check(page)
    settled(page)
    expect(validate).to_be_focused()
    page.keyboard.press("Enter")
    # Said at once, or the key went nowhere; the count comes with the run.
    expect(page.get_by_text("Fait, et inscrit au registre.")).to_be_visible()
    expect(answer).to_contain_text("14 méthodes sur 16")


@pytest.mark.exhaustive
@pytest.mark.parametrize("scheme", _SCHEMES)
@pytest.mark.parametrize("entry", PAGES, ids=lambda page: page.slug)
def test_every_page_is_accessible_at_both_widths_in_both_schemes(look: Visit, entry, scheme: str) -> None:
    other = next(each for each in _SCHEMES if each != scheme)
    _check_a_page(look, entry.slug, scheme, other, frozenset({"desk", "telephone"}))
