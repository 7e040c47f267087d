"""Where a bank stands in the band of its peers, without telling any of them apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

LEAST: Final = 5
"""Fewer peers than this would let a reader guess one of them: nothing is told of them."""
Place = Literal["better", "middle", "worse"]


@dataclass(frozen=True)
class Band:
    """Peers of a figure, in its own unit.

    Attributes
    ----------
    low, middle, high : first quartile, median, third quartile (linear interpolation)
    count : peers with the figure
    """

    low: float
    middle: float
    high: float
    count: int


def band(peers: ArrayLike) -> Band | None:
    """The quartiles of peers; None where fewer than :data:`LEAST` have the figure.

    Parameters
    ----------
    peers : shape (banks,), NaN where one has no such figure; without the bank that is compared
    """
    values = np.asarray(peers, dtype=np.float64)
    known = values[np.isfinite(values)]
    if known.size < LEAST:
        return None
    low, middle, high = (float(each) for each in np.quantile(known, [0.25, 0.5, 0.75]))
    return Band(low, middle, high, int(known.size))


def place(value: float, peers: Band, *, higher_is_better: bool) -> Place:
    """The quarter that a figure falls into: beyond the better quartile, beyond the worse one, or between."""
    if not np.isfinite(value):
        raise ValueError(f"value must be a finite number, got {value!r}")
    better = value > peers.high if higher_is_better else value < peers.low
    worse = value < peers.low if higher_is_better else value > peers.high
    return "better" if better else "worse" if worse else "middle"


def distance(value: float, peers: Band, *, higher_is_better: bool) -> float:
    """Distance from the median in widths of the middle half, above zero where the figure is better.

    0 where all of the middle half are alike and the figure with them; infinite where it is not.
    """
    apart = (value - peers.middle) * (1 if higher_is_better else -1)
    width = peers.high - peers.low
    if width > 0:
        return float(apart / width)
    return 0.0 if apart == 0 else float(np.copysign(np.inf, apart))
