"""Forecast of a young adoption series, with an interval that says how often it was right.

Below 40 % the countries that were once at the same level forecast best; above, the series' own line and
growth curves. The rule in force, its error and its achieved coverage are part of the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.adoption.backtest import (
    MODELS,
    RULES,
    STAGES,
    add_intervals,
    backtest,
    check_horizon,
    check_level,
    errors_of,
    rolling_forecasts,
)
from analytics.adoption.conformal import ENOUGH_ERRORS, Widths, half_widths, interval
from analytics.adoption.forecasters import (
    CLASS_CASES,
    CLASS_WIDTH,
    STAGE_LIMIT,
    combine,
    current_level,
    reference_table,
    stage,
)
from analytics.adoption.panel import Panel, build_panel, to_logit
from analytics.adoption.shapes import FloatArray

__all__ = ["Forecast", "Rule", "backtest", "forecast", "scoreboard", "time_to_level"]

LAST_VALUE = "last_value"
_NEEDED = ("entity", "origin", "horizon", "actual", "value", "stage", "level_at_origin", *MODELS)


@dataclass(frozen=True)
class Rule:
    """The rule that made a forecast: a stable key for translation, its figures, a sentence in English."""

    key: str
    parameters: Mapping[str, float]
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Forecast:
    """Forecast of one entity.

    Parameters
    ----------
    entity, origin, level : who, last year observed, nominal share of outcomes inside the interval
    table : DataFrame year, value, low, high; percentages in [0, 100]
    rule : how the values were made
    coverage : DataFrame horizon, nominal, achieved, forecasts, calibrated; share of past outcomes of the
        same stage inside intervals given in advance; NaN where there were none; ``calibrated`` is False where
        the width shown is carried on from a shorter horizon, another stage or a default
    scoreboard : DataFrame model, mean_absolute_error, bias, forecasts; same stage, horizons up to the one
        asked, forecasts that all models could make; ``rule`` first, ``naive`` and ``drift`` always there
    reference_cases : DataFrame entity, year, level, horizon, change; the "countries like us" by name
    warnings : stable keys: "short_series", "not_calibrated", "no_reference_class", "old_series"
    """

    entity: str
    origin: int
    level: float
    table: pd.DataFrame
    rule: Rule
    coverage: pd.DataFrame
    scoreboard: pd.DataFrame
    reference_cases: pd.DataFrame
    warnings: tuple[str, ...] = ()


def forecast(
    history: pd.DataFrame,
    entity: str,
    horizon: int,
    *,
    level: float = 0.8,
    backtest: pd.DataFrame | None = None,
    breaks: pd.DataFrame | None = None,
    as_of: int | None = None,
) -> Forecast:
    """Forecast an adoption percentage and its interval.

    Parameters
    ----------
    history : DataFrame with columns entity, year, value (% in [0, 100]; NaN is missing); the other entities
        are the reference class and the calibration
    entity : who to forecast, one of the history
    horizon : int, years ahead of its last observation
    level : float in (0, 1), share of outcomes the interval should hold
    backtest : rows of ``backtest`` on the same history, to save computing them; those not yet known at
        ``as_of`` are left out
    breaks : DataFrame with columns entity, year (first year of a new definition); no line crosses one
    as_of : last year to be known; the last of the history by default

    Returns
    -------
    Forecast

    Raises
    ------
    ValueError: a history that cannot be read, an unknown or unobserved entity, arguments out of range
    """
    check_horizon(horizon)
    check_level(level)
    panel = build_panel(history, breaks)
    panel = panel if as_of is None else _cut(panel, as_of)
    row = _row(panel, entity)
    # The entity's own series may be older than the others'; theirs count up to the day of the forecast.
    known_until = int(panel.years[-1])
    rows = _past_forecasts(panel, horizon, backtest)
    models = combine(panel, horizon)
    last = current_level(panel)
    which = stage(last[[row]])
    errors = errors_of(rows)
    widths = half_widths(errors, which, to_logit(last[[row]]), known_until, horizon, level)
    value = models["value"][[row]]
    low, high = interval(value, widths.half)
    origin = int(panel.years[panel.last_observed()[row]])
    table = pd.DataFrame(
        {"year": origin + np.arange(1, horizon + 1), "value": value[0], "low": low[0], "high": high[0]}
    )
    cases = reference_table(panel, row, horizon)
    rule = _rule(models, row, int(which[0]), cases, horizon)
    judged = add_intervals(rows, level, stage_name=STAGES[int(which[0])])
    judged = judged[judged["horizon"] <= horizon]
    return Forecast(
        entity,
        origin,
        level,
        table,
        rule,
        _coverage(judged, widths, level, horizon),
        scoreboard(judged),
        cases,
        _warnings(panel, row, rule, widths, known_until - origin),
    )


def scoreboard(rows: pd.DataFrame, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Errors of the rule and of each model alone, on the forecasts that all of them could make.

    Parameters
    ----------
    rows : rows of ``backtest``
    by : columns to split by, such as ("stage",) or ("stage", "horizon")

    Returns
    -------
    DataFrame: the columns of ``by``, model, mean_absolute_error, bias (forecast minus outcome), forecasts
    """
    known = rows.dropna(subset=["actual", "value"])
    # A model that never had anything to go by does not shrink the comparison of the others.
    able = [name for name in MODELS if known[name].notna().any()]
    common = known.dropna(subset=able)
    names = {"rule": "value", **{name: name for name in MODELS}}
    columns = list(names.values())
    error = common[columns].to_numpy(dtype=float) - common[["actual"]].to_numpy(dtype=float)
    everything = pd.DataFrame(
        {
            **{name: np.repeat(common[name].to_numpy(), len(names)) for name in by},
            "model": np.tile(list(names), len(common)),
            "error": error.ravel(),
            "size": np.abs(error).ravel(),
        }
    )
    table = everything.groupby([*by, "model"], sort=False).agg(
        mean_absolute_error=("size", "mean"), bias=("error", "mean"), forecasts=("error", "count")
    )
    if not by:
        table = table.reindex(list(names))
        table["forecasts"] = table["forecasts"].fillna(0).astype(int)
    return table.reset_index()


