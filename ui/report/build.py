"""The files of a board pack: made once for each scenario and snapshot, one at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import BoundedSemaphore, Lock
from typing import Final

from ui import link, shelf
from ui.refusal import mishap
from ui.registry import SCENARIOS
from ui.report import annex, pdf, slides, workbook
from ui.report.board import Failure, Pack, Section
from ui.report.chosen import Asked
from ui.report.gather import Progress, gather
from ui.words import _, language

_KEPT_AT_MOST: Final = 8
_AT_ONCE: Final = 2
_PATIENCE_SECONDS: Final = 60.0
_LOOK_SECONDS: Final = 0.5
_GATHERED: Final = 0.6


class Busy(RuntimeError):
    """Too many packs are being made on this server."""


@dataclass(frozen=True)
class Files:
    """A pack and its files."""

    pack: Pack
    pdf: bytes
    pptx: bytes
    xlsx: bytes
    annex_pdf: bytes
    annex_json: bytes


@dataclass(frozen=True)
class Order:
    """What a pack is made of; equal orders give equal bytes."""

    slugs: tuple[str, ...]
    asked: Asked
    origin: str
    language: str
    workspace: str
    snapshot: str
    scenario: str
    shelf: str = ""


_FILES: Final[OrderedDict[Order, Files]] = OrderedDict()
_FILES_LOCK: Final = Lock()
_PLACES: Final = BoundedSemaphore(_AT_ONCE)


def order(slugs: Sequence[str], asked: Asked, origin: str) -> Order:
    """The order of this session, as its scenario and data stand now."""
    snapshot = link.shown()
    return Order(
        tuple(slugs),
        asked,
        origin,
        language(),
        snapshot.workspace,
        snapshot.hash,
        link.scenario().to_json(),
        str(sorted(shelf.shelf().to_query().items())) if SCENARIOS in slugs else "",
    )


def kept(wanted: Order) -> Files | None:
    """The files of an order that was carried out before."""
    with _FILES_LOCK:
        if wanted in _FILES:
            _FILES.move_to_end(wanted)
        return _FILES.get(wanted)


def build(wanted: Order, progress: Progress) -> Files:
    """Make the files of an order; a session makes one at a time, the server two.

    Raises
    ------
    Busy: no place became free in time
    """
    waited = 0.0
    while not _PLACES.acquire(timeout=_LOOK_SECONDS):
        # Told that nothing moves yet; it is also where a reader who left or changed his mind ends the wait.
        progress(0.0, "")
        waited += _LOOK_SECONDS
        if waited >= _PATIENCE_SECONDS:
            raise Busy
    try:
        with link.pinned():
            made = _make(wanted, progress)
    finally:
        _PLACES.release()
    with _FILES_LOCK:
        _FILES[wanted] = made
        while len(_FILES) > _KEPT_AT_MOST:
            _FILES.popitem(last=False)
    return made


def _make(wanted: Order, progress: Progress) -> Files:
    pack = gather(
        wanted.slugs, wanted.asked, wanted.origin, lambda share, slug: progress(_GATHERED * share, slug)
    )
    try:
        return _written(pack, progress)
    except Exception:
        # One section that no file can hold must not cost the reader the others.
        sound = _sound(pack)
        if len(sound.sections) == len(pack.sections):
            raise
        return _written(sound, progress)


def _written(pack: Pack, progress: Progress) -> Files:
    progress(_GATHERED, "PDF")
    typeset = pdf.pdf_bytes(pack)
    progress(0.85, "PPTX")
    deck = slides.pptx_bytes(pack)
    progress(0.9, "XLSX")
    book = workbook.xlsx_bytes(pack)
    progress(0.95, _("annex"))
    return Files(pack, typeset, deck, book, annex.pdf_bytes(pack), annex.json_bytes(pack))


def _sound(pack: Pack) -> Pack:
    """The pack with the sections that can be written; the others are named with a reference."""
    sections: list[Section] = []
    failures = list(pack.failures)
    for section in pack.sections:
        try:
            _written(replace(pack, sections=(section,), failures=()), lambda _share, _what: None)
        except Exception:
            failures.append(
                Failure(section.slug, mishap(f"writing section {section.slug} of the board pack"))
            )
        else:
            sections.append(section)
    return replace(pack, sections=tuple(sections), failures=tuple(failures))
