"""Marketing one to one: who comes back, what an offer brings, share of customer, segments, actions."""

from functools import partial

from ui import controls, page
from ui.marketing import one_to_one
from ui.views.choices import pick_bank
from ui.words import number, percent

shown = page.open_page("marketing-one-to-one")

places = page.beside(5)
with places[0]:
    pick_bank()
with places[4]:
    controls.slide("customer_weeks", 13.0, shown=partial(number, digits=0))
with places[2]:
    controls.slide("operation_margin", 1.0)
with places[3]:
    controls.slide("offer_uplift", 0.05, shown=percent)
with places[1]:
    controls.slide("offer_cost", 1.0)
controls.reset("bank", "customer_weeks", "operation_margin", "offer_uplift", "offer_cost")

shown.show(one_to_one.content(shown.reader))
