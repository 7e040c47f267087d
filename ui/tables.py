"""The tables that banks load, by their titles in the reader's language."""

from __future__ import annotations

from data.contracts import contract
from ui.refusal import Refusal
from ui.words import listing, localised


def title(table: str) -> str:
    """What the table ``table`` is called. Raises ``KeyError`` where there is none of that name."""
    return localised(contract(table), "title")


def filled_by(refusal: Refusal) -> str:
    """The tables that would give a page something to show; empty where none would."""
    return listing([title(name) for name in refusal.tables])
