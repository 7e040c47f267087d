"""Money: what is left of the central bank's grip when cash and reserves give way to e-money."""

from ui import controls, page
from ui.macro import money as grip
from ui.macro.words import money, rate
from ui.words import _, percent

shown = page.open_page("macro-money")

places = page.beside(6)
with places[0]:
    controls.slide("displaced_cash", 0.01, shown=percent)
with places[1]:
    controls.slide("required_reserves", at=grip.RATIOS, shown=rate)
with places[2]:
    controls.slide("avoided_deposits", 0.05, shown=percent)
with places[3]:
    controls.slide("corridor_half", at=grip.CORRIDORS, shown=rate)
with places[4]:
    controls.slide("late_payments", at=grip.LATE, shown=money)
with places[5]:
    economies = {code: _(name) for code, name in grip.ECONOMIES.items()}
    controls.choose("economy", list(economies), shown=economies.__getitem__)
controls.reset(
    "displaced_cash", "required_reserves", "avoided_deposits", "corridor_half", "late_payments", "economy"
)

shown.show(grip.content(shown.reader))
