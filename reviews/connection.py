"""The one module of the regulator's side that speaks to its database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Engine, Executable, RowMapping, create_engine, event
from sqlalchemy.engine import URL, make_url

from reviews.guards import APPLICATION_ROLE, BANKS_SETTING

EVERY_BANK: Final = "*"
# One writer at a time for the whole ledger: each event needs the one before. A number of ours, nothing more.
_LEDGER_LOCK: Final = 7_061_982
_SECONDS_TO_WAIT: Final = 30


class Work:
    """One transaction: what is done in it stands together or not at all."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def run(self, statement: Executable, rows: Iterable[Mapping[str, Any]] | None = None) -> int:
        """Carry out a statement; how many rows it touched."""
        done = self._connection.execute(statement, None if rows is None else [dict(row) for row in rows])
        return int(done.rowcount)

    def add(self, statement: Executable) -> int:
        """Insert a row; its id."""
        key = self._connection.execute(statement).inserted_primary_key
        return int(key[0]) if key is not None else 0

    def rows(self, statement: Executable) -> list[RowMapping]:
        """Every row of a query."""
        return list(self._connection.execute(statement).mappings())

    def row(self, statement: Executable) -> RowMapping | None:
        """The first row of a query; None where there is none."""
        return self._connection.execute(statement).mappings().first()

    def stream(self, statement: Executable) -> Iterator[RowMapping]:
        """The rows of a query, a thousand at a time."""
        found = self._connection.execution_options(yield_per=1_000).execute(statement)
        yield from found.mappings()

    def see(self, banks: Iterable[str] | str) -> None:
        """From here on, only rows of these banks; :data:`EVERY_BANK` for all. Row security of PostgreSQL."""
        if self._connection.dialect.name == "postgresql":
            named = banks if isinstance(banks, str) else ",".join(sorted(banks))
            self._connection.exec_driver_sql(f"SELECT set_config('{BANKS_SETTING}', %s, true)", (named,))

    @property
    def connection(self) -> Connection:
        """The connection itself, for migrations."""
        return self._connection


def engine_of(url: str, *, durable: bool = True) -> Engine:
    """An engine with the settings of the house; one that is not ``durable`` waits for no disk (SQLite).

    Raises
    ------
    ValueError: neither SQLite nor PostgreSQL
    """
    parsed = make_url(url)
    kind = parsed.get_backend_name()
    if kind == "sqlite":
        return _sqlite(parsed, durable=durable)
    if kind == "postgresql":
        return create_engine(parsed, pool_pre_ping=True, pool_size=10, max_overflow=40)
    raise ValueError(f"{kind}: a store is sqlite:///file.db or postgresql+psycopg://user@host/name")


def _sqlite(url: URL, *, durable: bool) -> Engine:
    engine = (
        create_engine(
            url, connect_args={"timeout": _SECONDS_TO_WAIT, "check_same_thread": False}, pool_size=10
        )
        if url.database not in (None, "", ":memory:")
        else create_engine(url)
    )
    event.listen(engine, "connect", partial(_settings, durable))
    event.listen(engine, "begin", _begin)
    return engine


def _settings(durable: bool, connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own transactions begin too late and never IMMEDIATE: ours are written out.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        f"synchronous={'FULL' if durable else 'OFF'}",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("vigie_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def working(engine: Engine, *, writes: bool, as_owner: bool = False) -> Iterator[Work]:
    """A transaction; one that ``writes`` waits for the other writers before it reads anything."""
    with engine.connect().execution_options(vigie_writes=writes) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            if writes:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LEDGER_LOCK})")
            if not as_owner and _has_role(connection):
                connection.exec_driver_sql(f"SET LOCAL ROLE {APPLICATION_ROLE}")
        yield Work(connection)


def _has_role(connection: Connection) -> bool:
    found = connection.exec_driver_sql(
        "SELECT 1 FROM pg_roles WHERE rolname = %s AND pg_has_role(oid, 'MEMBER')", (APPLICATION_ROLE,)
    )
    return found.first() is not None
