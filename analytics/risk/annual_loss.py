"""The law of the annual loss as a result object: on a grid, in whole units, or read off a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special

from analytics.risk.compounding import CELLS, MAXIMUM_CELLS, Grid, build_grid, compound
from analytics.risk.frequency import NegativeBinomial, Poisson
from analytics.risk.severity import Severity

Floats = NDArray[np.float64]
Law = Poisson | NegativeBinomial

HIGHEST_LEVEL = 1.0 - 1e-8
_FIRST_TAIL_EXPONENT = 2
_BASE_TAIL_EXPONENT = 5
_LAST_TAIL_EXPONENT = 9
# Cells under a quantile from which the grid's error no longer shows in it.
_FINE_ENOUGH = 500.0


@dataclass(frozen=True)
class CompoundLoss:
    """Law of the annual loss, see ``compound_loss``.

    ``mean`` and ``sd`` are exact (``E[N] E[X]`` and the formula for the variance), infinite where they
    are. Levels above 0.9999 are computed on a wider grid when they are asked for. ``warnings`` are
    sentences for the reader.
    """

    frequency: Law
    severity: Severity = field(repr=False)
    mean: float
    sd: float
    warnings: tuple[str, ...]
    _fixed_step: float | None = field(default=None, repr=False)
    _cells: int = field(default=CELLS, repr=False)
    _grids: dict[int, Grid] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._grid(_BASE_TAIL_EXPONENT)

    @property
    def step(self) -> float:
        """Cell of the grid that serves levels up to 0.9999, in the currency of the losses."""
        return self._grid(_BASE_TAIL_EXPONENT).step

    def quantile(self, q: ArrayLike) -> Any:
        """Annual loss that is not exceeded with probability ``q``.

        Parameters
        ----------
        q : float or array in [0, 0.99999999]

        Returns
        -------
        float, or array of the shape of ``q``

        Raises
        ------
        ValueError: a level outside the range
        """
        levels = levels_of(q)
        result = np.zeros(levels.shape)
        for grid, here in self._grids_for(levels):
            result[here] = self._quantile_on(grid, levels[here])
        return like(result, q)

    def expected_shortfall(self, q: ArrayLike) -> Any:
        """Mean annual loss of the worst ``1 - q`` of years; infinite where the mean loss is.

        Parameters
        ----------
        q : float or array in [0, 0.99999999]

        Raises
        ------
        ValueError: a level outside the range

        References
        ----------
        Acerbi, Tasche (2002), On the coherence of expected shortfall, J. Banking & Finance 26.
        """
        levels = levels_of(q)
        result = np.full(levels.shape, np.inf)
        for grid, here in self._grids_for(levels) if np.isfinite(self.mean) else ():
            quantile = self._quantile_on(grid, levels[here])
            result[here] = quantile + self._mean_above(grid, quantile) / (1.0 - levels[here])
        return like(result, q)

    def exceedance(self, x: ArrayLike) -> Any:
        """Probability that the annual loss is above ``x``; under 5e-9, to first order only.

        Parameters
        ----------
        x : float or array, amounts in the currency of the losses

        Raises
        ------
        ValueError: an amount that is missing
        """
        amounts = np.asarray(x, dtype=np.float64)
        if np.isnan(amounts).any():
            raise ValueError("x holds a missing amount")
        result = np.asarray(self.frequency.mean * np.asarray(self.severity.sf(amounts)), dtype=np.float64)
        result = np.minimum(result, 5.0 * 10.0**-_LAST_TAIL_EXPONENT)
        open_cases = np.ones(amounts.shape, dtype=bool)
        low = bool((amounts < _FINE_ENOUGH * self.step).any()) and self._fixed_step is None
        first = _FIRST_TAIL_EXPONENT if low else _BASE_TAIL_EXPONENT
        for exponent in range(first, _LAST_TAIL_EXPONENT + 1):
            if not open_cases.any():
                break
            nodes, above = self._nodes(self._grid(exponent))
            value = np.interp(amounts, nodes, above)
            here = open_cases & (amounts <= nodes[-1]) & (value > 5.0 * 10.0**-exponent)
            result = np.where(here, value, result)
            open_cases &= ~here
        return like(np.where(amounts < 0, 1.0, result), x)

    def exceedance_curve(self, points: int = 200) -> pd.DataFrame:
        """For the chart: columns level, loss, exceedance, return_period in years, ``points`` rows."""
        exceedance = np.geomspace(0.5, 1e-4, points)
        loss = self.quantile(1.0 - exceedance)
        return pd.DataFrame(
            {
                "level": 1.0 - exceedance,
                "loss": loss,
                "exceedance": exceedance,
                "return_period": 1.0 / exceedance,
            }
        )

    def _grids_for(self, levels: Floats) -> list[tuple[Grid, NDArray[np.bool_]]]:
        """The grid that serves each level, and which levels those are.

        A grid must leave a tenth of ``1 - level`` or less above itself. Under a heavy tail the base grid
        is coarse beside the lower quantiles: these take a narrower one.
        """
        needed = np.ceil(-np.log10(1.0 - levels) + 1.0 - 1e-6).clip(_FIRST_TAIL_EXPONENT, _LAST_TAIL_EXPONENT)
        base = self._grid(_BASE_TAIL_EXPONENT)
        coarse = self._quantile_on(base, levels) < _FINE_ENOUGH * base.step
        narrow_allowed = self._fixed_step is None and self.mean > 0.0
        exponents = np.where(coarse & narrow_allowed, needed, np.maximum(needed, _BASE_TAIL_EXPONENT))
        return [(self._grid(int(k)), exponents == k) for k in np.unique(exponents)]

    def _grid(self, exponent: int) -> Grid:
        if self.mean == 0.0:
            return Grid(step=1.0, start=0, pmf=np.array([1.0, 0.0]), cdf=np.ones(2))
        if exponent not in self._grids:
            self._grids[exponent] = build_grid(
                self.frequency,
                self.severity,
                tail=10.0**-exponent,
                step=self._fixed_step,
                cells=self._cells,
            )
        return self._grids[exponent]

    @cached_property
    def _at_zero(self) -> float:
        atom = np.atleast_1d(1.0 - float(self.severity.sf(0.0))).astype(np.complex128)
        return float(np.exp(self.frequency.log_pgf(atom)[0].real))

    def _nodes(self, grid: Grid) -> tuple[Floats, Floats]:
        """Amounts and exceedance probabilities; a grid point stands for the cell around it."""
        nodes = grid.step * (grid.start + np.arange(grid.cdf.size) + 0.5)
        above = np.minimum(1.0 - grid.cdf, 1.0 - self._at_zero)
        return np.concatenate([[0.0], nodes]), np.concatenate([[1.0 - self._at_zero], above])

    def _quantile_on(self, grid: Grid, levels: Floats) -> Floats:
        nodes, above = self._nodes(grid)
        below = 1.0 - above
        right = np.clip(np.searchsorted(below, levels), 1, below.size - 1)
        left = right - 1
        gap = np.maximum(below[right] - below[left], np.finfo(np.float64).tiny)
        share = np.clip((levels - below[left]) / gap, 0.0, 1.0)
        inside = nodes[left] + share * (nodes[right] - nodes[left])
        return np.asarray(np.where(levels <= self._at_zero, 0.0, inside), dtype=np.float64)

    def _mean_above(self, grid: Grid, quantile: Floats) -> Floats:
        """``E[max(S - quantile, 0)]``: the grid's part by the trapezium rule, plus what lies beyond it."""
        nodes, above = self._nodes(grid)
        slices = 0.5 * (above[1:] + above[:-1]) * np.diff(nodes)
        to_top = np.concatenate([np.cumsum(slices[::-1])[::-1], [0.0]])
        cell = np.clip(np.searchsorted(nodes, quantile, side="right"), 1, nodes.size - 1)
        at_quantile = np.interp(quantile, nodes, above)
        partial = 0.5 * (at_quantile + above[cell]) * (nodes[cell] - quantile)
        return np.asarray(partial + to_top[cell] + self._mean_beyond(grid), dtype=np.float64)

    def _mean_beyond(self, grid: Grid) -> float:
        """Expected part of the total above the grid: the mean, which the grid keeps, less what it holds."""
        above = 1.0 - grid.cdf
        held = grid.step * (grid.start + float(above[:-1].sum()) + 0.5 * float(above[-1]))
        return max(self.mean - held, 0.0)


