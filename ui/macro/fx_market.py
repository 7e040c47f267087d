"""What the FX-market page shows: what a tax does to two markets, and what of it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from analytics.macro.findings import Finding, tax_effect
from analytics.macro.market import PARAMETERS, MarketOutcome
from data.snapshots import Snapshot
from studies.macro import country as macro
from studies.macro import fx_market as reads
from ui.charts import macro as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Note, Part, Table, shared
from ui.macro.words import plain, rate, shown_table
from ui.reader import Reader, kept, page_content
from ui.rows import each_row
from ui.words import MISSING, N_, _, clauses, interval, labelled, listing, number, percent, signed

SETS: Final = tuple(PARAMETERS)
# A set of parameters is told by what its traders are like.
TRADERS: Final[Mapping[str, str]] = {"W": N_("calm traders"), "M": N_("lively traders")}
KINDS: Final = ("assumed", "derived")
_MARKETS: Final[Mapping[int, str]] = {1: N_("Taxed, {traders}"), 2: N_("Untaxed, {traders}")}
SIGNS: Final = {
    "taxed_market_calms": N_("A tax on one market calms it"),
    "other_market_stirs": N_("A tax on one market stirs the other"),
    "uniform_tax_calms_first": N_("A tax on both calms the first"),
    "uniform_tax_calms_second": N_("A tax on both calms the second"),
    "high_tax_misaligns": N_("Too high a tax on both drives prices from their value"),
}
_YEARS_OBSERVED: Final = 10


@dataclass(frozen=True)
class FxMarket:
    """Both parameter sets under the tax of the reader's scenario.

    ``effects`` : one row per set and market: set, market (1, 2), volatility, low, high (change in % of the
    volatility without a tax), distortion, distortion_low, distortion_high (likewise)
    ``curves`` : the same over a ladder of taxes, with x (tax in %)
    ``outcomes`` : set → (without a tax, with the tax); ``ladder`` : set → outcomes over the ladder
    ``signs`` : set → findings
    """

    reader: Reader
    tax: float
    taxed: str
    parameters: str
    level: float
    runs: int
    effects: pd.DataFrame
    curves: pd.DataFrame
    outcomes: dict[str, tuple[MarketOutcome, ...]]
    ladder: dict[str, tuple[MarketOutcome, ...]]
    signs: dict[str, tuple[Finding, ...]]


def fx_market(reader: Reader) -> FxMarket:
    """Both sets under the reader's scenario."""
    given = reader.scenario
    chosen = given.taxed_markets, given.market_runs, given.seed
    ladder = {name: reads.outcomes(reads.LADDER, chosen[0], name, *chosen[1:]) for name in SETS}
    # A ladder tax is in the ladder already; the noise is the same, so its outcome is too.
    own = {name: reads.outcomes((given.tobin_tax,), chosen[0], name, *chosen[1:]) for name in SETS}
    return FxMarket(
        reader=reader,
        tax=given.tobin_tax,
        taxed=given.taxed_markets,
        parameters=given.market_set,
        level=given.level,
        runs=given.market_runs,
        effects=pd.concat([_effects(name, own[name], given.level) for name in SETS], ignore_index=True),
        curves=pd.concat([_effects(name, ladder[name], given.level) for name in SETS], ignore_index=True),
        outcomes=own,
        ladder=ladder,
        signs={name: reads.signs(name, given.market_runs, given.seed, given.level) for name in SETS},
    )


def _effects(name: str, outcomes: tuple[MarketOutcome, ...], level: float) -> pd.DataFrame:
    """Changes against the first outcome, in % of it, for both markets."""
    before, *after = outcomes
    rows = []
    for outcome in after:
        effect = tax_effect(outcome, before, level=level)
        for market in (0, 1):
            calm, near = 100 / before.volatility[market], 100 / before.distortion[market]
            rows.append(
                {
                    "set": name,
                    "market": market + 1,
                    "x": 100 * float(outcome.tax[0]),
                    "volatility": calm * effect.volatility[market],
                    "low": calm * effect.volatility_low[market],
                    "high": calm * effect.volatility_high[market],
                    "distortion": near * effect.distortion[market],
                    "distortion_low": near * effect.distortion_low[market],
                    "distortion_high": near * effect.distortion_high[market],
                }
            )
    return pd.DataFrame(rows)


