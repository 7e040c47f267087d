"""Roles: who may do what at the review desk since when, and by whom."""

from ui import page
from ui.review import desk, grants, steps

shown = page.open_page("review-grants", private=True)

places = page.beside(1)
with places[0]:
    person = desk.pick_person()

view = grants.register(person)
desk.say()
steps.draw(grants.offers(view))
shown.show(grants.content(view, desk.mark()))
