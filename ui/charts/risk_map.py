"""Charts of the scores page: risks as observed and with tested controls, and the map of losses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from ui.charts.common import drawing, grade_scale, graded_rows, layered
from ui.words import _, number

_SHAPES: Final = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "triangle-right")
_CELLS: Final = 12


@drawing
def stages(
    frame: pd.DataFrame, *, names: Mapping[str, str], order: Sequence[str], title: str
) -> alt.LayerChart:
    """Each risk as observed (filled) and with tested controls (hollow), with intervals, by grade.

    Parameters
    ----------
    frame : columns label, stage ("observed" or "residual"), score (NaN where not measured), low, high, grade
        (0 where not gradable); rows without bounds are not drawn
    names : stage → what the reader sees
    order : labels from top to bottom
    """
    frame = frame[["label", "score", "low", "high", "grade"]].assign(stage=frame["stage"].map(names))
    frame = frame[frame["low"].notna()]
    frame = frame.assign(text=_values(frame, names))
    colour, shape = grade_scale(ungraded=bool((frame["grade"] == 0).any()))
    offset = alt.YOffset("stage:N", sort=list(names.values()))
    grades: dict[str, list[int]] = {}
    for label, grade in zip(frame["label"], frame["grade"], strict=True):
        grades.setdefault(label, []).append(int(grade))
    names_of_rows = graded_rows(grades)
    rows = alt.Y(
        "label:N", sort=list(order), title=None, scale=alt.Scale(paddingInner=0.35), axis=names_of_rows
    )
    # The data belong to the whole: Altair writes them out once for each layer that holds its own.
    base = alt.Chart().encode(y=rows, yOffset=offset)
    axis = alt.X(
        "low:Q", scale=alt.Scale(domain=[0, 100]), title=title, axis=alt.Axis(values=[0, 25, 50, 75, 100])
    )
    hints = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("stage:N", title=_("Stage")),
        alt.Tooltip("score:Q", title=title, format=".1f"),
        alt.Tooltip("low:Q", title=_("Low"), format=".1f"),
        alt.Tooltip("high:Q", title=_("High"), format=".1f"),
    ]
    whiskers = base.mark_rule(strokeWidth=2).encode(x=axis, x2="high:Q", color=colour)
    first, second = names.values()
    filled = _points(base, first, filled=True).encode(color=colour, shape=shape, tooltip=hints)
    hollow = _points(base, second, filled=False).encode(color=colour, shape=shape, tooltip=hints)
    # Beyond the whisker: the two points of a risk lie close, and a value above one would cover the other.
    measured = base.transform_filter("isValid(datum.score)")
    values = measured.mark_text(align="left", dx=6, fontSize=11).encode(x="high:Q", text="text:N")
    limits = alt.Chart(pd.DataFrame({"limit": [25, 50, 75]})).mark_rule(strokeDash=[2, 3], opacity=0.55)
    layers = (limits.encode(x="limit:Q"), whiskers, filled, hollow, values)
    return layered(*layers, data=frame).properties(height=56 * len(order) + 90)


def _values(frame: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    """The score of each row, and beside the first hollow mark what such a mark is."""
    _observed, residual = names.values()
    hollow = frame.index[(frame["stage"] == residual) & frame["score"].notna()]
    return [
        _("{score} with controls").format(score=number(score, 0)) if place in hollow[:1] else number(score, 0)
        for place, score in frame["score"].items()
    ]


def _points(base: alt.Chart, stage: str, *, filled: bool) -> alt.Chart:
    kept = base.transform_filter(alt.FieldEqualPredicate(field="stage", equal=stage))
    points: alt.Chart = kept.mark_point(filled=filled, size=130, opacity=1, strokeWidth=2).encode(x="score:Q")
    return points


@drawing
def likelihood_impact(points: pd.DataFrame, outlines: pd.DataFrame) -> alt.LayerChart:
    """Types of loss by likelihood and impact, both on logarithmic axes, with ellipses of their doubt.

    The shade behind is the product of both, a typical yearly loss: equal along the diagonals.

    Parameters
    ----------
    points : columns label, likelihood, impact, events
    outlines : columns label, corner, likelihood, impact; one closed line a label
    """
    points = points[["label", "likelihood", "impact", "events"]]
    outlines = outlines[["label", "corner", "likelihood", "impact"]]
    both = pd.concat([points, outlines])
    x_ends, y_ends = (_ends(both[name]) for name in ("likelihood", "impact"))
    x = _axis("likelihood:Q", _("Likelihood, events a year"), x_ends)
    y = _axis("impact:Q", _("Impact, typical loss of one event, MAD thousand"), y_ends)
    shade = (
        alt.Chart(_cells(x_ends, y_ends))
        .mark_rect(opacity=0.4)
        .encode(
            x=_axis("left:Q", _("Likelihood, events a year"), x_ends, cls=alt.X),
            x2="right:Q",
            y=_axis("bottom:Q", _("Impact, typical loss of one event, MAD thousand"), y_ends, cls=alt.Y),
            y2="top:Q",
            fill=alt.Fill("product:Q", scale=alt.Scale(type="log"), legend=None),
            tooltip=alt.Tooltip(
                "product:Q", title=_("Likelihood × impact, MAD thousand a year"), format=",.2~r"
            ),
        )
    )
    labels = list(points["label"])
    colours = alt.Scale(domain=labels)
    key = alt.Legend(orient="bottom", title=None, labelLimit=300)
    outline = (
        alt.Chart(outlines)
        .mark_line(strokeWidth=1.6, opacity=0.9)
        .encode(
            x=x,
            y=y,
            color=alt.Color("label:N", scale=colours, legend=key),
            order="corner:Q",
            tooltip=alt.Tooltip("label:N", title=_("Interval of")),
        )
    )
    marks = (
        alt.Chart(points)
        .mark_point(filled=True, size=120, opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.Color("label:N", scale=colours, legend=key),
            shape=alt.Shape(
                "label:N", scale=alt.Scale(domain=labels, range=list(_SHAPES)[: len(labels)]), legend=key
            ),
            tooltip=[
                alt.Tooltip("label:N", title=" "),
                alt.Tooltip("events:Q", title=_("Events"), format=".0f"),
                alt.Tooltip("likelihood:Q", title=_("Likelihood, events a year"), format=".2f"),
                alt.Tooltip("impact:Q", title=_("Impact (typical loss, MAD thousand)"), format=",.0f"),
            ],
        )
    )
    return layered(shade, outline, marks).properties(height=620)


def _axis(field: str, title: str, ends: tuple[float, float], cls: Any = None) -> Any:
    kind = cls or (alt.X if field.startswith("likelihood") else alt.Y)
    scale = alt.Scale(type="log", domain=list(ends), nice=False)
    return kind(field, scale=scale, title=title, axis=alt.Axis(tickCount=5, format=",.2~r"))


def _ends(values: pd.Series) -> tuple[float, float]:
    return float(values.min()) * 0.8, float(values.max()) * 1.25


def _cells(x_ends: tuple[float, float], y_ends: tuple[float, float]) -> pd.DataFrame:
    """A grid in logarithms, each cell with the product of likelihood and impact at its middle."""
    across, up = np.geomspace(*x_ends, _CELLS + 1), np.geomspace(*y_ends, _CELLS + 1)
    left, bottom = (grid.ravel() for grid in np.meshgrid(across[:-1], up[:-1]))
    right, top = (grid.ravel() for grid in np.meshgrid(across[1:], up[1:]))
    product = np.sqrt(left * right * bottom * top)
    return pd.DataFrame({"left": left, "right": right, "bottom": bottom, "top": top, "product": product})
