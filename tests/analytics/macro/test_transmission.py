"""Transmission of the rate: both methods ask the same question, and find what was put in."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.api import OLS
from statsmodels.datasets import macrodata

from analytics.macro.empirics import fit_var, impulse_responses
from analytics.macro.transmission import rate_transmission


@pytest.fixture(scope="module")
def united_states() -> pd.DataFrame:
    raw = macrodata.load_pandas().data
    frame = pd.DataFrame(
        {
            "output": 400 * np.log(raw["realgdp"]).diff(),
            "prices": 400 * np.log(raw["cpi"]).diff(),
            "rate": raw["tbilrate"],
        }
    )
    return frame.iloc[1:].reset_index(drop=True)


def _economy(periods: int, effect: float) -> pd.DataFrame:
    """Output that answers to the last period's rate by ``effect``, and a rate that remembers."""
    shocks = np.random.default_rng(5).standard_normal((periods, 2))
    output, rate = np.zeros(periods), np.zeros(periods)
    for now in range(1, periods):
        output[now] = 0.5 * output[now - 1] + effect * rate[now - 1] + shocks[now, 0]
        rate[now] = 0.8 * rate[now - 1] + 0.2 * output[now] + 0.5 * shocks[now, 1]
    return pd.DataFrame({"output": output, "rate": rate})


def test_both_methods_find_the_effect_that_was_put_in() -> None:
    found = rate_transmission(_economy(4000, -0.6), lags=1, horizon=4, draws=100, level=0.95)
    assert found.size == pytest.approx(0.5, rel=0.05)
    assert found.response[1, 0] == pytest.approx(-0.6 * 0.5, abs=0.04)
    assert found.projected[1, 0] == pytest.approx(-0.6 * 0.5, abs=0.04)
    assert found.projected_low[1, 0] < found.response[1, 0] < found.projected_high[1, 0]


def test_nothing_but_the_rate_moves_at_impact(united_states: pd.DataFrame) -> None:
    found = rate_transmission(united_states, draws=50)
    for responses in (found.response, found.projected):
        assert responses[0] == pytest.approx([0.0, 0.0, found.size], abs=1e-9)


def test_the_responses_are_those_of_the_recursive_autoregression(united_states: pd.DataFrame) -> None:
    found = rate_transmission(united_states, lags=4, horizon=8, draws=50, seed=3)
    alone = impulse_responses(fit_var(united_states, lags=4), horizon=8, draws=50, seed=3)
    assert found.response == pytest.approx(alone.responses[:, :, 2])
    assert found.low == pytest.approx(alone.low[:, :, 2])


def test_the_strongest_answer_lies_within_its_band(united_states: pd.DataFrame) -> None:
    found = rate_transmission(united_states, draws=100)
    period, value, low, high = found.extreme("output")
    assert (period, round(value, 2)) == (2, -0.5)
    assert low < value < high < 0


@pytest.mark.parametrize(
    ("columns", "given", "message"),
    [
        (["rate"], {}, "data must hold two columns"),
        (["output", "rate"], {"horizon": 0}, "horizon"),
        (["output", "rate"], {"level": 1.0}, "level"),
        (["output", "rate"], {"lags": 0}, "lags"),
    ],
)
def test_arguments_outside_their_range_are_named(
    united_states: pd.DataFrame, columns: list[str], given: dict[str, float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        rate_transmission(united_states[columns], **given)


def test_gaps_and_unknown_names_are_refused(united_states: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="gaps"):
        rate_transmission(united_states.drop(index=7).reindex(united_states.index))
    with pytest.raises(ValueError, match="name must be one of"):
        rate_transmission(united_states, draws=20).extreme("wages")


def test_a_projection_and_its_band_are_those_of_statsmodels(united_states: pd.DataFrame) -> None:
    lags, ahead = 4, 3
    found = rate_transmission(united_states, lags=lags, horizon=6, draws=20, level=0.9)
    values = united_states.to_numpy()
    past = [values[lags - lag : len(values) - lag] for lag in range(1, lags + 1)]
    design = np.column_stack([np.ones(len(values) - lags), *past, values[lags:]])[:-ahead]
    fitted = OLS(values[lags + ahead :, 0], design).fit(cov_type="HAC", cov_kwds={"maxlags": ahead + 1})
    low, high = found.size * fitted.conf_int(alpha=0.1)[-1]
    assert found.projected[ahead, 0] == pytest.approx(found.size * fitted.params[-1])
    assert (found.projected_low[ahead, 0], found.projected_high[ahead, 0]) == (
        pytest.approx(low),
        pytest.approx(high),
    )
