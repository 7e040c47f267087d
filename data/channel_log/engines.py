"""The cubes made by whatever engine holds the log, the same rows from each.

DuckDB reads Parquet on this machine or in an object storage (:mod:`data.channel_log.building`). The others
are handed the same expressions: Polars on this machine, Spark on a cluster, PostgreSQL on a table.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.channel_log.building import KIND, build_cubes, log_kind, refresh_month
from data.channel_log.cube import CUBES
from data.channel_log.lake import is_lake
from data.channel_log.places import Place, files_of, is_address
from data.channel_log.problems import LogRefused
from data.channel_log.progress import Stages, Told
from data.contracts import Kind
from data.phrases import Phrase

if TYPE_CHECKING:
    from ibis.backends import BaseBackend
    from ibis.expr import types as ir

_NO_ENGINE: Final = Phrase(
    "moteur {engine} : il manque un paquet ({reason}) ; docs/SCALE.md dit lequel",
    "engine {engine}: a package is missing ({reason}); docs/SCALE.md says which",
)
_NOT_CONNECTED: Final = Phrase(
    "moteur {engine} : pas de connexion ({reason})", "engine {engine}: no connection ({reason})"
)
_NO_TABLE: Final = Phrase(
    "moteur {engine} : le journal {log} ne se lit pas ({reason})",
    "engine {engine}: the log {log} cannot be read ({reason})",
)
_ADDRESS_WANTED: Final = Phrase(
    "moteur postgres : indiquez la base par --connect postgres://…",
    "engine postgres: name the database by --connect postgres://…",
)
_NOT_CONNECTED_TO: Final = Phrase(
    "moteur {engine} : il lit sur cette machine ; laissez --connect de côté",
    "engine {engine}: it reads on this machine; leave --connect out",
)
_KIND_WANTED: Final = Phrase(
    "un journal que le moteur {engine} lit ailleurs ne dit pas s'il est synthétique ; ajoutez "
    "--kind observed ou --kind synthetic",
    "a log that the engine {engine} reads elsewhere does not say whether it is synthetic; add "
    "--kind observed or --kind synthetic",
)
_LAKE_BY_DUCKDB: Final = Phrase(
    "moteur {engine} : un DuckLake se lit par le moteur duckdb",
    "engine {engine}: a DuckLake is read by the engine duckdb",
)
_NOT_BUILT: Final = Phrase(
    "le cube {name} doit être fait avant d'être rafraîchi ; absent de {folder}",
    "cube {name} must be built before it is refreshed; not in {folder}",
)


def make_cubes(
    engine: str,
    log: Place,
    target: Path,
    *,
    connect: str = "",
    kind: Kind | None = None,
    month: date | None = None,
    names: Sequence[str] = tuple(CUBES),
    told: Told | None = None,
) -> dict[str, Path]:
    """Make the cubes of a log, or one ``month`` of them again: ``target/<name>.parquet`` each.

    Parameters
    ----------
    engine : one of ``ENGINES``
    log : a folder of Parquet files; for DuckDB and Spark also an address such as ``s3://bucket/log``; for
        DuckDB also a table of a lake, ``ducklake:catalogue.ducklake#main.steps``; for
        PostgreSQL, and for Spark where there is no such folder, the name of a table (``schema.table``)
    connect : ``postgres://…`` for PostgreSQL; for Spark ``local[*]`` (the default),
        ``spark://…`` or ``sc://…``
    kind : of the rows, where their files do not say it
    told : told how far it is

    Raises
    ------
    LogRefused: no such log, a package, connection or kind that is missing
    ValueError: a log outside its contract
    """
    if engine not in ENGINES:
        raise ValueError(f"engine must be one of {', '.join(ENGINES)}, got {engine!r}")
    if engine == "duckdb":
        if connect:
            raise LogRefused(_NOT_CONNECTED_TO, engine=engine)
        # A lake writes its files itself, without our mark.
        if is_lake(log) and kind is None:
            raise LogRefused(_KIND_WANTED, engine="duckdb (ducklake)")
        said = kind if is_lake(log) else None
        if month:
            return refresh_month(log, target, month, names=names, kind=said, told=told)
        return build_cubes(log, target, names=names, kind=said, told=told)
    if is_lake(log):
        raise LogRefused(_LAKE_BY_DUCKDB, engine=engine)
    try:
        made, table, known = _OPENERS[engine](log, connect)
    except ImportError as error:
        raise LogRefused(_NO_ENGINE, engine=engine, reason=_first_line(error)) from error
    stated = known or kind
    if stated is None:
        raise LogRefused(_KIND_WANTED, engine=engine)
    if month:
        table = table.filter(table.ts >= pd.Timestamp(month), table.ts < pd.Timestamp(month) + _MONTH)
    stages, cubes = Stages(names, told), {}
    for name in names:
        with stages.making(name):
            cubes[name] = in_order(made.to_pyarrow(CUBES[name](table)))
        if month:
            cubes[name], stated = _among_the_others(target / f"{name}.parquet", cubes[name], month, stated)
    return _put_in_place(target, cubes, stated)


_MONTH: Final = pd.DateOffset(months=1)


def in_order(cube: pa.Table) -> pa.Table:
    """A cube as DuckDB writes it: whole numbers of 64 bits, days, texts; rows ordered by all columns."""
    schema = pa.schema([(field.name, _plain(field.type)) for field in cube.schema])
    return cube.cast(schema).sort_by([(name, "ascending") for name in schema.names])


def _plain(type_: pa.DataType) -> pa.DataType:
    if pa.types.is_integer(type_) or pa.types.is_decimal(type_):
        return pa.int64()
    return pa.date32() if pa.types.is_temporal(type_) else pa.string()


def _among_the_others(path: Path, cube: pa.Table, month: date, kind: Kind) -> tuple[pa.Table, Kind]:
    if not path.exists():
        raise LogRefused(_NOT_BUILT, name=path.stem, folder=path.parent)
    there = pq.read_table(path)
    before = (there.schema.metadata or {}).get(KIND, b"").decode()
    other = pc.or_kleene(pc.is_null(there["month"]), pc.not_equal(there["month"], pa.scalar(month)))
    kept = there.filter(pc.fill_null(other, True)).replace_schema_metadata(None)
    joined = in_order(pa.concat_tables([kept.select(cube.column_names), cube]))
    return joined, Kind.SYNTHETIC if before == Kind.SYNTHETIC.value else kind


def _put_in_place(target: Path, cubes: Mapping[str, pa.Table], kind: Kind) -> dict[str, Path]:
    target.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target, prefix=".making-") as scratch:
        for name, cube in cubes.items():
            marked = cube.replace_schema_metadata({KIND: kind.value.encode()})
            pq.write_table(marked, Path(scratch) / f"{name}.parquet", compression="zstd")
        # All are complete before the first takes its place.
        for name in cubes:
            os.replace(Path(scratch) / f"{name}.parquet", target / f"{name}.parquet")
    return {name: target / f"{name}.parquet" for name in cubes}


Opened = tuple["BaseBackend", "ir.Table", Kind | None]


def _polars(log: Place, connect: str) -> Opened:
    import ibis

    if connect or is_address(log):
        raise LogRefused(_NOT_CONNECTED_TO, engine="polars")
    files = files_of(log)
    engine = ibis.polars.connect()
    table = engine.read_parquet([file.address for file in files], table_name="log")
    return engine, table, log_kind(files)


def _spark(log: Place, connect: str) -> Opened:
    import ibis
    from pyspark.sql import SparkSession

    where = connect or "local[*]"
    try:
        session = SparkSession.builder.appName("vigie")
        session = session.remote(where) if where.startswith("sc://") else session.master(where)
        # Times of a log are local and carry no zone: no session may move them.
        engine = ibis.pyspark.connect(session.config("spark.sql.session.timeZone", "UTC").getOrCreate())
    except Exception as error:
        raise LogRefused(_NOT_CONNECTED, engine="spark", reason=_first_line(error)) from error
    files = files_of(log) if Path(log).is_dir() else []
    try:
        if files or is_address(log):
            table = engine.read_parquet(str(log), table_name="log")
        else:
            table = _named(engine, str(log))
    except Exception as error:
        raise LogRefused(_NO_TABLE, engine="spark", log=log, reason=_first_line(error)) from error
    return engine, table, log_kind(files) if files else None


def _postgres(log: Place, connect: str) -> Opened:
    import ibis

    if not connect.startswith(("postgres://", "postgresql://")):
        raise LogRefused(_ADDRESS_WANTED)
    try:
        engine = ibis.connect(connect)
    except ImportError:
        raise
    except Exception as error:
        raise LogRefused(_NOT_CONNECTED, engine="postgres", reason=_first_line(error)) from error
    try:
        table = _named(engine, str(log))
    except Exception as error:
        raise LogRefused(_NO_TABLE, engine="postgres", log=log, reason=_first_line(error)) from error
    return engine, table, None


def _named(engine: Any, name: str) -> ir.Table:
    schema, _dot, table = name.rpartition(".")
    return engine.table(table, database=schema or None)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


_OPENERS: Final[Mapping[str, Callable[[Place, str], Opened]]] = MappingProxyType(
    {"polars": _polars, "spark": _spark, "postgres": _postgres}
)
ENGINES: Final = ("duckdb", *_OPENERS)
"""Every engine by the name that the command line takes; DuckDB has statements of its own."""
