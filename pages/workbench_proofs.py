"""Proofs: every published reference case, computed by the functions that the pages call."""

import streamlit as st

from ui import controls, page
from ui.proofs import computed
from ui.words import _
from ui.workbench import proofs

shown = page.open_page("proofs")

places = page.beside(3)
with places[0]:
    controls.ask("proofs")
with places[1]:
    controls.reset("proofs")
with places[2]:
    st.button(_("Compute again"), icon=":material/refresh:", key="again", on_click=computed.forget)

shown.show(proofs.content(shown.reader))
