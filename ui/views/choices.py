"""The choices that most pages offer: which bank, which month."""

from __future__ import annotations

from ui import controls, link
from ui.risk.bank import months


def pick_bank() -> tuple[str, str]:
    """A menu of the workspace's banks; returns code and name. Raises ``Refused`` where there are none."""
    names = link.reader().banks()
    code: str = controls.ask("bank", names)
    return code, names[code]


def months_of(bank: str) -> tuple[str, ...]:
    """The months for which the bank has scores, the latest first. Raises ``Refused`` where there are none."""
    return months(link.reader(), bank)


def pick_month(bank: str) -> str:
    """A menu of the months for which the bank has scores. Raises ``Refused`` where there are none."""
    month: str = controls.ask("month", months_of(bank))
    return month
