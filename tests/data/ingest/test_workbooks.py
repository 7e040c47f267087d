"""XLSX workbooks: values, formulas, sheets, dates, and the ones that must not be opened."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
from openpyxl.xml.constants import SHEET_MAIN_NS

from data.ingest import preview
from tests.data.ingest.helpers import REFERENCES, check, codes, rules, workbook

HEAD = ["bank", "indicator", "month", "value"]


def _saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _rewritten(content: bytes, part: str, text: bytes) -> bytes:
    """A workbook with one of its parts replaced."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return buffer.getvalue()


def test_typed_cells_need_no_convention() -> None:
    content = workbook([HEAD, ["atlas", "O1", date(2026, 3, 14), 10.427], ["atlas", "O2", "2026-03", 7]])
    report = check(content, filename="f.xlsx")
    assert report.frame["value"].tolist() == [10.427, 7]
    assert report.frame["month"].astype("str").tolist() == ["2026-03-01", "2026-03-01"]


def test_text_and_typed_cells_of_one_column_each_keep_their_meaning() -> None:
    content = workbook([HEAD, ["atlas", "O2", "2026-01", 10.427], ["atlas", "O2", "2026-02", "10.427,5"]])
    assert check(content, filename="f.xlsx").frame["value"].tolist() == [10.427, 10427.5]


def test_lines_are_the_row_numbers_of_the_spreadsheet() -> None:
    content = workbook(
        [["Rapport"], [], HEAD, [], ["atlas", "O1", "2026-01", 1], [], ["atlas", "O1", "x", 1]]
    )
    assert rules(check(content, filename="f.xlsx")) == [(7, "not_a_month")]


def test_a_cell_shown_as_five_per_cent_is_five() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet, percent = book.add_worksheet(), book.add_format({"num_format": "0.0%"})
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["atlas", "O7", "2026-01"])
        sheet.write_number(1, 3, 0.07, percent)
    assert check(buffer.getvalue(), filename="f.xlsx").frame["value"].tolist() == [7]


def test_the_sheet_that_fits_is_read_and_named() -> None:
    content = workbook(
        [["Notes", "x"], ["a", "b"]], [HEAD, ["atlas", "O1", "2026-01", 1]], names=["Notes", "Données"]
    )
    report = check(content, filename="f.xlsx")
    assert report.ok
    assert [n.message("fr") for n in report.notices if n.code == "sheet_chosen"] == [
        "Feuille lue : « Données ». Feuilles non chargées : 1 (Notes).".replace(" :", "\u00a0:")
        .replace("« ", "«\u00a0")
        .replace(" »", "\u00a0»")
    ]
    assert preview(content, "f.xlsx", table="risk_observation", references=REFERENCES).sheets == (
        "Notes",
        "Données",
    )
    assert rules(check(content, filename="f.xlsx", sheet="Notes"))[0] == (None, "column_missing")
    assert rules(check(content, filename="f.xlsx", sheet="Absent")) == [(None, "file_no_sheet")]


def test_formulas_give_their_stored_results_and_it_is_said() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["atlas", "O1", "2026-01"])
        sheet.write_formula(1, 3, "=1+1.5", None, 2.5)
    report = check(buffer.getvalue(), filename="f.xlsx")
    assert report.frame["value"].tolist() == [2.5]
    assert "formulas_read" in codes(report)


def test_a_formula_that_was_never_calculated_is_refused_by_its_cell() -> None:
    book = openpyxl.Workbook()
    for row in (HEAD, ["atlas", "O1", "2026-01", "=1+1"], ["=B1", "O1", "2026-02", "x"]):
        book.active.append(row)
    assert b"<f>" in zipfile.ZipFile(io.BytesIO(_saved(book))).read("xl/worksheets/sheet1.xml")
    report = check(_saved(book), filename="f.xlsx")
    assert rules(report) == [
        (2, "formula_without_value"),
        (3, "formula_without_value"),
        (3, "not_a_number"),
    ]
    assert "D2" in report.problems[0].message("fr")


def test_merged_header_cells_leave_a_column_without_a_name() -> None:
    book = openpyxl.Workbook()
    for row in (["bank", "indicator", "month", "value"], ["atlas", "O1", "2026-01", 1.5, 3]):
        book.active.append(row)
    book.active.merge_cells("D1:E1")
    report = check(_saved(book), filename="f.xlsx")
    assert rules(report) == [(None, "header_blank")]
    assert "colonne E" in report.problems[0].message("fr")
    assert "fusionnées" in report.problems[0].remedy("fr")


