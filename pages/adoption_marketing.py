"""Adoption marketing: what each lever brings and costs, where a sum does most, and how sure that is."""

from functools import partial

import streamlit as st

from ui import controls, page
from ui.adoption.series import years_ahead
from ui.charts import marketing as charts
from ui.views import marketing_levers as views
from ui.views import marketing_levers_tables as tables
from ui.views.choices import pick_bank
from ui.words import _, number, percent

shown = page.open_page("adoption-marketing")

places = page.controls(7)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    controls.slide("adoption_years", _("Horizon"), 1, shown=years_ahead)
with places[2]:
    controls.slide("level", _("Confidence level"), 0.05, shown=percent)
with places[3]:
    controls.choose("trust_case", _("Trust"), list(views.TRUST_CASES), shown=views.trust_name)
with places[4]:
    controls.slide("trust_sensitivity", _("Strength of trust"), 0.5)
with places[5]:
    controls.slide("adopter_margin", _("Margin a year"), 50, shown=partial(number, digits=0, unit="MAD"))
with places[6]:
    controls.reset(*views.SETTINGS)
views.ask_levers()

view = views.levers(bank, name)
shown.answer(views.sentence(view), caution=views.caution(view))
shown.chart(
    charts.adoption_paths(views.paths(view), unit=_("% of customers")),
    title=_("{name}: active customers, as forecast and with the levers").format(name=name),
    alt_text=views.described(view),
    name="paths",
    kinds=view.kinds,
    note=views.trust_sentence(view),
)
shown.table(
    tables.lever_table(view),
    name="levers",
    title=_("What each lever brings"),
    alt_text=views.sentence(view),
    kinds=view.kinds,
    formats=tables.lever_formats(),
    columns={_("Lever"): st.column_config.Column(pinned=True)},
)
shown.table(
    tables.economics_table(view),
    name="economics",
    title=_("What an adopter costs and is worth"),
    alt_text=views.sentence(view),
    kinds=view.kinds,
)

st.subheader(_("Where would a sum do most?"), anchor=False)
asked = page.controls(3)
with asked[0]:
    controls.slide("budget_total", _("Sum a year"), 0.2, shown=views.money)
with asked[1]:
    controls.slide("budget_most", _("Most for one lever"), 0.05, shown=percent)
with asked[2]:
    controls.choose("budget_aim", _("Aim"), list(views.AIMS), shown=views.aim_name)
shown.chart(
    charts.spending(tables.split_rows(view), title=_("MAD a year and customer")),
    title=_("The best split, and how far it moves when the benchmarks are drawn again"),
    alt_text=views.robustness(view),
    name="split",
    kinds=view.kinds,
    note=views.robustness(view),
)
views.offer_split(view)
shown.table(
    tables.split_table(view),
    name="split",
    alt_text=views.robustness(view),
    kinds=view.kinds,
    formats=tables.split_formats(),
)

shown.chart(
    charts.swings(
        tables.swing_rows(view),
        centre=view.results.result.incremental,
        title=_("More active customers"),
        low_name=_("Low end of the range"),
        high_name=_("High end of the range"),
    ),
    title=_("What the result hangs on"),
    alt_text=tables.described_swings(view),
    name="swings",
    kinds=view.kinds,
    note=tables.described_swings(view),
)
found = views.viral(view)
shown.chart(
    charts.epidemic(views.viral_states(found), x_title=_("Month"), unit=_("Thousand people")),
    title=_("The invitations as an epidemic"),
    alt_text=views.viral_sentence(found),
    name="epidemic",
    kinds=view.kinds,
    note=views.viral_sentence(found),
)
if (drawer := tables.benchmark_drawer()).open:
    with drawer:
        shown.table(
            tables.benchmark_table(),
            name="benchmarks",
            alt_text=_("15 figures with value, range and source; none is Moroccan"),
            kinds=("observed", "assumed"),
            formats=tables.benchmark_formats(),
        )
shown.method(**tables.method())
shown.footer()
