"""Capital flows at risk: how bad net inflows may get, given what they are and what all countries meet.

References
----------
Gelos, G., Gornicka, L., Koepke, R., Sahay, R. and Sgherri, S. (2022). Capital flows at risk: taming the ebbs
and flows. Journal of International Economics 134.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.macro._checks import FloatArray, array, band, integer, number
from analytics.macro.quantile_regression import regression_quantiles

LEAST_PERIODS: Final = 16
TERMS: Final = ("constant", "lag", "common")


@dataclass(frozen=True)
class FlowsAtRisk:
    """Quantiles of the next net inflow, with block-bootstrap bands.

    Attributes
    ----------
    probabilities : (q,)
    coefficients, low, high : (q, 3) of constant, own lag and common flow, with their bands
    predicted, predicted_low, predicted_high : (q,) net inflow at the state asked for, in the unit of the
        data. Quantiles that cross are put in order; the bands are those of the ordered quantiles
    level : probability between the bands, which are widened to hold the estimate where it lies outside
    periods : observations behind the estimate
    """

    probabilities: FloatArray
    coefficients: FloatArray
    low: FloatArray
    high: FloatArray
    predicted: FloatArray
    predicted_low: FloatArray
    predicted_high: FloatArray
    level: float
    periods: int


def common_flow(flows: pd.DataFrame, country: str) -> pd.Series:
    """Median net inflow of all countries but ``country``, period by period.

    Parameters
    ----------
    flows : one column per country, one row per period, share of GDP; a country without a figure is left out
        of that period's median
    country : the column left out

    Raises
    ------
    ValueError: an unknown country, no other country, or a period without any other country
    """
    if country not in flows.columns:
        raise ValueError(f"country must be one of {', '.join(map(str, flows.columns))}; got {country!r}")
    medians = flows.drop(columns=country).median(axis=1)
    if medians.isna().any():
        raise ValueError(
            f"flows must hold another country in every period; none in {medians.isna().idxmax()}"
        )
    return medians


def flows_at_risk(
    inflow: object,
    common: object,
    *,
    probabilities: Sequence[float] = (0.05, 0.5, 0.95),
    state: tuple[float, float] | None = None,
    block: int = 8,
    draws: int = 200,
    level: float = 0.8,
    seed: int = 0,
) -> FlowsAtRisk:
    """Quantile regression of the net inflow on its lag and on the common flow of the same period.

    Parameters
    ----------
    inflow : (T,) net inflow in order, share of GDP, T of 17 or more
    common : (T,) common flow (:func:`common_flow`)
    probabilities : increasing, in [0.01, 0.99]
    state : (inflow now, common flow next); None for the last inflow and the last common flow
    block : int in [1, T - 1], periods that are drawn together, so that what is serial stays so
    draws : int in [20, 20000]
    level : float in [0.01, 0.99], probability between the bands
    seed : int, >= 0

    Raises
    ------
    ValueError: an argument outside its range, series of different lengths, or series that never vary
    """
    design, target = _sample(inflow, common)
    orders = array("probabilities", probabilities, low=0.01, high=0.99)
    if orders.ndim != 1 or np.any(np.diff(orders) <= 0.0):
        raise ValueError(f"probabilities must be increasing; got {list(probabilities)}")
    covered = number("level", level, low=0.01, high=0.99)
    periods = len(target)
    rows = _blocks(periods, integer("block", block, low=1, high=periods), draws, seed)
    now = (float(target[-1]), float(design[-1, 2])) if state is None else state
    at = np.array([1.0, number("state[0]", now[0]), number("state[1]", now[1])])

    estimate = _quantiles(design[None], target[None], orders)[0]
    sampled = _quantiles(design[rows], target[rows], orders)
    low, high = band(sampled, estimate, covered)
    fan = np.sort(estimate @ at)
    fan_low, fan_high = band(np.sort(sampled @ at, axis=1), fan, covered)
    return FlowsAtRisk(orders, estimate, low, high, fan, fan_low, fan_high, covered, periods)


def _sample(inflow: object, common: object) -> tuple[FloatArray, FloatArray]:
    """Design (T - 1, 3) and target (T - 1,); ValueError for series that cannot be told apart."""
    own, shared = array("inflow", inflow), array("common", common)
    if own.ndim != 1 or own.shape != shared.shape or len(own) <= LEAST_PERIODS:
        raise ValueError(
            f"inflow and common must be series of the same length, {LEAST_PERIODS + 1} or more; "
            f"got shapes {own.shape} and {shared.shape}"
        )
    design = np.column_stack([np.ones(len(own) - 1), own[:-1], shared[1:]])
    scaled = design / np.maximum(np.abs(design).max(axis=0), 1e-300)
    if np.linalg.matrix_rank(scaled, tol=1e-9 * len(scaled)) < design.shape[1]:
        raise ValueError("inflow and common must vary, each in its own way")
    return design, own[1:]


def _blocks(periods: int, block: int, draws: int, seed: int) -> FloatArray:
    """Rows (draws, periods) of moving blocks drawn with replacement."""
    count = integer("draws", draws, low=20, high=20_000)
    rng = np.random.default_rng(integer("seed", seed, low=0, high=2**63 - 1))
    pieces = -(-periods // block)
    starts = rng.integers(0, periods - block + 1, (count, pieces))
    return np.asarray((starts[:, :, None] + np.arange(block)).reshape(count, -1)[:, :periods])


def _quantiles(design: FloatArray, target: FloatArray, probabilities: FloatArray) -> FloatArray:
    """(n, q, 3): every sample at every probability, all in one call."""
    samples, count = len(target), len(probabilities)
    found = regression_quantiles(
        np.repeat(design, count, axis=0), np.repeat(target, count, axis=0), np.tile(probabilities, samples)
    )
    return found.reshape(samples, count, design.shape[2])
