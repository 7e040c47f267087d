"""Ledger: whether the chain of events is whole, and what an auditor finds in it."""

from ui import page
from ui.review import desk, ledger, steps

shown = page.open_page("review-ledger", private=True)

places = page.controls(2)
with places[0]:
    person = desk.pick_person()

view = ledger.ledger(person, steps.found_events(person))
desk.say()
steps.search_ledger(person)
shown.show(ledger.content(view, desk.mark()))
