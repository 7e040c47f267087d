"""What the plan of three years says: what moves where, what it gives back, and when it is paid back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from analytics.plan.shares import YEAR, PlanValue, Spread
from studies.channels.migration import PATHS
from studies.plan import shares as reads
from ui.channels import migration, tornado
from ui.channels.words import CHANNELS
from ui.charts import channels as channel_charts
from ui.charts import macro as macro_charts
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
    wide,
)
from ui.plan import actuals
from ui.plan.moves import GOING, LEAVING, PlanView, place_name, plan
from ui.reader import Reader, kept, page_content
from ui.rows import each_row, row_of
from ui.words import N_, _, clauses, interval, labelled, ngettext, number, percent

_MILLION: Final = 1e6
_TENTH: Final = 0.1
_PAIRS_DRAWN: Final = 10
ASSUMPTIONS: Final[Mapping[str, str]] = {
    "variable_share": N_("Variable share where they leave"),
    "cost_ratio": N_("Cost where they go over cost where they leave"),
    "augmentation": N_("Growth in use"),
    "given_back": N_("Given back of what is not needed"),
    "lag_months": N_("Lag of the savings"),
    "overrun": N_("Final budget over budget"),
    "reached": N_("Part of the target reached"),
}


def millions(amount: float, digits: int = 1) -> str:
    """A sum in millions of dirhams."""
    return number(amount / _MILLION, digits, _("million MAD"))


def _span(found: Spread, digits: int = 1) -> str:
    return interval(found.low / _MILLION, found.high / _MILLION, digits, _("million MAD"))


def _running(view: PlanView, found: PlanValue) -> Spread:
    return found.running[view.plan.full_year]


def sentence(view: PlanView) -> str:
    """What moves, what it saves a year, and when it is paid back."""
    value = view.plan.value
    running, back = _running(view, value), value.payback
    # Of a small bank a tenth of a million would be nothing.
    digits = 1 if abs(running.middle) >= _TENTH * _MILLION else 2
    start = (
        _("{name}: moving {share} {leaving} {going} by {year} saves {net} in {full} ({span})")
        if running.middle > 0
        else _("{name}: moving {share} {leaving} {going} by {year} saves nothing: {net} in {full} ({span})")
    )
    told = start.format(
        name=view.name,
        share=percent(view.share),
        leaving=_(LEAVING[view.settings.origin]),
        going=_(GOING[view.settings.target]),
        year=view.last_year,
        net=millions(running.middle, digits),
        span=interval(running.low / _MILLION, running.high / _MILLION, digits),
        full=view.full_year,
    )
    if not np.isfinite(back.middle):
        end = _("not paid back by {year} ({chance} chance).").format(
            year=view.horizon, chance=percent(value.paid_back)
        )
    else:
        end = _("paid back in {year} ({span}).").format(
            year=view.year_of(back.middle), span=_between(view, back)
        )
    return clauses([told, end])


def _between(view: PlanView, back: Spread) -> str:
    first, last = view.year_of(back.low), view.year_of(back.high)
    return first if first == last else _("{low} to {high}").format(low=first, high=last)


def more(view: PlanView) -> str:
    """What is worth a minute: the worth, what moves by itself, and how many customers must change."""
    value, plan_ = view.plan.value, view.plan
    parts = [
        _("Net present value to {year}, at {rate} a year: {worth} ({span}).").format(
            year=view.horizon,
            rate=percent(view.settings.discount_rate),
            worth=millions(value.worth.middle),
            span=_span(value.worth),
        ),
        _("The saving is less what transactions cost where they went; budget and exits stand apart."),
    ]
    if plan_.alone_known:
        alone = float(plan_.by_year["alone"].iloc[reads.YEARS - 1])
        parts.append(
            _(
                "Of the {share}, {alone} leave without a plan, by the forecast: only the rest is counted."
            ).format(share=percent(view.share), alone=percent(alone, 1))
        )
    parts.append(budget_sentence(view))
    if view.settings.levers.funded:
        parts.append(
            _("What levers bring leaves without the plan; their cost is deducted on Migration, not here.")
        )
    return " ".join(parts)


def budget_sentence(view: PlanView) -> str:
    """The budget and what it is for."""
    total = float(np.sum(view.plan.case.budget))
    changing = number(view.plan.changing, 0)
    if view.settings.budget is None:
        return _("Budget {budget}: {investment} for each of {customers} customers who must change.").format(
            budget=millions(total),
            investment=number(view.settings.investment_per_adopter, 0, "MAD"),
            customers=changing,
        )
    return _("Budget {budget}, for {customers} customers who must change.").format(
        budget=millions(total), customers=changing
    )


def caution(view: PlanView) -> str:
    """What weakens the answer; empty when nothing does."""
    plan_, parts = view.plan, []
    if view.settings.shares[-1] > plan_.case.movable:
        parts.append(
            _("Only {share} can move: the target is cut to it").format(share=percent(plan_.case.movable))
        )
    if np.isfinite(plan_.could_change) and plan_.changing > plan_.could_change:
        parts.append(
            _("{changing} customers must change, {left} are not active yet: active ones must too").format(
                changing=number(plan_.changing, 0), left=number(plan_.could_change, 0)
            )
        )
    if not plan_.alone_known:
        parts.append(_("What leaves without a plan is not known: all of it counts as the plan’s"))
    if view.settings.origin == reads.BRANCH and not plan_.counted:
        parts.append(_("Arrivals are not known: branches are counted from the average month, people are not"))
    if plan_.customers == 0:
        parts.append(_("The bank’s customers are not known: the budget is not sized by them"))
    return " · ".join(parts)


def _metrics(view: PlanView) -> tuple[Metric, ...]:
    value, full = view.plan.value, view.plan.full_year
    back, running = value.payback, _running(view, value)
    ended = np.isfinite(back.high)
    chance = _("by {year}: {chance} chance").format(chance=percent(value.paid_back), year=view.horizon)
    people, sites = value.people[full], value.sites[full]
    freed = people if view.plan.counted else sites
    return (
        Metric(
            "plan_payback",
            _("Paid back after"),
            back.middle / YEAR if np.isfinite(back.middle) else None,
            _("years"),
            1,
            back.low / YEAR if ended else None,
            back.high / YEAR if ended else None,
            "lower",
            why=chance,
        ),
        Metric(
            "plan_saving",
            _("Saved in {year}").format(year=view.full_year),
            running.middle / _MILLION,
            _("million MAD"),
            1,
            running.low / _MILLION,
            running.high / _MILLION,
            "higher",
            opens=Open("channels-costs"),
        ),
        Metric(
            "plan_people" if view.plan.counted else "plan_sites",
            _("People given back by {year}").format(year=view.full_year)
            if view.plan.counted
            else _("Units given back by {year}").format(year=view.full_year),
            freed.middle,
            "",
            0,
            freed.low,
            freed.high,
            opens=Open("channels-staffing"),
            why=_branches(sites) if view.plan.counted else "",
        ),
        Metric(
            "plan_worth",
            _("Net present value"),
            value.worth.middle / _MILLION,
            _("million MAD"),
            1,
            value.worth.low / _MILLION,
            value.worth.high / _MILLION,
            "higher",
            opens=Open("channels-migration"),
        ),
    )


def _branches(sites: Spread) -> str:
    return ngettext("and {count} branch ({span})", "and {count} branches ({span})", int(sites.middle)).format(
        count=number(sites.middle, 0), span=interval(sites.low, sites.high, 0)
    )


def cases(view: PlanView) -> dict[str, PlanValue]:
    """The three cases by their name, and the plan under all its doubts."""
    return {
        _("Floor ({share} of the target)").format(share=percent(view.settings.floor)): view.plan.floor,
        _("Target"): view.plan.target,
        _("Stretch ({share} of the target)").format(share=percent(view.settings.stretch)): view.plan.stretch,
    }


def finding(view: PlanView) -> str:
    """What the chart finds: where the target's course crosses zero, if it does."""
    back = view.plan.target.payback.middle
    if not np.isfinite(back):
        return _("Paid and saved to date: the target is not paid back by {year}").format(year=view.horizon)
    return _("Paid and saved to date: the target is paid back in {year}").format(year=view.year_of(back))


