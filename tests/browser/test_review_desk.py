"""A case from its opening to its closure, through the hands of everybody at the desk, in a real browser."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooLate
from pypdf import PdfReader

from tests.browser.conftest import Visit, settled
from tests.browser.desk import HEAD, PLACE, Desk, walk

pytestmark = pytest.mark.browser


def _buttons(page: Page) -> set[str]:
    """The steps that are offered."""
    return set(page.locator("[class*='st-key-review-']").get_by_role("button").all_inner_texts())


def _head_of_letter(page: Page) -> str:
    """Number and hash that the letter of the case prints, fetched by its link as the reader would."""
    href = page.get_by_role("link", name="Letter in English (PDF)").get_attribute("href")
    answer = page.request.get(href if href.startswith("http") else page.url.split("/review-")[0] + href)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body())).pages)
    found = re.search(r"--head\s*(\d+:[0-9a-f\s]{64,})", text)
    assert found, text
    return re.sub(r"\s", "", found[1])[: found[1].index(":") + 65]


def test_a_case_passes_through_every_hand_and_nobody_does_what_is_not_theirs(visit: Visit) -> None:
    page = visit(f"/review-case?lang=en&{PLACE}", width=1440, locale="en-GB")
    desk = Desk(page, "en")
    main = page.get_by_test_id("stMain")
    letter = ""
    for view in walk(desk):
        offered = _buttons(page)
        if view.startswith("supervisor"):
            assert not offered & {"Approve", "Communicate to the bank", "Challenge the judgement"}, view
        if view == "supervisor-opens":
            expect(desk.answer).to_contain_text("no judgement proposed; draft")
        elif view == "supervisor-proposed":
            # The likeliest grade is offered first, with what it takes.
            expect(desk.answer).to_contain_text("proposed ■ 2 → ▲ 3; draft, it takes one head")
        elif view == "horizontal-asked":
            expect(main).to_contain_text(desk.written("reason"))
            assert offered & {"Approve", "Propose"} == set()
        elif view == "horizontal-challenged":
            expect(desk.answer).to_contain_text("challenged, the supervisor must answer")
            expect(desk.button("Challenge the judgement")).to_have_count(0)
        elif view == "supervisor-challenged":
            expect(main).to_contain_text(desk.written("challenge"))
        elif view == "head-asked":
            expect(main).to_contain_text(desk.written("reason"))
            assert {"Approve", "Reject the judgement", "Return"} <= offered
        elif view == "bank-not-told":
            expect(desk.answer).to_contain_text("nothing here that Meryem Naciri may see")
            expect(main).not_to_contain_text("▲ 3")
            assert not offered
        elif view == "bank-told":
            expect(desk.answer).to_contain_text("model → decided ■ 2 → ▲ 3; communicated")
            expect(main).not_to_contain_text(desk.written("challenge"))
            expect(page.get_by_role("link", name="Case file (ZIP)")).to_have_count(0)
            letter = _head_of_letter(page)
        elif view == "supervisor-answered":
            expect(main).to_contain_text(desk.written("reply"))
        elif view == "supervisor-closed":
            expect(page.locator(".st-key-metric-review-to-mend")).to_contain_text("0")
        elif view == "supervisor-reopened":
            expect(desk.answer).to_contain_text("no judgement proposed; draft. Until then ▲ 3 stands")
            expect(page.get_by_role("button", name="Earlier cases")).to_be_visible()
        elif view == "bank-reopened":
            expect(desk.answer).to_contain_text("model → decided ■ 2 → ▲ 3; communicated")
        elif view == "auditor-ledger":
            newest = "The newest: Ledger read, Case opened, Finding closed and Finding answered."
            expect(page.get_by_role("region", name=newest)).to_be_visible()
    forged = letter[:-1] + ("0" if letter[-1] != "0" else "1")
    for text, said in (
        (forged, "No: the ledger has no such event"),
        (letter, "Yes: the ledger has this event"),
    ):
        page.get_by_label("Number and hash that a letter prints").fill(text)
        desk.button("Compare with the ledger").click()
        expect(page.get_by_test_id("stAlert").get_by_text(said)).to_be_visible()


def _choose(page: Page, menu: str, option: str) -> None:
    # A run that ends while the menu is open closes it.
    settled(page)
    box = page.get_by_role("combobox", name=menu, exact=True)
    wanted = page.get_by_role("option", name=option).first
    for _attempt in range(5):
        box.click()
        box.fill(option[:-1])
        try:
            wanted.click(timeout=4_000)
        except TooLate:
            # The framework closes its list when what stands above moves, as a fold does that opens.
            page.keyboard.press("Escape")
            settled(page)
        else:
            return
    raise AssertionError(f"{menu}: {option} could not be chosen")


def test_a_role_taken_away_counts_from_the_next_click(visit: Visit) -> None:
    office = Desk(visit("/review-grants?lang=en", locale="en-GB"), "en")
    at_work = Desk(visit("/review-case?lang=en&bank=noria&risk=legal&month=2026-09", locale="en-GB"), "en")
    nothing = at_work.now("nothing here that Salma Idrissi may see")
    expect(nothing).to_be_visible()

    asking = office.page.get_by_text("Ask for a role", exact=True)
    office.become("admin", asking)
    asking.click()
    for menu, option in (("Person", "Salma Idrissi"), ("Role", "supervisor"), ("Bank", "Banque Noria")):
        _choose(office.page, menu, option)
    office.press("Ask for the role", office.now("2 roles wait for a head"))
    approve = office.page.get_by_role("button", name="Approve: Salma Idrissi, supervisor, Banque Noria")
    office.become(HEAD, approve)
    office.take(approve, office.now("1 role waits for a head"))
    _choose(at_work.page, "Risk", "Operational")
    expect(at_work.now("Banque Noria, operational risk, September 2026: model")).to_be_visible()
    settled(at_work.page)

    withdrawing = office.page.get_by_text("Withdraw a role", exact=True)
    office.become("admin", withdrawing)
    withdrawing.click()
    _choose(office.page, "Role in force, or asked for", "Salma Idrissi, supervisor, Banque Noria")
    office.button("Withdraw the role").click()
    expect(office.page.get_by_text("Done, and written in the ledger.")).to_be_visible()
    # Her page still shows the model; the next click shows nothing of the bank any more.
    _choose(at_work.page, "Risk", "Legal")
    expect(nothing).to_be_visible()


def test_a_head_who_is_one_person_with_the_author_does_not_approve(visit: Visit) -> None:
    page = visit("/review-grants?lang=en", locale="en-GB")
    desk = Desk(page, "en")
    joining = page.get_by_text("Two accounts, one person", exact=True)
    desk.become("head-1", joining)
    joining.click()
    _choose(page, "One account", "Salma Idrissi")
    _choose(page, "The other account", "Karim Sefrioui")
    desk.button("Declare them one person").click()
    expect(page.get_by_text("Done, and written in the ledger.")).to_be_visible()
    settled(page)
    page.goto(page.url.split("/review-")[0] + "/review-case?lang=en&bank=cedre&risk=legal&month=2026-10")
    settled(page)
    desk.press("Open a case", desk.button("Propose"))
    desk.press("Submit for approval", desk.now("a head must decide"))
    desk.become("head-2", desk.button("Approve"))
    desk.field("Grounds").fill("As the model says.")
    desk.button("Approve").click()
    expect(page.get_by_text("you wrote in this case, so another head must approve it")).to_be_visible()
    expect(desk.now("submitted")).to_be_visible()
