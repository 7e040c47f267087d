"""The board pack as a workbook: one sheet a table, charts with their data, formulas that stay alive."""

from __future__ import annotations

import io
import math
import re
from dataclasses import replace
from datetime import date, datetime
from textwrap import shorten
from typing import Any, Final

import numpy as np
import pandas as pd
import xlsxwriter
from PIL import Image
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from ui import theme
from ui.content import Plot, Table
from ui.outlets.drawn import picture
from ui.registry import entry
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
# Of a page that lies, as many pixels as its rows have at the scale at which a chart fits its width.
_PAGE_PIXELS: Final = 530
# Widths of columns in letters; the height of a line in points.
_ASKED, _SAID, _LISTED, _LINE = 44, 110, 70, 15
# Rows that one printed page may be made to hold: a few more than it would, for they may not be read apart.
_TOGETHER: Final = 48
_WIDEST, _NARROW, _MANY = 60, 26, 8
# Letters across a printed page whose type can still be read.
_ACROSS: Final = 150
_PRINTED_LOGO: Final = (200, 44)
_HEADED: Final = 9
_LONGEST_YEAR, _TENS, _TENTHS = 9999, 10, 0.1
_WRITTEN_PERCENT: Final = re.compile(r"([−-]?[0-9]+(?:[.,][0-9]+)?)[\s\u202f]?%")
_LOGO_PIXELS: Final = 48
_GAP: Final = 60
_CHARTS: Final = {
    "line": {"type": "line"},
    "bar": {"type": "bar"},
    "waterfall": {"type": "bar", "subtype": "stacked"},
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
    if pack.decisions is not None:
        written.table("", replace(pack.decisions, title=_("What the board is asked to decide")))
    for place, section in enumerate(pack.sections, start=1):
        for order, figure in enumerate(section.figures, start=1):
            # Its title is what the figures say this time: a sheet's name stays what it answers.
            written.figure(f"{place}.{order} {_(entry(section.slug).title)}", figure)
        for order, table in enumerate(section.tables, start=len(section.figures) + 1):
            written.table(f"{place}.{order}", table)
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


def _lines(text: str, letters: float) -> int:
    return max(1, sum(math.ceil(len(part) / (letters - 1)) for part in text.split("\n")))


def _fitted(widths: list[int], least: list[int]) -> list[int]:
    """Widths of columns that a printed page holds: the widest give way, down to their longest heading."""
    most = max(widths, default=0)
    while sum(widths) > _ACROSS and most > _NARROW:
        most -= 1
        widths = [max(few, min(wide, most)) for wide, few in zip(widths, least, strict=True)]
    return widths


def _spelled(value: Any) -> str:
    return f"{value:,.1f}" if isinstance(value, float) else str(value)


def _percents(cells: pd.Series) -> pd.Series | None:
    """Percentages that a page writes out, as the numbers that they are; None where a cell is another text."""
    known = cells.dropna()
    if known.empty or not all(isinstance(value, str) for value in known):
        return None
    found = [_WRITTEN_PERCENT.fullmatch(value) for value in known]
    if not all(found):
        return None
    shares = [float(each[1].replace(",", ".").replace("−", "-")) / 100 for each in found if each]
    return pd.Series(shares, index=known.index, dtype=float).reindex(cells.index)


def _counted(cells: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells)


def _pattern(cells: pd.Series) -> str:
    """How a sheet writes a column's numbers: whole ones plainly, small ones with more digits."""
    if not _counted(cells):
        return "0"
    known = cells.astype(float)
    known = known[np.isfinite(known)]
    if (known == known.round()).all():
        # Years are whole numbers too, and have no comma in their middle.
        return "#,##0" if known.abs().max() > _LONGEST_YEAR else "0"
    # Years without a payment say nothing of how finely the others are written.
    middle = float(known[known != 0].abs().median())
    return "#,##0.0" if middle >= _TENS else "#,##0.00" if middle >= _TENTHS else "#,##0.0000"


def _high(drawn: bytes) -> int:
    with Image.open(io.BytesIO(drawn)) as found:
        return found.height


def _small(logo: Logo) -> io.BytesIO:
    """The logo as large as a page's head has room for."""
    made = io.BytesIO()
    with Image.open(io.BytesIO(logo.content)) as drawn:
        drawn.thumbnail(_PRINTED_LOGO)
        drawn.save(made, "PNG")
    made.seek(0)
    return made


def _step(plot: Plot, name: str) -> dict[str, Any]:
    """How a series of a waterfall looks: what carries the bars is not seen, they are as on the page."""
    if name == truth.carrier():
        return {"fill": {"none": True}, "line": {"none": True}, "gap": _GAP}
    return {"points": [{"fill": {"color": f"#{colour}"}} for colour in truth.colours(plot)], "gap": _GAP}


class _Book:
    """A workbook being written: its formats and the names of sheets that are taken."""

    def __init__(self, book: Any, pack: Pack) -> None:
        self.book, self.pack = book, pack
        self.header = book.add_format(
            {"bold": True, "bg_color": "#E8EDF3", "text_wrap": True, "valign": "top"}
        )
        self.over_numbers = book.add_format(
            {"bold": True, "bg_color": "#E8EDF3", "text_wrap": True, "valign": "top", "align": "right"}
        )
        self.over_words = book.add_format(
            {"bold": True, "bg_color": "#E8EDF3", "text_wrap": True, "valign": "top", "indent": 1}
        )
        self.told = book.add_format({"text_wrap": True, "valign": "top", "indent": 1})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.mark = book.add_format({"bold": True, "font_color": "#9A4A00"})
        self.figures = {
            pattern: book.add_format({"num_format": pattern, "valign": "top"})
            for pattern in ("#,##0.0", "#,##0.00", "#,##0.0000", "#,##0", "0", "0.0%", "0%")
        }
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.taken: set[str] = set()
        self.listed: list[tuple[str, str]] = []

    def sheet(self, name: str) -> Any:
        plain = shorten(name.translate(_FORBIDDEN), 31, placeholder="…") or "-"
        found, place = plain, 2
        while found.lower() in self.taken:
            found, place = f"{plain[:27]} ({place})", place + 1
        self.taken.add(found.lower())
        made = self.book.add_worksheet(found)
        made.set_landscape()
        made.set_paper(_A4)
        made.fit_to_pages(1, 0)
        made.hide_gridlines(2)
        self._printed(made)
        return made

    def _printed(self, sheet: Any) -> None:
        """What paper says on each page: the bank and its logo above, snapshot and page below."""
        head, placed = f"&L{self.pack.bank.replace('&', '&&')}", {}
        if self.pack.head.logo is not None:
            head += "&R&G"
            placed = {"image_right": "logo.png", "image_data_right": _small(self.pack.head.logo)}
        sheet.set_header(head, {"margin": 0.3, **placed})
        told = _("Vigie, snapshot {hash}, as of {date}").format(
            hash=self.pack.about[_("Snapshot")][:8], date=self.pack.about[_("As of")]
        )
        mark = f" · {_('Synthetic data')}" if self.pack.synthetic else ""
        sheet.set_footer(f"&L{told}{mark}&R{_('page')} &P / &N")
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)

    def cover(self) -> None:
        sheet = self.sheet(_("In short"))
        sheet.set_column(0, 0, _ASKED)
        sheet.set_column(1, 1, _SAID)
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
            sheet.set_row(row, _LINE * max(_lines(name, _ASKED), _lines(value, _SAID)))
        sheet.fit_to_pages(1, 1)
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
        self.contents.set_column(0, 0, _ASKED)
        self.contents.set_column(1, 1, _LISTED)
        self.contents.repeat_rows(2)
        # As many lines as a pack has stand on one upright sheet.
        self.contents.set_portrait()
        self.contents.fit_to_pages(1, 1)
        self.contents.write_string(0, 0, _("Contents"), self.title)
        for column, name in enumerate((_("Sheet"), _("What it holds"))):
            self.contents.write_string(2, column, name, self.header)
        for row, (name, title) in enumerate(self.listed, start=3):
            self.contents.write_url(row, 0, f"internal:'{name}'!A1", string=name)
            self.contents.write_string(row, 1, title, self.wrapped)

    def table(self, place: str, table: Table) -> None:
        sheet = self.sheet(f"{place} {table.title}".strip())
        self.listed.append((sheet.name, table.title))
        sheet.write_string(0, 0, table.title, self.title)
        self._marked(sheet, table.kinds)
        self._frame(sheet, table.frame)
        self._interval_width(sheet, table.frame)

    def figure(self, name: str, figure: Figure) -> None:
        """The figures of a chart, and the chart drawn from these very cells."""
        sheet, plot = self.sheet(name), figure.plot
        self.listed.append((sheet.name, figure.title))
        sheet.write_string(0, 0, figure.title, self.title)
        self._marked(sheet, figure.kinds)
        # What bars stand on is a figure of the chart, and stands beside where they begin and end.
        ends = plot.frame.iloc[:, 1:3] if plot.shape == "waterfall" else plot.frame.iloc[:, :0]
        written = truth.shown(plot).join(ends)
        self._frame(sheet, written)
        drawn_natively = truth.native(figure)
        armed = drawn_natively and any(each.minus is not None for each in truth.series(plot))
        # Below the header, which paper repeats on every page.
        at = xl_rowcol_to_cell(4, len(written.columns) + (3 if armed else 1))
        described = {"description": figure.alt_text or figure.title}
        if not drawn_natively:
            drawn = picture("png", figure.specification)
            # Taller, it would be cut by the end of the page.
            share = min(0.5, _PAGE_PIXELS / _high(drawn))
            shrunk = {"x_scale": share, "y_scale": share}
            sheet.insert_image(
                at, f"{figure.name}.png", {"image_data": io.BytesIO(drawn), **described, **shrunk}
            )
            return
        chart = self.book.add_chart(_CHARTS[plot.shape])
        colours, last = theme.tokens("light")["chartCategoricalColors"], 3 + len(plot.frame)
        for order, each in enumerate(truth.series(plot)):
            colour = {"color": colours[order]}
            looks: dict[str, Any] = {"fill": colour, "line": colour}
            if plot.shape == "waterfall":
                looks = _step(plot, each.name)
            whiskers = {}
            if each.minus is not None and each.plus is not None:
                whiskers = {"y_error_bars": {"type": "custom", **self._arms(sheet, written, each)}}
            chart.add_series(
                {
                    "name": [sheet.name, 3, each.column],
                    "categories": [sheet.name, 4, 0, last, 0],
                    "values": [sheet.name, 4, each.column, last, each.column],
                    **looks,
                    **whiskers,
                }
            )
        mark = f" ({_('Synthetic data')})" if "synthetic" in figure.kinds else ""
        chart.set_title({"name": figure.title + mark, "name_font": {"size": 12}, "overlay": False})
        least, most = truth.ends(plot)
        measured: dict[str, Any] = {"name": plot.unit}
        measured |= {name: end for name, end in (("min", least), ("max", most)) if end is not None}
        named = {} if plot.lies else {"name": str(plot.frame.columns[0])}
        if plot.lies:
            # Of bars that lie, the horizontal axis holds the figures; the first category stands at the top.
            chart.set_x_axis(measured | {"label_position": "high"})
            chart.set_y_axis(named | {"reverse": True, "label_position": "low"})
        else:
            # Names stand at the edge, and not on the figures where those fall below zero.
            chart.set_x_axis(named | {"label_position": "low"})
            chart.set_y_axis(measured | {"label_position": "low"})
        told = len(truth.series(plot)) > 1 and plot.shape != "waterfall"
        chart.set_legend({"position": "bottom"} if told else {"none": True})
        chart.set_size({"width": 900, "height": 460})
        sheet.insert_chart(at, chart, described)

    def _arms(self, sheet: Any, frame: pd.DataFrame, bars: truth.Series) -> dict[str, Any]:
        """The whiskers' arms, in cells of their own: they follow what is typed over a bar or its ends."""
        names, first, last = [str(name) for name in frame.columns], 5, 4 + len(frame)
        value = xl_col_to_name(bars.column)
        low, high = (xl_col_to_name(names.index(name)) for name in (_("Low"), _("High")))
        arms = {
            "minus": (_("Whisker below"), bars.minus, f"{low}{{row}}", f"{value}{{row}}-{low}{{row}}"),
            "plus": (_("Whisker above"), bars.plus, f"{high}{{row}}", f"{high}{{row}}-{value}{{row}}"),
        }
        told: dict[str, Any] = {}
        for column, (arm, (name, lengths, end, length)) in enumerate(arms.items(), start=len(names)):
            sheet.write_string(3, column, name, self.over_numbers)
            sheet.set_column(column, column, 13)
            for row, known in enumerate(lengths or (), start=first):
                formula = f"=IF(ISNUMBER({end}),MAX(0,{length}),0)".format(row=row)
                sheet.write_formula(row - 1, column, formula, self.figures["#,##0.00"], round(known, 9))
            letter = xl_col_to_name(column)
            told[f"{arm}_values"] = f"='{sheet.name}'!${letter}${first}:${letter}${last}"
            told[f"{arm}_data"] = list(lengths or ())
        return told

    def _marked(self, sheet: Any, kinds: tuple[str, ...]) -> None:
        if "synthetic" in kinds:
            sheet.write_string(1, 0, _("Synthetic data"), self.mark)

    def _frame(self, sheet: Any, frame: pd.DataFrame) -> None:
        sheet.repeat_rows(3)
        most = _WIDEST if len(frame.columns) <= _MANY else _NARROW
        widths: list[int] = []
        least: list[int] = []
        for column, name in enumerate(frame.columns):
            cells = frame[name]
            percents = _percents(cells)
            pattern = _pattern(cells)
            counted = percents is not None or _counted(cells)
            beside = self.over_words if column else self.header
            sheet.write_string(3, column, str(name), self.over_numbers if counted else beside)
            for row, value in enumerate(cells if percents is None else percents, start=4):
                self._cell(sheet, row, column, value, "0.0%" if percents is not None else pattern)
            longest = max([_HEADED, *(len(_spelled(value)) for value in cells.head(200))])
            word = max(map(len, str(name).split()), default=0)
            # A bold word of the header is never broken.
            least.append(min(_NARROW, max(_HEADED, word + 1) + 2))
            widths.append(max(least[-1], min(most, longest + 2)))
        widths = _fitted(widths, least)
        for column, wide in enumerate(widths):
            sheet.set_column(column, column, wide)
        sheet.set_row(
            3, _LINE * max(_lines(str(name), wide) for name, wide in zip(frame, widths, strict=True))
        )
        lines = 0
        for row, values in enumerate(frame.itertuples(index=False), start=4):
            taken = max(_lines(_spelled(value), wide) for value, wide in zip(values, widths, strict=True))
            lines += taken
            if taken > 1:
                sheet.set_row(row, _LINE * taken)
        if lines <= _TOGETHER:
            sheet.fit_to_pages(1, 1)
        sheet.freeze_panes(4, 1)
        if len(frame):
            sheet.autofilter(3, 0, 3 + len(frame), len(frame.columns) - 1)

    def _cell(self, sheet: Any, row: int, column: int, value: Any, pattern: str) -> None:
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
            sheet.write_number(row, column, value, self.figures[pattern])
        else:
            sheet.write_string(row, column, str(value), self.wrapped if column == 0 else self.told)

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
                sheet.write_formula(row, place, formula, self.figures["#,##0.00"], round(float(width), 9))
