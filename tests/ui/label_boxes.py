"""Where the words of a chart stand, measured as the browser lays them out, without a browser.

The chart's scene comes from the renderer that also makes the pictures, the widths of its words from the
typeface that ships with the board pack, the same as on the pages.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any, Final

import vl_convert
from PIL import ImageFont

from ui.outlets.draughtsman import FONTS

# Of the letters' height above and below the line they stand on, as a share of the type size.
_ABOVE, _BELOW = 0.73, 0.21
_SLACK: Final = 1.5
_LONG: Final = 40
ROOM_ASKED: Final = "containerSize()[0]"
_BASELINES: Final = {"top": _ABOVE + 0.06, "middle": 0.3, "bottom": -_BELOW, "alphabetic": 0.0}
vl_convert.register_font_directory(str(FONTS))


@dataclass(frozen=True)
class Box:
    """The words and the rectangle that they fill, in pixels of the picture."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    cut: bool = False

    def meets(self, other: Box) -> bool:
        """Whether the two rectangles overlap by more than the blur of a letter."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > _SLACK and down > _SLACK

    def within(self, other: Box) -> bool:
        """Whether this rectangle lies inside the other."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom


@lru_cache
def _font(size: float, heavy: bool) -> ImageFont.FreeTypeFont:
    name = "Inter-SemiBold.otf" if heavy else "Inter-Regular.otf"
    return ImageFont.truetype(str(FONTS / name), size, layout_engine=ImageFont.Layout.BASIC)


def _box(item: dict[str, Any], x: float, y: float) -> Box | None:
    text, broken = item["text"], item.get("lineBreak")
    lines = text if isinstance(text, list) else str(text).split(broken) if broken else [text]
    lines = [str(line) for line in lines]
    if not any(line.strip() for line in lines) or item.get("opacity", 1) == 0 or not item.get("fill", True):
        return None
    size = float(item.get("fontSize", 11))
    weight = item.get("fontWeight", 400)
    heavy = weight == "bold" or (isinstance(weight, int | float) and weight >= 600)
    widest = max(_font(size, heavy).getlength(line) for line in lines)
    limit = float(item.get("limit") or 0)
    width = min(widest, limit) if limit else widest
    left = {"center": -width / 2, "right": -width}.get(item.get("align", "left"), 0.0) + (item.get("dx") or 0)
    line_height = float(item.get("lineHeight") or size + 2)
    base = _BASELINES[item.get("baseline", "alphabetic")] * size + (item.get("dy") or 0)
    top, bottom = base - _ABOVE * size, base + (len(lines) - 1) * line_height + _BELOW * size
    turned = math.radians(item.get("angle") or 0)
    corners = [
        (
            across * math.cos(turned) - down * math.sin(turned),
            across * math.sin(turned) + down * math.cos(turned),
        )
        for across in (left, left + width)
        for down in (top, bottom)
    ]
    away, around = float(item.get("radius") or 0), float(item.get("theta") or 0)
    x += (item.get("x") or 0) + away * math.sin(around)
    y += (item.get("y") or 0) - away * math.cos(around)
    wide, high = [x + corner[0] for corner in corners], [y + corner[1] for corner in corners]
    cut = bool(limit) and widest > limit + _SLACK
    return Box(" ".join(lines), min(wide), min(high), max(wide), max(high), cut)


def _walk(node: dict[str, Any], x: float, y: float) -> Iterator[Box]:
    for item in node.get("items", ()):
        if node.get("marktype") == "text":
            if found := _box(item, x, y):
                yield found
        elif "items" in item or item.get("marktype"):
            moved = (item.get("x") or 0, item.get("y") or 0) if node.get("marktype") == "group" else (0, 0)
            yield from _walk(item, x + moved[0], y + moved[1])


def _rules(node: dict[str, Any], x: float, y: float) -> Iterator[Box]:
    """Upright lines that run through a picture, each as a box without width."""
    for item in node.get("items", ()):
        moved = (item.get("x") or 0, item.get("y") or 0) if node.get("marktype") == "group" else (0, 0)
        if node.get("marktype") == "rule" and node.get("role") == "mark":
            across, up = x + (item.get("x") or 0), y + (item.get("y") or 0)
            down = y + (item.get("y2") if item.get("y2") is not None else item.get("y") or 0)
            if item.get("x2") in (None, item.get("x")) and abs(down - up) > _LONG:
                yield Box("", across - _SLACK, min(up, down), across + _SLACK, max(up, down))
        elif "items" in item or item.get("marktype"):
            yield from _rules(item, x + moved[0], y + moved[1])


def boxes(specification: dict[str, Any], width: float) -> tuple[list[Box], list[Box], Box]:
    """Words and upright lines of a chart drawn ``width`` pixels wide, and its picture."""
    # What a browser answers when a chart asks how much room it has.
    drawn = json.loads(json.dumps(specification).replace(ROOM_ASKED, f"{width:g}")) | {"width": width}
    for part in drawn.get("vconcat", ()):
        part["width"] = width
    scene = vl_convert.vegalite_to_scenegraph(drawn)
    across, down = scene["origin"]
    picture = Box("", 0, 0, scene["width"], scene["height"])
    drawing = scene["scenegraph"]
    return list(_walk(drawing, across, down)), list(_rules(drawing, across, down)), picture


def faults(specification: dict[str, Any], width: float) -> list[str]:
    """Words that overprint each other, leave the picture or are cut, one sentence each."""
    # Many pictures are the same for every bank.
    return list(_faults(json.dumps(specification), width))


@lru_cache(maxsize=4096)
def _faults(specification: str, width: float) -> tuple[str, ...]:
    found, rules, picture = boxes(json.loads(specification), width)
    # A rim is the same word, drawn below itself.
    words = list(dict.fromkeys(found))
    said = [f"{one.text!r} overprints {two.text!r}" for one, two in combinations(words, 2) if one.meets(two)]
    said += [f"{each.text!r} is cut short" for each in words if each.cut]
    # Over a rim a line is interrupted.
    bare = [each for each in words if found.count(each) == 1]
    said += [
        f"{each.text!r} is crossed by a line" for each in bare if any(each.meets(rule) for rule in rules)
    ]
    whole = Box("", -_SLACK, -_SLACK, picture.right + _SLACK, picture.bottom + _SLACK)
    left = [f"{each.text!r} leaves the picture" for each in words if not each.within(whole)]
    return (*said, *left)
