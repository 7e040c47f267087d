"""Adoption drivers: effects of attitudes and profile on using e-banking, and what trust would change."""

from studies.adoption.drivers import ITEMS
from ui import controls, page
from ui.adoption import drivers
from ui.words import percent, signed

shown = page.open_page("adoption-drivers")

places = page.beside(5)
with places[0]:
    known = drivers.surveys(shown.reader)
    controls.choose("survey", list(known), shown=known.__getitem__)
with places[1]:
    explained = list(drivers.OUTCOMES)
    controls.choose("survey_outcome", explained, shown=drivers.outcome_name)
with places[2]:
    controls.choose_several("survey_items", list(ITEMS), shown=drivers.item_name)
with places[3]:
    controls.slide("trust_change", 0.5, shown=signed)
with places[4]:
    controls.slide("level", 0.05, shown=percent)
controls.reset("survey", "survey_outcome", "survey_items", "trust_change", "level")

shown.show(drivers.content(shown.reader))
