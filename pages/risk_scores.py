"""Risk scores: four risks of a bank, their history, and the indicators behind them."""

from functools import partial

from ui import controls, page
from ui.charts import risk as charts
from ui.views import risk
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

view = risk.bank_risks(bank, month, chosen)
shown.answer(risk.score_sentence(view, chosen, name), caution=risk.robustness(view, chosen))
shown.chart(
    charts.interval_points(
        view.risks, label="label", order=list(view.risks["label"]), title=_("Score, 0 best to 100 worst")
    ),
    title=_("The four risks of {bank}").format(bank=name),
    alt_text=risk.described_risks(view),
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
    risk.indicator_table(view, chosen),
    name="indicators",
    title=_("The indicators behind the score, worst first"),
    alt_text=_("Value, score, status and provenance of each indicator"),
    kinds=view.kinds,
    formats={_("Value"): partial(number, digits=2)},
    height=560,
)
shown.method(**risk.method())
shown.footer()
