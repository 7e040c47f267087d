"""Text made safe for the spreadsheets that will open it."""

from __future__ import annotations

import json
import re
import unicodedata

_LONGEST_NUMBER = 60
_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[\d\s.,'’\u00a0\u202f]*\d[\d\s.,]*%?")


def plain(text: str) -> str:
    """The text for a terminal: what would move its cursor or turn its lines round shows as �."""
    return "".join("\ufffd" if _commands(character) else character for character in text)


def plain_json(text: str) -> str:
    """JSON for a terminal: the same values, with such characters written as escapes."""
    return "".join(
        json.dumps(character)[1:-1] if character != "\n" and _commands(character) else character
        for character in text
    )


def _commands(character: str) -> bool:
    # Controls, invisible format signs and the halves of characters that cannot be written at all.
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def escape_formula(text: str) -> str:
    """The text itself, or after an apostrophe where a spreadsheet would run it as a formula.

    Negative numbers stay numbers.
    """
    number = len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text)
    risky = text.startswith(_STARTS) and not number
    return "'" + text if risky else text
