"""Marketing one to one: who comes back, what an offer brings, share of customer, segments, actions."""

from ui import controls, page
from ui.controls import pick_bank
from ui.marketing import one_to_one

shown = page.open_page("marketing-one-to-one")

places = page.beside(5)
with places[0]:
    pick_bank()
with places[4]:
    controls.ask("customer_weeks")
with places[2]:
    controls.ask("operation_margin")
with places[3]:
    controls.ask("offer_uplift")
with places[1]:
    controls.ask("offer_cost")
controls.reset("bank", "customer_weeks", "operation_margin", "offer_uplift", "offer_cost")

shown.show(one_to_one.content(shown.reader))
