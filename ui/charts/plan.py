"""Charts of the pages of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

import altair as alt
import pandas as pd

from ui import theme
from ui.charts import line_ends
from ui.charts.common import HEIGHT, drawing, layered, rows_height, stepped
from ui.charts.room import LARGER, NARROW, ROOM
from ui.rows import each_row
from ui.words import _

_LABEL_WIDTH: Final = 30
_DASHES: Final = ([7, 4], [2, 3])
# Letters of a line of a name above its row, the pixels of a further line, and of the row below its name.
_LINE, _HIGH, _BELOW_NAME = 48, 14, 9
_STATES: Final = {"circle": 1, "square": 2, "diamond": 4}
"""Marks of inside, touched, crossed, with the grades whose colours they bear."""


@drawing
def courses(
    band: pd.DataFrame, lines: pd.DataFrame, *, order: Sequence[str], accent: str, title: str
) -> alt.LayerChart:
    """A sum to date by year: one course in the accent with its band, the others grey, named at their ends.

    Parameters
    ----------
    band : columns year, low, high
    lines : columns course (one of ``order``), year, value
    order : names of the courses, told apart by shade and dash
    accent : the one that the band is of
    """
    years = sorted(set(lines["year"]))
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(nice=False, domain=[years[0], years[-1]]),
        axis=alt.Axis(format="d", values=years, labelOverlap=True, grid=False),
    )
    strong, grey = theme.ACCENT_AND_GREYS[0], theme.UNGRADED_COLOUR
    names = alt.Scale(domain=list(order), range=[strong if name == accent else grey for name in order])
    around = (
        alt.Chart(band)
        .mark_area(opacity=0.18, color=strong)
        .encode(
            x=x,
            y=alt.Y("low:Q", title=title, axis=alt.Axis(format=",~r", tickCount=6)),
            y2="high:Q",
            tooltip=[
                alt.Tooltip("year:Q", title=_("Year"), format="d"),
                alt.Tooltip("low:Q", title=_("Low"), format=",.1f"),
                alt.Tooltip("high:Q", title=_("High"), format=",.1f"),
            ],
        )
    )
    others = [name for name in order if name != accent]
    dashes = {accent: [1, 0]} | dict(zip(others, _DASHES, strict=False))
    base = alt.Chart(lines).encode(
        x=x,
        y=alt.Y("value:Q", title=title),
        color=alt.Color("course:N", sort=list(order), scale=names, legend=None),
        tooltip=[
            alt.Tooltip("course:N", title=" "),
            alt.Tooltip("year:Q", title=_("Year"), format="d"),
            alt.Tooltip("value:Q", title=title, format=",.1f"),
        ],
    )
    drawn = base.mark_line(strokeWidth=2.4).encode(
        strokeDash=alt.StrokeDash(
            "course:N",
            sort=list(order),
            scale=alt.Scale(domain=list(order), range=[dashes[name] for name in order]),
            legend=None,
        )
    )
    points = base.mark_point(filled=True, size=60, opacity=1)
    height = HEIGHT + 40
    ends = line_ends.placed(
        pd.concat([lines, band.assign(course=accent)]),
        x="year",
        name="course",
        height=height,
        zero=True,
    )
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(opacity=0.8).encode(y="zero:Q")
    named = line_ends.names_of(ends, y_title=title)
    return layered(around, zero, drawn, points, named).properties(height=height)


@drawing
def moves(frame: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Worths with their intervals around zero; those whose interval holds zero are drawn hollow.

    Parameters
    ----------
    frame : columns pair, origin, estimate, low, high, clear (bool); from top to bottom
    """
    frame = frame.assign(pair=["\n".join(wrap(text, _LABEL_WIDTH)) for text in frame["pair"]])
    order = list(frame["pair"])
    y = alt.Y("pair:N", sort=order, title=None, axis=alt.Axis(labelExpr="split(datum.label, '\\n')"))
    x = alt.X("low:Q", title=title, axis=alt.Axis(format="~r", tickCount=5))
    key = alt.Legend(orient="top", title=None)
    colour = alt.Color("origin:N", sort=None, legend=key)
    shape = alt.Shape("origin:N", sort=None, legend=key)
    hints = [
        alt.Tooltip("pair:N", title=" "),
        alt.Tooltip("estimate:Q", title=title, format="+.2f"),
        alt.Tooltip("low:Q", title=_("Low"), format="+.2f"),
        alt.Tooltip("high:Q", title=_("High"), format="+.2f"),
    ]
    base = alt.Chart(frame).encode(y=y, color=colour)
    layers = [
        alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule().encode(x="zero:Q"),
        base.mark_rule(strokeWidth=2).encode(x=x, x2="high:Q"),
    ]
    for clear in (True, False):
        chosen = alt.Chart(frame[frame["clear"] == clear]).encode(y=y, color=colour, shape=shape)
        layers.append(
            chosen.mark_point(filled=clear, size=110, opacity=1, fillOpacity=1.0 if clear else 0.0).encode(
                x="estimate:Q", tooltip=hints
            )
        )
    return layered(*layers).properties(height=rows_height(order) + 110)


