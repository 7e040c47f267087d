"""Incidents: is one major, what would decide, when must it be reported, and with what."""

import streamlit as st

from ui import controls, page
from ui.charts import incidents as charts
from ui.outside import prose
from ui.views import risk_incidents as incidents
from ui.views import risk_incidents_method as method
from ui.views import risk_incidents_tables as tables
from ui.views import risk_register
from ui.views.choices import pick_bank
from ui.words import _

shown = page.open_page("risk-incidents")

places = page.controls(6)
with places[0]:
    bank, name = pick_bank()
entries = incidents.recorded(bank, name)
with places[1]:
    names = {code: incidents.entry_name(entry) for code, entry in entries.items()}
    latest = incidents.latest_major(entries)
    code = controls.choose(
        "incident", _("Incident"), list(entries), shown=names.__getitem__, otherwise=latest
    )
with places[2]:
    unknown = controls.choose_several(
        "unknown_facts", _("Not yet known"), list(incidents.FACT_CODES), shown=incidents.fact_name
    )
with places[3]:
    controls.choose("report_form", _("Form"), list(incidents.REPORT_NAMES), shown=incidents.report_name)
with places[4]:
    controls.choose("time_zone", _("Times shown in"), list(incidents.ZONE_NAMES), shown=incidents.zone_name)
with places[5]:
    controls.instant(
        "clock",
        _("Clock"),
        about=_(
            "The moment from which time left is counted, in the time shown; empty for the end of the data, "
            "or for now where they are live."
        ),
        placeholder=_("end of the data"),
    )
controls.reset("bank", "incident", "unknown_facts", "report_form", "time_zone", "clock")

case = incidents.incident_case(bank, name, entries[code], unknown)
shown.answer(incidents.answer(case), caution=incidents.caution(case))
for sentence in incidents.notes(case):
    st.caption(prose(sentence))

if case.classification is None:
    page.empty(
        _("Correct this row and load it again: a value is out of its range, or two moments out of order.")
    )
else:
    described = tables.described_criteria(case)
    shown.chart(
        charts.distances(
            tables.distance_frame(case),
            states=tables.states(),
            title=_("Value, % of the threshold"),
            threshold=_("threshold"),
            most=_("yes, or twice the threshold"),
        ),
        title=_("Each fact against its threshold"),
        alt_text=described,
        name="criteria",
        kinds=case.kinds,
    )
    shown.table(tables.criteria_table(case), name="criteria", alt_text=described, kinds=case.kinds)

    st.subheader(_("By when it must be reported"), anchor=False)
    st.markdown(prose(tables.deadline_sentence(case)))
    if case.clocks:
        shown.table(
            tables.deadline_table(case),
            name="deadlines",
            alt_text=incidents.report_sentence(case),
            kinds=case.kinds,
        )

    described = tables.form_sentence(case)
    st.subheader(_("The form, filled from the register"), anchor=False)
    st.markdown(prose(described))
    shown.table(
        tables.form_table(case),
        name=case.form.report,
        alt_text=described,
        kinds=case.kinds,
        height=420,
        columns={_("Value"): st.column_config.Column(width="medium")},
    )

described = tables.recurring_sentence(case)
st.subheader(_("Recurring incidents"), anchor=False)
st.markdown(prose(described))
if case.all_groups:
    shown.table(tables.recurring_table(case), name="recurring", alt_text=described, kinds=case.kinds)

risk_register.show(shown, bank, f"{case.now:%Y-%m}", case.kinds)

described = tables.question_sentence(case)
st.subheader(_("Questions to the bank"), anchor=False)
st.markdown(prose(described))
questions = tables.question_table(case)
if not questions.empty:
    shown.table(questions, name="questions", alt_text=described, kinds=case.kinds)

described = tables.register_sentence(case)
st.subheader(_("The register"), anchor=False)
st.markdown(prose(described))
shown.table(tables.register_table(case), name="register", alt_text=described, kinds=case.kinds, height=420)
shown.method(**method.method())
shown.footer()
