"""Named scenarios: through an address and a file and back, and what is refused."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.display import Display
from analytics.scenario import Scenario, assumption
from data.snapshots import current
from ui.reader import Reader
from ui.shelf import LONGEST_ADDRESS, Kept, NotScenarios, Shelf, from_json, from_query
from ui.words import speaking
from ui.workbench.scenarios import RESULTS, difference, results
from ui.workbench.settings import setting

NAMES = st.text(
    st.characters(blacklist_categories=("C", "Z")), min_size=1, max_size=30
)  # any printable character, separators of the address included


@settings(max_examples=40, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=2, unique=True), st.floats(0, 8), st.floats(0, 5))
def test_an_address_and_a_file_give_back_what_was_kept(names, power, budget) -> None:
    changed = Scenario().change(power=power, budget_email=budget, sourced_reason="a~b, ~ and % &=?")
    shelf = Shelf(tuple(Kept(name, changed) for name in names), base=names[-1])
    assert from_query(shelf.to_query()) == (shelf, ())
    assert from_json(shelf.to_json()) == shelf


def test_the_shelf_as_shipped_is_one_word_in_the_address() -> None:
    assert Shelf().to_query() == {"kept": "ready"}
    assert from_query({"kept": "ready"}) == (Shelf(), ())
    assert from_query({"lang": "fr"}) == (None, ())


def test_a_shelf_never_outgrows_a_letter() -> None:
    long = Scenario().change(sourced_reason="é" * 150)
    shelf = Shelf().put("one", long)
    with pytest.raises(ValueError, match=f"{LONGEST_ADDRESS} characters"):
        shelf.put("two", long)


@pytest.mark.parametrize("name", ["", "   ", "x" * 31, "a\nb"])
def test_a_name_is_one_short_line(name: str) -> None:
    with pytest.raises(ValueError, match="name must be one line of 1 to 30"):
        Shelf().put(name, Scenario())


OF_POWER = '{"v": "1", "scenarios": [{"name": "a", "scenario": {"v": "1", "power": 99}}]}'
SEVEN = json.dumps({"v": "1", "scenarios": [{"name": str(at), "scenario": {"v": "1"}} for at in range(7)]})
LONG = json.dumps(
    {
        "v": "1",
        "scenarios": [
            {"name": name, "scenario": {"v": "1", "sourced_reason": "é" * 150}} for name in ("a", "b")
        ],
    }
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *((text, "holds no scenarios of this release") for text in ("[]", "{}", '{"v": "1"}', "[" * 100_000)),
        ('{"v": "9", "scenarios": []}', "holds no scenarios of this release"),
        ('{"v": "1", "scenarios": [{"name": "a", "scenario": null}]}', "holds no scenarios of this release"),
        ("", "Line 1, column 1: this is not JSON"),
        ('{"v": "1",\n "scenarios": [,]}', "Line 2, column 16: this is not JSON"),
        ('{"v": "1", "scenarios": []}', "The file has 0 scenarios: there may be 1 to 6"),
        (SEVEN, "The file has 7 scenarios: there may be 1 to 6"),
        (OF_POWER, "Scenario “a”: “Compensation p” cannot be “99”"),
        (OF_POWER.replace("power", "strength"), "Scenario “a”: no assumption is called “strength”"),
        (OF_POWER.replace('"a"', "3"), "Scenario 1: a name is one line of 1 to 30 characters"),
        (LONG, "Together the scenarios do not fit in a link"),
        (" " * 200_001, "The file has 200,001 bytes; scenarios have 200,000 at most"),
    ],
)
def test_a_file_that_is_not_one_of_ours_is_refused_with_its_place_and_remedy(text: str, said: str) -> None:
    with pytest.raises(NotScenarios) as refused:
        from_json(text)
    with speaking("en"):
        assert said in refused.value.told()


def test_removing_the_baseline_makes_the_first_one_the_baseline_and_the_last_one_stays() -> None:
    shelf = Shelf().remove("ready.published")
    assert shelf.baseline.name == "ready.levers"
    for each in shelf.kept:
        shelf = shelf.remove(each.name)
    assert len(shelf.kept) == 1


def test_every_assumption_has_a_name_for_the_table() -> None:
    every = {**Scenario.assumptions(), **Display.assumptions()}
    assert [name for name, held in every.items() if not held.label] == []


def test_a_scenario_that_changes_nothing_differs_by_exactly_zero(demo_home, monkeypatch) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    base = results(Reader(current(), Scenario()))
    same = results(Reader(current(), Scenario()).change(power=2.0, trust_case="today"))
    assert set(base.figures) == set(RESULTS)
    assert {difference(same, base, code) for code in RESULTS} == {0.0}
    for code, figure in base.figures.items():
        if figure.low is not None:
            assert figure.value is not None
            assert figure.high is not None
            assert figure.low <= figure.value <= figure.high, code


def test_results_are_those_of_the_pages(demo_home, monkeypatch) -> None:
    from studies import chain
    from studies.risk import scores as risk

    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    changed = Scenario().change(bank="safran", power=4.0, budget_email=2.0)
    found = results(Reader(current(), changed))
    path = chain.adoption_path(current(), "safran", 5, 0.8, chain.LeverSettings(email=2.0))
    assert found.figures["adoption"].value == path.path["value"].iloc[-1]
    assert found.figures["extra"].value == path.extra_adopters.iloc[-1] > 0
    scores = risk.risk_history(current(), 4.0).risks
    own = scores[(scores["bank"] == "safran") & (scores["risk"] == "overall")].sort_values("month")
    assert found.figures["risk"].value == own["score"].iloc[-1]


def test_assumptions_that_allow_no_answer_leave_their_cell_empty(demo_home, monkeypatch) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    free = results(Reader(current(), Scenario()).change(transfer_cost=0.0))
    assert "revenue" not in free.figures
    assert difference(free, results(Reader(current(), Scenario())), "revenue") is None


def test_a_setting_reads_as_its_control_writes_it(demo_home, monkeypatch) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    chosen = Scenario().change(
        trust_case="incident", bank="safran", exchange_response="peg", counter_promise="80_300", power=4.0
    )
    fields = ("trust_case", "bank", "exchange_response", "counter_promise", "power")
    written = [setting(name, Reader(current(), chosen)) for name in fields]
    assert written == [
        "Après un incident de plus",
        "Safran Banque",
        "sans limite\u00a0: ancrage",
        "80\u00a0% en moins de 5 min",
        "4",
    ]
    shares = Scenario().change(tobin_tax=0.0005, discount_rate=0.125, saving_lag=18, budget_email=0.5)
    written = [
        setting(name, Reader(current(), shares))
        for name in ("tobin_tax", "discount_rate", "saving_lag", "budget_email")
    ]
    assert [text.replace("\u00a0", " ") for text in written] == ["0,05 %", "12,5 %", "18 mois", "0,5 MAD"]
    for name in ("trust_case", "loss_type", "capital_approach", "holding_years", "ara_weights"):
        codes = set(assumption(name).choices)
        assert not codes & {
            setting(name, Reader(current(), Scenario()).change(**{name: code})) for code in codes
        }
