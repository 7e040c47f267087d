"""What the staffing page reads: arrivals by hour, handling times, and the people that they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.channels.arrivals import hourly_arrivals
from analytics.channels.network import (
    NetworkRelease,
    NetworkStaffing,
    network_release,
    site_arrivals,
    staff_networks,
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
from data import queries, queries_activity
from data.snapshots import Snapshot
from ui.reads.core import cached

HOURS_PAID: Final = 40.0
"""Paid hours a week of a full-time person: a convention."""
FEWEST_AT_COUNTER: Final = 2
"""Nobody opens a branch alone: a convention."""
CASH: Final = ("cash_withdrawal", "cash_deposit")
"""What does not leave the counter for a screen."""
STEPS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_YEAR: Final = 12
_HOUR: Final = 3600


@dataclass(frozen=True)
class Promise:
    """What customers are promised and what people are paid for.

    ``level`` of the customers are served within ``target`` seconds; they leave after ``patience`` seconds
    on average (0: never); ``shrinkage``: share of the paid hours away from the desk.
    """

    level: float
    target: float
    patience: float
    shrinkage: float

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
    rows = queries_activity.channel_arrivals(snapshot, bank)
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
    DataFrame: service, count (a year), minutes (each; the channel's average where a service has none),
        movable (bool); empty where nothing is known
    """
    cube = queries.channel_activity(snapshot, bank, by=("month", "channel", "service"))
    cube = cube[cube["channel"] == channel]
    if cube.empty:
        return pd.DataFrame(columns=["service", "count", "minutes", "movable"])
    cube = cube[cube["month"] > cube["month"].max() - pd.DateOffset(months=_YEAR)]
    mix = cube.groupby("service", as_index=False)["count"].sum()
    times = queries.service_times(snapshot, bank)
    times = times[times["channel"] == channel].set_index("service")["minutes"]
    means = queries.channel_resources(snapshot, bank)
    usual = means.loc[means["channel"] == channel].sort_values("month")["minutes_per_transaction"]
    minutes = mix["service"].map(times).fillna(usual.iloc[-1] if len(usual) else np.nan)
    return mix.assign(minutes=minutes, movable=~mix["service"].isin(CASH)).dropna(subset=["minutes"])


@cached
def sites(snapshot: Snapshot, bank: str) -> pd.DataFrame:
    """Branches open in the latest month: branch, region, count (a month, over the last year)."""
    rows = queries_activity.branch_activity(snapshot, bank)
    if rows.empty:
        return pd.DataFrame(columns=["branch", "region", "count"])
    last = rows["month"].max()
    rows = rows[rows["month"] > last - pd.DateOffset(months=_YEAR)]
    mean = rows.groupby("branch")["count"].mean()
    now = rows[rows["month"] == last]
    return now[["branch", "region"]].assign(count=now["branch"].map(mean)).reset_index(drop=True)


@cached
def employed(snapshot: Snapshot, bank: str, channel: str) -> float | None:
    """Full-time equivalents of a channel in the latest month that states them."""
    rows = queries.channel_resources(snapshot, bank)
    rows = rows[(rows["channel"] == channel) & rows["full_time_equivalents"].notna()]
    return float(rows.sort_values("month")["full_time_equivalents"].iloc[-1]) if len(rows) else None


@cached
def kinds(snapshot: Snapshot, bank: str) -> tuple[str, ...]:
    """Kinds of the data that the page rests on."""
    rows = queries_activity.channel_arrivals(snapshot, bank)
    return tuple(rows["kind"].drop_duplicates())


def handling_seconds(mix: pd.DataFrame, moved: float = 0.0) -> float:
    """Mean handling time of what is left at a channel when ``moved`` of what can move has left."""
    left = mix["count"] * (1.0 - moved * mix["movable"])
    return float(60.0 * (left @ mix["minutes"]) / left.sum())


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
def phone(snapshot: Snapshot, bank: str, promise: Promise) -> CallStaffing:
    """People on the phone.

    Raises
    ------
    ValueError: the bank has no calls, or a promise that no queue can keep
    """
    week = weeks(snapshot, bank, "adviser")
    handling = handling_seconds(service_mix(snapshot, bank, "adviser"))
    schedule = staffing_schedule(
        week["mean"],
        handling,
        promise.level,
        hours_per_person=HOURS_PAID,
        shrinkage=promise.shrinkage,
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
    low, high = (
        int(np.ceil(full_time_equivalents(row, hours_per_person=HOURS_PAID, shrinkage=promise.shrinkage)))
        for row in ends
    )
    return CallStaffing(schedule, low, high, handling)


@dataclass(frozen=True)
class CounterStaffing:
    """The counters: the network over the year, and the people in the quietest and busiest months."""

    network: NetworkStaffing
    low: int
    high: int
    handling: float


def _networks(
    cases: list[pd.DataFrame], handling: float, promise: Promise, closing: object = 0.0
) -> tuple[NetworkStaffing, ...]:
    return staff_networks(
        [np.asarray(case) for case in cases],
        handling,
        promise.level,
        hours_per_person=HOURS_PAID,
        shrinkage=promise.shrinkage,
        target_seconds=promise.target,
        patience_seconds=promise.patience_or_none,
        minimum_agents=FEWEST_AT_COUNTER,
        closing_arrivals=np.asarray(closing, dtype=float),
    )


@cached
def counters(snapshot: Snapshot, bank: str, promise: Promise) -> CounterStaffing:
    """People at the counters of all branches.

    Raises
    ------
    ValueError: the bank has no branch activity, or a promise that no queue can keep
    """
    volumes = sites(snapshot, bank)["count"]
    week = weeks(snapshot, bank, "branch")
    handling = handling_seconds(service_mix(snapshot, bank, "branch"))
    cases = [pd.DataFrame(site_arrivals(volumes, week[name])) for name in ("mean", "quiet", "busy")]
    usual, quiet, busy = _networks(cases, handling, promise)
    return CounterStaffing(usual, quiet.people, busy.people, handling)


@cached
def moved_counters(snapshot: Snapshot, bank: str, promise: Promise, moved: float) -> NetworkStaffing:
    """The network when ``moved`` of the transactions that can leave the counter have left it.

    A branch that kept one person busy before the move, and does not after it, closes.
    """
    mix = service_mix(snapshot, bank, "branch")
    volumes = sites(snapshot, bank)["count"]
    today = site_arrivals(volumes, weeks(snapshot, bank, "branch")["mean"])
    handling = handling_seconds(mix, moved)
    one_person = HOURS_PAID * (1.0 - promise.shrinkage) * _HOUR / handling
    closing = np.where(today.sum(axis=1) >= one_person, one_person, 0.0)
    after = pd.DataFrame(today * remaining_share(mix, moved))
    return _networks([after], handling, promise, closing)[0]


@cached
def release(snapshot: Snapshot, bank: str, promise: Promise, moved: float) -> NetworkRelease:
    """Whole people and branches that a move releases."""
    return network_release(
        counters(snapshot, bank, promise).network, moved_counters(snapshot, bank, promise, moved)
    )


@cached
def peak(snapshot: Snapshot, bank: str, queue: str, promise: Promise) -> tuple[float, float]:
    """Arrivals in the busiest hour of the phone, or of the median branch, and seconds to handle one."""
    if queue == "phone":
        return float(weeks(snapshot, bank, "adviser")["mean"].max()), phone(snapshot, bank, promise).handling
    volumes = sites(snapshot, bank)["count"]
    busiest = float(weeks(snapshot, bank, "branch")["mean"].max())
    return busiest * float(volumes.median() / volumes.sum()), counters(snapshot, bank, promise).handling


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
