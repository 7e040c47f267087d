"""Random draws of what is uncertain in a score: data, conventional thresholds, weights, power of the mean.

Thresholds, weights and the power are drawn for all banks alike, so that ranks are compared under one set of
rules. Each bank has a random stream of its own for its data, named by the seed and the bank, so that its
draws do not depend on which other banks are asked for.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

import numpy as np

from analytics.risk.catalogue import Booleans, Catalogue, Integers
from analytics.risk.position import RiskPosition
from analytics.risk.scoring import KNOT_COUNT, WORST, Floats

SHARED: Final = 0
DATA: Final = 1
CONTROLS: Final = 2


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
    power : ndarray (draws,)
    """

    order: Integers
    starts: Integers
    knots: Floats
    steps: Floats
    weights: Floats
    risk_weights: Floats
    power: Floats


def stream(seed: int, name: str, purpose: int) -> np.random.Generator:
    """The random stream of one bank, or of what banks share (empty name), for one purpose."""
    digest = hashlib.sha256(name.encode()).digest()
    return np.random.default_rng([seed, purpose, int.from_bytes(digest[:8], "big")])


def draw_common(catalogue: Catalogue, spread: Spread, draws: int, rng: np.random.Generator) -> CommonDraws:
    """Draw what all banks have in common."""
    order = np.argsort(catalogue.risk_of, kind="stable")
    risks = len(catalogue.risks)
    knots = _draw_knots(catalogue.knots[order], catalogue.conventional_knots[order], spread, draws, rng)
    weights = catalogue.weights[order, None] * _around_one(spread.weights, (len(order), draws), rng)
    return CommonDraws(
        order=order,
        starts=np.searchsorted(catalogue.risk_of[order], np.arange(risks)),
        knots=knots,
        steps=1.0 / np.diff(knots, axis=0),
        weights=weights,
        risk_weights=catalogue.risk_weights[:, None] * _around_one(spread.weights, (risks, draws), rng),
        power=rng.uniform(*spread.power, draws),
    )


def _around_one(spread: float, shape: tuple[int, int], rng: np.random.Generator) -> Floats:
    return 1.0 + spread * rng.uniform(-1.0, 1.0, shape)


def _draw_knots(
    knots: Floats, conventional: Booleans, spread: Spread, draws: int, rng: np.random.Generator
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
    position: RiskPosition, row: int, common: CommonDraws, error: float, rng: np.random.Generator
) -> Floats:
    """Drawn scores of one bank's indicators, as shares of 100: ndarray (indicators, draws).

    A missing indicator is drawn between its published score and 100.
    """
    order, draws = common.order, common.power.size
    catalogue = position.catalogue
    values, observed = position.values[row, order], position.observed[row, order]
    shape = (len(order), draws)
    distance = np.abs(values - catalogue.knots[order, 0])
    deviation = np.where(observed & ~catalogue.whole[order], error * distance, 0.0)
    drawn = rng.standard_normal(shape)
    drawn *= deviation[:, None]
    drawn += np.where(observed, values, 0.0)[:, None]
    ratios, segment = np.zeros(shape), np.empty(shape)
    for knot in range(KNOT_COUNT - 1):
        np.subtract(drawn, common.knots[knot], out=segment)
        segment *= common.steps[knot]
        ratios += np.clip(segment, 0.0, 1.0, out=segment)
    ratios /= KNOT_COUNT - 1
    silent = np.flatnonzero(~observed)
    floor = position.scores[row, order][silent, None] / WORST
    ratios[silent] = floor + (1.0 - floor) * rng.random((len(silent), draws))
    return ratios


def aggregate_draws(ratios: Floats, common: CommonDraws) -> Floats:
    """Scores of the risks, then overall, every draw with its own weights and power.

    Parameters
    ----------
    ratios : ndarray (indicators, draws) in [0, 1], sorted as ``common``

    Returns
    -------
    ndarray (risks + 1, draws) in [0, 100]
    """
    curved = common.weights * ratios**common.power
    totals = np.add.reduceat(common.weights, common.starts, axis=0)
    means = np.add.reduceat(curved, common.starts, axis=0) / totals
    overall = (common.risk_weights * means).sum(axis=0) / common.risk_weights.sum(axis=0)
    both = np.vstack([means, overall])
    return WORST * np.minimum(both ** (1.0 / common.power), 1.0)
