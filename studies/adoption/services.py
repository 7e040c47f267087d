"""What banks offer online, and what their customers do online, on a snapshot."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analytics.adoption.services import service_catalogue, service_coverage, service_gaps
from data import queries
from data.snapshots import Snapshot
from studies.channels.activity import ONLINE, share_online, year_to
from studies.core import cached

# Cash in hand takes a machine or a desk: no offer online can hold it.
IN_CASH: Final = ("cash_withdrawal", "cash_deposit")
_QUARTERS: Final = 12

service_offers = cached(queries.service_offers)


def catalogue() -> pd.DataFrame:
    """The services that can be offered online: service, tier, weight, drivers."""
    every = service_catalogue()
    return every[~every["service"].isin(IN_CASH)].reset_index(drop=True)


def _offers(snapshot: Snapshot, channel: str, banks: tuple[str, ...]) -> pd.DataFrame:
    rows = service_offers(snapshot)
    wanted = ONLINE if channel == "either" else (channel,)
    begun = rows["since"] <= pd.Timestamp(snapshot.as_of)
    known = rows["service"].isin(catalogue()["service"])
    return rows[begun & known & rows["channel"].isin(wanted) & rows["bank"].isin(banks)]


@cached
def coverage(snapshot: Snapshot, channel: str, banks: tuple[str, ...]) -> pd.DataFrame:
    """Share of the catalogue offered, by tier and in all, indexed by bank; banks without any are absent."""
    rows = _offers(snapshot, channel, banks)
    return service_coverage(rows, catalogue()) if len(rows) else pd.DataFrame()


@cached
def growth(snapshot: Snapshot, channel: str, bank: str) -> pd.DataFrame:
    """How much of the catalogue was offered quarter by quarter over three years, the latest last.

    Of what is offered today, by the day on which it began: what was given up since is not in it.

    Returns
    -------
    DataFrame: month, total (share of the catalogue by weight)
    """
    own, known = _offers(snapshot, channel, (bank,)), catalogue()
    ends = pd.date_range(
        end=pd.Timestamp(snapshot.as_of), periods=_QUARTERS + 1, freq=pd.DateOffset(months=3)
    )
    begun = [own[own["since"] <= end] for end in ends]
    shares = [float(service_coverage(rows, known)["total"].iloc[0]) if len(rows) else 0.0 for rows in begun]
    return pd.DataFrame({"month": ends, "total": shares})


@cached
def gaps(
    snapshot: Snapshot,
    channel: str,
    banks: tuple[str, ...],
    bank: str,
    effects: tuple[tuple[str, float], ...],
) -> pd.DataFrame:
    """Services that ``bank`` does not offer, the most promising first; no effects: equal strengths."""
    return service_gaps(_offers(snapshot, channel, banks), bank, dict(effects) or None, catalogue())


def served(effects: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    """Of effects by attitude, those that a service is said to serve: by others none can be ranked."""
    named = {driver for drivers in catalogue()["drivers"] for driver in drivers}
    return tuple((name, size) for name, size in effects if name in named)


@cached
def online_share(snapshot: Snapshot, bank: str) -> pd.DataFrame:
    """Share of the operations of each tier done online in the last twelve months of the bank.

    Returns
    -------
    DataFrame: tier, share; empty where the bank has no activity
    """
    rows = queries.channel_activity(snapshot, by=("month", "channel", "service"), bank=bank)
    if rows.empty:
        return pd.DataFrame(columns=["tier", "share"])
    rows = year_to(rows).merge(catalogue()[["service", "tier"]], on="service")
    rows = rows[rows["count"] > 0]
    shares = {tier: share_online(group) for tier, group in rows.groupby("tier")}
    return pd.DataFrame({"tier": list(shares), "share": list(shares.values())})
