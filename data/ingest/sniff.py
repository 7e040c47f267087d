"""Which format and delimiter a file has, from its bytes rather than from its name."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from data.ingest.limits import MAX_FILE_BYTES, MEGABYTE
from data.ingest.problems import refuse

DELIMITERS = (",", ";", "\t", "|")
_HEAD_BYTES = 65_536
_CHUNK_BYTES = 1_048_576
_SAMPLE_ROWS = 200
_ABOUT = 0.05

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_PARQUET = b"PAR1"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER = (
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"SQLite format 3", "SQLite"),
    (b"{\\rtf", "RTF"),
)
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|\?xml|table|(?:\w+:)?\w+\s+xmlns)", re.IGNORECASE)
_SDMX = b"sdmx.org/resources/sdmxml"
_JSON = re.compile(rb"\{\s*\"|\[\s*[\{\[]")


def base_name(filename: str) -> str:
    """The last part of a file's name, whatever path came with it."""
    return PurePosixPath(filename.replace("\\", "/").replace("\x00", "")).name[-120:] or "file"


def check_size(size: int) -> None:
    """Refuse a file by its size, before a byte of it is looked at.

    Raises
    ------
    FileRefused: empty, or over the limit
    """
    if size == 0:
        raise refuse("file_empty")
    if size > MAX_FILE_BYTES:
        raise refuse("file_too_large", size=-(-size // MEGABYTE), limit=MAX_FILE_BYTES // MEGABYTE)


def file_format(content: bytes) -> str:
    """``"zip"``, ``"ole"`` (XLS), ``"parquet"``, ``"sdmx"``, ``"json"`` or ``"text"``.

    Raises
    ------
    FileRefused: a format that holds no table we read
    """
    if content.startswith(_ZIP):
        return "zip"
    if content.startswith(_PARQUET):
        return "parquet"
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise refuse("file_encrypted")
        return "ole"
    if content.startswith(_EMPTY_ZIP):
        raise refuse("file_other_format", format="ZIP")
    for mark, name in _OTHER:
        if content.startswith(mark):
            raise refuse("file_other_format", format=name)
    # Taken off beforehand: an expression with optional spaces twice over tries every way to share them out.
    head = content[:_HEAD_BYTES].lstrip().removeprefix(codecs.BOM_UTF8).lstrip()
    if _MARKUP.match(head):
        if _SDMX in head.lower():
            return "sdmx"
        raise refuse("file_other_format", format="HTML / XML")
    if _JSON.match(head):
        return "json"
    return "text"


def text_stream(content: bytes, name: str) -> io.TextIOWrapper:
    """The file as text, decoded piece by piece; BytesIO shares the bytes it is given."""
    return io.TextIOWrapper(io.BytesIO(content), encoding=name, newline="")


def delimiter(content: bytes, name: str) -> str:
    """The column separator: the one that cuts most lines into the same number of cells.

    Raises
    ------
    FileRefused: no separator cuts the lines into two cells or more
    """
    sample = list(itertools.islice(_sample_lines(content, name), _SAMPLE_ROWS))
    if not sample:
        raise refuse("file_empty")
    if _joined_dimensions(sample[0]):
        return "\t"
    best, best_score = "", (0.0, 0, 0)
    for candidate in DELIMITERS:
        score = _score(sample, candidate)
        if score > best_score:
            best, best_score = candidate, score
    if not best:
        raise refuse("file_not_a_table", value=sample[0].strip())
    return best


def joins_dimensions(content: bytes, name: str) -> bool:
    """Whether the first cell of each line holds several, as in Eurostat's TSV: freq,unit,geo\\TIME_PERIOD."""
    return _joined_dimensions(next(_sample_lines(content, name), ""))


def _joined_dimensions(line: str) -> bool:
    first, tab, _ = line.partition("\t")
    return bool(tab) and "\\" in first and first.rpartition("\\")[2].strip().isidentifier()


def _sample_lines(content: bytes, name: str) -> Iterator[str]:
    lines = iter(text_stream(content[: 4 * _CHUNK_BYTES], name))
    while True:
        try:
            line = next(lines)
        except (StopIteration, UnicodeDecodeError):
            return
        if line.strip() and not line.lstrip().startswith("#"):
            yield line[:_HEAD_BYTES]


def _score(sample: list[str], candidate: str) -> tuple[float, int, int]:
    """How well a separator cuts: share of lines of the usual width, how early it starts, that width."""
    try:
        widths = [len(row) for row in csv.reader(sample, delimiter=candidate) if row]
    except csv.Error:
        return (0.0, 0, 0)
    several = [width for width in widths if width > 1]
    if not several:
        return (0.0, 0, 0)
    usual = max(set(several), key=several.count)
    # A decimal comma may cut all lines of data alike, but never their header: between separators that
    # agree about as well, the one that cuts from an earlier line on is the right one.
    agreeing = round(several.count(usual) / len(widths) / _ABOUT) * _ABOUT
    return (agreeing, -widths.index(usual), usual)
