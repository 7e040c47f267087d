"""The picture that a link brings along where it is sent, 1200 × 630: question, answer, the page's picture."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import typst

from ui.address import deployment
from ui.charts import room
from ui.charts.common import finish
from ui.content import Content
from ui.outlets.asked import Asked
from ui.outlets.draughtsman import FONTS
from ui.outlets.drawn import picture
from ui.outlets.value import kinds_of, source_line
from ui.refusal import Refusal
from ui.registry import PageEntry
from ui.words import _, ngettext

SIZE: Final = (1200, 630)
_TEMPLATE: Final = Path(__file__).with_name("card.typ")
_PLACE: Final = (660, 440)
# Of the large type that it has, a line holds as many letters as one of this width does of the usual.
_ROOM: Final = 490
_ALMOST: Final = 1.2
_FEWEST_ROWS: Final = 3
_SEVERAL: Final = {"hconcat", "vconcat", "concat", "facet", "repeat"}


def card(asked: Asked, page: PageEntry, found: Content | Refusal, at: str) -> bytes:
    """The picture of a page's link, as PNG."""
    shown = found.picture if isinstance(found, Content) else None
    sentence = found.answer.sentence if isinstance(found, Content) else found.sentence
    svg, left_out = _svg(found) if shown else ("", 0)
    return drawn(
        {
            "language": asked.language,
            "question": _(page.question),
            "answer": sentence.replace("**", ""),
            "svg": svg,
            "more": ngettext(
                "{count} more row on the page", "{count} more rows on the page", left_out
            ).format(count=left_out)
            if left_out
            else "",
            "alt": shown.alt_text if shown else "",
            "source": source_line(asked.reader.snapshot, kinds_of([shown] if shown else [])),
            "host": urlsplit(deployment(at)).netloc,
        }
    )


def _left_out(count: int) -> str:
    return ngettext("{count} more row on the page", "{count} more rows on the page", count).format(
        count=count
    )


def _svg(found: Content | Refusal) -> tuple[str, int]:
    """The page's picture as large as its place, and how many of its rows had no room there."""
    assert isinstance(found, Content)
    assert found.picture is not None
    finished = finish(found.picture.drawing, kinds=(), large=True)
    others = [each for each in finished["params"] if each["name"] != room.ROOM]
    told, left_out = _first_rows(finished | {"params": [room.said(_ROOM), *others], "width": _PLACE[0]})
    return picture("svg", _squeezed(told)).decode(), left_out


def _first_rows(chart: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """A chart of more rows than its place has room for, with those that stand first; how many do not.

    Made smaller as a whole, nobody could read it where a message shows the picture.
    """
    height = chart.get("height")
    if not isinstance(height, int | float) or height <= _ALMOST * _PLACE[1]:
        return chart, 0
    names: list[str] = next(
        (side["sort"] for side in map(_side, chart.get("layer", ())) if _names_rows(side)), []
    )
    count = max(_FEWEST_ROWS, int(_PLACE[1] * len(names) / height))
    if len(names) <= count or not _names_its_rows_itself(chart):
        return chart, 0
    shown = names[:count]
    layers = [_of_rows(layer, shown) for layer in chart["layer"]]
    return chart | {"layer": layers, "height": round(height * count / len(names))}, len(names) - count


def _side(layer: dict[str, Any]) -> dict[str, Any]:
    side: dict[str, Any] = layer.get("encoding", {}).get("y", {})
    return side


def _names_rows(side: dict[str, Any]) -> bool:
    return isinstance(side.get("sort"), list) and "field" in side


def _of_rows(layer: dict[str, Any], rows: Sequence[str]) -> dict[str, Any]:
    side = _side(layer)
    if not _names_rows(side):
        return layer
    kept = {"filter": {"field": side["field"], "oneOf": list(rows)}}
    encoding = layer["encoding"] | {"y": side | {"sort": list(rows)}}
    return layer | {"transform": [kept, *layer.get("transform", ())], "encoding": encoding}


def _squeezed(specification: dict[str, Any]) -> dict[str, Any]:
    """A chart as high as its place; where it was higher, without what would then meet."""
    height = specification.get("height")
    if _SEVERAL & set(specification) or not isinstance(height, int | float):
        return specification
    told = specification | {
        "width": _PLACE[0],
        "height": _PLACE[1],
        "autosize": {"type": "fit", "contains": "padding"},
    }
    if height <= _ALMOST * _PLACE[1]:
        return told
    if _names_its_rows_itself(specification):
        # Without its words nobody would know what stands there: it is made smaller as a whole.
        return specification
    config = told["config"] | {"axisY": told["config"]["axisY"] | {"labelOverlap": True}}
    layers = [layer for layer in told.get("layer", ()) if not _is_text(layer)]
    return told | {"config": config} | ({"layer": layers} if layers else {})


def _names_its_rows_itself(chart: dict[str, Any]) -> bool:
    """Whether rows have no axis that names them, but words within the picture."""
    parts = [chart, *chart.get("layer", ())]
    sides = [part["encoding"]["y"] for part in parts if "y" in part.get("encoding", {})]
    return any(
        "axis" in side and (side["axis"] is None or side["axis"].get("labels") is False) for side in sides
    )


def _is_text(layer: dict[str, Any]) -> bool:
    mark = layer.get("mark")
    return mark == "text" or (isinstance(mark, dict) and mark.get("type") == "text")


def drawn(words: dict[str, str]) -> bytes:
    """The template filled with ``words``, as PNG."""
    pages = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parents[1]),
        font_paths=[str(FONTS)],
        # What is installed on a server must not change a picture.
        ignore_system_fonts=True,
        format="png",
        ppi=72,
        sys_inputs={"card": json.dumps(words, ensure_ascii=False)},
    )
    written: bytes = pages if isinstance(pages, bytes) else pages[0]
    return written
