"""Any page beside another bank or a year earlier: figures of the pages, none of them invented."""

import hashlib
import math
import shutil
from collections.abc import Iterator

import pytest

from analytics.scenario import Scenario
from data.connection import Writer
from data.publishing import publish
from data.snapshots import Snapshot, current
from studies.adoption.observed import bank_share
from studies.risk import scores as risk
from ui import link
from ui.content import Metric
from ui.contents import CONTENTS
from ui.outlets import comparison
from ui.reader import Reader
from ui.registry import PAGES, entry
from ui.review import desk
from ui.words import speaking


@pytest.fixture
def english() -> Iterator[None]:
    with speaking("en"):
        yield


@pytest.fixture
def shown(demo_home, monkeypatch):
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    monkeypatch.setattr(link, "shown", lambda: current())
    return current()


def ask(monkeypatch, **chosen):
    asked = Reader(current(), Scenario()).change(**chosen)
    monkeypatch.setattr(link, "scenario", lambda: asked.scenario)
    monkeypatch.setattr(link, "display", lambda: asked.display)


# Every page beside its own past or beside another bank; with make test-all beside both.
@pytest.mark.parametrize(
    ("slug", "other"),
    [
        pytest.param(page.slug, other, marks=() if place % 2 == turn else pytest.mark.exhaustive)
        for place, page in enumerate(PAGES)
        for turn, other in enumerate(("year", "safran"))
    ],
)
def test_every_page_can_stand_beside_another(shown, monkeypatch, slug, other) -> None:
    page = entry(slug)
    ask(monkeypatch, bank="amandier", beside=other)
    beside = comparison.found(page)
    assert beside is not None
    assert beside.shared
    for figure in (*beside.ours.values(), *beside.theirs.values()):
        assert math.isfinite(figure.value)
        assert figure.low is None or figure.low <= figure.value <= figure.high
    assert any(beside.ours[code].value != beside.theirs[code].value for code in beside.shared)


def test_figures_of_both_sides_are_those_of_the_pages(shown, monkeypatch) -> None:
    def stated(slug, **chosen):
        return CONTENTS[slug](Reader(shown, Scenario()).change(**chosen)).stated()

    ask(monkeypatch, bank="safran", beside="amandier")
    beside = comparison.found(entry("channels-costs"))
    for bank, figures in (("safran", beside.ours), ("amandier", beside.theirs)):
        assert dict(figures) == stated("channels-costs", bank=bank)
    ask(monkeypatch, bank="safran", beside="year")
    beside = comparison.found(entry("risk-scores"))
    table = risk.risk_uncertainty(shown, "2025-10", 2.0, 0.8, Scenario().seed)
    row = table[(table["bank"] == "safran") & (table["risk"] == "legal")].iloc[0]
    then = beside.theirs["score-legal"]
    assert (then.value, then.low, then.high) == (row["score"], row["low"], row["high"])
    beside = comparison.found(entry("adoption-forecast"))
    shares = bank_share(shown, "safran")["value"]
    assert beside.ours["adoption_now"].value == pytest.approx(shares.iloc[-1])
    assert beside.theirs["adoption_now"].value == pytest.approx(shares.iloc[-2])


def test_the_series_s_last_figures_are_a_year_apart(shown) -> None:
    months = bank_share(shown, "safran")["month"]
    assert (months.iloc[-1] - months.iloc[-2]).days in (365, 366)


@pytest.mark.usefixtures("english")
def test_the_sentence_states_both_values_and_their_difference(shown, monkeypatch) -> None:
    ask(monkeypatch, bank="amandier", beside="safran")
    beside = comparison.found(entry("overview"))
    assert beside is not None
    said = comparison.sentence(beside)
    ours, theirs = beside.ours["risk-score"].value, beside.theirs["risk-score"].value
    assert f"Overall: score, 0 best to 100 worst: {ours:.0f} against {theirs:.0f}" in said
    assert f"{abs(ours - theirs):.0f}" in said
    table = comparison.table(beside)
    assert len(table) == len(beside.shared)
    assert set(table["Intervals"]) <= {"apart", "overlap", "–"}


