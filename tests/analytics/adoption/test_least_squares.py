"""The search itself: order of starts, monotone descent, and agreement with a second optimiser."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import differential_evolution

from analytics.adoption.curves import fit_curve
from analytics.adoption.least_squares import descend, local_minima, polish
from analytics.adoption.models import build_model, signal
from tests.analytics.adoption.series import SERIES

Y = np.array(SERIES["mammography"], dtype=float)
TIMES = np.arange(1.0, Y.size + 1.0)
MODEL = build_model("bass", float(Y.size))


def misfit(x):
    shape = signal(MODEL, x, TIMES, "increments")
    ceiling = np.einsum("...n,n->...", shape, Y) / np.einsum("...n,...n->...", shape, shape)
    return ceiling[..., None] * shape - Y


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_no_start_ends_worse_and_their_order_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    starts = np.column_stack([rng.uniform(-9, -1, 12), rng.uniform(-3, 0.5, 12)])
    before = np.sum(misfit(starts) ** 2, axis=-1)
    _, after = descend(misfit, starts, MODEL.lower, MODEL.upper)
    assert np.all(after <= before)
    shuffled = rng.permutation(12)
    _, other = descend(misfit, starts[shuffled], MODEL.lower, MODEL.upper)
    assert other == pytest.approx(after[shuffled], rel=1e-6)


def test_a_refit_from_its_own_answer_is_never_worse():
    start = np.log([0.002, 0.5])
    first, cost = polish(misfit, start, MODEL.lower, MODEL.upper)
    _, again = polish(misfit, first, MODEL.lower, MODEL.upper)
    assert again <= cost <= np.sum(misfit(start[None]) ** 2)


@pytest.mark.parametrize("series", ["mammography", "ultrasound"])
@pytest.mark.parametrize("curve", ["bass", "weibull", "gompertz"])
def test_an_evolutionary_search_finds_nothing_lower(series, curve):
    y = np.array(SERIES[series], dtype=float)
    model = build_model(curve, float(y.size))
    times = np.arange(1.0, y.size + 1.0)

    def cost(x):
        shape = signal(model, x.T, times, "increments")
        power = np.maximum(np.einsum("...n,...n->...", shape, shape), 1e-300)
        ceiling = np.maximum(np.einsum("...n,n->...", shape, y), 0.0) / power
        return np.sum((ceiling[..., None] * shape - y) ** 2, axis=-1)

    bounds = list(zip(model.lower, model.upper, strict=True))
    other = differential_evolution(
        cost, bounds, vectorized=True, updating="deferred", popsize=30, maxiter=200, rng=0, polish=False
    )
    assert fit_curve(y, curve=curve, method="nls").sse <= other.fun * (1 + 1e-9)


def test_local_minima_are_listed_best_first():
    surface = np.array([[5.0, 4.0, 5.0], [3.0, 6.0, 2.0], [5.0, 1.0, 5.0]])
    assert local_minima(surface.ravel(), (3, 3), 2).tolist() == [7, 5]
    assert local_minima(np.full(4, np.inf), (4,), 1).tolist() == [0]
