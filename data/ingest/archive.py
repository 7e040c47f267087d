"""The parts of a workbook, each checked while it is read: whatever its name, whoever refers to it."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from typing import Any, BinaryIO, cast
from xml.parsers import expat

from data.ingest.limits import (
    MAX_ARCHIVE_ENTRIES,
    MAX_CELL_CHARACTERS,
    MAX_FORMAT_BRACKETS,
    MAX_FORMAT_CHARACTERS,
    MAX_LOOSE_BYTES,
    MAX_LOOSE_ELEMENTS,
    MAX_PART_BYTES,
    MAX_PART_ELEMENTS,
    MAX_RATIO,
    MAX_ROW_BYTES,
    MAX_ROW_ELEMENTS,
    MAX_SHARED_TEXT_BYTES,
    MAX_SHARED_TEXTS,
    MAX_UNPACKED_BYTES,
    MAX_XML_DEPTH,
    MEGABYTE,
    RATIO_COUNTS_FROM_BYTES,
)
from data.ingest.problems import FileRefused, refuse

MAX_SHEET_ROWS = 1_048_576
_CHUNK_BYTES = 65_536
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_ROW, _TEXT, _PHONETIC = f"{_MAIN}row", f"{_MAIN}t", f"{_MAIN}rPh"
_WORKSHEET, _SHARED = f"{_MAIN}worksheet", f"{_MAIN}si"
_ROW_DEPTH = 3
_HEAD_BYTES = 50
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
# What reading a damaged archive raises, by the way in which its parts are packed.
_DAMAGED = (
    zipfile.BadZipFile,
    # What zipfile raises of a way of packing that it does not know.
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    lzma.LZMAError,
    zlib.error,
)


def check_archive(archive: zipfile.ZipFile, compressed: int) -> str:
    """Which workbook an archive is (XLSX, XLSB or ODS); one that would unpack out of proportion is refused.

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
        return _open_document(archive)
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise refuse("file_other_format", format="ZIP")
    return "XLSB" if "xl/workbook.bin" in names else "XLSX"


