"""The scenario survives its address, its JSON, and whatever a reader types into either."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.display import STEPS, Display
from analytics.scenario import Scenario

codes = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}", fullmatch=True)
scenarios = st.builds(
    lambda **changes: Scenario().change(**changes),
    bank=st.one_of(st.just(""), codes),
    month=st.sampled_from(["", "2026-10", "1999-01"]),
    power=st.floats(0, 8),
    level=st.floats(0.5, 0.99),
    seed=st.integers(0, 2**31 - 1),
)

displays = st.builds(
    lambda **changes: Display().change(**changes),
    compared=st.lists(codes, unique=True, max_size=8).map(tuple),
    risk=st.sampled_from(["overall", "legal"]),
    story_step=st.sampled_from(STEPS),
)


@given(displays)
def test_a_link_reproduces_what_is_shown(shown: Display) -> None:
    assert Display.from_query(shown.to_query()) == (shown, ())


def test_what_is_assumed_and_what_is_shown_share_no_name() -> None:
    one, other = Scenario.assumptions(), Display.assumptions()
    assert not set(one) & set(other)
    assert not {each.query for each in one.values()} & {each.query for each in other.values()}


@given(scenarios)
def test_a_link_reproduces_the_scenario_exactly(scenario: Scenario) -> None:
    assert Scenario.from_query(scenario.to_query()) == (scenario, ())


@given(scenarios)
def test_a_saved_scenario_comes_back(scenario: Scenario) -> None:
    assert Scenario.from_json(scenario.to_json()) == scenario


@given(scenarios)
def test_a_link_says_only_what_was_changed(scenario: Scenario) -> None:
    assert len(scenario.to_query()) == len(scenario.touched())


def test_the_default_needs_no_parameter() -> None:
    assert Scenario().to_query() == {}


@given(
    st.dictionaries(st.sampled_from(["p", "level", "month", "with", "risk", "bank", "seed", "x"]), st.text())
)
def test_whatever_is_typed_into_the_address_opens_a_valid_scenario(query: dict[str, str]) -> None:
    scenario, refused = Scenario.from_query(query)
    assert Scenario.from_query(scenario.to_query()) == (scenario, ())
    assert {name for name, _text in refused} <= set(query) - {"x"}


@pytest.mark.parametrize("text", ["9", "-1", "nan", "inf", "two", "", "1e999"])
def test_a_number_outside_its_bounds_is_refused_by_name(text: str) -> None:
    scenario, refused = Scenario.from_query({"p": text})
    assert scenario.power == Scenario().power
    assert refused == (("p", text),)


def test_changing_beyond_the_bounds_says_what_is_allowed() -> None:
    with pytest.raises(ValueError, match="p must lie between 0 and 8"):
        Scenario().change(power=9.0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ("[]", "JSON object of version 2"),
        (json.dumps({"v": "0"}), "JSON object of version 2"),
        (json.dumps({"v": "1", "colour": "red"}), "unknown assumptions: colour"),
        (json.dumps({"v": "1", "power": 12}), "p must lie between 0 and 8"),
    ],
)
def test_a_broken_saved_scenario_says_why(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Scenario.from_json(text)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("lserved", "2027-02-01", ["2027-02-30", "20270201", "2027-W05-1", "tomorrow", "1850-01-01"]),
        ("ldeposit", "249999.99", ["-1", "1e6", "10,000", "nan", "٣"]),
        ("lshare", "4.5", ["101"]),
        ("lclient", "retail", ["alien"]),
    ],
)
def test_an_answer_of_the_questionnaire_is_a_day_an_amount_or_a_choice(
    name: str, good: str, bad: list[str]
) -> None:
    scenario, refused = Display.from_query({name: good})
    assert scenario.to_query() == {name: good}
    assert refused == ()
    assert Display.from_query({name: ""}) == (Display(), ())
    for text in bad:
        assert Display.from_query({name: text}) == (Display(), ((name, text),))


def test_a_link_of_the_first_version_means_what_it_meant() -> None:
    # Then an address without a series stood for bill payers; now it stands for the bank's customers.
    before, refused = Display.from_query({"v": "1", "country": "TUN", "ahead": "8"})
    assert (before.adoption, before.country, refused) == ("bills", "TUN", ())
    assert Display.from_query({"v": "1", "adopt": "internet"})[0].adoption == "internet"
    assert Display.from_query({"v": "2", "country": "TUN"})[0].adoption == "customers"
    # What a file of then says of the screen is no part of a scenario.
    assert Scenario.from_json('{"v": "1", "power": 3, "risk": "legal"}') == Scenario().change(power=3.0)
    assert Display.from_query({"v": "2"} | before.to_query())[0] == before