def case_table(view: PlanView) -> pd.DataFrame:
    """The plan under all its doubts, which the answer tells; then floor, target and stretch in figures."""
    full, rows = view.plan.full_year, []
    for name, found in {
        _("Plan, with what may be reached drawn too"): view.plan.value,
        **cases(view),
    }.items():
        running, worth = _running(view, found), found.worth
        rows.append(
            {
                _("Case"): name,
                _("Moved in {year}").format(year=view.last_year): found.moved[reads.YEARS - 1].middle,
                _("People given back"): found.people[full].middle,
                units_name(view): found.sites[full].middle,
                _("Saved in {year} (MAD million)").format(year=view.full_year): running.middle / _MILLION,
                _("Saved, low"): running.low / _MILLION,
                _("Saved, high"): running.high / _MILLION,
                _("Net present value (MAD million)"): worth.middle / _MILLION,
                _("Worth, low"): worth.low / _MILLION,
                _("Worth, high"): worth.high / _MILLION,
                _("Paid back in"): view.year_of(found.payback.middle),
                _("Between"): _between(view, found.payback),
            }
        )
    table = pd.DataFrame(rows)
    counts = list(table.columns[1:4])
    return table.astype(dict.fromkeys(counts, "int64")).round(2)


def units_name(view: PlanView) -> str:
    """What a unit of the channel that is left is called where they are counted."""
    if view.settings.origin == reads.BRANCH:
        return _("Branches given back")
    return _("Machines or seats given back")


