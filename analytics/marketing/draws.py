"""Variants of a plan: draws over the ranges of its benchmarks, and each end of each range.

The same seed gives every plan the same random numbers, so that two plans differ by their decisions only.
A range is taken relative to its default: where the bank moved a figure, the range moves with it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd

from analytics.marketing._checks import FloatArray, whole
from analytics.marketing.hazard import Inputs
from analytics.marketing.parts import LEVERS
from analytics.marketing.plan import benchmarks

DIRECT_RANGE: Final = (0.5, 1.5)
"""Relative range of an effect that is given directly instead of through a funnel; assumed."""

MARKET_RANGE: Final = (0.9, 1.1)
"""Relative range of the market's size; assumed."""

_LARGEST: Final[dict[str, float]] = dict(benchmarks()[["name", "most"]].itertuples(index=False))


def ranges() -> pd.DataFrame:
    """Relative range of every uncertain figure: name, low, high around 1, assumed."""
    known = benchmarks().dropna(subset=["low"])
    rows = [
        (name, low / value, high / value, bool(assumed))
        for name, value, low, high, assumed in known[
            ["name", "value", "low", "high", "assumed_range"]
        ].itertuples(index=False)
    ]
    rows += [(f"{lever}.rate", *DIRECT_RANGE, True) for lever in LEVERS]
    rows.append(("market", *MARKET_RANGE, True))
    return pd.DataFrame(rows, columns=["name", "low", "high", "assumed"]).set_index("name")


RANGES: Final = ranges()


def drawn(read: Inputs, *, draws: int, seed: int, fixed: Collection[str] = ()) -> Inputs:
    """The inputs with every uncertain figure drawn from a triangle over its range, mode at the plan's value.

    Figures named in ``fixed`` ("market" where a bank knows its own customers) stay as they are.

    Returns
    -------
    Inputs with ``draws`` variants
    """
    count = whole("draws", draws, 1, 100_000)
    uniform = np.random.default_rng(whole("seed", seed, 0)).random((count, len(RANGES)))
    changed = dict(read)
    for column, (name, low, high) in enumerate(RANGES[["low", "high"]].itertuples()):
        if name in read and name not in fixed:
            factor = _triangular(uniform[:, column], low, high)
            changed[name] = moved(read[name], name, factor)
    return changed


def _triangular(probability: FloatArray, low: float, high: float) -> FloatArray:
    """Quantile of the triangular distribution from ``low`` to ``high`` with its mode at 1."""
    span = high - low
    rising = low + np.sqrt(probability * span * (1 - low))
    falling = high - np.sqrt((1 - probability) * span * (high - 1))
    return np.asarray(np.where(probability < (1 - low) / span, rising, falling), dtype=np.float64)


def moved(values: FloatArray, name: str, factor: FloatArray) -> FloatArray:
    """``values`` times each factor, one variant per factor, kept within what the plan allows."""
    largest = float(_LARGEST.get(name, np.inf))
    return np.minimum(values[:1] * factor[:, None], largest).astype(np.float64)


def stacked(read: Inputs, repeats: int, changes: dict[str, FloatArray]) -> Inputs:
    """``repeats`` copies of one variant, with some inputs replaced by one row per copy."""
    bases = {name: np.broadcast_to(array, (repeats, array.shape[1])) for name, array in read.items()}
    return bases | changes
