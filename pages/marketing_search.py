"""Marketing search: how well search engines find a bank beside its peers, and what better ranks are worth."""

from ui import controls, page
from ui.marketing import search
from ui.views.choices import pick_bank
from ui.words import month_of

shown = page.open_page("marketing-search")

places = page.beside(5)
with places[0]:
    bank, _name = pick_bank()
with places[1]:
    controls.choose("month", search.months(shown.reader, bank), shown=month_of)
with places[2]:
    known = search.engines(shown.reader, bank)
    controls.choose("search_engine", list(known), shown=known.__getitem__)
with places[3]:
    controls.choose("keyword_move", list(search.MOVES), shown=search.move_name)
with places[4]:
    controls.slide("click_worth", 0.5)
controls.reset("bank", "month", "search_engine", "keyword_move", "click_worth")

shown.show(search.content(shown.reader))
