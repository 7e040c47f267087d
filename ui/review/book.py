"""The horizontal book: all banks side by side in a month, as a tagged PDF and as a workbook."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pandas as pd
import xlsxwriter

from reviews.errors import NotFound
from reviews.roles import READERS
from studies.risk.inspection import USUAL
from ui.content import Table
from ui.report import pdf
from ui.report.steady import steady_zip
from ui.review import figures, horizontal, words
from ui.review.desk import Seat
from ui.words import MISSING, _, day, language, month_of, number, percent, speaking
from ui.words import Language as Spoken

KINDS: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OPTIONS: Final = {
    "in_memory": True,
    # What a cell says is text, whatever sign it begins with.
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
# What a workbook takes as the name of a sheet.
_LONGEST_TAB: Final = 31
# Signs of a SHA-256.
_HASH: Final = 64
_FORBIDDEN: Final = str.maketrans("[]:*?/\\'", "        ")


def written(seat: Seat, month: str, kind: str, spoken: Spoken, asked: Mapping[str, float | None]) -> bytes:
    """The book of a month in a language.

    ``kind`` : one of :data:`KINDS`; ``asked`` : weights (risk, time, gaps) and days, the usual where None

    Raises
    ------
    NotFound: no such month, or the person reads no cases (a bank's peers are not its to see)
    """
    if seat.person.role not in READERS or month not in figures.months(figures.snapshot()):
        raise NotFound
    given = {name: value for name in ("risk", "time", "gaps") if (value := asked[name]) is not None}
    days = horizontal.CAPACITY if asked["days"] is None else asked["days"]
    with speaking(spoken):
        view = horizontal.horizon(seat, month, replace(USUAL, **given), days)
        sheets = [table for table in horizontal.sheets(view) if not table.frame.empty]
        return _pdf(view, sheets) if kind == "pdf" else _xlsx(view, sheets)


def _about(view: horizontal.Horizon) -> list[list[str]]:
    data = figures.snapshot()
    return [
        [_("Month"), month_of(view.month)],
        [_("Seen by"), view.person.name],
        [_("Data (snapshot)"), data.hash],
        [_("As of"), day(data.as_of)],
        [_("Method (SHA-256)"), figures.method_hash(data)],
        [
            _("Weights of risk, time and data gaps"),
            " / ".join(map(percent, view.weights.shares())),
        ],
        [_("Person-days in a year"), number(view.capacity, 0)],
    ]


def _invented(view: horizontal.Horizon) -> str:
    return _("Demonstration: bank, people and decision are invented.") if view.seat.invented else ""


def _pdf(view: horizontal.Horizon, sheets: list[Table]) -> bytes:
    content: dict[str, Any] = {
        "language": language(),
        "title": _("All banks side by side"),
        "synthetic": _invented(view),
        "about": [[name, words.halves(said) if len(said) == _HASH else said] for name, said in _about(view)],
        "sentence": horizontal.sentence(view),
        "sheets": [pdf.sheet(table, most=None) for table in sheets],
        "method": list(horizontal.method()["words"]),
        "words": {
            "footer": _("Vigie, horizontal book, {month}").format(month=month_of(view.month)),
            "page": _("page"),
            "nothing": _("There is nothing to show here yet."),
            "method": _("How this is computed"),
        },
    }
    return pdf.typeset("book.typ", content, _last_day(view.month))


def _last_day(month: str) -> str:
    year, number = (int(part) for part in month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1).isoformat()


def _xlsx(view: horizontal.Horizon, sheets: list[Table]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    figure = book.add_format({"num_format": "#,##0.0#"})
    cover = book.add_worksheet(_("About"))
    cover.set_column(0, 1, 40)
    first = [[_("All banks side by side"), horizontal.sentence(view)], [_("Note"), _invented(view)]]
    for row, (name, said) in enumerate([*first, *_about(view)]):
        cover.write_string(row, 0, name, bold)
        cover.write_string(row, 1, said)
    for table in sheets:
        page = book.add_worksheet(_tab(table.title))
        for place, column in enumerate(table.frame):
            page.write_string(0, place, str(column), bold)
            for row, value in enumerate(table.frame[column], start=1):
                _cell(page, row, place, value, figure)
        page.set_column(0, max(0, len(table.frame.columns) - 1), 22)
        page.freeze_panes(1, 0)
    book.close()
    return steady_zip(buffer.getvalue(), date.fromisoformat(_last_day(view.month)))


def _tab(title: str) -> str:
    """A sheet's name: the title, where it is too long its part before the comma, and whole words of that."""
    name = title.translate(_FORBIDDEN).strip()
    if len(name) > _LONGEST_TAB:
        name = name.split(",")[0]
    return name if len(name) <= _LONGEST_TAB else name[: _LONGEST_TAB + 1].rsplit(" ", 1)[0]


def _cell(page: Any, row: int, place: int, value: Any, figure: Any) -> None:
    if pd.isna(value):
        page.write_string(row, place, MISSING)
    elif isinstance(value, float):
        page.write_number(row, place, value, figure)
    elif isinstance(value, int) and not isinstance(value, bool):
        page.write_number(row, place, value)
    else:
        page.write_string(row, place, str(value))
