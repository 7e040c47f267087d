"""Charts of the page on campaigns and experiments."""

from __future__ import annotations

from typing import Final

import altair as alt
import pandas as pd

from ui.charts.common import HEIGHT, drawing, layered
from ui.words import _

_WANTED_POWER: Final = 80.0


@drawing
def lifts(frame: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Lift of every arm with its interval around zero; hollow where the interval holds zero.

    Parameters
    ----------
    frame : columns label, value, low, high, clear (bool), text; from top to bottom
    """
    y = alt.Y("label:N", sort=list(frame["label"]), title=None)
    hints = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("value:Q", title=title, format="+.2f"),
        alt.Tooltip("low:Q", title=_("Low"), format="+.2f"),
        alt.Tooltip("high:Q", title=_("High"), format="+.2f"),
    ]
    base = alt.Chart(frame).encode(y=y)
    layers = [
        alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(strokeDash=[6, 3]).encode(x="zero:Q"),
        base.mark_rule(strokeWidth=2).encode(
            x=alt.X("low:Q", title=title, axis=alt.Axis(tickCount=8)), x2="high:Q"
        ),
        base.mark_text(dy=-14, fontWeight=600).encode(x="value:Q", text="text:N"),
    ]
    for clear in sorted(set(frame["clear"])):
        points = alt.Chart(frame[frame["clear"] == clear])
        layers.append(
            points.mark_point(filled=bool(clear), size=140, opacity=1).encode(y=y, x="value:Q", tooltip=hints)
        )
    return layered(*layers).properties(height=56 * len(frame) + 90)


@drawing
def power_curve(
    curve: pd.DataFrame, marks: pd.DataFrame, *, x_title: str, y_title: str, mark_title: str
) -> alt.LayerChart:
    """Chance to see a lift by the size of the control; the line of 80 %, and the sizes that matter.

    Parameters
    ----------
    curve : columns people, value (%)
    marks : columns people, value (%), name; told apart by colour and shape
    """
    x = alt.X("people:Q", title=x_title, scale=alt.Scale(type="log"), axis=alt.Axis(format="~s", tickCount=6))
    y = alt.Y("value:Q", title=y_title, scale=alt.Scale(domain=[0, 100]))
    key = alt.Legend(orient="top", title=None)
    hints = [
        alt.Tooltip("name:N", title=mark_title),
        alt.Tooltip("people:Q", title=x_title, format=",.0f"),
        alt.Tooltip("value:Q", title=y_title, format=".0f"),
    ]
    limit = alt.Chart(pd.DataFrame({"value": [_WANTED_POWER]})).mark_rule(strokeDash=[6, 3])
    return layered(
        limit.encode(y=y),
        alt.Chart(curve).mark_line(strokeWidth=2.2).encode(x=x, y=y, tooltip=hints[1:]),
        alt.Chart(marks)
        .mark_point(filled=True, size=140, opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.Color("name:N", sort=None, legend=key),
            shape=alt.Shape("name:N", sort=None, legend=key),
            tooltip=hints,
        ),
    ).properties(height=HEIGHT)


@drawing
def list_left(frame: pd.DataFrame, *, x_title: str, y_title: str) -> alt.Chart:
    """Share of a list left after each send; lines told apart by colour and dash.

    Parameters
    ----------
    frame : columns send, name, value (%)
    """
    key = alt.Legend(orient="top", title=None, symbolType="stroke", symbolStrokeWidth=3)
    order = list(dict.fromkeys(frame["name"]))
    floor = float(frame["value"].min())
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_line(strokeWidth=2.2, point=True)
        .encode(
            x=alt.X("send:Q", title=x_title, axis=alt.Axis(format="d", tickMinStep=1)),
            y=alt.Y(
                "value:Q",
                title=y_title,
                scale=alt.Scale(domain=[min(90.0, floor), 100], nice=True, zero=False),
            ),
            color=alt.Color("name:N", sort=order, legend=key),
            strokeDash=alt.StrokeDash("name:N", sort=order, legend=key),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("send:Q", title=x_title, format="d"),
                alt.Tooltip("value:Q", title=y_title, format=".1f"),
            ],
        )
        .properties(height=260)
    )
    return chart
