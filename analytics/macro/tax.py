"""A tax on currency transactions: turnover, revenue, peak, net lines, and Spahn's two tiers.

Rates are per unit (0.001 = 0.1 %), the tax is one-way, amounts are in the currency of ``volume``.
Volume answers to the whole cost of trading: ``V' = V (1 - evasion) (1 + tau / c)**-eps``.

References
----------
Economic Policy Institute (2016). Revenue of a financial transaction tax: table 1 and the net revenue lines.
Spahn, P. B. (2002). On the feasibility of a tax on foreign exchange transactions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from analytics.macro._checks import FloatArray, Real, array, number, plain
from analytics.macro.elasticities import PUBLISHED, ElasticityDistribution
from analytics.macro.friction import autonomy_band, friction, friction_tax, mobility

__all__ = [
    "NetRevenue",
    "RevenueInterval",
    "TaxOutcome",
    "autonomy_band",
    "friction",
    "friction_tax",
    "implied_cost",
    "linear_revenue",
    "mobility",
    "net_revenue",
    "peak_tax",
    "relocation",
    "revenue",
    "revenue_interval",
    "spahn_tax",
    "tax_outcome",
    "taxed_volume",
]

LEAST_COST: Final = 1e-9
DIRHAM_BAND: Final = 0.05
KEPT_ALONE: Final = 0.43


def _shrink(tax: FloatArray, cost: FloatArray, elasticity: FloatArray) -> FloatArray:
    """``(1 + tau / c)**-eps``: exactly 1 without tax, and without a power of a rounded ratio."""
    with np.errstate(over="ignore", under="ignore"):
        return np.asarray(np.exp(-elasticity * np.log1p(tax / cost)), dtype=np.float64)


def _tax(tax: object) -> FloatArray:
    return array("tax", tax, low=0.0, high=1.0)


def _cost(cost: object) -> FloatArray:
    return array("cost", cost, low=LEAST_COST, high=1.0)


def _kept(evasion: object, tax: FloatArray) -> FloatArray:
    """Share of turnover that stays in reach; without a tax there is nothing to evade."""
    evaded = array("evasion", evasion, low=0.0, high=1.0)
    return np.where(tax > 0.0, 1.0 - evaded, 1.0)


def taxed_volume(
    volume: object, tax: object, cost: object, elasticity: object, *, evasion: object = 0.0
) -> Real:
    """Turnover that pays the tax.

    Parameters
    ----------
    volume : float or array, >= 0, turnover before the tax
    tax : float or array in [0, 1], one-way
    cost : float or array in [1e-9, 1], transaction cost per unit before the tax
    elasticity : float or array, >= 0, of turnover to the whole cost
    evasion : float or array in [0, 1], share of turnover that moves out of reach as soon as there is a tax

    Returns
    -------
    float or array, never above ``volume`` and never rising with the tax; ``volume`` exactly at no tax

    Raises
    ------
    ValueError: an argument outside its range
    """
    base, rate, wedge = array("volume", volume, low=0.0), _tax(tax), _cost(cost)
    shrink = _shrink(rate, wedge, array("elasticity", elasticity, low=0.0))
    return plain(base * _kept(evasion, rate) * shrink)


def revenue(volume: object, tax: object, cost: object, elasticity: object, *, evasion: object = 0.0) -> Real:
    """Gross revenue, ``tau V'``.

    At ``elasticity = 1`` without evasion it equals the trading cost saved, ``c (V - V')``.

    Parameters
    ----------
    volume : float or array, >= 0, turnover before the tax
    tax : float or array in [0, 1], one-way
    cost : float or array in [1e-9, 1], transaction cost per unit before the tax
    elasticity : float or array, >= 0
    evasion : float or array in [0, 1]

    Returns
    -------
    float or array, in the currency of ``volume``; 0 at no tax

    Raises
    ------
    ValueError: an argument outside its range
    """
    return plain(_tax(tax) * taxed_volume(volume, tax, cost, elasticity, evasion=evasion))


def linear_revenue(
    volume: object, tax: object, cost: object, elasticity: object, *, evasion: object = 0.0
) -> Real:
    """Gross revenue had the point elasticity held for any change, ``tau V max(0, 1 - eps tau / c)``.

    A line of comparison only: for a tax that is large beside the cost it overstates the fall in turnover.
    Parameters, result and errors are those of :func:`revenue`.
    """
    base, rate, wedge = array("volume", volume, low=0.0), _tax(tax), _cost(cost)
    slope = array("elasticity", elasticity, low=0.0)
    remaining = np.maximum(0.0, 1.0 - slope * rate / wedge)
    return plain(rate * base * _kept(evasion, rate) * remaining)


def peak_tax(cost: float, elasticity: float) -> float | None:
    """Tax with the highest revenue, ``c / (eps - 1)``; None when revenue rises with every tax.

    Parameters
    ----------
    cost : float in [1e-9, 1]
    elasticity : float, >= 0

    Returns
    -------
    float, > 0, which may exceed 1 when the elasticity is near 1; None for an elasticity of 1 or less, where
    there is no interior peak

    Raises
    ------
    ValueError: an argument outside its range
    """
    wedge = number("cost", cost, low=LEAST_COST, high=1.0)
    slope = number("elasticity", elasticity, low=0.0)
    return wedge / (slope - 1.0) if slope > 1.0 else None


def implied_cost(volume: float, tax: float, revenue_raised: float, *, elasticity: float = 1.0) -> float:
    """Transaction cost that a published revenue implies, ``tau / ((tau V / R)**(1 / eps) - 1)``.

    Parameters
    ----------
    volume : float, > 0
    tax : float in (0, 1]
    revenue_raised : float in (0, tax * volume)
    elasticity : float, > 0

    Returns
    -------
    float, cost per unit

    Raises
    ------
    ValueError: an argument outside its range
    """
    base = number("volume", volume, above=0.0)
    rate = number("tax", tax, high=1.0, above=0.0)
    slope = number("elasticity", elasticity, above=0.0)
    raised = number("revenue_raised", revenue_raised, above=0.0)
    if raised >= rate * base:
        raise ValueError(f"revenue_raised must be below tax * volume = {rate * base:g}; got {raised:g}")
    growth = float(np.expm1(np.log(rate * base / raised) / slope))
    return rate / growth


def relocation(cooperation: object, *, kept_alone: float = KEPT_ALONE) -> Real:
    """Evasion under partial cooperation: all that would leave a lone taxer, times the share not joined.

    Parameters
    ----------
    cooperation : float or array in [0, 1]; 0 for a tax of one country, 1 for a tax of all
    kept_alone : float in [0, 1], share of revenue that a lone taxer keeps. The default is the ratio of WIFO's
        two estimates of 2013, 28.3 and 65.8 EUR bn, under two rules of residence

    Returns
    -------
    float or array in [0, 1], to be given as ``evasion``

    Raises
    ------
    ValueError: an argument outside its range
    """
    joined = array("cooperation", cooperation, low=0.0, high=1.0)
    return plain((1.0 - joined) * (1.0 - number("kept_alone", kept_alone, low=0.0, high=1.0)))


def spahn_tax(
    rate: object, reference: object, *, base: float, surcharge: float, band: float = DIRHAM_BAND
) -> Real:
    """Spahn's two tiers: a small tax always, a surcharge when the exchange rate leaves its band.

    ``tau0 + tau1 max(0, |s - s0| / s0 - b)``

    Parameters
    ----------
    rate : float or array, > 0, exchange rate
    reference : float or array, > 0, centre of the band
    base : float in [0, 1], tax inside the band
    surcharge : float, >= 0, tax per unit of excess
    band : float, >= 0, half-width of the band; the default is the dirham's since March 2020

    Returns
    -------
    float or array in [0, 1], tax per unit; it stops at 1

    Raises
    ------
    ValueError: an argument outside its range
    """
    centre = array("reference", reference, above=0.0)
    gap = np.abs(array("rate", rate, above=0.0) - centre) / centre
    excess = np.maximum(0.0, gap - number("band", band, low=0.0))
    first = number("base", base, low=0.0, high=1.0)
    return plain(np.minimum(1.0, first + number("surcharge", surcharge, low=0.0) * excess))


@dataclass(frozen=True)
class NetRevenue:
    """What remains of gross revenue, line by line, in the currency of ``gross``."""

    gross: float
    income_payroll_offset: float
    capital_gains_loss: float
    borrowing: float
    net: float


def net_revenue(
    gross: float, *, offset_share: float = 0.25, capital_gains_share: float = 0.16, borrowing: float = 0.0
) -> NetRevenue:
    """Gross revenue less the taxes it displaces and what the State's own borrowing costs more.

    Parameters
    ----------
    gross : float, >= 0
    offset_share : float in [0, 1], income and payroll tax lost per unit of revenue
    capital_gains_share : float in [0, 1], capital gains tax lost per unit of revenue
    borrowing : float, >= 0, extra cost of public borrowing, in the currency of ``gross``

    Returns
    -------
    NetRevenue, whose net can be negative

    Raises
    ------
    ValueError: an argument outside its range
    """
    raised = number("gross", gross, low=0.0)
    offset = raised * number("offset_share", offset_share, low=0.0, high=1.0)
    gains = raised * number("capital_gains_share", capital_gains_share, low=0.0, high=1.0)
    cost = number("borrowing", borrowing, low=0.0)
    return NetRevenue(raised, offset, gains, cost, raised - offset - gains - cost)


@dataclass(frozen=True)
class RevenueInterval:
    """Revenue over the published elasticities; floats, or arrays when the tax is one.

    ``low`` comes from the high elasticity and ``high`` from the low one.
    """

    low: Real
    central: Real
    high: Real
    level: float


def revenue_interval(
    volume: object,
    tax: object,
    cost: object,
    elasticities: object | None = None,
    *,
    evasion: object = 0.0,
    level: float = 0.8,
    distribution: ElasticityDistribution = PUBLISHED,
) -> RevenueInterval:
    """Revenue with the interval that the disagreement of the published elasticities leaves.

    Revenue falls as the elasticity rises, so that its quantiles are the revenues at the elasticity's.

    Parameters
    ----------
    volume, tax, cost, evasion : as for :func:`revenue`
    elasticities : array, >= 0, estimates to take the quantiles of; None takes ``distribution``
    level : float in [0.01, 0.99], probability between low and high
    distribution : used when no estimates are given

    Raises
    ------
    ValueError: an argument outside its range
    """
    probability = number("level", level, low=0.01, high=0.99)
    steps = np.array([(1.0 - probability) / 2.0, 0.5, (1.0 + probability) / 2.0])
    if elasticities is None:
        low, middle, high = np.asarray(distribution.quantile(steps))
    else:
        low, middle, high = np.quantile(array("elasticities", elasticities, low=0.0), steps)
    at = [revenue(volume, tax, cost, value, evasion=evasion) for value in (high, middle, low)]
    return RevenueInterval(at[0], at[1], at[2], probability)


@dataclass(frozen=True)
class TaxOutcome:
    """Everything that one tax does to one market, in the currency of the volume.

    ``vanished`` is turnover given up, ``relocated`` turnover moved out of reach; with ``taxed`` they add
    up to the volume before. ``peak`` is None where there is no interior peak. ``below_peak`` says whether a
    higher tax would still raise more.
    """

    taxed: float
    relocated: float
    vanished: float
    revenue: float
    linear_revenue: float
    cost_saved: float
    peak: float | None
    below_peak: bool


def tax_outcome(
    volume: float, tax: float, cost: float, elasticity: float, *, evasion: float = 0.0
) -> TaxOutcome:
    """Turnover, revenue and trading cost saved under one tax.

    Parameters and errors are those of :func:`revenue`, one number each. The cost saved counts turnover given
    up, not turnover that trades elsewhere.
    """
    base = number("volume", volume, low=0.0)
    rate = number("tax", tax, low=0.0, high=1.0)
    wedge = number("cost", cost, low=LEAST_COST, high=1.0)
    taxed = float(taxed_volume(base, rate, cost, elasticity, evasion=evasion))
    in_reach = base * float(_kept(evasion, np.asarray(rate)))
    peak = peak_tax(cost, elasticity)
    return TaxOutcome(
        taxed=taxed,
        relocated=base - in_reach,
        vanished=in_reach - taxed,
        revenue=rate * taxed,
        linear_revenue=float(linear_revenue(base, rate, cost, elasticity, evasion=evasion)),
        cost_saved=wedge * (in_reach - taxed),
        peak=peak,
        below_peak=peak is None or rate < peak,
    )
