"""Parquet files, and frames of ours, as tables of text cells that need no convention to be read."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.ingest.cells import RawColumn, RawTable
from data.ingest.header import check_names, distinct_names
from data.ingest.limits import (
    MAX_CELL_CHARACTERS,
    MAX_NAME_CHARACTERS,
    MAX_ROWS,
    MAX_UNPACKED_BYTES,
    MEGABYTE,
)
from data.ingest.problems import FileRefused, Problem, refuse
from data.ingest.workbook import plain_number

_BATCH_ROWS = 65_536


def read_parquet(content: bytes) -> RawTable:
    """A Parquet file as a raw table; its rows are numbered from 1, since it has no lines.

    Raises
    ------
    FileRefused: damaged, too large once unpacked, or without rows
    """
    try:
        return _table(_batches(content), "Parquet")
    except (FileRefused, MemoryError):
        raise
    except Exception as error:
        # A damaged file fails in as many ways as there are parts in it.
        raise refuse("file_corrupt", format="Parquet") from error


def read_frame(frame: pd.DataFrame) -> RawTable:
    """A frame as a raw table, as if it had been written to Parquet and read back."""
    return _table(pa.Table.from_pandas(frame, preserve_index=False), "DataFrame")


def _batches(content: bytes) -> pa.Table:
    source = pa.BufferReader(content)
    metadata = pq.read_metadata(source)
    if metadata.num_rows > MAX_ROWS:
        raise refuse("too_many_rows", limit=MAX_ROWS)
    check_names([_header(name) for name in metadata.schema.to_arrow_schema().names])
    groups = (metadata.row_group(i) for i in range(metadata.num_row_groups))
    if sum(group.total_byte_size for group in groups) > MAX_UNPACKED_BYTES:
        raise refuse("file_inflates", limit=MAX_UNPACKED_BYTES // MEGABYTE)
    # A text repeated a million times is announced once: keep it once, and count what it stands for.
    texts = [f.name for f in metadata.schema.to_arrow_schema() if pa.types.is_string(f.type)]
    file = pq.ParquetFile(source, read_dictionary=texts)
    kept: list[pa.RecordBatch] = []
    unpacked = 0
    for batch in file.iter_batches(batch_size=_BATCH_ROWS):
        unpacked += sum(_expanded_bytes(column) for column in batch.columns)
        if unpacked > MAX_UNPACKED_BYTES:
            raise refuse("file_inflates", limit=MAX_UNPACKED_BYTES // MEGABYTE)
        _check_texts(batch, sum(part.num_rows for part in kept))
        kept.append(batch)
    return pa.Table.from_batches(kept, schema=kept[0].schema if kept else file.schema_arrow)


def _check_texts(batch: pa.RecordBatch, rows_before: int) -> None:
    """Refuse text that is not UTF-8, which Arrow takes on trust, and text longer than a cell."""
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        texts = column.dictionary if pa.types.is_dictionary(column.type) else column
        if not (pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type)):
            continue
        texts.validate()
        longest = pc.max(pc.binary_length(texts)).as_py() or 0
        try:
            texts.validate(full=True)
        except pa.ArrowInvalid:
            row = _row_where(column, lambda text: not _is_utf8(text))
            if row is None:
                raise
            raise FileRefused(Problem(rows_before + row + 1, _header(name), None, "text_not_utf8")) from None
        if longest > MAX_CELL_CHARACTERS:
            row = _row_where(column, lambda text: len(text) > MAX_CELL_CHARACTERS)
            raise refuse("cell_too_long", line=rows_before + (row or 0) + 1, limit=MAX_CELL_CHARACTERS)


def _row_where(column: pa.Array, wrong: Callable[[bytes], bool]) -> int | None:
    """The first row whose text is wrong; None where only a text that no row shows is."""
    dictionary = pa.types.is_dictionary(column.type)
    texts = (column.dictionary if dictionary else column).cast(pa.large_binary(), safe=False)
    codes = column.indices.to_pylist() if dictionary else range(len(column))
    bad = {position for position, text in enumerate(texts.to_pylist()) if text is not None and wrong(text)}
    return next((row for row, code in enumerate(codes) if code in bad), None)


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _expanded_bytes(column: pa.Array) -> int:
    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    lengths = pc.binary_length(column.dictionary).take(column.indices)
    return int(pc.sum(lengths).as_py() or 0)


def _table(table: pa.Table, format_name: str) -> RawTable:
    if table.num_rows == 0:
        raise refuse("file_header_only")
    names, repeated = distinct_names([_header(name) for name in table.column_names])
    columns = tuple(_column(name, table.column(i)) for i, name in enumerate(names))
    lines = np.arange(1, table.num_rows + 1, dtype=np.int32)
    return RawTable(columns, lines, format_name, repeated=repeated)


def _header(name: object) -> str:
    return str(name)[:MAX_NAME_CHARACTERS]


def _column(name: str, values: pa.ChunkedArray) -> RawColumn:
    kind = values.type
    if pa.types.is_dictionary(kind):
        values, kind = values.cast(kind.value_type), kind.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return RawColumn(name, values.cast(pa.string()))
    return RawColumn(name, _written(values, kind), np.ones(len(values), dtype=bool))


def _written(values: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if pa.types.is_floating(kind):
        texts = [None if value is None else plain_number(value) for value in values.to_pylist()]
        return pa.chunked_array([pa.array(texts, pa.string())])
    if pa.types.is_nested(kind) or pa.types.is_binary(kind):
        return _unused(kind, len(values))
    try:
        return _moments(values, kind) if pa.types.is_timestamp(kind) else values.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return _unused(kind, len(values))


def _moments(values: pa.ChunkedArray, kind: pa.TimestampType) -> pa.ChunkedArray:
    """Moments to the microsecond, as everywhere here: what nanoseconds add is left off, as it is of text."""
    # The time zone, where there is one, is kept in the text, so that it is seen and refused.
    zone = "%z" if kind.tz else ""
    moments = values.cast(pa.timestamp("us", kind.tz), safe=kind.unit != "ns")
    return pc.strftime(moments, format=f"%Y-%m-%d %H:%M:%S{zone}")


def _unused(kind: pa.DataType, rows: int) -> pa.ChunkedArray:
    """A column that can only be left unused: no rule accepts what it reads as."""
    return pa.chunked_array([pa.array([f"<{kind}>"] * rows, pa.string())])
