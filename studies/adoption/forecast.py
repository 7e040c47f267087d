"""Results of the adoption models on a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.adoption.curves import CeilingProfile, Priors, fit_curve
from analytics.adoption.forecast import Forecast
from analytics.adoption.forecast import forecast as predict
from data import queries
from data.derived import forecast_backtest
from data.snapshots import Snapshot
from studies.core import cached
from studies.precompute import forecast_breaks

# What is forecast → the figures of the subject, and those of the countries it is set among.
SUBJECT_OF: Final = {
    "bills": "paid_bill_online",
    "banking": "internet_banking_users",
    "internet": "internet_users",
    "customers": "",
}
REFERENCE_OF: Final = {
    "bills": "internet_banking_users",
    "banking": "internet_banking_users",
    "internet": "internet_users",
    "customers": "internet_banking_users",
}
OWN: Final = "own series"
# Published ends are 95 % intervals.
_PUBLISHED_HALF_WIDTH: Final = 1.96
FEWEST_FOR_CURVE: Final = 6
_WEAKEST: Final = ("observed", "derived", "assumed", "synthetic")
PAYMENTS_ORIGIN: Final = 2007
PAYMENT_CEILINGS: Final = (60.0, 100.0, 200.0, 400.0)
_HELD: Final = Priors(ceiling_sd=1e-4)


def _countries(snapshot: Snapshot) -> tuple[str, ...]:
    known = queries.countries(snapshot)
    return tuple(known.loc[known["role"] != "group", "country"])


@cached
def panel(snapshot: Snapshot, indicator: str) -> pd.DataFrame:
    """Every country's figures of an indicator: entity, year, value, low, high, segment, source, kind."""
    rows = queries.country_series(snapshot, indicator, _countries(snapshot))
    return rows.rename(columns={"country": "entity", "period": "year"})


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
def bank_share(snapshot: Snapshot, bank: str) -> pd.DataFrame:
    """Active users among a bank's customers, a year apart and ending with the latest month.

    Returns
    -------
    DataFrame: year, month, value (%), enrolled (%), source, kind; empty where the bank has no figures
    """
    rows = queries.adoption_series(snapshot, [bank])
    wide = rows.pivot_table(index="month", columns="measure", values="value")
    if not {"active", "customers"} <= set(wide.columns):
        return pd.DataFrame(columns=["year", "month", "value", "enrolled", "source", "kind"])
    wide = wide[wide["customers"] > 0].dropna(subset=["active", "customers"])
    months = pd.DatetimeIndex(wide.index)
    wide = wide[months.month == months.max().month] if len(wide) else wide
    enrolled = wide["enrolled"] if "enrolled" in wide.columns else np.nan
    return pd.DataFrame(
        {
            "year": pd.DatetimeIndex(wide.index).year,
            "month": wide.index,
            "value": (100.0 * wide["active"] / wide["customers"]).clip(0.0, 100.0),
            "enrolled": 100.0 * enrolled / wide["customers"],
            "source": rows["source"].iloc[0],
            "kind": _kinds(rows, months_of=wide.index),
        }
    ).reset_index(drop=True)


def _kinds(rows: pd.DataFrame, months_of: pd.Index) -> list[str]:
    """Of each month the kind of the figure that says least: a share of assumed customers is assumed."""
    used = rows[rows["measure"].isin(["active", "customers"])]
    weakest = used["kind"].map(_WEAKEST.index).groupby(used["month"]).max()
    return [_WEAKEST[int(weakest[month])] for month in months_of]


@cached
def bank_people(snapshot: Snapshot, bank: str) -> tuple[float, float]:
    """Customers and active users of a bank in the month from which it is forecast.

    Raises
    ------
    ValueError: the bank has no such figures
    """
    wide = queries.adoption_series(snapshot, [bank]).pivot_table(
        index="month", columns="measure", values="value"
    )
    if not {"active", "customers"} <= set(wide.columns):
        raise ValueError(f"bank must have figures of customers and active users, got none for {bank}")
    wide = wide.dropna(subset=["active", "customers"])
    wide = wide[wide["customers"] > 0]
    if wide.empty:
        raise ValueError(f"bank must have figures of customers and active users, got none for {bank}")
    latest = wide.iloc[-1]
    return float(latest["customers"]), float(min(latest["active"], latest["customers"]))


@cached
def own_series(snapshot: Snapshot, series: str, subject: str) -> pd.DataFrame:
    """The observed percentages of a country or bank: year, value, low, high, segment, source, kind."""
    if series == "customers":
        return bank_share(snapshot, subject).assign(low=np.nan, high=np.nan, segment=0)
    rows = panel(snapshot, SUBJECT_OF[series])
    return rows[rows["entity"] == subject].drop(columns="entity")


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


@cached
def ceiling_profile(snapshot: Snapshot, series: str, subject: str) -> CeilingProfile | None:
    """What the series alone says of its ceiling; None where it is too short or does not grow."""
    rows = own_series(snapshot, series, subject)
    rows = rows[rows["segment"] == rows["segment"].max()]
    rows = rows[rows["value"] > 0]
    if len(rows) < FEWEST_FOR_CURVE or rows["value"].iloc[-1] <= rows["value"].iloc[0]:
        return None
    times = (rows["year"] - rows["year"].iloc[0] + 1).to_numpy(dtype=float)
    try:
        fit = fit_curve(rows["value"], curve="logistic", convention="level", times=times)
    except ValueError:
        return None
    return fit.profile


@dataclass(frozen=True)
class PaymentCeilings:
    """Curves through the same payments under different ceilings, in million operations a year.

    ``observed``, ``later``: year, value; ``curves``: ceiling, year, value; ``fits``: ceiling, error (root
    mean square), forecast (2025); ``profile``: what the data alone say.
    """

    observed: pd.DataFrame
    later: pd.DataFrame
    curves: pd.DataFrame
    fits: pd.DataFrame
    profile: CeilingProfile


@cached
def payment_ceilings(snapshot: Snapshot, last: int = 2025) -> PaymentCeilings:
    """The Moroccan online payments of 2010 to 2022: every ceiling fits, and each tells another future."""
    observed, later = (
        queries.country_series(snapshot, name, ["MAR"]).rename(columns={"period": "year"})
        for name in ("online_payments", "ecommerce_payments")
    )
    values = observed["value"].to_numpy(dtype=float)
    times = observed["year"].to_numpy(dtype=float) - PAYMENTS_ORIGIN
    years = np.arange(int(observed["year"].min()), last + 1)
    curves, fits = [], []
    for ceiling in PAYMENT_CEILINGS:
        fit = fit_curve(values, convention="cumulative", times=times, ceiling=ceiling, priors=_HELD)
        path = fit.fitted(years - PAYMENTS_ORIGIN)
        curves.append(pd.DataFrame({"ceiling": ceiling, "year": years, "value": path}))
        fits.append(
            {"ceiling": ceiling, "error": float(np.sqrt(fit.sse / len(values))), "forecast": float(path[-1])}
        )
    free = fit_curve(values, convention="cumulative", times=times)
    if free.profile is None:
        raise ValueError("the payments were fitted without a profile of the ceiling")
    return PaymentCeilings(observed, later, pd.concat(curves), pd.DataFrame(fits), free.profile)
