"""The two-market model, run once for each choice of the reader."""

from __future__ import annotations

from typing import Final

from analytics.macro.findings import Finding, published_signs
from analytics.macro.market import MarketOutcome, sweep_market
from ui.reads.core import cached

STEPS: Final = 1500
LADDER: Final = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05)
# The experiment in print, whose signs are tried: a moderate tax, and one that is called too high.
MODERATE: Final = 0.003
TOO_HIGH: Final = 0.02


def _pair(tax: float, taxed: str) -> tuple[float, float]:
    return (tax, tax if taxed == "both" else 0.0)


@cached
def outcomes(
    taxes: tuple[float, ...], taxed: str, parameters: str, runs: int, seed: int
) -> tuple[MarketOutcome, ...]:
    """The market without a tax, then under each tax, all under the same noise."""
    pairs = [(0.0, 0.0), *(_pair(tax, taxed) for tax in taxes)]
    return sweep_market(pairs, parameters=parameters, runs=runs, steps=STEPS, seed=seed)


@cached
def signs(parameters: str, runs: int, seed: int, level: float) -> tuple[Finding, ...]:
    """The published signs, tried under one set of parameters."""
    return published_signs(
        parameters=parameters,
        tax=MODERATE,
        high_tax=TOO_HIGH,
        runs=runs,
        steps=STEPS,
        seed=seed,
        level=level,
    )
