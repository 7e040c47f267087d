"""Charts of the incidents page."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

import altair as alt
import pandas as pd

from ui import theme
from ui.charts.common import drawing, layered
from ui.charts.losses import GREY
from ui.charts.room import LARGER

_LINE: Final = 48
# Of a further line of a name, in pixels.
_HIGH: Final = 14


@drawing
def distances(
    frame: pd.DataFrame, *, states: Sequence[str], title: str, threshold: str, most: str
) -> alt.LayerChart:
    """How far each fact stands from its threshold, top to bottom; its state by colour, shape and place.

    Parameters
    ----------
    frame : columns label, state, share (% of the threshold, 0 to 200), value, text (value and threshold)
    states : names of met, not met and not known, in this order
    title : of the axis
    threshold : what is written at 100 %
    most : what is written at 200 %, where all that lies beyond is drawn
    """
    lines = ["\n".join(wrap(label, _LINE)) for label in frame["label"]]
    further = [name.count("\n") for name in lines]
    frame = frame.assign(start=0, lines=lines, further=further)
    # Names stand above their lines: beside them they would leave a narrow screen no room.
    y = alt.Y("label:N", sort=list(frame["label"]), title=None, axis=None)
    looks = (theme.GRADE_COLOURS[4], "cross"), (theme.GRADE_COLOURS[1], "circle"), (GREY, "square")
    look = {name: each for name, each in zip(states, looks, strict=True) if name in set(frame["state"])}
    colours, shapes = ([each[part] for each in look.values()] for part in (0, 1))
    key = alt.Legend(orient="top", title=None)
    colour = alt.Color("state:N", scale=alt.Scale(domain=list(look), range=colours), legend=key)
    shape = alt.Shape("state:N", scale=alt.Scale(domain=list(look), range=shapes), legend=key)
    x = alt.X(
        "share:Q",
        title=title,
        scale=alt.Scale(domain=[0, 260], nice=False),
        axis=alt.Axis(
            values=[0, 50, 100, 200],
            labelExpr=f"datum.value == 100 ? {threshold!r} : datum.value == 200 ? {most!r} : "
            "format(datum.value, ',d')",
        ),
    )
    base = alt.Chart(frame).encode(y=y)
    start = alt.X("start:Q", title=title)
    stems = base.mark_rule(strokeWidth=2, yOffset=6).encode(x=start, x2=alt.X2("share:Q"), color=colour)
    points = base.mark_point(filled=True, size=110, opacity=1, yOffset=6).encode(
        x=x,
        color=colour,
        shape=shape,
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("text:N", title=title),
            alt.Tooltip("state:N", title=" "),
        ],
    )
    names = base.mark_text(
        align="left", lineBreak="\n", dx=2, dy=alt.expr(f"(-9 - {_HIGH} * datum.further) * {LARGER}")
    ).encode(x=start, text=alt.Text("lines:N"))
    values = base.mark_text(align="left", dx=11, dy=6, fontWeight=600).encode(x=x, text=alt.Text("value:N"))
    at = alt.Chart(pd.DataFrame({"share": [100]}))
    limit = at.mark_rule(strokeDash=[6, 3]).encode(x=x)
    # The axis is below what a screen shows at first: the line says what it is at its upper end too.
    said = at.mark_text(baseline="bottom", dy=-4).encode(x=x, y=alt.value(0), text=alt.value(threshold))
    rows = 36 + _HIGH * max(further)
    return layered(limit, said, stems, points, names, values).properties(height=rows * len(frame) + 20)
