"""What a bank's transactions cost, and what was published, on a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.channels.breakdown import ChannelCosts, LikeForLike, channel_costs, like_for_like
from analytics.channels.costing import step_release, steps_needed
from analytics.channels.published import Envelope, cost_envelope, restate_cost
from data import queries, queries_channels
from data.snapshots import Snapshot
from studies.core import cached

MONTHS: Final = 12
COURSE: Final = "Course text"
# The course says "phone" without saying which: its ratio is set beside every kind of telephone.
COURSE_RATIOS: Final = {"atm": 1 / 2, "phone": 1 / 3, "ivr": 1 / 3, "adviser": 1 / 3, "internet": 1 / 7}
_COST_NAMES: Final = {"cost_mad": "cost", "variable_cost_mad": "variable_cost", "count": "transactions"}


@dataclass(frozen=True)
class BankTables:
    """A bank's last twelve months: resources, activity, minutes by service, in the shape of the costing."""

    resources: pd.DataFrame
    activity: pd.DataFrame
    times: pd.DataFrame
    kinds: tuple[str, ...]


@cached
def bank_tables(snapshot: Snapshot, bank: str, month: str = "") -> BankTables:
    """Resources and activity of a bank's last twelve months, or of those to ``month``; empty without any."""
    resources = queries.channel_resources(snapshot, bank).rename(columns=_COST_NAMES)
    activity = queries.channel_activity(snapshot, bank).rename(columns=_COST_NAMES)
    if month:
        resources, activity = (
            frame[frame["month"] <= pd.Timestamp(f"{month}-01")] for frame in (resources, activity)
        )
    times = queries.service_times(snapshot, bank).rename(columns=_COST_NAMES)
    shared = sorted(set(resources["month"].unique()) & set(activity["month"].unique()))
    kinds = tuple(dict.fromkeys([*resources["kind"].unique(), *times["kind"].unique()]))
    first = shared[-1] - pd.DateOffset(months=MONTHS - 1) if shared else pd.Timestamp.max
    recent, handled = (frame[frame["month"] >= first] for frame in (resources, activity))
    return BankTables(recent, handled, times, kinds)


@cached
def bank_costs(
    snapshot: Snapshot, bank: str, practical_share: float, given_back: float, month: str = ""
) -> ChannelCosts:
    """Three costs of a bank's transactions over twelve months, the last ones unless they end with ``month``.

    Every page that says what a transaction costs says this.

    Raises
    ------
    ValueError: the bank has no month with both resources and activity, or figures that cannot be
    """
    tables = bank_tables(snapshot, bank, month)
    return channel_costs(
        tables.resources,
        tables.activity,
        tables.times,
        practical_share=practical_share,
        given_back=given_back,
    )


@cached
def unit_costs(snapshot: Snapshot, bank: str, month: str) -> pd.DataFrame:
    """Where the full cost of a transaction comes from, by channel, over the twelve months to ``month``.

    Returns
    -------
    DataFrame: channel, cost (MAD of resources), purchases (MAD), transactions, full (MAD a transaction),
        minutes (a transaction), rate (MAD a minute supplied), utilisation (of the minutes supplied), source;
        dearest first; empty where no month has both resources and activity
    """
    columns = [
        "channel",
        "cost",
        "purchases",
        "transactions",
        "full",
        "minutes",
        "rate",
        "utilisation",
        "source",
    ]
    try:
        rows = bank_costs(snapshot, bank, 1.0, 0.0, month).by_channel
    except ValueError:
        return pd.DataFrame(columns=columns)
    rows = rows[rows["transactions"] > 0]
    resources = bank_tables(snapshot, bank, month).resources
    supplied = resources.groupby("channel")["minutes_supplied"].sum().reindex(rows["channel"]).to_numpy()
    found = rows.assign(
        minutes=rows["utilisation"] * supplied / rows["transactions"],
        source=rows["channel"].map(resources.groupby("channel")["source"].first()),
    )
    return found.sort_values("full", ascending=False)[columns].reset_index(drop=True)


@cached
def release(snapshot: Snapshot, bank: str, leaving: float) -> pd.DataFrame:
    """What whole units a bank's channels would release if a share of the latest month's transactions left.

    Returns
    -------
    DataFrame: channel, units (in service), needed, needed_after, saving (MAD a month), unit_saving (MAD per
    transaction gone); channels without units, capacity or transactions are left out
    """
    tables = bank_tables(snapshot, bank)
    handled = tables.activity.groupby(["month", "channel"])["transactions"].sum()
    last = tables.resources[tables.resources["month"] == tables.resources["month"].max()]
    rows = []
    for row in last.itertuples():
        volume = float(handled.get((row.month, row.channel), 0.0))
        if row.units > 0 and row.unit_capacity > 0 and volume > 0:
            gone = leaving * volume
            freed = step_release(volume, gone, row.cost / row.units, row.unit_capacity, row.variable_cost)
            needed = int(steps_needed(volume, row.unit_capacity))
            rows.append(
                (row.channel, row.units, needed, needed - freed.steps, freed.saving, freed.unit_saving)
            )
    columns = ["channel", "units", "needed", "needed_after", "saving", "unit_saving"]
    return pd.DataFrame(rows, columns=columns)


@cached
def bank_like_for_like(snapshot: Snapshot, bank: str) -> LikeForLike:
    """What can move from a bank's branches, and what it costs there and online.

    Raises
    ------
    ValueError: no costs, or no service done both at the branch and online
    """
    return like_for_like(bank_costs(snapshot, bank, 1.0, 0.0), bank_tables(snapshot, bank).activity)


published_costs = cached(queries_channels.published_costs)
services = cached(queries.services)


@cached
def envelope(snapshot: Snapshot, kinds: tuple[str, ...]) -> Envelope:
    """Published ratios to the branch of the kinds of cost chosen, with the course's ratios placed in them."""
    return cost_envelope(published_costs(snapshot), COURSE_RATIOS, kinds=kinds or None, without=(COURSE,))


@cached
def restated(snapshot: Snapshot, inflation: float) -> pd.DataFrame:
    """Every published cost, with ``restated``: in its own currency at the prices of the snapshot's year.

    Missing for ratios and for studies without a year.
    """
    rows = published_costs(snapshot)
    years = snapshot.as_of.year - rows["year"].astype("Float64")
    worth = [
        restate_cost(cost, price_index_now=(1 + inflation) ** float(age))
        if currency != "ratio" and not pd.isna(age)
        else np.nan
        for cost, currency, age in zip(rows["unit_cost"], rows["currency"], years, strict=True)
    ]
    return rows.assign(restated=worth)
