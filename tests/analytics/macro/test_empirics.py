"""Series: JMulTi's published estimates, the bootstrap against its own definition, signs, and refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.datasets import macrodata
from statsmodels.tsa.api import VAR

from analytics.macro import empirics
from analytics.macro.empirics import (
    fit_var,
    impulse_responses,
    normalise_sign,
)

# JMulTi, VAR(4) with constant on US consumption, product and investment, 1959 Q1 to 2009 Q3, in levels.
# One row per equation; within a lag the order is consumption, product, investment.
JMULTI = np.array(
    [
        [[1.399, -0.238, 0.285], [1.268, 0.566, 0.324], [0.936, -0.153, 1.159]],
        [[-0.070, 0.016, -0.107], [-0.617, 0.343, -0.424], [-0.613, 0.180, -0.312]],
        [[0.100, 0.012, -0.072], [-0.116, -0.164, 0.109], [-0.145, -0.208, 0.243]],
        [[-0.446, 0.225, -0.113], [-0.444, 0.206, -0.119], [-0.117, 0.153, -0.196]],
    ]
)
JMULTI_ERRORS_FIRST_LAG = [[0.112, 0.089, 0.104], [0.192, 0.152, 0.177], [0.138, 0.109, 0.128]]
JMULTI_CONSTANT = [3.263, 17.568, -7.535]
JMULTI_COVARIANCE = [
    [722.3846, 670.5143, -0.3969719],
    [670.5143, 2101.811, 1037.008],
    [-0.3969719, 1037.008, 1092.267],
]


@pytest.fixture(scope="module")
def levels() -> pd.DataFrame:
    return macrodata.load_pandas().data[["realcons", "realgdp", "realinv"]].astype(float)


@pytest.fixture(scope="module")
def growth(levels: pd.DataFrame) -> pd.DataFrame:
    return np.log(levels).diff().dropna()


def test_the_estimates_are_those_of_jmulti(levels: pd.DataFrame) -> None:
    model = fit_var(levels, lags=4)
    assert model.coefficients == pytest.approx(JMULTI, abs=6e-4)
    assert model.standard_errors[0] == pytest.approx(np.array(JMULTI_ERRORS_FIRST_LAG), abs=6e-4)
    assert model.intercept == pytest.approx(JMULTI_CONSTANT, abs=6e-4)
    assert model.covariance == pytest.approx(np.array(JMULTI_COVARIANCE), rel=1e-6, abs=1e-3)
    assert 1.0 / model.largest_root == pytest.approx(0.9958, abs=1e-4)
    assert (model.aic, model.bic) == (pytest.approx(19.97079, abs=1e-4), pytest.approx(20.61621, abs=1e-4))


def test_unit_shocks_have_the_responses_of_jmulti(levels: pd.DataFrame) -> None:
    model = fit_var(levels, lags=4)
    paths = empirics._responses(model.coefficients[None], np.eye(3)[None], 20)[0]
    assert paths[1] == pytest.approx(
        np.array([[1.3995, -0.2382, 0.2850], [1.2682, 0.5662, 0.3242], [0.9357, -0.1534, 1.1587]]), abs=6e-5
    )
    assert paths[4, 0] == pytest.approx([2.6677, -0.9784, 1.0217], abs=6e-5)
    assert paths[20].diagonal() == pytest.approx([2.8997, -0.1566, 0.3180], abs=6e-5)


def test_recursive_responses_are_those_of_statsmodels(growth: pd.DataFrame) -> None:
    ours = impulse_responses(fit_var(growth, lags=2), horizon=10, draws=20)
    theirs = VAR(growth.to_numpy()).fit(2).irf(10).orth_irfs
    assert ours.responses == pytest.approx(theirs, abs=1e-12)
    assert ours.names == ours.shocks == ("realcons", "realgdp", "realinv")


def test_every_draw_is_estimated_as_one_alone_would_be(levels: pd.DataFrame) -> None:
    model = fit_var(levels, lags=4)
    periods = len(model.residuals)
    histories = empirics._simulate(model, np.random.default_rng(1).integers(0, periods, (periods, 3)))
    coefficients, covariance = empirics._estimate(histories, 4)
    for history, ours, spread in zip(histories, coefficients, covariance, strict=True):
        alone = VAR(history).fit(4)
        assert ours == pytest.approx(alone.coefs, abs=1e-8)
        assert spread == pytest.approx(alone.sigma_u, rel=1e-9)


def test_simulated_histories_obey_the_model(growth: pd.DataFrame) -> None:
    model = fit_var(growth, lags=2)
    picked = np.random.default_rng(2).integers(0, len(model.residuals), (len(model.residuals), 2))
    history = empirics._simulate(model, picked)[1]
    assert history[:2] == pytest.approx(model.start)
    centred = model.residuals - model.residuals.mean(axis=0)
    expected = (
        model.intercept
        + history[1:-1] @ model.coefficients[0].T
        + history[:-2] @ model.coefficients[1].T
        + centred[picked[:, 1]]
    )
    assert history[2:] == pytest.approx(expected)


def test_bands_agree_with_the_monte_carlo_bands_of_statsmodels(growth: pd.DataFrame) -> None:
    ours = impulse_responses(fit_var(growth, lags=2), horizon=4, draws=1500, level=0.9, seed=3)
    rng = np.random.RandomState(3)
    low, high = (
        VAR(growth.to_numpy()).fit(2).irf_errband_mc(orth=True, repl=400, steps=4, signif=0.1, rng=rng)
    )
    below_diagonal = np.tril_indices(3)
    ratio = (ours.high - ours.low)[1:] / (high - low)[1:]
    assert ratio.mean() == pytest.approx(1.0, abs=0.08)
    assert np.all((ours.low <= ours.responses) & (ours.responses <= ours.high))
    assert np.all((ours.high - ours.low)[0][below_diagonal] > 0.0)


def test_bands_repeat_with_the_seed_whatever_the_batch(
    growth: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = fit_var(growth, lags=1)
    one = impulse_responses(model, horizon=3, draws=40, seed=4)
    assert one.low.tobytes() == impulse_responses(model, horizon=3, draws=40, seed=4).low.tobytes()
    assert one.low.tobytes() != impulse_responses(model, horizon=3, draws=40, seed=5).low.tobytes()
    monkeypatch.setattr(empirics, "MOST_NUMBERS", 10_000)
    batched = impulse_responses(model, horizon=3, draws=40, seed=4)
    assert batched.responses == pytest.approx(one.responses)
    assert batched.low.shape == one.low.shape


def test_the_bootstrap_covers_the_truth() -> None:
    truth, covered = 0.6, 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        noise = rng.standard_normal((160, 2))
        values = np.zeros((160, 2))
        for period in range(1, 160):
            values[period] = np.array([[truth, 0.0], [0.3, 0.4]]) @ values[period - 1] + noise[period]
        bands = impulse_responses(fit_var(pd.DataFrame(values), lags=1), horizon=1, draws=200, seed=seed)
        covered += bool(bands.low[1, 0, 0] <= truth <= bands.high[1, 0, 0])
    # 32 of 40 expected at a level of .8; three standard deviations below are 24.
    assert covered >= 24


def test_shocks_raise_their_own_variable_whatever_sign_they_came_with(growth: pd.DataFrame) -> None:
    model = fit_var(growth, lags=2)
    factor = np.linalg.cholesky(model.covariance)
    turned = impulse_responses(model, horizon=5, impact=factor * [-1.0, 1.0, -1.0], draws=50, seed=1)
    straight = impulse_responses(model, horizon=5, draws=50, seed=1)
    assert turned.responses == pytest.approx(straight.responses)
    assert turned.low == pytest.approx(straight.low)


@settings(max_examples=20)
@given(st.lists(st.sampled_from([-1.0, 1.0]), min_size=3, max_size=3))
def test_signs_are_normalised_once_and_for_all(signs: list[float]) -> None:
    paths = np.random.default_rng(0).standard_normal((6, 3, 3))
    once = normalise_sign(paths * signs)
    assert np.all(np.diagonal(once[0]) > 0.0)
    assert np.array_equal(once, normalise_sign(paths))
    assert np.array_equal(once, normalise_sign(once))
    assert np.array_equal(normalise_sign(paths[0] * signs), once[0])


def test_series_that_cannot_be_estimated_are_refused(levels: pd.DataFrame) -> None:
    gap = levels.copy()
    gap.loc[5, "realgdp"] = np.nan
    for frame, message in [
        (gap, r"data\[realgdp\] must be finite; got nan; fill or drop the gaps first"),
        (levels.assign(flat=1.0), r"data\[flat\] must vary; it is 1 throughout"),
        (levels.assign(twice=2 * levels["realgdp"]), "columns that repeat one another"),
        (levels.head(12), "data must hold at least 21 periods"),
        (levels.iloc[:, [0, 0]], "data must name each column once"),
        (levels.iloc[:, :0], "data must hold at least"),
        (
            pd.DataFrame({"burst": 1e3 ** np.arange(60.0), "calm": np.arange(60) % 7}),
            "repeat one another or explode",
        ),
    ]:
        with pytest.raises(ValueError, match=message):
            fit_var(frame, lags=4)


def test_arguments_outside_their_range_are_named(growth: pd.DataFrame) -> None:
    model = fit_var(growth, lags=1)
    with pytest.raises(ValueError, match=r"lags must be in \[1, 24\]; got 0"):
        fit_var(growth, lags=0)
    with pytest.raises(ValueError, match=r"draws must be in \[20, 100000\]; got 5"):
        impulse_responses(model, draws=5)
    with pytest.raises(ValueError, match="level must be in"):
        impulse_responses(model, level=1.0)
    with pytest.raises(ValueError, match="impact must reproduce the covariance"):
        impulse_responses(model, impact=np.eye(3))
    with pytest.raises(ValueError, match="impact must be finite, of shape"):
        impulse_responses(model, impact=np.eye(2))
    with pytest.raises(ValueError, match="own variable at impact"):
        normalise_sign(np.zeros((2, 2)))