@drawing
def steps(frame: pd.DataFrame, *, title: str, lead: Sequence[str] = ()) -> alt.LayerChart:
    """Parts of a cost, or changes of an income, each from where the one before ended, and their sum.

    Parameters
    ----------
    frame : as ``ui.charts.common.stepped`` takes it
    lead : labels in the accent: of what the title speaks
    """
    layers, _scale, height = stepped(frame, title=title, lead=lead)
    return layered(*layers).properties(height=height)


@drawing
def ratio_steps(
    frame: pd.DataFrame, *, floor: float, floor_name: str, title: str, lead: Sequence[str] = ()
) -> alt.LayerChart:
    """A ratio before, each step that moves it and the ratio after, over the line that it must keep.

    Parameters
    ----------
    frame, lead : as in :func:`steps`
    floor : drawn as an upright rule with its name
    """
    layers, scale, height = stepped(frame, title=title, lead=lead, within=[floor])
    line = alt.Chart(pd.DataFrame({"floor": [floor], "text": [floor_name]})).encode(
        x=alt.X("floor:Q", scale=scale)
    )
    named = line.mark_text(baseline="bottom", dy=-4, y=0, fontWeight=600).encode(text="text:N")
    rule = line.mark_rule(strokeDash=[4, 3])
    return layered(*layers, rule, named).properties(height=height)


@drawing
def bands(frame: pd.DataFrame, *, states: Sequence[str], names: Sequence[str], title: str) -> alt.LayerChart:
    """A bank in the middle half of its peers, one row a figure, better to the right whatever the unit.

    Parameters
    ----------
    frame : columns label, low, high (of the peers), value (of the bank), state, text, peers; widths of the
        middle half from the median; from top to bottom
    states : names of better, between, worse
    names : what the band and the point are called in the hints
    """
    # What a mark opens is found by its label, so that keeps its one line.
    frame = frame.assign(lines=["\n".join(wrap(text, _LABEL_WIDTH)) for text in frame["label"]])
    order = list(frame["lines"])
    y = alt.Y("lines:N", sort=order, title=None, axis=alt.Axis(labelExpr="split(datum.label, '\\n')"))
    ends = frame[["low", "high", "value"]]
    least, most = float(ends.min().min()), float(ends.max().max())
    scale = alt.Scale(domain=[least - 0.15, most + 0.55 * (most - least)], nice=False)
    x = alt.X("low:Q", title=title, scale=scale, axis=alt.Axis(labels=False, ticks=False, grid=False))
    hints = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("text:N", title=names[1]),
        alt.Tooltip("peers:N", title=names[0]),
    ]
    key = alt.Legend(orient="top", title=None, labelLimit=330)
    colours = [theme.GRADE_COLOURS[grade] for grade in _STATES.values()]
    base = alt.Chart(frame.assign(edge=ends.max(axis=1))).encode(y=y)
    middle = base.mark_bar(height=16, opacity=0.3, color="#76808C").encode(x=x, x2="high:Q", tooltip=hints)
    median = (
        alt.Chart(pd.DataFrame({"median": [0.0]}))
        .mark_rule(strokeDash=[4, 3])
        .encode(x=alt.X("median:Q", scale=scale))
    )
    points = base.mark_point(filled=True, size=130, opacity=1).encode(
        x=alt.X("value:Q", scale=scale),
        color=alt.Color("state:N", scale=alt.Scale(domain=list(states), range=colours), legend=key),
        shape=alt.Shape("state:N", scale=alt.Scale(domain=list(states), range=list(_STATES)), legend=key),
        tooltip=hints,
    )
    words = base.mark_text(align="left", baseline="middle", dx=9).encode(
        x=alt.X("edge:Q", scale=scale), text="text:N"
    )
    return layered(middle, median, points, words).properties(height=rows_height(order) + 90)


