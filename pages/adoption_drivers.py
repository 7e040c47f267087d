"""Adoption drivers: effects of attitudes and profile on using e-banking, and what trust would change."""

from studies.adoption.drivers import ITEMS
from ui import controls, page
from ui.adoption import drivers
from ui.words import _, percent, signed

shown = page.open_page("adoption-drivers")

places = page.beside(5)
with places[0]:
    known = drivers.surveys(shown.reader)
    controls.choose("survey", _("Survey"), list(known), shown=known.__getitem__)
with places[1]:
    explained = list(drivers.OUTCOMES)
    controls.choose("survey_outcome", _("What is explained"), explained, shown=drivers.outcome_name)
with places[2]:
    controls.choose_several("survey_items", _("Items"), list(ITEMS), shown=drivers.item_name)
with places[3]:
    controls.slide("trust_change", _("If trust changed by"), 0.5, shown=signed)
with places[4]:
    controls.slide("level", _("Confidence level"), 0.05, shown=percent)
controls.reset("survey", "survey_outcome", "survey_items", "trust_change", "level")

shown.show(drivers.content(shown.reader))
