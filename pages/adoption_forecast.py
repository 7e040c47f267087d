"""Adoption forecast: past and expected use of a country or bank, its interval, its ceilings, its likes."""

from ui import controls, page
from ui.adoption import forecast, series
from ui.views.choices import pick_bank
from ui.words import _, percent

shown = page.open_page("adoption-forecast")

places = page.beside(6)
with places[0]:
    asked = controls.choose(
        "adoption",
        series.available(shown.reader),
        shown=series.series_name,
        otherwise=series.OF_THE_COUNTRY,
    )
with places[1]:
    if asked == series.OF_A_BANK:
        pick_bank()
    else:
        known = series.countries_with(shown.reader, asked)
        controls.choose("country", list(known), shown=known.__getitem__)
with places[2]:
    controls.slide("adoption_years", 1, shown=series.years_ahead)
with places[3]:
    controls.slide("level", 0.05, shown=percent)
with places[4]:
    controls.slide("adoption_ceiling", 5, about=_("Your own, beside the candidates below."))
with places[5]:
    controls.slide(
        "growth_with_trust",
        0.1,
        about=_("Speed relative to today’s: 0.8 is a fifth slower. It bends one line of the fan."),
    )
controls.reset(*forecast.CONTROLS)

shown.show(forecast.content(shown.reader))
