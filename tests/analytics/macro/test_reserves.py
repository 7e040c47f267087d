"""Reserves: the rules, unknown parts as bounds, optimal level, attack and trilemma."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.macro.reserves import (
    ARA_WEIGHTS,
    ara_adequacy,
    ara_metric,
    debt_cover,
    exchange_stability,
    import_cover,
    money_cover,
    months_of_imports,
    optimal_reserves,
)

amounts = st.floats(0.0, 1e6)
parts = st.one_of(st.none(), amounts)


def test_the_metric_weighs_its_parts_by_regime() -> None:
    assert float(ara_metric(100.0, 400.0, 50.0, 80.0, regime="floating")) == pytest.approx(52.0)
    assert float(ara_metric(100.0, 400.0, 50.0, 80.0, regime="fixed")) == pytest.approx(81.0)


def test_an_unknown_part_is_a_bound_and_never_zero() -> None:
    metric = ara_metric(100.0, 400.0, None, 80.0, regime="floating")
    assert metric.value is None
    assert (metric.low, metric.high) == (pytest.approx(37.0), math.inf)
    assert metric.missing == ("short_term_debt",)
    assert metric.parts["short_term_debt"] is None
    with pytest.raises(ValueError, match="short_term_debt not known"):
        float(metric)


def test_bounds_of_a_part_become_bounds_of_the_metric() -> None:
    metric = ara_metric(100.0, 400.0, (40.0, 60.0), 80.0, regime="floating")
    assert (metric.value, metric.low, metric.high) == (None, pytest.approx(49.0), pytest.approx(55.0))


@given(
    parts,
    parts,
    parts,
    parts,
    st.lists(amounts, min_size=4, max_size=4),
    st.sampled_from(["floating", "fixed"]),
)
def test_whatever_the_unknown_is_the_bounds_hold(
    exports: float | None,
    money: float | None,
    debt: float | None,
    other: float | None,
    truth: list[float],
    regime: str,
) -> None:
    given_parts = [exports, money, debt, other]
    metric = ara_metric(*given_parts, regime=regime)
    real = [true if known is None else known for known, true in zip(given_parts, truth, strict=True)]
    exact = ara_metric(*real, regime=regime)
    assert metric.low <= exact.value * (1 + 1e-12)
    assert exact.value <= metric.high * (1 + 1e-12)
    assert (metric.value is None) is (None in given_parts)


@pytest.mark.parametrize(
    ("reserves", "short_term_debt", "expected", "verdict"),
    [(37, 45, 0.82, "short"), (20, 34, 0.59, "short"), (84, 21, 4.0, "adequate")],
)
def test_cover_of_short_term_debt_in_1997(
    reserves: float, short_term_debt: float, expected: float, verdict: str
) -> None:
    cover = debt_cover(reserves, short_term_debt)
    assert cover.ratio == pytest.approx(expected, abs=0.005)
    assert cover.verdict == verdict


def test_imports_and_money_are_rules_of_three_months_and_one_fifth() -> None:
    assert import_cover(50.0, 200.0).ratio == pytest.approx(1.0)
    assert months_of_imports(50.0, 120.0) == pytest.approx(5.0)
    # Morocco, end 2024: official reserves against one fifth of M3.
    assert money_cover(375.5, 1892.0).ratio == pytest.approx(0.9923, abs=1e-4)
    assert money_cover(375.5, 1892.0).verdict == "short"


def test_an_unknown_requirement_gives_no_verdict_unless_the_bounds_agree() -> None:
    open_ended = ara_adequacy(50.0, ara_metric(100.0, 400.0, None, 80.0, regime="floating"))
    assert (open_ended.ratio, open_ended.low, open_ended.verdict) == (None, 0.0, "unknown")
    assert open_ended.high == pytest.approx(50.0 / 37.0)
    hopeless = ara_adequacy(30.0, ara_metric(100.0, 400.0, None, 80.0, regime="floating"))
    assert hopeless.verdict == "short"
    assert debt_cover(10.0, None).high == math.inf


def test_a_country_without_short_term_debt_is_covered() -> None:
    cover = debt_cover(10.0, 0.0)
    assert (cover.ratio, cover.low, cover.verdict) == (None, math.inf, "adequate")


def test_moroccos_metric_follows_from_its_published_cover() -> None:
    # 375.5 bn MAD are 123 % of the metric: the ratio of a metric of that size is the published one.
    metric = ara_metric(0.0, 0.0, 375.5 / 1.23 / 0.30, 0.0, regime="floating")
    assert ara_adequacy(375.5, metric).ratio == pytest.approx(1.23)


def test_optimal_reserves_by_hand() -> None:
    price = (0.015 + 0.10) * 0.90 / (0.10 * 0.885)
    k = price**0.5 - 1.0
    bracket = 1.0 - 0.017 / 1.033 * 0.11 - 0.115 * 0.17
    assert optimal_reserves() == pytest.approx(0.17 - k / (1.0 + k * 0.885) * bracket)
    assert optimal_reserves() == pytest.approx(0.0957, abs=5e-4)


def test_free_insurance_covers_the_loss_in_full_and_dear_insurance_not_at_all() -> None:
    assert optimal_reserves(term_premium=0.0) == pytest.approx(0.17)
    assert optimal_reserves(term_premium=0.5) == 0.0


@given(st.floats(0.001, 0.3), st.floats(0.01, 0.4), st.floats(0.05, 20.0), st.floats(1.01, 3.0))
def test_more_fear_of_risk_never_lowers_the_optimum(
    premium: float, chance: float, aversion: float, factor: float
) -> None:
    bold = optimal_reserves(term_premium=premium, probability=chance, risk_aversion=aversion)
    shy = optimal_reserves(term_premium=premium, probability=chance, risk_aversion=aversion * factor)
    assert 0.0 <= bold <= shy + 1e-12 <= 0.17 + 2e-12


def test_a_rate_that_never_moves_is_perfectly_stable() -> None:
    assert exchange_stability([10.0] * 12) == 1.0
    steps = np.exp(np.cumsum([0.0, 0.01, -0.01, 0.01, -0.01]))
    assert exchange_stability(steps) == pytest.approx(0.01 / (0.01 + np.std([1, -1, 1, -1], ddof=1) / 100))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ara_metric(1, 1, 1, 1, regime="peg"), "regime must be one of floating, fixed; got 'peg'"),
        (lambda: ara_metric(-1, 1, 1, 1, regime="fixed"), "exports must be at least 0; got -1"),
        (lambda: ara_metric(1, (2, 1), 1, 1, regime="fixed"), "broad_money must be at least 2; got 1"),
        (lambda: ara_metric(1, (2, 1, 3), 1, 1, regime="fixed"), "broad_money must be a number, .low, high."),
        (
            lambda: ara_metric(1, 1, math.nan, 1, regime="fixed"),
            "short_term_debt must be at least 0; got nan",
        ),
        (lambda: debt_cover(-1.0, 1.0), "reserves must be at least 0"),
        (lambda: months_of_imports(1.0, 0.0), "annual_imports must be greater than 0"),
        (lambda: optimal_reserves(probability=0.0), r"probability must be in \(0, 1\]; got 0"),
        (lambda: optimal_reserves(term_premium=0.95), r"probability \+ term_premium must be below 1"),
        (lambda: optimal_reserves(risk_aversion=0.0), "risk_aversion must be at least 0.01; got 0"),
        (lambda: exchange_stability([1.0, 0.0, 1.0]), "exchange_rate must be greater than 0"),
        (lambda: exchange_stability([1.0, 1.0]), "exchange_rate must be a series of 3 or more"),
    ],
)
def test_bad_inputs_are_named(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_weights_are_those_of_the_fund() -> None:
    assert sum(ARA_WEIGHTS["floating"].values()) == pytest.approx(0.55)
    assert sum(ARA_WEIGHTS["fixed"].values()) == pytest.approx(0.70)