def time_to_level(
    history: pd.DataFrame, level: float, target: float, *, tolerance: float = 1.0
) -> pd.DataFrame:
    """How long each entity took from one level to another.

    The clock starts in the first year within ``tolerance`` points of ``level``.

    Parameters
    ----------
    history : DataFrame with columns entity, year, value (%)
    level, target : percentages in [0, 100], level below target
    tolerance : float, points

    Returns
    -------
    DataFrame entity, start_year, start_value, reached_year, years (both missing where the target was not
    reached), last_year (last observation), fastest first

    Raises
    ------
    ValueError: a level or target out of range or out of order, a tolerance of 0 or less
    """
    if not 0.0 <= level < target <= 100.0:
        raise ValueError(
            f"level is {level} and target {target}; they must be in [0, 100], level below target"
        )
    if not tolerance > 0.0:
        raise ValueError(f"tolerance is {tolerance}; it must be above 0 points")
    panel = build_panel(history)
    rows = []
    for i, entity in enumerate(panel.entities):
        near = np.flatnonzero(np.abs(panel.values[i] - level) <= tolerance)
        if near.size == 0:
            continue
        reached = np.flatnonzero(panel.values[i] >= target)
        after = reached[reached > near[0]]
        rows.append(
            {
                "entity": entity,
                "start_year": int(panel.years[near[0]]),
                "start_value": float(panel.values[i, near[0]]),
                "reached_year": int(panel.years[after[0]]) if after.size else None,
                "years": int(after[0] - near[0]) if after.size else None,
                "last_year": int(panel.years[panel.last_observed()[i]]),
            }
        )
    columns = ["entity", "start_year", "start_value", "reached_year", "years", "last_year"]
    table = pd.DataFrame(rows, columns=columns)
    table = table.astype({"reached_year": "Int64", "years": "Int64"})
    return table.sort_values(["years", "entity"], na_position="last", ignore_index=True)