def said_cases(view: PlanView) -> str:
    """The three cases in words."""
    told = [
        _("{case}: {net} a year, paid back {when}").format(
            case=name,
            net=millions(_running(view, found).middle),
            when=_("in {year}").format(year=view.year_of(found.payback.middle))
            if np.isfinite(found.payback.middle)
            else view.year_of(found.payback.middle),
        )
        for name, found in cases(view).items()
    ]
    return clauses(told) + "."


def year_table(view: PlanView) -> pd.DataFrame:
    """The target year by year, at the likeliest assumptions."""
    rows = view.plan.by_year
    money = {
        _("Variable cost saved (MAD million)"): rows["variable"],
        _("Capacity given back (MAD million)"): rows["capacity"],
        _("Cost where they went (MAD million)"): -rows["elsewhere"],
        _("Budget (MAD million)"): -rows["budget"],
        _("Exits (MAD million)"): -rows["exits"],
        _("Net of the year (MAD million)"): rows["net"],
        _("Discounted to date (MAD million)"): rows["to_date"],
    }
    return pd.DataFrame(
        {
            _("Year"): rows["year"],
            _("Target (%)"): (100 * rows["planned"]).round(1),
            _("Leaves without a plan (%)"): (100 * rows["alone"]).round(1),
            _("Moved by the plan"): rows["moved"].round().astype("int64"),
            _("People given back"): rows["people"].astype("int64"),
            units_name(view): rows["sites"].astype("int64"),
            # Adding nothing takes the sign off what is paid where nothing is.
            **{name: (amounts / _MILLION).round(2) + 0.0 for name, amounts in money.items()},
        }
    )


def mix_table(view: PlanView) -> pd.DataFrame:
    """Share of all transactions by channel, now and at the end of each year."""
    rows = view.plan.mix
    order = [name for name in CHANNELS if name in set(rows["channel"])]
    rows = rows.set_index("channel").loc[order].reset_index()
    years = {
        _("End of {year} (%)").format(year=view.plan.first_year + place): rows[f"year_{place + 1}"]
        for place in range(reads.YEARS)
    }
    table = {_("Channel"): [place_name(name) for name in rows["channel"]]}
    return pd.DataFrame(
        table | {name: (100 * part).round(2) for name, part in {_("Now (%)"): rows["now"], **years}.items()}
    )


def said_mix(view: PlanView) -> str:
    """The origin's share of all transactions, now and then."""
    row = row_of(view.plan.mix.set_index("channel"), view.settings.origin)
    return _(
        "{channel}: {now} of all transactions now, {then} at the end of {year}. "
        "Use that grows counts where they go."
    ).format(
        channel=place_name(view.settings.origin),
        now=percent(float(row["now"]), 1),
        then=percent(float(row[f"year_{reads.YEARS}"]), 1),
        year=view.last_year,
    )


def pairs(view: PlanView) -> pd.DataFrame:
    """What a tenth of each channel is worth elsewhere."""
    return reads.pairs(view.reader.snapshot, view.bank, view.settings.means)


def _pair_name(row: object) -> str:
    return f"{place_name(row.origin)} → {place_name(row.target)}"  # type: ignore[attr-defined]


