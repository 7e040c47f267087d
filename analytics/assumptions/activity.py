"""Assumptions of the page on channel activity."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assumptions.kinds import assume


@dataclass(frozen=True)
class ActivityAssumptions:
    """Assumptions of the page on channel activity."""

    activity_by: str = assume(
        "channel",
        "choice",
        "by",
        choices=("channel", "service", "tier", "segment", "region"),
        source="what operations are told apart by",
    )
    activity_channel: str = assume("all", "code", "on", source="the channel shown; all of them by default")
    activity_service: str = assume("all", "code", "op", source="the service shown; all of them by default")
