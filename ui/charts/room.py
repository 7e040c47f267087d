"""What a chart does where it has little room: on a telephone, in a column, in the large type of a room.

How wide a chart is drawn only the browser knows. So legends, names and titles are given expressions that
ask for the room there is, instead of figures that fit one width.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable, Iterator, Mapping
from math import ceil
from textwrap import wrap
from typing import Any, Final

from ui.words import _

ROOM: Final = "room"
LARGER: Final = "larger"
# Asked of the browser whenever the width changes; a picture without a browser says its width instead.
ASKED: Final = "containerSize()[0]"
# The last number of an axis may stand half beyond it.
PADDING: Final = {"left": 5, "top": 5, "right": 12, "bottom": 16}
NARROW: Final = 480
_PHONE: Final = 358
_DESK: Final = 900
LETTER: Final = 6.5
"""Pixels of a letter, on average and with a margin, in the type that charts are set in."""
_SIGN: Final = 34
# Of the width, what stands left of the plot: nothing but the margin, or an axis of figures with its title.
_BARE, _FIGURES = 20, 64
_NAME_SHARE: Final = 0.42
_TITLE_AT_MOST: Final = 44
_TITLE_AT_MOST_BENT: Final = 34
# Letters that the theme's limit for a name leaves room for.
_NAME_AT_MOST: Final = 36
_LINE: Final = 15
_RIM: Final = {"style": "rim", "strokeWidth": 4, "strokeJoin": "round", "aria": False}
_OWN_LOOK: Final = ("color", "fill", "stroke", "opacity", "fillOpacity", "tooltip")
# A legend of so many rows a chart's height allows for.
_LEGEND_ROWS: Final = 2
# Of a chart's height, what its axis, and what its title and legend take from the rows.
_BELOW, _ABOVE = 50, 60
# Figures that an axis names: four on a telephone, six on a desk; more are a ruler, not a picture.
_TICKS_NARROW, _TICKS = 4, 6
_BENT: Final = ("log", "symlog")
_ROUND: Final = 1e-9
SPLIT: Final = "split(datum.label, '\\n')"
AS_IT_IS: Final = "format(datum.value, ',~r')"
"""How an axis of chosen places names them: left to itself it rounds them to steps of its own."""
_LEGENDS: Final = ("color", "fill", "stroke", "shape", "strokeDash", "size", "opacity", "fillOpacity")


def asked(*, larger: float = 1.0) -> list[dict[str, Any]]:
    """How much larger the type is, and how wide the chart, in pixels where letters have the usual size."""
    told = f"(isFinite({ASKED}) ? {ASKED} : {_DESK}) / {LARGER}"
    # The width stands in the expression so that it is read again when the reader turns the telephone.
    return [
        {"name": LARGER, "value": round(larger, 3)},
        {"name": ROOM, "expr": f"width > 0 ? {told} : {_DESK}"},
    ]


def said(width: float) -> dict[str, Any]:
    """The parameter of a picture whose width is known."""
    return {"name": ROOM, "value": width}


def fitted(chart: dict[str, Any]) -> dict[str, Any]:
    """The chart with legends in as many columns as fit, long names of rows wrapped and titles kept short."""
    fit = copy.deepcopy(chart)
    rows = [row for each in fit.get("datasets", {}).values() for row in each]
    encodings = list(_encodings(fit))
    for channel in ("x", "y"):
        _say_bent([encoding.get(channel) for encoding in encodings], rows)
    for encoding in encodings:
        for channel in ("x", "y"):
            _fit_axis(encoding.get(channel), channel, rows, fit.get("height"))
    _raise(fit, encodings, rows)
    _rim(fit)
    plot = f"({ROOM} - {_beside_plot(encodings, rows)})"
    for encoding in encodings:
        for channel in _LEGENDS:
            _fit_legend(encoding.get(channel), rows, plot)
    return fit


def _encodings(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "encoding" in part:
        yield part["encoding"]
    for inner in part.get("layer", ()):
        yield from _encodings(inner)


def _beside_plot(encodings: Iterable[dict[str, Any]], rows: list[dict[str, Any]]) -> str:
    """An expression for what the axis on the left takes of the room; legends stand over the rest.

    The plot's own width would be exact, but it is known only after the legend has been laid out.
    """
    taken: float = _BARE
    for encoding in encodings:
        channel = encoding.get("y")
        if not isinstance(channel, dict) or "field" not in channel or channel.get("axis", {}) is None:
            continue
        if channel.get("type") not in ("nominal", "ordinal"):
            taken = max(taken, _FIGURES)
            continue
        taken = max(taken, _BARE + LETTER * _longest_line(_named(channel, rows)))
    return f"min({taken:.0f}, {ROOM} < {NARROW} ? {_NAME_SHARE} * {ROOM} + {_BARE} : 260 + {_BARE})"


def _raise(fit: dict[str, Any], encodings: Iterable[dict[str, Any]], rows: list[dict[str, Any]]) -> None:
    """Give a chart the height back that a legend of many rows takes from it on a telephone."""
    needed = 0
    for encoding in encodings:
        for channel in (encoding.get(name) for name in _LEGENDS):
            if isinstance(channel, dict) and (channel.get("legend") or {}).get("orient") in ("top", "bottom"):
                names = _named(channel, rows) if channel.get("type") in ("nominal", "ordinal") else []
                widest = _SIGN + LETTER * max(map(len, names), default=0)
                columns = max(1, int((_PHONE - _FIGURES) / widest))
                needed = max(needed, ceil(len(names) / columns))
    if isinstance(fit.get("height"), int | float):
        fit["height"] += _LINE * max(0, needed - _LEGEND_ROWS)


def _rim(fit: dict[str, Any]) -> None:
    """Interrupt lines where words stand on them: the same words below, broad, as the background."""
    marks = [_mark(layer) for layer in fit.get("layer", ())]
    if not {"rule", "line"} & {mark.get("type") for mark in marks}:
        return
    outlined = any(mark.get("style") == "rim" for mark in marks)
    layers = []
    for layer, mark in zip(fit["layer"], marks, strict=True):
        if mark.get("type") == "text" and not outlined:
            below = {"encoding": {k: v for k, v in layer.get("encoding", {}).items() if k not in _OWN_LOOK}}
            layers.append(layer | below | {"mark": mark | _RIM})
        layers.append(layer)
    fit["layer"] = layers


def _mark(layer: dict[str, Any]) -> dict[str, Any]:
    mark = layer.get("mark", {})
    return {"type": mark} if isinstance(mark, str) else mark


def _named(channel: dict[str, Any], rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The words that a channel's legend or axis lists."""
    for listed in ((channel.get("scale") or {}).get("domain"), channel.get("sort")):
        if isinstance(listed, list):
            return [str(each) for each in listed]
    field = str(channel.get("field"))
    return list(dict.fromkeys(str(row[field]) for row in rows if row.get(field) is not None))


