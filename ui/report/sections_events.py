"""Sections of the board pack on what goes wrong: losses, incidents, contagion."""

from __future__ import annotations

from ui import link
from ui.charts import losses as loss_charts
from ui.charts.network import network
from ui.charts.risk import interval_points
from ui.content import Plot
from ui.refusal import Refused
from ui.report.board import Section, figure, section, table
from ui.report.chosen import Asked, chosen
from ui.views import risk, risk_rules
from ui.views import risk_losses as loss_views
from ui.views import risk_losses_capital as loss_capital
from ui.views import risk_losses_controls as loss_controls
from ui.views import risk_losses_laws as loss_laws
from ui.views import risk_losses_method as loss_method
from ui.views import risk_supervision as supervision
from ui.views import risk_supervision_tables as supervision_tables
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


def system(_asked: Asked) -> Section:
    """All banks and who infects whom: the page "Supervision"."""
    months = supervision.months()
    shown = link.scenario().risk
    shocked = chosen("shocked_bank", supervision.by_spread(supervision.network()))
    view = supervision.system(chosen("month", months), shown, shocked)
    scale, edges = _("Score, 0 best to 100 worst"), supervision.edges(view)
    scores = view.scores[["name", "score", "low", "high"]]
    scores.columns = [_("Bank"), _("Score (0–100)"), _("Low"), _("High")]
    figures = [
        figure(
            interval_points(view.scores, label="name", order=list(view.scores["name"]), title=scale),
            name="banks",
            title=_("All banks, worst first: {risk}").format(risk=risk.risk_name(shown)),
            alt_text=supervision.described_scores(view),
            kinds=view.kinds,
            plot=Plot("bar", scores, scale),
        )
    ]
    if not edges.empty:
        stress = view.reached.mul(100).rename(_("Stress, %")).rename_axis("bank").reset_index()
        stress["bank"] = stress["bank"].map(view.names)
        figures.append(
            figure(
                network(supervision.nodes(view), edges, kinds=supervision.link_kinds(edges)),
                name="network",
                title=_("Where the trouble of {bank} goes").format(bank=view.names[shocked]),
                note=supervision.network_note(view),
                alt_text=supervision.described_network(view),
                kinds=view.kinds,
                plot=Plot("bar", stress, _("Stress, %")),
            )
        )
    return section(
        "risk-supervision",
        sentence=supervision.sentence(view),
        caution=supervision.caution(view),
        notes=[risk_rules.departures()],
        method=supervision_tables.method(),
        figures=figures,
        tables=[
            table(supervision_tables.bank_table(view), name="banks", title=_("All banks"), kinds=view.kinds),
            table(
                supervision_tables.infection_table(view),
                name="infection",
                title=_("Who infects whom"),
                kinds=view.kinds,
            ),
        ],
    )
