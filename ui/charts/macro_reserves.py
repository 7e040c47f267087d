"""Charts of the reserves page: what is held of what each rule asks."""

from __future__ import annotations

from textwrap import wrap
from typing import Final

import altair as alt
import pandas as pd

from ui import theme
from ui.charts.common import drawing, layered
from ui.charts.room import LARGER
from ui.words import _

_LABEL_WIDTH: Final = 24
# Letters of a line above a bar, and the pixels by which a bar stands below it.
_TEXT_WIDTH: Final = 30
_DOWN: Final = 9


@drawing
def cover(frame: pd.DataFrame, *, title: str, most: float) -> alt.LayerChart:
    """Reserves in % of what each rule asks, over the line of 100 %; a bar spans what is not known exactly.

    Parameters
    ----------
    frame : columns label, low, high, value (null where only bounds are known), verdict, text, published (what
        others print of it, null where nothing), open; top to bottom. A row that is ``open`` has no known
        upper bound and gets no bar: an arrow at its lower bound where that is above 0, and the words alone
        where nothing is known
    most : where the axis ends
    """
    wrapped = {
        name: ["\n".join(wrap(text, width)) for text in frame[name]]
        for name, width in (("label", _LABEL_WIDTH), ("text", _TEXT_WIDTH))
    }
    frame = frame.assign(**wrapped, further=[text.count("\n") for text in wrapped["text"]])
    order = list(frame["label"])
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelExpr="split(datum.label, '\\n')"))
    x = alt.X("low:Q", title=title, scale=alt.Scale(domain=[0, most], nice=False), axis=alt.Axis(format="~r"))
    hints = [alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=_("Verdict"))]
    base = alt.Chart(frame)
    limit = alt.Chart(pd.DataFrame({"limit": [100.0]})).mark_rule(strokeDash=[4, 3]).encode(x="limit:Q")
    bounded = base.transform_filter("!datum.open")
    spans = bounded.mark_rule(strokeWidth=7, opacity=0.35, yOffset=_DOWN).encode(
        y=y, x=x, x2="high:Q", tooltip=hints
    )
    arrows = [
        base.transform_filter("datum.open && datum.low > 0")
        .mark_point(shape="triangle-right", filled=False, size=170, strokeWidth=2, opacity=1, yOffset=_DOWN)
        .encode(y=y, x=x, tooltip=hints)
    ]
    # A layer without marks would be announced as a picture that holds nothing.
    if not (frame["open"] & (frame["low"] > 0)).any():
        arrows = []
    known, met = "isValid(datum.value)", "datum.value >= 100"
    bars = (
        base.transform_filter(known)
        .mark_bar(height=16, yOffset=_DOWN)
        .encode(
            y=y,
            x=alt.X("value:Q", title=title),
            color=alt.when(met)
            .then(alt.value(theme.ACCENT_AND_GREYS[0]))
            .otherwise(alt.value(theme.GRADE_COLOURS[4])),
            tooltip=hints,
        )
    )
    drawn = [bars] if frame["value"].notna().any() else []
    if frame["published"].notna().any():
        drawn.append(
            base.transform_filter("isValid(datum.published)")
            .mark_point(shape="diamond", filled=True, size=130, opacity=1, yOffset=_DOWN)
            .encode(y=y, x=alt.X("published:Q", title=title), tooltip=hints)
        )
    # Above its bar, from the left: there is room on a telephone too, however long the bar.
    words = base.mark_text(
        align="left",
        lineBreak="\n",
        dx=4,
        dy=alt.expr(f"(-10 - 14 * datum.further) * {LARGER}"),
        fontWeight=600,
    ).encode(y=y, x=alt.value(0), text="text:N")
    return layered(limit, spans, *arrows, *drawn, words).properties(height=58 * len(order) + 40)
