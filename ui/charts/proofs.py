"""The chart of the proofs page."""

from __future__ import annotations

import altair as alt
import pandas as pd

from ui import theme
from ui.charts.common import drawing, layered
from ui.words import _


@drawing
def verdicts(frame: pd.DataFrame, *, agrees: str, differs: str, title: str) -> alt.LayerChart:
    """Figures that agree and that differ, by subject; the sign stands in the legend and the count on the bar.

    Parameters
    ----------
    frame : columns subject, verdict (``agrees`` or ``differs``), count
    """
    order = list(dict.fromkeys(frame["subject"]))
    colour = alt.Color(
        "verdict:N",
        scale=alt.Scale(domain=[agrees, differs], range=[theme.GRADE_COLOURS[1], theme.GRADE_COLOURS[4]]),
        legend=alt.Legend(orient="top", title=None),
    )
    y = alt.Y("subject:N", sort=order, title=None)
    base = alt.Chart(frame[frame["count"] > 0])
    bars = base.mark_bar(height=18).encode(
        y=y,
        yOffset=alt.YOffset("verdict:N", sort=[agrees, differs]),
        x=alt.X("count:Q", title=title, axis=alt.Axis(format="d", tickMinStep=1, tickCount=5)),
        color=colour,
        tooltip=[
            alt.Tooltip("subject:N", title=" "),
            alt.Tooltip("verdict:N", title=_("Verdict")),
            alt.Tooltip("count:Q", title=title, format="d"),
        ],
    )
    words = base.mark_text(align="left", dx=5).encode(
        y=y, yOffset=alt.YOffset("verdict:N", sort=[agrees, differs]), x="count:Q", text="count:Q"
    )
    return layered(bars, words).properties(height=44 * len(order) + 60)
