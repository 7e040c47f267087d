"""Forecast of a young adoption series, with an interval that says how often it was right.

Below 40 % the rule starts from the countries that were once at the same level; above, from the series' own
line and growth curves. Every other model joins it with the weight that its past errors earned. The rule in
force, its error and its achieved coverage are part of the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import stats

from analytics.adoption.backtest import (
    add_intervals,
    backtest,
    check_horizon,
    check_level,
    errors_of,
    rolling_forecasts,
    shift_after,
)
from analytics.adoption.blending import CANDIDATES, MODELS, STAGES, PastForecasts, candidates
from analytics.adoption.conformal import COURSE, ENOUGH_ERRORS, Reach, interval, reach
from analytics.adoption.forecasters import (
    combine,
    current_level,
    reference_table,
    stage,
)
from analytics.adoption.panel import ROUNDING, Panel, build_panel, half_unit, to_logit
from analytics.adoption.rules import LAST_VALUE, Rule, rule_in_force
from analytics.adoption.shapes import FloatArray

__all__ = ["Forecast", "Rule", "backtest", "forecast", "scoreboard"]

FEWEST_OF_ITS_OWN = 4
# Backtests of before Holt's method took part have no column of it.
_LATER = ("holt",)
_BEFORE = tuple(name for name in MODELS if name not in _LATER)
_NEEDED = ("entity", "origin", "horizon", "actual", "value", "stage", "level_at_origin", *_BEFORE)
# Points by which the share that held may lie under the level before the reader is warned.
TOLERATED = 0.05
_ERROR = "standard_error"


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
    warnings : stable keys: "short_series", "not_calibrated", "no_reference_class", "old_series",
        "fell" (the last observation of the current definition is below the first), "fell_within_error" (by no
        more than twice the standard error of the difference), "analogy" (the series is too short to speak
        for itself) and "undercovered" (of past intervals at this stage, at some horizon up to the one asked,
        the share that held lies more than 5 points under the level)
    weights : share of the rule of the stage and of each model in the value, at the horizon asked
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
    weights: Mapping[str, float] = field(default_factory=dict)


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
        are the reference class and the calibration. An optional column standard_error (points, NaN where
        none was published) widens the interval of the entity by the error of its survey, once for the figure
        forecast from and once for the figure to come
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
    # The course of the width rests on the same horizons however far one asks.
    far = max(horizon, COURSE)
    rows = _past_forecasts(panel, far, backtest)
    models = combine(panel, horizon)
    if not rows["holt"].notna().any():
        models["holt"] = np.full_like(models["holt"], np.nan)
    last = current_level(panel)
    which = stage(last[[row]])
    own = {name: models[name][[row]] for name in MODELS}
    weights = PastForecasts.of(rows).weights(known_until, horizon)[int(which[0])]
    value = np.clip(np.sum(candidates(own, which[:, None] == 0) * weights[None], axis=2), 0.0, 100.0)
    least = half_unit(panel.values)
    judged = add_intervals(rows, level, stage_name=STAGES[int(which[0])], least=least)
    shift = shift_after(judged, known_until, far)
    found = reach(errors_of(rows), which, to_logit(last[[row]]), known_until, far, (level,), shift)
    found, judged = found.upto(horizon), judged[judged["horizon"] <= horizon]
    survey = _survey_error(history, entity, int(panel.years[panel.last_observed()[row]]))
    noise = _logit_noise(value, last[[row]], survey, level)
    low, high = interval(value, np.hypot(found.down[0], noise), np.hypot(found.up[0], noise), least=least)
    origin = int(panel.years[panel.last_observed()[row]])
    table = pd.DataFrame(
        {"year": origin + np.arange(1, horizon + 1), "value": value[0], "low": low[0], "high": high[0]}
    )
    cases = reference_table(panel, row, horizon)
    shares = {name: float(share) for name, share in zip(CANDIDATES, weights[-1], strict=True)}
    rule = rule_in_force(models, row, int(which[0]), cases, horizon, shares)
    coverage = _coverage(judged, found, level, horizon)
    return Forecast(
        entity,
        origin,
        level,
        table,
        rule,
        coverage,
        scoreboard(judged),
        cases,
        (
            *_warnings(panel, row, rule, found, known_until - origin),
            *_told(panel, row, survey),
            *_coverage_warning(judged, coverage, level),
        ),
        shares,
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
        return _in_order(rows[rows["actual"].notna()])
    missing = [name for name in _NEEDED if name not in given.columns]
    if missing:
        raise ValueError(f"backtest has no column {', '.join(missing)}; give the rows of backtest()")
    rows = given[given["actual"].notna()]
    rows = rows[rows["origin"] + rows["horizon"] <= int(panel.years[-1])]
    return _in_order(rows if "holt" in rows.columns else rows.assign(holt=np.nan))


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows in one order whatever theirs was, so that ties fall alike."""
    return rows.sort_values(["origin", "horizon", "entity"], ignore_index=True)


