"""Files made to hurt whoever reads them, and ordinary files damaged at random from a seed."""

from __future__ import annotations

import functools
import io
import random
import zipfile
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.xml.constants import SHEET_MAIN_NS

from tests.data.ingest.helpers import HEADER, workbook

NAMES = HEADER.split(";")
GOOD = f"{HEADER}\natlas;O1;2026-01;1,5\n".encode()
SHEET, SHARED, STYLES, BOOK = (
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
)
_PADDED_RATIO = 90


@functools.cache
def good_workbook() -> bytes:
    """A small workbook that loads."""
    return workbook([NAMES, *[["atlas", "O1", f"2026-{month:02d}", month / 4] for month in range(1, 10)]])


@functools.cache
def ordinary_workbook() -> bytes:
    """A workbook long enough that damage far down shows only after its first rows were read."""
    rows = [["atlas", "O1", f"{1985 + i // 12}-{i % 12 + 1:02d}", i / 7] for i in range(480)]
    return workbook([NAMES, *rows])


@functools.cache
def good_parquet() -> bytes:
    """A small Parquet file that loads."""
    return parquet(
        bank=["atlas"] * 40,
        indicator=["O2"] * 40,
        month=[f"20{10 + i // 12}-{i % 12 + 1:02d}" for i in range(40)],
        value=[i / 7 for i in range(40)],
    )


def parquet(**columns: object) -> bytes:
    """A Parquet file of these columns."""
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def not_utf8() -> pa.Array:
    """Two texts, the second in Windows-1252."""
    offsets = b"".join(position.to_bytes(4, "little") for position in (0, 5, 10))
    return pa.Array.from_buffers(
        pa.string(), 2, [None, pa.py_buffer(offsets), pa.py_buffer(b"atlasbanq\xe9")]
    )


