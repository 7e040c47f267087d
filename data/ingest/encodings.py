"""How the characters of a text file are written, decided by evidence over the whole file.

Where the bytes are good text in one encoding only, that one is taken. Where they are good text in two,
or in none, the user is asked with both readings: a letter changed on the way is seen by nobody.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from mmap import mmap

from data.ingest.problems import FileRefused, Notice, Problem, refuse

Content = bytes | mmap

UTF_8, WINDOWS = "utf-8", "cp1252"
CHOICES = {
    UTF_8: "UTF-8",
    WINDOWS: "Windows-1252",
    "iso8859-15": "ISO-8859-15",
    "cp850": "DOS (850)",
    "cp437": "DOS (437)",
    "mac_roman": "Mac",
    "cp1256": "Windows-1256",
    "cp864": "DOS (864)",
}
"""Encodings that a user may name, with the names that people know; the last two are Arabic."""
NAMES = CHOICES | {"utf-8-sig": "UTF-8 (BOM)", "utf-16": "UTF-16", "utf-32": "UTF-32"}

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # Longer marks first: that of UTF-32 begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD_BYTES = 65_536
_CHUNK_BYTES = 1_048_576
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27})
_BINARY_SHARE = 0.02
_STRAY_CONTROLS = 8
"""So many control characters may be stray ones in a text; their cells are refused one by one."""
_HALF_EMPTY = 0.7

_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}"
    rb"|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]"
)
"""A character of UTF-8 beyond ASCII; a single byte that belongs to none is a stray one."""
_APART = bytes(i if i >= 0x80 or chr(i).isalnum() else 32 for i in range(256))
"""Every byte of ASCII that is no letter and no digit as a space, so that words come apart."""
_EXPECTED = (
    (0x00A0, 0x017F),
    (0x0218, 0x021B),
    (0x0370, 0x0400),
    (0x0410, 0x044F),
    (0x0600, 0x06FF),
    (0x2000, 0x206F),
    (0x20A0, 0x20BF),
    (0x2100, 0x22FF),
    (0x2D30, 0x2D7F),
    (0x3040, 0x30FF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0x1F300, 0x1FAFF),
)
"""Letters of Latin, Greek, Russian, Arabic, Tamazight and East Asia, the signs between them, pictographs."""
_LETTERS = frozenset("àâäáãåæçéèêëíìîïñóòôöõøúùûüýÿœšžßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØÚÙÛÜÝŸŒŠŽ")
_SIGNS = frozenset("«»“”„‘’‚‹›–—…•·€£°²³¹½¼¾§©®™‰µ±×÷ªº¿¡´\u00a0\u202f\u00ad")
_JOINERS = frozenset("‘’´–—·•°µªº\u00a0\u202f\u00ad")
_OPENERS = frozenset("«“„‚‹¿¡")
_CLOSERS = frozenset("»”›™©®")
_LED_BY = frozenset("ÆÇÉÊËÔÖÙÜÓÚßàäáæçèéêëìíîïñòóô")
"""Letters after which French or a neighbour may put a sign: É« is text, Ã© and Â« are not."""
_LED = _SIGNS - frozenset("¡¿¼½¾¹÷×ªº")
_LONGEST_LETTERS = 2
"""Letters with accents that follow one another in a French word: créée."""
_LISTED = 50
_CONTEXT = 24
_CELL_EDGE = re.compile('[;,\t|"\r\n]')


@dataclass(frozen=True)
class Encoding:
    """The encoding of a file as Python names it, and what the user should know of the choice."""

    name: str
    notices: tuple[Notice, ...] = ()


def find_encoding(content: Content, asked: str | None = None) -> Encoding:
    """The encoding of a text file.

    Parameters
    ----------
    content : the bytes of the file
    asked : what the user says it is; a mark at the start of the file goes before it

    Raises
    ------
    FileRefused: binary content, UTF-16 without a mark, bytes that the encoding does not have, bytes that
        read well in two encodings or badly in all
    """
    head = content[:_HEAD_BYTES]
    for mark, name in _MARKS:
        if head.startswith(mark):
            _check(content, name)
            return Encoding(name, () if name == "utf-8-sig" else (_plain_notice(name),))
    _check_text(head)
    if asked is not None:
        _check(content, asked)
        return _read_as(content, asked)
    evidence = _weigh(content)
    if not evidence.strays and (evidence.proofs or evidence.ascii):
        return Encoding(UTF_8)
    if evidence.strays and evidence.proofs >= evidence.strays:
        raise _strays(content)
    pieces = _pieces(content)
    strange = {name: _first_strange(pieces, name) for name in CHOICES if name != UTF_8}
    fitting = _distinct(pieces, [name for name, piece in strange.items() if piece is None])
    if not evidence.strays:
        if evidence.open:
            fitting = [WINDOWS, *(name for name in fitting if name != WINDOWS)]
        if fitting:
            raise _two_readings(content, fitting)
        return Encoding(UTF_8)
    if WINDOWS in fitting:
        return _read_as(content, WINDOWS)
    raise _no_reading(content, strange[WINDOWS] or b"", fitting)


def _check_text(head: bytes) -> None:
    """Refuse what is no text at all."""
    if b"\x00" in head:
        even, odd = head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / max(1, len(head[1::2]))
        latin_in_two_bytes = min(even, odd) == 0 and max(even, odd) > _HALF_EMPTY
        raise refuse("file_utf16_without_mark" if latin_in_two_bytes else "file_binary")
    if len(head) - len(head.translate(None, _CONTROL)) > max(_STRAY_CONTROLS, _BINARY_SHARE * len(head)):
        raise refuse("file_binary")


def _check(content: Content, name: str) -> None:
    """Refuse bytes that an encoding does not have."""
    if name == UTF_8:
        if any(len(found.group()) == 1 for found in _SEQUENCE.finditer(content)):
            raise _strays(content)
        return
    decoder = codecs.getincrementaldecoder(name)()
    for start in range(0, len(content), _CHUNK_BYTES):
        part = content[start : start + _CHUNK_BYTES]
        try:
            decoder.decode(part, final=start + _CHUNK_BYTES >= len(content))
        except UnicodeDecodeError as error:
            at = min(start + error.start, len(content) - 1)
            raise refuse(
                "encoding_byte",
                at_line=str(_line(content, at)),
                byte=f"0x{content[at]:02X}",
                encoding=NAMES[name],
            ) from None


@dataclass(frozen=True)
class _Evidence:
    """What the bytes beyond ASCII speak for, by how often they occur."""

    strays: int
    """Bytes that belong to no character of UTF-8."""
    proofs: int
    """Characters of UTF-8 that are expected in a text, and whose bytes are none in Windows-1252; counted
    until they outweigh the stray bytes."""
    open: bool
    """All characters of UTF-8 have bytes that are good text in Windows-1252 as well."""
    ascii: bool


def _weigh(content: Content) -> _Evidence:
    strays = sum(size - len(text.encode()) for text, size in _utf8_parts(content))
    proofs, open_, ascii_ = 0, True, True
    known: dict[str, tuple[bool, bool]] = {}
    for text, _ in _utf8_parts(content):
        if text.isascii():
            continue
        ascii_ = False
        for character in sorted(set(text)):
            if character.isascii():
                continue
            if character not in known:
                in_windows = _is_windows(character.encode())
                known[character] = (_is_expected(character) and not in_windows, in_windows)
            proof, windows = known[character]
            open_ = open_ and windows
            if proof:
                proofs += text.count(character)
                if proofs >= max(1, strays):
                    return _Evidence(strays, proofs, open_, ascii_)
    return _Evidence(strays, proofs, open_, ascii_)


def _utf8_parts(content: Content) -> Iterator[tuple[str, int]]:
    """The text of each part that can be read as UTF-8, and the bytes that were looked at for it."""
    decoder = codecs.getincrementaldecoder(UTF_8)("ignore")
    waiting = 0
    for start in range(0, len(content), _CHUNK_BYTES):
        part = content[start : start + _CHUNK_BYTES]
        final = start + len(part) >= len(content)
        text = decoder.decode(part, final=final)
        left = len(decoder.getstate()[0])
        yield text, len(part) + waiting - left
        waiting = left


def _is_expected(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _EXPECTED)


def _is_windows(piece: bytes) -> bool:
    """Whether the bytes of one character of UTF-8 are a letter and signs in Windows-1252."""
    try:
        text = piece.decode(WINDOWS)
    except UnicodeDecodeError:
        return False
    return text[0] in _LED_BY and all(sign in _LED for sign in text[1:])


def _pieces(content: Content) -> list[bytes]:
    """The distinct words with bytes beyond ASCII, in the order of the file."""
    words: dict[bytes, None] = {}
    for start in range(0, len(content), _CHUNK_BYTES):
        part = content[start : start + _CHUNK_BYTES]
        if not part.isascii():
            split = part.translate(_APART).split()
            words.update((word, None) for word in dict.fromkeys(split) if not word.isascii())
    return list(words)


def _first_strange(pieces: Iterable[bytes], name: str) -> bytes | None:
    """The first piece that is no good text in an encoding of one byte a character."""
    for piece in pieces:
        try:
            text = piece.decode(name)
        except UnicodeDecodeError:
            return piece
        if _is_strange(text):
            return piece
    return None


def _is_strange(text: str) -> bool:
    """Whether letters and signs stand where French, English and Arabic put none."""
    accented = 0
    for before, character, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        if character.isascii():
            accented = 0
        elif character in _SIGNS:
            accented = 0
            between = before.isalpha() and after.isalpha()
            if (
                (between and character not in _JOINERS)
                or (character in _OPENERS and before.isalpha())
                or (character in _CLOSERS and after.isalpha())
            ):
                return True
        elif _is_arabic(character):
            if (before.isalpha() and before.isascii()) or (after.isalpha() and after.isascii()):
                return True
        else:
            accented += 1
            within = character.isupper() and before.islower()
            if character not in _LETTERS or within or accented > _LONGEST_LETTERS:
                return True
    return False


def _is_arabic(character: str) -> bool:
    return "\u0600" <= character <= "\u06ff" or "\ufe70" <= character <= "\ufefc"


def _distinct(pieces: list[bytes], names: Iterable[str]) -> list[str]:
    """The first of all encodings that give the same text."""
    found: dict[tuple[str, ...], str] = {}
    for name in names:
        found.setdefault(tuple(piece.decode(name) for piece in pieces), name)
    return list(found.values())


def _plain_notice(name: str) -> Notice:
    return Notice("encoding", {"encoding": NAMES[name]})


def _read_as(content: Content, name: str) -> Encoding:
    found = _SEQUENCE.search(content)
    if name == UTF_8 or found is None:
        return Encoding(name)
    shown = {"encoding": NAMES[name], "value": _sample(content, found.start(), name)}
    return Encoding(name, (Notice("encoding_sample", shown),))


def _readings(content: Content, at: int, names: Iterable[str]) -> list[str]:
    return [f"{NAMES[name]} : {_sample(content, at, name)}" for name in names]


def _two_readings(content: Content, fitting: list[str]) -> FileRefused:
    found = _SEQUENCE.search(content)
    at = found.start() if found else 0
    return refuse(
        "encoding_ambiguous",
        line=_line(content, at),
        value=_sample(content, at, UTF_8),
        readings=_readings(content, at, [UTF_8, *fitting]),
    )


def _no_reading(content: Content, strange: bytes, fitting: list[str]) -> FileRefused:
    at = content.find(strange)
    at += next(i for i, byte in enumerate(strange) if byte >= 0x80)
    return refuse(
        "file_encoding",
        value=_sample(content, at, WINDOWS),
        at_line=str(_line(content, at)),
        readings=_readings(content, at, fitting or [WINDOWS, "cp850", "mac_roman", "cp1256"]),
    )


def _strays(content: Content) -> FileRefused:
    """Every byte that a file of UTF-8 cannot have, with what it would be in Windows-1252."""
    found = islice((one for one in _SEQUENCE.finditer(content) if len(one.group()) == 1), _LISTED)
    return FileRefused(*_stray_problems(content, [one.start() for one in found]))


def _stray_problems(content: Content, positions: Iterable[int]) -> Iterator[Problem]:
    for at in positions:
        start = _line_start(content, at)
        yield Problem(
            _line(content, at),
            None,
            _sample(content, at, UTF_8),
            "encoding_stray",
            {
                "byte": f"0x{content[at]:02X}",
                "position": str(len(content[start:at].decode(UTF_8, "replace")) + 1),
                "reading": content[at : at + 1].decode(WINDOWS, "replace"),
            },
        )


def _break(content: Content) -> bytes:
    return b"\n" if content.find(b"\n") >= 0 else b"\r"


def _line(content: Content, at: int) -> int:
    end = _break(content)
    return 1 + sum(
        content[start : min(at, start + _CHUNK_BYTES)].count(end) for start in range(0, at, _CHUNK_BYTES)
    )


def _line_start(content: Content, at: int) -> int:
    return content.rfind(_break(content), 0, at) + 1


def _sample(content: Content, at: int, name: str) -> str:
    """The cell around a byte, a few words long, as it reads in an encoding."""
    before = content[max(_line_start(content, at), at - _CONTEXT) : at].decode(name, "replace")
    after = content[at : at + _CONTEXT].decode(name, "replace")
    return (_CELL_EDGE.split(before)[-1] + _CELL_EDGE.split(after)[0]).strip("\ufffd ")[:_CONTEXT] or after
