"""Files of the reviews, handed out by routes of our own: each asks anew who wants it, and whether they may.

The framework's store of media gives a file to anybody who knows its address; here nothing is kept, no browser
and no proxy keeps it either, and what a person has no grant for is not found.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from reviews.errors import NotFound, Refused
from ui.words import LANGUAGES, N_, Language, preferred_language, said_in

if TYPE_CHECKING:
    from ui.review.desk import Seat

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
_NO_STAMP: Final = N_(
    "The letter’s time stamp does not hold, so it is not handed out: whoever runs this server can see why."
)
_PDF: Final = "application/pdf"
_INVENTED: Final = N_("Demonstration: bank, people and decision are invented.")
_GUIDE: Final = N_(
    "To verify this file, on a machine with Vigie and without its store: python -m reviews verify {name}. "
    "It checks every file, the chain of events of the case, and that they agree with what is told. "
    "Number and hash of a letter, given by --head, tie it to a ledger that somebody else keeps."
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
        Route("/api/case/{case:int}", case, methods=["GET"]),
        Route("/api/book/{month}/{kind}", book, methods=["GET"]),
        Route("/api/letter/{case:int}", letter, methods=["GET"]),
        Route("/api/evidence/{digest}", evidence, methods=["GET"]),
    ]


async def letter(request: Request) -> Response:
    """The decision letter on a case, in the language asked for."""
    number, spoken = request.path_params["case"], _spoken(request)
    return await _answer(request, lambda seat: _letter(seat, number, spoken))


def _letter(seat: Seat, number: int, spoken: Language) -> File:
    from reviews.letters import letter as facts_of
    from ui.review.letter import letter_pdf

    facts = facts_of(seat.office, seat.actor, number)
    written = letter_pdf(facts, seat.names[facts.case["bank"]], spoken, invented=seat.invented)
    return File(f"vigie-decision-{number}-{spoken}.pdf", _PDF, written)


async def case(request: Request) -> Response:
    """A case with all that belongs to it, as a ZIP that is verified without the store."""
    number, spoken = request.path_params["case"], _spoken(request)
    return await _answer(request, lambda seat: _case(seat, number, spoken))


def _case(seat: Seat, number: int, spoken: Language) -> File:
    from reviews.dossier import dossier
    from reviews.reads import TOLD, case_file

    told = case_file(seat.office, seat.actor, number).case["state"] in TOLD
    letters = [_letter(seat, number, each) for each in LANGUAGES] if told else []
    name = f"vigie-case-{number}.zip"
    guide = said_in(spoken, _GUIDE).format(name=name)
    if seat.invented:
        guide = said_in(spoken, _INVENTED) + "\n\n" + guide
    packed = dossier(
        seat.office, seat.actor, number, {each.name: each.content for each in letters}, guide + "\n"
    )
    return File(name, "application/zip", packed)


async def book(request: Request) -> Response:
    """All banks side by side in a month, as PDF or XLSX."""
    month, kind, spoken = request.path_params["month"], request.path_params["kind"], _spoken(request)
    asked = {name: _amount(request, name) for name in ("risk", "time", "gaps", "days")}
    return await _answer(request, lambda seat: _book(seat, month, kind, spoken, asked))


def _amount(request: Request, name: str) -> float | None:
    """A weight or a number of days in an address; None where there is none that can be read."""
    found = request.query_params.get(name, "")
    return float(found) if found.isdecimal() and len(found) < 5 else None


def _book(seat: Seat, month: str, kind: str, spoken: Language, asked: Mapping[str, float | None]) -> File:
    from ui.review import book as books

    if kind not in books.KINDS:
        raise NotFound
    name = f"vigie-horizontal-{month}-{spoken}.{kind}"
    return File(name, books.KINDS[kind], books.written(seat, month, kind, spoken, asked))


async def evidence(request: Request) -> Response:
    """A file of evidence, by the hash of its bytes."""
    digest = request.path_params["digest"]
    return await _answer(request, lambda seat: _evidence(seat, digest))


def _evidence(seat: Seat, digest: str) -> File:
    from reviews.evidence import read

    row, content = read(seat.office, seat.actor, digest)
    return File(row["name"], row["media"], content)


async def _answer(request: Request, made: Callable[[Seat], File]) -> Response:
    spoken = _spoken(request)

    def work() -> File:
        from ui.review import ground
        from ui.review.desk import seat_of

        ground.lay()
        return made(seat_of(request))

    from reviews.signature import NoCertificate
    from reviews.stamps import NoStamp

    try:
        file = await anyio.to_thread.run_sync(work)
    except NotFound:
        return _say(spoken, _NOT_FOUND, 404)
    except NoCertificate as fault:
        log.error("%s", fault)
        return _say(spoken, _NO_CERTIFICATE, 503)
    except NoStamp as fault:
        log.error("%s", fault)
        return _say(spoken, _NO_STAMP, 503)
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
