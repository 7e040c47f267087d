"""Who adopts, and what holds the others back: logit models of survey answers.

Effects are differences in predicted adoption, in points, when a driver is changed for everyone and all
columns that depend on it change with it: a category excludes the other categories, age moves age squared.
They describe associations; nothing here makes them causes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, cast

import numpy as np
import pandas as pd
from scipy import stats

from analytics.adoption.logit_design import Design, build_design, to_numbers
from analytics.adoption.logit_estimation import check_estimable, check_separation, estimate, probabilities
from analytics.adoption.scales import Reliability, build_constructs, cronbach_alpha, items_by_construct
from analytics.adoption.shapes import FloatArray

__all__ = [
    "LogitFit",
    "Reliability",
    "WhatIf",
    "build_constructs",
    "cronbach_alpha",
    "fit_logit",
    "items_by_construct",
]

_MOST_OUTCOMES = 15
_FEW_EVENTS = 10


@dataclass(frozen=True)
class WhatIf:
    """Change in a predicted share when one driver is changed for everyone.

    Parameters
    ----------
    driver, change : what was changed, by how much (in its unit)
    before, after : floats in [0, 1], predicted shares
    estimate, low, high : floats, after minus before with its interval
    """

    driver: str
    change: float
    before: float
    after: float
    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class LogitFit:
    """A fitted logit.

    Parameters
    ----------
    outcome, kind : the outcome's column; "binary" or "ordered"
    outcomes : its values, in order
    coefficients : DataFrame indexed by term; estimate, standard_error, low, high, odds_ratio (NaN for
        intercept and thresholds). Ordered: ``threshold[a|b]`` instead of an intercept
    marginal_effects : DataFrame estimate, low, high, in shares (0.05: five points). Binary: indexed by
        driver; ordered: by driver and outcome. A number: per unit; yes/no: from 0 to 1; a category:
        ``driver[level]`` against the reference, all other levels excluded
    observations, dropped : respondents used, and left out for a missing answer
    level : float, of the intervals
    pseudo_r2 : float, McFadden's
    warnings : stable keys: "few_events"
    """

    outcome: str
    kind: Literal["binary", "ordered"]
    outcomes: tuple[float | str, ...]
    coefficients: pd.DataFrame
    marginal_effects: pd.DataFrame
    observations: int
    dropped: int
    level: float
    pseudo_r2: float
    parameters: FloatArray
    covariance: FloatArray
    design: Design
    values: Mapping[str, FloatArray]
    weights: FloatArray
    warnings: tuple[str, ...] = ()

    def what_if(
        self,
        driver: str,
        change: float,
        *,
        at_least: float | str | None = None,
        bounds: tuple[float, float] | None = None,
    ) -> WhatIf:
        """Adoption if everyone's driver were changed.

        Parameters
        ----------
        driver : a number or yes/no among the drivers (``"trust"``), not a power or a product
        change : float, added to everyone's answer (yes/no answers: 1 or -1)
        at_least : lowest outcome that counts; the highest by default
        bounds : lowest and highest possible answer; answers beyond are held there

        Returns
        -------
        WhatIf, with the delta-method interval at the level of the fit

        Raises
        ------
        ValueError: an unknown driver or outcome, a category, a change that is not finite
        """
        variable = self.design.variables.get(driver)
        if variable is None or variable.kind == "category":
            known = [name for name, v in self.design.variables.items() if v.kind != "category"]
            raise ValueError(f"driver is {driver!r}; it must be one of {', '.join(known)}")
        if not np.isfinite(change):
            raise ValueError(f"change is {change}; it must be finite")
        limits = (0.0, 1.0) if variable.kind == "binary" and bounds is None else bounds
        moved = self.values[driver] + change
        if limits is not None:
            moved = np.clip(moved, *limits)
        counted = self._at_least(at_least)
        now = self.design.matrix(self.values)
        then = self.design.matrix({**self.values, driver: moved})

        def shares(parameters: FloatArray) -> FloatArray:
            return np.array([self._mean(parameters, columns)[counted:].sum() for columns in (now, then)])

        before, after = shares(self.parameters)
        ends = self._interval(lambda parameters: np.diff(shares(parameters)))
        return WhatIf(driver, change, float(before), float(after), *(float(end[0]) for end in ends))

    def predict(self) -> FloatArray:
        """Predicted probability of every outcome for every respondent used: array (respondents, outcomes)."""
        return probabilities(self.parameters, self.design.matrix(self.values), len(self.outcomes) - 1)

    def _at_least(self, outcome: float | str | None) -> int:
        if outcome is None:
            return len(self.outcomes) - 1
        if outcome not in self.outcomes[1:]:
            raise ValueError(f"at_least is {outcome!r}; it must be one of {list(self.outcomes[1:])}")
        return self.outcomes.index(outcome)

    def _mean(self, parameters: FloatArray, columns: FloatArray) -> FloatArray:
        chance = probabilities(parameters, columns, len(self.outcomes) - 1)
        return np.asarray(self.weights @ chance / self.weights.sum())

    def _interval(
        self, effect: Callable[[FloatArray], FloatArray]
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        return delta_interval(effect, self.parameters, self.covariance, self.level)


def fit_logit(
    data: pd.DataFrame,
    outcome: str,
    drivers: Sequence[str],
    *,
    weights: str | Sequence[float] | None = None,
    references: Mapping[str, str] | None = None,
    level: float = 0.95,
) -> LogitFit:
    """Binary or ordered logit of an outcome on drivers, with robust errors and average marginal effects.

    Parameters
    ----------
    data : DataFrame, one row per respondent; a missing outcome or driver leaves the respondent out
    outcome : column; yes/no or 0/1 gives a binary logit, 3 to 15 whole numbers or an ordered categorical an
        ordered one
    drivers : columns, or ``"age^2"`` (a power) and ``"trust:age"`` (a product) of columns; text columns are
        categories
    weights : column or sequence of survey weights, above or equal 0; equal by default
    references : reference category by driver; the first category by default (first in the alphabet for text)
    level : float in (0, 1), of the intervals

    Returns
    -------
    LogitFit

    Raises
    ------
    ValueError: unknown columns, a constant outcome or driver, collinear or perfectly separating drivers,
        weights that are negative or missing, too few respondents

    Notes
    -----
    Errors are Huber-White, weights entering as sampling weights. Effects are averages over respondents of
    counterfactual predictions; their intervals follow from the delta method.
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"level is {level}; it must be in (0, 1)")
    if outcome not in data.columns:
        raise ValueError(f"outcome {outcome!r} is not a column of data")
    if outcome in drivers:
        raise ValueError(f"drivers names the outcome {outcome!r}")
    design, variables = build_design(data, drivers, references or {})
    codes, outcomes = _outcome(data[outcome])
    sample = np.isfinite(codes) & np.all([np.isfinite(v) for v in variables.values()], axis=0)
    share = _weights(data, weights)
    sample &= share > 0
    codes, outcomes = _present(codes[sample], outcomes, outcome)
    values = {name: column[sample] for name, column in variables.items()}
    columns = design.matrix(values)
    check_estimable(codes, columns, design.columns)
    used = share[sample] * sample.sum() / share[sample].sum()
    answer = estimate(codes, columns, used)
    check_separation(answer, codes, columns, design.columns)
    thresholds = len(outcomes) - 1
    counts = np.bincount(codes.astype(int))
    empty = float(np.sum(used * np.log(np.bincount(codes.astype(int), used)[codes.astype(int)] / used.sum())))
    scarce = counts.min() < _FEW_EVENTS * columns.shape[1] if thresholds == 1 else counts.min() < _FEW_EVENTS
    return LogitFit(
        outcome,
        "binary" if thresholds == 1 else "ordered",
        outcomes,
        _coefficients(answer.parameters, answer.covariance, design.columns, outcomes, level),
        _marginal_effects(answer.parameters, answer.covariance, design, values, used, outcomes, level),
        int(sample.sum()),
        int((~sample).sum()),
        level,
        1.0 - answer.log_likelihood / empty,
        answer.parameters,
        answer.covariance,
        design,
        values,
        used,
        ("few_events",) if scarce else (),
    )


