"""Banks on a circle and what passes between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import altair as alt
import pandas as pd

from ui import theme
from ui.words import _

_REACH: Final = 1.42
_HEIGHT: Final = 480


def network(nodes: pd.DataFrame, links: pd.DataFrame, *, kinds: Sequence[str]) -> alt.LayerChart:
    """Nodes on a circle, sized and shaded; links that run thick from where stress starts to where it ends.

    Parameters
    ----------
    nodes : columns name, x, y (-1 to 1), size (customers), stress (%), caption (lines parted by a line
        feed), shocked (bool)
    links : columns link (number), x, y, width, end (0 at the start, 1 at the end), kind, letter, source,
        target, strength (%): two rows a link
    kinds : names of the kinds of links, in the order of the legend
    """
    palette = theme.tokens(theme.mode())
    span = alt.Scale(domain=[-_REACH, _REACH], nice=False, zero=False)
    x, y = alt.X("x:Q", axis=None, scale=span), alt.Y("y:Q", axis=None, scale=span)
    shown = list(dict.fromkeys(kinds))
    trails = (
        alt.Chart(links)
        .mark_trail(opacity=0.75)
        .encode(
            x=x,
            y=y,
            detail="link:N",
            order="end:Q",
            size=alt.Size("width:Q", scale=alt.Scale(domain=[0, 1], range=[0, 16]), legend=None),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=shown),
                legend=alt.Legend(orient="top", title=_("Link"), columns=2),
            ),
            tooltip=[
                alt.Tooltip("source:N", title=_("From")),
                alt.Tooltip("target:N", title=_("To")),
                alt.Tooltip("kind:N", title=_("Link")),
                alt.Tooltip("strength:Q", title=_("Stress passed on (%)"), format=".1f"),
            ],
        )
    )
    starts = links[links["end"] == 0]
    ends = links[links["end"] == 1]
    # A third of the way from the start, so that the letters of two opposite links stand apart.
    middles = starts.assign(
        x=starts["x"].to_numpy() * 0.67 + ends["x"].to_numpy() * 0.33,
        y=starts["y"].to_numpy() * 0.67 + ends["y"].to_numpy() * 0.33,
    )
    letters = alt.Chart(middles).mark_text(fontSize=11, fontWeight=700).encode(x=x, y=y, text="letter:N")
    hints = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("size:Q", title=_("Customers"), format=",.0f"),
        alt.Tooltip("stress:Q", title=_("Stress (%)"), format=".1f"),
    ]
    base = alt.Chart(nodes).encode(x=x, y=y)
    circles = base.mark_point(filled=True, opacity=1, strokeOpacity=1).encode(
        size=alt.Size("size:Q", scale=alt.Scale(range=[220, 1600]), legend=None),
        fill=alt.Fill(
            "stress:Q",
            scale=alt.Scale(domain=[0, 100], range=palette["chartSequentialColors"]),
            legend=alt.Legend(orient="bottom", title=_("Stress (%)"), gradientLength=180),
        ),
        stroke=alt.value(palette["textColor"]),
        strokeWidth=alt.condition("datum.shocked", alt.value(4), alt.value(1)),
        tooltip=hints,
    )
    above = base.transform_filter("datum.y >= 0").mark_text(baseline="bottom", dy=-22, lineBreak="\n")
    below = base.transform_filter("datum.y < 0").mark_text(baseline="top", dy=22, lineBreak="\n")
    captions = [side.encode(text="caption:N") for side in (above, below)]
    layers = alt.layer(trails, letters, circles, *captions)
    return layers.resolve_scale(size="independent", color="independent").properties(height=_HEIGHT)
