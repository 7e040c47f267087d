"""The two-market model, run once for each number of histories and seed; every tax of the page at once."""

from __future__ import annotations

from typing import Final

from analytics.macro.findings import Finding, judge_signs
from analytics.macro.market import MarketOutcome, sweep_market
from studies.core import cached

STEPS: Final = 1500
LADDER: Final = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05)
# The experiment in print, whose signs are tried: a moderate tax, and one that is called too high.
MODERATE: Final = 0.003
TOO_HIGH: Final = 0.02


def _pair(tax: float, taxed: str) -> tuple[float, float]:
    return (tax, tax if taxed == "both" else 0.0)


@cached
def _grid(parameters: str, runs: int, seed: int) -> dict[tuple[float, float], MarketOutcome]:
    """No tax, and the ladder on one market and on both: one more tax in a sweep costs next to nothing."""
    pairs = [(0.0, 0.0), *(_pair(tax, taxed) for taxed in ("one", "both") for tax in LADDER)]
    found = sweep_market(pairs, parameters=parameters, runs=runs, steps=STEPS, seed=seed)
    return dict(zip(pairs, found, strict=True))


@cached
def _single(pair: tuple[float, float], parameters: str, runs: int, seed: int) -> MarketOutcome:
    return sweep_market([pair], parameters=parameters, runs=runs, steps=STEPS, seed=seed)[0]


def outcomes(
    taxes: tuple[float, ...], taxed: str, parameters: str, runs: int, seed: int
) -> tuple[MarketOutcome, ...]:
    """The market without a tax, then under each tax, all under the same noise."""
    grid = _grid(parameters, runs, seed)
    pairs = [(0.0, 0.0), *(_pair(tax, taxed) for tax in taxes)]
    return tuple(grid[pair] if pair in grid else _single(pair, parameters, runs, seed) for pair in pairs)


def signs(parameters: str, runs: int, seed: int, level: float) -> tuple[Finding, ...]:
    """The published signs, tried under one set of parameters."""
    grid = _grid(parameters, runs, seed)
    pairs = ((0.0, 0.0), (MODERATE, 0.0), (MODERATE, MODERATE), (TOO_HIGH, TOO_HIGH))
    return judge_signs(*(grid[pair] for pair in pairs), level=level)
