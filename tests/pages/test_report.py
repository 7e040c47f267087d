"""The page that produces the board pack: what it says before and after, what it hands over."""

import pytest

from tests.pages.conftest import Opener
from tests.partial import only

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
    assert _answer(app).startswith("#### Banque Amandier asks the board for 3 decisions; ")
    assert "(18 sections, 0 changed assumptions, data as of" in _answer(app)
    assert list(app.dataframe[0].value)[:3] == ["Decision", "Cost", "Effect"]
    assert len(app.dataframe[0].value) == 3
    assert list(app.dataframe[1].value) == ["Section", "Question"]


def test_whom_the_pack_is_about_is_no_assumption_and_another_tax_is_one(open_page: Opener) -> None:
    app = open_page("workbench_report.py", "en", bank="caravane", v="1", tau="0.002")
    assert "1 changed assumption," in _answer(app)


def test_a_bank_of_which_nothing_can_be_costed_is_asked_for_no_decision(open_page: Opener) -> None:
    app = open_page("workbench_report.py", "en", w=only("only-adoption-series-bank-3", ("bank",)).workspace)
    assert not app.exception
    assert "no decision can be costed on what is loaded" in _answer(app)


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
