"""A tabulated law is the law, at a hundredth of its size."""

import numpy as np
import pytest

from analytics.risk.annual_loss import quiet_year, tabulate
from analytics.risk.losses import NegativeBinomial, Poisson, Spliced, compound_loss

HEAVY = Spliced(mu=12.0, sigma=1.1, threshold=4e5, shape=0.6, scale=3e5, tail_probability=0.2)
LEVELS = np.array([0.05, 0.4, 0.5, 0.75, 0.9, 0.99, 0.995, 0.999, 0.99999])


@pytest.mark.parametrize("frequency", [Poisson(0.5), Poisson(30.0), NegativeBinomial(8.0, 0.4)])
def test_quantiles_and_shortfalls_are_the_laws_own(frequency: Poisson) -> None:
    loss = compound_loss(frequency, HEAVY)
    table = tabulate(loss)
    assert table.quantile(LEVELS) == pytest.approx(loss.quantile(LEVELS), rel=2e-3)
    assert table.expected_shortfall(LEVELS) == pytest.approx(loss.expected_shortfall(LEVELS), rel=1e-3)
    assert table.mean == loss.mean


def test_a_quiet_year_has_no_loss_and_the_shortfall_is_spread_over_the_rest() -> None:
    table = tabulate(compound_loss(Poisson(0.1), HEAVY))
    assert quiet_year(Poisson(0.1)) == pytest.approx(np.exp(-0.1))
    assert table.quantile(0.9) == 0.0
    assert table.quantile(0.91) > 0.0
    assert table.expected_shortfall(0.8) == pytest.approx(table.mean / 0.2)


def test_no_events_at_all() -> None:
    table = tabulate(compound_loss(Poisson(0.0), HEAVY))
    assert table.quantile([0.5, 0.999]) == pytest.approx([0.0, 0.0])
    assert table.expected_shortfall(0.99) == 0.0


def test_a_level_of_1_is_refused() -> None:
    with pytest.raises(ValueError, match="a level must lie between 0"):
        tabulate(compound_loss(Poisson(1.0), HEAVY)).quantile(1.0)
