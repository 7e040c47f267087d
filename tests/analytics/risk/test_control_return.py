"""A control's return: exact expectation, common random numbers, never a larger loss."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.risk.control_return import control_return
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
