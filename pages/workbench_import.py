"""Import: a bank's own file becomes rows that every page shows, or a report of what to mend."""

import streamlit as st

from ui import importer, page
from ui.outlets import forms, watching
from ui.words import _

shown = page.open_page("import")
with st.spinner(_("Reading the file …")):
    found = importer.page(forms.visit(), watching.after_load)
shown.answer(found.answer.sentence)
forms.draw(found.offers)
shown.footer()
