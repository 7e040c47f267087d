"""Which column of a file holds which column of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from data.contracts import Contract
from data.ingest.cells import normalised
from data.ingest.french_headers import header_in
from data.ingest.header import Matches
from data.ingest.problems import FileRefused, Problem

Mapped = dict[str, str | None]


def _wanted(declared: Contract) -> list[list[tuple[str, str]]]:
    """Rounds of (contract column, name to look for): every own name goes before any alias."""
    own = [(column.name, normalised(column.name)) for column in declared.columns]
    french = [(column.name, normalised(header_in(column.name, "fr"))) for column in declared.columns]
    aliases = [(column.name, normalised(alias)) for column in declared.columns for alias in column.aliases]
    return [own, french, aliases]


def suggest(names: Iterable[str], declared: Contract) -> Mapped:
    """A column of the file for each column of the table, by name and alias; None where none fits."""
    names = list(names)
    mapping: Mapped = {column.name: None for column in declared.columns}
    used: set[str] = set()
    for brackets in (True, False):
        headers: dict[str, str] = {}
        for name in names:
            headers.setdefault(normalised(name, brackets=brackets), name)
        for wanted in _wanted(declared):
            for column, look in wanted:
                found = headers.get(look)
                if mapping[column] is None and found is not None and found not in used:
                    mapping[column] = found
                    used.add(found)
    return mapping


def header_matches(declared: Contract) -> Matches:
    """Counts the cells of a row that are names or aliases of the table's columns."""
    known = {look for wanted in _wanted(declared) for _, look in wanted}

    def matches(row: Sequence[str]) -> int:
        return sum(
            1 for cell in row if normalised(cell) in known or normalised(cell, brackets=False) in known
        )

    return matches


def check_mapping(mapping: Mapping[str, str | None], names: Sequence[str], declared: Contract) -> Mapped:
    """The mapping completed with None, if it can be followed.

    Raises
    ------
    FileRefused: it names a column that the table or the file does not have, or one column twice
    """
    columns = [column.name for column in declared.columns]
    faults = [
        Problem(None, name, None, "mapping_unknown", {"name": name})
        for name in [
            *(c for c in mapping if c not in columns),
            *(n for n in mapping.values() if n and n not in names),
        ]
    ]
    targets: dict[str, list[str]] = {}
    for column, name in mapping.items():
        if name:
            targets.setdefault(name, []).append(column)
    faults += [
        Problem(None, name, None, "mapping_repeated", {"name": name, "targets": several})
        for name, several in targets.items()
        if len(several) > 1
    ]
    if faults:
        raise FileRefused(*faults)
    return {column: mapping.get(column) or None for column in columns}
