"""The hazard as the course states it, retraced by hand; its guard rails; costs and value of an adopter."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.marketing.levers import (
    LEVERS,
    MOROCCO_2024,
    Advertising,
    Affiliation,
    Email,
    Market,
    OneToOne,
    Plan,
    Search,
    Value,
    Viral,
    WordOfMouth,
    adopters,
    benchmarks,
    trust_path,
)

BUSY = Plan(
    market=1_000_000.0,
    initial_adopters=50_000.0,
    p0=0.002,
    q0=0.03,
    email=Email(sends=2),
    search=Search(clicks=30_000, cost_per_click=1.5),
    affiliation=Affiliation(visits=20_000, cost_per_acquisition=150),
    viral=Viral(invitations=0.1, reward=40),
    word_of_mouth=WordOfMouth(volume_change=0.3, valence_change=0.1, cost_per_period=10_000),
    advertising=Advertising(change=0.5, budget=100_000),
    one_to_one=OneToOne(share=0.4),
)


def by_hand(market, start, p0, q0, trust, e, s, a, v, w):
    """The domain's two lines, in plain arithmetic."""
    adopted, path = start, []
    for t, size in enumerate(market):
        p = 1 - (1 - p0 * trust[t]) * (1 - e[t]) * (1 - s[t]) * (1 - a[t])
        q = min(1.0, q0 * trust[t] * (1 + w[t]) + v[t])
        adopted += (size - adopted) * (1 - (1 - p) * (1 - q * adopted / size))
        path.append(adopted)
    return path


class TestHazard:
    def test_path_is_the_formula_retraced(self) -> None:
        market = [1000.0, 1100.0, 1250.0, 1250.0]
        paths = {
            "e": [0.02, 0.01, 0.0, 0.03],
            "s": [0.005] * 4,
            "a": [0.0, 0.01, 0.01, 0.0],
            "v": [0.05, 0.0, 0.1, 0.02],
            "w": [0.1, 0.2, 0.0, -0.1],
        }
        trust = [0.6, 0.5, 0.55, 0.7]
        result = adopters(
            {
                "M": market,
                "A0": 10.0,
                "p0": 0.003,
                "q0": 0.4,
                "trust": trust,
                "trust_0": 0.6,
                "b_T": 1.5,
                **paths,
            },
            periods=4,
        )
        multiplier = [math.exp(1.5 * (level - 0.6)) for level in trust]
        expected = by_hand(market, 10.0, 0.003, 0.4, multiplier, *paths.values())
        np.testing.assert_allclose(result.path["adopters"], expected, rtol=1e-13)
        np.testing.assert_allclose(result.path["trust"], multiplier, rtol=1e-14)

    def test_first_period_of_a_known_market(self) -> None:
        # 900 left; P = 1 - .99 × .98 = .0298, Q A/M = .3 × .1 = .03; N = 900 (1 - .9702 × .97).
        result = adopters({"M": 1000, "A0": 100, "p0": 0.01, "q0": 0.3, "e": 0.02}, periods=1)
        assert result.path["new"][0] == pytest.approx(900 * (1 - 0.9702 * 0.97), rel=1e-12)
        assert result.path["external"][0] == pytest.approx(0.0298, rel=1e-12)

    def test_levers_at_zero_equal_the_baseline_exactly(self) -> None:
        idle = replace(MOROCCO_2024, email=Email(opt_in=0.01), value=Value(margin=10))
        result = adopters(idle, periods=36)
        assert (result.path["adopters"] == result.path["baseline"]).all()
        assert result.incremental == 0.0
        assert result.cost == 0.0
        assert result.cost_per_adopter is None
        assert result.value_over_cost is None
        assert result.payback_years is None
        plain = adopters(
            {"M": result.path["market"].to_numpy(), "A0": MOROCCO_2024.initial_adopters}, periods=36
        )
        assert (plain.path["adopters"] == result.path["adopters"]).all()

    def test_trust_multiplies_both_influences(self) -> None:
        base = adopters(replace(BUSY, trust=0.6), periods=1).path.iloc[0]
        low = adopters(replace(BUSY, trust=0.4, trust_sensitivity=2.0), periods=1).path.iloc[0]
        assert low["trust"] == pytest.approx(math.exp(-0.4))
        without_levers = {"M": 1000, "A0": 100, "p0": 0.01, "q0": 0.3, "trust_0": 0.6, "b_T": 2.0}
        hurt = adopters(without_levers | {"trust": 0.4}, periods=1).path.iloc[0]
        assert hurt["external"] == pytest.approx(0.01 * math.exp(-0.4), rel=1e-12)
        assert hurt["imitation"] == pytest.approx(0.3 * math.exp(-0.4), rel=1e-12)
        assert low["new"] < base["new"]

    def test_a_shrinking_market_drops_the_surplus(self) -> None:
        result = adopters({"M": [100.0, 60.0, 60.0], "A0": 80.0, "p0": 0.5}, periods=3)
        assert result.path["left"].tolist()[1] == pytest.approx(result.path["adopters"][0] - 60.0)
        assert result.path["adopters"].tolist()[1:] == [60.0, 60.0]

    def test_a_market_of_nobody_has_no_adopters(self) -> None:
        assert adopters({"M": 0.0}, periods=3).path["adopters"].tolist() == [0.0, 0.0, 0.0]

    def test_same_plan_same_bytes(self) -> None:
        first, second = (adopters(BUSY, periods=24).path for _ in range(2))
        assert first.to_csv(index=False).encode() == second.to_csv(index=False).encode()


