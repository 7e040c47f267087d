"""What was observed of adoption: figures of countries, customers and active users of banks."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data import queries
from data.snapshots import Snapshot
from studies.core import cached

# What is forecast → the figures of the subject, and those of the countries it is set among.
SUBJECT_OF: Final = {
    "bills": "paid_bill_online",
    "banking": "internet_banking_users",
    "internet": "internet_users",
    "customers": "",
}
_WEAKEST: Final = ("observed", "derived", "assumed", "synthetic")


def _countries(snapshot: Snapshot) -> tuple[str, ...]:
    known = queries.countries(snapshot)
    return tuple(known.loc[known["role"] != "group", "country"])


@cached
def panel(snapshot: Snapshot, indicator: str) -> pd.DataFrame:
    """Every country's figures of an indicator: entity, year, value, low, high, segment, source, kind."""
    rows = queries.country_series(snapshot, indicator, _countries(snapshot))
    return rows.rename(columns={"country": "entity", "period": "year"})


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
