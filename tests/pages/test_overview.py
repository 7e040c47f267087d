"""The cockpit: its tiles show the figures of the pages that they open; what is missing says what fills it."""

import pytest

from analytics.scenario import Scenario
from data.contracts import contract
from data.snapshots import Snapshot, current
from studies.adoption.observed import bank_share
from tests.pages.conftest import Opener
from tests.partial import only
from tests.thinned import one_in
from ui.channels import migration
from ui.content import Content, Metric, Note
from ui.contents import CONTENTS
from ui.reader import Reader
from ui.refusal import Refusal
from ui.risk import scores
from ui.words import localised, speaking
from ui.workbench import overview

SCRIPT = "overview.py"
BANKS = ("amandier", "caravane", "cedre", "detroit", "noria", "oliviers", "safran", "zellige")


def value(snapshot: Snapshot | None = None, **chosen) -> Content:
    found = overview.content(Reader(snapshot or current(), Scenario()).change(**chosen))
    assert isinstance(found, Content)
    return found


def tiles(page: Content) -> dict[str, Metric]:
    return {metric.code: metric for metric in page.metrics}


@pytest.mark.parametrize("bank", one_in(4, BANKS))
def test_the_answer_is_read_at_a_glance_and_names_the_worst_risk_of_the_tiles(bank: str) -> None:
    page = value(bank=bank)
    assert len(page.answer.sentence.split()) <= 30
    worst = tiles(page)["worst-risk"]
    assert f"{worst.value:.0f} sur 100" in page.answer.sentence.replace("\N{NO-BREAK SPACE}", " ")
    assert worst.low <= worst.value <= worst.high
    assert worst.spark[-1] == pytest.approx(worst.value)


def test_every_tile_leads_to_a_page_of_the_bank_and_says_its_interval_or_why_none() -> None:
    page = value(bank="caravane", month="2026-09")
    assert set(tiles(page)) == {
        "worst-risk",
        "active-now",
        "active-ahead",
        "branch_cost",
        "worth",
        "shock_income",
    }
    for metric in page.metrics:
        assert metric.opens is not None
        assert metric.opens.slug in CONTENTS
        assert metric.opens.changes["bank"] == "caravane"
        assert metric.why or metric.low is not None
    assert tiles(page)["worst-risk"].opens.changes["month"] == "2026-09"


@pytest.mark.parametrize("bank", ["amandier", "zellige"])
def test_tiles_show_the_figures_of_the_pages_that_they_open(bank: str) -> None:
    here, reader = tiles(value(bank=bank)), Reader(current(), Scenario()).change(bank=bank)
    risk = here["worst-risk"]
    there = scores.content(Reader(current(), Scenario()).change(bank=bank, risk=risk.opens.changes["risk"]))
    assert isinstance(there, Content)
    own = there.metrics[0]
    assert (risk.value, risk.low, risk.high, risk.change) == (own.value, own.low, own.high, own.change)
    moved = {metric.code: metric for metric in migration.metrics(migration.migration(reader))}
    worth, there_worth = here["worth"], moved["worth"]
    assert worth.value == pytest.approx(there_worth.value)
    assert (worth.low, worth.high) == pytest.approx((there_worth.low, there_worth.high))
    assert f"{moved['break_even'].value:.0f}" in worth.why
    share = bank_share(current(), bank)["value"].iloc[-1]
    customers = here["active-now"].value / share * 100
    assert (
        here["active-ahead"].low <= here["active-ahead"].value <= here["active-ahead"].high <= customers + 1
    )


@pytest.mark.parametrize("bank", ["amandier", "caravane", "zellige"])
def test_three_decisions_have_cost_effect_and_a_first_step_and_lead_on(bank: str) -> None:
    table = value(bank=bank).table("decisions")
    assert len(table.frame) == 3
    assert table.frame.map(lambda text: bool(text.strip())).all(axis=None)
    assert [where.slug for where in table.opens] == ["risk-drivers", "marketing-levers", "channels-migration"]


def test_moving_customers_is_not_advised_where_it_loses() -> None:
    for bank in BANKS:
        page = value(bank=bank)
        advised = page.table("decisions").frame.iloc[-1, 0]
        assert ("avant de faire migrer" in advised) == (tiles(page)["worth"].value <= 0)


def test_a_bank_with_risk_rows_only_has_its_risk_and_is_told_what_fills_the_rest(open_page: Opener) -> None:
    snapshot = only("only-bank-risk-observation-2", ("bank", "risk_observation"))
    page = value(snapshot)
    assert set(tiles(page)) == {"worst-risk"}
    assert page.picture is not None
    told = " ".join(note.sentence for note in page.before if isinstance(note, Note))
    for wanted in ("Clients", "Coût d’une opération", "Migration"):
        assert wanted in told
    app = open_page(SCRIPT, "en", w=snapshot.workspace)
    assert not app.exception
    assert any("What would fill it: " in info.value for info in app.info)


def test_a_bank_with_customers_only_is_told_how_many_it_will_have(open_page: Opener) -> None:
    snapshot = only("only-adoption-series-bank-2", ("adoption_series", "bank"))
    page = value(snapshot)
    assert page.picture is None
    assert {"active-now", "active-ahead"} <= set(tiles(page))
    assert "clients actifs" in page.answer.sentence
    assert "Clients actifs" not in page.answer.sentence, "within a sentence, without a capital"
    moved = next(note.sentence for note in page.before if note.sentence.startswith("Migration"))
    assert localised(contract("channel_activity"), "title") in moved
    assert localised(contract("adoption_series"), "title") not in moved, "it is there already"
    app = open_page(SCRIPT, "fr", w=snapshot.workspace)
    assert not app.exception
    assert "aucun indicateur" in app.container(key="answer").markdown[0].value


def test_a_bank_without_any_row_is_told_what_to_load() -> None:
    snapshot = only("only-bank-1", ("bank",))
    found = overview.content(Reader(snapshot, Scenario()))
    assert isinstance(found, Refusal)
    assert found.tables == ("risk_observation",)


def test_each_question_of_the_plan_opens_a_page_that_answers_it_as_it_is_asked() -> None:
    asked = Reader(current(), Scenario()).change(bank="amandier")
    with speaking("en"):
        found = overview.questions(overview.cockpit(asked))
        answers = {}
        for question, there in found.items():
            page = CONTENTS[there.slug](asked.change(**there.changes))
            assert isinstance(page, Content), question
            assert not there.detail or there.detail in [each.name for each in page.details]
            answers[there.slug] = page.answer.sentence
    assert len(found) == 7
    assert "2029" in answers["adoption-forecast"]
    assert "moving 20%" in answers["plan-shares"]
    assert "MAD 10.00 million a year" in answers["marketing-levers"]
    assert "2029" in next(question for question in found if "active customers" in question)
