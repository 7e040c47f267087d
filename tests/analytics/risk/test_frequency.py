"""Counts of events: both laws, the choice between them, and what silence allows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.risk.frequency import NegativeBinomial, Poisson, fit_frequency, rate_interval


def test_poisson_counts_give_poisson_with_their_mean_rate() -> None:
    counts = np.random.default_rng(4).poisson(2.5, 40)
    fit = fit_frequency(counts, level=0.99)
    assert isinstance(fit.chosen, Poisson)
    assert fit.chosen.rate == pytest.approx(counts.mean())
    assert fit.rate_interval[0] < 2.5 < fit.rate_interval[1]


def test_overdispersed_counts_give_the_negative_binomial_they_were_drawn_from() -> None:
    law = NegativeBinomial(4.0, 0.8)
    fit = fit_frequency(law.draw(np.random.default_rng(1), 2_000))
    assert isinstance(fit.chosen, NegativeBinomial)
    assert fit.chosen.mean == pytest.approx(4.0, rel=0.06)
    assert fit.chosen.dispersion == pytest.approx(0.8, rel=0.12)
    assert fit.aic_negative_binomial is not None
    assert fit.aic_negative_binomial < fit.aic_poisson
    assert fit.p_value is not None
    assert fit.p_value < 1e-6
    assert "negative binomial" in fit.reason


@pytest.mark.parametrize(
    ("counts", "years"),
    [
        ([0] * 58 + [1, 1], [1 / 12] * 60),
        ([2] + [0] * 59, [1 / 12] * 60),
        ([9, 0, 3, 14, 1], [1.0, 0.5, 0.25, 2.0, 1.0]),
        ([400, 900, 150, 700], [1.0] * 4),
    ],
)
def test_the_likeliest_mean_is_events_over_years_and_no_dispersion_is_likelier(
    counts: list[int], years: list[float]
) -> None:
    fit = fit_frequency(counts, exposure=years)
    assert fit.poisson.mean == sum(counts) / math.fsum(years)
    if fit.negative_binomial is None:
        assert fit.dispersion_index <= 1.0
        return
    law, exposure = fit.negative_binomial, np.array(years)
    assert law.mean == fit.poisson.mean

    def criterion(mean: float, dispersion: float) -> float:
        shape = exposure / dispersion
        return 4.0 - 2.0 * stats.nbinom.logpmf(counts, shape, 1 / (1 + mean * dispersion)).sum()

    assert fit.aic_negative_binomial == pytest.approx(criterion(law.mean, law.dispersion), abs=1e-8)
    for factor in (0.99, 1.01):
        assert criterion(law.mean, factor * law.dispersion) > fit.aic_negative_binomial
        assert criterion(factor * law.mean, law.dispersion) > fit.aic_negative_binomial


def test_monthly_counts_and_half_observed_years_give_yearly_rates() -> None:
    assert fit_frequency([1, 0, 2, 1] * 6, periods_per_year=12).poisson.rate == pytest.approx(12.0)
    assert fit_frequency([4, 2], exposure=[1.0, 0.5]).poisson.rate == pytest.approx(4.0)


def test_no_event_in_three_years_leaves_a_rate_of_up_to_one() -> None:
    fit = fit_frequency([0, 0, 0])
    assert fit.chosen == Poisson(0.0)
    # The rule of three: -ln(5 %) / 3 years.
    assert fit.rate_interval == (0.0, pytest.approx(-np.log(0.05) / 3.0))


def test_one_period_cannot_tell_a_dispersion() -> None:
    fit = fit_frequency([7])
    assert fit.chosen == Poisson(7.0)
    assert fit.negative_binomial is None
    assert fit.dispersion_index is None


@given(mean=st.floats(0.1, 50), dispersion=st.floats(0.01, 5), share=st.floats(0, 1))
@settings(max_examples=25, deadline=None)
def test_keeping_a_share_of_the_events_keeps_that_share_of_the_mean(
    mean: float, dispersion: float, share: float
) -> None:
    z = np.array([0.3, 0.9], dtype=np.complex128)
    law = NegativeBinomial(mean, dispersion)
    kept = law.thinned(share)
    assert kept.mean == pytest.approx(share * mean)
    # A thinned count has the generating function of the count at 1 - share + share z.
    assert kept.log_pgf(z) == pytest.approx(law.log_pgf(1 - share + share * z), abs=1e-9)


@pytest.mark.parametrize("counts", [[], [1, -1], [1.5], [1, np.nan]])
def test_counts_that_are_none_are_refused(counts: list[float]) -> None:
    with pytest.raises(ValueError, match="counts"):
        fit_frequency(counts)


def test_rates_and_exposures_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="rate is -1"):
        Poisson(-1.0)
    with pytest.raises(ValueError, match="dispersion is 0"):
        NegativeBinomial(2.0, 0.0)
    with pytest.raises(ValueError, match="exposure must be"):
        fit_frequency([1, 2], exposure=[1.0, 0.0])
    with pytest.raises(ValueError, match="both given"):
        fit_frequency([1, 2], exposure=[1.0, 1.0], periods_per_year=12)
    with pytest.raises(ValueError, match="level is 1"):
        fit_frequency([1, 2], level=1.0)


def test_the_interval_of_a_rate_is_garwoods() -> None:
    # Garwood (1936): 10 events, 95 %: 4.795 to 18.390.
    assert rate_interval(10, 1.0, level=0.95) == pytest.approx((4.7954, 18.3904), abs=1e-4)
    assert rate_interval(0, 4.0, level=0.90) == pytest.approx((0.0, -np.log(0.05) / 4.0))
    with pytest.raises(ValueError, match="years is 0"):
        rate_interval(3, 0.0)
