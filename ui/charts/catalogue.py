"""Charts of the data catalogue."""

from __future__ import annotations

import altair as alt
import pandas as pd

from ui.charts.common import drawing
from ui.words import _


@drawing
def counts_by_kind(frame: pd.DataFrame, *, label: str, kind: str, title: str) -> alt.Chart:
    """Counts as points on a logarithmic scale, one per label and kind, told apart by colour and shape.

    Parameters
    ----------
    frame : columns ``label``, ``kind``, rows (positive)
    """
    chart: alt.Chart = (
        alt.Chart(frame[frame["rows"] > 0])
        .mark_point(filled=True, size=110, opacity=0.9)
        .encode(
            y=alt.Y(f"{label}:N", sort=None, title=None),
            x=alt.X(
                "rows:Q",
                scale=alt.Scale(type="log"),
                title=title,
                axis=alt.Axis(format=",d", values=[10**power for power in range(8)]),
            ),
            color=alt.Color(f"{kind}:N", sort=None, title=None, legend=alt.Legend(orient="top")),
            shape=alt.Shape(f"{kind}:N", sort=None, title=None, legend=alt.Legend(orient="top")),
            tooltip=[
                alt.Tooltip(f"{label}:N", title=" "),
                alt.Tooltip(f"{kind}:N", title=_("Kind")),
                alt.Tooltip("rows:Q", title=_("Rows"), format=",d"),
            ],
        )
        .properties(height=34 * frame[label].nunique() + 60)
    )
    return chart
