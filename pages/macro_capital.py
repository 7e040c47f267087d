"""Capital: what moves out for a gain abroad, the room that remains, and what lenders charge for a slip."""

from functools import partial

import streamlit as st

from ui import controls, page
from ui.charts import macro as charts
from ui.macro.words import height, rate
from ui.outside import prose
from ui.views import macro_capital as capital
from ui.views import macro_capital_tables as tables
from ui.views.macro_tobin_tax import TAXES
from ui.words import _, number, percent

shown = page.open_page("macro-capital")

places = page.controls(6)
with places[0]:
    controls.slide("return_abroad", _("Return abroad, all included"), at=tables.RETURNS, shown=rate)
with places[1]:
    controls.slide("tobin_tax", _("Tax on each transaction"), at=TAXES, shown=rate)
with places[2]:
    controls.slide("online_share", _("Operations on the Internet (assumed)"), 0.05, shown=percent)
with places[3]:
    names = capital.holding_names()
    controls.choose("holding_years", _("Capital stays"), list(names), shown=names.__getitem__, otherwise="1")
with places[4]:
    controls.slide("public_debt", _("Public debt, % of GDP (assumed)"), 0.05, shown=percent)
with places[5]:
    controls.slide(
        "primary_balance",
        _("Primary balance (assumed)"),
        at=tables.BALANCES,
        shown=partial(percent, digits=1),
    )
controls.reset(
    "return_abroad", "tobin_tax", "online_share", "holding_years", "public_debt", "primary_balance"
)
tables.ask()
st.caption(prose(tables.evidence()))

view, refused = capital.attempt()
if view is None:
    shown.answer(refused)
    page.empty(refused)
else:
    shown.answer(capital.sentence(view), caution=capital.caution(view))
    shown.chart(
        charts.curves(
            view.curve,
            x_title=_("Return abroad, % a year"),
            y_title=_("Capital that moves out once, MAD billion"),
            marks=tables.flow_marks(view),
            zero=True,
        ),
        title=_("Illustration: what moves out, by return abroad"),
        note=capital.after_sentence(view),
        alt_text=capital.sentence(view),
        name="flows",
        kinds=capital.KINDS,
    )
    shown.chart(
        charts.curves(
            tables.debt_frame(view), x_title=_("Years from now"), y_title=_("Public debt, % of GDP")
        ),
        title=_("Where debt goes"),
        note=capital.debt_sentence(view) + " " + capital.discipline_sentence(view),
        alt_text=capital.debt_sentence(view),
        name="debt",
        kinds=("assumed", "derived"),
    )
    for name, title, frame, words, digits in tables.every_table(view):
        shown.table(
            frame,
            name=name,
            title=title,
            alt_text=words,
            kinds=capital.KINDS,
            height=height(frame),
            formats=dict.fromkeys(frame.select_dtypes("float"), partial(number, digits=digits)),
        )
risk = tables.flows()
if risk is None:
    page.empty(tables.no_flows())
else:
    shown.chart(
        charts.curves(
            tables.flow_frame(risk),
            x_title=_("Median inflow of the other countries, % of GDP"),
            y_title=_("Next net inflow, % of GDP"),
        ),
        title=_("Capital flows at risk"),
        note=tables.flow_sentence(risk),
        alt_text=tables.flow_sentence(risk),
        name="at-risk",
        kinds=tables.flow_kinds(risk),
    )
shown.method(**tables.method())
shown.footer()
