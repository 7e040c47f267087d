"""What an outage costs, part by part: products of what is counted and assumed, added up with their doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.channels._checks import FloatArray, number, numbers, whole
from analytics.channels.assumptions import Uncertain
from analytics.plan.shares import Spread, spread


@dataclass(frozen=True)
class Part:
    """A part of the cost: the product of its factors.

    A factor is drawn independently of every other; one that several parts hold is drawn once for all of them.

    Parameters
    ----------
    name : unique among the parts
    factors : not below 0
    """

    name: str
    factors: tuple[Uncertain, ...]

    @property
    def likely(self) -> float:
        """The product of the likeliest factors."""
        return float(np.prod([float(np.asarray(factor.likely)) for factor in self.factors]))


@dataclass(frozen=True)
class Added:
    """Parts and their sum.

    Attributes
    ----------
    parts : DataFrame name, value (likeliest), low, high, in the order given
    likely : sum of the likeliest
    total : Spread of the drawn sum
    """

    parts: pd.DataFrame
    likely: float
    total: Spread


def add_up(parts: Sequence[Part], *, level: float = 0.8, draws: int = 10_000, seed: int = 0) -> Added:
    """The parts with their intervals, and the interval of their sum.

    Raises
    ------
    ValueError: no part, two of one name, fewer than one draw
    """
    names = [part.name for part in parts]
    if not names or len(set(names)) < len(names):
        raise ValueError(f"parts must have names of their own, got {', '.join(names) or 'none'}")
    generator = np.random.default_rng(whole("seed", seed, 0))
    count = whole("draws", draws, 1)
    kept: dict[int, FloatArray] = {}
    drawn = np.array([_drawn(part, count, generator, kept) for part in parts])
    rest = (1 - number("level", level, 0, 1, bounds="()")) / 2
    low, high = np.quantile(drawn, [rest, 1 - rest], axis=1)
    likely = [part.likely for part in parts]
    return Added(
        parts=pd.DataFrame({"name": names, "value": likely, "low": low, "high": high}),
        likely=float(sum(likely)),
        total=spread(drawn.sum(axis=0), level),
    )


def _drawn(part: Part, count: int, generator: np.random.Generator, kept: dict[int, FloatArray]) -> FloatArray:
    product = np.ones(count)
    for factor in part.factors:
        # By what it is and not by what it holds: two doubts of the same size are still two.
        if id(factor) not in kept:
            kept[id(factor)] = factor.quantile(generator.random((count, 1)))[:, 0]
        product = product * kept[id(factor)]
    return product


def at_most(figure: Uncertain, most: float) -> Uncertain:
    """A figure that cannot pass another."""
    ends = (figure.low, figure.likely, figure.high)
    return Uncertain(*(np.minimum(np.asarray(end, np.float64), most) for end in ends))


def about(likely: float, *, width: float = 0.5, most: float = np.inf) -> Uncertain:
    """A figure that nobody measured: a triangle from ``width`` below it to as much above."""
    value = number("likely", likely, 0)
    side = number("width", width, 0, 1)
    return Uncertain((1 - side) * value, value, min(most, (1 + side) * value))


def tried(week: ArrayLike, hours: float) -> Uncertain:
    """Transactions tried while a channel is down: in its quietest, usual and busiest hours.

    Parameters
    ----------
    week : shape (168,), >= 0, transactions an hour through the week
    hours : float in (0, 168]

    Notes
    -----
    The outage begins at a full hour; the last hour counts by the part of it that is down.
    """
    rates = numbers("week", week, 0)
    if rates.shape != (168,):
        raise ValueError(f"week must have 168 hours, got shape {rates.shape}")
    length = number("hours", hours, 0, 168, bounds="(]")
    whole_hours = int(length)
    twice = np.concatenate([[0.0], np.cumsum(np.concatenate([rates, rates]))])
    starts = np.arange(168)
    sums = twice[starts + whole_hours] - twice[starts]
    sums = sums + (length - whole_hours) * np.concatenate([rates, rates])[starts + whole_hours]
    return Uncertain(float(sums.min()), float(sums.mean()), float(sums.max()))
