"""Published sizes of epidemics and viral chains, and the laws they obey."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.marketing.epidemic import epidemic, final_size, viral_generations, viral_total


def test_final_size_of_the_course() -> None:
    assert final_size(2.0) == pytest.approx(0.79681, abs=5e-6)


@settings(max_examples=60, deadline=None)
@given(st.floats(1.0001, 50))
def test_final_size_solves_its_equation(reproduction: float) -> None:
    size = final_size(reproduction)
    assert 0 < size <= 1
    assert size == pytest.approx(1 - math.exp(-reproduction * size), abs=1e-12)


@pytest.mark.parametrize("reproduction", [0.0, 0.5, 1.0])
def test_no_epidemic_below_one(reproduction: float) -> None:
    assert final_size(reproduction) == 0.0


def test_epidemic_ends_at_the_final_size() -> None:
    path = epidemic(2.0, seeds=1.0, duration=3.0, periods=300, market=1e6)
    assert path["reached"].iloc[-1] / 1e6 == pytest.approx(0.79681, abs=2e-5)


@settings(max_examples=15, deadline=None)
@given(st.floats(0, 6), st.floats(0.001, 1), st.floats(0.5, 10))
def test_everybody_is_counted_once(reproduction: float, seeds: float, duration: float) -> None:
    path = epidemic(reproduction, seeds=seeds, duration=duration, periods=30)
    total = path[["susceptible", "infectious", "recovered"]].sum(axis=1)
    np.testing.assert_allclose(total, 1.0, rtol=1e-12)
    assert (path["reached"].diff().dropna() >= -1e-9).all()
    assert path["reached"].between(0, 1 + 1e-12).all()


def test_chain_of_the_course_doubles_its_seeds() -> None:
    assert viral_total(1.0, 0.5) == 2.0
    assert viral_total(300.0, 0.0) == 300.0


def test_generations_add_up_to_the_total() -> None:
    table = viral_generations(100, 0.5, generations=40)
    assert table["new"].tolist()[:3] == [100.0, 50.0, 25.0]
    assert table["total"].iloc[-1] == pytest.approx(viral_total(100, 0.5), rel=1e-9)


def test_an_endless_chain_has_no_total() -> None:
    with pytest.raises(ValueError, match=r"per_adopter must be in \[0, 1\): at 1 the chain never ends"):
        viral_total(1.0, 1.0)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seeds": 2.0}, r"seeds must be in \[0, 1\], got 2"),
        ({"duration": 0.0}, "duration must be"),
        ({"periods": 0}, "periods must be"),
    ],
)
def test_impossible_epidemics_are_refused(options: dict[str, float], message: str) -> None:
    arguments = {"seeds": 0.1, "duration": 1.0, "periods": 5} | options
    with pytest.raises(ValueError, match=message):
        epidemic(2.0, **arguments)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="reproduction must be"):
        final_size(-1.0)
