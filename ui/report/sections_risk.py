"""Sections of the board pack on risk."""

from __future__ import annotations

from collections.abc import Sequence

from ui import link
from ui.charts import risk as charts
from ui.charts import risk_drivers as driver_charts
from ui.charts import risk_map
from ui.content import Plot, Table, wide
from ui.report.board import Figure, Section, figure, section, table
from ui.report.chosen import Asked
from ui.risk import register
from ui.views import (
    risk,
    risk_detail,
    risk_doubt,
    risk_drivers,
    risk_measured,
    risk_residual,
    risk_rules,
)
from ui.words import _


def scores(asked: Asked) -> Section:
    """How risky the bank is: the page "Scores"."""
    month, risk_shown = asked.month, link.scenario().risk
    view, stages = risk.bank_risks(asked.bank, month, risk_shown), risk_residual.stages(asked.bank, month)
    scale, names = _("Score, 0 best to 100 worst"), risk_residual.stage_names()
    both = stages.assign(stage=stages["stage"].map(names))
    return section(
        "risk-scores",
        sentence=risk.score_sentence(view, risk_shown, asked.name),
        caution=risk.caution(view, risk_shown),
        notes=[*risk_rules.refusals(), risk_rules.departures()],
        method=risk_detail.method(),
        figures=[
            figure(
                risk_map.stages(stages, names=names, order=list(view.risks["label"]), title=scale),
                name="risks",
                title=_("The four risks of {bank}, observed and with tested controls").format(
                    bank=asked.name
                ),
                note=risk_residual.stage_sentence(stages, risk_shown),
                alt_text=risk_residual.described_stages(stages),
                kinds=view.kinds,
                plot=Plot("bar", wide(both, along="label", by="stage", value="score"), scale),
            ),
            *_history(view, risk_shown),
        ],
        tables=[
            table(risk.risk_table(view), name="risks", title=_("The four risks"), kinds=view.kinds),
            table(
                risk_doubt.doubt_table(asked.bank, month, risk_shown),
                name="doubt",
                title=_("What the probability of the grade is of"),
                kinds=view.kinds,
            ),
            *_register(asked, month, view.kinds),
            table(
                risk_residual.stage_table(stages),
                name="controls-effect",
                title=_("What tested controls leave"),
                kinds=view.kinds,
            ),
            table(
                risk_detail.indicator_table(view, risk_shown),
                name="indicators",
                title=_("Indicators, the worst first"),
                kinds=view.kinds,
            ),
        ],
    )


def _register(asked: Asked, month: str, kinds: Sequence[str]) -> list[Table]:
    """Major incidents and notices, computed and reported; nothing where no incident is loaded."""
    found = register.figures(link.reader(), asked.bank, month)
    if found is None:
        return []
    title = _("Incidents: computed from the register, and reported")
    return [table(register.table(found), name="register-figures", title=title, kinds=kinds)]


def _history(view: risk.BankRisks, shown: str) -> list[Figure]:
    """The score through time; nothing where the risk was never reported."""
    if view.history.empty:
        return []
    scale = _("Score, 0 best to 100 worst")
    history = view.history[["month", "score", "low", "high"]]
    history = history.assign(month=history["month"].dt.strftime("%Y-%m"))
    history.columns = [_("Month"), _("Score (0–100)"), _("Low"), _("High")]
    return [
        figure(
            charts.score_history(view.history, x="month", title=scale),
            name="history",
            title=_("{risk} since {month}").format(risk=risk.risk_name(shown), month=risk.first_month(view)),
            note=risk.history_note(view),
            alt_text=charts.described_history(view.history, what=risk.risk_name(shown)),
            kinds=view.kinds,
            plot=Plot("line", history, scale),
        )
    ]


def drivers(asked: Asked) -> Section:
    """What moves the score: the page "Drivers"."""
    shown = link.scenario().risk
    view = risk_drivers.bank_drivers(asked.bank, asked.name, asked.month, shown)
    figures, tables = [], []
    if not view.indicators.empty:
        figures.append(_marks(view, asked.name))
        tables.append(
            table(risk_drivers.driver_table(view), name="drivers", title=_("Drivers"), kinds=view.kinds)
        )
    if risk_drivers.is_graded(view.row):
        moves, title = risk_drivers.move_table(view), _("The smallest move of each indicator alone")
        tables.append(table(moves, name="moves", title=title, kinds=view.kinds))
    gaps = risk_measured.gap_table(asked.bank, asked.month, shown)
    return section(
        "risk-drivers",
        sentence=risk_drivers.sentence(view),
        caution=risk_drivers.caution(view),
        notes=[risk_rules.departures()],
        method=risk_drivers.method(),
        figures=figures,
        tables=[*tables, table(gaps, name="report", title=_("Report these"), kinds=view.kinds)],
    )


def _marks(view: risk_drivers.BankDrivers, bank: str) -> Figure:
    marks, measures = risk_drivers.marks(view), list(risk_drivers.measure_names().values())
    title = _("Part of the measure’s total, %")
    return figure(
        driver_charts.driver_marks(marks, measures=measures, title=title),
        name="drivers",
        title=_("What the score of {bank} hangs on: {risk}").format(
            bank=bank, risk=risk.risk_name(view.risk)
        ),
        note=risk_drivers.weight_doubt(view),
        alt_text=risk_drivers.described_marks(view),
        kinds=view.kinds,
        plot=Plot("bar", wide(marks, along="label", by="measure", value="share"), title),
    )
