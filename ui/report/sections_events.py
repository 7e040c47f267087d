"""Sections of the board pack on what goes wrong: losses, incidents, contagion."""

from __future__ import annotations

from datetime import UTC, datetime, time

from ui import link
from ui.charts import incidents as incident_charts
from ui.charts import losses as loss_charts
from ui.charts.network import network
from ui.charts.risk import interval_points
from ui.content import Plot
from ui.refusal import Refused
from ui.report.board import Section, figure, section, table
from ui.report.chosen import Asked, chosen
from ui.views import risk, risk_rules
from ui.views import risk_incidents as incidents
from ui.views import risk_incidents_method as incident_method
from ui.views import risk_incidents_tables as incident_tables
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


def incident(asked: Asked) -> Section:
    """Whether an incident is major and when it must be reported: the page "Incidents".

    Raises
    ------
    Refused: no incident is recorded, or the row is out of range
    """
    entries = incidents.recorded(asked.bank, asked.name)
    code = chosen("incident", list(entries), otherwise=incidents.latest_major(entries))
    unknown = tuple(fact for fact in link.scenario().unknown_facts if fact in incidents.FACT_CODES)
    # Time left is counted at the end of the data, not at the moment when somebody makes the file.
    end = datetime.combine(link.shown().as_of, time(23, 59), UTC)
    case = incidents.incident_case(asked.bank, asked.name, entries[code], unknown, present=end)
    if case.classification is None:
        raise Refused(incidents.answer(case), "incident")
    title = _("Value, % of the threshold")
    facts = incident_tables.distance_frame(case)
    figures = [
        figure(
            incident_charts.distances(
                facts,
                states=incident_tables.states(),
                title=title,
                threshold=_("threshold"),
                most=_("yes, or twice the threshold"),
            ),
            name="criteria",
            title=_("Each fact against its threshold"),
            alt_text=incident_tables.described_criteria(case),
            kinds=case.kinds,
            plot=Plot("bar", facts[["label", "share"]].rename(columns={"share": title}), title),
        )
    ]
    criteria, register = incident_tables.criteria_table(case), incident_tables.register_table(case)
    tables = [
        table(criteria, name="criteria", title=_("Each fact against its threshold"), kinds=case.kinds),
        table(register, name="register", title=_("The register"), kinds=case.kinds),
    ]
    if case.clocks:
        deadlines = incident_tables.deadline_table(case)
        title = _("By when it must be reported")
        tables.insert(0, table(deadlines, name="deadlines", title=title, kinds=case.kinds))
    return section(
        "risk-incidents",
        sentence=incidents.answer(case),
        caution=incidents.caution(case),
        notes=[incident_tables.deadline_sentence(case), incident_tables.recurring_sentence(case)],
        method=incident_method.method(),
        figures=figures,
        tables=tables,
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
