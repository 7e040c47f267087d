"""What every subject shares: the bank, the country, the month, how sure to be."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assumptions.kinds import assume


@dataclass(frozen=True)
class SharedAssumptions:
    """What every subject shares: the bank, the country, the month, how sure to be."""

    bank: str = assume(
        "",
        "code",
        "bank",
        source="the bank shown; empty for the first of the workspace",
        label="Bank",
        explanation="The bank that pages speak of.",
    )
    month: str = assume(
        "",
        "month",
        "month",
        source="the month shown; empty for the latest",
        label="Month",
        explanation="The month that pages speak of; sums of twelve months end with it.",
    )
    power: float = assume(
        2.0,
        "number",
        "p",
        low=0.0,
        high=8.0,
        source="convention: partial compensation",
        label="Compensation p",
        explanation="1: a good indicator offsets a bad one fully. Large: the worst indicator decides.",
        step=0.5,
    )
    level: float = assume(
        0.8,
        "number",
        "level",
        unit="share",
        low=0.5,
        high=0.99,
        label="Confidence level",
        explanation="How often the interval would hold the true value: wider intervals are surer.",
        steps=(0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99),
    )
    seed: int = assume(
        20261031,
        "integer",
        "seed",
        low=0,
        high=2**31 - 1,
        label="Seed",
        explanation="Where random draws begin: the same seed gives the same figures again.",
    )
