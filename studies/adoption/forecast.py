"""Results of the adoption models on a snapshot."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analytics.adoption.forecast import Forecast
from analytics.adoption.forecast import forecast as predict
from data import queries
from data.derived import forecast_backtest
from data.snapshots import Snapshot
from studies.adoption.observed import SUBJECT_OF, own_series, panel
from studies.core import cached

REFERENCE_OF: Final = {
    "bills": "internet_banking_users",
    "banking": "internet_banking_users",
    "internet": "internet_users",
    "customers": "internet_banking_users",
}
OWN: Final = "own series"
# Published ends are 95 % intervals.
_PUBLISHED_HALF_WIDTH: Final = 1.96


def forecast_breaks(breaks: pd.DataFrame) -> pd.DataFrame:
    """Definition breaks by country: entity, year."""
    first = pd.to_datetime(breaks["first_period"]).dt.year
    return pd.DataFrame({"entity": breaks["subject"], "year": first})


@cached
def breaks(snapshot: Snapshot, indicator: str) -> pd.DataFrame:
    """Definition breaks of an indicator: entity, year."""
    declared = queries.definition_breaks(snapshot)
    return forecast_breaks(declared[declared["indicator"] == indicator])


@cached
def past_forecasts(snapshot: Snapshot, indicator: str, horizon: int) -> pd.DataFrame:
    """The shipped forecasts of an indicator up to a horizon, with what came."""
    rows = forecast_backtest(snapshot, indicator)
    return rows[rows["horizon"] <= horizon].rename(columns={"country": "entity"})


@cached
def adoption_forecast(snapshot: Snapshot, series: str, subject: str, horizon: int, level: float) -> Forecast:
    """Forecast of a country or bank among the countries of its reference.

    Raises
    ------
    ValueError: the subject has no observation
    """
    reference = REFERENCE_OF[series]
    history = panel(snapshot, reference)[["entity", "year", "value"]]
    entity = subject
    if SUBJECT_OF[series] != reference:
        # Measured otherwise than the reference, so it stands beside its own country, not in its place.
        entity = OWN
        own = own_series(snapshot, series, subject)
        own = own.assign(entity=OWN, standard_error=(own["high"] - own["value"]) / _PUBLISHED_HALF_WIDTH)
        history = pd.concat([history, own[["entity", "year", "value", "standard_error"]]], ignore_index=True)
    return predict(
        history,
        entity,
        horizon,
        level=level,
        backtest=past_forecasts(snapshot, reference, horizon),
        breaks=pd.concat([breaks(snapshot, reference), _own_breaks(snapshot, series, subject)]),
    )


def _own_breaks(snapshot: Snapshot, series: str, subject: str) -> pd.DataFrame:
    """Breaks of a series that stands beside its reference under a name of its own."""
    indicator = SUBJECT_OF[series]
    if indicator in ("", REFERENCE_OF[series]):
        return pd.DataFrame(columns=["entity", "year"])
    found = breaks(snapshot, indicator)
    return found[found["entity"].isin([subject, "*"])].assign(entity=OWN)
