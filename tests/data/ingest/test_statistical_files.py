"""Downloads of Eurostat as they come: two layouts, codes of two letters, flags, groups of countries."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.ingest import load, preview, validate
from data.ingest.areas import short_codes
from data.ingest.workspace import stored_tables
from data.queries import definition_breaks
from data.snapshots import current
from tests.data.ingest.helpers import REFERENCES, check, codes, rules

TSV = (
    "freq,unit,ind_type,indic_is,geo\\TIME_PERIOD\t2015 \t2016 \t2017 \n"
    "A,PC_IND,IND_TOTAL,I_IUX,FR\t62.12 \t64.04 b\t66.9 p\n"
    "A,PC_IND,IND_TOTAL,I_IUX,CI\t: \t19 bu\t25 e\n"
    "A,PC_IND,IND_TOTAL,I_IUX,EU28\t58 \t: u\t: \n"
)
SDMX = (
    "DATAFLOW,LAST UPDATE,freq,unit,ind_type,indic_is,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
    + "".join(
        f"ESTAT:ISOC_CI_AC_I(1.0),17/12/24 23:00:00,A,PC_IND,IND_TOTAL,I_IUX,{rest},\n"
        for rest in (
            "FR,2015,62.12,",
            "FR,2016,64.04,b",
            "FR,2017,66.9,p",
            "CI,2015,,",
            "CI,2016,19,bu",
            "CI,2017,25,e",
            "EU28,2015,58,",
        )
    )
)
CONSTANTS = {"indicator": "internet_users"}
FIGURES = [
    ["FRA", 2015, 62.12, None],
    ["FRA", 2016, 64.04, "Flag b: break in time series"],
    ["FRA", 2017, 66.9, "Flag p: provisional"],
    ["CIV", 2016, 19.0, "Flag bu: break in time series, low reliability"],
    ["CIV", 2017, 25.0, "Flag e: estimated"],
]


@pytest.mark.parametrize("content", [TSV, SDMX], ids=["tsv", "sdmx-csv"])
def test_a_download_of_eurostat_is_understood_as_it_comes(content: str) -> None:
    report = check(content, "fact", filename="estat.tsv", constants=CONSTANTS)
    rows = report.frame[["country", "period", "value", "note_en"]]
    assert rows.astype(object).where(rows.notna(), None).to_numpy().tolist() == FIGURES
    assert report.frame["note_fr"].dropna().tolist()[0] == "Signe b: rupture de série"
    breaks = report.breaks[["subject", "indicator", "first_period"]].to_numpy().tolist()
    first = pd.Timestamp("2016-01-01")
    assert breaks == [["FRA", "internet_users", first], ["CIV", "internet_users", first]]
    assert {"flags_read", "breaks_flagged"} <= codes(report)
    assert "groups_left_out" in {notice.code for notice in report.left_out}
    seen = preview(content.encode(), "estat.tsv", table="fact", references=REFERENCES)
    assert ("geo" in seen.columns, seen.row_count) == (True, 3 if content is TSV else 7)


def test_lines_without_a_figure_are_counted() -> None:
    (told,) = [n for n in check(SDMX, "fact", constants=CONSTANTS).notices if n.code == "figures_withheld"]
    assert told.parameters["count"] == 1
    long = "geo,time,value\nFR,2015,:\nFR,2016,5\n"
    assert check(long, "fact", constants=CONSTANTS).frame["value"].tolist() == [5]
    # A colon is a figure that nobody published; an empty cell of a file of one's own may be forgotten.
    assert rules(check("geo,time,value\nFR,2015,\n", "fact", constants=CONSTANTS)) == [(2, "required")]


def test_the_code_of_a_series_stands_for_its_indicator() -> None:
    text = SDMX.replace("I_IUX", "it.net.user.zs")
    assert set(check(text, "fact").frame["indicator"]) == {"internet_users"}


@pytest.mark.parametrize("cell", ["56 b", "56(b)", "56 (b)", "56.0 b ", " 56  b"])
def test_a_flag_beside_a_figure_is_told_apart(cell: str) -> None:
    report = check(f'geo;2015;2016\nFR;"{cell}";57\n', "fact", constants=CONSTANTS)
    assert report.frame["value"].tolist() == [56, 57]
    assert len(report.breaks) == 1


@pytest.mark.parametrize("cell", ["56b", "56 k", "b 56", "56 b 3", "56 benign"])
def test_other_letters_beside_a_figure_are_no_flags(cell: str) -> None:
    report = check(f'geo;2015;2016\nFR;"{cell}";57\n', "fact", constants=CONSTANTS)
    assert rules(report) == [(2, "not_a_number")]


def test_flags_belong_to_figures_of_countries_only() -> None:
    assert rules(check("bank;indicator;month;value\natlas;O2;2026-01;5 b\n")) == [(2, "not_a_number")]


def test_a_forecast_is_not_observed_and_own_remarks_stay() -> None:
    text = "geo,time,value,obs_flag,note\nFR,2015,5,f,ours\nFR,2016,6,,\nFR,2017,7,\n"
    report = check(text, "fact", constants=CONSTANTS)
    assert rules(report) == [(4, "too_few_cells")]
    report = check(text.replace("7,\n", "7,A,\n"), "fact", constants=CONSTANTS)
    assert report.frame["kind"].tolist() == ["derived", "observed", "observed"]
    assert report.frame["note_en"].tolist()[0] == "ours"
    assert report.frame["note_fr"].tolist()[0] == "Signe f: prévision"
    assert report.breaks is None


@pytest.mark.parametrize(
    ("code", "country"),
    [("MA", "MAR"), ("fr", "FRA"), ("CI", "CIV"), ("Maroc", "MAR"), ("MAR", "MAR")],
)
def test_countries_by_two_letters(code: str, country: str) -> None:
    report = check(f"geo,time,value\n{code},2015,5\n", "fact", constants=CONSTANTS)
    assert report.frame["country"].tolist() == [country]


def test_eurostat_s_own_codes_of_countries() -> None:
    short = dict(short_codes())
    assert [short[code] for code in ("EL", "GR", "UK", "GB", "XK")] == ["GRC", "GRC", "GBR", "GBR", "XKX"]


def test_a_column_geo_is_not_georgia() -> None:
    known = REFERENCES.known | {"country.country": {"GEO", "MAR", "FRA"}}
    references = type(REFERENCES)(known, REFERENCES.names, REFERENCES.limits)
    text = b"geo;year;value\nFR;2015;5\n"
    mapping = {"country": None, "period": "year", "value": None}
    for header in (b"geo", b"GEO"):
        given = text.replace(b"geo", header)
        assert preview(given, "f.csv", table="fact", references=references).layout == "long"
        report = validate(
            given, "f.csv", table="fact", mapping=mapping, constants=CONSTANTS, known=references
        )
        assert {problem.rule for problem in report.problems} == {"column_missing"}


@pytest.mark.parametrize("header", ["no", "id", "mar", "Fra"])
def test_small_words_are_no_countries(header: str) -> None:
    seen = preview(f"year;{header}\n2015;5\n".encode(), "f.csv", table="fact", references=REFERENCES)
    assert seen.layout == "long"


def test_codes_of_countries_as_columns() -> None:
    report = check("year;MAR;FR\n2015;5;6\n", "fact", constants=CONSTANTS)
    assert report.frame["country"].tolist() == ["MAR", "FRA"]


def test_lines_that_differ_by_a_column_that_is_not_read_are_explained() -> None:
    more = TSV + "A,PC_IND,Y16_24,I_IUX,FR\t80 \t81 \t82 \n"
    report = check(more, "fact", constants=CONSTANTS)
    assert {rule for _, rule in rules(report)} == {"duplicate_key"}
    (told,) = [n for n in report.notices if n.code == "told_apart_by"]
    assert told.parameters == {"columns": ["ind_type"]}


def test_months_as_codes_over_many_columns_are_names() -> None:
    report = check("bank;indicator;2026-01;2026-02;2026-03;2026-04\natlas;O1;1;2;3;4\n")
    assert report.frame["value"].tolist() == [1, 2, 3, 4]


def test_a_flagged_break_is_declared_in_the_workspace_and_once(home: Path) -> None:
    for _ in range(2):
        report = check(TSV, "fact", filename="estat.tsv", constants=CONSTANTS)
        load(report, table="fact", workspace="flagged")
    stored = stored_tables("flagged")["definition_break"]
    assert set(stored["subject"]) == {"CIV", "FRA"}
    served = definition_breaks(current("flagged"))
    mine = served[(served["subject"] == "CIV") & (served["indicator"] == "internet_users")]
    assert mine["first_period"].tolist() == [pd.Timestamp("2016-01-01")]
