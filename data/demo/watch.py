"""Example targets and limits of the demonstration: invented, so that the watch has something to show."""

from __future__ import annotations

from typing import Any, Final

WATCHED: Final[tuple[dict[str, Any], ...]] = (
    {"page": "risk-scores", "metric": "risk-score", "kind": "limit", "side": "at_most", "bound": 25.0},
    {
        "page": "adoption-forecast",
        "metric": "adoption_ahead",
        "kind": "target",
        "side": "at_least",
        "bound": 65.0,
    },
    {
        "page": "channels-costs",
        "metric": "full_cost_branch",
        "kind": "limit",
        "side": "at_most",
        "bound": 35.0,
    },
    {"page": "channels-activity", "metric": "online", "kind": "target", "side": "at_least", "bound": 50.0},
)
