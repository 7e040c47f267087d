"""Intervals, probabilities of grades, ranks, controls: what may be said of a score, and how surely."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.risk.position import risk_position
from analytics.risk.profile import risk_history
from analytics.risk.uncertainty import ScoreUncertainty, Spread, score_uncertainty
from tests.analytics.risk.panels import catalogue, observations, position
from tests.counting import calls

NOTHING = Spread(data_error=0, thresholds=0, weights=0, power=(2, 2))
VALUES = np.random.default_rng(8).uniform(0, 8, (4, 8))


def uncertainty(**settings: object) -> ScoreUncertainty:
    return score_uncertainty(position(VALUES, catalogue(8)), **{"draws": 500, **settings})


def row(result: ScoreUncertainty, bank: str, risk: str = "overall") -> pd.Series:
    table = result.table
    return table[(table["bank"] == bank) & (table["risk"] == risk)].iloc[0]


class TestPosition:
    def test_the_last_month_unless_another_is_named(self) -> None:
        history = risk_history(observations(np.stack([VALUES[:, :6], VALUES[:, 2:]], axis=1)), catalogue(6))
        assert risk_position(history).month == pd.Timestamp("2025-02-01")
        first = risk_position(history, month="2025-01-20")
        np.testing.assert_array_equal(first.values, VALUES[:, :6])
        risks = history.risks[history.risks["month"] == first.month]
        np.testing.assert_array_equal(first.risk_scores.ravel(), risks["score"])
        np.testing.assert_array_equal(first.risk_grades.ravel(), risks["grade"])

    def test_a_month_that_is_not_reported(self) -> None:
        history = risk_history(observations(VALUES[:, None, :6]), catalogue(6))
        with pytest.raises(ValueError, match="month must lie between 2025-01 and 2025-01, got 2031-01"):
            risk_position(history, month="2031-01")

    def test_unknown_bank_or_risk(self) -> None:
        here = position(VALUES, catalogue(8))
        with pytest.raises(ValueError, match=r"bank must be one of bank A, .*; got 'bank Z'"):
            here.bank_row("bank Z")
        with pytest.raises(ValueError, match=r"risk must be one of operational, .*; got 'credit'"):
            here.group_column("credit")


class TestDraws:
    def test_without_spread_every_draw_is_the_published_score(self) -> None:
        result = uncertainty(spread=NOTHING)
        expected = position(VALUES, catalogue(8)).risk_scores
        np.testing.assert_allclose(result.draws, np.repeat(expected[..., None], 500, axis=-1), rtol=1e-12)
        assert result.table["robust"].all()
        assert (result.table["rank_low"] == result.table["rank_high"]).all()

    def test_a_score_on_a_boundary_keeps_its_grade_in_every_draw(self) -> None:
        table = catalogue(1, red_flag=[False])
        result = score_uncertainty(position([[1.0], [2.0], [4.0]], table), spread=NOTHING, draws=100)
        assert result.table.loc[result.table["risk"] == "overall", "likely_grade"].tolist() == [2, 3, 4]

    def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(self) -> None:
        first, again, other = uncertainty(seed=3), uncertainty(seed=3), uncertainty(seed=4)
        assert first.draws.tobytes() == again.draws.tobytes()
        pd.testing.assert_frame_equal(first.table, again.table, check_exact=True)
        assert first.draws.tobytes() != other.draws.tobytes()

    def test_a_bank_draws_the_same_whichever_banks_are_asked_for(self) -> None:
        whole, part = uncertainty(), uncertainty(banks=["bank C", "bank A"])
        assert part.draws[0].tobytes() == whole.draws[2].tobytes()
        assert row(part, "bank A")["low"] == row(whole, "bank A")["low"]

    @given(seed=st.integers(0, 2**31), p=st.sampled_from([1.0, 2.0, 4.0]))
    @settings(max_examples=15, deadline=None)
    def test_draws_stay_on_the_scale_and_intervals_hold_the_score(self, seed: int, p: float) -> None:
        rng = np.random.default_rng(seed)
        values = rng.uniform(-2, 12, (3, 6))
        values[rng.random(values.shape) < 0.3] = np.nan
        wild = Spread(data_error=3.0, thresholds=0.99, weights=0.99, power=(0.5, 8.0))
        result = score_uncertainty(position(values, catalogue(6), p=p), draws=200, spread=wild, seed=seed)
        assert ((result.draws >= 0) & (result.draws <= 100)).all()
        table = result.table
        assert (table["low"] <= table["score"]).all()
        assert (table["score"] <= table["high"]).all()
        np.testing.assert_allclose(table.filter(like="probability_").sum(axis=1), 1)
        assert (table["rank_low"] <= table["rank"]).all()
        assert (table["rank"] <= table["rank_high"]).all()

    def test_only_conventional_thresholds_move(self) -> None:
        only_thresholds = Spread(data_error=0, thresholds=0.2, weights=0, power=(2, 2))
        for tag, moves in (("V", False), ("C", True)):
            table = catalogue(1, red_flag=[False], provenance=[tag])
            result = score_uncertainty(position([[2.0]], table), spread=only_thresholds, draws=200)
            assert (result.draws.std() > 1) == moves

    def test_a_cut_that_its_source_sets_for_another_purpose_moves_like_a_convention(self) -> None:
        only_thresholds = Spread(data_error=0, thresholds=0.2, weights=0, power=(2, 2))
        for use, moves in (("S", False), ("C", True)):
            uses = {f"use_{cut}": [use] for cut in (1, 2, 3)}
            table = catalogue(1, red_flag=[False], provenance=["V"], **uses)
            result = score_uncertainty(position([[2.0]], table), spread=only_thresholds, draws=200)
            assert (result.draws.std() > 1) == moves

    def test_a_threshold_moves_by_its_share_of_the_distance_from_the_best_value(self) -> None:
        # Value 2 on the second cut: moving that cut by 20 % to 1.6 or 2.4 moves the score.
        tags = {"tag_1": ["V"], "tag_2": ["C"], "tag_3": ["V"]}
        table = catalogue(1, red_flag=[False], **tags)
        only_thresholds = Spread(data_error=0, thresholds=0.2, weights=0, power=(1, 1))
        draws = score_uncertainty(position([[2.0]], table), spread=only_thresholds, draws=4000).draws
        assert draws.min() == pytest.approx(25 + 25 * 1 / 1.4, abs=0.1)
        assert draws.max() == pytest.approx(50 + 25 * 0.4 / 2.4, abs=0.1)

    def test_counts_are_exact(self) -> None:
        only_data = Spread(data_error=0.1, thresholds=0, weights=0, power=(2, 2))
        for whole, moves in ((True, False), (False, True)):
            table = catalogue(1, red_flag=[False], count=[whole])
            draws = score_uncertainty(position([[2.0]], table), spread=only_data, draws=200).draws
            assert (draws.std() > 1) == moves

    def test_data_error_is_a_share_of_the_distance_from_the_best_value(self) -> None:
        only_data = Spread(data_error=0.05, thresholds=0, weights=0, power=(1, 1))
        table = catalogue(
            1, red_flag=[False], direction=["down"], **{f"knot{k}": [100.0 - k] for k in range(5)}
        )
        draws = score_uncertainty(position([[98.0]], table), spread=only_data, draws=20_000).draws
        assert draws[0, 0].mean() == pytest.approx(50, abs=0.1)
        assert draws[0, 0].std() == pytest.approx(25 * 0.05 * 2, rel=0.03)

    def test_a_missing_indicator_is_never_drawn_below_its_published_score(self) -> None:
        table = catalogue(1, red_flag=[False])
        result = score_uncertainty(position([[np.nan], [2.0], [2.0]], table), spread=NOTHING, draws=2000)
        silent = row(result, "bank A")
        assert silent["score"] == pytest.approx(50 + 50 / 12)
        assert result.draws[0].min() >= silent["score"] - 1e-9
        assert result.draws[0].max() > 99

    def test_a_red_flag_holds_every_grade_at_3_or_worse(self) -> None:
        table = catalogue(1, red_flag=[True])
        result = row(score_uncertainty(position([[1.2], [0.0]], table), draws=200), "bank A")
        assert (result["grade"], result["likely_grade"], result["probability_3"]) == (3, 3, 1.0)


class TestTable:
    def test_grade_near_a_boundary_is_marked_not_robust(self) -> None:
        table = catalogue(1, red_flag=[False])
        result = score_uncertainty(position([[2.0], [0.3]], table), draws=4000)
        edge, centre = row(result, "bank A"), row(result, "bank B")
        assert not edge["robust"]
        assert max(edge["probability_2"], edge["probability_3"]) < 0.8
        assert centre["robust"]
        assert centre["likely_grade"] == 1

    def test_the_badge_follows_its_threshold(self) -> None:
        table = uncertainty().table
        probability = pd.Series([row[f"probability_{row['grade']}"] for _at, row in table.iterrows()])
        assert (uncertainty(robust_at=0.5).table["robust"] == (probability >= 0.5)).all()

    def test_ranks_run_from_the_lowest_risk_and_banks_apart_keep_theirs(self) -> None:
        table = catalogue(1, red_flag=[False])
        result = score_uncertainty(position([[8.0], [0.1], [3.0], [3.01]], table), draws=1000)
        overall = result.table[result.table["risk"] == "overall"].set_index("bank")
        assert overall["rank"].tolist() == [4, 1, 2, 3]
        assert overall.loc["bank B", ["rank_low", "rank_high"]].tolist() == [1, 1]
        assert overall.loc["bank C", ["rank_low", "rank_high"]].tolist() == [2, 3]

    def test_a_wider_level_gives_a_wider_interval(self) -> None:
        narrow, wide = uncertainty(level=0.5).table, uncertainty(level=0.95).table
        assert (wide["low"] <= narrow["low"]).all()
        assert (wide["high"] >= narrow["high"]).all()
        assert (wide["high"] - wide["low"]).sum() > 1.5 * (narrow["high"] - narrow["low"]).sum()


class TestSettings:
    @pytest.mark.parametrize(
        ("settings", "message"),
        [
            ({"draws": 10}, "draws must be 100 or more, got 10"),
            ({"level": 1.0}, r"level must lie in \(0, 1\)"),
            ({"robust_at": 0.0}, r"robust_at must lie in \(0, 1\)"),
            ({"seed": -1}, "seed must be 0 or more"),
            ({"banks": ["bank Z"]}, "bank must be one of"),
        ],
    )
    def test_bad_settings(self, settings: dict[str, object], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            uncertainty(**settings)

    @pytest.mark.parametrize(
        ("spread", "message"),
        [
            ({"thresholds": 1.0}, r"thresholds must lie in \[0, 1\), got 1.0"),
            ({"weights": -0.1}, r"weights must lie in \[0, 1\)"),
            ({"data_error": np.nan}, "data_error must lie in"),
            ({"power": (0.0, 2.0)}, "power must be two positive numbers in order"),
            ({"power": (3.0, 2.0)}, "power must be two positive numbers in order"),
        ],
    )
    def test_bad_spread(self, spread: dict[str, object], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            Spread(**spread)

    def test_10000_draws_of_20_banks_and_37_indicators_take_less_than_a_step_each(self) -> None:
        here = position(np.random.default_rng(2).uniform(0, 8, (20, 37)), catalogue(37))
        assert score_uncertainty(here, draws=10_000).draws.shape == (20, 5, 10_000)
        few = calls(lambda: score_uncertainty(here, draws=1_000))
        many = calls(lambda: score_uncertainty(here, draws=10_000))
        # Blocks of draws at once: `make bench` shows them in about half a second.
        assert many - few < 10_000 - 1_000
        assert many < 3 * few
