"""What a snapshot holds: its tables, its sources, its last day."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.connection import query
from data.contracts import CONTRACTS, ColumnType, Kind
from data.contracts.ddl import quoted
from data.reading import not_noting
from data.snapshots import Snapshot


def as_of(snapshot: Snapshot) -> date:
    """Last day the data of the snapshot speak of."""
    return snapshot.as_of


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


def sources(snapshot: Snapshot) -> pd.DataFrame:
    """Every source: source, publisher, title, year, licence, address, kind, and rows that cite it."""
    with not_noting():
        return query(snapshot, _SOURCES)


_CITED = " UNION ALL ".join(f"SELECT source FROM {quoted(name)}" for name in CONTRACTS if name != "source")  # noqa: S608
_SOURCES = f"""
WITH cited AS (SELECT source, count(*) AS rows FROM ({_CITED}) GROUP BY source)
SELECT s.*, coalesce(c.rows, 0) AS rows FROM source AS s LEFT JOIN cited AS c USING (source)
ORDER BY s.publisher, s.year, s.source
"""  # noqa: S608


_BY_TABLE = " UNION ALL ".join(
    f"SELECT DISTINCT '{name}' AS \"table\", source FROM {quoted(name)}"  # noqa: S608
    for name in CONTRACTS
    if name != "source"
)


def sources_of_tables(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Table → the codes of the sources that its rows name."""
    with not_noting():
        rows = query(snapshot, f"{_BY_TABLE} ORDER BY ALL")
    return {str(name): tuple(part["source"]) for name, part in rows.groupby("table")}


_OF_BANK = " UNION ALL ".join(
    f"SELECT '{name}' AS \"table\", source, count(*) AS rows FROM {quoted(name)} "  # noqa: S608
    "WHERE bank = $bank GROUP BY source"
    for name, declared in CONTRACTS.items()
    if {"bank", "source"} <= {column.name for column in declared.columns} and name != "bank"
)


def sources_of_bank(snapshot: Snapshot, bank: str) -> pd.DataFrame:
    """From which sources the rows of a bank come: table, source, rows."""
    with not_noting():
        return query(snapshot, f"{_OF_BANK} ORDER BY ALL", bank=bank)


def definition_breaks(snapshot: Snapshot) -> pd.DataFrame:
    """Breaks of definition: subject, indicator, first_period, note_en, note_fr, source, kind."""
    return query(snapshot, "SELECT * FROM definition_break ORDER BY subject, indicator, first_period")
