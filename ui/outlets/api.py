"""Pages for programs: ``/api/v1``. The same values as on the screen, without a session.

Whatever takes time is computed beside the event loop, so much at once; what was asked before is kept, and an
answer that has not changed is not sent again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import anyio.to_thread
import pandas as pd
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from data.connection import UNREADABLE
from data.snapshots import DEMO
from ui import exports
from ui.content import Chart, Content, Metric, Open, Table
from ui.objections.told import told as objections
from ui.outlets import schema
from ui.outlets.asked import Asked, Fault, Wrong, read, spoken_in
from ui.outlets.drawn import NotDrawn, picture
from ui.outlets.lane import Busy, Lane
from ui.outlets.reproduced import lines
from ui.outlets.value import about, file_name, kept, kinds_of, open_page, open_pages, paper, tag
from ui.preview import drawn_for
from ui.refusal import Refusal, note_failure
from ui.registry import PageEntry
from ui.tables import filled_by
from ui.words import Language, _, speaking

ROOT: Final = "/api/v1"
PROBLEM: Final = "application/problem+json"
_SECONDS: Final = 30.0
_CARD_SECONDS: Final = 4.0
_PLAIN_CARDS: Final = Path(__file__).resolve().parent.parent / "static" / "img"
_RETRY_SECONDS: Final = 5
_LANE: Final = Lane("api", workers=2, waiting=16)
_MEDIA: Final = {
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_CHART_FORMS: Final = ("svg", "png", "json")
_TABLE_FORMS: Final = ("csv", "json", "xlsx")


class _Missing(Exception):
    """There is no such thing on the page, or nothing to show at all."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.name)
        self.fault = fault


def plain(value: Any) -> Any:
    """A value as JSON has it: missing is null, days are ISO dates, and no number is one that JSON has not."""
    if value is None or (not isinstance(value, list | tuple | dict) and pd.isna(value)):
        return None
    if hasattr(value, "isoformat"):
        written = str(value.isoformat())
        return written.removesuffix("T00:00:00")
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return str(value)


