"""How sure a score is: its interval, the probability of each grade, the rank among peers.

Every draw perturbs what is uncertain: the data of each bank, and, for all banks alike, the thresholds that
are a convention of this product, the weights and the power of the mean. Each bank has a random stream of its
own, named by the seed and the bank, so that its draws do not depend on which other banks are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.catalogue import Booleans
from analytics.risk.controls import BankControls, read_controls, residual_risks
from analytics.risk.draws import (
    CONTROLS,
    DATA,
    SHARED,
    CommonDraws,
    Spread,
    aggregate_draws,
    draw_common,
    draw_ratios,
    stream,
)
from analytics.risk.position import RiskPosition
from analytics.risk.scoring import WORST, Floats, grade, published_grade

__all__ = ["INHERENT", "RESIDUAL", "ScoreUncertainty", "Spread", "grade_probabilities", "score_uncertainty"]

INHERENT: Final = "inherent"
RESIDUAL: Final = "residual"
GRADES: Final = (1, 2, 3, 4)
_DECIMALS: Final = 6


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
    extent = spread or Spread()
    common = draw_common(position.catalogue, extent, draws, stream(seed, "", SHARED))
    inherent = np.stack(
        [
            aggregate_draws(
                draw_ratios(
                    position, row, common, extent.data_error, stream(seed, position.banks[row], DATA)
                ),
                common,
            )
            for row in rows
        ]
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


def _residual_stage(
    position: RiskPosition,
    names: Sequence[str],
    known: dict[str, BankControls],
    points: Floats,
    inherent: Floats,
    common: CommonDraws,
    seed: int,
) -> tuple[Floats, Floats]:
    risks, draws = len(position.catalogue.risks), common.power.size
    drawn = np.empty_like(inherent)
    for at, bank in enumerate(names):
        factors = known[bank].draw_factors(risks, draws, stream(seed, bank, CONTROLS))
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
    ranks = _ranks(drawn)
    rank_low = np.quantile(ranks, tail, axis=-1, method="lower")
    rank_high = np.quantile(ranks, 1 - tail, axis=-1, method="higher")
    rank = _ranks(points)
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


def _ranks(values: Floats) -> Floats:
    """Rank along the first axis, 1 lowest, equal values sharing the lower rank; missing where any is missing.

    A handful of banks is ranked in each of many draws: counting the lower ones beats sorting, and needs no
    statistics library, whose import every start would pay for.
    """
    ranks = 1.0 + sum((values > other).astype(np.float64) for other in values)
    return np.where(np.isnan(values).any(axis=0), np.nan, ranks)
