"""The folder in which a bank's own rows are kept, and what is remembered about its files."""

from __future__ import annotations

import json
import os
import re
import secrets
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from data.contracts import CONTRACTS, contract
from data.frames import conform, write_parquet
from data.ingest.cells import normalised
from data.snapshots import DEMO, visitors_home

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{2,39}")
_LOG, _MAPPINGS, _LOCK = "loads.jsonl", "mappings.json", ".lock"
_MOST_MAPPINGS = 200

_guards: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def check_workspace(workspace: str) -> str:
    """The name itself when rows may be loaded into a workspace of that name.

    Raises
    ------
    ValueError: anything but 3 to 40 lower-case letters, digits and hyphens, or the demonstration
    """
    if workspace == DEMO:
        raise ValueError(
            f"workspace: {DEMO!r} is the demonstration and is never overwritten; choose another name"
        )
    if not _NAME.fullmatch(workspace):
        raise ValueError(
            f"workspace: {workspace!r}; allowed are 3 to 40 lower-case letters, digits and hyphens, "
            "the first one a letter or a digit"
        )
    return workspace


def folder(workspace: str) -> Path:
    """Where a workspace keeps its rows; it need not exist yet.

    Raises
    ------
    ValueError: a name that cannot be a workspace
    """
    return visitors_home() / "workspaces" / check_workspace(workspace)


@contextmanager
def locked(workspace: str) -> Iterator[Path]:
    """The folder of a workspace, for one writer at a time, over threads and processes."""
    directory = folder(workspace)
    directory.mkdir(parents=True, exist_ok=True)
    with _guards[workspace], (directory / _LOCK).open("w") as handle:
        _lock_file(handle.fileno())
        yield directory


def _lock_file(descriptor: int) -> None:
    """Wait for the other processes; the lock goes with the descriptor, even when the process is killed."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover
        # Without POSIX locks only the threads of this process are kept apart.
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)


def stored_tables(workspace: str) -> dict[str, pd.DataFrame]:
    """The rows a workspace holds, by table."""
    directory = folder(workspace)
    return {
        name: conform(contract(name), pd.read_parquet(path))
        for name in CONTRACTS
        if (path := directory / f"{name}.parquet").is_file()
    }


def replace_tables(directory: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Put new tables in the place of the old ones; none is replaced before all are written."""
    parts: list[tuple[Path, Path]] = []
    try:
        for name, frame in tables.items():
            target = directory / f"{name}.parquet"
            part = _part_of(target)
            parts.append((part, target))
            write_parquet(contract(name), frame, part)
            _flush(part)
        for part, target in parts:
            os.replace(part, target)
    finally:
        for part, _ in parts:
            part.unlink(missing_ok=True)


def _part_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.{secrets.token_hex(4)}.part")


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def log_load(directory: Path, entry: Mapping[str, object]) -> None:
    """Add one line to the log of loads."""
    with (directory / _LOG).open("a", encoding="utf-8") as log:
        log.write(json.dumps(entry, ensure_ascii=False) + "\n")


def loads(workspace: str) -> list[dict[str, Any]]:
    """The loads of a workspace, the oldest first."""
    path = folder(workspace) / _LOG
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _fingerprint(table: str, columns: Sequence[str]) -> str:
    """Files with the same columns in another order are the same sort of file."""
    return table + ":" + "|".join(sorted(normalised(column) for column in columns))


def remember_mapping(
    workspace: str, table: str, columns: Sequence[str], mapping: Mapping[str, str | None]
) -> None:
    """Keep the user's choice of columns for the next file with the same ones.

    Raises
    ------
    ValueError: a name that cannot be a workspace
    KeyError: no such table
    """
    names = [column.name for column in contract(table).columns]
    chosen = {name: mapping.get(name) for name in names}
    with locked(workspace) as directory:
        kept = _mappings(directory)
        kept.pop(_fingerprint(table, columns), None)
        kept[_fingerprint(table, columns)] = chosen
        while len(kept) > _MOST_MAPPINGS:
            kept.pop(next(iter(kept)))
        target = directory / _MAPPINGS
        part = _part_of(target)
        part.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(part, target)


def remembered_mapping(workspace: str, table: str, columns: Sequence[str]) -> dict[str, str | None] | None:
    """The choice remembered for files with these columns; None where there is none.

    Raises
    ------
    ValueError: a name that cannot be a workspace
    """
    found = _mappings(folder(workspace)).get(_fingerprint(table, columns))
    if found is None:
        return None
    written = {normalised(column): column for column in columns}
    kept = ((name, written.get(normalised(header))) for name, header in found.items() if header)
    return dict.fromkeys(found) | {name: header for name, header in kept if header}


def _mappings(directory: Path) -> dict[str, dict[str, str | None]]:
    path = directory / _MAPPINGS
    if not path.is_file():
        return {}
    try:
        found: dict[str, dict[str, str | None]] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        # What is remembered is a convenience: a file damaged by hand must not stop a load.
        return {}
    return found
