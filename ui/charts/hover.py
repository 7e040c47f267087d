"""What a chart says where it is pointed at: every mark that carries data its value, interval and date.

Builders state what the marks of an estimate say. Bands, whiskers and lines of the same figures say the same,
and an interval that is drawn is said: completed here, once, for every chart.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any, Final

from ui.words import MISSING, _

REFERENCES: Final = ("rule", "tick")
_ENDS: Final = ("low", "high")
_POSITIONS: Final = (("x", "x2"), ("y", "y2"))
_USUAL_FORMAT: Final = ",.1f"
SAID: Final = "said"
DATES: Final = frozenset({"month", "year", "period", "when", "date"})
"""Fields that say of when a mark is."""
_SOURCE, _AS_OF = "source of it", "date of it"


def completed(chart: dict[str, Any]) -> dict[str, Any]:
    """The chart with what its marks say completed from the marks of the same figures."""
    whole = copy.deepcopy(chart)
    layers = list(marks(whole))
    told = [layer for layer in layers if hints(layer)]
    for layer in told:
        _with_interval(layer, data_of(whole, layer))
    for layer in layers:
        if hints(layer) or not carries_data(layer):
            continue
        known = columns(whole, layer)
        same = [each for each in told if {hint["field"] for hint in hints(each)} <= known]
        # Of several the one of the same figures, else the one that says most.
        own = [each for each in same if each.get("data") == layer.get("data")] or same
        if own:
            layer["encoding"]["tooltip"] = max((hints(each) for each in own), key=len)
    for layer in layers:
        _without_false_zeros(layer, data_of(whole, layer))
        _told_apart(layer)
    return whole


def sourced(part: dict[str, Any], *, source: str, as_of: str = "") -> dict[str, Any]:
    """The chart, every mark of which that says something says who published it, and of when it is.

    Parameters
    ----------
    source : nothing is added where empty, nor to marks whose rows name their own
    as_of : said where a mark says no date of its own
    """
    if "layer" in part:
        return part | {"layer": [sourced(each, source=source, as_of=as_of) for each in part["layer"]]}
    stated = hints(part)
    if not stated:
        return part
    added = []
    if as_of and not dated(part):
        added.append((_AS_OF, _("Date of the data"), as_of))
    if source and _("Source") not in {hint.get("title") for hint in stated}:
        added.append((_SOURCE, _("Source"), source))
    constant = [{"calculate": json.dumps(text), "as": field} for field, _title, text in added]
    told = [{"field": field, "type": "nominal", "title": title} for field, title, _text in added]
    encoding = part["encoding"] | {"tooltip": [*stated, *told]}
    return part | {"transform": [*part.get("transform", ()), *constant], "encoding": encoding}


def dated(layer: dict[str, Any]) -> bool:
    """Whether what a layer says where it is pointed at holds a date."""
    stated = hints(layer)
    fields = {hint["field"].removesuffix(f" {SAID}") for hint in stated}
    return bool(fields & {*DATES, _AS_OF}) or any(hint.get("type") == "temporal" for hint in stated)


def says_source(layer: dict[str, Any]) -> bool:
    """Whether what a layer says where it is pointed at names who published it."""
    return _("Source") in {hint.get("title") for hint in hints(layer)}


def marks(part: dict[str, Any], data: Any = None) -> Iterator[dict[str, Any]]:
    """The layers that draw something, each with the data that it draws."""
    data = part.get("data", data)
    if "layer" in part:
        for inner in part["layer"]:
            yield from marks(inner, data)
    elif "mark" in part:
        if data is not None:
            part.setdefault("data", data)
        yield part


def kind(layer: dict[str, Any]) -> str:
    """What a layer draws: bar, point, line …"""
    mark = layer["mark"]
    return str(mark if isinstance(mark, str) else mark["type"])


def hints(layer: dict[str, Any]) -> list[dict[str, Any]]:
    """What a layer says where it is pointed at."""
    stated = layer.get("encoding", {}).get("tooltip") or []
    return [each for each in ([stated] if isinstance(stated, dict) else stated) if "field" in each]


def carries_data(layer: dict[str, Any]) -> bool:
    """Whether a layer draws figures: no words, and no line that stands for a limit or for zero."""
    encoding = layer.get("encoding", {})
    placed = [name for name in ("x", "y", "theta") if "field" in _channel(encoding, name)]
    if kind(layer) == "text" or not placed:
        return False
    spans = any("field" in _channel(encoding, second) for _first, second in _POSITIONS)
    return kind(layer) not in REFERENCES or spans or len(placed) > 1


def data_of(chart: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that a layer draws."""
    own = layer.get("data") or {}
    rows: list[dict[str, Any]] = chart.get("datasets", {}).get(own.get("name")) or own.get("values") or []
    return rows


def columns(chart: dict[str, Any], layer: dict[str, Any]) -> set[str]:
    """The fields that the data of a layer have."""
    return {field for row in data_of(chart, layer)[:1] for field in row}


def _channel(encoding: dict[str, Any], name: str) -> dict[str, Any]:
    channel = encoding.get(name)
    return channel if isinstance(channel, dict) else {}


def _with_interval(layer: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    stated = hints(layer)
    fields = {hint["field"] for hint in stated}
    if not rows or not set(_ENDS) <= set(rows[0]) or set(_ENDS) <= fields:
        return
    if "text" in fields and all("(" in str(row["text"]) for row in rows):
        # Written out, the interval is written with it.
        return
    form = next((hint["format"] for hint in reversed(stated) if "format" in hint), _USUAL_FORMAT)
    for end, title in zip(_ENDS, (_("Low"), _("High")), strict=True):
        stated.append({"field": end, "type": "quantitative", "title": title, "format": form})
    layer["encoding"]["tooltip"] = stated


def _told_apart(layer: dict[str, Any]) -> None:
    """Let no two hints bear one title, blank ones included: of such the browser shows the first alone."""
    taken: set[str] = set()
    for hint in hints(layer):
        title = hint.get("title") or ""
        while title in taken:
            title += " "
        taken.add(title)
        if title:
            hint["title"] = title


def _without_false_zeros(layer: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """Write what is missing as missing: formatted, nothing would read as zero."""
    written = []
    for hint in hints(layer):
        field = hint["field"]
        if hint.get("type") == "quantitative" and any(row.get(field, 0) is None for row in rows):
            datum, form = f"datum[{field!r}]", hint.get("format", "")
            said = f"isValid({datum}) ? format({datum}, {form!r}) : {MISSING!r}"
            layer.setdefault("transform", []).append({"calculate": said, "as": f"{field} {SAID}"})
            hint = hint | {"field": f"{field} {SAID}", "type": "nominal"}
            hint.pop("format", None)
        written.append(hint)
    if written:
        layer["encoding"]["tooltip"] = written
