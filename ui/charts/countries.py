"""Charts of published country figures."""

from __future__ import annotations

import altair as alt
import pandas as pd

from ui.charts import lane
from ui.charts.common import HEIGHT, drawing, layered
from ui.words import _


@drawing
def country_lines(frame: pd.DataFrame, *, unit: str, events: pd.DataFrame | None = None) -> alt.LayerChart:
    """Yearly figures of countries; a line stops at a change of definition, which stands above it.

    Parameters
    ----------
    frame : columns name, segment, period (year), value, low, high; one line per name and segment
    events : as ``ui.charts.lane`` takes them
    """
    years = [int(frame["period"].min()), int(frame["period"].max())]
    x = alt.X(
        "period:Q",
        title=None,
        scale=alt.Scale(domain=years, nice=False),
        axis=alt.Axis(format="d", tickMinStep=1, tickCount=6),
    )
    y = alt.Y(
        "value:Q", title=unit, scale=alt.Scale(zero=False, **lane.below(events)), axis=alt.Axis(tickCount=5)
    )
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
    layers += lane.lane(events, x=x, field="period", window=years, yearly=True)
    return layered(*layers).properties(height=HEIGHT)
