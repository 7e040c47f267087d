"""Drivers: what a score hangs on, the smallest changes that would improve it, and what has moved it."""

from ui import controls, page
from ui.controls import pick_bank
from ui.risk import drivers, moves
from ui.risk.bank import months

shown = page.open_page("risk-drivers")

places = page.beside(6)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    month = controls.ask("month", months(shown.reader, bank))
with places[2]:
    risk = controls.ask("risk")
if earlier := moves.earlier_months(shown.reader, bank, month, risk):
    with places[3]:
        controls.ask("since", earlier)
with places[4]:
    controls.ask("effort")
if others := moves.peers(shown.reader, bank, month, risk):
    with places[5]:
        controls.ask("peer", others)
controls.reset(*drivers.CONTROLS)

shown.show(drivers.content(shown.reader))
