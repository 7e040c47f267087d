"""Encodings, delimiters, headers and line numbers of text files."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.ingest import ReadOptions, preview
from tests.data.ingest.helpers import HEADER, REFERENCES, check, codes, rules

ROWS = ["bank;indicator;month;value;missing_reason", "atlas;O1;2026-01;1,5;été – relevé €"]
TEXT = "\r\n".join(ROWS)


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 (BOM)"),
        ("cp1252", "Windows-1252"),
        ("utf-16", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_accents_survive_every_encoding(encoding: str, label: str) -> None:
    content = TEXT.encode(encoding)
    report = check(content)
    assert report.frame["missing_reason"].tolist() == ["été – relevé €"]
    assert preview(content, "f.csv").encoding == label
    told = {"encoding", "encoding_sample"} & codes(report)
    assert bool(told) == (not label.startswith("UTF-8"))


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_refused_by_name(order: str) -> None:
    assert rules(check(TEXT.replace("–", "-").replace("€", "e").encode(order))) == [
        (None, "file_utf16_without_mark")
    ]


def test_bytes_of_no_known_encoding_are_refused_with_their_line() -> None:
    report = check(b"bank;indicator;month;value\natlas;O1;2026-01;1\natlas;O1;2026-02;\x81\x8d\n")
    assert rules(report) == [(None, "file_encoding")]
    assert "ligne 3" in report.problems[0].message("fr")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end(delimiter: str, end: str) -> None:
    rows = [
        ["bank", "indicator", "month", "value"],
        ["atlas", "O1", "2026-01", "1.5"],
        ["atlas", "O2", "2026-01", "2"],
    ]
    content = end.join(delimiter.join(row) for row in rows) + end
    report = check(content)
    assert report.frame["value"].tolist() == [1.5, 2]
    assert preview(content.encode(), "f.csv").delimiter == delimiter


def test_decimal_commas_do_not_pass_for_separators() -> None:
    lines = ["mois;O1;O2", *(f"2026-{m:02d};1,5;2,5" for m in range(1, 11))]
    report = check("\n".join(lines), constants={"bank": "atlas"})
    assert report.frame["value"].tolist() == [1.5, 2.5] * 10


def test_titles_comments_blank_lines_and_units_are_passed_over_and_told() -> None:
    text = (
        "Banque Atlas, direction des risques\n\n# extraction du 3 novembre\n"
        "bank,indicator,month,value\n,,,%\n\natlas,O1,2026-13,1\n# fin\natlas,O7,2026-01,5\n"
    )
    report = check(text)
    assert rules(report) == [(7, "not_a_month")]
    assert {"lines_skipped", "comments_skipped", "unit_line_skipped"} <= codes(report)


def test_line_numbers_are_those_of_the_editor_even_after_cells_of_several_lines() -> None:
    text = (
        "bank,indicator,month,value,missing_reason\n"
        'atlas,O1,2026-01,,"panne\ndu relevé\n"\natlas,O1,2026-02,x,\n'
    )
    assert rules(check(text)) == [(5, "not_a_number")]


def test_ragged_lines_are_named_with_both_widths() -> None:
    report = check(
        "bank,indicator,month,value\natlas,O1,2026-01\natlas,O1,2026-02,10,427\natlas,O1,2026-03,1\n"
    )
    assert rules(report) == [(2, "too_few_cells"), (3, "too_many_cells")]
    assert report.problems[1].message("en") == "The line has 5 cells; the header announces 4."


def test_separators_at_the_end_of_lines_announce_no_column() -> None:
    assert check("bank,indicator,month,value,\natlas,O1,2026-01,1,\natlas,O1,2026-02,1,,\n").rows_read == 2


@pytest.mark.parametrize(
    ("header", "rule"),
    [
        ("bank,bank,indicator,month,value", "header_duplicate"),
        ("atlas,x,12,2026-01,1.5", "header_missing"),
        ("a,b,c,d,e", "column_missing"),
    ],
)
def test_headers_that_cannot_name_columns(header: str, rule: str) -> None:
    report = check(f"{header}\natlas,x,O1,2026-01,1")
    assert {found for _, found in rules(report)} == {rule}


@pytest.mark.parametrize(
    ("header", "left"),
    [
        ("bank,,indicator,month,value", ["[B]"]),
        ("bank,note,indicator,month,value,note", ["note · B", "note · F"]),
    ],
)
def test_a_repeated_or_empty_header_matters_only_where_the_column_is_read(
    header: str, left: list[str]
) -> None:
    report = check(f"{header}\natlas,x,O1,2026-01,1.5,y"[: None if len(left) > 1 else -2])
    assert report.frame["value"].tolist() == [1.5]
    assert [n.parameters["columns"] for n in report.left_out] == [left]


def test_of_two_columns_of_one_name_the_user_chooses_by_letter() -> None:
    text = "bank,indicator,month,value,value\natlas,O1,2026-01,1.5,2.5"
    assert rules(check(text)) == [(None, "header_duplicate")]
    chosen = {"bank": "bank", "indicator": "indicator", "month": "month", "value": "value · E"}
    assert check(text, mapping=chosen).frame["value"].tolist() == [2.5]
    years = "country,indicator,2019,2020,2020\nMAR,internet_users,1,2,3"
    assert rules(check(years, "fact")) == [(None, "header_duplicate")]


def test_measures_that_are_not_loaded_are_counted_and_named() -> None:
    text = (
        "bank;indicator;month;value;pnb;charges;effectif;incidents\n"
        "atlas;O1;2026-01;1;10;20;30;40\natlas;O1;2026-02;1;11;;31;41\n"
    )
    report = check(text)
    assert report.ok
    (told,) = report.left_out
    for language, words in (
        ("fr", "Colonnes non chargées : 4 (pnb, charges, effectif, incidents)"),
        ("en", "Columns not loaded: 4 (pnb, charges, effectif, incidents); filled cells in them: 7."),
    ):
        assert words in told.message(language).replace("\u00a0", " ")


def test_blank_lines_among_data_are_counted_and_those_at_the_end_are_not() -> None:
    report = check(f"{HEADER}\natlas;O1;2026-01;1\n;;;\n\natlas;O1;2026-02;1\n;;;\n")
    told = [n.message("en") for n in report.notices if n.code == "blank_lines"]
    assert told == ["Blank lines between lines of data, left aside: 2 (lines 3, 4)."]


def test_a_line_of_totals_is_no_bank_and_is_left_out_by_name() -> None:
    report = check(f"{HEADER}\natlas;O1;2026-01;1\nEnsemble des banques;O1;2026-01;1\n")
    assert report.ok
    assert len(report.frame) == 1
    (told,) = report.left_out
    assert told.message("en") == "Lines of totals: 1 (Ensemble des banques)."


def test_remarks_below_a_table_are_left_out_and_a_short_line_among_data_is_not() -> None:
    remarks = "(1) Hors filiales\nSource : direction des risques;;;\n"
    report = check(f"{HEADER}\natlas;O1;2026-01;1\n\n{remarks}")
    assert report.ok
    assert "lines 4, 5" in report.left_out[0].message("en")
    assert rules(check(f"{HEADER}\natlas O1 2026-01\natlas;O1;2026-02;1\n")) == [(2, "too_few_cells")]


def test_a_missing_column_says_what_it_means_and_what_the_file_has() -> None:
    report = check("bank;month;value\natlas;2026-01;1")
    assert rules(report) == [(None, "column_missing")]
    assert "indicator" in report.problems[0].message("fr")
    assert "bank, month, value" in report.problems[0].message("fr")


def test_three_hundred_columns_are_refused() -> None:
    names = ",".join(f"c{i}" for i in range(300))
    assert rules(check(f"{names}\n{names}")) == [(None, "too_many_columns")]


def test_an_unclosed_quotation_mark_is_refused_with_its_line() -> None:
    report = check(f'{HEADER}\natlas;O1;2026-01;1\natlas;"O1;2026-02;1\natlas;O1;2026-03;1\n')
    assert rules(report) == [(3, "file_quotes")]
    assert "line 3" in report.problems[0].message("en")


def test_more_rows_than_allowed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.ingest.columns.MAX_ROWS", 3)
    text = "\n".join([HEADER, *(f"atlas;O1;2026-0{i};1" for i in range(1, 6))])
    assert rules(check(text)) == [(None, "too_many_rows")]


def test_only_the_last_part_of_a_path_is_the_file_s_name() -> None:
    for name in ("../../etc/passwd.csv", "C:\\Users\\x\\passwd.csv", "/tmp/passwd.csv"):
        assert check("a;b\n1;2", filename=name).filename == "passwd.csv"


def test_a_preview_shows_how_the_file_was_understood() -> None:
    seen = preview(
        "Banque;Mois;O1\natlas;2026-01;1,5\n".encode("cp1252"),
        "f.csv",
        table="risk_observation",
        references=REFERENCES,
    )
    assert seen.ok
    assert seen.columns == ("Banque", "Mois", "O1")
    assert seen.rows.to_numpy().tolist() == [["atlas", "2026-01", "1,5"]]
    assert (seen.row_count, seen.layout, seen.spread, seen.decimal, seen.delimiter) == (
        1,
        "wide by indicator",
        ("O1",),
        ",",
        ";",
    )


def test_a_preview_of_an_unreadable_file_says_why_and_does_not_fail() -> None:
    seen = preview(b"\x00" * 100, "f.csv")
    assert (seen.ok, seen.problem.rule, seen.row_count) == (False, "file_binary", 0)


def test_a_preview_shows_twenty_rows_and_counts_all() -> None:
    text = "\n".join(["a;b", *(f"{i};x" for i in range(50))])
    seen = preview(text.encode(), "f.csv")
    assert (len(seen.rows), seen.row_count, seen.layout) == (20, 50, "long")


def test_a_decimal_sign_that_is_none_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="decimal: ';'"):
        ReadOptions(decimal=";")


def test_a_constant_for_a_column_that_is_not_there_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="constants: 'colour' is not a column of risk_observation"):
        check(f"{HEADER}\natlas;O1;2026-01;1", constants={"colour": "red"})


def test_values_under_no_name_at_the_end_of_lines_are_told_and_left_aside() -> None:
    text = "bank,indicator,month,value,,\natlas,O1,2026-01,1,seen,x\natlas,O1,2026-02,2\n"
    report = check(text)
    assert report.frame["value"].tolist() == [1, 2]
    (told,) = report.left_out
    assert told.parameters == {"count": 2, "columns": ["[E]", "[F]"], "cells": 2}
    beyond = check("bank,indicator,month,value,\natlas,O1,2026-01,10,427,9\n")
    assert rules(beyond) == [(2, "too_many_cells")]


def test_a_repeated_name_in_parquet_matters_only_where_the_column_is_read() -> None:
    columns = {"bank": ["atlas"], "indicator": ["O1"], "month": ["2026-01"], "value": [1.5]}
    arrays = [pa.array(cells) for cells in columns.values()]
    buffer = io.BytesIO()
    pq.write_table(pa.table([*arrays, arrays[0], arrays[0]], names=[*columns, "note", "note"]), buffer)
    report = check(buffer.getvalue(), filename="f.parquet")
    assert report.frame["value"].tolist() == [1.5]
    assert [notice.parameters["columns"] for notice in report.left_out] == [["note · E", "note · F"]]
