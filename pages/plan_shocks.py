"""Shocks on the bank: what macro shocks do to one bank's income, liquidity and capital."""

import streamlit as st

from ui import controls, link, page
from ui.controls import pick_bank
from ui.plan import shocks
from ui.words import _

shown = page.open_page("plan-shocks")

places = page.beside(6)
with places[0]:
    pick_bank()
with places[1]:
    controls.ask("shock_outflow")
with places[2]:
    controls.ask("shock_reserves")
with places[3]:
    controls.ask("shock_depreciation")
with places[4]:
    controls.ask("tobin_tax")
with places[5]:
    controls.ask("shock_requirement")
controls.reset(*shocks.CONTROLS)

touched = bool(set(shocks.OTHERS) & set(link.scenario().touched()))
with st.expander(_("Other assumptions"), icon=":material/tune:", expanded=touched):
    rows = [st.columns(4, vertical_alignment="bottom") for _row in range(3)]
    for place, name in zip((column for row in rows for column in row), shocks.OTHERS, strict=False):
        with place:
            controls.ask(name)
    controls.reset(*shocks.OTHERS)

shown.show(shocks.content(shown.reader))
