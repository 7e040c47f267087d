"""Rolling-origin backtest: what the forecast would have said each year, knowing only the past."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics.adoption.blending import MODELS, STAGES, blend
from analytics.adoption.conformal import JUDGED_LEVEL, Errors, answer_to_coverage, interval, reach
from analytics.adoption.forecasters import combine, current_level, stage
from analytics.adoption.panel import ROUNDING, Panel, build_panel, half_unit, to_logit
from analytics.adoption.settings import IN_FORCE, Settings
from analytics.adoption.shapes import FloatArray

RULES = ("reference_class_and_pooled_logistic", "drift_and_anchored_curves")
COLUMNS = (
    "entity",
    "origin",
    "horizon",
    "actual",
    "value",
    "low",
    "high",
    "model",
    "stage",
    "level_at_origin",
    "observations",
    *MODELS,
)


def backtest(
    history: pd.DataFrame,
    *,
    origins: Sequence[int] | None = None,
    horizon: int = 5,
    level: float = 0.8,
    breaks: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Forecast every entity from every origin with the data of that day, and set the outcome beside it.

    Intervals at an origin rest on the errors known at that origin only.

    Parameters
    ----------
    history : DataFrame with columns entity, year, value (% in [0, 100]; NaN is missing)
    origins : years to forecast from; all but the first and the last by default
    horizon : int, 1 or more, years ahead
    level : float in (0, 1), nominal share of outcomes inside the interval
    breaks : DataFrame with columns entity, year (first year of a new definition), or None; forecasts are
        not scored across a break

    Returns
    -------
    DataFrame, one row per forecast whose outcome is known: entity, origin, horizon, actual, value, low,
    high, model (the rule used), stage, level_at_origin, observations (up to the origin) and what each
    model alone would have said (NaN where it has nothing to go by)

    Raises
    ------
    ValueError: a history that ``build_panel`` refuses, an origin outside it, a horizon or level out of range
    """
    check_horizon(horizon)
    check_level(level)
    panel = build_panel(history, breaks)
    wanted = _checked_origins(panel, origins)
    rows = rolling_forecasts(panel, horizon)
    scored = add_intervals(rows, level, least=half_unit(panel.values))
    kept = scored["origin"].isin(wanted) & scored["actual"].notna()
    return scored.loc[kept, list(COLUMNS)].reset_index(drop=True)


def rolling_forecasts(panel: Panel, horizon: int, settings: Settings = IN_FORCE) -> pd.DataFrame:
    """Point forecasts from every year of the panel for every entity observed in it, with outcomes."""
    frames = []
    for column in range(1, panel.years.size):
        past = panel.upto(int(panel.years[column]))
        here = np.flatnonzero(np.isfinite(past.values[:, -1]))
        if here.size == 0:
            continue
        models = combine(past, horizon)
        low = stage(current_level(past))
        for ahead in range(1, horizon + 1):
            frames.append(
                pd.DataFrame(
                    {
                        "entity": np.array(panel.entities, dtype=object)[here],
                        "origin": int(panel.years[column]),
                        "horizon": ahead,
                        "actual": _outcome(panel, column, ahead)[here],
                        "model": np.array(RULES, dtype=object)[low[here]],
                        "stage": np.array(STAGES, dtype=object)[low[here]],
                        "level_at_origin": past.values[here, -1],
                        "observations": np.isfinite(past.values[here]).sum(axis=1),
                        **{name: models[name][here, ahead - 1] for name in MODELS},
                    }
                )
            )
    if not frames:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = pd.concat(frames, ignore_index=True)
    return rows.assign(value=blend(rows, settings))


def errors_of(rows: pd.DataFrame) -> Errors:
    """Errors of forecasts in logit space, for calibration."""
    actual, value = (rows[name].to_numpy(dtype=float) for name in ("actual", "value"))
    return Errors(
        rows["origin"].to_numpy(dtype=int),
        rows["horizon"].to_numpy(dtype=int),
        (rows["stage"] == STAGES[1]).to_numpy().astype(np.intp),
        np.unique(rows["entity"].to_numpy(dtype=str), return_inverse=True)[1],
        to_logit(rows["level_at_origin"].to_numpy(dtype=float)),
        to_logit(actual) - to_logit(value),
    )


