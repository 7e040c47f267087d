"""Horizontal: all banks and risks, model → decided, and which bank to inspect first."""

from ui import controls, page
from ui.outlets import forms
from ui.review import desk, horizontal
from ui.words import _

shown = page.open_page("review-horizontal", private=True)

places = page.beside(3)
with places[0]:
    person = desk.pick_person()
with places[1]:
    month = horizontal.pick_month()
with places[2]:
    controls.reset("month")

desk.say()
argued = forms.weighed(_("Weights of the order, and days to inspect"), horizontal.argued(person))
weights, capacity = horizontal.weighed(argued)
view = horizontal.horizon(desk.seat(person), month, weights, capacity)
forms.hand_out(horizontal.book(view))
shown.show(horizontal.content(view, desk.mark()))
