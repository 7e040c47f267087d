"""The law of the annual loss where one loss takes whole numbers of units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.risk.annual_loss import Law, check_frequency, levels_of, like, moments
from analytics.risk.compounding import MAXIMUM_CELLS, compound

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class DiscreteLoss:
    """Law of the annual loss where a loss takes whole numbers of units, see ``compound_pmf``.

    ``support`` and ``pmf`` are the yearly totals and their probabilities, to within 1e-12 in all.
    """

    frequency: Law
    mean: float
    sd: float
    support: NDArray[np.int64] = field(repr=False)
    pmf: Floats = field(repr=False)

    @property
    def cdf(self) -> Floats:
        """Probability of a total of ``support`` or less."""
        return np.minimum(np.cumsum(self.pmf), 1.0)

    def quantile(self, q: ArrayLike) -> Any:
        """Smallest total that is not exceeded with probability ``q`` in [0, 0.99999999] or more."""
        # A level that a probability equals to the last digit must not fall on the next total.
        position = np.searchsorted(self.cdf, levels_of(q) - 1e-12)
        return like(self.support[np.minimum(position, self.support.size - 1)].astype(np.float64), q)

    def expected_shortfall(self, q: ArrayLike, *, split_atom: bool = False) -> Any:
        """Mean total of the bad years.

        Parameters
        ----------
        q : float or array in [0, 0.99999999]
        split_atom : bool. False: the mean of the totals above the quantile (tail value at risk of the
            actuarial literature). True: the mean of the worst ``1 - q`` of years, which takes part of
            the probability of the quantile itself and is coherent. On a continuous law they are equal

        Raises
        ------
        ValueError: a level outside the range
        """
        levels = levels_of(q)
        quantile = np.asarray(self.quantile(levels))
        total, beyond = _tail_sums(self.support, self.pmf, quantile)
        if split_atom:
            result = quantile + (total - quantile * beyond) / (1.0 - levels)
        else:
            result = np.where(beyond > 0, total / np.where(beyond > 0, beyond, 1.0), quantile)
        return like(result, q)

    def exceedance(self, x: ArrayLike) -> Any:
        """Probability that the total is above ``x``."""
        position = np.searchsorted(self.support, np.asarray(x, dtype=np.float64), side="right")
        return like(1.0 - np.concatenate([[0.0], self.cdf])[position], x)


def compound_pmf(frequency: Law, pmf: Mapping[Any, float] | ArrayLike) -> DiscreteLoss:
    """Law of the annual loss where one loss takes whole numbers of units.

    Parameters
    ----------
    frequency : Poisson or NegativeBinomial, events a year
    pmf : mapping of loss (whole units, 0 or more) to probability, or array of the probabilities of
        losses 0, 1, 2, ...; sums to 1

    Returns
    -------
    DiscreteLoss, exact but for round-off: what Panjer's recursion gives

    Raises
    ------
    ValueError: losses that are negative or not whole, probabilities that are negative or do not sum to 1

    References
    ----------
    Panjer (1981), Recursive evaluation of a family of compound distributions, ASTIN Bulletin 12.
    """
    check_frequency(frequency)
    masses = _masses(pmf)
    index = np.arange(masses.size)
    first, second = float(masses @ index), float(masses @ index**2)
    mean, sd, _ = moments(frequency, first, second - first**2)
    if mean == 0.0:
        # No transform: its round-off would be all that lies beyond 0.
        return DiscreteLoss(frequency, 0.0, 0.0, support=np.zeros(1, dtype=np.int64), pmf=np.ones(1))
    cells = 256
    grid = compound(frequency, masses, step=1.0, cells=cells)
    while cells <= mean + 8.0 * sd - grid.start or grid.cdf[-1] < 1.0 - 1e-12:
        cells *= 2
        if cells > MAXIMUM_CELLS:
            raise ValueError(
                f"pmf and frequency give totals up to about {mean + 8 * sd:.3g} units; more than 4 million "
                "are not resolved: use a larger unit, or compound_loss"
            )
        grid = compound(frequency, masses, step=1.0, cells=cells)
    support = grid.start + np.arange(grid.pmf.size)
    return DiscreteLoss(frequency=frequency, mean=mean, sd=sd, support=support, pmf=grid.pmf)


def _tail_sums(support: NDArray[np.int64], pmf: Floats, quantile: Floats) -> tuple[Floats, Floats]:
    weighted = np.concatenate([np.cumsum((support * pmf)[::-1])[::-1], [0.0]])
    beyond = np.concatenate([np.cumsum(pmf[::-1])[::-1], [0.0]])
    position = np.searchsorted(support, quantile, side="right")
    return np.asarray(weighted[position], dtype=np.float64), np.asarray(beyond[position], dtype=np.float64)


def _masses(pmf: Mapping[Any, float] | ArrayLike) -> Floats:
    if isinstance(pmf, Mapping):
        losses = [float(key) for key in pmf]
        if not losses or any(loss < 0 or loss != int(loss) for loss in losses):
            raise ValueError(f"pmf has the losses {sorted(losses)}; they must be whole units, 0 or more")
        masses = np.zeros(int(max(losses)) + 1)
        for loss, probability in zip(losses, pmf.values(), strict=True):
            masses[int(loss)] += probability
    else:
        masses = np.asarray(pmf, dtype=np.float64)
    if masses.ndim != 1 or masses.size == 0 or not np.isfinite(masses).all() or (masses < 0).any():
        raise ValueError("pmf must hold one probability of 0 or more for each loss")
    if abs(masses.sum() - 1.0) > 1e-9:
        raise ValueError(f"pmf sums to {masses.sum():.12g}; the probabilities must sum to 1")
    return masses
