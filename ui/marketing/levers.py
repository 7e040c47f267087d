"""What the levers page shows: what budgets bring a bank, what an adopter costs, where a sum does most."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import pandas as pd

from analytics.marketing.parts import LEVERS
from studies import chain as joint
from studies.adoption.observed import own_series
from studies.marketing import levers as reads
from ui.adoption import led
from ui.charts import macro as macro_charts
from ui.charts import marketing as charts
from ui.content import (
    Answer,
    Chart,
    Content,
    Detail,
    Method,
    Metric,
    Open,
    Part,
    Plot,
    Slide,
    Table,
    Telling,
    wide,
)
from ui.marketing.funding import (
    MILLION,
    LeverView,
    lever_name,
    levers,
    refused,
    trust_sentence,
    trust_words,
)
from ui.marketing.own_tests import tested
from ui.reader import Reader, kept, page_content
from ui.words import MISSING, N_, _, clauses, interval, listing, number, percent, signed

_WIDEST: Final = 10
_ROUNDED: Final = 0.05
"""Budgets stand in whole cents: a split at its bound may lie this much beyond it, in programmes."""
_FIGURES: Final = {
    "p0": N_("External influence (speed of the forecast)"),
    "q0": N_("Imitation (speed of the forecast)"),
    "trust_sensitivity": N_("Strength of trust"),
    "email.clicked_given_open": N_("E-mail: clicks among opened"),
    "email.converted": N_("E-mail: new users among clicks"),
    "email.unsubscribe": N_("E-mail: unsubscribing"),
    "search.click_through": N_("Search: clicks by position"),
    "search.conversion": N_("Search: new users among visitors"),
    "affiliation.conversion": N_("Affiliation: new users among visitors"),
    "viral.conversion": N_("Invitations: new users among invited"),
    "word_of_mouth.volume_elasticity": N_("Word of mouth: elasticity to volume"),
    "word_of_mouth.valence_elasticity": N_("Word of mouth: elasticity to valence"),
    "advertising.elasticity": N_("Advertising: short-run elasticity"),
    "advertising.long_run_elasticity": N_("Advertising: long-run elasticity"),
    "one_to_one.lift": N_("One-to-one: lift of conversion"),
}
_STUDIES: Final = {
    "Sultan, Farley and Lehmann, meta-analysis of diffusion": N_(
        "Sultan, Farley and Lehmann, meta-analysis of diffusion"
    ),
    "Mailchimp, e-mail marketing benchmarks of October 2019, accounts without a stated industry": N_(
        "Mailchimp, e-mail marketing benchmarks of October 2019, accounts without a stated industry"
    ),
    "SISTRIX, 80 million keywords; first place by page layout": N_(
        "SISTRIX, 80 million keywords; first place by page layout"
    ),
    "You, Vadakkepatt and Joshi, meta-analysis of word of mouth": N_(
        "You, Vadakkepatt and Joshi, meta-analysis of word of mouth"
    ),
    "Sethuraman, Tellis and Briesch, meta-analysis of advertising": N_(
        "Sethuraman, Tellis and Briesch, meta-analysis of advertising"
    ),
}
_COUNTRIES: Final = {
    "all countries": N_("all countries"),
    "several countries": N_("several countries"),
    "Morocco": N_("Morocco"),
}
EVIDENCE: Final = {
    "published": N_("published benchmark"),
    "tested": N_("own test"),
    "both": N_("published benchmark and own test"),
    "assumed": N_("none: assumed"),
}
_BOUNDS: Final = {"lower": N_("at its least"), "upper": N_("at its most"), "": N_("free")}


def sentence(view: LeverView) -> str:
    """How many adopters the levers bring, for how much."""
    doubt = view.results.doubt.incremental
    told = (
        _(
            "MAD {money} million a year in levers bring {name} {extra} more active customers by {year} "
            "({interval}), most of them through {lever}."
        )
        if view.funded
        else _(
            "No lever is funded yet. MAD {money} million a year, split best, would bring {name} {extra} "
            "more active customers by {year} ({interval})."
        )
    )
    return told.format(
        name=view.name,
        money=number(view.money, 2),
        extra=number(view.results.result.incremental, 0),
        interval=interval(doubt.low, doubt.high, 0),
        year=view.year,
        lever=_first_lever(view),
    )


def more(view: LeverView) -> str:
    """What each of them costs, and what the intervals hold."""
    found, level = view.results.doubt.cost_per_adopter, percent(view.reader.scenario.level)
    if found.value is None:
        return _("Nobody is won, so that there is no cost per adopter.")
    return _("Each costs MAD {cost} ({interval}); intervals at {level}, over the benchmarks.").format(
        cost=number(found.value, 0), interval=interval(found.low, found.high, 0), level=level
    )


def _first_lever(view: LeverView) -> str:
    parts = view.results.parts
    return lever_name(str(parts["lever"].iloc[0])) if len(parts) else _("none of them")


def caution(view: LeverView) -> str:
    """What weakens the answer; empty when nothing does."""
    told = []
    if not view.funded:
        told.append(_("A proposal, not yet in the forecast"))
    ratio = view.results.result.value_over_cost
    if ratio is not None and ratio < 1:
        told.append(_("An adopter costs more than he or she is worth"))
    stretched = [
        lever_name(lever) for lever, times in view.results.efforts.items() if times > reads.TRIED + _ROUNDED
    ]
    if stretched:
        told.append(
            _("Beyond {times} times the reference programme, where benchmarks say nothing: {levers}").format(
                times=number(reads.TRIED, 0), levers=listing(stretched)
            )
        )
    if not view.funded and (left := unspent(view)) > 0.005 * view.asked * view.adoption.customers / MILLION:
        told.append(
            _("{amount} a year are left: every lever is at its bound").format(
                amount=number(left, 1, _("million MAD"))
            )
        )
    return " · ".join(told)


def paths(view: LeverView) -> pd.DataFrame:
    """The forecast and the path with levers: path, year, value, low, high; both from the last observation."""
    seen = 100.0 * view.adoption.active / view.adoption.customers
    start = pd.DataFrame({"year": [view.adoption.origin], "value": seen, "low": seen, "high": seen})
    led = _("With the levers") if view.funded else _("With the best split")
    named = {_("Forecast"): view.adoption.baseline, led: view.proposed.path}
    parts = [pd.concat([start, rows]).assign(path=label) for label, rows in named.items()]
    return pd.concat(parts, ignore_index=True)


def finding(view: LeverView) -> str:
    """What the chart finds: where both paths end."""
    base, led = view.adoption.baseline.iloc[-1], view.proposed.path.iloc[-1]
    told = (
        _("Active customers in {year}: {led} with the levers, {base} without")
        if view.funded
        else _("Active customers in {year}: {led} with the best split, {base} without")
    )
    return told.format(year=view.year, led=number(led["value"], 0, "%"), base=number(base["value"], 0, "%"))


def described(view: LeverView) -> str:
    """The chart of the paths in words."""
    base, led = view.adoption.baseline.iloc[-1], view.proposed.path.iloc[-1]
    return _("{name} in {year}: {base} of customers as forecast, {led} with the levers ({interval}).").format(
        name=view.name,
        year=view.year,
        base=number(base["value"], 1, "%"),
        led=number(led["value"], 1, "%"),
        interval=interval(led["low"], led["high"], 1, "%"),
    )


def robustness(view: LeverView) -> str:
    """What the best split gains over plain ones, and how far it can be trusted."""
    found = view.split.allocation
    people = found.objective == "adopters"

    def gain(value: float) -> str:
        return number(value, 0) if people else number(value / MILLION, 1)

    told = (
        _("{gain} adopters instead of {equal} with equal parts")
        if people
        else _("MAD {gain} million of value instead of {equal} with equal parts")
    ).format(gain=gain(_split_gain(view)), equal=gain(found.gain_equal))
    said = [
        told,
        _("at least as good in {share} of {draws} draws over the benchmarks").format(
            share=percent(found.beats_equal), draws=reads.ALLOCATION_DRAWS
        ),
    ]
    if found.regret is None:
        return clauses(said) + "."
    if found.regret > 1:
        return clauses(
            [*said, _("where the benchmarks are wrong, it can lose more than the best would gain.")]
        )
    cost = _("not knowing the benchmarks costs {regret} of the best gain on average.").format(
        regret=percent(found.regret, 1)
    )
    return clauses([*said, cost])


def unproven(view: LeverView) -> str:
    """Which levers nothing tells of, and what they may take at most; empty where each has evidence."""
    bare = [lever_name(lever) for lever, known in view.evidence.items() if known == "assumed"]
    if not bare:
        return ""
    return _(
        "Grey: no published figure and no own test; each takes {share} of the sum at most: {levers}."
    ).format(
        share=percent(min(view.reader.scenario.budget_unproven, view.reader.scenario.budget_most)),
        levers=listing(bare),
    )


def unspent(view: LeverView) -> float:
    """What the bounds leave of the sum, MAD million a year."""
    years = view.reader.scenario.adoption_years
    asked = view.asked * view.adoption.customers / MILLION
    return asked - float(view.split.allocation.table["spending"].sum()) / years / MILLION


def _split_gain(view: LeverView) -> float:
    """What the best split gains: in whole cents and as the answer counts it, where the answer is about it."""
    result, people = view.results.result, view.split.allocation.objective == "adopters"
    worth = result.incremental if people else result.net_present_value
    return view.split.allocation.gain if view.funded else worth


def viral(view: LeverView) -> reads.ViralView:
    """The viral lever of the settings looked at."""
    scenario = view.reader.scenario
    return reads.viral_view(
        view.reader.snapshot,
        view.adoption.bank,
        scenario.adoption_years,
        scenario.level,
        view.shown,
        scenario.adopter_margin,
    )


def viral_sentence(found: reads.ViralView) -> str:
    """Whether word spreads by itself, and how far."""
    figures = {
        "k": number(found.reproduction, 2),
        "months": number(reads.SHARING_MONTHS, 0),
        "total": number(None if found.total is None else 100 * found.total, 0),
        "reached": percent(found.reached),
    }
    if found.total is not None:
        return _(
            "In {months} months an active customer’s invitations bring {k} others: below 1, so that 100 "
            "first senders end as {total} people in all; it does not spread by itself."
        ).format(**figures)
    return _(
        "In {months} months an active customer’s invitations bring {k} others: above 1, so that it spreads "
        "by itself until {reached} of those who had not adopted are reached."
    ).format(**figures)


def viral_states(found: reads.ViralView) -> pd.DataFrame:
    """Who invites and who has stopped, in long form: state, period, people (thousands)."""
    names = {
        "infectious": _("Inviting others"),
        "recovered": _("No longer inviting"),
    }
    parts = [
        pd.DataFrame({"state": label, "period": found.path["period"], "people": found.path[state] / 1e3})
        for state, label in names.items()
    ]
    return pd.concat(parts, ignore_index=True)


def lever_table(view: LeverView) -> pd.DataFrame:
    """What each lever is given and brings: fair part (Shapley), alone, and added last."""
    parts = view.results.parts.set_index("lever").reindex(list(LEVERS))
    budgets = pd.Series(view.shown.budgets)
    yearly = budgets * view.adoption.customers
    brought = parts["adopters"].fillna(0.0)
    years = view.reader.scenario.adoption_years
    own = reads.own_campaigns(view.reader.snapshot, view.adoption.bank).set_index("lever")["each"]
    table = pd.DataFrame(
        {
            _("Lever"): [lever_name(lever) for lever in LEVERS],
            _("Adopters (Shapley)"): brought.round().astype("Int64").to_numpy(),
            _("Share of the adopters (%)"): (100 * parts["share"]).fillna(0.0).to_numpy(),
            _("Cost per adopter (MAD)"): (yearly * years / brought.where(brought > 0)).round().to_numpy(),
            _("Budget (MAD a year and customer)"): budgets.to_numpy(),
            _("Budget (MAD million a year)"): (yearly / MILLION).to_numpy(),
            _("Times the reference programme"): [view.results.efforts[lever] for lever in LEVERS],
            _("Alone"): parts["alone"].fillna(0.0).round().astype("Int64").to_numpy(),
            _("Added last"): parts["last"].fillna(0.0).round().astype("Int64").to_numpy(),
            _("Own campaigns: cost per conversion (MAD)"): own.reindex(list(LEVERS)).round().to_numpy(),
        }
    )
    return table.iloc[brought.argsort(kind="stable")[::-1]].reset_index(drop=True)


def lever_formats() -> dict[str, Any]:
    """How the columns of the lever table are written."""

    def whole(value: Any) -> str:
        return MISSING if pd.isna(value) else number(value, 0)

    names = (
        _("Adopters (Shapley)"),
        _("Alone"),
        _("Added last"),
        _("Cost per adopter (MAD)"),
        _("Own campaigns: cost per conversion (MAD)"),
    )
    cents = (_("Budget (MAD a year and customer)"), _("Budget (MAD million a year)"))
    return dict.fromkeys(names, whole) | dict.fromkeys(cents, lambda value: number(value, 2))


def economics_table(view: LeverView) -> pd.DataFrame:
    """What an adopter costs and is worth, with intervals and where each figure comes from."""
    result, doubt = view.results.result, view.results.doubt
    assumed = _("assumed margin, retention 90%, discount 8%")
    rows = [
        (
            _("More active customers"),
            number(doubt.incremental.value, 0),
            interval(doubt.incremental.low, doubt.incremental.high, 0),
            _("with the levers less without, same draws"),
        ),
        (
            _("Cost per adopter (MAD)"),
            number(doubt.cost_per_adopter.value, 0),
            interval(doubt.cost_per_adopter.low, doubt.cost_per_adopter.high, 0),
            _("budgets over the horizon, over adopters won"),
        ),
        (_("Lifetime value of an adopter (MAD)"), number(result.lifetime_value, 0), "", assumed),
        (
            _("Lifetime value over cost (CLV/CAC)"),
            number(result.value_over_cost, 1),
            _over(result.lifetime_value, doubt.cost_per_adopter.low, doubt.cost_per_adopter.high),
            assumed,
        ),
        (
            _("Payback (years)"),
            _("never") if result.payback_years is None else number(result.payback_years, 1),
            "",
            assumed,
        ),
        (
            _("Net present value (MAD million)"),
            number(result.net_present_value / MILLION, 1),
            "",
            _("lifetime values less servicing and budgets, discounted"),
        ),
    ]
    names = [_("Figure"), _("Value"), _("Interval"), _("Rests on")]
    return pd.DataFrame(rows, columns=names).replace("", MISSING)


def _over(value: float, low: float | None, high: float | None) -> str:
    return interval(value / high, value / low, 1) if low and high else ""


def split_rows(view: LeverView) -> pd.DataFrame:
    """The best split in MAD a year and customer: label, value, low, high, text, known; largest first."""
    table = view.split.allocation.table.sort_values("spending", ascending=False, kind="stable")
    years = view.reader.scenario.adoption_years
    scale, known = view.adoption.customers * years, view.evidence
    return pd.DataFrame(
        {
            "label": [lever_name(lever) for lever in table["lever"]],
            "value": table["spending"].to_numpy() / scale,
            "low": table["low"].to_numpy() / scale,
            "high": table["high"].to_numpy() / scale,
            "text": [
                _("{amount} a year").format(amount=number(spent / years / MILLION, 2, _("million MAD")))
                for spent in table["spending"]
            ],
            "known": [known[lever] != "assumed" for lever in table["lever"]],
        }
    )


def split_table(view: LeverView) -> pd.DataFrame:
    """The best split with its range, what one more dirham would bring, and the bound it meets."""
    table = view.split.allocation.table.sort_values("spending", ascending=False, kind="stable")
    rows = split_rows(view)
    people = view.split.allocation.objective == "adopters"
    marginal = (
        {_("Adopters per MAD 1,000 more"): 1000 * table["marginal"].to_numpy()}
        if people
        else {_("MAD of value per MAD more"): table["marginal"].to_numpy()}
    )
    return pd.DataFrame(
        {
            _("Lever"): rows["label"],
            _("Best (MAD million a year)"): rows["value"] * view.adoption.customers / MILLION,
            _("Best (MAD a year and customer)"): rows["value"],
            _("Low"): rows["low"],
            _("High"): rows["high"],
            _("Share of the sum (%)"): 100 * table["share"].to_numpy(),
            **marginal,
            _("Bound"): [_(_BOUNDS[bound]) for bound in table["bound"]],
            _("Evidence"): [_(EVIDENCE[view.evidence[lever]]) for lever in table["lever"]],
        }
    )


def split_formats() -> dict[str, Any]:
    """How the columns of the split are written."""
    cents = (
        _("Best (MAD million a year)"),
        _("Best (MAD a year and customer)"),
        _("Low"),
        _("High"),
        _("Adopters per MAD 1,000 more"),
        _("MAD of value per MAD more"),
    )
    return {name: lambda value: number(value, 2) for name in cents}


def swing_rows(view: LeverView) -> pd.DataFrame:
    """The widest rows of the tornado: label, at_low, at_high."""
    rows = view.results.swings.head(_WIDEST)
    return rows.assign(label=[_(_FIGURES.get(name, name)) for name in rows["name"]])


def described_swings(view: LeverView) -> str:
    """The tornado in words."""
    rows = swing_rows(view)
    if rows.empty:
        return _("No benchmark changes the result.")
    first = rows.iloc[0]
    return _(
        "Widest: {figure}, from {low} adopters at the low end of its range to {high} at the high end; "
        "{centre} as it stands."
    ).format(
        figure=first["label"],
        low=number(first["at_low"], 0),
        high=number(first["at_high"], 0),
        centre=number(view.results.result.incremental, 0),
    )


def benchmark_table() -> pd.DataFrame:
    """Every uncertain figure with its range and where it comes from; none is Moroccan."""
    rows = reads.lever_benchmarks()
    assumed = _("assumed")
    return pd.DataFrame(
        {
            _("Figure"): [_(_FIGURES[name]) for name in rows["name"]],
            _("Value"): rows["value"],
            _("Low"): rows["low"],
            _("High"): rows["high"],
            _("Source"): [_(_STUDIES[study]) if study else assumed for study in rows["study"]],
            _("Year"): [MISSING if pd.isna(year) else str(year) for year in rows["year"]],
            _("Country"): [_(_COUNTRIES[country]) if country else MISSING for country in rows["country"]],
            _("Range"): [assumed if guess else _("published") for guess in rows["assumed_range"]],
        }
    )


def benchmark_formats() -> dict[str, Any]:
    """How the columns of the benchmarks are written."""
    return {name: lambda value: number(value, 4) for name in (_("Value"), _("Low"), _("High"))}


def method() -> Method:
    """How the levers are computed, for the foot of the page."""
    return Method.of(
        formula=r"N_t=(M-A_{t-1})\Big[1-(1-P_t)\big(1-Q_t\tfrac{A_{t-1}}{M}\big)\Big],\quad "
        r"P_t=1-(1-p_tT_t)(1-e_t)(1-s_t)(1-a_t),\quad Q_t=\min(1,\;q_tT_t(1+w_t)+v_t),\quad "
        r"T_t=e^{b(\text{trust}_t-\text{trust}_0)}",
        words=[
            _(
                "A customer who is not yet active may be won by an e-mail (e), a search engine (s), a "
                "partner (a), an invitation (v), by imitation and what people say (w), or by oneself and "
                "advertising; exposures are independent, so that nothing is counted twice."
            ),
            _(
                "Without levers the hazard runs through the bank’s own forecast: Bass’s p = 0.03 and q = "
                "0.38 a year (Sultan, Farley and Lehmann, 1990) are sped up or slowed down month by month, "
                "both by one factor. Without budgets, and with trust as today, the forecast comes back."
            ),
            _(
                "A budget buys the effort of a reference programme in proportion to its cost, with "
                "decreasing returns for search (power 0.6), invitations (0.7) and affiliation (0.8). "
                "Programme, unit costs and powers are assumptions; own campaigns stand beside them."
            ),
            _(
                "Trust is one less the reputational score of the risk pages over 100. It multiplies "
                "imitation and external influence; its strength is assumed. An incident takes the trust of "
                "the customers it hit, and half of the loss heals in six months."
            ),
            _(
                "Shapley values share out what the levers bring together; alone, they would add up to more. "
                "The interval draws every benchmark over its range; none of these ranges is Moroccan."
            ),
            _(
                "The bank’s own tests with a control give the effect of a contact. Of e-mails it is the mean "
                "of funnel and tests, each weighted by the inverse of its variance."
            ),
            _(
                "For other levers the tests replace an assumption where their interval lies above zero. "
                "Advertising and word of mouth are elasticities, which no such test measures."
            ),
            _(
                "For one-to-one the relative gain over the control is read as the gain over a plain e-mail, "
                "which overstates it where the control got nothing."
            ),
            _("E-mails need the recipient’s consent under Law 09-08; the list holds only those who gave it."),
        ],
        proof=_(
            "In a market of 1,000 without adopters, where 0.25% adopt by themselves in a month and an "
            "e-mail wins 1%, 12.475 adopt in the first: 1,000 × (1 − 99.75% × 99%); a chain of "
            "invitations with K = 0.5 doubles its seeds, and an epidemic with R0 = 2 reaches 79.681%. The "
            "tests hold all three."
        ),
    )


def metrics(view: LeverView) -> tuple[Metric, ...]:
    """What the money brings, what each costs, and whether that is worth it."""
    result, doubt, assumed = view.results.result, view.results.doubt, _("margin and retention assumed")
    cost, value = doubt.cost_per_adopter, result.lifetime_value
    low, high = (value / cost.high, value / cost.low) if cost.low and cost.high else (None, None)
    never = _("never paid back") if result.payback_years is None else assumed
    return (
        Metric(
            "extra_adopters",
            _("More active customers by {year}").format(year=view.year),
            result.incremental,
            digits=0,
            low=doubt.incremental.low,
            high=doubt.incremental.high,
            better="higher",
            opens=Open("adoption-forecast", {"adoption": "customers"}),
        ),
        Metric(
            "cost_per_adopter",
            _("Cost per adopter"),
            cost.value,
            "MAD",
            digits=0,
            low=cost.low,
            high=cost.high,
            better="lower",
        ),
        Metric(
            "value_over_cost",
            _("Lifetime value over cost (CLV/CAC)"),
            result.value_over_cost,
            low=low,
            high=high,
            better="higher",
            why=assumed,
        ),
        Metric("payback", _("Payback"), result.payback_years, _("years"), better="lower", why=never),
    )


def _plot(drawn: pd.DataFrame) -> Plot:
    rows = drawn.assign(year=drawn["year"].astype(str))
    along = wide(rows, along="year", by="path", value="value").rename(columns={"year": _("Year")})
    # The band belongs to the levers' path; its ends keep an office program from drawing a line without it.
    ends = rows.loc[rows["path"] == rows["path"].iloc[-1], ["year", "low", "high"]]
    named = {"year": _("Year"), "low": _("Low"), "high": _("High")}
    return Plot(
        "line", along.merge(ends.rename(columns=named), on=_("Year"), how="left"), _("% of customers")
    )


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Levers"."""
    view = levers(reader)
    drawn = paths(view)
    return Content(
        slug="marketing-levers",
        answer=Answer(sentence(view), caution(view), more(view)),
        metrics=metrics(view),
        picture=Chart(
            "paths",
            finding(view),
            charts.adoption_paths(drawn, unit=_("% of customers")),
            described(view),
            view.kinds,
            note=trust_sentence(view),
            plot=partial(_plot, drawn),
        ),
        details=(
            Detail("levers", _("What each lever brings"), partial(_brought, view)),
            Detail("economics", _("What an adopter costs and is worth"), partial(_worth, view)),
            *(
                [Detail("tests", _("What the bank’s own tests say"), partial(tested, view))]
                if view.tests
                else []
            ),
            Detail("split", _("Where would a sum do most?"), partial(_split, view)),
            Detail("swings", _("What the result hangs on"), partial(_hinges, view)),
            Detail("epidemic", _("The invitations as an epidemic"), partial(_spreading, view)),
            Detail("benchmarks", _("The benchmarks"), _benchmarks),
        ),
        method=method(),
        board=Slide(("paths",), ("levers", "economics"), (robustness(view),)),
    )


