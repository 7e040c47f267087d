"""Assumptions of the pages on channel activity and on staffing."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assumptions.kinds import assume


@dataclass(frozen=True)
class ActivityAssumptions:
    """Assumptions of the pages on channel activity and on staffing."""

    queue: str = assume(
        "counter", "choice", "queue", choices=("counter", "phone"), source="the queue shown in detail"
    )
    counter_promise: str = assume(
        "80_600",
        "choice",
        "counter",
        choices=("80_300", "90_300", "80_600", "90_600", "80_900", "90_900", "90_1200"),
        source="convention: 80 % served within 10 minutes",
    )
    phone_promise: str = assume(
        "80_20",
        "choice",
        "answer",
        choices=("70_30", "80_20", "80_30", "80_60", "90_10", "90_20", "95_20"),
        source="convention of call centres: 80 % answered within 20 seconds",
    )
    counter_patience: float = assume(
        15.0, "number", "leave", unit="min", low=0.0, high=60.0, source="assumed: no Moroccan measure"
    )
    phone_patience: float = assume(
        120.0, "number", "hangup", unit="s", low=0.0, high=600.0, source="assumed: no Moroccan measure"
    )
    shrinkage: float = assume(
        0.3,
        "number",
        "absent",
        unit="probability",
        low=0.0,
        high=0.6,
        source="convention: leave, training, breaks and back office take 30 % of paid hours",
    )
    counter_moved: float = assume(
        0.3,
        "number",
        "moved",
        unit="probability",
        low=0.0,
        high=1.0,
        source="the reader’s own: share of what can leave the counter",
    )
    activity_by: str = assume(
        "channel",
        "choice",
        "by",
        choices=("channel", "service", "tier", "segment", "region"),
        source="what operations are told apart by",
    )
    activity_channel: str = assume("all", "code", "on", source="the channel shown; all of them by default")
    activity_service: str = assume("all", "code", "op", source="the service shown; all of them by default")
