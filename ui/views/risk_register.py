"""The register's figures as a page that is not yet a value draws them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui import link
from ui.content import Table
from ui.outside import prose
from ui.page import Page
from ui.risk import register


def show(shown: Page, bank: str, month: str, kinds: Sequence[str]) -> None:
    """The figures of the register beside those reported; nothing where no incident is loaded."""
    for part in register.parts(link.reader(), bank, month, tuple(kinds)):
        if isinstance(part, Table):
            shown.table(
                part.frame, name=part.name, title=part.title, alt_text=part.alt_text, kinds=part.kinds
            )
        else:
            st.caption(prose(part.sentence))