def _fit_legend(channel: Any, rows: list[dict[str, Any]], plot: str) -> None:
    if not isinstance(channel, dict) or channel.get("type") not in ("nominal", "ordinal"):
        return
    names = _named(channel, rows)
    if not names:
        return
    if channel.get("scale", {}) is not None and "domain" not in channel.get("scale", {}):
        # Colour and dash of one name share a legend only where both list the same names.
        channel["scale"] = channel.get("scale", {}) | {"domain": names}
    legend = channel.get("legend")
    if not legend or legend.get("orient") not in ("top", "bottom"):
        return
    each = _SIGN + LETTER * max(len(name) for name in names)
    most = legend.get("columns") or len(names)
    legend.pop("direction", None)
    legend["columns"] = {"expr": f"clamp(floor({plot} / {each:.0f}), 1, {most})"}
    legend["labelLimit"] = 0
    if each > (1 - _NAME_SHARE) * _PHONE - _BARE and "labelExpr" not in legend:
        letters = f"max(12, floor(({plot} - {_SIGN}) / {LETTER}))"
        legend["labelExpr"] = f"split({_lines('datum.label', letters)}, '\\n')"


def log_ticks(low: float, high: float, *, most: int = _TICKS) -> list[float]:
    """Places that a logarithmic axis names between two amounts above zero: 1, 2 and 5, fewer where many.

    Left to itself, the axis rules every tenth of each power.
    """
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    ticks: list[float] = []
    for steps in ((1, 2, 5), (1, 3), (1,)):
        ticks = [
            step * 10.0**power for power in powers for step in steps if low <= step * 10.0**power <= high
        ]
        if len(ticks) <= most:
            break
    return ticks


def even_ticks(low: float, high: float) -> str:
    """An expression for the round places that an axis between two figures names: few where it is narrow."""
    few, many = (_even(low, high, most) for most in (_TICKS_NARROW, _TICKS))
    return f"{ROOM} < {NARROW} ? {few} : {many}"


