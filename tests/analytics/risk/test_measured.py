"""What was never reported is not measured: no score, no grade on too little, bounds that hold in any case."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.risk.combination import cheapest_combination
from analytics.risk.coverage import coverage
from analytics.risk.drivers import risk_drivers
from analytics.risk.grade_moves import grade_moves
from analytics.risk.measured import MOST_UNMEASURED, is_gradable
from analytics.risk.position import RiskPosition, risk_position
from analytics.risk.profile import RiskHistory, risk_history, since_first_report
from analytics.risk.reweighting import smallest_reweighting
from analytics.risk.scoring import aggregate
from analytics.risk.supervision import evidence_gaps, system_summary, tools_scoreboard
from analytics.risk.uncertainty import Spread, score_bands, score_uncertainty
from analytics.risk.waterfall import score_waterfall
from tests.analytics.risk.panels import catalogue, observations

MISSING = np.nan
SIZE = 12
FLAGLESS = catalogue(SIZE, red_flag=[False] * SIZE)


def history(values: np.ndarray, never_reported: str = "unmeasured", **settings: object) -> RiskHistory:
    return risk_history(observations(values), FLAGLESS, never_reported=never_reported, **settings)


def two_banks(reported: list[int], months: int = 3) -> np.ndarray:
    """Bank A reports some indicators only, bank B all of them; values away from the ends."""
    values = np.random.default_rng(7).uniform(1.5, 6, (2, months, SIZE))
    kept = np.isin(np.arange(SIZE), reported)
    values[0, :, ~kept] = MISSING
    return values


def place(values: np.ndarray, never_reported: str = "unmeasured") -> RiskPosition:
    return risk_position(history(values, never_reported))


def row(table: pd.DataFrame, bank: str = "bank A", risk: str = "overall") -> pd.Series:
    return table[(table["bank"] == bank) & (table["risk"] == risk)].iloc[-1]


@st.composite
def partial_panels(draw: st.DrawFn) -> np.ndarray:
    """Panels of two banks in which the first has never reported some indicators, all else is reported."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    values = rng.uniform(0, 9, (2, draw(st.integers(2, 5)), SIZE))
    values[0, :, rng.random(SIZE) < draw(st.sampled_from([0.1, 0.4, 0.8]))] = MISSING
    return values


