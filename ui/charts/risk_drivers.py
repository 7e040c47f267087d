"""Charts of what drives a score and of what has moved it."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

import altair as alt
import pandas as pd

from ui import theme
from ui.charts.common import drawing, layered, rows_height
from ui.words import _

_LABEL_WIDTH: Final = 42
_ROW: Final = 46
_SHAPES: Final = ("circle", "square", "diamond")
# Names of indicators leave no room for the marks on a narrow screen: their short names stand there.
_SPLIT: Final = (
    "containerSize()[0] < 560 && indexof(datum.label, ' · ') > 0"
    " ? slice(datum.label, 0, indexof(datum.label, ' · ')) : split(datum.label, '\\n')"
)


def _wrapped(labels: Sequence[str]) -> list[str]:
    return ["\n".join(wrap(text, _LABEL_WIDTH)) for text in labels]


@drawing
def parts(frame: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """What part of one whole each indicator bears: bars from zero, the first in the accent.

    Parameters
    ----------
    frame : columns indicator, label, share (%, 0 or more), text; the largest first
    """
    frame = frame.assign(label=_wrapped(list(frame["label"])), first=frame.index == frame.index[0])
    rows = alt.Y("label:N", sort=list(frame["label"]), title=None, axis=alt.Axis(labelExpr=_SPLIT))
    scale = alt.Scale(domain=[0, 1.18 * float(frame["share"].max()) or 1.0], nice=False)
    base = alt.Chart(frame).encode(
        y=rows, x=alt.X("share:Q", title=title, scale=scale, axis=alt.Axis(tickCount=5, format="~f"))
    )
    strong, grey = theme.ACCENT_AND_GREYS[0], theme.UNGRADED_COLOUR
    bars = base.mark_bar(height=16).encode(
        color=alt.condition("datum.first", alt.value(strong), alt.value(grey)),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=title)],
    )
    words = base.mark_text(align="left", dx=6, fontWeight=600).encode(text="text:N")
    return layered(bars, words).properties(height=rows_height(list(frame["label"])) + 60)


@drawing
def driver_marks(frame: pd.DataFrame, *, measures: Sequence[str], title: str) -> alt.LayerChart:
    """Several measures of each indicator on one axis, told apart by shape and by colour.

    Parameters
    ----------
    frame : columns label, measure, share (%, may be negative), text; strongest indicator first
    measures : names of the measures, in the order of the legend
    """
    frame = frame.assign(label=_wrapped(list(frame["label"])))
    order = list(dict.fromkeys(frame["label"]))
    rows = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelExpr=_SPLIT, grid=True))
    axis = alt.X("share:Q", title=title, axis=alt.Axis(tickCount=6))
    base = alt.Chart(frame).encode(y=rows)
    zero = alt.Chart(pd.DataFrame({"share": [0]})).mark_rule(opacity=0.7).encode(x="share:Q")
    span = base.mark_rule(strokeWidth=1, opacity=0.5).encode(
        x=alt.X("min(share):Q", title=title), x2="max(share):Q"
    )
    key = alt.Legend(orient="top", direction="vertical", title=None, labelLimit=300)
    points = base.mark_point(filled=True, size=110, opacity=0.95).encode(
        x=axis,
        color=alt.Color("measure:N", sort=list(measures), scale=alt.Scale(domain=list(measures)), legend=key),
        shape=alt.Shape("measure:N", scale=alt.Scale(domain=list(measures), range=list(_SHAPES)), legend=key),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("measure:N", title=_("Measure")),
            alt.Tooltip("text:N", title=title),
        ],
    )
    return layered(zero, span, points).properties(height=_ROW * len(order) + 120)


@drawing
def waterfall(frame: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """From one score to another, step by step; a step to the right is for the worse.

    The axis does not begin at zero: bars are steps, both ends are marks.

    Parameters
    ----------
    frame : columns label, start, end, change, text, part ("total" or "step"), from top to bottom
    """
    frame = frame.assign(label=_wrapped(list(frame["label"])), middle=frame[["start", "end"]].max(axis=1))
    order = list(frame["label"])
    low, high = float(frame[["start", "end"]].min().min()), float(frame[["start", "end"]].max().max())
    room = max(0.18 * (high - low), 0.5)
    scale = alt.Scale(domain=[max(low - room, 0.0), high + room], zero=False, nice=False)
    rows = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelExpr=_SPLIT))
    base = alt.Chart(frame).encode(y=rows)
    hints = [alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=title)]
    worse = alt.condition(
        "datum.change > 0", alt.value(theme.GRADE_COLOURS[4]), alt.value(theme.GRADE_COLOURS[1])
    )
    bars = (
        base.transform_filter("datum.part == 'step'")
        .mark_bar(height=14)
        .encode(x=alt.X("start:Q", title=title, scale=scale), x2="end:Q", color=worse, tooltip=hints)
    )
    ends = (
        base.transform_filter("datum.part == 'total'")
        .mark_point(filled=True, size=130, shape="diamond", opacity=1)
        .encode(x=alt.X("end:Q", title=title, scale=scale), tooltip=hints)
    )
    words = base.mark_text(align="left", dx=8).encode(x=alt.X("middle:Q", scale=scale), text="text:N")
    return layered(bars, ends, words).properties(height=_ROW * len(order) + 50)
