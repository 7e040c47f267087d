"""Tables of the Tobin-tax page: results with their sources, EPI's table, Spahn's tiers, published anchors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.macro.tax import (
    DIRHAM_BAND,
    autonomy_band,
    implied_cost,
    net_revenue,
    spahn_tax,
    tax_outcome,
)
from studies.macro import country as macro
from ui import link
from ui.macro.words import rate
from ui.views import macro_tobin_tax as tobin
from ui.views.macro_friction_sources import friction_kinds, friction_table, friction_words
from ui.views.macro_tobin_tax import TobinTax, holding_names
from ui.words import N_, _, number, percent

# Economic Policy Institute (2016), table 1: volume in USD billion, tax, revenue and cost saved by elasticity.
EPI: Final = {
    N_("Equities"): (45_969.0, 0.005, (74.3, 51.0, 35.0, 24.0), (44.32, 50.96, 55.51, 58.64)),
    N_("Bonds"): (183_639.0, 0.005, (215.4, 132.8, 81.9, 50.5), (118.87, 132.83, 141.44, 146.75)),
    N_("Options"): (22_860.0, 0.005, (53.4, 41.5, 32.2, 25.0), (34.67, 41.48, 46.77, 50.88)),
}
EPI_ELASTICITIES: Final = (0.75, 1.0, 1.25, 1.5)
# Share of gross revenue that the State's dearer borrowing took in the published case, 133.1 of 402.7.
EPI_BORROWING: Final = 133.1 / 402.7
SURCHARGES: Final = (0.25, 0.5, 1.0)
DEVIATIONS: Final = (0.0, 0.03, 0.05, 0.06, 0.075, 0.10, 0.15)


def results(view: TobinTax) -> pd.DataFrame:
    """Every result with its unit, its interval or why it has none, and its source."""
    billions = _("MAD billion a year")
    gross = view.outcome.revenue
    lines = net_revenue(gross)
    share = lines.net / gross if gross else 0.0
    low, high = float(view.interval.low), float(view.interval.high)
    nothing = np.nan
    kept = view.volume - view.outcome.relocated
    assumed = _("No interval: an assumption")
    identity = _("No interval: follows from assumed inputs")
    over = _("Interval: published elasticities")
    epi = _("Share published for the United States (EPI 2016)")
    rows = [
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
        (_("Gross revenue"), gross, low, high, billions, over),
        (
            _("Gross revenue by the linear form"),
            view.outcome.linear_revenue,
            nothing,
            nothing,
            billions,
            _("Comparison only: overstates large falls"),
        ),
        (
            _("Trading cost no longer paid"),
            view.outcome.cost_saved,
            *sorted(view.cost * (kept - taxed) for taxed in view.taxed),
            billions,
            over,
        ),
        (
            _("less income and payroll taxes lost, 25 %"),
            -lines.income_payroll_offset,
            *sorted(-0.25 * end for end in (low, high)),
            billions,
            epi,
        ),
        (
            _("less capital gains tax lost, 16 %"),
            -lines.capital_gains_loss,
            *sorted(-0.16 * end for end in (low, high)),
            billions,
            epi,
        ),
        (
            _("less dearer public borrowing"),
            nothing,
            nothing,
            nothing,
            billions,
            _("Not known for Morocco; {share} in the United States").format(share=percent(EPI_BORROWING)),
        ),
        (
            _("Net revenue at most, before dearer borrowing"),
            lines.net,
            share * low,
            share * high,
            billions,
            over,
        ),
        (
            _("Net revenue with the borrowing share of the United States"),
            lines.net - EPI_BORROWING * gross,
            *sorted((share - EPI_BORROWING) * end for end in (low, high)),
            billions,
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
    columns = [_("Result"), _("Value"), _("Low"), _("High"), _("Unit"), _("Interval and source")]
    return pd.DataFrame(rows, columns=columns)


def epi_table() -> pd.DataFrame:
    """The published table of the Economic Policy Institute, and the same cells from this page's functions.

    The trading cost is solved from the cell at an elasticity of 1, since the published cost is rounded.
    """
    rows = []
    for asset, (volume, tax, revenues, savings) in EPI.items():
        cost = implied_cost(volume, tax, revenues[1])
        for slope, raised, saved in zip(EPI_ELASTICITIES, revenues, savings, strict=True):
            ours = tax_outcome(volume, tax, cost, slope)
            rows.append((_(asset), slope, raised, ours.revenue, saved, ours.cost_saved))
    return pd.DataFrame(
        rows,
        columns=[
            _("Asset"),
            _("Elasticity"),
            _("Revenue published (USD billion)"),
            _("Revenue here (USD billion)"),
            _("Cost saved published (USD billion)"),
            _("Cost saved here (USD billion)"),
        ],
    )


def epi_sentence() -> str:
    """How close the page comes to the published table."""
    table = epi_table().to_numpy()[:, 2:].astype(float)
    gap = max(np.abs(table[:, 1] - table[:, 0]).max(), np.abs(table[:, 3] - table[:, 2]).max())
    return _(
        "Largest difference over the 24 published cells: USD {gap} billion; the published figures are "
        "rounded to 0.1 and 0.01."
    ).format(gap=number(gap, 2))


def spahn_table(view: TobinTax) -> pd.DataFrame:
    """Spahn's two tiers: the tax, in %, by how far the exchange rate is from the middle of its band."""
    frame = pd.DataFrame({_("Distance from the centre"): [rate(gap) for gap in DEVIATIONS]})
    for surcharge in SURCHARGES:
        levied = spahn_tax(
            1.0 + np.array(DEVIATIONS), 1.0, base=view.tax, surcharge=surcharge, band=DIRHAM_BAND
        )
        frame[_("Tax (%), surcharge {share} of the excess").format(share=percent(surcharge))] = (
            100 * np.asarray(levied)
        )
    return frame


