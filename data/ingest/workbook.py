"""XLSX workbooks: opened only after a look at what they would unpack to."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.workbook import Workbook

from data.ingest.limits import (
    MAX_ARCHIVE_ENTRIES,
    MAX_COLUMNS,
    MAX_RATIO,
    MAX_ROW_BYTES,
    MAX_SHARED_TEXT_BYTES,
    MAX_UNPACKED_BYTES,
    MEGABYTE,
    RATIO_COUNTS_FROM_BYTES,
)
from data.ingest.problems import FileRefused, refuse

MAX_SHEET_ROWS = 1_048_576
_PROLOG_BYTES = 65_536
_CHUNK_BYTES = 1_048_576
_MAX_PART_BYTES = 20 * MEGABYTE
_STREAMED = ("xl/worksheets/", "xl/sharedStrings.xml")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
BEYOND_HEADER = 4
"""Columns read past the header, to see whether values stand there without a name."""
_WIDEST = MAX_COLUMNS + 100
_LARGEST_EXACT = 1e15

TypedRow = tuple[int, list[str], list[bool]]
"""Line, texts, and which cells the workbook itself typed."""


class _RootReached(Exception):
    pass


class _Definitions(Exception):
    pass


def _refuse_definitions(*_: object) -> None:
    raise _Definitions


def _stop(*_: object) -> None:
    raise _RootReached


def check_archive(archive: zipfile.ZipFile, compressed: int) -> None:
    """Refuse an archive that would unpack out of proportion, or that is not a workbook.

    The sizes are those the archive announces; reading a part never goes beyond what it announced.

    Raises
    ------
    FileRefused
    """
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    ratio = unpacked / max(1, compressed)
    if (
        len(entries) > MAX_ARCHIVE_ENTRIES
        or unpacked > MAX_UNPACKED_BYTES
        or (unpacked > RATIO_COUNTS_FROM_BYTES and ratio > MAX_RATIO)
    ):
        raise refuse("file_inflates", limit=MAX_UNPACKED_BYTES // MEGABYTE)
    if any(entry.flag_bits & 1 for entry in entries):
        raise refuse("file_encrypted")
    names = {entry.filename for entry in entries}
    if "mimetype" in names:
        raise refuse("file_other_format", format="OpenDocument")
    if "xl/workbook.bin" in names:
        raise refuse("file_other_format", format="XLSB")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise refuse("file_other_format", format="ZIP")
    for entry in entries:
        _check_part(archive, entry)


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    if not entry.filename.endswith((".xml", ".rels", ".vml")):
        return
    allowed = MAX_UNPACKED_BYTES if entry.filename.startswith(_STREAMED[0]) else _MAX_PART_BYTES
    if entry.filename == _STREAMED[1]:
        allowed = MAX_SHARED_TEXT_BYTES
    if entry.file_size > allowed:
        raise refuse("file_inflates", limit=allowed // MEGABYTE)
    _check_prolog(archive, entry)
    if entry.filename.startswith(_STREAMED[0]) and entry.file_size > MAX_ROW_BYTES:
        _check_row_sizes(archive, entry)


def _check_row_sizes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """A row is held in memory as a whole, at many times its size: refuse a sheet that is one long row."""
    since_row = 0
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK_BYTES):
            last = max(chunk.rfind(b"<row"), chunk.rfind(b":row"))
            since_row = len(chunk) - last if last >= 0 else since_row + len(chunk)
            if since_row > MAX_ROW_BYTES:
                raise refuse("file_inflates", limit=MAX_UNPACKED_BYTES // MEGABYTE)


def _check_prolog(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Definitions of entities can only stand before the root element: nothing else is read here."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_definitions
    parser.StartElementHandler = _stop
    with archive.open(entry) as part:
        try:
            parser.Parse(part.read(_PROLOG_BYTES), entry.file_size <= _PROLOG_BYTES)
        except _RootReached:
            return
        except _Definitions:
            raise refuse("file_xml_definitions") from None
    raise refuse("file_xml_definitions")


class OpenWorkbook:
    """A workbook whose sheets can be read row by row."""

    def __init__(self, content: bytes) -> None:
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
            check_archive(archive, len(content))
            self._archive = archive
            self._book: Workbook = load_workbook(
                io.BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
        except FileRefused:
            raise
        except Exception as error:
            # A damaged workbook fails in as many ways as there are parts in it.
            raise refuse("file_corrupt", format="XLSX") from error
        visible = [sheet for sheet in self._book.worksheets if sheet.sheet_state == "visible"]
        self._sheets = {sheet.title: sheet for sheet in visible or self._book.worksheets}
        self.epoch_1904 = self._book.epoch == CALENDAR_MAC_1904
        self._percent: dict[str, bool] = {}

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the visible sheets, in their order."""
        return tuple(self._sheets)

    def rows(
        self, sheet: str, *, width: int | None = None, last_row: int = MAX_SHEET_ROWS
    ) -> Iterator[TypedRow]:
        """The rows of a sheet; of gaps between them, however long, the first row only.

        Raises
        ------
        FileRefused: the sheet is damaged
        """
        columns = _WIDEST if width is None else min(width + BEYOND_HEADER, _WIDEST)
        worksheet = self._sheets[sheet]
        # The size a sheet announces is often wrong; its rows are read to their end instead.
        worksheet.reset_dimensions()
        try:
            previous: object = None
            for line, cells in enumerate(worksheet.iter_rows(max_col=columns, max_row=last_row), start=1):
                # Gaps come as one and the same empty row: a stray format in the last line makes a million.
                if cells is not previous:
                    yield line, *self._texts(cells)
                previous = cells
        except FileRefused:
            raise
        except Exception as error:
            raise refuse("file_corrupt", format="XLSX") from error

    def _texts(self, cells: Sequence[object]) -> tuple[list[str], list[bool]]:
        texts, typed = [], []
        for cell in cells:
            value = cell.value  # type: ignore[attr-defined]
            if value is None:
                texts.append("")
                typed.append(False)
            elif isinstance(value, str):
                texts.append(value)
                typed.append(False)
            else:
                texts.append(self._written(value, cell.number_format))  # type: ignore[attr-defined]
                typed.append(True)
        return texts, typed

    def _written(self, value: object, number_format: str) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (int, float)):
            percent = self._percent.get(number_format)
            if percent is None:
                percent = self._percent[number_format] = "%" in re.sub(r'"[^"]*"', "", number_format)
            # What the user sees as 5 % is stored as 0.05.
            return f"{(Decimal(repr(value)) * 100).normalize():f}%" if percent else plain_number(value)
        if isinstance(value, datetime):
            # A day and midnight are stored alike: the format of the cell says which is meant.
            return str(value) if "h" in number_format.lower() else value.date().isoformat()
        if isinstance(value, (date, time, timedelta)):
            return str(value)
        return str(value)

    def formulas(self, sheet: str) -> tuple[int, dict[int, list[str]]]:
        """Number of formulas of a sheet, and by line the addresses of those without a stored result."""
        path = self._sheets[sheet]._worksheet_path
        with self._archive.open(path) as part:
            if not _mentions_formula(iter(lambda: part.read(_CHUNK_BYTES), b"")):
                return 0, {}
        collector = _FormulaCollector()
        with self._archive.open(path) as part:
            try:
                collector.parser.ParseFile(part)
            except expat.ExpatError as error:
                raise refuse("file_corrupt", format="XLSX") from error
        return collector.count, collector.without_value

    def close(self) -> None:
        """Let go of the file."""
        self._book.close()
        self._archive.close()


