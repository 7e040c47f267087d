"""What the Tobin-tax page shows: turnover, revenue and shelter of one tax, with what is published beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics.macro.elasticities import PUBLISHED
from analytics.macro.tax import (
    RevenueInterval,
    TaxOutcome,
    autonomy_band,
    friction,
    friction_tax,
    net_revenue,
    peak_tax,
    relocation,
    revenue,
    revenue_interval,
    tax_outcome,
    taxed_volume,
)
from analytics.scenario import Scenario
from data import published
from data.snapshots import Snapshot
from studies.macro import country as macro
from ui.charts import macro as charts
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
    Telling,
    shared,
)
from ui.macro import tobin_published as beside
from ui.macro.friction import (
    FrictionSource,
    along_adoption,
    friction_kinds,
    friction_sources,
    friction_table,
    friction_words,
)
from ui.macro.words import HOLDING, digits_of, money, plain, rate, shown_table
from ui.reader import Reader, kept, page_content
from ui.refusal import Refused
from ui.words import N_, _, number, percent

CONTROLS: Final = (
    *("tobin_tax", "cost_elasticity", "cooperation", "fx_volume"),
    *("transfer_cost", "online_share", "online_cost_ratio"),
)
SEGMENTS: Final = (
    "fx_interbank_monthly",
    "fx_client_purchases_monthly",
    "fx_client_sales_monthly",
    "fx_forward_purchases_monthly",
    "fx_forward_sales_monthly",
)
ONE_POINT: Final = 0.01
_LEAST_COST: Final = 1e-6
_HALF: Final = 0.5
_MILLIONS: Final = 1_000.0
_HEIGHT: Final = 360
KINDS: Final = ("observed", "assumed", "derived")


@dataclass(frozen=True)
class TobinTax:
    """One tax on the dirham's currency market; amounts in MAD billion a year, rates per unit.

    ``curve`` and ``cloud`` and ``shelter`` are ready to be drawn (taxes in %, amounts in MAD million);
    ``taxed`` is (low, central, high) turnover over the published elasticities; ``published`` is the sum of
    the published segments over a year, None where a segment is not loaded.
    """

    reader: Reader
    tax: float
    volume: float
    cost: float
    restoring: float
    elasticity: float
    evasion: float
    outcome: TaxOutcome
    interval: RevenueInterval
    taxed: tuple[float, float]
    curve: pd.DataFrame
    cloud: pd.DataFrame
    shelter: pd.DataFrame
    published: float | None
    sources: list[FrictionSource]


def tobin_tax(reader: Reader) -> TobinTax:
    """The tax of the reader's scenario. Raises ``Refused`` where trading costs nothing."""
    given = reader.scenario
    cost = float(friction(given.transfer_cost, given.online_share, online_weight=given.online_cost_ratio))
    if cost < _LEAST_COST:
        raise Refused(refusal())
    evasion = float(relocation(given.cooperation, kept_alone=published.figure("kept_alone")))
    tail = (1.0 - given.level) / 2.0
    steep, flat = float(PUBLISHED.quantile(1.0 - tail)), float(PUBLISHED.quantile(tail))
    taxed = [
        float(taxed_volume(given.fx_volume, given.tobin_tax, cost, slope, evasion=evasion))
        for slope in (steep, flat)
    ]
    return TobinTax(
        reader=reader,
        tax=given.tobin_tax,
        volume=given.fx_volume,
        cost=cost,
        restoring=_restoring(given),
        elasticity=given.cost_elasticity,
        evasion=evasion,
        outcome=tax_outcome(given.fx_volume, given.tobin_tax, cost, given.cost_elasticity, evasion=evasion),
        interval=revenue_interval(given.fx_volume, given.tobin_tax, cost, evasion=evasion, level=given.level),
        taxed=(taxed[0], taxed[1]),
        curve=_curve(given, cost, evasion),
        cloud=_cloud(given, cost, evasion),
        shelter=_shelter(cost, given.tobin_tax),
        published=published_volume(reader.snapshot),
        sources=friction_sources(reader),
    )