class TestScoreOfWhatIsMeasured:
    def test_it_is_the_mean_of_what_is_reported_and_says_of_how_many(self) -> None:
        values = two_banks([0, 4, 1])
        risks = history(values).risks
        operational = row(risks, risk="operational")
        scores = row(history(values).indicators, risk="operational")
        assert scores["status"] == "never"
        reported = history(values).indicators
        reported = reported[(reported["bank"] == "bank A") & (reported["month"] == reported["month"].max())]
        reported = reported.set_index("indicator")["score"]
        assert operational["score"] == pytest.approx(aggregate(reported[["I0", "I4"]], [1.0, 1.0], p=2.0))
        assert (operational["n_measured"], operational["n_indicators"]) == (2, 3)
        assert np.isnan(row(risks, risk="legal")["score"])
        assert (row(risks)["n_measured"], row(risks)["n_indicators"]) == (3, SIZE)

    def test_no_grade_beyond_a_third_of_the_weight_and_one_at_a_third(self) -> None:
        assert MOST_UNMEASURED == 1 / 3
        assert is_gradable([1.0, 2 / 3, 0.66, 0.0]).tolist() == [True, True, False, False]
        risks = history(two_banks([0, 4, 1])).risks
        assert row(risks, risk="operational")["grade"] > 0
        assert row(risks)["grade"] == row(risks, risk="regulatory")["grade"] == 0
        assert row(risks, "bank B")["grade"] > 0

    def test_a_bank_that_reports_all_reads_as_it_did(self) -> None:
        values = two_banks(list(range(SIZE)))
        pd.testing.assert_frame_equal(history(values).risks, history(values, "worst").risks)
        table = [score_uncertainty(place(values, rule), draws=200).table for rule in ("unmeasured", "worst")]
        pd.testing.assert_frame_equal(*table)

    @given(values=partial_panels(), fill=st.integers(0, 2**32 - 1))
    @settings(max_examples=25, deadline=None)
    def test_the_band_holds_the_score_under_any_filling(self, values: np.ndarray, fill: int) -> None:
        at = place(values)
        table = score_uncertainty(at, draws=100).table
        band = table[table["bank"] == "bank A"]
        unknown = np.isnan(values[0, -1])
        drawn = np.random.default_rng(fill).uniform(0, 8, SIZE)
        rising = at.catalogue.rising
        for known in (drawn, np.where(rising, 0.0, 8.0), np.where(rising, 8.0, 0.0)):
            filled = values.copy()
            filled[0, :, unknown] = known[unknown, None]
            truth = place(filled).risk_scores[0]
            assert (band["low"] <= truth + 1e-9).all()
            assert (band["high"] >= truth - 1e-9).all()

    def test_without_a_grade_there_is_no_rank_and_others_are_ranked_without_it(self) -> None:
        values = np.concatenate([two_banks([0]), 0.8 * two_banks(list(range(SIZE)))])
        table = score_uncertainty(place(values), draws=200).table
        overall = table[table["risk"] == "overall"].set_index("bank")
        assert overall["rank"].tolist()[0] == overall["rank_high"].tolist()[0] == 0
        assert sorted(overall["rank"].tolist()[1:]) == [1, 2, 3]
        assert (overall["n_ranked"] == 3).all()
        assert overall.loc["bank A", ["probability_1", "probability_4"]].isna().all()
        assert not overall.loc["bank A", "robust"]

    def test_the_strict_rule_counts_it_as_worst_and_says_how_many_points_that_adds(self) -> None:
        values = two_banks([0, 4, 1], months=14)
        strict, measured = (row(history(values, rule).risks) for rule in ("worst", "unmeasured"))
        assert strict["score"] > measured["score"] + 20
        assert strict["grade"] == 4
        assert strict["silence"] == pytest.approx(strict["score"] - measured["score"])
        assert measured["silence"] == pytest.approx(0)


class TestStopped:
    """An indicator that was reported once keeps the strict rule: silence never helps."""

    @given(values=partial_panels(), pick=st.integers(0, SIZE - 1), months=st.integers(1, 4))
    @settings(max_examples=30, deadline=None)
    def test_taking_back_the_last_months_never_improves_a_score_or_loses_a_grade(
        self, values: np.ndarray, pick: int, months: int
    ) -> None:
        frame = observations(values)
        last = sorted(frame["month"].unique())[max(values.shape[1] - months, 1) :]
        gone = (frame["bank"] == "bank A") & (frame["indicator"] == f"I{pick}") & frame["month"].isin(last)
        before, after = (
            risk_history(each, FLAGLESS, never_reported="unmeasured").risks
            for each in (frame, frame.assign(withdrawn=gone))
        )
        same = np.isnan(before["score"]) == np.isnan(after["score"])
        assert same.all()
        assert (after["score"].dropna() >= before["score"].dropna() - 1e-9).all()
        assert ((after["grade"] > 0) == (before["grade"] > 0)).all()
        assert (after["grade"] >= before["grade"]).all()

    @given(values=partial_panels(), pick=st.integers(0, SIZE - 1))
    @settings(max_examples=30, deadline=None)
    def test_silence_is_never_better_than_repeating_the_last_value(
        self, values: np.ndarray, pick: int
    ) -> None:
        silent, repeated = values.copy(), values.copy()
        silent[0, 1:, pick] = MISSING
        repeated[0, 1:, pick] = values[0, 0, pick]
        after, before = (history(each).risks["score"].dropna() for each in (silent, repeated))
        assert (after >= before - 1e-9).all()

    def test_what_silence_adds_stands_apart_from_the_score(self) -> None:
        values = two_banks(list(range(SIZE)), months=8)
        values[0, :, 0], values[1, :, 0] = 1.0, 1.0
        values[0, 2:, 0] = MISSING
        risk = row(history(values).risks, risk="operational")
        held = values.copy()
        held[0, :, 0] = 1.0
        assert risk["score"] - risk["silence"] == pytest.approx(
            row(history(held).risks, risk="operational")["score"]
        )
        assert risk["silence"] > 5
        assert risk["coverage"] == 1


