"""What weakens an adoption forecast, in words."""

from __future__ import annotations

import pandas as pd

from ui.words import _, ngettext, number, percent


def years_ahead(years: float) -> str:
    """A horizon in words."""
    return ngettext("{count} year", "{count} years", int(years)).format(count=int(years))


def fall(own: pd.DataFrame, *, within: bool) -> str:
    """From what to what a series fell; ``within``: by no more than its surveys may err."""
    first, last = own.iloc[0], own.iloc[-1]
    told = (
        _("It fell from {first} in {start} to {last} in {end}, within the error of the surveys")
        if within
        else _("It fell from {first} in {start} to {last} in {end}")
    )
    return told.format(
        first=number(first["value"], 1, "%"),
        start=int(first["year"]),
        last=number(last["value"], 1, "%"),
        end=int(last["year"]),
    )


def short_coverage(coverage: pd.DataFrame) -> str:
    """Which past intervals held too little."""
    known = coverage.dropna(subset=["achieved"])
    if known.empty:
        return _("Past intervals at this stage held less than intended: read the band as too narrow")
    worst = known.loc[known["achieved"].idxmin()]
    return _(
        "Past intervals {years} ahead held {achieved} of outcomes, not {nominal}: read the band as too narrow"
    ).format(
        years=years_ahead(worst["horizon"]),
        achieved=percent(worst["achieved"]),
        nominal=percent(worst["nominal"]),
    )