def published_volume(snapshot: Snapshot) -> float | None:
    """Turnover of the dirham's currency market over a year, MAD billion, from its published segments."""
    figures = [macro.figure(snapshot, segment) for segment in SEGMENTS]
    known = [figure.value for figure in figures if figure is not None]
    return 12.0 * sum(known) if len(known) == len(SEGMENTS) else None


def _restoring(given: Scenario) -> float:
    """The tax that gives back the friction lost to the Internet."""
    weight = given.online_cost_ratio
    return float(friction_tax(given.transfer_cost, given.online_share, online_weight=weight))


def _curve(given: Scenario, cost: float, evasion: float) -> pd.DataFrame:
    """Revenue over the tax, with the elasticity chosen, and the band of those published."""
    seen = [
        given.tobin_tax,
        _restoring(given),
        cost / 6,
    ]
    peak = peak_tax(cost, given.cost_elasticity)
    # Far enough to see the tax chosen, the friction restored and, within reason, the peak.
    highest = min(1.0, max(3.0 * max(seen), 0.0 if peak is None else min(2.0 * peak, 10.0 * cost)))
    taxes = np.linspace(0.0, highest, 101)
    band = revenue_interval(given.fx_volume, taxes, cost, evasion=evasion, level=given.level)
    central = revenue(given.fx_volume, taxes, cost, given.cost_elasticity, evasion=evasion)
    name = _("As assumed; band: {level} of studies").format(level=percent(given.level))
    return pd.DataFrame(
        {
            "x": 100 * taxes,
            "value": _MILLIONS * central,
            "low": _MILLIONS * band.low,
            "high": _MILLIONS * band.high,
            "name": name,
        }
    )


def _cloud(given: Scenario, cost: float, evasion: float) -> pd.DataFrame:
    slopes = PUBLISHED.points()
    raised = revenue(given.fx_volume, given.tobin_tax, cost, slopes, evasion=evasion)
    return pd.DataFrame({"x": slopes, "value": _MILLIONS * raised})


def _shelter(cost: float, tax: float) -> pd.DataFrame:
    """Interest differential that cost and tax shelter, in points a year, by holding period in years."""
    years = np.geomspace(1 / 365, 5.0, 40)
    lines = {_("Cost and tax"): (cost, tax), _("Cost alone"): (cost, 0.0), _("Tax alone"): (0.0, tax)}
    return pd.concat(
        [
            pd.DataFrame({"x": years, "value": 100 * np.asarray(autonomy_band(*wedge, years)), "name": name})
            for name, wedge in lines.items()
            # A line of zeros has no place on a scale of orders of magnitude.
            if sum(wedge) > 0.0
        ],
        ignore_index=True,
    )


def sentence(view: TobinTax) -> str:
    """What the tax would do, in one sentence with number and interval."""
    if view.tax == 0.0:
        return _(
            "Without a tax nothing changes: turnover stays at {volume} a year. A tax of {restoring} on each "
            "transaction would restore the friction that the Internet has removed."
        ).format(volume=money(view.volume), restoring=rate(view.restoring))
    return _(
        "A tax of {tax} on each transaction would raise {revenue} a year ({interval}, by traders’ reaction "
        "alone). {lost} of turnover would pay nothing."
    ).format(
        tax=rate(view.tax),
        revenue=raised(view.outcome.revenue),
        interval=_("MAD {low} to {high} million").format(
            low=number(_MILLIONS * float(view.interval.low), _digits(view)),
            high=number(_MILLIONS * float(view.interval.high), _digits(view)),
        ),
        lost=_share(view, view.outcome.relocated + view.outcome.vanished),
    )


