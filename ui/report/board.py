"""What a board pack holds: sections with their sentence, charts, tables and method; no file format yet.

A section is made of the very views that its page shows, so that paper and screen cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from ui.charts.common import Drawing, finish, on_paper
from ui.content import Chart, Content, Formats, Plot, Table
from ui.refusal import Refusal, Refused
from ui.registry import entry
from ui.report.letterhead import PLAIN, Letterhead
from ui.tables import filled_by
from ui.words import MISSING, _

_PAPER_WIDTH: Final = 660


@dataclass(frozen=True)
class Figure:
    """A chart: its Vega-Lite specification for paper, its description, its figures and their source."""

    name: str
    title: str
    specification: dict[str, Any]
    alt_text: str
    kinds: tuple[str, ...]
    note: str
    plot: Plot
    source: str = ""


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
    rests: frozenset[str] = frozenset()
    """Codes of the sources that it rests on."""

    @property
    def question(self) -> str:
        """The question that the section answers, in the reader's language."""
        return _(entry(self.slug).question)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of data that the section shows."""
        shown = [*(figure.kinds for figure in self.figures), *(table.kinds for table in self.tables)]
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
        return filled_by(self.refusal) or MISSING

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
    link : address that opens the pages as the pack shows them; empty where this server has no public one
    decisions : what the board is asked, with cost, effect, owner and first step; None where nothing can be
        costed
    said : the bank's situation in one sentence
    head : day of the meeting, author and logo
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
    link: str = ""
    decisions: Table | None = None
    said: str = ""
    head: Letterhead = PLAIN

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
        title = _("Sections that could not be made")
        return Table("missing", title, frame, title, ())

    @property
    def synthetic(self) -> bool:
        """Whether any figure is of an invented bank."""
        return "synthetic" in self.kinds

    @property
    def invented(self) -> str:
        """The sentence that says so on paper; empty where nothing is invented."""
        if not self.synthetic:
            return ""
        return _("Synthetic data: the bank, or what stands in for its figures, is fictional.")


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
    return Table(name, title, frame, title, tuple(kinds), formats or {})


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


def section_of(content: Content) -> Section:
    """What the pack takes of a page.

    Raises
    ------
    ValueError: the page has nothing for the pack
    Refused: these data leave it nothing to take
    """
    taken = content.board
    if isinstance(taken, Refusal):
        raise Refused.of(taken)
    if taken is None:
        raise ValueError(f"the page {content.slug} has nothing for the board pack")
    charts, tables = content.taken(taken.charts, taken.tables)
    return section(
        content.slug,
        sentence=content.answer.sentence,
        caution=content.answer.caution,
        method=content.method.parts(),
        figures=[_paper(chart) for chart in charts],
        tables=tables,
        notes=taken.notes,
    )


def _heading(column: str) -> str:
    """What a reader calls the column that a chart's bars are named by."""
    return {"label": _("What"), "bank": _("Bank"), "channel": _("Channel")}.get(column, column)


def _paper(chart: Chart) -> Figure:
    if chart.plot is None:
        raise ValueError(f"the chart {chart.name} has no figures for an office program")
    plot = chart.plot()
    along = str(plot.frame.columns[0])
    return figure(
        chart.drawing,
        name=chart.name,
        title=chart.title,
        alt_text=chart.alt_text,
        kinds=chart.kinds,
        plot=replace(plot, frame=plot.frame.rename(columns={along: _heading(along)})),
        note=chart.note,
    )