def _effect(view: FxMarket, name: str, market: int) -> pd.Series:
    found = view.effects[(view.effects["set"] == name) & (view.effects["market"] == market)]
    return found.iloc[0]


def sentence(view: FxMarket) -> str:
    """Whether the tax calms the market, over both sets, with the widest of their intervals."""
    if view.tax == 0.0:
        return _("Without a tax nothing changes: volatility moves by 0% in both markets, whoever trades.")
    first = _("In the model, a tax of {tax} on one market {verdict}.")
    if view.taxed == "both":
        first = _("In the model, a tax of {tax} on both markets {verdict}.")
    rows = [_effect(view, name, 1) for name in SETS]
    return (
        first.format(tax=rate(view.tax), verdict=_verdict(view))
        + " "
        + _("On the taxed market volatility changes by {interval}, depending on the traders.").format(
            interval=interval(min(row["low"] for row in rows), max(row["high"] for row in rows), 1, "%")
        )
    )


def _verdict(view: FxMarket) -> str:
    taxed = [_effect(view, name, 1) for name in SETS]
    if all(row["high"] < 0 for row in taxed):
        if view.taxed == "both":
            return _("calms them")
        other = [_effect(view, name, 2) for name in SETS]
        if all(row["low"] > 0 for row in other):
            return _("calms it and stirs the other")
        return _("calms it")
    if all(row["low"] > 0 for row in taxed):
        return _("stirs them") if view.taxed == "both" else _("stirs it")
    return _("has no clear effect")


def caution(view: FxMarket) -> str:
    """What the interval does not hold."""
    return _(
        "Intervals at {level} over {runs} simulated histories only: doubt about the model itself is larger."
    ).format(level=percent(view.level), runs=number(view.runs, 0))


def evidence() -> str:
    """What speaks against the result, to stand beside the slider."""
    return " ".join(
        [
            _("Counter-evidence:"),
            _(
                "in a continuous double auction a tax is unlikely to calm prices, because it also drives "
                "liquidity away (Pellizzari and Westerhoff)."
            ),
            _("Brazil 2009: a tax of 2% on inflows had no effect on volatility beyond that of its peers."),
            _("The model is not fitted to the dirham, whose rate moves within a band."),
        ]
    )


def curve_frame(view: FxMarket, measure: str) -> pd.DataFrame:
    """Change over the tax, one curve per set and, where one market is taxed, per market.

    ``measure`` is "volatility" or "distortion".
    """
    frame = view.curves
    if view.taxed == "both":
        # The markets are alike: the second repeats the first.
        frame = frame[frame["market"] == 1]
        names = [_(TRADERS[row]).capitalize() for row in frame["set"]]
    else:
        names = [_(_MARKETS[row.market]).format(traders=_(TRADERS[row.set])) for row in each_row(frame)]
    ends = ("low", "high") if measure == "volatility" else ("distortion_low", "distortion_high")
    return pd.DataFrame(
        {
            "x": frame["x"].to_numpy(),
            "value": frame[measure].to_numpy(),
            "low": frame[ends[0]].to_numpy(),
            "high": frame[ends[1]].to_numpy(),
            "name": names,
        }
    )


def tax_mark(view: FxMarket) -> pd.DataFrame:
    """The tax chosen, as a rule of the charts; none where it lies outside them."""
    place = 100 * view.tax
    if not 100 * reads.LADDER[0] <= place <= 100 * reads.LADDER[-1]:
        return pd.DataFrame(columns=["x", "label"])
    return pd.DataFrame({"x": [place], "label": [_("tax chosen: {tax}").format(tax=rate(view.tax))]})


