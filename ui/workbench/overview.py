"""The cockpit: risk, customers, channels and country at a glance, and three decisions with a first step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import pandas as pd

from studies import chain, stand_ins
from studies.adoption.observed import bank_share
from studies.channels import costs as channel_reads
from ui import events
from ui.adoption import led
from ui.adoption.countries import home
from ui.channels import migration as moving
from ui.channels.costs import used_costs_of
from ui.channels.words import channel_name
from ui.charts import countries as country_charts
from ui.charts import risk as charts
from ui.content import Answer, Chart, Content, Detail, Metric, Note, Open, Part, Table
from ui.marketing import funding
from ui.plan import shocks as felt
from ui.reader import Bank, Reader, kept, page_content
from ui.refusal import Refusal, Refused
from ui.registry import entry
from ui.risk import bank as words
from ui.risk import measured, method, moves
from ui.risk.bank import BankRisks
from ui.risk.rules import notes
from ui.risk.words import IN_SENTENCE, brief, grade_mark
from ui.tables import filled_by
from ui.words import N_, _, interval, month_name, ngettext, number, signed, with_unit, within
from ui.workbench import countries

_LEAVING: Final = 0.1
# All five columns stand on a desk, so that the first step is read without scrolling.
_DECIDED_LINES: Final = 3
_DECIDED_WIDTHS: Final = (200, 230, 270, 180, 340)
_OWNERS: Final = {
    "operational": N_("Head of operations and IT"),
    "regulatory": N_("Head of compliance"),
    "legal": N_("Head of legal affairs"),
    "reputational": N_("Head of communication"),
}
_MILLION: Final = 1e6
_THOUSAND: Final = 1e3
_BRANCH: Final = "branch"


@dataclass(frozen=True)
class Cockpit:
    """What is known of a bank.

    ``risks`` : None where nothing of its risk is reported; ``metrics`` : the tiles, subject by
    subject; ``missing`` : subject → what would fill it
    """

    reader: Reader
    bank: Bank
    risks: BankRisks | None
    metrics: tuple[Metric, ...]
    missing: dict[str, Refusal]


_PLANNED: Final = 3
"""Years that a plan covers, the next one first."""
Tiles = Callable[[Reader, Bank], tuple[Metric, ...]]


def _risk(reader: Reader, bank: Bank) -> tuple[Metric, ...]:
    """The risk to worry about first."""
    view = words.chosen_risks(reader, "overall")
    overall = words.row_of(view, "overall")
    if pd.isna(overall["score"]):
        return ()
    row = words.worst(view)
    own = words.bank_risks(reader, bank.code, view.code, str(row["risk"]))
    history = own.history[own.history["month"] <= view.month]["score"].astype(float)
    there = {"bank": bank.code, "month": view.code}
    return (
        Metric(
            "worst-risk",
            _("Worst: {risk}").format(risk=_(IN_SENTENCE[row["risk"]])),
            float(row["score"]),
            digits=0,
            low=float(row["low"]),
            high=float(row["high"]),
            better="lower",
            change=words.change_in_a_year(own, row),
            unbroken=words.change_in_a_year(own, row) is not None,
            since=_("in a year"),
            spark=tuple(history.tail(25)),
            months_of=("risk_observation",),
            opens=Open("risk-scores", there | {"risk": str(row["risk"])}),
            why=(
                _("of 100; grade {grade}").format(grade=grade_mark(int(row["grade"])))
                if row["grade"]
                else _("of 100; not gradable")
            ),
        ),
    )


def _path(reader: Reader, bank: str) -> chain.AdoptionPath:
    """The bank's customers under the scenario; ValueError without figures to forecast from."""
    scenario = reader.scenario
    asked = led.settings(scenario)
    return chain.adoption_path(reader.snapshot, bank, scenario.adoption_years, scenario.level, asked)


