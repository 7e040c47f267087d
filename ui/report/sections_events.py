"""The section of the board pack on losses."""

from __future__ import annotations

from ui.charts import losses as loss_charts
from ui.content import Plot
from ui.refusal import Refused
from ui.report.board import Section, figure, section, table
from ui.report.chosen import Asked, chosen
from ui.views import risk_losses as loss_views
from ui.views import risk_losses_capital as loss_capital
from ui.views import risk_losses_controls as loss_controls
from ui.views import risk_losses_laws as loss_laws
from ui.views import risk_losses_method as loss_method
from ui.words import _


def losses(asked: Asked) -> Section:
    """What a year of events may cost: the page "Losses".

    Raises
    ------
    Refused: the bank's events allow no law, with what would help
    """
    start = chosen("tail_start", loss_views.TAIL_STARTS)
    view = loss_views.bank_losses(
        asked.bank,
        asked.name,
        chosen("loss_type", list(loss_views.EVENT_NAMES)),
        start,
        chosen("capital_approach", list(loss_capital.APPROACHES)),
    )
    if view.model is None:
        statements = ("financial_statement",) if view.capital.table.empty else ()
        raise Refused(f"{loss_views.answer(view)} {loss_views.remedy(view)}", "loss_event", *statements)
    laws, unit = loss_laws.law_frame(view), _("Value, MAD million")
    along = laws[["label", "value"]].rename(columns={"value": unit})
    figures = [
        figure(
            loss_laws.curve_chart(view),
            **loss_laws.curve_words(view),
            name="curve",
            kinds=view.kinds,
            plot=Plot("scatter", loss_laws.office_frame(view), _("Probability of a year that costs more")),
        ),
        figure(
            loss_laws.law_chart(view),
            **loss_laws.law_words(view),
            name="laws",
            kinds=view.kinds,
            plot=Plot("bar", along, unit),
        ),
    ]
    if not view.capital.table.empty:
        capital, unit = loss_capital.capital_frame(view), _("Capital, MAD million")
        bars = capital[["label", "capital"]].rename(columns={"capital": unit})
        figures.append(
            figure(
                loss_charts.capital_bars(capital, title=unit),
                name="capital",
                title=_("Capital under every approach"),
                note=loss_capital.capital_note(view),
                alt_text=loss_capital.described_capital(view),
                kinds=view.capital.kinds,
                plot=Plot("bar", bars, unit),
            )
        )
    return section(
        "risk-losses",
        sentence=loss_views.answer(view),
        caution=loss_views.caution(view),
        notes=[*loss_views.left_out(view), loss_laws.carried_sentence(view)],
        method=loss_method.method(),
        figures=figures,
        tables=[
            table(
                loss_laws.quantile_table(view),
                name="quantiles",
                title=_("Losses of a year"),
                kinds=view.kinds,
            ),
            table(loss_laws.law_table(view), name="laws", title=_("Every law, tested"), kinds=view.kinds),
            table(
                loss_laws.beyond_table(view),
                name="beyond",
                title=_("Illustration: years rarer than the record carries"),
                kinds=view.kinds,
            ),
            table(
                loss_capital.capital_table(view), name="capital", title=_("Capital"), kinds=view.capital.kinds
            ),
            table(
                loss_controls.control_table(loss_controls.control_returns(view, start)),
                name="controls",
                title=_("What controls return"),
                kinds=loss_controls.kinds(view),
            ),
        ],
    )
