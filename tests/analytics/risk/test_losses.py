"""The annual loss against closed forms, R actuar, Monte Carlo and the laws it must obey."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.risk import compounding
from analytics.risk.losses import (
    NegativeBinomial,
    Poisson,
    Spliced,
    compound_loss,
    compound_pmf,
    simulate_annual_losses,
)
from analytics.risk.shortcuts import single_loss_approximation, wrong_shortcuts

LEVELS = np.array([0.5, 0.9, 0.99, 0.999, 0.9999])
HEAVY = Spliced(mu=2.0, sigma=1.2, threshold=30.0, shape=0.6, scale=25.0, tail_probability=0.1)


def geometric_exponential(mean: float, scale: float, q: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Quantile and expected shortfall of a geometric sum of exponentials: an atom and an exponential."""
    tail = mean / (1.0 + mean)
    quantile = scale * (1.0 + mean) * np.log(np.maximum(tail / (1.0 - q), 1.0))
    above = np.where(quantile > 0, quantile + scale * (1.0 + mean), mean * scale / (1.0 - q))
    return quantile, above


def test_panjer_case_of_r_actuar() -> None:
    loss = compound_pmf(Poisson(2.0), {"1": 0.5, "2": 0.3, "3": 0.2})
    published = [0.1353352832, 0.1353352832, 0.1488688116, 0.1578911638, 0.1247340194, 0.098569198]
    assert loss.pmf[:6] == pytest.approx(published, abs=5e-11)
    assert loss.mean == pytest.approx(3.4)
    assert loss.quantile(0.95) == 8.0
    # actuar stops its recursion at a probability of 1 - 1e-6 and so loses a little of the tail mean.
    kept = loss.cdf < 1.0 - 1e-6
    last = int(kept.sum()) + 1
    above = (loss.support > 8) & (np.arange(loss.support.size) < last)
    truncated = (loss.support * loss.pmf)[above].sum() / loss.pmf[above].sum()
    assert truncated == pytest.approx(10.2260298519, abs=1e-6)
    assert loss.expected_shortfall(0.95) == pytest.approx(10.2260298519, rel=5e-5)
    assert loss.expected_shortfall(0.95) == pytest.approx(10.226266615, abs=1e-6)


def test_splitting_the_atom_gives_the_coherent_shortfall() -> None:
    loss = compound_pmf(Poisson(2.0), [0.0, 0.5, 0.3, 0.2])
    levels = (np.arange(200_000) + 0.5) / 200_000
    worst = loss.quantile(levels[levels > 0.95]).mean()
    assert loss.expected_shortfall(0.95, split_atom=True) == pytest.approx(worst, rel=1e-4)


@pytest.mark.parametrize("mean", [0.1, 3.0, 50.0])
def test_geometric_sum_of_exponentials_in_closed_form(mean: float) -> None:
    loss = compound_loss(NegativeBinomial(mean, 1.0), stats.expon(scale=2.0))
    quantile, above = geometric_exponential(mean, 2.0, LEVELS)
    assert loss.quantile(LEVELS) == pytest.approx(quantile, rel=1e-6)
    assert loss.expected_shortfall(LEVELS) == pytest.approx(above, rel=2e-6)
    deep, deeper = geometric_exponential(mean, 2.0, np.array([1 - 1e-6, 1 - 1e-8]))
    assert loss.quantile([1 - 1e-6, 1 - 1e-8]) == pytest.approx(deep, rel=1e-4)
    assert loss.expected_shortfall([1 - 1e-6, 1 - 1e-8]) == pytest.approx(deeper, rel=1e-3)
    assert loss.exceedance(quantile[quantile > 0]) == pytest.approx(1 - LEVELS[quantile > 0], rel=1e-5)


def test_poisson_sum_of_normal_like_losses_at_a_huge_rate() -> None:
    loss = compound_loss(Poisson(1e6), stats.gamma(4.0, scale=10.0))
    normal = stats.norm(loss.mean, loss.sd).ppf([0.05, 0.5, 0.999])
    # Beyond the normal law only the skewness matters: E[X^3] / (rate^0.5 E[X^2]^1.5).
    assert loss.quantile([0.05, 0.5, 0.999]) == pytest.approx(normal, rel=1e-5)


