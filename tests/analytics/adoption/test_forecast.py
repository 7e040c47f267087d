"""The forecast of young series: its accuracy and coverage on real countries, its laws, its refusals."""

import pickle
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.adoption.forecast import backtest, forecast, scoreboard
from analytics.adoption.scenario_fan import AdoptionScenario, scenario_fan

FACTS = Path(__file__).resolve().parents[3] / "data" / "facts"


def facts(name, indicator):
    table = pd.read_csv(FACTS / name)
    chosen = table[(table["indicator"] == indicator) & (table["group"] == "all")]
    return pd.DataFrame(
        {
            "entity": chosen["country"],
            "year": chosen["period"].astype(str).str[:4].astype(int),
            "value": chosen["value"].astype(float),
        }
    )


def series(values, entity="A", first=2010):
    years = range(first, first + len(values))
    return pd.DataFrame({"entity": entity, "year": list(years), "value": np.asarray(values, dtype=float)})


@pytest.fixture(scope="module")
def banking():
    return facts("fact__internet_banking.csv", "internet_banking_users")


@pytest.fixture(scope="module")
def rows(banking):
    return backtest(banking, origins=range(2015, 2023), horizon=5)


@pytest.fixture(scope="module")
def all_rows(banking):
    return backtest(banking)


def covered(rows):
    return float(rows["actual"].between(rows["low"], rows["high"]).mean())


def assert_honest(table):
    assert ((table["low"] >= 0) & (table["high"] <= 100)).all()
    assert ((table["low"] <= table["value"]) & (table["value"] <= table["high"])).all()
    assert (np.diff(table["high"] - table["low"]) >= -1e-6).all()


# --- accuracy and coverage on the Eurostat series, origins 2015 to 2022, one to five years ahead ---


def test_eighty_percent_bands_hold_eighty_percent_of_outcomes(rows):
    below = rows[rows["level_at_origin"] < 40]
    assert len(rows) > 850
    assert 0.77 <= covered(rows) <= 0.84
    assert covered(below) >= 0.75


def test_error_below_forty_percent_is_at_most_five_points(rows):
    below = rows[rows["level_at_origin"] < 40]
    assert (below["value"] - below["actual"]).abs().mean() <= 5.0


def test_other_nominal_levels_are_achieved_too(banking):
    for level, least, most in ((0.9, 0.87, 0.95), (0.95, 0.92, 0.98)):
        achieved = covered(backtest(banking, origins=range(2015, 2023), horizon=5, level=level))
        assert least <= achieved <= most


def test_bands_hold_at_high_levels_as_well_as_in_the_middle(rows):
    assert covered(rows[rows["level_at_origin"] >= 80]) >= 0.75
    assert covered(rows[rows["level_at_origin"].between(40, 80)]) >= 0.75


def test_the_rule_beats_naive_and_drift_in_both_stages(rows):
    table = scoreboard(rows, by=("stage",)).set_index(["stage", "model"])["mean_absolute_error"]
    for stage in ("below", "above"):
        assert table[stage, "rule"] < table[stage, "drift"] < table[stage, "naive"]


def test_the_bias_of_the_lockdown_years_is_shown(rows):
    surge = rows[(rows["stage"] == "below") & (rows["origin"].isin([2017, 2018, 2019]))]
    bias = scoreboard(surge).set_index("model")["bias"]
    assert bias["rule"] < -4


# --- only the past is used ---


@pytest.mark.parametrize("origin", [2013, 2017])
def test_changing_the_future_changes_no_forecast(banking, all_rows, origin):
    changed = banking.copy()
    later = changed["year"] > origin
    changed.loc[later, "value"] = 100.0 - changed.loc[later, "value"]
    one, other = (
        rows[rows["origin"] == origin].set_index(["entity", "horizon"])[["value", "low", "high"]]
        for rows in (all_rows, backtest(changed))
    )
    assert len(one) > 100
    pd.testing.assert_frame_equal(one, other)


