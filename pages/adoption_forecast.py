"""Adoption forecast: past and expected use of a country or bank, its interval, its ceilings, its likes."""

import streamlit as st

from ui import controls, page
from ui.charts import adoption as charts
from ui.outside import prose
from ui.views import adoption_ceilings as limits
from ui.views import adoption_forecast as views
from ui.views import adoption_forecast_method as foot
from ui.views.adoption_subjects import pick_subject
from ui.words import _, percent

shown = page.open_page("adoption-forecast")

places = page.controls(7)
with places[0]:
    series = controls.choose("adoption", _("Series"), list(views.SERIES_NAMES), shown=views.series_name)
with places[1]:
    subject, name = pick_subject(series)
with places[2]:
    controls.slide("adoption_years", _("Horizon"), 1, shown=views.years_ahead)
with places[3]:
    controls.slide("level", _("Confidence level"), 0.05, shown=percent)
with places[4]:
    controls.slide("adoption_ceiling", _("Ceiling"), 5, about=_("Your own, beside the candidates below."))
with places[5]:
    controls.slide(
        "growth_with_trust",
        _("Growth if trust changes"),
        0.1,
        about=_("Speed relative to today’s: 0.8 is a fifth slower. It bends one line of the fan."),
    )
with places[6]:
    controls.reset("adoption", "country", "bank", *views.CONTROLS)

view = views.forecast(series, subject, name)
shown.answer(limits.answered(view), caution=views.caution(view))
shown.chart(
    charts.forecast_band(view.history, view.path, view.breaks, unit=view.unit),
    title=_("{name}: observed and forecast").format(name=name),
    alt_text=views.described(view),
    name="forecast",
    kinds=view.kinds,
    note=views.coverage_note(view),
)
shown.table(
    views.forecast_table(view),
    name="forecast",
    alt_text=views.sentence(view),
    kinds=view.kinds,
    columns={_("Year"): st.column_config.Column(pinned=True)},
)
if not view.milestones.empty:
    shown.table(
        views.milestone_table(view),
        name="milestones",
        title=_("When each level is passed"),
        alt_text=views.sentence(view),
        kinds=view.kinds,
    )
shown.table(
    views.class_table(view),
    name="likes",
    title=_("Countries like us"),
    alt_text=views.class_sentence(view),
    kinds=("observed",),
    height=320,
)
st.caption(prose(views.class_sentence(view)))
shown.table(
    views.scoreboard(view),
    name="scoreboard",
    title=_("Who forecast best at this stage"),
    alt_text=views.coverage_note(view),
    kinds=("derived",),
)

found = limits.ceilings(view)
if not found.fan.empty:
    shown.chart(
        charts.named_lines(found.fan, name="scenario", unit=view.unit),
        title=_("Other assumptions, other paths"),
        alt_text=limits.described_fan(found),
        name="fan",
        kinds=(*view.kinds, "assumed"),
        note=_("Scenarios, not probabilities: the error band stands in the first chart."),
    )
shown.table(
    limits.ceiling_table(found, view),
    name="ceilings",
    title=_("Which ceiling?"),
    alt_text=found.verdict,
    kinds=(*view.kinds, "assumed"),
)
st.caption(prose(found.verdict))
observed, later = limits.payment_points()
shown.chart(
    charts.named_lines(
        limits.payment_curves(),
        name="name",
        unit=_("Million operations a year"),
        observed=observed,
        later=later,
        later_title=_("Bank Al-Maghrib, counted otherwise"),
    ),
    title=_("A ceiling that the data cannot tell: online payments in Morocco"),
    alt_text=limits.payment_sentence(),
    name="payments",
    kinds=("observed", "derived"),
    note=limits.payment_sentence(),
)
st.subheader(_("A forecast that did not come true: mobile wallets in Morocco"), anchor=False)
st.markdown(prose(limits.wallet_sentence()))
shown.table(
    limits.wallet_table(), name="wallets", alt_text=limits.wallet_sentence(), kinds=("observed", "assumed")
)
shown.method(**foot.method())
shown.footer()
