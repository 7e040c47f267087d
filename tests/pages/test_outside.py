"""What a link or a loaded file says stands on a page as text, whatever it says."""

import re

import pytest

from data.build import base_tables, build_workspace
from data.snapshots import current
from studies import core
from tests.pages.conftest import Opener
from ui.registry import PAGES

LINK = "[Log in](https://evil.example)"
HOSTILE = f"{LINK} $x$ :red[y] www.evil.example `z`"
LIVE = re.compile(r"(?<!\\)\[Log in(?<!\\)\]|://evil|www\.evil|(?<!\\)\$x|(?<!\\)`z|:red(?<!\\)\[")
FEW = ("overview", "risk-scores", "risk-supervision", "marketing-levers", "story")


def _markdown(app) -> list[str]:
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error", "success")
    return [element.value for kind in kinds for element in getattr(app, kind)]


@pytest.mark.parametrize("name", ["w", "bank", "month", "mode", "data", "v", "p"])
def test_a_link_cannot_put_a_link_into_the_page_s_own_warning(open_page: Opener, name: str) -> None:
    app = open_page("overview.py", "en", **{name: LINK})
    assert not app.exception
    assert any("Log in" in text for text in _markdown(app)), "the warning says what was asked for"
    assert [text for text in _markdown(app) if LIVE.search(text)] == []


@pytest.fixture
def hostile_bank() -> str:
    """A workspace in which a bank of the demonstration bears another name."""
    banks = base_tables()["bank"].head(1).assign(name=HOSTILE)
    build_workspace("hostile", {"bank": banks})
    return str(banks["bank"].iloc[0])


def _named_on(open_page: Opener, script: str, bank: str) -> bool:
    assert HOSTILE in set(core.banks(current("hostile"))["name"])
    app = open_page(script, "en", w="hostile", bank=bank)
    assert not app.exception
    assert [text for text in _markdown(app) if LIVE.search(text)] == []
    return any("Log in" in text for text in _markdown(app))


def test_a_bank_s_name_is_text_on_the_pages_that_say_it(open_page: Opener, hostile_bank: str) -> None:
    scripts = [page.script for page in PAGES if page.slug in FEW]
    named = [_named_on(open_page, script, hostile_bank) for script in scripts]
    assert any(named)


@pytest.mark.exhaustive
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_a_bank_s_name_is_text_on_every_page(open_page: Opener, hostile_bank: str, page) -> None:
    _named_on(open_page, page.script, hostile_bank)
