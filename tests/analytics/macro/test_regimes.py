"""Regimes: the published table, the two ends of the hybrid, determinacy, and the laws of the model."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.macro.rational_expectations import solve_linear, unconditional_covariance
from analytics.macro.regimes import (
    MOMENTS,
    RULES,
    RegimeParameters,
    hybrid_curve,
    regime_moments,
    solve_regime,
)

# Galí and Monacelli (2005), table 1: standard deviations in percent, in the order of MOMENTS.
PUBLISHED = {"DITR": (0.68, 0.27, 0.41, 0.41, 1.53), "PEG": (0.86, 0.36, 0.21, 0.21, 1.17)}


@pytest.mark.parametrize("rule", PUBLISHED)
def test_the_published_table_is_met_as_closely_as_replications_meet_it(rule: str) -> None:
    moments = regime_moments(rule)
    assert tuple(moments) == MOMENTS
    for name, expected in zip(MOMENTS, PUBLISHED[rule], strict=True):
        assert 100 * moments[name] == pytest.approx(expected, abs=0.04), name


def test_a_rule_on_domestic_inflation_has_a_closed_form() -> None:
    # Undetermined coefficients: x = psi_x u and pih = psi_pi u for one autoregressive natural rate u.
    p = RegimeParameters()
    marginal = p.price_slope * (1.0 + p.phi)
    moments = solve_regime("DITR", sd_y=0.0)
    keep = 1.0 - p.beta * p.rho_a
    gap = keep / ((1.0 - p.rho_a) * keep + marginal * (p.phi_pi - p.rho_a))
    rate_sd = (1.0 - p.rho_a) * p.sd_a / math.sqrt(1.0 - p.rho_a**2)
    assert moments.output_gap == pytest.approx(gap * rate_sd)
    assert moments.moments["domestic_inflation"] == pytest.approx(gap * marginal / keep * rate_sd)


def test_holding_domestic_inflation_closes_the_output_gap() -> None:
    solved = solve_regime("DIT")
    assert solved.moments["domestic_inflation"] == pytest.approx(0.0, abs=1e-12)
    assert solved.output_gap == pytest.approx(0.0, abs=1e-12)
    assert solved.welfare_loss == pytest.approx(0.0, abs=1e-15)


def test_a_peg_takes_the_foreign_interest_rate_and_never_depreciates() -> None:
    solved = solve_regime("PEG")
    world_sd = 0.0078 / math.sqrt(1.0 - 0.86**2)
    assert solved.moments["interest_rate"] == pytest.approx((1.0 - 0.86) * world_sd)
    assert solved.depreciation == pytest.approx(0.0, abs=1e-12)


def test_steadier_exchange_rates_cost_steadiness_at_home() -> None:
    ranked = [solve_regime(rule) for rule in ("DIT", "DITR", "CITR", "PEG")]
    assert np.all(np.diff([item.depreciation for item in ranked]) < 0.0)
    assert np.all(np.diff([item.welfare_loss for item in ranked]) > 0.0)


def test_the_hybrid_runs_from_the_taylor_rule_to_the_peg() -> None:
    curve = hybrid_curve([0.0, 1e-7, 1e7, math.inf])
    for name in MOMENTS:
        values = curve.moments[name]
        assert values[0] == regime_moments("DITR")[name]
        assert values[1] == pytest.approx(values[0], rel=1e-5)
        assert values[2] == pytest.approx(values[3], rel=1e-5)
        assert values[3] == regime_moments("PEG")[name]


def test_leaning_on_the_exchange_rate_steadies_it_at_every_step() -> None:
    curve = hybrid_curve(np.geomspace(0.01, 1000.0, 25))
    assert np.all(np.diff(curve.moments["depreciation"]) < 0.0)


@pytest.mark.parametrize("rule", ["DITR", "CITR"])
@pytest.mark.parametrize("phi_pi", [0.0, 0.9, 1.0])
def test_a_rate_that_answers_too_little_is_refused(rule: str, phi_pi: float) -> None:
    with pytest.raises(ValueError, match="indeterminate: 5 stable roots for 4 states"):
        regime_moments(rule, phi_pi=phi_pi)


def test_leaning_on_the_exchange_rate_anchors_prices_without_the_taylor_principle() -> None:
    assert regime_moments("hybrid", phi_pi=0.5, phi_e=0.5)["output"] == pytest.approx(0.0077, abs=0.002)


@settings(max_examples=40)
@given(
    st.sampled_from(RULES),
    st.floats(0.5, 3.0),
    st.floats(0.5, 3.0),
    st.floats(0.5, 3.0),
    st.floats(0.0, 8.0),
    st.floats(0.1, 0.95),
    st.floats(0.0, 0.9),
    st.floats(1.1, 4.0),
    st.floats(0.01, 20.0),
)
def test_moments_are_numbers_or_a_message(
    rule: str,
    sigma: float,
    eta: float,
    gamma: float,
    phi: float,
    theta: float,
    alpha: float,
    phi_pi: float,
    phi_e: float,
) -> None:
    try:
        moments = regime_moments(
            rule,
            sigma=sigma,
            eta=eta,
            gamma=gamma,
            phi=phi,
            theta=theta,
            alpha=alpha,
            phi_pi=phi_pi,
            phi_e=phi_e,
        )
    except ValueError as error:
        assert "parameters" in str(error) or "1 - alpha" in str(error)  # noqa: PT017
    else:
        assert all(math.isfinite(value) and value >= 0.0 for value in moments.values())


@given(st.sampled_from(RULES), st.floats(0.1, 10.0))
@settings(max_examples=20)
def test_moments_scale_with_the_shocks(rule: str, factor: float) -> None:
    one = regime_moments(rule, phi_e=1.0)
    scaled = regime_moments(rule, phi_e=1.0, sd_a=0.0071 * factor, sd_y=0.0078 * factor)
    for name in MOMENTS:
        assert scaled[name] == pytest.approx(factor * one[name], abs=1e-12)


def test_without_shocks_nothing_moves() -> None:
    assert set(regime_moments("CITR", sd_a=0.0, sd_y=0.0).values()) == {0.0}


def test_welfare_is_given_only_where_its_formula_holds() -> None:
    assert solve_regime("PEG").welfare_loss == pytest.approx(0.000313, abs=5e-6)
    assert solve_regime("PEG", sigma=2.0).welfare_loss is None


@pytest.mark.parametrize(
    ("rule", "parameters", "message"),
    [
        ("FLOAT", {}, "rule must be one of DIT, DITR, CITR, PEG, hybrid; got 'FLOAT'"),
        ("PEG", {"kappa": 1.0}, "unknown parameters: kappa"),
        ("PEG", {"theta": 1.0}, "theta must be in"),
        ("PEG", {"theta": 0.0}, "theta must be in"),
        ("PEG", {"rho_a": 1.0}, "rho_a must be in"),
        ("PEG", {"corr": 1.1}, r"corr must be in \[-1, 1\]"),
        ("hybrid", {"phi_e": -0.1}, "phi_e must be at least 0; got -0.1"),
        ("PEG", {"sigma": math.nan}, "sigma must be greater than 0; got nan"),
    ],
)
def test_bad_inputs_are_named(rule: str, parameters: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        regime_moments(rule, **parameters)


def test_curves_are_checked() -> None:
    with pytest.raises(ValueError, match="phi_e must hold at least one number"):
        hybrid_curve([])


def test_the_solver_finds_the_stable_root_of_a_textbook_model() -> None:
    # E p' = 2 p - m, m' = .5 m: the only bounded price is p = m / 1.5.
    solved = solve_linear(np.eye(2), np.array([[0.5, 0.0], [-1.0, 2.0]]), 1)
    assert solved.transition[0, 0] == pytest.approx(0.5)
    assert solved.policy[0, 0] == pytest.approx(1 / 1.5)
    assert solved.roots == pytest.approx([0.5, 2.0])


@pytest.mark.parametrize(
    ("now", "message"),
    [
        ([[0.5, 0.0], [-1.0, 0.9]], "indeterminate"),
        ([[1.5, 0.0], [-1.0, 2.0]], "no stable solution"),
        ([[2.0, 0.0], [0.0, 0.5]], "rank condition"),
    ],
)
def test_the_solver_says_why_there_is_no_single_path(now: list[list[float]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        solve_linear(np.eye(2), np.array(now), 1)


def test_dependent_equations_are_refused() -> None:
    with pytest.raises(ValueError, match="equations are dependent"):
        solve_linear(np.array([[1.0, 0.0], [0.0, 0.0]]), np.array([[0.5, 0.0], [0.0, 0.0]]), 1)


def test_a_wandering_state_has_no_variance() -> None:
    with pytest.raises(ValueError, match="largest root is 1"):
        unconditional_covariance(np.eye(1), np.eye(1))
