"""What the server sends before any script runs: a page's answer, figures and picture, in time or not at all.

The same value that the live page draws, so that nothing changes when it takes over (``static/first.js``). It
is kept under its exact key; what is not ready in time goes on being computed, for the next reader and for the
page itself, whose studies it shares.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl

from data.connection import UNREADABLE
from ui.content import Chart, Content
from ui.outlets.asked import Asked, read
from ui.outlets.drawn import NotDrawn
from ui.outlets.lane import Busy, Lane
from ui.outlets.painted import DESK, PHONE, Words, drawing, room_for, style, words
from ui.outlets.value import kept, open_page
from ui.refusal import Refusal, note_failure
from ui.registry import HOME, PageEntry
from ui.shelf import states
from ui.words import LANGUAGES

SECONDS: Final = 0.15
# Whoever fetches a link to show what it is runs no script, and asks once.
_CRAWLER_SECONDS: Final = 3.0
_CRAWLERS: Final = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|facebookexternalhit|whatsapp|slack|telegram|discord|skype|teams|preview"
    r"|embedly|mastodon|linkedin",
    re.IGNORECASE,
)
_PHONES: Final = re.compile(r"Mobi|Android.*Mobile|iPhone")
# The second is for visitors while the first paints ahead.
_LANE: Final = Lane("first paint", workers=2, waiting=4)
# Between two pages painted ahead, so that a visitor's are not behind them.
_BREATH: Final = 0.25
_ID: Final = "vigie-first"


@dataclass
class First:
    """What of a page is ready: nothing, its words, or words and picture."""

    words: Words | None = None
    picture: str = ""
    _found: Content | Refusal | None = field(default=None, repr=False)

    @property
    def sentence(self) -> str:
        """The answer; empty where it is not ready."""
        return self.words.sentence if self.words else ""

    @property
    def body(self) -> bytes:
        """HTML to stand before the live page; empty where nothing is ready."""
        if self.words is None:
            return b""
        said = self.words
        place = f'<div class="drawing" style="min-height:{room_for(self.picture)}">{self.picture}</div>'
        shown = (
            f'<div class="picture">{said.title}{place if self.picture else ""}</div>' if said.title else ""
        )
        picture = " data-picture" if self.picture else ""
        return (
            f'<div id="{_ID}" aria-busy="true"{picture}><main>{said.above}{shown}{said.below}</main></div>'
        ).encode()

    @property
    def head(self) -> bytes:
        """What the head needs for it."""
        if self.words is None:
            return b""
        return f"<style>{_FACE}{style('#' + _ID)}{_PLACE}</style>".encode()


_FACE: Final = (
    "@font-face{font-family:Inter;font-weight:100 900;font-display:swap;"
    "src:url(./app/static/fonts/inter-latin-wght-normal.woff2) format('woff2')}"
)
# Where the live page puts the same: below its menu, within its margins.
_PLACE: Final = (
    f"#{_ID}{{position:fixed;inset:0;z-index:999990;overflow:auto;box-sizing:border-box;"
    "padding:4.75rem 5rem 2rem}"
    # The tools stand beside the question, the controls beside the picture.
    f"@media(min-width:769px){{#{_ID} h1{{max-width:calc(100% - 42.3rem);padding:.35rem 0;min-height:3.5rem;"
    "box-sizing:border-box;display:flex;align-items:center}"
    f"#{_ID} .picture,#{_ID} .note{{max-width:calc((100% - 2rem)*.705)}}}}"
    f"@media(min-width:1501px){{#{_ID} h1{{max-width:calc(100% - 50.8rem)}}}}"
    f"@media(max-width:768px){{#{_ID}{{padding:4.75rem 1rem 2rem}}#{_ID} h1{{margin-bottom:9.1rem}}}}"
    f"@media print{{#{_ID}{{position:static;padding:0}}}}"
)


async def first(path: str, query: str, headers: Mapping[str, str]) -> First:
    """What is ready of the page at ``path`` by the time that it has to be sent."""
    page = open_page(path.strip("/") or HOME.slug)
    if page is None:
        return First()
    shown, agent = First(), headers.get("user-agent", "")
    narrow = headers.get("sec-ch-ua-mobile", "") == "?1" or _PHONES.search(agent) is not None
    patience = _CRAWLER_SECONDS if _CRAWLERS.search(agent) else SECONDS
    try:
        begun = begin(page, query, headers.get("accept-language"), shown, narrow=narrow)
    except Busy:
        return First()
    await asyncio.wait([asyncio.wrap_future(begun)], timeout=patience)
    # What is ready now, whatever is added later: the one that goes on is not the one that is sent.
    return First(shown.words, shown.picture)


def warm(pages: Iterable[PageEntry], ended: threading.Event) -> None:
    """Paint pages as they open, in each language, one after the other: what most links ask for."""
    for page in pages:
        for spoken in LANGUAGES:
            if ended.wait(_BREATH) or open_page(page.slug) is None:
                break
            with suppress(Busy):
                begin(page, f"lang={spoken}", None, First(), narrow=False).result()


def begin(page: PageEntry, query: str, accept: str | None, shown: First, *, narrow: bool) -> Future[None]:
    """Begin to compute what ``shown`` will hold, words first. Raises ``Busy`` where too much is under way."""
    return _LANE.begin(lambda: _fill(page, query, accept, shown, narrow))


def _fill(page: PageEntry, query: str, accept: str | None, shown: First, narrow: bool) -> None:
    try:
        stated = parse_qsl(query, keep_blank_values=True)
        if any(states(name) for name, _value in stated):
            # What the page compares stands in the link itself: its value is of more than a scenario.
            return
        asked = read(stated, accept, strict=False)
        shown.words = kept(asked, "first words", lambda found: _words(asked, page, found, shown), page.slug)
        if shown.words.title:
            width = PHONE if narrow else DESK
            shown.picture = kept(
                asked, ("first picture", width), lambda found: _picture(found, width), page.slug, shown._found
            )
    except (NotDrawn, *UNREADABLE):
        # The live page says what there is to say.
        return
    except Exception:
        note_failure("a first paint failed")


def _words(asked: Asked, page: PageEntry, found: Content | Refusal, shown: First) -> Words:
    shown._found = found
    return words(asked, page, found)


def _picture(found: Content | Refusal, width: int) -> str:
    chart: Chart | None = found.picture if isinstance(found, Content) else None
    return drawing(chart, width) if chart else ""
