"""What a bank really saves when customers move to a cheaper channel.

The naive claim multiplies the moved transactions by the difference of two average costs. Three things
stand in its way: only the variable part of the branch cost leaves with the transaction, people who move
transact more (augmentation), and some of them use branch and telephone more as well (halo).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from analytics.channels._checks import Figures, FloatArray, number, numbers, plain, whole


def break_even_augmentation(variable_share: float, cost_ratio: float) -> float:
    """Growth in use at which moving a transaction to a cheaper channel saves nothing any more.

    A moved transaction takes ``variable_share`` of its branch cost away and is replaced by
    ``1 + growth`` transactions at ``cost_ratio`` each. To count a share ``f`` of the fixed cost as released
    too, pass ``variable_share + f * (1 - variable_share)``.

    Parameters
    ----------
    variable_share : float in (0, 1], part of the branch cost that goes when the transaction goes
    cost_ratio : float in (0, 1], cost on the new channel / cost at the branch

    Returns
    -------
    float, > -1; at 0 or below, moving loses money even if use does not grow

    Raises
    ------
    ValueError: a share or ratio outside (0, 1]
    """
    share = number("variable_share", variable_share, 0, 1, bounds="(]")
    return share / number("cost_ratio", cost_ratio, 0, 1, bounds="(]") - 1


@dataclass(frozen=True)
class Volumes:
    """Transactions by channel after part of the branch's have moved, in the shape of the adoption given."""

    branch: FloatArray
    online: FloatArray
    phone: FloatArray


def migrate(
    volume: ArrayLike,
    adoption: ArrayLike,
    *,
    migrated_share: float = 1.0,
    augmentation: float = 0.0,
    branch_halo: float = 0.0,
    phone_halo: float = 0.0,
    online_volume: ArrayLike = 0.0,
    phone_volume: ArrayLike = 0.0,
) -> Volumes:
    """Volumes by channel at a given adoption; without augmentation and halo their sum does not change.

    Parameters
    ----------
    volume : array-like, >= 0, branch transactions before
    adoption : array-like in [0, 1], share of customers who have adopted, along any axes
    migrated_share : float in [0, 1], share of an adopter's branch transactions that goes online
    augmentation : float, >= -1, growth in use of what moved
    branch_halo, phone_halo : float, >= 0, transactions that an adopter adds at the branch, on the
        telephone, as a share of the former branch transactions
    online_volume, phone_volume : array-like, >= 0, transactions already on these channels

    Raises
    ------
    ValueError: a figure outside its range

    References
    ----------
    Campbell and Frei (2010), Cost structure, customer profitability and retention implications of
    self-service distribution channels, Management Science 56(1).
    """
    adopted = numbers("volume", volume, 0) * numbers("adoption", adoption, 0, 1)
    moved = adopted * number("migrated_share", migrated_share, 0, 1)
    growth = number("augmentation", augmentation, -1)
    at_branch = adopted * number("branch_halo", branch_halo, 0)
    on_phone = adopted * number("phone_halo", phone_halo, 0)
    return Volumes(
        branch=np.asarray(volume, dtype=np.float64) - moved + at_branch,
        online=numbers("online_volume", online_volume, 0) + moved * (1 + growth),
        phone=numbers("phone_volume", phone_volume, 0) + on_phone,
    )


def average_unit_cost(
    volumes: Volumes, *, branch_cost: float, online_cost: float, phone_cost: float = 0.0
) -> Figures:
    """Cost of the average transaction at each adoption: what a payment costs as channels shift.

    Raises
    ------
    ValueError: a negative unit cost, or no transaction to average over
    """
    total = volumes.branch + volumes.online + volumes.phone
    if (total <= 0).any():
        raise ValueError("volumes must hold at least one transaction everywhere, got none")
    cost = (
        volumes.branch * number("branch_cost", branch_cost, 0)
        + volumes.online * number("online_cost", online_cost, 0)
        + volumes.phone * number("phone_cost", phone_cost, 0)
    )
    return plain(cost / total)


@dataclass(frozen=True)
class Saving:
    """The claim and the truth about one migration, in currency of the period.

    Attributes
    ----------
    naive : moved transactions times the difference of the average costs
    real : what leaves the accounts: variable cost saved, less the cost of the online transactions
    fixed_cost_behind : fixed branch cost that stood behind the moved transactions
    share_to_release : share of it that must be given back for the naive claim to come true; above 1 the
        claim cannot come true at all; None where no cost is fixed
    """

    naive: float
    real: float
    fixed_cost_behind: float
    share_to_release: float | None


def saving(
    moved: float, unit_cost: float, variable_share: float, cost_ratio: float, *, augmentation: float = 0.0
) -> Saving:
    """Naive and real saving from moving transactions off the branch.

    Parameters
    ----------
    moved : float, >= 0, branch transactions that go online in the period
    unit_cost : float, >= 0, full cost of a branch transaction
    variable_share, cost_ratio : as :func:`break_even_augmentation`
    augmentation : float, >= -1, growth in use of what moved

    Raises
    ------
    ValueError: a figure outside its range
    """
    base = number("moved", moved, 0) * number("unit_cost", unit_cost, 0)
    share = number("variable_share", variable_share, 0, 1, bounds="(]")
    ratio = number("cost_ratio", cost_ratio, 0, 1, bounds="(]")
    growth = number("augmentation", augmentation, -1)
    naive = base * (1 - ratio)
    real = base * (share - (1 + growth) * ratio)
    fixed = base * (1 - share)
    return Saving(naive, real, fixed, (naive - real) / fixed if fixed > 0 else None)


