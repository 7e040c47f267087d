"""The one place where SQL is run.

Reading goes through a hardened, read-only connection per snapshot file and a cursor per query: a
connection shared between threads gives wrong numbers without an error. Writing is for the build only.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pandas as pd

from data.reading import SOURCE, Read, note
from data.snapshots import Snapshot, SnapshotMissing

MAX_EXECUTION_MILLISECONDS = 10_000
UNREADABLE = (SnapshotMissing, duckdb.IOException)
"""What reading raises when a snapshot is lost or damaged."""
NOT_WRITTEN = (OSError, duckdb.IOException, duckdb.OutOfMemoryException)
"""What building raises when the disk is full or refuses."""
_OPEN_AT_MOST = 4
_PART = re.compile(r"\b(\w+)\s+AS\s*\(", re.IGNORECASE)
_READ_FROM = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)"?', re.IGNORECASE)
_READING: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "max_execution_time": str(MAX_EXECUTION_MILLISECONDS),
    "memory_limit": "256MB",
    "threads": "2",
    # No spilling: a query that does not fit fails instead of writing beside the snapshot.
    "temp_directory": "",
}


class _Database:
    """An open snapshot and how many are using it: queries under way, runs that hold it."""

    def __init__(self, path: Path) -> None:
        self.file = _file(path)
        try:
            self.connection = duckdb.connect(str(path), read_only=True, config=_READING)
        except (duckdb.IOException, duckdb.SerializationException, duckdb.InternalException) as error:
            raise SnapshotMissing(f"the snapshot {path.name} cannot be opened") from error
        self.connection.execute("SET lock_configuration = true")
        self.users = 0

    def replaced(self, path: Path) -> bool:
        """Whether another file stands in the place of the one that is open; a lost one is read on."""
        found = _file(path)
        return found is not None and found != self.file


def _file(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


_open: OrderedDict[Path, _Database] = OrderedDict()
_lock = threading.Lock()


@contextmanager
def _using(path: Path) -> Iterator[_Database]:
    """An open snapshot that nobody closes within the block."""
    with _lock:
        database = _open.get(path)
        if database is not None and database.users == 0 and database.replaced(path):
            _open.pop(path).connection.close()
            database = None
        if database is None:
            database = _open[path] = _Database(path)
        _open.move_to_end(path)
        database.users += 1
    try:
        yield database
    finally:
        with _lock:
            database.users -= 1
            _close_idle(keep=_OPEN_AT_MOST)


@contextmanager
def _cursor(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with _using(path) as database:
        cursor = database.connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()


@contextmanager
def held(snapshot: Snapshot) -> Iterator[None]:
    """Keep a snapshot open: within the block its rows can be read, even when its file is pruned meanwhile.

    Raises
    ------
    SnapshotMissing: the file is gone already
    """
    with _using(snapshot.path):
        yield


def _close_idle(keep: int) -> None:
    """Close the snapshots used longest ago, never one in use: that one waits its turn."""
    for path in list(_open):
        if len(_open) <= keep:
            return
        if _open[path].users == 0:
            _open.pop(path).connection.close()


def close_all() -> None:
    """Close every snapshot that nobody is using."""
    with _lock:
        _close_idle(keep=0)


def query(snapshot: Snapshot, sql: str, **parameters: Any) -> pd.DataFrame:
    """The rows of a SELECT on one snapshot, with ``$name`` parameters.

    DECIMAL columns come back as float64, so that sums of money are ordinary numbers to the models.

    Raises
    ------
    SnapshotMissing: the file is gone
    duckdb.Error: the statement is wrong, refused, or ran out of time or memory
    """
    with _cursor(snapshot.path) as cursor:
        frame = _frame(cursor.execute(sql, parameters))
    note(_read(sql, frame))
    return frame


def _read(sql: str, frame: pd.DataFrame) -> Read:
    """What a result rests on: the sources that its rows name, else the tables of the statement."""
    if SOURCE in frame.columns:
        named = frozenset(map(str, frame[SOURCE].dropna().unique()))
        return Read(sources=named, statements=frozenset([sql]))
    return Read(tables=tables_of(sql), statements=frozenset([sql]))


@cache
def tables_of(sql: str) -> frozenset[str]:
    """The tables that a statement reads; names that it gives to parts of itself are none."""
    return frozenset(_READ_FROM.findall(sql)) - frozenset(_PART.findall(sql))


def _frame(result: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    exact = [name for name, type_, *_ in result.description or [] if str(type_).startswith("DECIMAL")]
    frame = result.df()
    for name in exact:
        # Usually so already; asking first spares a copy of the frame for every query.
        if frame[name].dtype != "float64":
            frame[name] = frame[name].astype("float64")
    return frame


class Writer:
    """A database file under construction.

    Used as a context manager; closing it leaves one complete file and no log beside it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = duckdb.connect(
            str(path),
            config={
                "python_enable_replacements": "false",
                "autoinstall_known_extensions": "false",
                "threads": "2",
                "memory_limit": "512MB",
                "temp_directory": "",
            },
        )
        self._connection.execute("SET enable_progress_bar = false")
        self._connection.execute("BEGIN")

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._connection.execute("COMMIT")
                self._connection.execute("CHECKPOINT")
        finally:
            self._connection.close()

    def run(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """Run one statement; its rows, if it has any."""
        return _frame(self._connection.execute(sql, parameters))

    def read_through(self, storage: Any) -> None:
        """Let statements read addresses of a file system of fsspec, such as those of an object storage."""
        self._connection.register_filesystem(storage)

    def progress(self) -> float:
        """Share of the running statement that is done; below 0 where it does not say. Any thread may ask."""
        return float(self._connection.query_progress()) / 100
