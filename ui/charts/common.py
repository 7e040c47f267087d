"""What every chart shares. Builders take a tidy frame, build a chart and return it; none of them draws.

Colour is never the only sign: series differ by dash, grades by shape, changes by their written sign.
"""

from __future__ import annotations

import hashlib
import pickle
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from textwrap import wrap
from threading import Lock
from typing import Any, Final, ParamSpec

import altair as alt
import pandas as pd

from ui import theme
from ui.charts import hover, room
from ui.words import _, labelled, language

CHOSEN_MARK: Final = "mark"
"""By what name a chart tells which of its marks a reader chose."""
_MARKS: Final = "marks that lead somewhere"
HEIGHT: Final = 320
_PAPER_WIDTH: Final = 900
_LINE_HEIGHT: Final = 32
_KEPT_AT_MOST: Final = 256
# Letters of a row's name in one line, where a further line says its grade.
_LINE: Final = 16
_BETWEEN_ROWS: Final = 10
_ROW_NAME: Final = 22
# Of a step: letters of its name in one line; pixels of its bar, of its row with a whisker and without; how
# far the bar stands above the middle, where a whisker stands below it.
_STEP_NAME, _STEP, _STEP_ROW, _PLAIN_ROW, _ASIDE = 30, 16, 44, 38, 6
BESIDE: Final = 7
"""Pixels between a mark and the figure at its right."""
WRITTEN: Final = f"{room.ROOM} < {room.NARROW} ? datum.brief : datum.text"
"""Of a row with both, what it says where there is room, and on a telephone."""
P = ParamSpec("P")


@dataclass(frozen=True)
class Drawing:
    """A chart that is not built yet: its builder and what it is given.

    A page is run again at every click, and most of its charts have not changed. Kept by a digest of all that
    goes into them, they are built once.
    """

    builder: Callable[..., Any]
    given: tuple[tuple[Any, ...], dict[str, Any]]

    def to_dict(self, *, validate: bool = False) -> dict[str, Any]:
        """The specification, built now."""
        given, named = self.given
        specification: dict[str, Any] = self.builder(*given, **named).to_dict(validate=validate)
        return specification

    def digest(self) -> str:
        """What tells this drawing from every other: the builder, the language, and each value it is given."""
        content = pickle.dumps((self.builder.__module__, self.builder.__qualname__, language(), self.given))
        return hashlib.sha256(content).hexdigest()


def drawing(builder: Callable[P, Any]) -> Callable[P, Drawing]:
    """Let a builder of charts return a :class:`Drawing`."""

    @wraps(builder)
    def draw(*args: P.args, **kwargs: P.kwargs) -> Drawing:
        return Drawing(builder, (args, kwargs))

    return draw


_KEPT: Final[OrderedDict[str, dict[str, Any]]] = OrderedDict()
_KEPT_LOCK: Final = Lock()


def _specification(chart: Drawing) -> dict[str, Any]:
    digest = chart.digest()
    with _KEPT_LOCK:
        if digest in _KEPT:
            _KEPT.move_to_end(digest)
            return _KEPT[digest]
    built = room.fitted(hover.completed(chart.to_dict()))
    with _KEPT_LOCK:
        _KEPT[digest] = built
        while len(_KEPT) > _KEPT_AT_MOST:
            _KEPT.popitem(last=False)
    return built


def finish(
    chart: Any, *, kinds: Sequence[str] = (), large: bool = False, source: str = "", as_of: str = ""
) -> dict[str, Any]:
    """The specification of a chart, with language, palette and, where invented data are shown, their mark.

    ``large`` sets its type for a screen that is read from the back of a room. ``source`` and ``as_of``, who
    published the figures and of when they are, are said by every mark that says something.

    Altair's own check of every part takes longer than all else on a page together; the tests run it on every
    chart instead (``tests/ui/test_charts.py``).
    """
    built = (
        _specification(chart)
        if isinstance(chart, Drawing)
        else room.fitted(hover.completed(chart.to_dict(validate=False)))
    )
    built = hover.sourced(built, source=source, as_of=as_of)
    if theme.mode() == "dark":
        built = theme.at_night(built)
    config = theme.chart_config(theme.mode(), large=large)
    widths = room.asked(larger=theme.larger() if large else 1.0)
    finished = built | {
        "config": config,
        "padding": room.PADDING,
        "params": [*built.get("params", ()), *widths],
    }
    if large and isinstance(built.get("height"), int | float):
        # Rows keep the room that their larger names take.
        finished["height"] = round(built["height"] * theme.larger())
    if "synthetic" in kinds:
        mark = {"text": _("Synthetic data"), "fontSize": 11, "fontWeight": "normal", "anchor": "end"}
        # Of the plot: words that reach beyond it would draw the mark out of the picture with them.
        mark["frame"] = "group"
        finished["title"] = mark
    return finished


