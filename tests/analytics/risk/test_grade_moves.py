"""What would move a grade: alone, together under a budget, by weights; and what moved a score."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from analytics.risk.combination import cheapest_combination
from analytics.risk.grade_moves import grade_moves
from analytics.risk.position import RiskPosition, risk_position
from analytics.risk.profile import risk_history
from analytics.risk.reweighting import smallest_reweighting
from analytics.risk.scoring import aggregate, score_indicator
from analytics.risk.waterfall import attribute_change, score_waterfall
from tests.analytics.risk.panels import catalogue, observations, position

UNFLAGGED = {"red_flag": [False] * 8}


def grade_at(here: RiskPosition, values: object, risk: str) -> int:
    """Grade of the first bank, were these the values of its indicators."""
    tried = np.array(values, dtype=float)
    scores = score_indicator(tried, here.catalogue.knots)
    flags = here.catalogue.breaches(tried, scores)
    return int(
        replace(here, values=tried, scores=scores, flags=flags).risk_grades[0, here.groups.index(risk)]
    )


class TestSmallestMove:
    def test_by_hand(self) -> None:
        # One indicator at value 3 scores 62.5, grade 3; 2 is the boundary of grade 2, 4 that of grade 4.
        here = position([[3.0]], catalogue(1, red_flag=[False]))
        row = grade_moves(here, "bank A").table.iloc[0]
        assert row["better_value"] == pytest.approx(2)
        assert row["better_move"] == pytest.approx(-1)
        assert row["worse_value"] == pytest.approx(4)
        assert grade_at(here, [[row["better_value"]]], "overall") == 2

    @given(
        seed=st.integers(0, 99_999),
        p=st.sampled_from([1.0, 2.0, 6.0]),
        risk=st.sampled_from(["overall", "legal"]),
    )
    @settings(max_examples=12, deadline=None)
    def test_the_move_is_enough_and_less_is_not(self, seed: int, p: float, risk: str) -> None:
        rng = np.random.default_rng(seed)
        table = catalogue(8, count=[bool(whole) for whole in rng.integers(0, 2, 8)])
        values = np.where(table["count"], rng.integers(0, 9, (1, 8)), rng.uniform(0, 8, (1, 8))).astype(float)
        here = position(values, table, p=p)
        moves = grade_moves(here, "bank A", risk=risk)
        for row in moves.table.to_dict("records"):
            at = int(row["indicator"][1:])
            for way, sign in (("better", 1), ("worse", -1)):
                target = row[f"{way}_value"]
                trial = values.copy()
                if np.isnan(target):
                    best = (table.loc[at, "direction"] == "up") == (way == "better")
                    trial[0, at] = 0.0 if best else 8.0
                    assert sign * grade_at(here, trial, risk) >= sign * moves.grade
                    continue
                trial[0, at] = target
                assert sign * grade_at(here, trial, risk) < sign * moves.grade
                short = target - np.sign(row[f"{way}_move"]) * (1.0 if table.loc[at, "count"] else 1e-6)
                if abs(short - row["value"]) < abs(row[f"{way}_move"]):
                    trial[0, at] = short
                    assert sign * grade_at(here, trial, risk) >= sign * moves.grade

    def test_whole_numbers_move_by_whole_numbers(self) -> None:
        knots = {f"knot{knot}": [value] for knot, value in enumerate([0.0, 0.5, 1.5, 2.5, 4.5])}
        row = grade_moves(position([[2.0]], catalogue(1, red_flag=[False], count=[True], **knots)), "bank A")
        assert (row.grade, row.table.loc[0, "better_value"], row.table.loc[0, "worse_value"]) == (3, 1.0, 3.0)

    def test_a_red_flag_must_be_closed_first(self) -> None:
        # I2 (falling, limit 6) breaks the law at 5 and scores 37.5: only its own move helps.
        table = catalogue(
            8, red_flag=[name == "I2" for name in catalogue(8)["indicator"]], red_flag_limit=6.0
        )
        values = [[0.2, 0.2, 5.0, 0.2, 0.2, 7.8, 0.2, 0.2]]
        moves = grade_moves(position(values, table), "bank A", risk="legal").table.set_index("indicator")
        assert moves.loc["I2", "better_value"] == pytest.approx(6.0)
        assert np.isnan(moves.loc["I6", "better_value"])

    def test_a_new_breach_makes_the_grade_worse(self) -> None:
        table = catalogue(1, red_flag=[True], red_flag_limit=[0.5])
        row = grade_moves(position([[0.2]], table), "bank A").table.iloc[0]
        assert row["worse_value"] == pytest.approx(0.5, abs=1e-6)
        assert row["worse_value"] > 0.5

    def test_a_missing_indicator_says_what_to_report(self) -> None:
        table = catalogue(1, red_flag=[False])
        here = position([[np.nan], [4.0], [4.0]], table)
        moves = grade_moves(here, "bank A")
        assert moves.grade == 4
        row = moves.table.iloc[0]
        assert row["status"] == "missing"
        assert np.isnan(row["better_move"])
        assert row["better_value"] == pytest.approx(4, abs=1e-6)

    def test_no_value_leaves_its_possible_range(self) -> None:
        table = catalogue(2, red_flag=[False] * 2, risk=["legal"] * 2, minimum=[0.0, 1.0], maximum=[8.0, 8.0])
        moves = grade_moves(position([[8.0, 8.0]], table, p=8.0), "bank A", risk="legal")
        assert moves.table["better_value"].isna().all()


class TestCombination:
    @given(seed=st.integers(0, 99_999), p=st.sampled_from([1.0, 1.5, 2.0, 6.0]))
    @settings(max_examples=12, deadline=None)
    def test_reaches_the_better_grade_and_no_other_way_found_is_cheaper(self, seed: int, p: float) -> None:
        rng = np.random.default_rng(seed)
        table = catalogue(8, **UNFLAGGED)
        here = position(rng.uniform(0, 8, (1, 8)), table, p=p)
        prices = rng.uniform(0.5, 3, 8)
        costs = dict(zip(table["indicator"], prices, strict=True))
        result = cheapest_combination(here, "bank A", costs=costs)
        if result.grade == 1:
            assert result.table.empty
            return
        assert result.reached
        assert result.new_grade == result.grade - 1
        assert result.cost == pytest.approx(result.table["cost"].sum())
        shares, scores = here.catalogue.shares("overall"), here.scores[0]
        target = 25.0 * (result.grade - 1)
        other = minimize(
            lambda after: prices @ (scores - after),
            scores * 0.5,
            jac=lambda after: -prices,
            bounds=[(1e-9, max(score, 1e-9)) for score in scores],
            constraints={"type": "ineq", "fun": lambda after: target - aggregate(np.abs(after), shares, p=p)},
        )
        if other.success:
            assert result.cost <= other.fun + 1e-3

    def test_a_cheap_indicator_is_bought_before_a_dear_one(self) -> None:
        table = catalogue(
            2, red_flag=[False] * 2, risk=["legal"] * 2, weight=[1.0, 1.0], direction=["up"] * 2
        )
        here = position([[3.0, 3.0]], table, p=1.0)
        result = cheapest_combination(here, "bank A", risk="legal", costs={"I0": 1.0, "I1": 2.0})
        assert result.table["indicator"].tolist() == ["I0"]
        assert result.cost == pytest.approx(25, abs=1e-4)
        assert result.table.loc[0, "new_score"] == pytest.approx(37.5, abs=1e-4)
        assert result.table.loc[0, "new_value"] == pytest.approx(1.5, abs=1e-4)

    def test_a_power_above_1_spreads_the_effort(self) -> None:
        table = catalogue(2, red_flag=[False] * 2, risk=["legal"] * 2, weight=[1.0, 1.0])
        result = cheapest_combination(position([[3.0, 3.0]], table, p=2.0), "bank A", risk="legal")
        assert result.table["points"].tolist() == pytest.approx([12.5, 12.5], abs=1e-4)

    @given(seed=st.integers(0, 99_999), share=st.floats(0, 1.2), p=st.sampled_from([1.0, 2.0, np.inf]))
    @settings(max_examples=12, deadline=None)
    def test_the_budget_holds_and_is_used(self, seed: int, share: float, p: float) -> None:
        rng = np.random.default_rng(seed)
        whole = [bool(number) for number in rng.integers(0, 2, 8)]
        here = position(np.round(rng.uniform(1, 8, (1, 8))), catalogue(8, count=whole, **UNFLAGGED), p=p)
        free = cheapest_combination(here, "bank A")
        if free.grade == 1:
            return
        budget = share * free.cost
        result = cheapest_combination(here, "bank A", budget=budget)
        assert result.cost <= budget + 1e-9
        assert result.new_score <= result.score + 1e-9
        if share >= 1:
            assert result.reached
        elif not any(whole):
            assert not result.reached
            assert result.cost == pytest.approx(budget, abs=1e-6)

    def test_flags_in_the_way_are_closed(self) -> None:
        flagged = [name == "I2" for name in catalogue(8)["indicator"]]
        table = catalogue(8, red_flag=flagged, red_flag_limit=6.0)
        here = position([[0.2, 0.2, 5.0, 0.2, 0.2, 7.8, 0.2, 0.2]], table)
        result = cheapest_combination(here, "bank A")
        assert (result.grade, result.new_grade, result.reached) == (3, 1, True)
        assert result.table["indicator"].tolist() == ["I2"]
        assert result.table.loc[0, "new_value"] == 6.0
        blocked = cheapest_combination(here, "bank A", costs={"I0": 1.0})
        assert not blocked.reached
        assert blocked.new_grade == 3

    def test_a_silent_red_flag_indicator_is_reported_without_a_breach(self) -> None:
        # Any report of I0 worse than 0 would raise a flag, so a partial improvement of its gap is no use.
        table = catalogue(2, red_flag=[True, False], red_flag_limit=[0.0, np.nan], risk=["legal"] * 2)
        values = np.array([[[0.0, 4.0], [np.nan, 4.0]], [[2.0, 4.0], [2.0, 4.0]]])
        here = risk_position(risk_history(observations(values), table, p=1.0))
        result = cheapest_combination(here, "bank A", costs={"I0": 1.0})
        assert result.table[["indicator", "new_value", "new_score"]].to_numpy().tolist() == [["I0", 0.0, 0.0]]
        assert result.new_grade <= result.grade

    def test_whole_numbers_leave_no_needless_purchase(self) -> None:
        """Rounding one up to a whole step frees what another would have cost."""
        table = catalogue(2, red_flag=[False] * 2, risk=["legal"] * 2, count=[True, False], weight=[1.0] * 2)
        result = cheapest_combination(position([[4.0, 3.0]], table, p=1.0), "bank A", risk="legal")
        assert result.reached
        assert result.cost == pytest.approx(75 + 62.5 - 100, abs=1e-4)

    def test_an_aim_out_of_reach_gives_the_best_there_is(self) -> None:
        here = position([[8.0, 8.0]], catalogue(2, red_flag=[False] * 2, risk=["legal"] * 2), p=6.0)
        result = cheapest_combination(here, "bank A", costs={"I0": 1.0})
        assert not result.reached
        assert result.table["new_score"].tolist() == [0]

    def test_what_the_bank_cannot_change_stays(self) -> None:
        table = catalogue(8, movable=[index != 3 for index in range(8)], **UNFLAGGED)
        here = position([[8.0] * 8], table)
        assert "I3" not in cheapest_combination(here, "bank A").table["indicator"].tolist()

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"costs": {"I9": 1.0}}, "costs must name indicators of the risk, got I9"),
            ({"costs": {"I0": -1.0}}, "cost of I0 must be finite and 0 or more, got -1.0"),
            ({"budget": -5.0}, "budget must be finite and 0 or more, got -5.0"),
            ({"budget": np.nan}, "budget must be finite"),
            ({"bank": "bank Z"}, "bank must be one of"),
        ],
    )
    def test_bad_input(self, changes: dict[str, object], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            cheapest_combination(position([[3.0] * 8], catalogue(8)), **{"bank": "bank A", **changes})

    def test_a_power_below_1_is_refused(self) -> None:
        with pytest.raises(ValueError, match=r"p must be 1 or more for a cheapest combination, got 0.5"):
            cheapest_combination(position([[3.0] * 8], catalogue(8), p=0.5), "bank A")


class TestReweighting:
    @given(seed=st.integers(0, 99_999), p=st.sampled_from([0.5, 1.0, 2.0, 5.0]))
    @settings(max_examples=12, deadline=None)
    def test_equal_at_the_new_weights_and_nearer_than_any_other_found(self, seed: int, p: float) -> None:
        rng = np.random.default_rng(seed)
        here = position(rng.uniform(0, 8, (2, 8)), catalogue(8, **UNFLAGGED), p=p)
        swap = smallest_reweighting(here, "bank A", "bank B")
        assume(swap.possible)
        new, shares = swap.table["new_share"].to_numpy(), swap.table["share"].to_numpy()
        assert new.sum() == pytest.approx(1)
        assert (new >= 0).all()
        scores = [aggregate(here.scores[here.bank_row(bank)], new, p=p) for bank in (swap.higher, swap.lower)]
        assert scores[0] == pytest.approx(scores[1], abs=1e-6)
        assert scores[0] == pytest.approx(swap.score, abs=1e-6)
        gap = here.scores[here.bank_row(swap.higher)] ** p - here.scores[here.bank_row(swap.lower)] ** p
        other = minimize(
            lambda trial: ((trial - shares) ** 2).sum() * 1e3,
            shares,
            bounds=[(0, 1)] * 8,
            constraints=[
                {"type": "eq", "fun": lambda trial: trial.sum() - 1},
                {"type": "eq", "fun": lambda trial: trial @ gap / np.abs(gap).max()},
            ],
        )
        if other.success:
            assert ((new - shares) ** 2).sum() <= ((other.x - shares) ** 2).sum() + 1e-6

    def test_by_hand(self) -> None:
        # Scores 75 and 25 against 50 and 50: equal halves tie, so 3:1 must move a quarter of the weight.
        table = catalogue(2, red_flag=[False] * 2, risk=["legal"] * 2, weight=[3.0, 1.0])
        swap = smallest_reweighting(position([[4.0, 1.0], [2.0, 2.0]], table, p=1.0), "bank B", "bank A")
        assert (swap.higher, swap.lower) == ("bank A", "bank B")
        assert swap.moved == pytest.approx(0.25)
        assert swap.table["new_share"].tolist() == pytest.approx([0.5, 0.5])

    def test_impossible_where_one_bank_is_worse_everywhere(self) -> None:
        here = position([[4.0, 4.0], [2.0, 4.0]], catalogue(2, red_flag=[False] * 2))
        swap = smallest_reweighting(here, "bank A", "bank B")
        assert not swap.possible
        assert np.isnan(swap.moved)
        assert (swap.table["change"] == 0).all()

    def test_bad_input(self) -> None:
        here = position([[4.0, 4.0], [2.0, 4.0]], catalogue(2), p=np.inf)
        with pytest.raises(
            ValueError, match="p must be positive and finite for a change of weights, got inf"
        ):
            smallest_reweighting(here, "bank A", "bank B")
        with pytest.raises(ValueError, match="other must be another bank than 'bank A'"):
            smallest_reweighting(here, "bank A", "bank A")
        with pytest.raises(ValueError, match="bank must be one of"):
            smallest_reweighting(here, "bank A", "bank Q")


class TestWaterfall:
    @given(seed=st.integers(0, 99_999), p=st.sampled_from([-1.0, 0.0, 0.5, 1.0, 2.0, 5.0, np.inf]))
    @settings(max_examples=60, deadline=None)
    def test_contributions_add_up_exactly(self, seed: int, p: float) -> None:
        rng = np.random.default_rng(seed)
        first, last = rng.uniform(0, 100, (2, 6)) * (rng.random((2, 6)) < 0.8)
        shares = rng.dirichlet(np.ones(6))
        parts, _ = attribute_change(first, last, shares, p=p)
        change = aggregate(last, shares, p=p) - aggregate(first, shares, p=p)
        assert parts.sum() == pytest.approx(change, abs=1e-9)

    def test_changes_that_cancel_still_show(self) -> None:
        parts, method = attribute_change(
            np.array([20.0, 60.0]), np.array([60.0, 20.0]), np.array([0.5, 0.5]), p=2
        )
        mean = np.sqrt((20.0**2 + 60.0**2) / 2)
        assert parts == pytest.approx([(60**2 - 20**2) / 2 / (2 * mean), -(60**2 - 20**2) / 2 / (2 * mean)])
        assert method == "straight path"

    @given(seed=st.integers(0, 9999))
    @settings(max_examples=15, deadline=None)
    def test_the_order_of_indicators_does_not_matter(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        first, last = rng.uniform(1, 100, (2, 5))
        shares, order = rng.dirichlet(np.ones(5)), rng.permutation(5)
        parts, _ = attribute_change(first, last, shares, p=3.0)
        shuffled, _ = attribute_change(first[order], last[order], shares[order], p=3.0)
        np.testing.assert_allclose(shuffled, parts[order], atol=1e-9)

    def test_the_straight_path_is_the_average_over_orders_in_the_limit(self) -> None:
        """Splitting both changes into small equal steps, averaged over all orders of them."""
        first, last, shares = np.array([10.0, 50.0]), np.array([40.0, 90.0]), np.array([0.3, 0.7])
        parts, _ = attribute_change(first, last, shares, p=2.0)
        steps = 400
        powers = first**2 + np.linspace(0, 1, steps + 1)[:, None] * (last**2 - first**2)
        halves = []
        for order in itertools.permutations(range(2)):
            sums, now = np.zeros(2), powers[0].copy()
            for step in range(1, steps + 1):
                for at in order:
                    before = np.sqrt(shares @ now)
                    now[at] = powers[step, at]
                    sums[at] += np.sqrt(shares @ now) - before
            halves.append(sums)
        np.testing.assert_allclose(np.mean(halves, axis=0), parts, rtol=1e-4)

    def test_between_two_months_of_a_history_with_causes(self) -> None:
        rng = np.random.default_rng(4)
        values = rng.uniform(0, 8, (2, 3, 4))
        values[0, 2, 1] = np.nan
        values[0, 0, 3] = np.nan
        history = risk_history(observations(values), catalogue(4))
        result = score_waterfall(history, "bank A", "2025-01", "2025-03-31")
        assert result.table["cause"].tolist() == ["value", "silence", "value", "report"]
        assert result.table["contribution"].sum() == pytest.approx(result.end - result.start, abs=1e-12)
        risks = history.risks[(history.risks["bank"] == "bank A") & (history.risks["risk"] == "overall")]
        assert (result.start, result.end) == (risks["score"].iloc[0], risks["score"].iloc[-1])

    def test_bad_input(self) -> None:
        history = risk_history(observations(np.ones((2, 2, 4))), catalogue(4))
        with pytest.raises(ValueError, match="bank must be one of"):
            score_waterfall(history, "bank Q", "2025-01", "2025-02")
        with pytest.raises(ValueError, match="month must lie between 2025-01 and 2025-02, got 2031-05"):
            score_waterfall(history, "bank A", "2025-01", "2031-05")
