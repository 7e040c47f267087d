"""The story says what the pages say, on every screen, and can be presented from the keyboard."""

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl

import pytest
import streamlit as st

from analytics.display import STEPS
from analytics.scenario import Scenario
from tests.pages.conftest import Opener, link_of, plain, value
from tests.thinned import one_in
from ui import link, rostrum
from ui.refusal import Refused
from ui.report.chosen import Asked
from ui.views import story, story_screens
from ui.words import speaking

STORY = "workbench_story.py"
SOURCE = {
    "1": "adoption_services.py",
    "2": "adoption_drivers.py",
    "3": "channels_costs.py",
    "4": "channels_migration.py",
    "5": "risk_scores.py",
    "7": "macro_tobin_tax.py",
    "8": "overview.py",
}


def _answer(app) -> str:
    place = app.container(key="answer")
    return (place.title or place.markdown)[0].value.removeprefix("#### ")


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d[\d.,\u202f\u00a0]*\d|\d", text)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("step", SOURCE)
def test_a_screen_stands_beside_what_its_page_says_word_for_word(
    open_page: Opener, opened: Opener, language: str, step: str
) -> None:
    app = open_page(STORY, language, step=step)
    assert not app.exception
    assert _answer(opened(SOURCE[step], language)) in {caption.value for caption in app.caption}


def test_a_screen_that_cannot_be_made_says_why_and_leaves_the_presentation_going(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Raised beyond the screen, either would end the run before the audience and the notes are led on."""

    def lacks(_asked: Asked) -> story_screens.Screen:
        raise Refused("No cost is loaded.", "channel_resource")

    def fails(_asked: Asked) -> story_screens.Screen:
        raise ZeroDivisionError

    monkeypatch.setattr(story, "SCREENS", {"3": lacks, "4": fails})
    with speaking("en"):
        told = [story.screen(step, Asked("amandier", "Banque Amandier")) for step in ("3", "4")]
    assert [each.sentence.partition(" Reference")[0] for each in told] == [
        "No cost is loaded.",
        "This could not be computed; the rest is not concerned.",
    ]


@pytest.mark.parametrize(
    ("bank", "language"), one_in(2, itertools.product(["amandier", "caravane", "safran"], ["fr", "en"]))
)
def test_a_headline_is_short_and_its_figure_stands_in_the_picture(language: str, bank: str) -> None:
    with speaking(language), _scenario(bank) as asked:
        for step in STEPS:
            shown = story.screen(step, asked)
            assert isinstance(shown, story_screens.Screen), shown
            assert len(shown.headline.split(" ")) <= story_screens.HEADLINE_WORDS, shown.headline
            figures = _numbers(shown.headline)
            assert len(figures) <= 1, shown.headline
            pictured = shown.alt_text if shown.chart is not None else ""
            drawn = shown.chart.to_dict() if shown.chart is not None else {}
            texts = [row.get("text", "") for rows in drawn.get("datasets", {}).values() for row in rows]
            places = " ".join(str(place) for place in range(1, len(shown.decisions) + 1))
            for figure in figures:
                assert figure in _numbers(" ".join(map(str, texts)) + " " + places), (figure, texts)
                assert not pictured or figure in pictured
            assert bool(shown.therefore) == (step != STEPS[-1])
            assert "INC-" not in shown.headline


@contextmanager
def _scenario(bank: str, **changes: object) -> Iterator[Asked]:
    st.session_state["scenario"] = Scenario().change(bank=bank, **changes)
    try:
        yield Asked(bank, bank)
    finally:
        st.session_state.pop("scenario", None)


@pytest.mark.parametrize(
    ("bank", "released"), one_in(2, itertools.product(["amandier", "caravane", "oliviers"], [0.0, 0.3, 1.0]))
)
def test_the_decisions_never_contradict_what_moving_is_worth(bank: str, released: float) -> None:
    with speaking("en"), _scenario(bank, released_share=released) as asked:
        fourth, last = story.screen("4", asked), story.screen("8", asked)
        assert isinstance(fourth, story_screens.Screen)
        assert isinstance(last, story_screens.Screen)
        moves = [each.name for each in last.decisions if each.name.startswith("Move customers")]
        assert bool(moves) == ("does not pay" not in fourth.headline)
        for each in last.decisions:
            assert all((each.cost, each.effect, each.owner, each.first))
        with_worth = next(each for each in last.decisions if "moving is worth" in each.effect)
        (worth,) = re.findall(r"−?[\d.,]+(?=\smillion)", fourth.headline)
        assert worth in with_worth.effect
        risk = re.search(r"its (\w+ risk)", story.screen("5", asked).headline)
        assert risk is not None
        assert any(risk[1] in each.name for each in last.decisions)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_last_screen_decides_what_the_overview_decides(open_page: Opener, language: str) -> None:
    app = open_page(STORY, language, step="8")
    shown = " ".join(item.value for item in app.markdown)
    page = value("overview", language)
    for name in ("decisions",):
        for row in page.table(name).frame.itertuples(index=False):
            for cell in row[1:]:
                assert str(cell) in plain(shown).replace("\\", "") or str(cell) in shown


def test_the_sentence_follows_the_scenario(open_page: Opener) -> None:
    moved = open_page(STORY, "en", step="7", tau="0.001")
    page = open_page("macro_tobin_tax.py", "en", tau="0.001")
    assert _answer(page) in {caption.value for caption in moved.caption}
    assert _answer(moved) != _answer(open_page(STORY, "en", step="7"))


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


def test_while_presenting_the_headline_is_the_title_and_files_are_gone(
    open_page: Opener,
) -> None:
    app = open_page(STORY, "en", mode="presentation", step="5")
    assert app.title[0].value == _answer(app)
    assert not app.get("download_button")
    assert any(str(widget.key).startswith("language ") for widget in app.button_group)
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


def _links(app) -> list[dict[str, str]]:
    return [dict(parse_qsl(item.proto.url.split("?")[1])) for item in app.get("link_button")]


def test_notes_follow_the_screen_and_turn_it_and_the_audience_only_follows(open_page: Opener) -> None:
    app = open_page(STORY, "en", mode="presentation", step="2")
    key = app.query_params.get("follow", "")
    notes_link, audience_link = _links(app)
    assert notes_link["mode"] == "notes"
    assert key in ("", notes_link["follow"])
    assert notes_link["follow"] not in audience_link["follow"]
    notes = open_page(STORY, "en", **notes_link)
    audience = open_page(STORY, "fr", **(audience_link | {"lang": "fr"}))
    app.button(key="story PageDown").click().run()
    for window in (notes, audience):
        window.run()
        assert window.query_params["step"] == "3"
    notes.button(key="story PageDown").click().run()
    app.run()
    audience.run()
    assert app.query_params["step"] == audience.query_params["step"] == "4"
    assert "story PageDown" not in {button.key for button in audience.button}
    assert "4" in audience.caption[0].value
    assert "Écran" in audience.caption[0].value


def test_a_link_copied_while_presenting_hands_on_no_key(open_page: Opener) -> None:
    app = open_page(STORY, "en", mode="presentation", step="2")
    app.run()
    assert rostrum.valid(app.query_params["follow"])
    assert "follow=" not in link.page_link("story", "http://localhost:8501")


@pytest.mark.parametrize("step", STEPS)
def test_every_screen_has_one_assumption_to_move(open_page: Opener, step: str) -> None:
    app = open_page(STORY, "en", mode="presentation", step=step)
    moved = [widget.key for widget in (*app.select_slider, *app.selectbox) if widget.key != "control bank"]
    assert len(moved) == 1


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