def _cut(panel: Panel, as_of: int) -> Panel:
    if as_of < panel.years[0]:
        raise ValueError(f"as_of is {as_of}; the history begins in {panel.years[0]}")
    return panel.upto(as_of)


def _row(panel: Panel, entity: str) -> int:
    if entity not in panel.entities:
        raise ValueError(f"entity is {entity!r}; it is not in the history, or has no observed value")
    row = panel.entities.index(entity)
    if panel.last_observed()[row] < 0:
        raise ValueError(f"entity is {entity!r}; it has no observed value up to {panel.years[-1]}")
    return row


def _past_forecasts(panel: Panel, horizon: int, given: pd.DataFrame | None) -> pd.DataFrame:
    if given is None:
        rows = rolling_forecasts(panel, horizon)
        return rows[rows["actual"].notna()].reset_index(drop=True)
    missing = [name for name in _NEEDED if name not in given.columns]
    if missing:
        raise ValueError(f"backtest has no column {', '.join(missing)}; give the rows of backtest()")
    rows = given[given["actual"].notna()]
    return rows[rows["origin"] + rows["horizon"] <= int(panel.years[-1])].reset_index(drop=True)


def _rule(models: Mapping[str, FloatArray], row: int, which: int, cases: pd.DataFrame, horizon: int) -> Rule:
    if np.isnan(models["pooled_logistic"][row, 0]):
        text = "No past change is known to learn from: the last value is kept."
        return Rule(LAST_VALUE, {}, text)
    figures = {"stage_limit": STAGE_LIMIT}
    if which == 1:
        text = (
            f"From {STAGE_LIMIT:.0f} % on: mean of the straight line through the series and of growth curves "
            "through its last value."
        )
        return Rule(RULES[1], figures, text)
    known = models["reference_class"][row]
    class_horizon = int(np.isfinite(known).sum())
    first = cases[cases["horizon"] == 1]
    figures |= {
        "class_width": CLASS_WIDTH,
        "class_cases": float(len(first)),
        "class_entities": float(first["entity"].nunique()),
        "class_horizon": float(class_horizon),
    }
    if class_horizon == 0:
        text = (
            f"Below {STAGE_LIMIT:.0f} %: logistic growth at the pooled rate alone, as fewer than "
            f"{CLASS_CASES} cases have been at this level."
        )
        return Rule("pooled_logistic", figures, text)
    text = (
        f"Below {STAGE_LIMIT:.0f} %: mean of the median change in {len(first)} past cases within "
        f"{CLASS_WIDTH:.0f} points of this level and of logistic growth at the pooled rate"
    )
    text += "." if class_horizon == horizon else f"; the cases reach {class_horizon} years ahead."
    return Rule(RULES[0], figures, text)


def _coverage(rows: pd.DataFrame, widths: Widths, level: float, horizon: int) -> pd.DataFrame:
    """Share of past outcomes inside the intervals that could be measured in their day."""
    judged = rows[rows["measured"]]
    inside = (judged["actual"] >= judged["low"]) & (judged["actual"] <= judged["high"])
    grouped = inside.groupby(judged["horizon"])
    ahead = pd.Index(range(1, horizon + 1), name="horizon")
    return pd.DataFrame(
        {
            "horizon": ahead,
            "nominal": level,
            "achieved": grouped.mean().reindex(ahead).to_numpy(dtype=float),
            "forecasts": grouped.size().reindex(ahead, fill_value=0).to_numpy(dtype=int),
            "calibrated": widths.calibrated[0],
        }
    )


def _warnings(panel: Panel, row: int, rule: Rule, widths: Widths, age: int) -> tuple[str, ...]:
    found = []
    current = panel.segments[row, panel.last_observed()[row]]
    usable = np.isfinite(panel.values[row]) & (panel.segments[row] == current)
    if usable.sum() < 4:
        found.append("short_series")
    if not widths.calibrated[0].any() or widths.errors[0, 0] < ENOUGH_ERRORS:
        found.append("not_calibrated")
    if rule.key in ("pooled_logistic", LAST_VALUE):
        found.append("no_reference_class")
    if age > 0:
        found.append("old_series")
    return tuple(found)
