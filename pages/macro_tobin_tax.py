"""Tobin tax: turnover, revenue and shelter of a tax on the dirham's currency market."""

from functools import partial

from ui import controls, page
from ui.macro import tobin_tax as tobin
from ui.macro.words import TAXES, money, plain, rate
from ui.words import _, percent

shown = page.open_page("macro-tobin-tax")

places = page.beside(7)
with places[0]:
    controls.slide("tobin_tax", _("Tax on each transaction"), at=TAXES, shown=rate)
with places[1]:
    controls.slide("cost_elasticity", _("Elasticity of turnover to cost"), 0.25, shown=plain)
with places[2]:
    controls.slide(
        "cooperation",
        _("Countries that join"),
        0.1,
        shown=percent,
        about=_("0 %: Morocco alone. 100 %: every country, so that nothing moves out of reach."),
    )
with places[3]:
    exact = partial(money, significant=5)
    controls.slide("fx_volume", _("Turnover a year (assumed)"), at=tobin.VOLUMES, shown=exact)
with places[4]:
    controls.slide("transfer_cost", _("Round trip, nobody online (assumed)"), at=tobin.COSTS, shown=rate)
with places[5]:
    controls.slide("online_share", _("Operations on the Internet (assumed)"), 0.05, shown=percent)
with places[6]:
    controls.slide("online_cost_ratio", _("Online cost over branch cost (assumed)"), 0.05, shown=percent)
controls.reset(*tobin.CONTROLS)

shown.show(tobin.content(shown.reader))
