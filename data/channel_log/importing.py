"""A bank's own channel log, brought into the form of the contract."""

# ruff: noqa: S608 - paths, names and words enter the statements through literal() and quoted() only

from __future__ import annotations

import math
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pandas as pd

from data.channel_log.activity import missing_months
from data.channel_log.building import log_kind
from data.channel_log.contract import CHANNEL_LOG
from data.channel_log.mapping import LogMapping
from data.channel_log.text import literal
from data.connection import Writer
from data.contracts import Kind
from data.contracts.ddl import quoted
from data.contracts.vocabulary import CHANNELS, SEGMENTS

_COLUMNS: Final = ", ".join(quoted(column.name) for column in CHANNEL_LOG.columns)
# Rows are compared in slices that fit in memory; equal rows have equal hashes and meet in one slice.
_ROWS_PER_SLICE: Final = 500_000
_MOST_NAMED: Final = 50


@dataclass(frozen=True)
class ImportedLog:
    """What was read, written and left out, and what will stand under ``unknown`` in the cubes.

    Attributes
    ----------
    files : Parquet files written, one or more a month
    rows_read, rows_written : they differ by ``unreadable_times`` and ``duplicates``
    unreadable_times : rows whose time is missing or cannot be read; left out, for want of a month
    duplicates : rows equal to another in every column; one of each is kept
    unknown_channels, unknown_services, unknown_segments : codes that nobody declared and the rows that
        have them, most frequent first; an empty one is shown as ""
    negative_amounts : rows with an amount below zero; kept, and counted apart in the cubes
    unreadable_amounts : rows whose amount is not a number; kept without it
    missing_months : months between the first and the last in which there is no row
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


def import_log(
    source: Path,
    folder: Path,
    mapping: LogMapping | None = None,
    *,
    services: Iterable[str] = (),
    pseudonym_key: str | None = None,
) -> ImportedLog:
    """Bring a log into the form of the contract: ``folder/YYYY-MM-NNN.parquet``.

    Customers and sessions are replaced by keyed hashes (SHA-256). The key is not stored; without it
    nobody finds a customer's rows from the customer's number.

    Parameters
    ----------
    source : a Parquet or CSV file, or a folder of either
    folder : made if it is not there; must hold no Parquet file yet
    mapping : how the file says what the contract says; None where it already does
    services : codes of the table of services, to say which codes of the file are unknown; none accepts all
    pseudonym_key : any secret text; the same one gives a customer the same pseudonym in later imports.
        None draws one for this import and forgets it

    Raises
    ------
    ValueError: no file to read, a column that the file lacks, or a folder that holds a log already
    duckdb.Error: a file that is not what its name says
    """
    chosen = mapping or LogMapping()
    reading, kind = _reading(source)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.glob("*.parquet")):
        raise ValueError(f"folder must hold no log yet, found Parquet files in {folder}")
    with TemporaryDirectory(dir=folder, prefix=".making-") as name:
        scratch = Path(name)
        with Writer(scratch / "scratch.duckdb") as writer:
            shaped = _shape(writer, reading, chosen, pseudonym_key or secrets.token_hex(), scratch)
            files = _write_months(writer, shaped, kind, scratch)
            report = _report(writer, shaped, files, tuple(services))
        for path in files:
            os.replace(path, folder / path.name)
    return replace(report, files=tuple(folder / path.name for path in files))


def _reading(source: Path) -> tuple[str, Kind]:
    for suffix in (".parquet", ".csv"):
        candidates = sorted(source.iterdir()) if source.is_dir() else [source]
        paths = [path for path in candidates if path.suffix.lower() == suffix and path.is_file()]
        if not paths:
            continue
        listed = "[" + ", ".join(literal(str(path)) for path in paths) + "]"
        if suffix == ".parquet":
            return f"read_parquet({listed}, union_by_name = true)", log_kind(paths)
        # Every cell as text: a column that looks like numbers in one file may hold words in the next.
        return f"read_csv({listed}, all_varchar = true, header = true, union_by_name = true)", Kind.OBSERVED
    raise ValueError(f"source must be a Parquet or CSV file or a folder of them, found none at {source}")


def _shape(writer: Writer, reading: str, mapping: LogMapping, key: str, scratch: Path) -> str:
    """Write the log once in the columns of the contract; returns the FROM clause that reads it."""
    described = writer.run(f"DESCRIBE SELECT * FROM {reading}")
    there = dict(zip(described["column_name"], described["column_type"], strict=True))
    target = scratch / "shaped"
    writer.run(
        f"COPY (SELECT *, date_trunc('month', ts) AS _month, hash({_COLUMNS}) AS _hash "
        f"FROM (SELECT {mapping.select(there, key)}, {mapping.amount_given(there)} AS _amount_given "
        f"FROM {reading})) TO {literal(str(target))} (FORMAT parquet)"
    )
    return f"read_parquet({literal(str(target))})"


def _write_months(writer: Writer, shaped: str, kind: Kind, scratch: Path) -> list[Path]:
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
    # A log without a row is still a log: one empty file, from which empty cubes are made.
    for name, condition in parts or [("empty", "false")]:
        path = scratch / f"{name}.parquet"
        writer.run(
            f"COPY (SELECT DISTINCT {_COLUMNS} FROM {shaped} WHERE {condition} ORDER BY ALL) "
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
