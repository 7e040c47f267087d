"""Roles: who may do what at the review desk since when, and by whom."""

from ui import page
from ui.review import desk, grants, steps

shown = page.open_page("review-grants", private=True)

places = page.beside(2)
with places[0]:
    person = desk.pick_person()

view = grants.register(person)
with places[1]:
    desk.say()
    steps.draw(grants.offers(view), narrow=True)
shown.show(grants.content(view, desk.mark()))