def pair_frame(rows: pd.DataFrame) -> pd.DataFrame:
    """The pairs worth most, as marks with their interval."""
    rows = rows.head(_PAIRS_DRAWN)
    return pd.DataFrame(
        {
            "pair": [_pair_name(row) for row in rows.itertuples()],
            "origin": [place_name(name) for name in rows["origin"]],
            "estimate": rows["value"] / _MILLION,
            "low": rows["low"] / _MILLION,
            "high": rows["high"] / _MILLION,
            "clear": (rows["low"] > 0) | (rows["high"] < 0),
        }
    )


def pair_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Every pair of channels with what a share moved between them is worth a year."""
    return pd.DataFrame(
        {
            _("From"): [place_name(name) for name in rows["origin"]],
            _("To"): [place_name(name) for name in rows["target"]],
            _("Can move (%)"): (100 * rows["movable"]).round(1),
            _("Moved here (%)"): (100 * rows["share"]).round(1),
            _("Cost where they leave (MAD)"): rows["cost_from"].round(2),
            _("Cost where they go (MAD)"): rows["cost_to"].round(2),
            _("People not needed"): rows["people"].astype("int64"),
            _("Branches, machines, seats not needed"): rows["sites"].astype("int64"),
            _("Worth a year (MAD million)"): (rows["value"] / _MILLION).round(2),
            _("Low"): (rows["low"] / _MILLION).round(2),
            _("High"): (rows["high"] / _MILLION).round(2),
        }
    )


def said_pairs(view: PlanView, rows: pd.DataFrame) -> str:
    """Which move is worth most, and how many are sure to be worth something."""
    if rows.empty:
        return _("No service is done on two channels at different costs: nothing can move.")
    best = rows.iloc[0]
    told = _("Worth most: {share} of {origin} to {target}, {value} a year ({span}).").format(
        share=percent(float(best["share"])),
        origin=place_name(best["origin"]),
        target=place_name(best["target"]),
        value=millions(float(best["value"]), 2),
        span=_span(Spread(*(float(best[name]) for name in ("low", "value", "high"))), 2),
    )
    sure = int((rows["low"] > 0).sum())
    return (
        told
        + " "
        + ngettext(
            "{count} of {all} moves is above zero over its whole interval.",
            "{count} of {all} moves are above zero over their whole interval.",
            sure,
        ).format(count=sure, all=len(rows))
    )


def tornado_frame(view: PlanView) -> tuple[pd.DataFrame, list[str]]:
    """Bars of what the worth hangs on, and the names of their ends."""
    rows = view.plan.swings
    ends = {"low": _("At its low end"), "high": _("At its high end")}
    return tornado.bars(rows, names=ASSUMPTIONS, stated=_stated, ends=ends)


def _stated(assumption: str, value: float) -> str:
    return migration.months(round(value)) if assumption == "lag_months" else percent(value, 1)


def tornado_table(view: PlanView) -> pd.DataFrame:
    """What the worth hangs on, in figures."""
    return tornado.figures(
        view.plan.swings,
        names=ASSUMPTIONS,
        stated=_stated,
        at_low=_("Worth at the low end (MAD million)"),
        at_high=_("Worth at the high end (MAD million)"),
    )


def said_tornado(view: PlanView) -> str:
    """The assumption that matters most."""
    if view.plan.swings.empty:
        return _("Nothing is in doubt: every assumption is held still.")
    row = next(each_row(view.plan.swings))
    return _("Most hangs on this: {assumption}, from {low} to {high}: worth {least} to {most}.").format(
        assumption=_(ASSUMPTIONS[row.assumption]),
        low=_stated(row.assumption, row.low),
        high=_stated(row.assumption, row.high),
        least=millions(min(row.value_at_low, row.value_at_high)),
        most=millions(max(row.value_at_low, row.value_at_high)),
    )


def capacity_table(view: PlanView) -> pd.DataFrame:
    """People and sites that each share moved makes superfluous, before the bank decides what to give back."""
    held = view.plan.case.capacity
    keep = np.asarray(held.shares) <= max(view.plan.case.movable, view.share) + 1e-9
    return pd.DataFrame(
        {
            _("Gone (%)"): (100 * np.asarray(held.shares)[keep]).round(1),
            _("People not needed"): np.asarray(held.people)[keep].astype("int64"),
            _("Branches, machines, seats not needed"): np.asarray(held.sites)[keep].astype("int64"),
        }
    )


def said_capacity(view: PlanView) -> str:
    """What is not needed at the target, and what of it is money."""
    case = view.plan.case
    people, sites = (float(part) for part in case.capacity.at(view.share))
    if not view.plan.counted:
        return _("At {share}, {sites} whole units are not needed, {cost} a month each.").format(
            share=percent(view.share), sites=number(sites, 0), cost=number(case.site_cost, 0, "MAD")
        )
    return ngettext(
        "At {share}: {people} people ({person} a month each) and {sites} branch ({site} without its people).",
        "At {share}: {people} people ({person} a month each) and {sites} branches "
        "({site} without their people).",
        int(sites),
    ).format(
        share=percent(view.share),
        people=number(people, 0),
        person=number(case.person_cost, 0, "MAD"),
        sites=number(sites, 0),
        site=number(case.site_cost, 0, "MAD"),
    )


def course_frames(view: PlanView) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Discounted cash flow to date at each year's end: the band of all doubts, and the three cases."""
    ends = np.arange(YEAR - 1, reads.HORIZON * YEAR, YEAR)
    years = view.plan.first_year + np.arange(reads.HORIZON)
    rows = view.plan.value.to_date.iloc[ends]
    band = pd.DataFrame({"year": years, "low": rows["low"] / _MILLION, "high": rows["high"] / _MILLION})
    parts = [
        pd.DataFrame(
            {
                "course": name,
                "year": years,
                "value": found.to_date["middle"].to_numpy()[ends] / _MILLION,
            }
        )
        for name, found in cases(view).items()
    ]
    return band, pd.concat(parts, ignore_index=True), list(cases(view))