def add_intervals(
    rows: pd.DataFrame,
    level: float,
    *,
    stage_name: str | None = None,
    least: float = ROUNDING,
    settings: Settings = IN_FORCE,
) -> pd.DataFrame:
    """The rows with low, high, measured, answers and held: intervals as they could be given at each origin.

    ``measured`` is False where the width one year ahead rests on another stage or on a default, ``answers``
    where the width of the row's own horizon does: nothing later answers to its coverage. ``held`` says
    whether the interval that would have been given at 80 % held what came. With ``stage_name``, only rows of
    that stage are returned; the errors of all still calibrate them.
    """
    errors = errors_of(rows)
    asked = rows if stage_name is None else rows[rows["stage"] == stage_name]
    if asked.empty:
        return asked.assign(low=np.nan, high=np.nan, measured=False, answers=False, held=False)
    wanted = errors if stage_name is None else errors.select((rows["stage"] == stage_name).to_numpy())
    # One line per origin and entity, one column per horizon, as the intervals of one forecast widen together.
    keys = np.column_stack([wanted.origin, wanted.entity])
    lines, line = np.unique(keys, axis=0, return_inverse=True)
    line, ahead = line.ravel(), wanted.horizon - 1
    shape = (len(lines), int(wanted.horizon.max()))
    value, actual = np.full(shape, np.nan), np.full(shape, np.nan)
    value[line, ahead] = asked["value"].to_numpy(dtype=float)
    actual[line, ahead] = asked["actual"].to_numpy(dtype=float)
    stages, position = np.zeros(len(lines), dtype=np.intp), np.zeros(len(lines))
    stages[line], position[line] = wanted.stage, wanted.position
    ends = np.full((2, 2, *shape), np.nan)
    held, measured = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for origin in np.unique(lines[:, 0]):
        here = lines[:, 0] == origin
        before = lines[:, 0] < origin
        judged = np.where(measured[before], actual[before], np.nan)
        shift = _shift(lines[before, 0], stages[before], judged, held[before], int(origin), settings)
        levels = (level, JUDGED_LEVEL)
        found = reach(errors, stages[here], position[here], int(origin), shape[1], levels, shift, settings)
        measured[here] = found.calibrated
        for place in range(2):
            low, high = interval(value[here], found.down[place], found.up[place], least=least)
            ends[0, place, here], ends[1, place, here] = low, high
        held[here] = (actual[here] >= ends[0, 1, here]) & (actual[here] <= ends[1, 1, here])
    return asked.assign(
        low=ends[0, 0, line, ahead],
        high=ends[1, 0, line, ahead],
        measured=measured[line, 0],
        answers=measured[line, ahead],
        held=held[line, ahead],
    )


def shift_after(judged: pd.DataFrame, as_of: int, horizon: int) -> FloatArray:
    """What the intervals of ``add_intervals`` known at ``as_of`` advise for the next: array (2, horizon)."""
    shift = np.zeros((2, horizon))
    over = judged["origin"] + judged["horizon"] <= as_of
    known = judged[judged["actual"].notna() & over & judged["answers"]]
    for which, name in enumerate(STAGES):
        for ahead in range(1, horizon + 1):
            own = known[(known["stage"] == name) & (known["horizon"] == ahead)]
            shift[which, ahead - 1] = answer_to_coverage(int(own["held"].sum()), len(own), ahead)
    return shift


def _shift(
    origin: np.ndarray,
    stages: np.ndarray,
    actual: FloatArray,
    held: np.ndarray,
    as_of: int,
    settings: Settings,
) -> FloatArray:
    horizon = actual.shape[1]
    known = np.isfinite(actual) & (origin[:, None] + np.arange(1, horizon + 1) <= as_of)
    shift = np.zeros((2, horizon))
    for which in (0, 1):
        own = known & (stages[:, None] == which)
        for place in range(horizon):
            inside, total = int(np.sum(held[own[:, place], place])), int(np.sum(own[:, place]))
            shift[which, place] = answer_to_coverage(inside, total, place + 1, settings)
    return shift


def check_horizon(horizon: int) -> None:
    if isinstance(horizon, bool) or int(horizon) != horizon or not 1 <= horizon <= 50:
        raise ValueError(f"horizon is {horizon}; it must be a whole number of years in [1, 50]")


def check_level(level: float) -> None:
    if not 0.0 < level < 1.0:
        raise ValueError(f"level is {level}; it must be in (0, 1)")


def _checked_origins(panel: Panel, origins: Sequence[int] | None) -> list[int]:
    first, last = int(panel.years[0]), int(panel.years[-1])
    if origins is None:
        return list(range(first + 1, last))
    wanted = [int(origin) for origin in origins]
    outside = [origin for origin in wanted if not first <= origin <= last]
    if not wanted or outside:
        raise ValueError(f"origins are {wanted}; they must be years of the history, {first} to {last}")
    return wanted


def _outcome(panel: Panel, column: int, ahead: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    target = column + ahead
    if target >= panel.years.size:
        return np.full(len(panel.entities), np.nan)
    same = panel.segments[:, target] == panel.segments[:, column]
    return np.where(same, panel.values[:, target], np.nan)
