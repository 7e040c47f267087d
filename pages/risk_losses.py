"""Losses: what a year of events costs a bank, how sure that is, which controls pay, and the capital."""

from ui import controls, page
from ui.controls import pick_bank
from ui.risk import losses

shown = page.open_page("risk-losses")

places = page.beside(8)
with places[0]:
    pick_bank()
with places[1]:
    controls.ask("loss_type")
with places[4]:
    controls.ask("tail_start")
with places[5]:
    controls.ask("dependence")
with places[2]:
    controls.ask("capital_approach")
with places[6]:
    controls.ask("least_loss")
with places[7]:
    controls.ask("loss_scope")
with places[3]:
    controls.ask("level")
controls.reset(*losses.CONTROLS)

shown.show(losses.content(shown.reader))
