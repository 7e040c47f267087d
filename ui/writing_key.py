"""The writing key of a workspace: the field that asks for it, and the one time at which it is told."""

from __future__ import annotations

from functools import partial

from data import keys
from ui import own
from ui.form import Copied, Field, Given, Offer, Said
from ui.words import _


def asked(workspace: str) -> list[Offer]:
    """A field for the key of a workspace that this visitor may only read."""
    offers: list[Offer] = [
        Field(
            own.KEY_FIELD,
            _("Writing key of “{workspace}”").format(workspace=workspace),
            "secret",
            most=64,
            changed=partial(_take, workspace),
            about=_(
                "Shown to whoever loaded the first file. On the server itself: python -m data key {workspace}"
            ).format(workspace=workspace),
        )
    ]
    if not keys.has_key(workspace):
        said = _(
            "This workspace was made before there were writing keys, or at the command line: it has "
            "none yet. Whoever runs the server gives it one: python -m data key {workspace}"
        )
        offers.append(Said(said.format(workspace=workspace), "aside"))
    if own.was_wrong():
        offers.append(Said(_("This is not the key of this workspace; nothing was changed."), "fault"))
    return offers


def _take(workspace: str, _given: Given) -> None:
    own.take_key(workspace)


def told() -> list[Offer]:
    """The key of a workspace that this visitor has just made: once, and nowhere else."""
    key = own.key_shown()
    if not key:
        return []
    said = _(
        "Keep this writing key. The link to the workspace lets others read it; only this key lets one "
        "add to it, once this session has ended. It is shown here only."
    )
    return [Said(said, "told", ":material/key:"), Copied(key)]
