"""Who may add to a workspace: its name lets one read it, its key lets one write.

The name travels in every copied link. The key is made when a page loads the first file, shown once to whoever
loaded it, and kept here as a hash only. The command line needs none: whoever runs it holds the disk.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress

from data.folders import folder
from data.snapshots import workspaces

_FILE = ".key"


def claim(workspace: str) -> str:
    """The key of a workspace that does not exist yet; whoever asks first has it.

    Raises
    ------
    ValueError: a name that cannot be a workspace
    PermissionError: the workspace exists already
    """
    directory = folder(workspace)
    if exists(workspace):
        raise PermissionError(f"workspace: {workspace!r} exists already")
    directory.mkdir(parents=True, exist_ok=True)
    key = secrets.token_hex(16)
    try:
        descriptor = os.open(directory / _FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise PermissionError(f"workspace: {workspace!r} exists already") from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(_digest(key))
    return key


def renew(workspace: str) -> str:
    """A new key in the place of the old one; for whoever holds the disk.

    Raises
    ------
    ValueError: a name that cannot be a workspace
    FileNotFoundError: no such workspace
    """
    if not exists(workspace):
        raise FileNotFoundError(f"workspace: there is no {workspace!r}")
    directory = folder(workspace)
    directory.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        (directory / _FILE).unlink()
    key = secrets.token_hex(16)
    descriptor = os.open(directory / _FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(_digest(key))
    return key


def opens(workspace: str, key: str) -> bool:
    """Whether the key is the workspace's; compared in the same time whatever it is.

    Raises
    ------
    ValueError: a name that cannot be a workspace
    """
    try:
        kept = (folder(workspace) / _FILE).read_text(encoding="ascii")
    except (OSError, ValueError):
        kept = ""
    # Without a key on the disk (made at the command line) nothing matches, and it takes as long.
    return hmac.compare_digest(_digest(key), kept or _digest(secrets.token_hex(16)))


def exists(workspace: str) -> bool:
    """Whether somebody has the workspace: it is served, holds rows, or has a key.

    Raises
    ------
    ValueError: a name that cannot be a workspace
    """
    directory = folder(workspace)
    held = (directory / _FILE).exists() or any(directory.glob("*.parquet"))
    return held or workspace in workspaces()


def has_key(workspace: str) -> bool:
    """Whether the workspace has a key; those of the command line and of before there were keys have none.

    Raises
    ------
    ValueError: a name that cannot be a workspace
    """
    return (folder(workspace) / _FILE).is_file()


def _digest(key: str) -> str:
    return hashlib.sha256(key.strip().encode()).hexdigest()
