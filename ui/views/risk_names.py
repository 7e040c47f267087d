"""What the risks are called: as headings, and within a sentence."""

from __future__ import annotations

from typing import Final

from ui.words import N_, _

RISK_NAMES: Final = {
    "overall": N_("Overall"),
    "operational": N_("Operational"),
    "regulatory": N_("Regulatory"),
    "legal": N_("Legal"),
    "reputational": N_("Reputational"),
}
IN_SENTENCE: Final = {
    "overall": N_("overall risk"),
    "operational": N_("operational risk"),
    "regulatory": N_("regulatory risk"),
    "legal": N_("legal risk"),
    "reputational": N_("reputational risk"),
}


def risk_name(risk: str) -> str:
    """The heading of a risk."""
    return _(RISK_NAMES[risk])
