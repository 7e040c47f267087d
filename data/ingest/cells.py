"""A table as read from a file: text cells, where they stood, and nothing judged yet."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.ingest.problems import Notice

SPACES = " \t\r\n\u00a0\u2007\u2009\u202f\ufeff\u200b"
"""What surrounds a value without belonging to it, the no-break spaces of French figures included."""

_CLOSED_BY = {"(": ")", "[": "]"}
_LONGEST_COMPARED = 500
"""Characters of a name that are compared; to put the accents of a longer one in order takes its square."""
MISSING_TOKENS = frozenset(
    {
        "",
        "na",
        "n/a",
        "n.a.",
        "n.a",
        "nd",
        "n/d",
        "n.d.",
        "n.d",
        "..",
        "...",
        "…",
        "-",
        "--",
        "–",
        "—",
        "null",
        "none",
        "<na>",
        "nat",
    }
)


def as_mask(values: pa.Array) -> npt.NDArray[np.bool_]:
    """An Arrow array of truth values as numpy; null counts as false."""
    return np.asarray(values.fill_null(False).to_numpy(zero_copy_only=False), dtype=bool)


def give_back_memory() -> None:
    """Give back what Arrow has freed but keeps for later, so that a large file leaves no mark."""
    pa.default_memory_pool().release_unused()


def _without_brackets(text: str) -> str:
    """The text without what stands in brackets, read once from left to right."""
    last = {sign: text.rfind(sign) for sign in _CLOSED_BY.values()}
    kept: list[str] = []
    start = position = 0
    while position < len(text):
        closing = _CLOSED_BY.get(text[position])
        if closing is None or last[closing] < position:
            position += 1
            continue
        kept += [text[start:position], " "]
        start = position = text.index(closing, position) + 1
    return "".join([*kept, text[start:]])


def normalised(text: str, *, brackets: bool = True) -> str:
    """A name to compare by: no case, accents or punctuation; ``brackets=False`` drops what they hold.

    Of a text longer than any name only the beginning counts.
    """
    text = text[:_LONGEST_COMPARED]
    bare = text if brackets else _without_brackets(text)
    plain = unicodedata.normalize("NFKD", bare).casefold().replace("&", " and ").replace("%", " percent ")
    kept = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


@dataclass(frozen=True)
class Cells:
    """One column of a table: the texts it holds, and which of them stands in each row.

    ``texts`` are stripped, and few where many rows say the same. ``typed`` marks those whose cells the
    file itself typed as numbers, dates or truth values; they are written in one way only (1234.5,
    2026-03-14), so that the conventions of the column do not apply to them. ``name`` is the header above
    the column; a column put together from several has their headers in ``names``, chosen by ``origin``.
    """

    name: str
    texts: pa.StringArray
    codes: npt.NDArray[np.int32]
    typed: npt.NDArray[np.bool_]
    names: tuple[str, ...] = ()
    origin: npt.NDArray[np.int32] | None = None
    factors: tuple[Fraction, ...] = ()
    """What numbers are multiplied by to be in the contract's unit, by column of ``names``; empty for 1."""
    unit: str = ""
    """The unit that the file gives, where numbers are converted."""

    def column_of(self, row: int) -> str:
        """The header above the cell of a row."""
        return self.name if self.origin is None else self.names[int(self.origin[row])]

    def factors_of_texts(self) -> list[Fraction]:
        """What the number of each text is multiplied by."""
        if not self.factors:
            return [Fraction(1)] * len(self.texts)
        if self.origin is None:
            return [self.factors[0]] * len(self.texts)
        # A text of a column put together belongs to one of its columns only.
        place = np.zeros(len(self.texts), dtype=np.int64)
        place[self.codes] = self.origin
        return [self.factors[i] for i in place.tolist()]

    def value_of(self, row: int) -> str:
        """The text of a row's cell."""
        return str(self.texts[int(self.codes[row])].as_py())

    def rows_of_texts(self) -> npt.NDArray[np.int64]:
        """In how many rows each text stands."""
        return np.bincount(self.codes, minlength=len(self.texts))

    def missing(self, meaningful: Collection[str] = ()) -> npt.NDArray[np.bool_]:
        """Which texts stand for no value; those in ``meaningful`` (lower case) never do."""
        tokens = pa.array(sorted(MISSING_TOKENS.difference(meaningful)), pa.string())
        return as_mask(pc.is_in(pc.utf8_lower(self.texts), value_set=tokens))

    def take(self, rows: npt.NDArray[np.int64]) -> Cells:
        """The same column for a choice of rows, in that order."""
        return replace(
            self, codes=self.codes[rows], origin=None if self.origin is None else self.origin[rows]
        )


