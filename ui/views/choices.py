"""The choices that most pages offer: which bank, which month."""

from __future__ import annotations

from ui import controls, link
from ui.refusal import Refused
from ui.views import risk
from ui.words import _, month_of


def pick_bank() -> tuple[str, str]:
    """A menu of the workspace's banks; returns code and name. Raises ``Refused`` where there are none."""
    names = link.reader().banks()
    code = controls.choose("bank", _("Bank"), list(names), shown=names.__getitem__)
    return code, names[code]


def months_of(bank: str) -> list[str]:
    """The months for which the bank has scores, the latest first.

    Raises
    ------
    Refused: there are none
    """
    found = risk.months(bank)
    if not found:
        raise Refused(
            _("This bank has no indicator yet. Load a file on the import page."), "risk_observation"
        )
    return found


def pick_month(bank: str) -> str:
    """A menu of the months for which the bank has scores. Raises ``Refused`` where there are none."""
    found = months_of(bank)
    return controls.choose("month", _("Month"), found, shown=month_of)
