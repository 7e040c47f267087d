"""Scores of banks over time: the missing-value rule, red flags, and bad tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.risk.missing import publish
from analytics.risk.profile import RiskHistory, risk_history
from analytics.risk.scoring import aggregate, grade, score_indicator
from tests.analytics.risk.panels import RISKS, catalogue, observations
from tests.counting import calls

MISSING = np.nan


def one_indicator(*banks: list[float]) -> pd.DataFrame:
    """A panel of one rising indicator with knots 0, 1, 2, 4, 8."""
    return observations(np.array(banks, dtype=float)[:, :, None])


def single(**columns: list[object]) -> pd.DataFrame:
    return catalogue(1, **columns)


def scores_of(history: RiskHistory, bank: str = "bank A") -> list[float]:
    rows = history.indicators
    return rows.loc[rows["bank"] == bank, "score"].tolist()


@st.composite
def panels(draw: st.DrawFn) -> np.ndarray:
    """Values of 2 to 4 banks, 2 to 16 months, 4 indicators, some missing from the start."""
    shape = (draw(st.integers(2, 4)), draw(st.integers(2, 16)), 4)
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    values = rng.uniform(-0.5, 9, shape)
    values[rng.random(shape) < draw(st.sampled_from([0.0, 0.2, 0.6]))] = MISSING
    return values


@st.composite
def panels_and_blanks(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    values = draw(panels())
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return values, rng.random(values.shape) < draw(st.sampled_from([0.02, 0.3, 0.9, 1.0]))


def assert_never_better(before: RiskHistory, after: RiskHistory) -> None:
    assert (after.indicators["score"] >= before.indicators["score"] - 1e-9).all()
    for column in ("score", "high", "grade", "red_flag"):
        later, earlier = (frame.risks[column].to_numpy(dtype=float) for frame in (after, before))
        assert (later >= earlier - 1e-9).all(), column


class TestMissingValueRule:
    def test_a_gap_starts_at_the_worse_of_own_and_peers_and_reaches_100_after_a_year(self) -> None:
        # Bank A scored 25; the others 50, 75 and 50: their upper quartile is 62.5.
        panel = one_indicator([1.0] + [MISSING] * 13, [2.0] * 14, [4.0] * 14, [2.0] * 14)
        expected = [25.0, *(62.5 + 37.5 * min(month / 12, 1) for month in range(1, 14))]
        assert scores_of(risk_history(panel, single())) == pytest.approx(expected)

    def test_the_own_last_score_counts_when_it_is_worse_than_the_peers(self) -> None:
        panel = one_indicator([4.0, MISSING], [0.0, 0.0], [1.0, 1.0])
        assert scores_of(risk_history(panel, single())) == pytest.approx([75, 75 + 25 / 12])

    def test_never_reported(self) -> None:
        history = risk_history(one_indicator([MISSING, MISSING], [2.0, 2.0]), single())
        row = history.indicators.iloc[1]
        assert row["status"] == "never"
        assert row["months_without"] == 2
        assert pd.isna(row["value"])
        assert pd.isna(row["value_month"])
        assert row["score"] == pytest.approx(50 + 50 * 2 / 12)
        assert (row["score_low"], row["score_high"]) == (0, 100)

    def test_nobody_knows(self) -> None:
        assert scores_of(risk_history(one_indicator([MISSING], [MISSING]), single())) == [100]

    def test_carried_value_and_its_month_are_shown(self) -> None:
        row = risk_history(one_indicator([4.0, MISSING, MISSING], [0.0] * 3), single()).indicators.iloc[2]
        assert (row["status"], row["value"], row["months_without"]) == ("carried", 4.0, 2)
        assert row["value_month"] == pd.Timestamp("2025-01-01")

    def test_peers_that_improve_do_not_shorten_the_gap(self) -> None:
        panel = one_indicator([1.0, MISSING, MISSING], [4.0, 4.0, 0.0])
        assert scores_of(risk_history(panel, single())) == pytest.approx([25, 75 + 25 / 12, 75 + 25 * 2 / 12])

    def test_reporting_again_ends_the_gap(self) -> None:
        panel = one_indicator([4.0, MISSING, 0.0, MISSING], [0.0] * 4)
        assert scores_of(risk_history(panel, single()))[2:] == pytest.approx([0, 100 / 12])

    @given(seed=st.integers(0, 9999), banks=st.integers(2, 9))
    @settings(max_examples=40, deadline=None)
    def test_the_quartile_is_that_of_the_other_banks(self, seed: int, banks: int) -> None:
        rng = np.random.default_rng(seed)
        last = np.round(rng.uniform(0, 100, (banks, 1, 3)), -1)
        last[rng.random(last.shape) < 0.3] = MISSING
        scores = np.concatenate([last, np.full_like(last, MISSING)], axis=1)
        published = publish(scores, np.zeros(scores.shape, dtype=bool))
        for bank, indicator in np.ndindex(banks, 3):
            others = np.delete(last[:, 0, indicator], bank)
            known = others[~np.isnan(others)]
            quartile = np.quantile(known, 0.75) if known.size else 100.0
            own = last[bank, 0, indicator]
            alone = np.isnan(own)
            base = quartile if alone else max(own, quartile)
            months = 2 if alone else 1
            assert published.score[bank, 1, indicator] == pytest.approx(base + (100 - base) * months / 12)

    @given(case=panels_and_blanks())
    @settings(max_examples=25, deadline=None)
    def test_taking_back_published_values_never_improves_any_score(
        self, case: tuple[np.ndarray, np.ndarray]
    ) -> None:
        values, blank = case
        frame = observations(values)
        taken_back = frame.assign(withdrawn=blank.ravel())
        assert_never_better(
            risk_history(frame, catalogue(4)),
            risk_history(taken_back, catalogue(4)),
        )

    @given(case=panels_and_blanks())
    @settings(max_examples=25, deadline=None)
    def test_silence_is_never_better_than_reporting_no_change(
        self, case: tuple[np.ndarray, np.ndarray]
    ) -> None:
        values, blank = case
        silent = np.where(blank, MISSING, values)
        filled = silent.copy()
        for month in range(1, filled.shape[1]):
            hole = blank[:, month] & np.isnan(filled[:, month])
            filled[:, month] = np.where(hole, filled[:, month - 1], filled[:, month])
        assert_never_better(
            risk_history(observations(filled), catalogue(4)), risk_history(observations(silent), catalogue(4))
        )

    @given(case=panels_and_blanks())
    @settings(max_examples=25, deadline=None)
    def test_bounds_hold_the_score_that_the_blanked_values_would_have_given(
        self, case: tuple[np.ndarray, np.ndarray]
    ) -> None:
        values, blank = case
        full = risk_history(observations(values), catalogue(4)).risks
        blanked = risk_history(observations(np.where(blank, MISSING, values)), catalogue(4)).risks
        assert (blanked["low"] <= full["low"] + 1e-9).all()
        assert (blanked["high"] >= full["high"] - 1e-9).all()
        assert (blanked["low"] <= blanked["score"] + 1e-9).all()
        assert (blanked["score"] <= blanked["high"] + 1e-9).all()

    @given(values=panels())
    @settings(max_examples=20, deadline=None)
    def test_a_score_never_falls_while_nothing_is_reported(self, values: np.ndarray) -> None:
        rows = risk_history(observations(values), catalogue(4)).indicators
        change = rows.groupby(["bank", "indicator"])["score"].diff()
        assert (change[rows["status"] != "observed"].dropna() >= -1e-9).all()

    @given(values=panels(), seed=st.integers(0, 999))
    @settings(max_examples=15, deadline=None)
    def test_the_order_of_rows_and_of_the_catalogue_does_not_matter(
        self, values: np.ndarray, seed: int
    ) -> None:
        frame, table = observations(values), catalogue(4)
        shuffled = risk_history(
            frame.sample(frac=1, random_state=seed), table.sample(frac=1, random_state=seed)
        )
        keys = ["bank", "risk", "month"]
        pd.testing.assert_frame_equal(
            shuffled.risks.sort_values(keys, ignore_index=True),
            risk_history(frame, table).risks.sort_values(keys, ignore_index=True),
        )

    @given(values=panels())
    @settings(max_examples=15, deadline=None)
    def test_later_observations_do_not_change_earlier_scores(self, values: np.ndarray) -> None:
        half = max(values.shape[1] // 2, 1)
        whole = risk_history(observations(values), catalogue(4)).risks
        early = risk_history(observations(values[:, :half]), catalogue(4)).risks
        shown = whole[whole["month"] <= early["month"].max()].reset_index(drop=True)
        pd.testing.assert_frame_equal(shown, early)


class TestAggregation:
    def test_risks_are_power_means_and_overall_is_the_power_mean_of_risks(self) -> None:
        values = np.array([[[0.5, 1.0, 2.0, 4.0, 6.0, 3.0]]])
        table = catalogue(6)
        history = risk_history(observations(values), table, p=3.0)
        scores = score_indicator(values[0, 0], table[[f"knot{k}" for k in range(5)]])
        expected = [aggregate(scores[[i, i + 4]], table["weight"].iloc[[i, i + 4]], p=3.0) for i in (0, 1)]
        expected += [scores[2], scores[3]]
        assert history.risks["risk"].tolist() == [*RISKS, "overall"]
        assert history.risks["score"].tolist() == pytest.approx(
            [*expected, aggregate(expected, [1] * 4, p=3.0)]
        )
        assert history.risks["n_indicators"].tolist() == [2, 2, 1, 1, 6]

    def test_weights_of_indicators_and_of_risks_can_be_changed(self) -> None:
        values = np.array([[[0.0, 0.0, 0.0, 8.0, 8.0, 0.0]]])
        plain = risk_history(observations(values), catalogue(6), p=1.0).risks.set_index("risk")["score"]
        heavier = risk_history(
            observations(values), catalogue(6), p=1.0, weights={"I4": 3.0, "reputational": 5.0}
        ).risks.set_index("risk")["score"]
        assert (plain["operational"], heavier["operational"]) == (50, 75)
        assert heavier["overall"] == pytest.approx((75 + 50 + 100 + 5 * 100) / 8, rel=1e-12)
        assert heavier["overall"] > plain["overall"]

    def test_months_and_as_of_choose_what_is_reported_not_what_is_known(self) -> None:
        panel = one_indicator([1.0, MISSING, MISSING, 2.0], [0.0] * 4)
        full = risk_history(panel, single())
        part = risk_history(panel, single(), months=2, as_of="2025-03-31")
        assert part.risks["month"].drop_duplicates().dt.strftime("%Y-%m").tolist() == ["2025-02", "2025-03"]
        assert scores_of(part) == scores_of(full)[1:3]

    def test_after_the_last_observation_scores_drift(self) -> None:
        history = risk_history(one_indicator([1.0], [0.0]), single(), as_of="2026-01-15")
        assert scores_of(history)[-1] == 100

    def test_forty_eight_times_the_cells_take_no_more_steps(self) -> None:
        rng = np.random.default_rng(5)
        table = catalogue(37)
        few, many = (observations(rng.uniform(0, 8, (*shape, 37))) for shape in ((2, 5), (8, 60)))
        assert len(risk_history(many, table).indicators) == 8 * 60 * 37
        # Array work: `make bench` shows eight banks and five years in well under 100 ms.
        assert calls(lambda: risk_history(many, table)) < 1.1 * calls(lambda: risk_history(few, table))


class TestRedFlags:
    TABLE = staticmethod(lambda **columns: catalogue(1, red_flag=[True], **columns))

    def grades(self, panel: pd.DataFrame, **settings: pd.DataFrame) -> list[int]:
        risks = risk_history(panel, self.TABLE(), **settings).risks
        return risks.loc[(risks["bank"] == "bank A") & (risks["risk"] == "operational"), "grade"].tolist()

    def test_a_breach_holds_the_grade_until_a_value_closes_it(self) -> None:
        # 1.2 scores 30: grade 2 by the score alone. The gap after it closes nothing; 0.5 does.
        panel = one_indicator([0.5, 1.2, MISSING, 0.5], [0.0] * 4)
        assert self.grades(panel) == [1, 3, 3, 1]

    def test_the_overall_grade_is_held_too(self) -> None:
        risks = risk_history(one_indicator([1.2], [0.0]), self.TABLE()).risks
        row = risks[(risks["bank"] == "bank A") & (risks["risk"] == "overall")].iloc[0]
        assert (row["grade"], row["red_flag"], grade(row["score"])) == (3, True, 2)

    def test_a_stated_limit_decides_where_there_is_one(self) -> None:
        panel = one_indicator([2.0, 2.1], [0.0, 0.0])
        rows = risk_history(panel, self.TABLE(red_flag_limit=[2.0])).indicators
        assert rows.loc[rows["bank"] == "bank A", "breach"].tolist() == [False, True]

    def test_a_falling_indicator_breaches_below_its_limit(self) -> None:
        falling = self.TABLE(
            direction=["down"], red_flag_limit=[7.9], **{f"knot{k}": [8 - k] for k in range(5)}
        )
        rows = risk_history(one_indicator([8.0, 7.8], [8.0, 8.0]), falling).indicators
        assert rows.loc[rows["bank"] == "bank A", "breach"].tolist() == [False, True]


class TestBadTables:
    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"direction": ["sideways"]}, "direction of I0 must be up or down"),
            ({"direction": ["down"]}, "knots of I0 must run down"),
            ({"knot2": [0.5]}, "I0: knots must be finite and strictly rising or strictly falling"),
            ({"weight": [-1.0]}, "weight of I0 must be finite and 0 or more"),
            ({"weight": [0.0]}, "weights must not sum to zero"),
            ({"risk": ["overall"]}, "'overall' is the name of the aggregate"),
        ],
    )
    def test_catalogue(self, changes: dict[str, list[object]], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            risk_history(one_indicator([1.0], [1.0]), catalogue(1, **changes))

    def test_catalogue_without_a_column_or_with_a_name_twice(self) -> None:
        panel = one_indicator([1.0], [1.0])
        with pytest.raises(ValueError, match=r"catalogue must have the columns .* missing: weight"):
            risk_history(panel, single().drop(columns="weight"))
        with pytest.raises(ValueError, match="name each indicator once, got I0"):
            risk_history(panel, pd.concat([single(), single()]))

    def test_observations(self) -> None:
        panel = one_indicator([1.0, 2.0], [1.0, 2.0])
        with pytest.raises(ValueError, match="at least one row"):
            risk_history(panel.iloc[:0], single())
        with pytest.raises(ValueError, match="not in the catalogue: I9"):
            risk_history(panel.assign(indicator="I9"), single())
        with pytest.raises(ValueError, match="more than one value for bank A, I0, 2025-01"):
            risk_history(pd.concat([panel, panel.iloc[:1]]), single())
        with pytest.raises(ValueError, match="first of a month, got 2025-01-15"):
            risk_history(panel.assign(month=pd.Timestamp("2025-01-15")).iloc[:1], single())
        with pytest.raises(ValueError, match="values must be finite"):
            risk_history(panel.assign(value=np.inf), single())

    @pytest.mark.parametrize("as_of", ["2024-12-31", "2026-03-01", "2100-01-01"])
    def test_a_date_outside_the_data(self, as_of: str) -> None:
        with pytest.raises(ValueError, match="as_of must lie between 2025-01 and 2026-02"):
            risk_history(one_indicator([1.0, 2.0], [1.0, 2.0]), single(), as_of=as_of)

    def test_unknown_weights_and_months_below_one(self) -> None:
        panel = one_indicator([1.0], [1.0])
        with pytest.raises(ValueError, match="unknown: I7"):
            risk_history(panel, single(), weights={"I7": 1.0})
        with pytest.raises(ValueError, match="months must be 1 or more, got 0"):
            risk_history(panel, single(), months=0)
