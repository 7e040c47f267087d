"""What a visitor keeps in a workspace, on the disk or, of the demonstration, in the session; and its key.

The key with which a visitor adds to a workspace is kept in the session, never in an address. An address is
copied, logged and handed on; what it opens may be read, not changed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final

import streamlit as st

from data import keys, own
from data.own import Note, NotKept, Own, Place
from data.snapshots import DEMO
from ui.outside import prose
from ui.words import _

SESSION: Final = "own place"
_REMEMBERED: Final = "place remembered"
LAST_OPENED: Final = "vigie_workspace"
"""A cookie: the workspace last open in this browser, for whoever comes back by the bare address."""
_KEYS: Final = "writing keys"
_KEY_SHOWN: Final = "writing key shown"
_KEY_FIELD: Final = "writing key"
_KEY_WRONG: Final = "writing key wrong"
FIELD_OF_WORKSPACE: Final = "import workspace"

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


def dated(kept: Own) -> tuple[Note, ...]:
    """The notes that belong to a month."""
    return tuple(each for each in kept.notes if each.month)


def may_write(workspace: str) -> bool:
    """Whether this visitor may keep something: in the demonstration always, for its own session."""
    with suppress(ValueError):
        return workspace == DEMO or holds_key(workspace)
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


def holds_key(workspace: str) -> bool:
    """Whether this visitor has shown the key of the workspace."""
    key = st.session_state.get(_KEYS, {}).get(workspace, "")
    return bool(key) and keys.opens(workspace, key)


def is_anothers(workspace: str) -> bool:
    """Whether the workspace exists and this visitor has not shown its key."""
    return not holds_key(workspace) and keys.exists(workspace)


def begin(workspace: str) -> None:
    """Make the workspace this visitor's where nobody has it.

    Raises
    ------
    PermissionError: somebody has it
    """
    if not holds_key(workspace):
        _keep_key(workspace, keys.claim(workspace))
        st.session_state[_KEY_SHOWN] = workspace


def ask_for_key(workspace: str) -> None:
    """A field for the key of a workspace that this visitor may only read."""
    st.text_input(
        prose(_("Writing key of “{workspace}”").format(workspace=workspace)),
        key=_KEY_FIELD,
        type="password",
        max_chars=64,
        on_change=_take_key,
        args=(workspace,),
        help=prose(
            _(
                "Shown to whoever loaded the first file. On the server itself: python -m data key {workspace}"
            ).format(workspace=workspace)
        ),
    )
    if not keys.has_key(workspace):
        st.caption(
            prose(
                _(
                    "This workspace was made before there were writing keys, or at the command line: it has "
                    "none yet. Whoever runs the server gives it one: python -m data key {workspace}"
                ).format(workspace=workspace)
            )
        )
    if st.session_state.pop(_KEY_WRONG, False):
        st.error(_("This is not the key of this workspace; nothing was changed."))


def tell_key() -> None:
    """The key of a workspace that this visitor has just made: once, and nowhere else."""
    workspace = st.session_state.get(_KEY_SHOWN)
    if not workspace or not holds_key(workspace):
        return
    st.info(
        _(
            "Keep this writing key. The link to the workspace lets others read it; only this key lets one "
            "add to it, once this session has ended. It is shown here only."
        ),
        icon=":material/key:",
    )
    st.code(st.session_state[_KEYS][workspace], language=None)


def _take_key(workspace: str) -> None:
    given = str(st.session_state.pop(_KEY_FIELD, "")).strip()
    if not given:
        return
    if keys.opens(workspace, given):
        _keep_key(workspace, given)
        st.session_state[FIELD_OF_WORKSPACE] = workspace
    else:
        st.session_state[_KEY_WRONG] = True


def _keep_key(workspace: str, key: str) -> None:
    st.session_state[_KEYS] = st.session_state.get(_KEYS, {}) | {workspace: key}