share = st.floats(0, 1)


@st.composite
def plans(draw) -> Plan:
    size = draw(st.lists(st.floats(1, 1e7), min_size=6, max_size=6))
    return Plan(
        market=size,
        initial_adopters=draw(share) * size[0],
        p0=draw(share),
        q0=draw(st.floats(0, 3)),
        trust=draw(st.lists(share, min_size=6, max_size=6)),
        trust_sensitivity=draw(st.floats(0, 20)),
        email=Email(
            sends=draw(st.floats(0, 60)), reach=draw(share), converted=draw(share), opt_in=draw(share)
        ),
        search=Search(clicks=draw(st.floats(0, 1e9)), conversion=draw(share)),
        affiliation=Affiliation(visits=draw(st.floats(0, 1e9)), conversion=draw(share)),
        viral=Viral(invitations=draw(st.floats(0, 1e3)), conversion=draw(share)),
        word_of_mouth=WordOfMouth(volume_change=draw(st.floats(-0.95, 10))),
        advertising=Advertising(change=draw(st.floats(-0.95, 10))),
        one_to_one=OneToOne(share=draw(share), lift=draw(st.floats(-0.95, 10))),
    )


class TestLaws:
    @settings(max_examples=50, deadline=None)
    @given(plans())
    def test_adopters_never_exceed_the_market_and_unions_never_exceed_one(self, plan: Plan) -> None:
        path = adopters(plan, periods=6).path
        assert (path["adopters"] <= path["market"]).all()
        assert (path[["adopters", "baseline", "new", "left"]] >= 0).all(axis=None)
        for name in ("external", "imitation", "email", "search", "affiliation"):
            assert path[name].between(0, 1).all(), name
        assert np.isfinite(path.to_numpy(dtype=float)).all()

    @settings(max_examples=25, deadline=None)
    @given(plans())
    def test_switching_every_lever_off_gives_the_baseline_exactly(self, plan: Plan) -> None:
        off = replace(
            plan,
            email=replace(plan.email, sends=0.0),
            search=replace(plan.search, clicks=0.0),
            affiliation=replace(plan.affiliation, visits=0.0),
            viral=replace(plan.viral, invitations=0.0),
            word_of_mouth=WordOfMouth(),
            advertising=Advertising(),
            one_to_one=OneToOne(),
        )
        quiet = adopters(off, periods=6).path
        assert (quiet["adopters"] == quiet["baseline"]).all()
        assert (quiet["adopters"] == adopters(plan, periods=6).path["baseline"]).all()

    @settings(max_examples=25, deadline=None)
    @given(st.sampled_from(["e", "s", "a", "v", "w"]), st.floats(0, 0.5), st.floats(0, 0.5))
    def test_more_of_a_lever_never_brings_fewer(self, symbol: str, first: float, second: float) -> None:
        less, more = sorted([first, second])
        base = {"M": 1e6, "A0": 1e4, "p0": 0.002, "q0": 0.05}
        low = adopters(base | {symbol: less}, periods=12).path["adopters"]
        high = adopters(base | {symbol: more}, periods=12).path["adopters"]
        assert (high >= low * (1 - 1e-12)).all()

    @settings(max_examples=30, deadline=None)
    @given(st.floats(1e-3, 1e3))
    def test_people_are_counted_in_any_unit(self, unit: float) -> None:
        base = {"M": 1000.0, "A0": 50.0, "p0": 0.01, "q0": 0.2, "e": 0.01, "v": 0.02}
        scaled = adopters(base | {"M": 1000.0 * unit, "A0": 50.0 * unit}, periods=8)
        assert scaled.incremental == pytest.approx(unit * adopters(base, periods=8).incremental, rel=1e-9)


