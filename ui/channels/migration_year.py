"""One year of the migration: how many transactions each channel carries, and the value to date."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from ui.charts import macro as charts
from ui.content import Chart
from ui.rows import each_row
from ui.words import _, clauses, interval, labelled, number

_MILLION: Final = 1e6


def picture(first_year: int, by_year: pd.DataFrame, year: int, kinds: tuple[str, ...]) -> Chart:
    """The year as a picture.

    Parameters
    ----------
    by_year : columns year (from 0 on), branch, online, phone (transactions a month), p10, p50, p90 (MAD)
    year : of the calendar, one of them
    """
    row = by_year[first_year + by_year["year"].astype(int) == year].iloc[0]
    named = {"branch": _("At the branch"), "online": _("Online"), "phone": _("On the phone")}
    frame = pd.DataFrame(
        {
            "label": list(named.values()),
            "value": [float(row[code]) for code in named],
            "low": np.nan,
            "high": np.nan,
            "text": [number(row[code], 0) for code in named],
        }
    )
    title = _("Transactions a month in {year}").format(year=year)
    told = labelled(title, clauses(f"{each.label} {each.text}" for each in each_row(frame)))
    return Chart(
        "year",
        title,
        charts.bars(frame, title=_("transactions a month")),
        told,
        kinds,
        note=_("Value to date at the end of {year}, MAD million: {middle} ({span}).").format(
            year=year,
            middle=number(row["p50"] / _MILLION, 2),
            span=interval(row["p10"] / _MILLION, row["p90"] / _MILLION, 2),
        ),
    )