def _course_plot(view: PlanView) -> Plot:
    band, lines, order = course_frames(view)
    figures = wide(lines, along="year", by="course", value="value", order=order).merge(band, on="year")
    named = {"year": _("Year"), "low": _("Low"), "high": _("High")}
    figures = figures.assign(year=figures["year"].astype(str)).rename(columns=named)
    return Plot("line", figures, _("MAD million of today"))


def method() -> Method:
    """How the plan is valued."""
    return Method.of(
        formula=r"N(t)=\lfloor g\,[K(s_t)-K(b_t)]\rfloor,\qquad "
        r"\text{net}_t=v\,c\,m_{t-L}+N(t-L)\,k-(1+\alpha)\,r\,c\,m_t-B_t-X_t,\qquad m_t=(s_t-b_t)\,Q",
        words=[
            _(
                "s is the share gone by the target, b the share that leaves without a plan by the forecast "
                "of active customers, Q the channel’s transactions of a month. Only s − b is the plan’s."
            ),
            _(
                "c, v and r are full cost, variable share and cost ratio of the same services on both "
                "channels, as on the pages Costs and Migration."
            ),
            _(
                "K counts whole people and branches that the queues of each branch no longer need, as on "
                "Staffing; for other channels, whole machines or seats. g is the part that the bank gives "
                "back."
            ),
            _(
                "What leaves is saved L months later; costs elsewhere, budget B and exits X are paid at "
                "once. After the third year the shares stay."
            ),
            _(
                "Every doubt is a triangle with the widths of Migration; what is reached lies between "
                "floor and stretch. {draws} draws over {paths} courses of adoption."
            ).format(draws=number(reads.DRAWS, 0), paths=PATHS),
            _("Halo and customers who stay are valued on Migration and not counted here."),
            _(
                "Actuals: a cost is transactions in all, times the channel’s share, times the unit cost. "
                "Each part is its mean over the six orders of changing the three; they add up exactly."
            ),
        ],
        proof=_(
            "200 transactions a month at 40 MAD, 30% of it variable and 10% of it paid elsewhere, save 1,600 "
            "MAD: 40,000 MAD are back after 25 months. Paying 10 and receiving 3 in each of five years is "
            "worth 1.372 at 10%."
        ),
    )


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Three years"."""
    view = plan(reader)
    band, lines, order = course_frames(view)
    by_case, told = case_table(view), said_cases(view)
    # A bank without a month after twelve has nothing to compare: the pack then leaves it out.
    since = ("actuals",) if actuals.actuals(view) else ()
    return Content(
        slug="plan-shares",
        answer=Answer(sentence(view), caution(view), more(view)),
        metrics=_metrics(view),
        picture=Chart(
            "courses",
            finding(view),
            charts.courses(band, lines, order=order, accent=_("Target"), title=_("MAD million of today")),
            told,
            view.kinds,
            note=_("Discounted, at the end of each year. The band holds {level} of all courses.").format(
                level=percent(view.settings.means.level)
            ),
            figures=(Table("cases", _("Floor, target, stretch"), by_case, told, view.kinds),),
            plot=partial(_course_plot, view),
            opened_by="year",
            opens=_year_opens(view),
        ),
        details=(
            Detail("actuals", _("Actuals against plan"), partial(actuals.parts, view)),
            Detail("years", _("Year by year"), partial(_years, view)),
            Detail("mix", _("Share of each channel"), partial(_mix, view)),
            Detail("pairs", _("From where to where"), partial(_pairs, view)),
            Detail("capacity", _("People and branches"), partial(_capacity, view)),
            Detail("tornado", _("What the worth hangs on"), partial(_tornado, view)),
        ),
        method=method(),
        board=Slide(("courses", *since), ("cases", "years", "mix", *since), (more(view),)),
    )


