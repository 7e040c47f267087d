"""What a visitor of a hosted demonstration meets: a tour that can be skipped, and plain words on data."""

import re

import pytest

from tests.pages.conftest import Opener, plain


def _said(app) -> str:
    return plain(" ".join(item.value for item in [*app.caption, *app.markdown, *app.warning]))


@pytest.mark.parametrize(("language", "greeting"), [("fr", "Première visite ?"), ("en", "First visit?")])
def test_the_tour_greets_on_the_overview_until_it_is_skipped(
    open_page: Opener, language: str, greeting: str
) -> None:
    app = open_page("overview.py", language)
    assert greeting in _said(app)
    assert len(app.container(key="tour").get("page_link")) == 3
    app.button(key="skip the tour").click().run()
    assert greeting not in _said(app)
    app.switch_page("../pages/risk_scores.py").run()
    app.switch_page("../pages/overview.py").run()
    assert greeting not in _said(app)


@pytest.mark.parametrize(
    ("demo", "promise", "limit"),
    [
        ("1", "forgotten at its next restart", "files of 10 MB"),
        ("", "stays on this server", "files of 50 MB"),
    ],
)
def test_every_page_says_what_is_stored_and_how_much_may_be_loaded(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch, demo: str, promise: str, limit: str
) -> None:
    monkeypatch.setenv("VIGIE_DEMO", demo)
    said = _said(open_page("risk_scores.py", "en"))
    assert promise in said
    assert limit in said
    assert "1,000,000 rows; a query is stopped after 10 seconds" in said


def test_where_strangers_meet_the_workspace_s_name_cannot_be_chosen_or_guessed(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIGIE_DEMO", "1")
    names = set()
    for _visitor in range(2):
        app = open_page("workbench_import.py", "en")
        assert "Workspace" not in {field.label for field in app.text_input}
        names |= set(re.findall(r"banque-[0-9a-f]{32}", _said(app)))
    assert len(names) == 2
