"""Files of other people's making: each is understood for some table, or refused with its reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data.ingest import References, Report, load_references, validate

pytestmark = pytest.mark.published


@pytest.fixture(scope="module")
def references(demo_home: Path) -> References:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("VIGIE_HOME", str(demo_home))
        return load_references()


@pytest.fixture
def check(published: Path, references: References) -> Callable[..., Report]:
    def checked(name: str, table: str, **more: object) -> Report:
        return validate((published / "raw" / name).read_bytes(), name, table=table, known=references, **more)

    return checked


def test_the_world_bank_download_is_understood_without_a_word(check) -> None:
    report = check("ict_wdi_vintage2018_raw_API_IT.NET.USER.ZS.csv", "fact")
    assert report.ok
    assert len(report.frame) == 5970
    frame = report.frame.set_index(["country", "period"])["value"]
    assert frame["MAR", 2016] == 58.271236420398
    assert frame["ABW", 1990] == 0


def test_branches_of_the_united_nations_lack_only_the_regions_that_are_no_countries(check) -> None:
    report = check(
        "sdg_8_10_1_bank_branches_per100k.csv",
        "fact",
        mapping={"country": "area_name", "period": "year", "value": "fb_cbk_brch"},
        constants={"indicator": "branches_per_100k"},
    )
    assert set(report.counts) == {"reference"}
    assert {problem.value for problem in report.problems} >= {
        "Oceania",
        "Small island developing States (SIDS)",
    }
    assert "Morocco" not in {problem.value for problem in report.problems}


def test_exchange_rates_lack_only_the_currency_areas_that_are_no_countries(check) -> None:
    report = check(
        "fx_monthly_fred_comparators.csv",
        "macro_series",
        mapping={"country": "Country", "month": "Date", "value": "Exchange rate"},
        constants={"series": "exchange_rate", "unit": "per USD"},
    )
    assert set(report.counts) <= {"reference", "required"}
    assert {problem.value for problem in report.problems if problem.rule == "reference"} <= {
        "Euro",
        "Taiwan",
    }


@pytest.mark.parametrize(
    "name",
    [
        "trust_privacy_risk_intention_1090.csv",
        "utaut_technology_300.csv",
        "uci_bank_marketing_additional_4119.csv",
    ],
)
def test_surveys_of_another_design_are_refused_for_the_columns_they_lack(name: str, check) -> None:
    report = check(name, "survey_response")
    missing = {problem.column for problem in report.problems if problem.rule == "column_missing"}
    assert missing == {"respondent", "adopter"}
