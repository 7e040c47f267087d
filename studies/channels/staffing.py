"""What the staffing page reads: arrivals by hour, handling times, and the people that they ask for."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.channels.arrivals import hourly_arrivals
from analytics.channels.network import (
    NetworkRelease,
    NetworkStaffing,
    SizedNetwork,
    network_release,
    site_arrivals,
    size_networks,
    staff_network,
)
from analytics.channels.staffing import (
    QueueService,
    Schedule,
    erlang_a,
    erlang_c,
    full_time_equivalents,
    required_agents_each,
    staffing_curve,
    staffing_schedule,
)
from data import published, queries, queries_channels
from data.snapshots import Snapshot
from studies.core import cached

FEWEST_AT_COUNTER: Final = 2
"""Nobody opens a branch alone: a convention."""
CASH: Final = ("cash_withdrawal", "cash_deposit")
"""What does not leave the counter for a screen."""
STEPS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
_YEAR: Final = 12
_HOUR: Final = 3600


def hours_paid() -> float:
    """Paid hours a week of a full-time person."""
    return published.figure("hours_paid")


@dataclass(frozen=True)
class Promise:
    """What customers are promised.

    ``level`` of the customers are served within ``target`` seconds; they leave after ``patience`` seconds
    on average (0: never).
    """

    level: float
    target: float
    patience: float

    @property
    def patience_or_none(self) -> float | None:
        """Patience as the models take it."""
        return self.patience or None


@cached
def weeks(snapshot: Snapshot, bank: str, channel: str) -> pd.DataFrame:
    """Arrivals an hour through the week, over the last year and in its quietest and busiest months.

    Returns
    -------
    DataFrame of 168 rows: mean, quiet, busy; empty where the bank has no arrivals there
    """
    rows = queries_channels.channel_arrivals(snapshot, bank)
    rows = rows[rows["channel"] == channel]
    if rows.empty:
        return pd.DataFrame(columns=["mean", "quiet", "busy"])
    rows = rows[rows["month"] > rows["month"].max() - pd.DateOffset(months=_YEAR)]
    by_month = {month: hourly_arrivals(part) for month, part in rows.groupby("month")}
    order = sorted(by_month.values(), key=lambda week: float(week.sum()))
    return pd.DataFrame({"mean": hourly_arrivals(rows), "quiet": order[0], "busy": order[-1]})


@cached
def service_mix(snapshot: Snapshot, bank: str, channel: str) -> pd.DataFrame:
    """What the last year's transactions of a channel were and took.

    Returns
    -------
    DataFrame: service, count (a year), minutes (each; where a service has none, the channel's average
        from its resources or its log), movable (bool); empty where nothing is known
    """
    cube = queries.channel_activity(snapshot, bank, by=("month", "channel", "service"))
    cube = cube[cube["channel"] == channel]
    if cube.empty:
        return pd.DataFrame(columns=["service", "count", "minutes", "movable"])
    cube = cube[cube["month"] > cube["month"].max() - pd.DateOffset(months=_YEAR)]
    mix = cube.groupby("service", as_index=False)["count"].sum()
    times = queries.service_times(snapshot, bank)
    known = times[times["channel"] == channel].set_index("service")["minutes"]
    minutes = mix["service"].map(known)
    if minutes.isna().any():
        minutes = minutes.fillna(_usual_minutes(snapshot, bank, channel))
    timed: pd.DataFrame = mix.assign(minutes=minutes, movable=~mix["service"].isin(CASH))
    return timed.dropna(subset=["minutes"])


def _usual_minutes(snapshot: Snapshot, bank: str, channel: str) -> float:
    """Minutes of a transaction: what the bank's resources state, else what its log has measured."""
    means = queries.channel_resources(snapshot, bank)
    stated = means.loc[means["channel"] == channel].sort_values("month")["minutes_per_transaction"]
    if len(stated):
        return float(stated.iloc[-1])
    rows = queries_channels.channel_arrivals(snapshot, bank)
    rows = rows[rows["channel"] == channel]
    timed = int(rows["timed"].sum())
    return float(rows["seconds"].sum() / timed / 60) if timed else float("nan")


