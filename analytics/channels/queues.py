"""Queues of calls or people before counters: Erlang B, C and A.

Arrivals come at random (Poisson) at a steady rate within the interval, handling times are exponential,
agents are interchangeable and the queue is first come, first served. Erlang C lets nobody hang up and so
asks for more people than a real queue needs; Erlang A lets customers lose patience.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from analytics.channels._checks import FloatArray, number, whole

# Queue states beyond this many standard deviations weigh less than double precision can hold.
_TAIL_DEVIATIONS: Final = 12.0
_TAIL_LOG: Final = math.log(1e-20)
_MAXIMUM_QUEUE: Final = 20_000_000


@dataclass(frozen=True)
class QueueService:
    """What customers and agents live through in one staffed interval.

    Attributes
    ----------
    load : Erlangs, calls arriving during one handling time
    agents : people answering
    waiting_probability : share of calls that do not find a free agent
    service_level : share of all calls answered within the target
    average_speed_of_answer : seconds that an answered call waits, on average, zero waits included;
        infinite where the queue grows without end
    occupancy : share of their time that agents are on calls
    abandonment : share of calls whose caller hangs up before an answer; 0 under Erlang C
    average_queue : callers waiting at a random moment; infinite where the queue grows without end
    stable : False where Erlang C has no steady state: as many Erlangs as agents, or more
    """

    load: float
    agents: int
    waiting_probability: float
    service_level: float
    average_speed_of_answer: float
    occupancy: float
    abandonment: float
    average_queue: float
    stable: bool = True


def erlang_b(load: float, agents: int) -> float:
    """Share of calls that find all agents busy, where such a call is lost.

    Parameters
    ----------
    load : float, >= 0, Erlangs
    agents : int, >= 0

    Raises
    ------
    ValueError: a negative load or number of agents, or one that is not whole

    References
    ----------
    Erlang (1917); recursion ``B(n) = a B(n-1) / (n + a B(n-1))``, which neither overflows nor loses
    digits: each step shrinks the error of the one before.
    """
    offered = number("load", load, 0)
    blocked = 1.0
    for busy in range(1, whole("agents", agents, 0) + 1):
        blocked = offered * blocked / (busy + offered * blocked)
    return blocked if offered > 0 or agents == 0 else 0.0


def erlang_c(
    calls_per_hour: float, handling_seconds: float, agents: int, *, target_seconds: float = 20
) -> QueueService:
    """Service of a queue in which nobody hangs up.

    Parameters
    ----------
    calls_per_hour : float, >= 0
    handling_seconds : float, > 0, talk and after-call work
    agents : int, >= 1
    target_seconds : float, >= 0, wait within which a call counts as answered in time

    Returns
    -------
    QueueService; with as many Erlangs as agents or more there is no steady state and the queue grows
    without end: ``stable`` is False, everybody waits (1), nobody in time (0), speed and queue infinite

    Raises
    ------
    ValueError: a figure outside its range

    References
    ----------
    Erlang (1917). ``C = n B / (n - a (1 - B))``; service level ``1 - C exp(-(n - a) T / h)``;
    average speed of answer ``C h / (n - a)``.
    """
    arrivals, handling, people, target = checked_queue(
        calls_per_hour, handling_seconds, agents, target_seconds
    )
    load = arrivals * handling / 3600
    if load >= people:
        return QueueService(load, people, 1.0, 0.0, math.inf, 1.0, 0.0, math.inf, stable=False)
    blocked = erlang_b(load, people)
    waiting = people * blocked / (people - load * (1 - blocked))
    speed = waiting * handling / (people - load)
    return QueueService(
        load=load,
        agents=people,
        waiting_probability=waiting,
        service_level=1 - waiting * math.exp(-(people - load) * target / handling),
        average_speed_of_answer=speed,
        occupancy=load / people,
        abandonment=0.0,
        average_queue=arrivals / 3600 * speed,
    )


def erlang_a(
    calls_per_hour: float,
    handling_seconds: float,
    agents: int,
    patience_seconds: float,
    *,
    target_seconds: float = 20,
) -> QueueService:
    """Service of a queue whose callers lose patience, after an exponential time, while they wait.

    Any load has a steady state: whoever cannot be served hangs up.

    Parameters
    ----------
    calls_per_hour, handling_seconds, agents, target_seconds : as :func:`erlang_c`
    patience_seconds : float, > 0, mean time that a caller is ready to wait

    Raises
    ------
    ValueError: a figure outside its range, or patience so long that Erlang C is the model to use

    References
    ----------
    Palm (1957); Garnett, Mandelbaum and Reiman (2002), Designing a call center with impatient customers,
    Manufacturing and Service Operations Management 4(3).
    """
    arrivals, handling, people, target = checked_queue(
        calls_per_hour, handling_seconds, agents, target_seconds
    )
    patience = number("patience_seconds", patience_seconds, 0, bounds="(]")
    load = arrivals * handling / 3600
    blocked = erlang_b(load, people)
    if blocked == 0.0:
        # Too rare to be told from never in double precision (or no call at all): nobody waits.
        return QueueService(load, people, 0.0, 1.0, 0.0, load / people, 0.0, 0.0)

    # In units of patience: ahead of the j-th in the queue leave n*mu, n*mu + theta, ... per unit.
    serving = people * patience / handling
    offered = arrivals * patience / 3600
    states = _waiting_states(offered, serving, blocked)
    waiting = float(states.sum())
    place = np.arange(1, states.size + 1)

    # exp(-wait / patience) of the virtual wait at place j is Beta(serving, j): products of powers of
    # uniforms. Its first moment is the chance of being served; the incomplete one, of being so in time.
    served = serving / (serving + place)
    in_time = special.betainc(place, serving + 1, -math.expm1(-target / patience))
    wait_if_served = patience * np.cumsum(1 / (serving + place))
    abandoned = float(states @ (place / (serving + place)))
    return QueueService(
        load=load,
        agents=people,
        waiting_probability=waiting,
        service_level=1 - waiting + float(states @ (served * in_time)),
        average_speed_of_answer=float(states @ (served * wait_if_served)) / (1 - abandoned),
        occupancy=load * (1 - abandoned) / people,
        abandonment=abandoned,
        average_queue=offered * abandoned,
    )


def _waiting_states(offered: float, serving: float, blocked: float) -> FloatArray:
    """Probability that an arrival finds all busy and takes place 1, 2, … in the queue."""
    excess = offered - serving
    length = max(excess, 0.0) + _TAIL_DEVIATIONS * math.sqrt(offered + serving) + 50
    if excess < 0:
        # Long patience: the tail is nearly geometric, and shorter than the bound above.
        length = min(length, _TAIL_LOG / math.log(offered / serving) + 50)
    if length > _MAXIMUM_QUEUE:
        raise ValueError("patience_seconds must be finite and short enough to matter; use erlang_c instead")
    place = np.arange(1, math.ceil(length) + 1)
    # Relative to the state "all busy, nobody waits", whose share below it is 1 / blocked - 1.
    weights = np.concatenate([[0.0], np.cumsum(np.log(offered) - np.log(serving + place))])
    below = np.log1p(-blocked) - np.log(blocked) if blocked < 1 else -math.inf
    highest = weights.max()
    total = np.logaddexp(below, highest + np.log(np.exp(weights - highest).sum()))
    return np.asarray(np.exp(weights - total), dtype=np.float64)


def checked_queue(
    calls_per_hour: float, handling_seconds: float, agents: float, target_seconds: float
) -> tuple[float, float, int, float]:
    """The description of a queue, each part inside its range; ValueError otherwise."""
    return (
        number("calls_per_hour", calls_per_hour, 0),
        number("handling_seconds", handling_seconds, 0, bounds="(]"),
        whole("agents", agents, 1),
        number("target_seconds", target_seconds, 0),
    )
