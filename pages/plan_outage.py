"""Outage: what one outage costs from end to end, how it is classed, and who feels it."""

import streamlit as st

from ui import controls, link, page
from ui.controls import pick_bank
from ui.plan import outage
from ui.words import _

shown = page.open_page("plan-outage")

places = page.beside(5)
with places[0]:
    pick_bank()
with places[3]:
    controls.ask("outage_channel")
with places[1]:
    controls.ask("outage_hours")
with places[2]:
    controls.ask("outage_share")
with places[4]:
    controls.ask("outage_month")
controls.reset(*outage.CONTROLS)

touched = bool(set(outage.OTHERS) & set(link.scenario().touched()))
with st.expander(_("Other assumptions"), icon=":material/tune:", expanded=touched):
    first, second = (st.columns(5, vertical_alignment="bottom") for _row in range(2))
    with first[0]:
        controls.ask("outage_unmade")
    with first[1]:
        controls.ask("outage_callers")
    with first[2]:
        controls.ask("outage_visitors")
    with first[3]:
        controls.ask("outage_claims")
    with first[4]:
        controls.ask("outage_claim")
    with second[0]:
        controls.ask("outage_fraud")
    with second[1]:
        controls.ask("outage_repair")
    with second[2]:
        controls.ask("adopter_margin")
    with second[3]:
        controls.ask("trust_sensitivity")
    with second[4]:
        controls.ask("discount_rate")
    controls.reset(*outage.OTHERS)

shown.show(outage.content(shown.reader))
