"""Adoption services: the catalogue by tier, a bank's coverage beside its peers, use by tier, and gaps."""

from ui import controls, page
from ui.adoption import services
from ui.controls import pick_bank

shown = page.open_page("adoption-services")

places = page.beside(4, near=3)
with places[0]:
    pick_bank()
for place, name in zip(places[1:], ("offer_channel", "offer_peers", "gap_ranking"), strict=True):
    with place:
        controls.ask(name)
controls.reset("bank", "offer_channel", "offer_peers", "gap_ranking")

shown.show(services.content(shown.reader))
