"""FX market: what a tax does to two currency markets where traders choose between rules of thumb."""

from ui import controls, page
from ui.macro import fx_market as market

shown = page.open_page("macro-fx-market")

places = page.beside(5)
with places[0]:
    controls.ask("tobin_tax")
with places[1]:
    controls.ask("taxed_markets")
with places[2]:
    controls.ask("market_set")
with places[3]:
    controls.ask("market_runs")
with places[4]:
    controls.ask("level")
controls.reset("tobin_tax", "taxed_markets", "market_set", "market_runs", "level")

shown.show(market.content(shown.reader))
