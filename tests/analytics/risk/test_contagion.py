"""DebtRank against published figures, and the laws of contagion and spill-over."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.risk.contagion import (
    DEFAULT_SPILL,
    PUBLISHED_CHANGE,
    debtrank,
    infection_matrix,
    spill_matrix,
    spill_over,
    trust_links,
)

# The four-node network of the reference: row exposed to column, buffers, weights.
LINKS = np.array([[0, 2, 1, 0], [0, 0, 3, 1], [4, 0, 0, 0], [1, 1, 0, 0]], dtype=float)
BUFFERS = np.array([10.0, 5.0, 6.0, 4.0])
WEIGHTS = np.array([40.0, 30.0, 20.0, 10.0])


def as_published(shock: np.ndarray | list[float]) -> float:
    """The tolerance under which rounds end where the published implementation ends them."""
    return float(PUBLISHED_CHANGE / np.linalg.norm(shock))


class TestReference:
    @pytest.mark.parametrize(
        ("node", "expected"),
        [(0, 0.312261458333), (1, 0.144607407407), (2, 0.306335), (3, 0.0904170666667)],
    )
    def test_one_node_fully_shocked(self, node: int, expected: float) -> None:
        result = debtrank(LINKS, BUFFERS, np.eye(4)[node], weights=WEIGHTS, tolerance=as_published([1]))
        assert result.additional == pytest.approx(expected, abs=1e-11)
        assert result.total == pytest.approx(expected + WEIGHTS[node] / 100, abs=1e-11)

    def test_threshold_variant(self) -> None:
        result = debtrank(LINKS, BUFFERS, np.eye(4), weights=WEIGHTS, method="threshold")
        np.testing.assert_allclose(result.additional, [0.158333333333, 0.105, 0.22, 0.06], atol=1e-11)

    def test_partial_shocks(self) -> None:
        everyone, second = (
            debtrank(LINKS, BUFFERS, shock, weights=WEIGHTS, tolerance=as_published(shock))
            for shock in ([0.2] * 4, [0, 0.5, 0, 0])
        )
        assert everyone.additional == pytest.approx(0.234017158461, abs=1e-11)
        assert second.additional == pytest.approx(0.110112851273, abs=1e-11)

    def test_a_smaller_tolerance_passes_the_rest_on(self) -> None:
        result = debtrank(LINKS, BUFFERS, np.eye(4)[0], weights=WEIGHTS, tolerance=1e-14)
        assert result.additional == pytest.approx(0.312280701754, abs=1e-11)

    @pytest.mark.parametrize("size", [1.0, 0.5, 1e-3, 1e-6])
    def test_of_a_small_shock_to_a_ring_nothing_is_left_out(self, size: float) -> None:
        nodes, strength = 20, 0.95
        ring = strength * np.roll(np.eye(nodes), 1, axis=0)
        small = 0.05 * size
        stress = debtrank(ring, np.ones(nodes), small * np.eye(nodes)[0]).stress
        # Round after round the stress comes by again, weaker by the strength to the power of the ring.
        exact = small * strength ** np.arange(nodes) / (1 - strength**nodes)
        np.testing.assert_allclose(stress, exact, rtol=1e-6)
        # What the published rule leaves out of a small shock is most of it.
        stopped = debtrank(
            ring, np.ones(nodes), small * np.eye(nodes)[0], tolerance=as_published([small])
        ).stress
        assert (stopped.sum() < 0.9 * exact.sum()) == (size < 0.5)

    def test_the_other_orientation_gives_other_figures(self) -> None:
        turned = debtrank(LINKS.T, BUFFERS, np.eye(4), weights=WEIGHTS).additional
        assert not np.isclose(turned, [0.312261, 0.144607, 0.306335, 0.090417], atol=1e-3).any()


networks = st.integers(0, 2**32 - 1).map(np.random.default_rng)


def network(rng: np.random.Generator, size: int = 5) -> tuple[np.ndarray, np.ndarray]:
    links = rng.uniform(0, 3, (size, size)) * (rng.random((size, size)) < 0.5)
    np.fill_diagonal(links, 0)
    return links, rng.uniform(1, 10, size)


class TestLaws:
    @given(rng=networks)
    @settings(max_examples=50, deadline=None)
    def test_stress_stays_between_the_shock_and_1(self, rng: np.random.Generator) -> None:
        links, buffers = network(rng)
        shocks = rng.random((6, 5)) * rng.random((6, 1))
        for method in ("debtrank", "threshold"):
            result = debtrank(links, buffers, shocks, method=method)
            assert (result.stress >= shocks - 1e-12).all()
            assert (result.stress <= 1).all()
            assert (result.additional >= -1e-12).all()
            np.testing.assert_allclose(result.total, result.stress.mean(axis=1))

    @given(rng=networks)
    @settings(max_examples=50, deadline=None)
    def test_more_shock_more_links_or_thinner_buffers_never_mean_less_stress(
        self, rng: np.random.Generator
    ) -> None:
        links, buffers = network(rng)
        shock = 0.5 * rng.random(5)
        more = np.where(links > 0, links + rng.random((5, 5)), links)
        calm = debtrank(links, buffers, shock, tolerance=1e-12).stress
        for other in (
            debtrank(links, buffers, shock + 0.5 * rng.random(5), tolerance=1e-12),
            debtrank(more, buffers, shock, tolerance=1e-12),
            debtrank(links, buffers * 0.7, shock, tolerance=1e-12),
        ):
            assert (other.stress >= calm - 1e-9).all()

    @given(rng=networks, factor=st.floats(0.01, 100))
    @settings(max_examples=30, deadline=None)
    def test_units_order_and_company_do_not_matter(self, rng: np.random.Generator, factor: float) -> None:
        links, buffers = network(rng)
        shocks = rng.random((3, 5))
        together = debtrank(links, buffers, shocks).stress
        np.testing.assert_allclose(
            debtrank(links * factor, buffers * factor, shocks).stress, together, atol=1e-9
        )
        order = rng.permutation(5)
        shuffled = debtrank(links[np.ix_(order, order)], buffers[order], shocks[:, order]).stress
        np.testing.assert_allclose(shuffled, together[:, order], atol=1e-9)
        alone = [debtrank(links, buffers, shock).stress for shock in shocks]
        np.testing.assert_allclose(alone, together, atol=1e-12)

    def test_small_shocks_add_up_as_the_series_of_the_matrix(self) -> None:
        shock = np.array([0.01, 0.0, 0.02, 0.0])
        expected = np.linalg.solve(np.eye(4) - LINKS / BUFFERS[:, None], shock)
        stress = debtrank(LINKS, BUFFERS, shock, tolerance=1e-15).stress
        np.testing.assert_allclose(stress, expected, rtol=1e-10)

    def test_without_links_nothing_spreads(self) -> None:
        result = debtrank(np.zeros((3, 3)), [1, 1, 1], [0.3, 0, 1])
        assert result.additional == 0
        assert result.stress.tolist() == [0.3, 0, 1]


class TestWhoInfectsWhom:
    def test_rows_are_the_shocked_and_columns_the_reached(self) -> None:
        table = infection_matrix(LINKS, BUFFERS, ["A", "B", "C", "D"])
        assert table.loc["C", "B"] == pytest.approx(debtrank(LINKS, BUFFERS, [0, 0, 1, 0]).stress[1])
        assert table.loc["A", "A"] == 0
        additional = debtrank(LINKS, BUFFERS, np.eye(4), weights=WEIGHTS).additional
        np.testing.assert_allclose(table.to_numpy() @ WEIGHTS / 100, additional)

    def test_bad_input(self) -> None:
        with pytest.raises(ValueError, match=r"size must lie in \(0, 1\], got 0"):
            infection_matrix(LINKS, BUFFERS, list("ABCD"), size=0)
        with pytest.raises(ValueError, match="names must be one for each node: 4, got 2"):
            infection_matrix(LINKS, BUFFERS, ["A", "B"])


class TestTrustLinks:
    TABLE = pd.DataFrame(
        [("x", "y", "vendor", 0.2), ("x", "y", "group", 0.3), ("y", "z", "vendor", 0.5)],
        columns=["bank", "counterpart", "link", "strength"],
    )

    def test_kinds_add_up_and_trust_scales_them(self) -> None:
        matrix = trust_links(self.TABLE, ["x", "y", "z"])
        assert matrix.tolist() == [[0, 0.5, 0], [0, 0, 0.5], [0, 0, 0]]
        half = trust_links(self.TABLE, ["x", "y", "z"], trust=0.5, kinds={"group": 0.0})
        assert half.tolist() == [[0, 0.1, 0], [0, 0, 0.25], [0, 0, 0]]

    def test_the_counterparts_stress_reaches_the_bank(self) -> None:
        stress = debtrank(trust_links(self.TABLE, ["x", "y", "z"]), [1, 1, 1], [0, 0, 1]).stress
        assert stress.tolist() == pytest.approx([0.25, 0.5, 1])

    def test_without_trust_in_common_nothing_spreads(self) -> None:
        assert (
            debtrank(trust_links(self.TABLE, ["x", "y", "z"], trust=0), [1, 1, 1], [0, 0, 1]).additional == 0
        )

    @pytest.mark.parametrize(
        ("changes", "settings", "message"),
        [
            ({"bank": "w"}, {}, "unknown bank w; known: x, y, z"),
            ({"counterpart": "x", "bank": "x"}, {}, "x is linked to itself"),
            ({"strength": 1.5}, {}, r"strength must lie in \[0, 1\]"),
            ({}, {"trust": -1}, "trust must be finite and 0 or more, got -1"),
            ({}, {"kinds": {"rumour": 1}}, "no link of kind rumour"),
        ],
    )
    def test_bad_input(self, changes: dict[str, object], settings: dict[str, object], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            trust_links(self.TABLE.assign(**changes), ["x", "y", "z"], **settings)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"links": np.ones((2, 3))}, "links must be a square matrix"),
        ({"links": -LINKS}, "links must be finite and 0 or more"),
        ({"links": LINKS + np.eye(4)}, "links must have a diagonal of 0"),
        ({"buffers": [1, 2, 3]}, "buffers must be one for each node: 4"),
        ({"buffers": [1, 2, 3, 0]}, "buffers must be finite and above 0"),
        ({"shock": [0, 0, 0, 1.1]}, r"shock must lie in \[0, 1\]"),
        ({"shock": [0, 0, math.nan, 1]}, r"shock must lie in \[0, 1\]"),
        ({"shock": [0, 1]}, "shock must hold one value for each node: 4"),
        ({"weights": [0, 0, 0, 0]}, "weights must not sum to zero"),
        ({"weights": [1, 1]}, "weights must be one for each node: 4"),
        ({"method": "panic"}, "method must be debtrank or threshold"),
        ({"tolerance": 0.0}, "tolerance must be above 0"),
    ],
)
def test_bad_input(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        debtrank(**{"links": LINKS, "buffers": BUFFERS, "shock": np.eye(4)[0], **changes})


class TestSpillOver:
    SCORES = pd.DataFrame(
        {
            "operational": [40.0, 90.0],
            "regulatory": [20.0, 80.0],
            "legal": [10.0, 60.0],
            "reputational": [30.0, 95.0],
        },
        index=["bank A", "bank B"],
    )

    def test_by_hand(self) -> None:
        after = spill_over(self.SCORES).after
        assert after.loc["bank A"].tolist() == pytest.approx([40, 24, 14, 30 + 12 + 2])
        assert after.loc["bank B"].tolist() == pytest.approx([90, 89, 76, 100])

    def test_default_matrix(self) -> None:
        matrix = spill_matrix(tuple(self.SCORES.columns))
        assert matrix.loc["operational", "reputational"] == 0.30
        assert matrix.loc["reputational", "operational"] == 0
        assert matrix.to_numpy().sum() == pytest.approx(sum(DEFAULT_SPILL.values()))

    @given(rng=networks)
    @settings(max_examples=40, deadline=None)
    def test_no_risk_falls_none_exceeds_100_and_the_additions_make_the_difference(
        self, rng: np.random.Generator
    ) -> None:
        scores = pd.DataFrame(rng.uniform(0, 100, (3, 4)), columns=self.SCORES.columns)
        spill = pd.DataFrame(rng.random((4, 4)), index=scores.columns, columns=scores.columns)
        spill = spill * (1 - np.eye(4))
        result = spill_over(scores, spill.sample(frac=1, random_state=1))
        assert (result.after.to_numpy() >= scores.to_numpy()).all()
        assert (result.after.to_numpy() <= 100).all()
        np.testing.assert_allclose(result.added.sum(axis=1), result.after - result.before, atol=1e-9)

    def test_without_spill_nothing_changes(self) -> None:
        none = spill_matrix(tuple(self.SCORES.columns), {})
        pd.testing.assert_frame_equal(spill_over(self.SCORES, none).after, self.SCORES)

    def test_bad_input(self) -> None:
        risks = tuple(self.SCORES.columns)
        with pytest.raises(ValueError, match=r"shares must lie in \[0, 1\]"):
            spill_matrix(risks, {("legal", "regulatory"): 1.5})
        with pytest.raises(ValueError, match="unknown risk in credit to legal"):
            spill_matrix(risks, {("credit", "legal"): 0.5})
        with pytest.raises(ValueError, match="legal cannot spill over to itself"):
            spill_matrix(risks, {("legal", "legal"): 0.5})
        with pytest.raises(ValueError, match=r"scores must lie in \[0, 100\]"):
            spill_over(self.SCORES * 2)
        with pytest.raises(ValueError, match="matrix must have the risks"):
            spill_over(self.SCORES, spill_matrix(risks).drop(columns="legal"))
