"""What the Tobin-tax page shows: turnover, revenue and shelter of one tax, with the words for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.macro.elasticities import PUBLISHED
from analytics.macro.tax import (
    RevenueInterval,
    TaxOutcome,
    autonomy_band,
    friction,
    friction_tax,
    linear_revenue,
    peak_tax,
    relocation,
    revenue,
    revenue_interval,
    tax_outcome,
    taxed_volume,
)
from analytics.scenario import Scenario
from studies.macro import country as macro
from ui import link
from ui.macro.words import money, moneys, plain, rate
from ui.views.macro_friction_sources import FrictionSource, forecast_mark, friction_sources
from ui.words import N_, _, number, percent

CONTROLS: Final = (
    *("tobin_tax", "cost_elasticity", "cooperation", "fx_volume"),
    *("transfer_cost", "online_share", "online_cost_ratio"),
)
TAXES: Final = (
    *(0.0, 0.00003, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.003, 0.005),
    *(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0),
)
COSTS: Final = (0.0, 0.0001, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1)
VOLUMES: Final = (0.0, 500.0, 1000.0, 1633.2, 2000.0, 3000.0, 5000.0, 10_000.0)
SEGMENTS: Final = (
    "fx_interbank_monthly",
    "fx_client_purchases_monthly",
    "fx_client_sales_monthly",
    "fx_forward_purchases_monthly",
    "fx_forward_sales_monthly",
)
HOLDING: Final = {
    N_("1 day"): 1 / 365,
    N_("1 week"): 7 / 365,
    N_("1 month"): 1 / 12,
    N_("1 quarter"): 1 / 4,
    N_("1 year"): 1.0,
    N_("5 years"): 5.0,
}
ONE_POINT: Final = 0.01
KINDS: Final = ("observed", "assumed", "derived")


@dataclass(frozen=True)
class TobinTax:
    """One tax on the dirham's currency market; amounts in MAD billion a year, rates per unit.

    ``curve`` and ``cloud`` and ``shelter`` are ready to be drawn (taxes in %, amounts in MAD billion);
    ``taxed`` is (low, central, high) turnover over the published elasticities; ``published`` is the sum of
    the published segments over a year, None where a segment is not loaded.
    """

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


def tobin_tax() -> TobinTax | None:
    """The tax of the session's scenario; None where trading costs nothing, for which no answer is finite."""
    given = link.scenario()
    cost = float(friction(given.transfer_cost, given.online_share, online_weight=given.online_cost_ratio))
    if cost < 1e-6:
        return None
    evasion = float(relocation(given.cooperation))
    tail = (1.0 - given.level) / 2.0
    steep, flat = float(PUBLISHED.quantile(1.0 - tail)), float(PUBLISHED.quantile(tail))
    taxed = [
        float(taxed_volume(given.fx_volume, given.tobin_tax, cost, slope, evasion=evasion))
        for slope in (steep, flat)
    ]
    return TobinTax(
        tax=given.tobin_tax,
        volume=given.fx_volume,
        cost=cost,
        restoring=_restoring(given),
        elasticity=given.cost_elasticity,
        evasion=evasion,
        outcome=tax_outcome(given.fx_volume, given.tobin_tax, cost, given.cost_elasticity, evasion=evasion),
        interval=revenue_interval(given.fx_volume, given.tobin_tax, cost, evasion=evasion, level=given.level),
        taxed=(taxed[0], taxed[1]),
        curve=_curve(cost, evasion),
        cloud=_cloud(cost, evasion),
        shelter=_shelter(cost),
        published=published_volume(),
        sources=friction_sources(),
    )


def published_volume() -> float | None:
    """Turnover of the dirham's currency market over a year, MAD billion, from its published segments."""
    figures = [macro.figure(link.shown(), segment) for segment in SEGMENTS]
    known = [figure.value for figure in figures if figure is not None]
    return 12.0 * sum(known) if len(known) == len(SEGMENTS) else None


def _restoring(given: Scenario) -> float:
    """The tax that gives back the friction lost to the Internet."""
    weight = given.online_cost_ratio
    return float(friction_tax(given.transfer_cost, given.online_share, online_weight=weight))


def _curve(cost: float, evasion: float) -> pd.DataFrame:
    """Revenue over the tax: with the elasticity chosen and its band, and by the linear form."""
    given = link.scenario()
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
    straight = linear_revenue(given.fx_volume, taxes, cost, given.cost_elasticity, evasion=evasion)
    chosen = pd.DataFrame({"value": central, "low": band.low, "high": band.high})
    chosen["name"] = _("Elasticity {value}; band: published ones").format(value=plain(given.cost_elasticity))
    line = pd.DataFrame({"value": straight, "low": np.nan, "high": np.nan})
    line["name"] = _("Linear form, for comparison")
    return pd.concat([chosen.assign(x=100 * taxes), line.assign(x=100 * taxes)], ignore_index=True)


