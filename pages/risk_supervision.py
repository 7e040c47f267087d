"""Supervision: all banks, who infects whom, the regulators' four tools, and what nobody reported."""

import streamlit as st

from ui import controls, page
from ui.review.lead import with_case
from ui.risk import supervision, system
from ui.words import _

shown = page.open_page("risk-supervision")
names = shown.reader.banks()

places = page.beside(6)
with places[0]:
    controls.ask("month", system.months(shown.reader))
with places[1]:
    risk = controls.ask("risk")
with places[2]:
    spreaders = system.spreaders(shown.reader)
    shocked = controls.ask("shocked_bank", {code: names[code] for code in spreaders})
with places[3]:
    controls.ask("shock_size")
with places[4]:
    controls.ask("trust_links")
with places[5]:
    controls.ask("never_reported")
controls.reset(*system.CONTROLS)

# What tools and spill-over are computed with
stated = [*supervision.MEASURES, *supervision.SPILLS]
touched = bool(set(shown.reader.scenario.touched()) & set(stated))
with st.expander(_("The supervisor’s own measures and spill-over"), icon=":material/tune:", expanded=touched):
    columns = st.columns(4, vertical_alignment="bottom")
    for place, field in zip(columns, supervision.MEASURES, strict=True):
        with place:
            controls.ask(field)
    columns = st.columns(4, vertical_alignment="bottom")
    for place, field in zip(columns, supervision.SPILLS, strict=True):
        with place:
            controls.ask(field)
    controls.reset(*stated)

# The case is that of the bank shocked, which the answer names.
found = supervision.content(shown.reader)
shown.show(with_case(found, shown.snapshot, shocked, names[shocked], risk))
