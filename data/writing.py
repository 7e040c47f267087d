"""Rows into the tables that the contracts declare."""

from __future__ import annotations

import pandas as pd

from data.connection import Writer
from data.contracts import Contract
from data.contracts.ddl import ddl, quoted, sql_type
from data.frames import write_parquet


def create(writer: Writer, contract: Contract) -> None:
    """Create the empty table of a contract."""
    writer.run(ddl(contract))


def insert(writer: Writer, contract: Contract, frame: pd.DataFrame, *, replace: bool = False) -> None:
    """Add the rows of a conforming frame; with ``replace`` they take the place of rows with their key.

    Raises
    ------
    duckdb.ConstraintException: a value outside the contract
    """
    if frame.empty:
        return
    # Frames are never scanned from SQL (wrong results in DuckDB 2.0.0); Parquet is.
    part = writer.path.with_name(writer.path.name + ".parquet")
    table = quoted(contract.name)
    names = ", ".join(quoted(column.name) for column in contract.columns)
    values = ", ".join(f"CAST({quoted(c.name)} AS {sql_type(c)})" for c in contract.columns)
    same = " AND ".join(f"old.{quoted(key)} = new.{quoted(key)}" for key in contract.key)
    try:
        write_parquet(contract, frame, part)
        if replace:
            statement = f"DELETE FROM {table} AS old USING read_parquet($path) AS new WHERE {same}"  # noqa: S608
            writer.run(statement, path=str(part))
        statement = f"INSERT INTO {table} ({names}) SELECT {values} FROM read_parquet($path)"  # noqa: S608
        writer.run(statement, path=str(part))
    finally:
        part.unlink(missing_ok=True)
