"""Adoption one-to-one: who comes back, what a personal offer brings, share of customer, segments, actions."""

from functools import partial

import streamlit as st

from ui import controls, link, page
from ui.charts import customers as charts
from ui.outside import prose
from ui.views import adoption_one_to_one as views
from ui.views.choices import pick_bank
from ui.words import _, number, percent

shown = page.open_page("adoption-one-to-one")

places = page.controls(6)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    controls.slide("customer_weeks", _("Weeks ahead"), 13.0, shown=partial(number, digits=0))
with places[2]:
    controls.slide("operation_margin", _("Margin of an operation"), 1.0)
with places[3]:
    controls.slide("offer_uplift", _("Operations added"), 0.05, shown=percent)
with places[4]:
    controls.slide("offer_cost", _("Cost of an offer"), 1.0)
with places[5]:
    controls.reset("bank", "customer_weeks", "operation_margin", "offer_uplift", "offer_cost")

view = views.offers(bank, name)
shown.answer(views.sentence(view), caution=views.caution(view))
drawn = views.points(view)
if drawn.empty:
    page.empty(_("With no margin or no added operations, an offer brings nothing from anyone."))
else:
    shown.chart(
        charts.worth(
            drawn,
            order=views.order(view),
            limit=max(link.scenario().offer_cost, 0.1),
            limit_text=_("an offer pays"),
            titles=(
                _("What an offer adds (MAD)"),
                _("Chance to come back (%)"),
                _("Segment"),
                _("Customer"),
            ),
        ),
        title=_("Whom would an offer move?"),
        alt_text=views.described(view),
        name="worth",
        kinds=view.kinds,
        note=views.note(view),
    )
shown.table(
    views.segment_table(view),
    name="segments",
    title=_("What to do with whom"),
    alt_text=views.described(view),
    kinds=view.kinds,
    formats=dict.fromkeys(
        (
            _("Come back (%)"),
            _("Expected operations"),
            _("Expected margin (MAD)"),
            _("Share of customer (%)"),
        ),
        partial(number, digits=0),
    ),
)
st.caption(prose(views.share_sentence(view)))
shown.table(
    views.customer_table(view),
    name="customers",
    title=_("Customer by customer"),
    alt_text=views.sentence(view),
    kinds=view.kinds,
    height=420,
    formats=dict.fromkeys(
        (_("Alive (%)"), _("Comes back (%)"), _("Share of customer (%)")), partial(number, digits=0)
    ),
)
shown.table(
    views.parameter_table(view),
    name="parameters",
    title=_("The model’s parameters"),
    alt_text=views.described(view),
    kinds=("derived",),
    formats=dict.fromkeys((_("Estimate"), _("Standard error")), partial(number, digits=3)),
)
shown.method(**views.method())
shown.footer()
