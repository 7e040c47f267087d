"""Charts of the activity page: operations by month, and where they are lost."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

import altair as alt
import pandas as pd

from ui import theme
from ui.charts import lane, line_ends
from ui.charts.common import HEIGHT, drawing, layered, month_axis, rows_height
from ui.charts.room import AS_IT_IS, SPLIT, even_ticks

_LABEL_WIDTH: Final = 34
# Of the longest bar, what it takes with its figure.
_WITH_FIGURE: Final = 1.16
_HEIGHT: Final = HEIGHT + 20
_DASHES: Final = ([1, 0], [7, 4], [2, 3], [10, 3, 2, 3], [4, 4, 1, 4], [14, 4])


@drawing
def monthly_lines(
    frame: pd.DataFrame, *, order: Sequence[str], title: str, events: pd.DataFrame | None = None
) -> alt.LayerChart:
    """Lines by month: the first in the accent, the others grey and told apart by dash, named at their ends.

    Parameters
    ----------
    frame : columns month, name, value
    order : names, the largest first
    events : as ``ui.charts.lane`` takes them
    """
    accent, grey = theme.ACCENT_AND_GREYS[0], theme.UNGRADED_COLOUR
    direct = line_ends.short(order)
    key = alt.Legend(orient="top", title=None, symbolType="stroke", symbolStrokeWidth=3, labelLimit=220)
    names = alt.Scale(domain=list(order), range=[accent, *[grey] * (len(order) - 1)])
    dashes = alt.Scale(domain=list(order), range=list(_DASHES[: len(order)]))
    shown = None if direct else key
    time = alt.X("month:T", title=None, axis=month_axis(frame["month"], count=8))
    base = alt.Chart(frame).encode(
        x=time,
        y=alt.Y("value:Q", title=title, scale=alt.Scale(domainMin=0, **lane.below(events))),
        color=alt.Color("name:N", scale=names, legend=shown),
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("month:T", title=" ", format="%b %Y"),
            alt.Tooltip("value:Q", title=title, format=",.1f"),
        ],
    )
    # Points too small to see make the tooltip easy to hit.
    window = (frame["month"].min(), frame["month"].max())
    happened = lane.lane(events, x=time, field="month", window=window)
    lines = base.mark_line(strokeWidth=2.2).encode(
        strokeDash=alt.StrokeDash("name:N", scale=dashes, legend=shown)
    )
    drawn = [lines, base.mark_point(opacity=0, size=60)]
    if direct:
        ends = line_ends.placed(frame, x="month", name="name", height=_HEIGHT, zero=True)
        drawn.append(line_ends.names_of(ends, y_title=title))
    return layered(*drawn, *happened).properties(height=_HEIGHT)


@drawing
def losses(frame: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Operations lost, a bar a step and reason, its figure at its end; the largest in the accent.

    Parameters
    ----------
    frame : columns label, value, text; from top to bottom, the largest first
    """
    lines = ["\n".join(wrap(label, _LABEL_WIDTH)) for label in frame["label"]]
    frame = frame.assign(lines=lines, first=[place == 0 for place in range(len(frame))])
    accent = theme.ACCENT_AND_GREYS[0]
    most = float(frame["value"].max())
    axis = alt.Axis(values=alt.ExprRef(even_ticks(0, most)), labelExpr=AS_IT_IS)
    scale = alt.Scale(domain=[0, _WITH_FIGURE * most], nice=False)
    base = alt.Chart(frame).encode(
        y=alt.Y("lines:N", sort=lines, title=None, axis=alt.Axis(labelExpr=SPLIT, grid=False)),
        x=alt.X("value:Q", title=title, scale=scale, axis=axis),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=title)],
    )
    colour = alt.when("datum.first").then(alt.value(accent)).otherwise(alt.value(theme.STEP_GREY))
    weight = alt.expr("datum.first ? 600 : 400")
    return layered(
        base.mark_bar(height={"band": 0.6}).encode(color=colour),
        base.mark_text(align="left", dx=5, fontWeight=weight).encode(text="text:N"),
    ).properties(height=rows_height(lines) + 50)
