"""What a snapshot holds, table by table, as its contracts declare it."""

from __future__ import annotations

import pandas as pd

from data.connection import query
from data.contracts import CONTRACTS, ColumnType, Kind
from data.contracts.ddl import quoted
from data.reading import not_noting
from data.snapshots import Snapshot


def _period_expression(name: str) -> str:
    """The latest period of a table as text: a year, a month or a day, by its first dated column."""
    formats = {ColumnType.MONTH: "%Y-%m", ColumnType.DATE: "%Y-%m-%d", ColumnType.TIMESTAMP: "%Y-%m-%d"}
    for column in CONTRACTS[name].columns:
        if column.type is ColumnType.YEAR:
            return f"CAST(max({quoted(column.name)}) AS VARCHAR)"
        if column.type in formats:
            return f"strftime(max({quoted(column.name)}), '{formats[column.type]}')"
    return "CAST(NULL AS VARCHAR)"


def _kind_counts(name: str) -> str:
    kinds = "kind" if name != "source" else "NULL"
    return ", ".join(f"count(*) FILTER ({kinds} = '{kind.value}') AS {kind.value}" for kind in Kind)


_TABLES = " UNION ALL ".join(
    f"SELECT '{name}' AS \"table\", count(*) AS rows, {_kind_counts(name)}, "  # noqa: S608
    f"{_period_expression(name)} AS latest FROM {quoted(name)}"
    for name in CONTRACTS
)


def tables(snapshot: Snapshot) -> pd.DataFrame:
    """Every table with its number of rows by kind and its latest period.

    Returns
    -------
    DataFrame: table, rows, observed, derived, assumed, synthetic, latest (text, null where the table
        has no dates), kinds (the kinds present, as "observed 120 · synthetic 40")
    """
    with not_noting():
        frame = query(snapshot, _TABLES)
    counts = frame[[kind.value for kind in Kind]]
    frame["kinds"] = [
        " · ".join(f"{kind} {number}" for kind, number in row.items() if number)
        for row in counts.to_dict("records")
    ]
    return frame
