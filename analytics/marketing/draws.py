"""Variants of a plan: draws over the ranges of its benchmarks, and each end of each range.

The same seed gives every plan the same random numbers, so that two plans differ by their decisions only.
A range is taken relative to its default: where the bank moved a figure, the range moves with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
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
NOTHING_MEASURED: Final[Mapping[str, tuple[float, float]]] = MappingProxyType({})


def known_ranges(measured: Mapping[str, tuple[float, float]], fixed: Collection[str] = ()) -> pd.DataFrame:
    """Ranges of the figures that are in doubt, as :func:`ranges`; what was ``measured`` has its own.

    Figures named in ``fixed``, and those whose measured range is a point, are left out.
    """
    if unknown := sorted(set(measured) - set(RANGES.index)):
        raise ValueError(f"measured must name uncertain figures, got {', '.join(unknown)}")
    found = RANGES.copy()
    for name, (low, high) in measured.items():
        found.loc[name] = (low, high, False)
    return found[(found["low"] < found["high"]) & ~found.index.isin(list(fixed))]


def drawn(
    read: Inputs,
    *,
    draws: int,
    seed: int,
    fixed: Collection[str] = (),
    measured: Mapping[str, tuple[float, float]] = NOTHING_MEASURED,
) -> Inputs:
    """The inputs with every uncertain figure drawn from a triangle over its range, mode at the plan's value.

    Figures named in ``fixed`` ("market" where a bank knows its own customers) stay as they are; one that was
    ``measured`` is drawn from the range given for it, relative to the plan's value.

    Returns
    -------
    Inputs with ``draws`` variants
    """
    count = whole("draws", draws, 1, 100_000)
    uniform = np.random.default_rng(whole("seed", seed, 0)).random((count, len(RANGES)))
    changed, doubt = dict(read), known_ranges(measured, fixed)
    for column, name in enumerate(RANGES.index):
        if name in read and name in doubt.index:
            factor = _triangular(uniform[:, column], *map(float, doubt.loc[name, ["low", "high"]]))
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
