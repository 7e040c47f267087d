"""Adoption services: the catalogue by tier, a bank's coverage beside its peers, use by tier, and gaps."""

from functools import partial

import streamlit as st

from ui import controls, page
from ui.charts import adoption as charts
from ui.outside import prose
from ui.views import adoption_services as views
from ui.views.choices import pick_bank
from ui.words import _, number

shown = page.open_page("adoption-services")

places = page.controls(5)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    controls.choose(
        "offer_channel", _("Channel"), list(views.CHANNELS), shown=partial(views.option_name, views.CHANNELS)
    )
with places[2]:
    controls.choose(
        "offer_peers", _("Compared with"), list(views.PEERS), shown=partial(views.option_name, views.PEERS)
    )
with places[3]:
    controls.choose(
        "gap_ranking",
        _("Gaps ranked"),
        list(views.RANKINGS),
        shown=partial(views.option_name, views.RANKINGS),
    )
with places[4]:
    controls.reset("bank", "offer_channel", "offer_peers", "gap_ranking")

view = views.offer(bank, name)
shown.answer(views.sentence(view))
shown.chart(
    charts.against_peers(view.tiers, label="label", own=name, peers=_("Peers: median and range"), title="%"),
    title=_("What is offered online, by tier"),
    alt_text=views.described(view.tiers),
    name="coverage",
    kinds=view.kinds,
    note=_("Share of the catalogue by weight; the bar spans the peers from the lowest to the highest."),
)
if view.use.empty:
    page.empty(views.use_sentence(view))
else:
    shown.chart(
        charts.against_peers(
            view.use, label="label", own=name, peers=_("Peers: median and range"), title="%"
        ),
        title=_("What is done online, by tier"),
        alt_text=views.described(view.use),
        name="use",
        kinds=view.kinds,
        note=views.use_sentence(view),
    )
shown.table(views.tier_table(view), name="tiers", alt_text=views.described(view.tiers), kinds=view.kinds)
st.subheader(_("Which gap to close first?"), anchor=False)
st.caption(prose(views.gap_sentence(view)))
shown.table(
    views.gap_table(view),
    name="gaps",
    alt_text=views.sentence(view),
    kinds=view.kinds,
    formats={_("Weight"): partial(number, digits=0), _("Priority (100: first)"): partial(number, digits=0)},
)
shown.table(
    views.service_table(view),
    name="services",
    title=_("The catalogue, service by service"),
    alt_text=views.sentence(view),
    kinds=view.kinds,
    height=420,
)
shown.method(**views.method())
shown.footer()
