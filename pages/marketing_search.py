"""Marketing search: how well search engines find a bank beside its peers, and what better ranks are worth."""

from ui import controls, page
from ui.controls import pick_bank
from ui.marketing import search

shown = page.open_page("marketing-search")

places = page.beside(5)
with places[0]:
    bank, _name = pick_bank()
with places[1]:
    controls.ask("month", search.months(shown.reader, bank))
with places[2]:
    known = search.engines(shown.reader, bank)
    controls.ask("search_engine", known)
with places[3]:
    controls.ask("keyword_move")
with places[4]:
    controls.ask("click_worth")
controls.reset("bank", "month", "search_engine", "keyword_move", "click_worth")

shown.show(search.content(shown.reader))
