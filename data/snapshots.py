"""Snapshots: immutable database files, and the pointer that says which one is served.

A snapshot is written beside the others under a name that no reader looks for, then put in place by
one rename; the pointer follows by another. Whoever reads therefore sees the old snapshot or the new
one, whole, even when the writer is killed at any moment.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from data.passing import folder as _passing

DEMO = "demo"
"""The workspace that ships with the product: real country figures, fictional banks."""

POINTER = "current.json"
EARLIER = "earlier"
SUFFIX = ".duckdb"
REVIEWED = "VIGIE_REVIEWS_WORKSPACE"
"""The setting that names the workspace which is reviewed where people sign in."""
DIGEST = re.compile(r"[0-9a-f]{16,64}")
"""The name of a snapshot: the hash of all that went into it."""
_WORKSPACE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
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


def directory_of(workspace: str) -> Path:
    """Where the snapshots of a workspace lie. Raises ``ValueError`` of a name that no workspace can have."""
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
    directory = directory_of(workspace)
    pointer = directory / POINTER
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
    if not DIGEST.fullmatch(digest):
        raise ValueError("hash")
    return Snapshot(
        hash=digest,
        path=directory / (digest + SUFFIX),
        workspace=workspace,
        built_at=datetime.fromisoformat(row["built_at"]),
        as_of=date.fromisoformat(row["as_of"]),
    )


def workspaces() -> tuple[str, ...]:
    """Names of the workspaces that have a snapshot, the demonstration first, then by name."""
    known = [DEMO] if (directory_of(DEMO) / POINTER).is_file() else []
    root = visitors_home() / "snapshots"
    if root.is_dir():
        found = [entry.name for entry in root.iterdir() if (entry / POINTER).is_file()]
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
        known = [current(workspace), *_earlier(directory_of(workspace), workspace)]
    except SnapshotMissing:
        return None
    return next((each for each in known if each.hash.startswith(digest) and each.path.exists()), None)


def _earlier(directory: Path, workspace: str) -> list[Snapshot]:
    """The snapshots served before whose files are still there, with the same tables as the one served now."""
    served, *before = rows_of(directory) or [{}]
    found = []
    for row in before:
        with suppress(ValueError, KeyError, TypeError):
            if row["layout"] == served["layout"]:
                found.append(_read_row(row, directory, workspace))
    return [each for each in found if each.path.exists()]


def rows_of(directory: Path) -> list[dict[str, str]]:
    """What the pointer says of the snapshot served, then of those before it."""
    try:
        row = json.loads((directory / POINTER).read_text(encoding="utf-8"))
        return [row, *row.pop(EARLIER, [])]
    except (OSError, ValueError, AttributeError, TypeError):
        return []
