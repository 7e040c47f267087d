"""Charts of the pages on channel costs and on migration."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

import altair as alt
import pandas as pd

from ui.charts.common import drawing
from ui.words import _

_SHAPES: Final = (
    *("circle", "square", "diamond", "triangle-up", "triangle-down"),
    *("cross", "triangle-right", "triangle-left", "stroke"),
)
_LABEL_WIDTH: Final = 32
_SPLIT: Final = "split(datum.label, '\\n')"


def _wrapped(labels: Sequence[str]) -> list[str]:
    return ["\n".join(wrap(text, _LABEL_WIDTH)) for text in labels]


@drawing
def cost_bars(frame: pd.DataFrame, *, costs: Sequence[str], title: str) -> alt.LayerChart:
    """Costs of a transaction by channel, one bar a cost, each with its figure.

    Parameters
    ----------
    frame : columns channel, cost, value, text; channels from top to bottom
    costs : names of the costs, in the order of the bars
    """
    order = list(dict.fromkeys(frame["channel"]))
    rows = alt.Y(
        "channel:N",
        sort=order,
        title=None,
        axis=alt.Axis(grid=False),
        scale=alt.Scale(paddingInner=0.24, paddingOuter=0.1),
    )
    offset = alt.YOffset("cost:N", sort=list(costs), scale=alt.Scale(domain=list(costs)))
    base = alt.Chart(frame).encode(
        y=rows,
        yOffset=offset,
        x=alt.X("value:Q", title=title, axis=alt.Axis(tickCount=6)),
        tooltip=[
            alt.Tooltip("channel:N", title=" "),
            alt.Tooltip("cost:N", title=" "),
            alt.Tooltip("text:N", title=title),
        ],
    )
    key = alt.Legend(orient="top", title=None, columns=2, labelLimit=330)
    bars = base.mark_bar().encode(color=alt.Color("cost:N", sort=list(costs), legend=key))
    words = base.mark_text(align="left", dx=4, fontSize=11).encode(text="text:N")
    return alt.layer(bars, words).properties(height=68 * len(order) + 60)


@drawing
def cost_points(frame: pd.DataFrame, *, channels: Sequence[str], title: str) -> alt.Chart:
    """What one thing costs on every channel, told apart by colour and by shape.

    Parameters
    ----------
    frame : columns label, channel, value, text; labels from top to bottom
    channels : names of the channels, in the order of the legend
    """
    order = list(dict.fromkeys(frame["label"]))
    # A logarithm has no place for what costs nothing.
    kind = "log" if float(frame["value"].min()) > 0 else "symlog"
    return (
        alt.Chart(frame)
        .mark_point(filled=True, size=90, opacity=0.95)
        .encode(
            y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(grid=True)),
            x=alt.X(
                "value:Q",
                title=title,
                scale=alt.Scale(type=kind, nice=False, padding=12),
                axis=alt.Axis(format="~r", tickCount=6),
            ),
            color=_channels(channels, alt.Color),
            shape=_channels(channels, alt.Shape),
            tooltip=[
                alt.Tooltip("label:N", title=" "),
                alt.Tooltip("channel:N", title=" "),
                alt.Tooltip("text:N", title=title),
            ],
        )
        .properties(height=24 * len(order) + 70)
    )


def _channels(names: Sequence[str], kind: type[alt.Color] | type[alt.Shape]) -> alt.Color | alt.Shape:
    key = alt.Legend(orient="top", title=None, columns=4, symbolType="circle")
    scale = alt.Scale(domain=list(names))
    if kind is alt.Shape:
        scale = alt.Scale(domain=list(names), range=list(_SHAPES[: len(names)]))
        key = alt.Legend(orient="top", title=None, columns=4)
    return kind("channel:N", sort=list(names), scale=scale, legend=key)


@drawing
def ratio_envelope(
    span: pd.DataFrame, points: pd.DataFrame, *, kinds: Sequence[str], title: str
) -> alt.LayerChart:
    """Published ratios to the branch by channel, with the range of all and the ratios compared with it.

    Parameters
    ----------
    span : columns channel, low, high; channels from top to bottom
    points : columns channel, ratio, what (one of ``kinds``), study, published, status, source
    kinds : what the points are, in the order of the legend
    """
    order = list(dict.fromkeys(span["channel"]))
    rows = alt.Y("channel:N", sort=order, title=None, axis=alt.Axis(grid=True))
    across = alt.Scale(type="log", nice=False, padding=14)
    axis = alt.Axis(values=[0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2], format="~r")
    key = alt.Legend(orient="top", title=None, columns=3, labelLimit=240)
    bars = (
        alt.Chart(span)
        .mark_rule(strokeWidth=7, opacity=0.25)
        .encode(y=rows, x=alt.X("low:Q", title=title, scale=across, axis=axis), x2="high:Q")
    )
    marks = (
        alt.Chart(points)
        .mark_point(filled=True, size=110, opacity=0.9)
        .encode(
            y=rows,
            x=alt.X("ratio:Q", title=title, scale=across, axis=axis),
            color=alt.Color("what:N", sort=list(kinds), scale=alt.Scale(domain=list(kinds)), legend=key),
            shape=alt.Shape(
                "what:N", scale=alt.Scale(domain=list(kinds), range=list(_SHAPES[: len(kinds)])), legend=key
            ),
            tooltip=[
                alt.Tooltip("study:N", title=" "),
                alt.Tooltip("what:N", title=_("What it covers")),
                alt.Tooltip("published:N", title=_("As published")),
                alt.Tooltip("ratio:Q", title=title, format=".3f"),
                alt.Tooltip("status:N", title=_("Status")),
                alt.Tooltip("source:N", title=_("Source")),
            ],
        )
    )
    branch = alt.Chart(pd.DataFrame({"branch": [1.0]})).mark_rule(strokeDash=[3, 3]).encode(x="branch:Q")
    return alt.layer(bars, branch, marks).properties(height=52 * len(order) + 80)
