"""Activity: what customers do, on which channel, when, and where their operations are lost."""

from functools import partial

import streamlit as st

from ui import controls, page
from ui.charts import channels_activity as charts
from ui.charts import channels_week
from ui.views import channels_activity as views
from ui.views import channels_activity_tables as tables
from ui.views.choices import pick_bank
from ui.words import _, number

shown = page.open_page("channels-activity")

places = page.controls(6)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    month = views.pick_month(bank)
with places[2]:
    controls.choose("activity_by", _("Told apart by"), list(views.DIMENSIONS), shown=views.dimension_name)
with places[3]:
    channel = views.pick_channel()
with places[4]:
    service = views.pick_service()
with places[5]:
    controls.reset("bank", "month", "activity_by", "activity_channel", "activity_service")

view = views.activity(bank, name, month, channel, service)
shown.answer(views.sentence(view), caution=views.caution(view))
shown.chart(
    charts.monthly_lines(
        views.monthly(view), order=views.shown_names(view), title=_("Thousand operations a month")
    ),
    title=_("Operations by month: {dimension}").format(dimension=views.dimension_name(view.by).lower()),
    alt_text=views.monthly_described(view),
    name="months",
    kinds=view.kinds,
    note=views.monthly_described(view),
)
groups = tables.groups_table(view)
shown.table(
    groups,
    name="groups",
    alt_text=views.monthly_described(view),
    kinds=view.kinds,
    height=views.table_height(groups),
    formats={_("Failed (%)"): partial(number, digits=2)},
)
if view.week.empty:
    page.empty(_("The hours of the week are not known for these months."))
else:
    shown.chart(
        channels_week.week_by_hour(
            views.week_cells(view), days=views.day_names(), title=views.week_title(view)
        ),
        title=_("When: the hours of the week"),
        alt_text=views.week_described(view),
        name="week",
        kinds=view.kinds,
        note=views.week_described(view),
    )
if view.drop.losses.empty:
    page.empty(_("The steps are not known for these months, or nothing failed."))
else:
    shown.chart(
        charts.losses(views.losses(view), title=_("Lost of a thousand asked for")),
        title=_("Where operations are lost: last step reached and reason"),
        alt_text=tables.losses_described(view),
        name="losses",
        kinds=view.kinds,
        note=views.drop_note(view),
    )
    left, right = st.columns(2)
    with left:
        shown.table(
            tables.steps_table(view), name="steps", alt_text=views.drop_sentence(view), kinds=view.kinds
        )
    with right:
        shown.table(
            tables.reasons_table(view),
            name="reasons",
            alt_text=tables.losses_described(view),
            kinds=view.kinds,
        )
shown.table(
    tables.costs_table(view),
    name="costs",
    title=_("Where the cost of an operation comes from"),
    alt_text=_("Cost, operations and minutes by channel, over twelve months"),
    kinds=view.kinds,
    formats={_("Full (MAD)"): partial(number, digits=2)},
)
shown.method(**tables.method())
shown.footer()
