"""What can be forecast, of whom, and the forecast of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from analytics.adoption.forecast import Forecast
from analytics.scenario import assumption
from studies import core
from studies.adoption import forecast as reads
from studies.adoption import observed
from ui.adoption.countries import names
from ui.reader import Reader
from ui.refusal import Refused
from ui.words import N_, _, ngettext, worded

SERIES_NAMES: Final = assumption("adoption").names
OF_A_BANK, OF_THE_COUNTRY = "customers", "bills"
_UNITS: Final = {
    "bills": N_("% of adults"),
    "banking": N_("% of individuals aged 16 to 74"),
    "internet": N_("% of population"),
    "customers": N_("% of customers"),
}


@dataclass(frozen=True)
class AdoptionForecast:
    """One forecast, ready to be shown.

    ``history``: year, value, low, high, segment; ``path``: the last observation, then the forecast;
    ``breaks``: year, note; ``milestones``: level, central, earliest, latest (years, missing beyond the
    horizon); ``as_of``: the year of the data, before which nothing is to come.
    """

    reader: Reader
    series: str
    subject: str
    name: str
    forecast: Forecast
    history: pd.DataFrame
    path: pd.DataFrame
    breaks: pd.DataFrame
    milestones: pd.DataFrame
    as_of: int
    kinds: tuple[str, ...]

    @property
    def unit(self) -> str:
        """The unit of the percentages, in the reader's language."""
        return _(_UNITS[self.series])

    @property
    def last(self) -> float:
        """The last observed value, %."""
        return float(self.history["value"].iloc[-1])

    @property
    def unbroken(self) -> pd.DataFrame:
        """The history since its last change of definition."""
        return self.history[self.history["segment"].eq(self.history["segment"].max())]


def series_name(series: str) -> str:
    """The name of what is forecast, in the reader's language."""
    return _(SERIES_NAMES[series])


def years_ahead(years: float) -> str:
    """A horizon in words."""
    return ngettext("{count} year", "{count} years", int(years)).format(count=int(years))


def available(reader: Reader) -> list[str]:
    """What can be forecast: first the customers of the bank asked about, where it has figures of them."""
    try:
        own = observed.own_series(reader.snapshot, OF_A_BANK, reader.bank().code)
    except Refused:
        return [code for code in SERIES_NAMES if code != OF_A_BANK]
    known = not own.dropna(subset=["value"]).empty
    return [code for code in SERIES_NAMES if known or code != OF_A_BANK]


def chosen_series(reader: Reader) -> str:
    """What is forecast; the country’s bill payers where the bank has no figures of its own."""
    return reader.chosen("adoption", available(reader), otherwise=OF_THE_COUNTRY)


def countries_with(reader: Reader, series: str) -> dict[str, str]:
    """Code → name of the countries that have the series. Raises ``Refused`` where none has it."""
    known = set(observed.panel(reader.snapshot, observed.SUBJECT_OF[series])["entity"])
    found = {code: name for code, name in names(reader).items() if code in known}
    if not found:
        raise Refused(
            _("No country has a figure of “{series}” yet. Load country figures on the import page.").format(
                series=series_name(series)
            ),
            "fact",
        )
    return found


def subject(reader: Reader, series: str) -> tuple[str, str]:
    """Code and name of the bank or the country asked about. Raises ``Refused`` where there is none."""
    if series == OF_A_BANK:
        return reader.bank()
    found = countries_with(reader, series)
    code = reader.chosen("country", list(found))
    return code, found[code]


def forecast(reader: Reader) -> AdoptionForecast:
    """The forecast that the reader's scenario asks for.

    Raises
    ------
    Refused: there is no figure of the series, or none that is a percentage
    """
    snapshot, scenario, series = reader.snapshot, reader.scenario, chosen_series(reader)
    code, name = subject(reader, series)
    table = "adoption_series" if series == OF_A_BANK else "fact"
    history = observed.own_series(snapshot, series, code).dropna(subset=["value"])
    if history.empty:
        raise Refused(
            _("{name} has no figure of this series yet. Load a file on the import page.").format(name=name),
            table,
        )
    try:
        found = reads.adoption_forecast(snapshot, series, code, scenario.adoption_years, scenario.level)
    except ValueError:
        raise Refused(
            _("The figures of {name} are not percentages between 0 and 100.").format(name=name),
            table,
        ) from None
    last = float(history["value"].iloc[-1])
    start = pd.DataFrame({"year": [found.origin], "value": last, "low": last, "high": last})
    return AdoptionForecast(
        reader,
        series,
        code,
        name,
        found,
        history,
        pd.concat([start, found.table], ignore_index=True),
        _breaks(reader, series, code),
        _milestones(found.table, last),
        snapshot.as_of.year,
        tuple(dict.fromkeys([*history["kind"], "derived"])),
    )


def _breaks(reader: Reader, series: str, code: str) -> pd.DataFrame:
    declared = core.definition_breaks(reader.snapshot)
    own = declared[
        (declared["indicator"] == observed.SUBJECT_OF[series]) & declared["subject"].isin([code, "*"])
    ]
    years = pd.to_datetime(own["first_period"]).dt.year
    return pd.DataFrame({"year": years, "note": own[worded("note")]})


def _milestones(table: pd.DataFrame, last: float) -> pd.DataFrame:
    levels = [level for level in range(10, 100, 10) if level > last]
    reached = {"central": "value", "earliest": "high", "latest": "low"}
    rows = {name: [_first_year(table, column, level) for level in levels] for name, column in reached.items()}
    table = pd.DataFrame(
        {"level": levels, **{name: pd.array(years, "Int64") for name, years in rows.items()}}
    )
    # Of the levels that no path reaches, the lowest is enough.
    return table.head(int(table["earliest"].notna().sum()) + 1)


def _first_year(table: pd.DataFrame, column: str, level: float) -> int | None:
    there = table.loc[table[column] >= level, "year"]
    return int(there.iloc[0]) if len(there) else None
