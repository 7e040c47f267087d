"""All that an installation keeps, in one file: written while it serves, verified by hashes, given back whole.

What is kept are the rows of the workspaces with all that belongs to them, the snapshots that can still be
served, and the store of reviews where it is a file of this home. A store on PostgreSQL, the key that seals
the ledger's head and the certificate of signatures are kept elsewhere, and backed up there.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from data.ingest.workspace import locked
from data.snapshots import DEMO, home, hosted

LIST: Final = "list.json"
FORMAT: Final = 1
_REVIEWS, _HEAD = "reviews.db", "reviews.db.head"
_KINDS: Final = ("snapshots", "workspaces")
_OURS: Final = (*_KINDS, _REVIEWS, _HEAD)
_STAGE: Final = ".restoring-"
_STEP: Final = 1 << 20
_MOST_LIST_BYTES: Final = 1 << 26


class Damaged(ValueError):
    """An archive is not, to the last byte, what was written; the message says where."""


@dataclass(frozen=True)
class Archive:
    """What an archive holds.

    Parameters
    ----------
    made_at : when it was begun, UTC
    files : name → SHA-256 of each file
    size : bytes of all files together
    digest : SHA-256 of the list, which stands for the whole; worth keeping apart from the archive
    """

    made_at: datetime
    files: dict[str, str]
    size: int
    digest: str

    @property
    def workspaces(self) -> tuple[str, ...]:
        """The workspaces whose rows it holds."""
        parts = (PurePosixPath(name).parts for name in self.files)
        return tuple(sorted({part[1] for part in parts if part[0] == "workspaces"}))


def backup(target: Path) -> Archive:
    """Write everything to one file, which is there whole or not at all.

    Loads into a workspace wait while its rows are copied; readers do not.

    Raises
    ------
    FileExistsError: there is a file of that name
    ValueError: a demonstration open to strangers, which keeps nothing
    OSError: it cannot be written
    """
    if hosted():
        raise ValueError("backup: a demonstration open to strangers (VIGIE_DEMO) keeps nothing of theirs")
    if target.exists():
        raise FileExistsError(f"backup: {target} exists already")
    part = target.with_name(f".{target.name}.{os.getpid()}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                _write(archive)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return verify(target)


def _write(archive: zipfile.ZipFile) -> None:
    root, hashes = home(), dict[str, str]()
    made_at = datetime.now(UTC).isoformat(timespec="seconds")

    def add(path: Path, name: str) -> None:
        with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as kept:
            hashes[name] = _copied(source, kept)

    # The head first: the ledger may have gone on since, but must never fall short of it.
    if (root / _HEAD).is_file():
        add(root / _HEAD, _HEAD)
    if (root / _REVIEWS).is_file():
        with _copy_of_store(root / _REVIEWS) as copied:
            add(copied, _REVIEWS)
    kept_by = {each.name for kind in _KINDS for each in (root / kind).glob("*/") if each.name != DEMO}
    for workspace in sorted(kept_by):
        with locked(workspace):
            for kind in _KINDS:
                _add_folder(root, root / kind / workspace, add)
    _add_folder(root, root / "snapshots" / DEMO, add)
    archive.writestr(LIST, json.dumps({"format": FORMAT, "made_at": made_at, "files": hashes}, indent=1))


def _add_folder(root: Path, folder: Path, add: Any) -> None:
    # What is not yet, or no longer, part of it begins with a dot or ends in .part; the key of a workspace is.
    files = sorted(path for path in folder.glob("*") if path.is_file() and not path.name.startswith("."))
    for path in (*files, folder / ".key"):
        # One that is pruned meanwhile was of no more use; the pointer to it is passed over by readers.
        with suppress(FileNotFoundError):
            add(path, path.relative_to(root).as_posix())


@contextmanager
def _copy_of_store(path: Path) -> Iterator[Path]:
    """The store as it stands between two changes, whoever writes to it meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / path.name
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copied)) as kept:
            source.backup(kept)
        yield copied


def _copied(source: IO[bytes], target: IO[bytes] | None) -> str:
    digest = hashlib.sha256()
    while block := source.read(_STEP):
        digest.update(block)
        if target is not None:
            target.write(block)
    return digest.hexdigest()


def verify(path: Path) -> Archive:
    """What an archive holds, each byte of it compared with the list.

    Raises
    ------
    Damaged: it was changed, cut short, or is no archive
    OSError: it cannot be read
    """
    return _read(path, None)


def restore(path: Path) -> Archive:
    """Give back what an archive holds, to a home that keeps nothing yet: all of it, or nothing.

    No server may run on that home. The product's own data, and workspaces of an older release, are built anew
    by the next start.

    Raises
    ------
    FileExistsError: the home keeps something already
    Damaged: the archive is not what was written
    OSError: the disk is full or cannot be written
    """
    root = home()
    held = [name for name in _OURS if (root / name).exists()]
    if held:
        raise FileExistsError(
            f"restore: {root} keeps {', '.join(held)}; move it away, or name another VIGIE_HOME"
        )
    root.mkdir(parents=True, exist_ok=True)
    for left in root.glob(_STAGE + "*"):
        shutil.rmtree(left)
    stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=root))
    placed: list[Path] = []
    try:
        found = _read(path, stage)
        # Names of this home, on one disk: each takes its place in one step. Rows and pointers come last, so
        # that a home that was cut off here is seen to be none.
        for name in reversed(_OURS):
            if (stage / name).exists():
                placed.append(root / name)
                os.rename(stage / name, root / name)
    except BaseException:
        for each in placed:
            if each.is_dir():
                shutil.rmtree(each, ignore_errors=True)
            else:
                each.unlink(missing_ok=True)
        raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return found


def _read(path: Path, into: Path | None) -> Archive:
    try:
        with zipfile.ZipFile(path) as archive:
            listed, digest = _list_of(archive)
            names = [name for name in archive.namelist() if name != LIST]
            if sorted(names) != sorted(listed["files"]):
                raise Damaged(f"{path.name}: its files are not those of its list")
            size = 0
            for name, expected in listed["files"].items():
                _check_name(name)
                size += archive.getinfo(name).file_size
                with archive.open(name) as source:
                    if _given_back(source, name, into) != expected:
                        raise Damaged(f"{path.name}: {name} was changed after it was written")
            return Archive(datetime.fromisoformat(listed["made_at"]), listed["files"], size, digest)
    except Damaged:
        raise
    except OSError:
        raise
    # A damaged archive fails in more ways than its own error names: zlib, struct, decoding, kind of packing.
    except Exception as error:
        raise Damaged(f"{path.name}: no whole archive ({error})") from error


def _list_of(archive: zipfile.ZipFile) -> tuple[dict[str, Any], str]:
    if archive.getinfo(LIST).file_size > _MOST_LIST_BYTES:
        raise Damaged("the list is out of proportion")
    text = archive.read(LIST)
    listed = json.loads(text)
    if listed["format"] != FORMAT:
        raise Damaged(f"format {listed['format']}: a newer release has written it")
    return listed, hashlib.sha256(text).hexdigest()


def _check_name(name: str) -> None:
    parts = PurePosixPath(name).parts
    whole = name in (_REVIEWS, _HEAD) or (len(parts) == 3 and parts[0] in _KINDS)
    if not whole or ".." in parts or "\\" in name or name.startswith("/"):
        raise Damaged(f"{name[:80]!r} is no file of an installation")


def _given_back(source: IO[bytes], name: str, into: Path | None) -> str:
    if into is None:
        return _copied(source, None)
    target = into / name
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        digest = _copied(source, file)
        file.flush()
        os.fsync(file.fileno())
    return digest
