"""Methods: what the grades are computed with, and whether somebody else found it fit."""

from ui import page
from ui.review import desk, methods, steps

shown = page.open_page("review-methods", private=True)

places = page.controls(2)
with places[0]:
    person = desk.pick_person()

view = methods.register(person)
shown.answer(methods.sentence(view), caution=desk.mark())
desk.say()
shown.table(methods.table(view), name="methods", alt_text=methods.sentence(view), kinds=methods.KINDS)
steps.settle_methods(view)
shown.method(**methods.method())
shown.footer()
