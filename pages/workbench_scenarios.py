"""Scenarios: named scenarios over all subjects in one table, with the difference to one of them."""

from functools import partial

import streamlit as st

from ui import page
from ui.charts import scenarios as charts
from ui.outside import prose
from ui.views import scenario_shelf, scenarios
from ui.words import _, number

shown = page.open_page("scenarios")
scenario_shelf.ask()

view = scenarios.comparison()
shown.answer(scenarios.sentence(view), caution=scenarios.caution(view))
st.caption(prose(scenarios.touched_sentence(view)))
drawn = scenarios.points(view)
base = view.baseline.results.figures.get(view.measure)
if base is None:
    page.empty(scenarios.sentence(view))
else:
    shown.chart(
        charts.compared(drawn, order=list(drawn["name"]), baseline=base.value, title=scenarios.axis(view)),
        title=scenarios.measures()[view.measure],
        note=_("Dashed: the baseline. Lines: the interval of each scenario; none where the result has none."),
        alt_text=scenarios.described(view),
        name="compared",
        kinds=view.kinds,
    )
shown.table(
    scenarios.table(view),
    name="scenarios",
    title=_("Settings, results and differences; ◆ marks the baseline"),
    alt_text=scenarios.described(view),
    kinds=view.kinds,
    height=640,
)
numbers = scenarios.figures(view)
with st.expander(_("The same as numbers"), icon=":material/table:"):
    shown.table(
        numbers,
        name="figures",
        alt_text=scenarios.described(view),
        kinds=view.kinds,
        formats=dict.fromkeys(numbers.columns[3:], partial(number, digits=3)),
        height=400,
    )
shown.method(**scenarios.method())
shown.footer()
