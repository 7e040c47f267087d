"""Reference cases of the macroeconomic models."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import numpy as np

from analytics.macro import empirics, findings, friction, money, regimes, reserves, tax
from data import published
from ui.proofs.case import Case
from ui.words import N_

_ELASTICITIES: Final = (0.75, 1.0, 1.25, 1.5)
_ASSETS: Final = ("equities", "bonds", "options")
_REGIMES: Final = ("DITR", "PEG")
_GUIDOTTI: Final = ("Thailand", "Indonesia", "Taiwan")
_SIGNS: Final = {
    N_("tax on one market: it calms"): "taxed_market_calms",
    N_("tax on one market: the other stirs"): "other_market_stirs",
    N_("tax on both: the first calms"): "uniform_tax_calms_first",
    N_("tax on both: the second calms"): "uniform_tax_calms_second",
}
_RUNS, _STEPS, _SEED = 20, 1500, 20261031


def _printed(figure: str, asset: str) -> list[float]:
    return [published.figure(figure, f"{asset} at {elasticity:g}") for elasticity in _ELASTICITIES]


def _epi(asset: str, what: str) -> list[float]:
    volume, rate = published.figure("epi_volume", asset), published.figure("epi_tax", asset)
    cost = tax.implied_cost(volume, rate, published.figure("epi_revenue", f"{asset} at 1"))
    if what == "epi_revenue":
        return [float(tax.revenue(volume, rate, cost, elasticity)) for elasticity in _ELASTICITIES]
    return [float(tax.tax_outcome(volume, rate, cost, slope).cost_saved) for slope in _ELASTICITIES]


def _net() -> list[float]:
    lines = tax.net_revenue(
        published.figure("epi_net_revenue", "gross"),
        borrowing=published.figure("epi_net_revenue", "borrowing"),
    )
    return [float(lines.income_payroll_offset), float(lines.capital_gains_loss), float(lines.net)]


def moments_printed(rule: str) -> dict[str, float]:
    """The standard deviations that Galí and Monacelli print for a rule, by their symbols."""
    return {
        symbol: published.figure("regime_deviation", f"{rule} {name}")
        for symbol, name in zip(("y", "πH", "π", "i", "s"), regimes.MOMENTS, strict=True)
    }


def regime(rule: str) -> list[float]:
    """Our standard deviations under a rule, in percent."""
    return [100.0 * value for value in regimes.regime_moments(rule).values()]


def _cover() -> list[float]:
    return [float(reserves.debt_cover(*_held_and_owed(country)).ratio or 0.0) for country in _GUIDOTTI]


def _held_and_owed(country: str) -> tuple[float, float]:
    reserve, debt = (
        published.figure("reserves_1997", f"{country} {what}") for what in ("reserves", "short-term debt")
    )
    return reserve, debt


def _friction() -> list[float]:
    return [float(friction.friction_tax(0.01, share)) for share in (0.1, 0.3, 0.5, 0.9)]


def _var() -> list[float]:
    levels = published.economy()[["realcons", "realgdp", "realinv"]]
    model = empirics.fit_var(levels.reset_index(drop=True), lags=4)
    first: Sequence[float] = np.asarray(model.coefficients[0]).ravel().tolist()
    return [*first, *np.asarray(model.intercept).tolist(), model.aic, model.bic]


def _signs(parameters: str) -> list[str]:
    found = {
        item.name: item
        for item in findings.published_signs(
            parameters=parameters,
            tax=0.003,
            high_tax=0.02,
            runs=_RUNS,
            steps=_STEPS,
            seed=_SEED,
            level=0.8,
        )
    }
    return [("−" if found[name].change < 0 else "+") for name in _SIGNS.values()]


def cases() -> tuple[Case, ...]:
    """Every reference case of the subject."""
    by_elasticity = [f"ε = {elasticity:g}" for elasticity in _ELASTICITIES]
    epi = [
        Case(
            "macro",
            name,
            "Economic Policy Institute (2016), table 1",
            f"{asset}: V = {published.figure('epi_volume', asset):.0f}, "
            f"τ = {100 * published.figure('epi_tax', asset):g} %; R(ε = 1) → c",
            dict(zip(by_elasticity, _printed(figure, asset), strict=True)),
            partial(_epi, asset, figure),
            tolerance,
            outside=True,
            why=N_("The cost of trading is solved from a rounded cell"),
        )
        for asset in _ASSETS
        for figure, name, tolerance in (
            ("epi_revenue", N_("Revenue of a transaction tax, USD billion"), 0.11),
            ("epi_cost_saved", N_("Trading cost saved, USD billion"), 0.06),
        )
    ]
    signs = ("−", "+", "−", "−")
    return (
        *epi,
        Case(
            "macro",
            N_("Net revenue of a transaction tax, USD billion"),
            "Economic Policy Institute (2016)",
            "402.7; 25 %, 16 %, 133.1",
            {
                name: published.figure("epi_net_revenue", name)
                for name in (N_("income and payroll"), N_("capital gains"), N_("net"))
            },
            _net,
            0.15,
            outside=True,
            why=N_("Printed lines are rounded one by one"),
        ),
        *(
            Case(
                "macro",
                N_("Standard deviations under a regime, %"),
                "Galí, Monacelli (2005), table 1",
                f"{rule}; σ = η = γ = 1, α = 0.4",
                moments_printed(rule),
                partial(regime, rule),
                0.04,
                outside=True,
                why=N_("Replications by others differ from the print by as much"),
            )
            for rule in _REGIMES
        ),
        Case(
            "macro",
            N_("Reserves over short-term debt, 1997"),
            "Guidotti (1999)",
            "; ".join("{} {:.0f}/{:.0f}".format(country, *_held_and_owed(country)) for country in _GUIDOTTI),
            {country: published.figure("reserves_1997", f"{country} ratio") for country in _GUIDOTTI},
            _cover,
            0.005,
            outside=True,
        ),
        Case(
            "macro",
            N_("Tax that restores the lost friction"),
            "τ* = (c₀ − c(a)) / 2",
            "c₀ = 1 %",
            {"a = 0.1": 0.000428571, "a = 0.3": 0.001285714, "a = 0.5": 0.002142857, "a = 0.9": 0.003857143},
            _friction,
            1e-9,
        ),
        Case(
            "macro",
            N_("Vector autoregression on US data"),
            "JMulTi; statsmodels",
            "VAR(4), 1959 Q1–2009 Q3",
            {f"A₁[{item}]": value for item, value in published.items("jmulti_first_lag").items()}
            | {f"c[{item}]": value for item, value in published.items("jmulti_constant").items()}
            | dict(published.items("jmulti_criterion")),
            _var,
            6e-4,
            outside=True,
        ),
        Case(
            "macro",
            N_("Cash to displace before the banks’ deficit turns"),
            "Bank Al-Maghrib (2024)",
            "123.7 / 414.4",
            {N_("share"): 0.299},
            lambda: [money.decoupling_share(123.7, 414.4)],
            5e-4,
        ),
        *(
            Case(
                "macro",
                N_("What a tax does to volatility (sign)"),
                "Westerhoff, Dieci (2006)",
                f"set {parameters}; τ = 0.3 %, {_RUNS} × {_STEPS}",
                dict(zip(_SIGNS, signs, strict=True)),
                partial(_signs, parameters),
                # The second set is ours: what holds at it too, nobody printed.
                outside=parameters == "W",
            )
            for parameters in ("W", "M")
        ),
    )