def break_even_volume(fixed_cost: float, branch_variable_cost: float, online_unit_cost: float) -> float:
    """Transactions that must move in a period before the new channel pays its own fixed cost.

    Parameters
    ----------
    fixed_cost : float, >= 0, fixed cost of the new channel in the period
    branch_variable_cost, online_unit_cost : float, >= 0, currency per transaction

    Returns
    -------
    float; infinite where a moved transaction saves nothing

    Raises
    ------
    ValueError: a negative cost
    """
    fixed = number("fixed_cost", fixed_cost, 0)
    margin = number("branch_variable_cost", branch_variable_cost, 0) - number(
        "online_unit_cost", online_unit_cost, 0
    )
    if margin <= 0:
        return math.inf
    return fixed / margin


def learning_curve(first_cost: float, volume: ArrayLike, progress_ratio: float) -> Figures:
    """Unit cost after a cumulative volume: each doubling multiplies it by ``progress_ratio``.

    Parameters
    ----------
    first_cost : float, >= 0, cost of the first unit
    volume : array-like, > 0, cumulative units, in multiples of the first
    progress_ratio : float in (0, 1], 0.8 for an "80 % curve"; 1 for no learning

    Raises
    ------
    ValueError: a figure outside its range

    References
    ----------
    Wright (1936), Factors affecting the cost of airplanes: ``c(Q) = c1 Q ** log2(b)``.
    """
    ratio = number("progress_ratio", progress_ratio, 0, 1, bounds="(]")
    cumulative = numbers("volume", volume, 0, bounds="(]")
    return plain(number("first_cost", first_cost, 0) * cumulative ** math.log2(ratio))


def net_present_value(rate: float, cash_flows: ArrayLike) -> Figures:
    """Present value of cash flows, the first of them paid now.

    Parameters
    ----------
    rate : float, > -1, discount rate per period
    cash_flows : shape (..., periods), currency; the last axis is time

    Returns
    -------
    shape (...), currency of today

    Raises
    ------
    ValueError: missing cash flows, none at all, or a rate of -1 or less
    """
    flows = numbers("cash_flows", cash_flows)
    if flows.ndim == 0 or flows.shape[-1] == 0:
        raise ValueError(f"cash_flows must have at least one period, got shape {flows.shape}")
    discount = (1 + number("rate", rate, -1, bounds="(]")) ** -np.arange(flows.shape[-1], dtype=np.float64)
    return plain(flows @ discount)


def option_to_wait(
    value: float,
    cost: float,
    years: float,
    rate: float,
    volatility: float,
    *,
    payout: float = 0.0,
    method: Literal["black-scholes", "binomial"] = "black-scholes",
    steps: int = 500,
) -> float:
    """Worth of the right to invest later instead of now: a call on the project.

    Compare it with investing now, ``value - cost``: where the option is worth more, waiting pays.

    Parameters
    ----------
    value : float, > 0, present value of what the project will save
    cost : float, > 0, investment, to be paid when the option is exercised
    years : float, >= 0, time for which the decision can wait
    rate : float, riskless rate per year, continuously compounded
    volatility : float, >= 0, standard deviation of the project's yearly log-return
    payout : float, >= 0, savings lost by waiting, per year, as a share of ``value``
    method : "black-scholes" decides at the end only; "binomial" (Cox, Ross and Rubinstein) decides at
        every step, which is worth more when ``payout`` is positive
    steps : int, >= 1, of the binomial tree

    Raises
    ------
    ValueError: a figure outside its range, an unknown method, or too few steps for the rate and
        volatility (the tree would need a probability above 1)

    References
    ----------
    Black and Scholes (1973); Merton (1973); Cox, Ross and Rubinstein (1979); Dixit and Pindyck (1994),
    Investment under Uncertainty.
    """
    project = number("value", value, 0, bounds="(]")
    strike = number("cost", cost, 0, bounds="(]")
    time = number("years", years, 0)
    interest = number("rate", rate)
    deviation = number("volatility", volatility, 0) * math.sqrt(time)
    lost = number("payout", payout, 0)
    if method not in ("black-scholes", "binomial"):
        raise ValueError(f"method must be black-scholes or binomial, got {method!r}")
    count = whole("steps", steps, 1)
    if method == "binomial" and time > 0:
        return _binomial_call(project, strike, time, interest, deviation / math.sqrt(time), lost, count)
    forward, discounted = project * math.exp(-lost * time), strike * math.exp(-interest * time)
    if deviation == 0:
        return max(forward - discounted, 0.0)
    upper = math.log(forward / discounted) / deviation + deviation / 2
    return float(forward * special.ndtr(upper) - discounted * special.ndtr(upper - deviation))


def _binomial_call(
    value: float, cost: float, years: float, rate: float, volatility: float, payout: float, steps: int
) -> float:
    step = years / steps
    if volatility == 0:
        # Without risk the best moment is known today.
        times = np.linspace(0, years, steps + 1)
        return float(max(np.max(value * np.exp(-payout * times) - cost * np.exp(-rate * times)), 0.0))
    up = math.exp(volatility * math.sqrt(step))
    chance = (math.exp((rate - payout) * step) - 1 / up) / (up - 1 / up)
    if not 0 < chance < 1:
        needed = math.ceil(((rate - payout) / volatility) ** 2 * years) + 1
        raise ValueError(f"steps must be at least {needed} for this rate and volatility, got {steps}")
    discount = math.exp(-rate * step)
    worth = np.maximum(value * up ** np.arange(-steps, steps + 1, 2, dtype=np.float64) - cost, 0.0)
    for level in range(steps - 1, -1, -1):
        worth = discount * (chance * worth[1:] + (1 - chance) * worth[:-1])
        # Otherwise waiting costs nothing and deciding early is never better.
        if payout > 0 or rate < 0:
            now = value * up ** np.arange(-level, level + 1, 2, dtype=np.float64) - cost
            worth = np.maximum(worth, now)
    return float(worth[0])
