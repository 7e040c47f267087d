"""Scenarios: named scenarios over all subjects in one table, with the difference to one of them."""

from ui import page, place, visit
from ui.workbench import scenarios

shown = page.open_page("scenarios")
page.picture_first()
place.ask_for_scenarios(*scenarios.to_draw(shown.reader, visit.kept()))

shown.show(scenarios.content(shown.reader, visit.kept()))
