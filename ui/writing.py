"""The key with which a visitor adds to a workspace: kept in the session, never in an address.

An address is copied, logged and handed on; what it opens may be read, not changed.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from data import keys
from ui.outside import prose
from ui.words import _

_KEYS: Final = "writing keys"
_SHOWN: Final = "writing key shown"
_FIELD: Final = "writing key"
_WRONG: Final = "writing key wrong"
FIELD_OF_WORKSPACE: Final = "import workspace"


def may_write(workspace: str) -> bool:
    """Whether this visitor has shown the key of the workspace."""
    key = st.session_state.get(_KEYS, {}).get(workspace, "")
    return bool(key) and keys.opens(workspace, key)


def is_anothers(workspace: str) -> bool:
    """Whether the workspace exists and this visitor has not shown its key."""
    return not may_write(workspace) and keys.exists(workspace)


def begin(workspace: str) -> None:
    """Make the workspace this visitor's where nobody has it.

    Raises
    ------
    PermissionError: somebody has it
    """
    if not may_write(workspace):
        _keep(workspace, keys.claim(workspace))
        st.session_state[_SHOWN] = workspace


def ask(workspace: str) -> None:
    """A field for the key of a workspace that this visitor may only read."""
    st.text_input(
        prose(_("Writing key of “{workspace}”").format(workspace=workspace)),
        key=_FIELD,
        type="password",
        max_chars=64,
        on_change=_take,
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
    if st.session_state.pop(_WRONG, False):
        st.error(_("This is not the key of this workspace; nothing was changed."))


def tell() -> None:
    """The key of a workspace that this visitor has just made: once, and nowhere else."""
    workspace = st.session_state.get(_SHOWN)
    if not workspace or not may_write(workspace):
        return
    st.info(
        _(
            "Keep this writing key. The link to the workspace lets others read it; only this key lets one "
            "add to it, once this session has ended. It is shown here only."
        ),
        icon=":material/key:",
    )
    st.code(st.session_state[_KEYS][workspace], language=None)


def _take(workspace: str) -> None:
    given = str(st.session_state.pop(_FIELD, "")).strip()
    if not given:
        return
    if keys.opens(workspace, given):
        _keep(workspace, given)
        st.session_state[FIELD_OF_WORKSPACE] = workspace
    else:
        st.session_state[_WRONG] = True


def _keep(workspace: str, key: str) -> None:
    st.session_state[_KEYS] = st.session_state.get(_KEYS, {}) | {workspace: key}
