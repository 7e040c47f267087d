"""Who may ask this server, by which name and from which page; the rest is refused before it costs anything.

The framework, asked by a page of another site, looks its own address up at an outside service while every
visitor waits, and answers under any name that its machine is given. Here a request is judged first, from what
it says and from the settings alone:

* ``VIGIE_HOSTS``: names under which the server is reached, separated by commas; ``*.bank.example`` for all
  names below one, ``*`` for any. Always answered are the loopback names, addresses in figures (a name can be
  pointed at a stranger's machine, an address cannot) and the host of ``VIGIE_PUBLIC_URL``.
* ``VIGIE_METRICS_KEY``: who sends it as bearer token reads ``/api/metrics`` and ``/_stcore/metrics``; without
  the setting nobody.
"""

from __future__ import annotations

import hmac
import ipaddress
import logging
import os
import re
from functools import cache, lru_cache
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.hosting import largest_log_megabytes
from ui import framework, meters, uploads
from ui.address import PUBLIC_URL
from ui.registry import PAGES
from ui.words import N_, preferred_language, said_in

log = logging.getLogger("vigie")

HOSTS: Final = "VIGIE_HOSTS"
METRICS_KEY: Final = "VIGIE_METRICS_KEY"
MOST_HEAD_BYTES: Final = 32_768

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST: Final = re.compile(r"(?:\[([0-9A-Fa-f:.]{2,45})\]|([A-Za-z0-9._-]{1,253}))(?::[0-9]{1,5})?", re.ASCII)
_LOGIN, _CALLBACK = "/auth/login", "/oauth2callback"
_RETURN: Final = "vigie_return"
_RETURN_SECONDS: Final = 600
_MOST_QUERY: Final = 2_000
_HEALTH: Final = "/_stcore/health"
_METRICS: Final = frozenset({"/_stcore/metrics", "/api/metrics"})
_UPLOAD: Final = re.compile(r"/_stcore/upload_file/([^/]+)/([^/]+)")
_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_UNKNOWN_NAME: Final = N_(
    "This server does not answer under the name “{host}”. Whoever runs it can allow the name: "
    "set VIGIE_HOSTS={host} and start it again."
)
_STRANGE_PAGE: Final = N_(
    "This request comes from a page of another site, and is refused. Whoever runs this server can allow the "
    "site by its host name in VIGIE_HOSTS."
)
_TOO_LONG: Final = N_("The address or the headers of this request are longer than {bytes} bytes.")
_NO_SUCH_PAGE: Final = N_("There is no page at this address. The first page is at {home}")
_TOO_LARGE: Final = N_("This file is larger than {megabytes} MB, or its size is not said.")
_FRAMING_BYTES: Final = 1_048_576
_NOT_ASKED_FOR: Final = N_("No page that you have open asked for this file; it was not kept.")


def host_name(host: str) -> str | None:
    """The name in a ``Host`` header, without port and in lower case; None where it is none."""
    found = _HOST.fullmatch(host)
    return (found[1] or found[2]).lower().rstrip(".") or None if found else None


def allowed_names() -> tuple[str, ...]:
    """The names that the settings allow, besides those of the loopback and addresses in figures."""
    return _names(os.environ.get(HOSTS, ""), os.environ.get(PUBLIC_URL, ""))


@lru_cache(maxsize=8)
def _names(hosts: str, public_url: str) -> tuple[str, ...]:
    listed = (each.strip().lower().rstrip(".") for each in hosts.split(","))
    public = urlsplit(public_url).hostname or ""
    return tuple(dict.fromkeys(name for name in (*listed, public) if name))


def _named(name: str) -> bool:
    return any(
        pattern in ("*", name) or (pattern.startswith("*.") and name.endswith(pattern[1:]))
        for pattern in allowed_names()
    )


