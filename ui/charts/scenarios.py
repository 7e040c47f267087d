"""Chart of the page that compares scenarios."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from ui.charts.common import drawing, layered
from ui.words import _


@drawing
def compared(frame: pd.DataFrame, *, order: Sequence[str], baseline: float, title: str) -> alt.LayerChart:
    """One result of every scenario as a point with its interval, and the baseline as a dashed line.

    Parameters
    ----------
    frame : name, value, low, high (missing where the result has no interval), text
    order : names from top to bottom
    baseline : the baseline's value
    """
    base = alt.Chart(frame).encode(
        y=alt.Y("name:N", sort=list(order), title=None, axis=alt.Axis(labelLimit=220))
    )
    scale = alt.Scale(zero=False, nice=True, padding=24)
    hints = [alt.Tooltip("name:N", title=_("Scenario")), alt.Tooltip("text:N", title=title)]
    line = (
        alt.Chart(pd.DataFrame({"baseline": [baseline]}))
        .mark_rule(strokeDash=[5, 4], opacity=0.7)
        .encode(x=alt.X("baseline:Q", scale=scale, title=title))
    )
    whiskers = base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", scale=scale, title=title), x2="high:Q")
    points = base.mark_point(filled=True, size=140, opacity=1).encode(
        x=alt.X("value:Q", scale=scale, title=title), tooltip=hints
    )
    values = base.mark_text(align="left", dx=6, dy=-14, fontWeight=600).encode(x="value:Q", text="text:N")
    return layered(line, whiskers, points, values).properties(height=52 * len(order) + 40)
