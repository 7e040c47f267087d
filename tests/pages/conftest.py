"""Pages run as the router runs them, in either language, on the demonstration data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

ROUTER = Path(__file__).resolve().parents[2] / "ui" / "router.py"
BROWSER_LOCALE = {"fr": "fr-FR", "en": "en-GB"}
Opener = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _fresh_caches(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    st.cache_data.clear()
    st.cache_resource.clear()


def _open(script: str, language: str, query: dict[str, str]) -> AppTest:
    app = AppTest.from_file(str(ROUTER), default_timeout=60)
    app.query_params.update({"lang": language} | query)
    app.run()
    if script != "overview.py":
        app.switch_page(f"../pages/{script}").run()
    return app


@pytest.fixture
def open_page() -> Opener:
    """Open a page by its script, in a language, with query parameters."""

    def opener(script: str, language: str = "fr", **query: str) -> AppTest:
        return _open(script, language, query)

    return opener


def behind(app: AppTest, tab: str) -> AppTest:
    """The page with another of the tabs behind its answer open; only the open one is drawn."""
    app.session_state["behind"] = tab
    return app.run()


def plain(text: str) -> str:
    """A text with ordinary spaces, where French has set some that do not break."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


_SEEN: dict[tuple[str, str], AppTest] = {}


@pytest.fixture
def opened() -> Opener:
    """A page as it opens, run once for all tests that only look at it."""

    def opener(script: str, language: str) -> AppTest:
        if (script, language) not in _SEEN:
            _SEEN[script, language] = _open(script, language, {})
        return _SEEN[script, language]

    return opener
