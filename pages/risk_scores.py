"""Risk scores: four risks of a bank, their history, and the indicators behind them."""

import streamlit as st

from ui import controls, page
from ui.charts import risk as charts
from ui.charts import risk_map
from ui.outside import prose
from ui.views import risk, risk_detail, risk_doubt, risk_register, risk_residual, risk_rules
from ui.views.choices import pick_bank, pick_month
from ui.words import _, percent

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

view, stages = risk.bank_risks(bank, month, chosen), risk_residual.stages(bank, month)
shown.answer(risk.score_sentence(view, chosen, name), caution=risk.caution(view, chosen))
shown.chart(
    risk_map.stages(
        stages,
        names=risk_residual.stage_names(),
        order=list(view.risks["label"]),
        title=_("Score, 0 best to 100 worst"),
    ),
    title=_("The four risks of {bank}, observed and with tested controls").format(bank=name),
    note=risk_residual.stage_sentence(stages, chosen),
    alt_text=risk_residual.described_stages(stages),
    name="risks",
    kinds=view.kinds,
)
if view.history.empty:
    page.empty(_("Nothing of this risk has been reported yet: its history starts at the first report."))
else:
    shown.chart(
        charts.score_history(view.history, x="month", title=_("Score, 0 best to 100 worst")),
        title=_("{risk} since {month}").format(risk=risk.risk_name(chosen), month=risk.first_month(view)),
        note=risk.history_note(view),
        alt_text=charts.described_history(view.history, what=risk.risk_name(chosen)),
        name="history",
        kinds=view.kinds,
    )
shown.table(risk.risk_table(view), name="risks", alt_text=risk.described_risks(view), kinds=view.kinds)
shown.table(
    risk_doubt.doubt_table(bank, month, chosen),
    name="doubt",
    title=_("What the probability of the grade is of"),
    alt_text=risk_doubt.doubt_sentence(risk.row_of(view, chosen)),
    kinds=view.kinds,
)
st.caption(prose(risk_doubt.doubt_sentence(risk.row_of(view, chosen))))
risk_register.show(shown, bank, month, view.kinds)
shown.table(
    risk_residual.stage_table(stages),
    name="controls-effect",
    title=_("What tested controls leave"),
    alt_text=risk_residual.described_stages(stages),
    kinds=view.kinds,
)
placed = risk_detail.likelihood(bank, month)
if placed is None:
    page.empty(risk_detail.no_losses())
else:
    shown.chart(
        risk_map.likelihood_impact(*risk_detail.map_points(placed)),
        title=_("Likelihood and impact of losses"),
        note=risk_detail.map_note(placed),
        alt_text=risk_detail.map_sentence(placed),
        name="likelihood",
        kinds=view.kinds,
    )

# One table at a time: each is long, and nobody reads five at once
details = risk_detail.detail_names()
with page.controls(3)[0]:
    wanted = controls.choose("detail", _("Detail"), list(details), shown=details.__getitem__)
found = risk_detail.detail(wanted, view, chosen, month, placed)
st.caption(prose(found.sentence))
shown.table(
    found.table,
    name=found.name,
    alt_text=found.sentence,
    kinds=view.kinds,
    formats=risk_detail.two_digits(found.table),
    height=560 if len(found.table) > 12 else "auto",
)
shown.method(**risk_detail.method())
shown.footer()
