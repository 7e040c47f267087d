"""Named reads about channels, beside those of ``data.queries``: published costs, and patterns of activity."""

from __future__ import annotations

import pandas as pd

from data.connection import query
from data.queries import banks
from data.snapshots import Snapshot

_PUBLISHED = """
SELECT p.*, s.publisher, s.title, s.address
FROM channel_cost_published AS p LEFT JOIN source AS s ON s.source = p.source
ORDER BY p.year NULLS LAST, p.study, p.edition, p.channel
"""


def published_costs(snapshot: Snapshot) -> pd.DataFrame:
    """Published unit costs by study and channel, each with publisher, title and address of its source."""
    return query(snapshot, _PUBLISHED)


_ARRIVALS = """
SELECT month, channel, hour_of_week, "count" AS transactions, timed, seconds, source, kind
FROM channel_arrival
WHERE bank = $bank ORDER BY month, channel, hour_of_week
"""
_OUTCOMES = """
SELECT month, channel, service, step, reason, "count", source, kind FROM channel_outcome
WHERE bank = $bank ORDER BY month, channel, service, step, reason
"""
_REGIONS = """
SELECT month, channel, region, tier, "count", failures, source, kind FROM channel_region
WHERE bank = $bank ORDER BY month, channel, region, tier
"""
_BRANCHES = """
SELECT month, branch, region, "count", source, kind FROM branch_activity
WHERE bank = $bank ORDER BY month, branch
"""
_TIERS = """
SELECT a.month, a.channel, a.service, s.tier, a.segment, a."count", a.failures,
    CAST(a.amount_mad AS DOUBLE) AS amount_mad, a.source, a.kind
FROM channel_activity AS a JOIN service AS s USING (service)
WHERE a.bank = $bank ORDER BY a.month, a.channel, a.service, a.segment
"""


def channel_arrivals(snapshot: Snapshot, bank: str) -> pd.DataFrame:
    """Transactions of a bank by month, channel and hour of the week (0 is Monday at midnight).

    Raises
    ------
    ValueError: an unknown bank
    """
    return _of_bank(snapshot, _ARRIVALS, bank)


def channel_outcomes(snapshot: Snapshot, bank: str) -> pd.DataFrame:
    """Transactions of a bank by month, channel, service, last step reached and reason of failure.

    Raises
    ------
    ValueError: an unknown bank
    """
    return _of_bank(snapshot, _OUTCOMES, bank)


def channel_regions(snapshot: Snapshot, bank: str) -> pd.DataFrame:
    """Transactions and failures of a bank by month, channel, region and tier.

    Raises
    ------
    ValueError: an unknown bank
    """
    return _of_bank(snapshot, _REGIONS, bank)


def branch_activity(snapshot: Snapshot, bank: str) -> pd.DataFrame:
    """Transactions at the counter of a bank by month and branch.

    Raises
    ------
    ValueError: an unknown bank
    """
    return _of_bank(snapshot, _BRANCHES, bank)


def tier_activity(snapshot: Snapshot, bank: str) -> pd.DataFrame:
    """The whole cube of a bank, with the tier of each service.

    Raises
    ------
    ValueError: an unknown bank
    """
    return _of_bank(snapshot, _TIERS, bank)


def _of_bank(snapshot: Snapshot, sql: str, bank: str) -> pd.DataFrame:
    known = banks(snapshot)["bank"].tolist()
    if bank not in known:
        raise ValueError(f"bank: {bank!r} not found; there are {', '.join(sorted(known)[:60])}")
    return query(snapshot, sql, bank=bank)
