"""Licensing: what the rules ask for before a bank serves customers in a country."""

import streamlit as st

from ui import page
from ui.charts.tile_map import tile_map
from ui.outside import prose
from ui.views import risk_licensing as licensing
from ui.views import risk_licensing_customers as customers
from ui.views import risk_licensing_tables as tables
from ui.views.risk_licensing_form import ask_first, ask_more
from ui.words import _

shown = page.open_page("risk-licensing")

places = page.controls(6)
ask_first([*places[:4], places[5]])
customers.ask(places[4])
view = licensing.answer()
living = customers.customers(view)
ask_more(view.case)
if view.problem:
    st.warning(prose(view.problem))

shown.answer(licensing.sentence(view), caution=_("No legal advice"))
st.markdown(f"**{prose(licensing.disclaimer())}**")
for reason in licensing.reasons(view):
    st.markdown(prose(reason))

where, both = customers.sentence(living), (*view.kinds, *living.kinds)
shown.chart(
    tile_map(
        licensing.map_frame(view, living.abroad), order=licensing.outcome_colours(view), title=_("Outcome")
    ),
    title=_("What each country asks for on these facts (no legal advice)"),
    note=f"{where} {licensing.map_note()}",
    alt_text=f"{where} {licensing.described_map(view)}",
    name="countries",
    kinds=both,
)
shown.table(
    tables.country_table(view),
    name="countries",
    alt_text=licensing.described_map(view),
    kinds=view.kinds,
    height=320,
)
if not (abroad := customers.table(view, living)).empty:
    shown.table(
        abroad,
        name="customers",
        title=_("Customers abroad, and what could be asked for them"),
        alt_text=where,
        kinds=both,
    )

shown.table(
    tables.applied_table(view),
    name="applied",
    title=_("The rules applied to the case"),
    alt_text=licensing.sentence(view),
    kinds=view.kinds,
)
shown.table(
    tables.day_table(view),
    name="days",
    title=_("When the answer changes"),
    alt_text=_("From which day to which each outcome holds, on the same facts"),
    kinds=view.kinds,
)
shown.table(
    tables.fact_table(view),
    name="facts",
    title=_("The facts of the case"),
    alt_text=_("Each question with its answer, and whether it could still change the outcome"),
    kinds=("assumed",),
)
shown.table(
    tables.signal_table(view),
    name="signals",
    title=_("Signals that a site targets a country"),
    alt_text=_("Each targeting signal, where it points, and whether it is present"),
    kinds=("assumed",),
)
reported = tables.evidence_table()
if reported.empty:
    page.empty(_("No bank has reported its customers abroad yet. Load a file on the import page."))
else:
    shown.table(
        reported,
        name="reported",
        title=_("What the banks report on customers abroad"),
        alt_text=_("Latest reported shares and counts of each bank"),
        kinds=tables.evidence_kinds(),
        formats=tables.evidence_formats(reported),
    )
    if doubt := customers.unexplained():
        st.warning(prose(doubt))
with st.expander(_("Our 15 worked cases"), icon=":material/fact_check:"):
    shown.table(
        tables.case_table(), name="cases", alt_text=_("Each case, expected and found"), kinds=("derived",)
    )
with st.expander(_("All the rules, with the days on which they hold"), icon=":material/gavel:"):
    shown.table(
        tables.rule_table(), name="rules", alt_text=_("Every rule, with days"), kinds=("observed", "assumed")
    )
    shown.table(
        tables.reading_table(),
        name="readings",
        title=_("What was read of each law, and when"),
        alt_text=_(
            "Each article with how and when it was read and the hash of its text, or why there is none"
        ),
        kinds=("observed",),
    )
shown.method(**tables.method())
shown.footer()
