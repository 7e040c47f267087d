"""What every subject shares: the bank, the country, the month, how sure to be."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assumptions.kinds import assume


@dataclass(frozen=True)
class SharedAssumptions:
    """What every subject shares: the bank, the country, the month, how sure to be."""

    bank: str = assume(
        "", "code", "bank", source="the bank shown; empty for the first of the workspace", label="Bank"
    )
    month: str = assume("", "month", "month", source="the month shown; empty for the latest", label="Month")
    power: float = assume(
        2.0,
        "number",
        "p",
        low=0.0,
        high=8.0,
        source="convention: partial compensation",
        label="Compensation p",
    )
    level: float = assume(0.8, "number", "level", unit="share", low=0.5, high=0.99, label="Confidence level")
    seed: int = assume(20261031, "integer", "seed", low=0, high=2**31 - 1, label="Seed")