@drawing
def standings(frame: pd.DataFrame, *, states: Sequence[str], title: str, bound_name: str) -> alt.LayerChart:
    """Figures with their intervals by how far they lie beyond their bounds, which are the line at 0.

    Parameters
    ----------
    frame : columns label, told (the figure and its bound), value, low, high (% of the bound, above 0 beyond
        it), state, text; top to bottom
    states : names of inside, touched, crossed; those of the frame are in the key
    bound_name : what the axis calls its 0
    """
    narrow = ["\n".join(wrap(each.label, _LINE) + wrap(each.told, _LINE)) for each in each_row(frame)]
    further = [name.count("\n") for name in narrow]
    frame = frame.assign(lines=[f"{each.label}\n{each.told}" for each in each_row(frame)], narrow=narrow)
    # Names stand above their rows: beside them they would leave a narrow screen no room.
    bent = alt.expr(f"{ROOM} < {NARROW} ? datum.narrow : datum.lines")
    above = f"({ROOM} < {NARROW} ? {max(further, default=1)} : 1)"
    y = alt.Y("label:N", sort=list(frame["label"]), title=None, axis=None)
    base = alt.Chart(frame).encode(y=y)
    scale = alt.Scale(zero=True, nice=True)
    # A line of the grid would cross the names.
    told = f"datum.value == 0 ? {bound_name!r} : format(datum.value, '+,~r')"
    x = alt.X("low:Q", title=title, scale=scale, axis=alt.Axis(labelExpr=told, tickCount=6, grid=False))
    key = alt.Legend(orient="top", title=None, labelLimit=330)
    seen = [state for state in states if state in set(frame["state"])]
    looks = dict(zip(states, _STATES.items(), strict=True))
    colours = [theme.GRADE_COLOURS[looks[state][1]] for state in seen]
    shapes = [looks[state][0] for state in seen]
    # One mark a row: a line from top to bottom would cross the names on a narrow screen.
    bound = base.mark_point(
        style="outline", shape="stroke", angle=90, size=300, strokeWidth=2, filled=False, yOffset=_BELOW_NAME
    ).encode(x=alt.datum(0.0), opacity=alt.value(1))
    spans = base.mark_rule(strokeWidth=3, opacity=0.5, yOffset=_BELOW_NAME).encode(x=x, x2="high:Q")
    points = base.mark_point(filled=True, size=130, opacity=1, yOffset=_BELOW_NAME).encode(
        x="value:Q",
        color=alt.Color("state:N", scale=alt.Scale(domain=seen, range=colours), legend=key),
        shape=alt.Shape("state:N", scale=alt.Scale(domain=seen, range=shapes), legend=key),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("text:N", title=_("Now")),
            alt.Tooltip("value:Q", title=title, format="+,.1f"),
        ],
    )
    names = base.mark_text(
        align="left", lineBreak="\n", dx=2, dy=alt.expr(f"(-13 - {_HIGH} * {above}) * {LARGER}"), text=bent
    ).encode(x=alt.value(0))
    rows = 46 + _HIGH * max(further, default=0)
    return layered(bound, spans, points, names).properties(height=rows * len(frame) + 110)