def _year_opens(view: PlanView) -> dict[str, Open]:
    """Year → the view of that year, as marks and rows lead to it."""
    return {
        str(year): Open("plan-shares", {"bank": view.bank, "year": str(year)}, "years")
        for year in view.plan.by_year["year"].astype(int)
    }


def year_frame(view: PlanView) -> tuple[int, pd.DataFrame]:
    """The year asked for, else the first, and its amounts: label, value (MAD million), text, low, high."""
    rows = view.plan.by_year
    year = int(view.reader.chosen("year", [str(each) for each in rows["year"].astype(int)]))
    row = rows[rows["year"].astype(int) == year].iloc[0]
    parts = {
        _("Variable cost saved"): row["variable"],
        _("Capacity given back"): row["capacity"],
        _("Cost where they went"): -row["elsewhere"],
        _("Budget"): -row["budget"],
        _("Exits"): -row["exits"],
        _("Net of the year"): row["net"],
    }
    values = [float(value) / _MILLION + 0.0 for value in parts.values()]
    frame = pd.DataFrame({"label": list(parts), "value": values, "low": np.nan, "high": np.nan})
    return year, frame.assign(text=[number(value, 2) for value in values])


def _years(view: PlanView) -> tuple[Part, ...]:
    rows = year_table(view)
    year, frame = year_frame(view)
    title = _("What {year} brings and costs").format(year=year)
    told = labelled(title, clauses(f"{row.label} {row.text}" for row in each_row(frame)))
    leads = _year_opens(view)
    return (
        Chart(
            "year",
            title,
            macro_charts.bars(frame, title=_("MAD million, at the likeliest assumptions")),
            told,
            view.kinds,
        ),
        Table(
            "years",
            _("The target year by year"),
            rows,
            more(view),
            view.kinds,
            finer(rows, 2),
            opens=tuple(leads[str(int(each))] for each in rows[_("Year")]),
        ),
    )


def _mix(view: PlanView) -> tuple[Part, ...]:
    rows, told = mix_table(view), said_mix(view)
    title = _("Share of each channel in all transactions")
    return Table("mix", title, rows, told, view.kinds, finer(rows, 2)), Note(told, "aside")


def _pairs(view: PlanView) -> tuple[Part, ...]:
    rows = pairs(view)
    told = said_pairs(view, rows)
    if rows.empty:
        return (Note(told, "empty"),)
    title = _("What a tenth of a channel is worth elsewhere")
    table = pair_table(rows)
    return (
        Chart(
            "pairs",
            title,
            charts.moves(pair_frame(rows), title=_("MAD million a year, once saved")),
            told,
            view.kinds,
            note=told,
            figures=(Table("pairs", title, table, told, view.kinds, finer(table, 2)),),
        ),
    )


def _capacity(view: PlanView) -> tuple[Part, ...]:
    told = said_capacity(view)
    title = _("What is not needed any more, by share gone")
    return Table("capacity", title, capacity_table(view), told, view.kinds), Note(told, "aside")


def _tornado(view: PlanView) -> tuple[Part, ...]:
    bars, ends = tornado_frame(view)
    rows, told = tornado_table(view), said_tornado(view)
    title = _("What the worth hangs on")
    return (
        Chart(
            "tornado",
            title,
            channel_charts.tornado(bars, ends=ends, title=_("Net present value, MAD million")),
            told,
            view.kinds,
            note=told,
            figures=(Table("tornado", title, rows, told, view.kinds, finer(rows, 2)),),
        ),
    )
