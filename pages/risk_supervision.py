"""Supervision: all banks, who infects whom, the regulators' four tools, and what nobody reported."""

from functools import partial

import streamlit as st

from ui import controls, page
from ui.risk import rules, supervision, system
from ui.risk.words import RISK_NAMES, risk_name
from ui.words import _, month_of, number, percent

shown = page.open_page("risk-supervision")
names = shown.reader.banks()

places = page.beside(6)
with places[0]:
    controls.choose("month", system.months(shown.reader), shown=month_of)
with places[1]:
    controls.choose("risk", list(RISK_NAMES), shown=risk_name)
with places[2]:
    spreaders = system.spreaders(shown.reader)
    controls.choose("shocked_bank", spreaders, shown=names.__getitem__)
with places[3]:
    controls.slide("shock_size", 0.1, shown=percent)
with places[4]:
    apart = _("0: customers tell banks apart. 1: links as recorded. More: trouble passes on more easily.")
    controls.slide("trust_links", 0.25, about=apart, shown=partial(number, digits=2))
with places[5]:
    silence = rules.NEVER_REPORTED
    held = _(
        "Not measured: scores cover what is reported, with bounds for the rest. Counts as worst: silence "
        "is held against the bank, as a supervisor may. On every page, until it is set back."
    )
    controls.choose(
        "never_reported",
        list(silence),
        shown=lambda code: _(silence[code]),
        about=held,
    )
controls.reset(*system.CONTROLS)

# What tools and spill-over are computed with
stated = [*supervision.MEASURES, *supervision.SPILLS]
touched = bool(set(shown.reader.scenario.touched()) & set(stated))
with st.expander(_("The supervisor’s own measures and spill-over"), icon=":material/tune:", expanded=touched):
    columns = st.columns(4, vertical_alignment="bottom")
    for place, (field, label) in zip(columns, supervision.MEASURE_LABELS.items(), strict=True):
        with place:
            controls.enter(field, label=_(label), example=supervision.EXAMPLES[field])
    columns = st.columns(4, vertical_alignment="bottom")
    for place, (field, pair) in zip(columns, supervision.SPILLS.items(), strict=True):
        with place:
            controls.slide(field, 0.05, label=supervision.pair_name(*pair), shown=percent)
    controls.reset(*stated)

shown.show(supervision.content(shown.reader))
