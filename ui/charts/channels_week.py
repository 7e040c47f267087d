"""Charts of the staffing and activity pages: the week by hour, service by people, release by share moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import altair as alt
import pandas as pd

from ui.charts.common import HEIGHT, drawing, layered
from ui.words import _

_ROW: Final = 21
# Of rows without a figure each; how many of them an axis names; pixels of the key of their shades.
_SLIM_ROW, _NAMED, _KEY = 15, 6, 180
# Luminance above which black is read better than white.
_PALE: Final = 0.18


@drawing
def week_by_hour(
    frame: pd.DataFrame, *, days: Sequence[str], title: str, every: bool = True
) -> alt.LayerChart:
    """A week as a timetable, stronger where the figure is higher.

    Parameters
    ----------
    frame : columns day (one of ``days``), hour, value, text (the figure as written)
    days : names from the first to the last column
    title : what the figures are
    every : whether each cell has its figure written; otherwise the highest of each day has, the highest of
        all in bold, and a key tells the shades
    """
    hours = sorted(int(hour) for hour in frame["hour"].unique())
    highest = frame["value"] == frame.groupby("day")["value"].transform("max")
    shown = frame.assign(
        weight=(frame["value"] == frame["value"].max()) * 300 + 400,
        written=frame["text"].where(every | highest, ""),
    )
    apart = 1 if every else next(step for step in (2, 3, 4) if len(hours) <= _NAMED * step)
    named = f"datum.value % {apart} == 0 ? datum.value + ' h' : ''"
    names = alt.Axis(
        orient="top", labelAngle=0, labelLimit=60, grid=False, ticks=False, domain=False, labelPadding=6
    )
    base = alt.Chart().encode(
        x=alt.X("day:N", sort=list(days), title=None, axis=names),
        y=alt.Y(
            "hour:O",
            sort=hours,
            title=None if every else _("Hour"),
            axis=alt.Axis(labelExpr=named, grid=False, ticks=False, domain=False),
        ),
        tooltip=[
            alt.Tooltip("day:N", title=" "),
            alt.Tooltip("hour:O", title=_("Hour")),
            alt.Tooltip("text:N", title=title),
        ],
    )
    key = alt.Legend(
        orient="bottom", title=title, tickCount=4, gradientLength=_KEY, gradientThickness=10, titleLimit=0
    )
    shade = alt.Color("value:Q", scale=alt.Scale(zero=not every, nice=False), legend=None if every else key)
    cells = base.mark_rect(style="parted", strokeWidth=1).encode(color=shade)
    # Black or white, whichever is read on the shade: shades run the other way on the dark ground.
    ink = (
        alt.when(f"luminance(scale('color', datum.value)) > {_PALE}")
        .then(alt.value("#000000"))
        .otherwise(alt.value("#FFFFFF"))
    )
    weight = alt.Undefined if every else alt.expr("datum.weight")
    figures = base.mark_text(fontSize=11, fontWeight=weight).encode(text="written:N", color=ink)
    row = _ROW if every else _SLIM_ROW
    return layered(cells, figures, data=shown).properties(height=row * len(hours) + (30 if every else 90))


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
