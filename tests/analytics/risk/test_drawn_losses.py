"""Many laws compounded at once give what each gives alone, whatever the tail."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.risk.loss_uncertainty import DrawnSizes, drawn_quantiles
from analytics.risk.losses import Lognormal, NegativeBinomial, Poisson, Spliced, compound_loss

LEVELS = np.array([0.3, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999])


def one(law: Spliced) -> DrawnSizes:
    parts = (law.mu, law.sigma, law.threshold, law.shape, law.scale, law.tail_probability)
    return DrawnSizes(*(part if i == 2 else np.array([part]) for i, part in enumerate(parts)))


@pytest.mark.parametrize("shape", [-0.3, 0.0, 0.5, 0.9, 1.3])
@pytest.mark.parametrize("frequency", [Poisson(0.3), Poisson(40.0), NegativeBinomial(30.0, 0.3)])
def test_every_level_is_right_under_every_tail(frequency: Poisson, shape: float) -> None:
    law = Spliced(12.0, 1.1, 4e5, shape, 3e5, 0.2)
    drawn = drawn_quantiles([frequency], one(law), LEVELS)[0]
    assert drawn == pytest.approx(compound_loss(frequency, law).quantile(LEVELS), rel=3e-3, abs=1e-9)


def test_a_lognormal_without_tail_and_a_frequent_one() -> None:
    sizes = DrawnSizes(np.full(1, 12.0), np.full(1, 1.8), np.inf, np.ones(1), np.ones(1), np.zeros(1))
    law = Lognormal(12.0, 1.8)
    drawn = drawn_quantiles([Poisson(400.0)], sizes, LEVELS)[0]
    assert drawn == pytest.approx(compound_loss(Poisson(400.0), law.distribution).quantile(LEVELS), rel=0.02)
    assert sizes.means()[0] == pytest.approx(law.mean)


@given(
    shape=st.floats(-0.4, 1.2),
    share=st.floats(0.05, 0.6),
    q=st.floats(1e-6, 1.0, exclude_max=True),
)
@settings(max_examples=40, deadline=None)
def test_the_laws_are_those_of_the_spliced_severity(shape: float, share: float, q: float) -> None:
    law = Spliced(11.0, 1.3, 2e5, shape, 1e5, share)
    sizes = one(law)
    loss = float(law.isf(q))
    assert sizes.isf(np.array([[q]]))[0, 0] == pytest.approx(loss, rel=1e-6)
    assert sizes.sf(np.array([[loss]]))[0, 0] == pytest.approx(float(law.sf(loss)), rel=1e-6, abs=1e-12)
    assert sizes.means()[0] == pytest.approx(law.mean(), rel=1e-6)