def rule_shares(view: FxMarket) -> pd.DataFrame:
    """Share of traders by rule over the tax, in %, under the set shown."""
    parts = []
    for outcome in view.ladder[view.parameters][1:]:
        shares = {
            _("Follow the trend"): outcome.chartist_share.sum(),
            _("Bet on the value"): outcome.fundamentalist_share.sum(),
            _("Stay out"): outcome.inactive_share,
        }
        parts += [
            {"x": 100 * float(outcome.tax[0]), "name": name, "value": 100 * float(share)}
            for name, share in shares.items()
        ]
    return pd.DataFrame(parts).sort_values(["name", "x"], ignore_index=True)


def shares_sentence(view: FxMarket) -> str:
    """Who trades with and without the tax, under the set shown."""
    before, after = view.outcomes[view.parameters]
    return _(
        "With {traders}, {before} of them stay out without a tax, {after} with it; those who follow the "
        "trend go from {trend_before} to {trend_after}."
    ).format(
        traders=_(TRADERS[view.parameters]),
        before=percent(before.inactive_share),
        after=percent(after.inactive_share),
        trend_before=percent(float(before.chartist_share.sum())),
        trend_after=percent(float(after.chartist_share.sum())),
    )


def distortion_sentence(view: FxMarket) -> str:
    """How far prices are from their value, with and without the tax."""
    parts = []
    for name in SETS:
        row = _effect(view, name, 1)
        parts.append(
            _("{traders} {change} ({interval})").format(
                traders=_(TRADERS[name]),
                change=signed(row["distortion"], 0, "%"),
                interval=interval(row["distortion_low"], row["distortion_high"], 0, "%"),
            )
        )
    return _("Distance of the price from its value, taxed market: {sets}.").format(sets=listing(parts))


def ladder_table(view: FxMarket) -> pd.DataFrame:
    """Every measure of both markets over the tax, under the set shown."""
    outcomes = view.ladder[view.parameters]
    before = outcomes[0]
    frame = pd.DataFrame({_("Tax (%)"): [100 * float(outcome.tax[0]) for outcome in outcomes]})
    changes = view.curves[view.curves["set"] == view.parameters]
    for market in (1, 2):
        own = changes[changes["market"] == market]
        at = market - 1
        tag = {"number": market}
        frame[_("Volatility {number} (% a period)").format(**tag)] = [
            100 * float(outcome.volatility[at]) for outcome in outcomes
        ]
        frame[_("Change {number} (%)").format(**tag)] = [0.0, *own["volatility"]]
        frame[_("Change {number}, low (%)").format(**tag)] = [0.0, *own["low"]]
        frame[_("Change {number}, high (%)").format(**tag)] = [0.0, *own["high"]]
        frame[_("Distance from value {number} (%)").format(**tag)] = [
            100 * float(outcome.distortion[at]) for outcome in outcomes
        ]
        frame[_("Kurtosis {number}").format(**tag)] = [float(outcome.kurtosis[at]) for outcome in outcomes]
        frame[_("Turnover {number} (no tax = 100)").format(**tag)] = [
            100 * float(outcome.turnover[at] / before.turnover[at]) for outcome in outcomes
        ]
    frame[_("Trend (%)")] = [100 * float(outcome.chartist_share.sum()) for outcome in outcomes]
    frame[_("Value (%)")] = [100 * float(outcome.fundamentalist_share.sum()) for outcome in outcomes]
    frame[_("Stay out (%)")] = [100 * outcome.inactive_share for outcome in outcomes]
    return frame


def sign_table(view: FxMarket) -> pd.DataFrame:
    """The published signs under both sets: change in points, interval, and whether it holds."""
    rows = []
    for position, name in enumerate(SIGNS):
        row = {_("Published result"): _(SIGNS[name])}
        for parameters in SETS:
            finding, named = view.signs[parameters][position], _(TRADERS[parameters]).capitalize()
            row[_("{traders}: change (points)").format(traders=named)] = _points(finding)
            row[_("{traders}: holds").format(traders=named)] = _("yes") if finding.holds else _("no")
        row[_("With both")] = (
            _("yes") if all(view.signs[parameters][position].holds for parameters in SETS) else _("no")
        )
        rows.append(row)
    return pd.DataFrame(rows)


