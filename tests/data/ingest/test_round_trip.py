"""Any valid table, written in any dialect, is read back equal or asked about: never read as another."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.ingest import Report, validate_frame
from data.ingest.cells import MISSING_TOKENS
from tests.data.ingest.helpers import REFERENCES, TODAY, check, workbook

COLUMNS = ["bank", "indicator", "month", "value", "missing_reason"]
WORDS = "abcdefgzéèçàùôÉ€–' 0123456789.,;|()%/«»\"\n"


def _is_plain(text: str) -> bool:
    told = unicodedata.normalize("NFC", text) == text and text == text.strip(" \n\t")
    return told and text.casefold() not in MISSING_TOKENS and not text.startswith(("'", "#"))


reasons = st.none() | st.text(WORDS, min_size=1, max_size=30).filter(_is_plain)
numbers = (
    st.none()
    | st.floats(0, 8000, allow_nan=False).map(lambda x: round(x, 4))
    | st.integers(0, 8000).map(float)
)
months = st.dates(date(1990, 1, 1), TODAY).map(lambda day: day.replace(day=1))
rows = st.tuples(
    st.sampled_from(["atlas", "zellige", "ma-banque"]),
    st.sampled_from(["O2", "R3"]),
    months,
    numbers,
    reasons,
)
tables = st.lists(rows, min_size=1, max_size=12, unique_by=lambda row: row[:3])


@dataclass(frozen=True)
class Dialect:
    """One way in which people write a table."""

    delimiter: str
    decimal: str
    thousands: str
    encoding: str
    month: str
    end: str

    @property
    def asked(self) -> str | None:
        """What a user answers who is asked for the encoding."""
        return self.encoding if self.encoding in ("utf-8", "cp1252") else None


dialects = st.builds(
    Dialect,
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([",", "."]),
    st.sampled_from(["", " ", "\u00a0", "\u202f", "'", "opposite"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    st.sampled_from(["%Y-%m", "%m/%Y", "%Y-%m-%d", "%Y%m"]),
    st.sampled_from(["\n", "\r\n"]),
).filter(lambda d: d.encoding != "cp1252" or d.thousands != "\u202f")


def _number(value: float | None, dialect: Dialect) -> str:
    if value is None:
        return ""
    opposite = "." if dialect.decimal == "," else ","
    grouping = opposite if dialect.thousands == "opposite" else dialect.thousands
    whole, _, fraction = f"{value:,.4f}".rstrip("0").rstrip(".").partition(".")
    return whole.replace(",", grouping) + (dialect.decimal + fraction if fraction else "")


def _written(table: list[tuple[str, str, date, float | None, str | None]], dialect: Dialect) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=dialect.delimiter, lineterminator=dialect.end)
    writer.writerow(COLUMNS)
    for bank, indicator, month, value, reason in table:
        writer.writerow(
            [bank, indicator, month.strftime(dialect.month), _number(value, dialect), reason or ""]
        )
    return text.getvalue().encode(dialect.encoding)


def _same(report: Report, table: list[tuple[str, str, date, float | None, str | None]]) -> None:
    assert report.frame is not None, report.problems[:3]
    expected = pd.DataFrame(table, columns=COLUMNS)
    expected["month"] = pd.to_datetime(expected["month"]).astype("datetime64[us]")
    expected = expected.astype(
        {"bank": "str", "indicator": "str", "value": "float64", "missing_reason": "str"}
    )
    pd.testing.assert_frame_equal(report.frame[COLUMNS], expected, check_exact=True)


@settings(max_examples=40)
@given(tables, dialects)
def test_a_table_comes_back_equal_once_decimal_sign_and_encoding_are_named(
    table: list[tuple[str, str, date, float | None, str | None]], dialect: Dialect
) -> None:
    _same(check(_written(table, dialect), decimal=dialect.decimal, encoding=dialect.asked), table)


@settings(max_examples=40)
@given(tables, dialects)
def test_without_a_word_it_comes_back_equal_or_the_user_is_asked(
    table: list[tuple[str, str, date, float | None, str | None]], dialect: Dialect
) -> None:
    report = check(_written(table, dialect))
    if report.ok:
        _same(report, table)
    else:
        assert set(report.counts) <= {"decimal_ambiguous", "encoding_ambiguous", "file_encoding"}
        if dialect.encoding != "cp1252":
            assert set(report.counts) == {"decimal_ambiguous"}


@settings(max_examples=20)
@given(tables)
def test_a_workbook_comes_back_equal(table: list[tuple[str, str, date, float | None, str | None]]) -> None:
    _same(check(workbook([COLUMNS, *table]), filename="f.xlsx"), table)


@settings(max_examples=20)
@given(tables)
def test_a_parquet_file_and_a_frame_come_back_equal(
    table: list[tuple[str, str, date, float | None, str | None]],
) -> None:
    frame = pd.DataFrame(table, columns=COLUMNS)
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    _same(check(buffer.getvalue(), filename="f.parquet"), table)
    _same(validate_frame(frame, table="risk_observation", known=REFERENCES, today=TODAY), table)


@settings(max_examples=40)
@given(tables, dialects, st.data())
def test_a_fault_is_found_on_the_line_where_it_stands(
    table: list[tuple[str, str, date, float | None, str | None]], dialect: Dialect, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(table) - 1))
    lines_before = 2 + sum((row[4] or "").count("\n") + 1 for row in table[:at])
    bank, _, month, value, reason = table[at]
    broken = [*table[:at], (bank, "O99", month, value, reason), *table[at + 1 :]]
    report = check(_written(broken, dialect), decimal=dialect.decimal, encoding=dialect.asked)
    assert [(p.line, p.column, p.rule) for p in report.problems] == [(lines_before, "indicator", "reference")]


@settings(max_examples=100)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_no_bytes_whatever_make_the_import_fail(content: bytes) -> None:
    report = check(content)
    assert report.ok or report.total >= 1


@settings(max_examples=100)
@given(st.lists(st.lists(st.text(max_size=12), min_size=4, max_size=4), min_size=1, max_size=5))
def test_no_cells_whatever_make_the_import_fail(cells: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([COLUMNS[:4], *cells])
    content = text.getvalue().encode("utf-8", "surrogatepass")
    report = check(content)
    assert report.ok or report.total >= 1
    for problem in report.problems:
        assert problem.message("fr").endswith(".")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_written_dialects_are_what_they_say(end: str) -> None:
    dialect = Dialect(";", ",", "opposite", "cp1252", "%m/%Y", end)
    table = [("atlas", "O2", date(2026, 3, 1), 1234.5, "été")]
    assert _written(table, dialect).decode("cp1252").split(end)[1] == "atlas;O2;03/2026;1.234,5;été"
