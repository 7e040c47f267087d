"""The framework's own scripts and styles, packed once and kept by browsers for good.

Their names hold a hash of what is in them: what was sent under a name never changes. The framework sends them
as they are, four megabytes for a first page.
"""

from __future__ import annotations

import gzip
import mimetypes
import re
from pathlib import Path
from typing import Final

import anyio.to_thread
import brotli
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from studies.keep import Store

_ADDRESS: Final = re.compile(
    r"(?:/[^?]*)?/static/((?:js|css|media)/[\w.-]+\.(?:js|css|svg|json|wasm|ttf))", re.ASCII
)
# A hash stands before the ending.
_HASHED: Final = re.compile(r"[.-][\w-]{8}\.\w+$", re.ASCII)
_WORTH_IT: Final = 1024
# Better packing takes seventy times as long for a tenth of the bytes.
_BROTLI, _GZIP = 5, 6
_MOST_BYTES: Final = 12 << 20


class Packed:
    """Answers for the framework's hashed files, packed as the browser unpacks them; the rest passes.

    Parameters
    ----------
    folder : of the files
    """

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self.app, self.folder = app, folder
        self._kept = Store(_MOST_BYTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = _ADDRESS.fullmatch(scope["path"]) if scope["type"] == "http" else None
        headers = Headers(scope=scope) if found else Headers()
        way = _way(headers.get("accept-encoding", ""))
        if found is None or scope["method"] not in ("GET", "HEAD") or "range" in headers or not way:
            await self.app(scope, receive, send)
            return
        name = found[1]
        body = await anyio.to_thread.run_sync(self.packed, name, way)
        if body is None:
            await self.app(scope, receive, send)
            return
        told = {
            "cache-control": "public, max-age=31536000, immutable",
            "vary": "accept-encoding",
            "etag": f'"{Path(name).name}-{way}"',
        }
        if headers.get("if-none-match", "") == told["etag"]:
            await Response(status_code=304, headers=told)(scope, receive, send)
            return
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        answer = Response(body, headers=told | {"content-encoding": way}, media_type=kind)
        await answer(scope, receive, send)

    def packed(self, name: str, way: str) -> bytes | None:
        """A file packed; None where there is none, or none that is kept for good."""
        path = self.folder / name
        if not _HASHED.search(name) or not path.is_file() or path.stat().st_size < _WORTH_IT:
            return None
        pack = _brotli if way == "br" else _gzip
        body: bytes = self._kept.get((name, way), lambda: pack(path.read_bytes()))
        return body


def _brotli(content: bytes) -> bytes:
    packed: bytes = brotli.compress(content, quality=_BROTLI)
    return packed


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, _GZIP, mtime=0)


def _way(accepted: str) -> str:
    """How a browser wants it packed: the better way that it knows; empty where it wants it as it is."""
    wanted = {}
    for part in accepted.lower().split(","):
        name, _mark, weight = part.partition(";")
        wanted[name.strip()] = weight.replace(" ", "")
    known = [
        way
        for way in ("br", "gzip")
        if way in wanted and wanted[way] not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    ]
    return known[0] if known else ""
