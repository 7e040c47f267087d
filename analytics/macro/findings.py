"""What a tax does in the two-market model, with the interval over runs, and whether it agrees with print."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from analytics.macro._checks import FloatArray, number
from analytics.macro.market import MarketOutcome, MarketParameters, sweep_market


@dataclass(frozen=True)
class TaxEffect:
    """Change against a baseline under the same noise; arrays of one value per market."""

    volatility: FloatArray
    volatility_low: FloatArray
    volatility_high: FloatArray
    distortion: FloatArray
    distortion_low: FloatArray
    distortion_high: FloatArray
    level: float


def tax_effect(outcome: MarketOutcome, baseline: MarketOutcome, *, level: float = 0.8) -> TaxEffect:
    """Mean change from ``baseline`` to ``outcome`` over paired runs, with its interval.

    Parameters
    ----------
    outcome, baseline : simulated with the same seed, runs, steps and parameters
    level : float in [0.01, 0.99], probability that the interval is meant to cover

    Returns
    -------
    TaxEffect, exactly zero where the two are the same

    Raises
    ------
    ValueError: fewer than two runs, a different number of runs, a level outside its range
    """
    runs = len(outcome.volatility_by_run)
    if runs != len(baseline.volatility_by_run) or runs < 2:
        raise ValueError(
            f"outcome and baseline must hold the same number of runs, 2 or more; got {runs} "
            f"and {len(baseline.volatility_by_run)}"
        )
    reach = float(student.ppf((1.0 + number("level", level, low=0.01, high=0.99)) / 2.0, runs - 1))

    def interval(after: FloatArray, before: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        change = after - before
        mean = change.mean(axis=0)
        half = reach * change.std(axis=0, ddof=1) / np.sqrt(runs)
        return mean, mean - half, mean + half

    return TaxEffect(
        *interval(outcome.volatility_by_run, baseline.volatility_by_run),
        *interval(outcome.distortion_by_run, baseline.distortion_by_run),
        level=level,
    )


@dataclass(frozen=True)
class Finding:
    """One published sign: the change found here, its interval, and whether the interval has that sign.

    ``name`` is ``taxed_market_calms``, ``other_market_stirs``, ``uniform_tax_calms_first``,
    ``uniform_tax_calms_second`` (changes of volatility) or ``high_tax_misaligns`` (change of distortion in
    the first market from the moderate to the high uniform tax).
    """

    name: str
    change: float
    low: float
    high: float
    holds: bool


def published_signs(
    *,
    parameters: str | MarketParameters = "W",
    tax: float = 0.003,
    high_tax: float = 0.02,
    runs: int = 50,
    steps: int = 2000,
    seed: int = 0,
    level: float = 0.95,
) -> tuple[Finding, ...]:
    """The signs published by Westerhoff and Dieci, tried under one set of parameters.

    Parameters
    ----------
    parameters, runs, steps, seed : as for :func:`analytics.macro.market.simulate_market`
    tax : float in (0, 1), the moderate tax
    high_tax : float in (tax, 1], the tax that is called too high
    level : float in [0.01, 0.99], probability of the intervals

    Raises
    ------
    ValueError: an argument outside its range
    """
    moderate = number("tax", tax, high=1.0, above=0.0)
    high = number("high_tax", high_tax, high=1.0, above=moderate)
    none, alone, both, too_high = sweep_market(
        [(0.0, 0.0), (moderate, 0.0), (moderate, moderate), (high, high)],
        parameters=parameters,
        runs=runs,
        steps=steps,
        seed=seed,
    )
    return judge_signs(none, alone, both, too_high, level=level)


def judge_signs(
    none: MarketOutcome,
    alone: MarketOutcome,
    both: MarketOutcome,
    too_high: MarketOutcome,
    *,
    level: float = 0.95,
) -> tuple[Finding, ...]:
    """The published signs, judged on outcomes that are there already.

    Parameters
    ----------
    none, alone, both, too_high : without a tax, with the moderate tax on the first market, with it on both,
        and with the high tax on both; simulated with the same seed, runs, steps and parameters
    level : float in [0.01, 0.99], probability of the intervals

    Raises
    ------
    ValueError: as for :func:`tax_effect`
    """
    single = tax_effect(alone, none, level=level)
    uniform = tax_effect(both, none, level=level)
    excess = tax_effect(too_high, both, level=level)
    return (
        _volatility_finding("taxed_market_calms", single, 0, rises=False),
        _volatility_finding("other_market_stirs", single, 1, rises=True),
        _volatility_finding("uniform_tax_calms_first", uniform, 0, rises=False),
        _volatility_finding("uniform_tax_calms_second", uniform, 1, rises=False),
        _finding(
            "high_tax_misaligns",
            float(excess.distortion[0]),
            float(excess.distortion_low[0]),
            float(excess.distortion_high[0]),
            rises=True,
        ),
    )


def _volatility_finding(name: str, effect: TaxEffect, market: int, *, rises: bool) -> Finding:
    return _finding(
        name,
        float(effect.volatility[market]),
        float(effect.volatility_low[market]),
        float(effect.volatility_high[market]),
        rises=rises,
    )


def _finding(name: str, change: float, low: float, high: float, *, rises: bool) -> Finding:
    return Finding(name, change, low, high, holds=low > 0.0 if rises else high < 0.0)