class TestEachLever:
    def test_email_is_the_product_of_its_stages_by_mailchimp(self) -> None:
        path = adopters(replace(BUSY, one_to_one=OneToOne(), email=Email(sends=1, reach=0.3)), periods=1).path
        # Clicks per delivered message are .0291: reach × delivered × .0291 × converted.
        assert path["email"][0] == pytest.approx(0.3 * (1 - 0.0040 - 0.0061) * 0.0291 * 0.05, rel=1e-12)

    def test_list_decays_with_every_send(self) -> None:
        path = adopters(replace(BUSY, one_to_one=OneToOne(), email=Email(sends=4)), periods=13).path
        assert path["email"][12] / path["email"][0] == pytest.approx((1 - 0.0025) ** 48, rel=1e-12)

    def test_sends_of_a_period_combine_inside_the_list(self) -> None:
        certain = Email(sends=30, reach=0.2, delivered=1, opened=1, clicked_given_open=1, converted=0.5)
        path = adopters(replace(BUSY, one_to_one=OneToOne(), email=certain), periods=1).path
        assert path["email"][0] == pytest.approx(0.2 * (1 - 0.5**30), rel=1e-12)

    def test_one_to_one_lifts_the_conversion_of_emails(self) -> None:
        plain = adopters(replace(BUSY, email=Email(sends=1), one_to_one=OneToOne()), periods=1)
        personal = adopters(replace(BUSY, email=Email(sends=1), one_to_one=OneToOne(share=0.5)), periods=1)
        assert personal.path["email"][0] / plain.path["email"][0] == pytest.approx(1 + 0.5 * 0.2, rel=1e-9)

    def test_one_to_one_keeps_customers_longer(self) -> None:
        kept = replace(BUSY, one_to_one=OneToOne(share=0.5, retention_gain=0.04))
        value = BUSY.value
        expected = value.margin * 0.92 / (1 + value.discount - 0.92)
        assert adopters(kept, periods=3).lifetime_value == pytest.approx(expected, rel=1e-12)

    def test_visits_count_as_a_share_of_the_market(self) -> None:
        path = adopters(BUSY, periods=1).path
        assert path["search"][0] == pytest.approx(30_000 / 1e6 * 0.02, rel=1e-12)
        assert path["affiliation"][0] == pytest.approx(20_000 / 1e6 * 0.02, rel=1e-12)

    def test_viral_adds_invitations_times_conversion_to_imitation(self) -> None:
        quiet = {"M": 1000, "A0": 100, "q0": 0.03}
        path = adopters(quiet | {"viral": {"invitations": 0.4, "conversion": 0.05}}, periods=1).path
        assert path["imitation"][0] == pytest.approx(0.03 + 0.02, rel=1e-12)

    def test_word_of_mouth_follows_the_published_elasticities(self) -> None:
        louder = adopters(replace(BUSY, word_of_mouth=WordOfMouth(volume_change=0.01)), periods=1).path
        better = adopters(replace(BUSY, word_of_mouth=WordOfMouth(valence_change=0.01)), periods=1).path
        assert louder["word_of_mouth"][0] / 0.01 == pytest.approx(0.236, abs=2e-3)
        assert better["word_of_mouth"][0] / 0.01 == pytest.approx(0.417, abs=2e-3)

    def test_advertising_grows_from_the_short_run_to_the_long_run_elasticity(self) -> None:
        path = adopters(replace(BUSY, advertising=Advertising(change=0.01)), periods=40).path
        assert math.log1p(path["advertising"][0]) / math.log(1.01) == pytest.approx(0.12, rel=1e-9)
        assert math.log1p(path["advertising"][39]) / math.log(1.01) == pytest.approx(0.24, rel=1e-9)
        quiet = {"M": 1000, "p0": 0.01, "q0": 0.0, "advertising": {"change": 0.5}}
        external = adopters(quiet, periods=1).path["external"][0]
        assert external == pytest.approx(0.01 * 1.5**0.12, rel=1e-12)

    def test_henningsen_elasticity_can_replace_the_default(self) -> None:
        path = adopters(replace(BUSY, advertising=Advertising(change=1.0, elasticity=0.09)), periods=1).path
        assert 1 + path["advertising"][0] == pytest.approx(2**0.09, rel=1e-12)


