"""Answers of statistical offices as rows: SDMX-ML, JSON-stat and the World Bank's own JSON.

SDMX-ML in all its shapes is series with a key and observations below: in attributes where the structure is
specific (2.0 Compact, 2.1 and 3.0 StructureSpecific), in elements Value where it is generic. JSON-stat counts
its cells in the order of the dimensions, the last one fastest: https://json-stat.org/full/.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final
from xml.parsers import expat

from data.ingest.columns import ColumnBuilder
from data.ingest.limits import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_NAME_CHARACTERS,
    MAX_ROWS,
    MAX_XML_DEPTH,
)
from data.ingest.problems import FileRefused, refuse
from data.ingest.workbook import plain_number

VALUE, FLAG, PERIOD = "OBS_VALUE", "OBS_FLAG", "TIME_PERIOD"
_NOT_PUBLISHED: Final = frozenset({"NaN", ""})
_GENERIC_KEYS: Final = frozenset({"SeriesKey", "ObsKey", "Attributes"})
_STATUS: Final = "OBS_STATUS"

Row = dict[str, str]
Read = tuple[ColumnBuilder, list[str]]
"""The rows gathered, and the names of their columns."""


def _gathered(rows: Iterator[Row], names: list[str]) -> Read:
    """Rows under their names; figures stand as the format writes them, so that no convention is asked for."""
    if not names:
        raise refuse("file_header_only")
    if len(names) > MAX_COLUMNS:
        raise refuse("too_many_columns", count=len(names), limit=MAX_COLUMNS)
    builder, typed = ColumnBuilder(len(names)), [name == VALUE for name in names]
    for number, row in enumerate(rows, start=2):
        builder.add(number, [row.get(name, "") for name in names], typed)
    return builder, names


class _Series:
    """Reads observations as they end, each with the key of its series."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._path: list[str] = []
        self._series: Row = {}
        self._row: Row | None = None
        self._text = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse_definitions
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, name: str, given: dict[str, str]) -> None:
        local = name.rsplit(" ", 1)[-1]
        self._path.append(local)
        if len(self._path) > MAX_XML_DEPTH:
            raise refuse("file_crowded", limit=MAX_XML_DEPTH)
        attributes = {_local(key): _cut(value) for key, value in given.items()}
        if local == "Series":
            self._series = _plain(given)
        elif local == "Obs":
            self._row = self._series | _plain(given)
        elif local == "Value" and len(self._path) > 1 and self._path[-2] in _GENERIC_KEYS:
            key = attributes.get("id") or attributes.get("concept")
            if key:
                (self._series if self._row is None else self._row)[key] = attributes.get("value", "")
        elif self._row is not None and local == "ObsDimension":
            self._row[attributes.get("id") or PERIOD] = attributes.get("value", "")
        elif self._row is not None and local == "ObsValue":
            self._row[VALUE] = attributes.get("value", "")
        self._text = ""

    def _characters(self, text: str) -> None:
        if self._row is not None and self._path[-1] == "Time" and len(self._text) <= MAX_CELL_CHARACTERS:
            self._text += text

    def _end(self, _name: str) -> None:
        local = self._path.pop()
        if local == "Time" and self._row is not None:
            self._row[PERIOD] = self._text.strip()
        elif local == "Obs" and self._row is not None:
            if self._row.get(VALUE) in _NOT_PUBLISHED:
                self._row[VALUE] = ""
            self.rows.append(self._row)
            self._row = None
        elif local == "Series":
            self._series = {}


def _refuse_definitions(*_: object) -> None:
    raise refuse("file_xml_definitions")


def _local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


def _plain(attributes: Mapping[str, str]) -> Row:
    """The attributes of no namespace: what belongs to one is about the message, not about the figure."""
    return {key: _cut(value) for key, value in attributes.items() if " " not in key}


def _cut(text: str) -> str:
    if len(text) > MAX_CELL_CHARACTERS:
        raise refuse("cell_too_long", line=1, limit=MAX_CELL_CHARACTERS)
    return text


_CHUNK: Final = 65_536


def _observations(content: bytes) -> Iterator[Row]:
    series = _Series()
    try:
        for start in range(0, len(content), _CHUNK):
            series.parser.Parse(content[start : start + _CHUNK], False)
            yield from series.rows
            series.rows.clear()
        series.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise refuse("file_corrupt", format="SDMX-ML") from error
    yield from series.rows


def read_sdmx(content: bytes) -> Read:
    """The observations of an SDMX-ML message, generic or of a specific structure.

    Raises
    ------
    FileRefused: damaged, without an observation, XML definitions, more than a table holds
    """
    # Looked through twice: what is seldom said (a remark on one figure) is a column all the same.
    names: dict[str, None] = {}
    for count, row in enumerate(_observations(content)):
        if count >= MAX_ROWS:
            raise refuse("too_many_rows", limit=MAX_ROWS)
        names.update(dict.fromkeys(row))
        if len(names) > MAX_COLUMNS:
            raise refuse("too_many_columns", count=len(names), limit=MAX_COLUMNS)
    return _gathered(_observations(content), [name[:MAX_NAME_CHARACTERS] for name in names])


