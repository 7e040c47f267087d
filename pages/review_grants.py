"""Roles: who may do what at the review desk since when, and by whom."""

from ui import page
from ui.outlets import forms
from ui.review import desk, grants

shown = page.open_page("review-grants", private=True)

places = page.beside(2)
with places[0]:
    person = desk.pick_person()

view = grants.register(person)
with places[1]:
    desk.say()
    forms.draw(grants.offers(view), desk.take, narrow=True)
shown.show(grants.content(view, desk.mark()))
