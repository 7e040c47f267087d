"""Costs: what a transaction costs on each channel, in full, used and avoidable, beside what was published."""

import streamlit as st

from ui import controls, page
from ui.charts import channels as charts
from ui.outside import prose
from ui.views import channels_costs as costs
from ui.views import channels_costs_tables as tables
from ui.views.choices import pick_bank
from ui.words import _, percent

shown = page.open_page("channels-costs")

places = page.controls(6)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    detail = controls.choose("cost_detail", _("Detail"), list(costs.DETAILS), shown=costs.detail_name)
with places[2]:
    controls.slide("practical_share", _("Practical capacity"), 0.05, shown=percent)
with places[3]:
    freed = _("Share of the cost of freed minutes that the bank gives back.")
    controls.slide("given_back", _("Given back"), 0.1, about=freed, shown=percent)
with places[4]:
    covered = list(costs.KINDS_OF_COST)
    controls.choose_several(
        "published_kinds", _("Published costs"), covered, shown=costs.kind_name, otherwise=covered
    )
with places[5]:
    since = _("Restates published costs to this year’s prices, in their own currency.")
    controls.slide("published_inflation", _("Rise of prices"), 0.005, about=since, shown=costs.tenths)
controls.reset(*costs.CONTROLS)

view = costs.costs(bank, name)
bars, names = costs.bars(view)
shown.answer(costs.sentence(view), caution=costs.caution(view))
shown.chart(
    charts.cost_bars(bars, costs=names, title=_("MAD per transaction")),
    title=_("Three costs of a transaction, and the capacity that nobody uses"),
    note=costs.period_note(view),
    alt_text=costs.described_bars(view),
    name="costs",
    kinds=view.kinds,
)
by_channel = tables.channel_table(view)
shown.table(
    by_channel,
    name="channels",
    alt_text=costs.described_bars(view),
    kinds=view.kinds,
    formats=tables.digits(by_channel, 2),
)
released = tables.release_table(view)
shown.table(
    released,
    name="released",
    title=_("What a tenth fewer transactions would release, in whole units"),
    alt_text=tables.release_note(view),
    kinds=view.kinds,
    formats=tables.digits(released, 2),
)
st.caption(prose(tables.release_note(view)))

points, channels = tables.detail_points(view)
shown.chart(
    charts.cost_points(points, channels=channels, title=_("MAD per transaction, logarithmic scale")),
    title=costs.detail_name(detail),
    alt_text=tables.described_details(view),
    name="detail",
    kinds=view.kinds,
)
details = tables.detail_table(view)
shown.table(
    details,
    name="detail",
    alt_text=tables.described_details(view),
    kinds=view.kinds,
    formats=tables.digits(details, 2),
    height=320,
)

spans, marks, kinds = tables.envelope_frames(view)
shown.chart(
    charts.ratio_envelope(spans, marks, kinds=kinds, title=_("Cost of a transaction, branch = 1")),
    title=_("Published ratios to the branch, beside those of the course"),
    note=costs.published_note(view),
    alt_text=costs.course_sentence(view),
    name="published",
    kinds=("observed", *view.kinds),
)
envelope = tables.envelope_table(view)
shown.table(
    envelope,
    name="envelope",
    alt_text=costs.course_sentence(view),
    kinds=("observed",),
    formats=tables.digits(envelope, 3),
)
st.caption(prose(costs.course_sentence(view)))
studies = tables.published_table(view)
shown.table(
    studies,
    name="studies",
    title=_("Every published figure, with its source"),
    alt_text=costs.published_note(view),
    kinds=("observed", "assumed"),
    formats=tables.digits(studies, 3),
    height=320,
)

st.subheader(_("Customer’s time: seven minutes or three"), anchor=False)
st.markdown(prose(costs.time_sentence(view)))
shown.table(
    tables.time_table(view), name="time", alt_text=costs.time_sentence(view), kinds=("observed", *view.kinds)
)
shown.method(**costs.method())
shown.footer()
