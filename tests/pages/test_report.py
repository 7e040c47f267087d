"""The page that produces the board pack: what it says before and after, what it hands over."""

import pytest

from tests.pages.conftest import Opener

SECTIONS = "channels-costs,macro-tobin-tax"


def _answer(app) -> str:
    return app.container(key="answer").markdown[0].value


def _produced(open_page: Opener, language: str, **query: str):
    app = open_page("workbench_report.py", language, sections=SECTIONS, **query)
    app.button(key="produce").click().run()
    assert not app.exception
    return app


def test_before_anything_is_made_the_page_says_what_could_be(open_page: Opener) -> None:
    app = open_page("workbench_report.py", "en")
    assert _answer(app).startswith("#### Banque Amandier: a pack of 18 sections can be produced (0 changed")
    assert list(app.dataframe[0].value) == ["Section", "Question"]


@pytest.mark.parametrize(
    ("language", "ready"),
    [("fr", "le dossier est prêt avec 2 sections sur 2"), ("en", "with 2 of 2 sections")],
)
def test_the_files_are_handed_over_with_the_sentences_of_their_pages(
    open_page: Opener, language: str, ready: str
) -> None:
    app = _produced(open_page, language)
    assert ready in _answer(app)
    offered = [button.proto.label.split(",")[0] for button in app.get("download_button")]
    assert offered[:3] == ["PDF", "PPTX", "XLSX"]
    costs = open_page("channels_costs.py", language)
    assert app.dataframe[0].value.iloc[0, 2] == _answer(costs).removeprefix("#### ")


def test_the_scenario_flows_into_the_pack(open_page: Opener) -> None:
    app = _produced(open_page, "en", v="1", tau="0.002")
    page = open_page("macro_tobin_tax.py", "en", v="1", tau="0.002")
    assert app.dataframe[0].value.iloc[1, 2] == _answer(page).removeprefix("#### ")


def test_without_a_section_nothing_is_produced_for_another_bank_it_is_its_own(open_page: Opener) -> None:
    app = open_page("workbench_report.py", "en", sections=SECTIONS, bank="zellige")
    assert "Banque Zellige" in _answer(app)
    app.button(key="produce").click().run()
    assert "Banque Zellige" in app.dataframe[0].value.iloc[0, 2]
