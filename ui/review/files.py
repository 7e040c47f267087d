"""Files of the reviews, handed out by routes of our own: each asks anew who wants it, and whether they may.

The framework's store of media gives a file to anybody who knows its address; here nothing is kept, no browser
and no proxy keeps it either, and what a person has no grant for is not found.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from reviews.errors import NotFound, Refused
from ui.words import LANGUAGES, N_, Language, preferred_language, said_in

log = logging.getLogger("vigie")

_HEADERS: Final = {
    "cache-control": "no-store, private",
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
_NOT_FOUND: Final = N_(
    "There is no such file for you. If a page showed it a moment ago, go back, reload the page and try again."
)
_NO_CERTIFICATE: Final = N_(
    "The letter cannot be signed: the certificate that VIGIE_SIGNATURE names cannot be used."
)
_DAMAGED: Final = N_("The stored file no longer matches its hash, and is not handed out.")


@dataclass(frozen=True)
class File:
    """What is handed out."""

    name: str
    media: str
    content: bytes


def routes() -> list[Route]:
    """The addresses of the reviews' files."""
    return [
        Route("/api/letter/{case:int}", letter, methods=["GET"]),
        Route("/api/evidence/{digest}", evidence, methods=["GET"]),
    ]


async def letter(request: Request) -> Response:
    """The decision letter on a case, in the language asked for."""
    number, spoken = request.path_params["case"], _spoken(request)
    return await _answer(request, lambda seat: _letter(seat, number, spoken))


def _letter(seat: object, number: int, spoken: Language) -> File:
    from reviews.letters import letter as facts_of
    from ui.review.desk import Seat
    from ui.review.letter import letter_pdf

    assert isinstance(seat, Seat)
    facts = facts_of(seat.office, seat.actor, number)
    written = letter_pdf(facts, seat.bank_name(facts.case["bank"]), spoken, invented=seat.invented)
    return File(f"vigie-decision-{number}-{spoken}.pdf", "application/pdf", written)


async def evidence(request: Request) -> Response:
    """A file of evidence, by the hash of its bytes."""
    digest = request.path_params["digest"]
    return await _answer(request, lambda seat: _evidence(seat, digest))


def _evidence(seat: object, digest: str) -> File:
    from reviews.evidence import read
    from ui.review.desk import Seat

    assert isinstance(seat, Seat)
    row, content = read(seat.office, seat.actor, digest)
    return File(row["name"], row["media"], content)


async def _answer(request: Request, made: Callable[[object], File]) -> Response:
    spoken = _spoken(request)

    def work() -> File:
        from ui.review.desk import seat_of

        return made(seat_of(request.query_params.get("seat", "")))

    from reviews.signature import NoCertificate

    try:
        file = await anyio.to_thread.run_sync(work)
    except NotFound:
        return _say(spoken, _NOT_FOUND, 404)
    except NoCertificate as fault:
        log.error("%s", fault)
        return _say(spoken, _NO_CERTIFICATE, 503)
    except Refused as refusal:
        return _say(spoken, _DAMAGED if refusal.code == "damaged" else _NOT_FOUND, 404)
    return Response(file.content, media_type=file.media, headers=_HEADERS | disposition(file.name))


def disposition(name: str) -> dict[str, str]:
    """The header that makes a browser keep a file under a name, and never show it as a page of ours."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "_" for sign in name)
    return {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    }


def _say(spoken: Language, message: str, status: int) -> Response:
    return PlainTextResponse(said_in(spoken, message) + "\n", status_code=status, headers=_HEADERS)


def _spoken(request: Request) -> Language:
    asked = request.query_params.get("lang", "")
    for spoken in LANGUAGES:
        if spoken == asked:
            return spoken
    return preferred_language(request.headers.get("accept-language"))
