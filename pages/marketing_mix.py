"""Marketing mix: the audit of a bank's site over 2P + 2C + 3S, with evidence, beside its peers."""

from ui import controls, page
from ui.controls import pick_bank
from ui.marketing import mix

shown = page.open_page("marketing-mix")

places = page.beside(4)
with places[0]:
    pick_bank()
with places[1]:
    controls.ask("offer_peers")
with places[2]:
    controls.ask("mix_weight")
with places[3]:
    controls.ask("trust_slope")
controls.reset("bank", "offer_peers", "mix_weight", "trust_slope")

shown.show(mix.content(shown.reader))
