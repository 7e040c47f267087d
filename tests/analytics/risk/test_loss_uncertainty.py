"""The interval of an annual loss widens with ignorance, holds the truth as often as it says, and repeats."""

import numpy as np
import pytest

from analytics.risk.loss_uncertainty import loss_uncertainty
from analytics.risk.losses import (
    Lognormal,
    NegativeBinomial,
    Poisson,
    Spliced,
    compound_loss,
    fit_lognormal,
)

TAIL = Spliced(mu=12.0, sigma=1.1, threshold=4e5, shape=0.4, scale=3e5, tail_probability=0.3)
BODY = Lognormal(mu=11.0, sigma=1.2)


def test_a_long_record_leaves_little_open_and_points_at_the_fitted_law() -> None:
    wide = loss_uncertainty(Poisson(20.0), TAIL, years=1e5, n_losses=2_000_000, draws=40)
    exact = compound_loss(Poisson(20.0), TAIL)
    assert wide.mean == pytest.approx((exact.mean, exact.mean), rel=0.01)
    levels = wide.quantiles["level"].to_numpy()
    assert wide.quantiles["low"].to_numpy() == pytest.approx(exact.quantile(levels), rel=0.03)
    assert wide.quantiles["high"].to_numpy() == pytest.approx(exact.quantile(levels), rel=0.03)


def test_fewer_events_and_a_higher_level_widen_every_interval() -> None:
    def width(years: float, level: float) -> np.ndarray:
        result = loss_uncertainty(
            Poisson(20.0), TAIL, years=years, n_losses=int(20 * years), level=level, draws=60
        )
        return (result.quantiles["high"] - result.quantiles["low"]).to_numpy()

    assert (width(5.0, 0.8) > width(20.0, 0.8)).all()
    assert (width(5.0, 0.95) > width(5.0, 0.8)).all()


def test_intervals_hold_the_true_mean_about_as_often_as_they_say() -> None:
    rng = np.random.default_rng(11)
    truth, years, held, cases = 6.0 * BODY.mean, 10.0, 0, 40
    for case in range(cases):
        count = int(rng.poisson(6.0 * years))
        fitted = fit_lognormal(BODY.distribution.rvs(count, random_state=rng))
        result = loss_uncertainty(
            Poisson(count / years), fitted, years=years, n_losses=count, draws=20, quantiles=0.5, seed=case
        )
        held += result.mean[0] <= truth <= result.mean[1]
    # 80 % of 40 is 32; three binomial deviations are 8.
    assert 24 <= held <= 39


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    first, again, other = (
        loss_uncertainty(Poisson(3.0), BODY, years=6.0, n_losses=18, draws=30, seed=seed)
        for seed in (5, 5, 6)
    )
    assert first.mean == again.mean
    assert first.quantiles.equals(again.quantiles)
    assert first.mean != other.mean


def test_a_tail_that_may_be_without_mean_says_how_often() -> None:
    heavy = Spliced(mu=12.0, sigma=1.1, threshold=4e5, shape=0.95, scale=3e5, tail_probability=0.3)
    result = loss_uncertainty(Poisson(10.0), heavy, years=4.0, n_losses=40, draws=60)
    assert 0.2 < result.infinite_means < 0.7
    assert result.mean[1] == np.inf
    assert np.isfinite(result.quantiles[["low", "high"]].to_numpy()).all()


def test_a_quantile_below_the_chance_of_a_quiet_year_is_no_loss() -> None:
    result = loss_uncertainty(Poisson(0.1), BODY, years=50.0, n_losses=5, quantiles=(0.5, 0.99), draws=40)
    assert result.quantiles["high"].iloc[0] == 0.0
    assert result.quantiles["low"].iloc[1] > 0.0


def test_clustered_years_widen_the_interval_of_the_mean() -> None:
    def width(law: Poisson | NegativeBinomial) -> float:
        low, high = loss_uncertainty(law, TAIL, years=6.0, n_losses=5_000, draws=100).mean
        return high - low

    assert width(NegativeBinomial(20.0, 0.5)) > 1.8 * width(Poisson(20.0))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"years": 0.0}, "years is 0"),
        ({"n_losses": 1}, "n_losses is 1"),
        ({"n_losses": 2, "severity": TAIL}, "too few on one side"),
        ({"level": 1.0}, r"level is 1\.0"),
        ({"draws": 5}, "draws is 5"),
        ({"quantiles": 0.99999}, "between 0 and 0.9999"),
        ({"frequency": Poisson(0.0)}, "frequency has a mean of 0"),
        ({"severity": BODY.distribution}, "it must be Spliced or Lognormal"),
    ],
)
def test_bad_input_is_named(changed: dict, message: str) -> None:
    arguments = {"frequency": Poisson(3.0), "severity": BODY, "years": 6.0, "n_losses": 18} | changed
    with pytest.raises(ValueError, match=message):
        loss_uncertainty(arguments.pop("frequency"), arguments.pop("severity"), **arguments)
