"""Charts of the page on personal offers."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from ui import theme
from ui.charts.common import HEIGHT, drawing, layered


@drawing
def worth(
    frame: pd.DataFrame, *, order: Sequence[str], limit: float, limit_text: str, titles: Sequence[str]
) -> alt.LayerChart:
    """Every customer by what an offer would bring and by the chance to come back.

    Parameters
    ----------
    frame : columns customer, gain (MAD, above 0), chance (%), segment, standing (one of ``order``)
    order : who is worth an offer and may have it, who is worth it and may not, and who is not worth it
    limit : gain from which an offer pays
    titles : of gain, chance, segment and customer
    """
    gain, chance, segment, customer = titles
    x = alt.X("gain:Q", title=gain, scale=alt.Scale(type="log"), axis=alt.Axis(format="~g", tickCount=5))
    y = alt.Y("chance:Q", title=chance, scale=alt.Scale(domain=[0, 100]))
    key = alt.Legend(orient="top", title=None, labelLimit=260)
    hints = [
        alt.Tooltip("customer:N", title=customer),
        alt.Tooltip("segment:N", title=segment),
        alt.Tooltip("standing:N", title=" "),
        alt.Tooltip("gain:Q", title=gain, format=".1f"),
        alt.Tooltip("chance:Q", title=chance, format=".0f"),
    ]
    edge = alt.Chart(pd.DataFrame({"gain": [limit], "chance": [4.0], "text": [limit_text]})).encode(x=x)
    accent, grey = theme.ACCENT_AND_GREYS[0], theme.UNGRADED_COLOUR
    colours = alt.Scale(domain=list(order), range=[accent, accent, grey])
    fills = alt.Scale(domain=list(order), range=[accent, "transparent", "transparent"])
    shapes = alt.Scale(domain=list(order), range=["square", "square", "circle"])
    # One layer for all, so that each of its marks can be chosen.
    marks = (
        alt.Chart(frame)
        .mark_point(filled=False, size=60, opacity=0.85, strokeWidth=1.6)
        .encode(
            x=x,
            y=y,
            color=alt.Color("standing:N", sort=list(order), scale=colours, legend=key),
            fill=alt.Fill("standing:N", sort=list(order), scale=fills, legend=key),
            shape=alt.Shape("standing:N", sort=list(order), scale=shapes, legend=key),
            tooltip=hints,
        )
    )
    return layered(
        marks,
        edge.mark_rule(strokeDash=[6, 3]),
        edge.mark_text(align="left", dx=6).encode(y=y, text="text:N"),
    ).properties(height=HEIGHT + 80)
