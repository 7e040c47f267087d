"""What surrounds the pages: start-up, security headers, the page's language, readiness, errors."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import gc
import gzip
import hashlib
import logging
import re
import threading
from collections.abc import AsyncGenerator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

import anyio.to_thread
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.connection import NOT_WRITTEN, UNREADABLE
from data.passing import forget_visitors
from data.publishing import sweep
from ui import framework, gate, logs, meters
from ui.address import WORKSPACE_KEY
from ui.outlets.embedding import ROOT as EMBEDDED
from ui.outlets.embedding import framing
from ui.registry import MOVED, PAGES
from ui.report import apart
from ui.words import Language

log = logging.getLogger("vigie")

_FIRST_VISITOR_SECONDS: Final = 20.0
_RETRY_SECONDS: Final = 30.0
_OPENED_FIRST: Final = 2
_INLINE_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_KEYS: Final = Path(__file__).parent / "static" / "keys.js"
_FIRST: Final = Path(__file__).parent / "static" / "first.js"
_WORDS: Final = Path(__file__).parent / "static" / "words.js"
_PAPER: Final = Path(__file__).parent / "static" / "paper.js"
_PRINT: Final = Path(__file__).parent / "static" / "print.css"
_STAGE: Final = Path(__file__).parent / "static" / "stage.css"
_PHONE: Final = Path(__file__).parent / "static" / "phone.css"
_PACKED: Final = 5
_KEYS_TAG: Final = (
    b'<script src="./keys.js" defer></script><script src="./first.js" defer></script>'
    b'<script src="./words.js" defer></script><script src="./paper.js" defer></script>'
    b'<link rel="stylesheet" media="print" href="./print.css" />'
    # What only paper shows takes no room on a screen.
    b"<style>@media screen{[class*=st-key-paper]{display:none!important}}</style>"
    # On a desk the question takes as few lines as it can: nothing stands above and below it, and two of the
    # menus beside it go by their sign; their names stay for those who listen.
    b"<style>@media screen and (min-width:769px){.stApp .st-key-question h1{padding:.35rem 0}}"
    b"@media screen and (min-width:769px) and (max-width:1500px)"
    b"{.st-key-tools :is(.st-key-my-place,.st-key-share) button p"
    b"{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}}</style>"
    b'<link rel="stylesheet" media="screen and (max-width: 640px)" href="./phone.css" />'
    b'<link rel="stylesheet" media="screen" href="./stage.css" /></head>'
)
_ADDRESSES: Final = frozenset({"", *(page.slug for page in PAGES)})
_FOR_PROGRAMS: Final = ("/api/", "/embed/")
_SHOW_LINKS: Final = (
    *("facebookexternalhit", "LinkedInBot", "Slackbot-LinkExpanding", "TelegramBot", "Twitterbot"),
    *("Discordbot", "WhatsApp"),
)
# Where the page turns its charts do not: what their words are anchored to would be their other end. A folded
# menu is moved out to the left by the framework, which is into the page here.
_TURNED: Final = (
    b"<style>.vega-embed{direction:ltr}"
    b".stApp:has([data-testid=stExpandSidebarButton]) .stSidebar{visibility:hidden}</style></head>"
)
_HTML_LANGUAGE: Final = re.compile(rb'<html([^>]*) lang="[a-z-]*"')


def _script_hashes() -> str:
    # Read off the page that is served, so that an upgrade of the server cannot leave them behind.
    page = framework.static() / "index.html"
    bodies = _INLINE_SCRIPT.findall(page.read_text(encoding="utf-8"))
    digests = (base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for body in bodies)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def security_headers(host: str = "", framed_by: tuple[str, ...] = ()) -> dict[str, str]:
    """The headers of every answer: nothing is fetched from, or embedded in, another site.

    ``framed_by``: origins whose pages may show this answer in a frame.

    ``host`` is the server's name and port as the request has them: not every browser takes the page's own
    address to include its websocket.
    """
    policy = {
        "default-src": "'self'",
        "script-src": f"'self' {_script_hashes()}",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": " ".join(("'self'", *_sockets(host))),
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": " ".join(("'self'", *framed_by)),
    }
    return {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=()",
    }


def _sockets(host: str) -> list[str]:
    # An address in brackets cannot be written in a policy; for that one 'self' has to do.
    if not host or host.startswith("[") or not gate.answers_to(host):
        return []
    return [f"{scheme}://{host.lower()}" for scheme in ("ws", "wss")]


STRICTER: Final = frozenset({"sandbox; default-src 'none'", "no-referrer"})
"""Policies of an answer that this server leaves as they are."""


def _host(scope: Scope) -> str:
    return Headers(scope=scope).get("host", "")[:300]


class SecurityHeaders:
    """Adds the security headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = lru_cache(maxsize=64)(security_headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                framed_by = framing() if scope.get("path", "").startswith(EMBEDDED) else ()
                answered, ours = MutableHeaders(scope=message), self.headers(_host(scope), framed_by)
                # A file that may do nothing at all keeps its own, stricter policies.
                stricter = {name for name in ours if answered.get(name, "") in STRICTER}
                answered.update({name: value for name, value in ours.items() if name not in stricter})
            await send(message)

        await self.app(scope, receive, sender if scope["type"] == "http" else send)


def _asks_for_a_page(scope: Scope) -> bool:
    """Whether a request is for a page: it says so, or takes whatever there is at a page's address.

    So do most of those that preview a link; the files of a page are asked for in the same way, elsewhere.
    """
    path = scope.get("path", "")
    if path.startswith(_FOR_PROGRAMS):
        return False
    taken = Headers(scope=scope).get("accept", "*/*")
    return "text/html" in taken or ("*/*" in taken and path.rstrip("/").rpartition("/")[2] in _ADDRESSES)


class OwnPage:
    """Makes the page that loads the client ours: its language, and the keys of the presentation.

    Streamlit writes "en" into the ``html`` tag whatever is spoken, and screen readers then read French as
    English; and its shortcuts are silent while a control has the focus (see ``static/keys.js``).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _asks_for_a_page(scope):
            await self.app(scope, receive, send)
            return
        from ui.outlets.first import first

        # Computed while the framework looks for its page.
        headers = Headers(scope=scope)
        painting = asyncio.ensure_future(
            first(scope.get("path", "/"), scope.get("query_string", b"").decode("latin-1"), headers)
        )
        packed = _packing(headers)
        started: list[Message] = []
        parts: list[bytes] = []

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
                return
            parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            body = b"".join(parts)
            headers = MutableHeaders(scope=started[0])
            if "text/html" in headers.get("content-type", "") and "content-encoding" not in headers:
                body = _own(scope, body, await painting)
                if packed:
                    body = await anyio.to_thread.run_sync(gzip.compress, body, _PACKED)
                    headers["content-encoding"] = "gzip"
                    headers.add_vary_header("accept-encoding")
                headers["content-length"] = str(len(body))
                # The body depends on who asks, so what was true of the file's own tag is not of it.
                del headers["etag"]
            await send(started[0])
            await send({"type": "http.response.body", "body": body})

        # A half-sent or "not modified" answer could not be rewritten.
        scope["headers"] = [
            pair
            for pair in scope["headers"]
            if pair[0] not in {b"accept-encoding", b"if-none-match", b"if-modified-since"}
        ]
        try:
            await self.app(scope, receive, sender)
        finally:
            painting.cancel()


def _packing(headers: Headers) -> bool:
    return "gzip" in headers.get("accept-encoding", "")


def _own(scope: Scope, body: bytes, painted: Any = None) -> bytes:
    from ui.preview import introduced
    from ui.words import FROM_THE_RIGHT, declared

    spoken, query = _spoken(scope), scope.get("query_string", b"").decode("latin-1")
    # The script that follows a change of language asks which of them turn the page.
    turned = f' data-from-the-right="{" ".join(sorted(FROM_THE_RIGHT))}"' if FROM_THE_RIGHT else ""
    if turned:
        body = body.replace(b"</head>", _TURNED, 1)
    tag = rb"<html\1 " + f"{declared(spoken)}{turned}".encode()
    body = _HTML_LANGUAGE.sub(tag, body, count=1).replace(b"</head>", framework.tag() + _KEYS_TAG, 1)
    host = Headers(scope=scope).get("host", "")[:300]
    origin = f"{scope.get('scheme', 'http')}://{host}"
    return introduced(body, scope.get("path", "/"), query, spoken, origin, painted)


def _spoken(scope: Scope) -> Language:
    from ui.words import LANGUAGES, preferred_language

    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0]
    for spoken in LANGUAGES:
        if spoken == asked:
            return spoken
    return preferred_language(Headers(scope=scope).get("accept-language"))


async def ready(_request: Request) -> JSONResponse:
    """Whether the data answer: 200 with snapshot and date, or 503."""
    try:
        return JSONResponse(await anyio.to_thread.run_sync(_probe))
    except Exception:
        from ui.refusal import note_failure

        reference = note_failure("the data do not answer")
        return JSONResponse({"status": "unavailable", "reference": reference}, status_code=503)


async def figures(_request: Request) -> Response:
    """What the server has done and holds, for its operator; the gate asks for the key."""
    return Response(await anyio.to_thread.run_sync(meters.exposition), media_type=CONTENT_TYPE_LATEST)


async def robots(_request: Request) -> PlainTextResponse:
    """What search engines may read: the pages of a hosted demonstration, and nothing of a bank's own server.

    Addresses with parameters stay out, since a workspace's name is one. Whoever fetches a link only to show
    what it is, since somebody has posted it, may read the demonstration under any parameters.
    """
    from data.snapshots import hosted

    closed = ("/*?", "/_stcore/", "/api/", "/embed/") if hosted() else ("/",)
    told = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in closed)
    if hosted():
        told += "\n" + "".join(f"User-agent: {name}\n" for name in _SHOW_LINKS)
        told += f"Disallow: /*?*{WORKSPACE_KEY}=\nDisallow: /_stcore/\n"
    return PlainTextResponse(told)


async def keys(_request: Request) -> FileResponse:
    """The script of the presentation's keys; what the framework serves as static it calls plain text."""
    return FileResponse(_KEYS, media_type="text/javascript")


async def first_paint(_request: Request) -> FileResponse:
    """The script that takes the first paint away."""
    return FileResponse(_FIRST, media_type="text/javascript")


async def framework_words(_request: Request) -> FileResponse:
    """The script that says the framework's own words in the reader's language."""
    return FileResponse(_WORDS, media_type="text/javascript")


async def for_paper(_request: Request) -> FileResponse:
    """The script that gives pictures of a dark screen the colours of paper."""
    return FileResponse(_PAPER, media_type="text/javascript")


async def printed(_request: Request) -> FileResponse:
    """How a page looks on paper."""
    return FileResponse(_PRINT, media_type="text/css")


async def staged(_request: Request) -> FileResponse:
    """How a screen of the story fills the wall."""
    return FileResponse(_STAGE, media_type="text/css")


async def on_a_telephone(_request: Request) -> FileResponse:
    """How a page looks where there is little room."""
    return FileResponse(_PHONE, media_type="text/css")


async def home(request: Request) -> RedirectResponse:
    """The first page under its own name, where the framework knows it by the bare address only."""
    query = request.url.query
    return RedirectResponse(f"/?{query}" if query else "/")


async def moved(request: Request) -> RedirectResponse:
    """Where a page stands now, for links to its old address: for good, and with all that the link states."""
    slug = request.url.path.rstrip("/").rpartition("/")[2]
    query = request.url.query
    # Named beside the old address, so that it holds below any prefix.
    return RedirectResponse(f"./{MOVED[slug]}" + (f"?{query}" if query else ""), status_code=308)


def _probe() -> dict[str, Any]:
    from data import queries
    from data.snapshots import current

    snapshot = current()
    count = len(queries.banks(snapshot))
    return {"status": "ready", "snapshot": snapshot.hash, "as_of": snapshot.as_of.isoformat(), "banks": count}


@contextlib.asynccontextmanager
async def lifespan(_app: Any) -> AsyncGenerator[None, None]:
    """Build the data when there are none, import what every page needs, and keep it out of the collector."""
    gate.check_sign_in()
    _structure_the_log()
    apart.begin()
    prepared = await anyio.to_thread.run_sync(_warm)
    _spare_the_collector()
    later = threading.Event()
    threading.Thread(target=_warm_further, args=(later, prepared), daemon=True).start()
    try:
        yield
    finally:
        later.set()
        await anyio.to_thread.run_sync(forget_visitors)


def _structure_the_log() -> None:
    if logs.begin():
        framework.write_lines()


def _spare_the_collector() -> None:
    gc.collect()
    # What start-up made will never be garbage; left in, every full collection looks through it again.
    gc.freeze()


def _warm_further(ended: threading.Event, prepared: bool) -> None:
    """What the first pages need, while the first browser loads; the rest once it has been served.

    Where the data could not be read at the start, they are tried again until they can.
    """
    try:
        from ui.outlets.first import warm as paint_ahead
        from ui.registry import PAGES
        from ui.warm import import_pages, warm_desk, warm_losses

        import_pages(PAGES[:_OPENED_FIRST])
        if prepared:
            paint_ahead(PAGES[:_OPENED_FIRST], ended)
        while not prepared:
            if ended.wait(_RETRY_SECONDS):
                return
            prepared = _prepared()
        if ended.wait(_FIRST_VISITOR_SECONDS):
            return
        import_pages(PAGES)
        warm_losses()
        warm_desk()
        paint_ahead(PAGES, ended)
        _spare_the_collector()
    except Exception:
        from ui.refusal import note_failure

        note_failure("warming failed")


def _warm() -> bool:
    sweep()
    prepared = _prepared()
    import ui.charts.risk
    import ui.page  # noqa: F401 - the first page is drawn without waiting for them

    return prepared


def _prepared() -> bool:
    """Whether the data are built and read; where the disk refuses, what was built before is served."""
    from data.ingest.refresh import refresh
    from ui.warm import warm

    try:
        try:
            refresh()
        except NOT_WRITTEN as error:
            log.error(
                "the data could not be built, those of before are served; make room on the disk, or name "
                "another folder by VIGIE_HOME: %s",
                error,
            )
        warm()
    except UNREADABLE as error:
        log.error("there are no data to serve: %s", error)
        return False
    return True


def show_failure(error: Exception) -> bool:
    """What a visitor sees when a page fails: no trace, but a reference that the log also has."""
    from ui.refusal import note_failure
    from ui.words import _

    reference = note_failure("a page failed")
    if isinstance(error, UNREADABLE):
        said, icon = (
            _(
                "The data of this server cannot be read at the moment. Nothing that you set is lost: reload "
                "the page in a minute. Reference for support: {reference}"
            ),
            ":material/cloud_off:",
        )
    else:
        said, icon = (
            _("This page could not be drawn. The figures are unharmed. Reference for support: {reference}"),
            ":material/error:",
        )
    framework.say_failure(said.format(reference=reference), icon)
    return True
