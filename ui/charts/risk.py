"""Charts of the risk pages."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

import altair as alt
import pandas as pd

from ui import theme
from ui.charts import lane, room
from ui.charts.common import (
    BESIDE,
    HEIGHT,
    WRITTEN,
    drawing,
    figures_at_right,
    grade_scale,
    graded_height,
    graded_rows,
    layered,
    month_axis,
    rows_height,
    stretches,
)
from ui.words import _, interval, month_name, number

_LABEL_WIDTH: Final = 28
# Between the figure of a row and what else is written of it.
_APART: Final = " " * 4
# Pixels beyond the longest bar, for its figure, however narrow the screen.
_ROOM: Final = 56
# Pixels that an axis with its title takes, and the mark of synthetic data.
_AROUND: Final = 90


@drawing
def interval_points(
    frame: pd.DataFrame,
    *,
    label: str,
    order: Sequence[str],
    title: str,
    low_title: str = "",
    high_title: str = "",
    further: Sequence[str] = (),
) -> alt.LayerChart:
    """Scores 0 to 100 as points with their interval, coloured and shaped by grade.

    Parameters
    ----------
    frame : columns ``label``, score (NaN where not measured), low, high, grade (0 where not gradable)
    order : labels from top to bottom
    further : what else is written of each row of ``frame``, at the right, where the screen is not narrow
    """
    rows = {name: [int(grade)] for name, grade in zip(frame[label], frame["grade"], strict=True)}
    names = alt.Y(f"{label}:N", sort=list(order), title=None, axis=graded_rows(rows))
    brief = [number(score, 0) for score in frame["score"]]
    # Other ends than those of an interval are said where they are pointed at.
    text = [
        figure if low_title or pd.isna(low) else f"{figure} ({interval(low, high, 0)})"
        for figure, low, high in zip(brief, frame["low"], frame["high"], strict=True)
    ]
    shown = frame.assign(brief=brief, text=text, edge=frame["high"].fillna(frame["score"]))
    if further:
        shown["further"] = list(further)
        wide = [f"{figure}{_APART}{told}" for figure, told in zip(text, further, strict=True)]
    else:
        wide = text
    base = alt.Chart(shown).encode(y=names)
    colour, shape = grade_scale(ungraded=bool((frame["grade"] == 0).any()))
    scale = alt.Scale(domain=[0, 100], range=figures_at_right(wide, brief))
    axis = alt.X("low:Q", scale=scale, title=title, axis=alt.Axis(values=[0, 25, 50, 75, 100]))
    hints = [
        alt.Tooltip(f"{label}:N", title=" "),
        alt.Tooltip("score:Q", title=title, format=".1f"),
        alt.Tooltip("low:Q", title=low_title or _("Low"), format=".1f"),
        alt.Tooltip("high:Q", title=high_title or _("High"), format=".1f"),
    ]
    whiskers = base.mark_rule(strokeWidth=2).encode(x=axis, x2="high:Q", color=colour)
    points = base.mark_point(filled=True, size=160, opacity=1).encode(
        x=alt.X("score:Q", scale=scale), color=colour, shape=shape, tooltip=hints
    )
    values = (
        base.transform_filter("isValid(datum.score)")
        .transform_calculate(written=WRITTEN)
        .mark_text(align="left", dx=BESIDE, fontWeight=600)
        .encode(x=alt.X("edge:Q", scale=scale), text="written:N")
    )
    limits = alt.Chart(pd.DataFrame({"limit": [25, 50, 75]})).mark_rule(strokeDash=[2, 3], opacity=0.55)
    layers = [limits.encode(x=alt.X("limit:Q", scale=scale)), whiskers, points, values]
    if further:
        column = base.transform_calculate(told=f"{room.ROOM} < {room.NARROW} ? '' : datum.further")
        layers.append(column.mark_text(align="right").encode(x=alt.value(alt.expr("width")), text="told:N"))
    return layered(*layers).properties(height=graded_height(order, 44) * len(order) + 40)


@drawing
def score_history(
    frame: pd.DataFrame, *, x: str, title: str, events: pd.DataFrame | None = None
) -> alt.LayerChart:
    """One score through time with its band, over the grades' limits.

    The line is cut where other indicators are measured than the month before, or one by another definition:
    the score is then another.

    Parameters
    ----------
    frame : columns ``x`` (datetime), score, low, high and, where what it measures may change, n_measured and
        segment
    events : as ``ui.charts.lane`` takes them
    """
    frame = frame.assign(run=stretches(frame))
    run = alt.Detail("run:N")
    scale = alt.Scale(domain=[0, 100], **lane.below(events))
    time = alt.X(f"{x}:T", title=None, axis=month_axis(frame[x], count=6))
    limits = pd.DataFrame({"limit": [25, 50, 75]})
    rules = (
        alt.Chart(limits).mark_rule(strokeDash=[2, 3], opacity=0.55).encode(y=alt.Y("limit:Q", title=title))
    )
    band = (
        alt.Chart(frame)
        .mark_area(opacity=0.22)
        .encode(
            x=time,
            y=alt.Y("low:Q", scale=scale, title=title, axis=alt.Axis(values=[0, 25, 50, 75, 100])),
            y2="high:Q",
            detail=run,
        )
    )
    line = (
        alt.Chart(frame)
        .mark_line(strokeWidth=2.2)
        .encode(
            x=time,
            y=alt.Y("score:Q", scale=scale, title=title),
            detail=run,
            tooltip=[
                alt.Tooltip(f"{x}:T", title=_("Month"), format="%B %Y"),
                alt.Tooltip("score:Q", title=title, format=".1f"),
                alt.Tooltip("low:Q", title=_("Low"), format=".1f"),
                alt.Tooltip("high:Q", title=_("High"), format=".1f"),
            ],
        )
    )
    alone = frame[frame.groupby("run")["run"].transform("size") == 1]
    layers = [band, line, rules]
    if not alone.empty:
        point = alt.Chart(alone).mark_point(filled=True, size=70, opacity=1)
        layers.append(point.encode(x=time, y=alt.Y("score:Q", scale=scale, title=title)))
    window = (frame[x].min(), frame[x].max())
    layers += lane.lane(events, x=time, field=x, window=window)
    return layered(*layers).properties(height=HEIGHT)


@drawing
def indicator_history(
    frame: pd.DataFrame, cuts: pd.DataFrame, *, title: str, events: pd.DataFrame | None = None
) -> alt.LayerChart:
    """What one indicator was month by month, over the cuts between grades.

    Months in which nothing was reported keep the last value, hollow and joined to nothing.

    Parameters
    ----------
    frame : columns month (datetime), value, score, reported (bool), status, source, segment
    cuts : columns cut, name; no two so close that their names would touch
    events : as ``ui.charts.lane`` takes them
    """
    seen = frame[frame["reported"]]
    gap = (~frame["reported"]).cumsum()
    seen = seen.assign(run=frame.loc[seen.index, "segment"].astype(str) + "·" + gap[seen.index].astype(str))
    values = pd.concat([frame["value"], cuts["cut"]]).dropna()
    low, high = float(values.min()), float(values.max())
    spare = 0.06 * (high - low) if high > low else 1.0
    bounds = [min(0.0, low) if low <= 0.3 * high else low - spare, high + spare]
    scale = alt.Scale(domain=bounds, nice=False, zero=False, **lane.below(events))
    time = alt.X("month:T", title=None, axis=month_axis(frame["month"], count=6))
    height = alt.Y("value:Q", scale=scale, title=title, axis=alt.Axis(tickCount=5))
    hints = [
        alt.Tooltip("month:T", title=_("Month"), format="%B %Y"),
        alt.Tooltip("value:Q", title=title, format=",.4~f"),
        alt.Tooltip("score:Q", title=_("Score (0–100)"), format=".1f"),
        alt.Tooltip("status:N", title=_("Status")),
        alt.Tooltip("source:N", title=_("Source")),
    ]
    named = alt.Chart(cuts).encode(y=alt.Y("cut:Q", scale=scale, title=title))
    layers = [
        named.mark_rule(strokeDash=[2, 3], opacity=0.7),
        alt.Chart(seen).mark_line(strokeWidth=2.2).encode(x=time, y=height, detail="run:N"),
        alt.Chart(seen).mark_point(filled=True, size=34, opacity=1).encode(x=time, y=height, tooltip=hints),
    ]
    silent = frame[~frame["reported"] & frame["value"].notna()]
    if not silent.empty:
        hollow = alt.Chart(silent).mark_point(filled=False, size=34, opacity=1, color=theme.UNGRADED_COLOUR)
        layers.append(hollow.encode(x=time, y=height, tooltip=hints))
    # Beyond the plot: within it a name would lie on the line sooner or later.
    words = named.mark_text(align="left", baseline="middle", dx=6, fontSize=11)
    layers.append(words.encode(x=alt.value("width"), text="name:N"))
    window = (frame["month"].min(), frame["month"].max())
    layers += lane.lane(events, x=time, field="month", window=window)
    return layered(*layers).properties(height=HEIGHT)


@drawing
def changes(frame: pd.DataFrame, *, label: str, title: str) -> alt.LayerChart:
    """Changes around zero, worse to the right, with the sign written.

    Parameters
    ----------
    frame : columns ``label``, change (points), text; from the largest to the smallest
    """
    frame = frame.assign(**{label: ["\n".join(wrap(text, _LABEL_WIDTH)) for text in frame[label]]})
    order = list(frame[label])
    reach = max(1.0, float(frame["change"].abs().max()))
    base = alt.Chart(frame).encode(
        y=alt.Y(f"{label}:N", sort=order, title=None, axis=alt.Axis(labelExpr="split(datum.label, '\\n')")),
        x=alt.X(
            "change:Q",
            title=wrap(title, _LABEL_WIDTH),
            scale=alt.Scale(domain=[-reach, reach], padding=_ROOM),
            axis=alt.Axis(tickCount=6),
        ),
    )
    worse = alt.condition(
        "datum.change > 0", alt.value(theme.GRADE_COLOURS[4]), alt.value(theme.GRADE_COLOURS[1])
    )
    bars = base.mark_bar(height=14).encode(
        color=worse, tooltip=[alt.Tooltip(f"{label}:N", title=" "), alt.Tooltip("text:N", title=title)]
    )
    after = base.transform_filter("datum.change >= 0").mark_text(align="left", dx=5).encode(text="text:N")
    before = base.transform_filter("datum.change < 0").mark_text(align="right", dx=-5).encode(text="text:N")
    return layered(bars, after, before).properties(height=rows_height(order) + _AROUND)


def described_history(frame: pd.DataFrame, *, what: str) -> str:
    """What a history shows, in words, for those who do not see it."""
    first, last = frame.iloc[0], frame.iloc[-1]
    return _("{what}: {first} in {start}, {last} in {end}.").format(
        what=what,
        first=number(first["score"], 0),
        start=month_name(first["month"]),
        last=number(last["score"], 0),
        end=month_name(last["month"]),
    )