def plain_number(value: float) -> str:
    """A number written in the one way that needs no convention: 1234.5, 12, 1e+20."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST_EXACT:
        return str(int(value))
    return repr(value)


def _mentions_formula(chunks: Iterator[bytes]) -> bool:
    tail = b""
    for chunk in chunks:
        if _FORMULA.search(tail + chunk):
            return True
        tail = chunk[-_PROLOG_BYTES // 1024 :]
    return False


class _FormulaCollector:
    """Counts formula cells and notes those whose result is not stored."""

    def __init__(self) -> None:
        self.count = 0
        self.without_value: dict[int, list[str]] = {}
        self._address = ""
        self._formula = self._value = self._inside = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rsplit(" ", 1)[-1]
        if tag == "c":
            # A formula may well give an empty text; an empty number was never calculated.
            self._address, self._formula = attributes.get("r", ""), False
            self._value = attributes.get("t") == "str"
        elif tag == "f":
            self._formula = True
        elif tag == "v":
            self._inside = True

    def _text(self, text: str) -> None:
        self._value = self._value or self._inside

    def _end(self, name: str) -> None:
        tag = name.rsplit(" ", 1)[-1]
        if tag == "v":
            self._inside = False
        if tag != "c" or not self._formula:
            return
        self.count += 1
        digits = self._address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if not self._value and digits.isdigit():
            self.without_value.setdefault(int(digits), []).append(self._address)
