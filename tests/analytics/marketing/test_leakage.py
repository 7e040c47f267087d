"""The guard refuses what is only known afterwards: on built data and on the telephone campaign."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.marketing.leakage import leakage_guard

RNG = np.random.default_rng(5)
BOUGHT = RNG.random(2000) < 0.2
BUILT = pd.DataFrame(
    {
        "age": RNG.normal(45, 12, 2000),
        "segment": RNG.choice(["a", "b", "c"], 2000),
        "interested": np.where(BOUGHT, RNG.normal(1, 1, 2000), RNG.normal(0.4, 1, 2000)),
        "file_id": [f"id{place}" for place in range(2000)],
        "contract_no": np.where(BOUGHT, RNG.integers(1, 9999, 2000), 0),
        "duration": RNG.exponential(200, 2000),
        "bought": np.where(BOUGHT, "yes", "no"),
    }
)


class TestBuilt:
    def test_refuses_the_declared_and_the_suspicious(self) -> None:
        report = leakage_guard(BUILT, "bought")
        assert set(report.refused) == {"duration", "contract_no"}
        reasons = report.table.set_index("column")["reason"]
        assert (reasons["duration"], reasons["contract_no"], reasons["age"]) == ("declared", "suspicious", "")
        assert report.table["column"][0] == "contract_no"

    def test_a_useful_driver_is_not_refused(self) -> None:
        report = leakage_guard(BUILT, "bought")
        area = report.table.set_index("column").loc["interested", "auc"]
        assert 0.6 < area < 0.75
        assert "interested" in report.allowed

    def test_a_column_of_names_gets_no_credit_for_memory(self) -> None:
        report = leakage_guard(BUILT, "bought")
        assert report.table.set_index("column").loc["file_id", "auc"] < 0.6

    def test_missing_values_can_leak_too(self) -> None:
        late = BUILT.assign(signed=np.where(BOUGHT, 3.0, np.nan))
        assert "signed" in leakage_guard(late, "bought").refused

    def test_a_column_can_be_vouched_for_but_a_declared_one_cannot(self) -> None:
        report = leakage_guard(BUILT, "bought", cleared=["contract_no"])
        assert "contract_no" in report.allowed
        assert report.table.set_index("column").loc["contract_no", "suspicious"]
        with pytest.raises(
            ValueError, match="cleared must not name columns known only after the outcome, got duration"
        ):
            leakage_guard(BUILT, "bought", cleared=["duration"])

    def test_case_of_declared_names_does_not_matter(self) -> None:
        upper = BUILT.rename(columns={"duration": "Duration"})
        assert "Duration" in leakage_guard(upper, "bought").refused

    def test_same_seed_same_report(self) -> None:
        first, second = (leakage_guard(BUILT, "bought", seed=1).table for _ in range(2))
        assert first.equals(second)

    @pytest.mark.parametrize(
        ("data", "options", "message"),
        [
            (BUILT, {"outcome": "sold"}, "missing: sold"),
            (BUILT, {"outcome": "segment"}, "outcome must have exactly two values, got 3"),
            (
                BUILT.assign(bought=[None] + ["yes"] * 1999),
                {},
                "outcome must be known in every row, missing in 1",
            ),
            (BUILT.iloc[:3], {}, "outcome must have exactly two values|folds must be at most"),
            (BUILT, {"threshold": 0.3}, r"threshold must be in \[0.5, 1\], got 0.3"),
        ],
    )
    def test_unreadable_files_are_refused(self, data: pd.DataFrame, options: dict, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            leakage_guard(data, **({"outcome": "bought"} | options))


@pytest.mark.published
class TestTelephoneCampaign:
    @pytest.fixture
    def campaign(self, published: Path) -> pd.DataFrame:
        return pd.read_csv(published / "raw" / "uci_bank_marketing_additional_4119.csv", encoding="utf-8-sig")

    def test_length_of_the_call_is_refused_and_nothing_else(self, campaign: pd.DataFrame) -> None:
        report = leakage_guard(campaign, "y")
        assert report.refused == ("duration",)
        assert len(report.allowed) == 19

    def test_it_is_caught_without_being_declared(self, campaign: pd.DataFrame) -> None:
        report = leakage_guard(campaign, "y", known_after=())
        assert report.table["column"][0] == "duration"
        assert report.refused == ("duration",)