def _brought(view: LeverView) -> tuple[Part, ...]:
    frame, title = lever_table(view), _("What each lever brings")
    return (Table("levers", title, frame, sentence(view), view.kinds, lever_formats()),)


def _worth(view: LeverView) -> tuple[Part, ...]:
    title = _("What an adopter costs and is worth")
    return (Table("economics", title, economics_table(view), sentence(view), view.kinds),)


def _split(view: LeverView) -> tuple[Part, ...]:
    told = f"{robustness(view)} {unproven(view)}".strip()
    title = _("The best split, and how far it moves when the benchmarks are drawn again")
    return (
        Chart(
            "split",
            title,
            charts.spending(split_rows(view), title=_("MAD a year and customer")),
            told,
            view.kinds,
            note=told,
            figures=(Table("split", title, split_table(view), told, view.kinds, split_formats()),),
        ),
    )


def _hinges(view: LeverView) -> tuple[Part, ...]:
    told = described_swings(view)
    return (
        Chart(
            "swings",
            _("What the result hangs on"),
            charts.swings(
                swing_rows(view),
                centre=view.results.result.incremental,
                title=_("More active customers"),
                low_name=_("Low end of the range"),
                high_name=_("High end of the range"),
            ),
            told,
            view.kinds,
            note=told,
        ),
    )