class TestHistory:
    def test_it_starts_at_the_first_report_of_the_bank_and_of_the_risk(self) -> None:
        values = two_banks(list(range(SIZE)), months=6)
        values[0, :3] = MISSING
        values[0, :5, 1::4] = MISSING
        found = since_first_report(history(values))
        own = found.risks[found.risks["bank"] == "bank A"]
        assert own["month"].min() == pd.Timestamp("2025-04-01")
        assert found.risks.loc[found.risks["bank"] == "bank B", "month"].min() == pd.Timestamp("2025-01-01")
        assert set(found.indicators.loc[found.indicators["bank"] == "bank A", "month"]) == set(own["month"])
        bands = score_bands(found, "bank A", draws=100)
        starts = bands.groupby("risk")["month"].min()
        assert starts["operational"] == pd.Timestamp("2025-04-01")
        assert starts["regulatory"] == pd.Timestamp("2025-06-01")
        assert bands["score"].notna().all()

    def test_two_months_that_measure_other_indicators_are_not_compared(self) -> None:
        values = two_banks(list(range(SIZE)), months=3)
        values[0, 0, 1] = MISSING
        found = history(values)
        with pytest.raises(ValueError, match="do not measure the same indicators of overall at bank A"):
            score_waterfall(found, "bank A", "2025-01", "2025-03")
        steps = score_waterfall(found, "bank A", "2025-01", "2025-03", risk="operational")
        assert steps.table["contribution"].sum() == pytest.approx(steps.end - steps.start)
        assert score_waterfall(found, "bank A", "2025-02", "2025-03").end == pytest.approx(
            row(found.risks)["score"]
        )


class TestWhatIsMadeOfIt:
    def test_drivers_and_steps_concern_what_is_measured(self) -> None:
        at = place(two_banks([0, 1, 2, 3, 4, 5, 6, 7, 8]))
        drivers = risk_drivers(at, "bank A", base_draws=64)
        assert "I9" not in set(drivers.table["indicator"])
        assert drivers.table["contribution"].sum() == pytest.approx(drivers.score)
        assert drivers.score == pytest.approx(at.risk_scores[0, -1])
        moves = grade_moves(at, "bank A")
        assert moves.score == pytest.approx(drivers.score)
        assert set(moves.table["indicator"]) == set(drivers.table["indicator"])
        assert set(cheapest_combination(at, "bank A").table["indicator"]) <= set(drivers.table["indicator"])

    def test_no_step_to_a_better_grade_without_a_grade(self) -> None:
        at = place(two_banks([0, 1]))
        for ask in (grade_moves, cheapest_combination):
            with pytest.raises(ValueError, match="overall is not gradable at bank A"):
                ask(at, "bank A")
        with pytest.raises(ValueError, match="risk must be one of"):
            risk_drivers(at, "bank A", risk="legal", base_draws=64)

    def test_two_banks_are_swapped_on_what_both_report(self) -> None:
        found = smallest_reweighting(place(two_banks([0, 1, 4, 5, 8, 9])), "bank A", "bank B")
        assert set(found.table["indicator"]) == {"I0", "I1", "I4", "I5", "I8", "I9"}

    def test_the_system_counts_gradable_banks_and_names_the_others(self) -> None:
        at = place(two_banks([0, 4, 8]))
        summary = system_summary(at).set_index("risk")
        assert summary.loc["overall", "mean"] == pytest.approx(at.risk_scores[1, -1])
        assert summary.loc["overall", "not_gradable"] == 1
        assert summary.loc["operational", "not_gradable"] == 0
        nobody = place(two_banks([0])[:1])
        empty = system_summary(nobody).set_index("risk").loc["overall"]
        assert np.isnan(empty["mean"])
        assert empty["worst_bank"] == ""

    def test_tools_and_standards_use_the_banks_that_report(self) -> None:
        at = place(two_banks([0]))
        board = tools_scoreboard(at, indicators={"adaptation": ("I1",)}).measures.set_index("measure")
        assert board.loc["I1", "score"] == pytest.approx(at.scores[1, 1])
        assert board.loc["I1", "low"] < board.loc["I1", "score"] < board.loc["I1", "high"]
        mapping = pd.DataFrame({"indicator": ["I0", "I1", "I2"], "reference": ["P1", "P2", "P1"]})
        matrix = coverage(at, mapping, "BCBS98").matrix.set_index(["bank", "reference"])
        assert matrix.loc[("bank A", "P2"), "grade"] == matrix.loc[("bank A", "P1"), "grade"] == 0
        assert matrix.loc[("bank B", "P1"), "grade"] > 0

    def test_each_gap_says_what_it_leaves_open(self) -> None:
        found = history(two_banks([0, 4, 8, 1, 2, 3]))
        gaps = evidence_gaps(found, risk_position(found))
        assert set(gaps["bank"]) == {"bank A"}
        assert len(gaps) == SIZE - 6
        assert gaps["value_month"].isna().all()
        assert (gaps["open_points"] > 0).all()


