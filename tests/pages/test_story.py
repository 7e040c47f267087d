"""The story says what the pages say, on every screen, and can be presented from the keyboard."""

import re

import pytest

from analytics.assumptions.story import STEPS
from tests.pages.conftest import Opener, link_of

STORY = "workbench_story.py"
SOURCE = {
    "1": "adoption_services.py",
    "2": "adoption_drivers.py",
    "3": "channels_costs.py",
    "4": "channels_migration.py",
    "5": "risk_scores.py",
    "7": "macro_tobin_tax.py",
    "8": "risk_drivers.py",
}


def _answer(app) -> str:
    place = app.container(key="answer")
    return (place.title or place.markdown)[0].value.removeprefix("#### ")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("step", SOURCE)
def test_a_screen_says_word_for_word_what_its_page_says(
    open_page: Opener, opened: Opener, language: str, step: str
) -> None:
    app = open_page(STORY, language, step=step)
    assert not app.exception
    assert re.search(r"\d", _answer(app))
    assert _answer(app) == _answer(opened(SOURCE[step], language))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_incident_screen_says_what_the_levers_page_says_of_that_incident(
    open_page: Opener, language: str
) -> None:
    app = open_page(STORY, language, step="6")
    page = open_page("marketing_levers.py", language, mtrust="incident")
    assert _answer(app) in {caption.value for caption in page.caption}
    assert re.search(r"INC-\d{4}-\d{3}.*0[.,]\d\d.*−\d", _answer(app))


def test_the_sentence_follows_the_scenario(open_page: Opener) -> None:
    moved = open_page(STORY, "en", step="7", tau="0.001")
    page = open_page("macro_tobin_tax.py", "en", tau="0.001")
    assert _answer(moved) == _answer(page) != _answer(open_page(STORY, "en", step="7"))


def test_next_and_previous_walk_through_all_eight_screens(open_page: Opener) -> None:
    app = open_page(STORY, "en", mode="presentation")
    seen = []
    for step in STEPS:
        seen.append(next(caption.value for caption in app.caption if caption.value.startswith("Screen ")))
        assert app.query_params.get("step", "1") == step
        assert app.query_params["mode"] == "presentation"
        if step != STEPS[-1]:
            app.button(key="story PageDown").click().run()
    assert len(set(seen)) == len(STEPS)
    assert app.button(key="story PageDown").disabled
    app.button(key="story PageUp").click().run()
    assert app.query_params["step"] == "7"


def test_while_presenting_the_sentence_is_the_title_and_files_and_language_are_gone(
    open_page: Opener,
) -> None:
    app = open_page(STORY, "en", mode="presentation", step="5")
    assert app.title[0].value == _answer(app)
    assert not app.get("download_button")
    assert "control language" not in {widget.key for widget in app.button_group}
    app.button(key="leave the presentation").click().run()
    assert "mode" not in app.query_params
    assert app.title[0].value == "What is the argument, in eight screens?"
    assert app.get("download_button")


@pytest.mark.parametrize("script", ["overview.py", "risk_losses.py", "channels_costs.py"])
def test_any_page_can_be_presented_and_leads_back_to_the_story(open_page: Opener, script: str) -> None:
    app = open_page(script, "fr", mode="presentation")
    assert not app.exception
    assert app.title[0].value == _answer(app)
    assert not app.get("download_button")
    assert "Retour au récit" in {link.proto.label for link in app.get("page_link")}


@pytest.mark.parametrize("step", STEPS)
def test_the_speaker_s_notes_add_sentences_with_figures(open_page: Opener, step: str) -> None:
    app = open_page(STORY, "fr", step=step, mode="notes")
    assert not app.exception
    assert not app.get("vega_lite_chart")
    notes = [item.value for item in app.markdown if item.value.startswith("- ")]
    assert any(re.search(r"\d", note) for note in notes)


def test_notes_open_on_the_screen_that_is_shown(open_page: Opener) -> None:
    app = open_page(STORY, "fr", step="4", p="4")
    (target,) = [item.proto.url for item in app.get("link_button")]
    assert target == "story?lang=fr&show=all&v=2&p=4&step=4&mode=notes"


@pytest.mark.parametrize(
    ("query", "said"), [({"mode": "cinema"}, "mode = cinema"), ({"step": "9"}, "step = 9")]
)
def test_what_there_is_not_is_said(open_page: Opener, query: dict[str, str], said: str) -> None:
    app = open_page(STORY, "en", **query)
    assert not app.exception
    assert any(said in warning.value for warning in app.warning)
    assert "Screen 1 of 8" in " ".join(item.value for item in app.markdown)


def test_a_link_of_the_story_opens_its_screen_for_reading(open_page: Opener) -> None:
    link = link_of(open_page(STORY, "en", step="5"))
    assert "step=5" in link
    assert "mode=" not in link