def raised(billions: float) -> str:
    """What the tax raises, in millions like all of the page that speaks of revenue."""
    millions = _MILLIONS * billions
    return _("MAD {amount} million").format(amount=number(millions, digits_of([millions], 3)))


def _digits(view: TobinTax) -> int:
    ends = (float(view.interval.low), float(view.interval.high))
    return digits_of([_MILLIONS * end for end in ends], 3)


def finding(view: TobinTax) -> str:
    """What the picture shows, as its title."""
    if view.tax == 0.0 or view.tax > _HALF or not view.outcome.revenue:
        return _("Revenue by tax")
    twice = float(revenue(view.volume, 2 * view.tax, view.cost, view.elasticity, evasion=view.evasion))
    return _("Twice the tax ({tax}) brings {times} times the revenue").format(
        tax=rate(2 * view.tax), times=number(twice / view.outcome.revenue, 2)
    )


def lost_sentence(view: TobinTax) -> str:
    """Where the turnover goes that pays nothing, and over what the interval runs; empty without a tax."""
    if view.tax == 0.0:
        return ""
    return _(
        "Of turnover, {moved} moves out of reach and {vanished} is given up. The interval runs over the "
        "middle {level} of the published elasticities."
    ).format(
        moved=_share(view, view.outcome.relocated),
        vanished=_share(view, view.outcome.vanished),
        level=percent(view.interval.level),
    )


def _share(view: TobinTax, amount: float) -> str:
    return rate(amount / view.volume) if view.volume else rate(0.0)


def refusal() -> str:
    """Why there is no answer where trading costs nothing."""
    return _(
        "With a trading cost of 0% no finite answer exists: any tax is infinitely larger than the cost. "
        "Choose a cost above 0%."
    )


def caution(view: TobinTax) -> str:
    """What makes the answer less sure; empty when nothing does."""
    said = []
    low, high = view.interval.low, view.interval.high
    if not float(low) <= view.outcome.revenue * (1 + 1e-9) or view.outcome.revenue > float(high) * (1 + 1e-9):
        said.append(
            _("The elasticity chosen lies outside the middle {level} of the published ones.").format(
                level=percent(view.interval.level)
            )
        )
    if not view.outcome.below_peak:
        said.append(_("Beyond the peak: a lower tax would raise more."))
    return " ".join(said)


def peak_sentence(view: TobinTax) -> str:
    """Where revenue peaks, or that it does not."""
    peak = view.outcome.peak
    if peak is None:
        return _(
            "No peak: where turnover falls by {elasticity}% for 1% more cost (1% or less), revenue rises "
            "with every tax."
        ).format(elasticity=plain(view.elasticity))
    if peak > 1.0:
        return _("The peak would lie above a tax of 100%: within reach, revenue rises with every tax.")
    return _("Revenue peaks at a tax of {peak}, cost / (elasticity − 1).").format(peak=rate(peak, 3))


def base_sentence(view: TobinTax) -> str:
    """What the tax base is, beside what is published."""
    world = macro.figure(view.reader.snapshot, "fx_turnover_daily", "WLD")
    said = [_("The base is assumed: {volume} a year.").format(volume=money(view.volume, 5))]
    if view.published is not None:
        said.append(
            _("Published for Morocco: {published} a year, twelve times the five segments of 2024 Q2.").format(
                published=money(view.published, 5)
            )
        )
    if world is not None:
        said.append(
            _("World market: USD {amount} billion a day in {year} (BIS).").format(
                amount=number(world.value, 0), year=world.year
            )
        )
    return " ".join(said)


def friction_sentence(view: TobinTax) -> str:
    """How the tax compares with the friction that the Internet has removed."""
    given = view.reader.scenario
    return _(
        "With {share} of operations on the Internet, each assumed at {ratio} of the cost of a branch, a "
        "round trip costs {cost} instead of {before}; a tax of {restoring} on each leg would restore the "
        "difference."
    ).format(
        ratio=percent(given.online_cost_ratio),
        share=percent(given.online_share),
        cost=rate(view.cost, 3),
        before=rate(given.transfer_cost),
        restoring=rate(view.restoring, 3),
    )


