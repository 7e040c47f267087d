"""What drives a bank's score: three answers side by side, because each asks another question.

The gradient says what one point more would do now; leaving an indicator out says what it adds to the score;
the total-order Sobol index says how much of the score's uncertainty hangs on it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from scipy.stats import qmc, sobol_indices

from analytics.risk.catalogue import OVERALL, Integers
from analytics.risk.draws import (
    CommonDraws,
    QuasiRandom,
    Spread,
    aggregate_draws,
    dimensions,
    draw_common,
    draw_ratios,
    stream,
)
from analytics.risk.position import RiskPosition, only_measured
from analytics.risk.scoring import WORST, Floats, aggregate, gradient

POWER: Final = "power of the mean"
RISK_WEIGHTS: Final = "weights of the risks"
_SOBOL: Final = 3
_EDGE: Final = 1e-12
_CONSTANT: Final = 1e-9


@dataclass(frozen=True)
class RiskDrivers:
    """Drivers of one bank's score.

    Parameters
    ----------
    table : DataFrame indicator, risk, value, score, status ("observed" or "missing"), share (of the weight),
        gradient (points of the risk's score for one point of the indicator's; NaN where it does not exist),
        contribution (gradient × score; they sum to the score), leave_one_out (what the indicator adds: the
        score minus the score without it; NaN where nothing else is left), sobol_first, sobol_total
    method : dict, total-order index of what belongs to no indicator: the power of the mean and, overall,
        the weights of the risks
    score : float, the published score
    """

    table: pd.DataFrame
    method: dict[str, float]
    score: float


def risk_drivers(
    position: RiskPosition,
    bank: str,
    *,
    risk: str = OVERALL,
    spread: Spread | None = None,
    base_draws: int = 4096,
    seed: int = 0,
) -> RiskDrivers:
    """Gradient, leave-one-out and Sobol indices of every indicator.

    The Sobol indices split the variance of the drawn scores among the indicators (each with its data error,
    thresholds and weight together), the power of the mean and the weights of the risks.

    Parameters
    ----------
    position : RiskPosition
    bank : its name
    risk : a risk of the catalogue, or "overall"
    spread : what is drawn, and how far. Its defaults unless given, with the power of the mean held at the
        published one: left free, it would outweigh every indicator
    base_draws : power of 2, at least 64
    seed : the same seed gives the same indices

    Returns
    -------
    RiskDrivers, rows in the order of the catalogue, without the indicators that are not measured

    Raises
    ------
    ValueError: an unknown bank or risk, a risk of which nothing is measured, base draws that are not a power
        of 2 of at least 64

    References
    ----------
    Saltelli et al. (2010), Variance based sensitivity analysis of model output, Computer Physics
    Communications 181 (first order; total order after Jansen 1999).
    """
    if base_draws < 64 or base_draws & (base_draws - 1):
        raise ValueError(f"base_draws must be a power of 2 and at least 64, got {base_draws}")
    position = only_measured(position, [bank])
    row, column = position.bank_row(bank), position.group_column(risk)
    catalogue = position.catalogue
    members = catalogue.members(risk)
    shares = catalogue.shares(risk)[members]
    slopes = score_gradient(position, row, risk)
    first, total, method = _sobol(position, row, risk, spread or _held_power(position.p), base_draws, seed)
    table = pd.DataFrame(
        {
            "indicator": [catalogue.indicators[at] for at in members],
            "risk": [catalogue.risks[catalogue.risk_of[at]] for at in members],
            "value": position.values[row, members],
            "score": position.scores[row, members],
            "status": np.where(position.observed[row, members], "observed", "missing"),
            "share": shares,
            "gradient": slopes[members],
            "contribution": slopes[members] * position.scores[row, members],
            "leave_one_out": _leave_one_out(
                position.scores[row, members], shares, catalogue.risk_of[members], position.p
            ),
            "sobol_first": first,
            "sobol_total": total,
        }
    )
    return RiskDrivers(table=table, method=method, score=float(position.risk_scores[row, column]))


def score_gradient(position: RiskPosition, row: int, risk: str) -> Floats:
    """Derivative of a bank's score with respect to each indicator's score.

    Parameters
    ----------
    row : of the bank
    risk : a risk of the catalogue, or "overall"

    Returns
    -------
    ndarray (indicators,): 0 outside the risk, NaN where the derivative does not exist (a power below 1 and a
    score of 0)
    """
    catalogue, p = position.catalogue, position.p
    groups = range(len(catalogue.risks)) if risk == OVERALL else [catalogue.risks.index(risk)]
    slopes = np.zeros(len(catalogue.indicators))
    for group in groups:
        members = catalogue.members(catalogue.risks[group])
        slopes[members] = _gradient_or_nan(position.scores[row, members], catalogue.weights[members], p)
    if risk == OVERALL:
        slopes *= _gradient_or_nan(position.risk_scores[row, :-1], catalogue.risk_weights, p)[
            catalogue.risk_of
        ]
    return slopes


def _held_power(p: float) -> Spread:
    """Default spread at one power; at all of them where the published one cannot be drawn."""
    return Spread(power=(p, p)) if 0 < p < np.inf else Spread()


def _gradient_or_nan(scores: Floats, weights: Floats, p: float) -> Floats:
    if p < 1 and np.isfinite(p) and ((scores == 0) & (weights > 0)).any():
        return np.full(len(scores), np.nan)
    return gradient(scores, weights, p=p)


def _leave_one_out(scores: Floats, shares: Floats, risk_of: Integers, p: float) -> Floats:
    """Score minus the score without each indicator, whose share goes to the rest of its risk.

    The share of a risk's only indicator goes to the other risks; without any, there is no score: NaN.
    """
    same = risk_of[:, None] == risk_of[None, :]
    without = np.where(np.eye(len(scores), dtype=bool), 0.0, shares)
    of_risk = np.where(same, shares, 0.0).sum(axis=1)
    left = np.where(same, without, 0.0).sum(axis=1)
    scale = np.divide(of_risk, left, out=np.zeros_like(left), where=left > 0)
    without = np.where(same, without * scale[:, None], without)
    possible = without.sum(axis=1) > 0
    change = np.full(len(scores), np.nan)
    if possible.any():
        change[possible] = aggregate(scores, shares, p=p) - aggregate(scores, without[possible], p=p)
    return change


def _sobol(
    position: RiskPosition, row: int, risk: str, spread: Spread, draws: int, seed: int
) -> tuple[Floats, Floats, dict[str, float]]:
    """First and total order of the risk's indicators, and total order of the method's choices."""
    catalogue = position.catalogue
    size = dimensions(position, row)
    points = qmc.Sobol(2 * size, rng=stream(seed, position.banks[row], _SOBOL)).random(draws)
    points = np.clip(points, _EDGE, 1 - _EDGE)
    samples = []
    for half in (points[:, :size], points[:, size:]):
        source = QuasiRandom(half)
        drawn = draw_common(catalogue, spread, draws, source)
        samples.append((drawn, draw_ratios(position, row, drawn, spread.data_error, source)))
    (common, ratios), (other, other_ratios) = samples
    column = position.group_column(risk)
    members = catalogue.members(risk)
    scores = aggregate_draws(ratios, common)[column]
    mixed = _indicator_swaps(ratios, other_ratios, common, other, members, column)
    names = [POWER]
    mixed.append(aggregate_draws(ratios, replace(common, power=other.power))[column])
    if risk == OVERALL:
        names.append(RISK_WEIGHTS)
        mixed.append(aggregate_draws(ratios, replace(common, risk_weights=other.risk_weights))[column])
    other_scores = aggregate_draws(other_ratios, other)[column]
    first, total = split_variance(scores, other_scores, np.stack(mixed))
    return (
        first[: len(members)],
        total[: len(members)],
        dict(zip(names, total[len(members) :].tolist(), strict=True)),
    )


def _indicator_swaps(
    ratios: Floats,
    other_ratios: Floats,
    common: CommonDraws,
    other: CommonDraws,
    members: Integers,
    column: int,
) -> list[Floats]:
    """Scores with one indicator's data, thresholds and weight taken from the other sample.

    Only one term of the sums changes each time, so the powers of all indicators are taken once.
    """
    terms = common.weights * ratios**common.power
    other_terms = other.weights * other_ratios**common.power
    sums, totals = np.add.reduceat(terms, common.starts, axis=0), common.totals
    risk_shares = common.risk_weights / common.risk_weights.sum(axis=0)
    root = 1.0 / common.power
    swaps = []
    for at in np.argsort(common.order)[members]:
        group = int(np.searchsorted(common.starts, at, side="right")) - 1
        total = totals[group] - common.weights[at] + other.weights[at]
        mean = np.maximum(sums[group] - terms[at] + other_terms[at], 0.0) / total
        if column == len(sums):
            means = sums / totals
            means[group] = mean
            mean = (risk_shares * means).sum(axis=0)
        swaps.append(WORST * np.minimum(mean**root, 1.0))
    return swaps


def split_variance(first: Floats, second: Floats, mixed: Floats) -> tuple[Floats, Floats]:
    """First and total order Sobol indices from evaluated samples.

    Parameters
    ----------
    first, second : ndarray (draws,), the model at two independent samples; a power of 2 of draws
    mixed : ndarray (choices, draws), the model at the first sample with one choice taken from the second

    Returns
    -------
    tuple of ndarray (choices,); 0 where the model does not vary
    """
    if np.ptp(np.concatenate([first, second])) < _CONSTANT:
        return np.zeros(len(mixed)), np.zeros(len(mixed))
    parts = {"f_A": first[None], "f_B": second[None], "f_AB": mixed[:, None]}
    indices = sobol_indices(func=parts, n=len(first))
    return np.ravel(indices.first_order), np.ravel(indices.total_order)
