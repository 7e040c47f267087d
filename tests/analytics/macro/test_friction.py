"""Friction, mobility, and the band within which interest rates can differ."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.macro.friction import autonomy_band, friction, friction_tax, mobility


@pytest.mark.parametrize(
    ("online_share", "expected"),
    [(0.1, 0.000428571), (0.3, 0.001285714), (0.5, 0.002142857), (0.9, 0.003857143)],
)
def test_the_tax_that_restores_friction_is_the_closed_form(online_share: float, expected: float) -> None:
    assert friction_tax(0.01, online_share) == pytest.approx(expected, abs=1e-9)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_friction_and_twice_its_tax_add_up_to_what_was(c0: float, online_share: float) -> None:
    assert friction(c0, online_share) + 2 * friction_tax(c0, online_share) == pytest.approx(c0)


@given(st.floats(1e-4, 1.0), st.floats(0.0, 4.0), st.floats(0.0, 1e6))
def test_unchanged_friction_leaves_mobility_exactly_as_it_was(c0: float, eta: float, base: float) -> None:
    assert mobility(c0, friction(c0, 0.0), 0.0, elasticity=eta, base=base) == base


@given(st.floats(1e-3, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 4.0))
def test_the_restoring_tax_brings_mobility_back(c0: float, online_share: float, eta: float) -> None:
    cost, tax = friction(c0, online_share), friction_tax(c0, online_share)
    assert mobility(c0, cost, tax, elasticity=eta) == pytest.approx(1.0)


def test_a_tax_shelters_hot_money_more_than_investment() -> None:
    bands = autonomy_band(0.002, 0.001, np.array([1 / 52, 1.0, 10.0]))
    assert bands == pytest.approx([0.208, 0.004, 0.0004])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: mobility(0.01, 0.0, 0.0), r"cost \+ 2 tax must be greater than 0"),
        (lambda: mobility(0.0, 0.01, 0.0), r"c0 must be in \(0, 1\]; got 0"),
        (lambda: mobility(1.0, 1e-9, 0.0, elasticity=100.0), "mobility must be finite; got inf"),
        (lambda: autonomy_band(0.01, 0.0, 0.0), "holding_years must be greater than 0; got 0"),
        (lambda: friction(0.01, 1.2), r"online_share must be in \[0, 1\]; got 1.2"),
    ],
)
def test_bad_inputs_are_named(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