def shelter_sentence(view: TobinTax) -> str:
    """How much room for the interest rate the tax gives, for hot money and for investment."""
    week = 200 * view.tax / HOLDING["week"][1]
    years = 200 * view.tax / HOLDING["5"][1]
    pays, before = (view.cost + 2 * view.tax) / ONE_POINT, view.cost / ONE_POINT
    return _(
        "The tax widens the band by {week} points a year for money that stays a week and by {years} for "
        "money that stays five years. A differential of one point pays after {pays} months instead of "
        "{before}."
    ).format(
        week=plain(week, 2), years=plain(years, 2), pays=plain(12 * pays, 2), before=plain(12 * before, 2)
    )


def evidence() -> list[str]:
    """What speaks against the tax, to stand beside its slider."""
    return [
        _("Counter-evidence:"),
        _(
            "Sweden 1989: a tax of 0.003% on five-year bonds cut trade in bonds by 85% in its first week, "
            "in futures by 98%."
        ),
        _("Brazil 2009: a tax of 2% on inflows had no effect on volatility beyond that of its peers."),
        _(
            "Partial controls rarely give autonomy (Klein and Shambaugh); tightening after a shock is "
            "counterproductive (Gelos and others)."
        ),
    ]


def curve_marks(view: TobinTax) -> pd.DataFrame:
    """Rules of the revenue chart: the tax that restores friction, and any peak."""
    rows = [(view.restoring, _("what the Internet saves: {tax}"))]
    if view.outcome.peak is not None:
        rows.append((view.outcome.peak, _("peak: {tax}")))
    shown = [(100 * tax, text.format(tax=rate(tax))) for tax, text in rows]
    frame = pd.DataFrame(shown, columns=["x", "label"])
    return frame[frame["x"].between(view.curve["x"].min(), view.curve["x"].max())]


def taxed_point(view: TobinTax) -> pd.DataFrame:
    """The tax chosen, on the curve of revenue."""
    raises = _MILLIONS * view.outcome.revenue
    return pd.DataFrame({"x": [100 * view.tax], "value": [raises], "label": [raised(view.outcome.revenue)]})


def chosen_point(view: TobinTax) -> pd.DataFrame:
    """The elasticity chosen, on the curve of the cloud."""
    label = _("chosen: {value}").format(value=plain(view.elasticity))
    raises = _MILLIONS * view.outcome.revenue
    return pd.DataFrame({"x": [view.elasticity], "value": [raises], "label": [label]})


def published_limits() -> pd.DataFrame:
    """The published percentiles, as rules of the cloud."""
    rows = {
        PUBLISHED.p10: _("P10: {value}"),
        PUBLISHED.median: _("middle: {value}"),
        PUBLISHED.p90: _("P90: {value}"),
    }
    return pd.DataFrame(
        {"x": list(rows), "label": [text.format(value=plain(value)) for value, text in rows.items()]}
    )


def _offsets() -> dict[str, float]:
    return {
        "offset_share": published.figure("tax_offset", "income and payroll"),
        "capital_gains_share": published.figure("tax_offset", "capital gains"),
    }


