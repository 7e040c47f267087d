"""The yearly total of a random number of random losses, by fast Fourier transform.

The law of the total on a grid is ``ifft(pgf(fft(severity)))``. Two things are done against what the plain
transform gets wrong. Losses beyond the grid would come back at its start (aliasing): masses are tilted by a
decreasing exponential before the transform and set upright after it, which divides what comes back by
``exp(12)``. And where many small losses make a total far from zero, only the window that holds the total is
computed, so that the grid stays fine.

References
----------
Embrechts, Frei (2009), Panjer recursion versus FFT for compound distributions, Math. Methods Oper. Res. 69.
Grübel, Hermesmeier (1999), Computation of compound distributions I, ASTIN Bulletin 29.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from analytics.risk.frequency import Frequency
from analytics.risk.severity import Severity

Floats = NDArray[np.float64]

MAXIMUM_CELLS = 2**22
CELLS = 2**18
FEWEST_CELLS_CHOSEN = 2**12
_MAXIMUM_CHOSEN_CELLS = 2**20
_COARSE_CELLS = 2**13
_FEWEST_CELLS = 32
# Between the round-off that tilting multiplies and the aliasing that it divides.
TILT = 12.0
# A compound sum of positive losses lies this many deviations under its mean with probability below 1e-27.
WINDOW_DEVIATIONS = 11.5
# Share of the second moment that moving every loss to the grid may add: in the end, and at the first look.
_GRID_VARIANCE = 1e-4
_COARSE_GRID_VARIANCE = 1e-2
# Share of the total's variance that the grid may add before the result would mislead.
_LARGEST_GRID_VARIANCE = 0.05
_FINE_CELLS = 32
_DECADES_OF_CELL_0 = 40
_MOST_DOUBLINGS = 40
_NODES = 64


@dataclass(frozen=True)
class Grid:
    """The law of the yearly total on the points ``step * (start + 0, 1, ...)``.

    ``cdf`` has no mass beyond the grid: ``1 - cdf[-1]`` is the probability of a total above it.
    """

    step: float
    start: int
    pmf: Floats
    cdf: Floats

    @property
    def points(self) -> Floats:
        """Totals, shape (cells,), in the currency of the losses."""
        return np.asarray(self.step * (self.start + np.arange(self.pmf.size)), dtype=np.float64)


def compound(frequency: Frequency, masses: Floats, *, step: float, cells: int) -> Grid:
    """Law of the total of a random number of losses on a grid.

    Parameters
    ----------
    frequency : law of the yearly number of losses
    masses : array, shape (points,), probability of a loss of ``0, step, 2 step, ...``; what is missing to
        1 is taken to lie beyond the last point
    step : float > 0, in the currency of the losses
    cells : int, size of the window computed
    """
    tilt = TILT / cells
    index = np.arange(masses.size)
    start = _window_start(frequency, masses)
    tilted = masses * np.exp(-tilt * index)
    folded = np.zeros(-(-masses.size // cells) * cells)
    folded[: masses.size] = tilted
    transform = fft.rfft(folded.reshape(-1, cells).sum(axis=0))
    window = fft.irfft(np.exp(frequency.log_pgf(transform) + tilt * start), cells)
    upright = np.roll(window, -(start % cells)) * np.exp(tilt * np.arange(cells))
    # Negative round-off stays in the sum, where it cancels positive round-off.
    cdf = np.clip(np.maximum.accumulate(np.cumsum(upright)), 0.0, 1.0)
    return Grid(step=step, start=start, pmf=np.maximum(upright, 0.0), cdf=cdf)


def discretise(severity: Severity, step: float, points: int) -> Floats:
    """Probability of a loss of ``0, step, ..., step * (points - 1)`` once losses lie on the grid.

    Each loss is shared between its two neighbours so that its mean is kept, however coarse the grid is
    beside the body.

    References
    ----------
    Klugman, Panjer, Willmot, *Loss Models*, 4th ed., section 9.6.5.2 (local moment matching).
    """
    above = _mean_exceedance(severity, step, points)
    masses = np.concatenate([[1.0 - above[0]], above[:-1] - above[1:]])
    return np.asarray(np.maximum(masses, 0.0), dtype=np.float64)


def _mean_exceedance(severity: Severity, step: float, points: int) -> Floats:
    """Mean over each cell of the probability that a loss is above, by Gauss-Legendre quadrature."""
    first = min(points, _FINE_CELLS)
    result = np.zeros(points)
    for node, weight in zip(*quadrature(2), strict=True):
        result[first:] += weight * np.asarray(severity.sf(step * (np.arange(first, points) + node)))
    # The first cells may hold the whole body of the law: many nodes there, in the logarithm in cell 0.
    places, weights = quadrature(_NODES)
    inner = step * (np.arange(1, first)[:, None] + places)
    result[1:first] = np.asarray(severity.sf(inner)) @ weights
    edges = np.linspace(-_DECADES_OF_CELL_0, 0.0, _DECADES_OF_CELL_0 + 1)
    shares = np.exp(edges[:-1, None] + places)
    result[0] = float(((np.asarray(severity.sf(step * shares)) * shares) @ weights).sum())
    result[0] += np.exp(edges[0]) * float(severity.sf(0.0))
    return result


@cache
def quadrature(nodes: int) -> tuple[Floats, Floats]:
    """Gauss-Legendre nodes and weights on a cell of length 1."""
    places, weights = np.polynomial.legendre.leggauss(nodes)
    return 0.5 * (places + 1.0), 0.5 * weights


def build_grid(
    frequency: Frequency,
    severity: Severity,
    *,
    tail: float,
    step: float | None,
    grid_variance: float = _LARGEST_GRID_VARIANCE,
    cells: int = CELLS,
) -> Grid:
    """Law of the yearly total on a grid that leaves at most ``tail`` above it.

    Parameters
    ----------
    frequency, severity : the laws
    tail : float in (0, 1)
    step : float > 0, or None for the finest grid of about ``cells`` cells
    grid_variance : largest share of the total's variance that the grid itself may add
    cells : of the grid, more where the total would blur; without effect where ``step`` is given

    Raises
    ------
    ValueError: a step too fine or too coarse for the range, so many events that no grid resolves them
    """
    top = _reach(frequency, severity, tail)
    first, second = _truncated_moments(frequency, severity, tail)
    width = top - _lower_end(frequency, severity, tail)
    if step is None:
        cells = _resolution(second, width, cells, _GRID_VARIANCE)
        step = width / cells
    else:
        cells = _cells_for(step, width)
    if frequency.mean * step**2 / 6.0 > grid_variance * _variance(frequency, first, second):
        raise ValueError(
            f"frequency and severity: {frequency.mean:g} events a year on cells of {step:.3g} blur the "
            "total; give a finer step, or fewer and larger events"
        )
    points = _points(frequency, severity, step, top)
    return compound(frequency, discretise(severity, step, points), step=step, cells=cells)


def _variance(frequency: Frequency, first: float, second: float) -> float:
    """Variance of the total from the first two moments of a loss."""
    return frequency.mean * second + (frequency.variance - frequency.mean) * first**2


def _window_start(frequency: Frequency, masses: Floats) -> int:
    # The lower tail of a compound Poisson or negative binomial sum is lighter than a normal law's of the
    # same mean and variance, so this cut loses less than the round-off.
    index = np.arange(masses.size, dtype=np.float64)
    weighted = masses * index
    first, second = float(weighted.sum()), float((weighted * index).sum())
    mean = frequency.mean * first
    deviation = np.sqrt(_variance(frequency, first, second))
    return max(0, int(np.floor(mean - WINDOW_DEVIATIONS * deviation)))


def _truncated_moments(frequency: Frequency, severity: Severity, tail: float) -> tuple[float, float]:
    """First two moments of a loss, leaving out what one loss in ``mean / tail`` exceeds."""
    smallest = min(0.1, tail / (2.0 * frequency.mean))
    probability = np.concatenate([np.geomspace(smallest, 0.1, 400), np.linspace(0.1, 1.0, 600)[1:]])
    loss = np.asarray(severity.isf(probability), dtype=np.float64)
    return float(np.trapezoid(loss, probability)), float(np.trapezoid(loss**2, probability))


def _reach(frequency: Frequency, severity: Severity, tail: float) -> float:
    """A total exceeded with probability ``tail`` or a little less."""
    single = float(severity.isf(min(0.5, tail / (2.0 * frequency.mean))))
    first, second = _truncated_moments(frequency, severity, tail)
    variance = _variance(frequency, first, second)
    top = single + frequency.mean * first + 5.0 * np.sqrt(variance)
    for _ in range(_MOST_DOUBLINGS):
        width = top - _lower_end(frequency, severity, tail)
        cells = _resolution(second, width, _COARSE_CELLS, _COARSE_GRID_VARIANCE)
        step = width / cells
        masses = discretise(severity, step, _points(frequency, severity, step, top))
        grid = compound(frequency, masses, step=step, cells=cells)
        above = int(np.searchsorted(grid.cdf, 1.0 - tail))
        if above < grid.cdf.size - 2:
            return float(step * (grid.start + max(above + 2, 64)))
        top *= 2.0
    raise ValueError(
        f"frequency and severity: a yearly mean of {frequency.mean:g} events of this size spreads too widely "
        "for a grid; state losses in a larger unit or fewer events"
    )


def _lower_end(frequency: Frequency, severity: Severity, tail: float) -> float:
    first, second = _truncated_moments(frequency, severity, tail)
    mean = frequency.mean * first
    deviation = float(np.sqrt(_variance(frequency, first, second)))
    return max(0.0, mean - WINDOW_DEVIATIONS * deviation)


def _resolution(second: float, width: float, cells: int, share: float) -> int:
    """Cells needed so that the grid adds no more than ``share`` to a loss's second moment."""
    while (width / cells) ** 2 / 6.0 > share * second and cells < _MAXIMUM_CHOSEN_CELLS:
        cells *= 2
    return cells


def _cells_for(step: float, width: float) -> int:
    if width / step > MAXIMUM_CELLS:
        raise ValueError(
            f"step is {step:g}, too fine: the range of {width:.6g} would take {width / step:.3g} cells; "
            f"it must be at least {width / MAXIMUM_CELLS:.3g}"
        )
    if width / step < _FEWEST_CELLS:
        raise ValueError(
            f"step is {step:g}, too coarse for a range of {width:.6g}; it must be at most "
            f"{width / _FEWEST_CELLS:.3g}"
        )
    return int(2 ** np.ceil(np.log2(width / step)))


def _points(frequency: Frequency, severity: Severity, step: float, top: float) -> int:
    """Points of the severity that matter: up to the top of the grid, or to where no loss reaches."""
    largest = min(top, float(severity.isf(min(0.5, 1e-18 / frequency.mean))))
    return int(min(np.ceil(largest / step) + 2, 8 * MAXIMUM_CELLS))
