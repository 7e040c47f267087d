"""BG/NBD against published CDNOW figures, an independent integral, simulated customers; lifetime value."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaln, gammaln

from analytics.marketing.lifetime import (
    BgNbd,
    customer_lifetime_value,
    fit_bgnbd,
    log_likelihood,
    payback,
)

# Fader, Hardie and Lee 2005: estimates over 2,357 CDNOW customers, weeks.
CDNOW = BgNbd(r=0.24259, alpha=4.41353, a=0.79289, b=2.42575, log_likelihood=-9582.4256, customers=2357)
POINT = (CDNOW.r, CDNOW.alpha, CDNOW.a, CDNOW.b)


def integrals(x: int, last: float, age: float, ahead: float) -> tuple[float, float]:
    """Log-likelihood and expected transactions by quadrature over rate and leaving chance."""
    r, alpha, a, b = POINT
    node, weight = np.polynomial.legendre.leggauss(200)
    # p = u^(1/a) takes the singularity of the beta density at 0 away; rates are cut into panels.
    unit, unit_weight = (node + 1) / 2, weight / 2
    p = unit ** (1 / a)
    panels = [(0, 1e-4), (1e-4, 1e-3), (1e-3, 0.01), (0.01, 0.1), (0.1, 1), (1, 6)]
    alive = later = left = 0.0
    for low, high in panels:
        v = (node + 1) / 2
        # The rate's density is singular at 0 for r < 1: square the map there.
        rate = low + (high - low) * v**4
        area = weight / 2 * 4 * v**3 * (high - low)
        density = alpha**r * rate ** (r - 1) * np.exp(-alpha * rate) / math.exp(gammaln(r))
        chance = (1 - p) ** (b - 1) / a / math.exp(betaln(a, b))
        stay = ((1 - p) ** x)[None, :] * (rate**x * np.exp(-rate * age))[:, None]
        joint = density[:, None] * chance[None, :]
        alive += area @ (joint * stay) @ unit_weight
        future = (1 - np.exp(-rate[:, None] * p[None, :] * ahead)) / p[None, :]
        later += area @ (joint * stay * future) @ unit_weight
        if x:
            gone = (p * (1 - p) ** (x - 1))[None, :] * (rate**x * np.exp(-rate * last))[:, None]
            left += area @ (joint * gone) @ unit_weight
    return math.log(alive + left), later / (alive + left)


def customers(point: tuple[float, ...], count: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Histories drawn from the model's own story."""
    r, alpha, a, b = point
    rng = np.random.default_rng(seed)
    rates, chances = rng.gamma(r, 1 / alpha, count), rng.beta(a, b, count)
    ages = rng.uniform(30, 60, count)
    frequency, recency = np.zeros(count), np.zeros(count)
    for place, (rate, chance, age) in enumerate(zip(rates, chances, ages, strict=True)):
        clock = 0.0
        while True:
            clock += rng.exponential(1 / rate)
            if clock > age:
                break
            frequency[place] += 1
            recency[place] = clock
            if rng.random() < chance:
                break
    return frequency, recency, ages


class TestPublished:
    def test_conditional_expectation_of_the_authors_customer(self) -> None:
        # Two repeats, the last at 30.43 of 38.86 weeks: 1.226 expected in the next 39.
        assert CDNOW.expected_transactions(39, 2, 30.43, 38.86) == pytest.approx(1.226, abs=5e-4)

    def test_frequent_customer_of_the_walkthrough(self) -> None:
        rounded = BgNbd(0.243, 4.414, 0.793, 2.426, 0.0, 2357)
        assert rounded.expected_transactions(52, 26, 30.86, 31) == pytest.approx(25.76, abs=5e-3)

    def test_expectations_from_the_start(self) -> None:
        assert CDNOW.expected_from_start(52) == pytest.approx(1.444, abs=5e-4)
        assert CDNOW.expected_from_start(0) == 0.0


