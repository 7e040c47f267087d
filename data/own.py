"""What is kept in a workspace beside its rows: notes, favourite pages, scenarios, the page last seen.

One small file of the workspace, put in place whole. None of it is part of a computation. What of the file
cannot be read is passed over, and kept beside it before the file is written anew.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from data.folders import alone, folder, write_whole

T = TypeVar("T")
FILE: Final = "own.json"
DAMAGED: Final = "own.damaged.json"
FORMAT: Final = 1
MOST_NOTES: Final = 200
MOST_FAVOURITES: Final = 12
LONGEST_TEXT: Final = 500
LONGEST_AUTHOR: Final = 60
_LONGEST_STATED: Final = 4_000
_LONGEST_SCENARIOS: Final = 200_000
_MOST_BYTES: Final = 1_000_000
_LOCK: Final = ".own.lock"
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,60}")
_MONTH: Final = re.compile(r"(?:199\d|20\d\d|2100)-(?:0[1-9]|1[0-2])")
_INVISIBLE: Final = ("Cc", "Cn", "Cf", "Cs", "Co", "Zl", "Zp")


class NotKept(ValueError):
    """What was given is not kept; ``rule`` is a key of the sentences in which pages say so."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"not kept: {rule}")
        self.rule = rule


class NewerFormat(NotKept):
    """A newer release wrote the file: it is neither read nor overwritten."""

    def __init__(self) -> None:
        super().__init__("newer")


@dataclass(frozen=True)
class Note:
    """What somebody wrote to a figure.

    Parameters
    ----------
    code : eight hexadecimal digits, its name in the workspace
    written : day on which it was written
    slug, figure : page, and picture of it
    text : one line of outside text, at most 500 characters
    author : as the author wrote it; empty where not given
    month : as 2026-10, where the note belongs to a month and stands on histories; else empty
    bank : whom it is about; empty where the country
    """

    code: str
    written: date
    slug: str
    figure: str
    text: str
    author: str = ""
    month: str = ""
    bank: str = ""


@dataclass(frozen=True)
class Place:
    """A page with what it assumed and showed: its address's own parameters, and the detail open."""

    slug: str
    stated: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Own:
    """What a workspace keeps: notes by date, favourites, the place last seen, named scenarios as JSON."""

    notes: tuple[Note, ...] = ()
    favourites: tuple[Place, ...] = ()
    last: Place | None = None
    scenarios: str = ""

    def noted(self, note: Note) -> Own:
        """With one note more. Raises ``NotKept``."""
        if len(self.notes) >= MOST_NOTES:
            raise NotKept("notes")
        return replace(self, notes=(*self.notes, checked(note)))

    def without(self, code: str) -> Own:
        """Without the note of that code."""
        return replace(self, notes=tuple(each for each in self.notes if each.code != code))

    def with_favourite(self, place: Place) -> Own:
        """With a favourite more, once. Raises ``NotKept``."""
        if place in self.favourites:
            return self
        if len(self.favourites) >= MOST_FAVOURITES:
            raise NotKept("favourites")
        return replace(self, favourites=(*self.favourites, _place(asdict(place))))

    def without_favourite(self, place: Place) -> Own:
        """Without one of the favourites."""
        return replace(self, favourites=tuple(each for each in self.favourites if each != place))

    def seen(self, place: Place) -> Own:
        """With the place last seen. Raises ``NotKept``."""
        return replace(self, last=_place(asdict(place)))


def checked(note: Note) -> Note:
    """The note, its text on one line and without characters that cannot be seen.

    Raises
    ------
    NotKept: no text, too long, no such month, or names that cannot be
    """
    text, author = _line(note.text), _line(note.author)
    if not 1 <= len(text) <= LONGEST_TEXT:
        raise NotKept("text")
    if len(author) > LONGEST_AUTHOR:
        raise NotKept("author")
    if note.month and not _MONTH.fullmatch(note.month):
        raise NotKept("month")
    named = (note.code, note.slug, note.figure, *([note.bank] if note.bank else []))
    if not all(_NAME.fullmatch(name) for name in named):
        raise NotKept("name")
    return replace(note, text=text, author=author)


