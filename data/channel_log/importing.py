"""A bank's own channel log, brought into the form of the contract."""

# ruff: noqa: S608 - paths, names and words enter the statements through literal() and quoted() only

from __future__ import annotations

import math
import mmap
import os
import secrets
import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pandas as pd

from data.channel_log.activity import missing_months
from data.channel_log.building import log_kind
from data.channel_log.contract import CHANNEL_LOG
from data.channel_log.mapping import LogMapping
from data.channel_log.problems import LogRefused
from data.channel_log.progress import Stages, Told
from data.channel_log.text import literal
from data.codes import CHANNELS, SEGMENTS
from data.connection import Writer
from data.contracts import Kind
from data.contracts.ddl import quoted
from data.phrases import Phrase

_COLUMNS: Final = ", ".join(quoted(column.name) for column in CHANNEL_LOG.columns)
# Rows are compared in slices that fit in memory; equal rows have equal hashes and meet in one slice.
_ROWS_PER_SLICE: Final = 500_000
_MOST_NAMED: Final = 50
PARQUET: Final = (".parquet",)
TEXT: Final = (".csv", ".txt", ".tsv")
"""Endings of the files that hold a log as text."""
_COPIED_AT_ONCE: Final = 1_048_576
_MOST_BROKEN, _FEW_BROKEN = 0.01, 10
"""Share of the lines, and how many in any case, that may be no row: remarks, totals, a slip."""

_HOLDS_A_LOG = Phrase(
    "le dossier ne doit pas encore contenir de journal ; des fichiers Parquet se trouvent dans {folder}",
    "folder must hold no log yet, found Parquet files in {folder}",
)
_NOTHING_TO_READ = Phrase(
    "la source doit être un fichier Parquet ou CSV, ou un dossier qui en contient ; "
    "rien de tel dans {source}",
    "source must be a Parquet or CSV file or a folder of them, found none at {source}",
)
_EQUAL_ROWS = Phrase(
    "lignes égales en tout : {rows} ; rien ne dit si ce sont des copies ou des opérations distinctes. "
    "Indiquez dans la correspondance l'identifiant de l'opération (transaction), ou ce qui manque parmi "
    'canal, service, client ou session ({wanted}), ou "equal_rows": "keep" pour les garder toutes. '
    "Colonnes du fichier non reprises : {there}",
    "rows equal in everything: {rows}; nothing says whether they are copies or different transactions. "
    "Name in the mapping the identifier of the transaction (transaction), or what is missing of channel, "
    'service, customer or session ({wanted}), or "equal_rows": "keep" to keep them all. '
    "Columns of the file that are not read: {there}",
)
_BROKEN = Phrase(
    "{broken} lignes sur {lines} n'ont pas les colonnes de l'en-tête : un guillemet n'est pas fermé, ou la "
    "ligne d'en-tête n'est pas celle-là. Corrigez le fichier.",
    "{broken} of {lines} lines do not have the columns of the header: a quotation mark is not closed, or "
    "the header is another line. Mend the file.",
)


class EqualRows(LogRefused):
    """A log with equal rows, of which nothing says whether they are copies."""


@dataclass(frozen=True)
class ImportedLog:
    """What was read, written and left out, and what will stand under ``unknown`` in the cubes.

    Attributes
    ----------
    files : Parquet files written, one or more a month
    rows_read, rows_written : they differ by ``unreadable_times`` and ``duplicates``
    encoding : how the characters of CSV files were read, where that is not UTF-8
    unread_columns : columns of the file that nothing reads
    unfilled_columns : columns of the log that the file does not fill
    unreadable_times : rows whose time is missing or cannot be read; left out, for want of a month
    duplicates : copies of another row: equal in all that is read and in the identifier of the transaction,
        without one in the whole row of the file; one of each is kept
    unknown_channels, unknown_services, unknown_segments : codes that nobody declared and the rows that
        have them, most frequent first; an empty one is shown as ""
    negative_amounts : rows with an amount below zero; kept, and counted apart in the cubes
    unreadable_amounts : rows whose amount is not a number; kept without it
    missing_months : months between the first and the last in which there is no row
    broken_lines : lines of a CSV file with more or fewer cells than its header; left out, and no rows read.
        Counted where the layout was given; without it a file is refused for the first of them
    """

    files: tuple[Path, ...]
    rows_read: int
    rows_written: int
    unreadable_times: int
    duplicates: int
    unknown_channels: Mapping[str, int]
    unknown_services: Mapping[str, int]
    unknown_segments: Mapping[str, int]
    negative_amounts: int
    unreadable_amounts: int
    missing_months: tuple[pd.Timestamp, ...]
    encoding: str | None = None
    unread_columns: tuple[str, ...] = ()
    unfilled_columns: tuple[str, ...] = ()
    broken_lines: int = 0


