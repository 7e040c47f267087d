"""What the address of a page may state, and where the pages of this deployment stand."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlencode, urlsplit

from analytics.assumptions.kinds import FIRST_VERSION, VERSION_KEY
from ui.registry import HOME, MOVED, PageEntry

PUBLIC_URL: Final = "VIGIE_PUBLIC_URL"
LANGUAGE_KEY: Final = "lang"
WORKSPACE_KEY: Final = "w"
MADE_KEY: Final = "d"
EARLIER_KEY: Final = "data"
MODE_KEY: Final = "mode"
SHORT_HASH: Final = 8
_SECTIONS: Final = "sections"


def deployment(origin: str) -> str:
    """Where the pages stand: ``VIGIE_PUBLIC_URL``, else the scheme and host by which the server was asked."""
    public = urlsplit(os.environ.get(PUBLIC_URL, ""))
    if public.netloc:
        return f"{public.scheme}://{public.netloc}{public.path.rstrip('/')}"
    asked = urlsplit(origin)
    return f"{asked.scheme}://{asked.netloc}"


def as_read_now(asked: Mapping[str, str]) -> dict[str, str]:
    """What an address states, in the names of today: a link opens for ever what it opened when it was made.

    Links say since version 2 which version they are of wherever they say on which data they were made.
    """
    stated = dict(asked)
    if MADE_KEY in stated:
        stated.setdefault(VERSION_KEY, FIRST_VERSION)
    if _SECTIONS in stated:
        stated[_SECTIONS] = ",".join(MOVED.get(slug, slug) for slug in stated[_SECTIONS].split(","))
    return stated


def page_address(origin: str, page: PageEntry, stated: Iterable[tuple[str, str]]) -> str:
    """The address of a page that states ``stated``."""
    path = "" if page is HOME else page.slug
    query = urlencode(list(stated), safe=",")
    return f"{deployment(origin)}/{path}" + (f"?{query}" if query else "")
