"""Charts of the staffing and activity pages: the week by hour, service by people, release by share moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import altair as alt
import pandas as pd

from ui.charts.common import HEIGHT, drawing, layered
from ui.words import _

_ROW: Final = 21
_FAINTEST, _STRONGEST = 0.06, 0.55


@drawing
def week_by_hour(frame: pd.DataFrame, *, days: Sequence[str], title: str) -> alt.LayerChart:
    """A week as a timetable: each hour's figure written in its cell, stronger where it is higher.

    Parameters
    ----------
    frame : columns day (one of ``days``), hour, value, text (the figure as written)
    days : names from the first to the last column
    title : what the figures are
    """
    hours = sorted(int(hour) for hour in frame["hour"].unique())
    base = alt.Chart().encode(
        x=alt.X(
            "day:N", sort=list(days), title=None, axis=alt.Axis(orient="top", labelAngle=0, labelLimit=60)
        ),
        y=alt.Y("hour:O", sort=hours, title=_("Hour"), axis=alt.Axis(labelExpr="datum.value + ' h'")),
        tooltip=[
            alt.Tooltip("day:N", title=" "),
            alt.Tooltip("hour:O", title=_("Hour")),
            alt.Tooltip("text:N", title=title),
        ],
    )
    shade = alt.Opacity("value:Q", scale=alt.Scale(range=[_FAINTEST, _STRONGEST]), legend=None)
    cells = base.mark_rect(cornerRadius=2).encode(opacity=shade)
    figures = base.mark_text(fontSize=11).encode(text="text:N")
    return layered(cells, figures, data=frame).properties(height=_ROW * len(hours) + 30)


@drawing
def curves(
    frame: pd.DataFrame,
    *,
    x_title: str,
    y_title: str,
    chosen: float,
    chosen_label: str,
    level: float | None = None,
) -> alt.LayerChart:
    """Lines told apart by colour and dash over a number, with the value in force marked.

    Parameters
    ----------
    frame : columns name, x, value
    chosen, chosen_label : the x in force, drawn as an upright rule with its words
    level : a level asked for, drawn as a level rule
    """
    order = list(dict.fromkeys(frame["name"]))
    key = alt.Legend(orient="top", title=None, symbolType="stroke", symbolStrokeWidth=3, labelLimit=420)
    axis = alt.Axis(format="d", tickMinStep=1, tickCount=10)
    x = alt.X("x:Q", title=x_title, axis=axis, scale=alt.Scale(nice=False, zero=False))
    y = alt.Y("value:Q", title=y_title)
    lines = (
        alt.Chart(frame)
        .mark_line(strokeWidth=2.2, point=alt.OverlayMarkDef(size=34))
        .encode(
            x=x,
            y=y,
            color=alt.Color("name:N", sort=order, legend=key),
            strokeDash=alt.StrokeDash("name:N", sort=order, legend=key),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("x:Q", title=x_title, format=",.0f"),
                alt.Tooltip("value:Q", title=y_title, format=",.1f"),
            ],
        )
    )
    mark = alt.Chart(pd.DataFrame({"x": [chosen], "words": [chosen_label]}))
    layers = [
        lines,
        mark.mark_rule(strokeDash=[2, 3]).encode(x=x),
        mark.mark_text(align="left", dx=5, y=8, baseline="top").encode(x=x, text="words:N"),
    ]
    if level is not None:
        layers.append(alt.Chart(pd.DataFrame({"value": [level]})).mark_rule(strokeDash=[6, 3]).encode(y=y))
    return layered(*layers).properties(height=HEIGHT)