@dataclass(frozen=True)
class CsvLayout:
    """How one CSV file is laid out, as somebody has looked: its separator, its header, lines before it.

    ``quoted`` tells whether cells stand between quotation marks; else a mark is a character as any other.
    """

    delimiter: str
    names: tuple[str, ...]
    lines_before: int = 0
    quoted: bool = False


STAGES: Final = ("open", "read", "months", "count")
"""What bringing a log in goes through, as told to whoever waits."""


def import_log(
    source: Path,
    folder: Path,
    mapping: LogMapping | None = None,
    *,
    services: Iterable[str] = (),
    pseudonym_key: str | None = None,
    layout: CsvLayout | None = None,
    told: Told | None = None,
) -> ImportedLog:
    """Bring a log into the form of the contract: ``folder/YYYY-MM-NNN.parquet``.

    Customers and sessions are replaced by keyed hashes (SHA-256). The key is not stored; without it
    nobody finds a customer's rows from the customer's number.

    Parameters
    ----------
    source : a Parquet or CSV file (.csv, .txt, .tsv), or a folder of either
    folder : made if it is not there; must hold no Parquet file yet
    mapping : how the file says what the contract says; None where it already does
    services : codes of the table of services, to say which codes of the file are unknown; none accepts all
    pseudonym_key : any secret text; the same one gives a customer the same pseudonym in later imports.
        None draws one for this import and forgets it
    layout : of a CSV file, where it is known; else the file shows it
    told : told how far it is, by the names of `STAGES`

    Raises
    ------
    LogRefused: no file to read, a column that the file lacks, equal rows of which nothing says whether they
        are one transaction, or a folder that holds a log already
    FileRefused: a CSV file whose encoding has to be chosen
    duckdb.Error: a file that is not what its name says
    """
    chosen, stages = mapping or LogMapping(), Stages(STAGES, told)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.glob("*.parquet")):
        raise LogRefused(_HOLDS_A_LOG, folder=folder)
    with TemporaryDirectory(dir=folder, prefix=".making-") as name:
        scratch = Path(name)
        with stages.making("open"):
            found = _reading(source, chosen.encoding, scratch, layout)
        with Writer(scratch / "scratch.duckdb") as writer:
            with stages.making("read", writer.progress):
                there, shaped = _shape(
                    writer, found.clause, chosen, pseudonym_key or secrets.token_hex(), scratch
                )
            broken = _broken_lines(writer, shaped, found.lines) if found.lines else 0
            if not chosen.keeps_equal_rows and not chosen.tells_transactions_apart(there):
                _refuse_equal_rows(writer, shaped, chosen, there)
            with stages.making("months"):
                files = _write_months(
                    writer, shaped, found.kind, scratch, distinct=not chosen.keeps_equal_rows
                )
            with stages.making("count"):
                report = _report(writer, shaped, files, tuple(services))
        for path in files:
            os.replace(path, folder / path.name)
    return replace(
        report,
        files=tuple(folder / path.name for path in files),
        encoding=found.encoding,
        unread_columns=chosen.unread(there),
        unfilled_columns=chosen.unfilled(there),
        broken_lines=broken,
    )


@dataclass(frozen=True)
class _Reading:
    """The FROM clause that reads the files, what they are, and the encoding if it is not UTF-8."""

    clause: str
    kind: Kind
    encoding: str | None = None
    lines: int = 0
    """Below the header, blank ones not counted; 0 where the layout is not known."""


