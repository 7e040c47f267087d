"""Adoption drivers: effects of attitudes and profile on using e-banking, and what trust would change."""

from functools import partial

import streamlit as st

from studies.adoption.drivers import ITEMS
from ui import controls, page
from ui.charts import adoption as charts
from ui.outside import prose
from ui.views import adoption_drivers as views
from ui.words import _, number, percent, signed

shown = page.open_page("adoption-drivers")

places = page.controls(6)
with places[0]:
    survey = views.pick_survey()
with places[1]:
    outcome = controls.choose(
        "survey_outcome", _("What is explained"), list(views.OUTCOMES), shown=views.outcome_name
    )
with places[2]:
    items = controls.choose_several("survey_items", _("Items"), list(ITEMS), shown=views.item_name)
with places[3]:
    controls.slide("trust_change", _("If trust changed by"), 0.5, shown=signed)
with places[4]:
    controls.slide("level", _("Confidence level"), 0.05, shown=percent)
with places[5]:
    controls.reset("survey", "survey_outcome", "survey_items", "trust_change", "level")

view = views.drivers(survey, outcome, items)
shown.answer(views.sentence(view), caution=views.caution(view))
shown.chart(
    charts.effects(view.effects, label="label", group="group", title=_("Effect on the share (points)")),
    title=_("What goes with it, and what holds back"),
    alt_text=views.described(view),
    name="effects",
    kinds=view.kinds,
    note=views.note(view),
)
shown.table(views.effects_table(view), name="effects", alt_text=views.described(view), kinds=view.kinds)

change = views.trust(view, items)
if change is None:
    page.empty(_("Without items on trust among those chosen, its change cannot be worked out."))
else:
    shown.chart(
        charts.band_line(
            change.path,
            x_title=_("Change of trust (points of seven)"),
            y_title=_("% of customers on e-banking"),
        ),
        title=_("What if trust changed?"),
        alt_text=views.trust_sentence(change),
        name="trust",
        kinds=(*view.kinds, "assumed"),
        note=views.trust_sentence(change),
    )

st.subheader(_("Is it the fear of hacking?"), anchor=False)
st.markdown(prose(views.reasons_sentence(view)))
shown.table(views.reasons_table(), name="reasons", alt_text=views.reasons_sentence(view), kinds=("observed",))
shown.table(
    views.scale_table(view, items),
    name="scales",
    title=_("Items and constructs"),
    alt_text=views.scale_sentence(view, items),
    kinds=view.kinds,
    formats=dict.fromkeys(
        (_("Cronbach’s alpha"), _("Correlation with the other items"), _("Alpha without this item")),
        partial(number, digits=2),
    ),
)
st.caption(prose(views.scale_sentence(view, items)))
shown.table(
    views.coefficient_table(view),
    name="coefficients",
    title=_("Coefficients"),
    alt_text=views.described(view),
    kinds=view.kinds,
    formats=dict.fromkeys((_("Log-odds"), _("Standard error"), _("Odds ratio")), partial(number, digits=3)),
)
shown.method(**views.method())
shown.footer()
