"""What a visitor keeps in a workspace: on the disk, with its key; of the demonstration, in the session."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final

import streamlit as st

from data import own
from data.own import Note, NotKept, Own, Place
from data.snapshots import DEMO
from ui import writing

SESSION: Final = "own place"
_REMEMBERED: Final = "place remembered"
LAST_OPENED: Final = "vigie_workspace"
"""A cookie: the workspace last open in this browser, for whoever comes back by the bare address."""

__all__ = ["LAST_OPENED", "SESSION", "NotKept", "Note", "Own", "Place"]


def of(workspace: str) -> Own:
    """What is kept in a workspace; of the demonstration, in this session."""
    if workspace == DEMO:
        kept: Own | None = st.session_state.get(SESSION)
        return kept or Own()
    try:
        return own.read(workspace)
    except ValueError:
        # Not every name that is served can be loaded into; those keep nothing.
        return Own()


def dated(workspace: str) -> tuple[Note, ...]:
    """The notes that belong to a month."""
    return tuple(each for each in of(workspace).notes if each.month)


def may_write(workspace: str) -> bool:
    """Whether this visitor may keep something: in the demonstration always, for its own session."""
    with suppress(ValueError):
        return workspace == DEMO or writing.may_write(workspace)
    return False


def change(workspace: str, changed: Callable[[Own], Own]) -> None:
    """Keep what ``changed`` makes of what is kept.

    Raises
    ------
    PermissionError: this visitor has not shown the writing key
    NotKept: what it makes cannot be kept
    OSError: the disk is full or cannot be written
    """
    if not may_write(workspace):
        raise PermissionError(f"workspace: {workspace!r} is not this visitor's to write")
    if workspace == DEMO:
        st.session_state[SESSION] = changed(of(workspace))
    else:
        own.change(workspace, changed)


def remember(workspace: str, place: Place) -> None:
    """Keep the place last seen, where this visitor may; a disk that is full keeps nobody from reading."""
    if workspace == DEMO or st.session_state.get(_REMEMBERED) == (workspace, place):
        return
    if may_write(workspace):
        st.session_state[_REMEMBERED] = workspace, place
        with suppress(NotKept, OSError):
            own.change(workspace, lambda kept: kept.seen(place))