def _reading(source: Path, asked: str | None, scratch: Path, layout: CsvLayout | None) -> _Reading:
    for suffixes in (PARQUET, TEXT):
        candidates = sorted(source.iterdir()) if source.is_dir() else [source]
        paths = [path for path in candidates if path.suffix.lower() in suffixes and path.is_file()]
        if not paths:
            continue
        if suffixes == PARQUET:
            return _Reading(f"read_parquet({_listed(paths)}, union_by_name = true)", log_kind(paths))
        found = [_in_utf8(path, asked, scratch, number) for number, path in enumerate(paths)]
        names = dict.fromkeys(name for _, name in found if name)
        # Every cell as text: a column that looks like numbers in one file may hold words in the next.
        listed = _listed([path for path, _ in found])
        clause = f"read_csv({listed}, {_laid_out(layout)})"
        lines = _lines_below(found[0][0], layout.lines_before) if layout else 0
        return _Reading(clause, Kind.OBSERVED, ", ".join(names) or None, lines)
    raise LogRefused(_NOTHING_TO_READ, source=source)


def _laid_out(layout: CsvLayout | None) -> str:
    if layout is None:
        return "all_varchar = true, header = true, union_by_name = true"
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in layout.names)
    mark = literal('"' if layout.quoted else "")
    return (
        f"delim = {literal(layout.delimiter)}, quote = {mark}, escape = {mark}, "
        f"skip = {layout.lines_before}, "
        f"header = true, columns = {{{columns}}}, auto_detect = false, ignore_errors = true"
    )


def _lines_below(path: Path, before: int) -> int:
    with path.open("rb") as handle:
        return sum(1 for at, line in enumerate(handle) if at > before and line.strip())


def _broken_lines(writer: Writer, shaped: str, lines: int) -> int:
    """Lines that were passed over: of another number of cells than the header, or part of another line.

    Raises
    ------
    LogRefused: too many to be a slip: a quotation mark that is not closed takes in all that follows it
    """
    read = int(writer.run(f"SELECT count(*) AS rows FROM {shaped}")["rows"].iloc[0])
    broken = max(lines - read, 0)
    if broken > max(lines * _MOST_BROKEN, _FEW_BROKEN):
        raise LogRefused(_BROKEN, broken=broken, lines=lines)
    return broken


def _listed(paths: Iterable[Path]) -> str:
    return "[" + ", ".join(literal(str(path)) for path in paths) + "]"


def _in_utf8(path: Path, asked: str | None, scratch: Path, number: int) -> tuple[Path, str | None]:
    """The file itself where it is UTF-8, else a copy that is, and the name of its encoding."""
    # Here and not above: the import of files needs the base, and the base the patterns of this package.
    from data.ingest.encodings import NAMES, find_encoding

    if not path.stat().st_size:
        return path, None
    with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as content:
        name = find_encoding(content, asked).name
    if name in ("utf-8", "utf-8-sig"):
        return path, None
    copy = scratch / f"{number:04d}.csv"
    with path.open(encoding=name, newline="") as given, copy.open("w", encoding="utf-8", newline="") as made:
        shutil.copyfileobj(given, made, _COPIED_AT_ONCE)
    return copy, NAMES[name]


def _shape(
    writer: Writer, reading: str, mapping: LogMapping, key: str, scratch: Path
) -> tuple[dict[str, str], str]:
    """Write the log once in the contract's columns; the file's columns, and the FROM clause to read it."""
    described = writer.run(f"DESCRIBE SELECT * FROM {reading}")
    there = dict(zip(described["column_name"], described["column_type"], strict=True))
    target = scratch / "shaped"
    writer.run(
        f"COPY (SELECT *, date_trunc('month', ts) AS _month, hash({_COLUMNS}) AS _hash "
        f"FROM (SELECT {mapping.select(there, key)}, {mapping.amount_given(there)} AS _amount_given, "
        f"{mapping.identity(there)} AS _row "
        f"FROM {reading})) TO {literal(str(target))} (FORMAT parquet)"
    )
    return there, f"read_parquet({literal(str(target))})"


