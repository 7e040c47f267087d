"""A control's return: exact expectation, common random numbers, never a larger loss."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.risk.control_return import control_return, effect_interval, return_by_type
from analytics.risk.losses import Poisson, compound_loss

FREQUENCY, SEVERITY = Poisson(10.0), stats.lognorm(1.0, scale=1_000.0)


def test_expected_saving_is_coverage_times_effectiveness_of_the_loss() -> None:
    result = control_return(FREQUENCY, SEVERITY, coverage=0.8, effectiveness=0.5, annual_cost=2_000.0)
    assert result.expected_without == pytest.approx(10.0 * SEVERITY.mean())
    assert result.expected_saving == pytest.approx(0.4 * result.expected_without)
    assert result.return_on_cost == pytest.approx((result.expected_saving - 2_000.0) / 2_000.0)
    simulated = (result.without - result.with_control).mean()
    assert simulated == pytest.approx(result.expected_saving, rel=0.02)


def test_prevented_events_leave_the_compound_law_of_the_rest() -> None:
    result = control_return(FREQUENCY, SEVERITY, coverage=1.0, effectiveness=0.6, annual_cost=1.0)
    rest = compound_loss(FREQUENCY.thinned(0.4), SEVERITY)
    assert np.quantile(result.with_control, [0.5, 0.95]) == pytest.approx(
        rest.quantile([0.5, 0.95]), rel=0.02
    )


def test_smaller_losses_scale_every_year() -> None:
    result = control_return(
        FREQUENCY, SEVERITY, coverage=0.5, effectiveness=0.5, annual_cost=1.0, acts_on="severity"
    )
    assert result.with_control == pytest.approx(0.75 * result.without)


def test_uncertain_effectiveness_counts_with_its_mean() -> None:
    law = stats.beta(6, 4)
    result = control_return(FREQUENCY, SEVERITY, coverage=1.0, effectiveness=law, annual_cost=1.0)
    assert result.expected_saving == pytest.approx(0.6 * result.expected_without)
    assert (result.without - result.with_control).mean() == pytest.approx(result.expected_saving, rel=0.02)


@given(coverage=st.floats(0, 1), effectiveness=st.floats(0, 1), more=st.floats(0, 1))
@settings(max_examples=20, deadline=None)
def test_no_year_costs_more_with_more_control(coverage: float, effectiveness: float, more: float) -> None:
    better = effectiveness + more * (1 - effectiveness)
    weak, strong = (
        control_return(FREQUENCY, SEVERITY, coverage=coverage, effectiveness=e, annual_cost=1.0, years=300)
        for e in (effectiveness, better)
    )
    assert (weak.without == strong.without).all()
    assert (strong.with_control <= weak.with_control).all()
    assert (weak.with_control <= weak.without).all()


def test_table_shows_mean_and_quantiles() -> None:
    table = control_return(
        FREQUENCY, SEVERITY, coverage=0.5, effectiveness=0.5, annual_cost=0.0, years=5_000
    ).table((0.95,))
    assert table["measure"].tolist() == ["mean", "quantile"]
    assert table["saving"].to_numpy() == pytest.approx((table["without"] - table["with_control"]).to_numpy())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"coverage": 1.2}, "coverage is 1.2"),
        ({"effectiveness": -0.1}, "effectiveness ranges"),
        ({"effectiveness": stats.norm()}, "effectiveness ranges"),
        ({"annual_cost": -1.0}, "annual_cost is -1"),
        ({"acts_on": "both"}, "acts_on is 'both'"),
        ({"years": 0}, "years is 0"),
    ],
)
def test_bad_controls_are_refused(change: dict[str, object], message: str) -> None:
    arguments: dict[str, object] = {"coverage": 0.5, "effectiveness": 0.5, "annual_cost": 1.0} | change
    with pytest.raises(ValueError, match=message):
        control_return(FREQUENCY, SEVERITY, **arguments)  # type: ignore[arg-type]


def test_a_saving_on_an_infinite_mean_is_refused() -> None:
    with pytest.raises(ValueError, match="infinite mean"):
        control_return(FREQUENCY, stats.genpareto(1.1), coverage=1, effectiveness=1, annual_cost=1)


BY_TYPE = {
    "external_fraud": (FREQUENCY, SEVERITY),
    "physical_damage": (Poisson(1.0), stats.lognorm(1.0, scale=50_000.0)),
    "employment_practices": (Poisson(2.0), stats.lognorm(0.5, scale=8_000.0)),
}


def by_type(*acts_on: str, coverage: float = 0.8, effectiveness: float = 0.85, cost: float = 100.0):
    return return_by_type(
        BY_TYPE, acts_on, coverage=coverage, effectiveness=effectiveness, annual_cost=cost, years=4_000
    )


def test_strong_authentication_leaves_physical_damage_and_employment_unchanged() -> None:
    fraud_alone = by_type("external_fraud")
    assert fraud_alone.expected_without == pytest.approx(FREQUENCY.mean * SEVERITY.mean())
    assert fraud_alone.expected_saving == pytest.approx(0.68 * fraud_alone.expected_without)
    other = dict(BY_TYPE) | {"physical_damage": (Poisson(50.0), stats.lognorm(1.0, scale=1e6))}
    worse = return_by_type(
        other, ["external_fraud"], coverage=0.8, effectiveness=0.85, annual_cost=100.0, years=4_000
    )
    assert worse.expected_saving == fraud_alone.expected_saving
    assert (worse.with_control == fraud_alone.with_control).all()


@given(
    st.sets(st.sampled_from(sorted(BY_TYPE))), st.floats(0, 1), st.floats(0, 1), st.sampled_from([0.0, 500.0])
)
@settings(max_examples=15, deadline=None)
def test_a_saving_is_never_above_the_loss_of_the_types_acted_on(acts_on, coverage, effect, cost) -> None:
    found = by_type(*acts_on, coverage=coverage, effectiveness=effect, cost=cost)
    expected = sum(law.mean * severity.mean() for name, (law, severity) in BY_TYPE.items() if name in acts_on)
    assert found.expected_without == pytest.approx(expected)
    assert 0 <= found.expected_saving <= expected * (1 + 1e-12)
    assert (found.with_control <= found.without + 1e-6).all()


def test_two_types_together_are_the_sum_of_each() -> None:
    both = by_type("external_fraud", "physical_damage")
    parts = [by_type(name) for name in ("external_fraud", "physical_damage")]
    assert both.without == pytest.approx(parts[0].without + parts[1].without)
    assert both.expected_saving == pytest.approx(sum(part.expected_saving for part in parts))


def test_a_type_without_an_event_has_nothing_to_save() -> None:
    found = by_type("internal_fraud")
    assert (found.expected_without, found.expected_saving, found.return_on_cost) == (0.0, 0.0, -1.0)
    assert found.probability_pays == 0.0


def test_the_interval_of_the_effect_is_that_of_its_beta_law() -> None:
    low, high = effect_interval(0.5, 0.6, 0.1, level=0.8)
    law = stats.beta(13.8, 9.2)
    assert (low, high) == pytest.approx((0.5 * law.ppf(0.1), 0.5 * law.ppf(0.9)))
    assert effect_interval(0.5, 0.6, 0.0, level=0.8) == (0.3, 0.3)
    with pytest.raises(ValueError, match="level is 1"):
        effect_interval(0.5, 0.6, 0.1, level=1.0)
