"""Workbooks of other spreadsheets: XLS, XLSB and ODS, by calamine, in the form in which XLSX is read.

None of them says through calamine which cells are shown as percentages or hold an error; ODS is asked itself,
of XLS and XLSB the reader is told.
"""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from data.ingest.archive import MAX_SHEET_ROWS, check_archive
from data.ingest.limits import MAX_CELL_CHARACTERS, MAX_GRID_CELLS, MAX_UNPACKED_BYTES, MEGABYTE
from data.ingest.open_document import ERROR, PERCENT, SheetMarks, look_through
from data.ingest.problems import FileRefused, Notice, refuse
from data.ingest.workbook import BEYOND_HEADER, WIDEST, TypedRow, plain_number, shown_percent

_OLE_STREAMS: Final = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_ERROR_SHOWN: Final = "#N/A"

Value = int | float | str | bool | time | date | datetime | timedelta


@contextlib.contextmanager
def _damage_is_refused(form: str) -> Iterator[None]:
    try:
        yield
    except (FileRefused, MemoryError):
        raise
    except PasswordError as error:
        raise refuse("file_encrypted") from error
    except Exception as error:
        raise refuse("file_corrupt", format=form) from error
    except BaseException as error:
        # What a library in Rust could not go on with is no exception to Python, and no end of this process.
        if type(error).__name__ != "PanicException":
            raise
        raise refuse("file_corrupt", format=form) from error


class OpenSpreadsheet:
    """A workbook in XLS, XLSB or ODS whose sheets can be read row by row, each held in memory."""

    epoch_1904 = False
    """Days come as dates, whatever they are counted from."""

    def __init__(self, content: bytes, form: str) -> None:
        self.format = form
        self._marks: dict[str, SheetMarks] = {}
        with _damage_is_refused(form):
            looked = _checked(content, form)
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            sheets = self._book.sheets_metadata
            if looked:
                self._marks = dict(zip((sheet.name for sheet in sheets), looked, strict=False))
        tables = [sheet for sheet in sheets if sheet.typ == SheetTypeEnum.WorkSheet]
        visible = [sheet for sheet in tables if sheet.visible == SheetVisibleEnum.Visible]
        self.sheets = tuple(sheet.name for sheet in visible or tables)
        self.notices = () if form == "ODS" else (Notice("format_hides", {"format": form}),)

    def rows(
        self, sheet: str, *, width: int | None = None, last_row: int = MAX_SHEET_ROWS
    ) -> Iterator[TypedRow]:
        """The rows of a sheet, as `OpenWorkbook.rows` gives them.

        Raises
        ------
        FileRefused: the sheet is damaged, or larger than any table
        """
        columns = WIDEST if width is None else min(width + BEYOND_HEADER, WIDEST)
        marks = self._marks.get(sheet)
        with _damage_is_refused(self.format):
            opened = self._book.get_sheet_by_name(sheet)
            if opened.total_height * opened.total_width > MAX_GRID_CELLS:
                raise refuse("file_inflates", limit=MAX_UNPACKED_BYTES // MEGABYTE)
            if opened.start is None:
                return
            # Rows come from the first of the sheet on, their cells from the first filled column on.
            aside: list[Value] = [""] * opened.start[1]
            for line, cells in enumerate(opened.iter_rows(), start=1):
                if line > last_row:
                    return
                marked = marks.of(line - 1) if marks else ()
                yield line, *_texts(line, [*aside, *cells][:columns], dict(_spread(marked, columns)))

    def formulas(self, sheet: str) -> tuple[int, dict[int, list[str]]]:
        """These formats store the result of every formula."""
        return 0, {}

    def close(self) -> None:
        """Let go of the file."""
        with _damage_is_refused(self.format):
            self._book.close()


def _checked(content: bytes, form: str) -> list[SheetMarks]:
    if form == "XLS":
        if not any(name in content for name in _OLE_STREAMS):
            raise refuse("file_other_format", format="OLE")
        return []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        check_archive(archive, len(content))
        return look_through(archive) if form == "ODS" else []


def _spread(marked: tuple[tuple[int, int, str], ...], columns: int) -> Iterator[tuple[int, str]]:
    for first, end, kind in marked:
        for column in range(first, min(end, columns)):
            yield column, kind


def _texts(line: int, cells: list[Value], marks: dict[int, str]) -> tuple[list[str], list[bool]]:
    texts, typed = [], []
    for column, value in enumerate(cells):
        mark = marks.get(column)
        if isinstance(value, str):
            if len(value) > MAX_CELL_CHARACTERS:
                raise refuse("cell_too_long", line=line, limit=MAX_CELL_CHARACTERS)
            texts.append(_ERROR_SHOWN if mark == ERROR else value)
            typed.append(False)
            continue
        texts.append(_written(value, percent=mark == PERCENT))
        typed.append(True)
    return texts, typed


def _written(value: Value, *, percent: bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return shown_percent(value) if percent else plain_number(value)
    return str(value)