def layered(*charts: alt.Chart | alt.LayerChart, **given: Any) -> alt.LayerChart:
    """Charts drawn over each other; Altair's own ``layer`` may give a facet, where all of them carry one."""
    return alt.LayerChart(layer=list(charts), **given)


def month_axis(months: pd.Series, *, count: int) -> alt.Axis:
    """An axis of months, each named at most once: one tick a month where there are no more than ``count``.

    Left to itself, a scale of few months puts several ticks into each, all of one name.
    """
    known = sorted(set(pd.to_datetime(months.dropna()).dt.to_period("M")))
    if len(known) > count:
        return alt.Axis(format="%b %Y", labelOverlap=True, tickCount=count, grid=False)
    ticks = [alt.DateTime(year=month.year, month=month.month, date=1) for month in known]
    return alt.Axis(format="%b %Y", labelOverlap=True, values=ticks, grid=False)


def stretches(frame: pd.DataFrame) -> pd.Series:
    """Number of each stretch of a history that measures the same: a line joins points of one only."""
    told = frame.reindex(columns=["n_measured", "segment"]).fillna(0)
    return (told != told.shift()).any(axis=1).cumsum()


def rows_height(labels: Sequence[str], *, least: int = 38) -> int:
    """Pixels that rows take whose ``labels`` may have several lines, so that none touches the next."""
    lines = max((label.count("\n") + 1 for label in labels), default=1)
    return len(labels) * max(least, 15 * lines + 8)


def history_line(values: Sequence[float]) -> dict[str, Any]:
    """The course of a figure, small: its shape alone, without axes."""
    colours = theme.tokens(theme.mode())
    bare = {"axis": None, "type": "quantitative"}
    return {
        "data": {"values": [{"at": at, "value": value} for at, value in enumerate(values)]},
        "mark": {"type": "line", "strokeWidth": 2, "color": colours["primaryColor"], "clip": False},
        "encoding": {
            "x": bare | {"field": "at", "scale": {"nice": False}},
            "y": bare | {"field": "value", "scale": {"zero": False, "nice": False}},
        },
        "height": _LINE_HEIGHT,
        "padding": {"left": 2, "right": 2, "top": 2, "bottom": 2},
        "config": {"view": {"stroke": None}, "background": "transparent"},
    }


def on_paper(specification: dict[str, Any], *, title: str, subtitle: str) -> dict[str, Any]:
    """A finished chart as a picture has it: titled, of a fixed width, light whatever the screen shows."""
    heading = {"text": title, "subtitle": subtitle.split("\n"), "anchor": "start"}
    others = [each for each in specification.get("params", ()) if each["name"] != room.ROOM]
    return theme.by_day(specification) | {
        "params": [room.said(_PAPER_WIDTH), *others],
        "title": heading,
        "width": _PAPER_WIDTH,
        "background": "#FFFFFF",
        "config": theme.chart_config("light"),
    }


def grade_scale(field: str = "grade", *, ungraded: bool = False) -> tuple[alt.Color, alt.Shape]:
    """Grades 1 to 4 by colour and by shape; with ``ungraded`` also 0, which says that there is none.

    Without a legend: :func:`graded_rows` writes each row's grade beside its name.
    """
    grades = [1, 2, 3, 4, *([0] if ungraded else [])]
    look = (theme.GRADE_COLOURS | {0: theme.UNGRADED_COLOUR}, theme.GRADE_SHAPES | {0: theme.UNGRADED_SHAPE})
    colours, shapes = (alt.Scale(domain=grades, range=[each[grade] for grade in grades]) for each in look)
    title = _("Grade")
    return (
        alt.Color(f"{field}:N", scale=colours, title=title, legend=None),
        alt.Shape(f"{field}:N", scale=shapes, title=title, legend=None),
    )