def test_a_forecast_made_in_the_past_is_the_line_of_the_backtest(banking, all_rows):
    made = forecast(banking, "BGR", 5, as_of=2018).table
    line = all_rows[(all_rows["entity"] == "BGR") & (all_rows["origin"] == 2018)]
    assert made["value"].to_numpy() == pytest.approx(line["value"].to_numpy())
    assert made["low"].to_numpy() == pytest.approx(line["low"].to_numpy())
    truncated = forecast(banking[banking["year"] <= 2018], "BGR", 5).table
    pd.testing.assert_frame_equal(made, truncated)


def test_a_precomputed_backtest_gives_the_same_answer(banking, all_rows):
    fast, slow = forecast(banking, "ROU", 5, backtest=all_rows), forecast(banking, "ROU", 5)
    pd.testing.assert_frame_equal(fast.table, slow.table)
    pd.testing.assert_frame_equal(fast.coverage, slow.coverage)


# --- what the reader gets ---


def test_morocco_is_answered_from_countries_that_were_at_seven_percent(banking):
    morocco = series([7.28, np.nan, np.nan, 6.65], "MAR", 2021)
    answer = forecast(pd.concat([banking, morocco]), "MAR", 5)
    assert answer.origin == 2024
    assert list(answer.table["year"]) == [2025, 2026, 2027, 2028, 2029]
    assert answer.rule.key == "reference_class_and_pooled_logistic"
    assert "past cases within 5 points" in str(answer.rule)
    assert answer.rule.parameters["class_cases"] >= 5
    assert {"BGR", "ROU", "GRC", "TUR"} <= set(answer.reference_cases["entity"])
    assert answer.reference_cases["level"].between(1.65, 11.65).all()
    assert "short_series" in answer.warnings
    assert_honest(answer.table)


def test_a_class_of_one_level_forecasts_its_median_change():
    # Five entities at 10 that gained 1, 2, 3, 4 and 10 points; the sixth has only just arrived there.
    others = [series([10.0, 10.0 + gain], name) for name, gain in zip("BCDEF", (1, 2, 3, 4, 10), strict=True)]
    history = pd.concat([*others, series([10.0], "A", 2011)])
    answer = forecast(history, "A", 1)
    change = answer.reference_cases["change"]
    assert sorted(change) == [1, 2, 3, 4, 10]
    logits = [np.log((10.5 + g) / (90.5 - g)) - np.log(10.5 / 90.5) for g in (1, 2, 3, 4, 10)]
    odds = 10.5 / 90.5 * np.exp(np.mean(logits))
    logistic = 101 * odds / (1 + odds) - 0.5
    assert answer.table["value"].iloc[0] == pytest.approx((13.0 + logistic) / 2)


def test_above_the_limit_the_rule_is_drift_with_curves(banking, all_rows):
    answer = forecast(banking, "FRA", 3, backtest=all_rows)
    assert answer.rule.key == "drift_and_anchored_curves"
    assert answer.rule.parameters["stage_limit"] == 40


def test_the_scoreboard_always_lists_naive_and_drift(banking, all_rows):
    board = forecast(banking, "BGR", 5, backtest=all_rows).scoreboard
    assert list(board["model"]) == [
        "rule",
        "naive",
        "drift",
        "reference_class",
        "pooled_logistic",
        "anchored_curves",
        "holt",
    ]
    assert (board["forecasts"] == board["forecasts"].iloc[0]).all()
    assert board.set_index("model")["mean_absolute_error"]["naive"] > 6
    lonely = forecast(series([7.0]), "A", 2)
    assert {"naive", "drift"} <= set(lonely.scoreboard["model"])


def test_achieved_coverage_stands_beside_the_nominal_one(banking, all_rows):
    answer = forecast(banking, "BGR", 5, backtest=all_rows)
    known = all_rows[(all_rows["stage"] == "below") & (all_rows["horizon"] == 1)]
    first = answer.coverage.iloc[0]
    assert first["nominal"] == 0.8
    assert first["achieved"] == pytest.approx(covered(known[known["origin"] >= 2013]), abs=0.08)
    assert answer.coverage["forecasts"].is_monotonic_decreasing
    assert answer.coverage["calibrated"].all()


# --- every country, every series ---


