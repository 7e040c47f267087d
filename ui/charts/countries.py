"""Charts of published country figures."""

from __future__ import annotations

import altair as alt
import pandas as pd

from ui.charts.common import HEIGHT, drawing, layered, upright_names
from ui.words import _


@drawing
def country_lines(frame: pd.DataFrame, *, unit: str, breaks: pd.DataFrame) -> alt.LayerChart:
    """Yearly figures of countries; a line stops at a change of definition, which is drawn.

    Parameters
    ----------
    frame : columns name, segment, period (year), value, low, high; one line per name and segment
    breaks : columns period, note; drawn as upright rules
    """
    years = [int(frame["period"].min()), int(frame["period"].max())]
    x = alt.X(
        "period:Q",
        title=None,
        scale=alt.Scale(domain=years, nice=False),
        axis=alt.Axis(format="d", tickMinStep=1, tickCount=8),
    )
    y = alt.Y("value:Q", title=unit, scale=alt.Scale(zero=False))
    names = list(dict.fromkeys(frame["name"]))
    key = alt.Legend(orient="top", symbolType="stroke", symbolStrokeWidth=3)
    colour = alt.Color("name:N", sort=names, title=None, legend=key)
    dash = alt.StrokeDash("name:N", sort=names, title=None, legend=key)
    base = alt.Chart(frame)
    bands = base.mark_area(opacity=0.15).encode(
        x=x, y=alt.Y("low:Q", title=unit), y2="high:Q", color=colour, detail="segment:N"
    )
    lines = base.mark_line(strokeWidth=2.2).encode(
        x=x, y=y, color=colour, strokeDash=dash, detail="segment:N"
    )
    points = base.mark_point(filled=True, size=34, opacity=1).encode(
        x=x,
        y=y,
        color=colour,
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("period:Q", title=_("Year"), format="d"),
            alt.Tooltip("value:Q", title=unit, format=",.1f"),
            alt.Tooltip("source:N", title=_("Source")),
        ],
    )
    layers: list[alt.Chart] = [bands] if frame["low"].notna().any() else []
    layers += [lines, points]
    if not breaks.empty:
        upright = alt.Chart(breaks).encode(
            x=alt.X("period:Q"), tooltip=[alt.Tooltip("note:N", title=_("Break"))]
        )
        layers += [
            upright.mark_rule(strokeDash=[6, 3]),
            upright_names(upright.encode(text=alt.value(_("new definition")))),
        ]
    return layered(*layers).properties(height=HEIGHT)
