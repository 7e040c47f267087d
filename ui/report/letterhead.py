"""What a pack's title says beyond its figures: the day of the meeting, who wrote it, the bank's logo.

None of it is an assumption, and no link carries it: it stays with the session, and with the files.
"""

from __future__ import annotations

import math
import re
import struct
import zlib
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.parsers import expat

from ui.outlets.drawn import NotDrawn, raster
from ui.outside import one_line
from ui.words import _, day, number

MOST_BYTES: Final = 512 * 1024
FORMS: Final = ("png", "svg")
AUTHOR_AT_MOST: Final = 80
_LEAST, _MOST = 32, 2000
_NARROWEST: Final = 8.0
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
# What draws; the rest of a PNG is remarks, among them where and when a picture was taken.
_KEPT: Final = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DRAWN_ACROSS: Final = 900
_NOT_DRAWN: Final = frozenset(
    {"script", "foreignobject", "image", "feimage", "a", "animate", "set", "iframe", "audio", "video"}
)
_ELSEWHERE: Final = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:", re.IGNORECASE)
_SIZE: Final = re.compile(r"\s*([0-9]{1,5}(?:\.[0-9]+)?)(?:px|pt|mm)?\s*", re.ASCII)


class NoLogo(ValueError):
    """A file that cannot stand on a title page; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Logo:
    """A picture that was checked: a PNG without remarks, and its size in dots."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Letterhead:
    """What stands on the title of every file beside the bank and the date of the data."""

    meeting: date | None = None
    author: str = ""
    logo: Logo | None = None

    def lines(self) -> dict[str, str]:
        """Name and value of what is known of meeting and author."""
        told = {} if self.meeting is None else {_("Meeting"): day(self.meeting)}
        return told | ({_("Author"): self.author} if self.author else {})


PLAIN: Final = Letterhead()
"""Nothing is known beyond bank and data."""


def author(typed: str) -> str:
    """A name as it is printed: one line, without what steers a printer."""
    return " ".join(one_line(typed).split())[:AUTHOR_AT_MOST]


def logo(content: bytes) -> Logo:
    """A logo as it is printed.

    Raises
    ------
    NoLogo: too large, no picture of the two forms, damaged, or of a shape that no title has room for
    """
    if len(content) > MOST_BYTES:
        raise NoLogo(_("The logo is larger than {size} kB.").format(size=number(MOST_BYTES / 1024, 0)))
    made = content if content.startswith(_SIGNATURE) else _drawn(content)
    plain, width, height = _whole(made)
    _fits(width, height)
    return Logo(plain, width, height)


def _fits(width: float, height: float) -> None:
    if not (min(width, height) >= _LEAST and max(width, height) <= _MOST):
        raise NoLogo(
            _("The logo has {width} × {height} dots; {least} to {most} are printed.").format(
                width=number(width, 0), height=number(height, 0), least=_LEAST, most=number(_MOST, 0)
            )
        )
    if max(width, height) > _NARROWEST * min(width, height):
        raise NoLogo(_("The logo is more than eight times as long as it is wide."))


def _damaged() -> NoLogo:
    return NoLogo(_("The file is no whole PNG or SVG."))


