"""Why there is nothing to show: a value that every outlet draws in its own way.

A view that cannot answer raises :class:`Refused`. Whoever draws catches it in one place: the page shows it
with its footer, the story keeps its keys, the board pack lists what is missing. Nothing below the pages ends
the run of a script: whoever asked for the view would be ended with it.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ui.words import _

_LOG: Final = logging.getLogger("vigie")


@dataclass(frozen=True)
class Refusal:
    """Why there is nothing to show, and what would mend it.

    Parameters
    ----------
    sentence : the reason and the remedy, in the reader's language
    tables : names of the tables whose rows would mend it; empty where no file would
    """

    sentence: str
    tables: tuple[str, ...] = ()


class Refused(Exception):
    """A view has nothing to show; ``refusal`` says why."""

    def __init__(self, sentence: str, *tables: str) -> None:
        super().__init__(sentence)
        self.refusal = Refusal(sentence, tables)

    @classmethod
    def of(cls, refusal: Refusal) -> Refused:
        """The same reason, to be raised where no value can be returned."""
        return cls(refusal.sentence, *refusal.tables)


_TOLD: Final[list[Callable[[str], object]]] = []


def tell_of_failures(told: Callable[[str], object]) -> None:
    """Let ``told`` know what failed, each time something does: whoever counts it gives itself."""
    _TOLD.append(told)


def mishap(what: str) -> Refusal:
    """What the reader is told of the exception at hand: no trace, but a reference that the log also has."""
    return Refusal(
        _("This could not be computed; the rest is not concerned. Reference for support: {reference}").format(
            reference=note_failure(what)
        )
    )


def note_failure(what: str) -> str:
    """Log the exception at hand; returns the reference under which it stands in the log."""
    reference = secrets.token_hex(4)
    for each in _TOLD:
        each(what)
    _LOG.exception("%s [reference %s]", what, reference)
    return reference