def results(view: TobinTax) -> pd.DataFrame:
    """Every result with its unit, its interval or why it has none, and its source."""
    billions, millions = _("MAD billion a year"), _("MAD million a year")
    gross = view.outcome.revenue
    offsets = _offsets()
    lines = net_revenue(gross, **offsets)
    borrowing = published.figure("epi_net_revenue", "borrowing") / published.figure(
        "epi_net_revenue", "gross"
    )
    share = lines.net / gross if gross else 0.0
    low, high = float(view.interval.low), float(view.interval.high)
    nothing = np.nan
    kept = view.volume - view.outcome.relocated
    assumed = _("No interval: an assumption")
    identity = _("No interval: follows from assumed inputs")
    over = _("Interval: published elasticities")
    epi = _("Share published for the United States (EPI 2016)")
    rows: list[tuple[Any, ...]] = [
        (_("Turnover before the tax"), view.volume, nothing, nothing, billions, assumed),
        (_("Turnover that pays the tax"), view.outcome.taxed, *view.taxed, billions, over),
        (_("Moved out of reach"), view.outcome.relocated, nothing, nothing, billions, assumed),
        (
            _("Given up"),
            view.outcome.vanished,
            *sorted(kept - taxed for taxed in view.taxed),
            billions,
            over,
        ),
        (_("Gross revenue"), gross, low, high, millions, over),
        (
            _("Gross revenue by the linear form"),
            view.outcome.linear_revenue,
            nothing,
            nothing,
            millions,
            _("Comparison only: overstates large falls"),
        ),
        (
            _("Trading cost no longer paid"),
            view.outcome.cost_saved,
            *sorted(view.cost * (kept - taxed) for taxed in view.taxed),
            millions,
            over,
        ),
        (
            _("less income and payroll taxes lost, 25%"),
            -lines.income_payroll_offset,
            *sorted(-offsets["offset_share"] * end for end in (low, high)),
            millions,
            epi,
        ),
        (
            _("less capital gains tax lost, 16%"),
            -lines.capital_gains_loss,
            *sorted(-offsets["capital_gains_share"] * end for end in (low, high)),
            millions,
            epi,
        ),
        (
            _("less dearer public borrowing"),
            nothing,
            nothing,
            nothing,
            millions,
            _("Not known for Morocco; {share} in the United States").format(share=percent(borrowing)),
        ),
        (
            _("Net revenue at most, before dearer borrowing"),
            lines.net,
            share * low,
            share * high,
            millions,
            over,
        ),
        (
            _("Net revenue with the borrowing share of the United States"),
            lines.net - borrowing * gross,
            *sorted((share - borrowing) * end for end in (low, high)),
            millions,
            over,
        ),
        (_("Cost of a round trip, c(a)"), 100 * view.cost, nothing, nothing, "%", identity),
        (_("Tax that restores the friction lost"), 100 * view.restoring, nothing, nothing, "%", identity),
        (
            _("Tax with the highest revenue"),
            nothing if view.outcome.peak is None else 100 * view.outcome.peak,
            nothing,
            nothing,
            "%",
            _("None: elasticity of 1 or less") if view.outcome.peak is None else identity,
        ),
    ]
    # Of the State's revenue all of the page speaks in millions.
    rows = [
        (name, *(_MILLIONS * each for each in amounts), unit, why) if unit == millions else row
        for row in rows
        for name, *amounts, unit, why in [row]
    ]
    columns = [_("Result"), _("Value"), _("Low"), _("High"), _("Unit"), _("Interval and source")]
    return pd.DataFrame(rows, columns=columns)


def shelter_table(view: TobinTax) -> pd.DataFrame:
    """Half-width of the band of autonomy by holding period, in points a year."""
    names = {years: _(name) for name, years in HOLDING.values()}
    return pd.DataFrame(
        {
            _("Holding period"): list(names.values()),
            _("Cost alone (points a year)"): [
                100 * float(autonomy_band(view.cost, 0.0, years)) for years in names
            ],
            _("Tax alone (points a year)"): [
                100 * float(autonomy_band(0.0, view.tax, years)) for years in names
            ],
            _("Cost and tax (points a year)"): [
                100 * float(autonomy_band(view.cost, view.tax, years)) for years in names
            ],
        }
    )


