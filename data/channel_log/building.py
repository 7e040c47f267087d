"""From log to cubes on this machine: DuckDB over Parquet, streaming, within half a gigabyte."""

# ruff: noqa: S608 - paths, names and words enter the statements through literal() and quoted() only

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.channel_log.cube import CUBES, cube_sql
from data.channel_log.text import literal
from data.connection import Writer
from data.contracts import Kind

_KIND: Final = b"kind"


def log_files(log: Path) -> list[Path]:
    """The Parquet files of a log, by name.

    Raises
    ------
    ValueError: there is none
    """
    files = sorted(log.glob("*.parquet"))
    if not files:
        raise ValueError(f"log must be a folder of Parquet files, found none in {log}")
    return files


def log_kind(files: Iterable[Path]) -> Kind:
    """Synthetic as soon as one file says that it is, observed otherwise."""
    for path in files:
        if (pq.read_metadata(path).metadata or {}).get(_KIND) == Kind.SYNTHETIC.value.encode():
            return Kind.SYNTHETIC
    return Kind.OBSERVED


def build_cubes(log: Path, target: Path, *, names: Sequence[str] = tuple(CUBES)) -> dict[str, Path]:
    """Make the cubes of a log: ``target/<name>.parquet`` each, put in place whole.

    Parameters
    ----------
    log : folder of Parquet files in the form of the contract ``channel_log``
    target : folder, made if it is not there
    names : the cubes wanted

    Raises
    ------
    ValueError: no Parquet file, or a cube that there is not
    duckdb.Error: a file that is no Parquet or lacks a column
    """
    files = log_files(log)
    statements = {name: _over(files, cube_sql(name)) for name in names}
    return _write(target, statements, log_kind(files))


def refresh_month(
    log: Path, target: Path, month: date, *, names: Sequence[str] = tuple(CUBES)
) -> dict[str, Path]:
    """Make one month of the cubes again from its own files (``YYYY-MM*.parquet``), and keep the others.

    Raises
    ------
    ValueError: no file of that month, or no cube to refresh: build them first
    """
    files = sorted(log.glob(f"{month:%Y-%m}*.parquet"))
    if not files:
        raise ValueError(f"month must have files in the log, found no {month:%Y-%m}*.parquet in {log}")
    statements = {}
    for name in names:
        sql = cube_sql(name)
        existing = target / f"{name}.parquet"
        if not existing.exists():
            raise ValueError(f"cube {name!r} must be built before it is refreshed; not in {target}")
        statements[name] = (
            f"SELECT * FROM read_parquet({literal(str(existing))}) "
            f"WHERE month IS DISTINCT FROM DATE '{month:%Y-%m}-01' UNION ALL BY NAME "
            f"SELECT * FROM ({_over(files, sql)}) WHERE month = DATE '{month:%Y-%m}-01'"
        )
    return _write(target, statements, log_kind(log_files(log)))


def read_cube(target: Path, name: str) -> pd.DataFrame:
    """A cube as built, with its kind; whole numbers may be missing. ValueError where it is not built."""
    path = target / f"{name}.parquet"
    if not path.exists():
        raise ValueError(f"cube {name!r} must be built first; not in {target}")
    table = pq.read_table(path)
    kind = (table.schema.metadata or {}).get(_KIND, Kind.OBSERVED.value.encode()).decode()
    frame: pd.DataFrame = table.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    return frame.assign(month=pd.to_datetime(frame["month"]), kind=kind)


def _over(files: Sequence[Path], sql: str) -> str:
    listed = ", ".join(literal(str(path)) for path in files)
    return f"WITH log AS (SELECT * FROM read_parquet([{listed}])) SELECT * FROM ({sql})"


def _write(target: Path, statements: dict[str, str], kind: Kind) -> dict[str, Path]:
    target.mkdir(parents=True, exist_ok=True)
    written = {}
    with TemporaryDirectory(dir=target, prefix=".making-") as scratch:
        with Writer(Path(scratch) / "scratch.duckdb") as writer:
            for name, statement in statements.items():
                part = Path(scratch) / f"{name}.parquet"
                writer.run(
                    f"COPY (SELECT * FROM ({statement}) ORDER BY ALL) TO {literal(str(part))} "
                    f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{kind: {literal(kind.value)}}})"
                )
                written[name] = target / part.name
        # All are complete before the first takes its place.
        for path in written.values():
            os.replace(Path(scratch) / path.name, path)
    return written
