"""Words of the surveys of adoption: what a construct is called."""

from __future__ import annotations

from typing import Final

from ui.words import N_, _

CONSTRUCTS: Final = {
    "usefulness": N_("Usefulness"),
    "ease": N_("Ease of use"),
    "trust": N_("Trust in the bank"),
    "risk": N_("Perceived risk, fear of hacking"),
    "social": N_("Influence of people close"),
    "cost": N_("Perceived cost"),
    "convenience": N_("Convenience"),
}


def construct_name(construct: str) -> str:
    """A construct in the reader's language; the code of one that is not ours."""
    return _(CONSTRUCTS[construct]) if construct in CONSTRUCTS else construct
