"""Any page beside another bank or a year earlier: figures of the pages, none of them invented."""

import math

import pytest

from analytics.scenario import Scenario
from data.snapshots import current
from ui import link
from ui.reads import adoption, core, risk
from ui.registry import PAGES, entry
from ui.views import comparison
from ui.views.comparison_figures import MEASURES, OF_THE_COUNTRY, YEAR, figures


@pytest.fixture
def shown(demo_home, monkeypatch):
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    monkeypatch.setattr(core, "snapshot", lambda: current())
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
