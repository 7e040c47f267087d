"""Short ways to put a text or a workbook before the import."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import xlsxwriter

from data.ingest import ReadOptions, References, Report, validate

TODAY = date(2026, 11, 15)
HEADER = "bank;indicator;month;value"

REFERENCES = References(
    known={
        "bank.bank": {"atlas", "zellige"},
        "risk_indicator.indicator": {"O1", "O2", "O6", "O7", "O11", "P5", "R3"},
        "indicator.indicator": {"internet_users", "branches_per_100k"},
        "country.country": {"MAR", "FRA", "CIV", "WLD"},
        "source.source": {"own_file", "wdi"},
        "service.service": {"transfer_internal"},
    },
    names={
        "country.country": {"maroc": "MAR", "morocco": "MAR", "cote d ivoire": "CIV", "world": "WLD"},
        "indicator.indicator": {"it net user zs": "internet_users"},
    },
    limits={
        "risk_indicator": pd.DataFrame(
            {
                "minimum": [0.0, 0.0, 0.0, 1.0],
                "maximum": [8784.0, None, 100.0, 5.0],
                "count": [False, True, False, False],
                "unit": ["hours", "count", "%", "stars"],
                "unit_fr": ["heures", "nombre", "%", "étoiles"],
            },
            index=["O1", "O6", "O7", "P5"],
        ),
        "indicator": pd.DataFrame(
            {"minimum": [0.0], "maximum": [100.0], "unit": ["% of population"]}, index=["internet_users"]
        ),
    },
)


def check(
    content: str | bytes,
    table: str = "risk_observation",
    filename: str = "file.csv",
    *,
    decimal: str | None = None,
    day_first: bool | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    fractions: bool | None = None,
    **more: Any,
) -> Report:
    """Validate a text (as UTF-8) or bytes on a fixed day against a small catalogue."""
    raw = content.encode() if isinstance(content, str) else content
    options = ReadOptions(decimal, day_first, sheet, encoding, fractions)
    return validate(raw, filename, table=table, options=options, known=REFERENCES, today=TODAY, **more)


def values(*cells: str, **more: Any) -> Report:
    """Validate a column of indicator values written as given; banks keep the rows apart."""
    lines = [f'bank-{i};O2;2026-01;"{cell}"' for i, cell in enumerate(cells)]
    return check("\n".join([HEADER, *lines]), **more)


def months(*cells: str, **more: Any) -> Report:
    """Validate a column of months written as given; banks keep the rows apart."""
    lines = [f'bank-{i};O2;"{cell}";1' for i, cell in enumerate(cells)]
    return check("\n".join([HEADER, *lines]), **more)


def dates(*cells: str, **more: Any) -> Report:
    """Validate a column of days written as given."""
    lines = [f'zellige;loss-{i};external_fraud;"{cell}";10' for i, cell in enumerate(cells)]
    return check("\n".join(["bank;event;event_type;occurred_on;gross_amount", *lines]), "loss_event", **more)


def rules(report: Report) -> list[tuple[int | None, str]]:
    """Line and rule of every problem shown."""
    return [(problem.line, problem.rule) for problem in report.problems]


def codes(report: Report) -> set[str]:
    """Codes of the notices."""
    return {notice.code for notice in report.notices}


def workbook(*sheets: Sequence[Sequence[Any]], names: Sequence[str] = ()) -> bytes:
    """An XLSX file of plain values, a sheet for each list of rows."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for position, rows in enumerate(sheets):
            sheet = book.add_worksheet(names[position] if names else None)
            for line, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(line, column, value, day)
                    elif value is not None:
                        sheet.write(line, column, value)
    return buffer.getvalue()
