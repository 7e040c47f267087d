"""Friction: what moving money abroad costs once operations are on the Internet, and what that cost held back.

Rates are per unit (0.001 = 0.1 %). ``c0`` is the round-trip cost of moving one dirham abroad today;
``online_share`` is the share of operations on the Internet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from analytics.macro._checks import Real, array, number, plain

CHANNEL_WEIGHTS: Final[Mapping[str, float]] = {
    "branch": 1.0,
    "atm": 1 / 2,
    "phone": 1 / 3,
    "internet": 1 / 7,
}


def friction(c0: object, online_share: object, *, online_weight: float = CHANNEL_WEIGHTS["internet"]) -> Real:
    """Friction when the Internet takes operations from the branch, ``c0 (1 - (1 - w) a)``.

    Parameters
    ----------
    c0 : float or array in [0, 1], cost per unit moved with nobody online
    online_share : float or array in [0, 1]
    online_weight : float in [0, 1], cost online / cost at the branch

    Returns
    -------
    float or array, cost per unit moved

    Raises
    ------
    ValueError: an argument outside its range
    """
    base = array("c0", c0, low=0.0, high=1.0)
    share = array("online_share", online_share, low=0.0, high=1.0)
    weight = number("online_weight", online_weight, low=0.0, high=1.0)
    return plain(base * (1.0 - (1.0 - weight) * share))


def friction_tax(
    c0: object, online_share: object, *, online_weight: float = CHANNEL_WEIGHTS["internet"]
) -> Real:
    """One-way tax that restores the friction lost to the Internet, ``(c0 - c(a)) / 2``.

    Half, because the cost is that of the round trip and the tax is paid on each leg.

    Parameters
    ----------
    c0 : float or array in [0, 1], round-trip cost per unit moved with nobody online
    online_share : float or array in [0, 1]
    online_weight : float in [0, 1], cost online / cost at the branch

    Returns
    -------
    float or array, tax per unit; 0 when nobody is online

    Raises
    ------
    ValueError: an argument outside its range
    """
    lost = array("c0", c0) - friction(c0, online_share, online_weight=online_weight)
    return plain(lost / 2.0)


def mobility(c0: object, cost: object, tax: object, *, elasticity: object = 1.0, base: object = 1.0) -> Real:
    """Capital that moves for a given gain, ``mu0 (c0 / (c + 2 tau))**eta``.

    Parameters
    ----------
    c0 : float or array in (0, 1], friction of reference
    cost : float or array in [0, 1], friction now
    tax : float or array in [0, 1], one-way tax per unit
    elasticity : float or array, >= 0
    base : float or array, >= 0, mobility at the friction of reference without tax

    Returns
    -------
    float or array, in the unit of ``base``; ``base`` exactly when friction is unchanged

    Raises
    ------
    ValueError: an argument outside its range, or no friction and no tax left (mobility has no bound)
    """
    reference = array("c0", c0, low=0.0, high=1.0, above=0.0)
    wedge = array("cost", cost, low=0.0, high=1.0) + 2.0 * array("tax", tax, low=0.0, high=1.0)
    array("cost + 2 tax", wedge, above=0.0)
    exponent = array("elasticity", elasticity, low=0.0)
    with np.errstate(over="ignore"):
        moved = array("base", base, low=0.0) * (reference / wedge) ** exponent
    return plain(array("mobility", moved))


def autonomy_band(cost: object, tax: object, holding_years: object) -> Real:
    """Half-width of the interest differential that friction and tax shelter, ``(c + 2 tau) / H``.

    A small tax is a wide band for money that stays a week and a narrow one for money that stays years:
    it bites on hot money, not on investment.

    Parameters
    ----------
    cost : float or array in [0, 1], round-trip cost per unit
    tax : float or array in [0, 1], one-way tax per unit
    holding_years : float or array, > 0

    Returns
    -------
    float or array, per year

    Raises
    ------
    ValueError: an argument outside its range
    """
    wedge = array("cost", cost, low=0.0, high=1.0) + 2.0 * array("tax", tax, low=0.0, high=1.0)
    return plain(wedge / array("holding_years", holding_years, above=0.0))
