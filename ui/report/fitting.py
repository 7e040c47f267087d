"""How much place words take on a slide, before an office program sets them.

Widths are those of the house's own typeface, which runs wider than the one that slides name: what fits by
this estimate fits on the slide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

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
