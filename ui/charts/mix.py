"""Charts of the audit of the mix."""

from __future__ import annotations

from math import pi
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from ui import theme
from ui.charts.common import BAR_ACROSS, HEIGHT, drawing, layered, peer_hints
from ui.words import _

_FULL: Final = 100.0
_LABELS_AT: Final = 122.0
_EDGE: Final = 135.0
_THIN: Final = 2.0
_GAP: Final = 0.02
_PEERS: Final = "#C8321F"


@drawing
def radar(frame: pd.DataFrame, *, own: str, peers: str, title: str) -> alt.LayerChart:
    """One sector a dimension: filled to the score, pale over its interval, an arc at the peers' median.

    Sectors, since lines around a centre change their area with the order of the dimensions.

    Parameters
    ----------
    frame : columns label, score, low, high, peer_median, in the order of the dimensions; scores 0 to 100
    own, peers : what the two are called in the hints
    """
    turn = 2 * pi / len(frame)
    start = turn * np.arange(len(frame))
    rows = frame.assign(
        start=start + _GAP,
        end=start + turn - _GAP,
        middle=start + turn / 2,
        zero=0.0,
        full=_FULL,
        label_at=_LABELS_AT,
        filled=frame["score"].fillna(frame["low"]),
        median_start=frame["peer_median"] - _THIN,
        median_end=frame["peer_median"] + _THIN / 2,
    )
    scale = alt.Scale(type="linear", domain=[0, _EDGE], zero=True)
    hints = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("score:Q", title=own, format=".0f"),
        alt.Tooltip("low:Q", title=_("Low"), format=".0f"),
        alt.Tooltip("high:Q", title=_("High"), format=".0f"),
        alt.Tooltip("peer_median:Q", title=peers, format=".0f"),
    ]
    base = alt.Chart(rows)

    def sector(inner: str, outer: str) -> dict[str, Any]:
        return {
            "theta": alt.Theta("start:Q", stack=None, scale=None),
            "theta2": alt.Theta2("end:Q"),
            "radius": alt.Radius(f"{outer}:Q", title=title, scale=scale, stack=None),
            "radius2": alt.Radius2(f"{inner}:Q"),
        }

    layers = [
        base.mark_arc(fillOpacity=0.0, stroke="gray", strokeOpacity=0.5).encode(**sector("zero", "full")),
        base.mark_arc(opacity=0.35).encode(**sector("low", "high")),
        base.mark_arc(opacity=0.85).encode(**sector("zero", "filled"), tooltip=hints),
    ]
    compared = rows.dropna(subset=["peer_median"])
    if len(compared):
        layers.append(
            alt.Chart(compared).mark_arc(color=_PEERS).encode(**sector("median_start", "median_end"))
        )
    return layered(
        *layers,
        base.mark_text(fontWeight=600).encode(
            theta=alt.Theta("middle:Q", stack=None, scale=None),
            radius=alt.Radius("label_at:Q", title=title, scale=scale, stack=None),
            text="label:N",
        ),
    ).properties(height=HEIGHT + 120)


@drawing
def against_peers(frame: pd.DataFrame, *, own: str, peers: str, title: str) -> alt.LayerChart:
    """Scores of one bank with their interval, over the range of its peers and their median.

    Parameters
    ----------
    frame : columns label, score, low, high, peer_low, peer_median, peer_high; 0 to 100; from top to bottom
    own, peers : what the two are called in the legend
    """
    order = list(frame["label"])
    y = alt.Y("label:N", sort=order, title=None)
    x = alt.X("low:Q", title=title, scale=alt.Scale(domain=[0, _FULL]), axis=alt.Axis(tickCount=5))
    names = alt.Scale(domain=[own, peers], range=[theme.ACCENT_AND_GREYS[0], theme.UNGRADED_COLOUR])
    signs = alt.Scale(domain=[own, peers], range=["circle", BAR_ACROSS])
    key = alt.Legend(orient="top", title=None)
    both = pd.concat(
        [frame.assign(who=peers, score=frame["peer_median"]), frame.assign(who=own)], ignore_index=True
    ).dropna(subset=["score"])
    hints = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("who:N", title=" "),
        alt.Tooltip("score:Q", title=title, format=".0f"),
    ]
    base = alt.Chart(frame).encode(y=y)
    layers = [base.mark_rule(strokeWidth=2).encode(x=x, x2="high:Q")]
    ranged = frame.dropna(subset=["peer_low"])
    if len(ranged):
        span = alt.Chart(ranged).mark_rule(strokeWidth=9, opacity=0.2)
        said = peer_hints(peers, form=".0f")
        x_peers = alt.X("peer_low:Q", title=title)
        layers.insert(0, span.encode(y=y, x=x_peers, x2="peer_high:Q", tooltip=[hints[0], *said]))
    points = (
        alt.Chart(both)
        .mark_point(filled=True, size=140, opacity=1)
        .encode(
            y=y,
            x=alt.X("score:Q", title=title),
            color=alt.Color("who:N", scale=names, legend=key),
            shape=alt.Shape("who:N", scale=signs, legend=key),
            tooltip=hints,
        )
    )
    # Beyond the plot, in a column of their own: beside the marks they would lie on the peers.
    values = (
        alt.Chart(frame.dropna(subset=["score"]))
        .mark_text(align="left", dx=10, fontWeight=600)
        .encode(y=y, x=alt.value("width"), text=alt.Text("score:Q", format=".0f"))
    )
    layers.append(points)
    if frame["score"].notna().any():
        layers.append(values)
    return layered(*layers).properties(height=44 * len(order) + 90)