def _spreading(view: LeverView) -> tuple[Part, ...]:
    found = viral(view)
    told = viral_sentence(found)
    return (
        Chart(
            "epidemic",
            _("The invitations as an epidemic"),
            charts.epidemic(viral_states(found), x_title=_("Month"), unit=_("Thousand people")),
            told,
            view.kinds,
            note=told,
        ),
    )


def _benchmarks() -> tuple[Part, ...]:
    return (
        Table(
            "benchmarks",
            _("The benchmarks: source, year and country"),
            benchmark_table(),
            _("15 figures with value, range and source; none is Moroccan"),
            ("observed", "assumed"),
            benchmark_formats(),
        ),
    )


INCIDENT: Final = "incident"


@page_content
def after_an_incident(reader: Reader) -> Content:
    """What one more incident does to trust and adoption, for a reader whose case of trust is that."""
    scenario, (bank, name) = reader.scenario, reader.bank()
    settings, horizon = led.settings(scenario), (scenario.adoption_years, scenario.level)
    try:
        found = joint.adoption_path(reader.snapshot, bank, *horizon, settings)
    except ValueError:
        raise refused(name) from None
    told = _("Active customers in {year}: {before} as forecast, {after} after one more incident.").format(
        year=int(found.baseline["year"].iloc[-1]),
        before=number(found.baseline["value"].iloc[-1], 2, "%"),
        after=number(found.without_levers["value"].iloc[-1], 2, "%"),
    )
    doubt = _("Strength of trust: {strength}; the interval of the forecast is {interval}.").format(
        strength=number(scenario.trust_sensitivity, 1),
        interval=interval(found.baseline["low"].iloc[-1], found.baseline["high"].iloc[-1], 1, "%"),
    )
    kinds = own_series(reader.snapshot, "customers", bank)["kind"].unique()
    return Content(
        slug="marketing-levers",
        answer=Answer(
            trust_words(reader, found, INCIDENT),
            _("No published coefficient links trust to adoption: its strength is assumed"),
        ),
        picture=Chart(
            INCIDENT,
            _("{name}: active customers after one more incident, less those forecast").format(name=name),
            macro_charts.bars(_missing(found), title=_("Active customers, change")),
            told,
            tuple(dict.fromkeys([*kinds, "assumed", "derived"])),
        ),
        method=method(),
        story=Telling(INCIDENT, (told, doubt)),
    )


def _missing(found: joint.AdoptionPath) -> pd.DataFrame:
    """Customers whom the incident costs, by year; the doubt of the forecast is in both paths."""
    lost = (found.without_levers["value"] - found.baseline["value"]) / 100 * found.customers
    return pd.DataFrame(
        {
            "label": [str(year) for year in found.baseline["year"]],
            "value": lost,
            "low": None,
            "high": None,
            "text": [signed(value, 0) for value in lost],
        }
    )