class TestMoney:
    def test_affiliation_costs_its_adopters_times_the_price(self) -> None:
        plan = {
            "M": 1000,
            "A0": 200,
            "affiliation": {"visits": 100, "conversion": 0.1, "cost_per_acquisition": 150},
        }
        result = adopters(plan, periods=1)
        assert result.costs["affiliation"] == pytest.approx(800 * 0.01 * 150, rel=1e-12)

    def test_emails_cost_by_message(self) -> None:
        email = {"sends": 2, "reach": 0.25, "cost_per_message": 0.1}
        result = adopters({"M": 1000, "email": email}, periods=2)
        assert result.costs["email"] == pytest.approx(250 * 2 * 0.1 * (1 + (1 - 0.0025) ** 2), rel=1e-12)

    def test_cost_per_adopter_is_cost_over_incremental(self) -> None:
        result = adopters(BUSY, periods=24)
        assert result.cost == pytest.approx(result.path["cost"].sum(), rel=1e-12)
        assert result.cost == pytest.approx(result.costs.sum(), rel=1e-12)
        gain = result.path["adopters"].iloc[-1] - result.path["baseline"].iloc[-1]
        assert result.incremental == gain
        assert result.cost_per_adopter == pytest.approx(result.cost / gain, rel=1e-12)
        assert result.value_over_cost == pytest.approx(result.lifetime_value * gain / result.cost, rel=1e-12)

    def test_lifetime_value_of_the_course_case(self) -> None:
        value = Value(margin=100, retention=0.8, discount=0.1, servicing_cost=0)
        assert adopters(replace(BUSY, value=value), periods=2).lifetime_value == pytest.approx(
            266.667, abs=5e-4
        )

    def test_present_value_of_one_period(self) -> None:
        value = Value(margin=100, retention=0.8, discount=0.1, servicing_cost=16.0 + 2 / 3)
        result = adopters(
            Plan(market=1000.0, search=Search(rate=0.1, cost_per_period=500), value=value), periods=1
        )
        expected = (result.incremental * 250 - 500) / 1.1 ** (1 / 12)
        assert result.net_present_value == pytest.approx(expected, rel=1e-9)

    def test_a_period_without_the_lever_costs_nothing(self) -> None:
        plan = {"M": 1000, "search": {"clicks": [100, 0, 100], "cost_per_period": 70}}
        assert adopters(plan, periods=3).path["cost"].tolist() == [70.0, 0.0, 70.0]


class TestTrustPath:
    def test_incident_heals_by_half_in_a_half_life(self) -> None:
        path = trust_path(0.6, periods=8, incidents=[(2, 0.2)], half_life=3)
        assert path[0] == 0.6
        assert path[1] == pytest.approx(0.4)
        assert path[4] == pytest.approx(0.5)

    def test_incidents_add_up_and_stop_at_zero(self) -> None:
        assert trust_path(0.3, periods=2, incidents=[(1, 0.2), (1, 0.3)])[0] == 0.0

    def test_incidents_lower_adoption(self) -> None:
        hurt = trust_path(0.6, periods=12, incidents=[(1, 0.3)])
        calm = adopters(BUSY, periods=12).path["adopters"].iloc[-1]
        assert adopters(replace(BUSY, trust=hurt), periods=12).path["adopters"].iloc[-1] < calm

    def test_incident_outside_the_path_is_refused(self) -> None:
        with pytest.raises(ValueError, match=r"incidents must be in \[1, 6\], got 7"):
            trust_path(0.6, periods=6, incidents=[(7, 0.1)])


