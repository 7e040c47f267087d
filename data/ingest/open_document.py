"""The sheets of an OpenDocument file, looked through before they are opened.

A cell of it may stand for a million rows, and says itself whether it shows a percentage or an error, which
the reader of its values does not pass on.
"""

from __future__ import annotations

import bisect
import zipfile
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from data.ingest.archive import MAX_SHEET_ROWS
from data.ingest.limits import (
    MAX_GRID_CELLS,
    MAX_LOOSE_ELEMENTS,
    MAX_ROW_ELEMENTS,
    MAX_UNPACKED_BYTES,
    MAX_XML_DEPTH,
    MEGABYTE,
)
from data.ingest.problems import refuse

_CHUNK_BYTES: Final = 65_536
_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_MEANT: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
PERCENT, ERROR = "percent", "error"

Marked = tuple[tuple[int, int, str], ...]
"""First column, the column after the last one, and what the cells there are."""


@dataclass
class SheetMarks:
    """Which cells of a sheet show a percentage or an error: by runs of rows."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    cells: list[Marked] = field(default_factory=list)

    def of(self, row: int) -> Marked:
        """The marked cells of a row, counted from 0."""
        place = bisect.bisect_right(self.starts, row) - 1
        return self.cells[place] if place >= 0 and row < self.ends[place] else ()


class _Looker:
    """Counts what the sheets unfold to and notes their percentages and errors."""

    def __init__(self) -> None:
        self.sheets: list[SheetMarks] = []
        self._depth = self._elements = self._loose = 0
        self._row = self._repeated = self._column = self._widest = 0
        self._filled = self._inside = False
        self._marked: list[tuple[int, int, str]] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = _refuse_definitions
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._inside:
            crowded = self._elements > MAX_ROW_ELEMENTS
        else:
            self._loose += 1
            crowded = self._loose > MAX_LOOSE_ELEMENTS
        if crowded or self._depth > MAX_XML_DEPTH:
            raise refuse("file_crowded", limit=MAX_ROW_ELEMENTS if self._inside else MAX_LOOSE_ELEMENTS)
        if name == f"{_TABLE}table":
            self.sheets.append(SheetMarks())
            self._row = self._widest = 0
        elif name == f"{_TABLE}table-row":
            self._inside, self._filled, self._column, self._elements = True, False, 0, 0
            self._repeated = _times(attributes.get(f"{_TABLE}number-rows-repeated"))
            self._loose -= 1
        elif name in _CELLS:
            self._cell(attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        last = self._column + _times(attributes.get(f"{_TABLE}number-columns-repeated"))
        kind = attributes.get(f"{_OFFICE}value-type")
        if kind:
            self._filled = True
            self._widest = max(self._widest, last)
        if attributes.get(_MEANT) == ERROR:
            self._marked.append((self._column, last, ERROR))
        elif kind == "percentage":
            self._marked.append((self._column, last, PERCENT))
        self._column = last

    def _end(self, name: str) -> None:
        self._depth -= 1
        if name != f"{_TABLE}table-row" or not self.sheets:
            return
        self._inside = False
        last = self._row + self._repeated
        if self._filled and (last > MAX_SHEET_ROWS or last * self._widest > MAX_GRID_CELLS):
            raise refuse("file_inflates", limit=MAX_UNPACKED_BYTES // MEGABYTE)
        if self._marked:
            marks = self.sheets[-1]
            marks.starts.append(self._row)
            marks.ends.append(last)
            marks.cells.append(tuple(self._marked))
            self._marked = []
        self._row = last


def _times(text: str | None) -> int:
    """How often something stands there; once where it is not said."""
    if text is None:
        return 1
    if not text.isascii() or not text.isdigit() or len(text) > len(str(MAX_SHEET_ROWS)):
        raise refuse("file_inflates", limit=MAX_UNPACKED_BYTES // MEGABYTE)
    return int(text)


def _refuse_definitions(*_: object) -> None:
    raise refuse("file_xml_definitions")


def look_through(archive: zipfile.ZipFile) -> list[SheetMarks]:
    """What the sheets of the file hold that its values do not say, in the order of the sheets.

    Raises
    ------
    FileRefused: XML definitions, or more than a table holds once repeated rows are written out
    KeyError, expat.ExpatError, zipfile.BadZipFile: damaged
    """
    looker = _Looker()
    with archive.open("content.xml") as part:
        while chunk := part.read(_CHUNK_BYTES):
            looker.parser.Parse(chunk, False)
        looker.parser.Parse(b"", True)
    return looker.sheets
