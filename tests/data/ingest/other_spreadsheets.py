"""Workbooks in XLSB and ODS, made of their least parts; XLS comes from files that a spreadsheet wrote."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.bin"/></Relationships>'
)
_ROW, _REAL, _TEXT = 0, 5, 6
_BEGIN_BOOK, _END_BOOK, _SHEET, _BEGIN_SHEETS, _END_SHEETS = 131, 132, 156, 143, 144
_BEGIN_SHEET, _END_SHEET, _DIMENSION, _BEGIN_DATA, _END_DATA = 129, 130, 148, 145, 146


def _record(kind: int, data: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, rest = b"", len(data)
    while True:
        size += bytes([rest & 0x7F | (0x80 if rest > 0x7F else 0)])
        rest >>= 7
        if not rest:
            return number + size + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(rows: Sequence[Sequence[str | float]], *, far: int | None = None) -> bytes:
    """A binary workbook of one sheet; ``far`` is a row far away with one more cell."""
    placed = dict(enumerate(rows)) | ({} if far is None else {far: ["x"]})
    data = b""
    for number, cells in placed.items():
        data += _record(_ROW, struct.pack("<I", number) + bytes(13))
        for column, cell in enumerate(cells):
            place = struct.pack("<II", 16_383 if number == far else column, 0)
            written = _wide(cell) if isinstance(cell, str) else struct.pack("<d", cell)
            data += _record(_TEXT if isinstance(cell, str) else _REAL, place + written)
    last = max(placed)
    sheet = (
        _record(_BEGIN_SHEET)
        + _record(_DIMENSION, struct.pack("<IIII", 0, last, 0, max(map(len, rows)) - 1))
        + _record(_BEGIN_DATA)
        + data
        + _record(_END_DATA)
        + _record(_END_SHEET)
    )
    book = (
        _record(_BEGIN_BOOK)
        + _record(_BEGIN_SHEETS)
        + _record(_SHEET, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Suivi"))
        + _record(_END_SHEETS)
        + _record(_END_BOOK)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": _RELATIONS,
        "xl/worksheets/sheet1.bin": sheet,
    }
    return _zipped(parts)


def ods(rows: str, *, before: str = "", mimetype: str = "spreadsheet") -> bytes:
    """An OpenDocument file of one sheet, its rows given as they are written."""
    content = (
        f'<?xml version="1.0"?>{before}<office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Suivi">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return _zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{mimetype}",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": content,
        }
    )


def ods_row(*cells: str | float, repeated: int = 1) -> str:
    """A row of texts and numbers."""
    written = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        if isinstance(cell, str)
        else f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{written}</table:table-row>'


def _zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
