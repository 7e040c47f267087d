"""The forecast on families of series that set none of its examples: its bands, its errors, its warnings."""

import numpy as np
import pandas as pd
import pytest

from analytics.adoption.backtest import STAGES
from analytics.adoption.conformal import answer_to_coverage
from analytics.adoption.forecast import backtest, forecast
from analytics.adoption.holt import holt
from analytics.adoption.panel import build_panel, half_unit
from tests.analytics.adoption.test_forecast import facts, series

HORIZONS = (1, 3, 5)
FEWEST = 50


def straight_lines(count: int = 30, years: int = 22) -> pd.DataFrame:
    """Invented countries that gain the same number of points every year, as modelled access often does."""
    random = np.random.default_rng(20260)
    start, gain = random.uniform(3.0, 85.0, count), random.uniform(-0.4, 1.8, count)
    frames = [
        series(np.clip(start[i] + gain[i] * np.arange(years), 0.0, 100.0).round(3), f"C{i:02}", 2000)
        for i in range(count)
    ]
    return pd.concat(frames, ignore_index=True)


@pytest.fixture(scope="module")
def families():
    mobile = facts("fact__international.csv", "mobile_subscriptions")
    return {
        "mobile": mobile[mobile["value"] <= 100],
        "broadband": facts("fact__international.csv", "fixed_broadband"),
        "internet": facts("fact__international.csv", "internet_users"),
        "lines": straight_lines(),
    }


@pytest.fixture(scope="module")
def judged(families):
    return {name: backtest(history, horizon=5) for name, history in families.items()}


def cells(rows):
    for (stage, horizon), cell in rows[rows["horizon"].isin(HORIZONS)].groupby(["stage", "horizon"]):
        if len(cell) >= FEWEST:
            yield stage, horizon, cell


@pytest.mark.parametrize("family", ["mobile", "broadband", "internet"])
def test_no_stage_of_another_family_holds_much_less_than_intended(judged, family):
    shares = {
        (stage, horizon): cell["actual"].between(cell["low"], cell["high"]).mean()
        for stage, horizon, cell in cells(judged[family])
    }
    assert len(shares) >= 3
    assert min(shares.values()) >= 0.75, shares
    assert np.mean(list(shares.values())) == pytest.approx(0.8, abs=0.04), shares


@pytest.mark.parametrize(
    ("family", "most"), [("mobile", 1.02), ("internet", 1.02), ("broadband", 1.04), ("lines", 1.02)]
)
def test_the_error_is_never_much_above_the_best_simple_method(judged, family, most):
    ratios = {}
    for stage, horizon, cell in cells(judged[family]):
        known = cell[cell["observations"] >= 5].dropna(subset=["holt"])
        error = {
            name: (known[name] - known["actual"]).abs().mean() for name in ("value", "naive", "drift", "holt")
        }
        ours = error.pop("value")
        # Below a tenth of a point nobody reads a difference.
        ratios[stage, horizon] = ours / max(min(error.values()), 0.1)
    assert max(ratios.values()) <= most, ratios


@pytest.mark.parametrize("family", ["mobile", "broadband", "internet"])
def test_a_reader_is_warned_exactly_when_past_bands_held_too_little(families, judged, family):
    rows, history = judged[family], families[family]
    last = history.sort_values("year").groupby("entity")["value"].last()
    for stage in STAGES:
        here = last[last < 40] if stage == "below" else last[last >= 40]
        if here.empty:
            continue
        for level in (0.5, 0.8, 0.9):
            answer = forecast(history, here.index[0], 5, level=level, backtest=rows)
            own = backtest(history, horizon=5, level=level)
            own = own[own["stage"] == stage]
            held = own["actual"].between(own["low"], own["high"]).groupby(own["horizon"]).mean()
            short = (held < level - 0.05).any() or (answer.coverage["achieved"] < level - 0.05).any()
            assert ("undercovered" in answer.warnings) == short, (stage, level, held.to_dict())


