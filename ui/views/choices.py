"""The choices that most pages offer: which bank, and what they are set against."""

from __future__ import annotations

import streamlit as st

from analytics.display import A_YEAR_EARLIER, NOTHING
from studies import core
from ui import controls, link
from ui.words import _


def pick_bank() -> tuple[str, str]:
    """A menu of the workspace's banks; returns code and name. Raises ``Refused`` where there are none."""
    names = link.reader().banks()
    code: str = controls.ask("bank", names)
    return code, names[code]


def pick_beside() -> None:
    """A menu of what the page is set against: nothing, a year earlier, or another bank of the workspace."""
    banks = core.banks(link.shown())
    names = {NOTHING: _("nothing"), A_YEAR_EARLIER: _("a year earlier")}
    names |= dict(zip(banks["bank"], banks["name"], strict=True))
    with st.popover(_("Compare"), icon=":material/compare_arrows:", type="tertiary"):
        controls.ask("beside", names)
