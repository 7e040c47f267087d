"""Money: what is left of the central bank's grip when cash and reserves give way to e-money."""

from ui import controls, page
from ui.macro import money as grip

shown = page.open_page("macro-money")

places = page.beside(6)
with places[0]:
    controls.ask("displaced_cash")
with places[1]:
    controls.ask("required_reserves")
with places[2]:
    controls.ask("avoided_deposits")
with places[3]:
    controls.ask("corridor_half")
with places[4]:
    controls.ask("late_payments")
with places[5]:
    controls.ask("economy")
controls.reset(
    "displaced_cash", "required_reserves", "avoided_deposits", "corridor_half", "late_payments", "economy"
)

shown.show(grip.content(shown.reader))
