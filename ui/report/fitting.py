"""How much place words and pictures take on a slide, before an office program sets them.

Widths are those of the house's own typeface, which runs wider than the one that slides name: what fits by
this estimate fits on the slide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from PIL import ImageFont

from ui.charts.room import ROOM, said

_FONTS: Final = Path(__file__).resolve().parent / "fonts"
_DRAWN_AT: Final = 100
_POINTS: Final = 72.0
LEADING: Final = 1.22
"""Height of a line, in heights of its type."""
CELL_MARGIN: Final = 0.07
"""Inches left and right of a cell's words."""
_ABOVE_AND_BELOW: Final = 0.08
# Programs count in units of their own: what fits to a hair may not fit once it is counted so.
_SPARE: Final = 0.02
# Of a row of a picture, points: its mark and a line of words above it, or its name beside it and air.
_ROW, _LINE_MORE = 30, 14
_SQUEEZED: Final = 0.5
_AT_MOST_PARTS: Final = 2
_SIZE: Final = re.compile(
    r"<svg[^>]*? width=\"([\d.]+)\"[^>]*? height=\"([\d.]+)\"|<svg[^>]*viewBox=\"0 0 ([\d.]+) ([\d.]+)\""
)


@cache
def _face(bold: bool) -> ImageFont.FreeTypeFont:
    name = "Inter-SemiBold.otf" if bold else "Inter-Regular.otf"
    return ImageFont.truetype(str(_FONTS / name), _DRAWN_AT)


