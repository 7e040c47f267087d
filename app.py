"""The application: `streamlit run app.py`, or any ASGI server on `app:app`."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount, Route

from ui.framework import stay_on_the_page_chosen
from ui.gate import Gate
from ui.heads import bound_heads
from ui.outlets.api import ROOT, api
from ui.outlets.embedding import embedded
from ui.outlets.packed import Packed
from ui.registry import HOME, MOVED
from ui.review.files import routes
from ui.server import (
    OwnPage,
    SecurityHeaders,
    figures,
    first_paint,
    for_paper,
    framework_words,
    home,
    keys,
    lifespan,
    moved,
    on_a_telephone,
    printed,
    ready,
    robots,
    show_failure,
    staged,
)

bound_heads()
stay_on_the_page_chosen()
app = st.App(
    Path(__file__).parent / "ui" / "router.py",
    lifespan=lifespan,
    routes=[
        Route("/api/ready", ready),
        Route("/api/metrics", figures),
        Mount(ROOT, api),
        Route("/embed/{slug}", embedded),
        Route("/robots.txt", robots),
        Route("/keys.js", keys),
        Route("/first.js", first_paint),
        Route("/words.js", framework_words),
        Route("/paper.js", for_paper),
        Route("/print.css", printed),
        Route("/phone.css", on_a_telephone),
        Route("/stage.css", staged),
        Route(f"/{HOME.slug}", home),
        *(Route(f"/{slug}", moved) for slug in MOVED),
        *routes(),
    ],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(Gate),
        Middleware(OwnPage),
        Middleware(Packed, Path(st.__file__).parent / "static" / "static"),
    ],
    on_script_error=show_failure,
)
