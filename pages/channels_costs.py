"""Costs: what a transaction costs on each channel, in full, used and avoidable, beside what was published."""

from ui import controls, page
from ui.channels import costs
from ui.controls import pick_bank

shown = page.open_page("channels-costs")

places = page.beside(6, near=3)
with places[0]:
    pick_bank()
with places[1]:
    controls.ask("practical_share")
with places[2]:
    controls.ask("given_back")
with places[3]:
    controls.ask("cost_detail")
with places[4]:
    controls.ask("published_kinds", otherwise=list(costs.KINDS_OF_COST))
with places[5]:
    controls.ask("published_inflation")
controls.reset(*costs.CONTROLS)

shown.show(costs.content(shown.reader))
