"""XLS, XLSB and ODS are read like XLSX; damaged or made to hurt, they get a sentence."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from data.ingest import Report, preview, worker
from data.ingest.archive import workbook_format
from data.ingest.problems import FileRefused
from tests.data.ingest.helpers import HEADER, REFERENCES, TODAY, check, codes, rules
from tests.data.ingest.other_spreadsheets import ods, ods_row, xlsb
from tests.data.ingest.test_hostile_files import speaks

FILES = Path(__file__).resolve().parents[1] / "files"
NAMES = HEADER.split(";")
ROWS = [NAMES, *[["atlas", "O1", f"2026-{month:02d}", month / 4] for month in range(1, 10)]]
PAGE = "<!DOCTYPE x [<!ENTITY a 'b'>]>"


def apart(content: bytes, filename: str) -> Report:
    return worker.validate(content, filename, table="risk_observation", known=REFERENCES, today=TODAY)


@pytest.mark.parametrize("form", ["ods", "xls"])
def test_a_workbook_of_another_spreadsheet_is_read_where_its_table_stands(form: str) -> None:
    content = (FILES / f"suivi_kri_2026.{form}").read_bytes()
    seen = preview(content, f"f.{form}", table="risk_observation", references=REFERENCES)
    # The hidden sheet is none of the reader's business.
    assert (seen.format, seen.sheets) == (form.upper(), ("Suivi KRI", "Lisez-moi"))
    report = check(content, filename=f"f.{form}", fractions=True)
    assert report.frame["value"].tolist()[:6] == [1.25, 1.5, 1.75, 2.0, 2.25, 2.5]
    assert report.frame["month"].dt.month.tolist() == [*range(1, 7)] * 2
    assert ("format_differs" in codes(check(content, filename="f.csv"))) is True


def test_a_cell_of_an_open_document_shown_as_one_per_cent_is_one() -> None:
    report = check((FILES / "suivi_kri_2026.ods").read_bytes(), filename="f.ods")
    assert report.frame["value"].tolist()[6:] == [0.5, 1.0, 1.5, 2.0, 2.5, 3.0]
    assert "format_hides" not in codes(report)


def test_of_xls_it_is_said_that_percentages_are_not_seen_and_asked_which_are() -> None:
    content = (FILES / "suivi_kri_2026.xls").read_bytes()
    asked = check(content, filename="f.xls")
    assert "format_hides" in codes(asked)
    assert {rule for _line, rule in rules(asked)} == {"percent_hidden"}
    # Of the two indicators the first has rates beyond 1: nobody shows 250 %.
    assert asked.counts["percent_hidden"] == 6
    assert "0.5% or 0.005%" in asked.problems[0].message("en")
    shown, held = (
        check(content, filename="f.xls", fractions=each).frame["value"].tolist() for each in (True, False)
    )
    assert shown[6:] == [0.5, 1.0, 1.5, 2.0, 2.5, 3.0]
    assert held == shown[:6] + [value / 100 for value in shown[6:]]


def test_a_binary_workbook_is_read() -> None:
    report = check(xlsb(ROWS), filename="f.xlsb")
    assert report.ok, report.problems
    assert report.frame["value"].tolist() == [month / 4 for month in range(1, 10)]
    assert {"format_hides"} == codes(report) - {"names_understood"}


def test_lines_are_the_row_numbers_of_the_spreadsheet_and_an_error_is_no_empty_cell() -> None:
    wrong = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>atlas</text:p>'
        '</table:table-cell><table:table-cell office:value-type="string"><text:p>O1</text:p>'
        '</table:table-cell><table:table-cell office:value-type="string"><text:p>2026-02</text:p>'
        '</table:table-cell><table:table-cell office:value-type="string" calcext:value-type="error" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        "<text:p>#DIV/0!</text:p></table:table-cell></table:table-row>"
    )
    gap = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    report = check(
        ods(gap + ods_row(*NAMES) + ods_row("atlas", "O1", "2026-01", 1.5) + wrong), filename="f.ods"
    )
    assert [line for line, _ in rules(report)] == [6]
    rows = ods_row(*NAMES) + ods_row("atlas", "O7", "2026-01", 0.015).replace("float", "percentage")
    beside = ods(rows.replace('repeated="1">', 'repeated="1"><table:table-cell/>'))
    assert check(beside, filename="f.ods").frame["value"].tolist() == [1.5]
    with_gap = check(ods(gap + ods_row(*NAMES) + ods_row("atlas", "O1", "2026-13", 1.5)), filename="f.ods")
    assert [line for line, _ in rules(with_gap)] == [5]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (ods(ods_row(*NAMES) + ods_row(*["x"] * 40, repeated=300_000)), "file_inflates"),
        (ods(ods_row(*NAMES) + ods_row("x", repeated=10**30)), "file_inflates"),
        (ods(ods_row(*NAMES), before=PAGE), "file_xml_definitions"),
        (ods("<table:table-row>" + "<x>" * 100 + "</x>" * 100 + "</table:table-row>"), "file_crowded"),
        (ods("<x/>" * 200_000), "file_crowded"),
        (ods("", mimetype="text"), "file_other_format"),
        (ods(ods_row(*NAMES))[:-40], "file_corrupt"),
        (xlsb(ROWS, far=1_048_575), "file_stops_reader"),
        (xlsb(ROWS)[:-40], "file_corrupt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le"), "file_corrupt"),
    ],
    ids=["a grid", "endless", "entities", "deep", "blown up", "text", "cut", "far", "cut b", "ole"],
)
def test_what_would_hurt_gets_its_sentence(content: bytes, rule: str) -> None:
    report = apart(content, "f.bin")
    assert not report.ok
    assert list(report.counts) == [rule]
    assert all(speaks(problem) for problem in report.problems[:3])


@pytest.mark.parametrize(
    ("content", "form"),
    [(ods(ods_row(*NAMES)), "ODS"), (xlsb(ROWS), "XLSB"), (b"PK\x03\x04" + bytes(80), "XLSX")],
    ids=["ods", "xlsb", "other"],
)
def test_a_damaged_workbook_is_called_what_it_was(content: bytes, form: str) -> None:
    (problem,) = check(content[:-40], filename="f.bin").problems
    assert form in problem.message("fr")
    assert [each for each in ("ODS", "XLSB", "XLSX") if each in problem.message("en")] == [form]


@pytest.mark.parametrize("form", ["ods", "xls", "xlsb"])
def test_other_spreadsheets_damaged_by_chance_are_refused_or_read(form: str) -> None:
    whole = xlsb(ROWS) if form == "xlsb" else (FILES / f"suivi_kri_2026.{form}").read_bytes()
    for seed in range(6):
        chance = random.Random(seed)
        harmed = bytearray(whole)
        for _ in range(chance.choice((1, 2, 5, 20))):
            place = chance.randrange(len(harmed))
            harmed[place : place + chance.choice((1, 4, 16))] = chance.randbytes(chance.choice((1, 4, 16)))
        report = apart(bytes(harmed), f"f.{form}")
        assert report.ok or all(speaks(problem) for problem in report.problems[:3]), seed


@pytest.mark.parametrize(
    "packed", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_an_archive_with_any_one_byte_changed_is_told_or_refused_however_it_is_packed(packed: int) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", packed) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a/>")
    assert workbook_format(whole.getvalue()) == "ODS"
    for place in range(len(whole.getvalue())):
        harmed = bytearray(whole.getvalue())
        harmed[place] ^= 0xFF
        with suppress(FileRefused):
            assert workbook_format(bytes(harmed)) in ("ODS", "XLSX", "XLSB")
