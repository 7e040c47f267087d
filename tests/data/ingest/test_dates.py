"""Dates as people write them are read as meant, or the user is asked."""

from __future__ import annotations

import pytest

from tests.data.ingest.helpers import check, codes, dates, months, rules, workbook


@pytest.mark.parametrize(
    "written",
    [
        "2026-03",
        "2026/03",
        "202603",
        "03/2026",
        "3.2026",
        "mars 2026",
        "Mars-26",
        "March 2026",
        "Mar-26",
        "mar. 2026",
        "2026M03",
        "2026-M3",
        "2026-03-01",
        "2026-03-31",
        "31/03/2026",
        "46082",
    ],
)
def test_a_month_is_understood_however_it_is_written(written: str) -> None:
    assert months(written).frame["month"].astype("str").tolist() == ["2026-03-01"]


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("janv. 2026", 1),
        ("févr. 2026", 2),
        ("avril 2026", 4),
        ("août 2026", 8),
        ("Aug-26", 8),
        ("sept. 2026", 9),
    ],
)
def test_french_and_english_month_names_with_accents_and_points(written: str, month: int) -> None:
    assert months(written).frame["month"].dt.month.tolist() == [month]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-14", "2026-03-14"),
        ("2026/3/14", "2026-03-14"),
        ("20260314", "2026-03-14"),
        ("14/03/2026", "2026-03-14"),
        ("14.03.2026", "2026-03-14"),
        ("03/14/2026", "2026-03-14"),
        ("14 mars 2026", "2026-03-14"),
        ("1er mars 2026", "2026-03-01"),
        ("14-Mar-26", "2026-03-14"),
        ("March 14, 2026", "2026-03-14"),
        ("46095", "2026-03-14"),
        ("2026-03-14 09:20", "2026-03-14"),
    ],
)
def test_a_day_is_understood_however_it_is_written(written: str, meant: str) -> None:
    assert dates(written).frame["occurred_on"].astype("str").tolist() == [meant]


def test_one_unmistakable_date_decides_the_order_of_the_whole_column() -> None:
    report = dates("03/04/2026", "25/04/2026")
    assert report.frame["occurred_on"].dt.month.tolist() == [4, 4]
    assert "day_first" in codes(report)
    american = dates("03/04/2026", "04/25/2026")
    assert american.frame["occurred_on"].dt.month.tolist() == [3, 4]


def test_an_order_that_nothing_decides_is_asked_for() -> None:
    report = dates("03/04/2026", "05/06/2026")
    assert rules(report) == [(2, "day_month_ambiguous"), (3, "day_month_ambiguous")]
    assert report.problems[0].message("en") == (
        "“03/04/2026” can be read as 3 April 2026 or 4 March 2026, and nothing else in the column decides."
    )
    assert dates("03/04/2026", day_first=True).frame["occurred_on"].dt.month.tolist() == [4]
    assert dates("03/04/2026", day_first=False).frame["occurred_on"].dt.month.tolist() == [3]


def test_the_same_day_either_way_needs_no_question() -> None:
    assert dates("04/04/2026").frame["occurred_on"].dt.day.tolist() == [4]


def test_a_swapped_day_and_month_is_found_on_its_line() -> None:
    assert rules(dates("13/04/2026", "25/04/2026", "04/26/2026")) == [(4, "day_month_swapped")]
    assert rules(dates("2026-13-04")) == [(2, "day_month_swapped")]


def test_firsts_of_the_month_are_months_and_not_days_of_january() -> None:
    report = months("01/02/2026", "01/03/2026", "01/04/2026")
    assert report.frame["month"].dt.month.tolist() == [2, 3, 4]
    assert "day_first" in codes(report)


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("2027-01-05", "future"),
        ("16/11/2026", "future"),
        ("2026-02-30", "not_a_date"),
        ("1815-06-18", "too_old"),
        ("14/03/26", "two_digit_year"),
        ("soon", "not_a_date"),
        ("2026", "not_a_date"),
    ],
)
def test_what_is_no_past_day_is_refused_by_its_own_rule(written: str, rule: str) -> None:
    assert rules(dates(written)) == [(2, rule)]


