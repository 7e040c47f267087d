"""One link carries the scenario through the subjects: a lever changes the saving on another page."""

import re

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import Visit, settled

pytestmark = pytest.mark.browser
CONTROLS = ("discount_rate", "adoption_years")


def test_a_lever_moved_on_the_marketing_page_changes_the_saving_of_migration(visit: Visit) -> None:
    page = visit("/channels-migration?lang=fr&show=all")
    answer = page.locator(".st-key-answer")
    expect(answer).to_contain_text("MAD")
    before = answer.inner_text()

    page.get_by_test_id("stTopNav").get_by_role("button", name="Marketing").click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text="Leviers").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quels leviers")
    settled(page)
    page.get_by_text("dirhams par an et par client").first.click()
    thumb = page.get_by_role("slider", name=re.compile("Courriel")).first
    thumb.focus()
    for _step in range(5):
        thumb.press("ArrowRight")
    settled(page)
    expect(page).to_have_url(re.compile("memail="))

    page.get_by_test_id("stTopNav").get_by_role("button", name="Canaux").click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text="Migration").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("économise")
    settled(page)
    expect(page).to_have_url(re.compile("memail="))
    expect(answer).not_to_have_text(before)
    expect(page.get_by_text("Avec les leviers et la confiance du scénario").first).to_be_visible()


class Line:
    """What the server says to a page, which can be kept back as by a busy server or a slow line."""

    def __init__(self) -> None:
        self.busy = False
        self.kept: list[bytes] = []
        self.changes = 0

    def between(self, page: Page) -> None:
        page.route_web_socket(re.compile("/_stcore/stream"), self.held)

    def held(self, to_page: WebSocketRoute) -> None:
        self.to_page, to_server = to_page, to_page.connect_to_server()

        def said(message: str | bytes) -> None:
            if self.busy and isinstance(message, bytes):
                self.kept.append(message)
            else:
                to_page.send(message)

        def asked(message: str | bytes) -> None:
            self.changes += self.busy
            to_server.send(message)

        to_server.on_message(said)
        to_page.on_message(asked)

    def free(self) -> None:
        while self.kept:
            self.to_page.send(self.kept.pop(0))
        self.busy, self.changes = False, 0

    def wait(self, page: Page, *, changes: int, said: bytes = b"") -> None:
        """Until the page has sent so many changes, and the server has answered with ``said``."""
        while self.changes < changes or said not in b"".join(self.kept):
            page.wait_for_timeout(50)


def test_a_hand_faster_than_the_line_loses_nothing_and_stays_where_it_went(visit: Visit) -> None:
    line = Line()
    page = visit("/channels-migration?lang=fr&show=all", before=line.between)
    rate, years = (page.locator(f".st-key-control-{name}").get_by_role("slider") for name in CONTROLS)

    usual = str(years.get_attribute("aria-valuetext"))

    # The second is moved before the browser has heard what the first one did to the address.
    line.busy = True
    rate.press("ArrowRight")
    line.wait(page, changes=1, said=b"mrate")
    years.press("ArrowRight")
    line.wait(page, changes=2, said=b"ahead")
    line.free()
    expect(page).to_have_url(re.compile(r"(?=.*mrate=0\.11)(?=.*ahead=)"))
    settled(page)
    expect(rate).to_have_attribute("aria-valuetext", re.compile("^11"))

    # Both addresses may still be ahead of the browser, for all that the server knows; going back is a choice.
    page.go_back()
    expect(years).to_have_attribute("aria-valuetext", usual)
    settled(page)
    expect(page).to_have_url(re.compile(r"mrate=0\.11$"))

    # It is moved once more after another page was chosen, which the browser has yet to be told of.
    page.get_by_test_id("stTopNav").get_by_role("button", name="Marketing").click()
    line.busy = True
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text="Leviers").click()
    rate.press("ArrowRight")
    line.wait(page, changes=2)
    line.free()
    expect(page).to_have_url(re.compile("/marketing-levers"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quels leviers")
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quels leviers")
