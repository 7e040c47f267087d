"""What leaves a page: CSV, XLSX and PNG of exactly what it shows, with where it comes from."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import xlsxwriter

from ui.outlets.drawn import picture
from ui.outside import one_line

# A spreadsheet runs text that begins with one of these.
_RUNS_AS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NOT_OF_A_SHEET: Final = re.compile(r"[\[\]:*?/\\]")


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_RUNS_AS_FORMULA) else value


def csv_bytes(frame: pd.DataFrame, about: Mapping[str, str], language: str) -> bytes:
    """The frame as a spreadsheet in the reader's language opens it, with its origin in comment lines.

    French spreadsheets part columns with semicolons and write decimals with a comma.
    """
    separator, decimal = (";", ",") if language == "fr" else (",", ".")
    lines = io.StringIO(newline="")
    # Each line is one cell, quoted where it has to be: a separator within must not begin another.
    writer = csv.writer(lines, delimiter=separator, lineterminator="\r\n")
    writer.writerows([" ".join(one_line(f"# {name}: {value}").split())] for name, value in about.items())
    safe = frame.map(_harmless).rename(columns=_harmless)
    body = safe.to_csv(index=False, sep=separator, decimal=decimal, lineterminator="\r\n")
    return ("\ufeff" + lines.getvalue() + body).encode()


def xlsx_bytes(frame: pd.DataFrame, about: Mapping[str, str], sheet: str, about_sheet: str) -> bytes:
    """The frame as a workbook: one sheet of figures, one that says what they are.

    The workbook carries no clock time, so that the same figures give the same bytes.
    """
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": False,
    }
    workbook = xlsxwriter.Workbook(buffer, options)
    workbook.set_properties({"title": sheet, "created": pd.Timestamp(2000, 1, 1).to_pydatetime()})
    header = workbook.add_format({"bold": True, "bg_color": "#E8EDF3", "text_wrap": True, "valign": "top"})
    month = workbook.add_format({"num_format": "yyyy-mm-dd"})
    figures = workbook.add_worksheet(_sheet_name(sheet))
    for column, name in enumerate(frame.columns):
        figures.write_string(0, column, str(name), header)
        for row, value in enumerate(frame[name], start=1):
            _write(figures, row, column, value, month)
        longest = max([len(str(name)), *(len(str(value)) for value in frame[name].head(200))])
        figures.set_column(column, column, min(60, longest + 2))
    figures.freeze_panes(1, 0)
    if len(frame):
        figures.autofilter(0, 0, len(frame), len(frame.columns) - 1)
    origin = workbook.add_worksheet(_sheet_name(about_sheet))
    for row, (name, value) in enumerate(about.items()):
        origin.write_string(row, 0, name, header)
        origin.write_string(row, 1, value)
    origin.set_column(0, 0, 24)
    origin.set_column(1, 1, 100)
    workbook.close()
    return buffer.getvalue()


def _sheet_name(title: str) -> str:
    """What a sheet may be called: no longer than 31, without the marks that a reference to it is made of."""
    return " ".join(_NOT_OF_A_SHEET.sub(" ", title).split())[:31].strip("' ") or "1"


def _write(sheet: Any, row: int, column: int, value: Any, dates: Any) -> None:
    if value is None or pd.isna(value):
        sheet.write_blank(row, column, None)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, pd.Timestamp):
        sheet.write_datetime(row, column, value.tz_localize(None).to_pydatetime(), dates)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))


def png_bytes(specification: dict[str, Any]) -> bytes:
    """A chart as a picture of twice the screen's density, drawn beside the server."""
    return picture("png", specification)
