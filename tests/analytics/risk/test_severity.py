"""Size of one loss: experts' intervals, the spliced law, the fit and its diagnostics."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.risk.losses import (
    Spliced,
    fit_lognormal,
    fit_severity,
    lognormal_from_interval,
    pert,
    threshold_diagnostics,
)

SPLICED = Spliced(mu=2.0, sigma=1.2, threshold=30.0, shape=0.4, scale=25.0, tail_probability=0.1)
spliced_laws = st.builds(
    Spliced,
    mu=st.floats(0, 3),
    sigma=st.floats(0.3, 2),
    threshold=st.floats(5, 50),
    shape=st.floats(-0.3, 0.7),
    scale=st.floats(1, 50),
    tail_probability=st.floats(0.02, 0.5),
)


def test_ninety_percent_interval_of_the_published_case() -> None:
    law = lognormal_from_interval(10_000, 1_000_000)
    assert law.mu == pytest.approx(11.512925464970229, rel=1e-12)
    assert law.sigma == pytest.approx(1.399872338343926, rel=1e-9)
    assert law.distribution.cdf([10_000, 1_000_000]) == pytest.approx([0.05, 0.95])
    assert law.median == pytest.approx(100_000)


@pytest.mark.parametrize(
    ("low", "mode", "high", "gamma", "mean", "alpha", "beta"),
    [(5, 20, 50, 2, 23.75, 5 / 3, 7 / 3), (20, 100, 900, 4, 220.0, 15 / 11, 51 / 11)],
)
def test_pert_of_the_published_cases(
    low: float, mode: float, high: float, gamma: float, mean: float, alpha: float, beta: float
) -> None:
    law = pert(low, mode, high, gamma=gamma)
    assert (law.mean, law.alpha, law.beta) == pytest.approx((mean, alpha, beta))
    assert law.distribution.mean() == pytest.approx(mean)


def test_spliced_law_has_its_tail_probability_and_no_jump_at_the_threshold() -> None:
    assert SPLICED.sf(30.0) == pytest.approx(0.1)
    assert SPLICED.cdf(30.0 + 1e-9) == pytest.approx(0.9)
    assert SPLICED.sf(30.0 + 50.0) == pytest.approx(0.1 * stats.genpareto.sf(50.0, 0.4, scale=25.0))


@given(law=spliced_laws, q=st.floats(0.001, 0.999))
@settings(max_examples=40, deadline=None)
def test_spliced_quantiles_invert_its_distribution(law: Spliced, q: float) -> None:
    assert law.cdf(law.ppf(q)) == pytest.approx(q, abs=1e-9)


@given(law=spliced_laws)
@settings(max_examples=15, deadline=None)
def test_spliced_mean_is_the_area_under_its_quantiles(law: Spliced) -> None:
    probability = np.geomspace(1e-16, 1.0, 100_001)
    area = float(np.trapezoid(law.isf(probability), probability))
    assert law.mean() == pytest.approx(area, rel=2e-3)


def test_spliced_moments_end_where_the_tail_is_too_heavy() -> None:
    assert np.isinf(Spliced(2, 1, 30, 0.5, 20, 0.1).var())
    assert np.isfinite(Spliced(2, 1, 30, 0.5, 20, 0.1).mean())
    assert np.isinf(Spliced(2, 1, 30, 1.0, 20, 0.1).mean())
    draws = SPLICED.rvs(400_000, random_state=5)
    assert draws.mean() == pytest.approx(SPLICED.mean(), rel=0.02)
    assert SPLICED.std() == pytest.approx(np.sqrt(SPLICED.var()))


def test_fit_finds_the_law_that_the_losses_were_drawn_from() -> None:
    losses = SPLICED.rvs(20_000, random_state=8)
    fit = fit_severity(losses, threshold=30.0)
    assert fit.n_exceedances == (losses > 30.0).sum()
    assert abs(fit.shape - 0.4) < 3 * fit.shape_error
    assert abs(fit.scale - 25.0) < 3 * fit.scale_error
    assert fit.body == pytest.approx((2.0, 1.2), abs=0.1)
    assert fit.severity.sf(30.0) == pytest.approx(fit.n_exceedances / fit.n_losses)
    assert fit.goodness_of_fit.anderson_darling_p > 0.05
    table = fit.quantile_table
    assert np.corrcoef(np.log(table["observed"]), np.log(table["fitted"]))[0, 1] > 0.999


def test_fitted_tail_is_the_maximum_of_the_likelihood() -> None:
    losses = SPLICED.rvs(1_500, random_state=2)
    fit = fit_severity(losses, threshold=30.0)
    excesses = losses[losses > 30.0] - 30.0

    def log_likelihood(shape: float, scale: float) -> float:
        return float(stats.genpareto.logpdf(excesses, shape, scale=scale).sum())

    best = log_likelihood(fit.shape, fit.scale)
    for shape, scale in [(0.01, 0), (-0.01, 0), (0, 0.3), (0, -0.3), (0.01, -0.3)]:
        assert log_likelihood(fit.shape + shape, fit.scale + scale) < best


def test_a_tail_that_does_not_fit_is_told_by_its_p_value() -> None:
    rng = np.random.default_rng(0)
    losses = np.concatenate([rng.uniform(1, 10, 300), rng.normal(60, 2, 150)])
    assert fit_severity(losses, threshold=10.0).goodness_of_fit.anderson_darling_p < 0.02


def test_threshold_is_chosen_among_the_losses_and_its_stability_is_tabled() -> None:
    losses = SPLICED.rvs(1_000, random_state=3)
    fit = fit_severity(losses)
    table = threshold_diagnostics(losses)
    assert fit.threshold in table["threshold"].to_numpy()
    chosen = table.loc[table["threshold"] == fit.threshold].iloc[0]
    assert chosen["kolmogorov_smirnov"] == table["kolmogorov_smirnov"].min()
    assert chosen["shape"] == pytest.approx(fit.shape)
    excess = losses[losses > fit.threshold] - fit.threshold
    assert chosen["mean_excess"] == pytest.approx(excess.mean())


def test_losses_all_above_the_threshold_give_a_tail_without_body() -> None:
    losses = 100.0 + stats.genpareto(0.2, scale=10.0).rvs(200, random_state=1)
    fit = fit_severity(losses, threshold=100.0)
    assert fit.body is None
    assert fit.severity.sf(100.0) == pytest.approx(1.0)
    assert "no body" in fit.warnings[0]


def test_an_infinite_mean_and_a_thin_tail_are_said() -> None:
    heavy = stats.genpareto(3.0, scale=10.0).rvs(25, random_state=3) + 5.0
    warnings = " ".join(fit_severity(np.append(heavy, [1.0, 2.0, 3.0]), threshold=5.0).warnings)
    assert "mean loss is infinite" in warnings
    assert "25 losses" in warnings


@given(factor=st.floats(1e-3, 1e6))
@settings(max_examples=15, deadline=None)
def test_fit_does_not_depend_on_the_currency_unit(factor: float) -> None:
    losses = SPLICED.rvs(300, random_state=4)
    base, scaled = (
        fit_severity(losses, threshold=30.0),
        fit_severity(losses * factor, threshold=30.0 * factor),
    )
    assert scaled.shape == pytest.approx(base.shape, abs=1e-5)
    assert scaled.scale == pytest.approx(base.scale * factor, rel=1e-5)


def test_fit_lognormal_for_few_losses() -> None:
    law = fit_lognormal([np.exp(1.0), np.exp(3.0)])
    assert (law.mu, law.sigma) == pytest.approx((2.0, 1.0))


@pytest.mark.parametrize(
    ("losses", "message"),
    [
        ([], "no loss event"),
        ([5.0], "a single loss event"),
        ([5.0, -2.0], "negative amount"),
        ([5.0, 0.0], "near misses"),
        ([5.0, np.nan], "missing"),
        ([5.0] * 30, "all equal"),
        ([1.0, 2.0, 3.0], "at least 20"),
    ],
)
def test_losses_that_allow_no_fit_are_refused_in_plain_words(losses: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fit_severity(losses)


def test_thresholds_that_leave_nothing_are_refused() -> None:
    losses = np.arange(1.0, 41.0)
    with pytest.raises(ValueError, match="leaves 5 losses"):
        fit_severity(losses, threshold=35.0)
    with pytest.raises(ValueError, match="without spread"):
        fit_severity(losses, threshold=1.0)
    with pytest.raises(ValueError, match="threshold is nan"):
        fit_severity(losses, threshold=np.nan)
    with pytest.raises(ValueError, match="thresholds"):
        threshold_diagnostics(losses, [39.0])


@pytest.mark.parametrize(
    "change",
    [{"sigma": 0.0}, {"scale": -1.0}, {"tail_probability": 1.0}, {"threshold": 0.0}, {"shape": np.inf}],
)
def test_spliced_parameters_out_of_range_are_refused(change: dict[str, float]) -> None:
    values = {"mu": 2, "sigma": 1, "threshold": 30, "shape": 0.4, "scale": 25, "tail_probability": 0.1}
    with pytest.raises(ValueError, match=next(iter(change))):
        Spliced(**(values | change))


def test_expert_values_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="low is 0"):
        lognormal_from_interval(0, 5)
    with pytest.raises(ValueError, match="high is 4"):
        lognormal_from_interval(5, 4)
    with pytest.raises(ValueError, match="mode is 60"):
        pert(5, 60, 50)
    with pytest.raises(ValueError, match="gamma is 0"):
        pert(5, 20, 50, gamma=0)
