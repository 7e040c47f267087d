"""Random draws of what is uncertain in a score: data, conventional thresholds, weights, power of the mean.

Thresholds, weights and the power are drawn for all banks alike, so that ranks are compared under one set of
rules. Each bank has a random stream of its own for its data, named by the seed and the bank, so that its
draws do not depend on which other banks are asked for.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from scipy.special import ndtri

from analytics.risk.catalogue import Booleans, Catalogue, Integers
from analytics.risk.position import RiskPosition
from analytics.risk.scoring import BEST, KNOT_COUNT, WORST, Floats

SHARED: Final = 0
DATA: Final = 1
CONTROLS: Final = 2
_BLOCK: Final = 1024


@dataclass(frozen=True)
class Spread:
    """How far each uncertain choice may lie from the published one; conventions of this product.

    Parameters
    ----------
    data_error : standard deviation of a value, as a share of its distance from the best value (the first
        knot); whole-number indicators are counted without error
    thresholds : largest move of a conventional threshold, as a share of its distance from the best value;
        never so far that knots change their order
    weights : largest relative change of a weight
    power : lowest and highest power of the mean

    Raises
    ------
    ValueError: a negative or infinite spread, a spread of thresholds or weights of 1 or more, powers that are
        not positive and in order
    """

    data_error: float = 0.05
    thresholds: float = 0.20
    weights: float = 0.25
    power: tuple[float, float] = (1.0, 4.0)

    def __post_init__(self) -> None:
        for name, most in (("data_error", 10.0), ("thresholds", 1.0), ("weights", 1.0)):
            spread = getattr(self, name)
            if not 0 <= spread < most:
                raise ValueError(f"{name} must lie in [0, {most:g}), got {spread}")
        low, high = self.power
        if not 0 < low <= high < np.inf:
            raise ValueError(f"power must be two positive numbers in order, got {self.power}")


@dataclass(frozen=True)
class CommonDraws:
    """What a draw has in common for all banks: indicators sorted by risk, draws along the last axis.

    Parameters
    ----------
    order : ndarray (indicators,), positions in the catalogue
    starts : ndarray (risks,), where each risk begins
    knots, steps : ndarray (5 and 4, indicators, draws), knots and the inverse of their distances
    weights, risk_weights : ndarray (indicators, draws) and (risks, draws)
    totals : ndarray (risks, draws), sums of the weights of each risk
    power : ndarray (draws,)
    """

    order: Integers
    starts: Integers
    knots: Floats
    steps: Floats
    weights: Floats
    totals: Floats
    risk_weights: Floats
    power: Floats


class RandomSource(Protocol):
    """What the draws need of a generator: ``size`` is (variables, draws)."""

    def uniform(self, low: float, high: float, size: tuple[int, int], /) -> Floats: ...

    def standard_normal(self, size: tuple[int, int], /) -> Floats: ...

    def random(self, size: tuple[int, int], /) -> Floats: ...


class QuasiRandom:
    """Points that fill the cube evenly, in place of random ones: each variable takes the next dimension.

    Parameters
    ----------
    points : ndarray (draws, dimensions) in (0, 1)
    """

    def __init__(self, points: Floats) -> None:
        self._points = points.T
        self._used = 0

    def random(self, size: tuple[int, int], /) -> Floats:
        """The next ``size[0]`` dimensions."""
        taken = self._points[self._used : self._used + size[0]]
        self._used += size[0]
        return taken

    def uniform(self, low: float, high: float, size: tuple[int, int], /) -> Floats:
        """Uniform between ``low`` and ``high``."""
        return low + (high - low) * self.random(size)

    def standard_normal(self, size: tuple[int, int], /) -> Floats:
        """Standard normal, by the inverse of its distribution."""
        return np.asarray(ndtri(self.random(size)))


def dimensions(position: RiskPosition, row: int) -> int:
    """How many variables one bank's draws take from a source."""
    indicators = len(position.catalogue.indicators)
    silent = int((~position.observed[row]).sum())
    return (KNOT_COUNT + 2) * indicators + len(position.catalogue.risks) + 1 + silent


def stream(seed: int, name: str, purpose: int) -> np.random.Generator:
    """The random stream of one bank, or of what banks share (empty name), for one purpose."""
    digest = hashlib.sha256(name.encode()).digest()
    return np.random.default_rng([seed, purpose, int.from_bytes(digest[:8], "big")])


