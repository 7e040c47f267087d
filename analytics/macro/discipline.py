"""Market discipline: what lenders charge a State, and what a slip costs it.

Rates and ratios are per unit; debt and balances are shares of GDP.

References
----------
Belhocine, N. and Dell'Erba, S. (2013). The impact of debt sustainability and the level of debt on emerging
markets spreads. IMF Working Paper 13/93, abstract: the sensitivity of spreads to debt sustainability doubles
as public debt rises above 45 % of GDP (26 emerging markets).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from analytics.macro._checks import Real, array, number, plain

DEBT_THRESHOLD: Final = 0.45


def sovereign_spread(
    gap: object,
    debt: object,
    *,
    sensitivity: float,
    base: float = 0.0,
    threshold: float = DEBT_THRESHOLD,
) -> Real:
    """Spread asked of a State, ``s0 + k gap (1 + 1{D > threshold})``.

    Parameters
    ----------
    gap : float or array, fiscal gap in share of GDP; negative for a State in surplus of what is needed
    debt : float or array, >= 0, share of GDP
    sensitivity : float, >= 0, spread per unit of gap below the threshold
    base : float, spread without any gap
    threshold : float, >= 0, debt above which sensitivity doubles

    Returns
    -------
    float or array, per year

    Raises
    ------
    ValueError: an argument outside its range
    """
    owed = array("debt", debt, low=0.0)
    answer = number("sensitivity", sensitivity, low=0.0)
    doubled = np.where(owed > number("threshold", threshold, low=0.0), 2.0, 1.0)
    return plain(number("base", base) + answer * array("gap", gap) * doubled)


@dataclass(frozen=True)
class ErrorCost:
    """What a fiscal slip costs: the rise of the spread, and the extra interest in share of GDP a year."""

    spread_rise: float
    extra_interest: float
    above_threshold: bool


def error_cost(
    debt: float,
    *,
    sensitivity: float,
    slip: float = 0.01,
    repriced_share: float = 1.0,
    threshold: float = DEBT_THRESHOLD,
) -> ErrorCost:
    """Extra interest that a slip of ``slip`` of GDP brings.

    Parameters
    ----------
    debt : float, >= 0, share of GDP
    sensitivity : float, >= 0, spread per unit of gap below the threshold
    slip : float, >= 0, share of GDP; the default is one point
    repriced_share : float in [0, 1], share of debt that pays the new spread within the year
    threshold : float, >= 0

    Raises
    ------
    ValueError: an argument outside its range
    """
    owed = number("debt", debt, low=0.0)
    missed = number("slip", slip, low=0.0)
    rise = float(sovereign_spread(missed, owed, sensitivity=sensitivity, threshold=threshold))
    share = number("repriced_share", repriced_share, low=0.0, high=1.0)
    return ErrorCost(rise, rise * owed * share, owed > threshold)
