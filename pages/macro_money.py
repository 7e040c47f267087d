"""Money: what is left of the central bank's grip when cash and reserves give way to e-money."""

from functools import partial

import streamlit as st

from ui import controls, page
from ui.charts import macro as charts
from ui.macro.words import height, money, rate
from ui.outside import prose
from ui.views import macro_money as grip
from ui.views import macro_money_tables as tables
from ui.words import _, number, percent

shown = page.open_page("macro-money")

places = page.controls(6)
with places[0]:
    controls.slide("displaced_cash", _("Cash displaced by e-money"), 0.01, shown=percent)
with places[1]:
    controls.slide("required_reserves", _("Required reserves"), at=grip.RATIOS, shown=rate)
with places[2]:
    controls.slide("avoided_deposits", _("Deposits that escape it"), 0.05, shown=percent)
with places[3]:
    controls.slide("corridor_half", _("Facilities around the policy rate ±"), at=grip.CORRIDORS, shown=rate)
with places[4]:
    controls.slide("late_payments", _("Late payments (assumed)"), at=grip.LATE, shown=money)
with places[5]:
    economies = {code: _(name) for code, name in tables.ECONOMIES.items()}
    controls.choose("economy", _("Transmission measured on"), list(economies), shown=economies.__getitem__)
controls.reset(
    "displaced_cash", "required_reserves", "avoided_deposits", "corridor_half", "late_payments", "economy"
)
st.caption(prose(grip.evidence()))

view = grip.central_bank_grip()
if view is None:
    shown.answer(grip.missing())
    page.empty(grip.missing())
else:
    shown.answer(grip.sentence(view), caution=grip.caution(view))
    shown.chart(
        charts.curves(
            view.gauge,
            x_title=_("Cash displaced by e-money, %"),
            y_title=_("Banks’ liquidity, MAD billion"),
            marks=grip.gauge_marks(view),
            zero=True,
        ),
        title=_("When banks stop needing the central bank"),
        note=grip.gauge_sentence(view),
        alt_text=grip.sentence(view),
        name="gauge",
        kinds=grip.KINDS,
    )
    results = tables.results(view)
    shown.table(
        results,
        name="results",
        height=height(results),
        alt_text=grip.sentence(view),
        kinds=grip.KINDS,
        formats=dict.fromkeys([_("Value"), _("Low"), _("High")], partial(number, digits=2)),
    )
    shown.chart(
        charts.curves(
            view.corridor,
            x_title=_("Cash displaced by e-money, %"),
            y_title=_("Overnight rate, %"),
            marks=grip.flip_mark(view),
        ),
        title=_("The rate in its corridor"),
        note=grip.corridor_sentence(view),
        alt_text=grip.shares_of_scenario(view) + " " + grip.corridor_sentence(view),
        name="corridor",
        kinds=grip.KINDS,
    )
    answers = tables.transmissions()
    if "whole" in answers:
        shown.chart(
            charts.curves(
                tables.response_curves(answers["whole"]),
                x_title=_("Periods after a rise of the rate"),
                y_title=tables.response_title(answers["whole"]),
                zero=True,
            ),
            title=_("What the series say of the rate’s grip"),
            note=tables.response_sentence(answers),
            alt_text=tables.response_sentence(answers),
            name="transmission",
            kinds=("observed", "derived"),
        )
    else:
        page.empty(tables.missing_series())
    contexts = tables.further(view, answers)
    for place in page.open_tab([context.title for context in contexts], key="behind"):
        context = contexts[place]
        shown.table(
            context.frame,
            name=context.name,
            alt_text=context.words,
            kinds=context.kinds,
            height=height(context.frame),
            formats=dict.fromkeys(
                context.frame.select_dtypes("float"), partial(number, digits=context.digits)
            ),
        )
        st.caption(prose(context.words))
shown.method(**tables.method())
shown.footer()
