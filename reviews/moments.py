"""Instants and days as the ledger writes them: text in UTC, to the second."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

Clock = Callable[[], datetime]
_FORM: Final = "%Y-%m-%dT%H:%M:%SZ"


def now() -> datetime:
    """The machine's clock, in UTC."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """An instant as 2026-11-02T09:00:00Z.

    Raises
    ------
    ValueError: a moment without a time zone
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone: give the clock's instants in UTC")
    return moment.astimezone(UTC).strftime(_FORM)


def read(text: str) -> datetime:
    """The instant that :func:`written` wrote.

    Raises
    ------
    ValueError: another form
    """
    return datetime.strptime(text, _FORM).replace(tzinfo=UTC)


def months_later(text: str, months: int) -> str:
    """The same day and time so many months later; the last day of a month that is shorter."""
    moment = read(text)
    place = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(place, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return written(moment.replace(year=year, month=month + 1, day=min(moment.day, last)))


def month_later(month: str, months: int) -> str:
    """The month (2026-10) so many months after another."""
    year, place = divmod(int(month[:4]) * 12 + int(month[5:7]) - 1 + months, 12)
    return f"{year:04d}-{place + 1:02d}"


def after_month(day: str, month: str) -> bool:
    """Whether a day (2026-11-03) lies after a month (2026-10) has ended."""
    return day[:7] > month


def is_day(text: str) -> bool:
    """Whether a text is a day such as 2026-10-31."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_month(text: str) -> bool:
    """Whether a text is a month such as 2026-10."""
    return is_day(f"{text}-01")
