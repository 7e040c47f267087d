"""Adoption histories of many entities, laid out as one table of years, with their definition breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from analytics.adoption.shapes import FloatArray

IntArray = NDArray[np.intp]

# Published percentages are rounded to about half a point: the logit of 0 and of 100 stays finite.
ROUNDING = 0.5
EVERYONE = "*"


def to_logit(percent: FloatArray) -> FloatArray:
    """Logit of percentages, finite at 0 and at 100."""
    return cast(FloatArray, np.log((percent + ROUNDING) / (100.0 - percent + ROUNDING)))


def from_logit(value: FloatArray) -> FloatArray:
    """Percentages of logits, inside [0, 100]."""
    share = special.expit(value)
    return cast(FloatArray, np.clip((100.0 + 2.0 * ROUNDING) * share - ROUNDING, 0.0, 100.0))


def half_unit(percent: FloatArray) -> float:
    """Half a unit of the last digit that percentages were published with, points; 0.005 at the least."""
    seen = percent[np.isfinite(percent)]
    for digits in (0, 1):
        if np.allclose(seen, np.round(seen, digits), rtol=0.0, atol=1e-6):
            return 0.5 * 10.0**-digits
    return 0.005


@dataclass(frozen=True)
class Panel:
    """Percentages by entity and year.

    Parameters
    ----------
    entities : sorted names
    years : array (years,), consecutive
    values : array (entities, years), %, NaN where not observed
    segments : array (entities, years), counts the definition breaks passed; no line crosses a change
    """

    entities: tuple[str, ...]
    years: IntArray
    values: FloatArray
    segments: IntArray

    def upto(self, year: int) -> Panel:
        """The panel as it stood at the end of a year."""
        kept = self.years <= year
        return Panel(self.entities, self.years[kept], self.values[:, kept], self.segments[:, kept])

    def last_observed(self) -> IntArray:
        """Column of the last observation of each entity, -1 where there is none."""
        seen = np.isfinite(self.values)
        return cast(
            IntArray, np.where(seen.any(axis=1), seen.shape[1] - 1 - seen[:, ::-1].argmax(axis=1), -1)
        )

    def steps(self) -> Steps:
        """Changes from each observation to the next of the same entity and definition."""
        entity, column = np.nonzero(np.isfinite(self.values))
        follows = (entity[1:] == entity[:-1]) & (
            self.segments[entity[1:], column[1:]] == self.segments[entity[:-1], column[:-1]]
        )
        first, then = np.flatnonzero(follows), np.flatnonzero(follows) + 1
        return Steps(
            entity[first],
            column[first],
            column[then],
            self.values[entity[first], column[first]],
            self.values[entity[then], column[then]],
        )


@dataclass(frozen=True)
class Steps:
    """Consecutive observations: entity, columns of start and end, values at both."""

    entity: IntArray
    start: IntArray
    end: IntArray
    before: FloatArray
    after: FloatArray

    def select(self, kept: NDArray[np.bool_]) -> Steps:
        return Steps(self.entity[kept], self.start[kept], self.end[kept], self.before[kept], self.after[kept])


def build_panel(history: pd.DataFrame, breaks: pd.DataFrame | None = None) -> Panel:
    """Panel of a tidy history.

    Parameters
    ----------
    history : DataFrame with columns entity, year, value (% in [0, 100]; NaN is missing)
    breaks : DataFrame with columns entity ("*" for all), year (first year of a new definition), or None

    Raises
    ------
    ValueError: missing columns, years that are not whole, repeated rows, values outside [0, 100], no value
    """
    known = _clean(history, ("entity", "year", "value"), "history").dropna(subset=["value"])
    values = known["value"].to_numpy(dtype=float)
    if values.size == 0:
        raise ValueError("history has no observed value")
    outside = known[~((values >= 0.0) & (values <= 100.0))]
    if not outside.empty:
        worst = outside.iloc[0]
        raise ValueError(
            f"history has value {worst['value']} for {worst['entity']} in {worst['year']}; "
            "values are percentages in [0, 100]"
        )
    repeated = known[known.duplicated(["entity", "year"])]
    if not repeated.empty:
        row = repeated.iloc[0]
        raise ValueError(f"history has more than one value for {row['entity']} in {row['year']}")
    entities = tuple(sorted(known["entity"].unique()))
    first, last = int(known["year"].min()), int(known["year"].max())
    years = np.arange(first, last + 1)
    table = np.full((len(entities), years.size), np.nan)
    position = {name: i for i, name in enumerate(entities)}
    rows = known["entity"].map(position).to_numpy(dtype=int)
    table[rows, known["year"].to_numpy(dtype=int) - first] = values
    return Panel(entities, years, table, _segments(breaks, position, years))


def _segments(breaks: pd.DataFrame | None, position: dict[str, int], years: IntArray) -> IntArray:
    segments = np.zeros((len(position), years.size), dtype=np.intp)
    if breaks is None:
        return segments
    for row in _clean(breaks, ("entity", "year"), "breaks").itertuples():
        if row.entity == EVERYONE:
            segments[:, years >= cast(int, row.year)] += 1
        elif row.entity in position:
            segments[position[cast(str, row.entity)], years >= cast(int, row.year)] += 1
    return segments


def _clean(frame: pd.DataFrame, columns: tuple[str, ...], name: str) -> pd.DataFrame:
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ValueError(f"{name} has no column {', '.join(missing)}; it needs {', '.join(columns)}")
    kept = frame[list(columns)].copy()
    years = pd.to_numeric(kept["year"], errors="coerce")
    if years.isna().any() or (years % 1 != 0).any():
        raise ValueError(f"{name} has years that are not whole numbers")
    kept["year"] = years.astype(int)
    kept["entity"] = kept["entity"].astype(str)
    if "value" in columns:
        kept["value"] = pd.to_numeric(kept["value"], errors="raise").astype(float)
    return kept
