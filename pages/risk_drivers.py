"""Drivers: what a score hangs on, the smallest changes that would improve it, and what has moved it."""

from functools import partial

import streamlit as st

from ui import controls, page
from ui.charts import risk_drivers as charts
from ui.outside import prose
from ui.views import risk, risk_drivers, risk_gaps, risk_moves, risk_rules
from ui.views.choices import pick_bank, pick_month
from ui.words import _, month_of, number

shown = page.open_page("risk-drivers")

places = page.controls(4)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    month = pick_month(bank)
with places[2]:
    chosen = controls.choose("risk", _("Risk"), list(risk.RISK_NAMES), shown=risk.risk_name)
with places[3]:
    controls.reset("bank", "month", "risk", "effort", "since", "peer")
risk_rules.say()

# What drives the score
view = risk_drivers.bank_drivers(bank, name, month, chosen)
shown.answer(risk_drivers.sentence(view), caution=risk_drivers.caution(view))
if view.indicators.empty:
    risk_gaps.show(shown, bank, month, view.kinds, chosen)
else:
    shown.chart(
        charts.driver_marks(
            risk_drivers.marks(view),
            measures=list(risk_drivers.measure_names().values()),
            title=_("Part of the measure’s total, %"),
        ),
        title=_("What the score of {bank} hangs on: {risk}").format(bank=name, risk=risk.risk_name(chosen)),
        note=risk_drivers.weight_doubt(view),
        alt_text=risk_drivers.described_marks(view),
        name="drivers",
        kinds=view.kinds,
    )
    shown.table(
        risk_drivers.driver_table(view),
        name="drivers",
        alt_text=_("Gradient, leave-one-out and Sobol indices of each indicator"),
        kinds=view.kinds,
        formats={_("Gradient (points per point)"): partial(number, digits=3)},
    )

    # What would improve it
    if risk_drivers.is_graded(view.row):
        shown.table(
            risk_drivers.move_table(view),
            name="moves",
            title=_("The smallest move of each indicator alone"),
            alt_text=_("For each indicator, the value that reaches a better grade and the one that loses it"),
            kinds=view.kinds,
        )
    risk_gaps.show(shown, bank, month, view.kinds, chosen)
    st.subheader(_("The cheapest combination"), anchor=False)
    if risk_drivers.is_graded(view.row):
        st.caption(
            _("Assumed: every point of effort costs the same, on whichever indicator (convention, C).")
        )
        with page.controls(3)[0]:
            controls.slide("effort", _("Budget (points of effort)"), 5.0, shown=partial(number, digits=0))
    bought = risk_moves.combination(view, month)
    st.markdown(prose(risk_moves.combination_sentence(view, bought)))
    if bought is not None and not bought.table.empty:
        shown.table(
            risk_moves.combination_table(view, bought),
            name="combination",
            alt_text=risk_moves.combination_sentence(view, bought),
            kinds=(*view.kinds, "assumed"),
        )

    # What has moved it
    earlier = risk_moves.earlier_months(bank, month, chosen)
    if earlier:
        with page.controls(3)[0]:
            since = controls.choose("since", _("Compared with"), earlier, shown=month_of)
        change = risk_moves.change(view, month, since)
        shown.chart(
            charts.waterfall(change.steps, title=_("Score, 0 best to 100 worst")),
            title=_("What has moved the score"),
            note=risk_moves.change_sentence(change),
            alt_text=risk_moves.described_change(change),
            name="waterfall",
            kinds=view.kinds,
        )
        shown.table(
            risk_moves.change_table(view, change),
            name="waterfall",
            alt_text=risk_moves.change_sentence(change),
            kinds=view.kinds,
        )
    else:
        page.empty(risk_moves.nothing_earlier(bank, month))

    # How firm the ranking is
    others = risk_moves.peers(view, month)
    if others:
        st.subheader(_("The weights that would swap two banks"), anchor=False)
        with page.controls(3)[0]:
            peer = controls.choose("peer", _("Other bank"), list(others), shown=others.__getitem__)
        swapped = risk_moves.swap(view, month, peer)
        st.markdown(prose(risk_moves.swap_sentence(swapped)))
        if swapped is not None and swapped.possible:
            shown.table(
                risk_moves.swap_table(view, swapped),
                name="weights",
                alt_text=risk_moves.swap_sentence(swapped),
                kinds=view.kinds,
            )
shown.method(**risk_drivers.method())
shown.footer()
