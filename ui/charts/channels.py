"""Charts of the pages on channel costs and on migration."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Final, Literal

import altair as alt
import pandas as pd

from ui import theme
from ui.charts import line_ends
from ui.charts.common import HEIGHT, drawing, layered, rows_height, stepped
from ui.charts.room import AS_IT_IS, NARROW, ROOM, even_ticks
from ui.words import _

_SHAPES: Final = (
    *("circle", "square", "diamond", "triangle-up", "triangle-down"),
    *("cross", "triangle-right", "triangle-left", "stroke"),
)
_LABEL_WIDTH: Final = 24
_TORNADO_WIDTH: Final = 34
_AVOIDABLE: Final = theme.GRADE_COLOURS[3]
_NARROW: Final = 20
_SPLIT: Final = "split(datum.label, '\\n')"


def _wrapped(labels: Sequence[str], letters: int = _LABEL_WIDTH) -> list[str]:
    return ["\n".join(wrap(text, letters)) for text in labels]


@drawing
def cost_bars(frame: pd.DataFrame, *, parts: Sequence[str], avoidable: str, title: str) -> alt.LayerChart:
    """The full cost of a transaction by channel, split into its parts, with the avoidable cost as a mark.

    Names and figures stand above their bars: beside them they would leave a narrow screen no room.

    Parameters
    ----------
    frame : columns channel, used, unused, avoidable (NaN where not known), said, brief; channels from top to
        bottom, ``said`` of them on a desk and ``brief`` on a telephone
    parts : names of the used and the unused part
    """
    order = list(frame["channel"])
    shown = frame.assign(full=frame["used"] + frame["unused"].fillna(0.0), start=0.0)
    rows = alt.Y("channel:N", sort=order, title=None, axis=None)
    scale = alt.Scale(domain=[0, float(shown["full"].max())])
    axis = alt.Axis(labelExpr=AS_IT_IS, values=alt.ExprRef(even_ticks(0, float(shown["full"].max()))))
    split = pd.concat(
        [
            shown.assign(part=parts[0], low=0.0, high=shown["used"], value=shown["used"]),
            shown.assign(part=parts[1], low=shown["used"], high=shown["full"], value=shown["unused"]),
        ],
        ignore_index=True,
    )
    # One key for bars and marks, which otherwise would take each other's signs.
    named = [*parts, avoidable]
    key = alt.Legend(orient="top", title=None)
    accent, _dark, pale, _palest = theme.ACCENT_AND_GREYS
    colour = alt.Color("part:N", scale=alt.Scale(domain=named, range=[accent, pale, _AVOIDABLE]), legend=key)
    shape = alt.Shape(
        "part:N", scale=alt.Scale(domain=named, range=["square", "square", "diamond"]), legend=key
    )
    bars = (
        alt.Chart(split[split["value"].notna()])
        .mark_bar(height=14, yOffset=9)
        .encode(
            y=rows,
            x=alt.X("low:Q", title=title, scale=scale, axis=axis),
            x2="high:Q",
            color=colour,
            tooltip=[
                alt.Tooltip("channel:N", title=" "),
                alt.Tooltip("part:N", title=" "),
                alt.Tooltip("value:Q", title=title, format=",.2f"),
            ],
        )
    )
    base = alt.Chart(shown).encode(y=rows)
    marks = (
        alt.Chart(shown[shown["avoidable"].notna()].assign(part=avoidable))
        .mark_point(filled=True, size=70, opacity=1, yOffset=9)
        .encode(
            y=rows,
            x=alt.X("avoidable:Q", title=title, scale=scale, axis=axis),
            color=colour,
            shape=shape,
            tooltip=[
                alt.Tooltip("channel:N", title=" "),
                alt.Tooltip("avoidable:Q", title=avoidable, format=",.2f"),
            ],
        )
    )
    words = (
        base.transform_calculate(written=f"{ROOM} < {NARROW} ? datum.brief : datum.said")
        .mark_text(align="left", baseline="middle", dx=1, dy=-9)
        .encode(x=alt.X("start:Q", title=title, scale=scale, axis=axis), text="written:N")
    )
    return layered(bars, marks, words).properties(height=48 * len(order) + 130)


@drawing
def cost_points(frame: pd.DataFrame, *, channels: Sequence[str], title: str) -> alt.Chart:
    """What one thing costs on every channel, told apart by colour and by shape.

    Parameters
    ----------
    frame : columns label, channel, value, text; labels from top to bottom
    channels : names of the channels, in the order of the legend
    """
    frame = frame.assign(label=["\n".join(wrap(text, _NARROW)) for text in frame["label"]])
    order = list(dict.fromkeys(frame["label"]))
    # A logarithm has no place for what costs nothing.
    kind: Literal["log", "symlog"] = "log" if float(frame["value"].min()) > 0 else "symlog"
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_point(filled=True, size=90, opacity=0.95)
        .encode(
            y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(grid=True, labelExpr=_SPLIT)),
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
        .properties(height=rows_height(order) + 22 * len(channels) + 120)
    )
    return chart


def _channels(names: Sequence[str], kind: type[alt.Color] | type[alt.Shape]) -> alt.Color | alt.Shape:
    key = alt.Legend(orient="top", title=None)
    scale = alt.Scale(domain=list(names))
    if kind is alt.Shape:
        scale = alt.Scale(domain=list(names), range=list(_SHAPES[: len(names)]))
        key = alt.Legend(orient="top", title=None)
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
    key = alt.Legend(orient="top", title=None)
    bars = (
        alt.Chart(span)
        .mark_rule(strokeWidth=7, opacity=0.25)
        .encode(
            y=rows,
            x=alt.X("low:Q", title=title, scale=across, axis=axis),
            x2="high:Q",
            tooltip=[
                alt.Tooltip("channel:N", title=" "),
                alt.Tooltip("low:Q", title=_("Low"), format=".3f"),
                alt.Tooltip("high:Q", title=_("High"), format=".3f"),
            ],
        )
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
    return layered(bars, branch, marks).properties(height=44 * len(order) + 220)


@drawing
def saving_by_growth(
    lines: pd.DataFrame, marks: pd.DataFrame, *, x_title: str, y_title: str
) -> alt.LayerChart:
    """Saving a year over the growth in use, with the points to read off.

    Parameters
    ----------
    lines : columns what, growth (%), saving; one line a ``what``, told apart by colour and dash
    marks : columns growth (%), saving, text
    """
    order = list(dict.fromkeys(lines["what"]))
    x = alt.X("growth:Q", title=x_title, scale=alt.Scale(nice=False), axis=alt.Axis(format=",d", tickCount=7))
    y = alt.Y("saving:Q", title=y_title, axis=alt.Axis(format=",~r", tickCount=6))
    colour = alt.Color("what:N", sort=order, scale=alt.Scale(domain=order), legend=None)
    height = HEIGHT + 60
    ends = line_ends.placed(
        lines.rename(columns={"saving": "value"}), x="growth", name="what", height=height, zero=True
    )
    drawn = (
        alt.Chart(lines)
        .mark_line(strokeWidth=2.4)
        .encode(
            x=x,
            y=y,
            color=colour,
            strokeDash=alt.StrokeDash("what:N", sort=order, scale=alt.Scale(domain=order), legend=None),
            tooltip=[
                alt.Tooltip("what:N", title=" "),
                alt.Tooltip("growth:Q", title=x_title, format=",.0f"),
                alt.Tooltip("saving:Q", title=y_title, format=",.1f"),
            ],
        )
    )
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(opacity=0.8).encode(y="zero:Q")
    points = alt.Chart(marks).encode(
        x=x,
        y=y,
        tooltip=[
            alt.Tooltip("text:N", title=" "),
            alt.Tooltip("growth:Q", title=x_title, format=",.0f"),
            alt.Tooltip("saving:Q", title=y_title, format=",.1f"),
        ],
    )
    # Lines fall to the right, so there is room above a point near the left and below one near the right.
    far = "datum.growth > 0.5 * " + repr(float(lines["growth"].max()))
    near = points.transform_filter("!(" + far + ")")
    words = [
        near.mark_text(align="left", baseline="bottom", dx=7, dy=-6, fontWeight=600),
        points.transform_filter(far).mark_text(align="right", baseline="top", dx=-4, dy=7, fontWeight=600),
    ]
    return layered(
        zero,
        drawn,
        line_ends.names_of(ends, y_title=y_title, colour=colour),
        points.mark_point(filled=True, shape="diamond", size=150, opacity=1, color=theme.GRADE_COLOURS[3]),
        *(layer.encode(text="text:N") for layer in words),
    ).properties(height=height)


@drawing
def value_steps(frame: pd.DataFrame, *, title: str, lead: Sequence[str] = ()) -> alt.LayerChart:
    """From a claim to a value, one correction after the other, by place and by sign.

    Parameters
    ----------
    frame, lead : as ``ui.charts.common.stepped`` takes them
    """
    layers, _scale, height = stepped(frame, title=title, lead=lead)
    return layered(*layers).properties(height=height)


@drawing
def tornado(frame: pd.DataFrame, *, ends: Sequence[str], title: str) -> alt.LayerChart:
    """What each assumption alone does to a value, widest first, around the likeliest one.

    Parameters
    ----------
    frame : columns label, end (one of ``ends``), value, likely, text
    ends : names of the low and the high end, in the order of the legend
    """
    frame = frame.assign(label=_wrapped(list(frame["label"]), _TORNADO_WIDTH))
    order = list(dict.fromkeys(frame["label"]))
    rows = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelExpr=_SPLIT))
    offset = alt.YOffset("end:N", sort=list(ends), scale=alt.Scale(domain=list(ends)))
    key = alt.Legend(orient="top", direction="vertical", title=None, labelLimit=330)
    base = alt.Chart(frame).encode(y=rows, yOffset=offset)
    bars = base.mark_bar(height=11).encode(
        x=alt.X(
            "likely:Q", title=title, scale=alt.Scale(zero=False), axis=alt.Axis(format=",~r", tickCount=6)
        ),
        x2="value:Q",
        color=alt.Color("end:N", sort=list(ends), scale=alt.Scale(domain=list(ends)), legend=key),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("end:N", title=" "),
            alt.Tooltip("text:N", title=_("Assumption")),
            alt.Tooltip("value:Q", title=title, format=",.1f"),
        ],
    )
    caps = base.mark_point(filled=True, size=26, opacity=1, color="#76808C").encode(x="value:Q")
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(opacity=0.8).encode(x="zero:Q")
    middle = alt.Chart(frame.head(1)).mark_rule(strokeDash=[4, 3]).encode(x=alt.X("likely:Q", title=title))
    return layered(bars, caps, zero, middle).properties(height=rows_height(order) + 110)