def _survey_error(history: pd.DataFrame, entity: str, year: int) -> float:
    """Standard error published with the figure forecast from, points; 0 where none was."""
    if _ERROR not in history.columns:
        return 0.0
    own = history[(history["entity"].astype(str) == entity) & (history["year"] == year)]
    known = pd.to_numeric(own[_ERROR], errors="coerce").dropna()
    if known.empty:
        return 0.0
    if not 0.0 <= float(known.iloc[0]) <= 100.0:
        raise ValueError(f"standard_error is {known.iloc[0]} for {entity} in {year}; it must be in [0, 100]")
    return float(known.iloc[0])


def _logit_noise(value: FloatArray, last: FloatArray, survey: float, level: float) -> FloatArray:
    """Reach in logit space that the survey's error adds: of the figure known and of the one to come."""
    if survey == 0.0:
        return np.zeros_like(value)

    def slope(percent: FloatArray) -> FloatArray:
        return (100.0 + 2.0 * ROUNDING) / ((percent + ROUNDING) * (100.0 - percent + ROUNDING))

    spread = survey * np.hypot(slope(last)[:, None], slope(value))
    return np.asarray(stats.norm.ppf((1.0 + level) / 2.0) * spread)


def _told(panel: Panel, row: int, survey: float) -> tuple[str, ...]:
    """What a reader must hear of the series itself."""
    current = panel.segments[row, panel.last_observed()[row]]
    usable = np.flatnonzero(np.isfinite(panel.values[row]) & (panel.segments[row] == current))
    found = []
    if usable.size < FEWEST_OF_ITS_OWN:
        found.append("analogy")
    change = panel.values[row, usable[-1]] - panel.values[row, usable[0]]
    if change < 0.0:
        found.append("fell")
        if -change <= 2.0 * np.sqrt(2.0) * survey:
            found.append("fell_within_error")
    return tuple(found)


def _coverage_warning(judged: pd.DataFrame, coverage: pd.DataFrame, level: float) -> tuple[str, ...]:
    inside = (judged["actual"] >= judged["low"]) & (judged["actual"] <= judged["high"])
    every = inside.groupby(judged["horizon"]).mean()
    short = (every < level - TOLERATED).any() or (coverage["achieved"] < level - TOLERATED).any()
    return ("undercovered",) if short else ()


def _coverage(rows: pd.DataFrame, widths: Reach, level: float, horizon: int) -> pd.DataFrame:
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


def _warnings(panel: Panel, row: int, rule: Rule, widths: Reach, age: int) -> tuple[str, ...]:
    found = []
    current = panel.segments[row, panel.last_observed()[row]]
    usable = np.isfinite(panel.values[row]) & (panel.segments[row] == current)
    if usable.sum() < FEWEST_OF_ITS_OWN:
        found.append("short_series")
    if not widths.calibrated[0].any() or widths.errors[0, 0] < ENOUGH_ERRORS:
        found.append("not_calibrated")
    if rule.key in ("pooled_logistic", LAST_VALUE):
        found.append("no_reference_class")
    if age > 0:
        found.append("old_series")
    return tuple(found)
