"""XLSX workbooks: opened only after a look at what they would unpack to."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from xml.parsers import expat

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import SHARED_STRINGS

from data.ingest.archive import MAX_SHEET_ROWS, GuardedArchive, shared_texts
from data.ingest.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_FORMULAS_LISTED
from data.ingest.problems import FileRefused, Notice, refuse

_CHUNK_BYTES = 1_048_576
_LONGEST_TAG = 64
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
BEYOND_HEADER = 4
"""Columns read past the header, to see whether values stand there without a name."""
WIDEST = MAX_COLUMNS + 100
"""Columns looked at where the header is not known yet."""
_LARGEST_EXACT = 1e15

TypedRow = tuple[int, list[str], list[bool]]
"""Line, texts, and which cells the workbook itself typed."""


class _Sheet(ReadOnlyWorksheet):  # type: ignore[misc]
    """A sheet whose announced size is not looked for: it is often wrong, and to find none costs a reading."""

    def _get_size(self) -> None:
        return


class _Reader(ExcelReader):  # type: ignore[misc]
    """Reads what a table needs of a workbook: its sheets, texts and number formats, and nothing else."""

    def __init__(self, archive: GuardedArchive) -> None:
        # The constructor that is left out would open the archive again, without its guard.
        self.archive = archive
        self.valid_files = archive.namelist()
        self.read_only = self.data_only = True
        self.keep_vba = self.keep_links = self.rich_text = False
        self.shared_strings: list[str] = []

    def read_strings(self) -> None:
        """The shared texts."""
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            self.shared_strings = shared_texts(self.archive, part.PartName[1:])

    def read_worksheets(self) -> None:
        """The sheets, none of their cells yet."""
        for sheet, relation in self.parser.find_sheets():
            if relation.target in self.valid_files and "chartsheet" not in relation.Type:
                opened = _Sheet(self.wb, sheet.name, relation.target, self.shared_strings)
                opened.sheet_state = sheet.state
                self.wb._sheets.append(opened)

    def read(self) -> None:
        """All of it."""
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)
        self.read_worksheets()


@contextlib.contextmanager
def _damage_is_refused() -> Iterator[None]:
    """A damaged workbook fails in as many ways as there are parts in it."""
    try:
        yield
    except (FileRefused, MemoryError):
        raise
    except Exception as error:
        raise refuse("file_corrupt", format="XLSX") from error


class OpenWorkbook:
    """A workbook whose sheets can be read row by row."""

    format = "XLSX"
    notices: tuple[Notice, ...] = ()

    def __init__(self, content: bytes) -> None:
        with _damage_is_refused():
            self._archive = GuardedArchive(content)
            reader = _Reader(self._archive)
            reader.read()
            self._book: Workbook = reader.wb
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
        columns = WIDEST if width is None else min(width + BEYOND_HEADER, WIDEST)
        worksheet = self._sheets[sheet]
        rows = worksheet.iter_rows(max_col=columns, max_row=last_row)
        previous: object = None
        with _damage_is_refused():
            for line, cells in enumerate(rows, start=1):
                # Gaps come as one and the same empty row: a stray format in the last line makes a million.
                if cells is not previous:
                    yield line, *self._texts(line, cells)
                previous = cells

    def _texts(self, line: int, cells: Sequence[object]) -> tuple[list[str], list[bool]]:
        texts, typed = [], []
        for cell in cells:
            value = cell.value  # type: ignore[attr-defined]
            if value is None:
                texts.append("")
                typed.append(False)
            elif isinstance(value, str):
                if len(value) > MAX_CELL_CHARACTERS:
                    raise refuse("cell_too_long", line=line, limit=MAX_CELL_CHARACTERS)
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
            return shown_percent(value) if percent else plain_number(value)
        if isinstance(value, datetime):
            # A day and midnight are stored alike: the format of the cell says which is meant.
            return str(value) if "h" in number_format.lower() else value.date().isoformat()
        if isinstance(value, (date, time, timedelta)):
            return str(value)
        return str(value)

    def formulas(self, sheet: str) -> tuple[int, dict[int, list[str]]]:
        """Number of formulas of a sheet, and by line the addresses of those without a stored result.

        Raises
        ------
        FileRefused: the sheet is damaged, or was never calculated
        """
        path = self._sheets[sheet]._worksheet_path
        with _damage_is_refused():
            with self._archive.open_unguarded(path) as part:
                if not _mentions_formula(iter(lambda: part.read(_CHUNK_BYTES), b"")):
                    return 0, {}
            collector = _FormulaCollector()
            with self._archive.open_unguarded(path) as part:
                collector.parser.ParseFile(part)
        return collector.count, collector.without_value

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()


def plain_number(value: float) -> str:
    """A number written in the one way that needs no convention: 1234.5, 12, 1e+20."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST_EXACT:
        return str(int(value))
    return repr(value)


def shown_percent(value: float) -> str:
    """A share as its cell shows it: what is stored as 0.05 is seen as 5%."""
    return f"{(Decimal(repr(value)) * 100).normalize():f}%"


def _mentions_formula(chunks: Iterator[bytes]) -> bool:
    tail = b""
    for chunk in chunks:
        if _FORMULA.search(tail + chunk):
            return True
        tail = chunk[-_LONGEST_TAG:]
    return False


class _FormulaCollector:
    """Counts formula cells and notes those whose result is not stored."""

    def __init__(self) -> None:
        self.count = self._listed = 0
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
        if not self._value and digits.isdecimal():
            self._listed += 1
            if self._listed > MAX_FORMULAS_LISTED:
                raise refuse("file_not_calculated", limit=MAX_FORMULAS_LISTED)
            self.without_value.setdefault(int(digits), []).append(self._address)
