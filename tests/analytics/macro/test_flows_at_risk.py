"""Quantile regressions against linear programming and statsmodels, and the bands of flows at risk."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from statsmodels.regression.quantile_regression import QuantReg

from analytics.macro.flows_at_risk import common_flow, flows_at_risk
from analytics.macro.quantile_regression import regression_quantiles


def history(periods: int = 120, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Net inflow and common flow; the spread of the inflow grows with the common flow."""
    rng = np.random.default_rng(seed)
    common = rng.standard_normal(periods) * 0.01
    inflow = np.zeros(periods)
    for period in range(1, periods):
        shock = 0.02 * rng.standard_t(4) * (1.0 + 20.0 * abs(common[period]))
        inflow[period] = 0.01 + 0.5 * inflow[period - 1] + 0.8 * common[period] + shock
    return inflow, common


def check_loss(residual: np.ndarray, probability: float) -> float:
    return float(np.sum(np.maximum(probability * residual, (probability - 1.0) * residual)))


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.floats(0.02, 0.98), st.integers(12, 80), st.sampled_from([0, 1, 12]))
def test_no_linear_program_does_better(seed: int, probability: float, periods: int, digits: int) -> None:
    # Few digits tie observations, and the optimum is then not unique.
    rng = np.random.default_rng(seed)
    drawn = rng.standard_normal((periods, 2)).round(digits)
    design = np.column_stack([np.ones(periods), drawn * [1.0, 1e3]])
    target = design @ [1.0, 0.5, 1e-3] + rng.standard_t(3, periods).round(digits)
    ours = regression_quantiles(design[None], target[None], np.array([probability]))[0]
    best = linprog(
        -target,
        A_eq=design.T,
        b_eq=(1.0 - probability) * design.sum(axis=0),
        bounds=(0.0, 1.0),
        method="highs",
    ).eqlin.marginals
    assert check_loss(target - design @ ours, probability) <= check_loss(
        target + design @ best, probability
    ) * (1 + 1e-7)


def test_coefficients_are_those_of_statsmodels() -> None:
    inflow, common = history()
    ours = flows_at_risk(inflow, common, probabilities=(0.1, 0.5, 0.9), draws=20)
    design = np.column_stack([np.ones(119), inflow[:-1], common[1:]])
    for row, probability in zip(ours.coefficients, (0.1, 0.5, 0.9), strict=True):
        theirs = QuantReg(inflow[1:], design).fit(q=probability, p_tol=1e-8, max_iter=20_000).params
        assert row == pytest.approx(theirs, abs=2e-4)


def test_about_the_stated_share_lies_below_each_quantile() -> None:
    inflow, common = history(400)
    risk = flows_at_risk(inflow, common, probabilities=(0.05, 0.25, 0.75), draws=20)
    fitted = np.column_stack([np.ones(399), inflow[:-1], common[1:]]) @ risk.coefficients.T
    below = (inflow[1:, None] < fitted).mean(axis=0)
    assert below == pytest.approx([0.05, 0.25, 0.75], abs=4 / 399)


def test_quantiles_are_ordered_held_by_their_bands_and_repeat_with_the_seed() -> None:
    inflow, common = history(60)
    risk = flows_at_risk(inflow, common, probabilities=(0.05, 0.1, 0.5, 0.9, 0.95), state=(0.1, 0.05))
    assert np.all(np.diff(risk.predicted) >= 0.0)
    assert np.all((risk.predicted_low <= risk.predicted) & (risk.predicted <= risk.predicted_high))
    assert np.all((risk.low <= risk.coefficients) & (risk.coefficients <= risk.high))
    again = flows_at_risk(inflow, common, probabilities=(0.05, 0.1, 0.5, 0.9, 0.95), state=(0.1, 0.05))
    assert risk.low.tobytes() == again.low.tobytes()
    assert risk.periods == 59


def test_an_exact_line_is_found_at_every_quantile() -> None:
    common = np.sin(np.arange(40.0))
    inflow = np.zeros(40)
    for period in range(1, 40):
        inflow[period] = 0.2 + 0.5 * inflow[period - 1] + 2.0 * common[period]
    risk = flows_at_risk(inflow, common, probabilities=(0.1, 0.9), draws=20)
    assert risk.coefficients == pytest.approx(np.array([[0.2, 0.5, 2.0]] * 2), abs=1e-6)


@pytest.mark.parametrize("digits", [0, 1, 12])
@pytest.mark.parametrize("periods", [20, 60])
def test_rounded_series_have_bands_whatever_the_draws(periods: int, digits: int) -> None:
    rng = np.random.default_rng(periods)
    inflow, common = rng.normal(2.0, 1.0, (2, periods)).round(digits)
    for seed in range(3):
        risk = flows_at_risk(inflow, common, draws=100, seed=seed)
        assert np.isfinite(risk.low).all()
        assert np.all((risk.predicted_low <= risk.predicted) & (risk.predicted <= risk.predicted_high))


def test_units_scale_through() -> None:
    inflow, common = history(80)
    one = flows_at_risk(inflow, common, draws=20)
    percent = flows_at_risk(100.0 * inflow, 100.0 * common, draws=20)
    assert percent.predicted == pytest.approx(100.0 * one.predicted, rel=1e-5)


def test_the_common_flow_is_the_median_of_the_others() -> None:
    flows = pd.DataFrame({"MAR": [9.0, 9.0], "TUN": [1.0, np.nan], "EGY": [3.0, 2.0], "TUR": [8.0, 4.0]})
    assert common_flow(flows, "MAR").tolist() == [3.0, 3.0]
    with pytest.raises(ValueError, match="country must be one of"):
        common_flow(flows, "FRA")
    with pytest.raises(ValueError, match="another country in every period; none in 1"):
        common_flow(flows[["MAR", "TUN"]], "MAR")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"inflow": np.zeros(10), "common": np.zeros(10)}, "17 or more"),
        ({"common": np.zeros(60)}, "must vary, each in its own way"),
        ({"inflow": np.ones(60)}, "must vary, each in its own way"),
        ({"common": np.zeros(59)}, "series of the same length"),
        ({"inflow": np.full(60, np.nan)}, "inflow must be finite; got nan"),
        ({"probabilities": (0.5, 0.1)}, "probabilities must be increasing"),
        ({"probabilities": (0.0, 0.5)}, "probabilities must be in"),
        ({"block": 0}, r"block must be in \[1, 59\]; got 0"),
        ({"draws": 3}, "draws must be in"),
        ({"level": 0.0}, "level must be in"),
        ({"state": (np.nan, 0.0)}, r"state\[0\] must be finite"),
    ],
)
def test_bad_inputs_are_named(change: dict[str, object], message: str) -> None:
    inflow, common = history(60)
    with pytest.raises(ValueError, match=message):
        flows_at_risk(**{"inflow": inflow, "common": common, **change})


def test_a_design_that_repeats_itself_is_refused() -> None:
    design = np.column_stack([np.ones(30), np.arange(30.0), 2.0 * np.arange(30.0)])[None]
    with pytest.raises(ValueError, match="design holds columns that repeat"):
        regression_quantiles(design, np.arange(30.0)[None] ** 2, np.array([0.5]))
    with pytest.raises(ValueError, match="design must not hold a column of zeros"):
        regression_quantiles(np.zeros((1, 30, 2)), np.ones((1, 30)), np.array([0.5]))
