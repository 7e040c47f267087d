"""The chain of events: each names the one before by its hash, so that none can be changed or left out.

``hash = sha256(prev + "\\n" + JCS(body))``, canonical as in RFC 8785; the first ``prev`` is 64 zeros.
A chain alone does not tell that its tail was cut off: the head is kept apart as well, in the database and in
a file beside it (:mod:`reviews.heads`), and printed on letters.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, Protocol

import rfc8785

FIRST: Final = "0" * 64


class Event(NamedTuple):
    """What happened: its number from 1 on, the hash before, its own, and the body as it was written."""

    seq: int
    prev: str
    hash: str
    body: dict[str, Any]


class Link(NamedTuple):
    """An event as it is stored: the body in canonical text."""

    seq: int
    prev: str
    hash: str
    text: str


@dataclass(frozen=True)
class Verification:
    """``state`` : whether the chain holds; ``at`` : the first event that does not, or is missing; ``count`` :
    events that hold; ``head`` : the hash of the last of them."""

    state: Literal["ok", "broken", "truncated"]
    at: int | None
    count: int
    head: str


def canonical(body: Mapping[str, Any]) -> str:
    """A body in the canonical form of RFC 8785.

    Raises
    ------
    ValueError: a float (write decimals as text), a whole number beyond 2**53, or what JSON does not know
    """
    _refuse_floats(body, "body")
    try:
        return rfc8785.dumps(dict(body)).decode()
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as fault:
        raise ValueError(f"an event's body must be plain JSON: {fault}") from fault


def _refuse_floats(value: object, where: str) -> None:
    if isinstance(value, float):
        raise ValueError(f"{where} holds the float {value!r}: write decimals as text, such as '0.1'")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _refuse_floats(inner, f"{where}.{key}")
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            _refuse_floats(inner, f"{where}[{place}]")


def hash_of_text(prev: str, text: str) -> str:
    """The hash of an event whose body is already in canonical form."""
    return hashlib.sha256(f"{prev}\n{text}".encode()).hexdigest()


def check(links: Iterable[Link], heads: Iterable[tuple[int, str]] = ()) -> Verification:
    """Whether links form a whole chain that reaches every one of the ``heads`` (number, hash)."""
    known: dict[int, set[str]] = {}
    for seq, digest in heads:
        if seq:
            known.setdefault(seq, set()).add(digest)
    count, last = 0, FIRST
    for link in links:
        expected = hash_of_text(last, link.text)
        whole = link.seq == count + 1 and link.prev == last and link.hash == expected
        if not whole or known.get(link.seq, {link.hash}) != {link.hash}:
            return Verification("broken", count + 1, count, last)
        count, last = link.seq, link.hash
    if known and max(known) > count:
        return Verification("truncated", count + 1, count, last)
    return Verification("ok", None, count, last)


def head_of(text: str) -> tuple[int, str]:
    """Number and hash of an event as a letter prints them, such as 42:3f9a….

    Raises
    ------
    ValueError: other text
    """
    seq, _colon, digest = text.strip().partition(":")
    if not seq.isdecimal() or not digest:
        raise ValueError(f"{text!r} is no head: write it as 42:3f9a… with number and hash of the letter")
    return int(seq), digest


class Chain(Protocol):
    """A ledger that can be verified: its links in order, and the heads that are kept beside it."""

    def links(self) -> Iterable[Link]:
        """Number, hash before, hash and text of every event."""
        ...

    def heads(self) -> list[tuple[int, str]]:
        """Number and hash of events that it must reach."""
        ...


def verify(store: Chain, heads: Iterable[tuple[int, str]] = ()) -> Verification:
    """Whether a store's ledger is whole: "ok", "broken" at an event, or "truncated" from one on.

    It must reach every head that the store knows, and those of letters (number, hash) given here.
    """
    # Heads first: an event written in between would look like one beyond the end otherwise.
    known = store.heads()
    return check(store.links(), [*known, *heads])


def verify_lines(lines: Iterable[str], heads: Iterable[tuple[int, str]] = ()) -> Verification:
    """Whether an export (one event a line, as ``python -m reviews export`` writes it) is a whole chain.

    Raises
    ------
    ValueError: a line that is no event of an export
    """
    links = []
    for place, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            links.append(Link(row["seq"], row["prev"], row["hash"], canonical(row["body"])))
        except (ValueError, KeyError, TypeError) as fault:
            raise ValueError(f"line {place} is no event of an export: {fault}") from fault
    return check(links, heads)
