"""Forecasts of percentages from a panel as it stood at one moment: six simple models, all entities at once.

Each function returns an array (entities, horizon), NaN where the model has nothing to go by.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd
from scipy import special

from analytics.adoption.holt import holt
from analytics.adoption.panel import ROUNDING, IntArray, Panel, from_logit, to_logit
from analytics.adoption.shapes import FloatArray

CLASS_WIDTH = 5.0
CLASS_CASES = 5
STAGE_LIMIT = 40.0
_FEWEST_STEPS = 5


@dataclass(frozen=True)
class Link:
    """A scale on which one family of curves grows in a straight line.

    ``forward`` and ``back`` act on shares in (0, 1); ``slope`` is the derivative of ``forward``.
    """

    forward: Callable[[FloatArray], FloatArray]
    back: Callable[[FloatArray], FloatArray]
    slope: Callable[[FloatArray], FloatArray]


LOGISTIC = Link(
    lambda u: np.log(u / (1.0 - u)),
    lambda z: cast(FloatArray, special.expit(z)),
    lambda u: 1.0 / (u * (1.0 - u)),
)
GOMPERTZ = Link(
    lambda u: -np.log(-np.log(u)),
    lambda z: cast(FloatArray, np.exp(-np.exp(np.clip(-z, -700.0, 700.0)))),
    lambda u: -1.0 / (u * np.log(u)),
)
SATURATION = Link(
    lambda u: cast(FloatArray, -np.log1p(-u)),
    lambda z: cast(FloatArray, -np.expm1(-np.maximum(z, 0.0))),
    lambda u: 1.0 / (1.0 - u),
)


def stage(level: FloatArray) -> IntArray:
    """0 below the stage limit, 1 from it on; NaN stays 0."""
    return cast(IntArray, (level >= STAGE_LIMIT).astype(np.intp))


def current_level(panel: Panel) -> FloatArray:
    """Last observed value of each entity, NaN where there is none."""
    column = panel.last_observed()
    level = panel.values[np.arange(column.size), np.maximum(column, 0)]
    return cast(FloatArray, np.where(column >= 0, level, np.nan))


def naive(panel: Panel, horizon: int) -> FloatArray:
    """The last value, for ever."""
    return cast(FloatArray, np.repeat(current_level(panel)[:, None], horizon, axis=1))


def drift(panel: Panel, horizon: int) -> FloatArray:
    """The straight line through the first and the last value of the current definition."""
    last = panel.last_observed()
    rows = np.arange(last.size)
    current = panel.segments[rows, np.maximum(last, 0)]
    usable = np.isfinite(panel.values) & (panel.segments == current[:, None])
    first = np.where(last >= 0, usable.argmax(axis=1), 0)
    years = last - first
    level = current_level(panel)
    change = level - panel.values[rows, first]
    slope = np.divide(change, years, out=np.full(years.size, np.nan), where=years > 0)
    line = level[:, None] + slope[:, None] * np.arange(1, horizon + 1)
    return cast(FloatArray, np.clip(line, 0.0, 100.0))


@dataclass(frozen=True)
class Cases:
    """Past changes over one horizon: who, from which year and level, by how much."""

    entity: IntArray
    start: IntArray
    level: FloatArray
    change: FloatArray


def past_cases(panel: Panel, horizon: int) -> Cases:
    """Every change over ``horizon`` years inside the panel and inside one definition."""
    if horizon >= panel.years.size:
        nothing = np.empty(0)
        return Cases(nothing.astype(np.intp), nothing.astype(np.intp), nothing, nothing)
    before, after = panel.values[:, :-horizon], panel.values[:, horizon:]
    same = panel.segments[:, :-horizon] == panel.segments[:, horizon:]
    entity, start = np.nonzero(np.isfinite(before) & np.isfinite(after) & same)
    return Cases(entity, start, before[entity, start], (after - before)[entity, start])


def reference_class(panel: Panel, horizon: int) -> FloatArray:
    """Level plus the median past change of entities that were within 5 points of that level.

    NaN where fewer than 5 cases are known.
    """
    level = current_level(panel)
    result = np.full((level.size, horizon), np.nan)
    for ahead in range(1, horizon + 1):
        cases = past_cases(panel, ahead)
        near = np.abs(cases.level[None, :] - level[:, None]) <= CLASS_WIDTH
        for row in np.flatnonzero(near.sum(axis=1) >= CLASS_CASES):
            result[row, ahead - 1] = level[row] + np.median(cases.change[near[row]])
    return cast(FloatArray, np.clip(result, 0.0, 100.0))


def reference_table(panel: Panel, entity: int, horizon: int) -> pd.DataFrame:
    """The cases behind a reference class, by name: entity, year, level, horizon, change in points."""
    level = current_level(panel)[entity]
    frames = []
    for ahead in range(1, horizon + 1):
        cases = past_cases(panel, ahead)
        near = np.flatnonzero(np.abs(cases.level - level) <= CLASS_WIDTH)
        frames.append(
            pd.DataFrame(
                {
                    "entity": [panel.entities[i] for i in cases.entity[near]],
                    "year": panel.years[cases.start[near]],
                    "level": cases.level[near],
                    "horizon": ahead,
                    "change": cases.change[near],
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


@dataclass(frozen=True)
class PooledGrowth:
    """Growth a year on a link scale, own history shrunk to that of entities at the same stage.

    Parameters
    ----------
    rate : array (entities,), posterior mean
    log_likelihood : array (2,), of the steps of each stage, comparable between links
    steps : array (2,), number of steps behind each stage
    """

    rate: FloatArray
    log_likelihood: FloatArray
    steps: FloatArray


def pooled_growth(panel: Panel, link: Link) -> PooledGrowth:
    """Empirical Bayes estimate of growth on a link scale, per entity and stage.

    The steps of all entities that began in the same stage give the common growth and the variance of one
    year; DerSimonian and Laird's moment estimate gives the spread between entities.

    References
    ----------
    DerSimonian and Laird (1986), Meta-analysis in clinical trials, Controlled Clinical Trials 7(3).
    """
    steps = panel.steps()
    level = current_level(panel)
    count = len(panel.entities)
    before, after = _share(steps.before), _share(steps.after)
    change, gap = link.forward(after) - link.forward(before), (steps.end - steps.start).astype(float)
    own_years = np.bincount(steps.entity, gap, count)
    own_change = np.bincount(steps.entity, change, count)
    own = np.divide(own_change, own_years, out=np.zeros(count), where=own_years > 0)
    rate, likelihood, number = np.full(count, np.nan), np.zeros(2), np.zeros(2)
    for which in (0, 1):
        chosen = stage(steps.before) == which
        if chosen.sum() < _FEWEST_STEPS:
            chosen = np.ones(change.size, dtype=bool)
        if not chosen.any():
            continue
        common, variance, between = _moments(change[chosen], gap[chosen], steps.entity[chosen], count)
        noise = np.divide(variance, own_years, out=np.full(count, np.inf), where=own_years > 0)
        total = between + noise
        trust = np.divide(between, total, out=np.zeros(count), where=np.isfinite(total) & (total > 0))
        here = stage(level) == which
        rate[here] = (trust * own + (1.0 - trust) * common)[here]
        spread = np.maximum(variance, 1e-12) * gap[chosen]
        deviation = change[chosen] - common * gap[chosen]
        likelihood[which] = np.sum(
            -0.5 * np.log(2.0 * np.pi * spread)
            - 0.5 * deviation**2 / spread
            + np.log(link.slope(after[chosen]))
        )
        number[which] = chosen.sum()
    return PooledGrowth(rate, likelihood, number)


def grow(panel: Panel, link: Link, rate: FloatArray, horizon: int) -> FloatArray:
    """Values that grow from the last observation at a constant rate on the link scale."""
    start = link.forward(_share(current_level(panel)))
    share = link.back(start[:, None] + rate[:, None] * np.arange(1, horizon + 1))
    return cast(FloatArray, np.clip((100.0 + 2.0 * ROUNDING) * share - ROUNDING, 0.0, 100.0))


def pooled_logistic(panel: Panel, horizon: int) -> FloatArray:
    """Logistic growth through the last value, its rate shrunk to the stage's."""
    return grow(panel, LOGISTIC, pooled_growth(panel, LOGISTIC).rate, horizon)