def with_parts(parts: dict[str, bytes], content: bytes | None = None) -> bytes:
    """A workbook with parts replaced or added, padded so that its parts are in proportion to its size."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content or good_workbook())) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
        padding = sum(len(text) for text in parts.values()) // _PADDED_RATIO
        new.writestr("xl/media/image1.png", random.Random(1).randbytes(padding))
    return buffer.getvalue()


def sheet(rows: bytes, after: bytes = b"", before: bytes = b"") -> dict[str, bytes]:
    """The one part of a workbook that is its sheet."""
    start = f'{before.decode()}<worksheet xmlns="{SHEET_MAIN_NS}"><sheetData>'.encode()
    return {SHEET: start + rows + b"</sheetData>" + after + b"</worksheet>"}


def header_row() -> bytes:
    """The first row of a sheet, its names written in place."""
    cells = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in NAMES)
    return f'<row r="1">{cells}</row>'.encode()


def _replaced(part: str, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good_workbook())) as archive:
        text = archive.read(part).decode()
    assert old in text
    return with_parts({part: text.replace(old, new, 1).encode()})


def renamed_sheet(text: bytes) -> bytes:
    """A workbook whose sheet is stored under a name that says nothing."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good_workbook())) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name).replace(b"worksheets/sheet1.xml", b"worksheets/sheet1.bin")
            new.writestr(name.replace("sheet1.xml", "sheet1.bin"), text if name == SHEET else content)
        new.writestr("xl/media/image1.png", random.Random(1).randbytes(len(text) // _PADDED_RATIO))
    return buffer.getvalue()


def _entity_sheet() -> bytes:
    definitions = b'<!DOCTYPE x [<!ENTITY a "atlas">]>'
    row = b"<row><c t='inlineStr'><is><t>&a;</t></is></c></row>"
    return renamed_sheet(sheet(header_row() + row, before=definitions)[SHEET])


def _formats(code: str) -> bytes:
    formats = f'<numFmts count="1"><numFmt numFmtId="164" formatCode="{code}"/></numFmts><fonts'
    return _replaced(STYLES, "<fonts", formats)


def _formats_in_use(code: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(_formats(code))) as archive:
        text = archive.read(STYLES).decode()
    return with_parts({STYLES: text.replace('<xf numFmtId="0"', '<xf numFmtId="164"').encode()})


def _names(count: int) -> bytes:
    names = "".join(f'<definedName name="n{i}">A{i}</definedName>' for i in range(count))
    return _replaced(BOOK, "<calcPr", f"<definedNames>{names}</definedNames><calcPr")


def _formulas(count: int) -> bytes:
    rows = "".join(f'<row r="{i}"><c r="A{i}"><f>A1</f></c></row>' for i in range(2, count + 2))
    return with_parts(sheet(header_row() + rows.encode()))


def _shared(items: bytes) -> bytes:
    return with_parts({SHARED: f'<sst xmlns="{SHEET_MAIN_NS}">'.encode() + items + b"</sst>"})


def _piled(count: int) -> str:
    # The two kinds of marks have to be brought into order, each past all of the other.
    return "a" + "\u0300\u0316" * count


Make = Callable[[], bytes]
TEXTS: dict[str, tuple[Make, str]] = {
    "a header of brackets": (lambda: b"(" * 100_000 + b";value\n1;2\n", "column_missing"),
    "a header of accents": (lambda: f"{_piled(60_000)};value\n1;2\n".encode(), "column_missing"),
    "a value of accents": (lambda: GOOD + f"{_piled(60_000)};O1;2026-02;1\n".encode(), "stacked_marks"),
    "spaces before all else": (lambda: b" " * 65_000 + b"x\n", "file_not_a_table"),
    "a header of half a million cells": (lambda: (b";" * 499_999 + b"\n") * 6, "too_many_columns"),
    "half a million cells after the header": (lambda: GOOD + b"1;" * 499_000 + b"\n", "too_many_columns"),
    "a cell of 200,000 characters": (lambda: GOOD + b"x" * 200_000 + b";O1;2026-02;1\n", "cell_too_long"),
    "3 MB of quotation marks": (lambda: GOOD + b'"' * 3_000_000, "line_too_long"),
    "3 MB of digits in lines": (lambda: GOOD + (b"9" * 100_000 + b"\n") * 30, "too_few_cells"),
    "3 MB of lines of one letter": (lambda: GOOD + b"a\n" * 1_500_000, "too_many_rows"),
}
"""Text files by what is wrong with them, and the rule that refuses each."""

BOMBS: dict[str, tuple[Make, str]] = {
    "a number format of brackets": (lambda: _formats_in_use("[" * 6_000), "file_number_format"),
    "a number format of hours": (lambda: _formats_in_use("[h" * 120), "file_number_format"),
    "a row grown by comments": (
        lambda: with_parts(sheet(b"<row r='1'>" + b"<c><v>1</v></c><!--<row>-->" * 600_000 + b"</row>")),
        "file_crowded",
    ),
    "a row of one text": (
        lambda: with_parts(sheet(b"<row r='1'><c><v>" + b"1" * 9_000_000 + b"</v></c></row>")),
        "file_inflates",
    ),
    "a sheet of unknown elements": (lambda: with_parts(sheet(b"<x/>" * 3_000_000)), "file_crowded"),
    "unknown elements between rows": (
        lambda: with_parts(sheet(header_row() + b"<row/><x/><v/>" * 700_000)),
        "file_crowded",
    ),
    "a sheet of blanks": (
        lambda: with_parts(sheet(header_row() + (b"<row/>" + b" " * 100_000) * 500)),
        "file_inflates",
    ),
    "elements inside one another": (
        lambda: with_parts(sheet(b"<row>" + b"<x>" * 5_000 + b"</x>" * 5_000 + b"</row>")),
        "file_crowded",
    ),
    "12 million empty texts": (lambda: _shared(b"<si/>" * 11_900_000), "file_crowded"),
    "400,000 defined names": (lambda: _names(400_000), "file_crowded"),
    "400,000 formulas": (lambda: _formulas(400_000), "file_not_calculated"),
    "an entity in a sheet under another name": (_entity_sheet, "file_xml_definitions"),
    "a long row in a sheet under another name": (
        lambda: renamed_sheet(sheet(b"<row>" + b"<c><v>1</v></c>" * 600_000 + b"</row>")[SHEET]),
        "file_crowded",
    ),
    "a million elements of style": (
        lambda: _replaced(STYLES, "<fonts", "<x>" + "<y/>" * 1_000_000 + "</x><fonts"),
        "file_crowded",
    ),
}
"""Workbooks of about a megabyte that take a reader's time or memory, and the rule that refuses each."""


def damaged(seed: int) -> tuple[str, bytes]:
    """An ordinary file damaged in one of many ways: its kind and what is left of it."""
    chance = random.Random(seed)
    kind = ("xlsx", "part", "parquet", "csv", "ordinary")[seed % 5]
    if kind == "part":
        with zipfile.ZipFile(io.BytesIO(good_workbook())) as archive:
            name = chance.choice(archive.namelist())
            return kind, with_parts({name: _harmed(archive.read(name), chance)})
    wholes: dict[str, Make] = {
        "xlsx": good_workbook,
        "ordinary": ordinary_workbook,
        "parquet": good_parquet,
        "csv": lambda: GOOD * 3,
    }
    return kind, _harmed(wholes[kind](), chance)


def _harmed(content: bytes, chance: random.Random) -> bytes:
    harmed = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 5, 20))):
        place = chance.randrange(len(harmed) + 1)
        end = min(len(harmed), place + chance.choice((1, 2, 4, 16, 100)))
        match chance.randrange(7):
            case 0:
                harmed[place:end] = chance.randbytes(end - place)
            case 1:
                del harmed[place:end]
            case 2:
                harmed[place:place] = chance.randbytes(end - place)
            case 3:
                harmed[place:end] = bytes(end - place)
            case 4 if place < len(harmed):
                harmed[place] ^= 1 << chance.randrange(8)
            case 5:
                harmed[place:place] = harmed[place:end] * 3
            case 6 if chance.randrange(4) == 0:
                del harmed[place:]
    return bytes(harmed)
