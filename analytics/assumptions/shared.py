"""What every subject shares: the bank, the country, the month, how sure to be."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assumptions.kinds import assume


@dataclass(frozen=True)
class SharedAssumptions:
    """What every subject shares: the bank, the country, the month, how sure to be."""

    bank: str = assume("", "code", "bank", source="the bank shown; empty for the first of the workspace")
    country: str = assume("MAR", "code", "country", source="home market")
    compared: tuple[str, ...] = assume(("FRA", "TUN", "TUR"), "codes", "with", most=8)
    indicator: str = assume("internet_users", "code", "fact")
    month: str = assume("", "month", "month", source="the month shown; empty for the latest")
    table: str = assume("source", "code", "table", source="the table whose dictionary is shown")
    risk: str = assume(
        "overall",
        "choice",
        "risk",
        choices=("overall", "operational", "regulatory", "legal", "reputational"),
    )
    power: float = assume(2.0, "number", "p", low=0.0, high=8.0, source="convention: partial compensation")
    level: float = assume(0.8, "number", "level", unit="share", low=0.5, high=0.99)
    seed: int = assume(20261031, "integer", "seed", low=0, high=2**31 - 1)
    beside: str = assume(
        "nothing",
        "code",
        "vs",
        source="what every page is set against: nothing, year for a year earlier, or the code of a bank",
    )
