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
    ValueError: no Parquet file, one that lacks a column of the contract or whose times carry a zone
        (:func:`import_log` brings both in form), or a cube that there is not
    pyarrow.ArrowInvalid: a file that is no Parquet
    """
    files = _in_form(log_files(log))
    statements = {name: _over(files, name) for name in names}
    return _write(target, statements, log_kind(files))


def refresh_month(
    log: Path, target: Path, month: date, *, names: Sequence[str] = tuple(CUBES)
) -> dict[str, Path]:
    """Make one month of the cubes again from its own files (``YYYY-MM*.parquet``), and keep the others.

    Raises
    ------
    ValueError: as :func:`build_cubes`; no file of that month, or no cube to refresh: build them first
    """
    files = sorted(log.glob(f"{month:%Y-%m}*.parquet"))
    if not files:
        raise ValueError(f"month must have files in the log, found no {month:%Y-%m}*.parquet in {log}")
    _in_form(files)
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


def _in_form(files: list[Path]) -> list[Path]:
    for path in files:
        schema = pq.read_schema(path)
        if absent := [column.name for column in CHANNEL_LOG.columns if column.name not in schema.names]:
            raise ValueError(
                f"log must have the columns of its contract; {path.name} lacks {', '.join(absent)}"
            )
        if getattr(schema.field("ts").type, "tz", None):
            raise ValueError(f"log must have local times without a zone; those of {path.name} carry one")
    return files


def _over(files: Sequence[Path], name: str) -> str:
    """The statement of a cube over files.

    Where the statistics of a file prove that all its rows lie in one month, the first of that month
    stands for their times: they need not be read, which saves a third of the work.
    """
    by_month: dict[date | None, list[Path]] = {}
    for path in files:
        by_month.setdefault(_only_month(path) if name in MONTH_ONLY else None, []).append(path)
    parts = []
    for month, paths in by_month.items():
        listed = ", ".join(literal(str(path)) for path in paths)
        known = f" REPLACE (TIMESTAMP '{month}' AS ts)" if month else ""
        parts.append(f"SELECT *{known} FROM read_parquet([{listed}])")
    return f"WITH log AS ({' UNION ALL BY NAME '.join(parts)}) SELECT * FROM ({cube_sql(name)})"


def _only_month(path: Path) -> date | None:
    """The month of all rows of a file, as its statistics state it; None where they do not."""
    metadata = pq.read_metadata(path)
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