def anchored_curves(panel: Panel, horizon: int) -> FloatArray:
    """Logistic, Gompertz and saturation curves through the last value, weighted by AICc per stage.

    All three have as many parameters, so that the weights follow from the likelihoods.
    """
    links = (LOGISTIC, GOMPERTZ, SATURATION)
    growth = [pooled_growth(panel, link) for link in links]
    likelihood = np.stack([item.log_likelihood for item in growth])
    weight = np.exp(likelihood - likelihood.max(axis=0))
    weight /= weight.sum(axis=0)
    paths = np.stack(
        [grow(panel, link, item.rate, horizon) for link, item in zip(links, growth, strict=True)]
    )
    here = stage(current_level(panel))
    return cast(FloatArray, np.einsum("le,leh->eh", weight[:, here], paths))


def combine(panel: Panel, horizon: int) -> dict[str, FloatArray]:
    """All models; where a reference class ends with the horizon, its growth goes on at the pooled rate."""
    pooled = pooled_logistic(panel, horizon)
    seen = reference_class(panel, horizon)
    for ahead in range(1, horizon):
        ended = np.isnan(seen[:, ahead]) & np.isfinite(seen[:, ahead - 1])
        onward = from_logit(
            to_logit(seen[:, ahead - 1]) + to_logit(pooled[:, ahead]) - to_logit(pooled[:, ahead - 1])
        )
        seen[:, ahead] = np.where(ended, onward, seen[:, ahead])
    return {
        "naive": naive(panel, horizon),
        "drift": drift(panel, horizon),
        "reference_class": seen,
        "pooled_logistic": pooled,
        "anchored_curves": anchored_curves(panel, horizon),
        "holt": holt(panel, horizon),
    }


def _share(percent: FloatArray) -> FloatArray:
    return (percent + ROUNDING) / (100.0 + 2.0 * ROUNDING)


def _moments(change: FloatArray, gap: FloatArray, entity: IntArray, count: int) -> tuple[float, float, float]:
    """Common growth, variance of one year, variance between entities."""
    common = float(change.sum() / gap.sum())
    variance = float(np.mean((change - common * gap) ** 2 / gap))
    years = np.bincount(entity, gap, count)
    present = years > 0
    if variance <= 0 or present.sum() < 2:
        return common, variance, 0.0
    means = np.bincount(entity, change, count)[present] / years[present]
    weight = years[present]
    excess = float(np.sum(weight * (means - common) ** 2)) / variance - (present.sum() - 1)
    scale = float(weight.sum() - np.sum(weight**2) / weight.sum())
    return common, variance, max(0.0, excess / scale * variance)
