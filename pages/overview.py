"""Overview: the cockpit over risk, customers, channels and country, each figure the way to its page."""

from ui import controls, page, place
from ui.adoption.countries import home, names
from ui.controls import pick_bank
from ui.risk.bank import known_months
from ui.workbench import countries, overview

shown = page.open_page("overview")

places = page.beside(4, near=2)
with places[0]:
    bank, name = pick_bank()
if months := known_months(shown.reader, bank):
    with places[1]:
        controls.ask("month", months)
definitions, others = countries.indicator_names(shown.reader), names(shown.reader)
with places[2]:
    controls.ask("indicator", definitions)
with places[3]:
    centre = home(shown.reader)
    controls.ask("compared", {code: name for code, name in others.items() if code != centre})

# Below the picture: the first screen is for what a reader in a hurry wants.
place.offer_tour()

shown.show(overview.content(shown.reader))
