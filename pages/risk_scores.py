"""Risk scores: four risks of a bank, their history, and the indicators behind them."""

from functools import partial

import streamlit as st

from ui import controls, page
from ui.charts import risk as charts
from ui.charts import risk_map
from ui.views import risk, risk_detail, risk_rules
from ui.views.choices import pick_bank, pick_month
from ui.words import _, number, percent

shown = page.open_page("risk-scores")

places = page.controls(6)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    month = pick_month(bank)
with places[2]:
    chosen = controls.choose("risk", _("Risk"), list(risk.RISK_NAMES), shown=risk.risk_name)
with places[3]:
    controls.slide(
        "power",
        _("Compensation p"),
        0.5,
        about=_("1: a good indicator offsets a bad one fully. Large: the worst indicator decides."),
    )
with places[4]:
    controls.slide("level", _("Confidence level"), 0.05, shown=percent)
with places[5]:
    controls.reset("bank", "month", "risk", "power", "level")

risk_rules.ask()

view, stages = risk.bank_risks(bank, month, chosen), risk_detail.stages(bank, month)
shown.answer(risk.score_sentence(view, chosen, name), caution=risk.robustness(view, chosen))
shown.chart(
    risk_map.stages(
        stages,
        names=risk_detail.stage_names(),
        order=list(view.risks["label"]),
        title=_("Score, 0 best to 100 worst"),
    ),
    title=_("The four risks of {bank}, before and after controls").format(bank=name),
    note=risk_detail.stage_sentence(stages, chosen),
    alt_text=risk_detail.described_stages(stages),
    name="risks",
    kinds=view.kinds,
)
shown.chart(
    charts.score_history(view.history, x="month", title=_("Score, 0 best to 100 worst")),
    title=_("{risk}: five years").format(risk=risk.risk_name(chosen)),
    alt_text=charts.described_history(view.history, what=risk.risk_name(chosen)),
    name="history",
    kinds=view.kinds,
)
shown.table(risk.risk_table(view), name="risks", alt_text=risk.described_risks(view), kinds=view.kinds)
shown.table(
    risk_detail.stage_table(stages),
    name="controls-effect",
    title=_("What the controls leave"),
    alt_text=risk_detail.described_stages(stages),
    kinds=view.kinds,
)
shown.table(
    risk_detail.control_table(bank, chosen),
    name="controls",
    alt_text=_("Coverage, effectiveness and cost of each control"),
    kinds=view.kinds,
    formats={_("Cost a year (MAD million)"): partial(number, digits=2)},
)
shown.table(
    risk.indicator_table(view, chosen),
    name="indicators",
    title=_("The indicators behind the score, worst first"),
    alt_text=_("Value, score, status and provenance of each indicator"),
    kinds=view.kinds,
    formats={_("Value"): partial(number, digits=2)},
    height=560,
)
placed = risk_detail.likelihood(bank, month)
if placed is None:
    page.empty(_("No loss event is recorded up to this month: likelihood and impact cannot be placed."))
else:
    shown.chart(
        risk_map.likelihood_impact(*risk_detail.map_points(placed)),
        title=_("Likelihood and impact of losses"),
        note=_("Ellipses hold both at {level}. Shade: likelihood × impact.").format(
            level=percent(placed.level)
        ),
        alt_text=risk_detail.map_sentence(placed),
        name="likelihood",
        kinds=view.kinds,
    )
    shown.table(
        risk_detail.map_table(placed),
        name="likelihood",
        alt_text=risk_detail.map_sentence(placed),
        kinds=view.kinds,
        formats={_("Likelihood (events a year)"): partial(number, digits=2)},
    )
    st.markdown(risk_detail.map_sentence(placed))
st.subheader(_("What the indicators say of each standard"), anchor=False)
st.caption(risk_detail.coverage_sentence(view))
shown.table(
    risk_detail.coverage_table(view),
    name="standards",
    alt_text=risk_detail.coverage_sentence(view),
    kinds=view.kinds,
)
shown.table(
    risk_detail.tool_table(month),
    name="tools",
    title=_("The regulators’ four tools, over all banks"),
    alt_text=_("Score, bounds and grade of adaptation, legalisation, harmonisation and integration"),
    kinds=view.kinds,
)
shown.method(**risk_detail.method())
shown.footer()