def dumped(value: Any) -> bytes:
    """JSON as it is sent."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def origin_of(request: Request) -> str:
    """Scheme and host by which the server was asked."""
    return f"{request.url.scheme}://{request.headers.get('host', '')[:300]}"


def _opens(way: Open | None) -> dict[str, Any] | None:
    return None if way is None else {"page": way.slug, "assumptions": _assumed(way)}


def _assumed(way: Open) -> dict[str, Any]:
    return {name: plain(value) for name, value in way.changes.items()}


def _metric(metric: Metric, kinds: tuple[str, ...]) -> dict[str, Any]:
    return {
        "code": metric.code,
        "label": metric.label,
        "value": plain(metric.value),
        "written": metric.written,
        "unit": metric.unit,
        "low": plain(metric.low),
        "high": plain(metric.high),
        "why": metric.why,
        "kinds": list(kinds),
        "better": metric.better,
        "change": plain(metric.change),
        "since": metric.since,
        "spark": [plain(value) for value in metric.spark],
        "opens": _opens(metric.opens),
    }


def _brief(part: Chart | Table, base: str, forms: tuple[str, ...], query: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": part.name,
        "title": part.title,
        "description": part.alt_text,
        "kinds": list(part.kinds),
        "files": {form: f"{base}/{part.name}.{form}{query}" for form in forms},
    }
    return told | {"rows": len(part.frame)} if isinstance(part, Table) else told | {"note": part.note}


def described(asked: Asked, page: PageEntry, found: Content | Refusal, origin: str) -> dict[str, Any]:
    """A page as plain data."""
    from urllib.parse import urlencode

    snapshot = asked.reader.snapshot
    told: dict[str, Any] = {
        "slug": page.slug,
        "language": asked.language,
        "title": _(page.title),
        "question": _(page.question),
        "link": asked.link(origin, page),
        "snapshot": {"hash": snapshot.hash, "as_of": snapshot.as_of.isoformat()},
        "assumptions": asked.reader.to_query(),
        "reproduce": lines(asked, page),
        "challenged": objections(page.slug),
    }
    if isinstance(found, Refusal):
        refused = {"sentence": found.sentence, "tables": list(found.tables), "filled_by": filled_by(found)}
        empty: dict[str, Any] = {"metrics": [], "picture": None, "charts": [], "tables": [], "method": None}
        return told | {"refusal": refused, "answer": None} | empty
    parts = found.parts()
    query = "?" + urlencode(asked.stated(), safe=",")
    base = f"{ROOT}/pages/{page.slug}"
    kinds = kinds_of([found.picture] if found.picture else parts)
    return told | {
        "refusal": None,
        "answer": {
            "sentence": found.answer.sentence,
            "caution": found.answer.caution,
            "more": found.answer.more,
        },
        "metrics": [_metric(metric, kinds) for metric in found.metrics],
        "picture": found.picture.name if found.picture else None,
        "charts": [
            _brief(part, f"{base}/charts", _CHART_FORMS, query) for part in parts if isinstance(part, Chart)
        ],
        "tables": [
            _brief(part, f"{base}/tables", _TABLE_FORMS, query) for part in parts if isinstance(part, Table)
        ],
        "method": {
            "formula": found.method.formula,
            "words": list(found.method.words),
            "proof": found.method.proof,
        },
    }


def tabulated(table: Table, told: dict[str, str]) -> dict[str, Any]:
    """A table as plain data: its values, and the same as the language writes them."""
    frame = table.frame
    columns = [[plain(value) for value in frame.iloc[:, place]] for place in range(frame.shape[1])]
    return {
        "name": table.name,
        "title": table.title,
        "description": table.alt_text,
        "kinds": list(table.kinds),
        "columns": [
            {"name": str(name), "numeric": numeric}
            for name, numeric in zip(frame, table.numeric(), strict=True)
        ],
        "rows": [list(row) for row in zip(*columns, strict=True)],
        "written": table.written(),
        "about": told,
    }


def _chart(asked: Asked, found: Content | Refusal, name: str, form: str) -> bytes:
    chart = _part(found, name, Chart)
    assert isinstance(chart, Chart)
    specification = paper(chart, asked.reader.snapshot)
    if form == "json":
        return dumped(specification)
    return picture("svg" if form == "svg" else "png", specification)


def _table(asked: Asked, page: PageEntry, found: Content | Refusal, name: str, form: str, at: str) -> bytes:
    table = _part(found, name, Table)
    assert isinstance(table, Table)
    told = about(asked, page, table.kinds, at)
    if form == "json":
        return dumped(tabulated(table, told))
    if form == "csv":
        return exports.csv_bytes(table.frame, told, asked.language)
    return exports.xlsx_bytes(table.frame, told, table.title or name, _("About"))


def _part(found: Content | Refusal, name: str, kind: type[Chart | Table]) -> Chart | Table:
    if isinstance(found, Refusal):
        raise _Missing(Fault("page", "", _("a page that has something to show"), found.sentence))
    # The picture needs no other part of the page to be made.
    if kind is Chart and found.picture is not None and found.picture.name == name:
        return found.picture
    there = {part.name: part for part in found.parts() if isinstance(part, kind)}
    if name not in there:
        one_of = _("one of {choices}").format(choices=", ".join(there) or _("none"))
        raise _Missing(Fault("name", name[:80], one_of, _("Take a name from the page’s own answer.")))
    part = there[name]
    assert isinstance(part, Chart | Table)
    return part


def problem(status: int, faults: tuple[Fault, ...] = (), *, spoken: Language, detail: str = "") -> Response:
    """A refusal as programs read it (RFC 9457)."""
    said = HTTPStatus(status)
    with speaking(spoken):
        first = _("{name}: {rule}. {remedy}")
        told = detail or " ".join(
            first.format(name=fault.name, rule=fault.rule, remedy=fault.remedy) for fault in faults
        )
    body: dict[str, Any] = {"type": "about:blank", "title": said.phrase, "status": status}
    body |= {"detail": told or said.phrase}
    body["faults"] = [
        {"name": fault.name, "value": fault.value, "rule": fault.rule, "remedy": fault.remedy}
        for fault in faults
    ]
    headers = {"cache-control": "no-store", "content-language": spoken}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["retry-after"] = str(_RETRY_SECONDS)
    return Response(dumped(body), status, headers, PROBLEM)


def _matches(request: Request, own: str) -> bool:
    given = request.headers.get("if-none-match", "")
    return given.strip() == "*" or own in {each.strip().removeprefix("W/") for each in given.split(",")}


async def answered(
    request: Request,
    slug: str,
    what: tuple[str, ...],
    form: str,
    make: Callable[[Asked, PageEntry, Content | Refusal, str], bytes],
    *,
    named: str = "",
    seconds: float = _SECONDS,
) -> Response:
    """An answer about a page: computed, or found, or that it has not changed, or why there is none.

    Parameters
    ----------
    what : what of the page is asked for
    form : of the answer, a key of ``_MEDIA``
    named : the name of a file that a browser keeps; empty for what it shows
    """
    stated = request.query_params.multi_items()
    spoken = spoken_in(stated, request.headers.get("accept-language"))
    page = open_page(slug)
    if page is None:
        with speaking(spoken):
            known = _("one of {choices}").format(choices=", ".join(each.slug for each in open_pages()))
            missing = Fault("slug", slug[:80], known, _("Take an address from /api/v1/pages."))
        return problem(404, (missing,), spoken=spoken)
    at = origin_of(request)
    try:
        asked = await anyio.to_thread.run_sync(read, stated, request.headers.get("accept-language"))
        own = await anyio.to_thread.run_sync(partial(tag, asked, slug, *what, form, at))
        headers = _headers(asked, own)
        if _matches(request, own):
            return Response(status_code=304, headers=headers)

        def work() -> bytes:
            return kept(asked, (*what, form, at), lambda found: make(asked, page, found, at), page.slug)

        body = await _LANE.run(work, seconds=seconds)
    except Wrong as wrong:
        return problem(wrong.status, wrong.faults, spoken=spoken)
    except _Missing as missing_part:
        return problem(404, (missing_part.fault,), spoken=spoken)
    except (Busy, *UNREADABLE):
        with speaking(spoken):
            detail = _("The server is busy or its data cannot be read at the moment. Ask again in a moment.")
        return problem(503, spoken=spoken, detail=detail)
    except Exception as error:
        drawn = "a picture was not drawn" if isinstance(error, NotDrawn) else "an answer failed"
        with speaking(spoken):
            detail = _("This could not be computed. Reference for support: {reference}").format(
                reference=note_failure(drawn)
            )
        return problem(500, spoken=spoken, detail=detail)
    if named:
        headers["content-disposition"] = f'attachment; filename="{named}"'
    return Response(body, 200, headers, _MEDIA[form])


def _headers(asked: Asked, own: str) -> dict[str, str]:
    # A workspace's figures are for whoever has its name, not for a cache that others share.
    reach = "public" if asked.reader.snapshot.workspace == DEMO else "private"
    told = {"etag": own, "cache-control": f"{reach}, no-cache", "content-language": asked.language}
    return told | ({"vary": "accept-language"} if asked.by_wish else {})


async def pages(request: Request) -> Response:
    """Every page that can be asked for: its address and its question."""
    spoken = spoken_in(request.query_params.multi_items(), request.headers.get("accept-language"))
    with speaking(spoken):
        rows = [
            {
                "slug": page.slug,
                "group": _(page.group),
                "title": _(page.title),
                "question": _(page.question),
                "href": f"{ROOT}/pages/{page.slug}",
            }
            for page in open_pages()
        ]
    return Response(dumped({"language": spoken, "pages": rows}), media_type=_MEDIA["json"])


async def page(request: Request, slug: str) -> Response:
    """A page: answer, figures, names of its charts and tables, method, link."""

    def made(asked: Asked, entry: PageEntry, found: Content | Refusal, at: str) -> bytes:
        return dumped(described(asked, entry, found, at))

    return await answered(request, slug, ("page",), "json", made)


async def chart(request: Request, slug: str, name: str, form: str) -> Response:
    """A chart as SVG, PNG or Vega-Lite."""
    if form not in _CHART_FORMS:
        return _no_form(request, form, _CHART_FORMS)

    def made(asked: Asked, _entry: PageEntry, found: Content | Refusal, _at: str) -> bytes:
        return _chart(asked, found, name, form)

    return await answered(request, slug, ("chart", name), form, made)


async def table(request: Request, slug: str, name: str, form: str) -> Response:
    """A table as CSV, JSON or XLSX."""
    if form not in _TABLE_FORMS:
        return _no_form(request, form, _TABLE_FORMS)
    entry = open_page(slug)
    return await answered(
        request,
        slug,
        ("table", name),
        form,
        lambda asked, shown, found, at: _table(asked, shown, found, name, form, at),
        named=file_name(entry, name, form) if entry and form != "json" else "",
    )


def _no_form(request: Request, form: str, forms: tuple[str, ...]) -> Response:
    spoken = spoken_in(request.query_params.multi_items(), request.headers.get("accept-language"))
    with speaking(spoken):
        one_of = _("one of {choices}").format(choices=", ".join(forms))
        wrong = Fault("form", form[:80], one_of, _("Write one of these after the last dot."))
    return problem(404, (wrong,), spoken=spoken)


async def card(request: Request, slug: str) -> Response:
    """The picture that a link brings along; the product's own where the page's takes too long."""
    from ui.outlets import card as drawing

    answer = await answered(request, slug, ("card",), "png", drawing.card, seconds=_CARD_SECONDS)
    if answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        return answer
    spoken = spoken_in(request.query_params.multi_items(), request.headers.get("accept-language"))
    # Not kept by whoever asked: the next time it is there.
    return FileResponse(_PLAIN_CARDS / f"card-{drawn_for(spoken)}.png", headers={"cache-control": "no-store"})


async def assumptions(request: Request) -> Response:
    """What a scenario may state, as JSON Schema."""
    spoken = spoken_in(request.query_params.multi_items(), request.headers.get("accept-language"))
    with speaking(spoken):
        return Response(dumped(schema.assumptions()), media_type="application/schema+json")


async def _refused(request: Request, error: Exception) -> Response:
    spoken = spoken_in(request.query_params.multi_items(), request.headers.get("accept-language"))
    status = error.status_code if isinstance(error, HTTPException) else 500
    answer = problem(status, spoken=spoken)
    if isinstance(error, HTTPException) and error.headers:
        answer.headers.update(error.headers)
    return answer


def _made() -> FastAPI:
    # No page that shows the interface: it would fetch its scripts from elsewhere.
    made = FastAPI(
        title="Vigie", version="1", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False
    )
    made.add_exception_handler(HTTPException, _refused)
    for path, handler in (
        ("/pages", pages),
        ("/pages/{slug}", page),
        ("/pages/{slug}/card.png", card),
        ("/pages/{slug}/charts/{name}.{form}", chart),
        ("/pages/{slug}/tables/{name}.{form}", table),
        ("/assumptions", assumptions),
    ):
        answers = schema.ANSWERS[handler.__name__]
        made.add_api_route(path, handler, operation_id=handler.__name__, responses=answers)
    made.add_api_route("/openapi.json", document, include_in_schema=False)
    return made


async def document(request: Request) -> Response:
    """The interface's own description."""
    spoken = spoken_in(request.query_params.multi_items(), request.headers.get("accept-language"))
    with speaking(spoken):
        described_by = schema.completed(_APP.openapi(), ROOT)
    return Response(dumped(described_by), media_type=_MEDIA["json"])


class HeadAsGet:
    """Answers HEAD as GET: the server sends the headers and leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send)


_APP: Final = _made()
api: Final = HeadAsGet(_APP)
