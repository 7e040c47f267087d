"""Every table that can be loaded, written in every dialect, read back: equal, asked about, or altered."""

from __future__ import annotations

import collections
import csv
import io
import itertools
import sys
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.build import base_tables
from data.contracts import CONTRACTS, Column, ColumnType, Contract
from data.frames import conform
from data.ingest import ReadOptions, engine, load_references
from data.ingest.templates import example_frame
from tests.attacks import Rows

_ROWS = 25
_TODAY = date(2026, 11, 15)


@dataclass(frozen=True)
class Dialect:
    """One way in which people write a table."""

    delimiter: str
    decimal: str
    encoding: str
    end: str
    quoting: int


DIALECTS = [
    Dialect(*each)
    for each in itertools.product(
        (",", ";", "\t", "|"),
        (".", ","),
        ("utf-8", "utf-8-sig", "cp1252", "utf-16"),
        ("\n", "\r\n", "\r"),
        (csv.QUOTE_MINIMAL, csv.QUOTE_ALL),
    )
]


def sample(name: str, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows of a table spread over those of the demonstration; the template's where it has none."""
    declared, frame = CONTRACTS[name], frames[name]
    if frame.empty:
        return example_frame(declared)
    taken = frame.iloc[:: max(1, len(frame) // _ROWS)].head(_ROWS)
    texts = [column.name for column in declared.columns if column.type is ColumnType.TEXT]
    plain = {text: taken[text].map(_writable, na_action="ignore") for text in texts}
    return conform(declared, taken.assign(**plain).reset_index(drop=True))


def _writable(text: str) -> str:
    """What Windows-1252 can hold of a text: the table must be the same in every encoding."""
    return text.encode("cp1252", "ignore").decode("cp1252").strip()


def _cell(column: Column, value: object, dialect: Dialect) -> str:
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return ""
    if column.type is ColumnType.BOOLEAN:
        return "oui" if value else "non"
    if column.type is ColumnType.MONTH:
        return f"{value:%Y-%m}"
    if column.type is ColumnType.DATE:
        return f"{value:%Y-%m-%d}"
    if column.type is ColumnType.TIMESTAMP:
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if column.type in (ColumnType.INTEGER, ColumnType.YEAR):
        return str(int(value))  # type: ignore[call-overload]
    if column.type is ColumnType.NUMBER:
        return repr(float(value)).replace(".", dialect.decimal)  # type: ignore[arg-type]
    return str(value)


def written(declared: Contract, frame: pd.DataFrame, dialect: Dialect) -> bytes:
    """The rows as a file."""
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=dialect.delimiter,
        quoting=dialect.quoting,
        lineterminator=dialect.end,  # type: ignore[arg-type]
    )
    writer.writerow([column.name for column in declared.columns])
    for row in frame.to_dict("records"):
        writer.writerow([_cell(column, row[column.name], dialect) for column in declared.columns])
    return text.getvalue().encode(dialect.encoding)


def campaign(every: int = 1) -> Rows:
    """Each table in each ``every``-th dialect; a user who is asked names decimal sign and encoding."""
    frames, known = base_tables(), load_references()
    names = [name for name, declared in CONTRACTS.items() if declared.importable]
    counts: collections.Counter[str] = collections.Counter()
    for position, name in enumerate(names):
        declared, frame = CONTRACTS[name], sample(name, frames)
        for dialect in DIALECTS[position % every :: every]:
            content = written(declared, frame, dialect)
            options = ReadOptions()
            found = engine.validate(content, "f.csv", table=name, options=options, known=known, today=_TODAY)
            if not found.ok:
                encoding = dialect.encoding if dialect.encoding in ("utf-8", "cp1252") else None
                options = ReadOptions(decimal=dialect.decimal, encoding=encoding)
                counts["asked"] += 1
                found = engine.validate(
                    content, "f.csv", table=name, options=options, known=known, today=_TODAY
                )
            if found.frame is None:
                counts["refused"] += 1
                told = [problem.message("en") for problem in found.problems[:2]]
                print(f"{name} {dialect}: {told}", file=sys.stderr)
            elif not found.frame.equals(frame):
                counts["altered"] += 1
                print(f"{name} {dialect}: not as written", file=sys.stderr)
            counts["files"] += 1
    equal = counts["files"] - counts["altered"] - counts["refused"]
    told = (
        f"{counts['files']} files: {equal} read equal, {counts['asked']} of them after a question, "
        f"{counts['altered']} altered, {counts['refused']} refused"
    )
    yield (
        f"{len(names)} tables × {len(DIALECTS)} dialects",
        told,
        not counts["altered"] and not counts["refused"],
    )
