"""Charts of the losses page."""

from __future__ import annotations

from typing import Final

import altair as alt
import pandas as pd

from ui.charts.common import HEIGHT, drawing
from ui.words import _, labelled

GREY: Final = "#76808C"
# Vega writes the percent sign close; French sets it apart.
_PERCENT: Final = "replace(format(datum.value, '.2~%'), '%', {space!r} + '%')"


@drawing
def exceedance_curve(
    curve: pd.DataFrame,
    shortcuts: pd.DataFrame,
    observed: pd.DataFrame,
    *,
    x_title: str,
    y_title: str,
    space: str,
) -> alt.LayerChart:
    """Probability that a year costs more than an amount, with its interval; shortcuts greyed beside it.

    Parameters
    ----------
    curve : columns loss, exceedance, low, high (amounts at that exceedance)
    shortcuts : columns name, loss, exceedance; one grey line a name
    observed : columns loss, exceedance; the years of the record
    space : what stands between a number and the percent sign
    """
    y = alt.Y(
        "exceedance:Q",
        title=y_title,
        scale=alt.Scale(type="log", domain=[1e-4, 0.99], nice=False),
        axis=alt.Axis(
            values=[0.5, 0.2, 0.1, 0.05, 0.01, 0.005, 0.001, 0.0001], labelExpr=_PERCENT.format(space=space)
        ),
    )
    amounts = pd.concat([curve["loss"], curve["low"], curve["high"], observed["loss"]])
    scale = alt.Scale(type="log", domain=[0.9 * float(amounts.min()), float(amounts.max())])
    x = alt.X("loss:Q", title=x_title, scale=scale, axis=alt.Axis(format=",~r", tickCount=7))
    band = (
        alt.Chart(curve)
        .mark_area(orient="horizontal", opacity=0.2, clip=True)
        .encode(y=y, x=alt.X("low:Q", title=x_title, scale=scale), x2=alt.X2("high:Q"))
    )
    line = (
        alt.Chart(curve)
        .mark_line(strokeWidth=2.6, clip=True)
        .encode(
            y=y,
            x=x,
            order=alt.Order("exceedance:Q"),
            tooltip=[
                alt.Tooltip("exceedance:Q", title=y_title, format=".2~%"),
                alt.Tooltip("loss:Q", title=x_title, format=",.1f"),
                alt.Tooltip("low:Q", title=_("Low"), format=",.1f"),
                alt.Tooltip("high:Q", title=_("High"), format=",.1f"),
            ],
        )
    )
    dash = alt.StrokeDash(
        "name:N",
        sort=list(dict.fromkeys(shortcuts["name"])),
        scale=alt.Scale(range=[[7, 4], [2, 3]]),
        title=None,
        legend=alt.Legend(
            orient="top", symbolStrokeColor=GREY, symbolStrokeWidth=2, labelLimit=420, direction="vertical"
        ),
    )
    wrong = (
        alt.Chart(shortcuts)
        .mark_line(color=GREY, strokeWidth=2, clip=True)
        .encode(
            y=y,
            x=x,
            order=alt.Order("exceedance:Q"),
            strokeDash=dash,
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("exceedance:Q", title=y_title, format=".2~%"),
                alt.Tooltip("loss:Q", title=x_title, format=",.1f"),
            ],
        )
    )
    years = (
        alt.Chart(observed)
        .mark_point(shape="diamond", filled=True, size=70, opacity=1, clip=True)
        .encode(
            y=y,
            x=x,
            tooltip=[
                alt.Tooltip("year:N", title=_("Year observed")),
                alt.Tooltip("loss:Q", title=x_title, format=",.1f"),
            ],
        )
    )
    return alt.layer(band, wrong, line, years).properties(height=HEIGHT + 80)


