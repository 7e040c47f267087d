"""Charts of the incidents page."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

import altair as alt
import pandas as pd

from ui import theme
from ui.charts.losses import GREY

_LABEL_WIDTH: Final = 46


def distances(
    frame: pd.DataFrame, *, states: Sequence[str], title: str, threshold: str, most: str
) -> alt.LayerChart:
    """How far each fact stands from its threshold; its state by colour, shape and word.

    Parameters
    ----------
    frame : columns label, state, share (% of the threshold, 0 to 200), text
    states : names of met, not met and not known, in this order
    title : of the axis
    threshold : what is written at 100 %
    most : what is written at the end of the axis, where all that lies beyond is drawn
    """
    frame = frame.assign(label=["\n".join(wrap(label, _LABEL_WIDTH)) for label in frame["label"]], start=0)
    y = alt.Y(
        "label:N",
        sort=list(frame["label"]),
        title=None,
        axis=alt.Axis(labelExpr="split(datum.label, '\\n')", labelLimit=330),
    )
    colours = [theme.GRADE_COLOURS[4], theme.GRADE_COLOURS[1], GREY]
    shapes = [theme.GRADE_SHAPES[3], theme.GRADE_SHAPES[1], theme.GRADE_SHAPES[4]]
    key = alt.Legend(orient="top", title=None)
    colour = alt.Color("state:N", scale=alt.Scale(domain=list(states), range=colours), legend=key)
    shape = alt.Shape("state:N", scale=alt.Scale(domain=list(states), range=shapes), legend=key)
    x = alt.X(
        "share:Q",
        title=title,
        scale=alt.Scale(domain=[0, 270], nice=False),
        axis=alt.Axis(
            values=[0, 50, 100, 150, 200],
            labelExpr=f"datum.value == 100 ? {threshold!r} : datum.value == 200 ? {most!r} : "
            "format(datum.value, ',d')",
        ),
    )
    base = alt.Chart(frame).encode(y=y)
    stems = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("start:Q", title=title), x2=alt.X2("share:Q"), color=colour
    )
    points = base.mark_point(filled=True, size=110, opacity=1).encode(
        x=x,
        color=colour,
        shape=shape,
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("text:N", title=title),
            alt.Tooltip("state:N", title=" "),
        ],
    )
    words = base.mark_text(align="left", dx=11).encode(x=x, text=alt.Text("text:N"))
    limit = alt.Chart(pd.DataFrame({"share": [100]})).mark_rule(strokeDash=[6, 3]).encode(x=x)
    return alt.layer(limit, stems, points, words).properties(height=30 * len(frame) + 40)
