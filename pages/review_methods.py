"""Methods: what the grades are computed with, and whether somebody else found it fit."""

from ui import page
from ui.outlets import forms
from ui.review import desk, methods

shown = page.open_page("review-methods", private=True)

places = page.beside(1)
with places[0]:
    person = desk.pick_person()

view = methods.register(person)
desk.say()
forms.draw(methods.offers(view), desk.take)
shown.show(methods.content(view, desk.mark()))
