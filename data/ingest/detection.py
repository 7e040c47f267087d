"""Which table a file fills, told from its headers and its first values, with what tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.contracts import CONTRACTS, Column, Contract
from data.ingest.cells import normalised
from data.ingest.header import Matches
from data.ingest.layout import VALUE, Wide, detect
from data.ingest.mapping import Mapped, header_matches, suggest
from data.ingest.own_names import MATCHED_BY_HAND
from data.ingest.references import References

IMPORTABLE: Final = tuple(name for name, declared in CONTRACTS.items() if declared.importable)
# What nearly every table has says nothing of which it is.
_EVERYWHERE: Final = frozenset({"bank", "month", "year", "source", "kind", "note", "country"})
_KNOWN_SHARE: Final = 0.6
"""Share of the distinct values of a column that must be codes of a table for the column to be one of them."""
_FEWEST_VALUES: Final = 2
_REQUIRED, _CLAIMED, _KNOWN = 0.5, 0.3, 0.2
_LEAST: Final = 0.5
_LIKE_A_NAME: Final = 0.5
"""What a name that means nearly a code tells, of what the code itself tells: a convention."""
_CLEARLY: Final = 0.08
_CANDIDATES: Final = 3


@dataclass(frozen=True)
class Candidate:
    """A table that a file may fill.

    Parameters
    ----------
    table : its name
    score : 0 to 1: required columns that are there, columns of the file that it takes, values that it knows
    matched : column of the table → column of the file
    by_values : those of them that were found by their values and not by their header
    spread : columns of the file over which the values are spread
    missing : required columns that nothing fills; the bank, which may be said once, is none of them
    """

    table: str
    score: float
    matched: Mapping[str, str]
    by_values: frozenset[str]
    spread: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Detection:
    """What a file seems to be: ``candidates``, the likeliest first.

    ``clear`` tells that the first stands well before the second, so that nothing need be asked.
    """

    candidates: tuple[Candidate, ...]

    @property
    def clear(self) -> bool:
        """Whether one table is likely enough, and no other nearly as likely."""
        if not self.candidates or self.candidates[0].score < _LEAST or self.candidates[0].missing:
            return False
        others = self.candidates[1:]
        return not others or self.candidates[0].score - others[0].score >= _CLEARLY


def matches_any() -> Matches:
    """Counts the cells of a row that are names of columns of the table that knows most of them."""
    each = [header_matches(CONTRACTS[name]) for name in IMPORTABLE]

    def matches(row: Sequence[str]) -> int:
        return max(found(row) for found in each)

    return matches


def by_values(
    rows: pd.DataFrame, declared: Contract, mapping: Mapping[str, str | None], references: References
) -> Mapped:
    """The mapping completed with columns whose values, not whose header, say what they are.

    Parameters
    ----------
    rows : the first rows of the file, as text
    mapping : by header; None for the columns of the table that no header names
    """
    completed, used = dict(mapping), {name for name in mapping.values() if name}
    for column in declared.columns:
        coded = bool(column.choices) or (column.references is not None and column.references != "bank.bank")
        if completed.get(column.name) or column.name not in declared.key or not coded:
            continue
        shares = {
            name: share
            for name in rows.columns
            if name not in used and (share := _known_share(rows[name], column, references)) >= _KNOWN_SHARE
        }
        if shares:
            best = max(shares, key=shares.__getitem__)
            completed[column.name] = best
            used.add(best)
    return completed


def _known_share(
    values: pd.Series, column: Column, references: References, fewest: int = _FEWEST_VALUES
) -> float:
    texts = [text.strip() for text in values.dropna().astype(str).unique() if text.strip()]
    if len(texts) < fewest or all(text.replace(".", "").isdigit() for text in texts):
        return 0.0
    return sum(_knows(column, text, references) for text in texts) / len(texts)


def _knows(column: Column, text: str, references: References) -> bool:
    if column.choices:
        words = {*column.choices, *(word for word, _choice in column.choice_aliases)}
        return normalised(text) in {normalised(word) for word in words}
    if column.references is None:
        return False
    first = text.split(maxsplit=1)[0].rstrip(":.-–—") if text.split() else text
    return any(references.code(column.references, each) is not None for each in (text, first))


def recognise(columns: Sequence[str], rows: pd.DataFrame, references: References) -> Detection:
    """The tables that a file may fill, the likeliest first.

    Parameters
    ----------
    columns, rows : of the file's preview
    references : codes by which columns and values can be named
    """
    found = [
        candidate
        for name in IMPORTABLE
        if (candidate := _candidate(columns, rows, CONTRACTS[name], references)) is not None
    ]
    found.sort(key=lambda candidate: (-candidate.score, len(candidate.missing)))
    return Detection(tuple(found[:_CANDIDATES]))


def _candidate(
    columns: Sequence[str], rows: pd.DataFrame, declared: Contract, references: References
) -> Candidate | None:
    named = suggest(columns, declared)
    mapping = by_values(rows, declared, named, references)
    wide = detect(columns, declared, mapping, references)
    filled = {name for name, header in mapping.items() if header}
    filled |= {VALUE, wide.into} if wide else set()
    told = filled - _EVERYWHERE
    if not told:
        return None
    required = [c.name for c in declared.columns if c.required and c.default is None and c.name != "bank"]
    missing = [name for name in required if name not in filled]
    claimed = {header for header in mapping.values() if header} | set(wide.columns if wide else ())
    score = (
        _REQUIRED * (1 - len(missing) / len(required))
        + _CLAIMED * len(claimed) / max(len(columns), 1)
        + _KNOWN * _values_known(rows, declared, mapping, wide, references)
    )
    return Candidate(
        table=declared.name,
        score=score,
        matched={name: header for name, header in mapping.items() if header},
        by_values=frozenset(name for name, header in mapping.items() if header and not named.get(name)),
        spread=wide.columns if wide else (),
        missing=tuple(missing),
    )


def _values_known(
    rows: pd.DataFrame,
    declared: Contract,
    mapping: Mapping[str, str | None],
    wide: Wide | None,
    references: References,
) -> float:
    """Share of the coded columns' values that the table knows; 1 where headers themselves are codes of it."""
    if wide is not None and wide.spread == "name":
        return 1.0
    shares = [
        max(
            _known_share(rows[header], column, references, fewest=1),
            _LIKE_A_NAME * _meant_share(rows[header], column, references),
        )
        for column in _coded(declared)
        if (header := mapping.get(column.name)) and header in rows
    ]
    return sum(shares) / len(shares) if shares else 0.5


def _meant_share(values: pd.Series, column: Column, references: References) -> float:
    """Share of a column's names that mean nearly what a code does which banks call by names of their own."""
    if column.references not in MATCHED_BY_HAND:
        return 0.0
    texts = [text.strip() for text in values.dropna().astype(str).unique() if text.strip()]
    return sum(references.means(column.references, text) for text in texts) / len(texts) if texts else 0.0


def _coded(declared: Contract) -> Iterable[Column]:
    return (
        column
        for column in declared.columns
        if column.name in declared.key
        and (column.choices or (column.references and column.references != "bank.bank"))
    )
