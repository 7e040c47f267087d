"""The e-mail funnel on Mailchimp's rates, stage by stage, and the list that wears down."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.marketing.emailing import funnel, list_decay, rates_from_counts
from analytics.marketing.levers import Email, Plan, adopters


def test_one_send_on_mailchimps_rates() -> None:
    result = funnel(100_000, 1)
    people = result.stages.set_index("stage")["people"]
    assert people["delivered"] == pytest.approx(100_000 * (1 - 0.0040 - 0.0061))
    assert people["opened"] / people["delivered"] == pytest.approx(0.2271)
    assert people["clicked"] / people["delivered"] == pytest.approx(0.0291)
    assert people["converted"] / people["clicked"] == pytest.approx(0.05)
    assert result.sends["unsubscribed"][0] == pytest.approx(250.0)
    assert result.cost_per_conversion == pytest.approx(100_000 * 0.05 / people["converted"])


def test_list_decays_by_the_unsubscribe_rate_a_send() -> None:
    assert list_decay(0.0025, 100) == pytest.approx(0.9975**100, rel=1e-12)
    result = funnel(1000, 100)
    assert result.list_kept == pytest.approx(0.9975**100, rel=1e-12)
    assert result.sends["list"].iloc[-1] == pytest.approx(1000 * 0.9975**99, rel=1e-12)
    assert result.half_life == pytest.approx(276.9, abs=0.05)


def test_funnel_and_hazard_agree_on_the_first_send() -> None:
    hazard = adopters(Plan(market=1000.0, email=Email(sends=1, reach=1.0)), periods=1).path["email"][0]
    assert funnel(1000, 1).conversion == pytest.approx(hazard, rel=1e-12)


@settings(max_examples=50, deadline=None)
@given(*[st.floats(0, 1)] * 5, st.integers(1, 60))
def test_no_stage_exceeds_the_one_before_and_nobody_converts_twice(
    delivered: float, opened: float, clicked: float, converted: float, unsubscribe: float, sends: int
) -> None:
    email = Email(
        delivered=delivered,
        opened=opened,
        clicked_given_open=clicked,
        converted=converted,
        unsubscribe=unsubscribe,
    )
    result = funnel(500, sends, email)
    assert (result.stages["people"].diff().dropna() <= 1e-9).all()
    assert 0 <= result.conversion <= 1 + 1e-12
    assert result.sends["list"].is_monotonic_decreasing


def test_nobody_leaves_and_nobody_converts() -> None:
    result = funnel(500, 3, Email(converted=0.0, unsubscribe=0.0))
    assert result.half_life is None
    assert result.cost_per_conversion is None
    assert result.list_kept == 1.0


def test_own_counts_replace_the_benchmarks() -> None:
    email = rates_from_counts(1000, 980, 245, 49, 7, 5)
    assert (email.delivered, email.opened, email.clicked_given_open) == (0.98, 0.25, 0.2)
    assert email.converted == pytest.approx(1 / 7)
    assert email.unsubscribe == 0.005
    assert funnel(1000, 1, email).stages["people"].tolist() == pytest.approx([1000, 980, 245, 49, 7])


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ((1000, 1001, 10, 5, 1, 0), r"delivered must be at most reached \(1000\), got 1001"),
        ((1000, 900, 10, 5, 6, 0), r"converted must be at most clicked \(5\), got 6"),
        ((1000, 900, 10, 0, 0, 0), "clicked must be finite and at least 1, got 0"),
        ((1000, 900, 10, 5, 1, 901), r"unsubscribed must be in \[0, 900\], got 901"),
    ],
)
def test_impossible_counts_are_refused(counts: tuple[float, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rates_from_counts(*counts)


def test_impossible_funnels_are_refused() -> None:
    with pytest.raises(ValueError, match="subscribers must be"):
        funnel(0, 1)
    with pytest.raises(ValueError, match="sends must be"):
        funnel(100, 0)
    with pytest.raises(ValueError, match="got a direct rate"):
        funnel(100, 1, Email(rate=0.1))
    with pytest.raises(ValueError, match=r"unsubscribe must be in \[0, 1\]"):
        list_decay(1.5, 2)
