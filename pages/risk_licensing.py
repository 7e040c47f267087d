"""Licensing: what the rules ask for before a bank serves customers in a country."""

import streamlit as st

from ui import controls, page
from ui.risk.licensing import form
from ui.risk.licensing.answer import answer
from ui.risk.licensing.cases import FORM, NONE
from ui.risk.licensing.page import content
from ui.words import _

ABREAST = 3

shown = page.open_page("risk-licensing")

in_sight = form.first(shown.reader)
further = form.further(shown.reader, answer(shown.reader).case)
places = page.beside(len(in_sight))
controls.reset("licensing_case", *FORM)
drawer = st.expander(
    _("Facts of the case"), icon=":material/checklist:", expanded=form.answered(shown.reader)
)
with drawer:
    rows = [st.columns(ABREAST, vertical_alignment="bottom") for _row in further[::ABREAST]]
places = [*places, *(place for row in rows for place in row)]
for place, asked in zip(places, [*in_sight, *further], strict=False):
    with place:
        if asked.several:
            controls.choose_several(
                asked.field,
                list(asked.names),
                label=asked.label,
                shown=asked.names.__getitem__,
                otherwise=asked.usual,
                none=NONE,
            )
        elif asked.names:
            controls.choose(
                asked.field,
                list(asked.names),
                label=asked.label,
                shown=asked.names.__getitem__,
                otherwise=str(asked.usual),
                restores=asked.restores,
            )
        else:
            controls.enter(
                asked.field,
                label=asked.label,
                example=asked.example,
                otherwise=str(asked.usual),
                about=asked.about,
            )

shown.show(content(shown.reader))
