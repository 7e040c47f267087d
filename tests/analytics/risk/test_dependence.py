"""Several event types: bounds that any dependence obeys, known sums, allocation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.risk.dependence import joint_losses
from analytics.risk.losses import Poisson, compound_loss

FRAUD = compound_loss(Poisson(6.0), stats.lognorm(1.0))
OUTAGE = compound_loss(Poisson(1.0), stats.lognorm(1.5, scale=3.0))
MODELS = {"fraud": FRAUD, "outage": OUTAGE}
YEARS = 40_000


def test_independent_types_add_up_to_one_compound_law() -> None:
    """Two independent Poisson compounds of the same severity are the compound of both rates."""
    severity = stats.lognorm(1.0)
    models = {"a": compound_loss(Poisson(2.0), severity), "b": compound_loss(Poisson(3.0), severity)}
    whole = compound_loss(Poisson(5.0), severity)
    joint = joint_losses(models, correlation=0.0, years=200_000)
    assert joint.quantile([0.5, 0.95, 0.99]) == pytest.approx(whole.quantile([0.5, 0.95, 0.99]), rel=0.02)
    low, high = joint.quantile_interval(0.99, level=0.99)
    assert low <= whole.quantile(0.99) <= high
    assert joint.expected_shortfall(0.95) == pytest.approx(whole.expected_shortfall(0.95), rel=0.02)


def test_types_that_move_as_one_add_their_quantiles() -> None:
    joint = joint_losses(MODELS, correlation=1.0, years=YEARS)
    q = np.array([0.5, 0.9, 0.99])
    assert joint.quantile(q) == pytest.approx(FRAUD.quantile(q) + OUTAGE.quantile(q), rel=0.06)
    assert abs(joint.diversification(0.9)) < 0.02 * joint.quantile(0.9)


def test_t_copula_ties_the_worst_years_closer_than_the_gaussian() -> None:
    gaussian = joint_losses(MODELS, correlation=0.3, years=YEARS)
    student = joint_losses(MODELS, correlation=0.3, copula="t", degrees_of_freedom=2.0, years=YEARS)

    def both_bad(annual: np.ndarray) -> float:
        return float(((annual[:, 0] > FRAUD.quantile(0.99)) & (annual[:, 1] > OUTAGE.quantile(0.99))).mean())

    assert both_bad(student.annual) > 2 * both_bad(gaussian.annual)


def test_margins_stay_the_types_own() -> None:
    joint = joint_losses(MODELS, correlation=[[1.0, -0.4], [-0.4, 1.0]], years=YEARS)
    for column, model in zip(joint.annual.T, (FRAUD, OUTAGE), strict=True):
        assert np.quantile(column, [0.5, 0.9]) == pytest.approx(model.quantile([0.5, 0.9]), rel=0.03)
    assert joint.mean == pytest.approx(FRAUD.mean + OUTAGE.mean)


def test_contributions_add_up_to_the_shortfall() -> None:
    joint = joint_losses(MODELS, correlation=0.2, years=YEARS)
    table = joint.contributions(0.99)
    assert table["type"].tolist() == ["fraud", "outage"]
    assert table["contribution"].sum() == pytest.approx(joint.expected_shortfall(0.99), rel=1e-3)
    assert table["share"].sum() == pytest.approx(1.0)
    assert (table["contribution"] <= table["alone"] * 1.05).all()


def test_shortfall_is_the_mean_of_the_worst_years() -> None:
    joint = joint_losses(MODELS, correlation=0.0, years=1_000)
    worst = np.sort(joint.total)[-100:].mean()
    assert joint.expected_shortfall(0.9) == pytest.approx(worst)
    assert joint.expected_shortfall(0.0) == pytest.approx(joint.total.mean())
    assert joint.exceedance(float(np.sort(joint.total)[899])) == pytest.approx(0.1)


@given(correlation=st.floats(-0.9, 0.9), seed=st.integers(0, 50))
@settings(max_examples=8, deadline=None)
def test_shortfall_is_subadditive_and_seeded(correlation: float, seed: int) -> None:
    joint = joint_losses(MODELS, correlation=correlation, years=2_000, seed=seed)
    apart = [np.sort(column)[-100:].mean() for column in joint.annual.T]
    assert joint.expected_shortfall(0.95) <= sum(apart) * (1 + 1e-9)
    again = joint_losses(MODELS, correlation=correlation, years=2_000, seed=seed)
    assert (again.total == joint.total).all()


def test_more_correlation_means_a_worse_bad_year() -> None:
    bad = [joint_losses(MODELS, correlation=r, years=YEARS).quantile(0.99) for r in (-0.8, 0.0, 0.8)]
    assert bad == sorted(bad)


def test_curve_ends_where_ten_years_remain() -> None:
    curve = joint_losses(MODELS, correlation=0.0, years=2_000).exceedance_curve(15)
    assert curve["loss"].is_monotonic_increasing
    assert curve["return_period"].iloc[-1] == pytest.approx(200.0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"correlation": 1.5}, "outside -1 to 1"),
        ({"correlation": [[1.0, 0.2], [0.3, 1.0]]}, "symmetric"),
        ({"correlation": [[1.0]]}, "shape"),
        ({"correlation": 0.1, "copula": "clayton"}, "copula is 'clayton'"),
        ({"correlation": 0.1, "years": 10}, "years is 10"),
        ({"correlation": 0.1, "degrees_of_freedom": 0.0}, "degrees_of_freedom is 0"),
    ],
)
def test_bad_dependence_is_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        joint_losses(MODELS, **arguments)  # type: ignore[arg-type]


def test_contradicting_correlations_are_refused() -> None:
    matrix = [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]
    with pytest.raises(ValueError, match="contradict"):
        joint_losses({"a": FRAUD, "b": FRAUD, "c": OUTAGE}, correlation=matrix)
    with pytest.raises(ValueError, match="models is empty"):
        joint_losses({}, correlation=0.0)
    with pytest.raises(ValueError, match="q is 1"):
        joint_losses(MODELS, correlation=0.0, years=1_000).quantile(1.0)
