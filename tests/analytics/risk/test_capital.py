"""Capital under Basel, the European regulation and Morocco's circular, against published figures."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.risk.capital import (
    BUSINESS_LINE_BETAS,
    BusinessIndicator,
    alternative_standardised,
    basic_indicator,
    business_indicator,
    business_indicator_component,
    eu_crr3,
    internal_loss_multiplier,
    side_by_side,
    standardised_approach,
    standardised_lines,
)
from analytics.risk.capital_losses import loss_history

ACCOUNTS = {
    "int_inc": [900, 950, 1000],
    "int_exp": [400, 420, 450],
    "iea": [20000, 21000, 22000],
    "div": [10, 12, 14],
    "ooi": [30, 20, 25],
    "ooe": [40, 35, 60],
    "fee_inc": [300, 320, 340],
    "fee_exp": [80, 85, 90],
    "tb": [50, -20, 30],
    "bb": [-5, 10, 15],
}
LINES = {line: [100.0, 100.0, 100.0] for line in BUSINESS_LINE_BETAS}
LOANS = {"retail_banking": [1000.0, 2000.0, 3000.0], "commercial_banking": [4000.0] * 3}


@pytest.mark.parametrize(
    ("billion", "component"), [(0.5, 0.06), (1, 0.12), (2, 0.27), (30, 4.47), (35, 5.37), (50, 8.07)]
)
def test_component_of_the_published_table(billion: float, component: float) -> None:
    assert business_indicator_component(billion * 1000) == pytest.approx(component * 1000)


@pytest.mark.parametrize(
    ("ratio", "multiplier"),
    [
        (0, 0.541325),
        (0.1, 0.629553),
        (0.25, 0.716941),
        (0.5, 0.8297),
        (1, 1.0),
        (2, 1.24109),
        (4, 1.558085),
    ],
)
def test_multiplier_of_the_published_table(ratio: float, multiplier: float) -> None:
    assert internal_loss_multiplier(ratio * 80.0, 80.0) == pytest.approx(multiplier, abs=5e-7)


def test_published_bank_from_accounts_to_risk_weighted_assets() -> None:
    indicator = business_indicator(ACCOUNTS)
    assert indicator.ildc == pytest.approx(484.5)
    assert indicator.sc == pytest.approx(365.0)
    assert indicator.fc == pytest.approx(43.333333333333336)
    assert indicator.bi == pytest.approx(892.8333333333334)
    basel = standardised_approach(indicator.bi, 12, losses_in_bucket_1=True)
    assert (basel.bic, basel.lc) == pytest.approx((107.14, 180.0))
    assert basel.ilm == pytest.approx(1.173329435803231, rel=1e-12)
    assert basel.capital == pytest.approx(125.71051575195816, rel=1e-12)
    assert basel.rwa == pytest.approx(1571.381446899477, rel=1e-12)
    assert eu_crr3(indicator) == pytest.approx(107.14)
    assert eu_crr3(indicator).rwa == pytest.approx(12.5 * 107.14)


def test_bucket_1_has_a_multiplier_of_one_unless_the_supervisor_admits_its_losses() -> None:
    small = standardised_approach(892.8, 12)
    assert (small.bucket, small.ilm) == (1, 1.0)
    assert small.capital == small.bic
    assert small.ilm_formula > 1.0
    assert standardised_approach(892.8, 12, losses_in_bucket_1=True).ilm == small.ilm_formula
    assert standardised_approach(1000.0, 12).ilm == 1.0
    assert standardised_approach(1000.1, 12).ilm != 1.0
    assert standardised_approach(40_000, 12).bucket == 3


def test_accounts_may_come_as_a_frame_with_long_names() -> None:
    names = ["interest_income", "interest_expense", "interest_earning_assets", "dividend_income"]
    names += ["other_operating_income", "other_operating_expense", "fee_income", "fee_expense"]
    names += ["trading_book_profit", "banking_book_profit"]
    frame = pd.DataFrame({"year": [2023, 2024, 2025]} | dict(zip(names, ACCOUNTS.values(), strict=True)))
    assert business_indicator(frame) == business_indicator(ACCOUNTS)


def test_margin_is_capped_by_the_assets_and_absolute_by_year() -> None:
    thin = business_indicator(ACCOUNTS | {"iea": [1000, 1000, 1000]})
    assert thin.ildc == pytest.approx(0.0225 * 1000 + 12)
    swinging = business_indicator(ACCOUNTS | {"int_exp": [1400, 420, 450]})
    assert swinging.ildc == pytest.approx(min((500 + 530 + 550) / 3, 0.0225 * 21000) + 12)


@given(bi=st.floats(1, 1e5), loss=st.floats(0, 1e4), more=st.floats(0.01, 1e3))
@settings(max_examples=60, deadline=None)
def test_capital_rises_with_size_and_losses(bi: float, loss: float, more: float) -> None:
    base = standardised_approach(bi, loss, losses_in_bucket_1=True)
    assert standardised_approach(bi, loss + more, losses_in_bucket_1=True).capital > base.capital
    assert standardised_approach(bi + more, loss).bic > base.bic
    assert base.ilm >= np.log(np.e - 1) - 1e-12
    assert (base.ilm > 1) == (base.lc > base.bic)
    assert base.rwa == pytest.approx(12.5 * base.capital)
    assert 0.12 * bi * (1 - 1e-12) <= base.bic <= 0.18 * bi


def test_equal_components_have_a_multiplier_of_one() -> None:
    bic = business_indicator_component(5_000.0)
    assert standardised_approach(5_000.0, bic / 15).ilm == pytest.approx(1.0)


def test_basic_indicator_leaves_out_years_without_income() -> None:
    assert basic_indicator([100, 200, 300]) == pytest.approx(30.0)
    assert basic_indicator([100, -50, 300]) == pytest.approx(30.0)
    assert basic_indicator([-1, -2, 0]) == 0.0
    assert basic_indicator([100, 200, 300]).rwa == pytest.approx(375.0)


def test_lines_offset_within_a_year_and_never_across_years() -> None:
    assert standardised_lines(LINES) == pytest.approx(100 * sum(BUSINESS_LINE_BETAS.values()))
    assert sum(BUSINESS_LINE_BETAS.values()) == pytest.approx(1.20)
    assert list(BUSINESS_LINE_BETAS.values()) == [0.18, 0.18, 0.12, 0.15, 0.18, 0.12, 0.15, 0.12]
    loss_on_one = standardised_lines(LINES | {"trading_and_sales": [-100, 100, 100]})
    assert loss_on_one == pytest.approx((120 - 36 + 120 + 120) / 3)
    bad_year = standardised_lines(LINES | {"trading_and_sales": [-10_000, 100, 100]})
    assert bad_year == pytest.approx((0 + 120 + 120) / 3)


def test_alternative_approach_takes_loans_for_income() -> None:
    expected = 0.035 * 0.15 * (2000 + 4000) + 0.18 * 600
    assert alternative_standardised(LINES, LOANS) == pytest.approx(expected)


def test_approaches_stand_side_by_side_in_the_banks_currency() -> None:
    indicator = business_indicator(ACCOUNTS)
    table = side_by_side(
        indicator,
        12,
        gross_income=[9000, 9500, 10000],
        income_by_line=LINES,
        gross_loans=LOANS,
        currency_per_euro=10.8,
    ).set_index("approach")
    assert table.loc["basel_standardised", "capital"] == pytest.approx(10.8 * 125.71051575195816)
    assert table.loc["basel_standardised_bucket_1", "capital"] == pytest.approx(10.8 * 107.14)
    assert table.loc["eu_business_indicator", "capital"] == pytest.approx(10.8 * 107.14)
    assert table.loc["basic_indicator", "capital"] == pytest.approx(0.15 * 9500)
    assert table.loc["standardised_lines", "capital"] == pytest.approx(120.0)
    assert table["rwa"].to_numpy() == pytest.approx(12.5 * table["capital"].to_numpy())
    partial = side_by_side(indicator, 12).set_index("approach")["capital"]
    assert partial.isna().tolist() == [False, False, False, True, True, True]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"fee_inc": [1, 2]}, "fee_income has 2 values"),
        ({"fee_inc": [1, np.nan, 2]}, "fee_income misses a year"),
        ({"int_exp": [-400, 420, 450]}, "interest_expense has a negative"),
        ({"bonus": [1, 2, 3]}, "unknown items"),
        ({"fee_income": [1, 2, 3]}, "twice"),
    ],
)
def test_accounts_that_do_not_suffice_are_refused(change: dict[str, list[float]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        business_indicator(ACCOUNTS | change)


def test_a_missing_item_is_named() -> None:
    with pytest.raises(ValueError, match="lacks \\['dividend_income'\\]"):
        business_indicator({k: v for k, v in ACCOUNTS.items() if k != "div"})


def test_amounts_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="bi is -1"):
        eu_crr3(-1)
    with pytest.raises(ValueError, match="bi is 0"):
        standardised_approach(0, 1)
    with pytest.raises(ValueError, match="average_annual_loss is -3"):
        standardised_approach(BusinessIndicator(1.0, 2.0, 3.0), -3)
    with pytest.raises(ValueError, match="loss_component"):
        internal_loss_multiplier(-1.0, 1.0)
    with pytest.raises(ValueError, match="bic is 0"):
        internal_loss_multiplier(1.0, 0.0)
    with pytest.raises(ValueError, match="gross_income has 2"):
        basic_indicator([1, 2])
    with pytest.raises(ValueError, match="lacks the lines"):
        standardised_lines({"retail_banking": [1, 2, 3]})
    with pytest.raises(ValueError, match="unknown lines"):
        standardised_lines(LINES | {"crypto": [1, 2, 3]})
    with pytest.raises(ValueError, match="misses a year"):
        standardised_lines(LINES | {"retail_banking": [1, np.nan, 3]})
    with pytest.raises(ValueError, match="negative amount"):
        alternative_standardised(LINES, LOANS | {"retail_banking": [-1, 2, 3]})
    with pytest.raises(ValueError, match="currency_per_euro is 0"):
        side_by_side(100.0, 1.0, currency_per_euro=0)


DAYS = pd.to_datetime(["2015-01-10", "2019-03-01", "2024-05-02", "2025-06-03", "2026-09-30", None])
EUROS = [900_000.0, 20_000.0, 19_999.0, 60_000.0, 140_000.0, 500_000.0]


def history(**changed):
    given = {"as_of": date(2026, 10, 31), "years": 12.0} | changed
    return loss_history(EUROS, DAYS, **given)


def test_losses_enter_net_large_enough_booked_and_within_ten_years() -> None:
    found = history()
    assert found.average == pytest.approx((20_000 + 60_000 + 140_000) / 10)
    assert (found.counted, found.small, found.older, found.not_booked) == (3, 1, 1, 1)
    assert (found.years, found.least_loss, found.long_enough) == (10.0, 20_000.0, True)


def test_a_higher_threshold_is_open_to_the_upper_buckets_only() -> None:
    assert history(least_loss=100_000.0).average == pytest.approx(14_000.0)
    assert history(least_loss=100_000.0, bucket=1) == history()


def test_a_shorter_record_is_averaged_over_its_own_years() -> None:
    assert history(years=6.0).average == pytest.approx(220_000 / 6)


def test_under_five_years_of_losses_capital_rests_on_the_indicator_alone() -> None:
    short, enough = (standardised_approach(5_000.0, 90.0, loss_years=years) for years in (4.9, 5.0))
    assert short.ilm == 1.0 < short.ilm_formula
    assert enough.ilm == enough.ilm_formula
    admitted = standardised_approach(500.0, 90.0, losses_in_bucket_1=True, loss_years=3.0)
    assert admitted.ilm == 1.0
    table = side_by_side(5_000.0, 90.0, loss_years=3.0).set_index("approach")["capital"]
    assert table["basel_standardised"] == table["basel_standardised_bucket_1"] == short.bic


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"least_loss": 5_000.0}, "least_loss is 5000"),
        ({"least_loss": 2e5}, "least_loss is 200000"),
        ({"years": 0.0}, "years is 0"),
        ({"bucket": 4}, "bucket is 4"),
    ],
)
def test_a_loss_history_that_the_standard_does_not_know_is_refused(changed, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        history(**changed)
    with pytest.raises(ValueError, match="5 amounts and booked_on 6"):
        loss_history(EUROS[:5], DAYS, as_of=date(2026, 10, 31), years=6.0)
    with pytest.raises(ValueError, match="negative amount"):
        loss_history([-1.0], DAYS[:1], as_of=date(2026, 10, 31), years=6.0)
    with pytest.raises(ValueError, match="loss_years is -1"):
        standardised_approach(500.0, 1.0, loss_years=-1.0)
