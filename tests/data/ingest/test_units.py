"""A file's units are those of the contract, or converted for certain and told, or refused."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ingest import Report
from data.ingest.units import Unit, parse_unit
from tests.data.ingest.helpers import check, codes, rules

STATEMENT = (
    "interest_income",
    "interest_expense",
    "interest_earning_assets",
    "dividend_income",
    "fee_income",
    "fee_expense",
    "other_operating_income",
    "other_operating_expense",
    "trading_book_result",
    "banking_book_result",
    "operating_cost",
    "e_banking_revenue",
)


def _statement(cells: list[str], unit: str | None = None, header: str = "{}") -> Report:
    names = [header.format(name) for name in STATEMENT]
    lines = [";".join(["bank", "year", *names])]
    if unit is not None:
        lines.append(";".join(["", "", *[unit] * len(STATEMENT)]))
    lines.append(";".join(["atlas", "2025", *cells]))
    return check("\n".join(lines), "financial_statement", decimal=",")


def _first(report: Report) -> float:
    assert report.frame is not None, [problem.message("en") for problem in report.problems]
    return float(report.frame["interest_income"].iloc[0])


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("MAD million", 1234.5), ("millions de MAD", 1234.5), ("MMAD", 1234.5), ("MDH", 1234.5),
        ("M MAD", 1234.5),
        ("kMAD", 1.2345), ("KDH", 1.2345), ("milliers de dirhams", 1.2345), ("MAD thousands", 1.2345),
        ("en milliers", 1.2345), ("000 MAD", 1.2345), ("MAD", 0.0012345), ("Mds MAD", 1_234_500.0),
        ("milliards de DH", 1_234_500.0),
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["line", "header", "after the header"])
def test_another_size_of_the_same_currency_is_converted_and_told(
    unit: str, expected: float, place: str
) -> None:
    cells = ["1234,5"] * len(STATEMENT)
    if place == "line":
        report = _statement(cells, unit)
    elif place == "header":
        report = _statement(cells, header="{} (" + unit + ")")
    else:
        names = {name: f"{name} - {unit}" for name in STATEMENT}
        text = ";".join(["bank", "year", *names.values()]) + "\n" + ";".join(["atlas", "2025", *cells])
        mapping = {"bank": "bank", "year": "year", **names}
        report = check(text, "financial_statement", decimal=",", mapping=mapping)
    assert _first(report) == expected
    told = [n.message("fr").replace("\u00a0", " ") for n in report.notices if n.code == "unit_converted"]
    if expected == 1234.5:
        assert not told
    else:
        assert len(told) == len(STATEMENT)
        assert f"valeurs données en {unit}, converties en millions de MAD : « 1234,5 » devient" in told[0]
        assert "× 1" in told[0]


@pytest.mark.parametrize("unit", ["EUR", "k EUR", "€", "M USD", "%", "heures", "milliers de clients", "XOF"])
@pytest.mark.parametrize("place", ["line", "header"])
def test_another_currency_or_measure_is_refused_with_what_is_expected(unit: str, place: str) -> None:
    cells = ["1234,5"] * len(STATEMENT)
    report = _statement(cells, unit) if place == "line" else _statement(cells, header="{} (" + unit + ")")
    assert set(report.counts) == {"unit_mismatch"}
    problem = report.problems[0]
    assert (problem.line, problem.value) == (2 if place == "line" else None, unit)
    assert "MAD million" in problem.remedy("en")
    assert "millions de MAD" in problem.message("fr")


def test_header_and_line_that_contradict_each_other_are_refused() -> None:
    report = _statement(["1"] * len(STATEMENT), "MMAD", header="{} (kMAD)")
    assert set(report.counts) == {"unit_mismatch"}


@given(st.lists(st.integers(0, 10**13), min_size=len(STATEMENT), max_size=len(STATEMENT)))
def test_a_file_in_thousands_and_one_in_millions_give_identical_rows(centimes: list[int]) -> None:
    def written(exponent: int) -> list[str]:
        digits = [str(number).zfill(exponent + 1) for number in centimes]
        return [f"{text[:-exponent]},{text[-exponent:]}" for text in digits]

    thousands, millions = _statement(written(5), "kMAD"), _statement(written(8), "MMAD")
    assert thousands.frame is not None
    pd.testing.assert_frame_equal(thousands.frame, millions.frame, check_exact=True)


@pytest.mark.parametrize(
    ("header", "cell", "expected"),
    [("coverage (%)", "35", 0.35), ("coverage (bps)", "35", 0.0035), ("coverage", "0.35", 0.35),
     ("coverage (part 0-1)", "0.35", 0.35), ("coverage (observed)", "0.35", 0.35)],
)  # fmt: skip
def test_per_cent_and_shares_are_told_apart(header: str, cell: str, expected: float) -> None:
    names = "bank,risk,control,name,annual_cost_mad,effectiveness_mean,effectiveness_sd"
    report = check(f"{names},{header}\natlas,operational,x-1,X,100,0.5,0.1,{cell}", "control", decimal=".")
    assert report.frame is not None, [problem.message("en") for problem in report.problems]
    assert report.frame["coverage"].tolist() == [expected]


def test_units_of_indicators_are_compared_column_by_column() -> None:
    good = check("mois;O1 (h);O7 (%)\n2026-01;1,5;2,5", constants={"bank": "atlas"})
    assert sorted(good.frame["value"]) == [1.5, 2.5]
    minutes = check("mois;O1;O7\n;min;%\n2026-01;90;2,5", constants={"bank": "atlas"})
    assert sorted(minutes.frame["value"]) == [1.5, 2.5]
    assert "unit_converted" in codes(minutes)
    wrong = check("mois;O1 (EUR);O7\n2026-01;1,5;2,5", constants={"bank": "atlas"})
    assert rules(wrong) == [(None, "unit_mismatch")]
    assert "heures" in wrong.problems[0].message("fr")


def test_thousands_of_customers_become_customers() -> None:
    report = check("bank,country,month,customers (milliers)\natlas,MAR,2026-01,12.5", "bank_customer")
    assert report.frame["customers"].tolist() == [12_500]


@pytest.mark.parametrize("text", ["observed", "all", "top", "HT", "s", "N/A", "1", ""])
def test_words_in_brackets_that_are_no_unit_are_none(text: str) -> None:
    assert parse_unit(text) is None


def test_currencies_and_sizes_are_read_together() -> None:
    assert parse_unit("kEUR") == Unit("EUR", Fraction(1000))
    assert parse_unit("Mds DH") == Unit("MAD", Fraction(10**9))
    assert parse_unit("kMAD EUR") is None
