"""Costs: what a transaction costs on each channel, in full, used and avoidable, beside what was published."""

from ui import controls, page
from ui.channels import costs
from ui.views.choices import pick_bank
from ui.words import _, percent

shown = page.open_page("channels-costs")

places = page.beside(6)
with places[0]:
    pick_bank()
with places[1]:
    controls.choose("cost_detail", list(costs.DETAILS), shown=costs.detail_name)
with places[2]:
    controls.slide("practical_share", 0.05, shown=percent)
with places[3]:
    freed = _("Share of the cost of freed minutes that the bank gives back.")
    controls.slide("given_back", 0.1, about=freed, shown=percent)
with places[4]:
    covered = list(costs.KINDS_OF_COST)
    controls.choose_several("published_kinds", covered, shown=costs.kind_name, otherwise=covered)
with places[5]:
    since = _("Restates published costs to this year’s prices, in their own currency.")
    controls.slide("published_inflation", 0.005, about=since, shown=costs.tenths)
controls.reset(*costs.CONTROLS)

shown.show(costs.content(shown.reader))
