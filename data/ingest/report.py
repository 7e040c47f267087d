"""What validation found, to be shown, downloaded, or loaded when all is well."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.ingest.cells import RawTable
from data.ingest.escaping import escape_formula
from data.ingest.limits import PROBLEMS_SHOWN
from data.ingest.messages import Language, Phrase
from data.ingest.notice_texts import LEFT_OUT
from data.ingest.problems import Findings, Notice, Problem, rule_title

_LINE = Phrase("ligne", "line")
_REASONS = Phrase("motifs du refus", "reasons for refusal")
_HEADINGS = (
    _LINE,
    Phrase("colonne", "column"),
    Phrase("valeur", "value"),
    Phrase("règle", "rule"),
    Phrase("explication", "explanation"),
    Phrase("remède", "remedy"),
)
_ALIKE_SHOWN = 3
_SEPARATOR = Phrase(";", ",")


@dataclass(frozen=True)
class Report:
    """The outcome of validation.

    ``frame`` holds every row, typed as the contract says, if there is no problem at all, and is None
    otherwise. ``problems`` are the first thousand in the order of the file; ``counts`` and ``total``
    speak of all of them.
    """

    table: str
    filename: str
    sha256: str
    frame: pd.DataFrame | None
    problems: tuple[Problem, ...]
    counts: Mapping[str, int]
    total: int
    rows_read: int
    notices: tuple[Notice, ...] = ()
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    created: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    breaks: pd.DataFrame | None = None
    """Breaks of definition that the file declares, to be loaded with its rows."""
    _raw: RawTable | None = field(default=None, repr=False)
    _findings: Findings = field(default_factory=Findings, repr=False)

    @property
    def ok(self) -> bool:
        """Whether the file can be loaded."""
        return self.frame is not None

    @property
    def left_out(self) -> tuple[Notice, ...]:
        """What stands in the file and is not loaded: columns, sheets, lines, empty cells."""
        return tuple(notice for notice in self.notices if notice.code in LEFT_OUT)

    @property
    def done(self) -> tuple[Notice, ...]:
        """The other notices: how what is loaded was understood."""
        return tuple(notice for notice in self.notices if notice.code not in LEFT_OUT)

    def ready_to_travel(self) -> Report:
        """The same report in values only, to be handed from one process to another."""
        return replace(self, _findings=self._findings.plain())

    def counts_by_title(self, language: Language) -> list[tuple[str, int]]:
        """How many problems by rule, in words, the most frequent first."""
        return [(rule_title(rule, language), number) for rule, number in self.counts.items()]

    def groups(self) -> tuple[Group, ...]:
        """The problems shown, those alike together: of the whole file first, then the most frequent.

        Alike are those of one rule with one value; those left alone, of one rule in one line or one column.
        """
        return grouped(self.problems)

    def problems_csv(self, lang: Language) -> bytes:
        """The problems shown, as a CSV file that a spreadsheet in this language opens well."""
        rows = (
            [
                "" if problem.line is None else str(problem.line),
                problem.column or "",
                problem.value or "",
                problem.title(lang),
                problem.message(lang),
                problem.remedy(lang),
            ]
            for problem in self.problems
        )
        return _csv([heading.in_language(lang) for heading in _HEADINGS], rows, lang)

    def rejects_csv(self, lang: Language = "fr") -> bytes:
        """The refused rows as they stood in the file, with line and reasons."""
        headings = [_LINE.in_language(lang), _REASONS.in_language(lang)]
        if self._raw is None:
            return _csv(headings, [], lang)
        rows = self._findings.refused_rows()
        reasons = self._findings.reasons(rows, lang)
        taken = [column.text.take(rows).to_pylist() for column in self._raw.columns]
        lines = self._raw.lines[rows].tolist()
        body = ([*cells, str(line), why] for *cells, line, why in zip(*taken, lines, reasons, strict=True))
        return _csv([*self._raw.names, *headings], body, lang)


def _csv(header: Sequence[str], rows: Iterable[Sequence[str | None]], language: Language) -> bytes:
    """UTF-8 with a mark and the separator of the language, so that a double click opens it in columns."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=_SEPARATOR.in_language(language), lineterminator="\r\n")
    writer.writerow([escape_formula(name) for name in header])
    writer.writerows([escape_formula(cell or "") for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


@dataclass
class Outcome:
    """What validation has to say of a file, whether it can be loaded or not."""

    findings: Findings
    notices: list[Notice] = field(default_factory=list)
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    created: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rows_read: int = 0
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Problems that are one to whoever mends the file.

    ``first`` of them speaks for all. ``lines``, ``columns`` and ``values`` are the first few, ``more_*`` how
    many others there are.
    """

    first: Problem
    count: int
    lines: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[str, ...]
    more_lines: int
    more_columns: int
    more_values: int


def grouped(problems: Sequence[Problem]) -> tuple[Group, ...]:
    """Problems alike together; see :meth:`Report.groups`."""
    left = list(problems)
    found: list[list[Problem]] = []
    for part in ("value", "line", "column"):
        groups: dict[tuple[str, object], list[Problem]] = {}
        alone = []
        for problem in left:
            said = getattr(problem, part)
            if said is None and part != "column":
                alone.append(problem)
            else:
                groups.setdefault((problem.rule, said), []).append(problem)
        found += [group for group in groups.values() if len(group) > 1]
        left = [*alone, *(group[0] for group in groups.values() if len(group) == 1)]
    found += [[problem] for problem in left]
    made = [_group(group) for group in found]
    return tuple(sorted(made, key=lambda group: (group.first.line is not None, -group.count)))


def _group(problems: Sequence[Problem]) -> Group:
    lines = list(dict.fromkeys(str(p.line) for p in problems if p.line is not None))
    columns = list(dict.fromkeys(p.column for p in problems if p.column is not None))
    values = list(dict.fromkeys(p.value for p in problems if p.value is not None))
    return Group(
        first=problems[0],
        count=len(problems),
        lines=tuple(lines[:_ALIKE_SHOWN]),
        columns=tuple(columns[:_ALIKE_SHOWN]),
        values=tuple(values[:_ALIKE_SHOWN]),
        more_lines=max(0, len(lines) - _ALIKE_SHOWN),
        more_columns=max(0, len(columns) - _ALIKE_SHOWN),
        more_values=max(0, len(values) - _ALIKE_SHOWN),
    )


def refused(table: str, filename: str, problems: Iterable[Problem]) -> Report:
    """The report of a file that could not be read as a table at all."""
    outcome = Outcome(Findings())
    for problem in problems:
        outcome.findings.add_whole_file(problem)
    return make_report(table, filename, outcome)


def make_report(
    table: str,
    filename: str,
    outcome: Outcome,
    *,
    frame: pd.DataFrame | None = None,
    raw: RawTable | None = None,
    breaks: pd.DataFrame | None = None,
) -> Report:
    """A report with its first problems written out; ``raw`` is what refused rows are handed back from."""
    findings = outcome.findings
    lines: npt.NDArray[np.int32] = np.empty(0, dtype=np.int32) if raw is None else raw.lines
    return Report(
        table=table,
        filename=filename,
        sha256="",
        frame=frame,
        problems=findings.first(PROBLEMS_SHOWN, lines),
        counts=findings.counts(),
        total=findings.total,
        rows_read=outcome.rows_read,
        notices=tuple(outcome.notices),
        mapping=dict(outcome.mapping),
        columns=outcome.columns,
        created=dict(outcome.created),
        breaks=breaks,
        _raw=raw,
        _findings=findings,
    )