@pytest.mark.parametrize(
    ("name", "indicator"),
    [
        ("fact__internet_banking.csv", "internet_banking_users"),
        ("fact__international.csv", "internet_users"),
        ("fact__international.csv", "account_ownership"),
        ("fact__international.csv", "paid_bill_online"),
    ],
)
def test_every_country_is_answered_inside_zero_and_hundred(name, indicator):
    history = facts(name, indicator)
    known = backtest(history, horizon=4)
    entities = history["entity"].unique()
    assert len(entities) >= 15
    for entity in entities:
        assert_honest(forecast(history, entity, 4, backtest=known).table)


def test_intervals_of_a_higher_level_contain_the_lower(banking, all_rows):
    for entity in ("BGR", "DNK", "ALB", "DEU"):
        tables = [forecast(banking, entity, 8, level=p, backtest=all_rows).table for p in (0.5, 0.8, 0.95)]
        for inner, outer in pairwise(tables):
            assert (outer["low"] <= inner["low"] + 1e-9).all()
            assert (outer["high"] >= inner["high"] - 1e-9).all()


@given(
    values=st.lists(st.one_of(st.floats(0, 100), st.just(np.nan)), min_size=1, max_size=14),
    level=st.sampled_from([0.5, 0.8, 0.95]),
)
@settings(max_examples=20, deadline=None)
def test_any_single_series_is_answered_honestly_or_refused(values, level):
    history = series(values)
    if not np.isfinite(values).any():
        with pytest.raises(ValueError, match="no observed value"):
            forecast(history, "A", 3)
        return
    answer = forecast(history, "A", 3, level=level)
    assert_honest(answer.table)
    assert answer.origin == 2010 + int(np.flatnonzero(np.isfinite(values))[-1])


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ([7.0], "last_value"),
        ([7.0, 8.0], "pooled_logistic"),
        ([7.0, 8.0, 10.0], "pooled_logistic"),
        ([0.0, 0.0, 0.0, 0.0], "pooled_logistic"),
        ([90.0, 80.0, 70.0, 60.0], "drift_and_anchored_curves"),
        ([100.0, 100.0, 100.0], "drift_and_anchored_curves"),
    ],
)
def test_short_constant_falling_and_full_series(values, rule):
    answer = forecast(series(values), "A", 5)
    assert answer.rule.key == rule
    assert "not_calibrated" in answer.warnings
    assert_honest(answer.table)
    direction = np.sign(values[-1] - values[0])
    assert np.sign(answer.table["value"].iloc[-1] - values[-1]) in (direction, 0)
    assert answer.table["high"].iloc[-1] - answer.table["low"].iloc[-1] >= 0.5


def test_a_lone_point_is_kept_with_a_wide_band():
    table = forecast(series([7.0]), "A", 5).table
    assert table["value"].tolist() == pytest.approx([7.0] * 5)
    assert table["high"].iloc[-1] > 20


def test_no_line_crosses_a_definition_break():
    jump = series([20.0, 22.0, 24.0, 60.0, 61.0, 62.0])
    breaks = pd.DataFrame({"entity": ["A"], "year": [2013]})
    drawn_through = forecast(jump, "A", 1).table["value"].iloc[0]
    around = forecast(jump, "A", 1, breaks=breaks).table["value"].iloc[0]
    assert around == pytest.approx(63.0, abs=0.6)
    assert drawn_through > 68
    scored = backtest(jump, breaks=breaks)
    crossing = scored[(scored["origin"] < 2013) & (scored["origin"] + scored["horizon"] >= 2013)]
    assert crossing.empty


def test_fewer_cases_than_five_leave_the_class_out():
    history = pd.concat([series([50, 55, 60, 62], "B"), series([50, 53, 58, 64], "C"), series([7, 8], "A")])
    answer = forecast(history, "A", 2)
    assert answer.rule.key == "pooled_logistic"
    assert "no_reference_class" in answer.warnings


def test_an_old_series_is_marked(banking, all_rows):
    assert "old_series" in forecast(banking, "TUR", 3, backtest=all_rows).warnings