def _points(finding: Finding) -> str:
    digits = 3 if abs(finding.change) < 0.01 else 2
    return _("{change} ({interval})").format(
        change=signed(100 * finding.change, digits),
        interval=interval(100 * finding.low, 100 * finding.high, digits),
    )


def sign_sentence(view: FxMarket) -> str:
    """What of the published results holds in both sets, and what does not."""
    both: list[str] = []
    not_both: list[str] = []
    for position, name in enumerate(SIGNS):
        held = all(view.signs[parameters][position].holds for parameters in SETS)
        (both if held else not_both).append(_(SIGNS[name]))
    said = _("{held} of {all} published results hold with calm and with lively traders.").format(
        held=len(both), all=len(SIGNS)
    )
    if not_both:
        said += " " + _("Not in both: {results}.").format(results=clauses(not_both))
    return said


def observed_sentence(snapshot: Snapshot) -> str:
    """How much the dirham moves against the dollar, for comparison."""
    rates = macro.monthly(snapshot, "mad_per_usd")
    if len(rates) <= 12 * _YEARS_OBSERVED:
        return _("Observed volatility of the dirham: {missing} (the series is not loaded).").format(
            missing=MISSING
        )
    last = rates.tail(12 * _YEARS_OBSERVED + 1)
    moves = np.abs(np.diff(np.log(last["value"].to_numpy(dtype=float))))
    return _(
        "Observed: MAD per USD moved by {move} a month on average from {first} to {last}; a period of the "
        "model has no length in days."
    ).format(
        move=number(100 * float(moves.mean()), 2, "%"),
        first=int(last["month"].iloc[0].year),
        last=int(last["month"].iloc[-1].year),
    )


def parameter_sentence() -> str:
    """The two sets, figure by figure."""
    parts = []
    for name, given in PARAMETERS.items():
        figures = (given.chartist, given.fundamentalist, given.memory, given.intensity)
        noise = (given.price_noise, given.chartist_noise, given.fundamentalist_noise)
        written = [*(plain(value) for value in figures), *(rate(value) for value in noise)]
        parts.append(labelled(name, clauses(written)))
    return _(
        "Sets (trend, value, memory, intensity, noise of price, of trend and of value orders): {sets}. "
        "W after Westerhoff (2009), M not verified; side by side, since a result of one alone is weak."
    ).format(sets=" · ".join(parts))


def method() -> Method:
    """How the figures are computed, for the foot of the page."""
    return Method.of(
        formula=r"S_{t+1}=S_t+a\,(W^C D^C+W^F D^F)+\alpha_t,\quad D^C=b\,(S_t-S_{t-1})+\beta_t,\quad "
        r"D^F=c\,(F-S_t)+\gamma_t,\quad W\propto e^{\,e A},\quad "
        r"A_t=\left(e^{S_t}-e^{S_{t-1}}\right)D_{t-2}-\tau\left(e^{S_t}+e^{S_{t-1}}\right)|D_{t-2}|"
        r"+d A_{t-1}",
        words=[
            _(
                "Traders choose each period between following the trend and betting on the value, in either "
                "market, or stay out; a rule gains followers by its past profit after tax. The tax enters "
                "that profit, never the price."
            ),
            _(
                "Volatility is the mean absolute return of a period, distance from value the mean absolute "
                "gap between log price and log value, kurtosis 3 for normal returns."
            ),
            _(
                "Every tax meets the same random numbers, so that differences are due to the tax; intervals "
                "are those of paired histories."
            ),
            parameter_sentence(),
            _("Source: Westerhoff and Dieci (2006), Journal of Economic Dynamics and Control 30."),
        ],
        proof=_(
            "The published signs are tried live in the table of this page, at a tax of {tax} and, for the "
            "last, {high}; without a tax every difference is exactly zero."
        ).format(tax=rate(reads.MODERATE), high=rate(reads.TOO_HIGH)),
    )


