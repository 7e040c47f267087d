"""Numbers as people write them are read as meant, or the user is asked."""

from __future__ import annotations

import pytest

from tests.data.ingest.helpers import HEADER, check, codes, rules, values


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["1234.5", "0.4"], [1234.5, 0.4]),
        (["1234,5", "0,4"], [1234.5, 0.4]),
        (["1,234.5", "0.4"], [1234.5, 0.4]),
        (["1.234,5", "0,4"], [1234.5, 0.4]),
        (["1 234,5", "\u00a00,4"], [1234.5, 0.4]),
        (["1\u00a0234\u00a0567,5", "0,4"], [1234567.5, 0.4]),
        (["1\u202f234,5", "12"], [1234.5, 12]),
        (["1'234.5", "1’234.5"], [1234.5, 1234.5]),
        (["1,234,567", "12"], [1234567, 12]),
        (["10,427", "0,5"], [10.427, 0.5]),
        (["10,427", "1,5"], [10.427, 1.5]),
        (["10,427", "1,234.5"], [10427, 1234.5]),
        (["10.427", "3.14"], [10.427, 3.14]),
        (["0,427"], [0.427]),
        (["1234,567"], [1234.567]),
        (["1e3", "2.5E-2"], [1000, 0.025]),
        (["+5", "\u22125"], [5, -5]),
        (["(5)", "(1 234,5)"], [-5, -1234.5]),
        ([".5", "5."], [0.5, 5]),
    ],
)
def test_the_column_tells_how_its_numbers_are_written(written: list[str], meant: list[float]) -> None:
    assert values(*written).frame["value"].tolist() == meant


def test_a_number_that_reads_two_ways_is_asked_about_and_not_guessed() -> None:
    report = values("10,427", "12,001", "7")
    assert rules(report) == [(2, "decimal_ambiguous"), (3, "decimal_ambiguous")]
    assert report.frame is None
    assert "10,427 or 10,427" not in report.problems[0].message("en")
    assert report.problems[0].message("en") == (
        "“10,427” can be read as 10.427 or 10,427, and nothing else in the column decides."
    )
    assert "virgule ou point" in report.problems[0].remedy("fr")


@pytest.mark.parametrize(("decimal", "meant"), [(",", 10.427), (".", 10427.0)])
def test_the_user_decides_how_an_ambiguous_column_reads(decimal: str, meant: float) -> None:
    assert values("10,427", decimal=decimal).frame["value"].tolist() == [meant]


def test_two_ways_of_writing_in_one_column_are_refused_on_the_lines_of_the_fewer() -> None:
    report = values("1,5", "2,5", "3.25")
    assert rules(report) == [(4, "decimal_mixed")]
    assert "(see line 2)" in report.problems[0].message("en")


def test_whole_numbers_decide_that_a_comma_groups_thousands() -> None:
    head = "bank;channel;month;service;segment;count"
    report = check(f"{head}\natlas;mobile;2026-01;transfer_internal;mass;10,427", "channel_activity")
    assert report.frame["count"].tolist() == [10427]
    assert "thousands_by_type" in codes(report)


def test_whole_numbers_ending_in_three_zeros_stay_ambiguous() -> None:
    head = "bank;channel;month;service;segment;count"
    report = check(f"{head}\natlas;mobile;2026-01;transfer_internal;mass;10,000", "channel_activity")
    assert rules(report) == [(2, "decimal_ambiguous")]


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("NaN", "not_finite"),
        ("inf", "not_finite"),
        ("-Infinity", "not_finite"),
        ("1e999", "too_large"),
        ("#DIV/0!", "spreadsheet_error"),
        ("#VALEUR!", "spreadsheet_error"),
        ("#N/A", "spreadsheet_error"),
        ("=A1+B1", "formula_text"),
        ("@SUM(A1)", "formula_text"),
        ("abc", "not_a_number"),
        ("12 MAD", "not_a_number"),
        ("10 42", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("5-", "not_a_number"),
        ("1,23,4", "not_a_number"),
    ],
)
def test_what_is_no_number_is_refused_by_its_own_rule(written: str, rule: str) -> None:
    assert rules(values("1.5", written)) == [(3, rule)]


@pytest.mark.parametrize("written", ["", "NA", "n/d", "..", "-", "null", "N/A", "\u00a0"])
def test_signs_of_a_missing_value_stay_missing_and_never_become_zero(written: str) -> None:
    report = values("1.5", written)
    assert report.ok
    assert report.frame["value"].isna().tolist() == [False, True]


def test_five_per_cent_is_five_where_the_unit_is_per_cent() -> None:
    lines = ["bank;indicator;month;value", "zellige;O7;2026-01;5 %", "zellige;O7;2026-02;0.05 %"]
    report = check("\n".join(lines))
    assert report.frame["value"].tolist() == [5, 0.05]
    assert "percent_read" in codes(report)


def test_a_per_cent_sign_on_hours_is_refused_with_the_unit_named() -> None:
    report = check("bank;indicator;month;value\nzellige;O1;2026-01;5 %")
    assert rules(report) == [(2, "percent_sign")]
    assert "heures" in report.problems[0].message("fr")


def test_a_per_cent_sign_on_a_share_is_refused() -> None:
    head = "bank;control;risk;name;coverage;effectiveness_mean;annual_cost_mad"
    report = check(f"{head}\natlas;c1;operational;Contrôle;60 %;0.5;1000", "control")
    assert rules(report) == [(2, "percent_sign")]


def test_counts_are_whole_and_never_negative() -> None:
    head = "bank;channel;month;service;segment;count;failures"
    lines = [
        "atlas;mobile;2026-01;transfer_internal;mass;-4;0",
        "atlas;mobile;2026-02;transfer_internal;mass;2.5;0",
        "atlas;mobile;2026-03;transfer_internal;mass;3;1e300",
    ]
    assert rules(check("\n".join([head, *lines]), "channel_activity")) == [
        (2, "minimum"),
        (3, "not_whole"),
        (4, "too_large"),
    ]


def test_amounts_of_money_are_rounded_to_the_hundredth_and_it_is_said() -> None:
    head = "bank;event;event_type;occurred_on;gross_amount"
    report = check(f"{head}\natlas;e1;external_fraud;2026-01-05;12.3456", "loss_event")
    assert report.frame["gross_amount"].tolist() == [12.35]
    assert "centimes" in codes(report)


def test_a_value_outside_the_limits_of_its_own_indicator_is_refused() -> None:
    lines = [
        "bank;indicator;month;value",
        "atlas;P5;2026-01;5.5",
        "atlas;O1;2026-01;5.5",
        "atlas;O1;2026-02;-1",
        "atlas;O6;2026-01;1.5",
    ]
    report = check("\n".join(lines))
    assert rules(report) == [(2, "limit_maximum"), (4, "limit_minimum"), (5, "limit_whole")]
    assert report.problems[0].message("fr") == "5.5 est supérieur au maximum de l'indicateur P5, 5."


def test_per_cent_and_shares_in_one_column_are_refused_with_both_lines() -> None:
    lines = [f"bank-{i};O7;2026-01;{cell}" for i, cell in enumerate(["5 %", "0,07", "7"])]
    report = check("\n".join([HEADER, *lines]))
    assert rules(report) == [(3, "percent_mixed")]
    assert "ligne 2" in report.problems[0].message("fr")
