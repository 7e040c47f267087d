"""axe-core and width on every page, in light and dark, on a desk and on a telephone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.allowed import ALLOWED
from tests.browser.conftest import Visit
from ui.registry import HOME, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("accessibility")]
WIDE = """() => [...document.querySelectorAll('[data-testid=stMain] :is(h1, p), .st-key-answer')]
    .filter(e => e.getBoundingClientRect().right > 391).length"""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def _unexpected(violations: list[dict]) -> list[str]:
    found = []
    for violation in violations:
        for node in violation["nodes"]:
            where = " ".join(map(str, node["target"]))
            if not any(part in where or part in node["html"] for part in ALLOWED.get(violation["id"], ())):
                found.append(f"{violation['id']}: {where}: {node['html'][:200]}")
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("entry", PAGES, ids=lambda page: page.slug)
def test_a_page_is_accessible_and_fits_on_a_desk_and_on_a_telephone(visit: Visit, entry, scheme: str) -> None:
    path = "/" if entry is HOME else f"/{entry.slug}"
    page = visit(f"{path}?lang=fr", scheme=scheme)
    page.locator("[data-testid=stSkeleton]").first.wait_for(state="detached")
    found = _unexpected(Axe().run(page, options=RULES).response["violations"])
    assert found == [], "on a desk"

    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_test_id("stTopNav").wait_for(state="detached")
    found = _unexpected(Axe().run(page, options=RULES).response["violations"])
    assert found == [], "on a telephone"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(WIDE) == 0
