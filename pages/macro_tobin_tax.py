"""Tobin tax: turnover, revenue and shelter of a tax on the dirham's currency market."""

from ui import controls, page
from ui.macro import tobin_tax as tobin

shown = page.open_page("macro-tobin-tax")

places = page.beside(7)
with places[0]:
    controls.ask("tobin_tax")
with places[1]:
    controls.ask("cost_elasticity")
with places[2]:
    controls.ask("cooperation")
with places[3]:
    controls.ask("fx_volume")
with places[4]:
    controls.ask("transfer_cost")
with places[5]:
    controls.ask("online_share")
with places[6]:
    controls.ask("online_cost_ratio")
controls.reset(*tobin.CONTROLS)

shown.show(tobin.content(shown.reader))
