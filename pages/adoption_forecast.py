"""Adoption forecast: past and expected use of a country or bank, its interval, its ceilings, its likes."""

from ui import controls, page
from ui.adoption import forecast, series
from ui.controls import pick_bank

shown = page.open_page("adoption-forecast")

places = page.beside(6)
with places[0]:
    asked = controls.ask("adoption", series.available(shown.reader), otherwise=series.OF_THE_COUNTRY)
with places[1]:
    if asked == series.OF_A_BANK:
        pick_bank()
    else:
        known = series.countries_with(shown.reader, asked)
        controls.ask("country", known)
with places[2]:
    controls.ask("adoption_years")
with places[3]:
    controls.ask("level")
with places[4]:
    controls.ask("adoption_ceiling")
with places[5]:
    controls.ask("growth_with_trust")
controls.reset(*forecast.CONTROLS)

shown.show(forecast.content(shown.reader))
