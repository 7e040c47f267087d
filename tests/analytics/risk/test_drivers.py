"""Drivers side by side, checked against each other, against brute force and against Ishigami's function."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import qmc

from analytics.risk.draws import Spread
from analytics.risk.drivers import POWER, RISK_WEIGHTS, risk_drivers, split_variance
from analytics.risk.uncertainty import score_uncertainty
from tests.analytics.risk.panels import catalogue, position

VALUES = np.random.default_rng(11).uniform(0.2, 7.8, (3, 8))


def ishigami(inputs: np.ndarray) -> np.ndarray:
    first, second, third = (2 * np.pi * inputs - np.pi).T
    return np.sin(first) + 7 * np.sin(second) ** 2 + 0.1 * third**4 * np.sin(first)


class TestVariance:
    def test_ishigami_reference(self) -> None:
        size = 2**14
        both = qmc.Sobol(6, rng=np.random.default_rng(1)).random(size)
        first, second = both[:, :3], both[:, 3:]
        swapped = [np.where(np.arange(3) == column, second, first) for column in range(3)]
        first_order, total = split_variance(
            ishigami(first), ishigami(second), np.stack([ishigami(inputs) for inputs in swapped])
        )
        np.testing.assert_allclose(first_order, [0.3139, 0.4424, 0.0], atol=0.005)
        np.testing.assert_allclose(total, [0.5576, 0.4424, 0.2437], atol=0.005)

    def test_nothing_varies(self) -> None:
        first, total = split_variance(np.full(64, 3.0), np.full(64, 3.0), np.full((2, 64), 3.0))
        assert first.tolist() == total.tolist() == [0, 0]


class TestGradientAndLeaveOneOut:
    @pytest.mark.parametrize("risk", ["overall", "operational", "legal"])
    @pytest.mark.parametrize("p", [1.0, 2.0, 4.0])
    def test_gradient_is_the_change_for_a_small_move(self, risk: str, p: float) -> None:
        here = position(VALUES, catalogue(8), p=p)
        drivers = risk_drivers(here, "bank B", risk=risk, base_draws=64)
        column = here.groups.index(risk)
        for name, slope in zip(drivers.table["indicator"], drivers.table["gradient"], strict=True):
            at = here.catalogue.indicators.index(name)
            moved = np.tile(here.scores, (2, 1, 1))
            moved[:, 1, at] += [-1e-4, 1e-4]
            change = [
                type(here)(**{**vars(here), "scores": scores}).risk_scores[1, column] for scores in moved
            ]
            assert slope == pytest.approx((change[1] - change[0]) / 2e-4, abs=1e-5)

    @given(seed=st.integers(0, 9999), p=st.sampled_from([1.0, 2.0, 5.0]))
    @settings(max_examples=10, deadline=None)
    def test_contributions_sum_to_the_score(self, seed: int, p: float) -> None:
        values = np.random.default_rng(seed).uniform(0, 8, (2, 8))
        drivers = risk_drivers(position(values, catalogue(8), p=p), "bank A", base_draws=64)
        assert drivers.table["contribution"].sum() == pytest.approx(drivers.score)
        assert drivers.table["share"].sum() == pytest.approx(1)

    def test_leaving_one_out_against_scoring_again_without_it(self) -> None:
        table = catalogue(8)
        for risk, left_out in (("overall", "I1"), ("overall", "I6"), ("operational", "I4")):
            full = risk_drivers(position(VALUES, table), "bank A", risk=risk, base_draws=64)
            kept = (table["indicator"] != left_out).to_numpy()
            frame = table[kept].assign(indicator=[f"I{number}" for number in range(7)])
            rest = risk_drivers(position(VALUES[:, kept], frame), "bank A", risk=risk, base_draws=64)
            row = full.table[full.table["indicator"] == left_out].iloc[0]
            assert row["leave_one_out"] == pytest.approx(full.score - rest.score)

    def test_the_only_indicator_of_a_risk(self) -> None:
        drivers = risk_drivers(position(VALUES[:, :4], catalogue(4)), "bank A", risk="legal", base_draws=64)
        assert drivers.table["leave_one_out"].isna().all()
        overall = risk_drivers(position(VALUES[:, :4], catalogue(4)), "bank A", base_draws=64)
        assert overall.table["leave_one_out"].notna().all()

    def test_a_gradient_that_does_not_exist_is_missing(self) -> None:
        values = VALUES.copy()
        values[0, 0] = 0.0
        drivers = risk_drivers(
            position(values, catalogue(8), p=0.5), "bank A", risk="operational", base_draws=64
        )
        assert drivers.table["gradient"].isna().all()
        assert drivers.table["leave_one_out"].notna().all()


class TestSobol:
    def test_total_order_splits_the_variance_of_the_published_draws(self) -> None:
        """With two indicators and nothing else uncertain, each one's own variance gives the indices."""
        table = catalogue(2, red_flag=[False] * 2, risk=["legal"] * 2, weight=[1.0, 3.0])
        here = position([[2.4, 3.1], [1.0, 1.0]], table, p=1.0)
        only_data = Spread(data_error=0.02, thresholds=0, weights=0, power=(1, 1))
        drivers = risk_drivers(here, "bank A", risk="legal", spread=only_data, base_draws=2**14)
        deviations = np.array([0.25 * 12.5 * 0.02 * 2.4, 0.75 * 12.5 * 0.02 * 3.1])
        expected = deviations**2 / (deviations**2).sum()
        np.testing.assert_allclose(drivers.table["sobol_total"], expected, atol=0.02)
        np.testing.assert_allclose(drivers.table["sobol_first"], expected, atol=0.03)
        drawn = score_uncertainty(here, spread=only_data, draws=2**14).draws[0, 0]
        assert drawn.std() == pytest.approx(np.sqrt((deviations**2).sum()), rel=0.03)

    def test_a_missing_indicator_carries_the_uncertainty(self) -> None:
        values = VALUES.copy()
        values[:, 4] = [np.nan, 0.1, 0.1]
        drivers = risk_drivers(position(values, catalogue(8)), "bank A", base_draws=512)
        assert drivers.method[POWER] == 0
        table = drivers.table.set_index("indicator")
        assert table["sobol_total"].idxmax() == "I4"
        assert table.loc["I4", "status"] == "missing"

    def test_the_method_has_its_share(self) -> None:
        only_power = Spread(data_error=0, thresholds=0, weights=0)
        drivers = risk_drivers(position(VALUES, catalogue(8)), "bank A", spread=only_power, base_draws=256)
        assert drivers.method[POWER] == pytest.approx(1, abs=0.01)
        assert drivers.method[RISK_WEIGHTS] == pytest.approx(0, abs=1e-12)
        assert drivers.table["sobol_total"].max() < 1e-12
        legal = risk_drivers(position(VALUES, catalogue(8)), "bank A", risk="legal", base_draws=64)
        assert list(legal.method) == [POWER]

    def test_the_same_seed_gives_the_same_bytes(self) -> None:
        here = position(VALUES, catalogue(8))
        first, again, other = (
            risk_drivers(here, "bank C", base_draws=128, seed=seed).table for seed in (1, 1, 2)
        )
        pd.testing.assert_frame_equal(first, again, check_exact=True)
        assert not first.equals(other)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"bank": "bank Z"}, "bank must be one of bank A, bank B, bank C; got 'bank Z'"),
        ({"risk": "credit"}, "risk must be one of"),
        ({"base_draws": 1000}, "base_draws must be a power of 2 and at least 64, got 1000"),
    ],
)
def test_bad_input(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        risk_drivers(position(VALUES, catalogue(8)), **{"bank": "bank A", **changes})
