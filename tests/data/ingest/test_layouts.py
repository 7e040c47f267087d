"""Long tables, and tables with a column a year, a month or an indicator."""

from __future__ import annotations

from data.ingest import preview
from tests.data.ingest.helpers import REFERENCES, check, codes, rules

WORLD_BANK = (
    '\ufeff"Data Source","World Development Indicators",\n\n"Last Updated Date","2018-05-02",\n\n'
    '"Country Name","Country Code","Indicator Name","Indicator Code","2015","2016","2017",\n'
    '"Morocco","MAR","Individuals using the Internet","IT.NET.USER.ZS","57.08","58.271136","",\n'
    '"France","FRA","Individuals using the Internet","IT.NET.USER.ZS","84.7","","..",\n'
)


def test_a_world_bank_download_is_understood_as_it_comes() -> None:
    report = check(WORLD_BANK, "fact")
    assert report.frame[["country", "indicator", "period", "value"]].to_numpy().tolist() == [
        ["MAR", "internet_users", 2015, 57.08],
        ["MAR", "internet_users", 2016, 58.271136],
        ["FRA", "internet_users", 2015, 84.7],
    ]
    assert {"lines_skipped", "wide_by_year", "empty_cells"} <= codes(report)
    assert (
        preview(WORLD_BANK.encode(), "API.csv", table="fact", references=REFERENCES).layout == "wide by year"
    )


def test_a_bank_s_own_indicators_long_wide_and_without_a_bank_are_the_same() -> None:
    long = check(
        "bank;indicator;month;value\natlas;O1;2026-01;1,5\natlas;P5;2026-01;4,2\natlas;O1;2026-02;1,6"
    )
    wide = check("banque;mois;O1;P5\natlas;2026-01;1,5;4,2\natlas;2026-02;1,6;")
    without = check(
        "mois;O1;P5 - note des magasins\n2026-01;1,5;4,2\n2026-02;1,6;", constants={"bank": "atlas"}
    )
    keys = ["bank", "indicator", "month", "value"]
    expected = long.frame[keys].sort_values(keys[:3]).to_numpy().tolist()
    for report in (wide, without):
        assert report.frame[keys].sort_values(keys[:3]).to_numpy().tolist() == expected


def test_months_as_columns() -> None:
    report = check("banque;indicateur;janv. 2026;févr. 2026\natlas;O1;1,5;1,6\natlas;O2;0,5;")
    assert report.frame["month"].dt.month.tolist() == [1, 2, 1]
    assert "wide_by_month" in codes(report)


def test_measures_of_a_closed_list_as_columns() -> None:
    report = check("bank;month;enrolled;active\natlas;2026-01;200;150", "adoption_series")
    assert report.frame[["measure", "value"]].to_numpy().tolist() == [["enrolled", 200], ["active", 150]]


def test_problems_of_a_wide_table_name_the_column_of_the_file() -> None:
    report = check("mois;O1;P5\n2026-01;x;4,2\n2026-02;1,5;9\n2026-01;2,5;", constants={"bank": "atlas"})
    assert [(p.line, p.column, p.value, p.rule) for p in report.problems] == [
        (2, "O1", "x", "not_a_number"),
        (3, "P5", "9", "limit_maximum"),
        (4, "bank, O1, mois", "atlas, O1, 2026-01", "duplicate_key"),
    ]


def test_a_mapping_goes_before_names_and_a_constant_before_both() -> None:
    text = "code;période;mesure A;mesure B\natlas;2026-01;1;2"
    mapping = {"bank": "code", "month": "période", "value": "mesure B"}
    report = check(text, mapping=mapping, constants={"indicator": "O2"})
    assert report.frame["value"].tolist() == [2]
    assert "columns_unused" in codes(report)


def test_a_mapping_that_cannot_be_followed_is_refused() -> None:
    text = "code;mois;valeur\natlas;2026-01;1"
    assert rules(check(text, mapping={"bank": "cod"})) == [(None, "mapping_unknown")]
    assert rules(check(text, mapping={"colour": "code"})) == [(None, "mapping_unknown")]
    assert rules(check(text, mapping={"bank": "code", "indicator": "code"})) == [(None, "mapping_repeated")]


def test_years_in_a_long_table_are_not_columns() -> None:
    report = check(
        "country;indicator;period;value\nMAR;internet_users;2015;57\nMAR;internet_users;2016;58", "fact"
    )
    assert report.frame["period"].tolist() == [2015, 2016]


def test_one_column_is_spoken_of_in_the_singular() -> None:
    report = check("mois;O1\n2026-01;1,5", constants={"bank": "atlas"})
    said = [n.message(language) for n in report.notices if "wide" in n.code for language in ("fr", "en")]
    assert said == [
        "La colonne O1 a été lue comme une valeur de «\u00a0indicator\u00a0».",
        "The column O1 was read as a value of “indicator”.",
    ]


def test_a_column_geo_names_the_country_and_is_not_georgia() -> None:
    report = check("geo,indicator,period,value\nMAR,internet_users,2015,57", "fact")
    assert report.frame["country"].tolist() == ["MAR"]
    assert report.mapping["country"] == "geo"
