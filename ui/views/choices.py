"""The choices that most pages offer: which bank, and what they are set against."""

from __future__ import annotations

from collections.abc import Mapping

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


def pick_beside(peers: Mapping[str, str]) -> None:
    """What the page is set against: nothing, a year earlier, or one of ``peers`` (code → name).

    Those are the banks that the reader may see; that others are left out is said.
    """
    names = {NOTHING: _("nothing"), A_YEAR_EARLIER: _("a year earlier")} | dict(peers)
    with st.popover(_("Compare"), icon=":material/compare_arrows:", type="tertiary"):
        controls.choose("beside", list(names), shown=names.__getitem__, listed=True)
        if set(core.banks(link.shown())["bank"]) - set(peers) - {link.value("bank")}:
            st.caption(_("A bank’s own figures are set beside another’s only for readers granted that bank."))
