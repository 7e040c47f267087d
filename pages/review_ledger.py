"""Ledger: whether the chain of events is whole, and what an auditor finds in it."""

import streamlit as st

from ui import page
from ui.outside import prose
from ui.review import desk, ledger, steps

shown = page.open_page("review-ledger", private=True)

places = page.controls(2)
with places[0]:
    person = desk.pick_person()

view = ledger.ledger(person, steps.found_events(person))
shown.answer(ledger.sentence(view), caution=desk.mark())
desk.say()
steps.search_ledger(person)
st.caption(prose(ledger.note(view)))
if view.found:
    shown.table(ledger.table(view), name="events", alt_text=ledger.note(view), kinds=ledger.KINDS)
shown.method(**ledger.method())
shown.footer()