def moments(frequency: Law, mean: float, variance: float) -> tuple[float, float, tuple[str, ...]]:
    if frequency.mean == 0.0:
        return 0.0, 0.0, ()
    if not np.isfinite(mean):
        return np.inf, np.inf, ("the mean of one loss is infinite: mean, sd and expected shortfall are too",)
    if not np.isfinite(variance):
        return frequency.mean * mean, np.inf, ("the variance of one loss is infinite: so is the sd",)
    total = frequency.mean * variance + frequency.variance * mean**2
    return frequency.mean * mean, float(np.sqrt(total)), ()


def check_frequency(frequency: Law) -> None:
    if not isinstance(frequency, Poisson | NegativeBinomial):
        raise ValueError(f"frequency is a {type(frequency).__name__}; it must be Poisson or NegativeBinomial")


def levels_of(q: ArrayLike, highest: float = HIGHEST_LEVEL) -> Floats:
    levels = np.asarray(q, dtype=np.float64)
    if not ((levels >= 0) & (levels <= highest)).all():
        raise ValueError(f"q is {q!r}; a level must lie between 0 and {highest:.10g}")
    return levels


def like(result: Any, template: ArrayLike) -> Any:
    return float(result) if np.ndim(template) == 0 else np.asarray(result)


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


_POINTS = 2049
_LOWEST_LEVEL = 1e-6
_HIGHEST_LEVEL = 1.0 - 1e-6


