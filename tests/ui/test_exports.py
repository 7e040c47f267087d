"""What leaves the product opens elsewhere with the same figures, and runs nothing there."""

import csv
import io

import openpyxl
import pandas as pd
import pytest

from ui import exports

ABOUT = {"Snapshot": "abc", "Link": "=cmd|' /C calc'!A0"}
FRAME = pd.DataFrame(
    {
        "Bank": ["Atlas", "=1+1", "@x", "-2+3"],
        "Score": [1.5, None, -3.0, 4.0],
        "Month": pd.Timestamp("2026-10-01"),
    }
)


def test_csv_reads_back_in_french() -> None:
    text = exports.csv_bytes(FRAME, {"Source": "x"}, "fr").decode("utf-8-sig")
    back = pd.read_csv(io.StringIO(text), sep=";", decimal=",", comment="#")
    assert back["Score"].tolist()[0] == 1.5
    assert back["Score"].isna().tolist() == [False, True, False, False]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_csv_holds_no_text_that_a_spreadsheet_would_run(language: str) -> None:
    text = exports.csv_bytes(FRAME, {}, language).decode("utf-8-sig")
    cells = [line.split(";" if language == "fr" else ",")[0] for line in text.splitlines()[1:]]
    assert cells == ["Atlas", "'=1+1", "'@x", "'-2+3"]


@pytest.mark.parametrize("name", ["@SUM(1+1)", "=cmd|' /C calc'!A0", "+1", "\tx"])
def test_a_csv_s_header_and_origin_run_nothing_and_add_no_line(name: str) -> None:
    frame = pd.DataFrame({name: [1.0]})
    text = exports.csv_bytes(frame, {"Scenario": f"calm\r\n{name};9"}, "fr").decode("utf-8-sig")
    origin, header, figures = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert origin == [" ".join(f"# Scenario: calm {name};9".split())]
    assert (header, figures) == (["'" + name], ["1,0"])


def test_xlsx_reads_back_with_its_origin_and_without_formulas() -> None:
    book = openpyxl.load_workbook(io.BytesIO(exports.xlsx_bytes(FRAME, ABOUT, "Scores", "About")))
    assert book.sheetnames == ["Scores", "About"]
    rows = list(book["Scores"].iter_rows(values_only=True))
    assert rows[0] == ("Bank", "Score", "Month")
    assert [row[1] for row in rows[1:]] == [1.5, None, -3, 4]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_same_figures_give_the_same_bytes() -> None:
    assert exports.xlsx_bytes(FRAME, ABOUT, "S", "A") == exports.xlsx_bytes(FRAME, ABOUT, "S", "A")


HEADERS = pd.DataFrame({"@SUM(1+1)": [1.5], "=x": [2.0], "Bank": ["Atlas"]})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_names_of_columns_and_origin_run_nothing_in_a_spreadsheet(language: str) -> None:
    separator = ";" if language == "fr" else ","
    about = {"Scenario": f"x{separator}=1+1", "Note": "a\r\n=1+1"}
    text = exports.csv_bytes(HEADERS, about, language).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    assert rows[:3] == [
        [f"# Scenario: x{separator}=1+1"],
        ["# Note: a =1+1"],
        ["'@SUM(1+1)", "'=x", "Bank"],
    ]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_names_of_columns_are_texts_in_a_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(exports.xlsx_bytes(HEADERS, ABOUT, "Scores", "About")))
    assert [(cell.value, cell.data_type) for cell in book["Scores"][1]] == [
        ("@SUM(1+1)", "s"),
        ("=x", "s"),
        ("Bank", "s"),
    ]
