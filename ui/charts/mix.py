"""Charts of the audit of the mix."""

from __future__ import annotations

from typing import Final

import altair as alt
import pandas as pd

from ui.charts.common import HEIGHT, drawing
from ui.words import _

_FULL: Final = 100.0
_LABELS_AT: Final = 122.0
_EDGE: Final = 135.0
_THIN: Final = 2.0


@drawing
def radar(frame: pd.DataFrame, *, own: str, peers: str, title: str) -> alt.LayerChart:
    """One sector a dimension: filled to the score, pale over its interval, an arc at the peers' median.

    Sectors, since lines around a centre change their area with the order of the dimensions.

    Parameters
    ----------
    frame : columns label, score, low, high, peer_median, in the order of the dimensions; scores 0 to 100
    own, peers : what the two are called in the hints
    """
    rows = frame.assign(
        place=range(len(frame)),
        part=1.0,
        zero=0.0,
        full=_FULL,
        label_at=_LABELS_AT,
        filled=frame["score"].fillna(frame["low"]),
        median_start=frame["peer_median"].fillna(0.0) - _THIN,
        median_end=frame["peer_median"].fillna(-_THIN) + _THIN / 2,
    )
    theta = alt.Theta("part:Q", stack=True, scale=alt.Scale(type="linear", rangeMax=6.2831853, rangeMin=0))
    order = alt.Order("place:Q")
    scale = alt.Scale(type="linear", domain=[0, _EDGE], zero=True)
    hints = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("score:Q", title=own, format=".0f"),
        alt.Tooltip("low:Q", title=_("Low"), format=".0f"),
        alt.Tooltip("high:Q", title=_("High"), format=".0f"),
        alt.Tooltip("peer_median:Q", title=peers, format=".0f"),
    ]
    base = alt.Chart(rows).encode(theta=theta, order=order)

    def sector(start: str, end: str) -> dict[str, alt.Radius | alt.Radius2]:
        return {
            "radius": alt.Radius(f"{end}:Q", title=title, scale=scale),
            "radius2": alt.Radius2(f"{start}:Q"),
        }

    return alt.layer(
        base.mark_arc(fillOpacity=0.0, stroke="gray", strokeOpacity=0.5).encode(**sector("zero", "full")),
        base.mark_arc(opacity=0.3, padAngle=0.02).encode(**sector("low", "high")),
        base.mark_arc(opacity=0.85, padAngle=0.08, tooltip=True).encode(
            **sector("zero", "filled"), tooltip=hints
        ),
        base.mark_arc(color="#C8321F", padAngle=0.02).encode(**sector("median_start", "median_end")),
        base.mark_text(fontWeight=600).encode(
            radius=alt.Radius("label_at:Q", title=title, scale=scale), text="label:N"
        ),
    ).properties(height=HEIGHT + 120)


@drawing
def against_peers(frame: pd.DataFrame, *, own: str, peers: str, title: str) -> alt.LayerChart:
    """Scores of one bank with their interval, over the range of its peers.

    Parameters
    ----------
    frame : columns label, score, low, high, peer_low, peer_median, peer_high; 0 to 100
    own, peers : what the two are called in the legend
    """
    order = list(frame["label"])
    y = alt.Y("label:N", sort=order, title=None)
    x = alt.X("low:Q", title=title, scale=alt.Scale(domain=[0, _FULL]))
    names = alt.Scale(domain=[own, peers])
    key = alt.Legend(orient="top", title=None)
    both = pd.concat(
        [frame.assign(who=own), frame.assign(who=peers, score=frame["peer_median"])], ignore_index=True
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
        span = alt.Chart(ranged).mark_rule(strokeWidth=7, opacity=0.25)
        layers.insert(0, span.encode(y=y, x=alt.X("peer_low:Q", title=title), x2="peer_high:Q"))
    points = (
        alt.Chart(both)
        .mark_point(filled=True, size=140, opacity=1)
        .encode(
            y=y,
            x=alt.X("score:Q", title=title),
            color=alt.Color("who:N", scale=names, legend=key),
            shape=alt.Shape("who:N", scale=names, legend=key),
            tooltip=hints,
        )
    )
    return alt.layer(*layers, points).properties(height=44 * len(order) + 90)