def test_a_boom_after_calm_years_is_warned_of():
    calm = [series([5 + 0.2 * t + 0.1 * (i % 3) for t in range(8)], f"C{i:02}") for i in range(25)]
    boom = [
        series([min(39.0, 6.6 + (3 + i % 4) * (t + 1)) for t in range(7)], f"C{i:02}", 2018)
        for i in range(25)
    ]
    history = pd.concat(calm + boom, ignore_index=True)
    assert "undercovered" in forecast(history, "C03", 3).warnings


def test_the_band_of_the_next_years_is_the_same_however_far_one_asks(families):
    entity = families["internet"]["entity"].iloc[0]
    near, far = (forecast(families["internet"], entity, horizon).table for horizon in (2, 5))
    pd.testing.assert_frame_equal(near[["year", "low", "high"]], far[["year", "low", "high"]].head(2))


def test_bands_follow_one_sided_errors():
    # Half the entities stay where they are, half jump in their second year: nothing ever falls.
    frames = [series([10, 10 + 6 * (i % 2), 10 + 6 * (i % 2)], f"C{i:02}", 2000 + i // 4) for i in range(60)]
    table = forecast(pd.concat([*frames, series([10.0], "A", 2016)]), "A", 1).table.iloc[0]
    assert table["high"] - table["value"] > 2 * (table["value"] - table["low"])


def test_too_few_held_widens_and_too_many_narrows():
    assert answer_to_coverage(0, 0, 1) == 0
    assert answer_to_coverage(60, 100, 1) > 0 > answer_to_coverage(95, 100, 1)
    assert answer_to_coverage(60, 100, 1) > answer_to_coverage(60, 100, 5) > answer_to_coverage(6, 10, 5)


def test_survey_error_is_in_the_band_of_the_series_that_has_it():
    history = pd.concat(
        [facts("fact__internet_banking.csv", "internet_banking_users"), series([7.28, 6.65], "MAR", 2023)]
    )
    without = forecast(history, "MAR", 3)
    known = history.assign(standard_error=np.where(history["entity"] == "MAR", 1.0, np.nan))
    with_error = forecast(known, "MAR", 3)
    assert (with_error.table["low"] < without.table["low"] - 0.05).all()
    assert (with_error.table["high"] > without.table["high"] + 0.05).all()
    assert with_error.table["value"].tolist() == without.table["value"].tolist()
    assert {"fell", "analogy"} <= set(without.warnings)
    assert "fell_within_error" not in without.warnings
    assert "fell_within_error" in with_error.warnings
    with pytest.raises(ValueError, match=r"standard_error is -1\.0 for MAR in 2024"):
        forecast(known.assign(standard_error=-1.0), "MAR", 3)


def test_a_series_that_rises_is_not_said_to_fall():
    assert "fell" not in forecast(series([7.0, 6.0, 8.0]), "A", 2).warnings
    around = pd.DataFrame({"entity": ["*"], "year": [2012]})
    assert "fell" not in forecast(series([9.0, 9.5, 7.0, 8.0]), "A", 2, breaks=around).warnings
    assert "fell" in forecast(series([9.0, 9.5, 7.0, 8.0]), "A", 2).warnings


def test_holt_goes_on_with_a_straight_line_and_stops_with_a_flat_one():
    panel = build_panel(pd.concat([series([10, 12, 14, 16, 18, 20]), series([30.0] * 6, "B")]))
    path = holt(panel, 3)
    assert path[0] == pytest.approx([22, 24, 26], abs=0.3)
    assert path[1] == pytest.approx([30, 30, 30])
    assert np.isnan(holt(build_panel(series([7.0])), 2)).all()


def test_the_weights_are_shares_and_follow_the_errors(families):
    lines, mobile = (
        forecast(families[name], families[name]["entity"].iloc[0], 5) for name in ("lines", "mobile")
    )
    for answer in (lines, mobile):
        assert sum(answer.weights.values()) == pytest.approx(1.0)
        assert min(answer.weights.values()) >= 0
    assert lines.weights["drift"] + lines.weights["holt"] > 0.95
    assert "drift" in str(lines.rule) or "holt" in str(lines.rule)


def test_the_last_digit_published_is_the_least_that_a_band_holds():
    assert half_unit(np.array([1.0, 2.0, np.nan])) == 0.5
    assert half_unit(np.array([1.5, 2.0])) == 0.05
    assert half_unit(np.array([1.523, 2.0])) == 0.005