def draw_common(catalogue: Catalogue, spread: Spread, draws: int, rng: RandomSource) -> CommonDraws:
    """Draw what all banks have in common."""
    order = np.argsort(catalogue.risk_of, kind="stable")
    risks = len(catalogue.risks)
    knots = _draw_knots(catalogue.knots[order], catalogue.conventional_knots[order], spread, draws, rng)
    weights = catalogue.weights[order, None] * _around_one(spread.weights, (len(order), draws), rng)
    starts = np.searchsorted(catalogue.risk_of[order], np.arange(risks))
    return CommonDraws(
        order=order,
        starts=starts,
        knots=knots,
        steps=1.0 / np.diff(knots, axis=0),
        weights=weights,
        totals=np.add.reduceat(weights, starts, axis=0),
        risk_weights=catalogue.risk_weights[:, None] * _around_one(spread.weights, (risks, draws), rng),
        power=rng.uniform(*spread.power, (1, draws))[0],
    )


def _around_one(spread: float, shape: tuple[int, int], rng: RandomSource) -> Floats:
    return 1.0 + spread * rng.uniform(-1.0, 1.0, shape)


def _draw_knots(
    knots: Floats, conventional: Booleans, spread: Spread, draws: int, rng: RandomSource
) -> Floats:
    """Perturbed knots (5, indicators, draws), still strictly monotone.

    A knot moves by less than half the way to its neighbour, whatever the spread: two neighbours that move
    towards each other cannot meet.
    """
    reach = spread.thresholds * np.abs(knots - knots[:, :1]) * conventional
    room = 0.45 * np.abs(np.diff(knots, axis=1))
    far = np.full((len(knots), 1), np.inf)
    towards_next = np.minimum(reach, np.hstack([room, far]))
    towards_previous = np.minimum(reach, np.hstack([far, room]))
    worse = np.sign(knots[:, -1] - knots[:, 0])
    moved = np.empty((KNOT_COUNT, len(knots), draws))
    for knot in range(KNOT_COUNT):
        share = rng.uniform(-1.0, 1.0, (len(knots), draws))
        step = np.where(share > 0, towards_next[:, knot, None], towards_previous[:, knot, None]) * share
        moved[knot] = knots[:, knot, None] + worse[:, None] * step
    return moved


def draw_ratios(
    position: RiskPosition, row: int, common: CommonDraws, error: float, rng: RandomSource
) -> Floats:
    """Drawn scores of one bank's indicators, as shares of 100: ndarray (indicators, draws).

    An indicator that stopped being reported is drawn between its published score and 100, one that is not
    measured between 0 and 100.
    """
    order, draws = common.order, common.power.size
    catalogue = position.catalogue
    values, observed = position.values[row, order], position.observed[row, order]
    shape = (len(order), draws)
    distance = np.abs(values - catalogue.knots[order, 0])
    deviation = np.where(observed & ~catalogue.whole[order], error * distance, 0.0)
    drawn = rng.standard_normal(shape)
    ratios = np.empty(shape)
    centre = np.where(observed, values, 0.0)[:, None]
    # In blocks, so that the intermediate arrays stay in the processor's cache.
    for start in range(0, draws, _BLOCK):
        block = slice(start, start + _BLOCK)
        ratios[:, block] = _ratios_of(centre + deviation[:, None] * drawn[:, block], common, block)
    silent = np.flatnonzero(~observed)
    floor = np.nan_to_num(position.scores[row, order][silent, None], nan=BEST) / WORST
    ratios[silent] = floor + (1.0 - floor) * rng.random((len(silent), draws))
    return ratios


def _ratios_of(values: Floats, common: CommonDraws, block: slice) -> Floats:
    ratios, segment = np.zeros(values.shape), np.empty(values.shape)
    for knot in range(KNOT_COUNT - 1):
        np.subtract(values, common.knots[knot, :, block], out=segment)
        segment *= common.steps[knot, :, block]
        ratios += np.clip(segment, 0.0, 1.0, out=segment)
    ratios /= KNOT_COUNT - 1
    return ratios


def aggregate_draws(ratios: Floats, common: CommonDraws, counted: Booleans | None = None) -> Floats:
    """Scores of the risks, then overall, every draw with its own weights and power.

    Parameters
    ----------
    ratios : ndarray (indicators, draws) in [0, 1], sorted as ``common``
    counted : ndarray (indicators,) of bool, sorted likewise, those that carry weight; all unless given

    Returns
    -------
    ndarray (risks + 1, draws) in [0, 100]
    """
    weights, totals, of_risks = common.weights, common.totals, common.risk_weights
    if counted is not None and not counted.all():
        weights = weights * counted[:, None]
        totals = np.add.reduceat(weights, common.starts, axis=0)
        of_risks = of_risks * (totals > 0)
        totals = np.where(totals > 0, totals, 1.0)
    means = np.add.reduceat(weights * ratios**common.power, common.starts, axis=0) / totals
    overall = (of_risks * means).sum(axis=0) / of_risks.sum(axis=0)
    both = np.vstack([means, overall])
    return WORST * np.minimum(both ** (1.0 / common.power), 1.0)
