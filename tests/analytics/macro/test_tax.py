"""The tax: Economic Policy Institute's table, identities, peak, tiers, and what no input may do."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.macro.elasticities import PUBLISHED, ElasticityDistribution
from analytics.macro.tax import (
    implied_cost,
    linear_revenue,
    net_revenue,
    peak_tax,
    relocation,
    revenue,
    revenue_interval,
    spahn_tax,
    tax_outcome,
    taxed_volume,
)

# Economic Policy Institute 2016, table 1: volume in USD bn, tax, then revenue and cost saved per elasticity.
EPI = {
    "equities": (45_969, 0.005, (74.3, 51.0, 35.0, 24.0), (44.32, 50.96, 55.51, 58.64)),
    "bonds": (183_639, 0.005, (215.4, 132.8, 81.9, 50.5), (118.87, 132.83, 141.44, 146.75)),
    "options": (22_860, 0.005, (53.4, 41.5, 32.2, 25.0), (34.67, 41.48, 46.77, 50.88)),
}
EPI_ELASTICITIES = (0.75, 1.0, 1.25, 1.5)

volumes = st.floats(0.0, 1e6)
taxes = st.floats(0.0, 1.0)
costs = st.floats(1e-5, 1.0)
slopes = st.floats(0.0, 5.0)


@pytest.mark.parametrize("asset", EPI)
def test_the_published_table_follows_from_its_own_middle_column(asset: str) -> None:
    volume, tax, revenues, saved = EPI[asset]
    cost = implied_cost(volume, tax, revenues[1])
    for elasticity, expected, expected_saved in zip(EPI_ELASTICITIES, revenues, saved, strict=True):
        outcome = tax_outcome(volume, tax, cost, elasticity)
        # Published to one decimal, and the cost is solved from a figure of one decimal.
        assert outcome.revenue == pytest.approx(expected, abs=0.11)
        assert outcome.cost_saved == pytest.approx(expected_saved, abs=0.06)


def test_net_revenue_has_the_published_lines() -> None:
    lines = net_revenue(402.7, borrowing=133.1)
    assert lines.income_payroll_offset == pytest.approx(100.7, abs=0.05)
    assert lines.capital_gains_loss == pytest.approx(64.4, abs=0.05)
    assert lines.net == pytest.approx(104.6, abs=0.15)


@given(volumes, taxes, costs)
def test_at_unit_elasticity_revenue_is_the_trading_cost_saved(volume: float, tax: float, cost: float) -> None:
    outcome = tax_outcome(volume, tax, cost, 1.0)
    assert outcome.revenue == pytest.approx(outcome.cost_saved, rel=1e-9, abs=1e-9)


@given(volumes, taxes, taxes, costs, slopes, st.floats(0.0, 1.0))
def test_more_tax_never_raises_volume(
    volume: float, one: float, other: float, cost: float, slope: float, evasion: float
) -> None:
    low, high = sorted((one, other))
    before = taxed_volume(volume, low, cost, slope, evasion=evasion)
    after = taxed_volume(volume, high, cost, slope, evasion=evasion)
    assert 0.0 <= after <= before * (1 + 1e-12) <= volume * (1 + 1e-12)


@given(volumes, costs, slopes, st.floats(0.0, 1.0))
def test_without_a_tax_nothing_changes_at_all(
    volume: float, cost: float, slope: float, evasion: float
) -> None:
    outcome = tax_outcome(volume, 0.0, cost, slope, evasion=evasion)
    assert outcome.taxed == volume
    assert (outcome.revenue, outcome.linear_revenue, outcome.cost_saved) == (0.0, 0.0, 0.0)
    assert (outcome.vanished, outcome.relocated) == (0.0, 0.0)


@given(volumes, st.floats(1e-6, 1.0), costs, slopes, st.floats(0.0, 1.0))
def test_turnover_is_taxed_moved_or_given_up(
    volume: float, tax: float, cost: float, slope: float, evasion: float
) -> None:
    outcome = tax_outcome(volume, tax, cost, slope, evasion=evasion)
    assert outcome.taxed + outcome.relocated + outcome.vanished == pytest.approx(volume)
    assert outcome.relocated == pytest.approx(volume * evasion, abs=1e-12 * (1.0 + volume))


@given(costs, st.floats(1.001, 5.0), st.floats(0.01, 0.99))
def test_the_peak_raises_more_than_any_other_tax(cost: float, slope: float, share: float) -> None:
    peak = peak_tax(cost, slope)
    assert peak == pytest.approx(cost / (slope - 1.0))
    if peak <= 1.0:
        top = revenue(100.0, peak, cost, slope)
        assert revenue(100.0, peak * share, cost, slope) < top
        assert revenue(100.0, min(1.0, peak / share), cost, slope) <= top * (1 + 1e-12)


@given(costs, st.floats(0.0, 1.0))
def test_up_to_unit_elasticity_there_is_no_interior_peak(cost: float, slope: float) -> None:
    assert peak_tax(cost, slope) is None
    rising = revenue(100.0, np.linspace(0.0, 1.0, 50), cost, slope)
    assert np.all(np.diff(rising) > 0.0)
    assert tax_outcome(100.0, 1.0, cost, slope).below_peak


@given(st.floats(1e-6, 1.0), costs, slopes)
def test_the_linear_line_never_lies_above_the_curve(tax: float, cost: float, slope: float) -> None:
    assert linear_revenue(1.0, tax, cost, slope) <= revenue(1.0, tax, cost, slope) * (1 + 1e-12)


@pytest.mark.parametrize(
    ("tax", "elasticity", "expected"),
    [(1.0, 0.0, 100.0), (1.0, 1.0, 100.0 * 0.001 / 1.001), (0.5, 1e6, 0.0), (0.0, 2.0, 0.0)],
)
def test_extreme_taxes_and_elasticities_have_a_defined_revenue(
    tax: float, elasticity: float, expected: float
) -> None:
    assert revenue(100.0, tax, 0.001, elasticity) == pytest.approx(expected)


def test_the_smallest_cost_allowed_still_gives_numbers() -> None:
    grid = revenue(1.0, np.linspace(0.0, 1.0, 11)[:, None], 1e-9, np.array([0.0, 1.0, 50.0]))
    assert grid.shape == (11, 3)
    assert np.isfinite(grid).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1.0, 0.1, 0.1, 1.0), "volume must be at least 0; got -1"),
        ((1.0, 1.1, 0.1, 1.0), r"tax must be in \[0, 1\]; got 1.1"),
        ((1.0, -0.1, 0.1, 1.0), r"tax must be in \[0, 1\]; got -0.1"),
        ((1.0, 0.1, 0.0, 1.0), r"cost must be in \[1e-09, 1\]; got 0"),
        ((1.0, 0.1, 0.1, -1.0), "elasticity must be at least 0; got -1"),
        ((1.0, math.nan, 0.1, 1.0), "tax must be .*; got nan"),
        ((None, 0.1, 0.1, 1.0), "volume must be .*; got nan"),
        (("many", 0.1, 0.1, 1.0), "volume must be a number"),
        (([], 0.1, 0.1, 1.0), "volume must hold at least one number"),
    ],
)
def test_bad_inputs_are_named_with_their_range(arguments: tuple[float, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        revenue(*arguments)


def test_evasion_is_a_share() -> None:
    with pytest.raises(ValueError, match="evasion must be in"):
        revenue(1.0, 0.1, 0.1, 1.0, evasion=1.5)


@given(st.floats(1.0, 1e6), st.floats(1e-4, 1.0), costs, st.floats(0.1, 3.0))
def test_the_implied_cost_gives_back_the_revenue(
    volume: float, tax: float, cost: float, slope: float
) -> None:
    raised = revenue(volume, tax, cost, slope)
    assert implied_cost(volume, tax, raised, elasticity=slope) == pytest.approx(cost, rel=1e-5)


def test_a_revenue_without_any_loss_of_volume_implies_no_cost() -> None:
    with pytest.raises(ValueError, match="revenue_raised must be below tax"):
        implied_cost(100.0, 0.01, 1.0)


def test_the_published_percentiles_are_met_and_the_interval_follows_them() -> None:
    assert PUBLISHED.quantile([0.1, 0.5, 0.9]) == pytest.approx([0.24, 1.0, 2.09])
    interval = revenue_interval(1000.0, 0.0005, 0.001)
    assert interval.high == pytest.approx(revenue(1000.0, 0.0005, 0.001, 0.24))
    assert interval.central == pytest.approx(revenue(1000.0, 0.0005, 0.001, 1.0))
    assert interval.low == pytest.approx(revenue(1000.0, 0.0005, 0.001, 2.09))


def test_the_spread_of_currency_revenue_is_that_of_print_for_a_cost_near_two_thirds_of_a_basis_point() -> (
    None
):
    # USD 2 to 110 bn at .05 %: the ratio of the two ends alone fixes the cost, and then one volume fits both.
    cost = 0.0005 / (55.0 ** (1.0 / (2.09 - 0.24)) - 1.0)
    interval = revenue_interval(1_490 * 250, 0.0005, cost)
    assert cost == pytest.approx(0.65e-4, rel=0.01)
    assert interval.low == pytest.approx(2.0, rel=0.05)
    assert interval.high == pytest.approx(110.0, rel=0.05)


def test_estimates_of_ones_own_replace_the_distribution() -> None:
    interval = revenue_interval(100.0, np.array([0.0, 0.001]), 0.001, [1.0, 1.0, 1.0])
    assert interval.low == pytest.approx([0.0, 0.05])
    assert interval.high == pytest.approx([0.0, 0.05])


def test_samples_follow_the_distribution_and_repeat_with_the_seed() -> None:
    drawn = PUBLISHED.sample(20_000, seed=5)
    assert np.quantile(drawn, [0.1, 0.5, 0.9]) == pytest.approx([0.24, 1.0, 2.09], rel=0.04)
    assert drawn.tobytes() == PUBLISHED.sample(20_000, seed=5).tobytes()
    points = PUBLISHED.points()
    assert len(points) == 28
    assert np.all(np.diff(points) > 0.0)


def test_percentiles_must_increase() -> None:
    with pytest.raises(ValueError, match=r"median must be greater than 1\.5"):
        ElasticityDistribution(median=1.0, p10=1.5)


def test_a_lone_taxer_keeps_the_published_share() -> None:
    assert 1.0 - relocation(0.0) == pytest.approx(28.3 / 65.8, abs=0.002)
    assert relocation([0.5, 1.0]) == pytest.approx([0.285, 0.0])


def test_spahns_surcharge_bites_outside_the_band_only() -> None:
    tiers = spahn_tax([10.0, 10.5, 9.5, 11.0, 1000.0], 10.0, base=0.0002, surcharge=1.0)
    assert tiers == pytest.approx([0.0002, 0.0002, 0.0002, 0.0502, 1.0])


@given(st.floats(0.1, 100.0), st.floats(0.1, 100.0), st.floats(0.0, 1.0), st.floats(0.0, 10.0))
def test_the_two_tiers_stay_between_base_and_one(
    rate: float, reference: float, base: float, surcharge: float
) -> None:
    assert base <= spahn_tax(rate, reference, base=base, surcharge=surcharge) <= 1.0
