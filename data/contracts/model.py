"""The vocabulary in which a table is declared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Where a value comes from; shown beside every number."""

    OBSERVED = "observed"
    DERIVED = "derived"
    ASSUMED = "assumed"
    SYNTHETIC = "synthetic"


class ColumnType(StrEnum):
    """The types a banker's file can hold. MONTH is stored as the first day of the month."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    MONTH = "month"
    YEAR = "year"
    TIMESTAMP = "timestamp"


@dataclass(frozen=True)
class Column:
    """One column of a contract.

    ``unit`` is None for text and keys. ``minimum`` and ``maximum`` are inclusive. ``references`` names
    ``table.column``, whose values are the only ones allowed. ``aliases`` are header names met in
    other people's files, compared without case, accents and punctuation.

    ``default`` fills an empty cell and lets a file do without the column. ``unit_fr`` is None where the
    unit reads the same in French. ``money`` is stored exactly, in hundredths. ``choice_aliases`` pairs a
    word met in files with the choice it means. ``limits_from`` names a catalogue table whose
    ``minimum`` and ``maximum`` bound each value, looked up by the column named as the catalogue's key.
    ``meaningful`` are words that stand for no value elsewhere (none) and are values of this free text.
    ``items``: the cell lists some of these codes, kept in their order with spaces between.
    """

    name: str
    type: ColumnType
    meaning_en: str
    meaning_fr: str
    unit: str | None = None
    required: bool = True
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    references: str | None = None
    max_length: int = 400
    aliases: tuple[str, ...] = ()
    example: str = ""
    default: str | None = None
    unit_fr: str | None = None
    money: bool = False
    choice_aliases: tuple[tuple[str, str], ...] = ()
    limits_from: str | None = None
    meaningful: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Check:
    """A rule between the columns of one row.

    ``expression`` uses column names, arithmetic, comparisons and parentheses only, so that SQL and
    ``DataFrame.eval`` read it alike. It is not judged where one of ``columns`` is missing.
    """

    expression: str
    columns: tuple[str, ...]
    meaning_en: str
    meaning_fr: str


@dataclass(frozen=True)
class Contract:
    """One table: its columns, its key and what it is for. ``importable``: users may load it."""

    name: str
    title_en: str
    title_fr: str
    meaning_en: str
    meaning_fr: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    importable: bool = False
    checks: tuple[Check, ...] = ()

    def column(self, name: str) -> Column:
        """The column called ``name``; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
