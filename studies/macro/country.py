"""Published macroeconomic figures of a snapshot, and the models' results on them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.breaks import latest_rows
from data import queries
from data.snapshots import Snapshot
from studies.core import cached


@dataclass(frozen=True)
class Figure:
    """One published figure: its value, year, source, kind and how it was read."""

    value: float
    year: int
    source: str
    kind: str
    status: str


@cached
def figure(snapshot: Snapshot, indicator: str, country: str = "MAR") -> Figure | None:
    """The latest figure of an indicator; None where the snapshot has none."""
    rows = series(snapshot, indicator, country)
    if rows.empty:
        return None
    last = rows.iloc[-1]
    return Figure(
        float(last["value"]), int(last["period"]), str(last["source"]), str(last["kind"]), str(last["status"])
    )


@cached
def series(snapshot: Snapshot, indicator: str, country: str = "MAR") -> pd.DataFrame:
    """An indicator of one country, year by year; no row where the snapshot has none."""
    try:
        return queries.country_series(snapshot, indicator, [country])
    except ValueError:
        return pd.DataFrame(columns=["period", "value", "source", "kind", "status"])


@cached
def monthly(snapshot: Snapshot, name: str, country: str = "MAR") -> pd.DataFrame:
    """A monthly series since its last break: month, value, unit, source, kind; no row where not loaded."""
    try:
        return latest_rows(queries.macro_series(snapshot, name, country)).reset_index(drop=True)
    except ValueError:
        return pd.DataFrame(columns=["month", "value", "unit", "source", "kind"])


@cached
def source_names(snapshot: Snapshot) -> dict[str, str]:
    """Source → publisher, title and year."""
    rows = queries.sources(snapshot)
    dated = [f" ({year:.0f})" if pd.notna(year) else "" for year in rows["year"]]
    names = rows["publisher"] + ", " + rows["title"] + pd.Series(dated, rows.index, dtype="str")
    return {str(source): str(name) for source, name in zip(rows["source"], names, strict=True)}
