"""Published macroeconomic figures of a snapshot, and the models' results on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from data import queries
from data.snapshots import Snapshot
from ui.reads.core import cached

_ONLINE: Final = ("internet", "mobile")


@dataclass(frozen=True)
class Figure:
    """One published figure: its value, year, source, kind and how it was read."""

    value: float
    year: int
    source: str
    kind: str
    status: str


@cached
def figure(snapshot: Snapshot, indicator: str, country: str = "MAR") -> Figure | None:
    """The latest figure of an indicator; None where the snapshot has none."""
    rows = series(snapshot, indicator, country)
    if rows.empty:
        return None
    last = rows.iloc[-1]
    return Figure(
        float(last["value"]), int(last["period"]), str(last["source"]), str(last["kind"]), str(last["status"])
    )


@cached
def series(snapshot: Snapshot, indicator: str, country: str = "MAR") -> pd.DataFrame:
    """An indicator of one country, year by year; no row where the snapshot has none."""
    try:
        return queries.country_series(snapshot, indicator, [country])
    except ValueError:
        return pd.DataFrame(columns=["period", "value", "source", "kind", "status"])


@cached
def monthly(snapshot: Snapshot, name: str, country: str = "MAR") -> pd.DataFrame:
    """A monthly series: month, value, unit, source, kind; no row where it is not loaded."""
    try:
        return queries.macro_series(snapshot, name, country)
    except ValueError:
        return pd.DataFrame(columns=["month", "value", "unit", "source", "kind"])


@cached
def source_names(snapshot: Snapshot) -> dict[str, str]:
    """Source → publisher, title and year."""
    rows = queries.sources(snapshot)
    return {
        row.source: f"{row.publisher}, {row.title}" + (f" ({row.year:.0f})" if pd.notna(row.year) else "")
        for row in rows.itertuples()
    }


@dataclass(frozen=True)
class ChannelMix:
    """What a bank's channels handled and cost over its last twelve months.

    ``online_share`` is the share of transactions by Internet and mobile; ``online_weight`` is what one of
    them costs in full, over what one at the branch costs; ``kind`` is the kind of the figures.
    """

    online_share: float
    online_weight: float
    first: pd.Timestamp
    last: pd.Timestamp
    kind: str


@cached
def channel_mix(snapshot: Snapshot, bank: str) -> ChannelMix | None:
    """The last twelve months of a bank's channels; None where costs or volumes are missing."""
    resources = queries.channel_resources(snapshot, bank)
    activity = queries.channel_activity(snapshot, bank)
    if resources.empty or activity.empty:
        return None
    last = min(resources["month"].max(), activity["month"].max())
    first = last - pd.DateOffset(months=11)
    year = resources["month"].between(first, last)
    handled = activity[activity["month"].between(first, last)].groupby("channel")["count"].sum()
    costs = resources[year].groupby("channel")["cost_mad"].sum(min_count=1)
    table = pd.DataFrame({"count": handled, "cost": costs, "variable": _variable(resources[year], activity)})
    online = table.reindex(list(_ONLINE)).dropna()
    if "branch" not in table.index or online.empty or table.loc["branch"].isna().any():
        return None
    branch, digital = table.loc["branch"], online.sum()
    if branch["count"] <= 0 or digital["count"] <= 0 or branch["cost"] + branch["variable"] <= 0:
        return None
    each = (branch["cost"] + branch["variable"]) / branch["count"]
    weight = (digital["cost"] + digital["variable"]) / digital["count"] / each
    share = float(digital["count"] / table["count"].sum())
    return ChannelMix(share, float(weight), first, last, str(resources["kind"].iloc[0]))


def _variable(resources: pd.DataFrame, activity: pd.DataFrame) -> pd.Series:
    """Variable cost by channel: what one transaction costs each month, times that month's transactions."""
    monthly_counts = activity.groupby(["month", "channel"])["count"].sum().rename("count").reset_index()
    both = resources.merge(monthly_counts, on=["month", "channel"])
    both["paid"] = both["variable_cost_mad"] * both["count"]
    return both.groupby("channel")["paid"].sum(min_count=1)