def _whole(content: bytes) -> tuple[bytes, int, int]:
    """A PNG with the parts that draw, each with its sum right; its width and height."""
    kept, packed, place, named = [_SIGNATURE], [], len(_SIGNATURE), b""
    header: tuple[int, ...] = ()
    while place + 12 <= len(content) and named != b"IEND":
        (length,) = struct.unpack_from(">I", content, place)
        named = content[place + 4 : place + 8]
        body = content[place + 8 : place + 8 + length]
        (told,) = struct.unpack(">I", content[place + 8 + length : place + 12 + length].rjust(4, b"\0"))
        if len(body) < length or told != zlib.crc32(named + body):
            raise _damaged()
        if named == b"IHDR" and length == struct.calcsize(">IIBBBBB"):
            header = struct.unpack(">IIBBBBB", body)
            # Before anything is unpacked: a small file may claim to be a wall.
            _fits(*header[:2])
        if named == b"IDAT":
            packed.append(body)
        if named in _KEPT:
            kept.append(content[place : place + 12 + length])
        place += 12 + length
    if named != b"IEND" or not header or header[3] not in _CHANNELS:
        raise _damaged()
    width, height, depth, colour, *_methods, laced = header
    row = math.ceil(width * depth * _CHANNELS[colour] / 8) + 1
    unpacking = zlib.decompressobj()
    try:
        dots = unpacking.decompress(b"".join(packed), 2 * row * height)
    except zlib.error as error:
        raise _damaged() from error
    if not unpacking.eof or (not laced and len(dots) != row * height):
        raise _damaged()
    return b"".join(kept), width, height


def _drawn(content: bytes) -> bytes:
    """An SVG as PNG; nothing in it may lead elsewhere."""
    found: dict[str, str] = {}
    refused: list[str] = []

    def seen(name: str, marks: dict[str, str]) -> None:
        plain = name.rpartition(":")[2].lower()
        if not found:
            found.update({"": plain} | marks)
        led = [value for mark, value in marks.items() if mark.lower().endswith("href") and value[:1] != "#"]
        active = any(mark.lower().startswith("on") for mark in marks)
        if plain in _NOT_DRAWN or led or active or any(map(_ELSEWHERE.search, marks.values())):
            refused.append(plain)

    def written(text: str) -> None:
        if _ELSEWHERE.search(text):
            refused.append(text)

    reader = expat.ParserCreate()
    reader.buffer_text = True
    reader.StartElementHandler, reader.CharacterDataHandler = seen, written
    # Entities could grow without end, and name files of the server.
    reader.StartDoctypeDeclHandler = lambda *_declared: refused.append("doctype")
    try:
        reader.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _damaged() from error
    if found.get("") != "svg":
        raise _damaged()
    if refused:
        raise NoLogo(_("A logo may hold shapes and text alone: no script, no picture, no address."))
    width, height = _sides(found)
    _fits(width, height)
    scale = _DRAWN_ACROSS / max(width, height)
    text = content.decode("utf-8", errors="replace")
    try:
        return raster(_sized(text, width * scale, height * scale, f"0 0 {width:g} {height:g}"))
    except NotDrawn as error:
        raise _damaged() from error


def _sides(marks: dict[str, str]) -> tuple[float, float]:
    """Width and height of an SVG, as stated or as its view has them; a small one is scaled up."""
    sides = [_SIZE.fullmatch(marks.get(name, "")) for name in ("width", "height")]
    view = re.split(r"[\s,]+", marks.get("viewBox", "").strip())[2:]
    stated = [side[1] for side in sides if side]
    try:
        width, height = map(float, stated if len(stated) == len(sides) else view)
    except ValueError as error:
        raise _damaged() from error
    if not (0 < width < math.inf and 0 < height < math.inf):
        raise _damaged()
    larger = max(1.0, _LEAST / min(width, height))
    return width * larger, height * larger


_OPENING: Final = re.compile(r"<([\w-]+:)?svg\b[^>]*>", re.DOTALL)
_STATED: Final = re.compile(r"""\s(?:width|height)\s*=\s*("[^"]*"|'[^']*')""")


def _sized(text: str, width: float, height: float, view: str) -> str:
    """An SVG whose first element states the size in dots at which it is drawn."""

    def stated(found: re.Match[str]) -> str:
        opening = _STATED.sub("", found[0])
        seen = "" if "viewBox" in opening else f' viewBox="{view}"'
        end = "/>" if opening.endswith("/>") else ">"
        return f'{opening.removesuffix(end)} width="{width:.0f}" height="{height:.0f}"{seen}{end}'

    return _OPENING.sub(stated, text, count=1)
