"""What the scenario chooses, read without a widget: the same answer that a page's control would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui import link
from ui.risk.bank import months


@dataclass(frozen=True)
class Asked:
    """Whose pack it is: the bank's code and name."""

    bank: str
    name: str

    @property
    def month(self) -> str:
        """The month that the risk pages show for the bank.

        Raises
        ------
        Refused: the bank has no indicator yet
        """
        return chosen("month", months(link.reader(), self.bank))


def chosen(field: str, options: Sequence[str], *, otherwise: str = "") -> str:
    """The value of ``field`` where it is one of ``options``; else ``otherwise``, else the first of them.

    Raises
    ------
    ValueError: no options
    """
    return link.reader().chosen(field, options, otherwise=otherwise)
