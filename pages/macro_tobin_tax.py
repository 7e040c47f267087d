"""Tobin tax: turnover, revenue and shelter of a tax on the dirham's currency market."""

from functools import partial

from ui import controls, page
from ui.macro import tobin_tax as tobin
from ui.macro.words import TAXES, money, plain, rate
from ui.words import _, percent

shown = page.open_page("macro-tobin-tax")

places = page.beside(7)
with places[0]:
    controls.slide("tobin_tax", at=TAXES, shown=rate)
with places[1]:
    controls.slide("cost_elasticity", 0.25, shown=plain)
with places[2]:
    controls.slide(
        "cooperation",
        0.1,
        shown=percent,
        about=_("0 %: Morocco alone. 100 %: every country, so that nothing moves out of reach."),
    )
with places[3]:
    exact = partial(money, significant=5)
    controls.slide("fx_volume", at=tobin.VOLUMES, shown=exact)
with places[4]:
    controls.slide("transfer_cost", at=tobin.COSTS, shown=rate)
with places[5]:
    controls.slide("online_share", 0.05, shown=percent)
with places[6]:
    controls.slide("online_cost_ratio", 0.05, shown=percent)
controls.reset(*tobin.CONTROLS)

shown.show(tobin.content(shown.reader))