def _even(low: float, high: float, most: int) -> list[float]:
    power = 10.0 ** math.floor(math.log10((high - low) or 1.0))
    for step in (each * power for each in (0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 2.5, 5.0)):
        first, last = math.ceil(low / step - _ROUND), math.floor(high / step + _ROUND)
        if last - first < most:
            # Written with so many digits that a sum of tenths is no long number.
            return [round(step * place, 12) + 0.0 for place in range(first, last + 1)]
    return [0.0]


def _say_bent(channels: list[Any], rows: list[dict[str, Any]]) -> None:
    """Let an axis whose steps are not equal say so, and name few places on it."""
    drawn = [each for each in channels if isinstance(each, dict) and ("axis" not in each or each["axis"])]
    bent = [each for each in drawn if (each.get("scale") or {}).get("type") in _BENT]
    if not bent:
        return
    ends = [end for each in bent if isinstance(end := each["scale"].get("domain"), list)]
    fields = {str(each.get("field")) for each in bent}
    seen = [value for each in ends for value in each] or [
        row[field] for row in rows for field in fields if isinstance(row.get(field), int | float)
    ]
    for each in drawn:
        axis = each.setdefault("axis", {})
        title = axis.get("title", each.get("title"))
        if isinstance(title, str) and title.strip():
            axis["title"] = title if _is_said(title) else _("{title} (logarithmic)").format(title=title)
        above = [value for value in seen if value > 0]
        if "values" not in axis and each in bent and each["scale"]["type"] == "log" and above:
            axis["values"] = log_ticks(min(above), max(above))


def _is_said(title: str) -> bool:
    # In both languages the word begins alike.
    return "logarithm" in title.casefold()


def _fit_axis(channel: Any, name: str, rows: list[dict[str, Any]], height: Any) -> None:
    if not isinstance(channel, dict) or ("axis" in channel and not channel["axis"]):
        return
    axis = channel.setdefault("axis", {})
    # The theme's own limit grows with the type.
    axis.pop("labelLimit", None)
    if channel.get("type") == "quantitative" and "values" not in axis:
        most = axis.get("tickCount", _TICKS)
        if isinstance(most, int):
            narrow, wide = min(most, _TICKS_NARROW), min(most, _TICKS)
            axis["tickCount"] = {"expr": f"{ROOM} < {NARROW} ? {narrow} : {wide}"}
    title = axis.get("title", channel.get("title"))
    # What is said of the steps stands on a line of its own below the plot, where both together are long.
    bent = name == "x" and isinstance(title, str) and _is_said(title)
    most = _TITLE_AT_MOST_BENT if bent else _TITLE_AT_MOST
    if isinstance(title, str) and len(title) > most:
        # The channel keeps its own, in one line: it is read aloud with every mark.
        axis["title"] = wrap(title, most, break_long_words=False)
    if name == "y" and channel.get("type") in ("nominal", "ordinal") and isinstance(height, int | float):
        _fit_names(axis, _named(channel, rows), height)


def _fit_names(axis: dict[str, Any], names: list[str], height: float) -> None:
    """Wrap the names of rows where there is little room, into no more lines than a row is high."""
    longest = max((len(name) for name in names), default=0)
    lines = int((height - _BELOW - _ABOVE) / max(1, len(names)) / _LINE)
    if longest * LETTER < _NAME_SHARE * _PHONE or lines < 2 or axis.get("labelExpr") not in (None, SPLIT):
        return
    # A name of two lines may break early in the first.
    fewest = ceil(longest / lines) + 4
    narrow = _lines(
        "replace(datum.label, regexp('\\n', 'g'), ' ')",
        f"max({fewest}, floor({_NAME_SHARE} * {ROOM} / {LETTER}))",
    )
    wide = (
        _lines("datum.label", str(_NAME_AT_MOST)) if _longest_line(names) > _NAME_AT_MOST else "datum.label"
    )
    axis["labelExpr"] = f"split({ROOM} < {NARROW} ? {narrow} : {wide}, '\\n')"


def _longest_line(names: Iterable[str]) -> int:
    return max((len(line) for name in names for line in name.split("\n")), default=0)


def _lines(words: str, letters: str) -> str:
    """An expression that breaks ``words``, another, into lines of so many ``letters`` at most."""
    return f"trim(replace({words}, regexp('(.{{1,' + {letters} + '}})(?: +|\\n|$)', 'g'), '$1\\n'))"
