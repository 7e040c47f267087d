"""An order for a board pack, and the files that it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from ui.refusal import mishap
from ui.report import annex, pdf, slides, workbook
from ui.report.board import Failure, Pack, Section
from ui.report.chosen import Asked
from ui.report.gather import Progress, gather
from ui.report.letterhead import PLAIN, Letterhead
from ui.words import _

_GATHERED: Final = 0.6


@dataclass(frozen=True)
class Answered:
    """The page of a section and what it says."""

    slug: str
    sentence: str


@dataclass(frozen=True)
class Told:
    """What a pack says, without its pictures and tables: it goes from one process to another."""

    sections: tuple[Answered, ...]
    failures: tuple[Failure, ...]
    kinds: tuple[str, ...]
    as_of: str
    about: Mapping[str, str]


@dataclass(frozen=True)
class Files:
    """What a pack says, and its files."""

    pack: Told
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
    display: str
    shelf: str = ""
    head: Letterhead = PLAIN


def make(wanted: Order, progress: Progress) -> Files:
    """The files of an order, made in this process from what its session has chosen."""
    pack = gather(
        wanted.slugs,
        wanted.asked,
        wanted.origin,
        lambda share, slug: progress(_GATHERED * share, slug),
        wanted.head,
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
    said = tuple(Answered(section.slug, section.sentence) for section in pack.sections)
    told = Told(said, pack.failures, pack.kinds, pack.as_of, pack.about)
    return Files(told, typeset, deck, book, annex.pdf_bytes(pack), annex.json_bytes(pack))


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
