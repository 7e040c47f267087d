"""The kinds of data: what each is called, and its sign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ui.words import N_, _

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "observed": (N_("Observed"), ":material/radio_button_checked:"),
    "derived": (N_("Derived"), ":material/calculate:"),
    "assumed": (N_("Assumed"), ":material/edit_note:"),
    "synthetic": (N_("Synthetic"), ":material/science:"),
}


def kind_names() -> dict[str, str]:
    """Kind of data → its name in the reader's language."""
    return {kind: _(label) for kind, (label, _icon) in KINDS.items()}
