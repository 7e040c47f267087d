"""Event types together: each keeps its own frequency, and what it lacks in losses is said, not made up."""

from typing import Any

import numpy as np
import pytest

from analytics.risk.event_types import EventTypes, fit_event_type, join_event_types
from analytics.risk.losses import Lognormal, NegativeBinomial, fit_lognormal

WHOLE = Lognormal(mu=11.0, sigma=1.0).distribution
MONTHS = 60


def _case(seed: int = 3) -> tuple[dict, dict]:
    rng = np.random.default_rng(seed)
    sizes = {"external_fraud": 80, "execution_delivery": 12, "internal_fraud": 2, "physical_damage": 0}
    amounts = {name: rng.lognormal(11.0, 1.0, size) for name, size in sizes.items()}
    counts = {
        name: np.bincount(rng.integers(0, MONTHS, size), minlength=MONTHS) for name, size in sizes.items()
    }
    return amounts, counts


def _together(amounts: dict, counts: dict, **joined: Any) -> EventTypes:
    """Each type with an event fitted, and all of them simulated together, as the page on losses does."""
    return join_event_types(
        [
            fit_event_type(name, amounts[name], counts[name], all_types=WHOLE)
            for name in amounts
            if len(amounts[name])
        ],
        without_events=tuple(name for name in amounts if not len(amounts[name])),
        **joined,
    )


def test_a_type_gets_the_law_that_its_events_carry() -> None:
    amounts, counts = _case()
    result = _together(amounts, counts, correlation=0.3, years=2_000)
    table = result.table().set_index("type")
    assert table["origin"].to_dict() == {
        "external_fraud": "own_tail",
        "execution_delivery": "own_lognormal",
        "internal_fraud": "all_types",
    }
    # Events over years, whichever law of their number: a mean is promised to the last digits, never searched.
    assert table["rate"].to_dict() == pytest.approx(
        {"external_fraud": 16.0, "execution_delivery": 2.4, "internal_fraud": 0.4}, rel=1e-14
    )
    assert result.without_events == ("physical_damage",)


def test_the_expected_loss_is_the_rate_times_the_mean_loss() -> None:
    amounts, counts = _case()
    result = _together(amounts, counts, correlation=0.3, years=2_000)
    expected = result.table().set_index("type")["expected"]
    # The counts of the rare type take a negative binomial law, whose dispersion is found by search.
    (rare,) = [event for event in result.types if event.name == "internal_fraud"]
    assert isinstance(rare.frequency.chosen, NegativeBinomial)
    assert expected["internal_fraud"] == pytest.approx(0.4 * np.exp(11.5), rel=1e-12)
    body = fit_lognormal(amounts["execution_delivery"])
    assert expected["execution_delivery"] == pytest.approx(
        2.4 * np.exp(body.mu + body.sigma**2 / 2), rel=1e-12
    )
    assert result.joint.mean == pytest.approx(expected.sum(), rel=1e-14)


def test_means_add_up_and_dependence_raises_the_tail_only() -> None:
    amounts, counts = _case()
    apart, together = (
        _together(amounts, counts, correlation=rho, copula="gaussian", years=20_000, seed=4)
        for rho in (0.0, 0.9)
    )
    assert apart.joint.mean == pytest.approx(together.joint.mean)
    assert apart.joint.mean == pytest.approx(sum(event.loss.mean for event in apart.types))
    assert together.joint.quantile(0.99) > 1.05 * apart.joint.quantile(0.99)


def test_contributions_make_up_the_expected_shortfall() -> None:
    amounts, counts = _case()
    result = _together(amounts, counts, correlation=0.3, years=10_000)
    total = result.table(0.99)["contribution"].sum()
    assert total == pytest.approx(result.joint.expected_shortfall(0.99), rel=0.02)


def test_no_event_is_refused() -> None:
    with pytest.raises(ValueError, match="amounts holds no loss event"):
        _together({"a": []}, {"a": [0, 0]}, correlation=0.0)
