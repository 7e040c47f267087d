"""Building snapshots: the base that ships with the product, and workspaces on top of it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from data import demo
from data.connection import Writer
from data.contracts import CONTRACTS, Contract, contract
from data.contracts.ddl import quoted
from data.frames import conform, parquet_bytes
from data.publishing import publish
from data.shipped import shipped_tables
from data.snapshots import DEMO, Snapshot, check_workspace_name
from data.writing import create, insert

_HERE = Path(__file__).resolve().parent
_INPUTS = (
    "catalogue/*.csv",
    "facts/*.csv",
    "demo/*.py",
    "channel_log/mix.py",
    "contracts/*.py",
    "build.py",
    "connection.py",
    "frames.py",
    "knots.py",
    "shipped.py",
)


class IntegrityError(ValueError):
    """Rows share a key, refer to something that is not there, or lie outside their indicator's limits."""


def build_base() -> Snapshot:
    """The snapshot of the demonstration workspace: country figures, catalogues, fictional banks.

    Named by the hash of all that goes into it, so building again changes nothing.

    Raises
    ------
    IntegrityError: a row refers to a source, country or indicator that does not exist
    """

    def write(path: Path) -> None:
        frames = base_tables()
        with Writer(path) as writer:
            for declared in CONTRACTS.values():
                create(writer, declared)
                insert(writer, declared, frames[declared.name])
            _verify(writer, CONTRACTS.values())

    return publish(DEMO, base_digest(), demo.AS_OF, write)


def build_workspace(workspace: str, tables: Mapping[str, pd.DataFrame]) -> Snapshot:
    """The snapshot of a workspace: the base, with the workspace's own rows added.

    ``tables`` holds everything the workspace has, not only what is new. A row with the key of a
    base row takes its place in this workspace; the demonstration itself never changes.

    Parameters
    ----------
    workspace : name, not ``demo``
    tables : rows by name of an importable table, already validated against its contract

    Raises
    ------
    ValueError: the name of the demonstration, a name no workspace can have, a table that cannot be
        imported or does not exist, or rows outside the contract
    IntegrityError: a key given twice, or a row that refers to a bank, indicator or source that does not exist
    """
    if check_workspace_name(workspace) == DEMO:
        raise ValueError(
            "workspace: 'demo' is the demonstration and is never overwritten; choose another name"
        )
    frames = {name: conform(_importable(name), tables[name]) for name in CONTRACTS if name in tables}
    unknown = sorted(set(tables) - set(CONTRACTS))
    if unknown:
        raise ValueError(f"tables: {', '.join(unknown)} do not exist; allowed are {', '.join(CONTRACTS)}")
    base = build_base()

    def write(path: Path) -> None:
        shutil.copyfile(base.path, path)
        try:
            with Writer(path) as writer:
                for name, frame in frames.items():
                    insert(writer, contract(name), frame, replace=True)
                # Replacing a row keeps its key, so the base's own references still hold.
                _verify(writer, [contract(name) for name in frames])
        except duckdb.ConstraintException as error:
            raise ValueError(f"tables: rows outside their contract: {error}") from error

    return publish(workspace, _workspace_digest(base, frames), _as_of(base, frames), write)


def base_tables() -> dict[str, pd.DataFrame]:
    """Every table of the base: the shipped rows, then those of the demonstration banks."""
    shipped, made = shipped_tables(), demo.tables()
    tables = {}
    for name, declared in CONTRACTS.items():
        parts = [part for part in (shipped.get(name), made.get(name)) if part is not None]
        rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
        tables[name] = conform(declared, rows)
    return tables


def base_digest() -> str:
    """The hash that names the base: of the shipped files, the generator and the contracts."""
    digest = hashlib.sha256()
    for release in (duckdb.__version__, np.__version__, pd.__version__):
        digest.update(release.encode() + b"\0")
    for pattern in _INPUTS:
        for path in sorted(_HERE.glob(pattern)):
            digest.update(path.relative_to(_HERE).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:32]


def _importable(name: str) -> Contract:
    declared = contract(name)
    if not declared.importable:
        allowed = ", ".join(other.name for other in CONTRACTS.values() if other.importable)
        raise ValueError(f"tables: {name!r} cannot be imported; allowed are {allowed}")
    return declared


def _workspace_digest(base: Snapshot, frames: Mapping[str, pd.DataFrame]) -> str:
    digest = hashlib.sha256(base.hash.encode())
    for name, frame in sorted(frames.items()):
        digest.update(name.encode() + b"\0" + parquet_bytes(contract(name), frame))
    return digest.hexdigest()[:32]


def _as_of(base: Snapshot, frames: Mapping[str, pd.DataFrame]) -> date:
    """The last day the data speak of: the workspace's own observations may be newer than the base."""
    own = frames.get("risk_observation")
    if own is None or own.empty:
        return base.as_of
    newest: date = (own["month"].max() + pd.offsets.MonthEnd(0)).date()
    return max(base.as_of, newest)


def _verify(writer: Writer, contracts: Iterable[Contract]) -> None:
    """Keys, references and indicator limits, over whole tables at once."""
    for declared in contracts:
        _verify_key(writer, declared)
        for column in declared.columns:
            if column.references is not None:
                _verify_reference(writer, declared, column.name, column.references)
            if column.limits_from is not None:
                _verify_limits(writer, declared, column.name, contract(column.limits_from))


def _verify_key(writer: Writer, declared: Contract) -> None:
    key = ", ".join(map(quoted, declared.key))
    twice = writer.run(
        f"SELECT {key} FROM {quoted(declared.name)} GROUP BY {key} HAVING count(*) > 1 ORDER BY ALL LIMIT 5"  # noqa: S608
    )
    if len(twice):
        listed = "; ".join(", ".join(map(str, row)) for row in twice.itertuples(index=False))
        raise IntegrityError(f"{declared.name}: more than one row for {listed}")


def _verify_reference(writer: Writer, declared: Contract, column: str, references: str) -> None:
    table, target = references.split(".")
    strangers = writer.run(
        f"SELECT DISTINCT {quoted(column)} AS value FROM {quoted(declared.name)} "  # noqa: S608
        f"WHERE {quoted(column)} NOT IN (SELECT {quoted(target)} FROM {quoted(table)}) ORDER BY ALL LIMIT 5"
    )
    if len(strangers):
        listed = ", ".join(repr(value) for value in strangers["value"])
        raise IntegrityError(f"{declared.name}.{column}: {listed} not found in {references}")


def _verify_limits(writer: Writer, declared: Contract, column: str, catalogue: Contract) -> None:
    key = catalogue.key[0]
    beyond = writer.run(
        f"SELECT DISTINCT o.{quoted(key)} AS key, o.{quoted(column)} AS value, c.minimum, c.maximum "  # noqa: S608
        f"FROM {quoted(declared.name)} AS o JOIN {quoted(catalogue.name)} AS c USING ({quoted(key)}) "
        f"WHERE o.{quoted(column)} < c.minimum OR o.{quoted(column)} > c.maximum ORDER BY ALL LIMIT 5"
    )
    if len(beyond):
        listed = "; ".join(
            f"{r.key}: {r.value} outside {r.minimum} to {r.maximum}" for r in beyond.itertuples()
        )
        raise IntegrityError(f"{declared.name}.{column}: {listed}")
