"""FX market: what a tax does to two currency markets where traders choose between rules of thumb."""

from functools import partial

import streamlit as st

from ui import controls, page
from ui.charts import macro as charts
from ui.macro.words import height, rate
from ui.outside import prose
from ui.views import macro_fx_market as market
from ui.views.macro_tobin_tax import TAXES
from ui.words import _, number, percent

shown = page.open_page("macro-fx-market")

places = page.controls(5)
with places[0]:
    controls.slide("tobin_tax", _("Tax on each transaction"), at=TAXES, shown=rate)
with places[1]:
    taxed = {code: _(name) for code, name in market.MARKETS.items()}
    controls.choose("taxed_markets", _("Levied on"), list(taxed), shown=taxed.__getitem__)
with places[2]:
    controls.choose("market_set", _("Parameters of the tables"), market.SETS)
with places[3]:
    controls.slide("market_runs", _("Simulated histories"), at=market.RUNS, shown=partial(number, digits=0))
with places[4]:
    controls.slide("level", _("Confidence level"), 0.05, shown=percent)
controls.reset("tobin_tax", "taxed_markets", "market_set", "market_runs", "level")
st.caption(prose(market.evidence()))

view = market.fx_market()
shown.answer(market.sentence(view), caution=market.caution(view))
shown.chart(
    charts.curves(
        market.curve_frame(view, "volatility"),
        x_title=_("Tax on each transaction, %"),
        y_title=_("Change of volatility, %"),
        log_x=True,
        ticks=[0.01, 0.1, 1],
        marks=market.tax_mark(view),
        zero=True,
    ),
    title=_("Volatility by tax"),
    note=market.observed_sentence(),
    alt_text=market.sentence(view),
    name="volatility",
    kinds=market.KINDS,
)
signs = market.sign_table(view)
shown.table(
    signs,
    name="signs",
    title=_("What holds in both sets, and what does not"),
    alt_text=market.sign_sentence(view),
    kinds=market.KINDS,
)
st.caption(prose(market.sign_sentence(view)))
shown.chart(
    charts.curves(
        market.curve_frame(view, "distortion"),
        x_title=_("Tax on each transaction, %"),
        y_title=_("Change of the distance from value, %"),
        log_x=True,
        ticks=[0.01, 0.1, 1],
        marks=market.tax_mark(view),
        zero=True,
    ),
    title=_("Distance of prices from their value"),
    note=market.distortion_sentence(view),
    alt_text=market.distortion_sentence(view),
    name="distortion",
    kinds=market.KINDS,
)
shown.chart(
    charts.curves(
        market.rule_shares(view),
        x_title=_("Tax on each transaction, %"),
        y_title=_("Share of traders, %"),
        log_x=True,
        ticks=[0.01, 0.1, 1],
        marks=market.tax_mark(view),
        zero=True,
    ),
    title=_("Who trades, under set {name}").format(name=view.parameters),
    note=market.shares_sentence(view),
    alt_text=market.shares_sentence(view),
    name="shares",
    kinds=market.KINDS,
)
ladder = market.ladder_table(view)
shown.table(
    ladder,
    name="ladder",
    title=_("Every measure by tax, under set {name}").format(name=view.parameters),
    alt_text=market.sentence(view),
    kinds=market.KINDS,
    formats=dict.fromkeys(ladder.columns, partial(number, digits=2)),
    height=height(ladder),
)
shown.method(**market.method())
shown.footer()
