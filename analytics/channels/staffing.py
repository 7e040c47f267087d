"""How many people a queue needs: from arrivals by hour to full-time equivalents."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.channels._checks import number, numbers
from analytics.channels.queues import QueueService, checked_queue, erlang_a, erlang_b, erlang_c

__all__ = [
    "QueueService",
    "Schedule",
    "erlang_a",
    "erlang_b",
    "erlang_c",
    "full_time_equivalents",
    "required_agents",
    "staffing_curve",
    "staffing_schedule",
]

_MAXIMUM_AGENTS: Final = 100_000


def required_agents(
    calls_per_hour: float,
    handling_seconds: float,
    service_level: float = 0.8,
    *,
    target_seconds: float = 20,
    patience_seconds: float | None = None,
    maximum_occupancy: float = 1.0,
) -> int:
    """Fewest agents who answer the wanted share of calls within the target.

    Parameters
    ----------
    calls_per_hour, handling_seconds, target_seconds : as :func:`erlang_c`
    service_level : float in (0, 1), share of calls to answer within ``target_seconds``
    patience_seconds : float, > 0, uses Erlang A; None uses Erlang C
    maximum_occupancy : float in (0, 1], share of their time that agents may be on calls; more wears
        people out

    Returns
    -------
    int, 0 where nobody calls

    Raises
    ------
    ValueError: a figure outside its range, or a queue of more than 100,000 agents
    """
    arrivals, handling, _, target = checked_queue(calls_per_hour, handling_seconds, 1, target_seconds)
    wanted = number("service_level", service_level, 0, 1, bounds="()")
    busiest = number("maximum_occupancy", maximum_occupancy, 0, 1, bounds="(]")
    if arrivals == 0:
        return 0

    def enough(agents: int) -> bool:
        service = _service(arrivals, handling, agents, patience_seconds, target)
        return service.stable and service.service_level >= wanted and service.occupancy <= busiest

    high = max(1, math.ceil(arrivals * handling / 3600))
    low = 0
    while not enough(high):
        low, high = high, math.ceil(1.1 * high) + 1
        if high > _MAXIMUM_AGENTS:
            raise ValueError(f"calls_per_hour and handling_seconds ask for over {_MAXIMUM_AGENTS:,} agents")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def staffing_curve(
    calls_per_hour: float,
    handling_seconds: float,
    agents: ArrayLike,
    *,
    patience_seconds: float | None = None,
    target_seconds: float = 20,
) -> pd.DataFrame:
    """Service at each number of agents: what one more person buys.

    Parameters
    ----------
    agents : array-like of int, >= 1
    calls_per_hour, handling_seconds, target_seconds, patience_seconds : as :func:`required_agents`

    Returns
    -------
    DataFrame, one row per number of agents, the columns of :class:`QueueService`

    Raises
    ------
    ValueError: a figure outside its range
    """
    return pd.DataFrame(
        [
            _service(calls_per_hour, handling_seconds, int(people), patience_seconds, target_seconds)
            for people in np.atleast_1d(numbers("agents", agents, 1))
        ]
    )


@dataclass(frozen=True)
class Schedule:
    """Agents interval by interval, and the people whom the bank must employ for it.

    Attributes
    ----------
    table : DataFrame, one row per interval: arrivals (per hour) and the columns of :class:`QueueService`;
        an interval without calls has 0 agents, service level 1
    full_time_equivalents : people on the payroll, absences included
    people : full-time equivalents rounded up: nobody employs a fraction of a person
    service_level, abandonment : shares of all calls of the schedule
    occupancy : share of the paid minutes at the desk spent on calls
    """

    table: pd.DataFrame
    full_time_equivalents: float
    people: int
    service_level: float
    abandonment: float
    occupancy: float


def staffing_schedule(
    calls_per_hour: ArrayLike,
    handling_seconds: float,
    service_level: float = 0.8,
    *,
    hours_per_person: float,
    interval_hours: float = 1.0,
    shrinkage: float = 0.3,
    target_seconds: float = 20,
    patience_seconds: float | None = None,
    maximum_occupancy: float = 1.0,
) -> Schedule:
    """Agents needed in each interval, and the full-time equivalents behind them.

    Parameters
    ----------
    calls_per_hour : shape (intervals,), >= 0, arrival rate in each interval of the schedule's period
    hours_per_person : float, > 0, paid hours of one full-time person in that period (40 for a week)
    interval_hours : float, > 0, length of an interval
    shrinkage : float in [0, 1), share of paid hours away from the queue (leave, training, breaks)
    handling_seconds, service_level, target_seconds, patience_seconds, maximum_occupancy
        as :func:`required_agents`

    Raises
    ------
    ValueError: a figure outside its range, or a schedule without intervals
    """
    arrivals = np.atleast_1d(numbers("calls_per_hour", calls_per_hour, 0))
    if arrivals.ndim != 1 or arrivals.size == 0:
        raise ValueError(f"calls_per_hour must be one row of intervals, got shape {arrivals.shape}")
    rows: dict[float, QueueService] = {}
    for rate in np.unique(arrivals):
        agents = required_agents(
            float(rate),
            handling_seconds,
            service_level,
            target_seconds=target_seconds,
            patience_seconds=patience_seconds,
            maximum_occupancy=maximum_occupancy,
        )
        idle = QueueService(0.0, 0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0)
        rows[float(rate)] = (
            _service(float(rate), handling_seconds, agents, patience_seconds, target_seconds)
            if agents
            else idle
        )
    table = pd.DataFrame([rows[float(rate)] for rate in arrivals])
    table.insert(0, "arrivals", arrivals)
    paid = full_time_equivalents(
        table["agents"],
        hours_per_person=hours_per_person,
        interval_hours=interval_hours,
        shrinkage=shrinkage,
    )
    calls, agents_total = float(arrivals.sum()), float(table["agents"].sum())
    weights = arrivals / calls if calls else np.full(arrivals.size, 1 / arrivals.size)
    return Schedule(
        table=table,
        full_time_equivalents=paid,
        people=math.ceil(round(paid, 9)),
        service_level=float(weights @ table["service_level"]),
        abandonment=float(weights @ table["abandonment"]),
        occupancy=float((table["occupancy"] * table["agents"]).sum()) / agents_total if agents_total else 0.0,
    )


def full_time_equivalents(
    agents: ArrayLike, *, hours_per_person: float, interval_hours: float = 1.0, shrinkage: float = 0.3
) -> float:
    """People on the payroll behind a schedule: ``sum(agents * interval) / (hours * (1 - shrinkage))``.

    Parameters
    ----------
    agents : array-like, >= 0, people needed at the desk in each interval
    hours_per_person, interval_hours, shrinkage : as :func:`staffing_schedule`

    Raises
    ------
    ValueError: a figure outside its range
    """
    needed = float(numbers("agents", agents, 0).sum()) * number(
        "interval_hours", interval_hours, 0, bounds="(]"
    )
    paid = number("hours_per_person", hours_per_person, 0, bounds="(]")
    return needed / (paid * (1 - number("shrinkage", shrinkage, 0, 1, bounds="[)")))


def _service(
    arrivals: float, handling: float, agents: int, patience: float | None, target: float
) -> QueueService:
    if patience is None:
        return erlang_c(arrivals, handling, agents, target_seconds=target)
    return erlang_a(arrivals, handling, agents, patience, target_seconds=target)
