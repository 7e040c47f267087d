"""Every page with figures says what could be challenged, in both languages, and METHODS.md says the same."""

from __future__ import annotations

import pytest

from ui.contents import CONTENTS
from ui.messages import read
from ui.objections.document import METHODS, section, written
from ui.objections.every import OBJECTIONS
from ui.registry import PAGES

FEWEST = 3
# The catalogue counts rows of its tables: nothing there is estimated.
COUNTED = {"data"}


def test_every_page_with_figures_is_challenged() -> None:
    others = {"start", "story", "plan-watch", "review-horizontal", "review-case"}
    assert set(OBJECTIONS) == set(CONTENTS) - COUNTED | others
    assert set(OBJECTIONS) <= {page.slug for page in PAGES}


@pytest.mark.parametrize("slug", OBJECTIONS)
def test_each_figure_has_its_three_strongest_objections_answered_in_both_languages(slug: str) -> None:
    french = read("fr")
    for challenged in OBJECTIONS[slug]:
        assert len(challenged.pairs) >= FEWEST, challenged.figure
        for said in (challenged.figure, *(text for pair in challenged.pairs for text in pair)):
            found = french.get(said)
            assert found is not None, said
            assert found.string, said


def test_the_methods_document_says_what_the_pages_say() -> None:
    document = METHODS.read_text(encoding="utf-8")
    assert written(document) == document, "run python -m ui.objections.document"
    assert document.endswith(section())
