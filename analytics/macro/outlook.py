"""One scenario through every macro model, and its difference from another.

Amounts are in billions of dirhams, rates and shares per unit. What is not known is None, and so is all that
depends on it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from analytics.macro._checks import number
from analytics.macro.capital import capital_outflow, debt_change, reserves_after, return_gap
from analytics.macro.discipline import error_cost, sovereign_spread
from analytics.macro.friction import autonomy_band, friction, friction_tax, mobility
from analytics.macro.money import (
    liquidity_position,
    money_multiplier,
    released_liquidity,
    seigniorage_loss,
    substitution_share,
)
from analytics.macro.regimes import regime_moments
from analytics.macro.reserves import months_of_imports
from analytics.macro.tax import peak_tax, relocation, revenue_interval, taxed_volume

Known = float | None


@dataclass(frozen=True)
class MacroAssumptions:
    """What a macro scenario assumes; each model checks the range of its own.

    Defaults are Morocco's published figures at the end of 2024 where there is one (Bank Al-Maghrib: currency,
    sight deposits, need of liquidity, reserves, currency market, policy rate of March 2025, reserve
    requirement of June 2020), a convention where the field is a choice (friction, holding period, rule), and
    None where neither exists.

    Parameters
    ----------
    online_share : share of operations on the Internet
    c0 : round-trip cost of moving one dirham abroad with nobody online
    tax : one-way tax on currency transactions
    volume : currency transactions a year
    elasticity : of turnover and of capital to the cost
    cooperation : 0 for a tax of one country, 1 for a tax of all
    holding_years : how long the capital that the tax aims at stays
    home_rate, foreign_rate, expected_depreciation, risk_premium : per year
    capital_mobility : capital that leaves a year per unit of gain, at the friction ``c0``
    currency, deposits, liquidity_need, reserve_ratio, avoidance, displaced_share : money
    reserves, annual_imports : reserves
    debt, growth, primary_balance, fiscal_gap, spread_sensitivity : public finance, shares of GDP
    rule, phi_e : exchange-rate regime
    """

    online_share: float = 0.0
    c0: float = 0.01
    tax: float = 0.0
    volume: float = 1633.2
    elasticity: float = 1.0
    cooperation: float = 1.0
    holding_years: float = 1.0
    home_rate: float = 0.0225
    foreign_rate: Known = None
    expected_depreciation: float = 0.0
    risk_premium: float = 0.0
    capital_mobility: Known = None
    currency: float = 414.4
    deposits: float = 906.5
    liquidity_need: float = 123.7
    reserve_ratio: float = 0.0
    avoidance: float = 0.0
    displaced_share: float = 0.0
    reserves: float = 375.5
    annual_imports: Known = None
    debt: Known = None
    growth: Known = None
    primary_balance: Known = None
    fiscal_gap: Known = None
    spread_sensitivity: Known = None
    rule: str = "hybrid"
    phi_e: float = math.inf


@dataclass(frozen=True)
class MacroOutlook:
    """Results of one scenario. The five standard deviations are those of the regime, per quarter.

    ``peak_tax`` is None where revenue has no interior peak, ``multiplier`` where neither cash nor reserves
    bound money.
    """

    friction: float
    friction_tax: float
    autonomy_band: float
    taxed_volume: float
    revenue: float
    revenue_low: float
    revenue_high: float
    peak_tax: Known
    mobility: float
    multiplier: Known
    released_liquidity: float
    liquidity_position: float
    seigniorage_loss: float
    substitution_share: Known
    outflow: Known
    reserves_after: Known
    import_months_after: Known
    spread: Known
    interest_of_a_slip: Known
    debt_change: Known
    output_sd: float
    domestic_inflation_sd: float
    cpi_inflation_sd: float
    interest_rate_sd: float
    terms_of_trade_sd: float


def macro_outlook(assumptions: MacroAssumptions, *, level: float = 0.8) -> MacroOutlook:
    """Every macro result of a scenario, except the simulated market.

    Parameters
    ----------
    assumptions : the scenario
    level : float in [0.01, 0.99], probability of the interval of revenue over published elasticities

    Raises
    ------
    ValueError: an assumption outside its range
    """
    given = assumptions
    cost = float(friction(given.c0, given.online_share))
    evasion = relocation(given.cooperation)
    interval = revenue_interval(given.volume, given.tax, cost, evasion=evasion, level=level)
    taxed = taxed_volume(given.volume, given.tax, cost, given.elasticity, evasion=evasion)
    ease = float(mobility(given.c0, cost, given.tax, elasticity=given.elasticity))
    outflow = _outflow(given, cost, ease)
    after = None if outflow is None else float(reserves_after(given.reserves, outflow))
    sd = _moments(given.rule, given.phi_e)
    return MacroOutlook(
        friction=cost,
        friction_tax=float(friction_tax(given.c0, given.online_share)),
        autonomy_band=float(autonomy_band(cost, given.tax, given.holding_years)),
        taxed_volume=float(taxed),
        revenue=given.tax * float(taxed),
        revenue_low=float(interval.low),
        revenue_high=float(interval.high),
        peak_tax=peak_tax(cost, given.elasticity),
        mobility=ease,
        multiplier=_multiplier(given),
        released_liquidity=float(released_liquidity(given.reserve_ratio, given.avoidance, given.deposits)),
        liquidity_position=float(
            liquidity_position(given.liquidity_need, given.currency, given.displaced_share)
        ),
        seigniorage_loss=float(seigniorage_loss(given.home_rate, given.displaced_share, given.currency)),
        substitution_share=_substitution(given, cost),
        outflow=outflow,
        reserves_after=after,
        import_months_after=_import_months(after, given.annual_imports),
        spread=_spread(given),
        interest_of_a_slip=_slip(given),
        debt_change=_debt_change(given),
        output_sd=sd["output"],
        domestic_inflation_sd=sd["domestic_inflation"],
        cpi_inflation_sd=sd["cpi_inflation"],
        interest_rate_sd=sd["interest_rate"],
        terms_of_trade_sd=sd["terms_of_trade"],
    )


@lru_cache(maxsize=256)
def _moments(rule: str, phi_e: float) -> dict[str, float]:
    return regime_moments(rule, phi_e=phi_e)


def _multiplier(given: MacroAssumptions) -> Known:
    displaced = number("displaced_share", given.displaced_share, low=0.0, high=1.0)
    cash = given.currency * (1.0 - displaced) / number("deposits", given.deposits, above=0.0)
    if cash == 0.0 and given.reserve_ratio * (1.0 - given.avoidance) == 0.0:
        return None
    return float(money_multiplier(cash, given.reserve_ratio, avoidance=given.avoidance))


def _outflow(given: MacroAssumptions, cost: float, ease: float) -> Known:
    if given.foreign_rate is None or given.capital_mobility is None:
        return None
    gap = return_gap(given.foreign_rate, given.expected_depreciation, given.risk_premium, given.home_rate)
    return float(capital_outflow(given.capital_mobility * ease, gap, cost, given.tax, given.holding_years))


def _substitution(given: MacroAssumptions, cost: float) -> Known:
    if given.foreign_rate is None:
        return None
    return float(substitution_share(given.foreign_rate, given.expected_depreciation, given.home_rate, cost))


def _import_months(reserves: Known, annual_imports: Known) -> Known:
    if reserves is None or annual_imports is None:
        return None
    return months_of_imports(max(0.0, reserves), annual_imports)


def _spread(given: MacroAssumptions) -> Known:
    if given.debt is None or given.fiscal_gap is None or given.spread_sensitivity is None:
        return None
    return float(sovereign_spread(given.fiscal_gap, given.debt, sensitivity=given.spread_sensitivity))


def _slip(given: MacroAssumptions) -> Known:
    if given.debt is None or given.spread_sensitivity is None:
        return None
    return error_cost(given.debt, sensitivity=given.spread_sensitivity).extra_interest


def _debt_change(given: MacroAssumptions) -> Known:
    spread = _spread(given)
    known = (given.debt, given.growth, given.primary_balance, given.foreign_rate)
    if spread is None or any(value is None for value in known):
        return None
    rate = number("foreign_rate", given.foreign_rate) + spread
    return float(debt_change(given.debt, rate, given.growth, given.primary_balance))