def spahn_sentence() -> str:
    """How often the second tier would have been levied on the loaded exchange rate."""
    rates = macro.monthly(link.shown(), "mad_per_usd")
    said = _(
        "The second tier begins outside the dirham’s band of ±{band} (since 6 March 2020, around a basket of "
        "60 % euro and 40 % dollar)."
    ).format(band=percent(DIRHAM_BAND))
    if len(rates) < 13:
        return said
    centre = rates["value"].rolling(12).mean().shift(1)
    gap = ((rates["value"] - centre).abs() / centre).dropna()
    return (
        said
        + " "
        + _(
            "The basket is not loaded; against the mean of the twelve months before, the dollar alone stood "
            "outside in {outside} of {months} months from {first} to {last}: an upper indication."
        ).format(
            outside=int((gap > DIRHAM_BAND).sum()),
            months=len(gap),
            first=int(rates["month"].iloc[12].year),
            last=int(rates["month"].iloc[-1].year),
        )
    )


def shelter_table(view: TobinTax) -> pd.DataFrame:
    """Half-width of the band of autonomy by holding period, in points a year."""
    names = holding_names()
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


def anchors() -> pd.DataFrame:
    """Published estimates of elsewhere, to compare orders of magnitude; read, not computed here."""
    rows = [
        (
            _("European Commission 2011"),
            _("0.1 % on securities, 0.01 % on derivatives"),
            _("EUR 57 billion a year"),
        ),
        (
            _("WIFO 2013"),
            _("the same, by the wide and by the narrow rule of residence"),
            _("EUR 65.8 or 28.3 billion a year"),
        ),
        (
            _("Congressional Budget Office"),
            _("0.1 % on securities"),
            _("USD 707 to 777 billion over ten years"),
        ),
        (
            _("28 elasticities published"),
            _("0.05 % on world currency turnover, P10 to P90"),
            _("USD 2 to 110 billion a year"),
        ),
    ]
    return pd.DataFrame(rows, columns=[_("Estimate"), _("Tax"), _("Revenue")])


def world_turnover() -> pd.DataFrame:
    """World currency turnover as surveyed by the BIS, USD billion a day."""
    rows = macro.series(link.shown(), "fx_turnover_daily", "WLD")
    return pd.DataFrame({_("Year"): rows["period"].astype(int), _("USD billion a day"): rows["value"]})


@dataclass(frozen=True)
class Context:
    """A table of context: its name in files, title, frame, what it says, decimals, and kinds of data."""

    name: str
    title: str
    frame: pd.DataFrame
    words: str
    digits: int
    kinds: Sequence[str]


def further(view: TobinTax) -> list[Context]:
    """What stands behind the answer and beside it, one table a tab."""
    band = _(
        "Half-width of the band, (c + 2τ) / H, in which the home rate may differ from the foreign one "
        "without capital gaining by moving."
    )
    said = _("Read in the publications named, not computed here.")
    world = _("Average of a day in April, all instruments, as surveyed by the BIS; a context, not the base.")
    return [
        Context(
            "epi", _("EPI’s table, computed here"), epi_table(), epi_sentence(), 2, ("observed", "derived")
        ),
        Context("spahn", _("Spahn’s two tiers"), spahn_table(view), spahn_sentence(), 2, tobin.KINDS),
        Context("autonomy", _("Room by holding period"), shelter_table(view), band, 3, tobin.KINDS),
        Context(
            "friction",
            _("Friction restored"),
            friction_table(view.sources),
            friction_words(view.sources),
            3,
            friction_kinds(view.sources),
        ),
        Context("anchors", _("Estimates of elsewhere"), anchors(), said, 1, ("observed",)),
        Context("world", _("World turnover"), world_turnover(), world, 0, ("observed",)),
    ]


def method() -> dict[str, object]:
    """How the figures are computed, for the foot of the page."""
    return {
        "formula": r"V'=V(1-e)\left(1+\tfrac{\tau}{c}\right)^{-\varepsilon},\quad R=\tau V',\quad "
        r"\tau_{peak}=\tfrac{c}{\varepsilon-1},\quad \tau^{*}=\tfrac{c_0-c(a)}{2},\quad "
        r"\left|i-i^{*}-E\,\Delta e\right|\le\tfrac{c+2\tau}{H}",
        "words": [
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
                "Relocation: a country alone keeps 43 % of its base, the ratio of WIFO’s two estimates under "
                "two rules of residence; a tax of all keeps everything. For the dirham this is an assumption."
            ),
            _(
                "Net revenue takes the offsets published for the United States: 25 % of income and payroll "
                "taxes, 16 % of capital gains tax. The cost of dearer borrowing is not known for Morocco and "
                "is not taken for zero."
            ),
            _("A peak exists only for an elasticity above 1; without a tax every change is exactly zero."),
            _(
                "Sources: Economic Policy Institute (2016); Spahn (2002); Bank Al-Maghrib (annual report "
                "2024); Bank for International Settlements (triennial survey)."
            ),
        ],
        "proof": epi_sentence(),
    }
