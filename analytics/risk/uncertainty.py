"""How sure a score is: its interval, the probability of each grade, the rank among peers.

Every draw perturbs what is uncertain: the data of each bank, and, for all banks alike, the thresholds that
are a convention of this product, the weights and the power of the mean. Each bank has a random stream of its
own, named by the seed and the bank, so that its draws do not depend on which other banks are asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from analytics.risk.catalogue import Booleans, Catalogue, Integers
from analytics.risk.controls import BankControls, read_controls, residual_risks
from analytics.risk.position import RiskPosition
from analytics.risk.scoring import KNOT_COUNT, WORST, Floats, grade, published_grade

INHERENT: Final = "inherent"
RESIDUAL: Final = "residual"
GRADES: Final = (1, 2, 3, 4)
_DECIMALS: Final = 6
_SHARED, _DATA, _CONTROLS = 0, 1, 2


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
class ScoreUncertainty:
    """What may be said of each score.

    Parameters
    ----------
    table : DataFrame stage ("inherent" or "residual"), bank, risk (the risks, then "overall"), score
        (published), low, high (interval that holds the score), grade (published),
        probability_1..probability_4, likely_grade, robust (bool: the likely grade is probable enough), rank
        (1 for the lowest risk), rank_low, rank_high
    draws : ndarray (stages, banks, risks + 1, draws), scores
    level : probability of the intervals
    """

    table: pd.DataFrame
    draws: Floats
    level: float


@dataclass(frozen=True)
class _Common:
    """What a draw has in common for all banks: indicators sorted by risk, draws along the last axis."""

    order: Integers
    starts: Integers
    knots: Floats
    steps: Floats
    weights: Floats
    risk_weights: Floats
    power: Floats


def score_uncertainty(
    position: RiskPosition,
    *,
    controls: pd.DataFrame | None = None,
    banks: Sequence[str] | None = None,
    spread: Spread | None = None,
    draws: int = 10_000,
    level: float = 0.8,
    robust_at: float = 0.8,
    seed: int = 0,
) -> ScoreUncertainty:
    """Intervals, probabilities of grades and rank intervals of every bank and risk.

    A missing indicator is drawn between its published score and 100: silence is at least as bad as published.
    A red flag holds every drawn grade at 3 or worse. Intervals are widened where needed to hold the published
    score, which is computed without perturbation.

    Parameters
    ----------
    position : RiskPosition
    controls : DataFrame, see :func:`analytics.risk.controls.read_controls`; with it the residual scores are
        drawn too, effectiveness from a beta law
    banks : the banks to report, and to rank among each other; all unless given
    spread : Spread, its defaults unless given
    draws : number of draws
    level : probability of the intervals
    robust_at : a grade is robust when the most likely one has at least this probability
    seed : the same seed gives the same draws, bank by bank

    Returns
    -------
    ScoreUncertainty

    Raises
    ------
    ValueError: an unknown bank, fewer than 100 draws, a probability outside (0, 1), controls that cannot be
        used
    """
    _check_settings(draws, level, robust_at, seed)
    names = position.banks if banks is None else tuple(banks)
    rows = [position.bank_row(bank) for bank in names]
    common = _draw_common(position.catalogue, spread or Spread(), draws, seed)
    error = (spread or Spread()).data_error
    inherent = np.stack(
        [_draw_bank(position, row, common, error, _stream(seed, position.banks[row], _DATA)) for row in rows]
    )
    points, flags = position.risk_scores[rows], position.risk_flags[rows]
    stages = {INHERENT: (points, inherent)}
    if controls is not None:
        known = read_controls(controls, position.banks, position.catalogue)
        stages[RESIDUAL] = _residual_stage(position, names, known, points, inherent, common, seed)
    tables = [
        _table(stage, names, position.groups, point, drawn, flags, level, robust_at)
        for stage, (point, drawn) in stages.items()
    ]
    return ScoreUncertainty(
        table=pd.concat(tables, ignore_index=True),
        draws=np.stack([drawn for _, drawn in stages.values()]),
        level=level,
    )


def _check_settings(draws: int, level: float, robust_at: float, seed: int) -> None:
    if seed < 0:
        raise ValueError(f"seed must be 0 or more, got {seed}")
    if draws < 100:
        raise ValueError(f"draws must be 100 or more, got {draws}")
    for name, probability in (("level", level), ("robust_at", robust_at)):
        if not 0 < probability < 1:
            raise ValueError(f"{name} must lie in (0, 1), got {probability}")


def _stream(seed: int, name: str, purpose: int) -> np.random.Generator:
    digest = hashlib.sha256(name.encode()).digest()
    return np.random.default_rng([seed, purpose, int.from_bytes(digest[:8], "big")])


def _draw_common(catalogue: Catalogue, spread: Spread, draws: int, seed: int) -> _Common:
    rng = _stream(seed, "", _SHARED)
    order = np.argsort(catalogue.risk_of, kind="stable")
    risks = len(catalogue.risks)
    knots = _draw_knots(catalogue.knots[order], catalogue.conventional_knots[order], spread, draws, rng)
    weights = catalogue.weights[order, None] * _around_one(spread.weights, (len(order), draws), rng)
    return _Common(
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


def _draw_bank(
    position: RiskPosition, row: int, common: _Common, error: float, rng: np.random.Generator
) -> Floats:
    """Inherent scores of one bank: ndarray (risks + 1, draws)."""
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
    return _aggregate_draws(ratios, common)


def _aggregate_draws(ratios: Floats, common: _Common) -> Floats:
    """Power means within each risk and overall, every draw with its own weights and power."""
    curved = common.weights * ratios**common.power
    totals = np.add.reduceat(common.weights, common.starts, axis=0)
    means = np.add.reduceat(curved, common.starts, axis=0) / totals
    overall = (common.risk_weights * means).sum(axis=0) / common.risk_weights.sum(axis=0)
    both = np.vstack([means, overall])
    return WORST * np.minimum(both ** (1.0 / common.power), 1.0)


def _residual_stage(
    position: RiskPosition,
    names: Sequence[str],
    known: dict[str, BankControls],
    points: Floats,
    inherent: Floats,
    common: _Common,
    seed: int,
) -> tuple[Floats, Floats]:
    risks, draws = len(position.catalogue.risks), common.power.size
    drawn = np.empty_like(inherent)
    for at, bank in enumerate(names):
        factors = known[bank].draw_factors(risks, draws, _stream(seed, bank, _CONTROLS))
        by_risk = inherent[at, :-1] * factors
        mean = (common.risk_weights * (by_risk / WORST) ** common.power).sum(axis=0)
        overall = WORST * (mean / common.risk_weights.sum(axis=0)) ** (1.0 / common.power)
        drawn[at] = np.minimum(np.vstack([by_risk, overall]), inherent[at])
    factors = np.stack([known[bank].factors(risks) for bank in names])
    return residual_risks(points, factors, position.catalogue, p=position.p), drawn


def _table(
    stage: str,
    names: Sequence[str],
    groups: tuple[str, ...],
    points: Floats,
    drawn: Floats,
    flags: Booleans,
    level: float,
    robust_at: float,
) -> pd.DataFrame:
    tail = (1 - level) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=-1)
    probabilities = grade_probabilities(drawn, flags)
    # The worse grade wins a tie: the badge must not flatter.
    likely = len(GRADES) - np.argmax(probabilities[..., ::-1], axis=-1)
    ranks = rankdata(drawn, axis=0, method="min")
    rank_low = np.quantile(ranks, tail, axis=-1, method="lower")
    rank_high = np.quantile(ranks, 1 - tail, axis=-1, method="higher")
    rank = rankdata(points, axis=0, method="min")
    columns = {
        "score": points,
        "low": np.minimum(low, points),
        "high": np.maximum(high, points),
        "grade": published_grade(points, flags),
        **{f"probability_{mark}": probabilities[..., mark - 1] for mark in GRADES},
        "likely_grade": likely,
        "robust": probabilities.max(axis=-1) >= robust_at,
        "rank": rank.astype(np.int64),
        "rank_low": np.minimum(rank_low, rank).astype(np.int64),
        "rank_high": np.maximum(rank_high, rank).astype(np.int64),
    }
    keys = {
        "stage": stage,
        "bank": np.repeat(np.array(names, dtype=object), len(groups)),
        "risk": np.tile(np.array(groups, dtype=object), len(names)),
    }
    return pd.DataFrame({**keys, **{name: array.ravel() for name, array in columns.items()}})


def grade_probabilities(drawn: Floats, flags: Booleans) -> Floats:
    """Share of draws in each grade.

    Parameters
    ----------
    drawn : ndarray (..., draws) in [0, 100]
    flags : ndarray (...) of bool, red flags

    Returns
    -------
    ndarray (..., 4) that sums to 1

    Raises
    ------
    ValueError: a drawn score outside [0, 100]
    """
    # Powers and roots leave the last digits of a score uncertain: a boundary is met up to rounding.
    grades = np.maximum(grade(np.round(drawn, _DECIMALS)), np.where(flags, 3, 1)[..., None])
    return np.stack([(grades == mark).mean(axis=-1) for mark in GRADES], axis=-1)