def test_notes_apart_from_the_table_are_told_and_left_aside() -> None:
    rows = [[*HEAD], ["atlas", "O1", "2026-01", 1.5, None, "to be checked"]]
    report = check(workbook(rows), filename="f.xlsx")
    assert report.frame["value"].tolist() == [1.5]
    assert [notice.parameters["columns"] for notice in report.left_out] == [["[F]"]]


def test_a_band_of_merged_titles_above_the_header_is_passed_over() -> None:
    book = openpyxl.Workbook()
    for row in (["Risque opérationnel"], ["mois", "O1", "O2"], ["2026-01", 1.5, 2]):
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    assert check(_saved(book), filename="f.xlsx", constants={"bank": "atlas"}).rows_read == 1


def test_moments_keep_their_time_and_days_have_none() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        minute, day = (
            book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            book.add_format({"num_format": "dd/mm/yyyy"}),
        )
        sheet.write_row(0, 0, ["bank", "incident", "title", "occurred_at"])
        for line, style in ((1, minute), (2, day)):
            sheet.write_row(line, 0, ["atlas", f"i{line}", "Panne"])
            sheet.write_datetime(line, 3, datetime(2026, 3, 14, 9, 20), style)
    report = check(buffer.getvalue(), "incident", "f.xlsx")
    assert rules(report) == [(3, "time_missing")]


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["atlas", "O1", 44633, 1])
    assert check(buffer.getvalue(), filename="f.xlsx").frame["month"].astype("str").tolist() == ["2026-03-01"]


def test_a_workbook_with_another_name_is_read_and_it_is_said() -> None:
    report = check(workbook([HEAD, ["atlas", "O1", "2026-01", 1]]), filename="f.csv")
    assert report.ok
    assert "format_differs" in codes(report)


def test_xml_definitions_are_refused_before_anything_is_parsed() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    content = workbook([HEAD, ["atlas", "O1", "2026-01", 1]])
    for part in (
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "[Content_Types].xml",
    ):
        assert rules(check(_rewritten(content, part, bomb), filename="f.xlsx")) == [
            (None, "file_xml_definitions")
        ]


def test_a_workbook_that_would_unpack_out_of_proportion_is_not_opened() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bomb:
        bomb.writestr("[Content_Types].xml", b"<Types/>")
        with bomb.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(40):
                part.write(bytes(1_000_000))
    assert len(buffer.getvalue()) < 100_000
    assert rules(check(buffer.getvalue(), filename="f.xlsx")) == [(None, "file_inflates")]


def test_a_sheet_that_is_one_endless_row_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.ingest.archive.MAX_ROW_BYTES", 10_000)
    cells = b"".join(b"<c><v>%d</v></c>" % i for i in range(1000))
    sheet = (
        f'<worksheet xmlns="{SHEET_MAIN_NS}"><sheetData><row>'.encode()
        + cells
        + b"</row></sheetData></worksheet>"
    )
    content = _rewritten(workbook([HEAD]), "xl/worksheets/sheet1.xml", sheet)
    assert rules(check(content, filename="f.xlsx")) == [(None, "file_inflates")]


def test_a_workbook_that_lies_about_its_sizes_is_refused() -> None:
    content = bytearray(
        _rewritten(workbook([HEAD]), "xl/worksheets/sheet1.xml", b"<x>" + b" " * 5_000_000 + b"</x>")
    )
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lied = bytes(content).replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert rules(check(lied, filename="f.xlsx")) == [(None, "file_corrupt")]


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.95])
def test_a_workbook_cut_short_is_damaged(keep: float) -> None:
    content = workbook([HEAD, *[["atlas", "O1", "2026-01", i] for i in range(200)]])
    assert rules(check(content[: int(len(content) * keep)], filename="f.xlsx")) == [(None, "file_corrupt")]


def test_a_far_away_cell_does_not_make_a_table_of_a_million_columns() -> None:
    book = openpyxl.Workbook()
    for row in (HEAD, ["atlas", "O1", "2026-01", 1]):
        book.active.append(row)
    book.active["XFD1048576"] = None
    book.active["XFD3"] = "far"
    assert check(_saved(book), filename="f.xlsx").frame["value"].tolist() == [1]
