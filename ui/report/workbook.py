"""The board pack as a workbook: one sheet a table, charts with their data, formulas that stay alive."""

from __future__ import annotations

import io
import math
from datetime import date, datetime
from typing import Any, Final

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from ui import theme
from ui.content import Table
from ui.outlets.drawn import picture
from ui.report import truth
from ui.report.board import Failure, Figure, Pack
from ui.report.letterhead import Logo
from ui.report.steady import steady_zip
from ui.words import _

_A4: Final = 9
_FORBIDDEN: Final = str.maketrans("[]:*?/\\'", "        ")
_OPTIONS: Final = {
    "in_memory": True,
    # What a cell says is text, whatever sign it begins with.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
}
# Pictures are drawn at twice the size of a screen.
_SHRUNK: Final = {"x_scale": 0.5, "y_scale": 0.5}
_LOGO_PIXELS: Final = 48
_CHARTS: Final = {
    "line": {"type": "line"},
    "bar": {"type": "bar"},
    "scatter": {"type": "scatter", "subtype": "straight"},
}


def xlsx_bytes(pack: Pack) -> bytes:
    """The pack as a workbook; the same pack gives the same bytes."""
    buffer, as_of = io.BytesIO(), date.fromisoformat(pack.as_of)
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    moment = datetime.combine(as_of, datetime.min.time())
    book.set_properties({"title": pack.title, "author": pack.head.author or "Vigie", "created": moment})
    written = _Book(book, pack)
    written.cover()
    for section in pack.sections:
        for table in section.tables:
            written.table(section.slug, table)
        for figure in section.figures:
            written.figure(section.slug, figure)
    if pack.failures:
        written.table("", pack.missing())
    written.table("", Table("sources", _("Sources and licences"), pack.sources, "", ()))
    written.list_sheets()
    book.close()
    return steady_zip(buffer.getvalue(), as_of)


def not_made(failure: Failure) -> str:
    """Why a section is missing, and what would fill it."""
    if not failure.refusal.tables:
        return _("Not made: {reason}").format(reason=failure.reason)
    return _("Not made: {reason} What would fill it: {tables}.").format(
        reason=failure.reason, tables=failure.filled_by
    )


