"""What moved the cost of transactions away from a plan: how many there were, on which channel, at what cost.

The cost is a sum over channels of three factors: transactions in all, the channel's share of them, and what
one costs there. Each factor's part is the mean of what changing it does over all six orders in which the
three can be changed (the Shapley value), so that the parts add up to the deviation exactly and no order is
preferred.

References
----------
Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games 2, 307-317.
Sun, J. W. (1998). Changes in energy consumption and energy intensity: a complete decomposition model. Energy
Economics 20, 85-100: interactions shared equally among the factors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from analytics.channels._checks import FloatArray, fit, numbers

FACTORS: Final = ("volume", "mix", "cost")


@dataclass(frozen=True)
class Deviation:
    """A cost against its plan, in one currency. Shape (channels,) each.

    Attributes
    ----------
    planned, actual : cost of the channel
    volume, mix, cost : parts of ``actual - planned``; over all channels they add up to the whole deviation,
        the mix of a channel counted from the mean cost of the plan
    """

    planned: FloatArray
    actual: FloatArray
    volume: FloatArray
    mix: FloatArray
    cost: FloatArray

    @property
    def total(self) -> float:
        """Actual cost less planned cost."""
        return float(self.actual.sum() - self.planned.sum())

    def part(self, factor: str) -> float:
        """What one of :data:`FACTORS` did over all channels."""
        return float(getattr(self, factor).sum())


def deviation(
    planned_volume: ArrayLike, planned_cost: ArrayLike, volume: ArrayLike, cost: ArrayLike
) -> Deviation:
    """The deviation of a cost from its plan by volume, mix and cost.

    Parameters
    ----------
    planned_volume, volume : shape (channels,), >= 0, transactions; some of each
    planned_cost, cost : shape (channels,), currency a transaction. NaN where none were planned, or none made:
        the other one's cost then stands, and all of the channel's deviation is volume and mix

    Raises
    ------
    ValueError: shapes that differ, no transactions, or a cost that neither side knows
    """
    before, after = numbers("planned_volume", planned_volume, 0), numbers("volume", volume, 0)
    fit("volume", after, before.shape)
    first, then = (np.asarray(each, dtype=np.float64) for each in (planned_cost, cost))
    fit("planned_cost", first, before.shape)
    fit("cost", then, before.shape)
    first, then = np.where(np.isfinite(first), first, then), np.where(np.isfinite(then), then, first)
    if not before.sum() > 0 or not after.sum() > 0:
        raise ValueError("planned_volume and volume must each have transactions")
    if not np.isfinite(first).all():
        raise ValueError("cost must be known of each channel, in the plan or since")
    count, counted = before.sum(), after.sum()
    share, shared = before / count, after / counted
    mean = float((share * first).sum())
    return Deviation(
        planned=before * first,
        actual=after * then,
        volume=_part(counted - count, share, first, shared, then),
        # Shares that change add up to nothing: the mean cost may be taken off without changing the sum.
        mix=_part(shared - share, count, first - mean, counted, then - mean),
        cost=_part(then - first, count, share, counted, shared),
    )


def _part(
    change: FloatArray | float,
    one: FloatArray | float,
    other: FloatArray | float,
    one_after: FloatArray | float,
    other_after: FloatArray | float,
) -> FloatArray:
    """A change of one factor of three, averaged over the orders in which the two others change."""
    same = np.multiply(one, other) + np.multiply(one_after, other_after)
    crossed = np.multiply(one, other_after) + np.multiply(one_after, other)
    return np.asarray(change * (same / 3 + crossed / 6), dtype=np.float64)
