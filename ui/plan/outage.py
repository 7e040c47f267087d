"""What an outage would do: class and clock, money, people, score, trust, customers, and the other banks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.deadlines import REPORTS
from analytics.scenario import Scenario
from studies.plan import outage as reads
from ui.adoption import led
from ui.channels import costs, staffing
from ui.charts import plan as charts
from ui.content import (
    Answer,
    Chart,
    Content,
    Detail,
    Method,
    Metric,
    Note,
    Open,
    Part,
    Plot,
    Slide,
    Table,
    finer,
)
from ui.plan.moves import place_name
from ui.reader import Reader, kept, page_content
from ui.refusal import Refused
from ui.risk.incident_case import criterion_name, report_name
from ui.risk.rules import rules
from ui.risk.words import IN_SENTENCE, RISK_NAMES, grade_mark
from ui.rows import each_row, row_of
from ui.words import N_, _, interval, listing, ngettext, number, percent

_MILLION: Final = 1e6
_THOUSAND: Final = 1e3
CONTROLS: Final = ("bank", "outage_channel", "outage_hours", "outage_share", "outage_month")
OTHERS: Final = (
    *("outage_unmade", "outage_callers", "outage_visitors", "outage_claims", "outage_claim"),
    *("outage_fraud", "outage_repair", "adopter_margin", "trust_sensitivity", "discount_rate"),
)
PARTS: Final[Mapping[str, str]] = {
    "revenue": N_("Revenue of what is never made up"),
    "compensation": N_("Compensation of those who claim"),
    "fraud": N_("Fraud of the days after"),
    "repair": N_("Repair and handling"),
    "calls": N_("Calls"),
    "visits": N_("Visits at the branch"),
    "customers": N_("Active customers who do not come"),
}
# What each part rests on: kind of the data, and where the factors come from.
_RESTS: Final[Mapping[str, str]] = {
    "revenue": N_("Transactions of the log, e-banking revenue of the accounts; part never made up assumed"),
    "compensation": N_("Those who try, claims and amount assumed"),
    "fraud": N_("External fraud of the loss record a day; rise assumed"),
    "repair": N_("Costs in the bank’s own register, or assumed where they are too few"),
    "calls": N_("Those who try, used cost of a call; callers assumed"),
    "visits": N_("Those who try, used cost at the branch; visitors assumed"),
    "customers": N_("Trust and forecast as on Levers, from nothing to twice the strength; margin assumed"),
}
_VERDICTS: Final = {
    "major": N_("major"),
    "not_major": N_("not major"),
    "undetermined": N_("perhaps major"),
}


@dataclass(frozen=True)
class OutageView:
    """One outage, ready to be shown."""

    reader: Reader
    bank: str
    name: str
    settings: reads.Settings
    found: reads.Outage

    @property
    def initial_hours(self) -> float | None:
        """Hours from the beginning until the first notice is due; None where none is."""
        judged = self.found.classification
        began = judged.incident.occurred_at
        if judged.deadlines is None or judged.deadlines.initial is None or began is None:
            return None
        return (judged.deadlines.initial - began).total_seconds() / 3600


def hours_title(hours: float) -> str:
    """A duration in hours."""
    return number(hours, 0 if hours == int(hours) else 2, "h")


def settings(scenario: Scenario) -> reads.Settings:
    """What a scenario assumes of an outage."""
    return reads.Settings(
        channel=scenario.outage_channel,
        hours=scenario.outage_hours,
        share=scenario.outage_share,
        month=scenario.outage_month,
        unmade=scenario.outage_unmade,
        callers=scenario.outage_callers,
        visitors=scenario.outage_visitors,
        claims=scenario.outage_claims,
        claim=scenario.outage_claim,
        fraud=scenario.outage_fraud,
        repair=_THOUSAND * scenario.outage_repair,
        margin=scenario.adopter_margin,
        discount_rate=scenario.discount_rate,
        adoption_years=scenario.adoption_years,
        level=scenario.level,
        seed=scenario.seed,
        mad_per_euro=scenario.mad_per_euro,
        trust_links=scenario.trust_links,
        strength=scenario.trust_sensitivity,
        power=scenario.power,
        promise=staffing.promise(scenario, "phone"),
        rules=rules(scenario),
        levers=led.settings(scenario),
    )


def outage(reader: Reader) -> OutageView:
    """The outage of the bank asked about. Raises ``Refused`` where it cannot be told."""
    (bank, name), asked = reader.bank(), settings(reader.scenario)
    costs.costs(reader)
    try:
        found = reads.outage(reader.snapshot, bank, asked)
    except ValueError:
        raise Refused(
            _("{name} has no active customers, or no transactions on this channel: {channel}.").format(
                name=name, channel=place_name(asked.channel)
            ),
            "adoption_series",
            "channel_activity",
        ) from None
    return OutageView(reader, bank, name, asked, found)


def _sum(amount: float) -> str:
    return number(amount / _MILLION, 2, _("million MAD"))


def _span(low: float, high: float, digits: int = 2) -> str:
    return interval(low / _MILLION, high / _MILLION, digits)


def sentence(view: OutageView) -> str:
    """What it costs, whether it is major, and when the first notice is due."""
    found = view.found
    told = _("{name}: {hours} of {channel} down for {share} of users costs {total} ({span}).").format(
        name=view.name,
        hours=hours_title(view.settings.hours),
        channel=place_name(view.settings.channel),
        share=percent(view.settings.share),
        total=_sum(found.cost.likely),
        span=_span(found.cost.total.low, found.cost.total.high),
    )
    verdict = _(_VERDICTS[found.classification.verdict])
    if view.initial_hours is None:
        return f"{told} " + _("It is {verdict}: no notice is due.").format(verdict=verdict)
    return f"{told} " + _("It is {verdict}: first notice due {hours} after it begins.").format(
        verdict=verdict, hours=number(view.initial_hours, 1, "h")
    )


def more(view: OutageView) -> str:
    """What happens to people, scores and the other banks."""
    found, parts = view.found, []
    parts.append(
        _("{noticed} of {hit} hit try in those hours; {calls} call.").format(
            noticed=number(found.noticed, 0), hit=number(found.hit, 0), calls=number(found.calls, 0)
        )
    )
    if found.agents is not None:
        usual, needed = found.agents
        parts.append(
            _("Advisers at the busiest hour: {needed} instead of {usual}.").format(needed=needed, usual=usual)
        )
    moved = found.scores[found.scores["after"] - found.scores["before"] > 0.05]
    if len(moved):
        parts.append(
            _("Scores: {list}.").format(
                list=listing(
                    [
                        _("{risk} {before} → {after}").format(
                            risk=_(IN_SENTENCE[row.risk]),
                            before=number(row.before, 1),
                            after=number(row.after, 1),
                        )
                        for row in each_row(moved)
                    ]
                )
            )
        )
    return " ".join(parts)


def caution(view: OutageView) -> str:
    """What weakens the answer; empty when nothing does."""
    found, parts = view.found, []
    if not found.own:
        parts.append(_("Too few incidents of its own state a cost: repair and delays are assumed"))
    if not found.week_known:
        parts.append(_("The log does not say when customers come: all hours count alike"))
    if not found.revenue:
        parts.append(_("The accounts state no e-banking revenue: what is not made up costs nothing here"))
    if found.trust is None:
        parts.append(_("No reputational score or no forecast: customers who do not come are not counted"))
    else:
        share = float(found.cost.parts.set_index("name")["value"].loc[reads.CUSTOMERS]) / found.cost.likely
        if share > 0.5:
            parts.append(
                _("{share} of it is customers who do not come: the link to trust is assumed").format(
                    share=percent(share)
                )
            )
    return " · ".join(parts)


def _metrics(view: OutageView) -> tuple[Metric, ...]:
    found = view.found
    made = [
        Metric(
            "outage_direct",
            _("Direct cost"),
            found.direct.likely / _MILLION,
            _("million MAD"),
            2,
            found.direct.total.low / _MILLION,
            found.direct.total.high / _MILLION,
            "lower",
            opens=Open("risk-losses"),
            why=_("Without the customers who do not come"),
        )
    ]
    if len(found.lost):
        first = found.lost.iloc[0]
        made.append(
            Metric(
                "outage_lost",
                _("Active customers fewer in {year}").format(year=int(first["year"])),
                float(first["value"]),
                "",
                0,
                0.0,
                float(first["high"]),
                "lower",
                opens=Open("adoption-forecast"),
                why=_("Against the forecast; from no link to trust to twice the one assumed"),
            )
        )
    if found.agents is not None:
        usual, needed = found.agents
        made.append(
            Metric(
                "outage_agents",
                _("Advisers more at the peak"),
                float(needed - usual),
                "",
                0,
                better="lower",
                opens=Open("channels-staffing", {"queue": "phone"}),
                why=_("To keep the promise of the phone: whole people, no interval"),
            )
        )
    overall = found.scores[found.scores["risk"] == "reputational"]
    if len(overall):
        row = overall.iloc[0]
        made.append(
            Metric(
                "outage_score",
                _("Reputational score after"),
                float(row["after"]),
                "",
                1,
                better="lower",
                opens=Open("risk-scores", {"risk": "reputational"}),
                why=_("{before} before; grade {grade}. The outage’s own figures, no interval").format(
                    before=number(float(row["before"]), 1), grade=grade_mark(int(row["grade_after"]))
                ),
            )
        )
    return tuple(made)


def step_frame(view: OutageView) -> pd.DataFrame:
    """Steps from nothing to the whole cost, MAD million."""
    parts = view.found.cost.parts
    parts = parts[parts["value"] > 0]
    ends = parts["value"].cumsum() / _MILLION
    rows = pd.DataFrame(
        {
            "label": [_(PARTS[name]) for name in parts["name"]],
            "start": ends - parts["value"] / _MILLION,
            "end": ends,
            "low": ends + (parts["low"] - parts["value"]) / _MILLION,
            "high": ends + (parts["high"] - parts["value"]) / _MILLION,
            "part": "step",
            "brief": [number(value / _MILLION, 2) for value in parts["value"]],
            "text": [_spanned(row.value, row.low, row.high) for row in each_row(parts)],
        }
    )
    found = view.found.cost
    total, low, high = (each / _MILLION for each in (found.likely, found.total.low, found.total.high))
    last = pd.DataFrame(
        {
            "label": [_("Cost in all")],
            "start": [0.0],
            "end": [total],
            "low": [low],
            "high": [high],
            "part": ["total"],
            "brief": [number(total, 2)],
            "text": [_spanned(found.likely, found.total.low, found.total.high)],
        }
    )
    return pd.concat([rows, last], ignore_index=True)


def _spanned(value: float, low: float, high: float) -> str:
    """Dirhams in millions, with their interval where they have one."""
    figure = number(value / _MILLION, 2)
    # Known without doubt, an interval would be its own end.
    return f"{figure} ({interval(low / _MILLION, high / _MILLION, 2)})" if low < high else figure


def part_table(view: OutageView) -> pd.DataFrame:
    """Every part with its interval and what it rests on."""
    parts, total = view.found.cost.parts, view.found.cost
    rows = [
        (_(PARTS[row.name_]), row.value, row.low, row.high, _(_RESTS[row.name_]))
        for row in each_row(parts.rename(columns={"name": "name_"}))
    ]
    rows.append((_("Cost in all"), total.likely, total.total.low, total.total.high, _("Drawn together")))
    table = pd.DataFrame(
        rows,
        columns=[
            _("Part"),
            _("Likeliest (MAD million)"),
            _("Low (MAD million)"),
            _("High (MAD million)"),
            _("What it rests on"),
        ],
    )
    money = list(table.columns[1:4])
    table[money] = (table[money] / _MILLION).round(3)
    return table


def largest(view: OutageView) -> tuple[str, str]:
    """The part that costs most: as rows are called, and as the title of the picture."""
    parts = view.found.cost.parts
    if not view.found.cost.likely:
        return "", _("What it costs, part by part")
    most = row_of(parts, parts["value"].idxmax())
    name, share = _(PARTS[str(most["name"])]), percent(float(most["value"]) / view.found.cost.likely)
    return name, _("{part}: {share} of the cost").format(part=name, share=share)


def said_parts(view: OutageView) -> str:
    """The two largest parts and the sum."""
    parts = view.found.cost.parts.sort_values("value", ascending=False).head(2)
    told = listing(
        [
            _("{part} {amount}").format(part=_(PARTS[name]), amount=_sum(value))
            for name, value in zip(parts["name"], parts["value"], strict=True)
        ]
    )
    return _("{total} in all ({span}); most of it: {parts}.").format(
        total=_sum(view.found.cost.likely),
        span=_span(view.found.cost.total.low, view.found.cost.total.high),
        parts=told,
    )


def clock_table(view: OutageView) -> pd.DataFrame:
    """From the first minute to the last report, in hours after the beginning."""
    found, judged = view.found, view.found.classification
    known = _("Median of the bank’s {count} incidents").format(count=found.own) if found.own else _("Assumed")
    rows: list[tuple[str, float, str]] = [
        (_("The bank is aware"), found.aware_hours, known),
        (_("It is classified"), found.aware_hours + found.classified_hours, known),
        (_("The channel is back"), view.settings.hours, _("The case")),
    ]
    began, due = judged.incident.occurred_at, judged.deadlines
    for report in REPORTS:
        moment = due.due(report) if due is not None else None
        if moment is not None and began is not None:
            rows.append(
                (
                    _("Due: {report}").format(report=report_name(report)),
                    (moment - began).total_seconds() / 3600,
                    _("Regulation (EU) 2025/301, article 5"),
                )
            )
    columns = [_("Step"), _("Hours after it begins"), _("Where it comes from")]
    rows.sort(key=lambda row: row[1])
    return pd.DataFrame(rows, columns=columns).round({columns[1]: 1})


def said_class(view: OutageView) -> str:
    """The verdict, what makes it, and what is not known."""
    judged = view.found.classification
    told = _("It is {verdict}. Criteria met: {criteria}.").format(
        verdict=_(_VERDICTS[judged.verdict]),
        criteria=listing([criterion_name(name) for name in judged.criteria_met]) or _("none"),
    )
    return (
        told
        + " "
        + _("Taken as an outage without an attack and without lost data, from ten o’clock on the fifteenth.")
    )


def people_table(view: OutageView) -> pd.DataFrame:
    """From users to calls, as counted and as assumed."""
    found = view.found
    rows: list[tuple[str, float]] = [
        (_("Active customers"), found.users),
        (_("Hit"), found.hit),
        (_("Transactions tried, quietest hours"), float(np.asarray(found.tries.low))),
        (_("Transactions tried, usual hours"), float(np.asarray(found.tries.likely))),
        (_("Transactions tried, busiest hours"), float(np.asarray(found.tries.high))),
        (_("Calls"), found.calls),
        (_("Visits"), found.noticed * view.settings.visitors),
        (_("Claims"), found.noticed * view.settings.claims),
    ]
    if found.agents is not None:
        rows += [
            (_("Advisers at the busiest hour, usual"), float(found.agents[0])),
            (_("Advisers at the busiest hour, with the calls"), float(found.agents[1])),
        ]
    table = pd.DataFrame(rows, columns=[_("What"), _("Count")])
    return table.round().astype({_("Count"): "int64"})


def score_table(view: OutageView) -> pd.DataFrame:
    """Scores and grades before and after."""
    rows = view.found.scores
    return pd.DataFrame(
        {
            _("Risk"): [_(RISK_NAMES[name]) for name in rows["risk"]],
            _("Score before"): rows["before"].round(1),
            _("Score after"): rows["after"].round(1),
            _("Grade before"): [grade_mark(int(grade)) for grade in rows["grade_before"]],
            _("Grade after"): [grade_mark(int(grade)) for grade in rows["grade_after"]],
        }
    )


def lost_table(view: OutageView) -> pd.DataFrame:
    """Active customers fewer than forecast, year by year."""
    rows = view.found.lost
    return pd.DataFrame(
        {
            _("Year"): rows["year"].astype("int64"),
            _("Fewer active customers"): rows["value"].round().astype("int64"),
            _("At twice the link to trust"): rows["high"].round().astype("int64"),
        }
    )


def said_lost(view: OutageView) -> str:
    """Trust before and after, and what it costs."""
    found = view.found
    if found.trust is None:
        return _("No reputational score or no forecast: what trust does to customers is not known.")
    today, then = found.trust
    return _(
        "Trust falls from {today} to {then}, that of every customer hit, and half of it heals in six months."
    ).format(today=percent(today, 1), then=percent(then, 1))


def peer_table(view: OutageView) -> pd.DataFrame:
    """Stress at other banks."""
    names = view.reader.banks()
    rows = view.found.peers
    return pd.DataFrame(
        {
            _("Bank"): [names[code] for code in rows["bank"]],
            _("Stress received (%)"): (100 * rows["stress"]).round(2),
        }
    )


def said_peers(view: OutageView) -> str:
    """How many banks feel it, and who most."""
    rows = view.found.peers
    if rows.empty:
        return _("No link to another bank is known: nobody else feels it here.")
    first = rows.iloc[0]
    told = ngettext(
        "{count} other bank feels it: {bank}, {stress} of its trust.",
        "{count} other banks feel it, most of all {bank}: {stress} of its trust.",
        len(rows),
    )
    return told.format(
        count=len(rows), bank=view.reader.banks()[first["bank"]], stress=percent(float(first["stress"]), 1)
    )


def method() -> Method:
    """How the chain is computed."""
    return Method.of(
        formula=r"C=\sum_k\prod_j x_{kj},\qquad n=\min(h\,u,\;h\sum_{t\in W}\lambda_t),\qquad "
        r"T'=T\,(1-h)\ \text{then}\ T-T'\ \text{halves in 6 months}",
        words=[
            _(
                "h is the share hit, u the active customers, λ the transactions an hour of the bank’s own "
                "week. Those who try are n; calls, visits and claims are parts of them. Each try counts as a "
                "customer."
            ),
            _(
                "Hours are the quietest, the usual and the busiest of the week; a month weighs as it did "
                "among the last twelve."
            ),
            _(
                "Repair, and the hours to awareness and verdict, are those of the bank’s own incidents where "
                "at least {count} state a cost: first tenth, median, last tenth."
            ).format(count=reads.FEWEST_OWN),
            _("Class and clock are those of the page Incidents, of Delegated Regulation (EU) 2024/1772."),
            _(
                "The score takes the downtime, the longest outage, the major incident, the complaints and "
                "the share hit into the indicators O1, O2, O6, P2 and P4; all others stay."
            ),
            _(
                "Trust and customers are those of Levers, other banks those of Supervision with a shock of "
                "the share hit. What nobody measured is a triangle from half to one and a half of its "
                "setting."
            ),
        ],
        proof=_(
            "Parts without doubt add up to their products; a triangle from 0 to 100 with its peak at 0 has "
            "its tenths at 5.1 and 68.4; a flat week of 40 transactions an hour tries 260 in six "
            "and a half hours."
        ),
    )


def _plot(view: OutageView) -> Plot:
    return Plot.waterfall(step_frame(view), _("MAD million"), lead=largest(view)[:1])


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Outage"."""
    view = outage(reader)
    rows, told, kinds = part_table(view), said_parts(view), view.found.kinds
    return Content(
        slug="plan-outage",
        answer=Answer(sentence(view), caution(view), more(view)),
        metrics=_metrics(view),
        picture=Chart(
            "parts",
            largest(view)[1],
            charts.steps(step_frame(view), title=_("MAD million"), lead=largest(view)[:1]),
            told,
            kinds,
            note=told,
            figures=(Table("parts", _("Parts of the cost"), rows, told, kinds, finer(rows, 3)),),
            plot=partial(_plot, view),
        ),
        details=(
            Detail("clock", _("Class and clock"), partial(_clock, view)),
            Detail("people", _("Calls and people"), partial(_people, view)),
            Detail("scores", _("Scores"), partial(_scores, view)),
            Detail("customers", _("Trust and customers"), partial(_customers, view)),
            Detail("peers", _("Other banks"), partial(_peers, view)),
        ),
        method=method(),
        board=Slide(("parts",), ("parts", "clock"), (more(view),)),
    )


