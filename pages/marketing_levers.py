"""Marketing levers: what each lever brings and costs, where a sum does most, and how sure that is."""

from functools import partial

import streamlit as st

from analytics.marketing.parts import LEVERS
from ui import controls, link, page
from ui.adoption.series import years_ahead
from ui.marketing import funding, levers
from ui.outside import prose
from ui.views.choices import pick_bank
from ui.words import _, number, percent

shown = page.open_page("marketing-levers")

places = page.beside(9)
with places[0]:
    pick_bank()
with places[1]:
    controls.slide("adoption_years", 1, shown=years_ahead)
with places[2]:
    controls.slide("budget_total", 0.2, shown=funding.money)
with places[3]:
    controls.choose("trust_case", list(funding.TRUST_CASES), shown=funding.trust_name)
with places[4]:
    controls.slide("budget_most", 0.05, shown=percent)
with places[5]:
    controls.choose("budget_aim", list(funding.AIMS), shown=funding.aim_name)
with places[6]:
    controls.slide("trust_sensitivity", 0.5)
with places[7]:
    controls.slide("adopter_margin", 50, shown=partial(number, digits=0, unit="MAD"))
with places[8]:
    controls.slide("level", 0.05, shown=percent)
controls.reset(*funding.SETTINGS)

budgets = list(funding.BUDGETS.values())
funded = bool(set(budgets) & set(link.scenario().touched()))
with st.expander(
    _("Levers: MAD a year for each customer of the bank"), icon=":material/tune:", expanded=funded
):
    rows = [*st.columns(4, vertical_alignment="top"), *st.columns(4, vertical_alignment="top")]
    for lever, place in zip(LEVERS, rows, strict=False):
        with place:
            label, about = funding.lever_name(lever), funding.about(lever)
            controls.slide(funding.BUDGETS[lever], 0.1, label=label, shown=funding.money, about=about)
            st.caption(prose(funding.benchmark(lever)))
    with rows[-1]:
        controls.take_over(
            _("Take over this split"),
            funding.proposed(shown.reader),
            about=_("Sets the seven budgets; the forecast, channels and macro pages follow."),
        )
        controls.reset(*budgets)

shown.show(levers.content(shown.reader))
