"""Customers one by one, on a snapshot: who comes back, how often, and what that is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.stats import norm

from analytics.marketing.bgnbd import BgNbd
from analytics.marketing.customers import customer_histories, segments, share_of_customer
from analytics.marketing.lifetime import fit_bgnbd
from data import published, queries_campaigns
from data.snapshots import Snapshot
from studies.core import cached

_WEEKS_A_YEAR: Final = 52.0
_KEPT_BACK: Final = 0.75
_LEAST: Final = 30

transactions = cached(queries_campaigns.customer_transactions)
holdings = cached(queries_campaigns.customer_holdings)


def _histories(snapshot: Snapshot, bank: str, end: pd.Timestamp | None = None) -> pd.DataFrame:
    rows = transactions(snapshot, bank)
    return customer_histories(rows, date="transacted_on", end=end)


def _fit(histories: pd.DataFrame) -> BgNbd:
    if len(histories) < _LEAST:
        raise ValueError(f"transactions must hold at least {_LEAST} customers, got {len(histories)}")
    return fit_bgnbd(histories["frequency"], histories["recency"], histories["age"])


@cached
def model(snapshot: Snapshot, bank: str) -> BgNbd:
    """The BG/NBD model of a bank's customers, in weeks.

    Raises
    ------
    ValueError: under 30 customers, or nobody who came back
    """
    return _fit(_histories(snapshot, bank))


@dataclass(frozen=True)
class KeptBack:
    """Operations of the last quarter of the file beside what the first three quarters foretold."""

    since: pd.Timestamp
    foretold: float
    counted: int


@cached
def kept_back(snapshot: Snapshot, bank: str) -> KeptBack | None:
    """The model tried on days that it has not seen; None where the first three quarters allow no fit."""
    rows = transactions(snapshot, bank)
    days = rows["transacted_on"]
    since = (days.min() + _KEPT_BACK * (days.max() - days.min())).normalize()
    try:
        early = _histories(snapshot, bank, since)
        fitted = _fit(early)
    except ValueError:
        return None
    weeks = (days.max() - since).days / 7.0
    foretold = fitted.expected_transactions(weeks, early["frequency"], early["recency"], early["age"])
    later = rows[(days > since) & rows["customer"].isin(early.index)]
    return KeptBack(since, float(np.sum(foretold)), len(later.drop_duplicates(["customer", "transacted_on"])))


@cached
def customers(snapshot: Snapshot, bank: str, weeks: int) -> pd.DataFrame:
    """Every customer of the file, by customer: history, chances, and what is expected in ``weeks``.

    Returns
    -------
    DataFrame: what :func:`analytics.marketing.customers.segments` gives, and discounted (operations, later
    ones counting less), share (of the customer's holdings, missing where not known), opted_in (bool)

    Raises
    ------
    ValueError: as in :func:`model`
    """
    histories, fitted = _histories(snapshot, bank), model(snapshot, bank)
    table = segments(fitted, histories, periods=float(weeks))
    table["discounted"] = fitted.discounted_transactions(
        histories["frequency"],
        histories["recency"],
        histories["age"],
        discount=(1 + published.figure("later_margin_discount")) ** (1 / _WEEKS_A_YEAR) - 1,
        periods=weeks,
    )
    known = holdings(snapshot, bank).set_index("customer").reindex(table.index)
    held = known["held_mad"].astype("float64")
    told = held.notna() & known["elsewhere_mad"].notna()
    share = pd.Series(np.nan, table.index)
    if told.any():
        elsewhere = known.loc[told, "elsewhere_mad"].astype("float64")
        share[told] = share_of_customer(held[told], elsewhere).to_numpy()
    return table.assign(share=share, opted_in=known["opted_in"].eq(True).fillna(False).astype(bool))


def returning(table: pd.DataFrame, level: float) -> tuple[float, float, float]:
    """How many come back: expected, low, high; each by chance of the own, independent of the others."""
    chance = table["probability_of_return"].to_numpy(dtype=float)
    expected, spread = float(chance.sum()), float(np.sqrt((chance * (1 - chance)).sum()))
    width = float(norm.ppf((1 + level) / 2)) * spread
    return expected, max(0.0, expected - width), min(float(len(table)), expected + width)
