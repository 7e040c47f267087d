"""Asking a route of the application without a server, as a browser would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.routing import Route


@dataclass(frozen=True)
class Answered:
    """Status, headers in lower case, and body of an answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(
    routes: list[Route],
    address: str,
    *,
    method: str = "GET",
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
) -> Answered:
    """What routes answer to a request for an address such as /api/letter/3?seat=x."""
    parts = urlsplit(address)
    given = {"host": "localhost", "content-length": str(len(body))} | dict(headers or {})
    scope: dict[str, Any] = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        "server": ("localhost", 80),
        "client": ("127.0.0.1", 1),
    }
    sent: list[Any] = []

    async def run() -> None:
        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await Starlette(routes=routes)(scope, receive, send)

    # In a thread of its own: a browser test of the same process may have left a loop running in this one.
    with start_blocking_portal() as portal:
        portal.call(run)
    answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answered(sent[0]["status"], answered, b"".join(each.get("body", b"") for each in sent[1:]))
