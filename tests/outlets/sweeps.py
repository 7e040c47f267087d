"""Which pages a test looks at: one on every run, every page in each language in the exhaustive one."""

from __future__ import annotations

import pytest

from ui.outlets.value import open_pages
from ui.words import LANGUAGES

OPEN = [page.slug for page in open_pages()]
ONE = "channels-costs"


def _case(*given: str):
    usual = given in ((ONE,), (ONE, "fr"), ("macro-reserves", "en"))
    return pytest.param(*given, marks=() if usual else (pytest.mark.exhaustive,))


each_page = pytest.mark.parametrize("slug", [_case(slug) for slug in OPEN])
each_page_in_each_language = pytest.mark.parametrize(
    ("slug", "spoken"), [_case(slug, spoken) for slug in OPEN for spoken in LANGUAGES]
)
