"""Capital: what moves out for a gain abroad, the room that remains, and what lenders charge for a slip."""

from functools import partial

import streamlit as st

from ui import controls, page
from ui.macro import capital
from ui.macro.words import TAXES, holding_names, money, plain, rate
from ui.words import _, percent

shown = page.open_page("macro-capital")

places = page.beside(6)
with places[0]:
    controls.slide("return_abroad", at=capital.RETURNS, shown=rate)
with places[1]:
    controls.slide("tobin_tax", at=TAXES, shown=rate)
with places[2]:
    controls.slide("online_share", 0.05, shown=percent)
with places[3]:
    names = holding_names()
    controls.choose("holding_years", list(names), shown=names.__getitem__, otherwise="1")
with places[4]:
    controls.slide("public_debt", 0.05, shown=percent)
with places[5]:
    controls.slide(
        "primary_balance",
        at=capital.BALANCES,
        shown=partial(percent, digits=1),
    )
controls.reset(
    "return_abroad", "tobin_tax", "online_share", "holding_years", "public_debt", "primary_balance"
)
touched = any(name in shown.reader.scenario.touched() for name in capital.FURTHER)
with st.expander(_("Further assumptions"), icon=":material/tune:", expanded=touched):
    tenths = partial(percent, digits=1)
    first, second, third = st.columns(3)
    with first:
        controls.slide("capital_mobility", 5.0, shown=money)
        controls.slide("nominal_growth", 0.005, shown=tenths)
    with second:
        round_trip = _("Round trip, nobody online (assumed)")
        controls.slide("transfer_cost", label=round_trip, at=capital.COSTS, shown=rate)
        controls.slide("rate_without_spread", 0.005, shown=tenths)
    with third:
        controls.slide("cost_elasticity", 0.25, label=_("Elasticity of capital to cost"), shown=plain)
        controls.slide("spread_sensitivity", 0.05, shown=plain)
    controls.reset(*capital.FURTHER)

shown.show(capital.content(shown.reader))
