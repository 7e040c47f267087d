"""The running application and a browser that forgives nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.browser.chromium import ADVICE, ARGUMENTS, find
from tests.browser.serving import serving
from ui.registry import GROUPS, HOME, entry

# Opened at a page's own address, the framework's client first asks below that address and is told 404.
PROBES = ("/_stcore/health", "/_stcore/host-config")
OWN_HOSTS = {"127.0.0.1", "localhost", ""}
# What does not come within this time does not come; what a machine at work needs is no test's concern.
WITHIN_MILLISECONDS = 120_000
expect.set_options(timeout=WITHIN_MILLISECONDS)


@pytest.fixture(scope="session")
def origin(demo_home: Path) -> Iterator[str]:
    """The address of an application that all journeys share."""
    with serving(demo_home) as server:
        yield server.origin


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The browser of a run of journeys, closed before a worker turns to other tests.

    What drives it holds an event loop open in this thread: nothing that starts a loop of its own works
    beside it, and Python 3.11 then loses count of how deep it stands in a syntax tree.
    """
    path = find()
    if path is None:
        pytest.fail(ADVICE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a page did that it must not do."""

    faults: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Watch ``page`` from now on."""
        page.on("console", self.on_console)
        page.on("request", self.on_request)
        page.on("pageerror", self.on_error)

    @contextmanager
    def while_looking(self, page: Page) -> Iterator[None]:
        """Watch ``page`` until the block is left."""
        self.over(page)
        yield
        page.remove_listener("console", self.on_console)
        page.remove_listener("request", self.on_request)
        page.remove_listener("pageerror", self.on_error)

    def on_error(self, error: Error) -> None:
        self.faults.append(f"script: {error}")

    def on_console(self, message: ConsoleMessage) -> None:
        address = str(message.location.get("url", ""))
        if message.type == "error" and not address.endswith(PROBES):
            self.faults.append(f"console: {message.text} {address}")

    def on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and (parts.hostname or "") not in OWN_HOSTS:
            self.faults.append(f"request to {parts.hostname}")


Visit = Callable[..., Page]


@pytest.fixture(scope="package")
def tab(browser: Browser) -> Iterator[Page]:
    """A tab for tests that only look: it keeps the application's scripts, megabytes, compiled."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    context.set_default_timeout(WITHIN_MILLISECONDS)
    yield context.new_page()
    context.close()


@pytest.fixture
def look(tab: Page, origin: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Show a page in the tab of those who look and wait until it is drawn; nothing may have gone wrong.

    By the menu, as a reader goes on: the application is loaded once. What a page keeps in the browser is
    shared with the tests before: for pages that are only looked at.
    """
    watch = Watch()

    def opener(slug: str, *, scheme: str = "light") -> Page:
        address = f"{origin}/{'' if slug == HOME.slug else slug}"
        tab.set_viewport_size({"width": 1280, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        # Where a test failed, nobody knows what it left in the tab.
        if tab.url.startswith(origin) and not request.session.testsfailed:
            expect(tab.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
            follow(tab, slug)
            expect(tab).to_have_url(re.compile(rf"^{re.escape(address)}(\?|$)"))
        else:
            tab.goto(f"{address}?lang=fr")
        settled(tab)
        assert tab.get_by_role("dialog").count() == 0, "a dialog covers the page"
        return tab

    with watch.while_looking(tab):
        yield opener
    assert watch.faults == []


def follow(page: Page, slug: str) -> None:
    """Choose a page from the menu at the top."""
    group = GROUPS.index(entry(slug).group)
    page.get_by_test_id("stTopNav").get_by_role("button").nth(group).click()
    path = "/" if slug == HOME.slug else f"/{slug}"
    page.locator(f'[data-testid=stTopNavDropdownLink][href$="{path}"]').click()


@pytest.fixture
def visit(browser: Browser, origin: str) -> Iterator[Visit]:
    """Open an address in a profile of its own; at the end nothing may have gone wrong."""
    watch = Watch()
    contexts = []

    def opener(
        address: str = "/",
        *,
        width: int = 1280,
        height: int = 900,
        scheme: str = "light",
        locale: str = "fr-FR",
        accept_language: str = "",
        server: str | None = None,
        before: Callable[[Page], None] | None = None,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            accept_downloads=True,
            reduced_motion="reduce",
            # A locale would write a header of its own, with one language only.
            **(
                {"extra_http_headers": {"Accept-Language": accept_language}}
                if accept_language
                else {"locale": locale}
            ),
        )
        context.set_default_timeout(WITHIN_MILLISECONDS)
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        if before:
            before(page)
        page.goto((server or origin) + address)
        settled(page)
        assert page.get_by_role("dialog").count() == 0, "a dialog covers the page"
        return page

    yield opener
    for context in contexts:
        context.close()
    assert watch.faults == []


def settled(page: Page) -> None:
    """Wait until the server has drawn the page and nothing is being recomputed."""
    page.get_by_role("heading", level=1).first.wait_for()
    # What was painted first stands above the page until the page shows the same.
    page.locator("#vigie-first").wait_for(state="detached")
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.locator("[data-stale=true]").first.wait_for(state="detached")
