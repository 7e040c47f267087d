"""What people do with the product, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, settled
from tests.browser.serving import serving
from ui.words import unbroken

pytestmark = pytest.mark.browser
_ASKED = {
    "overview": "De quoi nous inquiéter",
    "risk-scores": "Quel est le risque",
    "risk-drivers": "Qu’est-ce qui fait bouger",
    "risk-losses": "Que peut-il en coûter, et qu",
    "risk-incidents": "Est-il majeur, et quand devo",
    "risk-licensing": "Où pouvons-nous servir des c",
    "risk-supervision": "Comment va le système",
    "adoption-forecast": "Combien utiliseront",
    "adoption-drivers": "Qui adopte",
    "adoption-services": "Notre offre est-elle",
    "marketing-levers": "Quels leviers amènent",
    "macro-tobin-tax": "Que ferait une taxe",
    "macro-fx-market": "calmerait-elle",
    "channels-costs": "Que coûte une opération",
    "channels-migration": "Qu’économise-t-on",
    "channels-staffing": "Combien de personnes faut-il",
    "marketing-search": "Nous trouve-t-on",
    "marketing-experiments": "La campagne en est-elle la cause",
    "macro-reserves": "Les réserves du pays",
    "macro-capital": "Quelle marge de manœuvre",
    "story": "Quel est le raisonnement",
    "scenarios": "Comment les scénarios se comparent-ils",
    "proofs": "Nos formules donnent-elles",
    "channels-activity": "Que font les clients",
    "marketing-one-to-one": "À qui adresser une offre personnelle",
    "marketing-mix": "Notre mix e-marketing est-il complet",
    "macro-money": "La banque centrale perd",
    "plan-shares": "Que déplaçons-nous en trois ans",
    "plan-outage": "Que nous coûterait une panne",
    "plan-shocks": "Que coûterait un choc",
    "plan-peers": "Où nous situons-nous parmi",
    "plan-watch": "Quel chiffre a quitté sa cible",
    "review-inbox": "Qu’est-ce qui m’attend",
    "review-case": "Quelle note, et qui en répond",
    "review-horizontal": "Les banques semblables",
    "review-findings": "Que doivent corriger",
    "review-methods": "Nos méthodes sont-elles aptes",
    "review-returns": "Qui doit",
    "review-grants": "Qui peut faire quoi",
    "review-ledger": "Peut-on prouver",
    "data": "D’où vient chaque chiffre",
    "report": "Que présente-t-on au conseil",
    "start": "Que disent déjà",
    "import": "Comment voir notre propre banque",
}
QUESTION = {slug: unbroken(asked) for slug, asked in _ASKED.items()}


# A process of its own costs seconds: every run opens so the page that computes longest, and make test-all a
# page of each other menu, too. All pages are opened on the shared process.
FIRST_VISITS = (
    "risk-losses",
    *(
        pytest.param(slug, marks=pytest.mark.exhaustive)
        for slug in ("overview", "adoption-forecast", "channels-migration", "macro-tobin-tax", "report")
    ),
)


def _pick(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option).click()
    settled(page)


@pytest.mark.parametrize("slug", FIRST_VISITS)
def test_a_link_opens_its_page_as_the_first_visit_to_a_fresh_process(
    visit: Visit, demo_home: Path, slug: str
) -> None:
    with serving(demo_home) as server:
        page = visit(f"/{slug}?lang=fr", server=server.origin)
        expect(page.get_by_role("heading", level=1)).to_contain_text(QUESTION[slug])
        expect(page.get_by_text("could not be drawn")).to_have_count(0)
        # What the page still fetches must not find the server gone.
        page.close()


def test_the_browser_s_language_greets_and_the_page_declares_it(visit: Visit) -> None:
    page = visit("/", locale="en-GB")
    expect(page.get_by_role("heading", level=1)).to_contain_text("What should we worry about")
    assert page.locator("html").get_attribute("lang") == "en"
    french = visit("/", locale="fr-MA")
    assert french.locator("html").get_attribute("lang") == "fr"
    second = visit("/", accept_language="de,en;q=0.7")
    assert second.locator("html").get_attribute("lang") == "en"
    expect(second.get_by_role("heading", level=1)).to_contain_text("What should we worry about")


def test_answer_and_picture_come_first_and_stand_where_the_page_then_puts_them(
    visit: Visit, origin: str
) -> None:
    place = """name => {
      const found = document.querySelector(name).getBoundingClientRect()
      return [found.x, found.y, found.width, found.height].map(Math.round)
    }"""
    page = visit("/channels-costs?lang=fr", width=1440)
    live = page.evaluate(place, ".st-key-answer")
    sentence = page.locator(".st-key-answer").inner_text().strip()
    plain = page.context.browser.new_context(
        java_script_enabled=False, viewport={"width": 1440, "height": 900}, locale="fr-FR"
    )
    painted = plain.new_page()
    # The page's own visit has begun it: by now or soon it is there.
    for _turn in range(200):
        painted.goto(f"{origin}/channels-costs?lang=fr")
        if painted.locator("#vigie-first .drawing svg").count():
            break
    assert painted.locator("#vigie-first .drawing svg").count() == 1
    assert painted.locator(".answer p").first.inner_text().strip() in sentence
    assert painted.locator(".answer").bounding_box() == pytest.approx(
        dict(zip(("x", "y", "width", "height"), live, strict=True)), abs=2
    )
    plain.close()


def test_the_page_declares_the_language_to_which_it_was_switched(visit: Visit) -> None:
    page = visit("/channels-costs?lang=fr")
    page.get_by_role("radio", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.go_back()
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_choices_stay_across_language_pages_and_history(visit: Visit) -> None:
    page = visit("/risk-scores?lang=fr")
    _pick(page, "Risque", "Juridique")
    expect(page).to_have_url(re.compile("risk=legal"))
    page.get_by_role("radio", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("How risky")
    settled(page)
    expect(page).to_have_url(re.compile("lang=en.*risk=legal"))

    entries = page.evaluate("history.length")
    page.get_by_role("button", name="Overview").click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text="Overview").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What should we worry about")
    settled(page)
    expect(page).to_have_url(re.compile("risk=legal"))
    # One page further is one entry further, so that one step back is one page back.
    assert page.evaluate("history.length") == entries + 1

    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("How risky")
    settled(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quel est le risque")
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_contain_text("How risky")
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_bare_address_of_a_page_is_passed_over_by_the_one_that_reproduces_it(visit: Visit) -> None:
    page = visit("/data?lang=en")
    # What the framework does where its menu does not know the address yet: the page, and then its parameters.
    added = page.evaluate(
        """() => {
          history.pushState({}, "", location.pathname)
          const before = history.length
          history.pushState({}, "", location.pathname + "?lang=en&bank=safran")
          return [history.length - before, location.search]
        }"""
    )
    assert added == [0, "?lang=en&bank=safran"]


def test_a_copied_link_opens_the_same_page_elsewhere(visit: Visit, origin: str) -> None:
    first = visit("/risk-scores?lang=en&v=1&risk=reputational&p=4")
    answer = first.locator(".st-key-answer").inner_text()
    first.get_by_role("button", name="Share").click()
    code = first.get_by_role("tabpanel", name="Link").get_by_test_id("stCode")
    expect(code).to_contain_text("http")
    link = code.inner_text().strip()
    second = visit(link.removeprefix(origin), locale="fr-FR")
    assert second.locator(".st-key-answer").inner_text() == answer


def test_a_chart_leaves_as_a_picture_and_a_table_as_a_file(visit: Visit) -> None:
    page = visit("/risk-scores?lang=en")
    page.get_by_text("Figures and files").first.click()
    with page.expect_download() as picture:
        page.get_by_role("button", name="Picture (PNG)").first.click()
    assert Path(picture.value.path()).read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as table:
        page.get_by_role("button", name="CSV", exact=True).first.click()
    text = Path(table.value.path()).read_text(encoding="utf-8-sig")
    assert "# Kinds of data: Synthetic" in text
    assert "Operational" in text


def test_the_keyboard_reaches_the_controls(visit: Visit) -> None:
    page = visit("/risk-scores?lang=en")
    for label in ("Bank", "Risk"):
        control = page.get_by_role("combobox", name=label).first
        expect(control).to_be_enabled()
        for _press in range(60):
            if control.evaluate("control => control === document.activeElement"):
                break
            page.keyboard.press("Tab")
        expect(control).to_be_focused()


def test_the_story_is_presented_from_the_keyboard_with_notes_in_a_second_window(visit: Visit) -> None:
    page = visit("/story?lang=en&mode=presentation")
    expect(page.get_by_test_id("stTopNavLinkContainer")).to_have_count(0)
    # The language is switched while presenting: a hall has both.
    expect(page.get_by_role("radio", name="English")).to_have_count(1)
    expect(page.get_by_role("button", name="Next")).to_be_enabled()
    page.keyboard.press("PageDown")
    expect(page.get_by_text("Screen 2 of 8")).to_be_visible()
    settled(page)
    page.keyboard.press("PageDown")
    expect(page.get_by_text("Screen 3 of 8")).to_be_visible()
    settled(page)
    page.keyboard.press("PageUp")
    expect(page.get_by_text("Screen 2 of 8")).to_be_visible()
    settled(page)
    said = page.get_by_role("heading", level=1).inner_text()

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Speaker notes").click()
    notes = opened.value
    expect(notes.get_by_role("heading", name="Speaker notes")).to_be_visible()
    expect(notes.get_by_text("Screen 2 of 8")).to_be_visible()
    assert notes.get_by_role("heading", level=1).inner_text() == said

    page.get_by_role("button", name="Leave the presentation").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What is the argument")
    expect(page).to_have_url(re.compile(r"step=2"))
    expect(page).not_to_have_url(re.compile("mode="))


def _turns(page: Page, key: str, screen: int) -> None:
    page.keyboard.press(key)
    expect(page.get_by_text(f"Screen {screen} of 8")).to_be_visible()
    settled(page)


def test_the_keys_turn_the_screen_wherever_the_focus_is(visit: Visit) -> None:
    page = visit("/story?lang=en&mode=presentation")
    expect(page.get_by_role("button", name="Next")).to_be_enabled()
    for key, screen in (("ArrowRight", 2), (" ", 3), ("ArrowLeft", 2)):
        _turns(page, key, screen)
    button = page.get_by_role("button", name="Leave the presentation")
    bank = page.get_by_role("combobox", name="Bank")
    notes = page.get_by_role("link", name="Speaker notes")
    for focus in (bank, button, notes):
        focus.focus()
        _turns(page, "PageDown", 3)
        _turns(page, "PageUp", 2)
    # A button has no use for arrows; a field needs them and the space bar for its text.
    button.focus()
    _turns(page, "ArrowRight", 3)
    _turns(page, "ArrowLeft", 2)
    bank.focus()
    page.keyboard.press("ArrowLeft")
    bank.click()
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Escape")
    bank.click()
    _turns(page, "PageDown", 3)
    expect(page.get_by_role("option")).to_have_count(0)
    page.locator("body").press("Escape")
    settled(page)
    expect(page.get_by_text("Screen 3 of 8")).to_be_visible()
    expect(page).to_have_url(re.compile("mode=presentation"))


def test_the_keys_leave_a_slider_its_arrows_and_pages_outside_the_story_alone(visit: Visit) -> None:
    page = visit("/risk-scores?lang=en&mode=presentation&v=1&step=2")
    page.get_by_text("Settings").first.click()
    thumb = page.locator(".st-key-control-level input[type=range]")
    thumb.press("ArrowRight")
    expect(page).to_have_url(re.compile("level=0.85"))
    thumb.press("Escape")
    settled(page)
    expect(page).to_have_url(re.compile("mode=presentation"))
