"""Adoption services: the catalogue by tier, a bank's coverage beside its peers, use by tier, and gaps."""

from functools import partial

from ui import controls, page
from ui.adoption import services
from ui.views.choices import pick_bank
from ui.words import _

shown = page.open_page("adoption-services")

places = page.beside(4)
with places[0]:
    pick_bank()
for place, name, label, options in (
    (places[1], "offer_channel", _("Channel"), services.CHANNELS),
    (places[2], "offer_peers", _("Compared with"), services.PEERS),
    (places[3], "gap_ranking", _("Gaps ranked"), services.RANKINGS),
):
    with place:
        controls.choose(name, list(options), label=label, shown=partial(services.option_name, options))
controls.reset("bank", "offer_channel", "offer_peers", "gap_ranking")

shown.show(services.content(shown.reader))
