"""How many reserves are enough: four rules, the optimal level, the attack, and the trilemma.

Amounts share one currency; rates and ratios are per unit. What is not known stays unknown: it widens the
bounds of the result and is never taken for zero.

References
----------
IMF (2011, 2016). Assessing reserve adequacy: the ARA metric and its weights.
Guidotti, P. (1999). Short-term debt cover.
Jeanne, O. and Rancière, R. (2006). The optimal level of international reserves for emerging market
countries: formulas and applications. IMF Working Paper 06/229: the vintage whose calibration is the default
here (a loss of 6 %), as printed in Becker, T. and others (2007), Country insurance, IMF Occasional Paper 254,
table A3.1. The revised paper, Economic Journal 121 (2011), is another vintage.
Aizenman, J., Chinn, M. and Ito, H. (2010). The trilemma indexes: stability and monetary independence.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from analytics.macro._checks import array, number

Known = float | None
Bounds = tuple[float, float]
ARA_WEIGHTS: Final[Mapping[str, Mapping[str, float]]] = {
    "floating": {"exports": 0.05, "broad_money": 0.05, "short_term_debt": 0.30, "other_liabilities": 0.15},
    "fixed": {"exports": 0.10, "broad_money": 0.10, "short_term_debt": 0.30, "other_liabilities": 0.20},
}
ARA_ADEQUATE: Final = (1.0, 1.5)
IMPORT_MONTHS: Final = 3.0
MONEY_SHARE: Final = 0.20


@dataclass(frozen=True)
class AraMetric:
    """The reserves that the metric asks for, in the currency of its parts.

    Attributes
    ----------
    value : float, or None when a part is not known
    low, high : bounds that hold whatever the unknown parts are; equal to ``value`` when all are known, and
        ``high`` is infinite when a part has no upper bound
    parts : name → contribution, None when not known
    missing : names of the parts that are not known exactly
    """

    value: Known
    low: float
    high: float
    parts: Mapping[str, Known]
    missing: tuple[str, ...]

    def __float__(self) -> float:
        if self.value is None:
            raise ValueError(f"the metric is only bounded: {', '.join(self.missing)} not known")
        return self.value


def ara_metric(
    exports: float | Bounds | None,
    broad_money: float | Bounds | None,
    short_term_debt: float | Bounds | None,
    other_liabilities: float | Bounds | None,
    *,
    regime: str,
) -> AraMetric:
    """IMF metric of reserve adequacy.

    Floating: ``.05 X + .05 M + .30 STD + .15 OL``; fixed: ``.10 X + .10 M + .30 STD + .20 OL``.

    Parameters
    ----------
    exports, broad_money, short_term_debt, other_liabilities : float, >= 0; (low, high) when only bounds are
        known; None when unknown, which is read as anything from zero up
    regime : "floating" or "fixed"

    Returns
    -------
    AraMetric

    Raises
    ------
    ValueError: a negative amount, bounds upside down, an unknown regime
    """
    if regime not in ARA_WEIGHTS:
        raise ValueError(f"regime must be one of {', '.join(ARA_WEIGHTS)}; got {regime!r}")
    given = {
        "exports": exports,
        "broad_money": broad_money,
        "short_term_debt": short_term_debt,
        "other_liabilities": other_liabilities,
    }
    low = high = 0.0
    parts: dict[str, Known] = {}
    for name, weight in ARA_WEIGHTS[regime].items():
        least, most = _bounds(name, given[name])
        low += weight * least
        high += weight * most
        parts[name] = weight * least if least == most else None
    missing = tuple(name for name, part in parts.items() if part is None)
    return AraMetric(low if not missing else None, low, high, parts, missing)


def _bounds(name: str, value: float | Bounds | None) -> Bounds:
    if value is None:
        return 0.0, math.inf
    if isinstance(value, tuple):
        if len(value) != 2:
            raise ValueError(f"{name} must be a number, (low, high) or None; got {value!r}")
        least = number(name, value[0], low=0.0)
        return least, number(name, value[1], low=least)
    amount = number(name, value, low=0.0)
    return amount, amount


@dataclass(frozen=True)
class Adequacy:
    """Reserves against one rule.

    Attributes
    ----------
    rule : "ara", "short_term_debt", "imports" or "broad_money"
    ratio : reserves / what the rule asks for; None when not known, or when the rule asks for nothing
    low, high : bounds of the ratio; infinite where the rule asks, or may ask, for nothing
    verdict : "adequate", "short", or "unknown" when the bounds hold both
    """

    rule: str
    ratio: Known
    low: float
    high: float
    verdict: str


def ara_adequacy(reserves: float, metric: AraMetric) -> Adequacy:
    """Reserves / metric; 1 to 1.5 is called adequate, and more is not called short."""
    return _adequacy("ara", reserves, metric.low, metric.high)


def debt_cover(reserves: float, short_term_debt: float | Bounds | None) -> Adequacy:
    """Guidotti-Greenspan: reserves / short-term external debt, at least 1."""
    return _adequacy("short_term_debt", reserves, *_bounds("short_term_debt", short_term_debt))


def import_cover(reserves: float, annual_imports: float | Bounds | None) -> Adequacy:
    """Reserves / three months of imports."""
    low, high = _bounds("annual_imports", annual_imports)
    return _adequacy("imports", reserves, low * IMPORT_MONTHS / 12.0, high * IMPORT_MONTHS / 12.0)


def months_of_imports(reserves: float, annual_imports: float) -> float:
    """Months that reserves pay for."""
    return number("reserves", reserves, low=0.0) / number("annual_imports", annual_imports, above=0.0) * 12.0


def money_cover(reserves: float, broad_money: float | Bounds | None) -> Adequacy:
    """Reserves / 20 % of broad money."""
    low, high = _bounds("broad_money", broad_money)
    return _adequacy("broad_money", reserves, low * MONEY_SHARE, high * MONEY_SHARE)


def _adequacy(rule: str, reserves: float, least: float, most: float) -> Adequacy:
    held = number("reserves", reserves, low=0.0)
    low = held / most if most > 0.0 else math.inf
    high = held / least if least > 0.0 else math.inf
    verdict = "adequate" if low >= 1.0 else "short" if high < 1.0 else "unknown"
    ratio = low if least == most and math.isfinite(low) else None
    return Adequacy(rule, ratio, low, high, verdict)


def optimal_reserves(
    *,
    sudden_stop: float = 0.11,
    probability: float = 0.10,
    output_loss: float = 0.06,
    term_premium: float = 0.015,
    rate: float = 0.05,
    growth: float = 0.033,
    risk_aversion: float = 2.0,
) -> float:
    """Optimal reserves against sudden stops, in share of GDP (Jeanne and Rancière, 2006).

    ``rho = lambda + gamma - k / (1 + k (1 - pi - delta)) [1 - (r - g)/(1 + g) lambda
    - (delta + pi)(lambda + gamma)]`` with ``k = p**(1/sigma) - 1`` and
    ``p = (delta + pi)(1 - pi) / (pi (1 - pi - delta))``.

    Parameters
    ----------
    sudden_stop : float in [0, 1], lambda, capital that leaves, share of GDP
    probability : float in (0, 1), pi, of a sudden stop in a year
    output_loss : float in [0, 1], gamma, share of GDP
    term_premium : float, >= 0, delta, with pi + delta below 1
    rate, growth : float, > -1, of the short-term rate and of potential output
    risk_aversion : float, > 0, sigma

    Returns
    -------
    float, >= 0; 0 where insurance costs more than it is worth. Without a term premium insurance is free
    and the loss is covered in full

    Raises
    ------
    ValueError: an argument outside its range
    """
    stop = number("sudden_stop", sudden_stop, low=0.0, high=1.0)
    chance = number("probability", probability, high=1.0 - 1e-9, above=0.0)
    loss = number("output_loss", output_loss, low=0.0, high=1.0)
    premium = number("term_premium", term_premium, low=0.0)
    expansion = number("growth", growth, above=-1.0)
    interest = number("rate", rate, above=-1.0)
    aversion = number("risk_aversion", risk_aversion, low=0.01)
    calm = 1.0 - chance - premium
    if calm <= 0.0:
        raise ValueError(f"probability + term_premium must be below 1; got {chance + premium:g}")
    price = (premium + chance) * (1.0 - chance) / (chance * calm)
    # The ratio k / (1 + k q) is taken as 1 / (1/k + q), which stays finite for any aversion.
    k = math.expm1(min(700.0, math.log(price) / aversion))
    cost = 0.0 if k == 0.0 else 1.0 / (1.0 / k + calm)
    income = 1.0 - (interest - expansion) / (1.0 + expansion) * stop - (premium + chance) * (stop + loss)
    return max(0.0, stop + loss - cost * income)


def exchange_stability(exchange_rate: object) -> float:
    """Trilemma index of exchange-rate stability, ``.01 / (.01 + sd(log change))``.

    Parameters
    ----------
    exchange_rate : (n,) > 0, monthly, n >= 3

    Returns
    -------
    float in (0, 1]; 1 for a rate that never moves

    Raises
    ------
    ValueError: a rate that is not positive, fewer than three
    """
    rates = array("exchange_rate", exchange_rate, above=0.0)
    if rates.ndim != 1 or len(rates) < 3:
        raise ValueError(f"exchange_rate must be a series of 3 or more; got shape {rates.shape}")
    return 0.01 / (0.01 + float(np.diff(np.log(rates)).std(ddof=1)))
