"""Capital: what moves out for a gain abroad, the room that remains, and what lenders charge for a slip."""

import streamlit as st

from ui import controls, page
from ui.macro import capital
from ui.words import _

shown = page.open_page("macro-capital")

places = page.beside(6)
with places[0]:
    controls.ask("return_abroad")
with places[1]:
    controls.ask("tobin_tax")
with places[2]:
    controls.ask("online_share")
with places[3]:
    controls.ask("holding_years")
with places[4]:
    controls.ask("public_debt")
with places[5]:
    controls.ask("primary_balance")
controls.reset(
    "return_abroad", "tobin_tax", "online_share", "holding_years", "public_debt", "primary_balance"
)
touched = any(name in shown.reader.scenario.touched() for name in capital.FURTHER)
with st.expander(_("Further assumptions"), icon=":material/tune:", expanded=touched):
    first, second, third = st.columns(3)
    with first:
        controls.ask("capital_mobility")
        controls.ask("nominal_growth")
    with second:
        controls.ask("transfer_cost")
        controls.ask("rate_without_spread")
    with third:
        controls.ask("cost_elasticity")
        controls.ask("spread_sensitivity")
    controls.reset(*capital.FURTHER)

shown.show(capital.content(shown.reader))
