"""Charts of the search page."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

import altair as alt
import pandas as pd

from ui import theme
from ui.charts.common import HEIGHT, drawing, layered
from ui.charts.room import NARROW, ROOM
from ui.words import _

_LABEL_WIDTH: Final = 30
_PAGE_END: Final = 10.5
# Of the longest line, what words at its end take.
_TEXT_ROOM: Final = 1.32


@drawing
def by_bank(frame: pd.DataFrame, *, order: Sequence[str], title: str) -> alt.LayerChart:
    """Percentages of every bank with their interval, one mark an engine; the bank shown is filled.

    Parameters
    ----------
    frame : columns name, engine, value, low, high, own (bool)
    order : names from top to bottom
    """
    many = len(set(frame["engine"])) > 1
    y = alt.Y("name:N", sort=list(order), title=None)
    offset = alt.YOffset("engine:N", sort=None) if many else alt.Undefined
    key = alt.Legend(orient="top", title=None)
    colour = alt.Color("engine:N", sort=None, legend=key)
    shape = alt.Shape("engine:N", sort=None, legend=key)
    hints = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("engine:N", title=_("Engine")),
        alt.Tooltip("value:Q", title=title, format=".1f"),
        alt.Tooltip("low:Q", title=_("Low"), format=".1f"),
        alt.Tooltip("high:Q", title=_("High"), format=".1f"),
    ]
    x = alt.X("low:Q", title=title, scale=alt.Scale(domainMin=0))
    whiskers = (
        alt.Chart(frame).mark_rule(strokeWidth=2).encode(y=y, yOffset=offset, x=x, x2="high:Q", color=colour)
    )
    layers = [whiskers]
    for own in (False, True):
        layers.append(
            alt.Chart(frame[frame["own"] == own])
            .mark_point(filled=own, size=170 if own else 90, opacity=1)
            .encode(y=y, yOffset=offset, x="value:Q", color=colour, shape=shape, tooltip=hints)
        )
    return layered(*layers).properties(height=(40 if many else 30) * len(order) + 60)


@drawing
def standings(frame: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Percentages of every bank with their interval; one bank in the accent, the others grey.

    Parameters
    ----------
    frame : columns name, value, low, high, own (bool), text (written at the end), brief (on a telephone);
        from top to bottom
    """
    accent, grey = theme.ACCENT_AND_GREYS[0], theme.UNGRADED_COLOUR
    base = alt.Chart(frame).encode(y=alt.Y("name:N", sort=list(frame["name"]), title=None))
    colour = alt.when("datum.own").then(alt.value(accent)).otherwise(alt.value(grey))
    beyond = _TEXT_ROOM * (float(frame["high"].max()) if len(frame) else 1.0)
    scale = alt.Scale(domain=[0, beyond], nice=False)
    x = alt.X("low:Q", title=title, scale=scale, axis=alt.Axis(tickCount=6))
    hints = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("value:Q", title=title, format=".1f"),
        alt.Tooltip("low:Q", title=_("Low"), format=".1f"),
        alt.Tooltip("high:Q", title=_("High"), format=".1f"),
    ]
    whiskers = base.mark_rule(strokeWidth=2.5).encode(x=x, x2="high:Q", color=colour)
    at = alt.X("value:Q", title=title, scale=scale)
    others, own = (
        base.transform_filter(f"datum.own == {chosen}")
        .mark_point(filled=True, size=size, opacity=1, shape=shape)
        .encode(x=at, color=colour, tooltip=hints)
        for chosen, size, shape in (("false", 90, "circle"), ("true", 190, "diamond"))
    )
    words = (
        base.transform_calculate(written=f"{ROOM} < {NARROW} ? datum.brief : datum.text")
        .mark_text(align="left", dx=8)
        .encode(x=alt.X("high:Q", title=title, scale=scale), text="written:N")
    )
    # A layer without a mark is read out as a picture without a name.
    kept = set(frame["own"].astype(bool))
    marks = [each for each, is_own in ((others, False), (own, True)) if is_own in kept]
    return layered(whiskers, *marks, words).properties(height=38 * len(frame) + 70)


