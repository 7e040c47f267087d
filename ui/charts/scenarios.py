"""Chart of the page that compares scenarios."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from ui import theme
from ui.charts.common import BESIDE, WRITTEN, drawing, figures_at_right, layered
from ui.charts.room import AS_IT_IS, even_ticks
from ui.words import _

_RIM = 0.04


@drawing
def compared(
    frame: pd.DataFrame, *, order: Sequence[str], baseline: float, title: str, lead: Sequence[str] = ()
) -> alt.LayerChart:
    """One result of every scenario as a point with its interval, and the baseline as a dashed line.

    Parameters
    ----------
    frame : name, value, low, high (missing where the result has no interval), text, brief (on a telephone)
    order : names from top to bottom
    baseline : the baseline's value
    lead : names in the accent: of what the title speaks
    """
    known = frame[["value", "low", "high"]].astype(float)
    shown = frame.assign(lead=frame["name"].isin(lead), edge=known.max(axis=1))
    low, high = min(baseline, float(known.min().min())), max(baseline, float(known.max().max()))
    rim = _RIM * ((high - low) or abs(high) or 1.0)
    scale = alt.Scale(
        domain=[low - rim, high],
        zero=False,
        nice=False,
        range=figures_at_right(shown["text"], shown["brief"]),
    )
    axis = alt.Axis(labelExpr=AS_IT_IS, values=alt.ExprRef(even_ticks(low - rim, high)))
    base = alt.Chart(shown).encode(
        y=alt.Y("name:N", sort=list(order), title=None, axis=alt.Axis(labelLimit=220, grid=False))
    )
    accent, grey = theme.ACCENT_AND_GREYS[0], theme.UNGRADED_COLOUR
    colour = alt.when("datum.lead").then(alt.value(accent)).otherwise(alt.value(grey))
    hints = [alt.Tooltip("name:N", title=_("Scenario")), alt.Tooltip("text:N", title=title)]
    at = alt.X("value:Q", scale=scale, title=title, axis=axis)
    line = (
        alt.Chart(pd.DataFrame({"baseline": [baseline]}))
        .mark_rule(strokeDash=[5, 4], opacity=0.7)
        .encode(x=alt.X("baseline:Q", scale=scale, title=title))
    )
    whiskers = base.mark_rule(strokeWidth=2.5).encode(
        x=alt.X("low:Q", scale=scale, title=title), x2="high:Q", color=colour
    )
    points = [
        base.transform_filter(f"datum.lead == {chosen}")
        .mark_point(filled=True, size=size, opacity=1, shape=shape)
        .encode(x=at, color=colour, tooltip=hints)
        for chosen, size, shape in (("false", 120, "circle"), ("true", 190, "diamond"))
        # A layer without a mark is read out as a picture without a name.
        if bool(shown["lead"].any()) or chosen == "false"
    ]
    heavy = alt.expr("datum.lead ? 600 : 400")
    values = (
        base.transform_calculate(written=WRITTEN)
        .mark_text(align="left", dx=BESIDE + 2, fontWeight=heavy)
        .encode(x=alt.X("edge:Q", scale=scale), text="written:N")
    )
    return layered(line, whiskers, *points, values).properties(height=46 * len(order) + 60)
