"""Parquet files, and frames of ours, as tables of text cells that need no convention to be read."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.ingest.cells import RawColumn, RawTable
from data.ingest.header import check_header
from data.ingest.limits import MAX_ROWS, MAX_UNPACKED_BYTES, MEGABYTE
from data.ingest.problems import FileRefused, refuse
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
    except FileRefused:
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        raise refuse("file_corrupt", format="Parquet") from error


def read_frame(frame: pd.DataFrame) -> RawTable:
    """A frame as a raw table, as if it had been written to Parquet and read back."""
    return _table(pa.Table.from_pandas(frame, preserve_index=False), "DataFrame")


def _batches(content: bytes) -> pa.Table:
    source = pa.BufferReader(content)
    metadata = pq.read_metadata(source)
    if metadata.num_rows > MAX_ROWS:
        raise refuse("too_many_rows", limit=MAX_ROWS)
    check_header([str(name) for name in metadata.schema.to_arrow_schema().names], [])
    groups = (metadata.row_group(i) for i in range(metadata.num_row_groups))
    if sum(group.total_byte_size for group in groups) > MAX_UNPACKED_BYTES:
        raise refuse("file_inflates", limit=MAX_UNPACKED_BYTES // MEGABYTE)
    # A text repeated a million times is announced once: keep it once, and count what it stands for.
    texts = [f.name for f in metadata.schema.to_arrow_schema() if pa.types.is_string(f.type)]
    file = pq.ParquetFile(source, read_dictionary=texts)
    kept, unpacked = [], 0
    for batch in file.iter_batches(batch_size=_BATCH_ROWS):
        unpacked += sum(_expanded_bytes(column) for column in batch.columns)
        if unpacked > MAX_UNPACKED_BYTES:
            raise refuse("file_inflates", limit=MAX_UNPACKED_BYTES // MEGABYTE)
        kept.append(batch)
    return pa.Table.from_batches(kept, schema=kept[0].schema if kept else file.schema_arrow)


def _expanded_bytes(column: pa.Array) -> int:
    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    lengths = pc.binary_length(column.dictionary).take(column.indices)
    return int(pc.sum(lengths).as_py() or 0)


def _table(table: pa.Table, format_name: str) -> RawTable:
    if table.num_rows == 0:
        raise refuse("file_header_only")
    columns = tuple(_column(name, table.column(i)) for i, name in enumerate(table.column_names))
    lines = np.arange(1, table.num_rows + 1, dtype=np.int32)
    return RawTable(columns, lines, format_name)


def _column(name: str, values: pa.ChunkedArray) -> RawColumn:
    kind = values.type
    if pa.types.is_dictionary(kind):
        values, kind = values.cast(kind.value_type), kind.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return RawColumn(str(name), values.cast(pa.string()))
    return RawColumn(str(name), _written(values, kind), np.ones(len(values), dtype=bool))


def _written(values: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if pa.types.is_floating(kind):
        texts = [None if value is None else plain_number(value) for value in values.to_pylist()]
        return pa.chunked_array([pa.array(texts, pa.string())])
    if pa.types.is_nested(kind) or pa.types.is_binary(kind):
        # Such a column can only be left unused: no rule accepts what it reads as.
        return pa.chunked_array([pa.array([f"<{kind}>"] * len(values), pa.string())])
    if pa.types.is_timestamp(kind):
        # The time zone, where there is one, is kept in the text, so that it is seen and refused.
        zone = "%z" if kind.tz else ""
        return pc.strftime(values.cast(pa.timestamp("us", kind.tz)), format=f"%Y-%m-%d %H:%M:%S{zone}")
    return values.cast(pa.string())
