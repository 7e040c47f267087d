"""Risk scores: four risks of a bank, their history, and the indicators behind them."""

from functools import partial

import streamlit as st

from studies.risk.scores import PUBLISHED
from ui import controls, page
from ui.risk import bank as words
from ui.risk import indicator, rules, scores
from ui.risk.words import RISK_NAMES, risk_name
from ui.views.choices import pick_bank, pick_month
from ui.words import _, number, percent

shown = page.open_page("risk-scores")

places = page.beside(6)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    month = pick_month(bank)
with places[2]:
    controls.choose("risk", list(RISK_NAMES), shown=risk_name)
with places[3]:
    offset = _("1: a good indicator offsets a bad one fully. Large: the worst indicator decides.")
    controls.slide("power", 0.5, about=offset)
with places[4]:
    controls.slide("level", 0.05, shown=percent)
with places[5]:
    named = indicator.options(words.chosen_risks(shown.reader))
    controls.choose("kri", list(named), shown=named.__getitem__)
controls.reset("bank", "month", "risk", "power", "level", "kri")

# Other weights and thresholds than the published ones
moved = rules.rules(shown.reader.scenario) != PUBLISHED
two_digits = partial(number, digits=2)
with st.expander(_("Weights and thresholds"), icon=":material/tune:", expanded=moved):
    for place, (field, label) in zip(st.columns(4), rules.WEIGHTS.items(), strict=True):
        with place:
            controls.slide(field, 0.25, label=_(label), shown=two_digits)
    first, second, third = st.columns([1, 1, 2])
    with first:
        milder = _("Above 1: farther from the best value, so milder. Below 1: stricter.")
        controls.slide("conventional_scale", 0.05, about=milder, shown=two_digits)
    with second:
        law = _("Limits of law do not move, whatever is chosen here.")
        controls.slide("sourced_scale", 0.05, about=law, shown=two_digits)
    with third:
        controls.write(
            "sourced_reason",
            placeholder=_("For example: the supervisor’s letter of 3 March asks for stricter limits"),
        )
    controls.reset(*rules.WEIGHTS, *rules.SCALES)

shown.show(scores.content(shown.reader))
