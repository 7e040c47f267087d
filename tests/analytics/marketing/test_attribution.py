"""Intervals, Shapley values, tornado: against the plain model run one case at a time."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from analytics.marketing.attribution import shapley, tornado, uncertainty
from analytics.marketing.levers import Affiliation, Email, Plan, Search, Viral, adopters
from tests.analytics.marketing.test_levers import BUSY

THREE = {"M": 1e6, "A0": 5e4, "p0": 0.002, "q0": 0.03}
RATES = {"email": 0.01, "search": 0.004, "viral": 0.05}


class TestUncertainty:
    def test_interval_holds_the_plans_value_and_grows_with_the_level(self) -> None:
        narrow = uncertainty(BUSY, periods=24, level=0.5).incremental
        wide = uncertainty(BUSY, periods=24, level=0.95).incremental
        value = adopters(BUSY, periods=24).incremental
        assert narrow.value == wide.value == value
        assert wide.low < narrow.low <= value <= narrow.high < wide.high

    def test_same_seed_same_bytes(self) -> None:
        first, second = (uncertainty(BUSY, periods=12, seed=4) for _ in range(2))
        assert first.path.to_csv().encode() == second.path.to_csv().encode()
        assert first.incremental == second.incremental
        assert uncertainty(BUSY, periods=12, seed=5).incremental.low != first.incremental.low

    def test_no_lever_brings_nobody_in_any_draw(self) -> None:
        result = uncertainty(Plan(), periods=12)
        assert (result.path[["incremental", "incremental_low", "incremental_high"]] == 0).all(axis=None)
        assert result.chance_of_gain == 0.0
        assert result.cost_per_adopter.value is None
        assert result.cost_per_adopter.why_no_interval == "the levers bring no adopter"

    def test_a_better_plan_is_better_in_every_draw(self) -> None:
        # Common random numbers: the difference of two plans has no noise of its own.
        more = replace(BUSY, email=replace(BUSY.email, sends=4))
        low, high = (uncertainty(plan, periods=12, draws=100).path for plan in (BUSY, more))
        for name in ("incremental_low", "incremental", "incremental_high"):
            assert (high[name] > low[name]).all()

    def test_cost_per_adopter_is_the_plans(self) -> None:
        estimate = uncertainty(BUSY, periods=12).cost_per_adopter
        assert estimate.value == pytest.approx(adopters(BUSY, periods=12).cost_per_adopter, rel=1e-12)
        assert estimate.low < estimate.value < estimate.high

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"level": 1.0}, "level must lie strictly between 0 and 1"),
            ({"draws": 0}, "draws must be"),
            ({"seed": -1}, "seed must be"),
        ],
    )
    def test_impossible_options_are_refused(self, options: dict[str, float], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            uncertainty(BUSY, periods=6, **options)


class TestShapley:
    def test_values_are_the_mean_over_every_order_of_arrival(self) -> None:
        def gain(levers: tuple[str, ...]) -> float:
            return adopters(THREE | {lever: RATES[lever] for lever in levers}, periods=12).incremental

        expected = dict.fromkeys(RATES, 0.0)
        for order in itertools.permutations(RATES):
            for place, lever in enumerate(order):
                expected[lever] += (gain(order[: place + 1]) - gain(order[:place])) / math.factorial(3)
        table = shapley(THREE | RATES, periods=12).set_index("lever")
        for lever, value in expected.items():
            assert table.loc[lever, "adopters"] == pytest.approx(value, rel=1e-9)
            assert table.loc[lever, "alone"] == pytest.approx(gain((lever,)), rel=1e-9)
            rest = tuple(other for other in RATES if other != lever)
            assert table.loc[lever, "last"] == pytest.approx(gain(tuple(RATES)) - gain(rest), rel=1e-9)

    def test_values_add_up_to_the_incremental_adopters(self) -> None:
        table = shapley(BUSY, periods=24)
        assert len(table) == 7
        assert table["adopters"].sum() == pytest.approx(adopters(BUSY, periods=24).incremental, rel=1e-10)
        assert table["share"].sum() == pytest.approx(1.0, rel=1e-12)
        assert table["adopters"].is_monotonic_decreasing

    def test_effects_alone_do_not_add_up(self) -> None:
        table = shapley(BUSY, periods=24)
        assert abs(table["alone"].sum() / table["adopters"].sum() - 1) > 0.002

    def test_one_lever_gets_everything_and_like_levers_get_the_same(self) -> None:
        alone = shapley(THREE | {"email": 0.01}, periods=6)
        assert alone["lever"].tolist() == ["email"]
        assert alone["adopters"][0] == adopters(THREE | {"email": 0.01}, periods=6).incremental
        twins = shapley(THREE | {"search": 0.01, "affiliation": 0.01}, periods=6)["adopters"]
        assert twins[0] == pytest.approx(twins[1], rel=1e-10)

    def test_one_to_one_alone_brings_nobody_but_earns_through_emails(self) -> None:
        table = shapley(BUSY, periods=12).set_index("lever")
        assert table.loc["one_to_one", "alone"] == 0.0
        assert table.loc["one_to_one", "adopters"] > 0

    def test_no_lever_gives_no_row(self) -> None:
        assert shapley(Plan(), periods=6).empty


class TestTornado:
    def test_ends_are_the_plan_with_one_figure_moved(self) -> None:
        table = tornado(BUSY, periods=12).set_index("name")
        row = table.loc["email.converted"]
        for factor, end in ((row["low_factor"], row["at_low"]), (row["high_factor"], row["at_high"])):
            moved = replace(BUSY, email=replace(BUSY.email, converted=0.05 * factor))
            assert end == pytest.approx(adopters(moved, periods=12).incremental, rel=1e-9)
        assert (row["low_factor"], row["high_factor"]) == pytest.approx((0.4, 2.0))

    def test_first_place_click_through_ranges_with_the_layout(self) -> None:
        row = tornado(BUSY, periods=12).set_index("name").loc["search.click_through"]
        assert 0.285 * row["low_factor"] == pytest.approx(0.137)
        assert 0.285 * row["high_factor"] == pytest.approx(0.469)
        assert not row["assumed"]

    def test_widest_comes_first_and_idle_figures_are_left_out(self) -> None:
        plan = Plan(market=1e6, initial_adopters=1e4, viral=Viral(invitations=0.2))
        table = tornado(plan, periods=12)
        assert table["swing"].is_monotonic_decreasing
        assert set(table["name"]) == {"viral.conversion", "market", "q0", "p0"}

    def test_directly_given_effects_move_too(self) -> None:
        table = tornado(THREE | {"email": 0.01}, periods=6).set_index("name")
        assert table.loc["email.rate", ["low_factor", "high_factor"]].tolist() == [0.5, 1.5]

    def test_nothing_to_show_without_levers(self) -> None:
        assert tornado(Plan(), periods=6).empty


def test_draws_respect_what_the_plan_allows() -> None:
    certain = Plan(
        market=1e4,
        email=Email(sends=1, converted=1.0, clicked_given_open=1.0, opened=1.0),
        search=Search(clicks=1e5, conversion=0.9),
        affiliation=Affiliation(visits=1e5, conversion=1.0),
    )
    path = uncertainty(certain, periods=6, draws=200).path
    assert (path["adopters_high"] <= 1e4 * 1.1).all()
    assert np.isfinite(path.to_numpy(dtype=float)).all()
