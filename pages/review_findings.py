"""Findings: what banks must mend, by when, and how far they are."""

from ui import page
from ui.review import desk, findings

shown = page.open_page("review-findings", private=True)

places = page.beside(1)
with places[0]:
    person = desk.pick_person()

desk.say()
shown.show(findings.content(findings.findings(person), desk.mark()))
