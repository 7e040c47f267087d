"""Charts of the marketing pages.

A lever is moved many times in a row, and each time every figure changes and no axis does. So each chart is
built once without data, and its figures are put in afterwards: that takes a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import wrap
from typing import Any, Final

import altair as alt
import pandas as pd

from ui import theme
from ui.charts import line_ends
from ui.charts.common import HEIGHT, drawing, layered
from ui.words import Language, _, language

_LABEL_WIDTH: Final = 34
_ROW: Final = 42
_DATA: Final = "figures"
_DASHES: Final = ([6, 3], [1, 0])


@dataclass(frozen=True)
class Filled:
    """A chart built without data, and the rows and the height that it gets."""

    chart: dict[str, Any]
    rows: pd.DataFrame
    height: int

    def to_dict(self, *, validate: bool = False) -> dict[str, Any]:
        """The specification."""
        # JSON knows no not-a-number: what draws the pack refuses a chart that holds one.
        rows = self.rows.astype(object).where(self.rows.notna(), None)
        filled = self.chart | {"height": self.height, "datasets": {_DATA: rows.to_dict(orient="records")}}
        return alt.LayerChart.from_dict(filled).to_dict(validate=True) if validate else filled


def _layers(*layers: alt.Chart) -> dict[str, Any]:
    built: dict[str, Any] = layered(*layers, data=alt.NamedData(_DATA)).to_dict(validate=False)
    return built


def _wrapped(labels: Sequence[str]) -> list[str]:
    return ["\n".join(wrap(text, _LABEL_WIDTH)) for text in labels]


def _rows() -> alt.Y:
    """Labels of one line or several, in the order in which they come."""
    axis = alt.Axis(labelExpr="split(datum.label, '\\n')", labelLimit=240)
    return alt.Y("label:N", sort=None, title=None, axis=axis)


@drawing
def adoption_paths(frame: pd.DataFrame, *, unit: str) -> Filled:
    """Adoption without levers, in grey, and with them, in the accent and with its band; named at their ends.

    Parameters
    ----------
    frame : columns path (name; the first row's is the forecast), year, value, low, high
    """
    names = tuple(dict.fromkeys(frame["path"]))
    years = int(frame["year"].min()), int(frame["year"].max())
    height = HEIGHT + 30
    ends = line_ends.placed(frame, x="year", name="path", height=height).set_index("path")
    last = frame["year"] == years[1]
    frame = frame.assign(
        written=frame["path"].map(ends["written"]).where(last),
        placed=frame["path"].map(ends["placed"]).where(last),
    )
    return Filled(_adoption_paths(language(), names, years, unit), frame, height)


@lru_cache(maxsize=64)
def _adoption_paths(
    _spoken: Language, names: tuple[str, ...], years: tuple[int, int], unit: str
) -> dict[str, Any]:
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=list(years), nice=False),
        axis=alt.Axis(format="d", tickMinStep=1, tickCount=8, labelFlush=True),
    )
    scale = alt.Scale(
        domain=list(names), range=[theme.UNGRADED_COLOUR, theme.ACCENT_AND_GREYS[0]][: len(names)]
    )
    colour = alt.Color("path:N", scale=scale, legend=None)
    dash = alt.StrokeDash(
        "path:N", scale=alt.Scale(domain=list(names), range=list(_DASHES[: len(names)])), legend=None
    )
    free = alt.Scale(zero=False)
    base = alt.Chart()
    # Two bands over each other are mud: the forecast's own stands in its hints, and on its page.
    band = base.transform_filter(alt.FieldEqualPredicate(field="path", equal=names[-1])).mark_area(
        opacity=0.16
    )
    band = band.encode(x=x, y=alt.Y("low:Q", title=unit, scale=free), y2="high:Q", color=colour)
    lines = base.mark_line(strokeWidth=2.4).encode(
        x=x, y=alt.Y("value:Q", title=unit, scale=free), color=colour, strokeDash=dash
    )
    points = base.mark_point(filled=True, size=44, opacity=1).encode(
        x=x,
        y="value:Q",
        color=colour,
        tooltip=[
            alt.Tooltip("path:N", title=" "),
            alt.Tooltip("year:Q", title=_("Year"), format="d"),
            alt.Tooltip("value:Q", title=unit, format=".1f"),
            alt.Tooltip("low:Q", title=_("Low"), format=".1f"),
            alt.Tooltip("high:Q", title=_("High"), format=".1f"),
        ],
    )
    named = base.transform_filter("isValid(datum.written)").mark_text(**line_ends.MARK)
    named = named.encode(x=alt.value("width"), y=alt.Y("placed:Q", title=unit), text="written:N")
    return _layers(band, lines, points, named)


@drawing
def swings(frame: pd.DataFrame, *, centre: float, title: str, low_name: str, high_name: str) -> Filled:
    """Tornado: a result at both ends of each figure's range, around the result as it stands.

    Parameters
    ----------
    frame : columns label, at_low, at_high; widest first
    centre : the result with every figure at its own value
    low_name, high_name : what the two ends are called in the legend
    """
    labels = _wrapped(list(frame["label"]))
    parts = [
        pd.DataFrame({"label": labels, "end": name, "value": frame[column].to_numpy(), "centre": centre})
        for name, column in ((low_name, "at_low"), (high_name, "at_high"))
    ]
    ends = pd.concat(parts, ignore_index=True)
    return Filled(_swings(language(), title, low_name, high_name), ends, _ROW * len(frame) + 90)


@lru_cache(maxsize=16)
def _swings(_spoken: Language, title: str, low_name: str, high_name: str) -> dict[str, Any]:
    scale = alt.Scale(domain=[low_name, high_name])
    key = alt.Legend(orient="top", title=None, symbolOpacity=1)
    axis = alt.X("centre:Q", title=title, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=5))
    base = alt.Chart().encode(y=_rows())
    bars = base.mark_bar(height=12, opacity=0.6).encode(
        x=axis, x2="value:Q", color=alt.Color("end:N", scale=scale, legend=key)
    )
    marks = base.mark_point(filled=True, size=80, opacity=1).encode(
        x=alt.X("value:Q", title=title),
        color=alt.Color("end:N", scale=scale, legend=key),
        shape=alt.Shape("end:N", scale=scale, legend=key),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("end:N", title=" "),
            alt.Tooltip("value:Q", title=title, format=",.0f"),
        ],
    )
    rule = alt.Chart().mark_rule().encode(x=alt.X("mean(centre):Q", title=title))
    return _layers(bars, rule, marks)


@drawing
def spending(frame: pd.DataFrame, *, title: str) -> Filled:
    """The best split as bars, with the range it takes when the benchmarks are drawn again.

    Parameters
    ----------
    frame : columns label, value, low, high, text, known (bool; grey where not); from top to bottom
    """
    rows = frame.assign(label=_wrapped(list(frame["label"])))
    return Filled(_spending(language(), title), rows, _ROW * len(frame) + 50)


@lru_cache(maxsize=16)
def _spending(_spoken: Language, title: str) -> dict[str, Any]:
    base = alt.Chart().encode(y=_rows())
    hints = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("value:Q", title=title, format=".2f"),
        alt.Tooltip("low:Q", title=_("Low"), format=".2f"),
        alt.Tooltip("high:Q", title=_("High"), format=".2f"),
    ]
    bars = base.mark_bar(height=14, opacity=0.75).encode(
        x=alt.X("value:Q", title=title),
        color=alt.when("datum.known").then(alt.value(theme.GRADE_COLOURS[1])).otherwise(alt.value("#76808C")),
        tooltip=hints,
    )
    whiskers = base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", title=title), x2="high:Q")
    caps = [
        base.mark_tick(thickness=2, size=12).encode(x=alt.X(f"{end}:Q", title=title))
        for end in ("low", "high")
    ]
    words = base.mark_text(align="left", dx=8).encode(x=alt.X("high:Q", title=title), text="text:N")
    return _layers(bars, whiskers, *caps, words)


@drawing
def epidemic(frame: pd.DataFrame, *, x_title: str, unit: str) -> Filled:
    """Who passes it on and who has stopped, month by month.

    Parameters
    ----------
    frame : columns state (name), period, people
    """
    states = tuple(dict.fromkeys(frame["state"]))
    return Filled(_epidemic(language(), states, x_title, unit), frame, 240)


@lru_cache(maxsize=16)
def _epidemic(_spoken: Language, states: tuple[str, ...], x_title: str, unit: str) -> dict[str, Any]:
    key = alt.Legend(orient="top", title=None, symbolType="stroke", symbolStrokeWidth=3, labelLimit=420)
    scale = alt.Scale(domain=list(states))
    lines = (
        alt.Chart()
        .mark_line(strokeWidth=2.2)
        .encode(
            x=alt.X("period:Q", title=x_title, axis=alt.Axis(tickMinStep=6)),
            y=alt.Y("people:Q", title=unit),
            color=alt.Color("state:N", scale=scale, legend=key),
            strokeDash=alt.StrokeDash("state:N", scale=scale, legend=key),
            tooltip=[
                alt.Tooltip("state:N", title=" "),
                alt.Tooltip("period:Q", title=x_title),
                alt.Tooltip("people:Q", title=unit, format=",.1f"),
            ],
        )
    )
    return _layers(lines)
