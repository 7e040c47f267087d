"""The picture that a link brings along where it is sent, 1200 × 630: question, answer, the page's picture."""

from __future__ import annotations

import json
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
from ui.words import _

SIZE: Final = (1200, 630)
_TEMPLATE: Final = Path(__file__).with_name("card.typ")
_PLACE: Final = (660, 440)
_ALMOST: Final = 1.2
_SEVERAL: Final = {"hconcat", "vconcat", "concat", "facet", "repeat"}


def card(asked: Asked, page: PageEntry, found: Content | Refusal, at: str) -> bytes:
    """The picture of a page's link, as PNG."""
    shown = found.picture if isinstance(found, Content) else None
    sentence = found.answer.sentence if isinstance(found, Content) else found.sentence
    return drawn(
        {
            "language": asked.language,
            "question": _(page.question),
            "answer": sentence.replace("**", ""),
            "svg": _svg(found) if shown else "",
            "alt": shown.alt_text if shown else "",
            "source": source_line(asked.reader.snapshot, kinds_of([shown] if shown else [])),
            "host": urlsplit(deployment(at)).netloc,
        }
    )


def _svg(found: Content | Refusal) -> str:
    assert isinstance(found, Content)
    assert found.picture is not None
    finished = finish(found.picture.drawing, kinds=(), large=True)
    others = [each for each in finished["params"] if each["name"] != room.ROOM]
    told = finished | {"params": [room.said(_PLACE[0]), *others], "width": _PLACE[0]}
    return picture("svg", _squeezed(told)).decode()


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
