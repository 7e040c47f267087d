"""Proofs: every published reference case, computed by the functions that the pages call."""

import streamlit as st

from ui import controls, page
from ui.charts import proofs as charts
from ui.outside import prose
from ui.proofs import computed as reads
from ui.views import proofs as views
from ui.words import _

shown = page.open_page("proofs")

places = page.controls(3)
with places[0]:
    names = views.subjects()
    subject = controls.choose("proofs", _("Subject matter"), list(names), shown=names.__getitem__)
with places[1]:
    controls.reset("proofs")
with places[2]:
    st.button(_("Compute again"), icon=":material/refresh:", key="again", on_click=reads.forget)

checks = reads.checks(subject)
shown.answer(views.sentence(checks), caution=views.caution(checks))
with st.container(horizontal=True):
    for text, colour in views.badges(checks):
        st.badge(prose(text), color=colour)
shown.chart(
    charts.verdicts(
        views.bars(checks), agrees=_(views.AGREES), differs=_(views.DIFFERS), title=_("Published figures")
    ),
    title=_("Published figures that come out, by subject"),
    note=views.when(subject),
    alt_text=views.described(checks),
    name="verdicts",
    kinds=views.KINDS,
)
shown.table(views.summary(checks), name="summary", alt_text=views.described(checks), kinds=views.KINDS)
shown.table(
    views.table(checks),
    name="cases",
    title=_("Figure by figure; those that differ stand first"),
    alt_text=views.sentence(checks),
    kinds=views.KINDS,
    height=640,
)
shown.method(**views.method())
shown.footer()
