"""Ledger: whether the chain of events is whole, and what an auditor finds in it."""

from ui import page
from ui.outlets import forms
from ui.review import desk, ledger

shown = page.open_page("review-ledger", private=True)

places = page.controls(2)
with places[0]:
    person = desk.pick_person()

kept = forms.visit().kept
view = ledger.ledger(person, ledger.found(person, kept))
desk.say()
forms.draw([*ledger.comparing(), *ledger.search(person, kept)], desk.take)
shown.show(ledger.content(view, desk.mark()))
