"""Inbox: what waits for the person at the review desk, the overdue first."""

from ui import page
from ui.outlets import forms
from ui.review import desk, inbox

shown = page.open_page("review-inbox", private=True)

places = page.controls(2)
with places[0]:
    person = desk.pick_person()

view = inbox.inbox(person)
desk.say()
forms.open_matter(inbox.openable(view))
shown.show(inbox.content(view, desk.mark()))
