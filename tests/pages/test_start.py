"""The start page: a dozen figures typed, a bank on every page, and what each page says of what is assumed."""

import re

import pytest

from analytics.scenario import Scenario
from data.connection import tables_of
from data.contracts import CONTRACTS
from data.ingest.typed import Typed, start
from data.snapshots import current
from studies import events
from studies.plan import peers
from studies.stand_ins import StandIns
from tests.pages.conftest import Opener, value
from ui.content import Chart, Metric, Table
from ui.contents import CONTENTS
from ui.reader import Reader, words_of_stand_ins
from ui.report import board, gather
from ui.start import READ_BY
from ui.views import story_screens
from ui.words import speaking

NAME = "Banque Dite"
BEGIN = "Open every page with these figures"
TYPED_BANK = Typed(NAME, "MAR", 52_000, {0: 21_000})


def _press(app):
    return next(button for button in app.button if button.label == BEGIN).click().run()


def test_figures_are_typed_refused_with_a_reason_and_then_open_the_bank(open_page: Opener) -> None:
    app = open_page("workbench_start.py", "en")
    app.text_input(key="start name").set_value(NAME)
    app.number_input(key="start active.0").set_value(99_000)
    _press(app)
    assert [error.value for error in app.error] == [
        "“Customers” is empty. It is the one figure that all others are scaled by."
    ]
    app.number_input(key="start customers").set_value(52_000)
    _press(app)
    assert len(app.error) == 1
    assert "more than the 52,000 customers" in app.error[0].value
    app.number_input(key="start active.0").set_value(21_000)
    _press(app)
    assert not app.error
    assert not app.exception
    assert app.query_params["bank"] == "banque-dite"
    states = app.dataframe[0].value.set_index("Table")["This bank’s rows"]
    assert states["Adoption by bank"] == "typed, or assumed in part"
    assert states["Risk indicator values"] == "assumed from fictional banks of like size"
    assert states["Survey answers"] == "missing: its pages say so"


@pytest.mark.parametrize(
    ("held", "english", "french"),
    [
        (StandIns((), (), (), ("bank",)), "", ""),
        (
            StandIns(("a", "b"), (), (), ()),
            "All of it is assumed from fictional banks: the bank gave none of these figures.",
            "Tout est supposé d’après des banques fictives : la banque n’a donné aucun de ces chiffres.",
        ),
        (
            StandIns(("a",), ("b", "c"), (), ()),
            "Of 3 tables behind this: 1 assumed from fictional banks and 2 typed in part.",
            "Sur 3 tables derrière cette réponse : 1 supposée d’après des banques fictives et 2 saisies",
        ),
        (StandIns((), (), ("a",), ("b", "c")), "Of 3 tables behind this: 1 from cost", "Sur 3 tables"),
    ],
)
def test_what_stands_in_is_counted_without_a_nought(held: StandIns, english: str, french: str) -> None:
    for spoken, said in (("en", english), ("fr", french)):
        with speaking(spoken):
            told = words_of_stand_ins(held)
        assert told.replace("\u00a0", " ").startswith(said)
        assert bool(told) is bool(said)
        assert "0" not in told


@pytest.mark.parametrize(
    "slug",
    [
        pytest.param(
            slug,
            marks=() if slug in ("risk-scores", "plan-shares", "marketing-mix") else pytest.mark.exhaustive,
        )
        for slug in CONTENTS
    ],
)
def test_a_typed_bank_opens_every_page_that_says_how_much_is_assumed(slug: str) -> None:
    start(TYPED_BANK, "banque-dite-ici")
    page = value(slug, "en", w="banque-dite-ici", bank="banque-dite")
    assert page.answer.sentence
    about_no_bank = ("adoption-drivers", "macro-fx-market", "macro-money", "macro-reserves", "macro-capital")
    said = bool(re.search("assumed from fictional banks|typed in part", page.answer.caution))
    assert said == (slug not in (*about_no_bank, "proofs", "data"))
    if said:
        drawn = [part for part in page.parts() if isinstance(part, Chart | Table)]
        assert drawn
        assert all("synthetic" in part.kinds for part in drawn), "its pictures say so wherever they go"


@pytest.mark.parametrize(
    "slug",
    [
        pytest.param(slug, marks=() if slug in ("risk-scores", "macro-tobin-tax") else pytest.mark.exhaustive)
        for slug in gather.SECTIONS
    ],
)
def test_the_pack_of_a_typed_bank_takes_of_each_page_what_stands_there(slug: str) -> None:
    start(TYPED_BANK, "banque-dite-dossier")
    page = value(slug, "en", w="banque-dite-dossier", bank="banque-dite")
    section = board.section_of(page)
    assert section.sentence == page.answer.sentence
    assert not [note for note in section.notes if note.endswith(":")], "a heading of which the list is lost"


def test_the_story_of_a_typed_bank_marks_what_is_assumed_of_it() -> None:
    start(TYPED_BANK, "banque-dite-recit")
    reader = Reader(current("banque-dite-recit"), Scenario().change(bank="banque-dite"))
    with speaking("fr"):
        for step, make in zip(story_screens.SCREENS, story_screens._MADE, strict=True):
            if step not in story_screens.OF_NO_BANK:
                assert "synthetic" in make(reader).kinds, step


@pytest.mark.parametrize(
    "slug",
    [
        pytest.param(slug, marks=() if slug in ("channels-costs", "risk-losses") else pytest.mark.exhaustive)
        for slug in READ_BY
    ],
)
def test_the_tables_named_for_a_page_are_those_that_it_reads(slug: str) -> None:
    page = value(slug, "en", bank="amandier")
    seen = frozenset().union(*map(tables_of, page.read.statements))
    of_bank = {
        name
        for name, declared in CONTRACTS.items()
        if declared.importable
        and name != "bank"
        and any(column.name == "bank" for column in declared.columns)
    }
    assert set(READ_BY[slug]) == seen & of_bank


def test_nothing_that_stands_in_is_called_observed_ranked_or_a_trend() -> None:
    start(TYPED_BANK, "banque-dite-la")
    asked = {"w": "banque-dite-la", "bank": "banque-dite"}

    def metrics(slug: str) -> dict[str, Metric]:
        return {each.code: each for each in value(slug, "en", **asked).metrics}

    scores = metrics("risk-scores")
    assert "risk-rank" not in scores, "among the banks whose medians it is"
    for slug in ("risk-scores", "risk-losses", "channels-activity", "channels-costs", "marketing-search"):
        moving = [each for each in metrics(slug).values() if each.months_of]
        assert moving
        assert all(each.change is None and not each.spark for each in moving), slug
    assert metrics("risk-losses")["loss_a_year"].why.startswith("assumed from fictional banks")
    assert metrics("risk-licensing")["customers_abroad"].why == "assumed from fictional banks"
    incidents = value("risk-incidents", "en", **asked)
    assert incidents.answer.sentence.startswith("An assumed incident of")
    tried = value("marketing-experiments", "en", **asked).answer.sentence
    assert tried.startswith(f"Not known: no test of {NAME} is loaded. A fictional bank’s test")
    assert value("marketing-search", "en", **asked).answer.sentence.startswith(f"{NAME} would catch")
    assert events.of_trade(current("banque-dite-la"), "banque-dite", 10.8).empty
    compared = peers.figures(current("banque-dite-la"), 2.0).loc["banque-dite"]
    assert compared[["operational", "reputational", "incidents", "liquidity", "services_online"]].isna().all()
    assert compared["active_share"] == pytest.approx(100 * 21 / 52)
