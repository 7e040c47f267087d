"""The general engine: hierarchies, normalisations, aggregations, missing data, and thousands of runs."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.risk.composite import composite
from analytics.risk.profile import risk_history
from analytics.risk.scoring import aggregate
from analytics.risk.sensitivity import composite_sensitivity
from tests.analytics.risk.panels import catalogue, observations
from tests.counting import calls


def framework(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["name", "parent", "weight", "direction"][: len(rows[0])])


SMALL = framework(
    ("a", "left", 1, "up"),
    ("b", "left", 3, "down"),
    ("c", "right", 1, "up"),
    ("left", "top", 1, None),
    ("right", "top", 3, None),
    ("top", None, math.nan, None),
)
DATA = pd.DataFrame({"a": [1.0, 2, 3], "b": [3.0, 1, 2], "c": [10.0, 30, 20]}, index=["x", "y", "z"])


def wide(units: int = 51, seed: int = 3) -> tuple[pd.DataFrame, pd.DataFrame]:
    """49 indicators in 8 groups, these in 2, these in 1."""
    rng = np.random.default_rng(seed)
    names = [f"i{number}" for number in range(49)]
    data = pd.DataFrame(rng.normal(size=(units, 49)) + rng.normal(size=(units, 1)), columns=names)
    rows = [(name, f"group {at % 8}", 1.0) for at, name in enumerate(names)]
    rows += [(f"group {at}", f"half {at // 4}", 1.0) for at in range(8)]
    return data, framework(*rows, ("half 0", "index", 1.0), ("half 1", "index", 1.0), ("index", "", 1.0))


class TestNormalisation:
    def test_min_max_by_hand(self) -> None:
        scores = composite(DATA, SMALL).scores
        assert scores.columns.tolist() == ["a", "b", "c", "left", "right", "top"]
        assert scores["b"].tolist() == [0, 100, 50]
        assert scores["left"].tolist() == [0, 87.5, 62.5]
        assert scores.loc["y", "top"] == pytest.approx((87.5 + 3 * 100) / 4)

    def test_z_scores_have_mean_0_and_sample_deviation_1(self) -> None:
        scores = composite(DATA, SMALL, normalise="zscore").scores
        assert scores["a"].tolist() == [-1, 0, 1]
        assert scores["b"].tolist() == [-1, 1, 0]

    def test_ranks_fill_the_scale_and_ties_share(self) -> None:
        tied = DATA.assign(a=[5.0, 5.0, 9.0])
        scores = composite(tied, SMALL, normalise="rank", scale=(1, 5)).scores
        assert scores["a"].tolist() == [2, 2, 5]
        assert scores["b"].tolist() == [1, 5, 3]

    def test_knots(self) -> None:
        knots = SMALL.assign(
            **{f"knot{k}": [k, 4 - k, 10.0 * k, math.nan, math.nan, math.nan] for k in range(5)}
        )
        scores = composite(DATA, knots, normalise="knots", scale=(0, 10)).scores
        assert scores[["a", "b", "c"]].to_numpy().tolist() == [[2.5, 2.5, 2.5], [5, 7.5, 7.5], [7.5, 5, 5]]

    @given(factor=st.floats(1e-3, 1e3), shift=st.floats(-1e3, 1e3))
    @settings(max_examples=25, deadline=None)
    def test_the_unit_of_an_indicator_does_not_matter(self, factor: float, shift: float) -> None:
        for method in ("minmax", "zscore", "rank"):
            changed = composite(DATA.assign(a=DATA["a"] * factor + shift), SMALL, normalise=method).scores
            np.testing.assert_allclose(changed, composite(DATA, SMALL, normalise=method).scores, atol=1e-6)

    def test_units_may_be_a_column(self) -> None:
        with_column = DATA.reset_index(names="unit")
        pd.testing.assert_frame_equal(
            composite(with_column, SMALL).scores, composite(DATA, SMALL).scores, check_names=False
        )


class TestAggregation:
    def test_published_levels_of_a_three_level_index(self) -> None:
        """Pillars, sub-indices and index of the ASEM connectivity index as printed by COINr, 2 decimals."""
        pillars = {
            "Physical": [63.41, 64.87, 50.52, 58.18],
            "ConEcFin": [32.87, 46.62, 30.43, 25.70],
            "Political": [74.78, 84.55, 78.13, 80.03],
            "Instit": [85.94, 71.74, 75.35, 89.46],
            "P2P": [56.93, 41.92, 51.04, 33.80],
            "Environ": [77.21, 58.73, 69.83, 70.90],
            "Social": [87.85, 86.58, 86.40, 87.00],
            "SusEcFin": [56.88, 57.78, 61.29, 56.59],
        }
        rows = [(name, "Conn" if at < 5 else "Sust", 1.0, "up") for at, name in enumerate(pillars)]
        tree = framework(*rows, ("Conn", "Index", 1.0, "up"), ("Sust", "Index", 1.0, "up"))
        scores = composite(
            pd.DataFrame(pillars, index=["CHE", "NLD", "DNK", "NOR"]),
            tree.assign(**{f"knot{k}": 25.0 * k for k in range(5)}),
            normalise="knots",
        )
        np.testing.assert_allclose(scores.scores["Conn"], [62.79, 61.94, 57.10, 57.44], atol=0.0101)
        np.testing.assert_allclose(scores.scores["Sust"], [73.98, 67.70, 72.51, 71.50], atol=0.0101)
        np.testing.assert_allclose(scores.scores["Index"], [68.38, 64.82, 64.80, 64.47], atol=0.0101)
        assert scores.ranks["Index"].tolist() == [1, 2, 3, 4]

    @pytest.mark.parametrize(
        ("method", "p"),
        [("arithmetic", 1), ("geometric", 0), ("harmonic", -1), (2.0, 2), (7.5, 7.5), (math.inf, math.inf)],
    )
    def test_every_group_is_the_power_mean_of_its_children(self, method: str | float, p: float) -> None:
        scores = composite(DATA, SMALL, scale=(1, 100), aggregate=method).scores
        np.testing.assert_allclose(scores["left"], aggregate(scores[["a", "b"]], [1, 3], p=p))
        np.testing.assert_allclose(scores["top"], aggregate(scores[["left", "right"]], [1, 3], p=p))

    def test_zero_takes_geometric_and_harmonic_groups_to_zero(self) -> None:
        for method in ("geometric", "harmonic"):
            assert composite(DATA, SMALL, aggregate=method).scores.loc["x"].tolist() == [0] * 6
        weightless = SMALL.assign(weight=[0, 3, 1, 1, 3, math.nan])
        scores = composite(DATA, weightless, aggregate="geometric").scores
        np.testing.assert_allclose(scores["left"], scores["b"])

    def test_weights_are_rescaled_within_each_group(self) -> None:
        other = SMALL.assign(weight=[10, 30, 7, 2, 6, math.nan])
        np.testing.assert_allclose(composite(DATA, other).scores, composite(DATA, SMALL).scores)

    def test_a_parent_without_a_row_is_the_root(self) -> None:
        scores = composite(DATA, SMALL.iloc[:5]).scores
        np.testing.assert_allclose(scores["top"], composite(DATA, SMALL).scores["top"])

    @given(seed=st.integers(0, 9999))
    @settings(max_examples=20, deadline=None)
    def test_the_order_of_rows_and_columns_does_not_matter(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        shuffled = composite(
            DATA.iloc[rng.permutation(3), rng.permutation(3)], SMALL.iloc[rng.permutation(6)], aggregate=2.0
        ).scores
        expected = composite(DATA, SMALL, aggregate=2.0).scores
        np.testing.assert_allclose(shuffled.loc[expected.index, expected.columns], expected)

    def test_the_risk_scores_are_one_case_of_it(self) -> None:
        values = np.random.default_rng(1).uniform(0, 9, (3, 1, 8))
        table = catalogue(8)
        risks = risk_history(observations(values), table, p=3.0).risks
        rows = table.rename(columns={"indicator": "name", "risk": "parent"})
        groups = pd.DataFrame(
            {"name": table["risk"].unique(), "parent": "overall", "weight": 1.0, "direction": "up"}
        )
        data = pd.DataFrame(values[:, 0], columns=table["indicator"], index=["bank A", "bank B", "bank C"])
        scores = composite(data, pd.concat([rows, groups]), normalise="knots", aggregate=3.0).scores
        by_bank = risks.pivot_table(index="bank", columns="risk", values="score")
        np.testing.assert_allclose(scores[by_bank.columns], by_bank, rtol=1e-12)


class TestMissing:
    HOLES = DATA.assign(b=[3.0, 1, math.nan])

    def test_known_weights_are_rescaled_and_the_share_is_reported(self) -> None:
        result = composite(self.HOLES, SMALL)
        assert result.scores.loc["z", "left"] == 100
        assert result.availability.loc["z", "left"] == pytest.approx(0.25)
        assert result.availability.loc["z", "top"] == 1

    @pytest.mark.parametrize("method", ["arithmetic", 2.0, math.inf])
    def test_below_the_threshold_a_group_is_missing(self, method: str | float) -> None:
        scores = composite(self.HOLES, SMALL, availability=0.5, aggregate=method).scores
        assert math.isnan(scores.loc["z", "left"])
        assert scores.loc["z", "top"] == scores.loc["z", "right"]
        strict = composite(
            self.HOLES, SMALL, availability={"left": 0.25, "top": 1.0}, aggregate=method
        ).scores
        assert strict.loc["z", "left"] == 100

    def test_two_thirds_of_equal_weights_meet_a_threshold_of_two_thirds(self) -> None:
        tree = framework(*[(name, "top", 0.1, "up") for name in "abc"])
        data = pd.DataFrame({"a": [1.0, 2, 3], "b": [1.0, 2, 3], "c": [1.0, 3, math.nan]})
        assert composite(data, tree, availability=2 / 3).scores["top"].tolist() == pytest.approx(
            [0, 200 / 3, 100]
        )

    def test_a_unit_without_data_is_missing_not_zero(self) -> None:
        scores = composite(DATA.assign(**{name: [1.0, 2.0, math.nan] for name in "abc"}), SMALL).scores
        assert scores.loc["z"].isna().all()


class TestBadInput:
    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"name": ["a", "a", "c", "left", "right", "top"]}, "name each node once, got a more than once"),
            (
                {"parent": ["left", "left", "right", "top", "top", "left"], "weight": 1.0},
                "is its own ancestor",
            ),
            ({"weight": [0, 0, 1, 1, 3, 1]}, "group left: weights must not sum to zero"),
            ({"weight": [-1, 3, 1, 1, 3, 1]}, "weight of a must be finite and 0 or more"),
            ({"weight": [math.nan, 3, 1, 1, 3, 1]}, "weight of a must be finite"),
            ({"direction": ["north", *["up"] * 5]}, "direction of a must be up, down, 1 or -1"),
        ],
    )
    def test_framework(self, changes: dict[str, list[object]], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            composite(DATA, SMALL.assign(**changes))

    def test_data(self) -> None:
        with pytest.raises(ValueError, match="missing: b"):
            composite(DATA.drop(columns="b"), SMALL)
        with pytest.raises(ValueError, match="names no indicator left"):
            composite(DATA.assign(left=1.0), SMALL)
        with pytest.raises(ValueError, match="at least one unit"):
            composite(DATA.iloc[:0], SMALL)
        with pytest.raises(ValueError, match="must be finite"):
            composite(DATA.assign(a=math.inf), SMALL)
        with pytest.raises(
            ValueError, match="minmax needs an indicator that differs between units; not so: a"
        ):
            composite(DATA.assign(a=1.0), SMALL)
        with pytest.raises(ValueError, match="a has no knots"):
            composite(DATA, SMALL, normalise="knots")

    def test_settings(self) -> None:
        with pytest.raises(ValueError, match="normalise must be one of minmax, zscore, rank, knots"):
            composite(DATA, SMALL, normalise="log")
        with pytest.raises(ValueError, match="aggregate must be arithmetic, geometric, harmonic or a power"):
            composite(DATA, SMALL, aggregate="median")
        with pytest.raises(ValueError, match="aggregate must be a real power"):
            composite(DATA, SMALL, aggregate=math.nan)
        with pytest.raises(ValueError, match="scale must be two finite numbers that rise"):
            composite(DATA, SMALL, scale=(100, 0))
        with pytest.raises(ValueError, match=r"availability of left must lie in \[0, 1\], got 2"):
            composite(DATA, SMALL, availability={"left": 2})
        with pytest.raises(ValueError, match="availability must name groups of the framework, got 'a'"):
            composite(DATA, SMALL, availability={"a": 0.5})
        with pytest.raises(ValueError, match="scores below 0 cannot be aggregated with power 0"):
            composite(DATA, SMALL, normalise="zscore", aggregate="geometric")


class TestSensitivity:
    def test_without_spread_every_run_gives_the_nominal_ranks(self) -> None:
        data, tree = wide(units=10)
        result = composite_sensitivity(
            data,
            tree,
            weight_spread=0.0,
            normalisations=["minmax"],
            aggregations=["arithmetic"],
            base_runs=16,
        )
        ranks = result.ranks
        nominal = composite(data, tree).ranks["index"]
        assert ranks["nominal"].tolist() == nominal.tolist()
        assert (ranks["low"] == ranks["high"]).all()
        assert (result.influence == 0).all(axis=None)

    def test_the_same_seed_gives_the_same_bytes(self) -> None:
        data, tree = wide(units=8)
        first, second, other = (
            composite_sensitivity(data, tree, base_runs=64, seed=seed) for seed in (4, 4, 5)
        )
        pd.testing.assert_frame_equal(first.ranks, second.ranks, check_exact=True)
        pd.testing.assert_frame_equal(first.influence, second.influence, check_exact=True)
        assert not first.ranks.equals(other.ranks)

    def test_intervals_hold_the_nominal_rank_and_grow_with_the_spread(self) -> None:
        data, tree = wide(units=20)
        narrow, broad = (
            composite_sensitivity(data, tree, weight_spread=spread, base_runs=256).ranks
            for spread in (0.05, 0.6)
        )
        assert (broad["low"] <= broad["nominal"]).all()
        assert (broad["nominal"] <= broad["high"]).all()
        assert (broad["high"] - broad["low"]).sum() > (narrow["high"] - narrow["low"]).sum()

    def test_influence_falls_on_the_choice_that_moves_the_ranks(self) -> None:
        # One indicator, equal groups: the weights of its level cannot matter, those of the top level do.
        data = pd.DataFrame({"a": [0.0, 1.0, 0.52, 0.3], "b": [1.0, 0.0, 0.5, 0.6]})
        tree = framework(("a", "left", 1), ("b", "right", 1), ("left", "top", 1), ("right", "top", 1))
        result = composite_sensitivity(
            data, tree, normalisations=["minmax"], aggregations=["arithmetic"], base_runs=256
        )
        assert (result.influence["weights level 2"] == 0).all()
        assert result.influence.loc[0, "weights level 1"] == pytest.approx(1, abs=0.15)

    def test_6144_runs_of_51_units_and_49_indicators_take_no_more_steps_than_192(self) -> None:
        data, tree = wide()

        def run(base_runs: int) -> int:
            return composite_sensitivity(
                data,
                tree,
                normalisations=["minmax"],
                aggregations=["arithmetic", "geometric"],
                scale=(1, 100),
                base_runs=base_runs,
            ).runs

        assert (run(32), run(1024)) == (192, 6144)
        # Array work: `make bench` shows the 6,144 runs in well under a second.
        assert calls(lambda: run(1024)) < 1.1 * calls(lambda: run(32))

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"weight_spread": 1.0}, r"weight_spread must lie in \[0, 1\)"),
            ({"base_runs": 100}, "base_runs must be a power of 2, got 100"),
            ({"level": 1.0}, r"level must lie in \(0, 1\)"),
            ({"normalisations": []}, "must each hold at least one choice"),
            ({"node": "a"}, "node must be one of left, right, top; got 'a'"),
        ],
    )
    def test_bad_settings(self, changes: dict[str, object], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            composite_sensitivity(DATA, SMALL, **changes)

    def test_a_unit_without_a_score_is_refused(self) -> None:
        holes = DATA.assign(**{name: [1.0, 2.0, math.nan] for name in "abc"})
        with pytest.raises(ValueError, match="too little is known to score every unit at top"):
            composite_sensitivity(holes, SMALL, normalisations=["minmax"])
