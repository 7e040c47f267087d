"""Tobin tax: turnover, revenue and shelter of a tax on the dirham's currency market."""

from functools import partial

import streamlit as st

from ui import controls, page
from ui.charts import macro as charts
from ui.macro.words import height, money, plain, rate
from ui.outside import prose
from ui.views import macro_tobin_tables as tables
from ui.views import macro_tobin_tax as tobin
from ui.words import _, number, percent

shown = page.open_page("macro-tobin-tax")

places = page.controls(7)
with places[0]:
    controls.slide("tobin_tax", _("Tax on each transaction"), at=tobin.TAXES, shown=rate)
with places[1]:
    controls.slide("cost_elasticity", _("Elasticity of turnover to cost"), 0.25, shown=plain)
with places[2]:
    controls.slide(
        "cooperation",
        _("Countries that join"),
        0.1,
        shown=percent,
        about=_("0 %: Morocco alone. 100 %: every country, so that nothing moves out of reach."),
    )
with places[3]:
    exact = partial(money, significant=5)
    controls.slide("fx_volume", _("Turnover a year (assumed)"), at=tobin.VOLUMES, shown=exact)
with places[4]:
    controls.slide("transfer_cost", _("Round trip, nobody online (assumed)"), at=tobin.COSTS, shown=rate)
with places[5]:
    controls.slide("online_share", _("Operations on the Internet (assumed)"), 0.05, shown=percent)
with places[6]:
    controls.slide("online_cost_ratio", _("Online cost over branch cost (assumed)"), 0.05, shown=percent)
controls.reset(*tobin.CONTROLS)
st.caption(prose(" ".join(tobin.evidence())))

view = tobin.tobin_tax()
if view is None:
    shown.answer(tobin.refusal())
    page.empty(tobin.refusal())
else:
    shown.answer(tobin.sentence(view), caution=tobin.caution(view))
    shown.chart(
        charts.curves(
            view.curve,
            x_title=_("Tax on each transaction, %"),
            y_title=_("Revenue, MAD billion a year"),
            marks=tobin.curve_marks(view),
            zero=True,
        ),
        title=_("Revenue by tax"),
        note=tobin.peak_sentence(view) + " " + tobin.friction_sentence(view),
        alt_text=tobin.sentence(view) + " " + tobin.peak_sentence(view),
        name="revenue",
        kinds=tobin.KINDS,
    )
    st.caption(prose(tobin.base_sentence(view)))
    results = tables.results(view)
    shown.table(
        results,
        name="results",
        height=height(results),
        alt_text=tobin.sentence(view),
        kinds=tobin.KINDS,
        formats=dict.fromkeys([_("Value"), _("Low"), _("High")], partial(number, digits=3)),
    )
    shown.chart(
        charts.cloud(
            view.cloud,
            x_title=_("Elasticity of turnover to cost"),
            y_title=_("Revenue, MAD billion a year"),
            chosen=tobin.chosen_point(view),
            limits=tobin.published_limits(),
        ),
        title=_("The elasticity decides"),
        note=_(
            "28 points drawn to match the published median, P10 and P90; they are not the 28 estimates "
            "themselves."
        ),
        alt_text=tobin.sentence(view),
        name="elasticities",
        kinds=tobin.KINDS,
    )
    shown.chart(
        charts.curves(
            view.shelter,
            x_title=_("Holding period"),
            y_title=_("Band, ± points a year"),
            log_x=True,
            log_y=True,
            ticks=list(tobin.holding_names()),
            tick_names=list(tobin.holding_names().values()),
        ),
        title=_("Room for the interest rate, by holding period"),
        note=tobin.shelter_sentence(view),
        alt_text=tobin.shelter_sentence(view),
        name="autonomy",
        kinds=tobin.KINDS,
    )
    contexts = tables.further(view)
    for place in page.open_tab([context.title for context in contexts], key="behind"):
        context = contexts[place]
        written = partial(number, digits=context.digits)
        shown.table(
            context.frame,
            name=context.name,
            alt_text=context.words,
            kinds=context.kinds,
            height=height(context.frame),
            formats=dict.fromkeys(context.frame.select_dtypes("float"), written),
        )
        st.caption(prose(context.words))
shown.method(**tables.method())
shown.footer()
