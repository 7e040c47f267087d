"""Events on a history: one lane of small marks above its data, told apart by shape, each said on hover.

A mark stands for what fell into one narrow slot of the time shown, so that no two marks lie on each other,
however narrow the screen; what several stand for is listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import pandas as pd

from ui import theme
from ui.words import _

HEIGHT: Final = 26
"""Pixels at the top of a plot that its data leave to the lane."""
_AT: Final = 9
_SLOTS: Final = 28
_SHAPES: Final = {
    # A bolt: the triangle that points upwards is a grade.
    "incident": "M0.5,-1.6L-1.1,0.4L-0.1,0.4L-0.5,1.6L1.1,-0.4L0.1,-0.4Z",
    "raised": "triangle-right",
    "cleared": "triangle-left",
    "break": "diamond",
    "method": "square",
    "note": "circle",
    "several": "cross",
}
_LISTED: Final = 4


def below(events: pd.DataFrame | None) -> dict[str, Any]:
    """What the scale of a history's values takes, so that its data stay below the lane."""
    return {} if events is None or events.empty else {"rangeMax": HEIGHT}


def lane(
    events: pd.DataFrame | None, *, x: alt.X, field: str, window: Sequence[Any], yearly: bool = False
) -> list[alt.Chart]:
    """Layers to be laid over a history.

    Parameters
    ----------
    events : columns on (datetime), kind (a key of the shapes), name (its kind in words), text; or None
    x, field : the history's own axis, and its field without type
    window : first and last period that the history shows, as dates or, ``yearly``, as years
    """
    if events is None or events.empty:
        return []
    marks = slots(events, field=field, window=window, yearly=yearly)
    if marks.empty:
        return []
    shown = marks[["kind", "name"]].drop_duplicates()
    order = [kind for kind in _SHAPES if kind in set(shown["kind"])]
    names = [shown.set_index("kind")["name"][kind] for kind in order]
    scale = alt.Scale(domain=names, range=[_SHAPES[kind] for kind in order])
    base = alt.Chart(marks.rename(columns={"name": "event"})).encode(x=x)
    grey = theme.UNGRADED_COLOUR
    when = (
        alt.Tooltip(f"{field}:Q", title=_("Year"), format="d")
        if yearly
        else alt.Tooltip("when:N", title=_("Date"))
    )
    rules = base.mark_rule(strokeDash=[2, 3], opacity=0.55, color=grey)
    signs = base.mark_point(filled=True, size=80, opacity=1, color=grey).encode(
        y=alt.value(_AT),
        shape=alt.Shape("event:N", scale=scale, legend=alt.Legend(orient="bottom", title=None)),
        tooltip=[alt.Tooltip("text:N", title=_("Event")), when],
    )
    return [rules, signs]


def slots(events: pd.DataFrame, *, field: str, window: Sequence[Any], yearly: bool = False) -> pd.DataFrame:
    """One mark for each slot of the window that holds events: ``field``, when, kind, name, text."""
    at: pd.Series = events["on"]
    if yearly:
        low, high = (float(each) for each in window)
        at = at.dt.year.astype(float)
        inside, share = at.between(low, high), (at - low) / (high - low if high > low else 1.0)
    else:
        first, last = (pd.Timestamp(each) for each in window)
        # The last month shown holds its days as well.
        inside = at.between(first, last + pd.offsets.MonthEnd(0))
        share = (at - first) / (last - first if last > first else pd.Timedelta(days=1))
    held = events.assign(at=at, share=share)[inside]
    held = held.assign(slot=(held["share"] * _SLOTS).clip(upper=_SLOTS).astype(int) if len(held) else 0)
    rows = []
    for _slot, each in held.groupby("slot"):
        kinds = set(each["kind"])
        one = each.iloc[0]
        said = [*each["text"].head(_LISTED), *(["…"] if len(each) > _LISTED else [])]
        days = list(dict.fromkeys(each["when"]))
        rows.append(
            {
                field: min(one["at"], last) if not yearly else one["at"],
                "when": days[0] if len(days) == 1 else f"{days[0]} – {days[-1]}",
                "kind": one["kind"] if len(kinds) == 1 else "several",
                "name": one["name"] if len(kinds) == 1 else _("Several"),
                "text": " · ".join(said),
            }
        )
    return pd.DataFrame(rows, columns=[field, "when", "kind", "name", "text"])
