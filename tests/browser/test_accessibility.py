"""axe-core on every page, in light and dark, on a desk and on a telephone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.allowed import ALLOWED
from tests.browser.conftest import Visit
from ui.registry import HOME, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def _unexpected(violations: list[dict]) -> list[str]:
    found = []
    for violation in violations:
        for node in violation["nodes"]:
            where = " ".join(map(str, node["target"]))
            if not any(part in where or part in node["html"] for part in ALLOWED.get(violation["id"], ())):
                found.append(f"{violation['id']}: {where}: {node['html'][:200]}")
    return found


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("entry", PAGES, ids=lambda page: page.slug)
def test_axe_finds_nothing(visit: Visit, entry, scheme: str, width: int) -> None:
    path = "/" if entry is HOME else f"/{entry.slug}"
    page = visit(f"{path}?lang=fr", width=width, scheme=scheme)
    page.locator("[data-testid=stSkeleton]").first.wait_for(state="detached")
    result = Axe().run(page, options=RULES)
    assert _unexpected(result.response["violations"]) == []
