"""Snapshots: immutable database files, and the pointer that says which one is served.

A snapshot is written beside the others under a name that no reader looks for, then put in place by
one rename; the pointer follows by another. Whoever reads therefore sees the old snapshot or the new
one, whole, even when the writer is killed at any moment.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from data.contracts import CONTRACTS
from data.contracts.ddl import ddl
from data.passing import folder as _passing

DEMO = "demo"
"""The workspace that ships with the product: real country figures, fictional banks."""

_POINTER = "current.json"
_EARLIER = "earlier"
_BYTES = "sha256"
_SUFFIX = ".duckdb"
_PART = ".part"
INTENT = ".load.json"
"""The note of a load that is being put in place; while it lies there, no part of it is swept."""
KEEP_COUNT, KEEP_DAYS = "VIGIE_KEEP_SNAPSHOTS", "VIGIE_KEEP_DAYS"
_KEPT = 5
REVIEWED = "VIGIE_REVIEWS_WORKSPACE"
"""The setting that names the workspace which is reviewed where people sign in."""
_ABANDONED_SECONDS = 3600.0
_DAY_SECONDS = 86_400.0
_WORKSPACE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_HASH = re.compile(r"[0-9a-f]{16,64}")
_SHORT = re.compile(r"[0-9a-f]{8,64}")


class SnapshotMissing(FileNotFoundError):
    """There is no snapshot to read; the data have to be built first."""


class WorkspaceMissing(SnapshotMissing):
    """No workspace has this name."""


@dataclass(frozen=True)
class Snapshot:
    """One immutable state of the data: everything shown is read from exactly one of these."""

    hash: str
    path: Path
    workspace: str
    built_at: datetime
    as_of: date


def home() -> Path:
    """The only directory the product writes to: ``VIGIE_HOME``, or ``var`` beside the code."""
    given = os.environ.get("VIGIE_HOME")
    return Path(given).expanduser().resolve() if given else Path(__file__).resolve().parents[1] / "var"


def hosted() -> bool:
    """Whether this is a demonstration open to strangers: ``VIGIE_DEMO=1``."""
    return os.environ.get("VIGIE_DEMO") == "1"


def reviewed() -> str:
    """The workspace that is reviewed where people sign in; the demonstration's unless one is named."""
    return os.environ.get(REVIEWED) or DEMO


def visitors_home() -> Path:
    """Where workspaces are kept: ``home()``; for a hosted demonstration a folder that starts empty.

    That folder belongs to this process and goes with it: what visitors load is forgotten at a restart, and
    what the operator keeps in ``home()`` is out of their reach.
    """
    return _passing() if hosted() else home()


def check_workspace_name(workspace: str) -> str:
    """The name itself when it can be a workspace.

    Raises
    ------
    ValueError: anything but 1 to 40 lower-case letters, digits, hyphens and underscores
    """
    if not _WORKSPACE.fullmatch(workspace):
        raise ValueError(
            f"workspace: {workspace!r}; allowed are 1 to 40 lower-case letters, digits, - and _, "
            "the first one a letter or a digit"
        )
    return workspace


def _directory(workspace: str) -> Path:
    root = home() if workspace == DEMO else visitors_home()
    return root / "snapshots" / check_workspace_name(workspace)


_read: dict[Path, tuple[tuple[int, int, int], Snapshot]] = {}


def current(workspace: str = DEMO) -> Snapshot:
    """The snapshot served for a workspace; costs one ``stat`` when nothing has changed.

    Raises
    ------
    WorkspaceMissing: no such workspace
    SnapshotMissing: nothing has been built yet
    ValueError: a name that no workspace can have
    """
    directory = _directory(workspace)
    pointer = directory / _POINTER
    try:
        status = pointer.stat()
    except FileNotFoundError:
        if workspace == DEMO or directory.is_dir():
            raise SnapshotMissing(f"no snapshot has been built for workspace {workspace!r}") from None
        raise WorkspaceMissing(f"there is no workspace {workspace!r}") from None
    except OSError as error:
        raise SnapshotMissing(f"the folder of workspace {workspace!r} cannot be read: {error}") from error
    signature = (status.st_ino, status.st_mtime_ns, status.st_size)
    known = _read.get(pointer)
    if known is None or known[0] != signature:
        known = (signature, _parse(pointer, workspace))
        _read[pointer] = known
    snapshot = known[1]
    if not snapshot.path.exists():
        raise SnapshotMissing(f"the snapshot {snapshot.hash} of workspace {workspace!r} is gone")
    return snapshot


