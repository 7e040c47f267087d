"""Every value of a long table held against its contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.contracts import Check, Column, ColumnType, Contract
from data.ingest.assembly import JudgedColumn
from data.ingest.cells import Cells, RawTable, give_back_memory
from data.ingest.dates import parse_dates, parse_years
from data.ingest.layout import LongTable
from data.ingest.messages import OWN_UNIT, Phrase
from data.ingest.numbers import Row, parse_numbers, unit_phrase
from data.ingest.parsed import Parsed
from data.ingest.problems import Findings, Mask, Notice, Rows
from data.ingest.reading import ReadOptions
from data.ingest.references import References
from data.ingest.words import parse_booleans, parse_choices, parse_items, parse_references, parse_text

_NUMERIC = (ColumnType.NUMBER, ColumnType.INTEGER)
_LARGEST_NUMBER = 2**62
_DATED = (ColumnType.DATE, ColumnType.MONTH, ColumnType.TIMESTAMP)


@dataclass(frozen=True)
class Circumstances:
    """All that validation depends on beside the file and the contract."""

    references: References
    today: date
    options: ReadOptions = field(default_factory=ReadOptions)


class Validation:
    """Holds a table against its contract, column by column, then row by row."""

    def __init__(
        self,
        declared: Contract,
        raw: RawTable,
        table: LongTable,
        circumstances: Circumstances,
        findings: Findings,
    ) -> None:
        self._contract = declared
        self._raw = raw
        self._table = table
        self._circumstances = circumstances
        self._findings = findings
        self._columns: dict[str, JudgedColumn] = {}
        self.notices: list[Notice] = []
        self.created: dict[str, dict[str, str]] = {}
        """New codes by the table they need a row in, with the names they were written by."""

    def run(self) -> dict[str, JudgedColumn]:
        """Note every problem; the columns as they were judged."""
        for column in self._contract.columns:
            cells = self._table.columns.get(column.name)
            if cells is not None:
                self._columns[column.name] = self._judge(column, cells)
                give_back_memory()
        for column in self._contract.columns:
            if column.limits_from is not None and column.name in self._columns:
                self._judge_limits(self._columns[column.name], column.limits_from)
        for check in self._contract.checks:
            self._judge_check(check)
        self._judge_keys()
        return self._columns

    def _note(
        self, rule: str, rows: Rows, column: JudgedColumn, parameters: Mapping[str, object] | None = None
    ) -> None:
        """Note a problem of one column that has the same parameters in every row."""
        self._findings.add(
            rule,
            self._table.rows[rows],
            rows,
            column.cells.column_of,
            column.cells.value_of,
            parameters or {},
        )

    def _parse(self, column: Column, cells: Cells) -> Parsed:
        options, today = self._circumstances.options, self._circumstances.today
        if column.type in _NUMERIC:
            return parse_numbers(cells, column, decimal=options.decimal)
        if column.type in _DATED:
            return parse_dates(
                cells,
                column.type,
                today=today,
                day_first=options.day_first,
                epoch_1904=self._raw.epoch_1904,
            )
        if column.type is ColumnType.YEAR:
            return parse_years(cells, today=today)
        if column.type is ColumnType.BOOLEAN:
            return parse_booleans(cells)
        if column.choices:
            return parse_choices(cells, column)
        if column.items:
            return parse_items(cells, column)
        if column.references:
            return parse_references(cells, column, self._circumstances.references)
        return parse_text(cells, column, code=column.name in self._contract.key)

    def _judge(self, column: Column, cells: Cells) -> JudgedColumn:
        parsed = self._parse(column, cells)
        _note_range(parsed, column)
        for rule, mask in parsed.wrong.items():
            self._note_texts(rule, mask, cells, parsed)
        judged = JudgedColumn(column, cells, parsed, ~(parsed.missing | parsed.bad)[cells.codes])
        if column.unit == "%":
            rows = np.flatnonzero(judged.usable)
            self._judge_fractions(judged, rows, np.zeros(rows.size))
        empty = np.flatnonzero(parsed.missing[cells.codes])
        if column.required and column.default is None:
            self._note("required", self._without_formula(empty, cells), judged)
        elif column.default is not None and empty.size:
            parameters = {"column": cells.name, "count": int(empty.size), "value": column.default}
            self.notices.append(Notice("defaults_filled", parameters))
        self.notices.extend(parsed.notices)
        if parsed.created and column.references:
            table = column.references.split(".")[0]
            self.created.setdefault(table, {}).update(parsed.created)
        return judged

    def _judge_fractions(self, column: JudgedColumn, rows: Rows, kinds: npt.NDArray[Any]) -> None:
        """Ask of rates, none of its kind beyond 1, whether the file shows them as percentages.

        Where a file does not say which cells it shows so, 0.05 is 5 % or 0.05 %: whoever wrote it knows.
        """
        told = self._circumstances.options.fractions
        if not self._raw.hides_percentages or told is False:
            return
        values = pd.Series(np.abs(column.values()[rows]))
        small = (values.groupby(kinds).transform("max") <= 1).to_numpy() & (values > 0).to_numpy()
        if told:
            column.fractions = np.zeros(column.usable.size, dtype=bool)
            column.fractions[rows[small]] = True
            return
        shown = column.values()
        self._findings.add(
            "percent_hidden",
            self._table.rows[rows[small]],
            rows[small],
            column.cells.column_of,
            column.cells.value_of,
            lambda row: {"as_shown": round(100 * float(shown[row]), 10), "as_held": float(shown[row])},
        )

    def _without_formula(self, rows: Rows, cells: Cells) -> Rows:
        """Rows whose cell is empty for another reason than a formula that was never calculated."""
        noted = {(row, header) for row, header, _ in self._raw.uncalculated}
        if not noted:
            return rows
        kept = [(int(self._table.rows[row]), cells.column_of(int(row))) not in noted for row in rows]
        found: Rows = rows[np.array(kept, dtype=bool)]
        return found

    def _note_texts(self, rule: str, mask: Mask, cells: Cells, parsed: Parsed) -> None:
        rows = np.flatnonzero(mask[cells.codes])
        given = parsed.parameters[rule]

        def parameters(row: int) -> Mapping[str, object]:
            found = given(cells.value_of(row)) if callable(given) else given
            return {name: self._located(value) for name, value in found.items()}

        self._findings.add(rule, self._table.rows[rows], rows, cells.column_of, cells.value_of, parameters)

    def _located(self, value: object) -> object:
        """A row position as the line it stands on; anything else as it is."""
        if isinstance(value, Row):
            return str(self._raw.lines[self._table.rows[value.position]])
        return value

    def _judge_limits(self, column: JudgedColumn, catalogue: str) -> None:
        """Hold each value against the limits of the indicator in its row."""
        limits = self._circumstances.references.limits.get(catalogue)
        key = self._columns.get(self._key_of(catalogue))
        if limits is None or key is None:
            return
        usable = np.flatnonzero(column.usable & key.usable)
        codes, values = key.values()[usable], column.values()[usable]
        row = limits.index.get_indexer(pd.Index(codes, dtype=object))
        usable, codes, values, row = (a[row >= 0] for a in (usable, codes, values, row))
        in_percent = np.zeros(usable.size, dtype=bool)
        if "unit" in limits:
            in_percent = limits["unit"].astype("str").str.contains("%", regex=False).to_numpy(dtype=bool)[row]
            self._judge_fractions(column, usable[in_percent], codes[in_percent])
            values = column.values()[usable]

        def parameters(name: str) -> Any:
            return lambda key: described(name, int(row[np.searchsorted(usable, key)]))

        @cache
        def described(name: str, entry: int) -> Mapping[str, object]:
            bound = float(limits[name].iloc[entry]) if name in ("minimum", "maximum") else ""
            unit = _catalogue_unit(limits, entry)
            return {"indicator": limits.index[entry], "limit": bound, "unit": unit}

        found: list[tuple[str, str, Mask]] = []
        for name, beyond in (("minimum", np.less), ("maximum", np.greater)):
            if name in limits:
                bounds = limits[name].to_numpy(dtype=np.float64, na_value=np.nan)[row]
                found.append((f"limit_{name}", name, beyond(values, bounds)))
        if "count" in limits:
            counts = limits["count"].to_numpy(dtype=bool)[row]
            found.append(("limit_whole", "count", counts & (values != np.floor(values))))
        if "unit" in limits and column.parsed.percent is not None:
            signed = column.parsed.percent[column.cells.codes][usable]
            found.append(("percent_sign", "unit", signed & ~in_percent))
        for rule, name, mask in found:
            rows = usable[mask]
            self._findings.add(
                rule,
                self._table.rows[rows],
                rows,
                column.cells.column_of,
                column.cells.value_of,
                parameters(name),
            )

    def _key_of(self, catalogue: str) -> str:
        """The column of this table that refers to a catalogue."""
        for column in self._contract.columns:
            if column.references and column.references.split(".")[0] == catalogue:
                return column.name
        return ""

    def _judge_check(self, check: Check) -> None:
        """Hold the rows in which all columns of a check have values against it."""
        if not all(name in self._columns for name in check.columns):
            return
        columns = [self._columns[name] for name in check.columns]
        rows = np.flatnonzero(np.logical_and.reduce([column.usable for column in columns]))
        if not rows.size:
            return
        frame = pd.DataFrame({column.declared.name: _plain(column.values()[rows]) for column in columns})
        kept = np.asarray(frame.eval(check.expression, engine="python"), dtype=bool)
        broken = rows[~kept]
        headers = [column.cells.column_of for column in columns]
        values = [column.cells.value_of for column in columns]
        self._findings.add(
            "check",
            self._table.rows[broken],
            broken,
            lambda row: ", ".join(header(row) for header in headers),
            lambda row: " / ".join(value(row) for value in values),
            lambda row: {
                "meaning": Phrase(check.meaning_fr, check.meaning_en),
                "columns": [f"{h(row)} = {v(row)}" for h, v in zip(headers, values, strict=True)],
            },
        )

    def _judge_keys(self) -> None:
        """Every later row with the key of an earlier one, both lines named."""
        absent = [name for name in self._contract.key if name not in self._columns]
        if any(self._contract.column(name).default is None for name in absent):
            # Half a key would call different things the same; the missing column is noted elsewhere.
            return
        columns = [self._columns[name] for name in self._contract.key if name in self._columns]
        # An empty cell that a default fills takes part in the key; one that breaks a rule does not.
        rows = np.flatnonzero(np.logical_and.reduce([c.usable | self._defaulted(c) for c in columns]))
        keys = pd.Series(_combined([self._key_codes(column)[rows] for column in columns]), index=rows)
        again = keys[keys.duplicated()]
        first = keys[keys.isin(again)].drop_duplicates()
        earlier = dict(zip(first.tolist(), first.index.tolist(), strict=True))
        names = [column.declared.name for column in columns]

        def parameters(row: int) -> Mapping[str, object]:
            before = earlier[again.loc[row]]
            return {"first_line": str(self._raw.lines[self._table.rows[before]]), "key": names}

        repeated = again.index.to_numpy(dtype=np.int64)
        self._findings.add(
            "duplicate_key",
            self._table.rows[repeated],
            repeated,
            lambda row: ", ".join(dict.fromkeys(column.cells.column_of(row) for column in columns)),
            lambda row: ", ".join(
                column.cells.value_of(row) or str(column.declared.default) for column in columns
            ),
            parameters,
        )

    def _defaulted(self, column: JudgedColumn) -> Mask:
        missing = column.parsed.missing[column.cells.codes]
        return missing if column.declared.default is not None else np.zeros_like(missing)

    def _key_codes(self, column: JudgedColumn) -> npt.NDArray[np.int64]:
        """A number for each row's value: two texts for the same month have the same one."""
        values = column.parsed.values
        if column.declared.default is not None:
            values = (
                values if column.parsed.texts is None else np.array(column.parsed.texts.to_pylist(), object)
            )
            values = np.where(column.parsed.missing, column.declared.default, values.astype(object))
        numbers, _ = pd.factorize(values)
        return numbers.astype(np.int64)[column.cells.codes]