def _customers(reader: Reader, bank: Bank) -> tuple[Metric, ...]:
    """How many customers are active now, and at the horizon."""
    found = _path(reader, bank.code)
    shares = bank_share(reader.snapshot, bank.code)
    last = found.path.iloc[-1]
    ahead = {name: found.customers * float(last[name]) / 100 for name in ("value", "low", "high")}
    opens = Open("adoption-forecast", {"bank": bank.code, "adoption": "customers"})
    return (
        Metric(
            "active-now",
            _("Active customers"),
            float(found.active),
            digits=0,
            better="higher",
            opens=opens,
            why=_("{share} of all in {month}; a count").format(
                share=number(float(shares["value"].iloc[-1]), 1, "%"),
                month=month_name(shares["month"].iloc[-1]),
            ),
        ),
        Metric(
            "active-ahead",
            _("Active customers in {year}").format(year=int(last["year"])),
            ahead["value"],
            digits=0,
            low=ahead["low"],
            high=ahead["high"],
            better="higher",
            opens=opens,
            why=(
                _("{share} of today’s customers, with the scenario’s levers and trust")
                if led.settings(reader.scenario).touched
                else _("{share} of today’s customers")
            ).format(share=number(float(last["value"]), 1, "%")),
        ),
    )


def _share(view: Cockpit) -> tuple[Metric, ...]:
    """The share of customers who are active, and a year before."""
    shares = bank_share(view.reader.snapshot, view.bank.code)
    if shares.empty:
        return ()
    by_month = shares.set_index("month")["value"]
    before = by_month.index[-1] - pd.DateOffset(months=12)
    return (
        Metric(
            "active_share",
            _("Active e-banking customers"),
            float(by_month.iloc[-1]),
            "%",
            better="higher",
            earlier=float(by_month[before]) if before in by_month.index else None,
            why=_("Counted by the bank, not estimated"),
        ),
    )


def _cost(reader: Reader, _bank: Bank) -> tuple[Metric, ...]:
    """What a transaction costs at the branch, beside online."""
    found = {each.code: each for each in used_costs_of(reader)}
    if "branch_cost" not in found:
        return ()
    branch = found["branch_cost"]
    if "online_cost" in found:
        online = _("online {cost}; no interval").format(cost=found["online_cost"].written)
        branch = replace(branch, why=online)
    return (branch,)


def _migration(reader: Reader, bank: Bank) -> tuple[Metric, ...]:
    """What moving customers is worth, and at what growth in use it stops paying."""
    found = {each.code: each for each in moving.metrics(moving.migration(reader))}
    return (
        replace(
            found["worth"],
            label=_("Value of moving customers"),
            opens=Open("channels-migration", {"bank": bank.code}),
            why=_("80%; stops paying at {growth} more use").format(growth=found["break_even"].written),
        ),
    )


def _shocks(reader: Reader, bank: Bank) -> tuple[Metric, ...]:
    """What the shocks of the macro scenario do to the bank's income of a year."""
    found = {each.code: each for each in felt.metrics(felt.shocks(reader))}
    liquid = found["shock_liquidity"]
    return (
        replace(
            found["shock_income"],
            label=_("Macro shocks: income of a year"),
            opens=Open("plan-shocks", {"bank": bank.code}),
            why=_("liquidity ratio {after} after").format(after=liquid.written),
        ),
    )


_SUBJECTS: Final[tuple[tuple[str, Tiles, tuple[str, ...]], ...]] = (
    (N_("Risk"), _risk, ("risk_observation",)),
    (N_("Customers"), _customers, ("adoption_series",)),
    (N_("Cost of a transaction"), _cost, ("channel_resource", "channel_activity")),
    (N_("Migration"), _migration, ("channel_resource", "channel_activity", "adoption_series")),
    (N_("The bank under the macro scenario"), _shocks, ("bank_position",)),
)


def cockpit(reader: Reader) -> Cockpit:
    """Every tile that the bank's data allow. Raises ``Refused`` where they allow none."""
    bank = reader.bank()
    found: list[Metric] = []
    missing: dict[str, Refusal] = {}
    for subject, make, tables in _SUBJECTS:
        try:
            made = make(reader, bank)
        except (ValueError, Refused):
            made = ()
        found += made
        if not made:
            missing[_(subject)] = Refusal(_(subject), _lacking(reader, bank.code, tables))
    known = words.known_months(reader, bank.code)
    risks = words.chosen_risks(reader, "overall") if known else None
    if not found and risks is None:
        words.months(reader, bank.code)
    return Cockpit(reader, bank, risks, tuple(found), missing)


