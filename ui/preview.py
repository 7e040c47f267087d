"""What a link says of itself where it is sent: title, description, language alternates, in the page's head.

Mail programs, chats and search engines read the first answer of the server and run no script: without this
every link to every page would be called by the framework's name.
"""

from __future__ import annotations

import html
import re
from typing import Final
from urllib.parse import parse_qsl, urlencode

from ui.address import LANGUAGE_KEY, MODE_KEY, deployment, page_address
from ui.contents import CONTENTS
from ui.outlets.first import First
from ui.registry import HOME, PAGES, PageEntry
from ui.words import LANGUAGES, N_, SOURCE_LANGUAGE, Language, said_in

NAME: Final = "Vigie"
ABOUT: Final = N_(
    "An observatory of e-banking: risk, adoption, channel cost and the economy, with an interval and a "
    "source on every number."
)
_TITLE: Final = re.compile(rb"<title>.*?</title>", re.DOTALL)
_ICON: Final = re.compile(rb'<link rel="shortcut icon"[^>]*>')
_AGENTS: Final = re.compile(rb'<link rel="service-desc"[^>]*>')
_WITHOUT_SCRIPT: Final = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
_NEEDS_SCRIPT: Final = N_("This page needs JavaScript to show its figures.")
_ROOT: Final = b'<div id="root"></div>'
_SIDES, _CARD = ("width", "height"), (1200, 630)
_LOCALES: Final = {"fr": "fr_MA", "en": "en_GB"}
_OWN_ICON: Final = b'<link rel="icon" type="image/png" href="./app/static/img/vigie.png" />'


def tab_title(question: str) -> str:
    """The title of a page's tab: its question, and whose page it is."""
    return f"{question} · {NAME}"


def entry_at(path: str) -> PageEntry | None:
    """The page at an address's path; None where there is none."""
    slug = path.strip("/")
    return next((page for page in PAGES if page.slug == (slug or HOME.slug)), None)


def tags(path: str, query: str, spoken: Language, origin: str, answer: str = "") -> bytes:
    """The tags that name the page at ``path``: title, description, picture, where it stands in each language.

    ``answer`` is the page's, where it is known by now; else it is the product that is described.

    ``origin`` : scheme and host by which the request reached the server; the deployment's public address goes
    before it. Addresses keep what the link states and drop how it is presented.
    """
    shown = entry_at(path)
    question = said_in(spoken, shown.question) if shown else NAME
    title = tab_title(question) if shown else NAME
    about = answer.replace("**", "") or said_in(spoken, ABOUT)
    written = [
        f"<title>{html.escape(title)}</title>",
        _meta("name", "description", about),
        _meta("property", "og:site_name", NAME),
        _meta("property", "og:type", "website"),
        _meta("property", "og:title", question),
        _meta("property", "og:description", about),
        _meta("property", "og:locale", _LOCALES.get(spoken, spoken)),
        _meta("name", "twitter:card", "summary_large_image"),
        _meta("property", "og:image:type", "image/png"),
        *(_meta("property", f"og:image:{name}", str(size)) for name, size in zip(_SIDES, _CARD, strict=True)),
        _meta("property", "og:image:alt", f"{question} {about}" if answer else about),
    ]
    plain = f"{deployment(origin)}/app/static/img/card-{drawn_for(spoken)}.png"
    if shown:
        stated = [pair for pair in parse_qsl(query) if pair[0] not in (LANGUAGE_KEY, MODE_KEY)]
        addresses = {
            language: page_address(origin, shown, [(LANGUAGE_KEY, language), *stated])
            for language in LANGUAGES
        }
        if shown.slug in CONTENTS:
            stated_too = urlencode([(LANGUAGE_KEY, spoken), *stated], safe=",")
            plain = f"{deployment(origin)}/api/v1/pages/{shown.slug}/card.png?{stated_too}"
        written += [
            _meta("property", "og:url", addresses[spoken]),
            f'<link rel="canonical" href="{html.escape(addresses[spoken])}" />',
            *(
                f'<link rel="alternate" hreflang="{language}" href="{html.escape(address)}" />'
                for language, address in addresses.items()
            ),
        ]
    written.append(_meta("property", "og:image", plain))
    return "".join(written).encode()


def drawn_for(spoken: Language) -> Language:
    """The language of the product's own picture that readers of ``spoken`` are shown."""
    return spoken if spoken in _LOCALES else SOURCE_LANGUAGE


def introduced(
    body: bytes, path: str, query: str, spoken: Language, origin: str, first: First | None = None
) -> bytes:
    """The framework's page with our title, icon and tags in place of its own, and what of it is ready."""
    ready = first or First()
    named = _TITLE.sub(b"", _ICON.sub(_OWN_ICON, body, count=1), count=1)
    # The interface that the framework offers to programs is closed; nothing points to it.
    named = _AGENTS.sub(b"", named, count=1)
    unscripted = _unscripted(path, spoken, painted=ready.words is not None)
    named = _WITHOUT_SCRIPT.sub(lambda _found: unscripted, named, count=1)
    # As a function: what a link states is no pattern.
    head = tags(path, query, spoken, origin, ready.sentence) + ready.head
    named = named.replace(b"</head>", head + b"</head>", 1)
    return named.replace(_ROOT, ready.body + _ROOT, 1)


def _unscripted(path: str, spoken: Language, *, painted: bool) -> bytes:
    if painted:
        # Question, answer and picture stand there already.
        return f"<noscript><p>{html.escape(said_in(spoken, _NEEDS_SCRIPT))}</p></noscript>".encode()
    shown = entry_at(path)
    lines = (shown.question if shown else NAME, ABOUT, _NEEDS_SCRIPT)
    said = [html.escape(said_in(spoken, line)) for line in lines]
    return f"<noscript><h1>{said[0]}</h1><p>{said[1]}</p><p>{said[2]}</p></noscript>".encode()


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{html.escape(content)}" />'
