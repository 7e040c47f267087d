"""Text that comes from links and files, made harmless where the screen would read it as Markdown.

A sentence is plain text until it is drawn: the board pack, charts and tables take it as it stands. Drawn on
the screen it is Markdown, in which a bank's name or a link's parameter could be a link of its own, an icon, a
formula or a heading. So every sentence passes ``prose`` on its way to the screen; of all Markdown only bold
is left to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import urlsplit

_PLAIN_ADDRESS: Final = re.compile(r"https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9./~%?=&:,+-]*)?")
_OUR_ADDRESS: Final = re.compile(r"https?://[^\s<>]+")
_JOINER: Final = "\N{WORD JOINER}"
# Escaped wherever they stand: without them there is no link, image, code, formula or entity.
_ALWAYS: Final = re.compile(
    r"[\\`\[\]$]|~{2,}|&(?=#|[A-Za-z]+;)|<(?=[A-Za-z/!?])|\*{3,}|(?<!\*)\*(?!\*)|(?<!\w)_|_(?!\w)"
)
_AT_THE_START: Final = re.compile(r"^(?=>|[#+=-]+(?:\s|$)|[-=]{3})")
_NUMBERED: Final = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
# Found in the finished text, where a backslash no longer helps: an address, a host, a mailbox, an icon.
_FOUND_LATER: Final = re.compile(
    r"(?<=:)(?=//|[A-Za-z+])|(?<=www)(?=\.)|(?<=[\w.+-])(?=@[\w-])", re.IGNORECASE
)


_TURNING: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def one_line(text: str) -> str:
    """``text`` on one line: no control character, and nothing that turns the direction of writing."""
    kept = (
        " " if unicodedata.category(each) in ("Cc", "Zl", "Zp") else each
        for each in text
        if unicodedata.bidirectional(each) not in _TURNING
    )
    return "".join(kept)


def prose(text: str) -> str:
    """A sentence as Markdown that reads as the sentence; ``**bold**`` stays."""
    escaped = _ALWAYS.sub(lambda found: "".join("\\" + each for each in found[0]), one_line(text).strip())
    escaped = _NUMBERED.sub(r"\1\\\2", _AT_THE_START.sub(r"\\", escaped))
    return _FOUND_LATER.sub(_JOINER, escaped)


def paragraphs(*sentences: str) -> str:
    """Sentences as Markdown that reads as the sentences, a paragraph each."""
    return "\n\n".join(map(prose, sentences))


def tabled(header: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[bool]) -> str:
    """Rows of texts as Markdown that reads as the rows; what is ``right`` is set there."""
    rule = ["--:" if each else ":--" for each in right]
    lines = [[_cell(text) for text in header], rule, *([_cell(text) for text in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return prose(text).replace("|", "\\|")


def own_address(address: str) -> str:
    """An address that this server made, as a link; as words where it could be more than an address."""
    return f"<{address}>" if _OUR_ADDRESS.fullmatch(address) else prose(address)


def web_link(address: object) -> str:
    """A Markdown link named by its host; empty for what is no plain address of the web."""
    if not isinstance(address, str) or not _PLAIN_ADDRESS.fullmatch(address):
        return ""
    return f"[{urlsplit(address).hostname}]({address})"