def test_same_history_in_another_order_gives_the_same_bytes(banking):
    shuffled = banking.sample(frac=1.0, random_state=5)
    one, other = forecast(banking, "GRC", 5), forecast(shuffled, "GRC", 5)
    pd.testing.assert_frame_equal(one.table, other.table, check_exact=True)
    pd.testing.assert_frame_equal(pickle.loads(pickle.dumps(one)).table, one.table, check_exact=True)


# --- the scenario fan ---


def test_the_fan_without_assumptions_is_the_forecast(banking, all_rows):
    answer = forecast(banking, "ROU", 5, backtest=all_rows)
    fan = scenario_fan(answer, 21.89, [AdoptionScenario("today")])
    assert fan["value"].to_numpy() == pytest.approx(answer.table["value"].to_numpy())


def test_ceilings_trust_and_levers_bend_the_fan(banking, all_rows):
    answer = forecast(banking, "ROU", 5, backtest=all_rows)
    scenarios = [
        AdoptionScenario("today"),
        AdoptionScenario("low ceiling", ceiling=30.0),
        AdoptionScenario("less trust", trust=0.5),
        AdoptionScenario("more marketing", levers=1.5),
        AdoptionScenario("standstill", trust=0.0),
    ]
    last = scenario_fan(answer, 21.89, scenarios).groupby("scenario")["value"].last()
    assert last["standstill"] == pytest.approx(21.89)
    assert last["standstill"] < last["low ceiling"] < 30
    assert last["less trust"] < last["today"] < last["more marketing"]


def test_impossible_scenarios_are_refused(banking, all_rows):
    answer = forecast(banking, "ROU", 2, backtest=all_rows)
    with pytest.raises(ValueError, match="scenarios is empty"):
        scenario_fan(answer, 21.89, [])
    with pytest.raises(ValueError, match=r"ceiling is 20.0 .* above the level already reached"):
        scenario_fan(answer, 21.89, [AdoptionScenario("x", ceiling=20.0)])
    with pytest.raises(ValueError, match="last_value is 0"):
        scenario_fan(answer, 0.0, [AdoptionScenario("x")])
    with pytest.raises(ValueError, match="ceiling is 120"):
        AdoptionScenario("x", ceiling=120.0)
    with pytest.raises(ValueError, match="trust is -1"):
        AdoptionScenario("x", trust=-1.0)


# --- refusals ---


@pytest.mark.parametrize(
    ("history", "message"),
    [
        (pd.DataFrame({"entity": ["A"], "year": [2010]}), "history has no column value"),
        (series([5.0, 101.0]), r"value 101.0 for A in 2011; values are percentages in \[0, 100\]"),
        (series([5.0, -1.0]), r"value -1.0 for A in 2011"),
        (pd.concat([series([5.0]), series([6.0])]), "more than one value for A in 2010"),
        (series([np.nan, np.nan]), "no observed value"),
        (series([5.0]).assign(year=2010.5), "not whole numbers"),
    ],
)
def test_a_history_that_cannot_be_read_is_refused(history, message):
    with pytest.raises(ValueError, match=message):
        forecast(history, "A", 2)


def test_arguments_out_of_range_are_refused(banking, all_rows):
    with pytest.raises(ValueError, match="entity is 'ZZZ'"):
        forecast(banking, "ZZZ", 2)
    with pytest.raises(ValueError, match="horizon is 0"):
        forecast(banking, "BGR", 0)
    with pytest.raises(ValueError, match=r"level is 80.*\(0, 1\)"):
        forecast(banking, "BGR", 2, level=80)
    with pytest.raises(ValueError, match="as_of is 1990"):
        forecast(banking, "BGR", 2, as_of=1990)
    with pytest.raises(ValueError, match="no observed value up to 2012"):
        forecast(banking, "ALB", 2, as_of=2012)
    with pytest.raises(ValueError, match="backtest has no column stage"):
        forecast(banking, "BGR", 2, backtest=all_rows.drop(columns="stage"))
    with pytest.raises(ValueError, match=r"origins are \[1990\]; .* 2010 to 2023"):
        backtest(banking, origins=[1990])
