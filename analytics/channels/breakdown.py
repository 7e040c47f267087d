"""What transactions cost by channel, service and segment, from a bank's resources and activity.

Costing itself is in :mod:`analytics.channels.costing`; here its results are laid out along the tables that a
bank keeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.channels._checks import FloatArray, number, numbers
from analytics.channels.costing import three_costs, time_driven_costs

COSTS: Final = ("full", "used", "avoidable")
_RESOURCES: Final = (
    "month",
    "channel",
    "cost",
    "minutes_supplied",
    "minutes_per_transaction",
    "variable_cost",
)
_ACTIVITY: Final = ("month", "channel", "service", "segment", "transactions")
_TIMES: Final = ("channel", "service", "minutes", "variable_cost")


@dataclass(frozen=True)
class ChannelCosts:
    """Three costs of a transaction, along every cut that a page shows. Sums are over ``months``.

    Attributes
    ----------
    by_channel : channel, transactions, cost (currency, resources), purchases, used_minutes_cost, unused,
        utilisation, rate (currency a minute), full, used, avoidable, unused_per_transaction (currency per
        transaction; missing where nothing was handled)
    by_service : channel, service, transactions, minutes, full, used, avoidable
    by_segment : channel, segment, transactions, full, used, avoidable
    by_month : month, channel, transactions, full, used, utilisation
    months : the months that both tables have, in order
    averaged : channels where minutes of some service were not stated, and the channel's average stands in
    uncosted : transactions in ``months`` on channels without resources
    """

    by_channel: pd.DataFrame
    by_service: pd.DataFrame
    by_segment: pd.DataFrame
    by_month: pd.DataFrame
    months: tuple[pd.Timestamp, ...]
    averaged: tuple[str, ...]
    uncosted: float


def channel_costs(
    resources: pd.DataFrame,
    activity: pd.DataFrame,
    times: pd.DataFrame,
    *,
    practical_share: float = 1.0,
    given_back: float = 0.0,
) -> ChannelCosts:
    """Full, used and avoidable cost of a transaction by channel, service, segment and month.

    Parameters
    ----------
    resources : month, channel, cost (currency in the month), minutes_supplied, minutes_per_transaction,
        variable_cost (currency per transaction); one row a month and channel
    activity : month, channel, service, segment, transactions
    times : channel, service, minutes, variable_cost, where they are known by service
    practical_share : in (0, 1], share of the minutes supplied that can be worked
    given_back : in [0, 1], share of the cost of freed minutes that the bank gives back

    Raises
    ------
    ValueError: an absent column, a figure outside its range, a month and channel twice, or no month that
        both resources and activity have
    """
    for name, table, needed in (
        ("resources", resources, _RESOURCES),
        ("activity", activity, _ACTIVITY),
        ("times", times, _TIMES),
    ):
        if absent := [column for column in needed if column not in table.columns]:
            raise ValueError(f"{name} must have the columns {', '.join(needed)}; absent: {', '.join(absent)}")
    if resources.duplicated(["month", "channel"]).any():
        raise ValueError("resources must have one row per month and channel, got one twice")
    number("practical_share", practical_share, 0, 1, bounds="(]")
    number("given_back", given_back, 0, 1)
    numbers("activity.transactions", activity["transactions"], 0)
    months = sorted(set(resources["month"].unique()) & set(activity["month"].unique()))
    if not months:
        raise ValueError("resources and activity must share a month, got none")

    supplied = resources[resources["month"].isin(months)].sort_values(["month", "channel"])
    handled = activity[activity["month"].isin(months)]
    pairs = pd.MultiIndex.from_frame(supplied[["month", "channel"]])
    known = pd.MultiIndex.from_frame(handled[["month", "channel"]]).isin(pairs)
    uncosted, handled = float(handled.loc[~known, "transactions"].sum()), handled[known]

    by_pair = handled.pivot_table(
        index=["month", "channel"], columns="service", values="transactions", aggfunc="sum", observed=True
    ).reindex(pairs)
    counts = by_pair.fillna(0.0)
    spread = _Layout(supplied, counts, times)
    monthly = time_driven_costs(
        supplied["cost"],
        supplied["minutes_supplied"],
        counts.to_numpy(),
        spread.minutes[spread.channel_of_pair],
        practical_share=practical_share,
        variable_cost=spread.purchases[spread.channel_of_pair],
    )
    period = time_driven_costs(
        spread.cost,
        spread.supplied,
        spread.volumes,
        spread.minutes,
        practical_share=practical_share,
        variable_cost=spread.purchases,
    )
    costs = three_costs(
        spread.cost,
        spread.supplied,
        spread.volumes,
        spread.minutes,
        practical_share=practical_share,
        variable_cost=spread.purchases,
        released_share=given_back,
    )
    units = dict(zip(COSTS, (costs.full, costs.used, costs.avoidable), strict=True))
    total = spread.volumes.sum(axis=1)
    by_channel = pd.DataFrame(
        {
            "channel": spread.channels,
            "transactions": total,
            "cost": spread.cost,
            "purchases": period.variable_costs,
            "used_minutes_cost": period.used,
            "unused": period.unused,
            "utilisation": period.utilisation,
            "rate": period.rate,
            **{name: _mean(unit, spread.volumes) for name, unit in units.items()},
            "unused_per_transaction": _divided(np.atleast_1d(period.unused), total),
        }
    )
    by_service = spread.by_service(units)
    counted = handled.groupby(["channel", "service", "segment"], observed=True)["transactions"].sum()
    count = counts.to_numpy().sum(axis=1)
    by_month = pd.DataFrame(
        {
            "month": supplied["month"].to_numpy(),
            "channel": supplied["channel"].to_numpy(),
            "transactions": count,
            "full": _mean(monthly.full_unit_costs, counts.to_numpy()),
            "used": _mean(monthly.unit_costs, counts.to_numpy()),
            "utilisation": monthly.utilisation,
        }
    )
    return ChannelCosts(
        by_channel,
        by_service,
        _by_segment(counted.reset_index(), by_service),
        by_month,
        tuple(months),
        spread.averaged,
        uncosted,
    )


class _Layout:
    """The tables as arrays, channels × services; channels without minutes for a service take their mean."""

    def __init__(self, supplied: pd.DataFrame, counts: pd.DataFrame, times: pd.DataFrame) -> None:
        totals = supplied.groupby("channel")
        summed = totals[["cost", "minutes_supplied"]].sum()
        means = totals[["minutes_per_transaction", "variable_cost"]].mean()
        self.channels = list(summed.index)
        self.services = list(counts.columns)
        self.cost = summed["cost"].to_numpy(dtype=np.float64)
        self.supplied = summed["minutes_supplied"].to_numpy(dtype=np.float64)
        self.volumes = counts.groupby(level="channel").sum().reindex(self.channels).to_numpy(dtype=np.float64)
        self.channel_of_pair = supplied["channel"].map(self.channels.index).to_numpy(dtype=int)
        minutes, missing = self._filled(times, "minutes", means["minutes_per_transaction"])
        self.minutes = minutes
        self.purchases, _ = self._filled(times, "variable_cost", means["variable_cost"])
        lacking = np.nonzero((missing & (self.volumes > 0)).any(axis=1))[0]
        self.averaged = tuple(self.channels[place] for place in lacking)

    def _filled(
        self, times: pd.DataFrame, column: str, means: pd.Series
    ) -> tuple[FloatArray, NDArray[np.bool_]]:
        stated = times.pivot_table(index="channel", columns="service", values=column, observed=True)
        stated = stated.reindex(index=self.channels, columns=self.services)
        missing = stated.isna().to_numpy()
        average = np.broadcast_to(means.to_numpy(dtype=np.float64)[:, np.newaxis], missing.shape)
        return np.where(missing, average, stated.to_numpy(dtype=np.float64)), missing

    def by_service(self, units: dict[str, FloatArray]) -> pd.DataFrame:
        """One row per channel and service that was used."""
        channel, service = np.nonzero(self.volumes > 0)
        return pd.DataFrame(
            {
                "channel": np.array(self.channels, dtype=object)[channel],
                "service": np.array(self.services, dtype=object)[service],
                "transactions": self.volumes[channel, service],
                "minutes": self.minutes[channel, service],
                **{name: unit[channel, service] for name, unit in units.items()},
            }
        )


def _divided(amounts: FloatArray, counts: FloatArray) -> FloatArray:
    ratio: FloatArray = np.divide(amounts, counts, out=np.full(counts.shape, np.nan), where=counts > 0)
    return ratio


def _mean(unit: FloatArray, volumes: FloatArray) -> FloatArray:
    return _divided((unit * volumes).sum(axis=1), volumes.sum(axis=1))


def _by_segment(counted: pd.DataFrame, by_service: pd.DataFrame) -> pd.DataFrame:
    rows = counted.merge(by_service.drop(columns="transactions"), on=["channel", "service"])
    for name in COSTS:
        rows[name] = rows[name] * rows["transactions"]
    table = rows.groupby(["channel", "segment"], observed=True)[["transactions", *COSTS]].sum().reset_index()
    for name in COSTS:
        table[name] = _divided(
            table[name].to_numpy(dtype=np.float64), table["transactions"].to_numpy(dtype=np.float64)
        )
    return table


@dataclass(frozen=True)
class LikeForLike:
    """Branch transactions that the online channels also handle, and what the same mix costs on both.

    Attributes
    ----------
    services : services done both at the branch and online
    volume : Series by segment, branch transactions a month of these services
    branch_cost, online_cost : currency per transaction, full, both weighted by the branch's mix of services
    variable_share : part of ``branch_cost`` that goes with the transaction while no minute is given back
    cost_ratio : ``online_cost / branch_cost``
    phone_cost : currency per transaction of the telephone channels, full; missing without them
    """

    services: tuple[str, ...]
    volume: pd.Series
    branch_cost: float
    online_cost: float
    variable_share: float
    cost_ratio: float
    phone_cost: float


def like_for_like(
    costs: ChannelCosts,
    activity: pd.DataFrame,
    *,
    branch: str = "branch",
    online: tuple[str, ...] = ("internet", "mobile"),
    phone: tuple[str, ...] = ("ivr", "adviser"),
) -> LikeForLike:
    """What can move from the branch, and what it costs there and online.

    Averages of whole channels compare a loan file with a look at the balance; here each service is compared
    with itself.

    Parameters
    ----------
    costs : made with ``given_back=0``
    activity : the table that ``costs`` was made from

    Raises
    ------
    ValueError: no service is done both at the branch and online
    """
    rows = costs.by_service
    at_branch = rows[rows["channel"] == branch].set_index("service")
    others = rows[rows["channel"].isin(online)]
    worth = (others["full"] * others["transactions"]).groupby(others["service"]).sum()
    elsewhere = worth / others.groupby("service")["transactions"].sum()
    shared = [service for service in at_branch.index if service in elsewhere.index]
    if not shared:
        raise ValueError(f"costs must have a service done at {branch} and on {', '.join(online)}, got none")
    weight = at_branch.loc[shared, "transactions"]
    branch_cost, avoidable = (
        float(np.average(at_branch.loc[shared, name], weights=weight)) for name in ("full", "avoidable")
    )
    online_cost = float(np.average(elsewhere[shared], weights=weight))
    movable = activity[
        (activity["channel"] == branch)
        & activity["service"].isin(shared)
        & activity["month"].isin(costs.months)
    ]
    called = costs.by_channel[costs.by_channel["channel"].isin(phone)].dropna(subset="full")
    phone_cost = np.nan
    if called["transactions"].sum() > 0:
        phone_cost = float(np.average(called["full"], weights=called["transactions"]))
    return LikeForLike(
        services=tuple(shared),
        volume=movable.groupby("segment", observed=True)["transactions"].sum() / len(costs.months),
        branch_cost=branch_cost,
        online_cost=online_cost,
        variable_share=avoidable / branch_cost if branch_cost > 0 else np.nan,
        cost_ratio=online_cost / branch_cost if branch_cost > 0 else np.nan,
        phone_cost=phone_cost,
    )
