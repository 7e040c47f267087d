"""What a board pack holds: sections with their sentence, charts, tables and method; no file format yet.

A section is made of the very views that its page shows, so that paper and screen cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from ui.charts.common import Drawing, finish, on_paper
from ui.page import column_formats
from ui.refusal import Refusal
from ui.registry import entry
from ui.words import MISSING, _

Shape = Literal["line", "bar", "scatter"]
_PAPER_WIDTH: Final = 660
Formats = Mapping[str, Callable[[Any], str]]


@dataclass(frozen=True)
class Plot:
    """The figures of a chart as an office program draws it: editable, with its data inside.

    Parameters
    ----------
    shape : line and bar have categories along them, scatter has numbers
    frame : the first column is along the axis; each other column is a series of numbers
    unit : of the series
    """

    shape: Shape
    frame: pd.DataFrame
    unit: str

    @property
    def series(self) -> list[str]:
        """The names of the series."""
        return [str(column) for column in self.frame.columns[1:]]


@dataclass(frozen=True)
class Figure:
    """A chart: its Vega-Lite specification for paper, its description, and its figures."""

    name: str
    title: str
    specification: dict[str, Any]
    alt_text: str
    kinds: tuple[str, ...]
    note: str
    plot: Plot


@dataclass(frozen=True)
class Table:
    """A table: the frame of the page, and the same as the page's language writes it."""

    name: str
    title: str
    frame: pd.DataFrame
    formats: Formats
    kinds: tuple[str, ...]

    def written(self) -> list[list[str]]:
        """The rows as text, missing values as a dash."""
        columns = [self._column(column) for column in self.frame]
        return [list(row) for row in zip(*columns, strict=True)]

    def _column(self, column: str) -> list[str]:
        as_text = self.formats.get(column, str)
        return [MISSING if pd.isna(value) else as_text(value) for value in self.frame[column]]

    def numeric(self) -> list[bool]:
        """Which columns hold figures, to be set to the right."""
        return [
            pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind)
            for kind in self.frame.dtypes
        ]


@dataclass(frozen=True)
class Section:
    """What the pack takes from one page."""

    slug: str
    sentence: str
    caution: str
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    formula: str
    words: tuple[str, ...]
    proof: str
    notes: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        """The question that the section answers, in the reader's language."""
        return _(entry(self.slug).question)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of data that the section shows."""
        shown = [part.kinds for part in (*self.figures, *self.tables)]
        return tuple(dict.fromkeys(kind for kinds in shown for kind in kinds))


@dataclass(frozen=True)
class Failure:
    """A section that could not be made, why, and what would fill it."""

    slug: str
    refusal: Refusal

    @property
    def reason(self) -> str:
        """Why it could not be made."""
        return self.refusal.sentence

    @property
    def filled_by(self) -> str:
        """The tables that would fill it; a dash where no file would."""
        return self.refusal.filled_by or MISSING

    @property
    def question(self) -> str:
        """The question that stays without an answer."""
        return _(entry(self.slug).question)


@dataclass(frozen=True)
class Pack:
    """Everything that the files hold.

    Parameters
    ----------
    language : of every word in it
    bank : name of the bank
    as_of : last day that the data speak of, ISO
    about : name and value of what tells where the figures come from
    changed : name, value and default of each assumption that differs from its default
    sources : publisher, title, year and licence of what the figures rest on
    """

    language: str
    title: str
    bank: str
    as_of: str
    about: Mapping[str, str]
    sections: tuple[Section, ...]
    failures: tuple[Failure, ...]
    changed: tuple[tuple[str, str, str], ...]
    sources: pd.DataFrame

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of data in any section."""
        return tuple(dict.fromkeys(kind for section in self.sections for kind in section.kinds))

    def missing(self) -> Table:
        """The questions that stay without an answer, why, and which tables would fill them."""
        frame = pd.DataFrame(
            [(part.question, part.reason, part.filled_by) for part in self.failures],
            columns=[_("Question"), _("Why it has no answer"), _("Tables that would fill it")],
        )
        return Table("missing", _("Sections that could not be made"), frame, {}, ())

    @property
    def synthetic(self) -> bool:
        """Whether any figure is of an invented bank."""
        return "synthetic" in self.kinds


def figure(
    chart: Drawing,
    *,
    name: str,
    title: str,
    alt_text: str,
    kinds: Sequence[str],
    plot: Plot,
    note: str = "",
) -> Figure:
    """A chart of a page, as paper has it, with the mark of invented data."""
    mark = _("Synthetic data") if "synthetic" in kinds else ""
    shown = on_paper(finish(chart, kinds=kinds), title=title, subtitle=mark) | {"width": _PAPER_WIDTH}
    # The title stands above the chart in the document's own type; in the picture it would be there twice.
    heading = {"text": mark, "anchor": "end", "fontSize": 11, "fontWeight": "normal"}
    shown = {**shown, "title": heading} if mark else {k: v for k, v in shown.items() if k != "title"}
    return Figure(name, title, shown, alt_text, tuple(kinds), note, plot)


def table(
    frame: pd.DataFrame,
    *,
    name: str,
    title: str,
    kinds: Sequence[str],
    formats: Formats | None = None,
) -> Table:
    """A table of a page, written as the page writes it."""
    return Table(name, title, frame, column_formats(frame, formats or {}), tuple(kinds))


def section(
    slug: str,
    *,
    sentence: str,
    method: Mapping[str, Any],
    figures: Sequence[Figure],
    tables: Sequence[Table],
    caution: str = "",
    notes: Sequence[str] = (),
) -> Section:
    """A section with the method of its page; empty tables and notes are left out."""
    return Section(
        slug=slug,
        sentence=sentence,
        caution=caution,
        figures=tuple(figures),
        tables=tuple(part for part in tables if not part.frame.empty),
        formula=str(method["formula"]),
        words=tuple(method["words"]),
        proof=str(method["proof"]),
        notes=tuple(note for note in notes if note),
    )


def wide(frame: pd.DataFrame, *, along: str, by: str, value: str, order: Sequence[str] = ()) -> pd.DataFrame:
    """A tidy frame with a column a series, in the order in which rows and series come."""
    series = list(order) or list(dict.fromkeys(frame[by]))
    turned = frame.pivot_table(index=along, columns=by, values=value, sort=False, aggfunc="first")
    turned = turned.reindex(index=list(dict.fromkeys(frame[along])), columns=series)
    return turned.rename_axis(columns=None).reset_index()
