"""Charts of the losses page."""

from __future__ import annotations

from textwrap import wrap
from typing import Any, Final

import altair as alt
import pandas as pd

from ui.charts.common import HEIGHT, drawing, layered
from ui.charts.room import LARGER, log_ticks
from ui.words import _, labelled

GREY: Final = "#76808C"
# Letters of a name in a line on a telephone, and the pixels of a further line.
_LINE: Final = 48
_HIGH: Final = 14
# How far beyond the record's rarest year the picture goes: ten times as rare. Further out amounts that a law
# alone makes would leave what is known a tenth of the picture; the table has them.
_BEYOND: Final = 10.0
# Vega writes the percent sign close; French sets it apart.
_PERCENT: Final = "replace(format(datum.value, '.2~%'), '%', {space!r} + '%')"


@drawing
def exceedance_curve(
    curve: pd.DataFrame,
    laws: pd.DataFrame,
    observed: pd.DataFrame,
    *,
    carried: float,
    label: str,
    beyond: str,
    seen: str,
    x_title: str,
    y_title: str,
    space: str,
) -> alt.LayerChart:
    """Probability that a year costs more than an amount: the range over laws, and a grey line for each.

    What is rarer than the record carries is drawn pale and dashed, named an illustration, and ends at a year
    ten times as rare as the record's rarest.

    Parameters
    ----------
    curve : columns exceedance, low, high (amounts at that exceedance), illustration (bool)
    laws : columns name, loss, exceedance, illustration; one line a name
    observed : columns loss, exceedance; the years of the record
    carried : probability of the rarest year that the record carries
    label, beyond : words on that line and under it; no line where the label is empty
    seen : what the years of the record are called, beside the mildest of them
    space : what stands between a number and the percent sign
    """
    rarest = max(float(curve["exceedance"].min()), carried / _BEYOND)
    curve, laws = (each[each["exceedance"] >= rarest * (1.0 - 1e-9)] for each in (curve, laws))
    y = alt.Y(
        "exceedance:Q",
        title=y_title,
        scale=alt.Scale(type="log", domain=[rarest, 0.99], nice=False),
        axis=alt.Axis(
            values=[0.9, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005], labelExpr=_PERCENT.format(space=space)
        ),
    )
    amounts = pd.concat([curve["low"], curve["high"], observed["loss"]])
    least, most = 0.9 * float(amounts.min()), 1.05 * float(amounts.max())
    scale = alt.Scale(type="log", domain=[least, most])
    named = alt.Axis(format=",~r", values=log_ticks(least, most))
    x = alt.X("loss:Q", title=x_title, scale=scale, axis=named)
    layers = []
    # Both parts share the row at their border, so that neither leaves a gap.
    known = curve[curve["exceedance"] >= carried * (1.0 - 1e-9)]
    rare = curve[curve["exceedance"] <= carried * (1.0 + 1e-9)]
    for part, opacity in ((known, 0.28), (rare, 0.09)):
        layers.append(
            alt.Chart(part)
            .mark_area(orient="horizontal", opacity=opacity, clip=True)
            .encode(
                y=y,
                x=alt.X("low:Q", title=x_title, scale=scale, axis=named),
                x2=alt.X2("high:Q"),
                tooltip=[
                    alt.Tooltip("exceedance:Q", title=y_title, format=".2~%"),
                    alt.Tooltip("low:Q", title=_("Low"), format=",.1f"),
                    alt.Tooltip("high:Q", title=_("High"), format=",.1f"),
                ],
            )
        )
    tooltip = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("exceedance:Q", title=y_title, format=".2~%"),
        alt.Tooltip("loss:Q", title=x_title, format=",.1f"),
    ]
    within = laws["exceedance"] >= carried * (1.0 - 1e-9)
    outside = laws["exceedance"] <= carried * (1.0 + 1e-9)
    for part, dash, strength in ((laws[within], [1, 0], 0.9), (laws[outside], [3, 4], 0.5)):
        layers.append(
            alt.Chart(part)
            .mark_line(strokeWidth=1.3, clip=True, strokeDash=dash, opacity=strength, color=GREY)
            .encode(y=y, x=x, order=alt.Order("exceedance:Q"), detail="name:N", tooltip=tooltip)
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
    mildest = alt.Chart(observed.nsmallest(1, "loss").assign(seen=seen))
    named_years = mildest.mark_text(align="left", baseline="middle", dx=9).encode(y=y, x=x, text="seen:N")
    if label:
        border = alt.Chart(pd.DataFrame({"exceedance": [carried], "label": [label], "beyond": [beyond]}))
        layers += [
            border.mark_rule(strokeDash=[6, 3], color=GREY).encode(y=y),
            border.mark_text(align="right", baseline="bottom", dy=-4, x="width", fontWeight=600).encode(
                y=y, text=alt.Text("label:N")
            ),
            border.mark_text(align="right", baseline="top", dy=4, x="width", fontStyle="italic").encode(
                y=y, text=alt.Text("beyond:N")
            ),
        ]
    shown = [] if observed.empty else [years, named_years]
    return layered(*layers, *shown).properties(height=HEIGHT + 40)


@drawing
def law_points(frame: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """The same year under each law, with its interval; a law left out is hollow and grey.

    Parameters
    ----------
    frame : columns label, value, low, high, text, kept (bool); a missing high has no end
    """
    reach = float(frame[["value", "high"]].max().max())
    least = float(frame[["value", "low"]].where(frame[["value", "low"]] > 0).min().min())
    # Names and figures stand above their points: beside them they would leave a narrow screen no room.
    y = alt.Y("label:N", sort=list(frame["label"]), title=None, axis=None)
    scale = alt.Scale(type="log", domain=[0.9 * least, 1.1 * reach], nice=False)
    said = [
        "\n".join(wrap(labelled(label, text), _LINE))
        for label, text in zip(frame["label"], frame["text"], strict=True)
    ]
    further = [words.count("\n") for words in said]
    frame = frame.assign(
        further=further,
        said=said,
        low=frame["low"].clip(lower=least),
        high=frame["high"].fillna(reach),
        start=0.9 * least,
    )
    layers = []
    for part, kept in ((frame[frame["kept"]], True), (frame[~frame["kept"]], False)):
        if part.empty:
            continue
        ink: dict[str, Any] = {} if kept else {"color": GREY}
        base = alt.Chart(part).encode(y=y)
        tooltip = [alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=title)]
        axis = alt.Axis(format=",~r", tickCount=6)
        layers += [
            base.mark_rule(strokeWidth=2, yOffset=8, strokeDash=[1, 0] if kept else [3, 3], **ink).encode(
                x=alt.X("low:Q", title=title, scale=scale, axis=axis), x2=alt.X2("high:Q")
            ),
            base.mark_point(filled=kept, size=60, opacity=1, yOffset=8, **ink).encode(
                x=alt.X("value:Q", title=title, scale=scale, axis=axis), tooltip=tooltip
            ),
            base.mark_text(
                align="left", lineBreak="\n", dx=2, dy=alt.expr(f"(-9 - {_HIGH} * datum.further) * {LARGER}")
            ).encode(x=alt.X("start:Q", title=title, scale=scale, axis=axis), text=alt.Text("said:N")),
        ]
    return layered(*layers).properties(height=(38 + _HIGH * max(further)) * len(frame) + 40)


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
    return layered(band, line, points, upright, named, rules, words).properties(height=HEIGHT - 40)


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
    return layered(bars, bounds, starts, ends, names, data=frame).properties(height=46 * len(frame) + 40)
