"""Histories from a transactions file, share of customer, segments with their actions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.marketing.customers import (
    SEGMENTS,
    customer_histories,
    least_effect,
    offers_by_effect,
    segment_summary,
    segments,
    share_of_customer,
)
from tests.analytics.marketing.test_lifetime import CDNOW

FILE = pd.DataFrame(
    {
        "customer": ["a", "a", "a", "a", "b", "c", "c"],
        "date": [
            "2026-01-01",
            "2026-01-15",
            "2026-01-15",
            "2026-02-26",
            "2026-01-08",
            "2026-01-08",
            "2026-03-31",
        ],
    }
)


class TestHistories:
    def test_repeats_recency_and_age_in_weeks(self) -> None:
        table = customer_histories(FILE, end="2026-03-12")
        assert table.loc["a", ["frequency", "recency", "age"]].tolist() == [2, 8.0, 10.0]
        assert table.loc["b", ["frequency", "recency", "age"]].tolist() == [0, 0.0, 9.0]

    def test_what_comes_after_the_end_is_left_out(self) -> None:
        assert customer_histories(FILE, end="2026-03-12").loc["c", "frequency"] == 0
        assert customer_histories(FILE).loc["c", "frequency"] == 1

    def test_first_row_of_cdnow(self) -> None:
        days = pd.DataFrame({"customer": 1, "date": ["1997-01-01", "1997-01-18", "1997-08-02"]})
        row = customer_histories(days, end="1997-09-30").iloc[0]
        assert (row["frequency"], round(row["recency"], 2), round(row["age"], 2)) == (2, 30.43, 38.86)

    @pytest.mark.parametrize(
        ("frame", "options", "message"),
        [
            (FILE.drop(columns="date"), {}, "missing: date"),
            (FILE.assign(date="soon"), {}, "date must be a date in every row, got 'soon'"),
            (FILE.assign(customer=None), {}, "customer must be given in every row, missing in 7"),
            (FILE, {"end": "2020-01-01"}, "end must not lie before the first transaction"),
            (FILE, {"unit_days": 0}, "unit_days must be"),
        ],
    )
    def test_unreadable_files_are_refused(self, frame: pd.DataFrame, options: dict, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            customer_histories(frame, **options)


class TestShareOfCustomer:
    def test_share_is_own_business_over_all(self) -> None:
        assert share_of_customer([30, 50], [70, 0]).tolist() == [0.3, 1.0]

    def test_unknown_elsewhere_stays_unknown(self) -> None:
        shares = share_of_customer([30, 50, 0], [np.nan, 50, 0])
        assert shares.isna().tolist() == [True, False, True]

    def test_impossible_amounts_are_refused(self) -> None:
        with pytest.raises(ValueError, match="own must be finite and at least 0, got -1"):
            share_of_customer([-1], [1])
        with pytest.raises(ValueError, match="elsewhere must be finite and at least 0, got -2"):
            share_of_customer([1], [-2])
        with pytest.raises(ValueError, match="equally long"):
            share_of_customer([1, 2], [1])


class TestSegments:
    CUSTOMERS = pd.DataFrame(
        {
            "frequency": [20, 20, 1, 0, 0],
            "recency": [50.0, 10.0, 50.0, 0.0, 0.0],
            "age": [52.0, 52.0, 51.0, 5.0, 51.0],
        }
    )

    def test_each_kind_of_customer_finds_its_segment(self) -> None:
        table = segments(CDNOW, self.CUSTOMERS, often=0.3)
        assert table["segment"].tolist() == ["keep", "win_back", "low_cost", "new", "low_cost"]
        assert segments(CDNOW, self.CUSTOMERS, often=0.3, returning=0.3)["segment"][2] == "grow"

    def test_an_old_customer_who_never_came_back_is_not_called_active(self) -> None:
        row = segments(CDNOW, self.CUSTOMERS).iloc[4]
        assert row["probability_alive"] == 1.0
        assert row["probability_of_return"] < 0.2

    def test_summary_counts_everybody_once_with_an_action_in_both_languages(self) -> None:
        table = segment_summary(segments(CDNOW, self.CUSTOMERS))
        assert table["customers"].sum() == 5
        assert table["share"].sum() == pytest.approx(1.0)
        assert table["segment"].tolist() == [item.code for item in SEGMENTS]
        assert (table[["action_en", "action_fr", "name_en", "name_fr"]] != "").all(axis=None)
        assert np.isnan(table.set_index("segment").loc["grow", "probability_of_return"])

    def test_impossible_limits_are_refused(self) -> None:
        with pytest.raises(ValueError, match="returning must lie strictly between 0 and 1"):
            segments(CDNOW, self.CUSTOMERS, returning=1.0)
        with pytest.raises(ValueError, match="missing: age"):
            segments(CDNOW, self.CUSTOMERS.drop(columns="age"))


def test_what_offers_bring_by_their_effect_worked_by_hand() -> None:
    """Of 100, 50 and 20 at a cost of 15: 5; then 35 and 10; then 85 and 35, the third never agreed."""
    found = offers_by_effect([100, 50, 20], [True, True, False], [0.1, 0.2, 0.5, 1.0], 15)
    assert found["worth"].tolist() == [0, 1, 2, 3]
    assert found["addressed"].tolist() == [0, 1, 2, 2]
    assert found["net"].tolist() == pytest.approx([0, 5, 45, 120])
    assert least_effect([100, 50, 20], 15) == pytest.approx(0.15)
    assert least_effect([0.0], 15) is None
    assert least_effect([], 15) is None
