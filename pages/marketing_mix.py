"""Marketing mix: the audit of a bank's site over 2P + 2C + 3S, with evidence, beside its peers."""

from functools import partial

from ui import controls, page
from ui.adoption.services import PEERS, option_name
from ui.marketing import mix
from ui.views.choices import pick_bank
from ui.words import number

shown = page.open_page("marketing-mix")

places = page.beside(4)
with places[0]:
    pick_bank()
with places[1]:
    controls.choose("offer_peers", list(PEERS), shown=partial(option_name, PEERS))
with places[2]:
    controls.slide("mix_weight", 0.5)
with places[3]:
    controls.slide("trust_slope", 0.05, shown=partial(number, digits=2))
controls.reset("bank", "offer_peers", "mix_weight", "trust_slope")

shown.show(mix.content(shown.reader))
