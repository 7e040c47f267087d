"""FX market: what a tax does to two currency markets where traders choose between rules of thumb."""

from functools import partial

from ui import controls, page
from ui.macro import fx_market as market
from ui.macro.words import TAXES, rate
from ui.words import _, number, percent

shown = page.open_page("macro-fx-market")

places = page.beside(5)
with places[0]:
    controls.slide("tobin_tax", at=TAXES, shown=rate)
with places[1]:
    taxed = {code: _(name) for code, name in market.MARKETS.items()}
    controls.choose("taxed_markets", list(taxed), shown=taxed.__getitem__)
with places[2]:
    controls.choose("market_set", market.SETS)
with places[3]:
    controls.slide("market_runs", at=market.RUNS, shown=partial(number, digits=0))
with places[4]:
    controls.slide("level", 0.05, shown=percent)
controls.reset("tobin_tax", "taxed_markets", "market_set", "market_runs", "level")

shown.show(market.content(shown.reader))
