"""Adoption mix: the audit of a bank's site over 2P + 2C + 3S, with evidence, beside its peers."""

from functools import partial

import streamlit as st

from ui import controls, page
from ui.adoption.services import PEERS, option_name, peers_of
from ui.charts import mix as charts
from ui.outside import prose
from ui.views import adoption_mix as views
from ui.views.choices import pick_bank
from ui.words import _, number

shown = page.open_page("adoption-mix")

places = page.controls(5)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    controls.choose("offer_peers", _("Compared with"), list(PEERS), shown=partial(option_name, PEERS))
with places[2]:
    controls.slide("mix_weight", _("Weight of privacy and security"), 0.5)
with places[3]:
    controls.slide("trust_slope", _("Slope of trust"), 0.05, shown=partial(number, digits=2))
with places[4]:
    controls.reset("bank", "offer_peers", "mix_weight", "trust_slope")

view = views.mix(bank, name, peers_of(shown.reader, bank))
shown.answer(views.sentence(view), caution=views.caution(view))
shown.chart(
    charts.radar(view.dimensions, own=name, peers=_("Peers: median"), title=_("Score (0–100)")),
    title=_("The mix at a glance"),
    alt_text=views.described(view),
    name="radar",
    kinds=view.kinds,
    note=_(
        "Filled: the score; pale: what the items not answered or not proven leave open; red arc: the peers’ "
        "median. The outer circle is 100."
    ),
)
shown.chart(
    charts.against_peers(
        view.dimensions, own=name, peers=_("Peers: median and range"), title=_("Score (0–100)")
    ),
    title=_("Dimension by dimension"),
    alt_text=views.described(view),
    name="dimensions",
    kinds=view.kinds,
    note=_("Thin line: the interval of the items not answered. Thick pale line: the peers."),
)
shown.table(
    views.dimension_table(view),
    name="scores",
    alt_text=views.described(view),
    kinds=view.kinds,
    formats=dict.fromkeys(
        (
            _("Score (0–100)"),
            _("Low"),
            _("High"),
            _("Peers: lowest"),
            _("Peers: median"),
            _("Peers: highest"),
        ),
        partial(number, digits=0),
    ),
)
shown.table(
    views.item_table(view),
    name="items",
    title=_("The checklist, with its evidence"),
    alt_text=views.sentence(view),
    kinds=view.kinds,
    height=420,
    formats={_("Peers that meet it (%)"): partial(number, digits=0)},
)
st.subheader(_("What does it do to trust?"), anchor=False)
st.markdown(prose(views.trust_sentence(view)))
shown.table(
    views.bank_table(view),
    name="banks",
    alt_text=views.trust_sentence(view),
    kinds=(*view.kinds, "assumed"),
    formats=dict.fromkeys((_("Score (0–100)"), _("Low"), _("High")), partial(number, digits=0))
    | {_("Trust suggested"): partial(number, digits=2)},
)
shown.method(**views.method())
shown.footer()
