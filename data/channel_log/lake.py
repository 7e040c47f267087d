"""A log kept as a table of a DuckLake: which of its Parquet files hold the rows of today.

The catalogue of a lake, here one in a DuckDB file, says which files belong to a table. Rows can also be taken
away by a file of their own, stand in the catalogue itself, or lie under a name that has changed since: then
the files alone are not the table, and the log is refused with what brings it in form. Tables and columns of
the catalogue as the specification of DuckLake 1.0 names them.
"""

# ruff: noqa: S608 - names of the catalogue's own tables; paths and names of the reader enter as literals

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import duckdb
import pandas as pd

from data.channel_log.problems import LogRefused
from data.channel_log.text import literal
from data.connection import Writer
from data.contracts.ddl import quoted
from data.phrases import Phrase

PREFIX: Final = "ducklake:"

_FORM: Final = Phrase(
    "un journal dans un DuckLake se nomme ducklake:CATALOGUE#schéma.table, par exemple "
    "ducklake:banque.ducklake#main.steps ; reçu {log}",
    "a log in a DuckLake is named ducklake:CATALOGUE#schema.table, for instance "
    "ducklake:bank.ducklake#main.steps; got {log}",
)
_NO_CATALOGUE: Final = Phrase(
    "{path} n'est pas un catalogue DuckLake tenu dans un fichier DuckDB ({reason})",
    "{path} is no DuckLake catalogue kept in a DuckDB file ({reason})",
)
_NO_TABLE: Final = Phrase(
    "le catalogue {path} n'a pas de table {table} ; il a : {known}",
    "the catalogue {path} has no table {table}; it has: {known}",
)
_EMPTY: Final = Phrase(
    "la table {table} du lac n'a aucun fichier de lignes", "the lake's table {table} has no file of rows"
)
_NO_MONTH: Final = Phrase(
    "aucun fichier de la table {table} du lac n'a de lignes de {month}",
    "no file of the lake's table {table} has rows of {month}",
)
_ENCRYPTED: Final = Phrase(
    "le lac {path} est chiffré : ses fichiers ne se lisent que par lui",
    "the lake {path} is encrypted: its files are read through it alone",
)
_SHORTENED: Final = Phrase(
    "des lignes de {table} ont été supprimées à part : appelez d'abord "
    "ducklake_rewrite_data_files avec delete_threshold => 0",
    "rows of {table} were deleted apart: first call ducklake_rewrite_data_files with delete_threshold => 0",
)
_INLINED: Final = Phrase(
    "{count} lignes de {table} se trouvent encore dans le catalogue : appelez d'abord "
    "ducklake_flush_inlined_data",
    "{count} rows of {table} still stand in the catalogue: first call ducklake_flush_inlined_data",
)
_ALTERED: Final = Phrase(
    "des colonnes de {table} ont été renommées ou changées ({columns}) : recopiez la table, ses anciens "
    "fichiers portent l'ancien nom",
    "columns of {table} were renamed or changed ({columns}): copy the table anew, its old files bear the "
    "old name",
)


@dataclass(frozen=True)
class LakeTable:
    """The catalogue and the table that an address names: ``ducklake:PATH#schema.table``."""

    catalogue: Path
    schema: str
    table: str

    @classmethod
    def of(cls, log: str) -> LakeTable:
        """Raises :class:`LogRefused` where the address has another form."""
        path, _mark, name = log.removeprefix(PREFIX).partition("#")
        schema, dot, table = name.rpartition(".")
        if not path or not table or ":" in path.removeprefix(Path(path).drive):
            raise LogRefused(_FORM, log=log)
        return cls(Path(path), schema if dot else "main", table)

    def __str__(self) -> str:
        return f"{self.schema}.{self.table}"


def is_lake(log: object) -> bool:
    """Whether the log is a table of a DuckLake."""
    return isinstance(log, str) and log.startswith(PREFIX)


def addresses(log: str, month: date | None = None) -> list[str]:
    """Where the Parquet files lie that hold the rows of a lake's table now: paths, or addresses of a storage.

    With ``month``, those alone whose times, as the catalogue states them, reach into it; files of which it
    states none are kept.

    Raises
    ------
    LogRefused: another form of address, no such catalogue or table, or files that are not the table alone
    """
    asked = LakeTable.of(log)
    if not asked.catalogue.is_file():
        raise LogRefused(_NO_CATALOGUE, path=asked.catalogue, reason="–")
    with (
        TemporaryDirectory(prefix="vigie-lake-") as scratch,
        Writer(Path(scratch) / "reader.duckdb") as reader,
    ):
        try:
            reader.run(f"ATTACH {literal(str(asked.catalogue))} AS lake (READ_ONLY)")
            settings = reader.run("SELECT key, value FROM lake.ducklake_metadata WHERE scope IS NULL")
            return _files(reader, asked, dict(zip(settings["key"], settings["value"], strict=True)), month)
        except duckdb.Error as error:
            reason = str(error).splitlines()[0][:200]
            raise LogRefused(_NO_CATALOGUE, path=asked.catalogue, reason=reason) from error


