"""What a transaction costs, by time-driven costing: full, used and avoidable, never one figure.

The *full* cost spreads everything the channel costs over what it handled, idle minutes included. The
*used* cost charges only the minutes that a transaction takes. The *avoidable* cost is what really
disappears with one transaction less. They answer different questions and differ by a factor of several.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.channels._checks import Figures, FloatArray, fit, number, numbers, plain

# A channel worked for a smaller share of its minutes handled nothing that could be counted; its cost, spread
# over that, would pass what a number holds.
_IDLE = 1e-250


@dataclass(frozen=True)
class TimeDrivenCosts:
    """Cost of one or several channels, traced to services by the minutes they take.

    Attributes
    ----------
    rate : currency per minute of practical capacity, one per resource
    unit_costs : currency per transaction (minutes used and variable cost), last axis services
    used : currency, cost of the minutes used, one per resource
    unused : currency, ``resource_cost - used``; negative where the channel works beyond its practical
        capacity, which says that the minutes per transaction or the capacity supplied are wrong
    full_unit_costs : currency per transaction with the unused capacity spread over the minutes used
    utilisation : minutes used / practical minutes, one per resource
    variable_costs : currency, cost of the transactions outside the resources, one per resource
    """

    rate: Figures
    unit_costs: FloatArray
    used: Figures
    unused: Figures
    full_unit_costs: FloatArray
    utilisation: Figures
    variable_costs: Figures


@dataclass(frozen=True)
class ThreeCosts:
    """Full, used and avoidable cost of one transaction, each with services on the last axis."""

    full: FloatArray
    used: FloatArray
    avoidable: FloatArray


def time_driven_costs(
    resource_cost: ArrayLike,
    minutes_supplied: ArrayLike,
    volumes: ArrayLike,
    minutes: ArrayLike,
    *,
    practical_share: ArrayLike = 1.0,
    variable_cost: ArrayLike = 0.0,
) -> TimeDrivenCosts:
    """Unit costs and unused capacity of channels by time-driven activity-based costing.

    Used and unused cost of a resource always add up to what the resource costs.

    Parameters
    ----------
    resource_cost : shape R, >= 0, cost of each channel's people, premises and systems in the period;
        R is () for one channel or (channels,)
    minutes_supplied : shape R, > 0, minutes paid for in the period
    volumes : shape R + (services,), >= 0, transactions in the period
    minutes : broadcast to ``volumes``, >= 0, staff or machine minutes per transaction (never the
        customer's)
    practical_share : broadcast to R, in (0, 1], share of the minutes supplied that can be worked
    variable_cost : broadcast to ``volumes``, >= 0, currency per transaction outside the resource
        (paper, cash handling, network fees)

    Raises
    ------
    ValueError: shapes that do not fit, missing or negative figures, a share outside (0, 1], figures so large
        or minutes supplied so few that a cost passes what a number holds

    References
    ----------
    Kaplan and Anderson (2004), Time-driven activity-based costing, Harvard Business Review 82(11).
    """
    cost = numbers("resource_cost", resource_cost, 0)
    supplied = fit(
        "minutes_supplied", numbers("minutes_supplied", minutes_supplied, 0, bounds="(]"), cost.shape
    )
    share = fit("practical_share", numbers("practical_share", practical_share, 0, 1, bounds="(]"), cost.shape)
    count = np.atleast_1d(numbers("volumes", volumes, 0))
    if count.shape[:-1] != cost.shape:
        raise ValueError(
            f"volumes must have the shape of resource_cost {cost.shape} and one more axis for services, "
            f"got {count.shape}"
        )
    duration = fit("minutes", numbers("minutes", minutes, 0), count.shape)
    outside = fit("variable_cost", numbers("variable_cost", variable_cost, 0), count.shape)

    try:
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            practical = supplied * share
            worked = (count * duration).sum(axis=-1)
            rate, utilisation = cost / practical, worked / practical
            used = worked * rate
            # Where nothing was handled there is nothing to spread the resource over: the rate stands in.
            busy = utilisation > _IDLE
            full_rate = np.where(busy, cost / np.where(busy, worked, 1.0), rate)
            return TimeDrivenCosts(
                rate=plain(rate),
                unit_costs=duration * rate[..., np.newaxis] + outside,
                used=plain(used),
                unused=plain(cost - used),
                full_unit_costs=duration * full_rate[..., np.newaxis] + outside,
                utilisation=plain(utilisation),
                variable_costs=plain((count * outside).sum(axis=-1)),
            )
    except FloatingPointError:
        raise ValueError(
            "resource_cost, minutes_supplied, volumes and minutes must give costs that a number holds; the "
            f"largest are {cost.max():g}, {supplied.max():g}, {count.max():g} and {duration.max():g}, the "
            f"smallest minutes_supplied {supplied.min():g}: check their units"
        ) from None


def three_costs(
    resource_cost: ArrayLike,
    minutes_supplied: ArrayLike,
    volumes: ArrayLike,
    minutes: ArrayLike,
    *,
    practical_share: ArrayLike = 1.0,
    variable_cost: ArrayLike = 0.0,
    released_share: ArrayLike = 0.0,
) -> ThreeCosts:
    """Full, used and avoidable cost of one transaction, by channel and service.

    Parameters
    ----------
    resource_cost, minutes_supplied, volumes, minutes, practical_share, variable_cost
        as :func:`time_driven_costs`
    released_share : broadcast to ``volumes``, in [0, 1], share of the cost of the minutes that the bank
        really gives back when the transaction goes (people redeployed, a counter closed); 0 while
        nothing is given back. :func:`step_release` measures it.

    Raises
    ------
    ValueError: as :func:`time_driven_costs`; a released share outside [0, 1]
    """
    released = numbers("released_share", released_share, 0, 1)
    costs = time_driven_costs(
        resource_cost,
        minutes_supplied,
        volumes,
        minutes,
        practical_share=practical_share,
        variable_cost=variable_cost,
    )
    released = fit("released_share", released, costs.unit_costs.shape)
    outside = np.broadcast_to(np.asarray(variable_cost, dtype=np.float64), costs.unit_costs.shape)
    return ThreeCosts(
        full=costs.full_unit_costs,
        used=costs.unit_costs,
        avoidable=outside + released * (costs.unit_costs - outside),
    )


def step_fixed_cost(
    volume: ArrayLike, step_cost: float, step_capacity: float, variable_cost: float = 0.0
) -> Figures:
    """Cost of a volume handled in whole steps: ``step_cost * ceil(volume / capacity) + volume * v``.

    Parameters
    ----------
    volume : array-like, >= 0, transactions in the period
    step_cost : float, >= 0, currency per step in the period (one teller, one branch)
    step_capacity : float, > 0, transactions that one step handles
    variable_cost : float, >= 0, currency per transaction

    Raises
    ------
    ValueError: a negative volume or cost, a capacity that is not positive
    """
    count = numbers("volume", volume, 0)
    fixed = number("step_cost", step_cost, 0)
    each = number("variable_cost", variable_cost, 0)
    return fixed * steps_needed(count, step_capacity) + count * each


def steps_needed(volume: ArrayLike, step_capacity: float) -> Figures:
    """Whole steps that a volume takes: people, counters or branches.

    Raises
    ------
    ValueError: a negative volume, a capacity that is not positive
    """
    capacity = number("step_capacity", step_capacity, 0, bounds="(]")
    # 3 * 0.1 / 0.1 is 3.0000000000000004: rounding noise must not hire a fourth person.
    ratio = numbers("volume", volume, 0) / capacity
    return plain(np.ceil(np.round(ratio, 9)))


@dataclass(frozen=True)
class StepRelease:
    """What a fall in volume gives back.

    Attributes
    ----------
    steps : whole steps released (negative: steps to add)
    saving : currency, step cost and variable cost really avoided
    unit_saving : currency per transaction gone; the avoidable cost
    released_share : share of the step cost behind the lost volume that is really given back
    """

    steps: int
    saving: float
    unit_saving: float
    released_share: float


def step_release(
    volume: float, removed: float, step_cost: float, step_capacity: float, variable_cost: float = 0.0
) -> StepRelease:
    """Cost avoided when ``removed`` transactions leave a channel that is staffed in whole steps.

    Parameters
    ----------
    volume : float, >= 0, transactions before
    removed : float in (0, volume], transactions gone
    step_cost, step_capacity, variable_cost : as :func:`step_fixed_cost`

    Raises
    ------
    ValueError: more removed than there was, or figures outside the ranges of :func:`step_fixed_cost`
    """
    before = number("volume", volume, 0)
    gone = number("removed", removed, 0, before, bounds="(]")
    fixed = number("step_cost", step_cost, 0)
    each = number("variable_cost", variable_cost, 0)
    steps = int(steps_needed(before, step_capacity) - steps_needed(before - gone, step_capacity))
    saving = steps * fixed + gone * each
    return StepRelease(
        steps=steps,
        saving=saving,
        unit_saving=saving / gone,
        released_share=min(1.0, steps * step_capacity / gone),
    )
