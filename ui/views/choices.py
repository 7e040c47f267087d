"""The choices that most pages offer: which bank, which month."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from ui import controls, page
from ui.reads import core
from ui.views import risk
from ui.words import _, month_name


def pick_bank() -> tuple[str, str]:
    """A menu of the workspace's banks; returns code and name. Stops the page where there are none."""
    banks = core.banks(core.snapshot())
    if banks.empty:
        page.empty(_("This workspace has no bank yet. Load a file on the import page."))
        st.stop()
    names = dict(zip(banks["bank"], banks["name"], strict=True))
    code = controls.choose("bank", _("Bank"), list(names), shown=names.__getitem__)
    return code, names[code]


def pick_month(bank: str) -> str:
    """A menu of the months for which the bank has scores. Stops the page where there are none."""
    found = risk.months(bank)
    if not found:
        page.empty(_("This bank has no indicator yet. Load a file on the import page."))
        st.stop()
    return controls.choose("month", _("Month"), found, shown=month_of)


def month_of(code: str) -> str:
    """The month that a code such as 2026-10 states, as prose has it."""
    return month_name(pd.Timestamp(f"{code}-01"))
