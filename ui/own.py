"""What a visitor keeps in a workspace, on the disk or, of the demonstration, in the session; and its key.

The key with which a visitor adds to a workspace is kept in the session, never in an address. An address is
copied, logged and handed on; what it opens may be read, not changed.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from contextlib import suppress
from typing import Any, Final

from data import keys, own
from data.own import Note, NotKept, Own, Place
from data.snapshots import DEMO

SESSION: Final = "own place"
_REMEMBERED: Final = "place remembered"
LAST_OPENED: Final = "vigie_workspace"
"""A cookie: the workspace last open in this browser, for whoever comes back by the bare address."""
_KEYS: Final = "writing keys"
_KEY_SHOWN: Final = "writing key shown"
KEY_FIELD: Final = "writing key"
_KEY_WRONG: Final = "writing key wrong"
FIELD_OF_WORKSPACE: Final = "import workspace"

__all__ = ["LAST_OPENED", "SESSION", "NotKept", "Note", "Own", "Place"]

Session = MutableMapping[str, Any]
_KEEPER: Final[dict[str, Callable[[], Session]]] = {}


def keep_in(session: Callable[[], Session]) -> None:
    """Keep what is of one visitor alone in ``session``: whoever keeps sessions gives it."""
    _KEEPER["session"] = session


def _session() -> Session:
    """What is kept of the visitor; where nobody keeps sessions, nothing is."""
    return _KEEPER["session"]() if _KEEPER else {}


def of(workspace: str) -> Own:
    """What is kept in a workspace; of the demonstration, in this session."""
    if workspace == DEMO:
        kept: Own | None = _session().get(SESSION)
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
        _session()[SESSION] = changed(of(workspace))
    else:
        own.change(workspace, changed)


def remember(workspace: str, place: Place) -> None:
    """Keep the place last seen, where this visitor may; a disk that is full keeps nobody from reading."""
    if workspace == DEMO or _session().get(_REMEMBERED) == (workspace, place):
        return
    if may_write(workspace):
        _session()[_REMEMBERED] = workspace, place
        with suppress(NotKept, OSError):
            own.change(workspace, lambda kept: kept.seen(place))


def holds_key(workspace: str) -> bool:
    """Whether this visitor has shown the key of the workspace."""
    key = _session().get(_KEYS, {}).get(workspace, "")
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
        _session()[_KEY_SHOWN] = workspace


def key_shown() -> str:
    """The key of a workspace that this visitor has just made; empty where there is none to tell."""
    workspace = _session().get(_KEY_SHOWN, "")
    return str(_session()[_KEYS][workspace]) if workspace and holds_key(workspace) else ""


def was_wrong() -> bool:
    """Whether the key given last opens nothing; said once."""
    return bool(_session().pop(_KEY_WRONG, False))


def take_key(workspace: str) -> None:
    """Take over the key that stands in the field for it, if it opens the workspace."""
    given = str(_session().pop(KEY_FIELD, "")).strip()
    if not given:
        return
    if keys.opens(workspace, given):
        _keep_key(workspace, given)
        _session()[FIELD_OF_WORKSPACE] = workspace
    else:
        _session()[_KEY_WRONG] = True


def _keep_key(workspace: str, key: str) -> None:
    _session()[_KEYS] = _session().get(_KEYS, {}) | {workspace: key}
