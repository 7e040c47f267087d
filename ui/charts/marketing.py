"""Charts of the marketing pages."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

import altair as alt
import pandas as pd

from ui.charts.common import HEIGHT, drawing
from ui.words import _

_LABEL_WIDTH: Final = 30
_ROW: Final = 38


def _rows(labels: Sequence[str]) -> tuple[list[str], alt.Y]:
    """Labels broken into lines, and the axis on which they stand in their order."""
    wrapped = ["\n".join(wrap(text, _LABEL_WIDTH)) for text in labels]
    axis = alt.Axis(labelExpr="split(datum.label, '\\n')", labelLimit=240)
    return wrapped, alt.Y("label:N", sort=wrapped, title=None, axis=axis)


@drawing
def adoption_paths(frame: pd.DataFrame, *, unit: str) -> alt.LayerChart:
    """Adoption without and with levers, each with its band; told apart by colour and dash.

    Parameters
    ----------
    frame : columns path (name; the first row's is the forecast), year, value, low, high
    """
    names = list(dict.fromkeys(frame["path"]))
    years = [int(frame["year"].min()), int(frame["year"].max())]
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=years, nice=False),
        axis=alt.Axis(format="d", tickMinStep=1, tickCount=8),
    )
    key = alt.Legend(
        orient="top", title=None, symbolType="stroke", symbolStrokeWidth=3, columns=1, labelLimit=420
    )
    scale = alt.Scale(domain=names)
    colour = alt.Color("path:N", scale=scale, legend=key)
    dash = alt.StrokeDash("path:N", scale=scale, legend=key)
    free = alt.Scale(zero=False)
    base = alt.Chart(frame)
    band = base.mark_area(opacity=0.16).encode(
        x=x, y=alt.Y("low:Q", title=unit, scale=free), y2="high:Q", color=colour
    )
    lines = base.mark_line(strokeWidth=2.4).encode(
        x=x, y=alt.Y("value:Q", title=unit, scale=free), color=colour, strokeDash=dash
    )
    points = base.mark_point(filled=True, size=44, opacity=1).encode(
        x=x,
        y="value:Q",
        color=colour,
        tooltip=[
            alt.Tooltip("path:N", title=" "),
            alt.Tooltip("year:Q", title=_("Year"), format="d"),
            alt.Tooltip("value:Q", title=unit, format=".1f"),
            alt.Tooltip("low:Q", title=_("Low"), format=".1f"),
            alt.Tooltip("high:Q", title=_("High"), format=".1f"),
        ],
    )
    return alt.layer(band, lines, points).properties(height=HEIGHT)


@drawing
def swings(frame: pd.DataFrame, *, centre: float, title: str, low_name: str, high_name: str) -> alt.LayerChart:
    """Tornado: a result at both ends of each figure's range, around the result as it stands.

    Parameters
    ----------
    frame : columns label, at_low, at_high; widest first
    centre : the result with every figure at its own value
    low_name, high_name : what the two ends are called in the legend
    """
    wrapped, y = _rows(list(frame["label"]))
    frame = frame.assign(label=wrapped)
    ends = pd.concat(
        [
            frame.assign(end=low_name, value=frame["at_low"]),
            frame.assign(end=high_name, value=frame["at_high"]),
        ],
        ignore_index=True,
    ).assign(centre=centre)
    scale = alt.Scale(domain=[low_name, high_name])
    key = alt.Legend(orient="top", title=None, labelLimit=300)
    axis = alt.X("centre:Q", title=title, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=5))
    base = alt.Chart(ends).encode(y=y)
    bars = base.mark_bar(height=12, opacity=0.6).encode(
        x=axis, x2="value:Q", color=alt.Color("end:N", scale=scale, legend=key)
    )
    marks = base.mark_point(filled=True, size=80, opacity=1).encode(
        x=alt.X("value:Q"),
        color=alt.Color("end:N", scale=scale, legend=key),
        shape=alt.Shape("end:N", scale=scale, legend=key),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("end:N", title=" "),
            alt.Tooltip("value:Q", title=title, format=",.0f"),
        ],
    )
    rule = alt.Chart(pd.DataFrame({"centre": [centre]})).mark_rule().encode(x="centre:Q")
    return alt.layer(bars, rule, marks).properties(height=_ROW * len(frame) + 70)


@drawing
def spending(frame: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """The best split as bars, with the range it takes when the benchmarks are drawn again.

    Parameters
    ----------
    frame : columns label, value, low, high, text; from top to bottom
    """
    wrapped, y = _rows(list(frame["label"]))
    base = alt.Chart(frame.assign(label=wrapped)).encode(y=y)
    hints = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("value:Q", title=title, format=".2f"),
        alt.Tooltip("low:Q", title=_("Low"), format=".2f"),
        alt.Tooltip("high:Q", title=_("High"), format=".2f"),
    ]
    bars = base.mark_bar(height=14, opacity=0.75).encode(x=alt.X("value:Q", title=title), tooltip=hints)
    whiskers = base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", title=title), x2="high:Q")
    caps = [base.mark_tick(thickness=2, size=12).encode(x=f"{end}:Q") for end in ("low", "high")]
    words = base.mark_text(align="left", dx=8).encode(x="high:Q", text="text:N")
    return alt.layer(bars, whiskers, *caps, words).properties(height=_ROW * len(frame) + 50)


@drawing
def epidemic(frame: pd.DataFrame, *, x_title: str, unit: str) -> alt.LayerChart:
    """Who has not heard, who passes it on, who has stopped, month by month.

    Parameters
    ----------
    frame : columns state (name), period, people
    """
    order = list(dict.fromkeys(frame["state"]))
    key = alt.Legend(
        orient="top", title=None, symbolType="stroke", symbolStrokeWidth=3, columns=1, labelLimit=420
    )
    scale = alt.Scale(domain=order)
    lines = (
        alt.Chart(frame)
        .mark_line(strokeWidth=2.2)
        .encode(
            x=alt.X("period:Q", title=x_title, axis=alt.Axis(tickMinStep=6)),
            y=alt.Y("people:Q", title=unit),
            color=alt.Color("state:N", scale=scale, legend=key),
            strokeDash=alt.StrokeDash("state:N", scale=scale, legend=key),
            tooltip=[
                alt.Tooltip("state:N", title=" "),
                alt.Tooltip("period:Q", title=x_title),
                alt.Tooltip("people:Q", title=unit, format=",.0f"),
            ],
        )
    )
    return alt.layer(lines).properties(height=240)
