"""Words of the risk pages: rounding that keeps its promise, parts that add up, rules that are refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.risk.likelihood import likelihood_impact
from analytics.scenario import Scenario
from data.codes import EVENT_TYPES
from studies.risk.scores import PUBLISHED, Rules
from ui.link import LANGUAGE_STATE
from ui.risk import moves, residual, rules, scores, words


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    import streamlit

    monkeypatch.setattr(streamlit, "session_state", {LANGUAGE_STATE: "en"})


def frame(direction: str, digits: int, low: float = np.nan, high: float = np.nan) -> pd.DataFrame:
    return pd.DataFrame({"direction": [direction], "digits": [digits], "minimum": [low], "maximum": [high]})


@given(st.sampled_from(["up", "down"]), st.integers(0, 4), st.floats(-1e4, 1e4), st.sampled_from([-1, 1]))
def test_a_rounded_value_stays_on_the_side_it_promises(direction, digits, value, towards) -> None:
    rounded = moves.round_outward(frame(direction, digits), np.array([value]), towards)[0]
    worse = (rounded - value) * (1 if direction == "up" else -1)
    assert worse * towards >= -1e-6 * 10.0**-digits
    assert abs(rounded - value) <= 10.0**-digits * (1 + 1e-6)


def test_rounding_does_not_leave_what_is_possible() -> None:
    assert moves.round_outward(frame("down", 0, 0, 100), np.array([99.7]), -1)[0] == 100
    assert moves.round_outward(frame("down", 0, 0, 99.9), np.array([99.7]), -1)[0] == 99.9


def test_the_rules_are_the_published_ones_unless_asked() -> None:
    assert rules.rules(Scenario()) == PUBLISHED
    assert rules.refusals(Scenario()) == []
    assert rules.notes(Scenario()) == ()


def test_weights_and_conventions_are_taken_over(english) -> None:
    asked = Scenario().change(weight_legal=2.0, conventional_scale=1.2)
    assert rules.rules(asked) == Rules(weights=(1.0, 1.0, 2.0, 1.0), conventional=1.2)
    assert "Other weights or thresholds" in rules.departures(asked)


@pytest.mark.parametrize(("reason", "scale"), [("too short", 1.0), ("asked by the supervisor", 1.3)])
def test_a_threshold_with_a_source_waits_for_its_reason(english, reason, scale) -> None:
    asked = Scenario().change(sourced_scale=1.3, sourced_reason=reason)
    assert rules.rules(asked).sourced == scale
    assert len(rules.refusals(asked)) == (scale == 1.0)
    assert (reason in rules.departures(asked)) == (scale == 1.3)


def test_types_without_an_event_are_named_with_their_limit(english) -> None:
    events = pd.DataFrame({"type": ["external_fraud"] * 6, "amount": [1e5] * 6})
    said = scores.map_sentence(likelihood_impact(events, EVENT_TYPES, years=3))
    assert said.startswith("Heaviest: External fraud, 2.0 events a year")
    assert "typically MAD 100 thousand" in said
    assert "No event in 3.0 years, so at most 0.54 a year at 80%: Internal fraud" in said


def test_a_single_event_is_said_to_have_no_interval(english) -> None:
    events = pd.DataFrame({"type": ["external_fraud"], "amount": [1e5]})
    assert "(no interval)" in scores.map_sentence(likelihood_impact(events, EVENT_TYPES, years=3))


def staged(status: str) -> pd.DataFrame:
    after = 50.0 if status == "stated" else np.nan
    return pd.DataFrame(
        {
            "risk": "legal",
            "stage": ["observed", "residual"],
            "score": [55.0, after],
            "low": [16.0, after - 3],
            "high": [95.0, after + 3],
            "grade": 0,
            "status": status,
        }
    )


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("stated", "With the tested controls on its exposure: 50 (47 to 53), of 55 observed."),
        ("no_controls", "No residual score: no control is recorded."),
        ("no_indicators", "No residual score: the controls recorded name no indicator that they act on."),
        ("no_exposure", "all its indicators are observed with the controls already in place."),
        ("no_evidence", "has a test of the last 24 months with its tester."),
        ("not_acted_on", "No residual score: no control acts on its indicators of exposure."),
        ("not_measured", ""),
    ],
)
def test_what_controls_leave_is_said_or_why_it_cannot_be(english, status, said) -> None:
    assert said in residual.stage_sentence(staged(status), "legal")


def test_the_fullest_wording_that_is_read_at_a_glance_is_taken() -> None:
    long = " ".join(["word"] * 31)
    assert words.brief(long, "short enough", "shorter") == "short enough"
    assert words.brief(long, long + " more") == long + " more"
