"""Money when deposits and payments escape: multiplier, decoupling, corridor, seigniorage, substitution.

Rates and shares are per unit; amounts are in one stated currency.

References
----------
Friedman, B. M. (1999). The future of monetary policy: the central bank as an army with only a signal corps?
Woodford, M. (2001). Monetary policy in the information economy: the channel system.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit
from scipy.stats import norm

from analytics.macro._checks import Real, array, plain


def money_multiplier(
    currency_ratio: object, reserve_ratio: object, *, avoidance: object = 0.0, excess_ratio: object = 0.0
) -> Real:
    """Money created per unit of base money, ``(1 + cu) / (cu + r (1 - v) + ex)``.

    Parameters
    ----------
    currency_ratio : float or array, >= 0, currency / deposits
    reserve_ratio : float or array in [0, 1], required reserves / deposits
    avoidance : float or array in [0, 1], share of deposits moved out of the requirement
    excess_ratio : float or array, >= 0, voluntary reserves / deposits

    Returns
    -------
    float or array; without a requirement (``reserve_ratio`` 0) avoidance changes nothing

    Raises
    ------
    ValueError: an argument outside its range, or no currency and no reserves at all (no finite multiplier)
    """
    currency = array("currency_ratio", currency_ratio, low=0.0)
    required = array("reserve_ratio", reserve_ratio, low=0.0, high=1.0)
    kept = 1.0 - array("avoidance", avoidance, low=0.0, high=1.0)
    held = currency + required * kept + array("excess_ratio", excess_ratio, low=0.0)
    array("currency_ratio + reserve_ratio (1 - avoidance) + excess_ratio", held, above=0.0)
    with np.errstate(over="ignore"):
        multiplier = (1.0 + currency) / held
    return plain(array("multiplier", multiplier))


def released_liquidity(reserve_ratio: object, avoidance: object, deposits: object) -> Real:
    """Reserves set free by avoidance, ``r v D``, in the currency of ``deposits``.

    Parameters
    ----------
    reserve_ratio, avoidance : float or array in [0, 1]
    deposits : float or array, >= 0

    Raises
    ------
    ValueError: an argument outside its range
    """
    ratio = array("reserve_ratio", reserve_ratio, low=0.0, high=1.0)
    moved = array("avoidance", avoidance, low=0.0, high=1.0)
    return plain(ratio * moved * array("deposits", deposits, low=0.0))


def decoupling_share(liquidity_need: object, currency: object) -> Real:
    """Share of cash which, once displaced by e-money, turns the banks' deficit of liquidity into a surplus.

    Cash that is displaced returns to the banks as reserves; when it covers what they borrow from the central
    bank, they no longer need it.

    Parameters
    ----------
    liquidity_need : float or array, average need of the banks; negative for a surplus
    currency : float or array, > 0, cash in circulation, in the same currency

    Returns
    -------
    float or array, >= 0; 0 where the surplus is there already, above 1 where even all cash would not do

    Raises
    ------
    ValueError: an argument outside its range
    """
    cash = array("currency", currency, above=0.0)
    return plain(np.maximum(0.0, array("liquidity_need", liquidity_need)) / cash)


def liquidity_position(liquidity_need: object, currency: object, displaced_share: object) -> Real:
    """Banks' liquidity once a share of cash is displaced, ``share * currency - need``; negative when short.

    Parameters
    ----------
    liquidity_need : float or array
    currency : float or array, >= 0
    displaced_share : float or array in [0, 1]

    Raises
    ------
    ValueError: an argument outside its range
    """
    returned = array("displaced_share", displaced_share, low=0.0, high=1.0)
    return plain(array("currency", currency, low=0.0) * returned - array("liquidity_need", liquidity_need))


def corridor_rate(deposit_rate: object, lending_rate: object, reserves: object, uncertainty: object) -> Real:
    """Overnight rate in a corridor, ``i_d + (i_l - i_d) Phi(-R / sigma)``.

    The rate stays between the standing facilities whatever the reserves: at zero reserves it is the middle,
    which is why a central bank keeps control of it without any requirement.

    Parameters
    ----------
    deposit_rate, lending_rate : float or array, the standing facilities; either may be negative
    reserves : float or array, reserves beyond what is required, negative when short
    uncertainty : float or array, >= 0, standard deviation of the day's late payments; at 0 the rate is a step

    Returns
    -------
    float or array

    Raises
    ------
    ValueError: an argument that is not finite, or a lending rate below the deposit rate
    """
    floor, ceiling = array("deposit_rate", deposit_rate), array("lending_rate", lending_rate)
    if np.any(ceiling < floor):
        raise ValueError("lending_rate must be at least deposit_rate; got a corridor upside down")
    excess = array("reserves", reserves)
    spread = array("uncertainty", uncertainty, low=0.0)
    step = 0.5 * (1.0 - np.sign(excess))
    with np.errstate(over="ignore"):
        smooth = norm.cdf(-excess / np.where(spread > 0.0, spread, 1.0))
    short = np.where(spread > 0.0, smooth, step)
    return plain(floor + (ceiling - floor) * short)


def seigniorage_loss(interest_rate: object, displaced_share: object, currency: object) -> Real:
    """Seigniorage lost each year with the cash displaced, at opportunity cost, ``i s C``.

    Parameters
    ----------
    interest_rate : float or array, per year; a negative rate makes the loss a gain
    displaced_share : float or array in [0, 1]
    currency : float or array, >= 0

    Returns
    -------
    float or array, in the currency of ``currency``

    Raises
    ------
    ValueError: an argument outside its range
    """
    share = array("displaced_share", displaced_share, low=0.0, high=1.0)
    return plain(array("interest_rate", interest_rate) * share * array("currency", currency, low=0.0))


@dataclass(frozen=True)
class SubstitutionAssumption:
    """How readily deposits move into foreign currency. An assumption of this product, not an estimate.

    Parameters
    ----------
    share : float in (0, 1), foreign-currency share of deposits with no gain abroad and friction ``cost``
    per_point : float, >= 0, log-odds gained per unit of expected gain abroad (25: 0.25 for one point)
    per_cost : float, >= 0, log-odds gained per unit of friction lost
    cost : float in [0, 1], friction of reference
    """

    share: float = 0.05
    per_point: float = 25.0
    per_cost: float = 50.0
    cost: float = 0.01

    def __post_init__(self) -> None:
        array("share", self.share, low=1e-9, high=1.0 - 1e-9)
        for name in ("per_point", "per_cost"):
            array(name, getattr(self, name), low=0.0)
        array("cost", self.cost, low=0.0, high=1.0)


def substitution_share(
    foreign_rate: object,
    expected_depreciation: object,
    home_rate: object,
    cost: object,
    *,
    assumption: SubstitutionAssumption | None = None,
) -> Real:
    """Share of deposits held in foreign currency: logistic in the gain abroad and in the friction.

    Parameters
    ----------
    foreign_rate, expected_depreciation, home_rate : float or array, per year
    cost : float or array in [0, 1], friction now, ``c(a)``
    assumption : the size of both answers; None for the defaults

    Returns
    -------
    float or array in [0, 1]

    Raises
    ------
    ValueError: an argument outside its range
    """
    given = assumption or SubstitutionAssumption()
    gain = (
        array("foreign_rate", foreign_rate)
        + array("expected_depreciation", expected_depreciation)
        - array("home_rate", home_rate)
    )
    eased = given.cost - array("cost", cost, low=0.0, high=1.0)
    return plain(expit(logit(given.share) + given.per_point * gain + given.per_cost * eased))
