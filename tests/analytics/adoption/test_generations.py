"""Norton-Bass: successive generations that take users from one another."""

import numpy as np
import pytest

from analytics.adoption.curves import bass_share
from analytics.adoption.generations import fit_generations, norton_bass

TIMES = np.arange(1.0, 31.0)
LAUNCHES = [0.0, 8.0, 17.0]
POTENTIALS = [100.0, 60.0, 200.0]


def test_three_generations_follow_the_published_recursion():
    f1, f2, f3 = (bass_share(np.maximum(TIMES - launch, 0), 0.01, 0.4) for launch in LAUNCHES)
    expected = np.column_stack(
        [
            100 * f1 * (1 - f2),
            f2 * (60 + 100 * f1) * (1 - f3),
            f3 * (200 + f2 * (60 + 100 * f1)),
        ]
    )
    assert norton_bass(TIMES, 0.01, 0.4, POTENTIALS, LAUNCHES) == pytest.approx(expected, abs=1e-10)


def test_users_only_move_between_generations():
    users = norton_bass(TIMES, 0.01, 0.4, [100.0, 0.0, 0.0], LAUNCHES)
    alone = 100 * bass_share(TIMES, 0.01, 0.4)
    assert users.sum(axis=1) == pytest.approx(alone)


def test_shared_coefficients_and_potentials_come_back_with_gaps():
    users = norton_bass(TIMES, 0.012, 0.35, POTENTIALS, LAUNCHES)
    users[[4, 11], 0] = np.nan
    fit = fit_generations(users, LAUNCHES)
    assert (fit.p, fit.q) == pytest.approx((0.012, 0.35), rel=1e-5)
    assert fit.potentials == pytest.approx(POTENTIALS, rel=1e-5)
    ahead = norton_bass([31.0, 32.0], 0.012, 0.35, POTENTIALS, LAUNCHES)
    assert fit.predict(2) == pytest.approx(ahead, rel=1e-5)


@pytest.mark.parametrize(
    ("users", "launches", "message"),
    [
        (np.ones((5, 2)), [0.0], "users has shape"),
        (np.ones((5, 2)), [3.0, 1.0], "launches are"),
        (-np.ones((5, 2)), [0.0, 2.0], "negative or infinite"),
        (np.full((5, 2), np.nan), [0.0, 2.0], "observed values per generation"),
    ],
)
def test_bad_generations_are_refused(users, launches, message):
    with pytest.raises(ValueError, match=message):
        fit_generations(users, launches)


def test_a_horizon_below_one_is_refused():
    fit = fit_generations(norton_bass(TIMES, 0.01, 0.4, [100.0, 60.0], [0.0, 8.0]), [0.0, 8.0])
    with pytest.raises(ValueError, match="horizon is 0"):
        fit.predict(0)