def test_today_and_the_month_under_way_are_not_in_the_future() -> None:
    assert dates("15/11/2026").ok
    assert months("2026-11").ok
    assert rules(months("2026-12")) == [(2, "future")]


@pytest.mark.parametrize("written", ["2026-13", "20263", "2026-3-", "trimestre 1"])
def test_what_is_no_month_is_refused(written: str) -> None:
    report = months("2026-01", written)
    assert not report.ok
    assert report.problems[0].line == 3


def test_a_year_has_four_digits_and_is_not_to_come() -> None:
    lines = ["MAR;internet_users;2027;50", "MAR;internet_users;24;50", "MAR;internet_users;1850;50"]
    report = check("\n".join(["country;indicator;period;value", *lines]), "fact")
    assert rules(report) == [(2, "future"), (3, "not_a_year"), (4, "minimum")]
    assert "1900" in report.problems[2].message("fr")


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("2026-03-14", "time_missing"),
        ("2026-03-14T09:20:00Z", "time_offset"),
        ("2026-03-14 09:20:00+01:00", "time_offset"),
        ("2026-03-14 25:20", "not_a_moment"),
        ("yesterday", "not_a_moment"),
    ],
)
def test_a_moment_needs_its_local_time(written: str, rule: str) -> None:
    report = check(f"bank;incident;title;occurred_at\natlas;i1;Panne;{written}", "incident")
    assert rules(report) == [(2, rule)]


@pytest.mark.parametrize(
    "written", ["2026-03-14 09:20", "14/03/2026 09:20", "14/03/2026 09h20", "2026-03-14T09:20:00"]
)
def test_moments_are_understood(written: str) -> None:
    report = check(f"bank;incident;title;occurred_at\natlas;i1;Panne;{written}", "incident")
    assert report.frame["occurred_at"].astype("str").tolist() == ["2026-03-14 09:20:00"]


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("03/14/2026 9:20 PM", "21:20:00"),
        ("03/14/2026 09:20:05 AM", "09:20:05"),
        ("3/14/2026, 12:05 AM", "00:05:00"),
        ("03/14/2026 12:05 p.m.", "12:05:00"),
        ("03/14/2026 9:20\u202fpm", "21:20:00"),
        ("Mar 14, 2026 9:20 PM", "21:20:00"),
        ("2026-03-14 9:20 PM", "21:20:00"),
    ],
)
def test_moments_of_the_twelve_hour_clock_are_understood(written: str, clock: str) -> None:
    report = check(f'bank;incident;title;occurred_at\natlas;i1;Panne;"{written}"', "incident")
    assert report.frame["occurred_at"].astype("str").tolist() == [f"2026-03-14 {clock}"]


@pytest.mark.parametrize("written", ["03/14/2026 13:20 PM", "03/14/2026 0:20 AM"])
def test_a_twelve_hour_clock_shows_one_to_twelve(written: str) -> None:
    report = check(f"bank;incident;title;occurred_at\natlas;i1;Panne;{written}", "incident")
    assert rules(report) == [(2, "not_a_moment")]


def test_am_and_pm_do_not_say_which_of_day_and_month_stands_first() -> None:
    head = "bank;incident;title;occurred_at\n"
    assert rules(check(head + "atlas;i1;Panne;03/04/2026 9:20 PM", "incident")) == [
        (2, "day_month_ambiguous")
    ]
    report = check(head + "atlas;i1;Panne;03/04/2026 9:20 PM\natlas;i2;Panne;03/14/2026 1:00 AM", "incident")
    assert report.frame["occurred_at"].dt.month.tolist() == [3, 3]


@pytest.mark.parametrize("cell", ["2026.1", 2026.10])
def test_a_month_kept_as_a_number_is_refused_and_not_january(cell: object) -> None:
    if isinstance(cell, str):
        assert rules(months(cell)) == [(2, "month_as_decimal")]
        return
    rows = [["bank", "indicator", "month", "value"], ["atlas", "O1", cell, 1]]
    assert rules(check(workbook(rows), filename="f.xlsx")) == [(2, "month_as_decimal")]


def test_a_month_with_two_digits_after_the_point_is_one() -> None:
    assert months("2026.10", "2026.03").frame["month"].dt.month.tolist() == [10, 3]
