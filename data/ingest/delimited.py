"""CSV and TSV files: rows cut into text cells, each with the line it began on."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from data.ingest.encodings import find_encoding
from data.ingest.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_LINE_CHARACTERS, MAX_ROW_CELLS
from data.ingest.problems import Notice, refuse
from data.ingest.sniff import delimiter, joins_dimensions, text_stream

_SPREADSHEET_ERROR_STARTS = (
    "#n/a",
    "#ref",
    "#div",
    "#val",
    "#nam",
    "#num",
    "#nul",
    "#nom",
    "#spi",
    "#cal",
    "##",
)


@dataclass(frozen=True)
class DelimitedFile:
    """A text file whose conventions are known."""

    content: bytes
    encoding: str
    delimiter: str
    notices: tuple[Notice, ...] = ()
    joined: bool = False
    """Whether the first cell of each line holds several, as in Eurostat's TSV."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Line number and cells of every row, comments and blank lines included.

        Raises
        ------
        FileRefused: a quotation mark that is not closed, a line or a cell longer than any table has
        """
        reader = csv.reader(self._lines(), delimiter=self.delimiter, strict=True)
        line = 1
        try:
            for cells in reader:
                # The header's last name is followed by that of the columns: geo\TIME_PERIOD.
                joined = self.joined and bool(cells)
                row = [*cells[0].partition("\\")[0].split(","), *cells[1:]] if joined else cells
                if len(row) > MAX_ROW_CELLS:
                    raise refuse("too_many_columns", line=line, count=len(row), limit=MAX_COLUMNS)
                yield line, row
                line = reader.line_num + 1
        except csv.Error as error:
            if "field larger" in str(error):
                raise refuse("cell_too_long", line=line, limit=MAX_CELL_CHARACTERS) from None
            raise refuse("file_quotes", line=line) from None

    def _lines(self) -> Iterator[str]:
        stream = text_stream(self.content, self.encoding)
        for number, line in enumerate(iter(lambda: stream.readline(MAX_LINE_CHARACTERS), ""), start=1):
            if len(line) == MAX_LINE_CHARACTERS:
                raise refuse("line_too_long", line=number, limit=MAX_LINE_CHARACTERS)
            yield line


def open_delimited(content: bytes, asked: str | None = None) -> DelimitedFile:
    """Recognise the conventions of a text file; ``asked`` is the encoding, where the user names it.

    Raises
    ------
    FileRefused: not text, not a table, or an encoding that has to be chosen
    """
    found = find_encoding(content, asked)
    joined = joins_dimensions(content, found.name)
    return DelimitedFile(content, found.name, delimiter(content, found.name), found.notices, joined)


def is_comment(row: list[str]) -> bool:
    """Whether a row is a remark: it begins with # and that is no spreadsheet error."""
    if not row or "#" not in row[0]:
        return False
    first = row[0].lstrip()
    return first.startswith("#") and not first.casefold().startswith(_SPREADSHEET_ERROR_STARTS)


def is_blank(row: list[str]) -> bool:
    """Whether no cell of a row holds anything."""
    return not any(map(str.strip, row))
