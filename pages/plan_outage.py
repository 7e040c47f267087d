"""Outage: what one outage costs from end to end, how it is classed, and who feels it."""

from functools import partial

import streamlit as st

from ui import controls, link, page
from ui.plan import moves, outage
from ui.views.choices import pick_bank
from ui.words import _, number, percent

shown = page.open_page("plan-outage")

places = page.beside(5)
with places[0]:
    pick_bank()
with places[3]:
    down = ["mobile", "internet", "online"]
    controls.choose("outage_channel", down, label=_("What is down"), shown=moves.place_name)
with places[1]:
    lengths = (0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 24, 36, 48, 72)
    controls.slide("outage_hours", label=_("For"), at=lengths, shown=outage.hours_title)
with places[2]:
    steps = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
    controls.slide("outage_share", label=_("Users hit"), at=steps, shown=percent)
with places[4]:
    controls.slide("outage_month", 1, label=_("In"), shown=outage.month_title)
controls.reset(*outage.CONTROLS)

touched = bool(set(outage.OTHERS) & set(link.scenario().touched()))
with st.expander(_("Other assumptions"), icon=":material/tune:", expanded=touched):
    first, second = (st.columns(5, vertical_alignment="bottom") for _row in range(2))
    whole = partial(number, digits=0)
    with first[0]:
        controls.slide("outage_unmade", 0.05, label=_("Never made up"), shown=percent)
    with first[1]:
        controls.slide("outage_callers", 0.05, label=_("Call, of those who try"), shown=percent)
    with first[2]:
        controls.slide("outage_visitors", 0.01, label=_("Come to the branch"), shown=percent)
    with first[3]:
        controls.slide("outage_claims", 0.01, label=_("Claim compensation"), shown=percent)
    with first[4]:
        controls.slide("outage_claim", 50, label=_("Granted on a claim, MAD"), shown=whole)
    with second[0]:
        controls.slide("outage_fraud", 0.1, label=_("Rise of fraud in the days after"), shown=percent)
    with second[1]:
        controls.slide("outage_repair", 50, label=_("Repair where not known, MAD thousand"), shown=whole)
    with second[2]:
        controls.slide("adopter_margin", 50, shown=whole)
    with second[3]:
        controls.slide("trust_sensitivity", 0.25)
    with second[4]:
        controls.slide("discount_rate", 0.01, shown=percent)
    controls.reset(*outage.OTHERS)

shown.show(outage.content(shown.reader))