@drawing
def click_curve(
    curve: pd.DataFrame, moves: pd.DataFrame, *, x_title: str, y_title: str, page_end: str
) -> alt.LayerChart:
    """Share of searches that clicks by rank, with the end of the first page and moves along the curve.

    Parameters
    ----------
    curve : columns rank, value, low, high (%)
    moves : columns start, end, before, after (%), text, text_x, text_y (where it stands)
    page_end : what the end of the page is called
    """
    x = alt.X(
        "rank:Q",
        title=x_title,
        scale=alt.Scale(domain=[int(curve["rank"].min()), int(curve["rank"].max())], nice=False),
        axis=alt.Axis(format="d", tickMinStep=1),
    )
    y = alt.Y("value:Q", title=y_title)
    hints = [
        alt.Tooltip("rank:Q", title=x_title, format="d"),
        alt.Tooltip("value:Q", title=y_title, format=".1f"),
        alt.Tooltip("low:Q", title=_("Low"), format=".1f"),
        alt.Tooltip("high:Q", title=_("High"), format=".1f"),
    ]
    base = alt.Chart(curve)
    edge = alt.Chart(pd.DataFrame({"rank": [_PAGE_END], "text": [page_end]})).encode(x=x)
    steps = alt.Chart(moves)
    return layered(
        base.mark_area(opacity=0.25).encode(x=x, y=alt.Y("low:Q", title=y_title), y2="high:Q"),
        base.mark_line(strokeWidth=2.2).encode(x=x, y=y),
        base.mark_point(filled=True, size=40, opacity=1).encode(x=x, y=y, tooltip=hints),
        edge.mark_rule(strokeDash=[6, 3]),
        edge.mark_text(align="left", dx=6, y=8, baseline="top").encode(text="text:N"),
        steps.mark_rule(strokeWidth=5).encode(
            x=alt.X("start:Q", title=x_title),
            x2="end:Q",
            y=alt.Y("before:Q", title=y_title),
            y2="after:Q",
            tooltip=[
                alt.Tooltip("text:N", title=_("Move")),
                alt.Tooltip("before:Q", title=_("Before"), format=".1f"),
                alt.Tooltip("after:Q", title=_("After"), format=".1f"),
            ],
        ),
        *(
            alt.Chart(moves[(moves["start"] > _PAGE_END) == across])
            .mark_text(align="left" if across else "right", fontWeight=600)
            .encode(x=alt.X("text_x:Q", title=x_title), y=alt.Y("text_y:Q", title=y_title), text="text:N")
            for across in (True, False)
        ),
    ).properties(height=HEIGHT)


@drawing
def gains(frame: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """What each move is worth: a bar from nothing, the move written at its end, largest on top.

    Parameters
    ----------
    frame : columns label, value, low, high, text; from top to bottom
    """
    frame = frame.assign(label=["\n".join(wrap(text, _LABEL_WIDTH)) for text in frame["label"]])
    y = alt.Y(
        "label:N",
        sort=list(frame["label"]),
        title=None,
        axis=alt.Axis(labelExpr="split(datum.label, '\\n')", labelLimit=280),
    )
    base = alt.Chart(frame).encode(y=y)
    room = 1.3 * float(frame["high"].max() or 1.0)
    x = alt.X(
        "value:Q",
        title=title,
        scale=alt.Scale(domain=[0, room], nice=False),
        axis=alt.Axis(tickCount=6),
    )
    hints = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("text:N", title=_("Rank")),
        alt.Tooltip("value:Q", title=title, format=",.0f"),
        alt.Tooltip("low:Q", title=_("Low"), format=",.0f"),
        alt.Tooltip("high:Q", title=_("High"), format=",.0f"),
    ]
    return layered(
        base.mark_bar(height=14).encode(x=x, tooltip=hints),
        base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", title=title), x2="high:Q"),
        base.mark_text(align="left", dx=8).encode(x=alt.X("high:Q", title=title), text="text:N"),
    ).properties(height=40 * len(frame) + 110)
