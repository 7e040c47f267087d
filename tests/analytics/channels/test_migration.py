"""Break-even, naive against real saving, present value, learning and waiting, against published figures."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from analytics.channels.migration import (
    average_unit_cost,
    break_even_augmentation,
    break_even_volume,
    learning_curve,
    migrate,
    net_present_value,
    option_to_wait,
    saving,
)

shares = st.floats(0.01, 1)


@pytest.mark.parametrize(("share", "expected"), [(1, 6), (0.5, 2.5), (0.3, 1.1), (1 / 7, 0)])
def test_break_even_at_a_seventh_of_the_cost(share: float, expected: float) -> None:
    assert break_even_augmentation(share, 1 / 7) == pytest.approx(expected, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(share=shares, ratio=shares, fixed=st.floats(0, 1))
def test_at_break_even_a_moved_transaction_saves_nothing(share: float, ratio: float, fixed: float) -> None:
    growth = break_even_augmentation(share, ratio)
    if growth >= -1:
        assert saving(1000, 20.0, share, ratio, augmentation=growth).real == pytest.approx(0, abs=1e-8)
    # A released share of the fixed cost raises the bar.
    assert break_even_augmentation(share + fixed * (1 - share), ratio) >= growth - 1e-12


def test_naive_and_real_saving_and_the_fixed_cost_that_must_go() -> None:
    result = saving(100_000, 14.0, 0.3, 1 / 7, augmentation=0.5)
    assert result.naive == pytest.approx(1_200_000)
    assert result.real == pytest.approx(1_400_000 * (0.3 - 1.5 / 7))
    # phi = (naive - real) / ((1 - v) c Q)
    assert result.share_to_release == pytest.approx((1_200_000 - 120_000) / (0.7 * 1_400_000))
    assert result.share_to_release > 1


@settings(max_examples=60, deadline=None)
@given(share=st.floats(0.01, 0.99), ratio=shares, growth=st.floats(0, 5))
def test_releasing_the_stated_share_makes_the_claim_come_true(
    share: float, ratio: float, growth: float
) -> None:
    result = saving(1000, 20.0, share, ratio, augmentation=growth)
    assert result.real + result.share_to_release * result.fixed_cost_behind == pytest.approx(
        result.naive, abs=1e-6
    )


def test_without_fixed_cost_and_growth_the_claim_is_the_truth() -> None:
    result = saving(1000, 20.0, 1.0, 0.2)
    assert result.naive == result.real == pytest.approx(16_000)
    assert result.share_to_release is None


@settings(max_examples=60, deadline=None)
@given(
    volume=st.floats(0, 1e9),
    path=st.lists(st.floats(0, 1), min_size=1, max_size=20),
    moved=st.floats(0, 1),
)
def test_migration_keeps_the_volume_when_nobody_transacts_more(
    volume: float, path: list[float], moved: float
) -> None:
    after = migrate(volume, path, migrated_share=moved)
    assert after.branch + after.online == pytest.approx(volume)
    assert (after.branch >= -1e-9 * volume).all()
    assert not after.phone.any()


def test_growth_and_halo_add_transactions_where_they_say() -> None:
    after = migrate(
        1000,
        [0.0, 0.5],
        migrated_share=0.8,
        augmentation=1.0,
        branch_halo=0.05,
        phone_halo=0.1,
        online_volume=10,
        phone_volume=5,
    )
    assert after.branch == pytest.approx([1000, 1000 - 400 + 25])
    assert after.online == pytest.approx([10, 10 + 800])
    assert after.phone == pytest.approx([5, 5 + 50])


def test_the_average_transaction_gets_cheaper_as_channels_shift() -> None:
    cost = average_unit_cost(migrate(1000, [0, 0.5, 1.0]), branch_cost=14.0, online_cost=2.0)
    assert cost == pytest.approx([14, 8, 2])
    with pytest.raises(ValueError, match="at least one transaction"):
        average_unit_cost(migrate(0, [0.5]), branch_cost=14.0, online_cost=2.0)


def test_the_new_channel_pays_its_fixed_cost_at_its_break_even_volume() -> None:
    volume = break_even_volume(1_000_000, 4.2, 0.2)
    assert volume == pytest.approx(250_000)
    assert volume * (4.2 - 0.2) == pytest.approx(1_000_000)
    assert math.isinf(break_even_volume(1, 0.2, 0.2))


def test_an_eighty_percent_curve_takes_a_fifth_off_at_each_doubling() -> None:
    assert learning_curve(100, [1, 2, 4, 8], 0.8) == pytest.approx([100, 80, 64, 51.2])
    assert learning_curve(100, 8, 0.8) == pytest.approx(51.2)


def test_minus_ten_then_five_times_three_at_ten_percent() -> None:
    assert net_present_value(0.10, [-10, 3, 3, 3, 3, 3]) == pytest.approx(1.3723603, abs=5e-8)


def test_present_values_of_many_paths_are_those_of_each() -> None:
    flows = np.array([[-10.0, 3, 3, 3, 3, 3], [-1.0, 0, 0, 0, 0, 2], [0.0] * 6])
    together = net_present_value(0.07, flows)
    assert together == pytest.approx([net_present_value(0.07, row) for row in flows])
    assert net_present_value(0.0, flows[0]) == pytest.approx(5)


@settings(max_examples=60, deadline=None)
@given(flow=st.floats(1, 1e6), rate=st.floats(0.001, 0.5), periods=st.integers(1, 120))
def test_a_steady_saving_is_worth_its_annuity(flow: float, rate: float, periods: int) -> None:
    expected = flow * (1 - (1 + rate) ** -periods) / rate
    assert net_present_value(rate, [0.0] + [flow] * periods) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [((100, 100, 1, 0.05, 0.2), 10.450584), ((42, 40, 0.5, 0.10, 0.20), 4.7594)],
)
def test_the_option_to_wait_is_black_and_scholes_s_call(terms: tuple[float, ...], expected: float) -> None:
    assert option_to_wait(*terms) == pytest.approx(expected, abs=5e-5)


@settings(max_examples=40, deadline=None)
@given(
    value=st.floats(20, 200),
    years=st.floats(0.1, 5),
    rate=st.floats(-0.02, 0.15),
    volatility=st.floats(0.05, 0.8),
    payout=st.floats(0, 0.1),
)
def test_the_option_obeys_parity_with_the_put_integrated_from_its_payoff(
    value: float, years: float, rate: float, volatility: float, payout: float
) -> None:
    deviation = volatility * math.sqrt(years)
    forward = value * math.exp((rate - payout) * years)
    # P = E[max(K - S, 0)] under the lognormal law, integrated numerically.
    strike = (math.log(100 / forward) + deviation**2 / 2) / deviation
    put, _ = integrate.quad(
        lambda z: (100 - forward * math.exp(deviation * z - deviation**2 / 2)) * stats.norm.pdf(z),
        min(-12.0, strike - 1),
        strike,
        limit=200,
    )
    call = option_to_wait(value, 100, years, rate, volatility, payout=payout)
    gap = value * math.exp(-payout * years) - 100 * math.exp(-rate * years)
    assert call - math.exp(-rate * years) * put == pytest.approx(gap, abs=1e-5)
    assert call >= max(gap, 0) - 1e-9


def test_the_tree_converges_to_the_formula_when_waiting_loses_nothing() -> None:
    terms = (100, 110, 2, 0.04, 0.3)
    assert option_to_wait(*terms, method="binomial", steps=2000) == pytest.approx(
        option_to_wait(*terms), abs=0.01
    )
    # Hull's textbook tree: one step of three months, up 10 %.
    one = option_to_wait(20, 21, 0.25, 0.12, math.log(1.1) / 0.5, method="binomial", steps=1)
    chance = (math.exp(0.03) - 1 / 1.1) / (1.1 - 1 / 1.1)
    assert one == pytest.approx(math.exp(-0.03) * chance * 1.0)


def test_deciding_early_is_worth_something_only_when_waiting_costs() -> None:
    terms = (150, 100, 3, 0.03, 0.2)
    late = option_to_wait(*terms, payout=0.12)
    early = option_to_wait(*terms, payout=0.12, method="binomial")
    assert early >= 50 - 1e-9 > late
    assert option_to_wait(*terms, method="binomial") == pytest.approx(option_to_wait(*terms), abs=0.05)


def test_without_risk_or_time_the_option_is_the_project() -> None:
    assert option_to_wait(120, 100, 0, 0.05, 0.3) == pytest.approx(20)
    assert option_to_wait(120, 100, 0, 0.05, 0.3, method="binomial") == pytest.approx(20)
    assert option_to_wait(120, 100, 2, 0.05, 0.0) == pytest.approx(120 - 100 * math.exp(-0.1))
    assert option_to_wait(80, 100, 1, 0.0, 0.0) == 0.0
    assert option_to_wait(120, 100, 2, 0.05, 0.0, payout=0.2, method="binomial") == pytest.approx(20)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: break_even_augmentation(0, 0.5), r"variable_share must be in \(0, 1\], got 0"),
        (lambda: break_even_augmentation(0.5, 1.5), r"cost_ratio must be in \(0, 1\], got 1.5"),
        (lambda: break_even_augmentation([0.5, 0.6], 0.5), "variable_share must be one number"),
        (lambda: net_present_value(-1, [1]), "rate must be finite and above -1"),
        (lambda: net_present_value(0.1, []), "at least one period"),
        (lambda: net_present_value(0.1, [1, math.nan]), "cash_flows must be finite"),
        (lambda: learning_curve(1, 0, 0.8), "volume must be finite and above 0"),
        (lambda: learning_curve(1, 1, 80), r"progress_ratio must be in \(0, 1\], got 80"),
        (lambda: migrate(1, 1.2), r"adoption must be in \[0, 1\], got 1.2"),
        (lambda: migrate(1, 1, augmentation=-2), "augmentation must be finite and at least -1"),
        (lambda: saving(1, 1, 0.5, 0), r"cost_ratio must be in \(0, 1\]"),
        (lambda: break_even_volume(-1, 1, 0), "fixed_cost"),
        (lambda: option_to_wait(0, 1, 1, 0, 0.1), "value must be finite and above 0"),
        (lambda: option_to_wait(1, 1, -1, 0, 0.1), "years"),
        (lambda: option_to_wait(1, 1, 1, 0, 0.1, method="guess"), "method must be"),
        (lambda: option_to_wait(1, 1, 1, 0.5, 0.05, method="binomial", steps=10), "steps must be at least"),
    ],
)
def test_bad_migrations_are_refused_by_name(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
