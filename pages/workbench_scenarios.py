"""Scenarios: named scenarios over all subjects in one table, with the difference to one of them."""

from ui import link, page
from ui.workbench import scenarios, shelf_form

shown = page.open_page("scenarios")
page.picture_first()
shelf_form.ask()

shown.show(scenarios.content(shown.reader, link.kept()))