@cached
def sites(snapshot: Snapshot, bank: str) -> pd.DataFrame:
    """Branches open in the latest month: branch, region, count (a month, over the last year)."""
    rows = queries_channels.branch_activity(snapshot, bank)
    if rows.empty:
        return pd.DataFrame(columns=["branch", "region", "count"])
    last = rows["month"].max()
    rows = rows[rows["month"] > last - pd.DateOffset(months=_YEAR)]
    mean = rows.groupby("branch")["count"].mean()
    now: pd.DataFrame = rows.loc[rows["month"] == last, ["branch", "region"]]
    return now.assign(count=now["branch"].map(mean)).reset_index(drop=True)


@cached
def employed(snapshot: Snapshot, bank: str, channel: str) -> float | None:
    """Full-time equivalents of a channel in the latest month that states them."""
    rows = queries.channel_resources(snapshot, bank)
    rows = rows[(rows["channel"] == channel) & rows["full_time_equivalents"].notna()]
    return float(rows.sort_values("month")["full_time_equivalents"].iloc[-1]) if len(rows) else None


@cached
def kinds(snapshot: Snapshot, bank: str) -> tuple[str, ...]:
    """Kinds of the data that the page rests on."""
    rows = queries_channels.channel_arrivals(snapshot, bank)
    return tuple(rows["kind"].drop_duplicates())


def handling_seconds(mix: pd.DataFrame, moved: float = 0.0) -> float:
    """Mean handling time of what is left at a channel when ``moved`` of what can move has left."""
    left = (mix["count"] * (1.0 - moved * mix["movable"])).to_numpy(float)
    return float(60.0 * (left @ mix["minutes"].to_numpy(float)) / left.sum())


def remaining_share(mix: pd.DataFrame, moved: float) -> float:
    """Share of the transactions of a channel that stay."""
    return float((mix["count"] * (1.0 - moved * mix["movable"])).sum() / mix["count"].sum())


@dataclass(frozen=True)
class CallStaffing:
    """The phone: its schedule, and the people in the quietest and busiest months."""

    schedule: Schedule
    low: int
    high: int
    handling: float


@cached
def _schedule(snapshot: Snapshot, bank: str, promise: Promise) -> tuple[Schedule, NDArray[np.int64], float]:
    """The phone's year, the agents of its quietest and busiest months, and the handling time."""
    week = weeks(snapshot, bank, "adviser")
    handling = handling_seconds(service_mix(snapshot, bank, "adviser"))
    schedule = staffing_schedule(
        week["mean"],
        handling,
        promise.level,
        hours_per_person=hours_paid(),
        shrinkage=0.0,
        target_seconds=promise.target,
        patience_seconds=promise.patience_or_none,
    )
    ends = required_agents_each(
        week[["quiet", "busy"]].to_numpy().T,
        handling,
        promise.level,
        target_seconds=promise.target,
        patience_seconds=promise.patience_or_none,
    )
    return schedule, ends, handling


@cached
def phone(snapshot: Snapshot, bank: str, promise: Promise, shrinkage: float) -> CallStaffing:
    """People on the phone, when ``shrinkage`` of their paid hours are spent elsewhere.

    Raises
    ------
    ValueError: the bank has no calls, or a promise that no queue can keep
    """
    schedule, ends, handling = _schedule(snapshot, bank, promise)
    usual, low, high = (
        full_time_equivalents(agents, hours_per_person=hours_paid(), shrinkage=shrinkage)
        for agents in (schedule.table["agents"], *ends)
    )
    paid = replace(schedule, full_time_equivalents=usual, people=math.ceil(round(usual, 9)))
    return CallStaffing(paid, math.ceil(round(low, 9)), math.ceil(round(high, 9)), handling)


@dataclass(frozen=True)
class CounterStaffing:
    """The counters: the network over the year, and the people in the quietest and busiest months."""

    network: NetworkStaffing
    low: int
    high: int
    handling: float


def _size(
    cases: list[NDArray[np.float64]],
    handling: float,
    promise: Promise,
    closing: NDArray[np.float64] | float = 0.0,
) -> tuple[SizedNetwork, ...]:
    return size_networks(
        cases,
        handling,
        promise.level,
        target_seconds=promise.target,
        patience_seconds=promise.patience_or_none,
        minimum_agents=FEWEST_AT_COUNTER,
        closing_arrivals=closing,
    )


