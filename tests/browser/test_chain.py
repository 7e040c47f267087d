"""One link carries the scenario through the subjects: a lever changes the saving on another page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, settled

pytestmark = pytest.mark.browser


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
