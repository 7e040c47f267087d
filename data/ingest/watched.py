"""Targets and limits of a workspace, and what the watch has said of it: small files beside its rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from data.folders import folder, write_whole
from data.ingest.workspace import locked

MARKS: Final = "watch.json"
SAID: Final = "watch-said.json"
REVIEWS: Final = "watch-reviews.json"
"""What was said of reviews: apart, since whoever opens the workspace reads the rest."""
FEED: Final = "watch.atom"
FORMAT: Final = 1
_LARGEST: Final = 1 << 22
T = TypeVar("T")


def read(workspace: str, name: str) -> dict[str, Any]:
    """What a file of the watch holds; empty where there is none, or where it is damaged or newer than we are.

    Raises
    ------
    ValueError: a name that cannot be a workspace
    """
    return _read(folder(workspace) / name)


def change(workspace: str, name: str, make: Callable[[dict[str, Any]], tuple[dict[str, Any], T]]) -> T:
    """Replace what a file holds by what ``make`` makes of it, whole or not at all; what it gives beside.

    A file that cannot be read is set aside under ``.damaged``, not overwritten; one of a newer release stays.

    Raises
    ------
    ValueError: a name that cannot be a workspace, or a newer release wrote the file
    OSError: it cannot be written
    """
    with locked(workspace) as directory:
        path = directory / name
        before = _read(path)
        if path.is_file() and not before:
            if isinstance(written := _stated(path).get("format"), int) and written > FORMAT:
                raise ValueError(f"{name} of {workspace} was written by a newer release: {written}")
            path.replace(path.with_suffix(".damaged"))
        after, told = make(before)
        write_whole(path, json.dumps({**after, "format": FORMAT}, ensure_ascii=False, indent=1))
        return told


def write_feed(workspace: str, text: str) -> Path:
    """Put the feed of the workspace in place; where it lies."""
    with locked(workspace) as directory:
        write_whole(directory / FEED, text)
        return directory / FEED


def write_text(path: Path, text: str) -> None:
    """Put a file in place in one step, for whoever holds the disk."""
    write_whole(path, text)


def _read(path: Path) -> dict[str, Any]:
    found = _stated(path)
    return found if found.get("format") == FORMAT else {}


def _stated(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        # The watch is a help: a file damaged by hand stops neither a page nor a load.
        return {}
    return found if isinstance(found, dict) else {}
