"""Drivers: what a score hangs on, the smallest changes that would improve it, and what has moved it."""

from functools import partial

from ui import controls, page
from ui.risk import drivers, moves
from ui.risk.words import RISK_NAMES, risk_name
from ui.views.choices import pick_bank, pick_month
from ui.words import month_of, number

shown = page.open_page("risk-drivers")

places = page.beside(6)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    month = pick_month(bank)
with places[2]:
    risk = controls.choose("risk", list(RISK_NAMES), shown=risk_name)
if earlier := moves.earlier_months(shown.reader, bank, month, risk):
    with places[3]:
        controls.choose("since", earlier, shown=month_of)
with places[4]:
    controls.slide("effort", 5.0, shown=partial(number, digits=0))
if others := moves.peers(shown.reader, bank, month, risk):
    with places[5]:
        controls.choose("peer", list(others), shown=others.__getitem__)
controls.reset(*drivers.CONTROLS)

shown.show(drivers.content(shown.reader))