def _lacking(reader: Reader, bank: str, tables: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the tables in which the bank has no row yet; all where it has some in each, but too few."""
    return tuple(name for name in tables if not stand_ins.has(reader.snapshot, bank, name)) or tables


def sentence(view: Cockpit) -> str:
    """What to worry about first; without any indicator, what is known of the customers or nothing more."""
    if view.risks is not None:
        return words.worry_sentence(view.risks)
    tiles = {metric.code: metric for metric in view.metrics}
    nothing = _("{bank} reports no indicator of risk yet.").format(bank=view.bank.name)
    if "active-ahead" not in tiles:
        return nothing
    now, ahead = tiles["active-now"], tiles["active-ahead"]
    counted = _(
        "{bank} reports no indicator of risk yet. It has {now} active customers; {ahead}: {later} ({span})."
    )
    said = counted.format(
        bank=view.bank.name,
        now=now.written,
        ahead=within(ahead.label),
        later=ahead.written,
        span=interval(ahead.low, ahead.high, 0),
    )
    return brief(said, nothing)


def _missing(view: Cockpit) -> tuple[Note, ...]:
    return tuple(
        Note(
            _("{subject}: no figure yet. What would fill it: {tables}.").format(
                subject=subject, tables=filled_by(refusal)
            ),
            "empty",
        )
        for subject, refusal in view.missing.items()
    )


def _picture(view: BankRisks) -> Chart:
    there = {
        row["label"]: Open("risk-drivers", {"bank": view.bank, "month": view.code, "risk": str(row["risk"])})
        for _at, row in view.risks.iterrows()
    }
    return Chart(
        "risks",
        words.highest(view),
        charts.interval_points(
            view.risks, label="label", order=list(view.risks["label"]), title=_("Score, 0 best to 100 worst")
        ),
        words.described_risks(view),
        view.kinds,
        figures=(
            Table(
                "risks",
                _("The four risks"),
                words.risk_table(view),
                _("Scores, intervals and grades of the four risks"),
                view.kinds,
                opens=tuple(there.values()),
            ),
        ),
        opened_by="label",
        opens=there,
    )


@dataclass(frozen=True)
class Decision:
    """Something to decide: what it costs, what it does, who answers for it, what to begin with.

    ``opens`` : where it is computed.
    """

    name: str
    cost: str
    effect: str
    owner: str
    first: str
    opens: Open


def _mend(view: Cockpit) -> Decision | None:
    """The cheapest way to a better grade of the worst risk that has one."""
    if view.risks is None:
        return None
    worst = words.worst(view.risks)
    risk = str(worst["risk"])
    seen = moves.bank_drivers(view.reader, view.bank.code, view.risks.code, risk)
    way = moves.cheapest(seen)
    if way is None or not way.reached or way.table.empty:
        return None
    table = moves.combination_table(seen, way)
    first = table.iloc[0]
    return Decision(
        _("Mend {risk}").format(risk=_(IN_SENTENCE[risk])),
        _("{cost} points of effort (convention, C)").format(cost=number(way.cost, 0)),
        _("grade {before} to {after}; score {start} ({span}) to {end}").format(
            before=way.grade,
            after=way.new_grade,
            start=number(way.score, 0),
            span=interval(float(worst["low"]), float(worst["high"]), 0),
            end=number(way.new_score, 0),
        ),
        _(_OWNERS[risk]),
        _("{indicator}: from {now} to {then}").format(
            indicator=first[_("Indicator")],
            now=first[_("Now")],
            then=with_unit(first[_("Bring to")], first[_("Unit")]),
        ),
        Open("risk-drivers", {"bank": view.bank.code, "month": view.risks.code, "risk": risk}),
    )


def _win(view: Cockpit) -> Decision | None:
    """The split of the scenario's sum that brings most customers."""
    try:
        found = funding.levers(view.reader)
    except Refused:
        return None
    if not any(found.shown.budgets.values()):
        return None
    lever = max(found.shown.budgets, key=lambda name: found.shown.budgets[name])
    doubt = found.results.doubt.incremental
    return Decision(
        _("Win active customers"),
        _("{money} million MAD a year (assumed)").format(money=number(found.money, 2)),
        _(
            "{extra} active customers in {year} ({span}), beyond the forecast; benchmarks of other countries"
        ).format(
            extra=signed(float(found.proposed.extra_adopters.iloc[-1]), 0),
            year=found.year,
            span=interval(doubt.low, doubt.high, 0),
        ),
        _("Head of marketing"),
        _("{lever}: {money} a customer a year").format(
            lever=funding.lever_name(lever), money=funding.money(found.shown.budgets[lever])
        ),
        Open("marketing-levers", {"bank": view.bank.code}),
    )


def _move(view: Cockpit) -> Decision | None:
    """Moving the counter's transactions: worth it or not, and what would be released first."""
    try:
        found = moving.migration(view.reader).result
        released = channel_reads.release(view.reader.snapshot, view.bank.code, _LEAVING)
    except (ValueError, Refused):
        return None
    worth = found.simulation
    freed = released.assign(freed=released["needed"] - released["needed_after"])
    # What the decision is about comes first: a branch, where one can be given back.
    freed = freed[freed["freed"] > 0].assign(branch=freed["channel"] == _BRANCH)
    freed = freed.sort_values(["branch", "saving"], ascending=False)
    first = _("none: no unit is released by a tenth fewer transactions")
    if not freed.empty:
        row = freed.iloc[0]
        first = ngettext(
            "{channel}: {count} unit fewer, {saving} a month, once a tenth has left",
            "{channel}: {count} units fewer, {saving} a month, once a tenth has left",
            int(row["freed"]),
        ).format(
            channel=channel_name(str(row["channel"])),
            count=number(row["freed"], 0),
            saving=number(float(f"{row['saving']:.3g}"), 0, "MAD"),
        )
    pays = worth.p50 > 0
    return Decision(
        _("Move customers online") if pays else _("Release branch capacity before moving customers"),
        _("{cost} for each new user (assumed)").format(
            cost=number(view.reader.scenario.investment_per_adopter, 0, "MAD")
        )
        if pays
        else _("{person} a post given up and {site} a site closed (assumed)").format(
            person=number(_THOUSAND * view.reader.scenario.plan_exit_person, 0, "MAD"),
            site=number(_THOUSAND * view.reader.scenario.plan_exit_site, 0, "MAD"),
        ),
        _("moving is worth {worth} million MAD ({span})").format(
            worth=number(worth.p50 / _MILLION, 1),
            span=interval(worth.p10 / _MILLION, worth.p90 / _MILLION, 1),
        ),
        _("Head of the branch network"),
        first,
        Open("channels-migration", {"bank": view.bank.code}),
    )


def decisions(view: Cockpit) -> list[Decision]:
    """Up to three: mend a risk, win customers, move transactions; what the data do not allow is left out."""
    return [found for make in (_mend, _win, _move) if (found := make(view)) is not None]


def _decided(view: Cockpit) -> tuple[Part, ...]:
    found = decisions(view)
    if not found:
        return (Note(_("No decision can be costed on what is loaded."), "empty"),)
    frame = pd.DataFrame(
        {
            _("Decision"): [each.name for each in found],
            _("Cost"): [each.cost for each in found],
            _("Effect"): [each.effect for each in found],
            _("Who answers for it"): [each.owner for each in found],
            _("First step"): [each.first for each in found],
        }
    )
    told = " ".join(f"{each.name}: {each.cost}; {each.effect}; {each.owner}. {each.first}." for each in found)
    kinds = ("derived", "assumed") if view.risks is None else (*view.risks.kinds, "derived", "assumed")
    return (
        Table(
            "decisions",
            _("Decisions with cost, effect and first step"),
            frame,
            told,
            tuple(dict.fromkeys(kinds)),
            opens=tuple(each.opens for each in found),
            lines=_DECIDED_LINES,
            columns={
                name: {"width": wide} for name, wide in zip(frame.columns, _DECIDED_WIDTHS, strict=True)
            },
        ),
    )


def _changed(view: BankRisks) -> tuple[Part, ...]:
    if view.changes.empty:
        return (Note(words.no_changes(view), "empty"),)
    return (
        Chart(
            "changes",
            _("What changed since last month"),
            charts.changes(
                view.changes, label="label", title=_("Change of score, points; worse to the right")
            ),
            words.described_changes(view),
            view.kinds,
        ),
    )


def _channels(view: Cockpit) -> tuple[Part, ...]:
    scenario = view.reader.scenario
    rows = channel_reads.bank_costs(
        view.reader.snapshot, view.bank.code, scenario.practical_share, scenario.given_back
    ).by_channel
    frame = pd.DataFrame(
        {
            _("Channel"): [channel_name(str(name)) for name in rows["channel"]],
            _("Full (MAD)"): rows["full"].round(2),
            _("Used (MAD)"): rows["used"].round(2),
            _("Avoidable (MAD)"): rows["avoidable"].round(2),
        }
    )
    opens = Open("channels-costs", {"bank": view.bank.code})
    title = _("Cost of a transaction on each channel")
    return (Table("channels", title, frame, title, ("derived", "synthetic"), opens=(opens,) * len(frame)),)


def _gaps(view: BankRisks) -> tuple[Part, ...]:
    frame = measured.gap_table(view.reader, view.bank, view.code)
    if frame.empty:
        return (Note(_("Every indicator was reported"), "empty"),)
    told = _("Indicators that are not reported, by how much of the overall score they leave open")
    return (Table("report", _("Report these"), frame, told, view.kinds),)


def _country(reader: Reader) -> tuple[Part, ...]:
    names = countries.indicator_names(reader)
    compared = tuple(code for code in reader.display.compared if code != home(reader))
    found = countries.figures(reader, reader.chosen("indicator", list(names)), (home(reader), *compared))
    if found.figures.empty:
        return (Note(_("No figures were found for these countries; choose others."), "empty"),)
    told = countries.sentence(reader, found)
    return (
        Chart(
            "country",
            found.title,
            country_charts.country_lines(found.figures, unit=found.unit, events=found.events),
            " ".join(filter(None, (told, events.in_words(found.events)))),
            found.kinds,
            note=told,
            figures=(
                Table("country", found.title, countries.table(reader, found), found.title, found.kinds),
                *events.table("", found.events, found.kinds, name="country-events"),
            ),
        ),
    )


def questions(view: Cockpit) -> dict[str, Open]:
    """What a plan of the year asks, and the page that answers it, with what the question says set there."""
    bank, as_of = {"bank": view.bank.code}, view.reader.snapshot.as_of
    year = as_of.year + _PLANNED
    return {
        _("Which risks weigh most, and what would improve them?"): Open("risk-drivers", bank),
        _("How many active customers in {year}?").format(year=year): Open(
            "adoption-forecast", {**bank, "adoption": "customers", "adoption_years": _PLANNED}
        ),
        _("What if a fifth of branch transactions moves online?"): Open(
            "plan-shares", {**bank, "plan_from": "branch", "plan_to": "online", "plan_third": 0.2}
        ),
        _("How do we split ten million dirhams of marketing?"): Open(
            "marketing-levers", {**bank, "budget_million": "10"}, "split"
        ),
        _("What does an outage of the mobile application cost?"): Open(
            "plan-outage", {**bank, "outage_channel": "mobile"}
        ),
        _("Where do we stand among banks like ours?"): Open("plan-peers", bank),
        _("What do a Tobin tax and falling reserves do to us?"): Open(
            "plan-shocks", {**bank, "shock_outflow": 0.0, "shock_depreciation": 0.0}
        ),
    }


def _questions(view: Cockpit) -> tuple[Part, ...]:
    asked = questions(view)
    rows = pd.DataFrame(
        {
            _("Question"): list(asked),
            _("Page"): [_(entry(each.slug).title) for each in asked.values()],
        }
    )
    told = _("Choose a row: its page opens with what the question says.")
    title = _("What a plan of the year asks")
    table = Table("questions", title, rows, told, ("derived",), opens=tuple(asked.values()))
    return table, Note(told, "aside")


def _details(view: Cockpit) -> tuple[Detail, ...]:
    found = [
        Detail("decisions", _("Three decisions"), partial(_decided, view)),
        Detail("questions", _("Questions of the plan"), partial(_questions, view)),
    ]
    if view.risks is not None:
        found.append(Detail("changes", _("What changed"), partial(_changed, view.risks)))
    if any(metric.code == "branch_cost" for metric in view.metrics):
        found.append(Detail("channels", _("Cost by channel"), partial(_channels, view)))
    if view.risks is not None:
        found.append(Detail("gaps", _("Gaps in the data"), partial(_gaps, view.risks)))
    return (*found, Detail("country", _("The country"), partial(_country, view.reader)))


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Overview"."""
    view = cockpit(reader)
    risks = view.risks
    return Content(
        slug="overview",
        answer=Answer(
            sentence(view),
            "" if risks is None else words.gap_sentence(risks),
            "" if risks is None else words.worry_more(risks),
        ),
        picture=None if risks is None else _picture(risks),
        method=method.method(),
        metrics=view.metrics,
        figures=_share(view),
        before=(*notes(reader.scenario), *_missing(view)),
        details=_details(view),
    )