def _paid(sized: SizedNetwork, shrinkage: float) -> NetworkStaffing:
    return staff_network(sized, hours_per_person=hours_paid(), shrinkage=shrinkage)


@cached
def _counters(snapshot: Snapshot, bank: str, promise: Promise) -> tuple[SizedNetwork, ...]:
    """Desks over the year and in its quietest and busiest months."""
    volumes = sites(snapshot, bank)["count"]
    week = weeks(snapshot, bank, "branch")
    cases = [site_arrivals(volumes, week[name]) for name in ("mean", "quiet", "busy")]
    return _size(cases, handling_seconds(service_mix(snapshot, bank, "branch")), promise)


@cached
def counters(snapshot: Snapshot, bank: str, promise: Promise, shrinkage: float) -> CounterStaffing:
    """People at the counters of all branches, when ``shrinkage`` of their paid hours are spent elsewhere.

    Raises
    ------
    ValueError: the bank has no branch activity, or a promise that no queue can keep
    """
    usual, quiet, busy = (_paid(sized, shrinkage) for sized in _counters(snapshot, bank, promise))
    handling = handling_seconds(service_mix(snapshot, bank, "branch"))
    return CounterStaffing(usual, quiet.people, busy.people, handling)


@cached
def _moved(snapshot: Snapshot, bank: str, promise: Promise, moved: float) -> SizedNetwork:
    mix = service_mix(snapshot, bank, "branch")
    week = weeks(snapshot, bank, "branch")["mean"]
    today = site_arrivals(sites(snapshot, bank)["count"], week)
    handling = handling_seconds(mix, moved)
    one_person = float((week > 0).sum()) * _HOUR / handling
    closing = np.where(today.sum(axis=1) >= one_person, one_person, 0.0)
    return _size([today * remaining_share(mix, moved)], handling, promise, closing)[0]


def moved_counters(
    snapshot: Snapshot, bank: str, promise: Promise, shrinkage: float, moved: float
) -> NetworkStaffing:
    """The network when ``moved`` of the transactions that can leave the counter have left it.

    A branch that kept one person at the desk busy through its opening hours before the move, and does not
    after it, closes.
    """
    if moved == 0:
        return counters(snapshot, bank, promise, shrinkage).network
    return _paid(_moved(snapshot, bank, promise, moved), shrinkage)


def release(
    snapshot: Snapshot, bank: str, promise: Promise, shrinkage: float, moved: float
) -> NetworkRelease:
    """Whole people and branches that a move releases."""
    return network_release(
        counters(snapshot, bank, promise, shrinkage).network,
        moved_counters(snapshot, bank, promise, shrinkage, moved),
    )


@cached
def peak(snapshot: Snapshot, bank: str, queue: str) -> tuple[float, float]:
    """Arrivals in the busiest hour of the phone, or of the median branch, and seconds to handle one."""
    if queue == "phone":
        mix = service_mix(snapshot, bank, "adviser")
        return float(weeks(snapshot, bank, "adviser")["mean"].max()), handling_seconds(mix)
    volumes = sites(snapshot, bank)["count"]
    busiest = float(weeks(snapshot, bank, "branch")["mean"].max())
    mix = service_mix(snapshot, bank, "branch")
    return busiest * float(volumes.median() / volumes.sum()), handling_seconds(mix)


def service_curve(rate: float, handling: float, promise: Promise, agents: tuple[int, ...]) -> pd.DataFrame:
    """Service at the busiest hour by number of people, where nobody leaves and where some do.

    Returns
    -------
    DataFrame: agents, model ("C" or "A"), service_level, abandonment; A only where patience is stated
    """
    parts = []
    for model, patience in (("C", None), ("A", promise.patience_or_none)):
        if model == "C" or patience is not None:
            curve = staffing_curve(
                rate, handling, list(agents), patience_seconds=patience, target_seconds=promise.target
            )
            parts.append(curve.assign(model=model))
    return pd.concat(parts, ignore_index=True)


def at_peak(rate: float, handling: float, promise: Promise, agents: int, model: str) -> QueueService:
    """Service of the busiest hour under Erlang C or A."""
    if model == "A":
        return erlang_a(rate, handling, agents, promise.patience, target_seconds=promise.target)
    return erlang_c(rate, handling, agents, target_seconds=promise.target)