def _cloud(cost: float, evasion: float) -> pd.DataFrame:
    given = link.scenario()
    slopes = PUBLISHED.points()
    raised = revenue(given.fx_volume, given.tobin_tax, cost, slopes, evasion=evasion)
    return pd.DataFrame({"x": slopes, "value": raised})


def _shelter(cost: float) -> pd.DataFrame:
    """Interest differential that cost and tax shelter, in points a year, by holding period in years."""
    years = np.geomspace(1 / 365, 5.0, 40)
    tax = link.scenario().tobin_tax
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
        "A tax of {tax} on each transaction would raise {revenue} a year ({interval} over the "
        "middle {level} of the published elasticities); {lost} of turnover would pay nothing: {moved} out of "
        "reach, {vanished} given up."
    ).format(
        tax=rate(view.tax),
        revenue=money(view.outcome.revenue),
        interval=moneys(float(view.interval.low), float(view.interval.high)),
        level=percent(view.interval.level),
        lost=_share(view, view.outcome.relocated + view.outcome.vanished),
        moved=_share(view, view.outcome.relocated),
        vanished=_share(view, view.outcome.vanished),
    )


def _share(view: TobinTax, amount: float) -> str:
    return rate(amount / view.volume) if view.volume else rate(0.0)


def refusal() -> str:
    """Why there is no answer where trading costs nothing."""
    return _(
        "With a trading cost of 0 % no finite answer exists: any tax is infinitely larger than the cost. "
        "Choose a cost above 0 %."
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
            "No interior peak: at an elasticity of {elasticity} (1 or less) revenue rises with every tax, "
            "however high."
        ).format(elasticity=plain(view.elasticity))
    if peak > 1.0:
        return _("The peak would lie above a tax of 100 %: within reach, revenue rises with every tax.")
    return _("Revenue peaks at a tax of {peak}, cost / (elasticity − 1).").format(peak=rate(peak, 3))


def base_sentence(view: TobinTax) -> str:
    """What the tax base is, beside what is published."""
    world = macro.figure(link.shown(), "fx_turnover_daily", "WLD")
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
    given = link.scenario()
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
    week = 200 * view.tax / HOLDING["1 week"]
    years = 200 * view.tax / HOLDING["5 years"]
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
            "Sweden 1989: a tax of 0.003 % on five-year bonds cut trade in bonds by 85 % in its first week, "
            "in futures by 98 %."
        ),
        _("Brazil 2009: a tax of 2 % on inflows had no effect on volatility beyond that of its peers."),
        _(
            "Partial controls rarely give autonomy (Klein and Shambaugh); tightening after a shock is "
            "counterproductive (Gelos and others)."
        ),
    ]


def curve_marks(view: TobinTax) -> pd.DataFrame:
    """Rules of the revenue chart: the tax chosen, the one that restores friction, and any peak."""
    rows = [(view.tax, _("tax chosen: {tax}")), (view.restoring, _("restores friction: {tax}"))]
    if view.outcome.peak is not None:
        rows.append((view.outcome.peak, _("peak: {tax}")))
    shown = [(100 * tax, text.format(tax=rate(tax))) for tax, text in rows]
    frame = pd.concat([pd.DataFrame(shown, columns=["x", "label"]), forecast_mark(view.sources)])
    return frame[(frame["x"] >= view.curve["x"].min()) & (frame["x"] <= view.curve["x"].max())]


def chosen_point(view: TobinTax) -> pd.DataFrame:
    """The elasticity chosen, on the curve of the cloud."""
    label = _("chosen: {value}").format(value=plain(view.elasticity))
    return pd.DataFrame({"x": [view.elasticity], "value": [view.outcome.revenue], "label": [label]})


def published_limits() -> pd.DataFrame:
    """The published percentiles, as rules of the cloud."""
    rows = {
        PUBLISHED.p10: _("P10: {value}"),
        PUBLISHED.median: _("median: {value}"),
        PUBLISHED.p90: _("P90: {value}"),
    }
    return pd.DataFrame(
        {"x": list(rows), "label": [text.format(value=plain(value)) for value, text in rows.items()]}
    )


def holding_names() -> dict[float, str]:
    """Holding period in years → its name."""
    return {years: _(name) for name, years in HOLDING.items()}
