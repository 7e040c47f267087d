"""Charts of the adoption pages."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

import altair as alt
import pandas as pd

from ui import theme
from ui.charts import lane
from ui.charts.common import BAR_ACROSS, HEIGHT, drawing, layered, peer_hints, upright_names
from ui.words import MISSING, _, interval, labelled, number

_LABEL_WIDTH: Final = 42


def _years(frames: Sequence[pd.DataFrame]) -> alt.X:
    first = min(int(frame["year"].min()) for frame in frames)
    last = max(int(frame["year"].max()) for frame in frames)
    return alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[first, last], nice=False),
        axis=alt.Axis(format="d", tickMinStep=1, tickCount=8, grid=False),
    )


def _break_rules(breaks: pd.DataFrame) -> list[alt.Chart]:
    if breaks.empty:
        return []
    upright = alt.Chart(breaks).encode(
        x=alt.X("year:Q"),
        tooltip=[alt.Tooltip("year:Q", format="d"), alt.Tooltip("note:N", title=_("Break"))],
    )
    return [
        upright.mark_rule(strokeDash=[6, 3]),
        upright_names(upright.encode(text=alt.value(_("new definition")))),
    ]


@drawing
def forecast_band(
    history: pd.DataFrame,
    forecast: pd.DataFrame,
    breaks: pd.DataFrame,
    *,
    unit: str,
    events: pd.DataFrame | None = None,
) -> alt.LayerChart:
    """Observed percentages, then the forecast with its error band.

    Parameters
    ----------
    history : columns year, value, segment; a line joins the points of one segment only
    forecast : columns year, value, low, high; its first row is the last observation
    breaks : columns year, note
    events : as ``ui.charts.lane`` takes them
    """
    observed, expected = _("Observed"), _("Forecast")
    x = _years([history, forecast])
    y = alt.Y("value:Q", title=unit, scale=alt.Scale(domainMin=0, **lane.below(events)))
    names = alt.Scale(domain=[observed, expected])
    # One colour for one figure: what is expected of it is dashed and hollow, within its band.
    colour = alt.Color("accent:N", scale=alt.Scale(domain=[observed]), legend=None)
    dash = alt.StrokeDash("what:N", scale=names, legend=None)
    past = history.assign(what=observed, ends=MISSING, accent=observed)
    ends = [interval(low, high) for low, high in zip(forecast["low"], forecast["high"], strict=True)]
    ahead = forecast.assign(what=expected, ends=ends, accent=observed)
    hints = [
        alt.Tooltip("what:N", title=" "),
        alt.Tooltip("year:Q", title=_("Year"), format="d"),
        alt.Tooltip("value:Q", title=unit, format=".1f"),
    ]
    band = (
        alt.Chart(ahead)
        .mark_area(opacity=0.22)
        .encode(x=x, y=alt.Y("low:Q", title=unit), y2="high:Q", color=colour)
    )
    lines = [
        alt.Chart(past)
        .mark_line(strokeWidth=2.2)
        .encode(x=x, y=y, color=colour, strokeDash=dash, detail="segment:N"),
        alt.Chart(ahead).mark_line(strokeWidth=2.2).encode(x=x, y=y, color=colour, strokeDash=dash),
    ]
    # One layer for both, so that each year can be chosen: full where observed, hollow where expected.
    points = (
        alt.Chart(pd.concat([past.assign(seen=True), ahead.iloc[1:].assign(seen=False)]))
        .mark_point(filled=False, size=60, opacity=1)
        .encode(
            x=x,
            y=y,
            color=colour,
            fill=alt.Fill("accent:N", scale=alt.Scale(domain=[observed]), legend=None),
            fillOpacity=alt.condition("datum.seen", alt.value(1), alt.value(0)),
            tooltip=[*hints, alt.Tooltip("ends:N", title=_("Interval"))],
        )
    )
    # Named where they end: beyond the plot, where neither band nor line is.
    last = ahead.tail(1)
    said = [
        f"{expected}\n{number(value)}\n{end}" for value, end in zip(last["value"], last["ends"], strict=True)
    ]
    now = forecast.head(1)
    told = [labelled(observed, number(value)) for value in now["value"]]
    named = [
        alt.Chart(last.assign(said=said))
        .mark_text(align="left", baseline="middle", dx=8, lineBreak="\n", dy=-13)
        .encode(x=alt.value("width"), y=y, text="said:N"),
        alt.Chart(now.assign(said=told))
        .mark_text(align="right", baseline="bottom", dx=-3, dy=-9, fontWeight=600)
        .encode(x=x, y=y, text="said:N"),
    ]
    window = (history["year"].min(), forecast["year"].max())
    happened = lane.lane(events, x=x, field="year", window=window, yearly=True)
    return layered(band, *lines, points, *_break_rules(breaks), *named, *happened).properties(height=HEIGHT)


@drawing
def named_lines(
    frame: pd.DataFrame,
    *,
    name: str,
    unit: str,
    observed: pd.DataFrame | None = None,
    later: pd.DataFrame | None = None,
    later_title: str = "",
) -> alt.LayerChart:
    """Lines told apart by colour and dash, with what was observed as points.

    Parameters
    ----------
    frame : columns ``name``, year, value
    observed, later : columns year, value; ``later`` was counted otherwise and is drawn hollow
    """
    known = [part for part in (frame, observed, later) if part is not None]
    x, y = _years(known), alt.Y("value:Q", title=unit, scale=alt.Scale(domainMin=0))
    order = list(dict.fromkeys(frame[name]))
    key = alt.Legend(orient="top", title=None, symbolType="stroke", symbolStrokeWidth=3, labelLimit=420)
    layers = [
        alt.Chart(frame)
        .mark_line(strokeWidth=2.2)
        .encode(
            x=x,
            y=y,
            color=alt.Color(f"{name}:N", sort=order, legend=key),
            strokeDash=alt.StrokeDash(f"{name}:N", sort=order, legend=key),
            tooltip=[
                alt.Tooltip(f"{name}:N", title=" "),
                alt.Tooltip("year:Q", title=_("Year"), format="d"),
                alt.Tooltip("value:Q", title=unit, format=".1f"),
            ],
        )
    ]
    for points, filled, title in ((observed, True, _("Observed")), (later, False, later_title)):
        if points is not None:
            layers.append(
                alt.Chart(points)
                .mark_point(filled=filled, size=60, opacity=1, color="gray")
                .encode(
                    x=x,
                    y=y,
                    tooltip=[
                        alt.Tooltip("year:Q", title=title, format="d"),
                        alt.Tooltip("value:Q", title=unit, format=".1f"),
                    ],
                )
            )
    return layered(*layers).properties(height=HEIGHT)


@drawing
def effects(frame: pd.DataFrame, *, label: str, group: str, title: str) -> alt.LayerChart:
    """Effects with their intervals around zero; those whose interval holds zero are drawn hollow.

    Parameters
    ----------
    frame : columns ``label``, ``group``, estimate, low, high, clear (bool); from top to bottom
    """
    frame = frame.assign(**{label: ["\n".join(wrap(text, _LABEL_WIDTH)) for text in frame[label]]})
    y = alt.Y(
        f"{label}:N",
        sort=list(frame[label]),
        title=None,
        axis=alt.Axis(labelExpr="split(datum.label, '\\n')"),
    )
    key = alt.Legend(orient="top", title=None)
    colour = alt.Color(f"{group}:N", sort=None, legend=key)
    shape = alt.Shape(f"{group}:N", sort=None, legend=key)
    hints = [
        alt.Tooltip(f"{label}:N", title=" "),
        alt.Tooltip("estimate:Q", title=title, format="+.1f"),
        alt.Tooltip("low:Q", title=_("Low"), format="+.1f"),
        alt.Tooltip("high:Q", title=_("High"), format="+.1f"),
    ]
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule().encode(x="zero:Q")
    base = alt.Chart(frame).encode(y=y, color=colour)
    ends = alt.X("low:Q", title=title, axis=alt.Axis(tickCount=6, format="+d"))
    whiskers = base.mark_rule(strokeWidth=2).encode(x=ends, x2="high:Q")
    layers = [zero, whiskers]
    for clear in (True, False):
        chosen = alt.Chart(frame[frame["clear"] == clear]).encode(y=y, color=colour, shape=shape)
        layers.append(
            chosen.mark_point(filled=clear, size=110, opacity=1, fillOpacity=1.0 if clear else 0.0).encode(
                x="estimate:Q", tooltip=hints
            )
        )
    return layered(*layers).properties(height=36 * len(frame) + 100)


@drawing
def band_line(frame: pd.DataFrame, *, x_title: str, y_title: str) -> alt.LayerChart:
    """A curve with its band over a number that the reader may change.

    Parameters
    ----------
    frame : columns x, value, low, high, chosen (bool: the setting in force, drawn as a point)
    """
    x = alt.X("x:Q", title=x_title, axis=alt.Axis(format="+.1f"))
    y = alt.Y("value:Q", title=y_title, scale=alt.Scale(domain=[0, 100]))
    base = alt.Chart(frame)
    hints = [
        alt.Tooltip("x:Q", title=x_title, format="+.1f"),
        alt.Tooltip("value:Q", title=y_title, format=".1f"),
        alt.Tooltip("low:Q", title=_("Low"), format=".1f"),
        alt.Tooltip("high:Q", title=_("High"), format=".1f"),
    ]
    return layered(
        base.mark_area(opacity=0.22).encode(x=x, y=alt.Y("low:Q", title=y_title), y2="high:Q"),
        base.mark_line(strokeWidth=2.2).encode(x=x, y=y),
        alt.Chart(frame[frame["chosen"]])
        .mark_point(filled=True, size=120, opacity=1)
        .encode(x=x, y=y, tooltip=hints),
    ).properties(height=HEIGHT)


@drawing
def against_peers(frame: pd.DataFrame, *, label: str, own: str, peers: str, title: str) -> alt.LayerChart:
    """Percentages of one bank over the range of its peers.

    Parameters
    ----------
    frame : columns ``label``, value, peer_low, peer_median, peer_high; from top to bottom
    own, peers : what the two are called in the legend
    """
    order = list(frame[label])
    y = alt.Y(f"{label}:N", sort=order, title=None)
    axis = alt.X("value:Q", title=title, scale=alt.Scale(domain=[0, 100]))
    names = alt.Scale(domain=[own, peers], range=[theme.ACCENT_AND_GREYS[0], theme.UNGRADED_COLOUR])
    signs = alt.Scale(domain=[own, peers], range=["circle", BAR_ACROSS])
    key = alt.Legend(orient="top", title=None)
    # Of two marks at one place the bank's own is seen.
    both = pd.concat(
        [frame.assign(who=peers, value=frame["peer_median"]), frame.assign(who=own)], ignore_index=True
    ).dropna(subset=["value"])
    span = (
        alt.Chart(frame)
        .mark_rule(strokeWidth=6, opacity=0.3)
        .encode(
            y=y,
            x=alt.X("peer_low:Q", title=title),
            x2="peer_high:Q",
            tooltip=[alt.Tooltip(f"{label}:N", title=" "), *peer_hints(peers, form=".0f")],
        )
    )
    points = (
        alt.Chart(both)
        .mark_point(filled=True, size=140, opacity=1)
        .encode(
            y=y,
            x=axis,
            color=alt.Color("who:N", scale=names, legend=key),
            shape=alt.Shape("who:N", scale=signs, legend=key),
            tooltip=[
                alt.Tooltip(f"{label}:N", title=" "),
                alt.Tooltip("who:N", title=" "),
                alt.Tooltip("value:Q", title=title, format=".0f"),
            ],
        )
    )
    # Beyond the plot, in a column of their own: beside the marks they would lie on the peers.
    values = (
        alt.Chart(frame.assign(text=[number(value, 0, "%") for value in frame["value"]]))
        .mark_text(align="left", dx=12, fontWeight=600)
        .encode(y=y, x=alt.value("width"), text="text:N")
    )
    return layered(span, points, values).properties(height=48 * len(order) + 60)
