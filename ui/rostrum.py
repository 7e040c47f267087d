"""Where a presentation stands, so that the speaker's notes and the audience's screens follow it, and back.

A presentation has a key that only its presenter's windows hold; whoever holds it may turn the screens. The
audience's link carries a digest of the key: with it one sees where the presentation stands, and no more.
Kept in this process's memory, bounded and for some hours: it names a place in the story, and no figure.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

KEPT_SECONDS: Final = 6 * 3600.0
KEPT_AT_MOST: Final = 500
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
_WATCHED: Final = re.compile(r"a\.[0-9a-f]{24}", re.ASCII)


@dataclass(frozen=True)
class Place:
    """Where a presentation stands.

    Parameters
    ----------
    turn : grows with every change
    stated : what the presenter assumes and shows, as an address states it; the screen is part of it
    """

    turn: int
    stated: str


_KEPT: Final[OrderedDict[str, tuple[float, Place]]] = OrderedDict()
_LOCK: Final = Lock()


def new_key() -> str:
    """The key of a new presentation: 128 random bits."""
    return secrets.token_urlsafe(16)


def valid(text: str) -> bool:
    """Whether a link's text is a presenter's key or an audience's."""
    return bool(_KEY.fullmatch(text) or _WATCHED.fullmatch(text))


def drives(key: str) -> bool:
    """Whether the key turns screens, or only watches."""
    return bool(_KEY.fullmatch(key))


def for_audience(key: str) -> str:
    """What the audience's link carries: from it, the key cannot be had."""
    return key if not drives(key) else "a." + hashlib.sha256(key.encode()).hexdigest()[:24]


def stands(key: str) -> Place | None:
    """Where the presentation stands; None where nobody has begun it, or it is long over."""
    with _LOCK:
        _forget()
        found = _KEPT.get(for_audience(key))
    return None if found is None else found[1]


def turn(key: str, stated: str) -> Place:
    """Move the presentation.

    Raises
    ------
    ValueError: the key only watches
    """
    if not drives(key):
        raise ValueError("an audience turns no screen")
    with _LOCK:
        _forget()
        found = _KEPT.get(for_audience(key))
        before = Place(0, "") if found is None else found[1]
        placed = before if before.stated == stated else Place(before.turn + 1, stated)
        _KEPT[for_audience(key)] = time.monotonic(), placed
        _KEPT.move_to_end(for_audience(key))
        while len(_KEPT) > KEPT_AT_MOST:
            _KEPT.popitem(last=False)
    return placed


def _forget() -> None:
    """Let go of what nobody has moved for hours; the oldest stand first."""
    now = time.monotonic()
    while _KEPT:
        name, (moved, _place) = next(iter(_KEPT.items()))
        if now - moved < KEPT_SECONDS:
            return
        del _KEPT[name]
