"""The walk of a case through every hand at the review desk: for the journey, and for its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import follow, settled
from ui.review.people import BY_KEY
from ui.review.words import STATES
from ui.words import Language, _, speaking, unbroken

# Of these the invented history holds no case, and the model doubts its grade.
PLACE = "bank=detroit&risk=legal&month=2026-10"
SUPERVISOR, HORIZONTAL, HEAD, BANK, AUDITOR = (
    "supervisor-1",
    "horizontal",
    "head-1",
    "bank-detroit",
    "auditor",
)
WRITTEN = {
    "en": {
        "reason": "The legal team lost two of its five people since the data; contracts wait unread.",
        "note": "Minutes of the visit of 10 November, and the staff list.",
        "challenge": "Other banks lost as many people: what sets this one apart?",
        "answer": "The others have a law firm under contract; this bank has none.",
        "grounds": "The evidence bears the grade.",
        "requirement": "Have every outsourcing contract read by counsel before it is signed.",
        "measure": "No new critical outsourcing without counsel’s opinion.",
        "reply": "A law firm is under contract since 12 November.",
    },
    "fr": {
        "reason": "L’équipe a perdu deux de ses cinq juristes ; les contrats restent sans relecture.",
        "note": "Compte rendu de la visite du 10 novembre, et liste du personnel.",
        "challenge": "D’autres banques ont perdu autant de juristes : en quoi celle-ci diffère-t-elle ?",
        "answer": "Les autres ont un cabinet sous contrat ; celle-ci n’en a pas.",
        "grounds": "La pièce porte la note.",
        "requirement": "Faire relire par un juriste chaque contrat d’externalisation avant signature.",
        "measure": "Aucune externalisation critique nouvelle sans avis juridique.",
        "reply": "Un cabinet est sous contrat depuis le 12 novembre.",
    },
}


@dataclass
class Desk:
    """A tab at the desk, in a language; whoever sits there is chosen from the menu."""

    page: Page
    language: Language

    def said(self, text: str, **given: object) -> str:
        """What the product says for a sentence of its sources."""
        with speaking(self.language):
            return _(text).format(**given)

    def written(self, name: str) -> str:
        """What a person writes in the walk."""
        return WRITTEN[self.language][name]

    @property
    def answer(self) -> Locator:
        """The answer of the page."""
        return self.page.locator(".st-key-answer")

    def become(self, key: str, until: Locator) -> None:
        """Sit down as another person, and wait for what they see."""
        menu = self.page.locator(".st-key-choice-of-review-person").get_by_role("combobox")
        menu.click()
        menu.fill(BY_KEY[key].name)
        self.page.get_by_role("option", name=BY_KEY[key].name).first.click()
        self._drawn(until)

    def button(self, label: str, **given: object) -> Locator:
        """A step, by its label in the sources."""
        return self.page.get_by_role("button", name=self.said(label, **given), exact=True).first

    def about(self, label: str) -> Locator:
        """A step on a finding, whatever its number."""
        return self.page.get_by_role("button", name=self.said(label, number="").strip()).first

    def now(self, text: str) -> Locator:
        """The answer, once it holds some words."""
        return self.answer.filter(has_text=text)

    def press(self, label: str, until: Locator) -> None:
        """Take a step that goes well, and wait for what it brings."""
        self.take(self.button(label), until)

    def take(self, step: Locator, until: Locator) -> None:
        """Take a step, and wait for what it brings and for the word that it is written down."""
        step.click()
        self._drawn(until)
        expect(self.page.get_by_text(self.said("Done, and written in the ledger."))).to_be_visible()

    def field(self, label: str, **given: object) -> Locator:
        """A place to write that can be seen, by its label in the sources."""
        return self.page.get_by_label(self.said(label, **given), exact=True).locator("visible=true").last

    def _drawn(self, until: Locator) -> None:
        # Right after a click nothing runs yet: what it brings is waited for, then the end of the run.
        expect(until).to_be_visible()
        settled(self.page)


def walk(desk: Desk) -> Iterator[str]:
    """From opening to closure and a new case; the name of each view on the way."""
    state = {code: desk.said(STATES[code]) for code in STATES}
    desk.press("Open a case", desk.button("Propose"))
    yield "supervisor-opens"
    desk.field("Reason in 40 to 4,000 characters").fill(desk.written("reason"))
    desk.field("Evidence: what was seen").fill(desk.written("note"))
    desk.field("Evidence dated").fill("2026-11-10")
    desk.press("Propose", desk.button("Withdraw the judgement"))
    yield "supervisor-proposed"
    desk.press("Submit for approval", desk.now(state["submitted"]))
    desk.become(HORIZONTAL, desk.button("Challenge the judgement"))
    yield "horizontal-asked"
    desk.field("What speaks against it").fill(desk.written("challenge"))
    desk.press("Challenge the judgement", desk.now(state["challenged"]))
    yield "horizontal-challenged"
    desk.become(SUPERVISOR, desk.button("Answer the challenge"))
    yield "supervisor-challenged"
    desk.field("Answer").fill(desk.written("answer"))
    desk.press("Answer the challenge", desk.now(state["submitted"]))
    desk.become(HEAD, desk.button("Approve"))
    yield "head-asked"
    desk.field("Grounds").fill(desk.written("grounds"))
    desk.press("Approve", desk.button("Communicate to the bank"))
    desk.become(BANK, desk.now(BY_KEY[BANK].name))
    yield "bank-not-told"
    folds = desk.page.get_by_text(desk.said("Raise a finding"), exact=True)
    desk.become(SUPERVISOR, folds)
    folds.click()
    desk.field("Requirement").fill(desk.written("requirement"))
    desk.field("Legal basis").fill("05-20, 12")
    desk.field("Due").fill("2027-02-28")
    open_ones = desk.page.locator(".st-key-metric-review-to-mend")
    desk.press("Raise the finding", open_ones.filter(has_text="1"))
    folds.click()
    desk.page.get_by_text(desk.said("Order a measure"), exact=True).click()
    desk.field("Measure").fill(desk.written("measure"))
    desk.field("Legal basis").fill("103-12, 81")
    steps = desk.page.get_by_role("region", name=desk.said("Measure ordered"))
    desk.press("Order the measure", steps.first)
    desk.become(HEAD, desk.button("Communicate to the bank"))
    desk.press("Communicate to the bank", desk.now(state["communicated"]))
    yield "head-told"
    desk.become(BANK, desk.about("Answer finding {number}"))
    yield "bank-told"
    desk.page.get_by_label(unbroken(desk.written("requirement"))).fill(desk.written("reply"))
    replied = desk.page.get_by_role("region", name=desk.said("Finding answered"))
    desk.take(desk.about("Answer finding {number}"), replied.first)
    desk.become(SUPERVISOR, desk.about("Close finding {number}"))
    yield "supervisor-answered"
    desk.take(desk.about("Close finding {number}"), desk.button("Open a new case"))
    yield "supervisor-closed"
    desk.press("Open a new case", desk.button("Propose"))
    yield "supervisor-reopened"
    desk.become(BANK, desk.now(state["communicated"]))
    yield "bank-reopened"
    follow(desk.page, "review-ledger")
    expect(desk.button("Compare with the ledger")).to_be_visible()
    settled(desk.page)
    desk.become(AUDITOR, desk.button("Read the ledger"))
    desk.button("Read the ledger").click()
    expect(desk.page.get_by_text(desk.said("Events found"), exact=True)).to_be_visible()
    settled(desk.page)
    yield "auditor-ledger"
