"""Which row of a file names its columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from data.ingest.limits import MAX_COLUMNS
from data.ingest.problems import FileRefused, Problem, refuse

Matches = Callable[[Sequence[str]], int]
"""How many cells of a row are known column names."""

_FEW = 0.8
_VALUE = re.compile(r"[+-]?[\d\s.,'’]*\d[\d\s.,'’]*%?|\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?")
_YEAR = re.compile(r"(19|20)\d\d")
_LETTERS = 26


def header_position(rows: Sequence[Sequence[str]], matches: Matches | None) -> int:
    """Position of the header among the first rows of a file.

    It is the row with most known names; where none is known, the first row about as full as the
    rows usually are, so that lines of title above the table are passed over.
    """
    if matches is not None:
        known = [matches(row) for row in rows]
        if max(known, default=0) > 0:
            return known.index(max(known))
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    usual = max(Counter(filled).items(), key=lambda item: (item[1], item[0]), default=(0, 0))[0]
    for position, count in enumerate(filled):
        if count >= max(2, _FEW * usual):
            return position
    return 0


def trimmed_header(row: Sequence[str]) -> list[str]:
    """The names of a header row without surrounding space and without the empty ones at its end."""
    names = [" ".join(cell.split()) for cell in row]
    while names and not names[-1]:
        names.pop()
    return names


def check_header(names: Sequence[str], blank_columns: Sequence[int]) -> None:
    """Refuse a header that cannot name the columns.

    Parameters
    ----------
    names : the header cells
    blank_columns : positions without a name under which there are values

    Raises
    ------
    FileRefused: too many columns, names repeated or absent, values where names are expected
    """
    if len(names) > MAX_COLUMNS:
        raise refuse("too_many_columns", count=len(names), limit=MAX_COLUMNS)
    given = [name for name in names if name]
    values = [name for name in given if _VALUE.fullmatch(name) and not _YEAR.fullmatch(name)]
    if given and 2 * len(values) >= len(given):
        raise refuse("header_missing", line=1, value=values[0])
    faults = [
        Problem(
            None,
            name,
            None,
            "header_duplicate",
            {
                "name": name,
                "count": count,
                "positions": [letter(i) for i, other in enumerate(names) if other == name],
            },
        )
        for name, count in Counter(given).items()
        if count > 1
    ]
    faults += [Problem(None, None, None, "header_blank", {"position": letter(i)}) for i in blank_columns]
    if faults:
        raise FileRefused(*faults)


def letter(position: int) -> str:
    """The letter a spreadsheet shows above a column (0 is A)."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
