"""Which row of a file names its columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from data.ingest.limits import MAX_COLUMNS, MAX_NAME_CHARACTERS
from data.ingest.problems import refuse

Matches = Callable[[Sequence[str]], int]
"""How many cells of a row are known column names."""

_FEW = 0.8
_VALUE = re.compile(r"[+-]?[\d\s.,'’]*\d[\d\s.,'’]*%?|\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?")
_YEAR = re.compile(r"(19|20)\d\d")
_MONTH = re.compile(r"(19|20)\d\d-?(0[1-9]|1[0-2])|(0?[1-9]|1[0-2])[-/](19|20)\d\d")
_SEVERAL = 2
_LONGEST_VALUE = 40
_LETTERS = 26


def header_position(rows: Sequence[Sequence[str]], matches: Matches | None) -> int:
    """Position of the header among the first rows of a file.

    It is the row with most known names; where none is known, the first row of names about as full as
    the rows usually are, so that lines of title above the table are passed over.
    """
    if matches is not None:
        known = [matches(row) for row in rows]
        if max(known, default=0) > 0:
            return known.index(max(known))
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    usual = max(Counter(filled).items(), key=lambda item: (item[1], item[0]), default=(0, 0))[0]
    # A header stands before the first row of values; where nothing does, there is none.
    data = next((position for position, row in enumerate(rows) if _mostly_values(row)), len(rows))
    for least in (max(2, _FEW * usual), 2):
        for position in range(data):
            if filled[position] >= least:
                return position
    return min(data, len(rows) - 1)


def _mostly_values(row: Sequence[str]) -> bool:
    """Whether numbers and dates fill at least half of the cells; years may well be names of columns."""
    given = [cell.strip() for cell in row if cell.strip()]
    return bool(given) and 2 * len(_values(given)) >= len(given)


def _values(names: Sequence[str]) -> list[str]:
    short = [name for name in names if len(name) <= _LONGEST_VALUE]
    found = [name for name in short if _VALUE.fullmatch(name) and not _YEAR.fullmatch(name)]
    months = [name for name in found if _MONTH.fullmatch(name)]
    # One month may be a value; several are the names of the columns of a table spread over months.
    return found if len(months) < _SEVERAL else [name for name in found if name not in months]


def trimmed_header(row: Sequence[str]) -> list[str]:
    """The names of a header row without surrounding space and without the empty ones at its end."""
    names = [" ".join(cell.split())[:MAX_NAME_CHARACTERS].strip() for cell in row]
    while names and not names[-1]:
        names.pop()
    return names


def check_names(names: Sequence[str]) -> None:
    """Refuse a header that names no columns; repeated and empty names are dealt with by `distinct_names`.

    Raises
    ------
    FileRefused: too many columns, or values where names are expected
    """
    if len(names) > MAX_COLUMNS:
        raise refuse("too_many_columns", count=len(names), limit=MAX_COLUMNS)
    given = [name for name in dict.fromkeys(names) if name]
    if _mostly_values(given):
        raise refuse("header_missing", value=_values(given)[0])


def distinct_names(names: Sequence[str]) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """The header with its column's letter where a name is repeated or empty, and what was repeated.

    Only the user can tell which of two columns of one name is meant; both can be chosen under their letter.
    """
    counts = Counter(name for name in names if name)
    given = [
        unnamed(i) if not name else f"{name} · {letter(i)}" if counts[name] > 1 else name
        for i, name in enumerate(names)
    ]
    repeated = {
        name: tuple(new for new, old in zip(given, names, strict=True) if old == name)
        for name, count in counts.items()
        if count > 1
    }
    return given, repeated


def unnamed(position: int) -> str:
    """What a column without a name is called: by its letter, so that it can be told and chosen."""
    return f"[{letter(position)}]"


def letter(position: int) -> str:
    """The letter a spreadsheet shows above a column (0 is A)."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
