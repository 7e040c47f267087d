"""What a page is set against: the choice that stands on every page, light enough to open each with."""

from __future__ import annotations

from typing import Final

import streamlit as st

from studies import core
from ui import controls, link
from ui.words import _

NOTHING: Final = "nothing"
A_YEAR_EARLIER: Final = "year"


def pick() -> None:
    """A menu of what the page is set against: nothing, a year earlier, or another bank of the workspace."""
    banks = core.banks(link.shown())
    names = {NOTHING: _("nothing"), A_YEAR_EARLIER: _("a year earlier")}
    names |= dict(zip(banks["bank"], banks["name"], strict=True))
    with st.popover(_("Compare"), icon=":material/compare_arrows:", type="tertiary"):
        controls.ask("beside", names)
