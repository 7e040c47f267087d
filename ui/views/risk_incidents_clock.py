"""The moment from which the incidents page counts the time left."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_YEARS: Final = range(1990, 2101)


def stated_clock(text: str, zone: str) -> datetime | None:
    """The moment that the scenario's clock states; None for now, or where it states none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=ZoneInfo(zone)) if moment.year in _YEARS else None


def usual_clock(as_of: date, zone: str, present: datetime) -> tuple[datetime, bool]:
    """The moment from which time left is counted unless stated, and whether that is the present.

    Data that end weeks ago know nothing of what was sent since: their clock stands at the end of their last
    day, or the overdue would only tell how old they are.
    """
    here = present.astimezone(ZoneInfo(zone))
    if timedelta(0) <= here.date() - as_of <= timedelta(days=1):
        return here, True
    return datetime.combine(as_of, time(23, 59), tzinfo=ZoneInfo(zone)), False
