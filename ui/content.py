"""What a page is: a value that every outlet draws: screen, board pack, story, comparison.

A page's module makes one from the result of a study. It names sentences, figures, charts and tables, and
nothing of who draws them: no outlet computes, and none words anything again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final, Literal

import pandas as pd

from data.reading import Read
from ui.refusal import Refusal
from ui.rows import each_row
from ui.words import MISSING, _, interval, labelled, number

_SHORT_UNIT: Final = 3
Formats = Mapping[str, Callable[[Any], str]]
Height = int | Literal["auto"]
Shape = Literal["line", "bar", "scatter", "waterfall"]
Better = Literal["lower", "higher", ""]


@dataclass(frozen=True)
class Answer:
    """The answer to the page's question.

    Parameters
    ----------
    sentence : with its number and interval; at most two sentences and thirty words
    caution : what weakens it; empty where nothing does
    more : what a reader with a minute wants beside it
    """

    sentence: str
    caution: str = ""
    more: str = ""


@dataclass(frozen=True)
class Open:
    """Where a mark, a row or a figure leads: a page, with assumptions of its own, and the detail open there.

    Parameters
    ----------
    detail : name of the detail; empty for the page's first
    """

    slug: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    detail: str = ""


@dataclass(frozen=True)
class Metric:
    """A figure that stands for the page.

    Parameters
    ----------
    code : its name wherever it stands
    value, low, high : in ``unit``; None where not known, or known without an interval
    better : the direction that is good for the bank; empty where neither is
    change : since ``since`` (words), in ``unit``; None where nobody observed it
    spark : its history, oldest first; empty where there is none
    opens : where it comes from
    why : why it has no interval, or what it counts; shown small
    name : what it is called away from its page; its label where empty
    of_all : the same whichever bank is asked about: of the country, or of all banks together
    earlier : its value a year before, in ``unit``; None where nobody observed it
    unbroken : a year before, it measured the same
    comparable : enough of it is measured to be set beside another
    months_of : tables of the bank whose months its change and its history compare; where these stand in for
        months that nobody observed, it has neither
    """

    code: str
    label: str
    value: float | None
    unit: str = ""
    digits: int = 1
    low: float | None = None
    high: float | None = None
    better: Better = ""
    change: float | None = None
    since: str = ""
    spark: tuple[float, ...] = ()
    opens: Open | None = None
    why: str = ""
    name: str = ""
    of_all: bool = False
    earlier: float | None = None
    unbroken: bool = True
    comparable: bool = True
    months_of: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """What it is called away from its page."""
        return self.name or self.label

    @property
    def written(self) -> str:
        """The value as the language writes it, with its unit."""
        return number(self.value, self.digits, self.unit)

    @property
    def figure(self) -> str:
        """The value set large: with its unit where that is short."""
        return self.written if self._short else number(self.value, self.digits)

    @property
    def beside(self) -> str:
        """What is set small beside it: long unit, since when it changed, interval or why it has none."""
        known = self.low is not None and self.high is not None
        unit = self.unit if self._short else ""
        changed = self.change is not None and self.since
        said = [
            *([] if self._short else [self.unit]),
            *([_("change {since}").format(since=self.since)] if changed else []),
            *([interval(self.low, self.high, self.digits, unit)] if known else []),
            *([self.why] if self.why else []),
        ]
        return " · ".join(said)

    @property
    def _short(self) -> bool:
        return len(self.unit) <= _SHORT_UNIT

    @property
    def history(self) -> str:
        """Its history in words, for those who do not see the line."""
        if not self.spark:
            return ""
        first, last = (number(value, self.digits, self.unit) for value in (self.spark[0], self.spark[-1]))
        low, high = (number(pick(self.spark), self.digits, self.unit) for pick in (min, max))
        return _("{label}: from {first} to {last}, between {low} and {high}.").format(
            label=self.label, first=first, last=last, low=low, high=high
        )


@dataclass(frozen=True)
class Plot:
    """The figures of a chart as an office program draws it: editable, with its data inside.

    Parameters
    ----------
    shape : line and bar have categories along them, scatter has numbers; a bar of a waterfall goes from the
        second column to the third
    frame : the first column is along the axis; each other column is a series of numbers
    unit : of the series
    native : whether an office program draws them as they are; where not, it is given the picture
    looks : of each bar of a waterfall: "total" for a sum, "step", or "lead" for what bears the accent
    """

    shape: Shape
    frame: pd.DataFrame
    unit: str
    native: bool = True
    looks: tuple[str, ...] = ()

    @classmethod
    def waterfall(cls, steps: pd.DataFrame, unit: str, *, lead: Sequence[str] = ()) -> Plot:
        """The bars of ``steps`` (label, start, end, text, part), each called by its name and what it says.

        ``lead`` : labels in the accent, as the picture on the page has them
        """
        named = [labelled(row.label, row.text) for row in each_row(steps)]
        frame = pd.DataFrame({_("Step"): named, _("Begins at"): steps["start"], _("Ends at"): steps["end"]})
        looks = tuple(steps["part"].mask(steps["label"].isin(lead), "lead"))
        return cls("waterfall", frame.reset_index(drop=True), unit, looks=looks)

    @property
    def lies(self) -> bool:
        """Whether it has bars, which lie."""
        return self.shape in ("bar", "waterfall")

    @property
    def series(self) -> list[str]:
        """The names of the series."""
        return [str(column) for column in self.frame.columns[1:]]


@dataclass(frozen=True)
class Table:
    """Figures in rows.

    Parameters
    ----------
    name : unique on its page
    title : what it holds; the screen leaves it out where the table stands under its picture
    frame : values as they are computed with; an outlet writes them by ``formats`` and by what they are
    height : on a screen, pixels
    lines : on a screen, how many a row has for words that are long
    columns : what a screen does with a column, such as a link, by name
    opens : where each row leads; empty where none does
    private : no file of it is handed over, for those who may not read it would open it too
    """

    name: str
    title: str
    frame: pd.DataFrame
    alt_text: str
    kinds: tuple[str, ...]
    formats: Formats = field(default_factory=dict)
    height: Height = "auto"
    lines: int = 1
    columns: Mapping[str, Any] = field(default_factory=dict)
    opens: tuple[Open | None, ...] = ()
    private: bool = False

    @property
    def written_by(self) -> dict[str, Callable[[Any], str]]:
        """How each column that needs it is written."""
        return column_formats(self.frame, self.formats)

    def written(self) -> list[list[str]]:
        """The rows as text, missing values as a dash."""
        formats = self.written_by
        columns = [
            [MISSING if pd.isna(value) else formats.get(str(name), str)(value) for value in self.frame[name]]
            for name in self.frame
        ]
        return [list(row) for row in zip(*columns, strict=True)]

    @staticmethod
    def row_height(lines: int) -> int | None:
        """Pixels of a row that shows ``lines`` of long words; None for one line, which cuts them."""
        return max(_LINE * lines + _PADDING, _BROKEN_FROM) if lines > 1 else None

    def numeric(self) -> list[bool]:
        """Which columns hold figures, to be set to the right."""
        return [
            pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind)
            for kind in self.frame.dtypes
        ]


@dataclass(frozen=True)
class Chart:
    """A picture.

    Parameters
    ----------
    name : unique on its page
    drawing : a chart of ``ui.charts``, not built yet
    alt_text : the picture in words
    kinds : of the data in it: observed, derived, assumed, synthetic
    note : what a reader must know to read it
    figures : the tables behind it
    plot : makes its figures as an office program draws them; None where no page of the pack shows it
    opened_by : the field of its marks whose value says where they lead
    opens : value of that field → where it leads
    """

    name: str
    title: str
    drawing: Any
    alt_text: str
    kinds: tuple[str, ...]
    note: str = ""
    figures: tuple[Table, ...] = ()
    plot: Callable[[], Plot] | None = None
    opened_by: str = ""
    opens: Mapping[str, Open] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """A sentence between pictures, or one that leads elsewhere.

    Parameters
    ----------
    tone : ``plain`` is read as text, ``aside`` is small, ``warning`` stands out, ``empty`` says why there is
        nothing to show
    opens : where the sentence leads
    """

    sentence: str
    tone: Literal["plain", "aside", "warning", "empty"] = "plain"
    title: str = ""
    opens: Open | None = None


Part = Chart | Table | Note


@dataclass(frozen=True)
class Detail:
    """A named view below the picture, made only when it is asked for.

    Parameters
    ----------
    make : its charts, tables and sentences, in the order in which they are read
    """

    name: str
    title: str
    make: Callable[[], Sequence[Part]]


@dataclass(frozen=True)
class Method:
    """How the figures are computed.

    Parameters
    ----------
    formula : LaTeX
    words : its symbols, sources and assumptions
    proof : the published case that it reproduces
    """

    formula: str
    words: tuple[str, ...]
    proof: str

    @classmethod
    def of(cls, *, formula: str, words: Sequence[str], proof: str) -> Method:
        """The method from any sequence of sentences."""
        return cls(formula, tuple(words), proof)

    def parts(self) -> dict[str, Any]:
        """Formula, words and proof by name, as outlets take them."""
        return {"formula": self.formula, "words": self.words, "proof": self.proof}


@dataclass(frozen=True)
class Slide:
    """What the board pack takes of a page: names of charts and tables, and sentences of its own."""

    charts: tuple[str, ...]
    tables: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Telling:
    """What the story takes of a page: the name of a chart, and what the speaker may add."""

    chart: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Content:
    """A page.

    Parameters
    ----------
    slug : its address
    picture : the chart that carries the answer; None where there is none to draw
    metrics : up to four figures that stand for it
    figures : further ones, by which scenarios, banks and years are compared
    month : the month shown (2026-10) where the page follows the one chosen; empty where it does not
    details : what else it has to show
    board, story : what the pack and the story take of it; None where nothing, and a refusal where these data
        leave the pack nothing to take
    """

    slug: str
    answer: Answer
    picture: Chart | None
    method: Method
    metrics: tuple[Metric, ...] = ()
    figures: tuple[Metric, ...] = ()
    month: str = ""
    details: tuple[Detail, ...] = ()
    before: tuple[Note, ...] = ()
    board: Slide | Refusal | None = None
    story: Telling | None = None
    read: Read = field(default_factory=Read)

    def stated(self) -> dict[str, Metric]:
        """Code → figure, of all that are known, those that stand for the page first."""
        return {each.code: each for each in (*self.metrics, *self.figures) if each.value is not None}

    def parts(self) -> list[Part]:
        """Everything that the page shows, pictures followed by their figures, in reading order."""
        return list(self._walked())

    def _walked(self) -> Iterator[Part]:
        if self.picture is not None:
            yield self.picture
            yield from self.picture.figures
        # A detail is made when the walk comes to it.
        for detail in self.details:
            for part in detail.make():
                yield part
                if isinstance(part, Chart):
                    yield from part.figures

    def taken(self, charts: Sequence[str], tables: Sequence[str]) -> tuple[list[Chart], list[Table]]:
        """Charts and tables by name; each detail is made once, and none after the last that is needed.

        Raises
        ------
        KeyError: the page has none of that name
        """
        drawn: dict[str, Chart] = {}
        written: dict[str, Table] = {}
        wanted = {(Chart, name) for name in charts} | {(Table, name) for name in tables}
        for part in self._walked():
            if not wanted:
                break
            if isinstance(part, Chart):
                drawn.setdefault(part.name, part)
                wanted.discard((Chart, part.name))
            elif isinstance(part, Table):
                written.setdefault(part.name, part)
                wanted.discard((Table, part.name))
        return [drawn[name] for name in charts], [written[name] for name in tables]

    def chart(self, name: str) -> Chart:
        """The chart called ``name``.

        Raises
        ------
        KeyError: the page has none of that name
        """
        return self.taken([name], [])[0][0]

    def table(self, name: str) -> Table:
        """The table called ``name``.

        Raises
        ------
        KeyError: the page has none of that name
        """
        return self.taken([], [name])[1][0]

    def has(self, name: str) -> bool:
        """Whether a chart or table of that name is shown for these data."""
        return any(part.name == name for part in self._walked() if not isinstance(part, Note))


def shared(metrics: Iterable[Metric]) -> tuple[Metric, ...]:
    """The figures, of which each is the same whichever bank is asked about."""
    return tuple(replace(each, of_all=True) for each in metrics)


def finer(frame: pd.DataFrame, digits: int) -> dict[str, Callable[[Any], str]]:
    """How the figures of a table are written: with more digits than most tables need."""
    return dict.fromkeys(map(str, frame.select_dtypes("float")), partial(number, digits=digits))


# Pixels of a line in a row of a table, and above and below its lines.
_LINE, _PADDING = 20, 14
# The framework breaks the text of rows higher than four times its type, and cuts that of lower ones.
_BROKEN_FROM: Final = 65


_LONGEST_PLAIN: Final = 9999


def column_formats(frame: pd.DataFrame, formats: Formats) -> dict[str, Callable[[Any], str]]:
    """How each column that needs it is written: ``formats`` where given, else by what the column holds."""
    written: dict[str, Callable[[Any], str]] = {
        str(column): partial(number, digits=1) for column in frame.select_dtypes("float")
    }
    written |= {column: partial(number, digits=0) for column in _counts(frame)}
    written |= {str(column): _iso_day for column in frame.select_dtypes("datetime")}
    return written | dict(formats)


def _counts(frame: pd.DataFrame) -> list[str]:
    # Years are whole numbers too, and are written without a space in their middle.
    whole = frame.select_dtypes("integer")
    known = {str(column): whole[column].dropna() for column in whole}
    return [name for name, values in known.items() if len(values) and values.max() > _LONGEST_PLAIN]


def _iso_day(value: pd.Timestamp) -> str:
    return f"{value:%Y-%m-%d}"


def wide(frame: pd.DataFrame, *, along: str, by: str, value: str, order: Sequence[str] = ()) -> pd.DataFrame:
    """A tidy frame with a column a series, in the order in which rows and series come."""
    series = list(order) or list(dict.fromkeys(frame[by]))
    turned = frame.pivot_table(index=along, columns=by, values=value, sort=False, aggfunc="first")
    turned = turned.reindex(index=list(dict.fromkeys(frame[along])), columns=series)
    return turned.rename_axis(columns=None).reset_index()


@dataclass(frozen=True)
class Challenged:
    """A figure, in English, to be translated where it is shown.

    Parameters
    ----------
    figure : its name
    pairs : objection and answer, the strongest first
    """

    figure: str
    pairs: tuple[tuple[str, str], ...]