def read_json(content: bytes) -> tuple[str, Read]:
    """The cells of a JSON-stat dataset or of an answer of the World Bank, and which of the two it is.

    Raises
    ------
    FileRefused: damaged, or JSON that is neither
    """
    try:
        said = json.loads(content, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise refuse("file_corrupt", format="JSON") from error
    found = _dataset(said)
    try:
        if found is not None:
            return "JSON-stat", _gathered(*_cells(found))
        if _from_world_bank(said):
            return "World Bank JSON", _gathered(map(_world_bank_row, said[1]), list(_WORLD_BANK))
    except FileRefused:
        raise
    except (KeyError, TypeError, IndexError, AttributeError, ValueError, OverflowError) as error:
        raise refuse("file_corrupt", format="JSON") from error
    raise refuse("file_other_format", format="JSON")


def _dataset(said: Any) -> Mapping[str, Any] | None:
    """The dataset of JSON-stat: 2.0 at the top, 1.x and bundles one step below."""
    if not isinstance(said, dict):
        return None
    inside = next((each for each in said.values() if _is_dataset(each)), None)
    return said if _is_dataset(said) else inside


def _is_dataset(said: Any) -> bool:
    return isinstance(said, dict) and isinstance(said.get("dimension"), dict) and "value" in said


def _cells(found: Mapping[str, Any]) -> tuple[Iterator[Row], list[str]]:
    dimensions = found["dimension"]
    # Until 1.3 the order of the dimensions stood among the dimensions.
    ids = [str(each) for each in found.get("id") or dimensions["id"]]
    sizes = [int(each) for each in found.get("size") or dimensions["size"]]
    if len(ids) != len(sizes) or len(set(ids)) != len(ids) or not ids:
        raise ValueError("dimensions")
    if math.prod(sizes) > MAX_ROWS and isinstance(found["value"], list):
        raise refuse("too_many_rows", limit=MAX_ROWS)
    codes = [_codes(dimensions[name], size) for name, size in zip(ids, sizes, strict=True)]
    flags = found.get("status")
    names = [*ids, VALUE, *([FLAG] if flags else [])]
    return _walk(found["value"], flags, ids, codes, sizes), names


def _codes(dimension: Mapping[str, Any], size: int) -> list[str]:
    category = dimension["category"]
    index = category.get("index")
    if index is None:
        # A dimension of one category may leave its order out.
        index = list(category["label"])
    if isinstance(index, dict):
        index = [code for code, _ in sorted(index.items(), key=lambda each: int(each[1]))]
    if len(index) != size:
        raise ValueError("size")
    return [_cut(str(code)) for code in index]


def _walk(values: Any, flags: Any, ids: list[str], codes: list[list[str]], sizes: list[int]) -> Iterator[Row]:
    cells = enumerate(values) if isinstance(values, list) else _places(values, flags)
    for position, value in cells:
        row: Row = {VALUE: _figure(value)}
        rest = position
        for name, each, size in zip(reversed(ids), reversed(codes), reversed(sizes), strict=True):
            rest, place = divmod(rest, size)
            row[name] = each[place]
        if rest:
            raise ValueError("more values than cells")
        flag = _flag(flags, position)
        if flag:
            row[FLAG] = flag
        yield row


def _places(values: Mapping[str, Any], flags: Any) -> Iterator[tuple[int, Any]]:
    """Cells of a dataset that names those it has; one with a flag and no figure is not published."""
    keys = itertools.chain(values, flags if isinstance(flags, dict) else ())
    for position in sorted({int(key) for key in keys}):
        if position < 0:
            raise ValueError("cell")
        yield position, values.get(str(position))


def _flag(flags: Any, position: int) -> str:
    if isinstance(flags, dict):
        return _cut(str(flags.get(str(position)) or ""))
    if isinstance(flags, list):
        return _cut(str(flags[position] or "")) if position < len(flags) else ""
    return _cut(str(flags or ""))


def _figure(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return _cut(str(value))
    return plain_number(value)


_WORLD_BANK: Final = ("indicator", "country", PERIOD, VALUE, _STATUS)


def _from_world_bank(said: Any) -> bool:
    """Two parts, the second a list of figures, each with its indicator and country."""
    return (
        isinstance(said, list)
        and len(said) == len(("about the answer", "the answer"))
        and isinstance(said[1], list)
        and bool(said[1])
        and all(isinstance(row, dict) and {"indicator", "country", "date"} <= row.keys() for row in said[1])
    )


def _world_bank_row(row: Mapping[str, Any]) -> Row:
    return {
        "indicator": _cut(str(row["indicator"]["id"])),
        "country": _cut(str(row.get("countryiso3code") or row["country"]["id"])),
        PERIOD: _cut(str(row["date"])),
        VALUE: _figure(row.get("value")),
        _STATUS: _cut(str(row.get("obs_status") or "")),
    }
