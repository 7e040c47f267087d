"""The list of what a bank is to report, as the risk pages show it: apart from what it is to mend."""

from __future__ import annotations

from collections.abc import Sequence

from ui.page import Page
from ui.views import risk_measured
from ui.words import _


def show(shown: Page, bank: str, month: str, kinds: Sequence[str], risk: str = "overall") -> None:
    """The table of what is to be reported; nothing where all is."""
    table = risk_measured.gap_table(bank, month, risk)
    if table.empty:
        return
    shown.table(
        table,
        name="report",
        title=_("Report these"),
        alt_text=_("Indicators that are not reported, by how much of the overall score they leave open"),
        kinds=kinds,
    )
