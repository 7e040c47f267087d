"""Pages run as the router runs them, in either language, on the demonstration data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from analytics.display import Display
from analytics.scenario import Scenario
from data.snapshots import DEMO, current
from studies import core
from ui.content import Content
from ui.contents import CONTENTS
from ui.reader import Reader
from ui.registry import PAGES
from ui.review import ground
from ui.words import Language, speaking

ROUTER = Path(__file__).resolve().parents[2] / "ui" / "router.py"
# A run that takes so long hangs; what it takes on a machine at work is no test's concern.
TIMEOUT_SECONDS = 300
Opener = Callable[..., AppTest]
# What the router does before it opens a page: some tests ask the desk for what no page has opened yet.
ground.lay()


@pytest.fixture(autouse=True)
def _on_the_demonstration(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What pages compute is kept from one test to the next: its keys are codes and the snapshot, named by
    # its content.
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))


def _open(script: str, language: str, query: dict[str, str]) -> AppTest:
    (slug,) = (page.slug for page in PAGES if page.script == script)
    app = AppTest.from_file(str(ROUTER), default_timeout=TIMEOUT_SECONDS)
    # All that a page has, as paper shows it, unless a test asks for the page as it opens.
    app.query_params.update({"lang": language, "show": "all"} | query)
    # What switch_page() sets. It asks for a run first, which would draw the overview before every page, only
    # because it cannot know the address of a page that no run has registered; we do.
    app._page_hash = calc_hash(slug)
    app.run()
    assert app.session_state["page shown"] == slug, "the framework opened another page"
    return app


@pytest.fixture
def open_page() -> Opener:
    """Open a page by its script, in a language, with query parameters."""

    def opener(script: str, language: str = "fr", **query: str) -> AppTest:
        return _open(script, language, query)

    return opener


@pytest.fixture
def nothing_kept() -> Iterator[None]:
    """Values of pages made anew within a test, and again after it: for tests that change what makes them."""
    core.forget()
    yield
    core.forget()


def answered(app: AppTest) -> str:
    """The page's answer, and its longer form below the picture where it has one."""
    said = app.container(key="answer").markdown[0].value
    try:
        return f"{said} {app.container(key='more').caption[0].value}"
    except KeyError:
        return str(said)


def pictures(app: AppTest) -> list[Any]:
    """The charts of a page in their order; the small lines in its figures apart."""
    return [chart for chart in app.get("vega_lite_chart") if '"field": "at"' not in chart.proto.spec]


def titles_of_sources(app: AppTest) -> set[str]:
    """The publications named on a page, each by its own title, in whatever language it was published."""
    try:
        listed = app.container(key="sources")
    except KeyError:
        return set()
    return {element.value for element in [*listed.markdown, *listed.caption]}


def link_of(app: AppTest) -> str:
    """The link that the page hands on from its top."""
    app.session_state["share"] = True
    app.run()
    return next(code.value for code in app.code if code.value.startswith("http"))


def behind(app: AppTest, tab: str) -> AppTest:
    """The page with another of the tabs behind its answer open; only the open one is drawn."""
    app.session_state["behind"] = tab
    return app.run()


def value(slug: str, language: str = "fr", **query: str) -> Content:
    """A page as a value, of the workspace and scenario that an address states, in a language."""
    (scenario, refused), (shown, left) = Scenario.from_query(query), Display.from_query(query)
    assert not refused + left
    with speaking(cast("Language", language)):
        page = CONTENTS[slug](Reader(current(query.get("w", DEMO)), scenario, shown))
        assert isinstance(page, Content), page
        # What is made only when asked for speaks this language too.
        made = [replace(detail, make=partial(tuple, tuple(detail.make()))) for detail in page.details]
    return replace(page, details=tuple(made))


def plain(text: str) -> str:
    """A text with ordinary spaces and hyphens, where some are set that do not break."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NON-BREAKING HYPHEN}", "-")


_SEEN: dict[tuple[str, str], AppTest] = {}


@pytest.fixture
def opened() -> Opener:
    """A page as it opens, run once for all tests that only look at it."""

    def opener(script: str, language: str) -> AppTest:
        if (script, language) not in _SEEN:
            _SEEN[script, language] = _open(script, language, {})
        return _SEEN[script, language]

    return opener