@pytest.mark.parametrize("frequency", [Poisson(4.0), NegativeBinomial(4.0, 0.5)])
def test_monte_carlo_agrees(frequency: Poisson | NegativeBinomial) -> None:
    loss = compound_loss(frequency, HEAVY)
    years = simulate_annual_losses(frequency, HEAVY, years=400_000, seed=11)
    assert np.quantile(years, [0.5, 0.9, 0.99]) == pytest.approx(loss.quantile([0.5, 0.9, 0.99]), rel=0.02)
    assert (years > 500.0).mean() == pytest.approx(loss.exceedance(500.0), rel=0.03)
    assert years.mean() == pytest.approx(loss.mean, rel=0.02)


def test_mean_and_sd_are_exact() -> None:
    severity = stats.lognorm(1.0)
    second = severity.var() + severity.mean() ** 2
    poisson = compound_loss(Poisson(3.0), severity)
    assert poisson.mean == pytest.approx(3.0 * severity.mean())
    assert poisson.sd == pytest.approx(np.sqrt(3.0 * second))
    assert poisson.expected_shortfall(0.0) == pytest.approx(poisson.mean, rel=1e-9)


def test_an_infinite_mean_is_said_and_never_cut_off() -> None:
    loss = compound_loss(Poisson(2.0), stats.genpareto(1.2))
    assert np.isinf(loss.mean)
    assert np.isinf(loss.expected_shortfall(0.99))
    assert "infinite" in loss.warnings[0]
    # First order of a subexponential tail.
    assert loss.quantile(0.9999) == pytest.approx(stats.genpareto(1.2).isf(1e-4 / 2.0), rel=0.01)
    variance_only = compound_loss(Poisson(2.0), stats.genpareto(0.7))
    assert np.isinf(variance_only.sd)
    assert np.isfinite(variance_only.expected_shortfall(0.999))


def test_low_quantiles_stay_fine_under_a_heavy_tail() -> None:
    severity = stats.genpareto(1.2)
    fine = compound_loss(Poisson(5.0), severity, step=1.5).quantile([0.9, 0.95, 0.99])
    assert compound_loss(Poisson(5.0), severity).quantile([0.9, 0.95, 0.99]) == pytest.approx(fine, rel=1e-3)


def test_years_without_events() -> None:
    nothing = compound_loss(Poisson(0.0), stats.lognorm(1.0))
    assert (nothing.mean, nothing.sd) == (0.0, 0.0)
    assert nothing.quantile([0.5, 0.999]) == pytest.approx([0.0, 0.0])
    assert nothing.expected_shortfall(0.99) == 0.0
    assert nothing.exceedance([0.0, 1.0]) == pytest.approx([0.0, 0.0])
    rare = compound_loss(Poisson(1e-6), stats.lognorm(1.0))
    assert rare.quantile(0.999) == 0.0
    assert rare.expected_shortfall(0.999) == pytest.approx(rare.mean / 0.001)
    assert rare.exceedance(0.0) == pytest.approx(1e-6, rel=1e-4)
    assert compound_pmf(Poisson(0.0), [0.0, 1.0]).expected_shortfall(0.9) == 0.0


