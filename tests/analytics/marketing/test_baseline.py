"""The hazard that follows a forecast: exact on the forecast, silent where adoption does not grow."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.marketing.baseline import MONTHS, following, monthly_path
from analytics.marketing.hazard import inputs, simulate, without
from analytics.marketing.plan import Plan

P, Q = 0.03 / 12, 0.38 / 12
GROWING = st.lists(st.floats(0.02, 0.95), min_size=2, max_size=8, unique=True).map(sorted)


def _walk(shares: np.ndarray) -> np.ndarray:
    p0, q0 = following(shares, p0=P, q0=Q)
    plan = Plan(
        market=1000.0, initial_adopters=1000.0 * shares[0], p0=tuple(p0.tolist()), q0=tuple(q0.tolist())
    )
    periods = shares.size - 1
    return simulate(without(inputs(plan, periods)), periods).adopters[0] / 1000.0


def test_inside_a_year_the_same_part_of_the_others_adopts_every_month() -> None:
    path = monthly_path([0.2, 0.6])
    left = 1 - path
    assert path.size == MONTHS + 1
    assert left[1:] / left[:-1] == pytest.approx(np.full(MONTHS, 0.5 ** (1 / 12)))
    assert path[[0, -1]].tolist() == [0.2, 0.6]


def test_a_fall_is_a_straight_line_and_asks_for_no_hazard() -> None:
    path = monthly_path([0.5, 0.38])
    assert np.diff(path) == pytest.approx(np.full(MONTHS, -0.01))
    p0, q0 = following(path, p0=P, q0=Q)
    assert not p0.any()
    assert not q0.any()


@given(GROWING)
@settings(max_examples=40, deadline=None)
def test_the_hazard_runs_through_any_growing_forecast(shares: list[float]) -> None:
    monthly = monthly_path(shares)
    p0, q0 = following(monthly, p0=P, q0=Q)
    assert ((p0 >= 0) & (q0 >= 0)).all()
    if (q0 < 1).all():
        assert _walk(monthly) == pytest.approx(monthly[1:], abs=1e-9)


def test_bass_itself_is_followed_without_any_factor() -> None:
    plan = Plan(market=1000.0, initial_adopters=100.0)
    bass = simulate(inputs(plan, 24), 24).adopters[0] / 1000.0
    p0, q0 = following(np.concatenate([[0.1], bass]), p0=P, q0=Q)
    assert p0 == pytest.approx(np.full(24, P))
    assert q0 == pytest.approx(np.full(24, Q))


def test_a_full_market_stays_full() -> None:
    path = monthly_path([0.9, 1.0, 1.0])
    assert path.max() == 1.0
    assert _walk(path)[-1] == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: monthly_path([0.4]), "yearly must hold at least two shares"),
        (lambda: monthly_path([0.4, 1.2]), r"yearly must be in \[0, 1\], got 1.2"),
        (lambda: monthly_path([0.4, np.nan]), "yearly must be in"),
        (lambda: following([0.4], p0=P, q0=Q), "path must hold at least two shares"),
        (lambda: following([0.4, 0.5], p0=0.0, q0=Q), "p0 must be in"),
        (lambda: following([0.4, 0.5], p0=P, q0=1.5), "q0 must be in"),
    ],
)
def test_bad_input_is_refused(call, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()
