"""Assumptions of the macro pages."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assumptions.kinds import assume


@dataclass(frozen=True)
class MacroAssumptions:
    """Assumptions of the macro pages."""

    tobin_tax: float = assume(
        0.0005,
        "number",
        "tau",
        low=0.0,
        high=1.0,
        source="convention: 0.05 % on each transaction, a rate at which published estimates can be compared",
    )
    fx_volume: float = assume(
        1633.2,
        "number",
        "fxvol",
        unit="MAD billion a year",
        low=0.0,
        high=100_000.0,
        source="assumed: twelve times the monthly currency market of 2024 Q2 (Bank Al-Maghrib)",
    )
    transfer_cost: float = assume(
        0.01,
        "number",
        "c0",
        low=0.0,
        high=1.0,
        source="assumed: 1 % for the round trip of one dirham abroad with nobody online (convention)",
    )
    online_share: float = assume(
        0.3,
        "number",
        "online",
        low=0.0,
        high=1.0,
        source="assumed: 30 % of operations on the Internet (convention)",
    )
    cost_elasticity: float = assume(
        1.0,
        "number",
        "eps",
        low=0.0,
        high=5.0,
        source="median of 28 published estimates; 80 % of them lie between 0.24 and 2.09",
    )
    cooperation: float = assume(
        0.0,
        "number",
        "coop",
        low=0.0,
        high=1.0,
        source="assumed: one country alone keeps 43 % of its base, the ratio of WIFO’s two estimates (2013)",
    )
    taxed_markets: str = assume(
        "one", "choice", "fxmk", choices=("one", "both"), source="convention: one of the two markets is taxed"
    )
    market_set: str = assume(
        "W",
        "choice",
        "fxset",
        choices=("W", "M"),
        source="W: after Westerhoff (2009); M: a livelier set, not verified",
    )
    market_runs: int = assume(
        40, "integer", "fxruns", low=10, high=100, source="convention: 40 histories of 1,500 periods"
    )