@drawing
def tail_shape(
    frame: pd.DataFrame,
    *,
    chosen: float,
    limits: pd.DataFrame,
    x_title: str,
    y_title: str,
) -> alt.LayerChart:
    """The tail's shape by where the tail starts, with its interval; the start in use is marked.

    Parameters
    ----------
    frame : columns threshold, shape, low, high, n_exceedances
    chosen : the threshold in use, in the unit of ``frame``
    limits : columns shape, label; drawn as level rules
    """
    x = alt.X(
        "threshold:Q",
        title=x_title,
        scale=alt.Scale(type="log", nice=False, padding=16),
        axis=alt.Axis(format=",~r", tickCount=6),
    )
    y = alt.Y("shape:Q", title=y_title)
    base = alt.Chart(frame)
    band = base.mark_area(opacity=0.2).encode(x=x, y=alt.Y("low:Q", title=y_title), y2=alt.Y2("high:Q"))
    line = base.mark_line(strokeWidth=2.2).encode(x=x, y=y)
    points = base.mark_point(filled=True, size=44, opacity=1).encode(
        x=x,
        y=y,
        tooltip=[
            alt.Tooltip("threshold:Q", title=x_title, format=",.3f"),
            alt.Tooltip("shape:Q", title=y_title, format=".2f"),
            alt.Tooltip("low:Q", title=_("Low"), format=".2f"),
            alt.Tooltip("high:Q", title=_("High"), format=".2f"),
            alt.Tooltip("n_exceedances:Q", title=_("Losses above it")),
        ],
    )
    start = alt.Chart(pd.DataFrame({"threshold": [chosen], "label": [_("in use")]}))
    upright = start.mark_rule(strokeDash=[6, 3]).encode(x=x)
    named = start.mark_text(align="left", dx=5, y=4, baseline="top").encode(x=x, text=alt.Text("label:N"))
    levels = alt.Chart(limits)
    rules = levels.mark_rule(strokeDash=[2, 3], opacity=0.7).encode(y=y)
    words = levels.mark_text(align="right", dy=-7, x="width").encode(y=y, text=alt.Text("label:N"))
    return alt.layer(band, line, points, upright, named, rules, words).properties(height=HEIGHT - 40)


@drawing
def capital_bars(frame: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Capital by approach, with bounds where the accounts leave it open; the approach in force is filled.

    Parameters
    ----------
    frame : columns label, capital, low, high, text, in_force (bool), open (1 where the bounds differ, else 0)
    """
    reach = float(frame[["capital", "high"]].max().max())
    # Names and figures stand above their bars: beside them they would leave a narrow screen no room.
    y = alt.Y("label:N", sort=list(frame["label"]), title=None, axis=None)
    scale = alt.Scale(domain=[0, reach])
    said = [labelled(label, text) for label, text in zip(frame["label"], frame["text"], strict=True)]
    strength = frame["in_force"].map({True: 1.0, False: 0.4})
    frame = frame.assign(strength=strength, start=0.0, said=said)
    base = alt.Chart().encode(y=y)
    bars = base.mark_bar(height=12, yOffset=8).encode(
        x=alt.X("capital:Q", title=title, scale=scale, axis=alt.Axis(tickCount=6)),
        fillOpacity=alt.FillOpacity("strength:Q", scale=None, legend=None),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=title)],
    )
    bounds = base.mark_rule(strokeWidth=2, color=GREY, yOffset=8).encode(
        x=alt.X("low:Q", title=title, scale=scale), x2=alt.X2("high:Q")
    )
    ends = base.mark_tick(size=12, thickness=2, color=GREY, yOffset=8).encode(
        x=alt.X("high:Q", title=title, scale=scale), opacity=alt.Opacity("open:Q", scale=None, legend=None)
    )
    starts = ends.encode(x=alt.X("low:Q", title=title, scale=scale))
    names = base.mark_text(align="left", dx=2, dy=-9).encode(
        x=alt.X("start:Q", title=title, scale=scale), text=alt.Text("said:N")
    )
    return alt.layer(bars, bounds, starts, ends, names, data=frame).properties(height=46 * len(frame) + 40)
