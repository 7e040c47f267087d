"""Frames in the shape a contract declares: columns, order, types."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pandas.api.extensions import ExtensionDtype

from data.contracts import Column, ColumnType, Contract

_ARROW_TYPES: dict[ColumnType, pa.DataType] = {
    ColumnType.TEXT: pa.string(),
    ColumnType.INTEGER: pa.int64(),
    ColumnType.NUMBER: pa.float64(),
    ColumnType.BOOLEAN: pa.bool_(),
    ColumnType.DATE: pa.date32(),
    ColumnType.MONTH: pa.date32(),
    ColumnType.YEAR: pa.int32(),
    ColumnType.TIMESTAMP: pa.timestamp("us"),
}
_NUMBER_TYPES: dict[ColumnType, ExtensionDtype | np.dtype[Any]] = {
    ColumnType.INTEGER: pd.Int64Dtype(),
    ColumnType.NUMBER: np.dtype("float64"),
    ColumnType.YEAR: pd.Int32Dtype(),
}
_WORDS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def _typed(column: Column, values: pd.Series) -> pd.Series:
    if column.type in (ColumnType.DATE, ColumnType.MONTH, ColumnType.TIMESTAMP):
        return pd.to_datetime(values, format="ISO8601").astype("datetime64[us]")
    if column.type is ColumnType.BOOLEAN:
        if pd.api.types.is_bool_dtype(values.dtype):
            return values.astype("boolean")
        words = values.astype("str").str.strip().str.lower()
        known = words.map(_WORDS)
        unknown = known.isna() & values.notna()
        if unknown.any():
            raise ValueError(
                f"{column.name}: {values[unknown].iloc[0]!r}; allowed are yes, no, true, false, 1, 0"
            )
        return known.astype("boolean")
    if column.type is ColumnType.TEXT:
        return values.astype("str")
    return pd.Series(pd.to_numeric(values), dtype=_NUMBER_TYPES[column.type])


def conform(contract: Contract, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with exactly the columns of the contract, in its order and types.

    Missing optional columns come back empty, empty cells with a default are filled. Dates may be
    text in ISO 8601. Ranges are not judged here.

    Raises
    ------
    ValueError: a column the contract does not know, a required column absent or empty in some row,
        a value that is not of the column's type
    """
    known = [column.name for column in contract.columns]
    strange = [str(name) for name in frame.columns if name not in known]
    if strange:
        raise ValueError(
            f"{contract.name}: unknown columns {', '.join(strange)}; allowed are {', '.join(known)}"
        )
    shaped = {}
    for column in contract.columns:
        values = (
            frame[column.name]
            if column.name in frame.columns
            else pd.Series(None, frame.index, dtype="object")
        )
        if column.default is not None and values.isna().any():
            values = values.astype("object").where(values.notna(), column.default)
        try:
            typed = _typed(column, values)
        except (ValueError, TypeError) as error:
            raise ValueError(f"{contract.name}.{column.name}: {error}") from error
        if column.required and typed.isna().any():
            raise ValueError(
                f"{contract.name}.{column.name}: {int(typed.isna().sum())} empty values; none is allowed"
            )
        shaped[column.name] = typed
    return pd.DataFrame(shaped, index=frame.index).reset_index(drop=True)


def read_csv(contract: Contract, path: Path) -> pd.DataFrame:
    """A CSV file of ours (UTF-8, comma, ISO dates) in the shape of the contract."""
    text = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8")
    return conform(contract, text)


def write_parquet(contract: Contract, frame: pd.DataFrame, target: Path | pa.BufferOutputStream) -> None:
    """Write a conforming frame as Parquet; the same frame always gives the same bytes."""
    schema = pa.schema([(column.name, _ARROW_TYPES[column.type]) for column in contract.columns])
    table = pa.Table.from_pandas(frame, schema=schema, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, target, compression="zstd")


def parquet_bytes(contract: Contract, frame: pd.DataFrame) -> bytes:
    """A conforming frame as the bytes of a Parquet file, for hashing."""
    buffer = pa.BufferOutputStream()
    write_parquet(contract, frame, buffer)
    return bytes(buffer.getvalue())
