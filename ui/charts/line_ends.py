"""Names of lines where the lines end, beyond the plot, instead of a legend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import wrap
from typing import Any, Final

import altair as alt
import pandas as pd

# A name at a line's end: letters in a line, lines, the pixels of one; what axis and title take of a chart.
_LETTERS, _LINES, _PIXELS, _AROUND = 16, 3, 14, 80
_ROUNDED: Final = 1.5
# Of an axis that is made round, about how many.
_STEPS: Final = 10
# From how much above a power of ten a step is twice, five or ten times it.
_NICE: Final = ((math.sqrt(50), 10), (math.sqrt(10), 5), (math.sqrt(2), 2))
MARK: Final[dict[str, Any]] = {
    "align": "left",
    "baseline": "middle",
    "dx": 6,
    # The browser hangs further lines below the first: half of them belong above.
    "dy": alt.expr(f"isValid(datum.written) ? {_PIXELS / 2} * (1 - length(split(datum.written, '\\n'))) : 0"),
    "lineBreak": "\n",
    "lineHeight": _PIXELS,
}
"""How a name is written; its place is the right edge of the plot."""


def short(names: Sequence[str]) -> bool:
    """Whether the names of lines are short enough to stand where the lines end."""
    return all(len(wrap(name, _LETTERS)) <= _LINES for name in names)


def placed(
    frame: pd.DataFrame, *, x: str, name: str, height: int, zero: bool = False, log: bool = False
) -> pd.DataFrame:
    """The last row of each line, with its name as ``written`` and where it is ``placed``.

    Names are moved apart where lines end close together.

    Parameters
    ----------
    frame : columns ``x``, ``name``, value, and where lines have bands low and high
    height : pixels of the chart
    zero, log : whether the axis of values holds zero, or is logarithmic
    """
    ends = frame.loc[frame.groupby(name, sort=False)[x].idxmax(), [x, "value", name]]
    ends = ends.assign(written=["\n".join(wrap(each, _LETTERS)) for each in ends[name]])
    spread = frame[[each for each in ("value", "low", "high") if each in frame]]
    at, drawn = ends["value"], spread
    if log:
        at, drawn = at.map(math.log10), spread.where(spread > 0).map(math.log10, na_action="ignore")
    least, most = float(drawn.min().min()), float(drawn.max().max())
    if zero and not log:
        least, most = min(least, 0.0), max(most, 0.0)
    # The axis begins and ends at round figures beyond.
    if log:
        pixel = _ROUNDED * ((most - least) or 1.0) / max(80, height - _AROUND)
    else:
        least, most = _rounded(least, most)
        pixel = (most - least) / max(80, height - _AROUND)
    ends = ends.assign(at=at).sort_values("at")
    halves = [0.5 * pixel * (_PIXELS * (each.count("\n") + 1) + 7) for each in ends["written"]]
    places = _apart(list(ends["at"]), halves, least=least, most=most + 6 * pixel)
    return ends.assign(placed=[10**each if log else each for each in places])


def names_of(ends: pd.DataFrame, *, y_title: str, colour: alt.Color | None = None) -> alt.Chart:
    """The layer that writes what :func:`placed` gives; without ``colour``, in that of all words."""
    words: alt.Chart = (
        alt.Chart(ends)
        .mark_text(**MARK)
        .encode(x=alt.value("width"), y=alt.Y("placed:Q", title=y_title), text="written:N")
    )
    return words if colour is None else words.encode(color=colour)


def _rounded(least: float, most: float) -> tuple[float, float]:
    """The round figures between which an axis of these values is drawn, as the browser chooses them."""
    if most <= least:
        return least - 0.5, least + 0.5
    for _again in range(2):
        step = 10.0 ** math.floor(math.log10((most - least) / _STEPS))
        error = (most - least) / _STEPS / step
        step *= next((times for above, times in _NICE if error >= above), 1)
        least, most = math.floor(least / step) * step, math.ceil(most / step) * step
    return least, most


def _apart(at: Sequence[float], halves: Sequence[float], *, least: float, most: float) -> list[float]:
    """Places close to ``at``, which rises: each keeps its half free on both sides, within the two bounds."""
    places: list[float] = []
    below = least
    for each, half in zip(at, halves, strict=True):
        places.append(max(each, below + half))
        below = places[-1] + half
    above = most
    for place in reversed(range(len(places))):
        places[place] = min(places[place], above - halves[place])
        above = places[place] - halves[place]
    return places