def method() -> Method:
    """How the figures are computed, for the foot of the page."""
    return Method.of(
        formula=r"V'=V(1-e)\left(1+\tfrac{\tau}{c}\right)^{-\varepsilon},\quad R=\tau V',\quad "
        r"\tau_{peak}=\tfrac{c}{\varepsilon-1},\quad \tau^{*}=\tfrac{c_0-c(a)}{2},\quad "
        r"\left|i-i^{*}-E\,\Delta e\right|\le\tfrac{c+2\tau}{H}",
        words=[
            _(
                "Turnover answers to the whole cost of trading, c(a) = c₀ (1 − (1 − w) a): a share a of "
                "operations on the Internet at w of the cost of a branch. The default of 1/7 is a ratio of a "
                "bank’s unit costs, not of what the customer pays: choose your own."
            ),
            _(
                "The interval of revenue is the middle of the published elasticities (28 estimates: P10 "
                "0.24, median 1, P90 2.09). It does not hold the doubt about base, cost and relocation, "
                "which are assumed."
            ),
            _(
                "Relocation: a country alone keeps 43% of its base, the ratio of WIFO’s two estimates under "
                "two rules of residence; a tax of all keeps everything. For the dirham this is an assumption."
            ),
            _(
                "Net revenue takes the offsets published for the United States: 25% of income and payroll "
                "taxes, 16% of capital gains tax. The cost of dearer borrowing is not known for Morocco and "
                "is not taken for zero."
            ),
            _("A peak exists only for an elasticity above 1; without a tax every change is exactly zero."),
            _(
                "Sources: Economic Policy Institute (2016); Spahn (2002); Bank Al-Maghrib (annual report "
                "2024); Bank for International Settlements (triennial survey)."
            ),
        ],
        proof=beside.epi_sentence(),
    )


def metrics(view: TobinTax) -> tuple[Metric, ...]:
    """What stands for the page: revenue, turnover lost, and the tax that restores friction."""
    least, most = (_part(view, view.volume - taxed) for taxed in sorted(view.taxed, reverse=True))
    follows = _("No interval: follows from assumed inputs")
    return (
        Metric(
            "revenue",
            _("Revenue a year"),
            _MILLIONS * view.outcome.revenue,
            _("million MAD"),
            0,
            _MILLIONS * float(view.interval.low),
            _MILLIONS * float(view.interval.high),
            opens=Open("plan-shocks"),
            why=_("base and relocation are assumed"),
            name=_("Revenue of the Tobin tax a year"),
        ),
        Metric(
            "untaxed",
            _("Turnover that pays nothing"),
            _part(view, view.outcome.relocated + view.outcome.vanished),
            "%",
            0,
            least,
            most,
            why=_("moved out of reach or given up"),
        ),
        Metric(
            "restoring",
            _("Tax equal to what the Internet saves"),
            100 * view.restoring,
            "%",
            3,
            why=follows,
            opens=Open("adoption-forecast", {"adoption": "bills", "country": "MAR"}),
            name=_("Tax that restores the friction lost"),
        ),
        Metric(
            "friction",
            _("Cost of a round trip today"),
            100 * view.cost,
            "%",
            3,
            why=_("{cost} with the tax on both legs; assumed").format(cost=rate(view.cost + 2 * view.tax, 3)),
            name=_("Cost of a round trip"),
        ),
    )


def _part(view: TobinTax, amount: float) -> float:
    return 100 * amount / view.volume if view.volume else 0.0


def results_table(view: TobinTax) -> Table:
    """Every result of the page."""
    return shown_table(
        results(view), name="results", title=_("Results"), words=sentence(view), kinds=KINDS, digits=3
    )


