"""Tables spread over columns (a column a year, a month or an indicator) brought to one value a row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data.contracts import Column, ColumnType, Contract
from data.ingest.cells import Cells, RawTable, normalised
from data.ingest.dates import read_month
from data.ingest.french_headers import header_in
from data.ingest.limits import MAX_ROWS
from data.ingest.problems import Notice, refuse
from data.ingest.references import References

VALUE = "value"
_YEAR = re.compile(r"(?:YR)?((?:19|20)\d\d)(?:\.0)?(?:\s*\[YR\d{4}\])?")
_AT_LEAST_PERIODS = 2
_LISTED = 8
_LONGEST_SHORT_CODE = 3

Spread = Literal["year", "month", "name"]


@dataclass(frozen=True)
class Wide:
    """How a table is spread: ``columns`` of the file hold values of ``into``, written in ``labels``."""

    spread: Spread
    into: str
    columns: tuple[str, ...]
    labels: tuple[str, ...]

    def notice(self) -> Notice:
        """What was understood, for the user to check."""
        if self.spread == "name":
            shown = [*self.columns[:_LISTED], *(["…"] if len(self.columns) > _LISTED else [])]
            if len(self.columns) == 1:
                return Notice("wide_by_one_name", {"column": self.columns[0], "name": self.into})
            return Notice("wide_by_name", {"count": len(self.columns), "columns": shown, "name": self.into})
        parameters = {"count": len(self.columns), "first": self.columns[0], "last": self.columns[-1]}
        return Notice(f"wide_by_{self.spread}", parameters)


def year_label(header: str) -> str | None:
    """The year a header stands for, as 2015, YR2015 or 2015 [YR2015]."""
    found = _YEAR.fullmatch(header.strip())
    return found.group(1) if found else None


def month_label(header: str) -> str | None:
    """The month a header stands for, as year-month."""
    found = read_month(header.strip())
    return None if found is None else f"{found[0]:04d}-{found[1]:02d}"


def periods(names: Sequence[str]) -> tuple[Spread, dict[str, str]] | None:
    """The headers that are years, else those that are months, if there are several."""
    for spread, label in (("year", year_label), ("month", month_label)):
        found = {name: text for name in names if (text := label(name)) is not None}
        if len(found) >= _AT_LEAST_PERIODS:
            return ("year" if spread == "year" else "month"), found
    return None


def detect(
    names: Sequence[str], declared: Contract, mapping: Mapping[str, str | None], references: References
) -> Wide | None:
    """How the file is spread, if it is: the table's value and one of its keys have no column of their own.

    ``mapping`` has None for the columns of the table that no column of the file holds.
    """
    if not any(column.name == VALUE for column in declared.columns) or mapping.get(VALUE) is not None:
        return None
    used = {name for name in mapping.values() if name is not None}
    free = [name for name in names if name not in used]
    open_keys = [declared.column(name) for name in declared.key if mapping.get(name) is None]
    found = periods(free)
    wanted = {"year": ColumnType.YEAR, "month": ColumnType.MONTH}
    for key in open_keys:
        if found is not None and key.type is wanted[found[0]]:
            return Wide(found[0], key.name, tuple(found[1]), tuple(found[1].values()))
    # A header that names a column of the table, such as geo, is no value of one of its keys (Georgia).
    declared_names = {
        normalised(name) for c in declared.columns for name in (c.name, header_in(c.name, "fr"), *c.aliases)
    }
    for key in open_keys:
        unclaimed = (name for name in free if normalised(name) not in declared_names)
        labels = {name: code for name in unclaimed if (code := _named(name, key, references)) is not None}
        if labels:
            return Wide("name", key.name, tuple(labels), tuple(labels.values()))
    return None


def _named(header: str, key: Column, references: References) -> str | None:
    """The code a header stands for: by itself, by its name, or by its first word (O1 - Downtime)."""
    if key.choices:
        allowed = {normalised(choice): choice for choice in key.choices}
        allowed |= {normalised(word): choice for word, choice in key.choice_aliases}
        return allowed.get(normalised(header))
    if key.references is None:
        return None
    bare = header.strip()
    if len(bare) <= _LONGEST_SHORT_CODE and bare.isalpha() and not bare.isupper():
        # Codes of countries are written in capitals; "no" and "id" are words.
        return None
    found = references.code(key.references, header)
    first = re.split(r"[\s_:.()–—-]", header.strip(), maxsplit=1)[0]
    if found is None and any(character.isdigit() for character in first):
        found = references.code(key.references, first)
    return found


@dataclass(frozen=True)
class LongTable:
    """One value a row: columns by their name in the table, and the row of the file each comes from."""

    columns: dict[str, Cells]
    rows: npt.NDArray[np.int64]


def long_table(raw: RawTable, mapping: Mapping[str, str | None], good: npt.NDArray[np.int64]) -> LongTable:
    """The mapped columns of a table that is long already; ``good`` are the rows to keep."""
    columns = {
        name: raw.column(header).cells().take(good) for name, header in mapping.items() if header is not None
    }
    return LongTable(columns, good)


def melted(
    raw: RawTable, mapping: Mapping[str, str | None], wide: Wide, good: npt.NDArray[np.int64]
) -> tuple[LongTable, int]:
    """The table brought to one value a row, and how many empty cells gave none.

    Raises
    ------
    FileRefused: more values than rows are allowed
    """
    parts = [raw.column(name).cells().take(good) for name in wide.columns]
    filled = [np.flatnonzero(~part.missing()[part.codes]) for part in parts]
    total = sum(rows.size for rows in filled)
    if total > MAX_ROWS:
        raise refuse("too_many_rows", limit=MAX_ROWS)
    origin = np.repeat(np.arange(len(parts), dtype=np.int32), [rows.size for rows in filled])
    rows = np.concatenate(filled)
    # In the order of the file: line by line, and from left to right within a line.
    order = np.lexsort((origin, rows))
    rows, origin = rows[order], origin[order]
    values = _joined(parts, filled, order, origin, wide)
    base = long_table(raw, mapping, good)
    columns = {name: cells.take(rows) for name, cells in base.columns.items()}
    columns[VALUE] = values
    labels = pa.array(wide.labels, pa.string())
    columns[wide.into] = Cells(
        wide.into, labels, origin, np.zeros(len(labels), dtype=bool), wide.columns, origin
    )
    return LongTable(columns, good[rows]), int(good.size * len(parts) - total)


def _joined(
    parts: Sequence[Cells],
    filled: Sequence[npt.NDArray[np.int64]],
    order: npt.NDArray[np.int64],
    origin: npt.NDArray[np.int32],
    wide: Wide,
) -> Cells:
    """The values of all the spread columns as one column."""
    offsets = np.cumsum([0, *(len(part.texts) for part in parts[:-1])])
    shifted = [
        part.codes[rows].astype(np.int64) + offset
        for part, rows, offset in zip(parts, filled, offsets, strict=True)
    ]
    return Cells(
        VALUE,
        pa.concat_arrays([part.texts for part in parts]),
        np.concatenate(shifted)[order].astype(np.int32),
        np.concatenate([part.typed for part in parts]),
        wide.columns,
        origin,
    )