def _line(text: str) -> str:
    seen = (" " if unicodedata.category(each) in _INVISIBLE else each for each in text)
    return " ".join("".join(seen).split())


def read(workspace: str) -> Own:
    """What the workspace keeps; nothing where it keeps none, or where the file cannot be read.

    Costs one ``stat`` when nothing has changed.

    Raises
    ------
    ValueError: a name that cannot be a workspace
    """
    path = folder(workspace) / FILE
    try:
        status = path.stat()
        signature = (status.st_ino, status.st_mtime_ns, status.st_size)
        known = _read.get(path)
        if known is None or known[0] != signature:
            known = _read[path] = signature, _parsed(path)[0]
    except OSError:
        return Own()
    except NewerFormat:
        return Own()
    return known[1]


_read: dict[Path, tuple[tuple[int, int, int], Own]] = {}


def change(workspace: str, changed: Callable[[Own], Own]) -> Own:
    """Keep what ``changed`` makes of what is kept, for one writer at a time; on the disk when this returns.

    Raises
    ------
    ValueError: a name that cannot be a workspace
    FileNotFoundError: no such workspace
    NotKept: what it makes cannot be kept
    OSError: the disk is full or cannot be written
    """
    directory = folder(workspace)
    if not directory.is_dir():
        raise FileNotFoundError(f"workspace: there is no {workspace!r}")
    path = directory / FILE
    with alone(workspace, directory / _LOCK):
        before, whole = _parsed(path) if path.is_file() else (Own(), True)
        after = changed(before)
        if after == before and whole:
            return before
        if not whole:
            shutil.copyfile(path, directory / DAMAGED)
        write_whole(path, written(after))
    return after


def written(own: Own) -> str:
    """What is kept, as its file says it. Raises ``NotKept`` for more than a file may hold."""
    if len(own.scenarios) > _LONGEST_SCENARIOS:
        raise NotKept("scenarios")
    rows: dict[str, Any] = {"format": FORMAT} | asdict(own)
    rows["notes"] = [each | {"written": each["written"].isoformat()} for each in rows["notes"]]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _parsed(path: Path) -> tuple[Own, bool]:
    """What can be read of a file, and whether that is all of it. Raises ``NewerFormat``, ``OSError``."""
    if os.stat(path).st_size > _MOST_BYTES:
        return Own(), False
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return Own(), False
    if not isinstance(rows, dict) or not isinstance(rows.get("format"), int):
        return Own(), False
    if rows["format"] > FORMAT:
        raise NewerFormat
    notes, all_notes = _each(rows.get("notes"), _note, MOST_NOTES)
    favourites, all_favourites = _each(rows.get("favourites"), _place, MOST_FAVOURITES)
    last, all_last = _each([rows["last"]] if rows.get("last") else [], _place, 1)
    scenarios = rows.get("scenarios", "")
    held = isinstance(scenarios, str) and len(scenarios) <= _LONGEST_SCENARIOS
    own = Own(notes, favourites, last[0] if last else None, scenarios if held else "")
    return own, all_notes and all_favourites and all_last and held


def _each(rows: Any, make: Callable[[Any], T], most: int) -> tuple[tuple[T, ...], bool]:
    if not isinstance(rows, list):
        return (), False
    found: list[T] = []
    for row in rows[:most]:
        try:
            found.append(make(row))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return tuple(found), len(found) == len(rows)


def _note(row: Any) -> Note:
    words = {name: str(row[name]) for name in ("code", "slug", "figure", "text", "author", "month", "bank")}
    return checked(Note(written=date.fromisoformat(row["written"]), **words))


def _place(row: Any) -> Place:
    place = Place(str(row["slug"]), str(row["stated"]), str(row["detail"]))
    named = (place.slug, *([place.detail] if place.detail else []))
    if not all(_NAME.fullmatch(name) for name in named) or len(place.stated) > _LONGEST_STATED:
        raise NotKept("place")
    return place
