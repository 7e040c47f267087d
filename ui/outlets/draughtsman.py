"""Draws charts in a process of its own: ``python -m ui.outlets.draughtsman``.

The library that turns a specification into a picture holds the interpreter while it works, a tenth of a
second and more: in the server it would stop every visitor and the event loop for that long. Here it stops
nobody, and what it takes of memory is given back with the process.

On the standard input come requests, on the standard output go answers: a length in four bytes, then as many
bytes; a request is JSON (``form`` and ``specification``), an answer begins with ``+`` or ``-``. What is to be
drawn is a chart's specification, or the text of an SVG that is to become a PNG.
"""

from __future__ import annotations

import json
import struct
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Final

FONTS: Final = Path(__file__).resolve().parent.parent / "report" / "fonts"
LENGTH: Final = struct.Struct(">I")
_SCALE: Final = 2
# A pack wants most charts in both forms; what is measured and placed for the one serves the other.
_VECTORS_KEPT: Final = 64


def drawn(form: str, specification: dict[str, Any] | str) -> bytes:
    """A chart as SVG, or as PNG of twice the screen's density; an SVG as PNG."""
    import vl_convert

    if isinstance(specification, str):
        return bytes(vl_convert.svg_to_png(specification))
    vector = _vector(json.dumps(specification))
    return vector.encode() if form == "svg" else bytes(vl_convert.svg_to_png(vector, scale=_SCALE))


@lru_cache(_VECTORS_KEPT)
def _vector(specification: str) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(specification))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer one request after the other until there are no more."""
    import vl_convert

    # Text is measured in the type that will set it, whatever the server has installed.
    vl_convert.register_font_directory(str(FONTS))
    while len(head := requests.read(LENGTH.size)) == LENGTH.size:
        asked = json.loads(requests.read(LENGTH.unpack(head)[0]))
        try:
            answer = b"+" + drawn(asked["form"], asked["specification"])
        except Exception as error:
            answer = b"-" + str(error).encode()[:2000]
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


if __name__ == "__main__":
    written = sys.stdout.buffer
    # Whatever a library prints must not get between the answers.
    sys.stdout = sys.stderr
    serve(sys.stdin.buffer, written)
