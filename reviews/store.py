"""A store of reviews: opened by its address, brought to the newest form, written to in whole transactions."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, insert, select
from sqlalchemy.engine import make_url

from reviews import tables
from reviews.connection import EVERY_BANK, Work, engine_of, working
from reviews.heads import HeadFile, key
from reviews.ledger import FIRST, Event, Link, canonical, hash_of_text
from reviews.migrations import upgrade

ADDRESS: Final = "VIGIE_REVIEWS"
HEAD_FILE: Final = "VIGIE_REVIEWS_HEAD"
_ROOT: Final = Path(__file__).resolve().parent.parent


class Store:
    """Where people, cases, judgements and the ledger are kept."""

    def __init__(self, engine: Engine, head_file: HeadFile | None) -> None:
        self.engine = engine
        self.head_file = head_file

    def append(self, body: Mapping[str, Any]) -> int:
        """Write an event; its number, from 1 on.

        Raises
        ------
        ValueError: a body with floats, or one that is not plain JSON
        """
        with self.writing() as work:
            return append(work, body)

    def events(self, after: int = 0) -> Iterator[Event]:
        """The events in their order, those beyond the number ``after``."""
        for link in self.links(after):
            yield Event(link.seq, link.prev, link.hash, json.loads(link.text))

    def links(self, after: int = 0) -> Iterator[Link]:
        """The events as they are stored: the body as text."""
        table = tables.event
        asked = select(table).where(table.c.seq > after).order_by(table.c.seq)
        with self.reading() as work:
            for row in work.stream(asked):
                yield Link(row["seq"], row["prev"], row["hash"], row["body"])

    def heads(self) -> list[tuple[int, str]]:
        """Number and hash of every event that the ledger must reach: head, anchors, and the file outside."""
        with self.reading() as work:
            found = [(row["seq"], row["hash"]) for row in work.rows(select(tables.head))]
            found += [(row["seq"], row["hash"]) for row in work.rows(select(tables.anchor))]
        outside = self.head_file.read() if self.head_file else None
        return found + ([outside] if outside else [])

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """A transaction that writes, alone: its events and what they tell of stand together or not at all."""
        with working(self.engine, writes=True) as work:
            before = last(work)
            work.see(EVERY_BANK)
            yield work
            after = last(work)
        if self.head_file and after != before:
            self.head_file.move(*after)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """A transaction that only reads, and sees one state of the store throughout."""
        with working(self.engine, writes=False) as work:
            yield work

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def append(work: Work, body: Mapping[str, Any]) -> int:
    """Write an event within a transaction; its number."""
    seq, prev = last(work)
    text = canonical(body)
    row = {"seq": seq + 1, "prev": prev, "hash": hash_of_text(prev, text), "body": text}
    work.run(insert(tables.event).values(**row))
    return seq + 1


def last(work: Work) -> tuple[int, str]:
    """Number and hash of the newest event; 0 and 64 zeros before the first."""
    found = work.row(select(tables.head))
    return (found["seq"], found["hash"]) if found else (0, FIRST)


def open_store(url: str, *, durable: bool = True) -> Store:
    """The store at an address, made where there is none, and brought to the newest form.

    ``sqlite:///file.db`` or ``postgresql+psycopg://user@host/name``. Beside a file of SQLite stands its head
    (``file.db.head``); for PostgreSQL, ``VIGIE_REVIEWS_HEAD`` names a file for it.
    A store that is not ``durable`` may lose its last events when the machine stops.

    Raises
    ------
    ValueError: another kind of database, or one that a newer release has written
    """
    engine = engine_of(url, durable=durable)
    with working(engine, writes=True, as_owner=True) as work:
        upgrade(work.connection)
    return Store(engine, _head_file(url))


def _head_file(url: str) -> HeadFile | None:
    if named := os.environ.get(HEAD_FILE):
        return HeadFile(Path(named), key())
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return HeadFile(Path(f"{parsed.database}.head"), key())


def exists(url: str) -> bool:
    """Whether there is a store at an address; of a server, that is for the server to say."""
    parsed = make_url(url)
    file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
    return not file or Path(str(parsed.database)).is_file()


def address() -> str:
    """Where the reviews of this installation are kept: ``VIGIE_REVIEWS``, or a file in ``VIGIE_HOME``."""
    if named := os.environ.get(ADDRESS):
        return named
    home = Path(os.environ.get("VIGIE_HOME") or _ROOT / "var")
    home.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{home / 'reviews.db'}"
