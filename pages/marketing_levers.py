"""Marketing levers: what each lever brings and costs, where a sum does most, and how sure that is."""

import streamlit as st

from analytics.marketing.parts import LEVERS
from ui import controls, link, page
from ui.controls import pick_bank
from ui.marketing import funding, levers
from ui.outside import prose
from ui.words import _

shown = page.open_page("marketing-levers")

places = page.beside(12)
with places[0]:
    pick_bank()
with places[1]:
    controls.ask("adoption_years")
with places[2]:
    controls.ask("budget_million", placeholder=funding.sum_for_each(shown.reader))
with places[3]:
    controls.ask("trust_case")
with places[9]:
    controls.ask("budget_total")
with places[10]:
    controls.ask("budget_unproven")
with places[11]:
    controls.ask("own_tests")
with places[4]:
    controls.ask("budget_most")
with places[5]:
    controls.ask("budget_aim")
with places[6]:
    controls.ask("trust_sensitivity")
with places[7]:
    controls.ask("adopter_margin")
with places[8]:
    controls.ask("level")
controls.reset(*funding.SETTINGS)

budgets = list(funding.BUDGETS.values())
funded = bool(set(budgets) & set(link.scenario().touched()))
# Whether it is open is the reader's choice once it was drawn: a lever moved to nothing must not close it.
with st.expander(
    _("Levers: MAD a year for each customer of the bank"),
    icon=":material/tune:",
    expanded=funded,
    key="levers by hand",
    on_change="rerun",
):
    rows = [*st.columns(4, vertical_alignment="top"), *st.columns(4, vertical_alignment="top")]
    for lever, place in zip(LEVERS, rows, strict=False):
        with place:
            controls.ask(funding.BUDGETS[lever])
            st.caption(prose(funding.benchmark(shown.reader, lever)))
    with rows[-1]:
        controls.take_over(
            _("Take over this split"),
            funding.proposed(shown.reader),
            about=_("Sets the seven budgets; the forecast, channels and macro pages follow."),
        )
        controls.reset(*budgets)

shown.show(levers.content(shown.reader))
