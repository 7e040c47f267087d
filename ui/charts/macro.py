"""Charts of the macro pages: curves with their bands, and points that stand for estimates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import altair as alt
import pandas as pd

from ui.charts import line_ends
from ui.charts.common import HEIGHT, drawing, layered
from ui.charts.room import AS_IT_IS, ROOM, even_ticks
from ui.words import _

_DASHES: Final = ([1, 0], [7, 4], [2, 3], [10, 3, 2, 3], [4, 4, 1, 4], [14, 4])
_SHAPES: Final = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
# Pixels between a bar and its text, and of a letter; what names of rows, and the margins, take of the room.
_BESIDE_BAR, _LETTER, _MARGINS = 6, 6.5, 40
_NAMES_AT_MOST, _NAMES_SHARE = 260, 0.42
# Of the height, what words below a point need beneath it.
_FOOT: Final = 0.09


@drawing
def curves(
    frame: pd.DataFrame,
    *,
    x_title: str,
    y_title: str,
    log_x: bool = False,
    log_y: bool = False,
    ticks: Sequence[float] = (),
    tick_names: Sequence[str] = (),
    marks: pd.DataFrame | None = None,
    points: pd.DataFrame | None = None,
    zero: bool = False,
    named: bool = False,
    height: int = HEIGHT,
) -> alt.LayerChart:
    """Curves told apart by colour and dash, each with its band where it has one.

    Parameters
    ----------
    frame : columns x, value, name; low and high for curves with a band (null for those without)
    ticks, tick_names : places on the x axis, and what to write there instead of the number
    marks : columns x, label; upright rules
    points : columns x, value, label; single points
    zero : whether the y axis must hold zero
    named : whether a curve that stands alone is named too
    """
    x = alt.X(
        "x:Q",
        title=x_title,
        scale=alt.Scale(type="log" if log_x else "linear", nice=False, zero=False),
        axis=_axis(ticks, tick_names, frame["x"], log=log_x),
    )
    y_scale = alt.Scale(type="log") if log_y else alt.Scale(zero=zero)
    decades = {"values": _decades(frame)} if log_y else {"tickCount": 6}
    y = alt.Y("value:Q", title=y_title, scale=y_scale, axis=alt.Axis(format=",~r", **decades))
    names = list(dict.fromkeys(frame["name"]))
    direct = line_ends.short(names)
    key = alt.Legend(
        orient="top",
        symbolType="stroke",
        symbolStrokeWidth=3,
        symbolSize=300,
        symbolOpacity=1,
        labelLimit=420,
    )
    listed = key if len(names) > 1 and not direct else None
    colour = alt.Color("name:N", sort=names, title=None, legend=listed)
    dash = alt.StrokeDash(
        "name:N",
        sort=names,
        title=None,
        scale=alt.Scale(domain=names, range=list(_DASHES[: len(names)])),
        legend=listed,
    )
    layers: list[alt.Chart] = []
    if "low" in frame and frame["low"].notna().any():
        banded = alt.Chart(frame[frame["low"].notna()])
        layers.append(
            banded.mark_area(opacity=0.18).encode(
                x=x, y=alt.Y("low:Q", title=y_title, scale=y_scale), y2="high:Q", color=colour
            )
        )
    hints = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("x:Q", title=x_title, format=",.4~r"),
        alt.Tooltip("value:Q", title=y_title, format=",.4~r"),
    ]
    if "low" in frame and frame["low"].notna().any():
        hints += [
            alt.Tooltip("low:Q", title=_("Low"), format=",.4~r"),
            alt.Tooltip("high:Q", title=_("High"), format=",.4~r"),
        ]
    line = alt.Chart(frame).mark_line(strokeWidth=2.4)
    layers.append(line.encode(x=x, y=y, color=colour, strokeDash=dash, tooltip=hints))
    if direct and (named or len(names) > 1):
        ends = line_ends.placed(frame, x="x", name="name", height=height, zero=zero, log=log_y)
        layers.append(line_ends.names_of(ends, y_title=y_title, colour=colour))
    if marks is not None and not marks.empty:
        layers += _upright(marks, x)
    if points is not None and not points.empty:
        shown = alt.Chart(points).encode(x=x, y=y)
        layers.append(
            shown.mark_point(filled=True, size=130, opacity=1, shape="diamond").encode(
                color=alt.value(_ink()),
                tooltip=[alt.Tooltip("label:N", title=" "), *hints[1:3]],
            )
        )
        beside = 15 if _rises_at(frame, points) else -9
        layers.append(shown.mark_text(align="left", dx=9, dy=beside, fontWeight=600).encode(text="label:N"))
    return layered(*layers).properties(height=height)


def _rises_at(frame: pd.DataFrame, points: pd.DataFrame) -> bool:
    """Whether the curve rises beyond the points, so that words below them stand clear of it and the axis."""
    at, value = float(points["x"].max()), float(points["value"].min())
    after = frame["value"][frame["x"] > at]
    ends = frame[[each for each in ("value", "low", "high") if each in frame]]
    high, foot = value >= _FOOT * float(ends.max().max()), float(ends.min().min()) >= 0
    return bool(len(after)) and float(after.iloc[0]) > value and high and foot


def _decades(frame: pd.DataFrame) -> list[float]:
    """Powers of ten that the values of ``frame`` span: the framework would rule every tenth of them."""
    seen = frame["value"][frame["value"] > 0]
    if seen.empty:
        return [1.0]
    low, high = math.floor(math.log10(seen.min())), math.ceil(math.log10(seen.max()))
    return [10.0**power for power in range(low, high + 1)]


def _ink() -> str:
    # Readable on the white page and on the dark one.
    return "#C05A1E"


def _axis(ticks: Sequence[float], names: Sequence[str], along: pd.Series, *, log: bool) -> alt.Axis:
    if not ticks and not log:
        places = even_ticks(float(along.min()), float(along.max()))
        return alt.Axis(labelExpr=AS_IT_IS, values=alt.ExprRef(places))
    if not ticks:
        return alt.Axis(format="~r", tickCount=7)
    if not names:
        return alt.Axis(format="~r", values=list(ticks), labelOverlap=True)
    expression = "datum.value"
    for tick, name in zip(reversed(ticks), reversed(names), strict=True):
        near = f"abs(datum.value - {tick!r}) <= {abs(tick) * 1e-6!r}"
        expression = f"{near} ? {name!r} : {expression}"
    return alt.Axis(values=list(ticks), labelExpr=expression, labelOverlap=True)


def _upright(marks: pd.DataFrame, x: alt.X) -> list[alt.Chart]:
    """Rules with their names, one below the other so that close ones can be read."""
    placed = marks.assign(row=[6 + 16 * place for place in range(len(marks))])
    base = alt.Chart(placed).encode(x=x)
    words = base.mark_text(align="left", dx=5, baseline="top").encode(
        y=alt.Y("row:Q", scale=None, axis=None), text="label:N"
    )
    return [base.mark_rule(strokeDash=[3, 3], opacity=0.8), words]


@drawing
def cloud(
    frame: pd.DataFrame,
    *,
    x_title: str,
    y_title: str,
    chosen: pd.DataFrame,
    limits: pd.DataFrame,
) -> alt.LayerChart:
    """Points that stand for estimates, what is chosen among them, and the limits they lie between.

    Parameters
    ----------
    frame : columns x, value
    chosen : columns x, value, label; one row
    limits : columns x, label; drawn as upright rules
    """
    x = alt.X(
        "x:Q", title=x_title, scale=alt.Scale(zero=True, nice=False), axis=alt.Axis(format="~r", tickCount=8)
    )
    y = alt.Y("value:Q", title=y_title, scale=alt.Scale(zero=False), axis=alt.Axis(format="~r", tickCount=6))
    hints = [
        alt.Tooltip("x:Q", title=x_title, format=",.3~r"),
        alt.Tooltip("value:Q", title=y_title, format=",.4~r"),
    ]
    points = alt.Chart(frame).mark_point(size=90, strokeWidth=2, opacity=0.9).encode(x=x, y=y, tooltip=hints)
    named = alt.Chart(chosen).encode(x=x, y=y)
    mark = named.mark_point(filled=True, size=170, opacity=1, shape="diamond").encode(
        color=alt.value(_ink()), tooltip=hints
    )
    word = named.mark_text(align="left", dx=10, dy=-11, fontWeight=600).encode(text="label:N")
    rules = alt.Chart(limits).encode(x=x)
    upright = rules.mark_rule(strokeDash=[3, 3], opacity=0.8)
    names = rules.mark_text(align="left", dx=5, dy=-5, baseline="bottom", y="height").encode(text="label:N")
    return layered(upright, names, points, mark, word).properties(height=HEIGHT - 60)


@drawing
def bars(frame: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Amounts from top to bottom with their text, and a whisker where they have bounds.

    Parameters
    ----------
    frame : columns label, value, text; low and high, null for an amount without bounds
    """
    order = list(frame["label"])
    y = alt.Y("label:N", sort=order, title=None)
    base, least = alt.Chart(frame), float(frame["value"].min())
    scale = alt.Scale(domainMin=alt.expr(_room_left(frame))) if least < 0 else alt.Undefined
    shown = base.mark_bar(height=18).encode(
        y=y,
        x=alt.X("value:Q", title=title, axis=alt.Axis(format="~r", tickCount=6), scale=scale),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=title)],
    )
    spans = (
        base.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=2)
        .encode(y=y, x=alt.X("low:Q", title=title), x2="high:Q")
    )
    above = base.transform_filter("datum.value >= 0").mark_text(align="left", dx=_BESIDE_BAR, dy=-1)
    below = base.transform_filter("datum.value < 0").mark_text(align="right", dx=-_BESIDE_BAR, dy=-1)
    words = [mark.encode(y=y, x="value:Q", text="text:N") for mark in (above, below)]
    # A layer without a mark is read out as a picture without a name.
    bounds = [spans] if frame["low"].notna().any() else []
    return layered(shown, *bounds, *words).properties(height=40 * len(order) + 40)


def _room_left(frame: pd.DataFrame) -> str:
    """Where an axis begins so that texts left of their bars stand clear of the names of the rows."""
    left = frame[frame["value"] < 0]
    least, most = float(left["value"].min()), max(0.0, float(frame["value"].max()))
    needed = _LETTER * max(len(text) for text in left["text"]) + 2 * _BESIDE_BAR
    plot = f"({ROOM} - min({_NAMES_AT_MOST}, {_NAMES_SHARE} * {ROOM}) - {_MARGINS})"
    return f"{least} - {most - least} * {needed:.0f} / max({needed:.0f}, {plot} - {needed:.0f})"
