"""Dates, months, years and moments as people write them, in French and English.

As for decimal signs, the order of day and month is decided over a whole column, and asked for where
nothing in the column decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

import numpy as np
import numpy.typing as npt
from babel.dates import get_month_names

from data.contracts import ColumnType
from data.ingest.cells import Cells
from data.ingest.limits import OLDEST_YEAR
from data.ingest.messages import DAY_MONTH_YEAR, MONTH_DAY_YEAR
from data.ingest.numbers import header_of
from data.ingest.parsed import Parsed
from data.ingest.problems import Mask, Notice

_TIME = r"(?:[T, ]+(?P<h>\d{1,2})[:h](?P<min>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,6})\d*)?)?"
_TIME += r"(?:[ \u00a0\u202f]?(?P<half>[AaPp])\.?[Mm]\.?)?)?"
"""A time of day; one of the twelve-hour clock ends in AM or PM."""
_OFFSET = re.compile(r".*\d(?:Z|[+-]\d{2}:?\d{2}| ?UTC)")
_YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})([-/.])(?P<a>\d{{1,2}})\2(?P<b>\d{{1,2}}){_TIME}")
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<a>\d{2})(?P<b>\d{2})")
_YEAR_LAST = re.compile(rf"(?P<a>\d{{1,2}})([-/. ])(?P<b>\d{{1,2}})\2(?P<y>\d{{4}}){_TIME}")
_SHORT_YEAR = re.compile(r"\d{1,2}([-/. ])\d{1,2}\1\d{2}(?:[T ].*)?")
_DAY_NAME = re.compile(
    rf"(?P<d>\d{{1,2}})(?:er|st|nd|rd|th)?[-/. ]*(?P<name>[^\W\d_]+)\.?[-/., ]*(?P<y>\d{{4}}|\d{{2}}){_TIME}"
)
_NAME_DAY = re.compile(rf"(?P<name>[^\W\d_]+)\.? +(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? +(?P<y>\d{{4}}){_TIME}")
_MONTH_YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?:[-/. ]?M|[-/. ])?(?P<m>\d{1,2})")
_MONTH_AS_DECIMAL = re.compile(r"\d{4}\.\d")
"""2026.1 may be January, or October that lost its zero where 2026.10 was kept as a number."""
_MONTH_YEAR_LAST = re.compile(r"(?P<m>\d{1,2})[-/. ](?P<y>\d{4})")
_MONTH_NAME = re.compile(r"(?P<name>[^\W\d_]+)\.?[-/' ]*(?P<y>\d{4}|\d{2})")
_NAME_LAST = re.compile(r"(?P<y>\d{4})[-/ ](?P<name>[^\W\d_]+)\.?")
_YEAR = re.compile(r"\d{4}")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SERIAL_FROM, _SERIAL_TO = 25_569, 73_050
"""Spreadsheet day numbers from 1970 to 2099; 20263 is rather a month with a digit missing."""
_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_CENTURY_TURN = 70
_SAME_IN_TABLE = 2
_OTHER_ABBREVIATIONS = {"fevr": 2, "fev": 2, "avr": 4, "juill": 7, "juil": 7, "jui": 7, "sept": 9, "aou": 8}
_MICROSECONDS = 6
_HALF_DAY = 12


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c)).rstrip(".")


@cache
def month_names() -> dict[str, int]:
    """Months by name and abbreviation in French and English, without accents and points."""
    names: dict[str, int] = {}
    for locale in ("fr", "en"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                names.setdefault(_plain(name), number)
    return names | _OTHER_ABBREVIATIONS


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) == len("2026"):
        return year
    return year + (2000 if year < _CENTURY_TURN else 1900)


def read_month(text: str) -> tuple[int, int] | None:
    """Year and month of a text such as 2026-03, 202603, 03/2026, mars 2026 or Mar-26."""
    for pattern in (_MONTH_YEAR_FIRST, _MONTH_YEAR_LAST):
        found = pattern.fullmatch(text)
        if found:
            year, month = int(found["y"]), int(found["m"])
            if _MONTH_AS_DECIMAL.fullmatch(text):
                return None
            # Without a separator only six digits are a month: 20263 is not.
            bare = text.isdigit() and len(text) != len("202603")
            return (year, month) if 1 <= month <= 12 and not bare else None
    found = _MONTH_NAME.fullmatch(text) or _NAME_LAST.fullmatch(text)
    number = month_names().get(_plain(found["name"])) if found else None
    return (_full_year(found["y"]), number) if found and number else None


@dataclass(frozen=True)
class _Reading:
    """One text read as a date: certain, or open between two orders of day and month."""

    moment: datetime | None = None
    swapped: datetime | None = None
    """The moment if the month stands before the day; ``moment`` is then the other reading."""
    rule: str = ""
    has_time: bool = False
    order_matters: bool = False
    serial: bool = False
    month_only: bool = False


_UNREADABLE = _Reading(rule="unreadable")


def _hour(hour: int, half: str | None) -> int:
    """The hour of the day; -1, which no clock shows, for 13 PM or 0 AM."""
    if half is None:
        return hour
    return hour % _HALF_DAY + (_HALF_DAY if half in "Pp" else 0) if 1 <= hour <= _HALF_DAY else -1


def _moment(year: int, month: int, day: int, found: re.Match[str] | None = None) -> datetime | None:
    parts = found.groupdict() if found else {}
    fraction = (parts.get("f") or "0").ljust(_MICROSECONDS, "0")
    hour = _hour(int(parts.get("h") or 0), parts.get("half"))
    clock = (hour, int(parts.get("min") or 0), int(parts.get("s") or 0), int(fraction))
    try:
        return datetime(year, month, day, *clock)
    except ValueError:
        return None


def _read(text: str, *, months: bool, epoch: datetime) -> _Reading:
    """Read one text as a date, or as a month where the column holds months."""
    if months and _MONTH_AS_DECIMAL.fullmatch(text):
        return _Reading(rule="month_as_decimal")
    if months and (found := read_month(text)):
        return _Reading(_moment(*found, 1), month_only=True)
    if match := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        moment = _moment(int(match["y"]), int(match["a"]), int(match["b"]), match)
        if moment is None and _moment(int(match["y"]), int(match["b"]), int(match["a"]), match):
            return _Reading(rule="day_month_swapped")
        return _dated(moment, match)
    if match := _YEAR_LAST.fullmatch(text):
        year, first, second = int(match["y"]), int(match["a"]), int(match["b"])
        day_first, month_first = _moment(year, second, first, match), _moment(year, first, second, match)
        has_time = match["h"] is not None
        if day_first is None and month_first is None:
            return _UNREADABLE
        return _Reading(day_first, month_first, has_time=has_time, order_matters=day_first != month_first)
    if match := _DAY_NAME.fullmatch(text) or _NAME_DAY.fullmatch(text):
        number = month_names().get(_plain(match["name"]))
        if number:
            return _dated(_moment(_full_year(match["y"]), number, int(match["d"]), match), match)
    if _SERIAL.fullmatch(text) and _SERIAL_FROM <= float(text) < _SERIAL_TO:
        # A time of day as a fraction of a day is exact to the second only after rounding.
        moment = epoch + timedelta(days=float(text), milliseconds=500)
        return _Reading(moment.replace(microsecond=0), has_time="." in text, serial=True)
    if _OFFSET.fullmatch(text):
        return _Reading(rule="time_offset")
    return _Reading(rule="two_digit_year") if _SHORT_YEAR.fullmatch(text) else _UNREADABLE


def _dated(moment: datetime | None, match: re.Match[str]) -> _Reading:
    return _Reading(moment, has_time=match.groupdict().get("h") is not None) if moment else _UNREADABLE


@dataclass(frozen=True)
class _Order:
    day_first: bool
    decided: bool
    told: bool = False
    """Whether the order was inferred, so that the user is told."""


def _order(readings: Iterable[tuple[_Reading, int]], *, months: bool, asked: bool | None) -> _Order:
    """Which of day and month stands first in a column, by the readings and how often each occurs."""
    if asked is not None:
        return _Order(asked, decided=True)
    open_, day, month = [], 0, 0
    for reading, rows in readings:
        if reading.order_matters and rows:
            if reading.moment and reading.swapped:
                open_.append(reading)
            elif reading.moment:
                day += rows
            else:
                month += rows
    if day or month:
        return _Order(day >= month, decided=True, told=bool(open_))
    if months and len(open_) >= _SAME_IN_TABLE:
        # 01/03, 01/04, 01/05: a series of firsts of the month, not of days of one January.
        firsts = {(r.moment.day, r.swapped.day) for r in open_ if r.moment and r.swapped}
        if {d for d, _ in firsts} == {1}:
            return _Order(day_first=True, decided=True, told=True)
        if {m for _, m in firsts} == {1}:
            return _Order(day_first=False, decided=True, told=True)
    return _Order(day_first=True, decided=not open_)


_WRONG = {
    ColumnType.DATE: "not_a_date",
    ColumnType.MONTH: "not_a_month",
    ColumnType.TIMESTAMP: "not_a_moment",
}


def parse_dates(
    cells: Cells, kind: ColumnType, *, today: date, day_first: bool | None = None, epoch_1904: bool = False
) -> Parsed:
    """The dates, months (as their first day) or moments of a column, as datetime64[us].

    Parameters
    ----------
    cells : the column
    kind : DATE, MONTH or TIMESTAMP
    today : nothing after this day is accepted
    day_first : order of day and month, where the user named it
    epoch_1904 : whether the workbook counts its days from 1904
    """
    months = kind is ColumnType.MONTH
    parsed = Parsed(np.full(len(cells.texts), np.datetime64("NaT", "us")), cells.missing())
    epoch = _EPOCH_1904 if epoch_1904 else _EPOCH_1900
    readings = [
        _UNREADABLE if absent else _read(text, months=months, epoch=epoch)
        for text, absent in zip(cells.texts.to_pylist(), parsed.missing.tolist(), strict=True)
    ]
    order = _order(zip(readings, cells.rows_of_texts().tolist(), strict=True), months=months, asked=day_first)
    _note_wrong(parsed, readings, order, kind)
    moments = [_chosen(reading, order) for reading in readings]
    parsed.values = np.array([_floored(m, kind) for m in moments], dtype="datetime64[us]")
    _note_span(parsed, today)
    _note_notices(parsed, cells, readings, order, kind)
    return parsed


def _mask(flags: Iterable[bool]) -> Mask:
    return np.fromiter(flags, dtype=bool)


def _chosen(reading: _Reading, order: _Order) -> datetime | None:
    return reading.moment if order.day_first or not reading.order_matters else reading.swapped


def _floored(moment: datetime | None, kind: ColumnType) -> datetime | None:
    if moment is None or kind is ColumnType.TIMESTAMP:
        return moment
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return day.replace(day=1) if kind is ColumnType.MONTH else day


def _note_wrong(parsed: Parsed, readings: list[_Reading], order: _Order, kind: ColumnType) -> None:
    for rule in ("day_month_swapped", "two_digit_year", "time_offset", "month_as_decimal"):
        parsed.note(rule, _mask(reading.rule == rule for reading in readings))
    parsed.note(_WRONG[kind], _mask(reading.rule == "unreadable" for reading in readings))
    if not order.decided:
        both = _mask(bool(r.order_matters and r.moment and r.swapped) for r in readings)
        parsed.note("day_month_ambiguous", both, _two_orders)
    parsed.note("day_month_swapped", _mask(_chosen(r, order) is None for r in readings))
    if kind is ColumnType.TIMESTAMP:
        parsed.note("time_missing", _mask(not reading.has_time for reading in readings))


def _two_orders(value: str) -> dict[str, object]:
    """The two days an ambiguous text could be."""
    reading = _read(value, months=False, epoch=_EPOCH_1900)
    moments = {"day_first": reading.moment, "month_first": reading.swapped}
    return {name: moment.date() if moment else "" for name, moment in moments.items()}


def _note_span(parsed: Parsed, today: date) -> None:
    tomorrow = np.datetime64(today, "us") + np.timedelta64(1, "D")
    parsed.note("future", parsed.values >= tomorrow, {"today": today})
    oldest = np.datetime64(f"{OLDEST_YEAR}-01-01", "us")
    parsed.note("too_old", parsed.values < oldest, {"limit": str(OLDEST_YEAR)})


def _note_notices(
    parsed: Parsed, cells: Cells, readings: list[_Reading], order: _Order, kind: ColumnType
) -> None:
    fine, rows = ~parsed.missing & ~parsed.bad, cells.rows_of_texts()
    column = header_of(cells)
    serial = _mask(reading.serial for reading in readings) & fine
    # A serial in a cell that the workbook itself typed is the usual thing; in a text it is worth a word.
    if serial.any():
        example = int(np.flatnonzero(serial)[0])
        day = parsed.values[example].astype("datetime64[D]").item()
        value = str(cells.texts[example].as_py())
        parsed.notices.append(
            Notice(
                "serial_dates",
                {"column": column, "count": int(rows[serial].sum()), "value": value, "date": day},
            )
        )
    if order.told:
        words = DAY_MONTH_YEAR if order.day_first else MONTH_DAY_YEAR
        parsed.notices.append(Notice("day_first", {"column": column, "order": words}))
    if kind is ColumnType.MONTH:
        inside = _mask(
            not r.month_only and (moment := _chosen(r, order)) is not None and moment.day > 1
            for r in readings
        )
        count = int(rows[inside & fine].sum())
        if count:
            parsed.notices.append(Notice("month_of_date", {"column": column, "count": count}))


def parse_years(cells: Cells, *, today: date) -> Parsed:
    """The years of a column, as float64 holding whole numbers."""
    parsed = Parsed(np.full(len(cells.texts), np.nan), cells.missing())
    texts = cells.texts.to_pylist()
    matched = _mask(bool(_YEAR.fullmatch(text)) for text in texts)
    parsed.note("not_a_year", ~matched)
    values: npt.NDArray[np.float64] = np.array(
        [float(text) if fits else np.nan for text, fits in zip(texts, matched.tolist(), strict=True)]
    )
    parsed.values = values
    parsed.note("future", values > today.year, {"today": today})
    return parsed
