"""Rows of text gathered into columns, some thousands at a time so that memory stays bounded."""

from __future__ import annotations

from array import array

import numpy as np
import pyarrow as pa

from data.ingest.cells import RawColumn
from data.ingest.limits import MAX_ROWS
from data.ingest.problems import refuse

_CHUNK_ROWS = 20_000


class ColumnBuilder:
    """Takes rows in the order of the file and gives back columns."""

    def __init__(self, width: int, least: int | None = None) -> None:
        """``width`` columns, of which a row may leave out those after the first ``least``."""
        self._width = width
        self._least = width if least is None else least
        self._rows: list[list[str]] = []
        self._typed: list[list[bool]] = []
        self._chunks: list[list[pa.Array]] = [[] for _ in range(width)]
        self._typed_chunks: list[np.ndarray[tuple[int, int], np.dtype[np.bool_]]] = []
        self.lines = array("i")
        self.ragged: dict[int, int] = {}

    def add(
        self, line: int, cells: list[str], typed: list[bool] | None = None, *, padded: bool = False
    ) -> None:
        """Take one row; ``padded`` rows are as long as they need to be, others must fit the header.

        Raises
        ------
        FileRefused: too many rows
        """
        if len(self.lines) >= MAX_ROWS:
            raise refuse("too_many_rows", limit=MAX_ROWS)
        found, width = len(cells), self._width
        if found != width:
            if not padded and (found < self._least or any(cell.strip() for cell in cells[width:])):
                self.ragged[len(self.lines)] = found
            cells = cells[:width] + [""] * (width - found)
            typed = None if typed is None else typed[:width] + [False] * (width - found)
        self.lines.append(line)
        self._rows.append(cells)
        if typed is not None:
            self._typed.append(typed)
        if len(self._rows) == _CHUNK_ROWS:
            self._flush()

    def _flush(self) -> None:
        if not self._rows:
            return
        for chunks, texts in zip(self._chunks, zip(*self._rows, strict=True), strict=True):
            chunks.append(pa.array(texts, pa.string()))
        if self._typed:
            self._typed_chunks.append(np.array(self._typed, dtype=bool))
        self._rows, self._typed = [], []

    def columns(self, names: list[str]) -> list[RawColumn]:
        """The columns gathered, under their names."""
        self._flush()
        typed = np.concatenate(self._typed_chunks) if self._typed_chunks else None
        return [
            RawColumn(
                name,
                pa.chunked_array(chunks, pa.string()),
                None if typed is None else np.ascontiguousarray(typed[:, position]),
            )
            for position, (name, chunks) in enumerate(zip(names, self._chunks, strict=True))
        ]
