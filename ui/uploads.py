"""Which files the server keeps for its visitors: the one that a page asked for, while that page is open.

The framework takes a file from any open session, whether a page has a place for it or not, and keeps it in
memory until the session ends.
"""

from __future__ import annotations

import threading
from typing import Final

from streamlit.runtime import get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

_MOST: Final = 10_000
_lock: Final = threading.Lock()
_held: Final[dict[str, str]] = {}


def expect() -> None:
    """The page being drawn has a place for a file."""
    if context := get_script_run_ctx():
        with _lock:
            _held.setdefault(context.session_id, "")
            while len(_held) > _MOST:
                del _held[next(iter(_held))]


def expect_none() -> None:
    """The page that was drawn has no place for a file: what was uploaded for another one is let go."""
    context = get_script_run_ctx()
    if context is None:
        return
    with _lock:
        known = _held.pop(context.session_id, None)
    if known is not None:
        context.uploaded_file_mgr.remove_session_files(context.session_id)


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
        manager = get_instance().uploaded_file_mgr
        if isinstance(manager, MemoryUploadedFileManager):
            manager.remove_file(session, before)
