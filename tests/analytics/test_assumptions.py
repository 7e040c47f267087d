"""What readers are told of an assumption stands in it: no control, table or schema has words of its own."""

import pytest

from analytics.display import Display
from analytics.scenario import Scenario, assumption

ASSUMED = sorted(Scenario.assumptions())
SHOWN = sorted(Display.assumptions())
# Asked on no page: where random draws begin.
UNASKED = {"seed"}


@pytest.mark.parametrize("name", ASSUMED)
def test_an_assumption_says_what_it_is(name: str) -> None:
    held = assumption(name)
    assert held.label
    assert held.source
    assert held.explanation.endswith("."), "a sentence"
    assert max(len(sentence.split()) for sentence in held.explanation.split(". ")) <= 25
    if held.shape in ("number", "integer", "amount"):
        assert held.low is not None
        assert held.high is not None
        assert held.low < held.high


@pytest.mark.parametrize("name", sorted({*ASSUMED, *SHOWN} - UNASKED))
def test_a_number_has_values_on_offer_and_its_default_is_one_of_them(name: str) -> None:
    held, usual = assumption(name), getattr(Scenario() if name in ASSUMED else Display(), name)
    if held.shape in ("number", "integer"):
        offered = held.grid()
        assert usual in offered
        assert list(offered) == sorted(set(offered))
        assert all(held.read(held.write(value)) == value for value in offered)
        if not held.steps:
            assert held.step
            assert (held.high - held.low) / held.step == pytest.approx(len(offered) - 1), "the step divides"
    if held.shape == "choice":
        assert usual in held.choices
        assert {*held.names} <= {*held.choices}
    if held.shape == "amount" and held.example:
        assert held.read(held.example) == held.example


def test_a_choice_that_is_assumed_has_a_name_for_each_value_that_does_not_name_itself() -> None:
    for name in ASSUMED:
        held = assumption(name)
        if held.shape == "choice":
            bare = [code for code in held.choices if code not in held.names]
            assert all(code.replace(".", "").isdigit() or len(code) == 1 for code in bare), (name, bare)


def test_what_is_on_the_screen_has_a_name() -> None:
    assert [name for name in SHOWN if not assumption(name).label] == []
