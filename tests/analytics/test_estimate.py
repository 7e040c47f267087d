"""A number cannot be stated without its interval or the reason for having none."""

import pytest

from analytics.estimate import Estimate


def test_an_estimate_with_its_interval_is_accepted() -> None:
    stated = Estimate(4.2, "%", "derived", low=3.9, high=4.8, level=0.8)
    assert (stated.low, stated.high) == (3.9, 4.8)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"value": 1.0}, "must say why"),
        ({"value": 1.0, "low": 0.0}, "together"),
        ({"value": 1.0, "low": 2.0, "high": 3.0}, "does not hold"),
        ({"value": None, "low": 3.0, "high": 2.0}, "must not exceed"),
        ({"value": float("nan"), "why_no_interval": "one reading"}, "finite"),
        ({"value": 1.0, "low": 0.0, "high": 2.0, "level": 1.0}, "level"),
    ],
)
def test_a_number_that_hides_its_doubt_is_refused(settings, message) -> None:
    with pytest.raises(ValueError, match=message):
        Estimate(unit="%", kind="observed", **settings)


def test_the_unknown_needs_no_interval() -> None:
    assert Estimate(None, "MAD", "observed").value is None