def _parse(pointer: Path, workspace: str) -> Snapshot:
    try:
        return _read_row(json.loads(pointer.read_text(encoding="utf-8")), pointer.parent, workspace)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotMissing(f"the pointer of workspace {workspace!r} cannot be read: {error}") from error


def _read_row(row: Mapping[str, str], directory: Path, workspace: str) -> Snapshot:
    digest = str(row["hash"])
    if not _HASH.fullmatch(digest):
        raise ValueError("hash")
    return Snapshot(
        hash=digest,
        path=directory / (digest + _SUFFIX),
        workspace=workspace,
        built_at=datetime.fromisoformat(row["built_at"]),
        as_of=date.fromisoformat(row["as_of"]),
    )


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


def workspaces() -> tuple[str, ...]:
    """Names of the workspaces that have a snapshot, the demonstration first, then by name."""
    known = [DEMO] if (_directory(DEMO) / _POINTER).is_file() else []
    root = visitors_home() / "snapshots"
    if root.is_dir():
        found = [entry.name for entry in root.iterdir() if (entry / _POINTER).is_file()]
        known += sorted(name for name in found if name != DEMO)
    return tuple(known)


def find(workspace: str, digest: str) -> Snapshot | None:
    """The snapshot of a workspace whose hash begins with ``digest``; None where it is gone.

    Raises
    ------
    ValueError: a workspace that cannot be, or fewer than 8 hexadecimal digits
    """
    if not _SHORT.fullmatch(digest):
        raise ValueError(f"digest: {digest[:80]!r}; allowed are 8 to 64 hexadecimal digits")
    try:
        known = [current(workspace), *_earlier(_directory(workspace), workspace)]
    except SnapshotMissing:
        return None
    return next((each for each in known if each.hash.startswith(digest) and each.path.exists()), None)


def _earlier(directory: Path, workspace: str) -> list[Snapshot]:
    """The snapshots served before whose files are still there and whose tables today's pages can read."""
    found = []
    for row in _rows(directory)[1:]:
        with suppress(ValueError, KeyError, TypeError):
            if row["layout"] == layout():
                found.append(_read_row(row, directory, workspace))
    return [each for each in found if each.path.exists()]


def _rows(directory: Path) -> list[dict[str, str]]:
    """What the pointer says of the snapshot served, then of those before it."""
    try:
        row = json.loads((directory / _POINTER).read_text(encoding="utf-8"))
        return [row, *row.pop(_EARLIER, [])]
    except (OSError, ValueError, AttributeError, TypeError):
        return []


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
    if not _HASH.fullmatch(digest):
        raise ValueError(f"digest: {digest!r}; allowed are 16 to 64 hexadecimal digits")
    directory = _directory(workspace)
    target = directory / (digest + _SUFFIX)
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
        row = next((row for row in _rows(path.parent) if row.get("hash") == path.stem), {})
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
    part = directory / f".{_POINTER}.{os.getpid()}.{secrets.token_hex(4)}{_PART}"
    # What was served stays known, so that a link made on it can still be opened while its file is kept.
    earlier = [row for row in _rows(directory) if row.get("hash") != snapshot.hash][: retention()[0] - 1]
    part.write_text(json.dumps({**_row(snapshot), _BYTES: fingerprint, _EARLIER: earlier}), encoding="utf-8")
    flush(part)
    os.replace(part, directory / _POINTER)
    flush(directory)


def flush(path: Path) -> None:
    """Wait until the file, or the names in the directory, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
        if (directory / _POINTER).is_file()
    )


def _prune(directory: Path, keep: str) -> int:
    """Drop all but the newest snapshots; a reader that has one open keeps it until it lets go.

    Where the system does not let go of a file that is open, the next publication tries again.
    """
    count, days = retention()
    files = sorted(directory.glob("*" + _SUFFIX), key=lambda path: path.stat().st_mtime, reverse=True)
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
