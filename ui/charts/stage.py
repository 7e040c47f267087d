"""Pictures for the back row: few rows, each with its figure written out, in type that a hall can read.

One grammar for all screens of the story, so that an audience learns to read it once.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any, Final

import altair as alt
import pandas as pd

from ui import theme
from ui.charts import room
from ui.charts.common import drawing, finish, layered
from ui.charts.room import SPLIT
from ui.words import _

ROWS_AT_MOST: Final = 6
TYPE: Final = 26
"""Pixels of the smallest word, on a screen 1080 high."""
_USUAL: Final = 12
_NAME: Final = 26
_ROW: Final = 64
_TITLE: Final = 30
# Of a row: how much of it a bar takes in the middle, and where the line of an interval runs below it.
_BAR, _BELOW_BAR = 0.44, 0.82
# Of a letter of a figure, on average, in type of the usual size.
_LETTER: Final = 7.2
_GAP: Final = 8


@drawing
def rows(
    frame: pd.DataFrame,
    *,
    title: str,
    lead: Sequence[str],
    whole: tuple[float, float] | None = None,
) -> alt.LayerChart:
    """Bars from zero, or from ``start``, the interval as a line below each, and the figure at the right.

    Parameters
    ----------
    frame : columns label, value, text; low, high (null where not known) and start (zero where it has none)
    title : of the axis, with the unit
    lead : labels of the rows that the headline speaks of; the others are set back
    whole : ends of the scale, where it has some of its own
    """
    shown = frame.reindex(columns=["label", "value", "text", "low", "high", "start"])
    shown["start"] = shown["start"].fillna(0.0)
    shown["lead"] = shown["label"].isin(lead)
    shown["label"] = ["\n".join(wrap(label, _NAME)) for label in shown["label"]]
    order = list(shown["label"])
    ends = shown[["value", "start", "low", "high"]].to_numpy(dtype=float).ravel()
    known = [float(end) for end in ends if end == end]
    low, high = whole or (min([0.0, *known]), max([0.0, *known]))
    if low == high:
        high = low + 1.0
    # What the figures take is kept free at the right, whatever the width: no bar reaches under a figure.
    taken = _LETTER * max(len(text) for text in shown["text"]) + 2 * _GAP
    # Beside the names a telephone leaves the title this much; on a stage it is one line again.
    named = wrap(title, _TITLE)
    across = alt.Scale(
        domain=[low, high],
        nice=False,
        zero=True,
        range=[0, alt.ExprRef(f"width - {taken:.0f} * {room.LARGER}")],
    )
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelExpr=SPLIT, grid=False, ticks=False))
    # Over a broad bar a line is read as part of it.
    below = alt.Y("label:N", sort=order, title=None, bandPosition=_BELOW_BAR)
    x = alt.X(
        "value:Q",
        title=named,
        scale=across,
        axis=alt.Axis(format="~r", tickCount=5, titleAnchor="start"),
    )
    accent, quiet = theme.tokens("light")["chartCategoricalColors"][0], theme.UNGRADED_COLOUR
    colour = alt.Color("lead:N", scale=alt.Scale(domain=[True, False], range=[accent, quiet]), legend=None)
    hints = [alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=title)]
    base = alt.Chart(shown)
    bars = base.mark_bar(height=alt.RelativeBandSize(_BAR)).encode(
        y=y, x=x, x2="start:Q", color=colour, tooltip=hints
    )
    spans = (
        base.transform_filter("isValid(datum.low) && isValid(datum.high)")
        .mark_rule(strokeWidth=3)
        .encode(y=below, x=alt.X("low:Q", title=named, scale=across), x2="high:Q")
    )
    zero = (
        alt.Chart(pd.DataFrame({"at": [0.0]}))
        .mark_rule(opacity=0.8)
        .encode(x=alt.X("at:Q", title=named, scale=across))
    )
    words = base.mark_text(align="right", fontWeight=600, x=alt.ExprRef("width")).encode(y=y, text="text:N")
    return layered(bars, spans, zero, words).properties(height=_ROW * len(order) + 60)


def on_stage(chart: Any, kinds: Sequence[str]) -> dict[str, Any]:
    """A picture for the whole stage: as high as its place, in type that grows with the screen."""
    built = finish(chart, kinds=kinds)
    # Asked again whenever the picture's width changes, as it does when the screen is filled.
    scale = "(width > 0 ? min(windowSize()[0] / 1920, windowSize()[1] / 1080) : 1)"
    size = {"expr": f"max(14, {TYPE} * {scale})"}
    larger = {"name": room.LARGER, "expr": f"max(14, {TYPE} * {scale}) / {_USUAL}"}
    config = built["config"]
    for part, names in _SIZES.items():
        config = config | {part: config[part] | dict.fromkeys(names, size)}
    config = config | {
        "axis": config["axis"] | {"labelLimit": 0, "titleLimit": 0, "labelPadding": 10, "titlePadding": 12}
    }
    params = [larger if each["name"] == room.LARGER else each for each in built["params"]]
    # On a wall a title is one line, and not the two that a column on a desk asks for.
    layers = [layer | {"encoding": _one_line(layer["encoding"])} for layer in built["layer"]]
    mark = {"title": built["title"] | {"fontSize": size}} if "title" in built else {}
    return built | mark | {"config": config, "params": params, "layer": layers, "height": "container"}


def _one_line(encoding: dict[str, Any]) -> dict[str, Any]:
    across = encoding.get("x", {})
    if isinstance(across.get("title"), list):
        across = across | {"title": " ".join(across["title"])}
    axis = across.get("axis") or {}
    if isinstance(axis.get("title"), list):
        across = across | {"axis": axis | {"title": " ".join(axis["title"])}}
    return encoding | {"x": across} if across else encoding


_SIZES: Final = {
    "axis": ("labelFontSize", "titleFontSize"),
    "text": ("fontSize",),
    "title": ("fontSize", "subtitleFontSize"),
}


def written(frame: pd.DataFrame, unit: str) -> str:
    """The picture in words."""
    told = "; ".join(f"{row.label}: {row.text}" for row in frame.itertuples())
    return _("{unit}. {rows}.").format(unit=unit, rows=told)
