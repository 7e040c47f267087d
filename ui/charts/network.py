"""Banks on a circle and what passes between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import pandas as pd

from ui.charts.common import drawing
from ui.words import _

_REACH: Final = 1.5
_HEIGHT: Final = 600
# Captions stand outside the circle, clear of the largest node.
_CLEAR: Final = 25
_LINE: Final = 14
_ALIGN: Final = "datum.x > 0.3 ? 'left' : datum.x < -0.3 ? 'right' : 'center'"
_ASIDE: Final = "datum.x > 0.3 ? -8 : datum.x < -0.3 ? 8 : 0"
_AWAY: Final = f"datum.y >= 0 ? -{_CLEAR} - {_LINE} * (datum.lines - 1) : {_CLEAR} + {_LINE}"


@drawing
def network(
    nodes: pd.DataFrame, links: pd.DataFrame, *, kinds: Sequence[str], palette: Mapping[str, Any]
) -> alt.LayerChart:
    """Nodes on a circle, sized and shaded; links that run thick from where stress starts to where it ends.

    Parameters
    ----------
    nodes : columns name, x, y (-1 to 1), size (customers), stress (%), caption (lines parted by a line
        feed), shocked (bool)
    links : columns link (number), x, y, width, end (0 at the start, 1 at the end), kind, letter, source,
        target, strength (%): two rows a link
    kinds : names of the kinds of links, in the order of the legend
    palette : the theme's colours
    """
    span = alt.Scale(domain=[-_REACH, _REACH], nice=False, zero=False)
    x, y = alt.X("x:Q", axis=None, scale=span), alt.Y("y:Q", axis=None, scale=span)
    base = alt.Chart(nodes.assign(lines=nodes["caption"].str.count("\n") + 1)).encode(x=x, y=y)
    layers = alt.layer(
        _trails(links, x, y, kinds),
        _letters(links, x, y, palette),
        _circles(base, palette),
        *_captions(base, palette),
    )
    return layers.resolve_scale(size="independent", color="independent").properties(height=_HEIGHT)


def _trails(links: pd.DataFrame, x: alt.X, y: alt.Y, kinds: Sequence[str]) -> alt.Chart:
    return (
        alt.Chart(links)
        .mark_trail(opacity=0.75)
        .encode(
            x=x,
            y=y,
            detail="link:N",
            order="end:Q",
            size=alt.Size("width:Q", scale=alt.Scale(domain=[0, 1], range=[0.4, 26]), legend=None),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=list(dict.fromkeys(kinds))),
                legend=alt.Legend(orient="top", title=_("Link"), columns=1, labelLimit=320),
            ),
            tooltip=[
                alt.Tooltip("source:N", title=_("From")),
                alt.Tooltip("target:N", title=_("To")),
                alt.Tooltip("kind:N", title=_("Link")),
                alt.Tooltip("strength:Q", title=_("Stress passed on (%)"), format=".1f"),
            ],
        )
    )


def _letters(links: pd.DataFrame, x: alt.X, y: alt.Y, palette: Mapping[str, Any]) -> alt.LayerChart:
    starts, ends = links[links["end"] == 0], links[links["end"] == 1]
    # A third of the way from the start, so that the letters of two opposite links stand apart.
    middles = starts.assign(
        x=starts["x"].to_numpy() * 0.67 + ends["x"].to_numpy() * 0.33,
        y=starts["y"].to_numpy() * 0.67 + ends["y"].to_numpy() * 0.33,
    )
    letters = alt.Chart(middles).encode(x=x, y=y, text="letter:N")
    return alt.layer(*_outlined(letters, palette, fontSize=11, fontWeight=700))


def _circles(base: alt.Chart, palette: Mapping[str, Any]) -> alt.Chart:
    return base.mark_point(filled=True, opacity=1, strokeOpacity=1).encode(
        size=alt.Size("size:Q", scale=alt.Scale(range=[220, 1600]), legend=None),
        fill=alt.Fill(
            "stress:Q",
            scale=alt.Scale(domain=[0, 100], range=palette["chartSequentialColors"]),
            legend=alt.Legend(orient="bottom", title=_("Stress (%)"), gradientLength=180),
        ),
        stroke=alt.value(palette["textColor"]),
        strokeWidth=alt.condition("datum.shocked", alt.value(4), alt.value(1)),
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("size:Q", title=_("Customers"), format=",.0f"),
            alt.Tooltip("stress:Q", title=_("Stress (%)"), format=".1f"),
        ],
    )


def _captions(base: alt.Chart, palette: Mapping[str, Any]) -> tuple[alt.Chart, ...]:
    return _outlined(
        base.encode(text="caption:N"),
        palette,
        baseline="alphabetic",
        align=alt.expr(_ALIGN),
        dx=alt.expr(_ASIDE),
        dy=alt.expr(_AWAY),
        lineBreak="\n",
        lineHeight=_LINE,
    )


def _outlined(base: alt.Chart, palette: Mapping[str, Any], **settings: Any) -> tuple[alt.Chart, ...]:
    """Text over a rim of the background, legible where a link runs below it."""
    behind = palette["backgroundColor"]
    rim = base.mark_text(**settings, stroke=behind, strokeWidth=4, strokeJoin="round", color=behind)
    return rim, base.mark_text(**settings)
