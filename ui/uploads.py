"""Which files the server keeps for its visitors: the one that a page asked for, while that page is open.

The framework takes a file from any open session, whether a page has a place for it or not, and keeps it in
memory until the session ends.
"""

from __future__ import annotations

import threading
from typing import Final

from ui import framework

_MOST: Final = 10_000
_lock: Final = threading.Lock()
_held: Final[dict[str, str]] = {}


def expect() -> None:
    """The page being drawn has a place for a file."""
    if session := framework.session():
        with _lock:
            _held.setdefault(session, "")
            while len(_held) > _MOST:
                del _held[next(iter(_held))]


def expect_none() -> None:
    """The page that was drawn has no place for a file: what was uploaded for another one is let go."""
    session = framework.session()
    with _lock:
        known = _held.pop(session, None)
    if known is not None:
        framework.forget_files(session)


def awaited(session: str) -> bool:
    """Whether a page that this session has open has a place for a file."""
    return session in _held


def keep_only(session: str, file: str) -> None:
    """Let go of the file that the session uploaded before this one."""
    with _lock:
        before = _held.get(session, "")
        if session in _held:
            _held[session] = file
    if before and before != file:
        framework.forget_file(session, before)
