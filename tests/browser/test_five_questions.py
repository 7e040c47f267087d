"""The five questions of a board, from the first screen: what is clicked is counted, at most two each."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit, settled

pytestmark = pytest.mark.browser
MOST_CLICKS = 2
FIRST_SCREEN = "/overview?lang=en&bank=caravane"


@dataclass
class Hand:
    """Clicks on a page, and their number."""

    page: Page
    clicks: int = 0

    def click(self, what: Locator) -> None:
        """One click, and what it brings."""
        self.clicks += 1
        assert self.clicks <= MOST_CLICKS, "the question takes more clicks than it may"
        what.click()
        settled(self.page)


@pytest.fixture
def hand(visit: Visit) -> Hand:
    return Hand(visit(FIRST_SCREEN, width=1440))


def test_the_three_biggest_risks_and_the_one_action(hand: Hand) -> None:
    """Without a click: the risks in the picture, the action in the first row of what to decide."""
    page = hand.page
    expect(page.get_by_role("heading", name=re.compile("operational risk stands highest"))).to_be_visible()
    decided = page.get_by_role("tabpanel", name="Three decisions")
    expect(decided.get_by_role("region", name=re.compile("operational", re.I))).to_be_visible()
    assert hand.clicks == 0


def test_the_active_customers_of_2029(hand: Hand) -> None:
    page = hand.page
    hand.click(page.locator(".st-key-metric-active-ahead").get_by_role("link"))
    expect(page).to_have_url(re.compile("/adoption-forecast"))
    hand.click(page.get_by_text("Figures and files").first)
    figures = page.get_by_role("region", name=re.compile(r"2029: \d{3},\d{3} active customers"))
    expect(figures).to_be_visible()
    assert hand.clicks <= MOST_CLICKS


def test_the_bank_beside_a_peer(hand: Hand) -> None:
    page = hand.page
    hand.click(page.get_by_role("button", name="Compare"))
    hand.click(page.get_by_text("Banque Amandier", exact=True))
    expect(page.get_by_text("Banque Caravane beside Banque Amandier:")).to_be_visible()
    assert hand.clicks <= MOST_CLICKS


def test_where_the_number_comes_from(hand: Hand) -> None:
    page = hand.page
    hand.click(page.get_by_text("Figures and files").first)
    expect(page.get_by_role("heading", name="Where these figures come from").first).to_be_visible()
    assert hand.clicks <= MOST_CLICKS


def test_what_changed_since_last_month(hand: Hand) -> None:
    page = hand.page
    hand.click(page.get_by_role("tab", name="What changed"))
    expect(page.get_by_role("heading", name="What changed since last month")).to_be_visible()
    assert hand.clicks <= MOST_CLICKS
