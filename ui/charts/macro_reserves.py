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
# Of the axis: marks up to here have room for words on their right, on a telephone too.
_NEAR: Final = 0.55


@drawing
def cover(frame: pd.DataFrame, *, title: str, most: float) -> alt.LayerChart:
    """Reserves in % of what each rule asks, over the line of 100 %; a bar spans what is not known exactly.

    Parameters
    ----------
    frame : columns label, low, high, value (null where only bounds are known), verdict, text, open; top to
        bottom. A row that is ``open`` has no known upper bound and gets no bar: an arrow at its lower bound
        where that is above 0, and the words alone where nothing is known
    most : where the axis ends
    """
    wrapped = {
        name: ["\n".join(wrap(text, _LABEL_WIDTH)) for text in frame[name]] for name in ("label", "text")
    }
    frame = frame.assign(**wrapped, further=[text.count("\n") for text in wrapped["text"]])
    order = list(frame["label"])
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelExpr="split(datum.label, '\\n')"))
    x = alt.X("low:Q", title=title, scale=alt.Scale(domain=[0, most], nice=False), axis=alt.Axis(format="~r"))
    hints = [alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=_("Verdict"))]
    base = alt.Chart(frame)
    limit = alt.Chart(pd.DataFrame({"limit": [100.0]})).mark_rule(strokeDash=[4, 3]).encode(x="limit:Q")
    bounded = base.transform_filter("!datum.open")
    spans = bounded.mark_rule(strokeWidth=7, opacity=0.35).encode(y=y, x=x, x2="high:Q", tooltip=hints)
    arrows = [
        base.transform_filter("datum.open && datum.low > 0")
        .mark_point(shape="triangle-right", filled=False, size=170, strokeWidth=2, opacity=1)
        .encode(y=y, x=x, tooltip=hints)
    ]
    # A layer without marks would be announced as a picture that holds nothing.
    if not (frame["open"] & (frame["low"] > 0)).any():
        arrows = []
    verdicts = list(dict.fromkeys(frame["verdict"]))
    points = (
        base.transform_filter("isValid(datum.value)")
        .mark_point(filled=True, size=150, opacity=1)
        .encode(
            y=y,
            x="value:Q",
            shape=alt.Shape("verdict:N", sort=verdicts, legend=None),
            color=alt.condition(
                "datum.value >= 100", alt.value(theme.GRADE_COLOURS[1]), alt.value(theme.GRADE_COLOURS[4])
            ),
            tooltip=hints,
        )
    )
    # Beside its mark, on the side that has room; what is not known has no mark, and is said above its bar.
    near, far = f"datum.value <= {_NEAR * most}", f"datum.value > {_NEAR * most}"
    words = []
    if (frame["value"] <= _NEAR * most).any():
        beside = base.transform_filter(f"isValid(datum.value) && {near}")
        words.append(beside.mark_text(align="left", dx=12, lineBreak="\n", fontWeight=600))
    if (frame["value"] > _NEAR * most).any():
        beside = base.transform_filter(f"isValid(datum.value) && {far}")
        words.append(beside.mark_text(align="right", dx=-12, lineBreak="\n", fontWeight=600))
    words = [each.encode(y=y, x="value:Q", text="text:N") for each in words]
    if frame["value"].isna().any():
        words.append(
            base.transform_filter("!isValid(datum.value)")
            .mark_text(
                align="left",
                lineBreak="\n",
                dx=4,
                dy=alt.expr(f"(-12 - 14 * datum.further) * {LARGER}"),
                fontWeight=600,
            )
            .encode(y=y, x=alt.value(0), text="text:N")
        )
    return layered(limit, spans, *arrows, points, *words).properties(height=58 * len(order) + 40)
