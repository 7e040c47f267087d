"""Risk scores: four risks of a bank, their history, and the indicators behind them."""

import streamlit as st

from studies.risk.scores import PUBLISHED
from ui import controls, page
from ui.controls import pick_bank
from ui.review.lead import with_case
from ui.risk import bank as words
from ui.risk import indicator, rules, scores
from ui.words import _

shown = page.open_page("risk-scores")

places = page.beside(6)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    month = controls.ask("month", words.months(shown.reader, bank))
with places[2]:
    risk = controls.ask("risk")
with places[3]:
    controls.ask("power")
with places[4]:
    controls.ask("level")
with places[5]:
    named = indicator.options(words.chosen_risks(shown.reader))
    controls.ask("kri", named)
controls.reset("bank", "month", "risk", "power", "level", "kri")

# Other weights and thresholds than the published ones
moved = rules.rules(shown.reader.scenario) != PUBLISHED
with st.expander(_("Weights and thresholds"), icon=":material/tune:", expanded=moved):
    for place, field in zip(st.columns(4), rules.WEIGHTS, strict=True):
        with place:
            controls.ask(field)
    first, second, third = st.columns([1, 1, 2])
    with first:
        controls.ask("conventional_scale")
    with second:
        controls.ask("sourced_scale")
    with third:
        controls.ask("sourced_reason")
    controls.reset(*rules.WEIGHTS, *rules.SCALES)

shown.show(with_case(scores.content(shown.reader), shown.snapshot, bank, name, risk))
