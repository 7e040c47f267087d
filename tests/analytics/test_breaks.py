"""Breaks of series: cut where declared, found where likely, and nothing found where nothing broke."""

import numpy as np
import pandas as pd
import pytest

from analytics.breaks import likely_breaks, segments

MONTHS = pd.date_range("2012-01-01", periods=120, freq="MS")


def prices(seed: int = 1, drift: float = 0.002, noise: float = 0.003) -> pd.Series:
    random = np.random.default_rng(seed)
    return pd.Series(100.0 * np.exp(np.cumsum(random.normal(drift, noise, 120))), MONTHS)


@pytest.mark.parametrize("factor", [0.8, 0.5, 0.1, 1.3, 10.0])
def test_a_rebased_price_series_is_found_where_it_was_rebased(factor):
    rebased = prices()
    rebased.iloc[70:] *= factor
    found = likely_breaks(rebased)
    assert [item.period for item in found] == [MONTHS[70]]
    assert found[0].before == rebased.iloc[69]
    assert found[0].after == rebased.iloc[70]
    assert found[0].times > 12


def test_two_new_bases_are_both_found():
    rebased = prices()
    rebased.iloc[40:] *= 0.6
    rebased.iloc[90:] *= 0.7
    assert [item.period for item in likely_breaks(rebased)] == [MONTHS[40], MONTHS[90]]


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_found_in_series_that_did_not_break(seed):
    random = np.random.default_rng(seed)
    assert likely_breaks(prices(seed)) == ()
    assert likely_breaks(pd.Series(2.5 + np.cumsum(random.normal(0, 0.1, 120)), MONTHS), relative=False) == ()
    # Fat tails and seasons are no breaks.
    wild = np.exp(np.cumsum(0.01 * random.standard_t(3, 120)) + 0.05 * np.sin(np.arange(120) * np.pi / 6))
    assert likely_breaks(pd.Series(wild, MONTHS)) == ()


def test_a_spike_that_comes_back_is_no_break():
    spiked = prices()
    spiked.iloc[50] *= 3.0
    assert likely_breaks(spiked) == ()


def test_a_policy_rate_that_moves_by_quarters_is_no_break():
    rate = pd.Series(np.repeat([3.0, 2.75, 2.5, 2.25, 2.0, 1.5, 2.0, 2.5, 3.0, 2.75], 12), MONTHS)
    assert likely_breaks(rate, relative=False) == ()


def test_short_empty_and_constant_series_have_none():
    assert likely_breaks(pd.Series([1.0, 2.0, 30.0])) == ()
    assert likely_breaks(pd.Series([], dtype=float)) == ()
    assert likely_breaks(pd.Series([5.0] * 40)) == ()
    with pytest.raises(ValueError, match="values of 0 or less"):
        likely_breaks(pd.Series([0.0] * 10), relative=True)


def test_missing_values_are_passed_over():
    rebased = prices()
    rebased.iloc[70:] *= 0.5
    rebased.iloc[[10, 69, 70]] = np.nan
    assert [item.period for item in likely_breaks(rebased)] == [MONTHS[71]]


def test_each_break_begins_a_segment():
    assert list(segments(pd.Index([2010, 2011, 2012]), [2011, 2012])) == [0, 1, 2]
