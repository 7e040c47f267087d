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

from data.channel_log.contract import CHANNEL_LOG
from data.channel_log.cube import CUBES, MONTH_ONLY, cube_sql
from data.channel_log.places import LogFile, Place, files_of, let_read
from data.channel_log.progress import Stages, Told
from data.channel_log.text import literal
from data.connection import Writer
from data.contracts import Kind

KIND: Final = b"kind"
"""Where the metadata of a file say whether its rows are synthetic."""


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


def log_kind(files: Iterable[Path | LogFile]) -> Kind:
    """Synthetic as soon as one file says that it is, observed otherwise."""
    for file in files:
        metadata = file.metadata() if isinstance(file, LogFile) else pq.read_metadata(file)
        if (metadata.metadata or {}).get(KIND) == Kind.SYNTHETIC.value.encode():
            return Kind.SYNTHETIC
    return Kind.OBSERVED


def build_cubes(
    log: Place,
    target: Path,
    *,
    names: Sequence[str] = tuple(CUBES),
    kind: Kind | None = None,
    told: Told | None = None,
) -> dict[str, Path]:
    """Make the cubes of a log: ``target/<name>.parquet`` each, put in place whole.

    Parameters
    ----------
    log : folder of Parquet files in the form of the contract ``channel_log``, its address in an object
        storage (``s3://bucket/log``), or a table of a lake (``ducklake:catalogue.ducklake#main.steps``)
    target : folder, made if it is not there
    names : the cubes wanted
    kind : of the rows, where their files cannot say it; else what their metadata say
    told : told how far it is

    Raises
    ------
    ValueError: no Parquet file, one that lacks a column of the contract or whose times carry a zone
        (:func:`import_log` brings both in form), or a cube that there is not
    pyarrow.ArrowInvalid: a file that is no Parquet
    """
    files = _in_form(files_of(log))
    statements = {name: _over(files, name) for name in names}
    return _write(target, statements, files, kind or log_kind(files), told)


def refresh_month(
    log: Place,
    target: Path,
    month: date,
    *,
    names: Sequence[str] = tuple(CUBES),
    kind: Kind | None = None,
    told: Told | None = None,
) -> dict[str, Path]:
    """Make one month of the cubes again from its own files, and keep the others.

    Raises
    ------
    ValueError: as :func:`build_cubes`; no file of that month, or no cube to refresh: build them first
    """
    files = _in_form(files_of(log, month))
    statements = {}
    for name in names:
        existing = target / f"{name}.parquet"
        if not existing.exists():
            raise ValueError(f"cube {name!r} must be built before it is refreshed; not in {target}")
        statements[name] = (
            f"SELECT * FROM read_parquet({literal(str(existing))}) "
            f"WHERE month IS DISTINCT FROM DATE '{month:%Y-%m}-01' UNION ALL BY NAME "
            f"SELECT * FROM ({_over(files, name)}) WHERE month = DATE '{month:%Y-%m}-01'"
        )
    return _write(target, statements, files, kind or log_kind(files_of(log)), told)


def read_cube(target: Path, name: str) -> pd.DataFrame:
    """A cube as built, with its kind; whole numbers may be missing. ValueError where it is not built."""
    path = target / f"{name}.parquet"
    if not path.exists():
        raise ValueError(f"cube {name!r} must be built first; not in {target}")
    table = pq.read_table(path)
    kind = (table.schema.metadata or {}).get(KIND, Kind.OBSERVED.value.encode()).decode()
    frame: pd.DataFrame = table.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    return frame.assign(month=pd.to_datetime(frame["month"]), kind=kind)


def _in_form(files: list[LogFile]) -> list[LogFile]:
    for file in files:
        schema = file.metadata().schema.to_arrow_schema()
        if absent := [column.name for column in CHANNEL_LOG.columns if column.name not in schema.names]:
            raise ValueError(
                f"log must have the columns of its contract; {file.name} lacks {', '.join(absent)}"
            )
        if getattr(schema.field("ts").type, "tz", None):
            raise ValueError(f"log must have local times without a zone; those of {file.name} carry one")
    return files


def _over(files: Sequence[LogFile], name: str) -> str:
    """The statement of a cube over files.

    Where the statistics of a file prove that all its rows lie in one month, the first of that month
    stands for their times: they need not be read, which saves a third of the work.
    """
    by_month: dict[date | None, list[LogFile]] = {}
    for file in files:
        by_month.setdefault(_only_month(file) if name in MONTH_ONLY else None, []).append(file)
    parts = []
    for month, alike in by_month.items():
        listed = ", ".join(literal(file.address) for file in alike)
        known = f" REPLACE (TIMESTAMP '{month}' AS ts)" if month else ""
        parts.append(f"SELECT *{known} FROM read_parquet([{listed}])")
    return f"WITH log AS ({' UNION ALL BY NAME '.join(parts)}) SELECT * FROM ({cube_sql(name)})"


def _only_month(file: LogFile) -> date | None:
    """The month of all rows of a file, as its statistics state it; None where they do not."""
    metadata = file.metadata()
    if "ts" not in metadata.schema.names or not metadata.num_rows:
        return None
    column = metadata.schema.names.index("ts")
    months = set()
    for group in range(metadata.num_row_groups):
        known = metadata.row_group(group).column(column).statistics
        if known is None or not known.has_min_max or not known.has_null_count or known.null_count:
            return None
        months |= {end.date().replace(day=1) for end in (known.min, known.max)}
    return months.pop() if len(months) == 1 else None


def _write(
    target: Path, statements: dict[str, str], files: list[LogFile], kind: Kind, told: Told | None
) -> dict[str, Path]:
    target.mkdir(parents=True, exist_ok=True)
    written, stages = {}, Stages(list(statements), told)
    with TemporaryDirectory(dir=target, prefix=".making-") as scratch:
        with Writer(Path(scratch) / "scratch.duckdb") as writer:
            let_read(writer, files)
            for name, statement in statements.items():
                part = Path(scratch) / f"{name}.parquet"
                with stages.making(name, writer.progress):
                    writer.run(
                        f"COPY (SELECT * FROM ({statement}) ORDER BY ALL) TO {literal(str(part))} "
                        f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{kind: {literal(kind.value)}}})"
                    )
                written[name] = target / part.name
        # All are complete before the first takes its place.
        for path in written.values():
            os.replace(Path(scratch) / path.name, path)
    return written