class TestPlan:
    def test_mapping_and_plan_are_the_same(self) -> None:
        mapping = {
            "market": {"adults": 1000, "internet": 0.8, "banked": 0.5, "acceptance": 0.5},
            "email": {"sends": 2},
            "value": {"margin": 200},
        }
        plan = Plan(
            market=Market(adults=1000, internet=0.8, banked=0.5, acceptance=0.5),
            email=Email(sends=2),
            value=Value(margin=200),
        )
        assert Plan.from_mapping(mapping) == plan
        assert adopters(mapping, periods=2).path["market"][0] == pytest.approx(200.0)

    def test_market_parts_may_stand_at_the_top(self) -> None:
        flat = {"adults": [1000, 2000], "internet": 0.5, "banked": 0.5, "acceptance": 1.0}
        assert adopters(flat, periods=2).path["market"].tolist() == [250.0, 500.0]

    def test_keywords_stand_for_clicks(self) -> None:
        words = pd.DataFrame(
            {"engine": ["g"], "keyword": ["k"], "volume": [1000], "relevance": [0.5], "rank": [1]}
        )
        assert Plan.from_mapping({"search": {"keywords": words}}).search.clicks == pytest.approx(142.5)

    @pytest.mark.parametrize(
        ("plan", "message"),
        [
            ({"marketing": 1}, "plan has no marketing; it has market"),
            ({"email": {"send": 1}}, "email has no send; it has sends"),
            ({"M": 10, "market": 10}, "market is given twice"),
            ({"M": 10, "adults": 10}, "market must be given whole or in parts"),
            ({"M": 10, "A0": 11}, r"initial_adopters must be in \[0, 10\]"),
            ({"M": -1}, "market must be finite and at least 0, got -1"),
            ({"M": [10, 10, 10]}, r"market must be one number or 2 \(one per period\), got 3"),
            ({"p0": 1.2}, r"p0 must be in \[0, 1\], got 1.2"),
            ({"q0": float("nan")}, r"q0 must be in \[0, 10\], got nan"),
            ({"e": 1.1}, r"email.rate must be in \[0, 1\]"),
            ({"email": {"unsubscribe": -0.1}}, r"email.unsubscribe must be in \[0, 1\], got -0.1"),
            ({"search": {"clicks": "many"}}, "search.clicks must hold numbers, got 'many'"),
            ({"advertising": {"change": -1}}, r"advertising.change must be in \[-0.95, 10\]"),
            ({"advertising": {"elasticity": 0.5}}, "long_run_elasticity must be at least the short-run 0.5"),
            ({"value": 3}, "value must be a mapping of margin"),
            ({"value": {"retention": 1, "discount": 0}}, "value.discount must be above 0"),
            ([1, 2], "plan must be a Plan or a mapping, got list"),
        ],
    )
    def test_impossible_plans_are_refused(self, plan: object, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            adopters(plan, periods=2)  # type: ignore[arg-type]

    @pytest.mark.parametrize("periods", [0, 1.5, -3, 2000])
    def test_impossible_horizons_are_refused(self, periods: float) -> None:
        with pytest.raises(ValueError, match="periods must be"):
            adopters(MOROCCO_2024, periods=periods)  # type: ignore[arg-type]

    def test_benchmarks_state_source_year_and_country_or_say_that_they_are_assumed(self) -> None:
        table = benchmarks().set_index("name")
        published = table[~table["assumed"]]
        assert (published["study"].ne("") & published["country"].ne("") & published["year"].notna()).all()
        assert table.loc["email.unsubscribe", ["value", "year"]].tolist() == [0.0025, 2019]
        assert table.loc["word_of_mouth.volume_elasticity", "value"] == 0.236
        assert table.loc["word_of_mouth.valence_elasticity", "value"] == 0.417
        assert table.loc["trust_sensitivity", "assumed"]
        ranged = table.dropna(subset=["low"])
        assert (ranged["low"] <= ranged["value"]).all()
        assert (ranged["value"] <= ranged["high"]).all()
        assert ranged.loc["search.click_through", ["low", "high"]].tolist() == pytest.approx(
            [0.137 / 0.285, 0.469 / 0.285]
        )

    def test_seven_levers_each_have_a_part_of_the_plan(self) -> None:
        assert len(LEVERS) == 7
        assert all(hasattr(MOROCCO_2024, lever) for lever in LEVERS)