def _combined(codes: Sequence[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    """One number a row that is the same exactly where all the codes are."""
    combined = np.zeros(codes[0].size, dtype=np.int64)
    distinct = 1
    for column in codes:
        size = int(column.max(initial=0)) + 1
        if distinct * size >= _LARGEST_NUMBER:
            numbers, found = pd.factorize(combined)
            combined, distinct = numbers.astype(np.int64), len(found)
        combined = combined * size + column
        distinct *= size
    return combined


def _plain(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return values.astype("datetime64[us]") if values.dtype.kind == "M" else values.astype(np.float64)


def _note_range(parsed: Parsed, column: Column) -> None:
    """Values below or above what the column allows."""
    if column.type not in (*_NUMERIC, ColumnType.YEAR):
        return
    unit = unit_phrase(column)
    with np.errstate(invalid="ignore"):
        if column.minimum is not None:
            below = parsed.values < column.minimum
            parsed.note("minimum", below, {"limit": _bound(column, column.minimum), "unit": unit})
        if column.maximum is not None:
            above = parsed.values > column.maximum
            parsed.note("maximum", above, {"limit": _bound(column, column.maximum), "unit": unit})


def _bound(column: Column, limit: float) -> object:
    """A limit as it is shown: a year is not a quantity and takes no thousands separator."""
    return str(int(limit)) if column.type is ColumnType.YEAR else limit


def _catalogue_unit(limits: pd.DataFrame, position: int) -> Phrase:
    if "unit" not in limits:
        return OWN_UNIT
    english = str(limits["unit"].iloc[position])
    french = str(limits["unit_fr"].iloc[position]) if "unit_fr" in limits else english
    return Phrase(french, english)