def test_no_round_off_of_the_transform_becomes_a_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processors round a transform otherwise; where nothing can be lost, nothing is."""
    inverse = compounding.fft.irfft

    def rounded_otherwise(transform: np.ndarray, cells: int) -> np.ndarray:
        found = inverse(transform, cells)
        return found + 1e-17 * np.cos(np.arange(cells))

    monkeypatch.setattr(compounding.fft, "irfft", rounded_otherwise)
    for nothing in (compound_pmf(Poisson(0.0), [0.0, 1.0]), compound_pmf(Poisson(3.0), [1.0])):
        assert nothing.expected_shortfall([0.0, 0.9, 0.999]).tolist() == [0.0, 0.0, 0.0]
        assert nothing.exceedance(0.0) == 0.0
    known = compound_pmf(Poisson(2.0), {"1": 0.5, "2": 0.3, "3": 0.2})
    assert known.quantile(0.95) == 8.0


def test_a_given_step_is_used_and_bounded() -> None:
    loss = compound_loss(Poisson(3.0), stats.lognorm(1.0), step=0.01)
    assert loss.step == 0.01
    assert loss.quantile(0.99) == pytest.approx(
        compound_loss(Poisson(3.0), stats.lognorm(1.0)).quantile(0.99), rel=1e-5
    )
    with pytest.raises(ValueError, match="too fine"):
        compound_loss(Poisson(3.0), stats.lognorm(1.0), step=1e-7)
    with pytest.raises(ValueError, match="too coarse"):
        compound_loss(Poisson(3.0), stats.lognorm(1.0), step=10.0)
    with pytest.raises(ValueError, match="step is 0"):
        compound_loss(Poisson(3.0), stats.lognorm(1.0), step=0.0)


def test_exceedance_curve_is_the_quantiles_by_return_period() -> None:
    loss = compound_loss(Poisson(5.0), HEAVY)
    curve = loss.exceedance_curve(20)
    assert len(curve) == 20
    assert curve["loss"].is_monotonic_increasing
    assert curve["return_period"].iloc[-1] == pytest.approx(10_000)
    assert loss.exceedance(curve["loss"].to_numpy()) == pytest.approx(
        curve["exceedance"].to_numpy(), rel=1e-3
    )


severities = st.one_of(
    st.floats(0.3, 2.0).map(stats.lognorm),
    st.floats(0.05, 0.8).map(stats.genpareto),
    st.floats(0.5, 4.0).map(stats.gamma),
)


@given(severity=severities, rate=st.floats(0.05, 60), dispersion=st.floats(0.01, 2))
@settings(max_examples=5, deadline=None)
def test_quantiles_rise_with_level_and_shortfall_lies_above(
    severity: object, rate: float, dispersion: float
) -> None:
    loss = compound_loss(NegativeBinomial(rate, dispersion), severity)
    quantile, shortfall = loss.quantile(LEVELS), loss.expected_shortfall(LEVELS)
    assert (np.diff(quantile) >= 0).all()
    assert (np.diff(shortfall) >= -1e-9 * shortfall[1:]).all()
    assert (shortfall >= quantile).all()


@given(severity=severities, rate=st.floats(0.1, 40), more=st.floats(1.1, 3))
@settings(max_examples=5, deadline=None)
def test_more_events_never_make_a_year_cheaper(severity: object, rate: float, more: float) -> None:
    fewer, many = compound_loss(Poisson(rate), severity), compound_loss(Poisson(rate * more), severity)
    slack = 1 + 1e-5
    assert (many.quantile(LEVELS) * slack >= fewer.quantile(LEVELS)).all()
    assert (many.expected_shortfall(LEVELS) * slack >= fewer.expected_shortfall(LEVELS)).all()


@given(factor=st.floats(1e-3, 1e9), sigma=st.floats(0.3, 2.2), rate=st.floats(0.1, 30))
@settings(max_examples=5, deadline=None)
def test_the_currency_unit_only_scales_the_result(factor: float, sigma: float, rate: float) -> None:
    base = compound_loss(Poisson(rate), stats.lognorm(sigma))
    scaled = compound_loss(Poisson(rate), stats.lognorm(sigma, scale=factor))
    assert scaled.quantile(LEVELS) == pytest.approx(factor * base.quantile(LEVELS), rel=1e-6)
    assert scaled.expected_shortfall(0.99) == pytest.approx(factor * base.expected_shortfall(0.99), rel=1e-6)


@given(rates=st.tuples(st.floats(0.2, 8), st.floats(0.2, 8)))
@settings(max_examples=5, deadline=None)
def test_two_poisson_halves_make_the_whole(rates: tuple[float, float]) -> None:
    masses = [0.0, 0.5, 0.3, 0.2]
    parts = [compound_pmf(Poisson(rate), masses) for rate in rates]
    whole = compound_pmf(Poisson(sum(rates)), masses)
    together = np.convolve(parts[0].pmf, parts[1].pmf)[:60]
    assert whole.pmf[:60] == pytest.approx(together, abs=1e-12)


def test_shortcuts_err_as_published() -> None:
    """Lognormal of sigma 1.2: +146 % at five events a year, -75 % at one in ten years."""
    often = wrong_shortcuts(compound_loss(Poisson(5.0), stats.lognorm(1.2)), [0.999]).iloc[0]
    seldom = wrong_shortcuts(compound_loss(Poisson(0.1), stats.lognorm(1.2)), [0.999]).iloc[0]
    assert often["frequency_times_severity_error"] == pytest.approx(1.46, abs=0.005)
    assert seldom["frequency_times_severity_error"] == pytest.approx(-0.75, abs=0.005)
    assert often["one_event_a_year_error"] < -0.4
    assert abs(often["single_loss_approximation_error"]) < 0.1


def test_single_loss_approximation_closes_in_on_a_heavy_tail() -> None:
    loss = compound_loss(Poisson(20.0), stats.genpareto(0.8))
    q = [0.99, 0.999, 0.9999]
    approximation = single_loss_approximation(loss.frequency, loss.severity, q)
    error = np.abs(approximation / loss.quantile(q) - 1)
    assert (np.diff(error) < 0).all()
    assert error[-1] < 0.01
    assert single_loss_approximation(Poisson(1e-4), stats.lognorm(1.0), 0.999) == 0.0


def test_shortcuts_of_a_year_without_loss_have_no_relative_error() -> None:
    row = wrong_shortcuts(compound_loss(Poisson(0.0), stats.lognorm(1.0)), [0.99]).iloc[0]
    assert row["annual_loss"] == 0.0
    assert np.isnan(row["one_event_a_year_error"])


def test_the_same_seed_gives_the_same_years() -> None:
    first = simulate_annual_losses(Poisson(2.0), HEAVY, years=500, seed=3)
    assert (first == simulate_annual_losses(Poisson(2.0), HEAVY, years=500, seed=3)).all()
    assert (first != simulate_annual_losses(Poisson(2.0), HEAVY, years=500, seed=4)).any()


def test_bad_input_is_refused() -> None:
    severity = stats.lognorm(1.0)
    with pytest.raises(ValueError, match="cannot be negative"):
        compound_loss(Poisson(1.0), stats.norm(10.0, 1.0))
    with pytest.raises(ValueError, match="compound_pmf"):
        compound_loss(Poisson(1.0), stats.poisson(3.0))
    with pytest.raises(ValueError, match="frequency is a float"):
        compound_loss(3.0, severity)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="severity is a float"):
        compound_loss(Poisson(1.0), 3.0)  # type: ignore[arg-type]
    for level in (-0.1, 1.0, np.nan):
        with pytest.raises(ValueError, match="q is"):
            compound_loss(Poisson(1.0), severity).quantile(level)
    with pytest.raises(ValueError, match="missing amount"):
        compound_loss(Poisson(1.0), severity).exceedance(np.nan)
    with pytest.raises(ValueError, match="years is 0"):
        simulate_annual_losses(Poisson(1.0), severity, years=0)
    with pytest.raises(ValueError, match="blur"):
        compound_loss(Poisson(1e8), HEAVY)


@pytest.mark.parametrize(
    "pmf", [{1: 0.5}, {-1: 0.5, 1: 0.5}, {0.5: 1.0}, {}, [0.5, -0.5, 1.0], [], [np.nan, 1.0]]
)
def test_probabilities_that_are_none_are_refused(pmf: object) -> None:
    with pytest.raises(ValueError, match="pmf"):
        compound_pmf(Poisson(1.0), pmf)  # type: ignore[arg-type]


def test_a_coarser_grid_moves_no_figure_that_is_shown() -> None:
    fine, coarse = (compound_loss(Poisson(20.0), HEAVY, cells=cells) for cells in (2**18, 2**14))
    assert coarse.quantile(LEVELS) == pytest.approx(fine.quantile(LEVELS), rel=1e-4)
    with pytest.raises(ValueError, match="cells is 100; it must be 4,096 or more"):
        compound_loss(Poisson(20.0), HEAVY, cells=100)