@cache
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Inches that a line takes at ``size`` points."""
    return float(_face(bold).getlength(text)) * size / _DRAWN_AT / _POINTS


def lines(text: str, room: float, size: float, *, bold: bool = False) -> int:
    """Lines that a text takes in ``room`` inches; a word that is longer than the line is broken."""
    return sum(_wrapped(part, room, size, bold=bold) for part in text.split("\n"))


def _wrapped(text: str, room: float, size: float, *, bold: bool) -> int:
    count, left = 1, room
    space = width(" ", size, bold=bold)
    for word in text.split(" "):
        wide = width(word, size, bold=bold)
        if wide <= left:
            left -= wide + space
            continue
        more = max(1, -int(-wide // room))
        count += more if left < room else more - 1
        left = room - (wide - (more - 1) * room) - space
    return count


def height(text: str, room: float, size: float, *, bold: bool = False) -> float:
    """Inches that a text takes below one another in ``room`` inches."""
    return lines(text, room, size, bold=bold) * size * LEADING / _POINTS


def largest(text: str, room: float, high: float, sizes: Sequence[float], *, bold: bool = False) -> float:
    """The first of ``sizes``, largest first, at which a text fits its place (inches), or the last."""
    return next((size for size in sizes if height(text, room, size, bold=bold) <= high), sizes[-1])


@dataclass(frozen=True)
class Grid:
    """A table as its place allows.

    Parameters
    ----------
    size : of its type, points
    columns : width of each that it has, inches; the first of the table's
    rows : height of header and each row that it has, inches
    """

    size: float
    columns: tuple[float, ...]
    rows: tuple[float, ...]


def grid(
    header: Sequence[str], rows: Sequence[Sequence[str]], room: float, high: float, sizes: Sequence[float]
) -> Grid:
    """Set a table in the largest type in which it fits whole, or what fits of it in the smallest.

    Parameters
    ----------
    room, high : inches that it may take
    sizes : points, largest first
    """
    made = [_set(header, rows, room, size) for size in sizes]
    whole = [each for each in made if len(each.columns) == len(header) and sum(each.rows) <= high]
    if whole:
        return whole[0]
    smallest, kept = made[-1], 1
    while kept < len(smallest.rows) and sum(smallest.rows[: kept + 1]) <= high:
        kept += 1
    return Grid(smallest.size, smallest.columns, smallest.rows[:kept])


def _set(header: Sequence[str], rows: Sequence[Sequence[str]], room: float, size: float) -> Grid:
    least, wanted = [], []
    for place, name in enumerate(header):
        cells = [row[place] for row in rows]
        words = [width(word, size, bold=True) for word in name.split(" ")]
        words += [width(word, size) for cell in cells for word in cell.split(" ")]
        least.append(max(words) + 2 * CELL_MARGIN + _SPARE)
        whole = [width(cell, size) for cell in cells] + [width(name, size, bold=True) / 2]
        wanted.append(max(least[-1], max(whole) + 2 * CELL_MARGIN + _SPARE))
    count = len(header)
    while count > 1 and sum(least[:count]) > room:
        count -= 1
    columns = _shared(least[:count], wanted[:count], room)
    heights = [_row(header, columns, size, bold=True), *(_row(row, columns, size) for row in rows)]
    return Grid(size, tuple(columns), tuple(heights))


def _shared(least: Sequence[float], wanted: Sequence[float], room: float) -> list[float]:
    """Widths of columns: what each wants and a share of what is left, or its longest word and a share."""
    if sum(wanted) <= room:
        return [each * room / sum(wanted) for each in wanted]
    if sum(least) >= room:
        return [each * room / sum(least) for each in least]
    # Sentences take what short figures leave, so that both have about as many lines.
    more = [(most - few) ** 0.5 for few, most in zip(least, wanted, strict=True)]
    rest = room - sum(least)
    return [few + rest * each / sum(more) for few, each in zip(least, more, strict=True)]


def _row(cells: Sequence[str], columns: Sequence[float], size: float, *, bold: bool = False) -> float:
    told = zip(cells, columns, strict=False)
    return _ABOVE_AND_BELOW + max(
        height(cell, wide - 2 * CELL_MARGIN, size, bold=bold) for cell, wide in told
    )


@dataclass(frozen=True)
class Part:
    """A picture for one slide, drawn at the size that it has there: its type is then that of the chart.

    Parameters
    ----------
    specification : of the chart, with the rows that stand on this slide
    left_out : rows that stand on no slide, for there would be too many of them; said on the last
    """

    specification: dict[str, Any]
    left_out: int = 0


def parts(
    specification: dict[str, Any],
    room: float,
    high: float,
    draw: Callable[[dict[str, Any]], str],
) -> list[Part]:
    """A picture made for upright paper, in the shape of a slide: on two where its rows would be too close.

    Parameters
    ----------
    room, high : inches that it has on a slide
    draw : gives the picture as SVG, to measure what names and axes take beside the plot
    """
    width, height = specification.get("width"), specification.get("height")
    if not isinstance(width, int | float) or not isinstance(height, int | float):
        return [Part(specification)]
    across, down = room * _POINTS, high * _POINTS
    taken = _beside(draw(specification), width, height)
    plot = max(0.5 * across, across - taken[0]), max(0.4 * down, down - taken[1])
    rows = _rows(specification)
    least = min(height / max(1, len(rows)), _least(specification, height, len(rows)))
    fit = max(1, int(plot[1] / least))
    if len(rows) <= fit:
        return [Part(_shaped(specification, *plot))]
    count = min(_AT_MOST_PARTS, -int(-len(rows) // fit))
    each = min(fit, -int(-len(rows) // count))
    pieces = [rows[first : first + each] for first in range(0, count * each, each)]
    left_out = len(rows) - sum(map(len, pieces))
    shown = [
        _shaped(_of_rows(specification, piece), plot[0], min(plot[1], least * 1.6 * len(piece)))
        for piece in pieces
    ]
    return [Part(one, left_out if one is shown[-1] else 0) for one in shown]


def _beside(svg: str, width: float, height: float) -> tuple[float, float]:
    """Points that names, axes and legends take beside and above the plot."""
    found = _SIZE.search(svg)
    if found is None:
        return 0.0, 0.0
    wide, high = (float(found[place] or found[place + 2]) for place in (1, 2))
    return wide - width, high - height


def _shaped(specification: dict[str, Any], width: float, height: float) -> dict[str, Any]:
    params = [said(width) if each["name"] == ROOM else each for each in specification.get("params", ())]
    return specification | {"width": round(width), "height": round(height), "params": params}


def _layers(specification: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield specification
    yield from specification.get("layer", ())


def _upright(layer: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = layer.get("encoding", {}).get("y", {})
    return found if isinstance(found.get("sort"), list) and "field" in found else {}


def _rows(specification: dict[str, Any]) -> list[str]:
    """The rows of a picture of named rows, from the top; none of another, which takes any shape."""
    held = any(
        "domain" in (layer.get("encoding", {}).get("x", {}).get("scale") or {})
        for layer in _layers(specification)
    )
    # Without ends of its own the horizontal axis would be another on each slide.
    return next((_upright(layer)["sort"] for layer in _layers(specification) if held and _upright(layer)), [])


def _least(specification: dict[str, Any], height: float, rows: int) -> float:
    """Points that a row needs at least."""
    further = [
        float(row["further"])
        for held in specification.get("datasets", {}).values()
        for row in held
        if isinstance(row.get("further"), int | float)
    ]
    if further:
        return _ROW + _LINE_MORE * max(map(float, further))
    return _SQUEEZED * height / max(1, rows)


def _of_rows(specification: dict[str, Any], rows: Sequence[str]) -> dict[str, Any]:
    """The picture with some of its rows; what belongs to no row stays on each."""
    layers = []
    for layer in specification.get("layer", ()):
        upright = _upright(layer)
        if upright:
            kept = {"filter": {"field": upright["field"], "oneOf": list(rows)}}
            encoding = layer["encoding"] | {"y": upright | {"sort": list(rows)}}
            layer = layer | {"transform": [kept, *layer.get("transform", ())], "encoding": encoding}
        layers.append(layer)
    return specification | {"layer": layers}