def graded_rows(rows: Mapping[str, Sequence[int]]) -> alt.Axis:
    """An axis of rows that writes under each name its grade, with the grade's sign.

    Parameters
    ----------
    rows : name → its grades, 0 where it has none: one, or before and after something
    """
    expression = "datum.label"
    for name, grades in rows.items():
        marks = [f"{theme.GRADE_MARKS[grade]} {grade}" for grade in dict.fromkeys(grades) if grade]
        said = _("grade {grade}").format(grade=" → ".join(marks)) if marks else _("no grade")
        lines = [*wrap(name, _ROW_NAME), said]
        expression = f"datum.label == {name!r} ? {lines!r} : {expression}"
    return alt.Axis(labelExpr=expression)


def graded_height(names: Sequence[str], least: int) -> int:
    """Pixels of a row that has its name and grade from :func:`graded_rows`; at least ``least``."""
    lines = max((len(wrap(name, _ROW_NAME)) + 1 for name in names), default=0)
    return max(least, _LINE * lines + _BETWEEN_ROWS)


BAR_ACROSS: Final = "M-0.4,-1.2L0.4,-1.2L0.4,1.2L-0.4,1.2Z"
"""The sign of a median on the range that it stands in."""


def peer_hints(peers: str, *, form: str) -> list[alt.Tooltip]:
    """What the range of other banks says where it is pointed at; ``peers``: what they are called."""
    return [
        alt.Tooltip(f"{field}:Q", title=labelled(peers, end), format=form)
        for field, end in (("peer_low", _("Low")), ("peer_high", _("High")))
    ]


def figures_at_right(texts: Iterable[str], briefs: Iterable[str]) -> list[Any]:
    """The range of a scale that leaves the figures of rows their room at the right, whatever the width."""
    wide, brief = (
        room.LETTER * max(map(len, each), default=0) + 2 * BESIDE for each in (list(texts), list(briefs))
    )
    taken = f"({room.ROOM} < {room.NARROW} ? {brief:.0f} : {wide:.0f}) * {room.LARGER}"
    return [0, alt.ExprRef(f"width - {taken}")]


