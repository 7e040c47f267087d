"""Inbox: what waits for the person at the review desk, the overdue first."""

from ui import page
from ui.review import desk, inbox, steps

shown = page.open_page("review-inbox", private=True)

places = page.controls(2)
with places[0]:
    person = desk.pick_person()

view = inbox.inbox(person)
desk.say()
steps.open_matter(inbox.openable(view))
shown.show(inbox.content(view, desk.mark()))
