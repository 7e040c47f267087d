"""The customer's own minutes, which are no cost of the bank and never a staff time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from analytics.channels._checks import number

# Arthur Andersen's figures, as cited in the course text: minutes that the customer spends.
COUNTER_MINUTES: Final = 7.0
INTERNET_MINUTES: Final = 3.0


@dataclass(frozen=True)
class CustomerTime:
    """Hours that customers spend in the period before and after a move, and the difference."""

    hours_before: float
    hours_after: float
    hours_saved: float
    value_saved: float | None


def customer_time(
    transactions: float,
    moved_share: float,
    *,
    augmentation: float = 0.0,
    counter_minutes: float = COUNTER_MINUTES,
    online_minutes: float = INTERNET_MINUTES,
    value_per_hour: float | None = None,
) -> CustomerTime:
    """Time that customers save when part of their counter transactions goes online.

    Parameters
    ----------
    transactions : float, >= 0, counter transactions in the period before the move
    moved_share : float in [0, 1], share of them that moves
    augmentation : float, >= -1, growth in use of those who moved: 0.5 means three for every two
    counter_minutes, online_minutes : float, >= 0, minutes of the customer, travel as the source counts it
    value_per_hour : float, >= 0, currency per hour of the customer's time; None leaves it unpriced

    Raises
    ------
    ValueError: a figure outside its range
    """
    volume = number("transactions", transactions, 0)
    moved = number("moved_share", moved_share, 0, 1) * volume
    growth = number("augmentation", augmentation, -1)
    at_counter = number("counter_minutes", counter_minutes, 0)
    online = number("online_minutes", online_minutes, 0)
    before = volume * at_counter / 60
    after = ((volume - moved) * at_counter + moved * (1 + growth) * online) / 60
    value = None
    if value_per_hour is not None:
        value = (before - after) * number("value_per_hour", value_per_hour, 0)
    return CustomerTime(before, after, before - after, value)


def minute_cost_ratio(cost_ratio: float, time_ratio: float) -> float:
    """What a minute on the new channel costs, a minute at the counter being 1.

    A transaction at 1/7 of the cost that takes 3/7 of the time costs 1/3 a minute: the two published
    facts are consistent only if online minutes are three times cheaper.

    Parameters
    ----------
    cost_ratio : float, > 0, cost on the new channel / cost at the counter, per transaction
    time_ratio : float, > 0, minutes on the new channel / minutes at the counter

    Raises
    ------
    ValueError: a ratio that is not positive
    """
    return number("cost_ratio", cost_ratio, 0, bounds="(]") / number("time_ratio", time_ratio, 0, bounds="(]")
