"""Capital that moves and the room it leaves: flows, reserves after them, and the path of public debt.

Rates are per unit and per year; amounts of flows and reserves share one unit (currency, or share of GDP).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.macro._checks import FloatArray, Real, array, integer, number, plain
from analytics.macro.discipline import DEBT_THRESHOLD, sovereign_spread
from analytics.macro.friction import autonomy_band


def return_gap(
    foreign_rate: object, expected_depreciation: object, risk_premium: object, home_rate: object
) -> Real:
    """What capital gains by leaving, ``i* + E[de] + rho - i``, per year; negative when it gains by coming."""
    return plain(
        array("foreign_rate", foreign_rate)
        + array("expected_depreciation", expected_depreciation)
        + array("risk_premium", risk_premium)
        - array("home_rate", home_rate)
    )


def capital_outflow(mobility: object, gap: object, cost: object, tax: object, holding_years: object) -> Real:
    """Capital that moves out, ``mu max(0, |gap| - (c + 2 tau) / H)``, with the sign of the gap.

    Inside the band of autonomy nothing moves; beyond it capital is placed anew where it gains. A lasting gap
    shifts the stock once and is no flow that returns each year. Exchange controls are not in it.

    Parameters
    ----------
    mobility : float or array, >= 0, flow per unit of gain (:func:`analytics.macro.friction.mobility`)
    gap : float or array, gain of leaving per year (:func:`return_gap`)
    cost : float or array in [0, 1], round-trip friction
    tax : float or array in [0, 1], one-way
    holding_years : float or array, > 0

    Returns
    -------
    float or array, in the unit of ``mobility``; negative for an inflow

    Raises
    ------
    ValueError: an argument outside its range
    """
    moved = array("mobility", mobility, low=0.0)
    gain = array("gap", gap)
    beyond = np.maximum(0.0, np.abs(gain) - autonomy_band(cost, tax, holding_years))
    # Adding zero turns the negative zero of an inflow that does not happen into zero.
    return plain(np.sign(gain) * moved * beyond + 0.0)


def reserves_after(reserves: object, outflow: object) -> Real:
    """Reserves once the flow is met at an unchanged exchange rate, ``R - F``; negative when short."""
    return plain(array("reserves", reserves, low=0.0) - array("outflow", outflow))


def debt_change(debt: object, rate: object, growth: object, primary_balance: object) -> Real:
    """Change of the debt ratio in a year, ``(r - g) / (1 + g) D - pb``.

    Parameters
    ----------
    debt : float or array, >= 0, share of GDP
    rate, growth : float or array, > -1, nominal both or real both
    primary_balance : float or array, share of GDP, positive for a surplus

    Raises
    ------
    ValueError: an argument outside its range
    """
    expansion = array("growth", growth, above=-1.0)
    interest = array("rate", rate, above=-1.0)
    snowball = (interest - expansion) / (1.0 + expansion) * array("debt", debt, low=0.0)
    return plain(snowball - array("primary_balance", primary_balance))


def stabilising_balance(debt: object, rate: object, growth: object) -> Real:
    """Primary balance that keeps the debt ratio where it is, share of GDP."""
    return debt_change(debt, rate, growth, 0.0)


@dataclass(frozen=True)
class DebtPath:
    """Public debt over the years; element 0 of ``debt`` is today.

    Attributes
    ----------
    debt : (years + 1,) share of GDP
    rate, interest : (years,) interest rate of the year, and interest paid in share of GDP
    room : (years,) primary balance less the one that would keep the debt where it is, share of GDP;
        negative when the debt rises
    """

    debt: FloatArray
    rate: FloatArray
    interest: FloatArray
    room: FloatArray


def debt_path(
    debt: float,
    *,
    years: int,
    foreign_rate: float,
    growth: float,
    primary_balance: float | Sequence[float] | FloatArray,
    gap: float | Sequence[float] | FloatArray = 0.0,
    sensitivity: float = 0.0,
    base_spread: float = 0.0,
    threshold: float = DEBT_THRESHOLD,
) -> DebtPath:
    """Debt ratio year by year, at a rate that answers to it: ``r = i* + spread(D)``.

    Parameters
    ----------
    debt : float, >= 0, share of GDP today
    years : int in [1, 200]
    foreign_rate : float, > -1, rate without spread
    growth : float, > -1
    primary_balance, gap : float or (years,), share of GDP each year
    sensitivity, base_spread, threshold : as for :func:`analytics.macro.discipline.sovereign_spread`

    Raises
    ------
    ValueError: an argument outside its range, or a debt that leaves all bounds. Debt does not fall below
        zero: a State that has paid all keeps no negative debt
    """
    horizon = integer("years", years, low=1, high=200)
    balances = _each_year("primary_balance", primary_balance, horizon)
    gaps = _each_year("gap", gap, horizon)
    level = np.empty(horizon + 1)
    rates, rooms, interests = np.empty(horizon), np.empty(horizon), np.empty(horizon)
    level[0] = number("debt", debt, low=0.0)
    for year in range(horizon):
        owed = float(level[year])
        spread = sovereign_spread(
            gaps[year], owed, sensitivity=sensitivity, base=base_spread, threshold=threshold
        )
        rates[year] = number("foreign_rate", foreign_rate, above=-1.0) + float(spread)
        change = float(debt_change(owed, rates[year], growth, balances[year]))
        interests[year] = rates[year] * owed / (1.0 + growth)
        rooms[year] = -change
        level[year + 1] = number("debt", max(0.0, owed + change), high=1e6)
    return DebtPath(level, rates, interests, rooms)


def _each_year(name: str, value: object, years: int) -> FloatArray:
    values = array(name, value)
    if values.ndim == 0:
        return np.full(years, float(values))
    if values.shape != (years,):
        raise ValueError(f"{name} must hold one number per year, {years}; got shape {values.shape}")
    return values
