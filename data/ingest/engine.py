"""Preview and validation of one file for one table."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.contracts import Contract, contract
from data.ingest import own_names, statistical
from data.ingest.assembly import assemble
from data.ingest.cells import SPACES, RawTable, as_mask, give_back_memory
from data.ingest.detection import by_values, matches_any
from data.ingest.layout import Wide, detect, periods
from data.ingest.limits import PREVIEW_ROWS
from data.ingest.mapping import Mapped, header_matches, suggest
from data.ingest.numbers import convention, written
from data.ingest.parquet import read_frame
from data.ingest.problems import FileRefused, Findings, Notice, Problem
from data.ingest.reading import ReadOptions, read
from data.ingest.references import References, load_references
from data.ingest.report import Outcome, Report, make_report, refused
from data.ingest.shaping import (
    absent_columns,
    check_constants,
    convert_units,
    shape,
    sound_rows,
    to_long,
    unused_columns,
)
from data.ingest.sniff import base_name
from data.ingest.templates import example_frame
from data.ingest.validation import Circumstances, Validation
from data.ingest.workspace import remembered_mapping

LONG = "long"


@dataclass(frozen=True)
class Preview:
    """A file as it was understood, before anything is judged.

    ``problem`` says why it could not be read, when it could not; the rest is then empty. ``decimal`` is
    None where no number of the first rows tells. ``unknown`` holds, by column of the table, names that stand
    for no code. Where ``hides_percentages``, nothing tells 5 % from 0.05.
    ``layout`` is ``"long"``, ``"wide by year"``,
    ``"wide by month"`` or ``"wide by <column>"``; ``spread`` are then the columns that hold the values.
    """

    filename: str
    columns: tuple[str, ...] = ()
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    row_count: int = 0
    layout: str = LONG
    spread: tuple[str, ...] = ()
    format: str = ""
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    notes: tuple[Notice, ...] = ()
    problem: Problem | None = None
    unknown: tuple[tuple[str, tuple[str, ...]], ...] = ()
    hides_percentages: bool = False

    @property
    def ok(self) -> bool:
        """Whether the file could be read."""
        return self.problem is None


def preview(
    content: bytes,
    filename: str,
    *,
    table: str | None = None,
    options: ReadOptions | None = None,
    references: References | None = None,
) -> Preview:
    """Read a file and say how it was understood. Never fails: see ``Preview.problem``.

    Parameters
    ----------
    content, filename : the file; of the name only the last part counts
    table : what the file is about, where that is known: it helps to find the header and the sheet
    options : what the user says of the file
    references : codes by which columns can be named; those of the demonstration when not given
    """
    declared = None if table is None else contract(table)
    name = base_name(filename)
    try:
        matches = header_matches(declared) if declared else matches_any()
        raw = read(content, name, options or ReadOptions(), matches)
    except FileRefused as refusal:
        return Preview(name, problem=refusal.problems[0])
    wide = _spread(raw, declared, references)
    first = np.arange(min(PREVIEW_ROWS, raw.row_count))
    rows = {column.name: column.text.take(first).to_pylist() for column in raw.columns}
    return Preview(
        name,
        raw.names,
        pd.DataFrame(rows, dtype="str"),
        raw.row_count,
        _layout_name(raw, wide),
        wide.columns if wide else (),
        raw.format,
        raw.encoding,
        raw.delimiter,
        _decimal_sign(raw),
        raw.sheet,
        raw.sheets,
        (*raw.notices, *((wide.notice(),) if wide else ())),
        unknown=_unknown(raw, declared, references),
        hides_percentages=raw.hides_percentages,
    )


def _unknown(raw: RawTable, declared: Contract | None, references: References | None) -> own_names.Unknown:
    if declared is None:
        return ()
    mapping = suggest(raw.names, declared)
    return own_names.unknown_names(raw, declared, mapping, references or load_references())


def _spread(raw: RawTable, declared: Contract | None, references: References | None) -> Wide | None:
    if declared is None:
        return None
    return detect(raw.names, declared, suggest(raw.names, declared), references or load_references())


def _layout_name(raw: RawTable, wide: Wide | None) -> str:
    if wide is not None:
        return f"wide by {wide.into if wide.spread == 'name' else wide.spread}"
    found = periods(raw.names)
    return f"wide by {found[0]}" if found else LONG


def _decimal_sign(raw: RawTable) -> str | None:
    """The decimal sign that the first numbers of the file show, if they do."""
    if raw.format != "CSV":
        return None
    shown = [pc.utf8_trim(column.text[:1000].fill_null(""), SPACES) for column in raw.columns]
    texts = pa.concat_arrays([chunk for column in shown for chunk in column.chunks])
    numbers = written(texts)
    separated = as_mask(pc.match_substring_regex(numbers.core, "[.,]"))
    found = convention(numbers, separated.astype(np.int64), whole=False, asked=None)
    told = separated & (numbers.read_as(".") ^ numbers.read_as(","))
    return found.decimal if told.any() else None


def suggest_mapping(
    preview: Preview, table: str, workspace: str | None = None, references: References | None = None
) -> Mapped:
    """A column of the file for each column of the table; None where none fits.

    Parameters
    ----------
    preview : of the file
    table : what the file is about
    workspace : whose remembered choices go before names and aliases
    references : where given, a key is also found by its values, whatever its header
    """
    suggested = suggest(preview.columns, contract(table))
    if references is not None:
        suggested = by_values(preview.rows, contract(table), suggested, references)
    remembered = remembered_mapping(workspace, table, preview.columns) if workspace else None
    return suggested | remembered if remembered else suggested


def validate(
    content: bytes,
    filename: str,
    *,
    table: str,
    mapping: Mapping[str, str | None] | None = None,
    options: ReadOptions | None = None,
    constants: Mapping[str, str] | None = None,
    known: Mapping[str, Collection[str]] | References | None = None,
    today: date | None = None,
) -> Report:
    """Hold every value of a file against the contract of a table.

    Parameters
    ----------
    content, filename : the file
    table : name of the table it is for
    mapping : file column by table column; by name and alias when not given
    options : decimal sign, order of day and month, sheet, where the file does not tell
    constants : values that hold for every row, by table column, written as in a file
    known : codes by ``table.column`` that may be referred to; those of the demonstration when not given
    today : nothing later is accepted; the day of the call when not given

    Raises
    ------
    KeyError: no such table
    ValueError: a constant for a column that the table does not have
    """
    declared, name = contract(table), base_name(filename)
    options = options or ReadOptions()
    asked = _Asked(declared, name, mapping, check_constants(constants or {}, declared))
    circumstances = _circumstances(known, options, today)
    try:
        # The raw table is handed over and not kept here: it is let go of as soon as it is judged.
        report = _validate_table(read(content, name, options, header_matches(declared)), asked, circumstances)
    except FileRefused as refusal:
        return refused(table, name, refusal.problems)
    return replace(report, sha256=hashlib.sha256(content).hexdigest())


def validate_frame(
    frame: pd.DataFrame,
    *,
    table: str,
    known: Mapping[str, Collection[str]] | References | None = None,
    today: date | None = None,
) -> Report:
    """Hold a frame against the contract of a table, as `validate` does a file."""
    asked = _Asked(contract(table), "", None, {})
    try:
        report = _validate_table(read_frame(frame), asked, _circumstances(known, ReadOptions(), today))
    except FileRefused as refusal:
        return refused(table, "", refusal.problems)
    return replace(report, sha256=hashlib.sha256(frame.to_csv(index=False).encode()).hexdigest())


def _circumstances(
    known: Mapping[str, Collection[str]] | References | None, options: ReadOptions, today: date | None
) -> Circumstances:
    if known is None:
        known = load_references()
    references = known if isinstance(known, References) else References(known)
    return Circumstances(references, today or date.today(), options)


@dataclass(frozen=True)
class _Asked:
    """What the caller wants of a file."""

    declared: Contract
    filename: str
    mapping: Mapping[str, str | None] | None
    constants: Mapping[str, str]


def _validate_table(raw: RawTable, asked: _Asked, circumstances: Circumstances) -> Report:
    """Bring the table into the contract's columns and judge it.

    Raises
    ------
    FileRefused: a mapping that cannot be followed, more values than rows are allowed
    """
    declared, findings, notices = asked.declared, Findings(), list(raw.notices)
    shaped = shape(raw, declared, asked.mapping, asked.constants, circumstances.references)
    raw, flags = statistical.take_flags(raw, shaped)
    rows = sound_rows(raw, shaped, findings, notices)
    rows, told = statistical.set_aside(raw, shaped, flags, rows, circumstances.references)
    rows, left = own_names.set_aside(raw, shaped, rows, circumstances.references)
    rows, totals = own_names.without_totals(raw, shaped, rows)
    told += [*left, *totals]
    table = to_long(raw, shaped, rows, notices)
    table = convert_units(raw, shaped, table, circumstances.references, findings)
    for problem in absent_columns(raw, shaped, table):
        findings.add_whole_file(problem)
    notices += [*told, *unused_columns(raw, shaped, flags.column)]
    give_back_memory()
    lines = raw.lines[table.rows]
    validation = Validation(declared, raw, table, circumstances, findings)
    columns = validation.run()
    notices += [*validation.notices, *_creations(validation.created)]
    outcome = Outcome(
        findings, notices, shaped.columns, validation.created, rows_read=raw.row_count, columns=raw.names
    )
    if "duplicate_key" in findings.counts() and statistical.is_statistical(declared):
        notices += statistical.dimensions(raw, shaped, flags)
    if findings.total:
        return make_report(declared.name, asked.filename, outcome, raw=raw)
    # Of a good file only the typed rows are kept: together with what was read they would take twice the room.
    letters, given = flags.of(table), table.columns.keys()
    del validation, table, raw
    frame = assemble(declared, columns, lines.size)
    give_back_memory()
    frame, breaks, told = statistical.annotate(declared, frame, letters, given)
    outcome.notices.extend(told)
    outcome.notices.extend(_examples_left(declared, frame, lines))
    return make_report(declared.name, asked.filename, outcome, frame=frame, breaks=breaks)


def _creations(created: Mapping[str, Mapping[str, str]]) -> list[Notice]:
    return [
        Notice(f"{table}_created", {"value": name})
        for table, names in created.items()
        for name in names.values()
    ]


def _examples_left(declared: Contract, frame: pd.DataFrame, lines: npt.NDArray[np.int32]) -> list[Notice]:
    """Whether rows of the template stand among the bank's own."""
    examples = example_frame(declared)
    # A template may hold the reader's own bank in the place of the contract's.
    leading = next((name for name in declared.key if name != "bank"), declared.key[0])
    suspects = frame[frame[leading].isin(examples[leading])]
    if suspects.empty:
        return []
    compared = [name for name in examples.columns if name != "bank"]
    found = suspects.reset_index(names="_row").merge(examples[compared], on=compared)["_row"]
    # One figure that is the example's may well be real; that all are there is no chance.
    left = [str(line) for line in lines[found.to_numpy()]]
    return [Notice("example_lines", {"lines": left})] if len(left) >= len(examples) else []