def _files(reader: Writer, asked: LakeTable, settings: Mapping[str, str], month: date | None) -> list[str]:
    if settings.get("encrypted") == "true":
        raise LogRefused(_ENCRYPTED, path=asked.catalogue)
    tables = reader.run(_TABLES)
    found = tables[(tables["schema_name"] == asked.schema) & (tables["table_name"] == asked.table)]
    if found.empty:
        known = ", ".join(sorted(tables["schema_name"] + "." + tables["table_name"])) or "–"
        raise LogRefused(_NO_TABLE, path=asked.catalogue, table=asked, known=known)
    table = found.iloc[0]
    number = int(table["table_id"])
    _refuse_what_files_do_not_say(reader, asked, number)
    files = reader.run(_DATA_FILES, table=number)
    if files.empty:
        raise LogRefused(_EMPTY, table=asked)
    if month is not None:
        files = _reaching(files, month)
        if files.empty:
            raise LogRefused(_NO_MONTH, table=asked, month=f"{month:%Y-%m}")
    # A relative place of data is relative to the catalogue's own folder.
    root = _below(
        f"{asked.catalogue.resolve().parent}/", settings["data_path"], _is_relative(settings["data_path"])
    )
    folder = _below(
        _below(root, table["schema_path"], table["schema_relative"]), table["path"], table["path_is_relative"]
    )
    return [
        _below(folder, path, relative)
        for path, relative in zip(files["path"], files["path_is_relative"], strict=True)
    ]


def _refuse_what_files_do_not_say(reader: Writer, asked: LakeTable, number: int) -> None:
    if _count(reader, "ducklake_delete_file", f"table_id = {number} AND end_snapshot IS NULL"):
        raise LogRefused(_SHORTENED, table=asked)
    changed = reader.run(_CHANGED_COLUMNS, table=number)["column_name"].tolist()
    if changed:
        raise LogRefused(_ALTERED, table=asked, columns=", ".join(changed))
    for name in reader.run(_INLINED_TABLES, table=number)["table_name"]:
        if count := _count(reader, name, "end_snapshot IS NULL"):
            raise LogRefused(_INLINED, table=asked, count=count)
    deleted = f"ducklake_inlined_delete_{number}"
    if deleted in set(reader.run(_ALL_TABLES)["table_name"]) and _count(reader, deleted, "true"):
        raise LogRefused(_SHORTENED, table=asked)


def _count(reader: Writer, table: str, condition: str) -> int:
    rows = reader.run(f"SELECT count(*) AS count FROM lake.{quoted(table)} WHERE {condition}")
    return int(rows["count"].iloc[0])


def _reaching(files: pd.DataFrame, month: date) -> pd.DataFrame:
    first = pd.Timestamp(month)
    earliest = pd.to_datetime(files["earliest"], errors="coerce")
    latest = pd.to_datetime(files["latest"], errors="coerce")
    apart = (latest < first) | (earliest >= first + pd.DateOffset(months=1))
    return files[~apart]


def _is_relative(path: str) -> bool:
    return "://" not in path and not Path(path).is_absolute()


def _below(folder: str, path: str, relative: bool) -> str:
    return f"{folder.rstrip('/')}/{path}" if relative else path


_TABLES: Final = """
    SELECT t.table_id, t.table_name, t.path, t.path_is_relative,
           s.schema_name, s.path AS schema_path, s.path_is_relative AS schema_relative
    FROM lake.ducklake_table t JOIN lake.ducklake_schema s USING (schema_id)
    WHERE t.end_snapshot IS NULL AND s.end_snapshot IS NULL
"""
_DATA_FILES: Final = """
    SELECT f.path, f.path_is_relative, k.min_value AS earliest, k.max_value AS latest
    FROM lake.ducklake_data_file f
    LEFT JOIN lake.ducklake_column c
           ON c.table_id = f.table_id AND c.column_name = 'ts' AND c.end_snapshot IS NULL
    LEFT JOIN lake.ducklake_file_column_stats k
           ON k.data_file_id = f.data_file_id AND k.column_id = c.column_id
    WHERE f.table_id = $table AND f.end_snapshot IS NULL
    ORDER BY f.data_file_id
"""
_CHANGED_COLUMNS: Final = """
    SELECT DISTINCT column_name FROM lake.ducklake_column
    WHERE table_id = $table AND end_snapshot IS NOT NULL ORDER BY column_name
"""
_INLINED_TABLES: Final = "SELECT table_name FROM lake.ducklake_inlined_data_tables WHERE table_id = $table"
_ALL_TABLES: Final = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'"
