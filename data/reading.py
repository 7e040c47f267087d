"""Which tables and sources a result rests on, noted while it is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

SOURCE: Final = "source"
"""The column that names the source of a row, in every table."""


@dataclass(frozen=True)
class Read:
    """What was read.

    Parameters
    ----------
    sources : of the rows read, where the rows name them
    tables : read without the sources of their rows: any source of the table may be behind the result
    statements : with which it was read; `data.connection.tables_of` says of which tables
    """

    sources: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    statements: frozenset[str] = frozenset()

    def __or__(self, other: Read) -> Read:
        return Read(
            self.sources | other.sources, self.tables | other.tables, self.statements | other.statements
        )


@dataclass
class _Noting:
    seen: Read = field(default_factory=Read)


_NOTING: Final[ContextVar[_Noting | None]] = ContextVar("what is being read", default=None)


@contextmanager
def noting() -> Iterator[_Noting]:
    """Note what is read within the block: ``seen`` of what it yields, complete at the end of the block.

    A block within another notes for both.
    """
    outer, inner = _NOTING.get(), _Noting()
    token = _NOTING.set(inner)
    try:
        yield inner
    finally:
        _NOTING.reset(token)
        if outer is not None:
            outer.seen |= inner.seen


def note(read: Read) -> None:
    """Add to what the block around notes; nothing where nobody does."""
    noting_now = _NOTING.get()
    if noting_now is not None:
        noting_now.seen |= read


@contextmanager
def not_noting() -> Iterator[None]:
    """Note nothing within the block: what lists sources rests on none of them."""
    token = _NOTING.set(None)
    try:
        yield
    finally:
        _NOTING.reset(token)