@pytest.mark.usefixtures("english")
def test_the_one_score_that_is_worse_is_said_though_it_comes_fourth(shown, monkeypatch) -> None:
    scores = {"overall": 40.0, "operational": 30.0, "regulatory": 30.0, "legal": 70.0, "reputational": 29.0}
    theirs = {"overall": 45.0, "operational": 50.0, "regulatory": 60.0, "legal": 40.0, "reputational": 30.0}

    def figures(values):
        return {
            code: Metric(code, f"{code} risk score", each, better="lower") for code, each in values.items()
        }

    beside = comparison.Beside("Ours", "Theirs", figures(scores), figures(theirs), "observed", "theirs")
    said = comparison.sentence(beside)
    assert "worse: legal risk score: 70.0 against 40.0 (+30.0)" in said
    better = said.split("better: ")[1]
    assert better.index("regulatory") < better.index("operational")
    assert comparison.by_difference(beside)[:2] == ["regulatory", "legal"]
    table = comparison.table(beside).set_index("Measure")
    assert table.loc["legal risk score", "For Ours"] == "worse"
    assert list(table.index)[:2] == ["regulatory risk score", "legal risk score"]


@pytest.mark.usefixtures("english")
def test_large_and_small_units_are_ordered_by_what_they_share(shown, monkeypatch) -> None:
    better = {"branch": "", "online_cost": "lower", "active": "higher"}

    def figures(*values):
        return {
            code: Metric(code, code, value, better=good)
            for (code, good), value in zip(better.items(), values, strict=True)
        }

    ours, theirs = figures(1_000_000.0, 1.0, 40.0), figures(1_010_000.0, 2.0, 41.0)
    beside = comparison.Beside("Ours", "Theirs", ours, theirs, "observed", "theirs")
    assert comparison.by_difference(beside) == ["online_cost", "active", "branch"]
    said = comparison.sentence(beside)
    assert "better: online_cost" in said
    assert "worse: active" in said


def test_a_figure_of_the_country_does_not_tell_banks_apart(shown, monkeypatch) -> None:
    ask(monkeypatch, bank="amandier", beside="safran")
    beside = comparison.found(entry("macro-reserves"))
    assert beside is not None
    assert beside.general
    assert not any(beside.ours[code].of_all for code in beside.shared)
    said, _table = comparison.show(entry("macro-reserves"))
    assert "en général" in said


@pytest.mark.parametrize("slug", CONTENTS)
def test_what_is_the_same_for_two_banks_says_so(shown, slug) -> None:
    pages = [CONTENTS[slug](Reader(shown, Scenario()).change(bank=bank)) for bank in ("amandier", "safran")]
    one, other = (page.stated() for page in pages)
    for code, figure in one.items():
        if figure.of_all:
            assert other[code].value == figure.value


@pytest.mark.parametrize("beside", ["nothing", "amandier", "no-such-bank"])
def test_a_bank_is_not_set_against_itself_nor_against_nothing(shown, monkeypatch, beside) -> None:
    ask(monkeypatch, bank="amandier", beside=beside)
    assert comparison.found(entry("risk-scores")) is None


REAL = ("amandier", "safran")


@pytest.fixture
def of_a_bank(shown, monkeypatch) -> Snapshot:
    """A workspace in which two of the banks are real ones."""
    base = current()

    def write(path) -> None:
        shutil.copyfile(base.path, path)
        with Writer(path) as writer:
            for bank in REAL:
                writer.run("UPDATE bank SET kind = 'observed' WHERE bank = $bank", bank=bank)

    digest = hashlib.sha256(f"{base.hash} of real banks".encode()).hexdigest()[:32]
    published = publish("two-real-banks", digest, base.as_of, write)
    monkeypatch.setattr(link, "shown", lambda: published)
    return published


def test_a_real_peer_is_named_to_nobody_where_nobody_signs_in(of_a_bank, monkeypatch) -> None:
    named = comparison.peers(of_a_bank)
    assert named
    assert not set(named) & set(REAL)
    ask(monkeypatch, bank="amandier", beside="safran")
    assert comparison.found(entry("risk-scores")) is None
    assert comparison.show(entry("risk-scores")) is None


def test_an_invented_bank_may_stand_beside_a_real_one(of_a_bank, monkeypatch) -> None:
    ask(monkeypatch, bank="amandier", beside="caravane")
    beside = comparison.found(entry("risk-scores"))
    assert beside is not None
    assert beside.other_bank == "caravane"


def test_a_real_peer_is_named_to_whoever_was_granted_it(of_a_bank, monkeypatch) -> None:
    monkeypatch.setattr(desk, "sees", lambda data, bank: bank == "safran")
    assert set(comparison.peers(of_a_bank)) & set(REAL) == {"safran"}
    ask(monkeypatch, bank="amandier", beside="safran")
    assert comparison.found(entry("risk-scores")) is not None
    ask(monkeypatch, bank="safran", beside="amandier")
    assert comparison.found(entry("risk-scores")) is None


def test_the_demonstration_names_every_bank(shown) -> None:
    assert set(REAL) < set(comparison.peers(shown))
