"""Banks on a circle and what passes between them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import altair as alt
import pandas as pd

from ui.charts.common import drawing, layered
from ui.words import _, language

_REACH: Final = 1.5
_HEIGHT: Final = 600
# Captions stand outside the circle, clear of the largest node.
_CLEAR: Final = 25
_LINE: Final = 14
_ALIGN: Final = "datum.x > 0.3 ? 'left' : datum.x < -0.3 ? 'right' : 'center'"
_ASIDE: Final = "datum.x > 0.3 ? -8 : datum.x < -0.3 ? 8 : 0"
_AWAY: Final = f"datum.y >= 0 ? -{_CLEAR} - {_LINE} * (datum.lines - 1) : {_CLEAR} + {_LINE}"


@dataclass(frozen=True)
class Filled:
    """A chart whose shape is built once and whose figures change: the network is redrawn at every move."""

    kinds: tuple[str, ...]
    datasets: Mapping[str, list[dict[Hashable, Any]]]

    def to_dict(self, *, validate: bool = False) -> dict[str, Any]:
        """The specification, with its figures."""
        if validate:
            _shape(self.kinds).to_dict(validate=True)
        return _specification(self.kinds, language()) | {"datasets": self.datasets}


@drawing
def network(nodes: pd.DataFrame, links: pd.DataFrame, *, kinds: Sequence[str]) -> Filled:
    """Nodes on a circle, sized and shaded; links that run thick from where stress starts to where it ends.

    Parameters
    ----------
    nodes : columns name, x, y (-1 to 1), size (customers), stress (%), caption (lines parted by a line
        feed), shocked (bool)
    links : columns link (number), x, y, width, end (0 at the start, 1 at the end), kind, letter, source,
        target, strength (%): two rows a link
    kinds : names of the kinds of links, in the order of the legend
    """
    starts, ends = links[links["end"] == 0], links[links["end"] == 1]
    # A third of the way from the start, so that the letters of two opposite links stand apart.
    middles = starts.assign(
        x=starts["x"].to_numpy() * 0.67 + ends["x"].to_numpy() * 0.33,
        y=starts["y"].to_numpy() * 0.67 + ends["y"].to_numpy() * 0.33,
    )
    tables = {
        "nodes": nodes.assign(lines=nodes["caption"].str.count("\n") + 1),
        "links": links,
        "middles": middles[["x", "y", "letter"]],
    }
    datasets = {name: table.to_dict("records") for name, table in tables.items()}
    return Filled(tuple(dict.fromkeys(kinds)), datasets)


@lru_cache(maxsize=64)
def _specification(kinds: tuple[str, ...], spoken: str) -> dict[str, Any]:
    """The shape in the session's language, ``spoken``, which only names the copy kept."""
    specification: dict[str, Any] = _shape(kinds).to_dict(validate=False)
    return specification


def _shape(kinds: tuple[str, ...]) -> alt.LayerChart:
    """The network without its figures, in the session's language."""
    span = alt.Scale(domain=[-_REACH, _REACH], nice=False, zero=False)
    place: dict[str, Any] = {
        "x": alt.X("x:Q", axis=None, scale=span),
        "y": alt.Y("y:Q", axis=None, scale=span),
    }
    nodes = alt.Chart(alt.NamedData("nodes")).encode(**place)
    middles = alt.Chart(alt.NamedData("middles")).encode(**place, text="letter:N")
    layers = layered(
        _trails(place, kinds),
        *_outlined(middles, fontSize=11, fontWeight=700),
        _circles(nodes),
        *_captions(nodes),
    )
    shape: alt.LayerChart = layers.resolve_scale(size="independent", color="independent")
    return shape.properties(height=_HEIGHT)


def _trails(place: dict[str, Any], kinds: tuple[str, ...]) -> alt.Chart:
    trails: alt.Chart = (
        alt.Chart(alt.NamedData("links"))
        .mark_trail(opacity=0.75)
        .encode(
            **place,
            detail="link:N",
            order="end:Q",
            size=alt.Size("width:Q", scale=alt.Scale(domain=[0, 1], range=[0.4, 26]), legend=None),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=list(kinds)),
                legend=alt.Legend(orient="top", title=_("Link"), labelLimit=320),
            ),
            tooltip=[
                alt.Tooltip("source:N", title=_("From")),
                alt.Tooltip("target:N", title=_("To")),
                alt.Tooltip("kind:N", title=_("Link")),
                alt.Tooltip("strength:Q", title=_("Stress passed on (%)"), format=".1f"),
            ],
        )
    )
    return trails


def _circles(base: alt.Chart) -> alt.Chart:
    circles: alt.Chart = base.mark_point(style="outline", filled=True, opacity=1, strokeOpacity=1).encode(
        size=alt.Size("size:Q", scale=alt.Scale(range=[220, 1600]), legend=None),
        fill=alt.Fill(
            "stress:Q",
            scale=alt.Scale(domain=[0, 100]),
            legend=alt.Legend(orient="bottom", title=_("Stress (%)"), gradientLength=180),
        ),
        strokeWidth=alt.condition("datum.shocked", alt.value(4), alt.value(1)),
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("size:Q", title=_("Customers"), format=",.0f"),
            alt.Tooltip("stress:Q", title=_("Stress (%)"), format=".1f"),
        ],
    )
    return circles


def _captions(base: alt.Chart) -> tuple[alt.Chart, ...]:
    return _outlined(
        base.encode(text="caption:N"),
        baseline="alphabetic",
        align=alt.expr(_ALIGN),
        dx=alt.expr(_ASIDE),
        dy=alt.expr(_AWAY),
        lineBreak="\n",
        lineHeight=_LINE,
    )


def _outlined(base: alt.Chart, **settings: Any) -> tuple[alt.Chart, ...]:
    """Text over a rim of the background, legible where a link runs below it."""
    rim = base.mark_text(**settings, style="rim", strokeWidth=4, strokeJoin="round")
    return rim, base.mark_text(**settings)
