"""Text made safe for the spreadsheets that will open it."""

from __future__ import annotations

import re

_LONGEST_NUMBER = 60
_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[\d\s.,'’\u00a0\u202f]*\d[\d\s.,]*%?")


def escape_formula(text: str) -> str:
    """The text itself, or after an apostrophe where a spreadsheet would run it as a formula.

    Negative numbers stay numbers.
    """
    number = len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text)
    risky = text.startswith(_STARTS) and not number
    return "'" + text if risky else text
