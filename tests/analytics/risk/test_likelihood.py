"""Likelihood and impact of losses: known intervals, few or no events, and refusals."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import gamma

from analytics.risk.likelihood import likelihood_impact

TYPES = ("fraud", "failure", "damage")


def events(**amounts) -> pd.DataFrame:
    rows = [(name, amount) for name, losses in amounts.items() for amount in losses]
    return pd.DataFrame(rows, columns=["type", "amount"])


def test_the_rate_has_the_posterior_of_a_poisson_count_under_jeffreys_prior() -> None:
    row = likelihood_impact(events(fraud=[1.0] * 10), TYPES, years=5, level=0.9).table.iloc[0]
    assert row["likelihood"] == pytest.approx(2.0)
    assert row["likelihood_low"] == pytest.approx(gamma.ppf(0.05, 10.5) / 5)
    assert row["likelihood_high"] == pytest.approx(gamma.ppf(0.95, 10.5) / 5)


def test_the_impact_is_the_geometric_mean_and_its_interval_that_of_the_mean_logarithm() -> None:
    losses = [100.0, 200.0, 400.0, 800.0, 1600.0]
    row = likelihood_impact(events(fraud=losses), TYPES, years=1, level=0.8).table.iloc[0]
    assert row["impact"] == pytest.approx(400.0)
    error = np.log(2) * np.sqrt(2.5) / np.sqrt(5)
    assert np.log(row["impact_high"] / 400) == pytest.approx(1.2815516 * error)
    assert row["scatter"] == "own"


def test_no_event_leaves_an_upper_limit_and_no_ellipse() -> None:
    found = likelihood_impact(events(fraud=[5.0] * 6), TYPES, years=4, level=0.8)
    row = found.table.set_index("type").loc["damage"]
    assert (row["likelihood"], row["likelihood_low"]) == (0.0, 0.0)
    assert row["likelihood_high"] == pytest.approx(-np.log(0.2) / 4, rel=1e-12)
    assert np.isnan(row["impact"])
    assert set(found.ellipses["type"]) == {"fraud"}


@pytest.mark.parametrize(("level", "most"), [(0.8, 0.54), (0.95, 1.0)])
def test_three_silent_years_allow_the_exact_bound_of_a_poisson_count(level: float, most: float) -> None:
    row = (
        likelihood_impact(events(fraud=[5.0]), TYPES, years=3, level=level)
        .table.set_index("type")
        .loc["damage"]
    )
    assert row["likelihood_high"] == pytest.approx(most, abs=0.005)
    # At that rate, three years without an event happen with probability 1 - level.
    assert np.exp(-3 * row["likelihood_high"]) == pytest.approx(1 - level, rel=1e-12)


def test_one_event_borrows_the_scatter_of_the_others() -> None:
    found = likelihood_impact(events(fraud=[10.0, 20.0, 40.0, 80.0, 160.0], failure=[50.0]), TYPES, years=2)
    row = found.table.set_index("type").loc["failure"]
    assert row["scatter"] == "pooled"
    assert row["impact"] == pytest.approx(50.0)
    assert row["impact_low"] < 50 < row["impact_high"]


def test_a_single_event_in_all_has_a_point_and_no_interval() -> None:
    found = likelihood_impact(events(fraud=[50.0]), TYPES, years=2)
    assert found.table.iloc[0]["scatter"] == "none"
    assert np.isnan(found.table.iloc[0]["impact_low"])
    assert found.ellipses.empty


def test_no_events_at_all_is_an_answer() -> None:
    found = likelihood_impact(events(), TYPES, years=3)
    assert found.table["events"].tolist() == [0, 0, 0]
    assert found.table["likelihood_high"].gt(0).all()


def test_ellipses_hold_both_with_the_stated_probability() -> None:
    rng = np.random.default_rng(3)
    held, runs = 0, 400
    for _ in range(runs):
        count = rng.poisson(30)
        found = likelihood_impact(events(fraud=np.exp(rng.normal(2, 1, count))), TYPES, years=3, level=0.8)
        outline = np.log(found.ellipses[["likelihood", "impact"]].to_numpy())
        centre = np.log(found.table.loc[0, ["likelihood", "impact"]].to_numpy(dtype=float))
        half = np.ptp(outline, axis=0) / 2
        held += (((np.array([np.log(10), 2.0]) - centre) / half) ** 2).sum() <= 1
    assert held / runs == pytest.approx(0.8, abs=0.06)


@given(st.lists(st.floats(0.01, 1e9), min_size=2, max_size=30), st.floats(0.1, 1000))
def test_the_unit_of_money_does_not_matter(losses, factor) -> None:
    one = likelihood_impact(events(fraud=losses), TYPES, years=3).table.iloc[0]
    other = likelihood_impact(events(fraud=[factor * loss for loss in losses]), TYPES, years=3).table.iloc[0]
    for column in ("impact", "impact_low", "impact_high"):
        assert other[column] == pytest.approx(factor * one[column], rel=1e-6)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"events": events(fraud=[-1.0])}, "amount must be finite and 0 or more"),
        ({"events": events(theft=[1.0])}, "unknown type theft"),
        ({"events": events(fraud=[float("nan")])}, "amount must be finite"),
        ({"years": 0}, "years must be finite and above 0"),
        ({"level": 1.0}, r"level must lie in \(0, 1\)"),
    ],
)
def test_what_cannot_be_used_is_refused(changes, message) -> None:
    settings = {"events": events(fraud=[1.0]), "years": 1.0, "level": 0.8} | changes
    with pytest.raises(ValueError, match=message):
        likelihood_impact(settings.pop("events"), TYPES, **settings)
