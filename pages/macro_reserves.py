"""Reserves: the regime between float and peg, and Morocco's reserves against four rules and an optimum."""

from ui import controls, page
from ui.macro import reserves
from ui.words import _

shown = page.open_page("macro-reserves")

places = page.beside(6)
with places[0]:
    controls.ask("ara_weights")
with places[1]:
    controls.ask("short_term_debt", placeholder=_("not known"))
with places[2]:
    controls.ask("other_liabilities", placeholder=_("not known"))
with places[3]:
    controls.ask("sudden_stop")
with places[4]:
    controls.ask("exchange_response")
with places[5]:
    controls.ask("price_rigidity")
controls.reset(
    "exchange_response",
    "price_rigidity",
    "ara_weights",
    "short_term_debt",
    "other_liabilities",
    "sudden_stop",
)

shown.show(reserves.content(shown.reader))
