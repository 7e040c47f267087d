"""The months of a plan that have arrived: what was handled and paid, against what the plan foresaw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.channels.breakdown import ChannelCosts, channel_costs
from analytics.plan.actuals import Deviation, deviation
from analytics.plan.shares import YEAR, to_targets
from data import queries
from data.snapshots import Snapshot
from studies.core import cached
from studies.plan.shares import TARGETS, YEARS, Settings

_NAMES: Final = {"cost_mad": "cost", "variable_cost_mad": "variable_cost", "count": "transactions"}


@dataclass(frozen=True)
class Actuals:
    """Months of a plan that have arrived. Amounts in MAD.

    Attributes
    ----------
    began, last : first month of the plan, last month that arrived
    months : that arrived
    planned_gone, actual_gone : share of the channel's transactions gone in the last month, of those of the
        same month a year before the plan
    channels : DataFrame channel, planned, actual (transactions), planned_cost, actual_cost (a transaction),
        volume, mix, cost (parts of the deviation), deviation
    found : Deviation
    kinds : of the figures
    """

    began: pd.Timestamp
    last: pd.Timestamp
    months: int
    planned_gone: float
    actual_gone: float
    channels: pd.DataFrame
    found: Deviation
    kinds: tuple[str, ...]


@cached
def began_months(snapshot: Snapshot, bank: str) -> tuple[str, ...]:
    """Months with which a plan of a bank can have begun, the latest first: twelve lie before each."""
    resources, activity = (
        set(table(snapshot, bank)["month"].unique())
        for table in (queries.channel_resources, queries.channel_activity)
    )
    known = sorted(resources & activity)
    return tuple(f"{month:%Y-%m}" for month in reversed(known[YEAR:]))


def usual_beginning(snapshot: Snapshot, bank: str) -> str:
    """January of the latest year that has months, or the first month that can be taken; empty without any."""
    months = began_months(snapshot, bank)
    january = f"{months[0][:4]}-01" if months else ""
    return january if january in months else months[-1] if months else ""


@cached
def actuals(snapshot: Snapshot, bank: str, settings: Settings, began: str) -> Actuals:
    """What arrived against a plan that began with ``began``, such as 2026-01.

    The plan: transactions of each channel as in the same months a year before, what leaves the origin by the
    targets added, with its growth in use, where it goes; at the unit costs of the twelve months before.

    Raises
    ------
    ValueError: a month that is not one of :func:`began_months`, or a channel that nothing is known of
    """
    if began not in began_months(snapshot, bank):
        raise ValueError(f"began must be a month with a year before it, got {began!r}")
    start = pd.Timestamp(f"{began}-01")
    resources = queries.channel_resources(snapshot, bank).rename(columns=_NAMES)
    activity = queries.channel_activity(snapshot, bank).rename(columns=_NAMES)
    times = queries.service_times(snapshot, bank).rename(columns=_NAMES)
    arrived = sorted(
        month
        for month in set(resources["month"].unique()) & set(activity["month"].unique())
        if month >= start
    )[: YEARS * YEAR]

    def costed(first: pd.Timestamp, last: pd.Timestamp) -> ChannelCosts:
        paid, done = (table[table["month"].between(first, last)] for table in (resources, activity))
        return channel_costs(paid, done, times)

    year_before, before = start - pd.DateOffset(years=1), start - pd.DateOffset(months=1)
    base, since = costed(year_before, before).by_channel, costed(start, arrived[-1]).by_channel
    handled = activity.pivot_table(
        index="month", columns="channel", values="transactions", aggfunc="sum", observed=True
    ).fillna(0.0)
    # A plan of several years repeats the year before it.
    same = [year_before + pd.DateOffset(months=_place(month, start) % YEAR) for month in arrived]
    usual = handled.reindex(same).fillna(0.0)
    made = handled.reindex(arrived).fillna(0.0)
    path = to_targets(0.0, settings.shares, months=YEARS * YEAR)
    gone = np.array([path[_place(month, start)] for month in arrived])
    planned = _planned(usual, gone, settings)
    costs = pd.DataFrame(
        {
            "planned": planned.sum(),
            "actual": made.sum(),
            "planned_cost": base.set_index("channel")["full"],
            "actual_cost": since.set_index("channel")["full"],
        }
    )
    costs = costs[(costs["planned"] > 0) | (costs["actual"] > 0)]
    costs = costs[costs[["planned_cost", "actual_cost"]].notna().any(axis=1)]
    found = deviation(costs["planned"], costs["planned_cost"], costs["actual"], costs["actual_cost"])
    origin = settings.origin
    first, then = float(usual[origin].iloc[-1]), float(made[origin].iloc[-1])
    parts = {"volume": found.volume, "mix": found.mix, "cost": found.cost}
    channels = costs.assign(**parts, deviation=found.actual - found.planned)
    return Actuals(
        began=start,
        last=arrived[-1],
        months=len(arrived),
        planned_gone=float(gone[-1]),
        actual_gone=1.0 - then / first if first > 0 else np.nan,
        channels=channels.rename_axis("channel").reset_index(),
        found=found,
        kinds=tuple(dict.fromkeys([*resources["kind"], *activity.get("kind", []), "derived"])),
    )


def _place(month: pd.Timestamp, start: pd.Timestamp) -> int:
    return (month.year - start.year) * YEAR + month.month - start.month


def _planned(usual: pd.DataFrame, gone: np.ndarray, settings: Settings) -> pd.DataFrame:
    """The year before with what the targets move, month by month."""
    targets = [name for name in TARGETS[settings.target] if name in usual.columns]
    moved = gone * usual[settings.origin].to_numpy()
    part = usual[targets].sum() / usual[targets].to_numpy().sum()
    planned = usual.astype("float64").copy()
    planned[settings.origin] -= moved
    for name in targets:
        planned[name] += moved * (1 + settings.means.augmentation) * float(part[name])
    return planned
