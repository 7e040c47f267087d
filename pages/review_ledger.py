"""Ledger: whether the chain of events is whole, and what an auditor finds in it."""

from functools import partial

from ui import page
from ui.review import desk, ledger, steps

shown = page.open_page("review-ledger", private=True)

places = page.controls(2)
with places[0]:
    person = desk.pick_person()

view = ledger.ledger(person, steps.found_events(person.key))
desk.say()
steps.draw(ledger.comparing())
if person.role == "auditor":
    steps.search_ledger(person.key, partial(ledger.read, person))
shown.show(ledger.content(view, desk.mark()))
