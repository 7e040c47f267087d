"""How sure a score is: its interval, the probability of each grade and what makes it, the rank among peers.

Every draw perturbs what is uncertain: the data of each bank, and, for all banks alike, the thresholds that
are a convention of this product, the weights and the power of the mean. Each bank has a random stream of its
own, named by the seed and the bank, so that its draws do not depend on which other banks are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.catalogue import Booleans
from analytics.risk.draws import (
    DATA,
    SHARED,
    CommonDraws,
    Spread,
    aggregate_draws,
    draw_common,
    draw_ratios,
    stream,
)
from analytics.risk.measured import NOT_GRADABLE, grades_of
from analytics.risk.position import RiskPosition, only_measured
from analytics.risk.profile import REPORTED, RiskHistory
from analytics.risk.scoring import BEST, KNOT_COUNT, WORST, Floats, grade

__all__ = [
    "ROBUST_AT",
    "ScoreUncertainty",
    "Spread",
    "grade_probabilities",
    "score_uncertainty",
]

GRADES: Final = (1, 2, 3, 4)
# A grade that four draws in five give back; a convention of this product.
ROBUST_AT: Final = 0.8
_DECIMALS: Final = 6


@dataclass(frozen=True)
class ScoreUncertainty:
    """What may be said of each score.

    Parameters
    ----------
    table : DataFrame bank, risk (the risks, then "overall"), score (published; NaN where nothing is
        measured), low, high (interval that holds the score, with what is not reported at 0 and at 100),
        grade (published), probability_1..probability_4, likely_grade, robust (bool: the published grade is
        probable enough, and enough is reported this month), rank (1 for the lowest risk among the gradable),
        rank_low, rank_high (what is not reported at 0 and at 100), n_ranked (gradable banks). Where a bank
        is not gradable its grades and ranks are 0, the probabilities NaN
    draws : ndarray (banks, risks + 1, draws), scores, what is not measured drawn from 0 to 100
    level : probability of the intervals
    """

    table: pd.DataFrame
    draws: Floats
    level: float


def score_uncertainty(
    position: RiskPosition,
    *,
    banks: Sequence[str] | None = None,
    spread: Spread | None = None,
    draws: int = 10_000,
    level: float = 0.8,
    robust_at: float = ROBUST_AT,
    seed: int = 0,
) -> ScoreUncertainty:
    """Intervals, probabilities of grades and rank intervals of every bank and risk.

    What is not reported is taken at 0 for the lower end of the interval and at 100 for the upper one, and
    for the best and the worst rank likewise: both hold whatever it may be. Probabilities draw an indicator
    that stopped being reported between its published score and 100, so that silence makes no good grade
    likelier, and one that never was from 0 to 100. A red flag holds every drawn grade at 3 or worse.
    Intervals are widened where needed to hold the published score, which is computed without perturbation.

    Parameters
    ----------
    position : RiskPosition
    banks : the banks to report, and to rank among each other; all unless given
    spread : Spread, its defaults unless given
    draws : number of draws
    level : probability of the intervals
    robust_at : a published grade is robust when it has at least this probability itself; that another grade
        is certain makes no published one robust
    seed : the same seed gives the same draws, bank by bank

    Returns
    -------
    ScoreUncertainty

    Raises
    ------
    ValueError: an unknown bank, fewer than 100 draws, a probability outside (0, 1)
    """
    _check_settings(draws, level, robust_at, seed)
    names = position.banks if banks is None else tuple(banks)
    rows = [position.bank_row(bank) for bank in names]
    extent = spread or Spread()
    common = draw_common(position.catalogue, extent, draws, stream(seed, "", SHARED))
    drawn = _drawn(position, rows, common, extent, seed)
    flags, gradable = position.risk_flags[rows], position.gradable[rows]
    enough = position.gradable_on_observed[rows]
    return ScoreUncertainty(
        table=_table(names, position.groups, drawn, flags, gradable, enough, level, robust_at),
        draws=drawn.drawn,
        level=level,
    )


@dataclass(frozen=True)
class _Drawn:
    """Scores as published and as drawn: points (banks, risks + 1) and draws (banks, risks + 1, draws).

    ``lowest`` and ``highest`` take what is not reported at 0 and at 100; where all is reported they are the
    points and the draws themselves.
    """

    points: Floats
    drawn: Floats
    bounds: tuple[Floats, Floats]
    lowest: Floats
    highest: Floats


def _drawn(position: RiskPosition, rows: list[int], common: CommonDraws, spread: Spread, seed: int) -> _Drawn:
    applicable = position.applicable[rows][:, common.order]
    missing = ~position.observed[rows][:, common.order] & applicable
    drawn: list[Floats] = []
    lowest: list[Floats] = []
    highest: list[Floats] = []
    for row, gaps, counted in zip(rows, missing, applicable, strict=True):
        rng = stream(seed, position.banks[row], DATA)
        ratios = draw_ratios(position, row, common, spread.data_error, rng)
        middle = aggregate_draws(ratios, common, counted)
        drawn.append(middle)
        for ends, share in ((lowest, BEST / WORST), (highest, 1.0)):
            if gaps.any():
                ratios[gaps] = share
                ends.append(aggregate_draws(ratios, common, counted))
            else:
                ends.append(middle)
    low, high = position.risk_bounds
    whole = np.stack(drawn)
    return _Drawn(
        points=position.risk_scores[rows],
        drawn=whole,
        bounds=(low[rows], high[rows]),
        lowest=np.stack(lowest) if missing.any() else whole,
        highest=np.stack(highest) if missing.any() else whole,
    )


def _check_settings(draws: int, level: float, robust_at: float, seed: int) -> None:
    if seed < 0:
        raise ValueError(f"seed must be 0 or more, got {seed}")
    if draws < 100:
        raise ValueError(f"draws must be 100 or more, got {draws}")
    for name, probability in (("level", level), ("robust_at", robust_at)):
        if not 0 < probability < 1:
            raise ValueError(f"{name} must lie in (0, 1), got {probability}")


def _table(
    names: Sequence[str],
    groups: tuple[str, ...],
    stage: _Drawn,
    flags: Booleans,
    gradable: Booleans,
    enough: Booleans,
    level: float,
    robust_at: float,
) -> pd.DataFrame:
    tail = (1 - level) / 2
    if stage.lowest is stage.highest:
        low, high = np.quantile(stage.drawn, [tail, 1 - tail], axis=-1)
    else:
        low, high = np.quantile(stage.lowest, tail, axis=-1), np.quantile(stage.highest, 1 - tail, axis=-1)
    probabilities = np.where(gradable[..., None], grade_probabilities(stage.drawn, flags), np.nan)
    # The worse grade wins a tie: the badge must not flatter.
    likely = len(GRADES) - np.argmax(probabilities[..., ::-1], axis=-1)
    best, worst = _extreme_ranks(stage.lowest, stage.highest, gradable[..., None])
    rank_low = np.quantile(best, tail, axis=-1, method="lower")
    rank_high = np.quantile(worst, 1 - tail, axis=-1, method="higher")
    rank = _ranks(stage.points, gradable)
    grades = grades_of(stage.points, flags, gradable)
    at = np.maximum(grades, 1) - 1
    published = np.take_along_axis(probabilities, at[..., None], axis=-1)[..., 0]
    columns = {
        "score": stage.points,
        "low": np.minimum(low, stage.bounds[0]),
        "high": np.maximum(high, stage.bounds[1]),
        "grade": grades,
        **{f"probability_{mark}": probabilities[..., mark - 1] for mark in GRADES},
        "likely_grade": np.where(gradable, likely, NOT_GRADABLE),
        "robust": gradable & enough & (published >= robust_at),
        "rank": rank.astype(np.int64),
        "rank_low": np.minimum(rank_low, rank).astype(np.int64),
        "rank_high": np.maximum(rank_high, rank).astype(np.int64),
        "n_ranked": np.broadcast_to(gradable.sum(axis=0), gradable.shape),
    }
    keys = {
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


def _ranks(values: Floats, ranked: Booleans) -> Floats:
    """Rank along the first axis, 1 lowest, equal values sharing the lower rank; 0 where not ``ranked``.

    A handful of banks is ranked in each of many draws: counting the lower ones beats sorting, and needs no
    statistics library, whose import every start would pay for.
    """
    among = np.where(ranked, values, np.nan)
    ranks = 1.0 + sum((among > other).astype(np.float64) for other in among)
    return np.where(ranked, ranks, 0.0)


def _extreme_ranks(lowest: Floats, highest: Floats, ranked: Booleans) -> tuple[Floats, Floats]:
    """Best and worst rank of each bank: its own gaps at one end, those of the others at the other."""
    low, high = np.where(ranked, lowest, np.nan), np.where(ranked, highest, np.nan)
    best, worst = np.ones(low.shape), np.ones(low.shape)
    for own in range(len(low)):
        for other in range(len(low)):
            if other != own:
                best[own] += low[own] > high[other]
                worst[own] += high[own] > low[other]
    return np.where(ranked, best, 0.0), np.where(ranked, worst, 0.0)


def score_bands(
    history: RiskHistory,
    bank: str,
    *,
    spread: Spread | None = None,
    draws: int = 300,
    level: float = 0.8,
    seed: int = 0,
) -> pd.DataFrame:
    """Scores of a bank month by month, each with the interval of :func:`score_uncertainty`.

    All months share the draws of thresholds, weights and power, so that the band moves with the scores and
    not with the dice; errors of data are drawn month by month.

    Parameters
    ----------
    history : RiskHistory
    bank : a bank of the history
    spread, draws, level, seed : as in :func:`analytics.risk.uncertainty.score_uncertainty`

    Returns
    -------
    DataFrame month, risk (the risks, then "overall"), score, low, high, grade (0 where not gradable),
    n_measured (indicators of the risk that have been reported by then), silence (points of the score that
    silence adds), without the months in which nothing
    of the risk had been: its history starts at the first report; segment too, where the history tells it

    Raises
    ------
    ValueError: an unknown bank, or settings that cannot be used
    """
    rows = history.indicators[history.indicators["bank"] == bank]
    if rows.empty:
        known = ", ".join(history.indicators["bank"].drop_duplicates())
        raise ValueError(f"bank must be one of {known}; got {bank!r}")
    months = rows["month"].drop_duplicates()
    names = [f"{month:%Y-%m}" for month in months]
    shape = (len(names), len(history.catalogue.indicators))
    # Every month stands as if it were a bank of its own.
    position = RiskPosition(
        banks=tuple(names),
        month=months.iloc[-1],
        catalogue=history.catalogue,
        p=history.p,
        values=rows["value"].to_numpy(dtype=float).reshape(shape),
        scores=rows["score"].to_numpy(dtype=float).reshape(shape),
        observed=rows["status"].isin(REPORTED).to_numpy(dtype=bool).reshape(shape),
        idle=(rows["status"] == "idle").to_numpy(dtype=bool).reshape(shape),
        flags=rows["breach"].to_numpy(dtype=bool).reshape(shape),
    )
    table = score_uncertainty(position, spread=spread, draws=draws, level=level, seed=seed).table
    table = table[table["score"].notna()]
    by_name = dict(zip(names, months, strict=True))
    table = table.assign(month=table["bank"].map(by_name))
    told = [name for name in ("n_measured", "silence", "segment") if name in history.risks]
    counts = history.risks.loc[history.risks["bank"] == bank, ["month", "risk", *told]]
    return table.merge(counts, on=["month", "risk"])[
        ["month", "risk", "score", "low", "high", "grade", *told]
    ]


SOURCES: Final = ("data", "thresholds", "weights", "power", "missing", "all")
# A power mean of power 0 is the limit of small powers; the draws raise to 1 / p.
_LEAST_POWER: Final = 0.01


def doubt_by_source(
    position: RiskPosition,
    bank: str,
    *,
    risk: str = "overall",
    spread: Spread | None = None,
    draws: int = 1_000,
    level: float = 0.8,
    seed: int = 0,
) -> pd.DataFrame:
    """How often the published grade holds while one thing alone is uncertain, and while all are.

    Drawn alone: the error of the data, the thresholds, the weights, the power of the mean, and what is not
    reported; everything else as published. The sources do not add up: a grade may survive each and not all.

    Parameters
    ----------
    position : RiskPosition
    bank, risk : whose grade
    spread : Spread, its defaults unless given
    draws, level, seed : as in :func:`analytics.risk.uncertainty.score_uncertainty`

    Returns
    -------
    DataFrame source ("data", "thresholds", "weights", "power", "missing", "all"), low, high (interval of the
    score), probability (of the published grade; NaN where there is none)

    Raises
    ------
    ValueError: an unknown bank or risk, settings that cannot be used
    """
    extent = spread or Spread()
    row, group = position.bank_row(bank), position.group_column(risk)
    grade = int(position.risk_grades[row, group])
    chosen = max(float(position.p), _LEAST_POWER)
    still = Spread(data_error=0.0, thresholds=0.0, weights=0.0, power=(chosen, chosen))
    alone = {
        "data": replace(still, data_error=extent.data_error),
        "thresholds": replace(still, thresholds=extent.thresholds),
        "weights": replace(still, weights=extent.weights),
        "power": replace(still, power=extent.power),
        "missing": still,
        "all": extent,
    }
    settled = _as_published(position, bank)
    rows = []
    for source in SOURCES:
        here = position if source in ("missing", "all") else settled
        found = _drawn_alone(here, bank, risk, alone[source], draws, level, seed, grade)
        low, high, probability = (np.nan, np.nan, np.nan) if found is None else found
        rows.append({"source": source, "low": low, "high": high, "probability": probability})
    return pd.DataFrame(rows)


def _as_published(position: RiskPosition, bank: str) -> RiskPosition:
    """The bank alone, on what has a score, each at the value that gives its published score."""
    if not position.measured[position.bank_row(bank)].any():
        return position
    here = only_measured(position, [bank])
    row = here.bank_row(bank)
    values = here.values.copy()
    for at in np.flatnonzero(~here.observed[row]):
        places = np.linspace(0.0, WORST, KNOT_COUNT)
        values[row, at] = np.interp(here.scores[row, at], places, here.catalogue.knots[at])
    observed = here.observed.copy()
    observed[row] = True
    return replace(here, values=values, observed=observed)


def _drawn_alone(
    position: RiskPosition,
    bank: str,
    risk: str,
    spread: Spread,
    draws: int,
    level: float,
    seed: int,
    grade: int,
) -> tuple[float, float, float] | None:
    """Interval of the score and probability of ``grade``; None where nothing of the risk is measured."""
    if risk not in position.groups:
        return None
    table = score_uncertainty(
        position, banks=(bank,), spread=spread, draws=draws, level=level, seed=seed
    ).table
    row = table[table["risk"] == risk].iloc[0]
    known = grade != NOT_GRADABLE
    return row["low"], row["high"], row[f"probability_{grade}"] if known else np.nan
