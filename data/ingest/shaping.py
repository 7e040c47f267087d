"""From a file's own columns to the columns of a table, one value a row."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from data.contracts import CONTRACTS, Column, ColumnType, Contract
from data.ingest.cells import SPACES, Cells, RawTable, constant_cells, normalised
from data.ingest.layout import VALUE, LongTable, Wide, detect, long_table, melted
from data.ingest.mapping import Mapped, check_mapping, suggest
from data.ingest.messages import Phrase
from data.ingest.problems import Findings, Notice, Problem
from data.ingest.references import References
from data.ingest.units import declared_unit, factor, header_units, parse_unit

_LONGEST_UNIT = 80
_FEWEST_OF_A_TABLE = 2
_MOST_REMARKS = 30
_NUMERIC = (ColumnType.NUMBER, ColumnType.INTEGER)


def _known_units() -> frozenset[str]:
    declared = (column for table in CONTRACTS.values() for column in table.columns)
    return frozenset(normalised(unit) for c in declared for unit in (c.unit, c.unit_fr) if unit)


@dataclass(frozen=True)
class Shape:
    """How the columns of a file fill a table."""

    declared: Contract
    columns: Mapped
    constants: Mapping[str, str]
    wide: Wide | None
    undecided: frozenset[str] = frozenset()
    """Names above several columns, one of which would be read if it were the only one."""

    @property
    def read(self) -> frozenset[str]:
        """Columns of the file that are read."""
        return frozenset(c for c in (*self.columns.values(), *(self.wide.columns if self.wide else ())) if c)


def shape(
    raw: RawTable,
    declared: Contract,
    mapping: Mapping[str, str | None] | None,
    constants: Mapping[str, str],
    references: References,
) -> Shape:
    """Choose the columns to read; a constant goes before a column of the same meaning.

    Raises
    ------
    FileRefused: a mapping that cannot be followed
    """
    chosen = suggest(raw.names, declared) if mapping is None else check_mapping(mapping, raw.names, declared)
    columns = {column: None if column in constants else header for column, header in chosen.items()}
    settled = columns | {name: name for name in constants}
    wide = detect(raw.names, declared, settled, references)
    # A user who chose the columns may well leave an optional one aside.
    asked = [c.name for c in declared.columns if mapping is None or (c.required and c.default is None)]
    undecided = _undecided(raw, declared, settled, references, asked) if raw.repeated else frozenset()
    return Shape(declared, columns, constants, wide, undecided)


def _undecided(
    raw: RawTable,
    declared: Contract,
    settled: Mapping[str, str | None],
    references: References,
    asked: Sequence[str],
) -> frozenset[str]:
    told_apart = {new: name for name, several in raw.repeated.items() for new in several}
    plain = list(dict.fromkeys(told_apart.get(name, name) for name in raw.names))
    completed = {name: header or suggest(plain, declared)[name] for name, header in settled.items()}
    wanted = {header for name, header in completed.items() if header and not settled[name] and name in asked}
    wide = detect(plain, declared, completed, references)
    return frozenset(wanted | set(wide.columns if wide else ()))


def check_constants(constants: Mapping[str, str], declared: Contract) -> dict[str, str]:
    """The constants that say something.

    Raises
    ------
    ValueError: a constant for a column that the table does not have
    """
    columns = [column.name for column in declared.columns]
    for name in constants:
        if name not in columns:
            allowed = ", ".join(columns)
            raise ValueError(f"constants: {name!r} is not a column of {declared.name}; allowed are {allowed}")
    return {name: value for name, value in constants.items() if value.strip(SPACES)}


def sound_rows(
    raw: RawTable, shaped: Shape, findings: Findings, notices: list[Notice]
) -> npt.NDArray[np.int64]:
    """Rows that can be judged cell by cell: of the right length, and not a line of units."""
    sound = np.ones(raw.row_count, dtype=bool)
    units = _unit_row(raw, shaped)
    if units:
        sound[0] = False
        shown = list(dict.fromkeys(units.values()))
        notices.append(Notice("unit_line_skipped", {"at_line": str(raw.lines[0]), "units": shown}))
    remarks = _remarks(raw)
    if remarks:
        sound[remarks] = False
        notices.append(Notice("remarks_left_out", {"lines": [str(raw.lines[row]) for row in remarks]}))
    _note_ragged(raw, findings, frozenset(remarks))
    sound[list(raw.ragged)] = False
    uncalculated = [cell for cell in raw.uncalculated if cell[1] in shaped.read]
    _note_formulas(uncalculated, findings)
    return np.flatnonzero(sound)


def _remarks(raw: RawTable) -> list[int]:
    """Rows below the last one of data that hold a sentence in their first cell and nothing else."""
    found: list[int] = []
    if len(raw.columns) < _FEWEST_OF_A_TABLE:
        return found
    for row in range(raw.row_count - 1, max(-1, raw.row_count - 1 - _MOST_REMARKS), -1):
        first, *others = ((column.text[row].as_py() or "").strip(SPACES) for column in raw.columns)
        sentence = any(map(str.isalpha, first)) and (" " in first or first[:1] in "(*")
        if any(others) or not sentence:
            break
        found.insert(0, row)
    return found if len(found) < raw.row_count else []


def _note_ragged(raw: RawTable, findings: Findings, remarks: frozenset[int]) -> None:
    width = len(raw.columns)
    ragged = {row: count for row, count in raw.ragged.items() if row not in remarks}
    rows = np.fromiter(ragged.keys(), dtype=np.int64)
    found = np.fromiter(ragged.values(), dtype=np.int64)
    for rule, mask in (("too_few_cells", found < width), ("too_many_cells", found > width)):
        findings.add(rule, rows[mask], parameters=lambda row: {"found": raw.ragged[row], "expected": width})


def _note_formulas(cells: Sequence[tuple[int, str, str]], findings: Findings) -> None:
    """Note formula cells without a result; a row may have several."""
    findings.add(
        "formula_without_value",
        np.array([row for row, _, _ in cells], dtype=np.int64),
        np.arange(len(cells), dtype=np.int64),
        column_of=lambda key: cells[key][1],
        parameters=lambda key: {"cell": cells[key][2]},
    )


def _numeric_headers(shaped: Shape) -> dict[str, Column]:
    """The columns of the file that hold numbers, and what the contract says of them."""
    found = {
        header: shaped.declared.column(name)
        for name, header in shaped.columns.items()
        if header and shaped.declared.column(name).type in _NUMERIC
    }
    spread = shaped.wide.columns if shaped.wide else ()
    return found | {header: shaped.declared.column(VALUE) for header in spread}


def _unit_row(raw: RawTable, shaped: Shape) -> dict[str, str]:
    """The units that the first row gives under the header, if it does: words of measure for numbers."""
    texts = {
        header: text
        for header in _numeric_headers(shaped)
        if (text := (raw.column(header).text[0].as_py() or "").strip(SPACES)[:_LONGEST_UNIT])
    }
    known = _known_units()
    measures = all(
        not text.replace(" ", "").isdigit()
        and (parse_unit(text) is not None or normalised(text) in known or _bracketed(text))
        for text in texts.values()
    )
    return texts if measures else {}


def _bracketed(text: str) -> bool:
    return text[:1] in "([" and text[-1:] in ")]" and not any(character.isdigit() for character in text)


def convert_units(
    raw: RawTable, shaped: Shape, table: LongTable, references: References, findings: Findings
) -> LongTable:
    """The table with what its numbers are multiplied by, where the file's units are not the contract's.

    A unit of another kind, or one that cannot be compared, is noted as a problem: a figure in the wrong
    unit looks like any other.
    """
    rows = _unit_row(raw, shaped)
    factors: dict[str, Fraction] = {}
    units: dict[str, str] = {}
    for header, column in _numeric_headers(shaped).items():
        given = [text for text in header_units(header) if parse_unit(text) is not None]
        given += [rows[header]] if header in rows else []
        if not given:
            continue
        allowed = _allowed_units(column, header, shaped, table, references)
        found = {_factor(text, allowed) for text in given}
        if len(found) == 1 and None not in found:
            factors[header], units[header] = next(iter(found)) or Fraction(1), given[0]
            continue
        line = int(raw.lines[0]) if header in rows else None
        shown = " / ".join(dict.fromkeys(given))
        parameters = {"declared": Phrase(*(", ".join(sorted(each)) for each in _named_units(allowed)))}
        findings.add_whole_file(Problem(line, header, shown, "unit_mismatch", parameters))
    columns = dict(table.columns)
    for name, cells in table.columns.items():
        headers = cells.names if cells.origin is not None and name == VALUE else (cells.name,)
        own = tuple(factors.get(header, Fraction(1)) for header in headers)
        if any(each != 1 for each in own) and name not in shaped.constants:
            shown = ", ".join(dict.fromkeys(units[h] for h in headers if factors.get(h, 1) != 1))
            columns[name] = dataclasses.replace(cells, factors=own, unit=shown)
    return LongTable(columns, table.rows)


def _factor(text: str, allowed: Sequence[tuple[str, str]]) -> Fraction | None:
    """What a value in a unit is multiplied by; None where it is of another kind than the allowed ones."""
    given, same = parse_unit(text), normalised(text)
    if not allowed or any(same in (normalised(french), normalised(english)) for french, english in allowed):
        return Fraction(1)
    if given is None:
        # Brackets with words that are no measure say nothing of the unit.
        return Fraction(1) if _bracketed(text) else None
    found = {
        factor(given, declared)
        for names in allowed
        if (declared := declared_unit((names[1], names[0]))) is not None
    }
    if len(allowed) > 1:
        # Rows of several indicators: the unit is that of some of them, and no conversion fits all.
        return Fraction(1) if 1 in found else None
    return next(iter(found), None)


def _allowed_units(
    column: Column, header: str, shaped: Shape, table: LongTable, references: References
) -> list[tuple[str, str]]:
    """The units, in French and English, that values under a header have; none where the contract has none."""
    if column.limits_from is None:
        return [(column.unit_fr or column.unit, column.unit)] if column.unit else []
    limits = references.limits.get(column.limits_from)
    if limits is None or "unit" not in limits:
        return []
    wide = shaped.wide
    codes = set(limits.index)
    if wide is not None and wide.spread == "name" and header in wide.columns:
        codes = {wide.labels[wide.columns.index(header)]}
    else:
        key = next(
            (
                c
                for c in shaped.declared.columns
                if c.references and c.references.startswith(column.limits_from + ".")
            ),
            None,
        )
        cells = table.columns.get(key.name) if key else None
        if cells is not None and key is not None and key.references:
            there = (references.code(key.references, text) for text in cells.texts.to_pylist())
            codes = {code for code in there if code is not None}
    chosen = limits[limits.index.isin(codes)]
    french = chosen["unit_fr"] if "unit_fr" in chosen else chosen["unit"]
    return sorted(set(zip(french.astype(str), chosen["unit"].astype(str), strict=True)))


def _named_units(allowed: Sequence[tuple[str, str]]) -> tuple[set[str], set[str]]:
    return {french for french, _ in allowed}, {english for _, english in allowed}


def to_long(raw: RawTable, shaped: Shape, good: npt.NDArray[np.int64], notices: list[Notice]) -> LongTable:
    """The table with one value a row, its constants filled in.

    Raises
    ------
    FileRefused: more values than rows are allowed
    """
    if shaped.wide is None:
        table = long_table(raw, shaped.columns, good)
    else:
        table, empty = melted(raw, shaped.columns, shaped.wide, good)
        notices.append(shaped.wide.notice())
        if empty:
            notices.append(Notice("empty_cells", {"count": empty}))
    filled: dict[str, Cells] = {
        name: constant_cells(name, value, table.rows.size) for name, value in shaped.constants.items()
    }
    return LongTable({**table.columns, **filled}, table.rows)


def absent_columns(raw: RawTable, shaped: Shape, table: LongTable) -> list[Problem]:
    """Required columns that nothing fills, and repeated ones of which nobody chose one."""
    needed = _repeated(raw, shaped)
    if needed:
        return needed
    return [
        Problem(
            None,
            column.name,
            None,
            "column_missing",
            {"name": column.name, "meaning": meaning(column), "columns": list(raw.names)},
        )
        for column in shaped.declared.columns
        if column.required and column.default is None and column.name not in table.columns
    ]


def _repeated(raw: RawTable, shaped: Shape) -> list[Problem]:
    """Names above several columns that would be read if they stood above one."""
    return [
        Problem(
            None,
            name,
            None,
            "header_duplicate",
            {
                "name": name,
                "count": len(several),
                "positions": [new.rsplit(" ", 1)[1] for new in several],
            },
        )
        for name, several in raw.repeated.items()
        if name in shaped.undecided
    ]


def meaning(column: Column) -> Phrase:
    """What a column means, in both languages."""
    return Phrase(column.meaning_fr, column.meaning_en)


def unused_columns(raw: RawTable, shaped: Shape, flags: str | None = None) -> list[Notice]:
    """A word on the columns that are not read; ``flags`` is one whose content is kept in notes."""
    left = [column for column in raw.columns if column.name not in shaped.read and column.name != flags]
    if not left:
        return []
    names = [column.name for column in left]
    cells = sum(column.filled() for column in left)
    return [Notice("columns_unused", {"count": len(left), "columns": names, "cells": cells})]
