"""How sure the break-even augmentation is, and how likely use is to grow beyond it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.channels._checks import number, whole
from analytics.channels.assumptions import MigrationAssumptions


@dataclass(frozen=True)
class BreakEven:
    """Break-even augmentation under uncertainty.

    Attributes
    ----------
    likely : at the likeliest assumptions
    low, high : interval that holds it with probability ``level``
    probability_beyond : chance that use grows by more than breaks even
    """

    likely: float
    low: float
    high: float
    level: float
    probability_beyond: float


def uncertain_break_even(
    assumptions: MigrationAssumptions, *, level: float = 0.8, draws: int = 10_000, seed: int = 0
) -> BreakEven:
    """Break-even augmentation with its interval, the fixed cost that is given back counted as saved.

    ``(v + f (1 - v)) / r - 1`` with variable share ``v``, released share ``f`` and cost ratio ``r`` drawn
    from their distributions; :func:`~analytics.channels.migration.break_even_augmentation` is its case for
    given values. Halo, lag and investment are left to the net present value.

    Parameters
    ----------
    level : in (0, 1), probability of the interval
    draws : int, >= 1
    seed : int, >= 0

    Raises
    ------
    ValueError: a level, number of draws or seed outside its range
    """
    tail = (1 - number("level", level, 0, 1, bounds="()")) / 2
    count = whole("draws", draws, 1)
    generator = np.random.default_rng(whole("seed", seed, 0))
    kept = ("variable_share", "released_share", "cost_ratio")
    share, released, ratio = (
        getattr(assumptions, name).quantile(generator.random((count, 1)))[:, 0] for name in kept
    )
    drawn = (share + released * (1 - share)) / ratio - 1
    growth = assumptions.augmentation
    # Segments weigh the same here: which of them grows beyond is left to the value by segment.
    grown = growth.quantile(generator.random((count, growth.width))).mean(axis=1)
    likely = [float(np.mean(getattr(assumptions, name).likely)) for name in kept]
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return BreakEven(
        likely=(likely[0] + likely[1] * (1 - likely[0])) / likely[2] - 1,
        low=float(low),
        high=float(high),
        level=level,
        probability_beyond=float((grown > drawn).mean()),
    )
