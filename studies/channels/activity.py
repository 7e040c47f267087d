"""What the activity page reads: the cubes of a bank, cut to twelve months, a channel and a service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.channels.arrivals import hourly_arrivals
from data import queries_channels
from data.codes import STEPS
from data.snapshots import Snapshot
from studies.core import cached

ALL: Final = "all"
ONLINE: Final = ("internet", "mobile")
YEAR: Final = 12

cube = cached(queries_channels.tier_activity)
regions = cached(queries_channels.channel_regions)
outcomes = cached(queries_channels.channel_outcomes)
arrivals = cached(queries_channels.channel_arrivals)


@cached
def months(snapshot: Snapshot, bank: str) -> tuple[str, ...]:
    """Months of a bank's cube, such as 2026-10, the latest first."""
    found = cube(snapshot, bank)["month"].drop_duplicates().sort_values(ascending=False)
    return tuple(f"{month:%Y-%m}" for month in found)


def _kept(rows: pd.DataFrame, channel: str, service: str) -> pd.DataFrame:
    if channel != ALL:
        rows = rows[rows["channel"] == channel]
    if service != ALL and "service" in rows.columns:
        rows = rows[rows["service"] == service]
    return rows


def year_to(rows: pd.DataFrame, month: str = "", *, back: int = 0) -> pd.DataFrame:
    """The twelve months that end ``back`` months before ``month``, the latest of the rows unless given."""
    if not month:
        if rows.empty:
            return rows
        month = f"{rows['month'].max():%Y-%m}"
    return _cut(rows, month, back)


def share_online(rows: pd.DataFrame) -> float:
    """Share of operations (rows with channel and count) by Internet or mobile; NaN where there is none."""
    total = float(rows["count"].sum())
    return float(rows.loc[rows["channel"].isin(ONLINE), "count"].sum()) / total if total else float("nan")


@cached
def online_share(snapshot: Snapshot, bank: str, month: str = "") -> float:
    """Share online: operations by Internet or mobile, of all operations of the twelve months to ``month``.

    Every page that says how much is done online says this. ``month`` is the latest of the bank unless given;
    NaN where nothing was done.
    """
    return share_online(year_to(cube(snapshot, bank), month))


def _cut(rows: pd.DataFrame, month: str, back: int) -> pd.DataFrame:
    end = pd.Timestamp(f"{month}-01") - pd.DateOffset(months=back)
    return rows[(rows["month"] <= end) & (rows["month"] > end - pd.DateOffset(months=YEAR))]


@dataclass(frozen=True)
class Year:
    """Twelve months of operations.

    ``groups``: code, count, failures, amount_mad, before (the twelve months before; missing where they are
    not all there); ``monthly``: month, code, count over the whole history; ``by_month``: operations of each
    month of the year; ``online``: share by Internet or mobile; ``online_before``, ``failed_before``: that
    share, and the share that failed, in the twelve months before; NaN where they are not all there.
    ``shares``: month, online and failed, of each month of the year.
    """

    groups: pd.DataFrame
    monthly: pd.DataFrame
    by_month: pd.Series
    count: int
    before: float
    failures: int
    online: float
    online_before: float
    failed_before: float
    shares: pd.DataFrame


@cached
def year(snapshot: Snapshot, bank: str, month: str, by: str, channel: str, service: str) -> Year:
    """Operations of the twelve months to ``month``, told apart by channel, service, tier, segment or region.

    Regions are not known by service: they are those of all services.
    """
    rows = regions(snapshot, bank) if by == "region" else cube(snapshot, bank)
    rows = _kept(rows, channel, service)
    rows = rows[rows["month"] <= pd.Timestamp(f"{month}-01")]
    now, past = year_to(rows, month), year_to(rows, month, back=YEAR)
    whole = past["month"].nunique() == now["month"].nunique() == YEAR
    sums = ["count", "failures", *(["amount_mad"] if "amount_mad" in now.columns else [])]
    groups = now.groupby(by)[sums].sum(min_count=1)
    groups["before"] = past.groupby(by)["count"].sum() if whole else np.nan
    by_month = now.groupby("month")["count"].sum()
    total = int(now["count"].sum())
    earlier = float(past["count"].sum()) if whole else float("nan")
    online = now[now["channel"].isin(ONLINE)].groupby("month")["count"].sum()
    failed = now.groupby("month")["failures"].sum()
    return Year(
        groups=groups.rename_axis("code").sort_values("count", ascending=False).reset_index(),
        monthly=rows.groupby(["month", by])["count"].sum().rename_axis(["month", "code"]).reset_index(),
        by_month=by_month,
        count=total,
        before=earlier,
        failures=int(now["failures"].sum()),
        online=share_online(now),
        online_before=share_online(past) if whole else float("nan"),
        failed_before=float(past["failures"].sum()) / earlier if earlier else float("nan"),
        shares=pd.DataFrame(
            {
                "online": online.reindex(by_month.index, fill_value=0) / by_month,
                "failed": failed / by_month,
            }
        ).reset_index(),
    )


@dataclass(frozen=True)
class DropOff:
    """How far operations go.

    ``steps``: step, reached, lost (operations that end there without being carried out); ``losses``: step,
    reason, count; ``months``: how many months of the year are known by step.
    """

    steps: pd.DataFrame
    losses: pd.DataFrame
    total: int
    months: int


@cached
def drop_off(snapshot: Snapshot, bank: str, month: str, channel: str, service: str) -> DropOff:
    """Operations by last step reached in the twelve months to ``month``."""
    rows = year_to(_kept(outcomes(snapshot, bank), channel, service), month)
    ended = rows.groupby("step")["count"].sum().reindex(STEPS, fill_value=0)
    # Whoever ended at a step has reached all those before it.
    reached = ended[::-1].cumsum()[::-1]
    lost = rows[rows["step"] != STEPS[-1]]
    order = pd.CategoricalDtype(list(STEPS), ordered=True)
    losses = lost.groupby(["step", "reason"])["count"].sum().reset_index().astype({"step": order})
    return DropOff(
        steps=pd.DataFrame(
            {
                "step": STEPS,
                "reached": reached.to_numpy(),
                "lost": np.where(np.array(STEPS) == STEPS[-1], 0, ended.to_numpy()),
            }
        ),
        losses=losses.sort_values(["step", "count"], ascending=[True, False])
        .astype({"step": "str"})
        .reset_index(drop=True),
        total=int(rows["count"].sum()),
        months=int(rows["month"].nunique()),
    )


@cached
def week(snapshot: Snapshot, bank: str, month: str, channel: str) -> pd.DataFrame:
    """Operations an hour through the week: place (0 to 167), value; empty where hours are not known."""
    rows = year_to(_kept(arrivals(snapshot, bank), channel, ALL), month)
    if rows.empty:
        return pd.DataFrame(columns=["place", "value"])
    return pd.DataFrame({"place": np.arange(168), "value": hourly_arrivals(rows)})
