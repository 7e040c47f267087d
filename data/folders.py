"""The folder of a workspace: its name, one writer at a time, files put in place whole."""

from __future__ import annotations

import os
import re
import secrets
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.snapshots import DEMO, visitors_home

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{2,39}")

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
def alone(workspace: str, lock: Path) -> Iterator[None]:
    """One at a time, over threads and processes: whoever holds the file ``lock`` of the workspace."""
    with _guards[f"{workspace}/{lock.name}"], lock.open("w") as handle:
        _lock_file(handle.fileno())
        yield


def _lock_file(descriptor: int) -> None:
    """Wait for the other processes; the lock goes with the descriptor, even when the process is killed."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover
        # Without POSIX locks only the threads of this process are kept apart.
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)


def write_whole(target: Path, text: str) -> None:
    """Put a small file in place in one step, on the disk when this returns."""
    part = part_of(target)
    part.write_text(text, encoding="utf-8")
    flush(part)
    os.replace(part, target)
    flush(target.parent)


def part_of(target: Path) -> Path:
    """The name under which a file is written before it is put in place: nobody else writes under it."""
    return target.with_name(f".{target.name}.{os.getpid()}.{secrets.token_hex(4)}.part")


def flush(path: Path) -> None:
    """Wait until the file, or the names in the directory, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
