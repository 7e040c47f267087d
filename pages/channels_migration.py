"""Migration: what moving customers online really saves, what it is worth, and how sure that is."""

import streamlit as st

from ui import controls, page
from ui.charts import channels as charts
from ui.outside import prose
from ui.views import channels_migration as migration
from ui.views import channels_migration_tables as tables
from ui.views.adoption_forecast import years_ahead
from ui.views.channels_costs_tables import digits
from ui.views.choices import pick_bank
from ui.words import _, percent

shown = page.open_page("channels-migration")

places = page.controls(6)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    controls.slide("adoption_years", _("Horizon"), 1, shown=years_ahead)
with places[2]:
    grown = _("Transactions that those who move add to each that moved: 50% is three for every two.")
    controls.slide("augmentation", _("Growth in use"), 0.1, about=grown, shown=percent)
with places[3]:
    freed = _("Share of the fixed branch cost behind what moves that the bank really gives back.")
    controls.slide("released_share", _("Fixed cost released"), 0.05, about=freed, shown=percent)
with places[4]:
    controls.slide("saving_lag", _("Lag of the savings"), 3, shown=migration.months)
with places[5]:
    controls.slide("discount_rate", _("Discount rate"), 0.01, shown=percent)
controls.reset(*migration.CONTROLS)
migration.ask(bank)

view = migration.migration(bank, name)
shown.answer(migration.sentence(view), caution=migration.caution(view))
st.warning(prose(migration.selection_warning()), icon=":material/balance:")

lines, marks = tables.growth_frames(view)
shown.chart(
    charts.saving_by_growth(lines, marks, x_title=_("Growth in use, %"), y_title=_("MAD million a year")),
    title=_("What is claimed, and what is saved as use grows"),
    note=migration.release_sentence(view),
    alt_text=f"{migration.sentence(view)} {migration.release_sentence(view)}",
    name="growth",
    kinds=view.kinds,
)
shown.table(
    tables.saving_table(view), name="saving", alt_text=migration.release_sentence(view), kinds=view.kinds
)
shown.table(
    tables.dial_table(view),
    name="dial",
    title=_("Break-even augmentation, by who states the costs"),
    alt_text=migration.sentence(view),
    kinds=("observed", *view.kinds),
)
shown.table(
    tables.segment_table(view),
    name="segments",
    title=_("By segment, at the horizon"),
    alt_text=migration.release_sentence(view),
    kinds=view.kinds,
)

steps = tables.step_table(view)
shown.chart(
    charts.value_steps(tables.step_frame(view), title=_("MAD million of today")),
    title=_("From the claim to what it is worth"),
    note=migration.path_note(view),
    alt_text=tables.described_steps(view),
    name="steps",
    kinds=view.kinds,
)
shown.table(
    steps, name="steps", alt_text=tables.described_steps(view), kinds=view.kinds, formats=digits(steps, 2)
)
st.caption(prose(migration.two_values(view)))
by_year = tables.year_table(view)
shown.table(
    by_year,
    name="years",
    title=_("Year by year"),
    alt_text=migration.path_note(view),
    kinds=view.kinds,
    formats=digits(by_year, 2),
)

bars, ends = tables.tornado_frame(view)
shown.chart(
    charts.tornado(bars, ends=ends, title=_("Net present value, all but one at the likeliest, MAD million")),
    title=_("What the value hangs on"),
    alt_text=tables.described_tornado(view),
    name="tornado",
    kinds=view.kinds,
)
swings = tables.tornado_table(view)
shown.table(
    swings,
    name="tornado",
    alt_text=tables.described_tornado(view),
    kinds=view.kinds,
    formats=digits(swings, 2),
)
st.subheader(_("Invest now, or wait"), anchor=False)
st.markdown(prose(migration.option_sentence(view)))
options = tables.option_table(view)
if not options.empty:
    shown.table(
        options,
        name="option",
        alt_text=migration.option_sentence(view),
        kinds=view.kinds,
        formats=digits(options, 2),
    )
shown.method(**migration.method())
shown.footer()
