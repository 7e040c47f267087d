"""Ask an ASGI application without a server."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import anyio
from anyio.from_thread import start_blocking_portal


@dataclass(frozen=True)
class Reply:
    """What was answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as data."""
        return json.loads(self.body)


def ask(app: Any, path: str, query: str = "", *, method: str = "GET", **headers: str) -> Reply:
    """The answer to a request; a header ``if_none_match`` is sent as ``If-None-Match``."""
    sent: list[dict[str, Any]] = []

    asked = iter([True])

    async def receive() -> dict[str, Any]:
        if not next(asked, False):
            # Whoever asked stays to hear the answer.
            await anyio.sleep_forever()
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    told = {"host": "vigie.example", "accept-language": "fr"}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "https",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in told.items()],
        "server": ("vigie.example", 443),
        "client": ("127.0.0.1", 1),
    }
    with start_blocking_portal() as portal:
        portal.call(app, scope, receive, send)
    found = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Reply(sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:]))