def _clock(view: OutageView) -> tuple[Part, ...]:
    told = said_class(view)
    title = _("When what is due, after it begins")
    return Table("clock", title, clock_table(view), told, view.found.kinds), Note(told, "aside")


def _people(view: OutageView) -> tuple[Part, ...]:
    title = _("From users to calls")
    return (Table("people", title, people_table(view), more(view), view.found.kinds),)


def _scores(view: OutageView) -> tuple[Part, ...]:
    rows = score_table(view)
    if rows.empty:
        return (Note(_("The bank has no scores to move."), "empty"),)
    title = _("Scores before and after")
    return (Table("scores", title, rows, more(view), view.found.kinds),)


def _customers(view: OutageView) -> tuple[Part, ...]:
    rows, told = lost_table(view), said_lost(view)
    if rows.empty:
        return (Note(told, "empty"),)
    title = _("Active customers fewer than forecast")
    return Table("lost", title, rows, told, view.found.kinds), Note(told, "aside")


def _peers(view: OutageView) -> tuple[Part, ...]:
    rows, told = peer_table(view), said_peers(view)
    if rows.empty:
        return (Note(told, "empty"),)
    title = _("Stress at other banks")
    return (
        Table("peers", title, rows, told, view.found.kinds, finer(rows, 2)),
        Note(told, "aside"),
    )