def delta_interval(
    effect: Callable[[FloatArray], FloatArray], parameters: FloatArray, covariance: FloatArray, level: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Effect with its delta-method interval: three arrays of the effect's shape."""
    value = effect(parameters)
    step = 1e-5 * np.maximum(np.sqrt(np.diag(covariance)), 1e-8)
    slope = np.stack(
        [
            (effect(parameters + move) - effect(parameters - move)) / (2.0 * size)
            for move, size in zip(np.diag(step), step, strict=True)
        ]
    )
    error = np.sqrt(np.maximum(np.einsum("ke,kl,le->e", slope, covariance, slope), 0.0))
    reach = stats.norm.ppf((1.0 + level) / 2.0) * error
    return value, value - reach, value + reach


def _outcome(column: pd.Series) -> tuple[FloatArray, tuple[float | str, ...]]:
    """Outcome as positions 0, 1, ... and its values in order."""
    name = str(column.name)
    if isinstance(column.dtype, pd.CategoricalDtype):
        if len(column.cat.categories) > 2 and not column.cat.ordered:
            raise ValueError(
                f"outcome {name!r} is a category without an order; make it an ordered categorical"
            )
        return np.where(column.isna(), np.nan, column.cat.codes), tuple(map(str, column.cat.categories))
    try:
        numbers = to_numbers(column)
    except (TypeError, ValueError) as problem:
        raise ValueError(
            f"outcome {name!r} holds text; it must be yes/no, whole numbers or an ordered categorical"
        ) from problem
    levels = np.unique(numbers[np.isfinite(numbers)])
    if levels.size > _MOST_OUTCOMES or np.any(levels % 1 != 0):
        raise ValueError(
            f"outcome {name!r} has {len(levels)} values; it must be yes/no or 3 to "
            f"{_MOST_OUTCOMES} whole numbers"
        )
    codes = np.where(np.isnan(numbers), np.nan, np.searchsorted(levels, numbers))
    return codes, tuple(float(value) for value in levels)


def _present(
    codes: FloatArray, outcomes: tuple[float | str, ...], name: str
) -> tuple[FloatArray, tuple[float | str, ...]]:
    found, codes_now = np.unique(codes, return_inverse=True)
    if found.size < 2:
        raise ValueError(f"outcome {name!r} has the same value for every complete respondent")
    return codes_now.astype(float), tuple(outcomes[int(i)] for i in found)


def _weights(data: pd.DataFrame, weights: str | Sequence[float] | None) -> FloatArray:
    if weights is None:
        return np.ones(len(data))
    if isinstance(weights, str):
        if weights not in data.columns:
            raise ValueError(f"weights {weights!r} is not a column of data")
        values = to_numbers(data[weights])
    else:
        values = np.asarray(weights, dtype=float)
    if values.shape != (len(data),):
        raise ValueError(
            f"weights has shape {values.shape}; it needs one weight for each of {len(data)} rows"
        )
    if not np.all(np.isfinite(values)) or np.any(values < 0) or values.sum() <= 0:
        raise ValueError("weights must be finite, 0 or above, and not all 0")
    return values


def _coefficients(
    parameters: FloatArray,
    covariance: FloatArray,
    columns: tuple[str, ...],
    outcomes: tuple[float | str, ...],
    level: float,
) -> pd.DataFrame:
    thresholds = len(outcomes) - 1
    error, sign = np.sqrt(np.diag(covariance)), np.ones(parameters.size)
    if thresholds == 1:
        first, sign[0] = ["intercept"], -1.0
    else:
        first = [f"threshold[{_label(a)}|{_label(b)}]" for a, b in pairwise(outcomes)]
    reach = stats.norm.ppf((1.0 + level) / 2.0) * error
    value = sign * parameters
    ratio = np.concatenate([np.full(thresholds, np.nan), np.exp(parameters[thresholds:])])
    return pd.DataFrame(
        {
            "estimate": value,
            "standard_error": error,
            "low": value - reach,
            "high": value + reach,
            "odds_ratio": ratio,
        },
        index=pd.Index([*first, *columns], name="term"),
    )


def _marginal_effects(
    parameters: FloatArray,
    covariance: FloatArray,
    design: Design,
    values: Mapping[str, FloatArray],
    weights: FloatArray,
    outcomes: tuple[float | str, ...],
    level: float,
) -> pd.DataFrame:
    names, pairs, divisors = _contrasts(design, values)
    matrices = [(design.matrix({**values, **up}), design.matrix({**values, **down})) for up, down in pairs]
    share, thresholds = weights / weights.sum(), len(outcomes) - 1

    def effects(candidate: FloatArray) -> FloatArray:
        rows = [
            share @ (probabilities(candidate, up, thresholds) - probabilities(candidate, down, thresholds))
            for up, down in matrices
        ]
        table = np.stack(rows) / np.array(divisors)[:, None]
        return cast(FloatArray, table[:, 1] if thresholds == 1 else table.ravel())

    value, low, high = delta_interval(effects, parameters, covariance, level)
    index: pd.Index = pd.Index(names, name="driver")
    if thresholds > 1:
        index = pd.MultiIndex.from_product([names, outcomes], names=["driver", "outcome"])
    return pd.DataFrame({"estimate": value, "low": low, "high": high}, index=index)


def _contrasts(
    design: Design, values: Mapping[str, FloatArray]
) -> tuple[list[str], list[tuple[dict[str, FloatArray], dict[str, FloatArray]]], list[float]]:
    """What to compare for each effect: its name, the changed variables on both sides, and the step."""
    names, pairs, divisors = [], [], []
    for name, variable in design.variables.items():
        own = values[name]
        if variable.kind == "category":
            for position, category in enumerate(variable.levels[1:], start=1):
                names.append(f"{name}[{category}]")
                pairs.append(({name: np.full_like(own, position)}, {name: np.zeros_like(own)}))
                divisors.append(1.0)
        elif variable.kind == "binary":
            names.append(name)
            pairs.append(({name: np.ones_like(own)}, {name: np.zeros_like(own)}))
            divisors.append(1.0)
        else:
            step = 1e-4 * float(own.std())
            names.append(name)
            pairs.append(({name: own + step}, {name: own - step}))
            divisors.append(2.0 * step)
    return names, pairs, divisors


def _label(value: float | str) -> str:
    return f"{value:g}" if isinstance(value, float) else value