def stepped(
    frame: pd.DataFrame, *, title: str, lead: Sequence[str] = (), within: Sequence[float] = ()
) -> tuple[list[alt.Chart], alt.Scale, int]:
    """Steps from one sum to another: bars that begin where the one before ended, joined by a thin line.

    Where a step goes its place and its sign say, not its colour: steps are grey, sums darker, and what the
    title speaks of bears the accent. An interval stands beside its bar, as a whisker below it.

    Parameters
    ----------
    frame : columns label, start, end, text, part ("total" for a sum); low and high, null where not known, of
        the end; brief, the text on a telephone; from top to bottom
    lead : labels in the accent
    within : figures that the scale must hold too

    Returns
    -------
    what is laid over each other, its scale of figures, and how high it is
    """
    known = frame.reindex(columns=["label", "start", "end", "low", "high", "text", "brief", "part"])
    known["brief"] = known["brief"].astype(object).where(known["brief"].notna(), known["text"])
    look = known["part"].mask(known["label"].isin(lead), "lead")
    lines = ["\n".join(wrap(text, _STEP_NAME)) for text in known["label"]]
    edge = known[["start", "end"]].max(axis=1)
    # What opens a page is found by its label, so that keeps its one line.
    shown = known.assign(look=look, lines=lines, edge=edge, following=[*lines[1:], ""])
    # Called otherwise, so that they are not said of the step: they are where it ends.
    shown = shown.rename(columns={"low": "least", "high": "most"})
    ends = [float(each) for each in known[["start", "end", "low", "high"]].to_numpy(float).ravel()]
    drawn = [0.0, *within, *(each for each in ends if each == each)]
    low, high = min(drawn), max(drawn)
    rim = 0.03 * ((high - low) or 1.0)
    scale = alt.Scale(
        domain=[low - (rim if low < 0 else 0.0), high if high > 0 else rim],
        nice=False,
        range=figures_at_right(shown["text"], shown["brief"]),
    )
    axis = alt.Axis(labelExpr=room.AS_IT_IS, values=alt.ExprRef(room.even_ticks(low, high)))
    spanned = bool(known[["low", "high"]].notna().all(axis=1).any())
    aside = _ASIDE if spanned else 0
    names = alt.Axis(labelExpr=room.SPLIT, grid=False, labelOffset=-aside)
    y = alt.Y("lines:N", sort=lines, title=None, axis=names)
    accent, total = theme.ACCENT_AND_GREYS[:2]
    colour = (
        alt.when("datum.look == 'lead'")
        .then(alt.value(accent))
        .when("datum.look == 'total'")
        .then(alt.value(total))
        .otherwise(alt.value(theme.STEP_GREY))
    )
    base = alt.Chart(shown).encode(y=y)
    hints = [alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=title)]
    bars = base.mark_bar(height=_STEP, yOffset=-aside).encode(
        x=alt.X("start:Q", title=title, scale=scale, axis=axis), x2="end:Q", color=colour, tooltip=hints
    )
    joined = (
        base.transform_filter("datum.following != ''")
        .mark_rule(strokeWidth=1, opacity=0.5, yOffset=-aside, y2Offset=-aside)
        .encode(x=alt.X("end:Q", scale=scale), y2="following:N")
    )
    layers = [joined, bars]
    if spanned:
        spans = base.transform_filter("isValid(datum.least) && isValid(datum.most)")
        below = _STEP / 2 + aside / 2
        layers.append(
            spans.mark_rule(strokeWidth=1.5, color=theme.UNGRADED_COLOUR, yOffset=below).encode(
                x=alt.X("least:Q", scale=scale), x2="most:Q", tooltip=hints
            )
        )
        for end in ("least", "most"):
            cap = spans.mark_point(
                shape="stroke", angle=90, size=60, strokeWidth=1.5, opacity=1, yOffset=below
            )
            layers.append(
                cap.encode(
                    x=alt.X(f"{end}:Q", scale=scale), color=alt.value(theme.UNGRADED_COLOUR), tooltip=hints
                )
            )
    if low <= 0 <= high:
        zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(opacity=0.8)
        layers.insert(0, zero.encode(x=alt.X("zero:Q", scale=scale)))
    heavy = alt.expr("datum.look == 'step' ? 400 : 600")
    words = base.transform_calculate(written=WRITTEN).mark_text(
        align="left", baseline="middle", dx=BESIDE, dy=-aside, fontWeight=heavy
    )
    layers.append(words.encode(x=alt.X("edge:Q", scale=scale), text="written:N"))
    return layers, scale, rows_height(lines, least=_STEP_ROW if spanned else _PLAIN_ROW) + 50


def upright_names(base: alt.Chart) -> alt.Chart:
    """What stands beside upright rules, written along them: across, neighbours would meet."""
    names: alt.Chart = base.mark_text(angle=270, align="right", baseline="top", dx=-4, dy=3, y=0)
    return names


def clickable(specification: dict[str, Any], by: str) -> dict[str, Any]:
    """A finished chart of which one mark, told by its field ``by``, can be chosen by a click."""
    chosen: dict[str, Any] = {"name": CHOSEN_MARK, "select": {"type": "point", "fields": [by], "on": "click"}}
    whole = dict(specification)
    if "layer" in specification:
        # One layer takes the clicks: of a choice that all of them share, the language knows nothing.
        # The marks that say something when pointed at are those that a reader clicks.
        encoded = [place for place, layer in enumerate(specification["layer"]) if "encoding" in layer]
        told = [place for place in encoded if "tooltip" in specification["layer"][place]["encoding"]]
        # An area or a line is one mark for all its rows: a point beside it stands for one.
        single = [place for place in told if _mark_of(specification["layer"][place]) not in ("area", "line")]
        takes = (single or told or encoded)[0]
        whole["layer"] = [
            layer | {"name": _MARKS} if place == takes else layer
            for place, layer in enumerate(specification["layer"])
        ]
        chosen["views"] = [_MARKS]
    return whole | {"params": [*specification.get("params", ()), chosen]}


def _mark_of(layer: Mapping[str, Any]) -> str:
    mark = layer.get("mark", "")
    return str(mark.get("type", "") if isinstance(mark, Mapping) else mark)