def constant_cells(name: str, value: str, rows: int) -> Cells:
    """A column with one value everywhere."""
    texts = pa.array([value.strip(SPACES)], pa.string())
    return Cells(name, texts, np.zeros(rows, dtype=np.int32), np.zeros(1, dtype=bool))


@dataclass(frozen=True)
class RawColumn:
    """A column as it stands in the file; ``native`` marks the cells that the file itself typed."""

    name: str
    text: pa.ChunkedArray
    native: npt.NDArray[np.bool_] | None = None

    def cells(self) -> Cells:
        """The column with its texts stripped and kept once each."""
        encoded = pc.dictionary_encode(self.text.fill_null("")).combine_chunks()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = pa.array([], pa.string()).dictionary_encode()
        texts, codes = encoded.dictionary, np.asarray(encoded.indices, dtype=np.int32)
        trimmed = pc.utf8_trim(texts, SPACES)
        if not trimmed.equals(texts):
            stripped = trimmed.dictionary_encode()
            texts, codes = stripped.dictionary, np.asarray(stripped.indices, dtype=np.int32)[codes]
        if self.native is None:
            return Cells(self.name, texts, codes, np.zeros(len(texts), dtype=bool))
        # The same text may stand in cells of both sorts, and mean two things.
        kept, codes = np.unique(codes * np.int64(2) + self.native, return_inverse=True)
        return Cells(self.name, texts.take(pa.array(kept // 2)), codes.astype(np.int32), kept % 2 == 1)

    def filled(self) -> int:
        """How many cells of the column hold something."""
        if not len(self.text):
            return 0
        there = pc.not_equal(pc.utf8_trim(self.text.fill_null(""), SPACES), "")
        return int(pc.sum(there).as_py() or 0)

    def is_blank(self) -> bool:
        """Whether no cell of the column holds anything."""
        if not len(self.text):
            return True
        return not pc.any(pc.not_equal(pc.utf8_trim(self.text.fill_null(""), SPACES), "")).as_py()


@dataclass(frozen=True)
class RawTable:
    """What a file holds: columns under their header, and the line each row stood on."""

    columns: tuple[RawColumn, ...]
    lines: npt.NDArray[np.int32]
    format: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    epoch_1904: bool = False
    ragged: Mapping[int, int] = field(default_factory=dict)
    """Rows with another number of cells than the header, and that number."""
    repeated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names that stand above several columns, and the names by which these are told apart."""
    uncalculated: tuple[tuple[int, str, str], ...] = ()
    """Formula cells without a stored result: row position, column name, cell address."""
    notices: tuple[Notice, ...] = field(default_factory=tuple)

    @property
    def names(self) -> tuple[str, ...]:
        """The headers, in the order of the file."""
        return tuple(column.name for column in self.columns)

    @property
    def hides_percentages(self) -> bool:
        """Whether nothing says which of its numbers are shown as percentages."""
        return any(notice.code == "format_hides" for notice in self.notices)

    @property
    def row_count(self) -> int:
        """Rows of data."""
        return int(self.lines.size)

    def column(self, name: str) -> RawColumn:
        """The column under a header; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
