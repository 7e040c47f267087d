"""Charts of the page on personal offers."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from ui.charts.common import HEIGHT, drawing, layered


@drawing
def worth(
    frame: pd.DataFrame, *, order: Sequence[str], limit: float, limit_text: str, titles: Sequence[str]
) -> alt.LayerChart:
    """Every customer by what an offer would bring and by the chance to come back.

    Parameters
    ----------
    frame : columns customer, gain (MAD, above 0), chance (%), segment, asked (bool: agreed to be addressed);
        hollow marks are those who did not agree
    order : segments in the order of the legend
    limit : gain from which an offer pays
    titles : of gain, chance, segment and customer
    """
    gain, chance, segment, customer = titles
    x = alt.X("gain:Q", title=gain, scale=alt.Scale(type="log"), axis=alt.Axis(format="~g", tickCount=5))
    y = alt.Y("chance:Q", title=chance, scale=alt.Scale(domain=[0, 100]))
    key = alt.Legend(orient="top", title=None, columns=2, labelLimit=260)
    hints = [
        alt.Tooltip("customer:N", title=customer),
        alt.Tooltip("segment:N", title=segment),
        alt.Tooltip("gain:Q", title=gain, format=".1f"),
        alt.Tooltip("chance:Q", title=chance, format=".0f"),
    ]
    edge = alt.Chart(pd.DataFrame({"gain": [limit], "chance": [4.0], "text": [limit_text]})).encode(x=x)
    names = alt.Scale(domain=list(order))
    # One layer for both, so that each of its marks can be chosen.
    marks = (
        alt.Chart(frame)
        .mark_point(filled=False, size=60, opacity=0.85, strokeWidth=1.6)
        .encode(
            x=x,
            y=y,
            color=alt.Color("segment:N", sort=list(order), scale=names, legend=key),
            fill=alt.Fill("segment:N", sort=list(order), scale=names, legend=None),
            fillOpacity=alt.condition("datum.asked", alt.value(0.85), alt.value(0.0)),
            shape=alt.Shape("segment:N", sort=list(order), scale=names, legend=key),
            tooltip=hints,
        )
    )
    return layered(
        marks,
        edge.mark_rule(strokeDash=[6, 3]),
        edge.mark_text(align="left", dx=6).encode(y=y, text="text:N"),
    ).properties(height=HEIGHT + 80)
