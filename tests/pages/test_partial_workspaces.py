"""Whatever tables a workspace holds: every page answers or says why not, the pack names what is missing."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics.display import STEPS
from studies import core
from tests.pages.conftest import ROUTER, Opener, plain
from tests.pages.test_every_page import QUESTIONS
from tests.partial import LOADED, only, without
from ui import link
from ui.link import LANGUAGE_STATE
from ui.registry import PAGES
from ui.report import gather
from ui.report.board import Pack
from ui.report.chosen import Asked

_RANDOM_CASES = 12
_PRINTED = {"fr": "instantané", "en": "snapshot"}


def _random_subsets() -> Iterator[tuple[str, ...]]:
    dice = random.Random(20261031)
    for _case in range(_RANDOM_CASES):
        yield tuple(sorted(dice.sample(LOADED, dice.randint(2, len(LOADED) - 2))))


EXHAUSTIVE = (
    [("only", ()), ("only", ("bank",))]
    + [("only", tuple(sorted({"bank", table}))) for table in LOADED]
    + [("without", (table,)) for table in LOADED]
    + [("only", tables) for tables in _random_subsets()]
)
LEAN = [("only", ("bank", "risk_observation"), "fr"), ("only", ("adoption_series", "bank"), "en")]


def _published(how: str, tables: tuple[str, ...]) -> str:
    name = f"{how}-{'-'.join(tables)}".replace("_", "-")[:36].rstrip("-") + f"-{len(tables)}"
    return (only if how == "only" else without)(name, tables).workspace


def _drawn(app: AppTest, slug: str, language: str) -> list[str]:
    """What is wrong with a page as it stands; empty when it is whole."""
    if app.exception or app.error:
        return [f"{slug}: {each.value}" for each in (*app.exception, *app.error)]
    faults = []
    if plain(app.title[0].value) != plain(QUESTIONS[slug][language == "en"]):
        faults.append(f"{slug}: its question is missing")
    answer = app.get_by_key("answer")
    if not answer.markdown or not answer.markdown[0].value.startswith("#### "):
        faults.append(f"{slug}: its answer is still being waited for")
    if app.get("skeleton"):
        faults.append(f"{slug}: a sign that something is coming was left behind")
    if not any(_PRINTED[language] in caption.value for caption in app.caption):
        faults.append(f"{slug}: its foot is missing")
    return faults


def _walk(workspace: str, language: str, **query: str) -> list[str]:
    app = AppTest.from_file(str(ROUTER), default_timeout=60)
    app.query_params.update({"lang": language, "w": workspace} | query)
    faults: list[str] = []
    for page in PAGES:
        if page.slug != "overview":
            app.switch_page(f"../pages/{page.script}")
        faults += _drawn(app.run(), page.slug, language)
    return faults


@pytest.mark.parametrize(("how", "tables", "language"), LEAN)
def test_every_page_is_whole_whatever_is_missing(how: str, tables: tuple[str, ...], language: str) -> None:
    assert _walk(_published(how, tables), language) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("how", "tables"), EXHAUSTIVE)
def test_every_page_is_whole_for_every_set_of_tables(
    how: str, tables: tuple[str, ...], language: str
) -> None:
    assert _walk(_published(how, tables), language) == []


@pytest.fixture
def gathered() -> Iterator[Callable[[str], Pack]]:
    """The English pack of a workspace's first bank."""

    def gather_all(workspace: str) -> Pack:
        st.session_state[LANGUAGE_STATE] = "en"
        link.open_workspace(workspace)
        asked = Asked(*core.banks(link.shown())[["bank", "name"]].iloc[0])
        return gather.gather(tuple(gather.SECTIONS), asked, "http://localhost:8501", lambda *_told: None)

    yield gather_all
    st.session_state.clear()


def _check_pack(pack: Pack) -> None:
    said = [part.slug for part in pack.sections] + [part.slug for part in pack.failures]
    assert sorted(said) == sorted(gather.SECTIONS)
    mishaps = [part.slug for part in pack.failures if "Reference for support" in part.reason]
    assert mishaps == [], "a section that data cannot fill says so, and is no failure of the program"


def test_a_pack_of_risk_rows_alone_says_which_tables_would_fill_the_rest(gathered) -> None:
    pack = gathered(_published("only", ("bank", "risk_observation")))
    _check_pack(pack)
    assert {part.slug for part in pack.sections} >= {"risk-scores", "risk-drivers", "macro-tobin-tax"}
    missing = {part.slug: part for part in pack.failures}
    assert missing["channels-costs"].refusal.tables == ("channel_resource", "channel_activity")
    assert "has no month with both resources and activity" in missing["channels-costs"].reason
    assert missing["risk-incidents"].refusal.tables == ("incident",)
    assert "Channel activity" in missing["channels-costs"].filled_by


