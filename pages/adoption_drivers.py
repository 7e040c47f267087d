"""Adoption drivers: effects of attitudes and profile on using e-banking, and what trust would change."""

from studies.adoption.drivers import ITEMS
from ui import controls, page
from ui.adoption import drivers

shown = page.open_page("adoption-drivers")

places = page.beside(5)
with places[0]:
    known = drivers.surveys(shown.reader)
    controls.ask("survey", known)
with places[1]:
    controls.ask("survey_outcome")
with places[2]:
    controls.choose_several("survey_items", list(ITEMS), shown=drivers.item_name)
with places[3]:
    controls.ask("trust_change")
with places[4]:
    controls.ask("level")
controls.reset("survey", "survey_outcome", "survey_items", "trust_change", "level")

shown.show(drivers.content(shown.reader))