def _open_document(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as part:
        said = part.read(len(_SPREADSHEET) + 1)
    # Templates of spreadsheets hold tables like spreadsheets.
    if said.removesuffix(b"-template").strip() != _SPREADSHEET:
        raise refuse("file_other_format", format="OpenDocument")
    return "ODS"


def workbook_format(content: bytes) -> str:
    """XLSX, XLSB or ODS, from what the archive holds.

    Raises
    ------
    FileRefused: damaged, out of proportion, or no workbook
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return check_archive(archive, len(content))
    except FileRefused:
        raise
    except _DAMAGED as error:
        raise refuse("file_corrupt", format=_announced(content)) from error


def _announced(content: bytes) -> str:
    """What a damaged archive was meant to be, by the names that are left of it."""
    # Names stand before each part, as they are; the first part of an OpenDocument file is its kind.
    if content.find(b"mimetype", 0, _HEAD_BYTES) >= 0 or b"META-INF/manifest.xml" in content:
        return "ODS"
    return "XLSB" if b"xl/workbook.bin" in content else "XLSX"


def _refuse_definitions(*_: object) -> None:
    raise refuse("file_xml_definitions")


class _Guard:
    """Counts what a part of a workbook holds, and refuses it before it is built in memory.

    Of a sheet, readers let go of each row once it is read and keep all that stands elsewhere; of any
    other part they keep everything.
    """

    def __init__(self) -> None:
        self._depth = self._elements = self._rows = self._loose_bytes = self._fed = 0
        self._sheet = False
        self._loose_elements = self._row_end = 0
        self._row_start: int | None = None
        """Where the row that is being read began; None between rows."""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = _refuse_definitions
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, data: bytes) -> None:
        """Take the next bytes; none ends the part.

        Raises
        ------
        FileRefused, expat.ExpatError
        """
        self._parser.Parse(data, not data)
        self._fed += len(data)
        if not self._sheet and self._fed > MAX_PART_BYTES:
            raise refuse("file_inflates", limit=MAX_PART_BYTES // MEGABYTE)
        if self._sheet:
            self._check_sizes(self._fed)

    def _check_sizes(self, reached: int) -> None:
        if self._row_start is None:
            excessive = self._loose_bytes + reached - self._row_end > MAX_LOOSE_BYTES
        else:
            excessive = reached - self._row_start > MAX_ROW_BYTES
        if excessive:
            raise refuse("file_inflates", limit=MAX_UNPACKED_BYTES // MEGABYTE)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._row_start is None:
            self._start_outside(name, attributes)
        elif self._elements > MAX_ROW_ELEMENTS or self._depth > MAX_XML_DEPTH:
            raise refuse("file_crowded", line=self._rows, limit=MAX_ROW_ELEMENTS)

    def _start_outside(self, name: str, attributes: dict[str, str]) -> None:
        if self._depth == 1:
            self._sheet = name == _WORKSHEET
        elif name == _ROW and self._sheet and self._depth == _ROW_DEPTH:
            self._start_row()
        code = attributes.get("formatCode", "")
        if len(code) > MAX_FORMAT_CHARACTERS or code.count("[") > MAX_FORMAT_BRACKETS:
            raise refuse("file_number_format", value=code, limit=MAX_FORMAT_CHARACTERS)
        if self._row_start is None:
            limit = MAX_LOOSE_ELEMENTS if self._sheet else MAX_PART_ELEMENTS
            if self._elements > limit or self._depth > MAX_XML_DEPTH:
                raise refuse("file_crowded", limit=limit)

    def _start_row(self) -> None:
        self._rows += 1
        if self._rows > MAX_SHEET_ROWS:
            raise refuse("too_many_rows", limit=MAX_SHEET_ROWS)
        self._row_start = self._parser.CurrentByteIndex
        self._loose_bytes += self._row_start - self._row_end
        self._loose_elements, self._elements = self._elements - 1, 0

    def _end(self, _name: str) -> None:
        if self._depth == _ROW_DEPTH and self._row_start is not None:
            self._row_end = self._parser.CurrentByteIndex
            self._check_sizes(self._row_end)
            self._row_start, self._elements = None, self._loose_elements
        self._depth -= 1


class _GuardedPart:
    """A part that is read through its guard."""

    def __init__(self, part: BinaryIO) -> None:
        self._part = part
        self._guard = _Guard()
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        """The next bytes, once they are known to be harmless."""
        if size is not None and size >= 0:
            return self._next(size)
        return b"".join(iter(lambda: self._next(_CHUNK_BYTES), b""))

    def _next(self, size: int) -> bytes:
        data = self._part.read(size)
        if data or (size and not self._ended):
            self._ended = not data
            self._guard.feed(data)
        return data

    def close(self) -> None:
        """Let go of the part."""
        self._part.close()

    def __enter__(self) -> _GuardedPart:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class GuardedArchive(zipfile.ZipFile):
    """A workbook's archive; all that is read of it is checked as XML, under whatever name it is stored.

    Raises
    ------
    FileRefused: on opening, by what the archive announces; on reading, by what it holds
    """

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content))
        check_archive(self, len(content))

    def open(self, name: Any, mode: Any = "r", *_: Any, **__: Any) -> Any:
        """A part, guarded."""
        return _GuardedPart(cast(BinaryIO, super().open(name, mode)))

    def open_unguarded(self, name: str) -> BinaryIO:
        """A part for a reader that keeps nothing of it."""
        return cast(BinaryIO, super().open(name))


class _SharedTexts:
    """Gathers the shared texts of a workbook: only the texts themselves are kept."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._characters = self._elements = 0
        self._inside = False
        self._phonetic = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse_definitions
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._elements += 1
        if len(self.texts) > MAX_SHARED_TEXTS or self._elements > 5 * MAX_SHARED_TEXTS:
            raise refuse("file_crowded", limit=MAX_SHARED_TEXTS)
        if name == _SHARED:
            self._parts, self._characters = [], 0
        elif name == _PHONETIC:
            self._phonetic += 1
        elif name == _TEXT:
            self._inside = not self._phonetic

    def _text(self, text: str) -> None:
        if self._inside:
            self._characters += len(text)
            # One character more than is allowed is enough to refuse the cell that shows the text.
            if self._characters <= 2 * MAX_CELL_CHARACTERS:
                self._parts.append(text)

    def _end(self, name: str) -> None:
        if name == _TEXT:
            self._inside = False
        elif name == _PHONETIC:
            self._phonetic -= 1
        elif name == _SHARED:
            self.texts.append("".join(self._parts))


def shared_texts(archive: GuardedArchive, name: str) -> list[str]:
    """The shared texts of a workbook, in their order.

    Raises
    ------
    FileRefused: more of them than a table has
    expat.ExpatError, zipfile.BadZipFile: damaged
    """
    if archive.getinfo(name).file_size > MAX_SHARED_TEXT_BYTES:
        raise refuse("file_inflates", limit=MAX_SHARED_TEXT_BYTES // MEGABYTE)
    gathered = _SharedTexts()
    with archive.open_unguarded(name) as part:
        while chunk := part.read(_CHUNK_BYTES):
            gathered.parser.Parse(chunk, False)
        gathered.parser.Parse(b"", True)
    return gathered.texts
