"""Bank holidays of a country, as far as a calendar can know them before they are proclaimed.

Islamic holidays follow the sighting of the moon: a calendar computes them beforehand, and the day proclaimed
can lie one day away. They are marked estimated, and so is what is counted with them.

References
----------
The library ``holidays`` (MIT), public holidays; its own label "(estimated)" marks the computed days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

_ESTIMATED: Final = "(estimated)"
_YEARS: Final = range(1990, 2101)


@dataclass(frozen=True)
class BankHolidays:
    """Days on which banks are closed, weekends aside.

    ``known`` says that the calendar has the country; where it is False there are no days, which does not say
    that there are no holidays. ``estimated`` is the part of ``days`` that was computed, not proclaimed.
    """

    days: frozenset[date]
    estimated: frozenset[date]
    known: bool


@lru_cache(maxsize=64)
def _of_year(country: str, year: int) -> BankHolidays | None:
    # Half a second to load, and needed on one page.
    import holidays

    if country not in holidays.list_supported_countries():
        return None
    found = holidays.country_holidays(country, years=year, language="en_US")
    days = {day: name for day, name in found.items() if day.year == year}
    estimated = frozenset(day for day, name in days.items() if _ESTIMATED in name)
    return BankHolidays(frozenset(days), estimated, known=True)


def bank_holidays(country: str, years: Iterable[int]) -> BankHolidays:
    """Public holidays of a country.

    Parameters
    ----------
    country : two ISO 3166 letters, such as MA
    years : calendar years, between 1990 and 2100

    Raises
    ------
    ValueError: a country not of two capital letters; a year outside 1990 to 2100
    """
    if not (len(country) == 2 and country.isalpha() and country.isupper()):
        raise ValueError(f"country is {country!r}; it must be two ISO letters, such as MA")
    wanted = sorted(set(years))
    if outside := [year for year in wanted if year not in _YEARS]:
        raise ValueError(f"years holds {outside}; the calendar covers {_YEARS.start} to {_YEARS.stop - 1}")
    found = [_of_year(country, year) for year in wanted]
    known = [year for year in found if year is not None]
    return BankHolidays(
        days=frozenset().union(*(year.days for year in known)),
        estimated=frozenset().union(*(year.estimated for year in known)),
        known=len(known) == len(found),
    )
