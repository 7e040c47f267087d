"""Text made safe for the spreadsheets that will open it."""

from __future__ import annotations

import re

_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[\d\s.,'’\u00a0\u202f]*\d[\d\s.,]*%?")


def escape_formula(text: str) -> str:
    """The text itself, or after an apostrophe where a spreadsheet would run it as a formula.

    Negative numbers stay numbers.
    """
    risky = text.startswith(_STARTS) and not _NUMBER.fullmatch(text)
    return "'" + text if risky else text
