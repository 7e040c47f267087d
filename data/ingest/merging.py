"""New rows put among the earlier ones, and which figures that changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.contracts import ColumnType, Contract
from data.frames import conform
from data.ingest.problems import Mask

_NOT_COMPARED = frozenset({"source"})
"""The same figure read again in another copy of a file is the same figure."""
CHANGES_KEPT = 500
"""Changes of one load that the log of a workspace lists; all are counted."""


@dataclass(frozen=True)
class Merged:
    """All rows after a load, and how many the load added, replaced and found unchanged."""

    frame: pd.DataFrame
    added: int
    replaced: int
    unchanged: int


@dataclass(frozen=True)
class Change:
    """One figure that a load gives another value: where it stands, what it was, what it becomes."""

    key: Mapping[str, str]
    column: str
    before: str | float | bool | None
    after: str | float | bool | None

    def as_json(self) -> dict[str, object]:
        """The change as the log keeps it."""
        return {"key": dict(self.key), "column": self.column, "before": self.before, "after": self.after}


def merge(declared: Contract, before: pd.DataFrame | None, rows: pd.DataFrame) -> Merged:
    """The earlier rows with the new ones put in; unchanged rows keep the source they came with."""
    keys = list(declared.key)
    if before is None or before.empty:
        return Merged(rows.sort_values(keys, kind="stable", ignore_index=True), len(rows), 0, 0)
    found, there = _positions(declared, before, rows)
    old, new = before.iloc[found], _keep_withdrawn(declared, before.iloc[found], rows[there])
    different = _different(declared, old, new)
    if there.all() and not different.any():
        return Merged(before, 0, 0, len(rows))
    kept = before.drop(index=before.index[found[different]])
    frame = pd.concat([kept, new[different], rows[~there]], ignore_index=True)
    ordered = frame.sort_values(keys, kind="stable", ignore_index=True)
    count = int(different.sum())
    return Merged(conform(declared, ordered), int((~there).sum()), count, int(there.sum()) - count)


def changes(
    declared: Contract, before: pd.DataFrame | None, rows: pd.DataFrame, most: int = CHANGES_KEPT
) -> tuple[list[Change], int]:
    """Old value against new, column by column, in the order of the rows: the first ones, and how many.

    Parameters
    ----------
    declared : the contract of the table
    before : the rows that are there
    rows : those about to be loaded, or just loaded
    """
    if before is None or before.empty or rows.empty:
        return [], 0
    found, there = _positions(declared, before, rows)
    old, new = before.iloc[found], _keep_withdrawn(declared, before.iloc[found], rows[there])
    compared = [c.name for c in declared.columns if c.name not in (*_NOT_COMPARED, *declared.key)]
    masks = np.array([_column_differs(old, new, name) for name in compared]).reshape(len(compared), len(new))
    listed = [
        Change(
            {name: str(_written(declared, name, new[name].iloc[row])) for name in declared.key},
            compared[column],
            _written(declared, compared[column], old[compared[column]].iloc[row]),
            _written(declared, compared[column], new[compared[column]].iloc[row]),
        )
        for row, column in np.argwhere(masks.T)[:most].tolist()
    ]
    return listed, int(masks.sum())


def _positions(declared: Contract, before: pd.DataFrame, rows: pd.DataFrame) -> tuple[Any, Mask]:
    """Where in ``before`` the keys of ``rows`` stand, and which of them do."""
    keys = list(declared.key)
    position = pd.Series(np.arange(len(before)), index=pd.MultiIndex.from_frame(before[keys]))
    found = position.reindex(pd.MultiIndex.from_frame(rows[keys])).to_numpy(dtype=np.float64)
    there = ~np.isnan(found)
    return found[there].astype(np.int64), there


def _written(declared: Contract, name: str, value: Any) -> str | float | bool | None:
    """A value as the log and the page can hold it; days and months as in a file."""
    if value is None or pd.isna(value):
        return None
    kind = declared.column(name).type
    if kind is ColumnType.MONTH:
        return f"{value:%Y-%m}"
    if kind is ColumnType.DATE:
        return f"{value:%Y-%m-%d}"
    if kind is ColumnType.TIMESTAMP:
        return f"{value:%Y-%m-%d %H:%M}"
    if kind is ColumnType.BOOLEAN:
        return bool(value)
    if kind is ColumnType.YEAR:
        return str(int(value))
    return str(value) if kind is ColumnType.TEXT else float(value)


def _keep_withdrawn(declared: Contract, old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Rows that empty a value published before keep it, marked as withdrawn.

    A file that leaves out last month's bad figure must not improve the score that it made.
    """
    if not {"value", "withdrawn"} <= {column.name for column in declared.columns}:
        return new
    emptied = new["value"].isna().to_numpy() & old["value"].notna().to_numpy()
    if not emptied.any():
        return new
    kept = new["value"].where(~emptied, old["value"].to_numpy())
    return new.assign(value=kept, withdrawn=new["withdrawn"].where(~emptied, True))


def _different(declared: Contract, old: pd.DataFrame, new: pd.DataFrame) -> Mask:
    """Rows with another value in any column but the source."""
    different = np.zeros(len(new), dtype=bool)
    for column in declared.columns:
        if column.name not in _NOT_COMPARED:
            different |= _column_differs(old, new, column.name)
    return different


def _column_differs(old: pd.DataFrame, new: pd.DataFrame, name: str) -> Mask:
    a, b = old[name].reset_index(drop=True), new[name].reset_index(drop=True)
    same: Mask = (a == b).fillna(False).to_numpy(dtype=bool) | (a.isna() & b.isna()).to_numpy(dtype=bool)
    return ~same
