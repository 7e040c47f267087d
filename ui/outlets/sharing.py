"""A page's link as others can use it: QR code, embed code, the text of an e-mail."""

from __future__ import annotations

import html
import io
from urllib.parse import quote, urlsplit

import segno

from ui.outlets.api import ROOT
from ui.outlets.embedding import ROOT as FRAMES
from ui.registry import HOME
from ui.words import _

_LONGEST_SUBJECT = 120


def qr_code(link: str) -> str:
    """The link as a QR code in SVG, dark on light, with the margin that readers need; empty if too long."""
    try:
        code = segno.make_qr(link, error="m", boost_error=False)
    except segno.DataOverflowError:
        return ""
    written = io.BytesIO()
    code.save(
        written, kind="svg", scale=4, border=4, light="white", xmldecl=False, svgclass=None, lineclass=None
    )
    return written.getvalue().decode()


def chart_address(link: str, chart: str) -> str:
    """The address of a page's chart as a picture, with the data and the scenario of the link."""
    parts = urlsplit(link)
    page = f"{parts.scheme}://{parts.netloc}{ROOT}/pages/{parts.path.strip('/') or HOME.slug}"
    return f"{page}/charts/{chart}.svg?{parts.query}"


def picture_code(link: str, chart: str, alt_text: str) -> str:
    """HTML that shows a page's chart within another page."""
    address = html.escape(chart_address(link, chart))
    return f'<img src="{address}" alt="{html.escape(alt_text)}" style="max-width:100%">'


def frame_code(link: str, title: str) -> str:
    """HTML that shows answer and picture of a page within another page."""
    parts = urlsplit(link)
    address = f"{parts.scheme}://{parts.netloc}{FRAMES}{parts.path.strip('/') or HOME.slug}?{parts.query}"
    return (
        f'<iframe src="{html.escape(address)}" title="{html.escape(title)}" width="100%" height="760" '
        'style="border:0" loading="lazy"></iframe>'
    )


def letter(question: str, answer: str, link: str) -> str:
    """The text of an e-mail about a page."""
    said = "\n\n".join(part for part in (question, answer.replace("**", "")) if part)
    with_link = _("The page, with the same assumptions: {link}").format(link=link)
    return f"{said}\n\n{with_link}"


def mail_address(question: str, text: str) -> str:
    """What opens the reader's own mail program with the text in it."""
    return f"mailto:?subject={quote(question[:_LONGEST_SUBJECT])}&body={quote(text)}"