class TestPenalty:
    """More than a third of the weight not reported this month: the last grade observed holds, or worse."""

    def stopped(self, last: float, silent: int, months: int = 6) -> tuple[pd.Series, pd.Series]:
        """Four indicators of one risk, ``silent`` of which stop after a month; and the same repeated."""
        table = catalogue(
            4,
            risk=["operational"] * 4,
            direction=["up"] * 4,
            weight=[1.0] * 4,
            red_flag=[False] * 4,
            **{f"knot{k}": [knot] * 4 for k, knot in enumerate((0.0, 1.0, 2.0, 4.0, 8.0))},
        )
        values = np.full((3, months, 4), 1.5)
        values[0] = last
        gone = values.copy()
        gone[0, 1:, :silent] = np.nan
        found = [
            risk_history(observations(each), table, never_reported="unmeasured").risks
            for each in (gone, values)
        ]
        return tuple(
            rows[(rows["bank"] == "bank A") & (rows["risk"] == "overall")].iloc[-1] for rows in found
        )

    @pytest.mark.parametrize("silent", [0, 1, 2, 3, 4])
    @pytest.mark.parametrize("last", [0.2, 1.5, 3.0, 7.5])
    def test_no_share_of_silence_erases_a_grade(self, last: float, silent: int) -> None:
        row, repeated = self.stopped(last, silent)
        assert row["held"] == pytest.approx(repeated["score"])
        assert row["held_grade"] == repeated["grade"]
        assert row["grade"] >= row["held_grade"]
        assert row["score"] == pytest.approx(row["held"] + row["silence"])
        assert row["observed_share"] == pytest.approx(1 - silent / 4)

    def test_bounds_take_what_stopped_at_0_and_at_100(self) -> None:
        row, _ = self.stopped(2.0, 2)
        assert row["low"] == pytest.approx((2 * 50**2 / 4) ** 0.5)
        assert row["high"] == pytest.approx(((2 * 50**2 + 2 * 100**2) / 4) ** 0.5)

    def test_interval_and_ranks_hold_whatever_the_missing_values_are(self) -> None:
        rng = np.random.default_rng(12)
        whole = rng.uniform(0, 8, (5, 2, 8))
        table = catalogue(8)
        gone = whole.copy()
        gone[0, 1, :5] = np.nan
        still = Spread(data_error=0, thresholds=0, weights=0, power=(2, 2))
        here = risk_position(risk_history(observations(gone), table, never_reported="unmeasured"))
        found = score_uncertainty(here, spread=still, draws=200).table
        found = found[(found["bank"] == "bank A") & (found["risk"] == "overall")].iloc[0]
        assert not found["robust"]
        for value in (0.0, 8.0, *rng.uniform(0, 8, 6)):
            filled = whole.copy()
            filled[0, 1, :5] = value
            truth = risk_position(risk_history(observations(filled), table))
            scores = truth.risk_scores[:, -1]
            assert found["low"] - 1e-9 <= scores[0] <= found["high"] + 1e-9
            assert found["rank_low"] <= 1 + (scores < scores[0]).sum() <= found["rank_high"]
