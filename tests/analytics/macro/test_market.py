"""Two markets: the equations against a plain loop, the published signs in both sets, and extremes."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.macro.findings import published_signs, tax_effect
from analytics.macro.market import PARAMETERS, MarketParameters, simulate_market, sweep_market


def plain_history(tax: tuple[float, float], p: MarketParameters, noise: np.ndarray) -> np.ndarray:
    """Log prices of one history, (steps + 1, 2), written one number at a time from the equations."""
    log_price = [[0.0, 0.0], [0.0, 0.0]]
    orders: list[dict[tuple[str, int], float]] = []
    fitness = {(rule, k): 0.0 for rule in "CF" for k in (0, 1)}
    for t, shocks in enumerate(noise):
        now, before = log_price[-1], log_price[-2]
        placed = {}
        for k in (0, 1):
            placed["C", k] = p.chartist * (now[k] - before[k]) + shocks[1, k] * p.chartist_noise
            placed["F", k] = p.fundamentalist * (0.0 - now[k]) + shocks[2, k] * p.fundamentalist_noise
        orders.append(placed)
        for rule, k in fitness:
            old = orders[t - 2][rule, k] if t >= 2 else 0.0
            gain = (math.exp(now[k]) - math.exp(before[k])) * old
            paid = tax[k] * (math.exp(now[k]) + math.exp(before[k])) * abs(old)
            fitness[rule, k] = gain - paid + p.memory * fitness[rule, k]
        total = 1.0 + sum(math.exp(p.intensity * value) for value in fitness.values())
        following = []
        for k in (0, 1):
            pushed = sum(math.exp(p.intensity * fitness[rule, k]) / total * placed[rule, k] for rule in "CF")
            following.append(now[k] + p.impact * pushed + shocks[0, k] * p.price_noise)
        log_price.append(following)
    return np.array(log_price[1:])


@pytest.mark.parametrize("name", PARAMETERS)
def test_the_vectorised_markets_are_the_equations(name: str) -> None:
    steps, tax = 130, (0.002, 0.0005)
    outcome = simulate_market(tax, parameters=name, runs=1, steps=steps, seed=3)
    noise = np.random.default_rng(3).standard_normal((steps, 3, 2))
    path = plain_history(tax, PARAMETERS[name], noise)
    assert outcome.volatility == pytest.approx(np.abs(np.diff(path, axis=0)).mean(axis=0))
    assert outcome.distortion == pytest.approx(np.abs(path[1:]).mean(axis=0))
    returns = np.diff(path, axis=0)
    assert outcome.kurtosis == pytest.approx((returns**4).mean(axis=0) / (returns**2).mean(axis=0) ** 2)


@pytest.mark.parametrize("name", PARAMETERS)
def test_the_signs_in_print_hold_in_both_sets_but_for_misalignment(name: str) -> None:
    findings = {finding.name: finding for finding in published_signs(parameters=name)}
    assert findings["taxed_market_calms"].holds
    assert findings["other_market_stirs"].holds
    assert findings["uniform_tax_calms_first"].holds
    assert findings["uniform_tax_calms_second"].holds
    assert findings["high_tax_misaligns"].holds is (name == "M")


@pytest.mark.parametrize("name", PARAMETERS)
def test_turnover_falls_with_the_tax_and_traders_stay_out(name: str) -> None:
    rates = [0.0, 0.002, 0.01, 1.0]
    outcomes = sweep_market([(rate, rate) for rate in rates], parameters=name, runs=20, steps=800)
    turnover = np.array([outcome.turnover for outcome in outcomes])
    inactive = [outcome.inactive_share for outcome in outcomes]
    assert np.all(np.diff(turnover, axis=0) < 0.0)
    assert np.all(np.diff(inactive) > 0.0)
    assert inactive[-1] == pytest.approx(1.0, abs=0.01)


def test_a_confiscatory_tax_leaves_the_noise_of_news() -> None:
    outcome = simulate_market((1.0, 1.0), runs=50, steps=1000)
    assert outcome.volatility == pytest.approx([0.0025 * math.sqrt(2 / math.pi)] * 2, rel=0.03)
    assert outcome.kurtosis == pytest.approx([3.0, 3.0], abs=0.2)


def test_every_tax_meets_the_same_shocks_and_every_call_the_same_bytes() -> None:
    alone = simulate_market((0.003, 0.0), runs=12, steps=300, seed=9)
    swept = sweep_market([(0.0, 0.0), (0.003, 0.0)], runs=12, steps=300, seed=9)[1]
    again = simulate_market((0.003, 0.0), runs=12, steps=300, seed=9)
    other = simulate_market((0.003, 0.0), runs=12, steps=300, seed=10)
    assert alone.volatility_by_run.tobytes() == swept.volatility_by_run.tobytes()
    assert alone.distortion_by_run.tobytes() == again.distortion_by_run.tobytes()
    assert alone.volatility_by_run.tobytes() != other.volatility_by_run.tobytes()


def test_no_change_of_tax_is_no_change_at_all() -> None:
    outcome = simulate_market((0.002, 0.001), runs=5, steps=100)
    effect = tax_effect(outcome, outcome)
    for field in dataclasses.fields(effect):
        if field.name != "level":
            assert np.all(getattr(effect, field.name) == 0.0), field.name


@settings(max_examples=15)
@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.sampled_from(["W", "M"]), st.integers(0, 2**31))
def test_shares_add_up_and_nothing_is_undefined(first: float, second: float, name: str, seed: int) -> None:
    outcome = simulate_market((first, second), parameters=name, runs=3, steps=60, seed=seed)
    shares = outcome.chartist_share.sum() + outcome.fundamentalist_share.sum() + outcome.inactive_share
    assert shares == pytest.approx(1.0)
    for field in dataclasses.fields(outcome):
        assert np.isfinite(getattr(outcome, field.name)).all(), field.name


def test_markets_without_noise_stand_still() -> None:
    quiet = MarketParameters(price_noise=0.0, chartist_noise=0.0, fundamentalist_noise=0.0)
    outcome = simulate_market((0.0, 0.0), parameters=quiet, runs=2, steps=60)
    assert outcome.volatility.tolist() == [0.0, 0.0]
    assert outcome.kurtosis.tolist() == [3.0, 3.0]


def test_a_fundamental_away_from_zero_shifts_nothing_but_the_price() -> None:
    calm = MarketParameters(intensity=0.0)
    moved = dataclasses.replace(calm, fundamental=(2.0, -1.0))
    first = simulate_market(parameters=calm, runs=4, steps=200)
    second = simulate_market(parameters=moved, runs=4, steps=200)
    assert second.distortion == pytest.approx(first.distortion)
    assert second.volatility == pytest.approx(first.volatility)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"tax": (0.0, 1.5)}, r"tax must be in \[0, 1\]; got 1.5"),
        ({"tax": (0.0,)}, "tax must hold one rate per market"),
        ({"parameters": "X"}, "parameters must be one of W, M; got 'X'"),
        ({"runs": 0}, r"runs must be in \[1, 100000\]; got 0"),
        ({"steps": 2.5}, r"steps must be in \[3, 1e\+06\]; got 2.5"),
        ({"seed": -1}, "seed must be in"),
        ({"parameters": MarketParameters(impact=500.0), "steps": 400}, "prices leave all bounds"),
    ],
)
def test_bad_inputs_and_divergence_are_named(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        simulate_market(**{"runs": 2, "steps": 60, **arguments})


def test_parameters_are_checked_when_made() -> None:
    with pytest.raises(ValueError, match="memory must be in"):
        MarketParameters(memory=1.0)
    with pytest.raises(ValueError, match="fundamental must hold one number per market"):
        MarketParameters(fundamental=(0.0,))


def test_effects_need_runs_that_can_be_paired() -> None:
    few, many = (simulate_market(runs=runs, steps=60) for runs in (2, 3))
    with pytest.raises(ValueError, match="same number of runs"):
        tax_effect(few, many)
