"""People for many small queues that cannot help one another: the counters of a network of branches."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analytics.channels._checks import FloatArray, IntArray, fit, number, numbers, whole
from analytics.channels.staffing import required_agents_each


@dataclass(frozen=True)
class SizedNetwork:
    """People at the desks of a network, site by site, whoever is paid for it.

    Attributes
    ----------
    table : DataFrame, one row per site in the order given: arrivals and work_hours (in the period),
        peak_agents, desk_hours, open
    agents : shape (intervals,), people at the desks of the whole network in each interval
    sites_open : sites that open
    """

    table: pd.DataFrame
    agents: FloatArray
    sites_open: int


@dataclass(frozen=True)
class NetworkStaffing:
    """People on the payroll of a network.

    Attributes
    ----------
    sized : SizedNetwork
    by_site : shape (sites,), whole people; 0 where closed
    people : whole people in every site, in all
    full_time_equivalents : what they would be if people could be shared out by the hour
    """

    sized: SizedNetwork
    by_site: IntArray
    people: int
    full_time_equivalents: float


@dataclass(frozen=True)
class NetworkRelease:
    """What a network gives back when part of its work leaves.

    Attributes
    ----------
    people : whole people released, site by site (negative: people to add)
    sites : sites that close because of the move
    people_in_theory : full-time equivalents before, times the share of the work that left: what an average
        promises
    """

    people: int
    sites: int
    people_in_theory: float


def size_networks(
    cases: Sequence[ArrayLike],
    handling_seconds: float,
    service_level: float = 0.8,
    *,
    target_seconds: float = 600,
    patience_seconds: float | None = None,
    minimum_agents: int = 2,
    closing_arrivals: ArrayLike = 0.0,
) -> tuple[SizedNetwork, ...]:
    """People at the desks of each site of a network through the week, in each of several cases.

    Parameters
    ----------
    cases : each of shape (sites, intervals of one hour), >= 0, customers per hour; an interval in which no
        site has any is one in which the network is shut
    handling_seconds, service_level, target_seconds, patience_seconds : as :func:`required_agents`
    minimum_agents : int, >= 0, fewest people with whom a site may open
    closing_arrivals : float or shape (sites,), >= 0, a site with fewer arrivals in the period closes and
        hands them to the open ones in proportion to theirs; 0 keeps it open

    Raises
    ------
    ValueError: a figure outside its range, no site, or no site left open
    """
    least = numbers("closing_arrivals", closing_arrivals, 0)
    fewest = whole("minimum_agents", minimum_agents, 0)
    given = [_checked(case, least) for case in cases]
    served = [_handed_over(rates, stays) for rates, stays in given]
    # One search over the rates of all cases: those between two that need the same number are not evaluated.
    needed = required_agents_each(
        np.concatenate([rates.ravel() for rates in served]) if served else [],
        handling_seconds,
        service_level,
        target_seconds=target_seconds,
        patience_seconds=patience_seconds,
    )
    ends = np.cumsum([rates.size for rates in served])
    return tuple(
        _sized(rates, stays, np.maximum(agents.reshape(rates.shape), fewest), handling_seconds / 3600)
        for rates, (_given, stays), agents in zip(
            served, given, np.split(needed, ends[:-1]) if served else [], strict=True
        )
    )


def staff_network(sized: SizedNetwork, *, hours_per_person: float, shrinkage: float = 0.3) -> NetworkStaffing:
    """People on the payroll behind the desks of a network.

    Parameters
    ----------
    hours_per_person : float, > 0, paid hours of one full-time person in the period of the intervals
    shrinkage : float in [0, 1), share of paid hours away from the desk

    Raises
    ------
    ValueError: a figure outside its range
    """
    paid = number("hours_per_person", hours_per_person, 0, bounds="(]")
    present = paid * (1 - number("shrinkage", shrinkage, 0, 1, bounds="[)"))
    desk_hours = sized.table["desk_hours"].to_numpy(dtype=np.float64)
    # The last digits of a quotient must not add a person.
    by_site = np.ceil(np.round(desk_hours / present, 9)).astype(np.int64)
    return NetworkStaffing(
        sized=sized,
        by_site=by_site,
        people=int(by_site.sum()),
        full_time_equivalents=float(desk_hours.sum() / present),
    )


def _checked(case: ArrayLike, least: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
    rates = numbers("cases", case, 0)
    if rates.ndim != 2 or rates.size == 0:
        raise ValueError(f"cases must each have the shape (sites, intervals), got {rates.shape}")
    stays = rates.sum(axis=1) >= fit("closing_arrivals", least, rates.shape[:1])
    if not stays.any():
        raise ValueError(f"closing_arrivals must leave a site open: all have fewer than {least.min():g}")
    return rates, stays


def _sized(
    rates: FloatArray, stays: NDArray[np.bool_], enough: IntArray, handling_hours: float
) -> SizedNetwork:
    agents = np.where((rates.sum(axis=0) > 0) & stays[:, None], enough, 0)
    table = pd.DataFrame(
        {
            "arrivals": rates.sum(axis=1),
            "work_hours": rates.sum(axis=1) * handling_hours,
            "peak_agents": agents.max(axis=1),
            "desk_hours": agents.sum(axis=1),
            "open": stays,
        }
    )
    return SizedNetwork(table, agents.sum(axis=0).astype(np.float64), int(stays.sum()))


def network_release(before: NetworkStaffing, after: NetworkStaffing) -> NetworkRelease:
    """What the move from one staffing of a network to another gives back.

    Raises
    ------
    ValueError: two networks with another number of sites
    """
    sites = before.by_site.size
    if sites != after.by_site.size:
        raise ValueError(f"after must have the {sites} sites of before, got {after.by_site.size}")
    work, kept = (float(one.sized.table["work_hours"].sum()) for one in (before, after))
    left = 1 - kept / work if work else 0.0
    return NetworkRelease(
        people=before.people - after.people,
        sites=before.sized.sites_open - after.sized.sites_open,
        people_in_theory=before.full_time_equivalents * left,
    )


def site_arrivals(volumes: ArrayLike, week: ArrayLike) -> FloatArray:
    """Arrivals of each site in each interval: the network's week, shared out by the sites' volumes.

    Parameters
    ----------
    volumes : shape (sites,), >= 0
    week : shape (intervals,), >= 0, arrivals of the whole network

    Raises
    ------
    ValueError: a negative figure, or sites without any volume
    """
    sizes = np.atleast_1d(numbers("volumes", volumes, 0))
    total = math.fsum(sizes)
    if total <= 0:
        raise ValueError("volumes must have at least one above 0, got none")
    network = np.atleast_1d(numbers("week", week, 0))
    shape = (sizes.size, network.size)
    return fit("volumes", sizes[:, None] / total, shape) * network


def _handed_over(rates: FloatArray, stays: NDArray[np.bool_]) -> FloatArray:
    """The arrivals of closed sites come to the open ones, in proportion to theirs."""
    kept = np.where(stays[:, None], rates, 0.0)
    own = kept.sum(axis=1)
    share = own / own.sum() if own.sum() > 0 else stays / stays.sum()
    return np.asarray(kept + share[:, None] * rates[~stays].sum(axis=0), dtype=np.float64)