class AnnualLoss(Protocol):
    """What a joint model needs of a type's annual loss; ``CompoundLoss`` and ``TabulatedLoss`` have it."""

    @property
    def frequency(self) -> Law: ...

    @property
    def mean(self) -> float: ...

    def quantile(self, q: ArrayLike) -> Any: ...

    def expected_shortfall(self, q: ArrayLike) -> Any: ...


@dataclass(frozen=True)
class TabulatedLoss:
    """Quantiles and expected shortfalls of an annual loss at fixed levels, see ``tabulate``.

    Between two levels both are read off a straight line in the logit of the level: within 0.01 % of the
    law itself. A level above 0.999999 is read as that one: a simulation of fewer than a million years does
    not tell them apart. ``quiet`` is the probability of a year without events.
    """

    frequency: Law
    mean: float
    quiet: float
    _logits: Floats = field(repr=False)
    _losses: Floats = field(repr=False)
    _shortfalls: Floats = field(repr=False)

    def quantile(self, q: ArrayLike) -> Any:
        """As ``CompoundLoss.quantile``.

        Raises
        ------
        ValueError: a level outside [0, 0.99999999]
        """
        levels = levels_of(q)
        inside = np.interp(special.logit(levels), self._logits, self._losses)
        return like(np.where(levels <= self.quiet, 0.0, inside), q)

    def expected_shortfall(self, q: ArrayLike) -> Any:
        """As ``CompoundLoss.expected_shortfall``.

        Raises
        ------
        ValueError: a level outside [0, 0.99999999]
        """
        levels = levels_of(q)
        above = np.interp(special.logit(levels), self._logits, self._shortfalls)
        return like(np.where(levels <= self.quiet, self.mean / (1.0 - levels), above), q)


def tabulate(loss: CompoundLoss) -> TabulatedLoss:
    """Read a law once at the levels of a table.

    The lowest level of the table lies a millionth above the quiet years; nothing below it is told apart.

    Parameters
    ----------
    loss : a ``compound_loss``

    Returns
    -------
    TabulatedLoss
    """
    quiet = quiet_year(loss.frequency)
    lowest = min(quiet + _LOWEST_LEVEL * (1.0 - quiet), _HIGHEST_LEVEL)
    low, high = (float(special.logit(level)) for level in (lowest, _HIGHEST_LEVEL))
    levels = np.clip(special.expit(np.linspace(low, high, _POINTS)), lowest, _HIGHEST_LEVEL)
    return TabulatedLoss(
        frequency=loss.frequency,
        mean=loss.mean,
        quiet=quiet,
        _logits=np.asarray(special.logit(levels), dtype=np.float64),
        _losses=np.asarray(loss.quantile(levels), dtype=np.float64),
        _shortfalls=np.asarray(loss.expected_shortfall(levels), dtype=np.float64),
    )


def quiet_year(frequency: Law) -> float:
    """Probability of a year without events."""
    return float(np.exp(frequency.log_pgf(np.zeros(1, dtype=np.complex128))[0].real))
