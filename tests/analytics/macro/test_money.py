"""Money: multiplier, decoupling, corridor, seigniorage and substitution."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.macro.money import (
    SubstitutionAssumption,
    corridor_rate,
    decoupling_share,
    liquidity_position,
    money_multiplier,
    released_liquidity,
    seigniorage_loss,
    substitution_share,
)

shares = st.floats(0.0, 1.0)
rates = st.floats(-0.05, 0.3)


def test_moroccos_deficit_turns_when_three_tenths_of_cash_are_displaced() -> None:
    assert decoupling_share(123.7, 414.4) == pytest.approx(0.2985, abs=5e-4)


@given(st.floats(0.1, 1e4), st.floats(0.1, 1e4))
def test_at_the_decoupling_share_the_position_is_balanced(need: float, currency: float) -> None:
    share = decoupling_share(need, currency)
    if share <= 1.0:
        assert liquidity_position(need, currency, share) == pytest.approx(0.0, abs=1e-9 * need)
    else:
        assert liquidity_position(need, currency, 1.0) < 0.0


def test_a_surplus_needs_no_displacement() -> None:
    assert decoupling_share(-5.0, 100.0) == 0.0


@given(st.floats(0.0, 5.0), st.floats(0.001, 1.0), shares, shares, st.floats(0.0, 0.5))
def test_avoidance_never_lowers_the_multiplier(
    currency: float, reserve: float, one: float, other: float, excess: float
) -> None:
    low, high = sorted((one, min(other, 0.99)))
    low = min(low, high)
    before = money_multiplier(currency, reserve, avoidance=low, excess_ratio=excess)
    after = money_multiplier(currency, reserve, avoidance=high, excess_ratio=excess)
    assert after >= before * (1 - 1e-12)
    assert before >= 1.0 / (1.0 + excess) - 1e-12


def test_at_a_requirement_of_zero_avoidance_is_empty() -> None:
    assert money_multiplier(0.34, 0.0, avoidance=0.9) == money_multiplier(0.34, 0.0)
    assert released_liquidity(0.0, 0.9, 906.5) == 0.0
    assert released_liquidity(0.02, 0.5, 906.5) == pytest.approx(9.065)


def test_the_textbook_multiplier() -> None:
    assert money_multiplier(0.5, 0.1) == pytest.approx(2.5)
    assert money_multiplier(0.5, 0.1, avoidance=1.0) == pytest.approx(3.0)


def test_without_cash_and_reserves_money_has_no_bound() -> None:
    with pytest.raises(ValueError, match=r"must be greater than 0; got 0"):
        money_multiplier(0.0, 0.1, avoidance=1.0)
    with pytest.raises(ValueError, match="multiplier must be finite"):
        money_multiplier(1e-320, 0.0)


@given(rates, st.floats(0.0, 0.05), st.floats(-50.0, 50.0), st.floats(0.0, 10.0))
def test_the_rate_never_leaves_the_corridor(
    floor: float, width: float, reserves: float, sigma: float
) -> None:
    rate = corridor_rate(floor, floor + width, reserves, sigma)
    assert floor - 1e-15 <= rate <= floor + width + 1e-15


def test_control_survives_the_end_of_reserves() -> None:
    assert corridor_rate(0.0125, 0.0325, 0.0, 5.0) == pytest.approx(0.0225)
    assert corridor_rate(-0.005, 0.0025, [-1.0, 0.0, 1.0], 0.0) == pytest.approx([0.0025, -0.00125, -0.005])


def test_more_reserves_never_raise_the_rate() -> None:
    assert np.all(np.diff(corridor_rate(0.01, 0.03, np.linspace(-20, 20, 41), 5.0)) < 0.0)


def test_seigniorage_is_lost_in_proportion_and_not_at_all_without_displacement() -> None:
    assert seigniorage_loss(0.0225, 0.3, 414.4) == pytest.approx(2.797, abs=1e-3)
    assert seigniorage_loss(0.0225, 0.0, 414.4) == 0.0
    assert seigniorage_loss(-0.01, 0.5, 100.0) == pytest.approx(-0.5)


@given(rates, rates, rates, shares)
def test_deposits_go_abroad_with_the_gain_and_come_back_with_friction(
    foreign: float, depreciation: float, home: float, cost: float
) -> None:
    here = substitution_share(foreign, depreciation, home, cost)
    assert 0.0 < here < 1.0
    assert substitution_share(foreign + 0.01, depreciation, home, cost) > here
    assert substitution_share(foreign, depreciation, home, cost / 2) >= here


def test_without_gain_and_at_the_friction_of_reference_the_share_is_the_one_assumed() -> None:
    assumed = SubstitutionAssumption(share=0.12, cost=0.02)
    assert substitution_share(0.03, 0.0, 0.03, 0.02, assumption=assumed) == pytest.approx(0.12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: corridor_rate(0.03, 0.01, 0.0, 1.0), "lending_rate must be at least deposit_rate"),
        (lambda: corridor_rate(0.01, 0.03, 0.0, -1.0), "uncertainty must be at least 0; got -1"),
        (lambda: decoupling_share(1.0, 0.0), "currency must be greater than 0; got 0"),
        (lambda: money_multiplier(0.3, 1.2), r"reserve_ratio must be in \[0, 1\]; got 1.2"),
        (lambda: seigniorage_loss(float("inf"), 0.1, 1.0), "interest_rate must be finite; got inf"),
        (lambda: SubstitutionAssumption(share=0.0), "share must be in"),
        (lambda: substitution_share(0.0, 0.0, 0.0, 2.0), r"cost must be in \[0, 1\]; got 2"),
    ],
)
def test_bad_inputs_are_named(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