def test_losses_are_told_without_accounts_and_their_capital_is_left_out(gathered) -> None:
    pack = gathered(_published("only", ("bank", "loss_event")))
    _check_pack(pack)
    losses = next(part for part in pack.sections if part.slug == "risk-losses")
    assert [table.name for table in losses.tables][:1] == ["quantiles"]
    assert "capital" not in [part.name for part in (*losses.tables, *losses.figures)]


@pytest.mark.exhaustive
@pytest.mark.parametrize(("how", "tables"), [case for case in EXHAUSTIVE if case != ("without", ("bank",))])
def test_every_section_is_made_or_says_what_is_missing(gathered, how: str, tables: tuple[str, ...]) -> None:
    workspace = _published(how, tables if how == "without" else tuple(sorted({"bank", *tables})))
    _check_pack(gathered(workspace))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_screen_of_the_story_is_a_dead_end(open_page: Opener, language: str) -> None:
    workspace = _published("only", ("bank", "risk_observation"))
    app = open_page("workbench_story.py", language, w=workspace)
    for step in STEPS:
        assert not app.exception
        assert app.get_by_key("answer").markdown[0].value.startswith("#### ")
        assert app.button(key="story PageDown").disabled == (step == STEPS[-1])
        if step != STEPS[-1]:
            app.button(key="story PageDown").click().run()
            assert app.query_params["step"] == STEPS[int(step)]


def test_the_story_goes_on_without_any_bank(open_page: Opener) -> None:
    app = open_page("workbench_story.py", "en", w=_published("without", ("bank",)), step="6")
    assert "This workspace has no bank yet" in app.get_by_key("answer").markdown[0].value
    app.button(key="story PageDown").click().run()
    assert "tax" in app.get_by_key("answer").markdown[0].value
    assert app.get("vega_lite_chart")


def test_the_levers_stand_on_customers_alone(open_page: Opener) -> None:
    app = open_page("marketing_levers.py", "en", w=_published("only", ("adoption_series", "bank")))
    assert not app.exception
    assert app.get("vega_lite_chart"), "what the bank’s risk would add is missing, not its customers"


@pytest.mark.usefixtures("nothing_kept")
def test_a_page_that_fails_leaves_no_sign_that_an_answer_is_coming(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_asked: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("ui.channels.costs.costs", broken)
    app = open_page("channels_costs.py", "en")
    assert app.exception
    assert not app.get("skeleton")


def test_a_refusal_leads_to_the_page_that_mends_it(open_page: Opener) -> None:
    app = open_page("channels_costs.py", "en", w=_published("only", ("bank", "risk_observation")))
    assert any("Channel resources and Channel activity" in info.value for info in app.info)
    links = [link.proto.page for link in app.get("page_link")]
    assert "import" in links


def test_without_a_bank_the_comparison_is_left_out_with_a_sentence(open_page: Opener) -> None:
    app = open_page("overview.py", "en", w=_published("without", ("bank",)), v="1", vs="year")
    said = [part.value for part in app.get_by_key("answer").markdown]
    assert said == [
        "#### This workspace has no bank yet. Load a file on the import page.",
        ":material/compare_arrows: There is no bank in this workspace to set beside another.",
    ]


@pytest.mark.parametrize("other", ["year", "zellige"])
def test_what_a_workspace_lacks_is_not_compared_and_breaks_no_page(open_page: Opener, other: str) -> None:
    workspace = _published("only", ("bank", "risk_observation"))
    for script in ("risk_losses.py", "channels_migration.py", "marketing_search.py", "macro_reserves.py"):
        app = open_page(script, "en", w=workspace, v="1", vs=other)
        assert not app.exception
        said = app.get_by_key("answer").markdown[-1].value
        assert said.startswith(":material/compare_arrows: ")
        assert "ference for support" not in said


def test_a_page_that_refuses_names_tables_by_their_titles(open_page: Opener) -> None:
    workspace = only("only-bank-risk-observation-2", ("bank", "risk_observation")).workspace
    app = open_page("channels_costs.py", "en", w=workspace)
    assert not app.exception
    said = " ".join(info.value for info in app.info)
    assert "What would fill it: " in said
    assert "Channel activity" in said
    assert "channel_activity" not in said
