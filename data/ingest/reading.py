"""From the bytes of a file to a table of text cells."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import numpy as np
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from data.ingest.archive import workbook_format
from data.ingest.cells import RawColumn, RawTable
from data.ingest.columns import ColumnBuilder
from data.ingest.delimited import DelimitedFile, is_blank, is_comment, open_delimited
from data.ingest.encodings import CHOICES, NAMES
from data.ingest.header import (
    Matches,
    check_names,
    distinct_names,
    header_position,
    letter,
    trimmed_header,
    unnamed,
)
from data.ingest.limits import HEADER_SEARCH_ROWS, MAX_COLUMNS, MAX_SHEETS_LOOKED_AT
from data.ingest.parquet import read_parquet
from data.ingest.problems import Notice, refuse
from data.ingest.published_files import Read, read_json, read_sdmx
from data.ingest.sniff import base_name, check_size, file_format
from data.ingest.spreadsheet import OpenSpreadsheet
from data.ingest.workbook import BEYOND_HEADER, OpenWorkbook, TypedRow

_EXPECTED_SUFFIX = {
    "CSV": (".csv", ".tsv", ".txt", ""),
    "XLSX": (".xlsx", ".xlsm"),
    "XLS": (".xls", ".xlt"),
    "XLSB": (".xlsb",),
    "ODS": (".ods", ".ots"),
    "Parquet": (".parquet",),
    "SDMX-ML": (".xml", ".sdmx"),
    "JSON-stat": (".json",),
    "World Bank JSON": (".json",),
}
Workbook = OpenWorkbook | OpenSpreadsheet


@dataclass(frozen=True)
class ReadOptions:
    """What the user says of a file that it does not say itself; None leaves it to the file.

    Parameters
    ----------
    decimal : ``","`` or ``"."``
    day_first : True where 03/04/2026 is 3 April, False where it is 4 March
    sheet : sheet of the workbook to read
    encoding : how the characters of a text file are written, a key of ``encodings.CHOICES``
    fractions : of a file that does not tell, whether a rate that it holds as 0.05 is 5 % (True) or 0.05 %
    """

    decimal: str | None = None
    day_first: bool | None = None
    sheet: str | None = None
    encoding: str | None = None
    fractions: bool | None = None

    def __post_init__(self) -> None:
        if self.decimal not in (None, ",", "."):
            raise ValueError(f"decimal: {self.decimal!r}; allowed are ',', '.' and None")
        if self.encoding is not None and self.encoding not in CHOICES:
            raise ValueError(f"encoding: {self.encoding!r}; allowed are {', '.join(CHOICES)} and None")


@dataclass(frozen=True)
class _Found:
    """Where the header stands and what was passed over before it."""

    names: list[str]
    line: int
    skipped: tuple[int, ...]
    repeated: Mapping[str, tuple[str, ...]]
    """Names that stand above several columns, and the names that these were given."""
    width: int
    """Cells of the header row, the empty ones at its end included."""


@dataclass
class _Passed:
    """What was passed over below the header: remarks, and blank lines between lines of data."""

    comments: int = 0
    blank: list[int] = field(default_factory=list)
    _gap: list[int] = field(default_factory=list)

    def gap(self, line: int) -> None:
        """Take note of a blank line; those after the last line of data are the end of the file."""
        self._gap.append(line)

    def data(self) -> None:
        """Take note that a line of data follows."""
        if self._gap:
            self.blank += self._gap
            self._gap = []


def read(content: bytes, filename: str, options: ReadOptions, matches: Matches | None = None) -> RawTable:
    """Read a file of any accepted format.

    Parameters
    ----------
    content : the bytes of the file
    filename : its name, for a remark only: the format is told from the bytes
    options : what the user says of it
    matches : counts the known column names of a row, where it is known what the file is about

    Raises
    ------
    FileRefused: the file cannot be read as a table
    """
    check_size(len(content))
    kind = file_format(content)
    if kind == "parquet":
        table = read_parquet(content)
    elif kind in ("zip", "ole"):
        table = _read_workbook(open_workbook(content, kind), options, matches)
    elif kind == "sdmx":
        table = _published("SDMX-ML", read_sdmx(content))
    elif kind == "json":
        table = _published(*read_json(content))
    else:
        table = _read_delimited(open_delimited(content, options.encoding), matches)
    suffix = PurePosixPath(base_name(filename)).suffix.lower()
    if suffix not in _EXPECTED_SUFFIX[table.format]:
        notice = Notice("format_differs", {"format": table.format})
        table = _with_notices(table, notice)
    return table


def _published(form: str, found: Read) -> RawTable:
    """What a statistical office answered, as a table."""
    builder, names = found
    if not builder.lines:
        raise refuse("file_header_only")
    return RawTable(tuple(builder.columns(names)), np.frombuffer(builder.lines, dtype=np.int32), form)


def _with_notices(table: RawTable, *notices: Notice) -> RawTable:
    return RawTable(**{**vars(table), "notices": (*table.notices, *notices)})


def _find_header(rows: list[tuple[int, list[str]]], matches: Matches | None) -> _Found:
    """The header among the first rows that are neither blank nor comments.

    Raises
    ------
    FileRefused: no such row
    """
    if not rows:
        raise refuse("file_empty")
    position = header_position([cells for _, cells in rows], matches)
    line, cells = rows[position]
    skipped = tuple(before for before, _ in rows[:position])
    names = trimmed_header(cells)
    check_names(names)
    distinct, repeated = distinct_names(names)
    return _Found(distinct, line, skipped, repeated, min(len(cells), MAX_COLUMNS))


def _finish(
    builder: ColumnBuilder, names: list[str], found: _Found, passed: _Passed
) -> tuple[tuple[RawColumn, ...], tuple[Notice, ...]]:
    """Columns without the blank ones, and the notices of what was passed over."""
    if not builder.lines:
        raise refuse("file_header_only")
    columns = builder.columns(names)
    # A column without a name and without values is none.
    columns = [column for column in columns if not column.name.startswith("[") or not column.is_blank()]
    notices = []
    if found.skipped:
        notices.append(Notice("lines_skipped", {"lines": [str(line) for line in found.skipped]}))
    if passed.comments:
        notices.append(Notice("comments_skipped", {"count": passed.comments}))
    if passed.blank:
        shown = [str(line) for line in passed.blank]
        notices.append(Notice("blank_lines", {"count": len(shown), "lines": shown}))
    return tuple(columns), tuple(notices)


def _read_delimited(file: DelimitedFile, matches: Matches | None) -> RawTable:
    content_rows = (row for row in file.rows() if not is_blank(row[1]) and not is_comment(row[1]))
    found = _find_header(list(itertools.islice(content_rows, HEADER_SEARCH_ROWS)), matches)
    # Separators after the last name announce no column of their own; values that stand there are told.
    names = found.names + [unnamed(i) for i in range(len(found.names), found.width)]
    builder, passed = ColumnBuilder(len(names), len(found.names)), _Passed()
    for line, cells in file.rows():
        if is_comment(cells):
            passed.comments += 1
        elif line > found.line:
            if is_blank(cells):
                passed.gap(line)
            else:
                passed.data()
                builder.add(line, cells)
    columns, notices = _finish(builder, names, found, passed)
    return RawTable(
        columns,
        np.frombuffer(builder.lines, dtype=np.int32),
        "CSV",
        encoding=NAMES[file.encoding],
        delimiter=file.delimiter,
        ragged=builder.ragged,
        repeated=found.repeated,
        notices=(*file.notices, *notices),
    )


def open_workbook(content: bytes, kind: str) -> Workbook:
    """A workbook of any spreadsheet, opened; ``kind`` is what `file_format` says.

    Raises
    ------
    FileRefused: damaged, protected, out of proportion, or no workbook
    """
    form = "XLS" if kind == "ole" else workbook_format(content)
    return OpenWorkbook(content) if form == "XLSX" else OpenSpreadsheet(content, form)


def _read_workbook(book: Workbook, options: ReadOptions, matches: Matches | None) -> RawTable:
    try:
        sheet = _choose_sheet(book, options, matches)
        return _read_sheet(book, sheet, matches)
    finally:
        book.close()


def _content_rows(rows: Iterator[TypedRow]) -> Iterator[TypedRow]:
    return (row for row in rows if not is_blank(row[1]) and not is_comment(row[1]))


def _first_rows(book: Workbook, sheet: str) -> list[tuple[int, list[str]]]:
    rows = _content_rows(book.rows(sheet, last_row=10 * HEADER_SEARCH_ROWS))
    return [(line, cells) for line, cells, _ in itertools.islice(rows, HEADER_SEARCH_ROWS)]


def _choose_sheet(book: Workbook, options: ReadOptions, matches: Matches | None) -> str:
    """The sheet asked for, else the one whose header has most known names, else the first filled one."""
    if options.sheet is not None:
        if options.sheet not in book.sheets:
            raise refuse("file_no_sheet", sheet=options.sheet, sheets=list(book.sheets))
        return options.sheet
    best, most = "", -1
    for sheet in book.sheets[:MAX_SHEETS_LOOKED_AT]:
        rows = _first_rows(book, sheet)
        if not rows:
            continue
        known = 0 if matches is None else max(matches(cells) for _, cells in rows)
        if known > most:
            best, most = sheet, known
    if not best:
        raise refuse("file_empty")
    return best


def _read_sheet(book: Workbook, sheet: str, matches: Matches | None) -> RawTable:
    found = _find_header(_first_rows(book, sheet), matches)
    formulas, uncalculated = book.formulas(sheet)
    beyond = range(len(found.names), len(found.names) + BEYOND_HEADER)
    names = found.names + [unnamed(i) for i in beyond]
    builder, passed = ColumnBuilder(len(names)), _Passed()
    for line, cells, typed in book.rows(sheet, width=len(found.names)):
        if is_comment(cells):
            passed.comments += 1
        elif line > found.line:
            if is_blank(cells) and line not in uncalculated:
                passed.gap(line)
            else:
                passed.data()
                builder.add(line, cells, typed, padded=True)
    columns, notices = _finish(builder, names, found, passed)
    if any(column.name == names[beyond[0]] for column in columns):
        # The last name may be merged over both columns: which of them it means cannot be known.
        raise refuse("header_blank", position=letter(beyond[0]))
    others = [name for name in book.sheets if name != sheet]
    if others:
        notices = (Notice("sheet_chosen", {"sheet": sheet, "count": len(others), "others": others}), *notices)
    if formulas:
        notices = (*notices, Notice("formulas_read", {"count": formulas}))
    return RawTable(
        columns,
        np.frombuffer(builder.lines, dtype=np.int32),
        book.format,
        sheet=sheet,
        sheets=book.sheets,
        epoch_1904=book.epoch_1904,
        repeated=found.repeated,
        uncalculated=_uncalculated_cells(uncalculated, builder.lines, found.names),
        notices=(*book.notices, *notices),
    )


def _uncalculated_cells(
    addresses: dict[int, list[str]], lines: Sequence[int], names: list[str]
) -> tuple[tuple[int, str, str], ...]:
    row_of = {line: row for row, line in enumerate(lines)} if addresses else {}
    found = []
    for line, cells in sorted(addresses.items()):
        for address in cells:
            position = column_index_from_string(coordinate_from_string(address)[0]) - 1
            if line in row_of and position < len(names):
                found.append((row_of[line], names[position], address))
    return tuple(found)
