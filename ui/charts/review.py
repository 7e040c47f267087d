"""Charts of the review pages."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import pandas as pd

from ui import theme
from ui.charts.common import drawing, layered
from ui.charts.room import NARROW, ROOM
from ui.words import _

_ACROSS: Final = 6
"""Columns whose names have room side by side on a desk."""


def _of_grade() -> alt.Color:
    """The colour of a tile's grade; the text on the tile says it too, so there is no legend."""
    grades = [1, 2, 3, 4]
    colours = alt.Scale(domain=grades, range=[theme.GRADE_COLOURS[grade] for grade in grades])
    return alt.Color("grade:O", scale=colours, legend=None)


@drawing
def grades(frame: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """The model's probability of each grade, with who stands at it written above its bar.

    Parameters
    ----------
    frame : columns grade (1 to 4), label (the grade as text), probability (in percent); percent, first and
        second: the lines above the bar, the lowest first
    """
    x = alt.X("label:N", sort=list(frame["label"]), title=_("Grade"), axis=alt.Axis(labelAngle=0))
    base = alt.Chart(frame)
    bars = base.mark_bar(width=64).encode(
        x=x,
        y=alt.Y(
            "probability:Q", title=title, scale=alt.Scale(domain=[0, 125]), axis=alt.Axis(values=[0, 50, 100])
        ),
        color=_of_grade(),
        tooltip=[
            alt.Tooltip("label:N", title=_("Grade")),
            alt.Tooltip("probability:Q", title=title, format=".0f"),
        ],
    )
    # A text of several lines would grow down into its bar: each line is a layer, the lowest first.
    said = [
        base.mark_text(baseline="bottom", dy=-4 - 15 * place, fontWeight=600).encode(
            x=x, y="probability:Q", text=f"{line}:N"
        )
        for place, line in enumerate(("percent", "first", "second"))
    ]
    return layered(bars, *said).properties(height=300)


@drawing
def stacked(frame: pd.DataFrame, *, groups: list[str], title: str, of: str) -> alt.LayerChart:
    """Counts by row, stacked by where they stand, the worst first, each count written in its part.

    Parameters
    ----------
    frame : columns row, group (one of ``groups``), count
    of : what a row is of
    """
    places = frame.assign(order=[groups.index(group) for group in frame["group"]])
    places = places.sort_values(["row", "order"])
    ranges = [theme.GRADE_COLOURS[grade] for grade in (4, 3, 2, 1)]
    y = alt.Y("row:N", title=None)
    base = alt.Chart(places)
    colours = alt.Scale(domain=groups, range=ranges[: len(groups)])
    across = alt.X("count:Q", title=title, stack="zero", axis=alt.Axis(format="d", tickMinStep=1))
    bars = base.mark_bar(height=22, fillOpacity=0.35, strokeWidth=1.2).encode(
        y=y,
        x=across,
        stroke=alt.Stroke("group:N", scale=colours, legend=None),
        color=alt.Color(
            "group:N",
            scale=colours,
            legend=alt.Legend(orient="top", title=None),
        ),
        order="order:Q",
        tooltip=[
            alt.Tooltip("row:N", title=of),
            alt.Tooltip("group:N", title=_("Standing")),
            alt.Tooltip("count:Q", title=title, format="d"),
        ],
    )
    said = base.mark_text(fontWeight=600).encode(
        y=y,
        x=alt.X("count:Q", title=title, stack="zero", bandPosition=0.5),
        detail="group:N",
        order="order:Q",
        text=alt.Text("count:Q", format="d"),
    )
    return layered(bars, said).properties(height=38 * places["row"].nunique() + 140)


def _tiles(
    frame: pd.DataFrame,
    across: alt.Tooltip,
    order: list[str],
    banks: list[str],
    told: str,
    *,
    edge: int,
    **text: Any,
) -> alt.LayerChart:
    """A row a bank, a tile in the colour of its grade, and on it what is said: ``told`` names that."""
    # On end where they would not stand apart otherwise: many of them, or on a telephone.
    upright = f"{ROOM} < {NARROW}" if len(order) <= _ACROSS else "true"
    axis = alt.Axis(
        orient="top",
        labelAngle=alt.expr(f"{upright} ? -90 : 0"),
        labelAlign=alt.expr(f"{upright} ? 'left' : 'center'"),
        labelBaseline=alt.expr(f"{upright} ? 'middle' : 'bottom'"),
    )
    x = alt.X(across.shorthand, sort=order, title=None, axis=axis)
    y = alt.Y("bank:N", sort=banks, title=None)
    base = alt.Chart(frame)
    tiles = base.mark_rect(style="parted", strokeWidth=edge, opacity=0.35).encode(
        x=x,
        y=y,
        color=_of_grade(),
        tooltip=[
            alt.Tooltip("bank:N", title=_("Bank")),
            across,
            alt.Tooltip("said:N", title=told),
        ],
    )
    said = base.mark_text(**text).encode(x=x, y=y, text="said:N")
    return layered(tiles, said)


@drawing
def heat(frame: pd.DataFrame, *, banks: list[str], risks: list[str]) -> alt.LayerChart:
    """Banks by risks: the colour is the decided grade, the text model → decided.

    Parameters
    ----------
    frame : columns bank, risk, grade (1 to 4), said
    """
    across = alt.Tooltip("risk:N", title=_("Risk"))
    tiles = _tiles(frame, across, risks, banks, _("Model → decided"), edge=3, fontWeight=600)
    return tiles.properties(height=40 * len(banks) + 130)


@drawing
def months(frame: pd.DataFrame, *, banks: list[str]) -> alt.LayerChart:
    """Banks by months: the colour is the grade of the month, the text its score.

    Parameters
    ----------
    frame : columns bank, month (as text), order (of the months), grade (0 to 4), said
    """
    order = list(frame.sort_values("order")["month"].unique())
    across = alt.Tooltip("month:N", title=_("Month"))
    tiles = _tiles(frame, across, order, banks, _("Overall score (0–100)"), edge=2, fontSize=10)
    return tiles.properties(height=34 * len(banks) + 110)


@drawing
def crossed(frame: pd.DataFrame, *, decided: str, later: str) -> alt.LayerChart:
    """Decided grades by the model's twelve months later: the colour is how far apart they are.

    Parameters
    ----------
    frame : columns decided, later (grades as text, every pair), off (0, 1, 2 or more), count; said: the
        count, empty for none
    """
    order = list(dict.fromkeys(frame["decided"]))
    x = alt.X("later:N", sort=order, title=later, axis=alt.Axis(labelAngle=0, orient="top"))
    y = alt.Y("decided:N", sort=order, title=decided)
    base = alt.Chart(frame)
    colours = alt.Scale(domain=[0, 1, 2], range=[theme.GRADE_COLOURS[grade] for grade in (1, 2, 4)])
    tiles = base.mark_rect(style="parted", strokeWidth=3, opacity=0.35).encode(
        x=x,
        y=y,
        color=alt.Color("off:O", scale=colours, legend=None),
        tooltip=[
            alt.Tooltip("decided:N", title=decided),
            alt.Tooltip("later:N", title=later),
            alt.Tooltip("count:Q", title=_("Decisions"), format="d"),
        ],
    )
    said = base.mark_text(fontWeight=600, fontSize=15).encode(x=x, y=y, text="said:N")
    return layered(tiles, said).properties(height=300)
