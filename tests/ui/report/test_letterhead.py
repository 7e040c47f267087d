"""A logo is drawn as it was given or refused with a reason; meeting and author reach every file."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from openpyxl import load_workbook
from PIL import Image, PngImagePlugin
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pypdf import PdfReader

from tests.ui.report.test_truth import _bars, _figure, _pack
from ui.report import letterhead, pdf, slides, workbook
from ui.report.board import Pack
from ui.report.letterhead import Letterhead, Logo, NoLogo
from ui.words import speaking

AUTHOR = "A & B <c> #strong[x] =1+1"
VECTOR = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60">'
    b'<defs><linearGradient id="g"/></defs><rect width="120" height="60" fill="#C1272D"/>'
    b'<circle cx="60" cy="30" r="20" style="fill:url(#g)"/></svg>'
)


def _png(width: int = 240, height: int = 80, **saved: object) -> bytes:
    held = io.BytesIO()
    Image.new("RGBA", (width, height), (193, 39, 45, 255)).save(held, "PNG", **saved)
    return held.getvalue()


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


def _titled(logo: Logo | None) -> Pack:
    head = Letterhead(date(2026, 12, 15), AUTHOR, logo)
    made = replace(_pack(_figure(_bars(Score=[1.0, 2.0, 3.0]))), head=head)
    sources = pd.DataFrame({"Publisher": ["a"], "Address": ["b"]})
    return replace(made, about={**made.about, **head.lines()}, sources=sources)


def test_a_picture_keeps_its_dots_and_loses_its_remarks() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "somebody at home")
    made = letterhead.logo(_png(pnginfo=told))
    assert (made.width, made.height) == (240, 80)
    assert b"somebody" not in made.content
    assert Image.open(io.BytesIO(made.content)).tobytes() == Image.open(io.BytesIO(_png())).tobytes()


def test_a_vector_is_drawn_at_a_size_of_ours() -> None:
    made = letterhead.logo(VECTOR)
    drawn = Image.open(io.BytesIO(made.content)).convert("RGB")
    assert (made.width, made.height) == drawn.size == (900, 450)
    assert drawn.getpixel((10, 10)) == (193, 39, 45)
    assert made == letterhead.logo(VECTOR)


_HOSTILE = {
    "a script": VECTOR.replace(b"<defs>", b"<script>alert(1)</script><defs>"),
    "a file of the server": VECTOR.replace(b"<defs>", b'<image href="/etc/passwd"/><defs>'),
    "another address": VECTOR.replace(b"url(#g)", b"url(https://evil.example/x)"),
    "a style from elsewhere": VECTOR.replace(b"<defs>", b"<style>@import 'x';</style><defs>"),
    "what a click does": VECTOR.replace(b"<circle", b'<circle onclick="x()"'),
    "entities": b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + VECTOR,
    "no drawing": b"<html><body/></html>",
    "half a drawing": VECTOR[:80],
    "half a picture": _png()[:-30],
    "a picture whose sum is wrong": _png().replace(b"IDAT", b"IDAX"),
    "another form": b"GIF89a" + bytes(80),
    "nothing": b"",
    "too many dots": _png(2400, 800),
    "too few dots": _png(20, 20),
    "a ribbon": _png(900, 40),
    "too many bytes": bytes(letterhead.MOST_BYTES + 1),
}


@pytest.mark.parametrize("content", _HOSTILE.values(), ids=_HOSTILE)
def test_what_cannot_stand_on_a_title_is_refused(content: bytes) -> None:
    with pytest.raises(NoLogo):
        letterhead.logo(content)


def test_a_small_file_that_claims_to_be_a_wall_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letterhead.zlib, "decompressobj", lambda: pytest.fail("unpacked"))
    with pytest.raises(NoLogo):
        letterhead.logo(_png(6000, 6000))


def test_meeting_author_and_logo_stand_on_every_title() -> None:
    pack = _titled(letterhead.logo(_png()))
    reader = PdfReader(io.BytesIO(pdf.pdf_bytes(pack)))
    first = "".join(reader.pages[0].extract_text().split())
    assert "15December2026" in first
    assert "".join(AUTHOR.split()) in first
    assert reader.metadata.author == AUTHOR
    assert [image.image.size for image in reader.pages[0].images] == [(240, 80)]
    deck = Presentation(io.BytesIO(slides.pptx_bytes(pack)))
    kinds = [shape.shape_type for shape in deck.slide_master.shapes]
    assert MSO_SHAPE_TYPE.PICTURE in kinds
    words = "\n".join(shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame)
    assert AUTHOR in words
    book = load_workbook(io.BytesIO(workbook.xlsx_bytes(pack)))
    index = book.worksheets[0]
    assert [image.width for image in index._images] == [240]
    cells = {str(row[0].value): row[1] for row in index.iter_rows(min_row=3)}
    assert cells["Author"].value == AUTHOR
    assert cells["Author"].data_type == "s"
    assert cells["Meeting"].value == "15 December 2026"


def test_the_same_title_gives_the_same_bytes_and_no_logo_leaves_none() -> None:
    for write in (pdf.pdf_bytes, slides.pptx_bytes, workbook.xlsx_bytes):
        assert write(_titled(letterhead.logo(_png()))) == write(_titled(letterhead.logo(_png())))
        assert write(_titled(None)) != write(_titled(letterhead.logo(_png())))
    with zipfile.ZipFile(io.BytesIO(slides.pptx_bytes(_titled(None)))) as held:
        assert not [name for name in held.namelist() if name.startswith("ppt/media")]


def test_an_author_is_one_line_that_steers_no_printer() -> None:
    assert letterhead.author("  Nadia\n\u202eAmrani\x07  " + "x" * 200)[:14] == "Nadia Amrani x"
    assert len(letterhead.author("x" * 200)) == letterhead.AUTHOR_AT_MOST