def metrics(view: FxMarket) -> tuple[Metric, ...]:
    """The change of volatility by set: of the taxed market, and of the other where it is not taxed."""
    if view.tax == 0.0:
        return ()
    markets = {1: (_MARKETS[1], N_("Volatility of the taxed market, {traders}"))}
    if view.taxed == "one":
        markets |= {2: (_MARKETS[2], N_("Volatility of the untaxed market, {traders}"))}
    return tuple(
        Metric(
            f"volatility_{market}_{name}",
            _(label).format(traders=_(TRADERS[name])),
            float(row["volatility"]),
            "%",
            low=float(row["low"]),
            high=float(row["high"]),
            why=_("change of volatility"),
            name=_(whole).format(traders=_(TRADERS[name])),
        )
        for market, (label, whole) in markets.items()
        for name in SETS
        for row in (_effect(view, name, market),)
    )


def _by_tax(
    view: FxMarket, frame: pd.DataFrame, *, name: str, titles: tuple[str, str], words: tuple[str, str]
) -> Chart:
    """A chart over the tax: ``titles`` of chart and upright axis, ``words`` for its note and in its place."""
    return Chart(
        name,
        titles[0],
        charts.curves(
            frame,
            x_title=_("Tax on each transaction, %"),
            y_title=titles[1],
            log_x=True,
            ticks=[0.01, 0.1, 1],
            marks=tax_mark(view),
            zero=True,
        ),
        words[1],
        KINDS,
        note=words[0],
    )


def _signs(view: FxMarket) -> tuple[Part, ...]:
    words = sign_sentence(view)
    title = _("What holds with calm and with lively traders, and what does not")
    return Table("signs", title, sign_table(view), words, KINDS), Note(words, "aside")


def _distortion(view: FxMarket) -> tuple[Part, ...]:
    words = distortion_sentence(view)
    titles = _("Distance of prices from their value"), _("Change of the distance from value, %")
    frame = curve_frame(view, "distortion")
    return (_by_tax(view, frame, name="distortion", titles=titles, words=(words, words)),)


def _shares(view: FxMarket) -> tuple[Part, ...]:
    words = shares_sentence(view)
    titles = (
        _("Who trades among {traders}").format(traders=_(TRADERS[view.parameters])),
        _("Share of traders, %"),
    )
    return (_by_tax(view, rule_shares(view), name="shares", titles=titles, words=(words, words)),)


def _ladder(view: FxMarket) -> tuple[Part, ...]:
    return (
        shown_table(
            ladder_table(view),
            name="ladder",
            title=_("Every measure by tax, with {traders}").format(traders=_(TRADERS[view.parameters])),
            words=sentence(view),
            kinds=KINDS,
            digits=2,
        ),
    )


_DETAILS: Final[Mapping[str, tuple[str, Callable[[FxMarket], tuple[Part, ...]]]]] = {
    "signs": (N_("What holds with both"), _signs),
    "distortion": (N_("Distance of prices from their value"), _distortion),
    "shares": (N_("Who trades"), _shares),
    "ladder": (N_("Every measure by tax"), _ladder),
}


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "FX market"."""
    view = fx_market(reader)
    titles = _("Volatility by tax"), _("Change of volatility, %")
    words = observed_sentence(reader.snapshot), sentence(view)
    frame = curve_frame(view, "volatility")
    return Content(
        slug="macro-fx-market",
        answer=Answer(sentence(view), caution(view)),
        picture=_by_tax(view, frame, name="volatility", titles=titles, words=words),
        metrics=shared(metrics(view)),
        before=(Note(evidence(), "aside"),),
        details=tuple(
            Detail(name, _(title), partial(make, view)) for name, (title, make) in _DETAILS.items()
        ),
        method=method(),
    )