def _in_figures(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def answers_to(host: str) -> bool:
    """Whether a request for ``host`` (as its header says it) is meant for this server."""
    name = host_name(host)
    return name is not None and (name in _LOOPBACK or _in_figures(name) or _named(name))


def trusts(origin: str, host: str) -> bool:
    """Whether a page of ``origin`` may talk to the server that it calls ``host``.

    It may when it came from that very server, port included, or from a host that the settings name.
    """
    try:
        parts = urlsplit(origin)
        name = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not name:
        return False
    return parts.netloc.lower() == host.lower() or (name not in _LOOPBACK and _named(name))


def check_sign_in() -> None:
    """That nothing beside the sign-in can say who somebody is, where people sign in.

    Raises
    ------
    RuntimeError: a setting would let a header, or a program, pass for a person
    """
    if not framework.signs_in():
        return
    for option in ("server.trustedUserHeaders", "server.enableAgentApi"):
        if framework.option(option) not in (None, False, "", {}, "{}"):
            raise RuntimeError(
                f"people sign in here, and {option} would let others pass for them: take the setting away, "
                "or the section [auth] of the secrets"
            )


def return_address(referer: str, host: str) -> str | None:
    """The page from which somebody signs in, as an address of this server; None where it is none of ours."""
    try:
        parts = urlsplit(referer)
        base = _base() + "/"
        if parts.netloc.lower() != host.lower() or not parts.path.startswith(base):
            return None
        return page_address(parts.path.removeprefix(base), parts.query)
    except ValueError:
        return None


def page_address(slug: str, query: str) -> str | None:
    """The address of a page of the registry with its query written anew; None where there is no such page."""
    if slug not in {page.slug for page in PAGES}:
        return None
    asked = urlencode(parse_qsl(query[:_MOST_QUERY]))
    return f"{_base()}/{slug}?{asked}" if asked else f"{_base()}/{slug}"


def _returned(cookie: str) -> str | None:
    """The address in the cookie, judged once more: a browser may have been given any."""
    path, _mark, query = unquote(cookie).partition("?")
    base = _base() + "/"
    return page_address(path.removeprefix(base), query) if path.startswith(base) else None


class Gate:
    """Refuses what is not meant for this server, and what no page of it asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = _refusal(scope, headers)
        if refusal is None:
            await self._answer(scope, headers, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refusal(scope, receive, send)

    async def _answer(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self.app(_as_one_origin(scope, headers), receive, send)
            return
        if _path(scope) in (_LOGIN, _CALLBACK):
            await self._sign_in(scope, headers, receive, send)
            return
        asked = _UPLOAD.fullmatch(_path(scope)) if scope["method"] == "PUT" else None
        if asked:
            await self._upload(asked[1], asked[2], scope, receive, send)
        elif scope["method"] in ("GET", "HEAD") and not _known(_path(scope)):
            await self._unless_a_page(scope, headers, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _sign_in(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        """Bring whoever signed in back to their page, which the framework forgets."""
        leaving = _path(scope) == _LOGIN

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered = MutableHeaders(scope=message)
                if leaving:
                    found = return_address(headers.get("referer", ""), headers.get("host", ""))
                    _keep_address(answered, found or "", scope)
                else:
                    found = _returned(cookie_parser(headers.get("cookie", "")).get(_RETURN, ""))
                    if found and answered.get("location", "") == _base() + "/":
                        answered["location"] = found
                    _keep_address(answered, "", scope)
            await send(message)

        await self.app(scope, receive, sender)

    async def _upload(self, session: str, file: str, scope: Scope, receive: Receive, send: Send) -> None:
        if not uploads.awaited(session):
            meters.refused("upload")
            await _say(scope, Headers(scope=scope), 403, _NOT_ASKED_FOR)(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "")
        most = largest_log_megabytes()
        # The framework's own limit is the same everywhere: a hosted demonstration has a lower one.
        if not said.isdigit() or int(said) > most * 1024**2 + _FRAMING_BYTES:
            meters.refused("upload")
            await _say(scope, Headers(scope=scope), 413, _TOO_LARGE, megabytes=most)(scope, receive, send)
            return

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 204:
                uploads.keep_only(session, file)
            await send(message)

        await self.app(scope, receive, sender)

    async def _unless_a_page(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        """Pass an answer on, unless it is the page that the framework has for any address whatever."""
        replaced = False

        async def sender(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and message["status"] in (200, 206):
                replaced = Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")
                if replaced:
                    home = (scope.get("root_path", "") or _base()) + "/"
                    await _say(scope, headers, 404, _NO_SUCH_PAGE, home=home)(scope, receive, send)
            if not replaced:
                await send(message)

        await self.app(scope, receive, sender)


def _keep_address(answered: MutableHeaders, kept: str, scope: Scope) -> None:
    """Remember an address for as long as signing in may take; forget it where it is empty."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    life = _RETURN_SECONDS if kept else 0
    value = quote(kept, safe="")
    answered.append(
        "set-cookie", f"{_RETURN}={value}; Path={_base()}/; Max-Age={life}; HttpOnly; SameSite=Lax{secure}"
    )


def _refusal(scope: Scope, headers: Headers) -> PlainTextResponse | None:
    """What is answered to a request that goes no further; None for one that does."""
    target = len(scope.get("raw_path") or scope["path"].encode()) + len(scope.get("query_string", b""))
    if target + sum(len(name) + len(value) for name, value in headers.raw) > MOST_HEAD_BYTES:
        meters.refused("head too long")
        return _say(scope, headers, 431, _TOO_LONG, bytes=MOST_HEAD_BYTES)
    if _path(scope) == _HEALTH:
        # Whoever watches over the server asks by whatever name it has there, and learns no more than "ok".
        return None
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not answers_to(hosts[0]):
        meters.refused("host")
        log.warning("refused: a request for the host %s", ascii(", ".join(hosts)[:80]))
        return _say(scope, headers, 421, _UNKNOWN_NAME, host=host_name(hosts[0]) or "?" if hosts else "?")
    origins = headers.getlist("origin")
    strange = len(origins) > 1 or (origins and not trusts(origins[0], hosts[0]))
    if strange and (scope["type"] == "websocket" or scope["method"] not in _READING):
        meters.refused("origin")
        log.warning("refused: a request from the page %s", ascii(", ".join(origins)[:80]))
        return _say(scope, headers, 403, _STRANGE_PAGE)
    if _path(scope).rstrip("/") in _METRICS and not _operator(headers):
        meters.refused("metrics")
        return _say(scope, headers, 404, _NO_SUCH_PAGE, home=_base() + "/")
    return None


def _as_one_origin(scope: Scope, headers: Headers) -> Scope:
    """The handshake with ``Host`` as the page's own address has it.

    The framework compares the two as text and looks outside where they differ; that they belong together
    has been judged here.
    """
    origin = headers.get("origin")
    if origin is None:
        return scope
    host = urlsplit(origin).netloc.encode("latin-1", "ignore")
    kept = [(name, value) for name, value in scope["headers"] if name != b"host"]
    return {**scope, "headers": [*kept, (b"host", host)]}


def _operator(headers: Headers) -> bool:
    key = os.environ.get(METRICS_KEY, "")
    given = headers.get("authorization", "")
    return bool(key) and hmac.compare_digest(given.encode(), f"Bearer {key}".encode())


def _say(scope: Scope, headers: Headers, status: int, message: str, **parts: Any) -> PlainTextResponse:
    spoken = preferred_language(headers.get("accept-language"))
    return PlainTextResponse(said_in(spoken, message).format(**parts) + "\n", status_code=status)


def _base() -> str:
    base = str(framework.option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def _path(scope: Scope) -> str:
    """The path below where the application is mounted."""
    path = str(scope["path"])
    for prefix in (scope.get("root_path", ""), _base()):
        if prefix and path.startswith(prefix + "/"):
            path = path.removeprefix(prefix)
    return path


def _known(path: str) -> bool:
    # What the frames of others show is a page too, and refuses by itself what it does not know.
    return path.startswith("/embed/") or path in _addresses()


@cache
def _addresses() -> frozenset[str]:
    """Where an answer may be a page: the menu's, and what the framework keeps beside its own."""
    files = (f"/{each.name}" for each in framework.static().iterdir() if each.is_file())
    return frozenset({"", "/", *(f"/{page.slug}" for page in PAGES), *files})
