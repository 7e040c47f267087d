"""What the address of a page may state, and where the pages of this deployment stand."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlencode, urlsplit

from ui.registry import HOME, PageEntry

PUBLIC_URL: Final = "VIGIE_PUBLIC_URL"
LANGUAGE_KEY: Final = "lang"
WORKSPACE_KEY: Final = "w"
MADE_KEY: Final = "d"
EARLIER_KEY: Final = "data"
MODE_KEY: Final = "mode"
SHORT_HASH: Final = 8


def deployment(origin: str) -> str:
    """Where the pages stand: ``VIGIE_PUBLIC_URL``, else the scheme and host by which the server was asked."""
    public = urlsplit(os.environ.get(PUBLIC_URL, ""))
    if public.netloc:
        return f"{public.scheme}://{public.netloc}{public.path.rstrip('/')}"
    asked = urlsplit(origin)
    return f"{asked.scheme}://{asked.netloc}"


def page_address(origin: str, page: PageEntry, stated: Iterable[tuple[str, str]]) -> str:
    """The address of a page that states ``stated``."""
    path = "" if page is HOME else page.slug
    query = urlencode(list(stated), safe=",")
    return f"{deployment(origin)}/{path}" + (f"?{query}" if query else "")
