"""Estimates put together, against closed forms and published figures."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from analytics.marketing.draws import drawn, known_ranges
from analytics.marketing.hazard import inputs
from analytics.marketing.plan import Plan
from analytics.marketing.pooling import Effect, difference, pooled, relative, triangle_error


def test_two_estimates_weigh_as_their_variances_say() -> None:
    # 1 ± 1 and 4 ± 2: weights 1 and 1/4, mean (1 + 1) / (5/4) = 8/5, variance 4/5.
    found = pooled([Effect(1.0, 1.0), Effect(4.0, 2.0)])
    assert found.value == pytest.approx(float(Fraction(8, 5)), abs=1e-12)
    assert found.error == pytest.approx(math.sqrt(4 / 5), abs=1e-12)
    alone = pooled([found])
    assert (alone.value, alone.error) == pytest.approx((found.value, found.error))
    low, high = found.between(0.95)
    assert (high - low) / 2 == pytest.approx(1.959964 * found.error, rel=1e-6)
    with pytest.raises(ValueError, match="at least one"):
        pooled([])


def test_a_difference_has_the_error_of_agresti_and_caffo() -> None:
    # 56 of 70 against 48 of 80: 0.8 - 0.6, and 57/72 and 49/82 in the error.
    found = difference(56, 70, 48, 80)
    first, second = 57 / 72, 49 / 82
    assert found.value == pytest.approx(0.2)
    assert found.error == pytest.approx(math.sqrt(first * (1 - first) / 72 + second * (1 - second) / 82))
    assert difference(0, 100, 0, 100).error > 0, "nobody in either group is no certainty"


def test_a_relative_gain_is_the_ratio_less_one() -> None:
    found = relative(30, 1000, 20, 1000)
    assert found.value == pytest.approx(0.5)
    assert found.error == pytest.approx(1.5 * math.sqrt(1 / 30 - 1 / 1000 + 1 / 20 - 1 / 1000))
    with pytest.raises(ValueError, match="control hits"):
        relative(5, 100, 0, 100)


def test_a_triangle_has_the_deviation_of_its_density() -> None:
    assert triangle_error(0.0, 0.5, 1.0) == pytest.approx(math.sqrt(1 / 24))
    low, high = Effect(3.0, 0.2).triangle
    assert triangle_error(low, 3.0, high) == pytest.approx(0.2)


def test_a_measured_figure_is_drawn_from_its_own_range_and_a_point_not_at_all() -> None:
    read = inputs(Plan(), 12)
    asked = {"email.converted": (0.9, 1.1), "email.clicked_given_open": (1.0, 1.0)}
    found = drawn(read, draws=400, seed=1, measured=asked)
    factor = found["email.converted"][:, 0] / read["email.converted"][0, 0]
    assert np.all((factor > 0.9) & (factor < 1.1))
    assert factor.std() == pytest.approx(triangle_error(0.9, 1.0, 1.1), rel=0.1)
    assert found["email.clicked_given_open"] is read["email.clicked_given_open"]
    plain = drawn(read, draws=400, seed=1)
    assert np.array_equal(plain["viral.conversion"], found["viral.conversion"]), "others draw as before"
    assert "email.clicked_given_open" not in known_ranges(asked).index
    with pytest.raises(ValueError, match="uncertain figures"):
        known_ranges({"email.sends": (0.5, 1.5)})
