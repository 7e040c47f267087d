"""Flows, reserves after them, the path of debt, and market discipline."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.macro.capital import (
    capital_outflow,
    debt_change,
    debt_path,
    reserves_after,
    return_gap,
    stabilising_balance,
)
from analytics.macro.discipline import error_cost, sovereign_spread

gaps = st.floats(-0.5, 0.5)
ratios = st.floats(0.0, 3.0)


@given(gaps, st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.05, 20.0))
def test_more_tax_never_moves_more_capital(
    gap: float, cost: float, one: float, other: float, years: float
) -> None:
    low, high = sorted((one, other))
    before = capital_outflow(100.0, gap, cost, low, years)
    after = capital_outflow(100.0, gap, cost, high, years)
    assert abs(after) <= abs(before)
    assert before * gap >= 0.0


def test_inside_the_band_nothing_moves_and_beyond_it_capital_goes_where_it_gains() -> None:
    moved = capital_outflow(1000.0, [0.009, 0.02, -0.02, 0.0], 0.01, 0.0, 1.0)
    assert moved == pytest.approx([0.0, 10.0, -10.0, 0.0])
    assert reserves_after(375.5, moved) == pytest.approx([375.5, 365.5, 385.5, 375.5])


def test_the_gain_of_leaving_adds_up() -> None:
    assert return_gap(0.03, 0.02, 0.005, 0.0225) == pytest.approx(0.0325)
    assert return_gap(-0.005, 0.0, 0.0, 0.0) == -0.005


@given(ratios, st.floats(-0.05, 0.3), st.floats(-0.2, 0.3))
def test_the_stabilising_balance_keeps_the_debt(debt: float, rate: float, growth: float) -> None:
    balance = stabilising_balance(debt, rate, growth)
    assert debt_change(debt, rate, growth, balance) == pytest.approx(0.0, abs=1e-12)


def test_debt_grows_by_interest_less_growth_less_the_balance() -> None:
    path = debt_path(0.7, years=2, foreign_rate=0.05, growth=0.03, primary_balance=[0.01, 0.0])
    first = 0.7 + 0.02 / 1.03 * 0.7 - 0.01
    assert path.debt == pytest.approx([0.7, first, first * 1.05 / 1.03])
    assert path.interest[0] == pytest.approx(0.05 * 0.7 / 1.03)
    assert path.room[0] == pytest.approx(0.7 - first)


def test_crossing_the_threshold_costs_more_from_the_next_year_on() -> None:
    path = debt_path(
        0.44, years=3, foreign_rate=0.03, growth=0.03, primary_balance=-0.02, gap=0.02, sensitivity=0.1
    )
    assert path.rate == pytest.approx([0.032, 0.034, 0.034])


def test_equal_rate_and_growth_leave_the_debt_exactly_alone() -> None:
    path = debt_path(0.6, years=10, foreign_rate=0.04, growth=0.04, primary_balance=0.0)
    assert np.all(path.debt == 0.6)
    assert np.all(path.room == 0.0)


def test_a_debt_paid_off_stays_paid_off() -> None:
    path = debt_path(0.01, years=3, foreign_rate=0.0, growth=0.0, primary_balance=0.02)
    assert path.debt.tolist() == [0.01, 0.0, 0.0, 0.0]


@given(ratios, gaps, st.floats(0.0, 1.0))
def test_sensitivity_doubles_above_the_threshold(debt: float, gap: float, answer: float) -> None:
    spread = sovereign_spread(gap, debt, sensitivity=answer, base=0.01)
    assert spread - 0.01 == pytest.approx(answer * gap * (2.0 if debt > 0.45 else 1.0))


def test_a_one_point_slip_costs_twice_as_much_beyond_the_threshold() -> None:
    below, above = (error_cost(debt, sensitivity=0.1) for debt in (0.45, 0.9))
    assert below.spread_rise == pytest.approx(0.001)
    assert below.extra_interest == pytest.approx(0.00045)
    assert above.extra_interest == pytest.approx(0.0018)
    assert (below.above_threshold, above.above_threshold) == (False, True)
    assert error_cost(0.9, sensitivity=0.1, slip=0.0).extra_interest == 0.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: capital_outflow(-1.0, 0.1, 0.0, 0.0, 1.0), "mobility must be at least 0; got -1"),
        (lambda: capital_outflow(1.0, 0.1, 0.0, 0.0, 0.0), "holding_years must be greater than 0"),
        (lambda: debt_change(0.5, 0.05, -1.0, 0.0), "growth must be greater than -1; got -1"),
        (lambda: reserves_after(-1.0, 0.0), "reserves must be at least 0; got -1"),
        (
            lambda: debt_path(0.5, years=3, foreign_rate=0.0, growth=0.0, primary_balance=[0.0]),
            "primary_balance must hold one number per year, 3",
        ),
        (
            lambda: debt_path(1.0, years=200, foreign_rate=9.0, growth=0.0, primary_balance=0.0),
            r"debt must be at most 1e\+06",
        ),
        (lambda: debt_path(1.0, years=0, foreign_rate=0.0, growth=0.0, primary_balance=0.0), "years must be"),
        (lambda: sovereign_spread(0.01, -0.1, sensitivity=0.1), "debt must be at least 0"),
        (lambda: error_cost(0.5, sensitivity=-0.1), "sensitivity must be at least 0"),
    ],
)
def test_bad_inputs_are_named(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
