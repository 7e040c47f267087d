"""Peers: where a bank stands in the bands of banks like it, beside what was published of the country."""

from ui import controls, page
from ui.controls import pick_bank
from ui.plan import peers

shown = page.open_page("plan-peers")

places = page.beside(3)
with places[0]:
    pick_bank()
with places[1]:
    controls.ask("peer_group")
with places[2]:
    controls.ask("power")
controls.reset(*peers.CONTROLS)

shown.show(peers.content(shown.reader))
