"""Any page beside another bank or a year earlier: figures of the pages, none of them invented."""

import math

import pytest

from analytics.scenario import Scenario
from data.snapshots import current
from studies.adoption import forecast as adoption
from studies.risk import scores as risk
from ui import link
from ui.registry import PAGES, entry
from ui.views import comparison
from ui.views.comparison_figures import MEASURES, OF_THE_COUNTRY, YEAR, figures
from ui.views.scenario_results import Figure


@pytest.fixture
def shown(demo_home, monkeypatch):
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    monkeypatch.setattr(link, "shown", lambda: current())
    return current()


def ask(monkeypatch, **chosen):
    monkeypatch.setattr(link, "scenario", lambda: Scenario().change(**chosen))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_every_page_can_stand_beside_a_year_earlier(shown, page) -> None:
    asked = shown, Scenario(), page.slug, page.group
    ours, theirs = figures(*asked, "amandier", 0), figures(*asked, "amandier", YEAR)
    both = set(ours) & set(theirs)
    assert both
    for figure in (*ours.values(), *theirs.values()):
        assert math.isfinite(figure.value)
        assert figure.low is None or figure.low <= figure.value <= figure.high
    assert any(ours[code].value != theirs[code].value for code in both)


def test_a_bank_s_figures_are_those_of_its_pages(shown) -> None:
    asked = shown, Scenario(), "overview", "Overview"
    shares = adoption.bank_share(shown, "safran")["value"]
    assert figures(*asked, "safran", 0)["active"].value == shares.iloc[-1]
    assert figures(*asked, "safran", YEAR)["active"].value == shares.iloc[-2]
    table = risk.risk_uncertainty(shown, "2025-10", 2.0, 0.8, Scenario().seed)
    row = table[(table["bank"] == "safran") & (table["risk"] == "legal")].iloc[0]
    assert figures(*asked, "safran", YEAR)["legal"].value == row["score"]


def test_the_sentence_states_both_values_and_their_difference(shown, monkeypatch) -> None:
    ask(monkeypatch, bank="amandier", beside="safran")
    monkeypatch.setattr("ui.words.language", lambda: "en")
    beside = comparison.found(entry("overview"))
    assert beside is not None
    said = comparison.sentence(beside)
    ours, theirs = beside.ours["overall"].value, beside.theirs["overall"].value
    assert f"overall risk score {ours:.1f} against {theirs:.1f}" in said
    assert f"{abs(ours - theirs):.1f}" in said
    table = comparison.table(beside)
    assert len(table) == len(beside.shared)
    assert set(table["Intervals"]) <= {"apart", "overlap", "–"}


def test_the_one_score_that_is_worse_is_said_though_it_comes_fourth(shown, monkeypatch) -> None:
    scores = {"overall": 40.0, "operational": 30.0, "regulatory": 30.0, "legal": 70.0, "reputational": 29.0}
    theirs = {"overall": 45.0, "operational": 50.0, "regulatory": 60.0, "legal": 40.0, "reputational": 30.0}
    beside = comparison.Beside(
        "Ours",
        "Theirs",
        {code: Figure(value) for code, value in scores.items()},
        {code: Figure(value) for code, value in theirs.items()},
        "observed",
        "theirs",
    )
    monkeypatch.setattr("ui.words.language", lambda: "en")
    said = comparison.sentence(beside)
    assert "worse: legal risk score 70.0 against 40.0 (+30.0)" in said
    better = said.split("better: ")[1]
    assert better.index("regulatory") < better.index("operational")
    assert comparison.by_difference(beside)[:2] == ["regulatory", "legal"]
    table = comparison.table(beside).set_index("Measure")
    assert table.loc["legal risk score", "For Ours"] == "worse"
    assert list(table.index)[:2] == ["regulatory risk score", "legal risk score"]


def test_large_and_small_units_are_ordered_by_what_they_share(shown, monkeypatch) -> None:
    ours = {"branch": Figure(1_000_000.0), "online_cost": Figure(1.0), "active": Figure(40.0)}
    theirs = {"branch": Figure(1_010_000.0), "online_cost": Figure(2.0), "active": Figure(41.0)}
    beside = comparison.Beside("Ours", "Theirs", ours, theirs, "observed", "theirs")
    monkeypatch.setattr("ui.words.language", lambda: "en")
    assert comparison.by_difference(beside) == ["online_cost", "active", "branch"]
    said = comparison.sentence(beside)
    assert "better: used cost of an online transaction" in said
    assert "worse: active e-banking customers" in said


def test_a_figure_of_the_country_does_not_tell_banks_apart(shown, monkeypatch) -> None:
    ask(monkeypatch, bank="amandier", beside="safran")
    beside = comparison.found(entry("macro-reserves"))
    assert beside is not None
    assert not set(beside.shared) & OF_THE_COUNTRY


@pytest.mark.parametrize("beside", ["nothing", "amandier", "no-such-bank"])
def test_a_bank_is_not_set_against_itself_nor_against_nothing(shown, monkeypatch, beside) -> None:
    ask(monkeypatch, bank="amandier", beside=beside)
    assert comparison.found(entry("risk-scores")) is None


def test_every_measure_is_shown_by_some_page(shown) -> None:
    seen = set()
    for page in PAGES:
        seen |= set(figures(shown, Scenario(), page.slug, page.group, "amandier", 0))
    assert seen == set(MEASURES)