class _Book:
    """A workbook being written: its formats and the names of sheets that are taken."""

    def __init__(self, book: Any, pack: Pack) -> None:
        self.book, self.pack = book, pack
        self.header = book.add_format(
            {"bold": True, "bg_color": "#E8EDF3", "text_wrap": True, "valign": "top"}
        )
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.mark = book.add_format({"bold": True, "font_color": "#9A4A00"})
        self.figures = book.add_format({"num_format": "#,##0.00##"})
        self.whole = book.add_format({"num_format": "0"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.taken: set[str] = set()
        self.listed: list[tuple[str, str]] = []

    def sheet(self, name: str) -> Any:
        plain = " ".join(name.translate(_FORBIDDEN).split())[:31].rstrip() or "-"
        found, place = plain, 2
        while found.lower() in self.taken:
            found, place = f"{plain[:27]} ({place})", place + 1
        self.taken.add(found.lower())
        made = self.book.add_worksheet(found)
        made.set_landscape()
        made.set_paper(_A4)
        made.fit_to_pages(1, 0)
        made.repeat_rows(3)
        return made

    def cover(self) -> None:
        sheet = self.sheet(_("In short"))
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 1, 110)
        sheet.write_string(0, 0, self.pack.title, self.title)
        if self.pack.head.logo is not None:
            self._signed(sheet, self.pack.head.logo)
        rows: list[tuple[str, str]] = list(self.pack.about.items())
        rows += [(part.question, part.sentence) for part in self.pack.sections]
        rows += [(part.question, not_made(part)) for part in self.pack.failures]
        rows += [
            (name, _("{chosen} (default: {default})").format(chosen=chosen, default=default))
            for name, chosen, default in self.pack.changed
        ]
        for row, (name, value) in enumerate(rows, start=2):
            sheet.write_string(row, 0, name, self.header)
            sheet.write_string(row, 1, value, self.wrapped)
        self.contents = self.sheet(_("Contents"))

    def _signed(self, sheet: Any, logo: Logo) -> None:
        """The bank's logo at the right of the title's row, which grows to hold it."""
        sheet.set_row_pixels(0, _LOGO_PIXELS + 8)
        scale = min(_LOGO_PIXELS / logo.height, 3 * _LOGO_PIXELS / logo.width)
        placed = {"x_scale": scale, "y_scale": scale, "x_offset": 8, "y_offset": 4, "object_position": 1}
        picture_of = {"image_data": io.BytesIO(logo.content), "description": self.pack.bank}
        sheet.insert_image(0, 1, "logo.png", placed | picture_of)

    def list_sheets(self) -> None:
        """What each sheet holds, with a way to it."""
        self.contents.set_column(0, 0, 44)
        self.contents.set_column(1, 1, 110)
        self.contents.write_string(0, 0, _("Contents"), self.title)
        for column, name in enumerate((_("Sheet"), _("What it holds"))):
            self.contents.write_string(2, column, name, self.header)
        for row, (name, title) in enumerate(self.listed, start=3):
            self.contents.write_url(row, 0, f"internal:'{name}'!A1", string=name)
            self.contents.write_string(row, 1, title, self.wrapped)

    def table(self, slug: str, table: Table) -> None:
        sheet = self.sheet(f"{slug} {table.name}".strip())
        self.listed.append((sheet.name, table.title))
        sheet.write_string(0, 0, table.title, self.title)
        self._marked(sheet, table.kinds)
        self._frame(sheet, table.frame)
        self._interval_width(sheet, table.frame)

    def figure(self, slug: str, figure: Figure) -> None:
        """The figures of a chart, and the chart drawn from these very cells."""
        sheet, plot = self.sheet(f"{slug} {figure.name} {_('chart')}"), figure.plot
        self.listed.append((sheet.name, figure.title))
        sheet.write_string(0, 0, figure.title, self.title)
        self._marked(sheet, figure.kinds)
        self._frame(sheet, plot.frame)
        place = xl_rowcol_to_cell(3, len(plot.frame.columns) + 1)
        described = {"description": figure.alt_text or figure.title}
        if not truth.native(figure):
            drawn = io.BytesIO(picture("png", figure.specification))
            sheet.insert_image(place, f"{figure.name}.png", {"image_data": drawn, **described, **_SHRUNK})
            return
        chart = self.book.add_chart(_CHARTS[plot.shape])
        colours, last = theme.tokens("light")["chartCategoricalColors"], 3 + len(plot.frame)
        for order, each in enumerate(truth.series(plot)):
            colour = {"color": colours[order]}
            whiskers = {}
            if each.minus is not None and each.plus is not None:
                arms = {"plus_values": list(each.plus), "minus_values": list(each.minus)}
                whiskers = {"y_error_bars": {"type": "custom", **arms}}
            chart.add_series(
                {
                    "name": [sheet.name, 3, each.column],
                    "categories": [sheet.name, 4, 0, last, 0],
                    "values": [sheet.name, 4, each.column, last, each.column],
                    "fill": colour,
                    "line": colour,
                    **whiskers,
                }
            )
        mark = f" ({_('Synthetic data')})" if "synthetic" in figure.kinds else ""
        chart.set_title({"name": figure.title + mark, "name_font": {"size": 12}, "overlay": False})
        least, most = truth.ends(plot)
        measured: dict[str, Any] = {"name": plot.unit}
        measured |= {name: end for name, end in (("min", least), ("max", most)) if end is not None}
        named = {"name": str(plot.frame.columns[0])}
        if plot.shape == "bar":
            # Of bars that lie, the horizontal axis holds the figures; the first category stands at the top.
            chart.set_x_axis(measured | {"label_position": "high"})
            chart.set_y_axis(named | {"reverse": True, "label_position": "low"})
        else:
            chart.set_x_axis(named)
            chart.set_y_axis(measured)
        chart.set_legend({"position": "bottom"} if len(truth.series(plot)) > 1 else {"none": True})
        chart.set_size({"width": 900, "height": 460})
        sheet.insert_chart(place, chart, described)

    def _marked(self, sheet: Any, kinds: tuple[str, ...]) -> None:
        if "synthetic" in kinds:
            sheet.write_string(1, 0, "▲ " + _("Synthetic data"), self.mark)

    def _frame(self, sheet: Any, frame: pd.DataFrame) -> None:
        for column, name in enumerate(frame.columns):
            sheet.write_string(3, column, str(name), self.header)
            for row, value in enumerate(frame[name], start=4):
                self._cell(sheet, row, column, value)
            longest = max([len(str(name)), *(len(str(value)) for value in frame[name].head(200))])
            sheet.set_column(column, column, min(60, longest + 2))
        sheet.freeze_panes(4, 0)
        if len(frame):
            sheet.autofilter(3, 0, 3 + len(frame), len(frame.columns) - 1)

    def _cell(self, sheet: Any, row: int, column: int, value: Any) -> None:
        if value is None or pd.isna(value):
            sheet.write_blank(row, column, None)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, pd.Timestamp):
            sheet.write_datetime(row, column, value.tz_localize(None).to_pydatetime(), self.day)
        elif isinstance(value, float) and math.isinf(value):
            # A sheet has no number without end.
            sheet.write_string(row, column, "∞" if value > 0 else "−∞")
        elif isinstance(value, int | float):
            number_format = self.whole if float(value).is_integer() else self.figures
            sheet.write_number(row, column, value, number_format)
        else:
            sheet.write_string(row, column, str(value))

    def _interval_width(self, sheet: Any, frame: pd.DataFrame) -> None:
        """A column that measures each interval, alive: it follows what the reader types over its ends."""
        names = [str(name) for name in frame.columns]
        if names.count(_("Low")) != 1 or names.count(_("High")) != 1:
            return
        low, high = frame[_("Low")], frame[_("High")]
        if not (pd.api.types.is_numeric_dtype(low) and pd.api.types.is_numeric_dtype(high)):
            return
        place = len(names)
        sheet.write_string(3, place, _("Width of the interval"), self.header)
        sheet.set_column(place, place, 16)
        ends = [xl_col_to_name(names.index(name)) for name in (_("Low"), _("High"))]
        for row, width in enumerate(high - low, start=4):
            if pd.notna(width):
                formula = f"={ends[1]}{row + 1}-{ends[0]}{row + 1}"
                sheet.write_formula(row, place, formula, self.figures, round(float(width), 9))
