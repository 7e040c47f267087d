"""Morocco's approaches from accounts: the split is a convention, the bounds hold whatever the split."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.risk.capital import income_by_line, moroccan_approaches, net_banking_income

ACCOUNTS = {
    "interest_income": [900.0, 950.0, 1000.0],
    "interest_expense": [400.0, 420.0, 450.0],
    "interest_earning_assets": [20000.0, 21000.0, 22000.0],
    "dividend_income": [10.0, 12.0, 14.0],
    "other_operating_income": [30.0, 20.0, 25.0],
    "other_operating_expense": [10.0, 12.0, 15.0],
    "fee_income": [300.0, 320.0, 340.0],
    "fee_expense": [80.0, 85.0, 90.0],
    "trading_book_profit": [50.0, 20.0, 30.0],
    "banking_book_profit": [5.0, 10.0, 15.0],
}
SHARES = st.floats(0.0, 1.0)


def test_net_banking_income_is_what_the_accounts_add_up_to() -> None:
    assert net_banking_income(ACCOUNTS) == pytest.approx([805.0, 815.0, 869.0])


def test_the_three_approaches_worked_by_hand() -> None:
    table = moroccan_approaches(ACCOUNTS, retail_share=0.5, loan_share=0.8).set_index("approach")["capital"]
    assert table["basic_indicator"] == pytest.approx(0.15 * 829.6666667)
    lending, fees, trading = (
        np.array([535.0, 560.0, 589.0]),
        np.array([220.0, 235.0, 250.0]),
        [50.0, 20.0, 30.0],
    )
    by_hand = 0.5 * (0.12 + 0.15) * lending.mean() + 0.18 * fees.mean() + 0.18 * np.mean(trading)
    assert table["standardised_lines"] == pytest.approx(by_hand)
    loans = 0.035 * 0.15 * 0.8 * 21000.0
    assert table["alternative_standardised"] == pytest.approx(loans + 0.18 * (235.0 + 100.0 / 3.0))


@given(retail_share=SHARES, loan_share=SHARES)
@settings(max_examples=40, deadline=None)
def test_bounds_hold_for_any_split(retail_share: float, loan_share: float) -> None:
    table = moroccan_approaches(ACCOUNTS, retail_share=retail_share, loan_share=loan_share)
    assert (table["low"] <= table["capital"] + 1e-9).all()
    assert (table["capital"] <= table["high"] + 1e-9).all()
    usual = moroccan_approaches(ACCOUNTS)
    standardised = usual["approach"] == "standardised_lines"
    assert table.loc[standardised, ["low", "high"]].equals(usual.loc[standardised, ["low", "high"]])


@given(retail_share=SHARES)
@settings(max_examples=30, deadline=None)
def test_splitting_creates_and_destroys_no_income(retail_share: float) -> None:
    lines = income_by_line(ACCOUNTS, retail_share=retail_share)
    assert sum(lines.values()) == pytest.approx(net_banking_income(ACCOUNTS))
    assert len(lines) == 8


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"fee_income": [300.0, -1.0, 340.0]}, "fee_income has a negative amount"),
        ({"fee_income": [300.0, 320.0]}, "three years are needed"),
        ({"fee_income": [300.0, float("nan"), 340.0]}, "misses a year"),
    ],
)
def test_bad_accounts_are_named(changed: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        moroccan_approaches(ACCOUNTS | changed)


@pytest.mark.parametrize("name", ["retail_share", "loan_share"])
def test_a_share_beyond_its_range_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} is 1.2"):
        moroccan_approaches(ACCOUNTS, **{name: 1.2})
