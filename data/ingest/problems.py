"""What is wrong with a file, and what was noticed while reading it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from data.ingest.messages import NOTICES, RULES, Language, sentence

LONGEST_VALUE = 500
"""Characters kept of a wrong value: enough to find it again."""

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Problem:
    """One thing wrong, where it stands and by which rule.

    ``line`` counts as the user's editor or spreadsheet does, the first line being 1; it is None when
    the whole file is concerned.
    """

    line: int | None
    column: str | None
    value: str | None
    rule: str
    parameters: Mapping[str, object] = field(default_factory=dict)

    def _all_parameters(self) -> dict[str, object]:
        own = {"value": self.value, "column": self.column, "at_line": str(self.line or "")}
        return {**own, **self.parameters}

    def title(self, language: Language) -> str:
        """The rule in a few words."""
        return rule_title(self.rule, language)

    def message(self, language: Language) -> str:
        """What is wrong, in one sentence."""
        return sentence(RULES[self.rule].message, self._all_parameters(), language)

    def remedy(self, language: Language) -> str:
        """What to do about it."""
        return sentence(RULES[self.rule].remedy, self._all_parameters(), language)


@dataclass(frozen=True)
class Notice:
    """One thing done on the way that the user should know of."""

    code: str
    parameters: Mapping[str, object] = field(default_factory=dict)

    def message(self, language: Language) -> str:
        """The notice in one sentence."""
        return sentence(NOTICES[self.code], self.parameters, language)


class FileRefused(ValueError):
    """The file cannot be read as a table at all; ``problems`` says why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message("en") for problem in problems))
        self.problems = problems


def rule_title(rule: str, language: Language) -> str:
    """A rule in a few words, for tables of counts."""
    return sentence(RULES[rule].title, {}, language)


def refuse(
    rule: str, *, line: int | None = None, value: str | None = None, **parameters: object
) -> FileRefused:
    """The exception that refuses a whole file by one rule."""
    return FileRefused(Problem(line, None, value, rule, parameters))


ColumnOf = Callable[[int], str | None]
"""From a row to the file's column concerned, or to the text of its cell."""
Parameters = Mapping[str, object] | Callable[[int], Mapping[str, object]]


@dataclass(frozen=True)
class ColumnNames:
    """Which column each of some problems concerns; without names, none does."""

    names: tuple[str, ...]
    codes: npt.NDArray[np.int32] | None = None

    def __call__(self, key: int) -> str | None:
        """The name of the column of the problem at a position."""
        if not self.names:
            return None
        return self.names[0 if self.codes is None else int(self.codes[key])]


@dataclass(frozen=True)
class Batch:
    """Problems of one rule: rows of the file, and what else to say of each when asked."""

    rule: str
    rows: Rows
    keys: Rows
    column_of: ColumnOf
    value_of: ColumnOf
    parameters: Parameters

    def plain(self) -> Batch:
        """The same problems with their columns only, as values in place of functions."""
        columns = [self.column_of(key) for key in self.keys.tolist()]
        names = tuple(dict.fromkeys(name for name in columns if name is not None))
        codes = None
        if len(names) > 1:
            code_of = {name: code for code, name in enumerate(names)}
            codes = np.array([code_of.get(name or "", 0) for name in columns], dtype=np.int32)
        positions = np.arange(self.rows.size, dtype=np.int64)
        return Batch(self.rule, self.rows, positions, ColumnNames(names, codes), ColumnNames(()), {})

    def problem(self, position: int, line: int) -> Problem:
        key = int(self.keys[position])
        given = self.parameters(key) if callable(self.parameters) else self.parameters
        value = self.value_of(key)
        shown = None if value is None else value[:LONGEST_VALUE]
        return Problem(line, self.column_of(key), shown, self.rule, given)


def nowhere(row: int) -> None:
    """The column, or the value, of a problem that concerns the line as a whole."""


class Findings:
    """Problems found so far, kept as row positions: a million of them cost no million objects."""

    def __init__(self) -> None:
        self._batches: list[Batch] = []
        self.whole_file: list[Problem] = []

    def add(
        self,
        rule: str,
        rows: Rows,
        keys: Rows | None = None,
        column_of: ColumnOf = nowhere,
        value_of: ColumnOf = nowhere,
        parameters: Parameters = MappingProxyType({}),
    ) -> None:
        """Note that rows of the file (ascending) break a rule.

        ``keys`` are what the other arguments understand, where that is not the row of the file:
        a row of a wide table holds several values.
        """
        if rows.size:
            self._batches.append(
                Batch(rule, rows, rows if keys is None else keys, column_of, value_of, parameters)
            )

    def add_whole_file(self, problem: Problem) -> None:
        """Note a problem that concerns no line in particular."""
        self.whole_file.append(problem)

    def plain(self) -> Findings:
        """The same findings without the functions that write them out: what is left can be handed on."""
        copy = Findings()
        copy._batches = [batch.plain() for batch in self._batches]
        copy.whole_file = self.whole_file
        return copy

    @property
    def total(self) -> int:
        """How many problems there are."""
        return len(self.whole_file) + sum(batch.rows.size for batch in self._batches)

    def counts(self) -> dict[str, int]:
        """How many problems by rule, the most frequent first."""
        found: dict[str, int] = {}
        for problem in self.whole_file:
            found[problem.rule] = found.get(problem.rule, 0) + 1
        for batch in self._batches:
            found[batch.rule] = found.get(batch.rule, 0) + int(batch.rows.size)
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def first(self, number: int, lines: npt.NDArray[np.int32]) -> tuple[Problem, ...]:
        """The first problems in the order of the file; those of the whole file come first."""
        candidates = [
            (int(lines[row]), order, position)
            for order, batch in enumerate(self._batches)
            for position, row in enumerate(batch.rows[:number])
        ]
        candidates.sort()
        room = max(0, number - len(self.whole_file))
        located = (
            self._batches[order].problem(position, line) for line, order, position in candidates[:room]
        )
        return (*self.whole_file[:number], *located)

    def refused_rows(self) -> Rows:
        """Positions of the rows with at least one problem, ascending."""
        if not self._batches:
            return np.empty(0, dtype=np.int64)
        return np.unique(np.concatenate([batch.rows for batch in self._batches]))

    def reasons(self, rows: Rows, language: Language) -> list[str]:
        """For each of ``rows`` (ascending), the titles of the rules it breaks with their columns."""
        texts: list[list[str]] = [[] for _ in range(rows.size)]
        for batch in self._batches:
            title = rule_title(batch.rule, language)
            at = np.searchsorted(rows, batch.rows)
            for position, key in zip(at.tolist(), batch.keys.tolist(), strict=True):
                column = batch.column_of(key)
                texts[position].append(f"{column}: {title}" if column else title)
        return ["; ".join(reasons) for reasons in texts]