def _refuse_equal_rows(writer: Writer, shaped: str, mapping: LogMapping, there: Collection[str]) -> None:
    """Refuse rows that may be copies of one transaction or several transactions: nobody here can tell."""
    found = writer.run(
        "SELECT coalesce(sum(rows) - count(*), 0) AS equal FROM "
        f"(SELECT count(*) AS rows FROM {shaped} WHERE _month IS NOT NULL GROUP BY _hash, _row)"
    )
    equal = int(found["equal"].iloc[0])
    if equal:
        wanted = [
            name for name in ("channel", "service", "customer", "session") if name in mapping.unfilled(there)
        ]
        raise EqualRows(
            _EQUAL_ROWS, rows=equal, wanted=", ".join(wanted), there=", ".join(mapping.unread(there)) or "-"
        )


def _write_months(writer: Writer, shaped: str, kind: Kind, scratch: Path, *, distinct: bool) -> list[Path]:
    months = writer.run(
        f"SELECT strftime(_month, '%Y-%m') AS month, count(*) AS rows FROM {shaped} "
        "WHERE _month IS NOT NULL GROUP BY ALL ORDER BY ALL"
    )
    parts = [
        (f"{month}-{number:03d}", f"_month = DATE '{month}-01' AND _hash % {slices} = {number}")
        for month, rows in zip(months["month"], months["rows"], strict=True)
        for slices in [math.ceil(rows / _ROWS_PER_SLICE)]
        for number in range(slices)
    ]
    written = []
    # Two rows are one where all that is read and the identity are the same.
    chosen = f"DISTINCT {_COLUMNS}, _row" if distinct else _COLUMNS
    # A log without a row is still a log: one empty file, from which empty cubes are made.
    for name, condition in parts or [("empty", "false")]:
        path = scratch / f"{name}.parquet"
        writer.run(
            f"COPY (SELECT {_COLUMNS} FROM (SELECT {chosen} FROM {shaped} WHERE {condition}) ORDER BY ALL) "
            f"TO {literal(str(path))} "
            f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{kind: {literal(kind.value)}}})"
        )
        written.append(path)
    return written


def _report(writer: Writer, shaped: str, files: list[Path], services: tuple[str, ...]) -> ImportedLog:
    listed = "read_parquet([" + ", ".join(literal(str(path)) for path in files) + "])"
    read = writer.run(
        "SELECT count(*) AS rows, count(*) FILTER (ts IS NULL) AS untimed, "
        "count(*) FILTER (ts IS NOT NULL AND _amount_given AND amount_mad IS NULL) AS unreadable "
        f"FROM {shaped}"
    ).iloc[0]
    kept = writer.run(
        f"SELECT count(*) AS rows, count(*) FILTER (amount_mad < 0) AS negative FROM {listed}"
    ).iloc[0]
    months = writer.run(f"SELECT DISTINCT date_trunc('month', ts) AS month FROM {listed}")
    return ImportedLog(
        files=tuple(files),
        rows_read=int(read["rows"]),
        rows_written=int(kept["rows"]),
        unreadable_times=int(read["untimed"]),
        duplicates=int(read["rows"] - read["untimed"] - kept["rows"]),
        unknown_channels=_unknown(writer, listed, "channel", CHANNELS),
        unknown_services=_unknown(writer, listed, "service", services) if services else {},
        unknown_segments=_unknown(writer, listed, "segment", SEGMENTS),
        negative_amounts=int(kept["negative"]),
        unreadable_amounts=int(read["unreadable"]),
        missing_months=tuple(missing_months(months)),
    )


def _unknown(writer: Writer, listed: str, column: str, known: tuple[str, ...]) -> dict[str, int]:
    found = writer.run(
        f"SELECT coalesce({column}, '') AS code, count(*) AS rows FROM {listed} "
        f"WHERE {column} IS NULL OR {column} NOT IN ({', '.join(map(literal, known))}) "
        f"GROUP BY ALL ORDER BY rows DESC, code LIMIT {_MOST_NAMED}"
    )
    return {str(code): int(rows) for code, rows in zip(found["code"], found["rows"], strict=True)}