def revenue_chart(view: TobinTax) -> Chart:
    """Revenue over the tax."""
    unit, x_title = _("Revenue, MAD million a year"), _("Tax on each transaction, %")
    along = view.curve[["x", "value", "low", "high"]]
    along.columns = [x_title, _("Revenue"), _("Low"), _("High")]
    return Chart(
        "revenue",
        finding(view),
        charts.curves(
            view.curve,
            x_title=x_title,
            y_title=unit,
            marks=curve_marks(view),
            points=taxed_point(view),
            zero=True,
            named=True,
            height=_HEIGHT,
        ),
        sentence(view) + " " + peak_sentence(view),
        KINDS,
        note=peak_sentence(view),
        figures=(results_table(view),),
        plot=lambda: Plot("scatter", along, unit),
    )


def _elasticities(view: TobinTax) -> tuple[Part, ...]:
    return (
        Chart(
            "elasticities",
            _("The more traders react, the less it brings"),
            charts.cloud(
                view.cloud,
                x_title=_("Turnover lost for 1% more cost, %"),
                y_title=_("Revenue, MAD million a year"),
                chosen=chosen_point(view),
                limits=published_limits(),
            ),
            sentence(view),
            KINDS,
            note=_(
                "Economists say elasticity. 28 points drawn to match the published median, P10 and P90; they "
                "are not the 28 estimates themselves."
            ),
        ),
    )


def _room(view: TobinTax) -> tuple[Part, ...]:
    ticks = {years: _(name) for name, years in HOLDING.values()}
    band = _(
        "Half-width of the band, (c + 2τ) / H, in which the home rate may differ from the foreign one "
        "without capital gaining by moving."
    )
    return (
        Chart(
            "autonomy",
            _("Room for the interest rate, by holding period"),
            charts.curves(
                view.shelter,
                x_title=_("Holding period"),
                y_title=_("Band, ± points a year"),
                log_x=True,
                log_y=True,
                ticks=list(ticks),
                tick_names=list(ticks.values()),
            ),
            shelter_sentence(view),
            KINDS,
            note=shelter_sentence(view),
            figures=(_behind("autonomy", _("Room by holding period"), shelter_table(view), band, 3, KINDS),),
        ),
        Note(band, "aside"),
    )


def _behind(
    name: str, title: str, frame: pd.DataFrame, words: str, digits: int, kinds: Sequence[str]
) -> Table:
    return shown_table(frame, name=name, title=title, words=words, kinds=kinds, digits=digits)


def _friction(view: TobinTax) -> tuple[Part, ...]:
    words = f"{friction_sentence(view)} {friction_words(view.sources)}"
    kinds = friction_kinds(view.sources)
    table = _behind("friction", _("Friction restored"), friction_table(view.sources), words, 3, kinds)
    return table, Note(words, "aside")


_DETAILS: Final[Mapping[str, tuple[str, Callable[[TobinTax], tuple[Part, ...]]]]] = {
    "elasticities": (N_("If traders react more"), _elasticities),
    "autonomy": (N_("Room for interest rates"), _room),
    "friction": (N_("What the Internet saves"), _friction),
    "epi": (N_("United States, recomputed"), lambda _view: beside.epi()),
    "spahn": (N_("Second rate in a crisis"), lambda view: beside.spahn(view.reader.snapshot, view.tax)),
    "anchors": (N_("Measured elsewhere"), lambda view: beside.elsewhere(view.reader.snapshot)),
}


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Tobin tax"."""
    view, against = tobin_tax(reader), evidence()
    more = " ".join(part for part in (lost_sentence(view), base_sentence(view)) if part)
    return Content(
        slug="macro-tobin-tax",
        answer=Answer(sentence(view), caution(view), more),
        picture=revenue_chart(view),
        metrics=shared(metrics(view)),
        figures=along_adoption(reader),
        before=(Note(" ".join(against), "aside"),),
        details=tuple(
            Detail(name, _(title), partial(make, view)) for name, (title, make) in _DETAILS.items()
        ),
        method=method(),
        board=Slide(("revenue",), ("results",), (base_sentence(view), " ".join(against))),
        story=Telling(
            "revenue",
            (peak_sentence(view), friction_sentence(view), shelter_sentence(view), *against),
        ),
    )
