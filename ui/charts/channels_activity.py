"""Charts of the activity page: operations by month, and where they are lost."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

import altair as alt
import pandas as pd

from ui.charts import lane
from ui.charts.common import HEIGHT, drawing, layered, month_axis

_LABEL_WIDTH: Final = 34


@drawing
def monthly_lines(
    frame: pd.DataFrame, *, order: Sequence[str], title: str, events: pd.DataFrame | None = None
) -> alt.LayerChart:
    """Lines by month, told apart by colour and dash.

    Parameters
    ----------
    frame : columns month, name, value
    order : names, as the legend lists them
    events : as ``ui.charts.lane`` takes them
    """
    key = alt.Legend(orient="top", title=None, symbolType="stroke", symbolStrokeWidth=3, labelLimit=220)
    names = alt.Scale(domain=list(order))
    time = alt.X("month:T", title=None, axis=month_axis(frame["month"], count=8))
    base = alt.Chart(frame).encode(
        x=time,
        y=alt.Y("value:Q", title=title, scale=alt.Scale(domainMin=0, **lane.below(events))),
        color=alt.Color("name:N", scale=names, legend=key),
        strokeDash=alt.StrokeDash("name:N", scale=names, legend=key),
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("month:T", title=" ", format="%b %Y"),
            alt.Tooltip("value:Q", title=title, format=",.1f"),
        ],
    )
    # Points too small to see make the tooltip easy to hit.
    window = (frame["month"].min(), frame["month"].max())
    happened = lane.lane(events, x=time, field="month", window=window)
    drawn = base.mark_line(strokeWidth=2.2), base.mark_point(opacity=0, size=60)
    return layered(*drawn, *happened).properties(height=HEIGHT)


@drawing
def losses(frame: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Operations lost, a bar a step and reason, with the figure written at its end.

    Parameters
    ----------
    frame : columns label, value, text; from top to bottom
    """
    frame = frame.assign(label=["\n".join(wrap(label, _LABEL_WIDTH)) for label in frame["label"]])
    base = alt.Chart(frame).encode(
        y=alt.Y(
            "label:N",
            sort=list(frame["label"]),
            title=None,
            axis=alt.Axis(labelExpr="split(datum.label, '\\n')", labelLimit=260),
        ),
        x=alt.X("value:Q", title=title, scale=alt.Scale(domainMin=0)),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=title)],
    )
    return layered(
        base.mark_bar(height={"band": 0.6}), base.mark_text(align="left", dx=4).encode(text="text:N")
    ).properties(height=38 * len(frame) + 50)