@pytest.mark.parametrize("history", [(2, 30.43, 38.86), (1, 3.0, 20.0), (5, 10.0, 30.0), (0, 0.0, 25.0)])
def test_formulas_equal_the_integrals_that_they_solve(history: tuple[int, float, float]) -> None:
    likelihood, expected = integrals(*history, ahead=39.0)
    x, last, age = history
    assert log_likelihood(POINT, [x], [last], [age]) == pytest.approx(likelihood, abs=1e-6)
    assert CDNOW.expected_transactions(39.0, x, last, age) == pytest.approx(expected, rel=1e-5)


class TestFit:
    def test_recovers_simulated_customers(self) -> None:
        data = customers((0.6, 6.0, 0.8, 2.5), 3000, seed=11)
        model = fit_bgnbd(*data)
        for value, true, error in zip(
            (model.r, model.alpha, model.a, model.b), (0.6, 6.0, 0.8, 2.5), model.standard_errors, strict=True
        ):
            assert abs(value - true) < 3 * error
        assert model.warnings == ()
        assert model.customers == 3000
        point = (model.r, model.alpha, model.a, model.b)
        assert model.log_likelihood == pytest.approx(log_likelihood(point, *data), rel=1e-10)
        assert model.log_likelihood >= log_likelihood((0.6, 6.0, 0.8, 2.5), *data)

    def test_no_direction_goes_higher(self) -> None:
        data = customers(POINT, 1500, seed=2)
        model = fit_bgnbd(*data)
        point = np.array([model.r, model.alpha, model.a, model.b])
        for place in range(4):
            for factor in (0.98, 1.02):
                moved = point.copy()
                moved[place] *= factor
                assert log_likelihood(tuple(moved), *data) < model.log_likelihood

    def test_unit_of_time_scales_alpha_only(self) -> None:
        frequency, recency, age = customers(POINT, 400, seed=5)
        weeks, days = fit_bgnbd(frequency, recency, age), fit_bgnbd(frequency, 7 * recency, 7 * age)
        assert days.alpha == pytest.approx(7 * weeks.alpha, rel=1e-4)
        assert (days.r, days.a, days.b) == pytest.approx((weeks.r, weeks.a, weeks.b), rel=1e-4)

    def test_order_of_customers_does_not_matter(self) -> None:
        frequency, recency, age = customers(POINT, 250, seed=6)
        back = fit_bgnbd(frequency[::-1], recency[::-1], age[::-1])
        assert back == fit_bgnbd(frequency, recency, age)

    def test_customers_who_never_leave_are_reported_as_not_identified(self) -> None:
        rng = np.random.default_rng(0)
        frequency = rng.poisson(20, 200) + 1
        model = fit_bgnbd(frequency, np.full(200, 39.9), np.full(200, 40.0))
        assert any("not identified" in warning for warning in model.warnings)

    @pytest.mark.parametrize(
        ("history", "message"),
        [
            (([1, 2], [1.0], [2.0, 3.0]), "one entry per customer"),
            (([], [], []), "at least one customer"),
            (([1.5], [1.0], [2.0]), "frequency must be whole numbers, got 1.5"),
            (([1], [3.0], [2.0]), "recency must be at most age"),
            (([1], [0.0], [0.0]), "age must be above 0 for at least one customer"),
            (([0], [1.0], [2.0]), "recency must be 0 without repeats"),
            (([0, 0], [0.0, 0.0], [2.0, 3.0]), "at least one customer with a repeat"),
            (([1], [float("nan")], [2.0]), "recency must be finite"),
            (([-1], [1.0], [2.0]), "frequency must be finite and at least 0, got -1"),
        ],
    )
    def test_impossible_histories_are_refused(self, history: tuple[list, list, list], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            fit_bgnbd(*history)

    def test_parameters_of_the_likelihood_are_checked(self) -> None:
        with pytest.raises(ValueError, match="four numbers above 0"):
            log_likelihood((0.2, 0.0, 1.0, 1.0), [1], [1.0], [2.0])


histories = st.tuples(st.integers(1, 200), st.floats(0.01, 1), st.floats(0.1, 500)).map(
    lambda given: (given[0], given[1] * given[2], given[2])
)


class TestLaws:
    @settings(max_examples=80, deadline=None)
    @given(histories, st.floats(0, 1000))
    def test_chances_are_chances_and_expectations_finite(self, history: tuple, ahead: float) -> None:
        alive = CDNOW.probability_alive(*history)
        back = CDNOW.probability_of_return(ahead, *history)
        expected = CDNOW.expected_transactions(ahead, *history)
        assert 0 <= back <= alive <= 1
        # At least as many transactions are expected as the chance of one.
        assert expected >= back - 1e-9
        assert math.isfinite(expected)

    @settings(max_examples=40, deadline=None)
    @given(histories, st.floats(0, 300), st.floats(0, 300))
    def test_a_longer_horizon_never_brings_fewer(self, history: tuple, first: float, second: float) -> None:
        shorter, longer = sorted([first, second])
        less = CDNOW.expected_transactions(shorter, *history)
        assert CDNOW.expected_transactions(longer, *history) >= less - 1e-9

    @settings(max_examples=40, deadline=None)
    @given(st.integers(1, 50), st.floats(1, 100), st.floats(0, 100))
    def test_silence_makes_it_likelier_that_a_customer_left(self, x: int, last: float, silent: float) -> None:
        assert (
            CDNOW.probability_alive(x, last, last + silent) <= CDNOW.probability_alive(x, last, last) + 1e-12
        )

    def test_never_back_means_alive_in_this_model(self) -> None:
        assert CDNOW.probability_alive(0, 0, 38.86) == 1.0

    def test_no_gap_where_a_crosses_one(self) -> None:
        around = [
            BgNbd(0.24, 4.4, a, 2.4, 0.0, 1).expected_transactions(52, 3, 20, 30)
            for a in (1 - 1e-4, 1 - 1e-6, 1.0, 1 + 1e-6, 1 + 1e-4)
        ]
        assert max(around) - min(around) < 1e-3
        assert around[2] == pytest.approx((around[0] + around[4]) / 2, rel=1e-6)

    def test_arrays_and_numbers_agree(self) -> None:
        many = CDNOW.expected_transactions(39, [2, 0], [30.43, 0], [38.86, 38.86])
        assert many[0] == CDNOW.expected_transactions(39, 2, 30.43, 38.86)
        assert many[1] == CDNOW.expected_transactions(39, 0, 0, 38.86)

    def test_discounting_lowers_and_no_discount_adds_up(self) -> None:
        plain = CDNOW.discounted_transactions([2], [30.43], [38.86], discount=0.0, periods=39)
        assert plain[0] == pytest.approx(CDNOW.expected_transactions(39, 2, 30.43, 38.86), rel=1e-12)
        assert CDNOW.discounted_transactions([2], [30.43], [38.86], discount=0.01, periods=39)[0] < plain[0]


class TestValue:
    def test_course_case(self) -> None:
        assert customer_lifetime_value(100, 0.8, 0.1) == pytest.approx(266.667, abs=5e-4)

    @settings(max_examples=50, deadline=None)
    @given(st.floats(0.01, 1e4), st.floats(0, 0.99), st.floats(0, 0.5))
    def test_value_is_the_sum_of_its_discounted_margins(
        self, margin: float, kept: float, rate: float
    ) -> None:
        years = np.arange(1, 4000)
        total = margin * ((kept / (1 + rate)) ** years).sum()
        assert customer_lifetime_value(margin, kept, rate) == pytest.approx(total, rel=1e-9, abs=1e-12)

    def test_a_customer_who_never_leaves_needs_a_discount(self) -> None:
        with pytest.raises(ValueError, match="discount must be above 0 when retention is 1"):
            customer_lifetime_value(100, 1.0, 0.0)

    @pytest.mark.parametrize(
        ("retention", "discount"), [(1.1, 0.1), (-0.1, 0.1), (0.8, -0.1), (math.nan, 0.1)]
    )
    def test_impossible_rates_are_refused(self, retention: float, discount: float) -> None:
        with pytest.raises(ValueError, match="must be"):
            customer_lifetime_value(100, retention, discount)

    def test_payback_is_when_margins_reach_the_cost(self) -> None:
        kept = 0.8 / 1.1
        two_years = 100 * (kept + kept**2)
        assert payback(two_years, 100, 0.8, 0.1) == pytest.approx(2.0)
        assert payback(0, 100, 0.8, 0.1) == 0.0
        assert payback(300, 100, 0.8, 0.1) is None
