"""A page within the pages of others: answer, picture and source, from origins that the settings name.

``VIGIE_EMBED_FROM``: origins whose pages may show ours in a frame, separated by commas, such as
``https://intranet.bank.example``; without the setting nobody. Only what is made for it can be framed: a
stranger's page around the live one could make a reader click what he does not see.
"""

from __future__ import annotations

import html
import logging
import os
import re
from functools import lru_cache
from typing import Final

from fastapi import Request, Response

from ui.content import Content
from ui.outlets.api import answered
from ui.outlets.asked import Asked
from ui.outlets.painted import DESK, drawing, style, words
from ui.refusal import Refusal
from ui.registry import PageEntry
from ui.words import _, declared

EMBED_FROM: Final = "VIGIE_EMBED_FROM"
ROOT: Final = "/embed/"
log = logging.getLogger("vigie")
_ORIGIN: Final = re.compile(
    r"https?://(\[[0-9A-Fa-f:.]{2,45}\]|(\*\.)?[A-Za-z0-9.-]{1,253})(:[0-9]{1,5})?", re.ASCII
)


def framing() -> tuple[str, ...]:
    """The origins whose pages may show ours in a frame."""
    return _origins(os.environ.get(EMBED_FROM, ""))


@lru_cache(maxsize=4)
def _origins(setting: str) -> tuple[str, ...]:
    listed = [each.strip().rstrip("/") for each in setting.split(",") if each.strip()]
    for each in listed:
        if not _ORIGIN.fullmatch(each):
            log.error(
                "%s: %s is not an origin such as https://intranet.example", EMBED_FROM, ascii(each[:80])
            )
    return tuple(each for each in listed if _ORIGIN.fullmatch(each))


async def embedded(request: Request) -> Response:
    """A page's answer and picture as a page of its own, without script."""
    return await answered(request, request.path_params["slug"], ("embedded",), "html", document)


def document(asked: Asked, page: PageEntry, found: Content | Refusal, at: str) -> bytes:
    """The page that a frame shows."""
    said = words(asked, page, found)
    shown = found.picture if isinstance(found, Content) else None
    figure = f'<div class="picture">{said.title}{drawing(shown, DESK)}</div>' if shown else ""
    said_there = _("Open in Vigie")
    way = html.escape(asked.link(at, page))
    link = f'<a href="{way}" target="_blank" rel="noopener">{said_there}</a>'
    return (
        f'<!doctype html><html {declared(asked.language)}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{html.escape(_(page.question))} · Vigie</title>'
        f"<style>@font-face{{font-family:Inter;font-weight:100 900;src:url(../app/static/fonts/"
        f"inter-latin-wght-normal.woff2)}}body{{margin:0;padding:0 1rem 1rem}}{style('body')}</style></head>"
        f"<body>{said.above}{figure}{said.below}<p>{link}</p></body></html>"
    ).encode()
