"""How many people a queue needs: from arrivals by hour to full-time equivalents."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.channels._checks import IntArray, number, numbers
from analytics.channels.queues import QueueService, checked_queue, erlang_a, erlang_b, erlang_c

__all__ = [
    "QueueService",
    "Schedule",
    "erlang_a",
    "erlang_b",
    "erlang_c",
    "full_time_equivalents",
    "required_agents",
    "required_agents_each",
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
    sizing = _Sizing.checked(
        handling_seconds, service_level, target_seconds, patience_seconds, maximum_occupancy
    )
    return sizing.fewest(number("calls_per_hour", calls_per_hour, 0))


@dataclass(frozen=True)
class _Sizing:
    """What a queue promises its customers, from which its size follows."""

    handling: float
    wanted: float
    target: float
    patience: float | None
    busiest: float

    @classmethod
    def checked(
        cls, handling: float, wanted: float, target: float, patience: float | None, busiest: float
    ) -> _Sizing:
        checked_queue(0, handling, 1, target)
        return cls(
            handling,
            number("service_level", wanted, 0, 1, bounds="()"),
            target,
            patience,
            number("maximum_occupancy", busiest, 0, 1, bounds="(]"),
        )

    def enough(self, rate: float, agents: int) -> bool:
        service = _service(rate, self.handling, agents, self.patience, self.target)
        return service.stable and service.service_level >= self.wanted and service.occupancy <= self.busiest

    def fewest(self, rate: float) -> int:
        if rate == 0:
            return 0
        high = max(1, math.ceil(rate * self.handling / 3600))
        low = 0
        while not self.enough(rate, high):
            low, high = high, math.ceil(1.1 * high) + 1
            if high > _MAXIMUM_AGENTS:
                raise ValueError(
                    f"calls_per_hour and handling_seconds ask for over {_MAXIMUM_AGENTS:,} agents"
                )
        return self.between(rate, low, high)

    def between(self, rate: float, low: int, high: int) -> int:
        """The fewest, where ``low`` are known to be too few and ``high`` enough."""
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.enough(rate, middle) else (middle, high)
        return high


def required_agents_each(
    calls_per_hour: ArrayLike,
    handling_seconds: float,
    service_level: float = 0.8,
    *,
    target_seconds: float = 20,
    patience_seconds: float | None = None,
    maximum_occupancy: float = 1.0,
) -> IntArray:
    """Fewest agents for each of many arrival rates, as :func:`required_agents` gives for one.

    More calls never need fewer agents: rates between two that need the same number need it too, so a
    network of hundreds of queues costs a few dozen evaluations.

    Parameters
    ----------
    calls_per_hour : array of any shape, >= 0
    handling_seconds, service_level, target_seconds, patience_seconds, maximum_occupancy
        as :func:`required_agents`

    Returns
    -------
    whole numbers of the shape given

    Raises
    ------
    ValueError: a figure outside its range
    """
    given = numbers("calls_per_hour", calls_per_hour, 0)
    # Most hours of most networks are shut: they need nobody, and no search.
    rates, place = np.unique(given[given > 0], return_inverse=True)
    sizing = _Sizing.checked(
        handling_seconds, service_level, target_seconds, patience_seconds, maximum_occupancy
    )
    found = np.zeros(given.shape, dtype=np.int64)
    if not rates.size:
        return found
    agents = np.zeros(rates.size, dtype=np.int64)
    agents[0], agents[-1] = sizing.fewest(float(rates[0])), sizing.fewest(float(rates[-1]))
    between = [(0, rates.size - 1)]
    while between:
        low, high = between.pop()
        if agents[low] == agents[high]:
            agents[low : high + 1] = agents[low]
        elif high - low > 1:
            middle = (low + high) // 2
            agents[middle] = sizing.between(
                float(rates[middle]), max(int(agents[low]) - 1, 0), int(agents[high])
            )
            between += [(low, middle), (middle, high)]
    found[given > 0] = agents[place]
    return found


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
    needed = required_agents_each(
        arrivals,
        handling_seconds,
        service_level,
        target_seconds=target_seconds,
        patience_seconds=patience_seconds,
        maximum_occupancy=maximum_occupancy,
    )
    idle = QueueService(0.0, 0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0)
    rows = {
        (rate, agents): _service(rate, handling_seconds, agents, patience_seconds, target_seconds)
        if agents
        else idle
        for rate, agents in set(zip(arrivals.tolist(), needed.tolist(), strict=True))
    }
    table = pd.DataFrame([rows[both] for both in zip(arrivals.tolist(), needed.tolist(), strict=True)])
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
