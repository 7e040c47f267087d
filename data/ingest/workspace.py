"""The folder in which a bank's own rows are kept, and what is remembered about its files."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pandas as pd

from data.contracts import CONTRACTS, contract
from data.folders import alone, flush, folder, part_of, write_whole
from data.frames import conform, write_parquet
from data.ingest.cells import normalised
from data.publishing import INTENT
from data.snapshots import DEMO, Snapshot, SnapshotMissing, current

_LOG, _MAPPINGS, _LOCK = "loads.jsonl", "mappings.json", ".lock"
_NAMES = "names.json"
_LOGGED = frozenset({"loaded_at", "table", "sha256"})
_MOST_MAPPINGS = 200
MOST_NAMES = 500


@contextmanager
def locked(workspace: str) -> Iterator[Path]:
    """The folder of a workspace, for one writer at a time, over threads and processes.

    What a killed load left open is finished or undone first.
    """
    directory = folder(workspace)
    directory.mkdir(parents=True, exist_ok=True)
    with alone(workspace, directory / _LOCK):
        _recover(workspace, directory)
        yield directory


def stored_tables(workspace: str) -> dict[str, pd.DataFrame]:
    """The rows a workspace holds, by table."""
    directory = folder(workspace)
    return {
        name: conform(contract(name), pd.read_parquet(path))
        for name in CONTRACTS
        if (path := directory / f"{name}.parquet").is_file()
    }


def own_banks(workspace: str) -> tuple[str, ...]:
    """The banks that a workspace brought along itself; none in the demonstration or before the first load."""
    if workspace == DEMO:
        return ()
    path = folder(workspace) / "bank.parquet"
    return tuple(pd.read_parquet(path, columns=["bank"])["bank"]) if path.is_file() else ()


def commit(
    workspace: str, directory: Path, tables: Mapping[str, pd.DataFrame], publish: Callable[[], Snapshot]
) -> Snapshot:
    """Put new tables and the snapshot built from them in place: both, or neither.

    The new rows are on the disk before the snapshot is published, and a note says which they are. A process
    that is killed in between leaves the note: whoever opens the workspace next puts the rows in place if
    the snapshot was published, and drops them if it was not. Call it inside `locked`.
    """
    parts: dict[str, str] = {}
    note = directory / INTENT
    try:
        for name, frame in tables.items():
            part = part_of(directory / f"{name}.parquet")
            parts[part.name] = f"{name}.parquet"
            write_parquet(contract(name), frame, part)
            flush(part)
        write_whole(note, json.dumps({"before": _served(workspace), "parts": parts}))
        snapshot = publish()
    except Exception:
        _recover(workspace, directory)
        for part_name in parts:
            (directory / part_name).unlink(missing_ok=True)
        raise
    _place(directory, parts)
    return snapshot


def _place(directory: Path, parts: Mapping[str, str]) -> None:
    """Put the rows of a published snapshot in place; those that are there already stay."""
    for part, target in parts.items():
        if (directory / part).is_file():
            os.replace(directory / part, directory / target)
    flush(directory)
    (directory / INTENT).unlink()


def _recover(workspace: str, directory: Path) -> None:
    """Finish or undo what a load left open: what is served says which."""
    note = directory / INTENT
    if not note.is_file():
        return
    intent = json.loads(note.read_text(encoding="utf-8"))
    if _served(workspace) != intent["before"]:
        _place(directory, intent["parts"])
        return
    for part in intent["parts"]:
        (directory / part).unlink(missing_ok=True)
    note.unlink()


def _served(workspace: str) -> str | None:
    """The hash of the snapshot that is served; None where there is none."""
    try:
        return current(workspace).hash
    except SnapshotMissing:
        return None


def log_load(directory: Path, entry: Mapping[str, object]) -> None:
    """Add one line to the log of loads; half a line that a killed load left stays apart from it."""
    with (directory / _LOG).open("ab+") as log:
        if log.tell():
            log.seek(-1, os.SEEK_END)
            torn = log.read(1) != b"\n"
        else:
            torn = False
        log.write((b"\n" if torn else b"") + json.dumps(entry, ensure_ascii=False).encode() + b"\n")


def loads(workspace: str) -> list[dict[str, Any]]:
    """The loads of a workspace, the oldest first; a line that a crash cut short is passed over."""
    path = folder(workspace) / _LOG
    if not path.is_file():
        return []
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        with suppress(ValueError):
            entry = json.loads(line)
            if isinstance(entry, dict) and entry.keys() >= _LOGGED:
                found.append(entry)
    return found


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
        part = part_of(target)
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


def remember_names(workspace: str, reference: str, names: Mapping[str, str]) -> None:
    """Keep which code each of a bank's own names stands for, for every file to come.

    Parameters
    ----------
    reference : table and column of the codes, such as "risk_indicator.indicator"
    names : name in the file → code; an empty code leaves the name's rows out

    Raises
    ------
    ValueError: a name that cannot be a workspace
    """
    with locked(workspace) as directory:
        kept = _names(directory)
        kept[reference] = dict(list((kept.get(reference, {}) | dict(names)).items())[-MOST_NAMES:])
        target = directory / _NAMES
        part = part_of(target)
        part.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(part, target)


def remembered_names(workspace: str) -> dict[str, dict[str, str]]:
    """Name → code by reference, as remembered; none for the demonstration."""
    return {} if workspace == DEMO else _names(folder(workspace))


def _names(directory: Path) -> dict[str, dict[str, str]]:
    path = directory / _NAMES
    if not path.is_file():
        return {}
    try:
        found: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        # As with mappings: a file damaged by hand must not stop a load.
        return {}
    return found


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
