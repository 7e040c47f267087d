"""Putting snapshots in place, and clearing away those that nobody needs any more.

Readers know nothing of this: it knows the tables, they know the files.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from data.contracts import CONTRACTS
from data.contracts.ddl import ddl
from data.folders import flush
from data.snapshots import (
    DIGEST,
    EARLIER,
    POINTER,
    SUFFIX,
    Snapshot,
    SnapshotMissing,
    current,
    directory_of,
    home,
    rows_of,
    visitors_home,
)

INTENT = ".load.json"
"""The note of a load that is being put in place; while it lies there, no part of it is swept."""
KEEP_COUNT, KEEP_DAYS = "VIGIE_KEEP_SNAPSHOTS", "VIGIE_KEEP_DAYS"
_KEPT = 5
_BYTES = "sha256"
_PART = ".part"
_ABANDONED_SECONDS = 3600.0
_DAY_SECONDS = 86_400.0


def publish(workspace: str, digest: str, as_of: date, write: Callable[[Path], None]) -> Snapshot:
    """Put a snapshot in place and point to it.

    ``write`` makes the database at the path it is given, and must leave it closed. It is not called
    when a snapshot of this name is there already, byte for byte as it was written: the name is the
    hash of all that goes into it. A failing ``write`` leaves the workspace as it was.

    Parameters
    ----------
    workspace : name of the workspace
    digest : 16 to 64 hexadecimal digits, the hash of the inputs
    as_of : last day the data speak of
    write : makes the database file

    Raises
    ------
    ValueError: a name or digest that cannot be
    OSError: the disk is full or cannot be written
    """
    if not DIGEST.fullmatch(digest):
        raise ValueError(f"digest: {digest!r}; allowed are 16 to 64 hexadecimal digits")
    directory = directory_of(workspace)
    target = directory / (digest + SUFFIX)
    sound = _whole(target)
    if sound:
        with suppress(SnapshotMissing):
            served = current(workspace)
            if served.hash == digest:
                return served
    directory.mkdir(parents=True, exist_ok=True)
    _sweep(directory)
    if not sound:
        part = directory / f".{digest}.{os.getpid()}.{secrets.token_hex(4)}{_PART}"
        try:
            write(part)
            flush(part)
            os.replace(part, target)
        finally:
            for leftover in (part, part.with_name(part.name + ".wal")):
                leftover.unlink(missing_ok=True)
            if not target.exists():
                with suppress(OSError):
                    directory.rmdir()  # only an empty one goes: a failed first build leaves no workspace
    snapshot = Snapshot(digest, target, workspace, datetime.now(UTC), as_of)
    _point(directory, snapshot, _fingerprint(target))
    _prune(directory, keep=digest)
    return snapshot


_known_whole: dict[Path, tuple[int, int, int]] = {}


def _whole(path: Path) -> bool:
    """Whether a snapshot is what was written under its name: the pointer keeps the hash of its bytes.

    A file that has been read once and has not changed since is not read again.
    """
    try:
        status = path.stat()
        signature = (status.st_ino, status.st_mtime_ns, status.st_size)
        if _known_whole.get(path) == signature:
            return True
        row = next((row for row in rows_of(path.parent) if row.get("hash") == path.stem), {})
        if row.get(_BYTES) != _fingerprint(path):
            return False
    except OSError:
        return False
    _known_whole[path] = signature
    return True


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _point(directory: Path, snapshot: Snapshot, fingerprint: str) -> None:
    part = directory / f".{POINTER}.{os.getpid()}.{secrets.token_hex(4)}{_PART}"
    # What was served stays known, so that a link made on it can still be opened while its file is kept.
    earlier = [row for row in rows_of(directory) if row.get("hash") != snapshot.hash][: retention()[0] - 1]
    part.write_text(json.dumps({**_row(snapshot), _BYTES: fingerprint, EARLIER: earlier}), encoding="utf-8")
    flush(part)
    os.replace(part, directory / POINTER)
    flush(directory)


def retention() -> tuple[int, float]:
    """How many snapshots of a workspace are kept, the served one counted, and for how many days.

    ``VIGIE_KEEP_SNAPSHOTS`` (5) and ``VIGIE_KEEP_DAYS`` (no limit).

    Raises
    ------
    ValueError: a setting that is no number, or less than one snapshot
    """
    count, days = os.environ.get(KEEP_COUNT, ""), os.environ.get(KEEP_DAYS, "")
    kept, aged = int(count) if count else _KEPT, float(days) if days else math.inf
    if kept < 1 or not aged >= 0:
        raise ValueError(f"{KEEP_COUNT}={count} {KEEP_DAYS}={days}: keep one at least, and no negative days")
    return kept, aged


def prune() -> int:
    """Drop what is kept beyond ``retention``, in every workspace; how many files went."""
    return sum(
        _prune(directory, keep=current(directory.name).hash)
        for root in dict.fromkeys((home(), visitors_home()))
        for directory in (root / "snapshots").glob("*/")
        if (directory / POINTER).is_file()
    )


def _prune(directory: Path, keep: str) -> int:
    """Drop all but the newest snapshots; a reader that has one open keeps it until it lets go.

    Where the system does not let go of a file that is open, the next publication tries again.
    """
    count, days = retention()
    files = sorted(directory.glob("*" + SUFFIX), key=lambda path: path.stat().st_mtime, reverse=True)
    now, gone = time.time(), 0
    for place, path in enumerate(files):
        if path.stem != keep and (place >= count or now - path.stat().st_mtime > days * _DAY_SECONDS):
            with suppress(PermissionError):
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def sweep() -> None:
    """Remove what killed builds and loads left behind, in every workspace."""
    for root in dict.fromkeys((home(), visitors_home())):
        for kind in ("snapshots", "workspaces"):
            for directory in (root / kind).glob("*/"):
                _sweep(directory)


def _sweep(directory: Path) -> None:
    """Remove what a killed build left behind, and nothing that a running one still writes."""
    if (directory / INTENT).is_file():
        # A load was killed between its snapshot and its rows: the next opening finishes or undoes it.
        return
    for path in directory.glob(f".*{_PART}*"):
        try:
            old = time.time() - path.stat().st_mtime > _ABANDONED_SECONDS
            owner = int(path.name.split(_PART)[0].rsplit(".", 2)[-2])
        except (OSError, ValueError, IndexError):
            continue
        if old or not _alive(owner):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _row(snapshot: Snapshot) -> dict[str, str]:
    return {
        "hash": snapshot.hash,
        "built_at": snapshot.built_at.isoformat(),
        "as_of": snapshot.as_of.isoformat(),
        "layout": layout(),
    }


@cache
def layout() -> str:
    """What tells the tables of this version of the product from those of another."""
    tables = "\n".join(ddl(table) for table in CONTRACTS.values())
    return hashlib.sha256(tables.encode()).hexdigest()[:16]
