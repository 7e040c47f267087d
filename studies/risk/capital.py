"""Results of the capital models on a bank's own accounts and losses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.account_lines import moroccan_approaches
from analytics.risk.capital import ACCOUNT_ITEMS, BusinessIndicator, StandardisedApproach, business_indicator
from analytics.risk.capital import standardised_approach as basel
from analytics.risk.capital_morocco import side_by_side
from data import queries
from data.snapshots import Snapshot
from studies.core import cached
from studies.risk.losses import loss_record

_LOSS_YEARS: Final = 10


@dataclass(frozen=True)
class Capital:
    """Every approach on the bank's last three accounts.

    ``table``: approach, capital, low, high, in MAD million; ``years``: of the accounts; ``problem``: why
    there is no table, "years" or what the model says.
    """

    table: pd.DataFrame
    indicator: BusinessIndicator | None
    standardised: StandardisedApproach | None
    average_loss: float
    years: tuple[int, ...]
    kinds: tuple[str, ...]
    problem: str


@cached
def capital(snapshot: Snapshot, bank: str, mad_per_euro: float) -> Capital:
    """The bank's capital for operational risk under every approach."""
    record = loss_record(snapshot, bank, mad_per_euro)
    recent = record.events[record.events["month"] > record.months[-1] - 12 * _LOSS_YEARS]
    average = float(recent["amount"].sum()) / min(record.years, float(_LOSS_YEARS)) / 1e6
    statements = queries.financial_statements(snapshot, bank)
    rows = statements[statements["year"] <= snapshot.as_of.year].sort_values("year").tail(3)
    years, kinds = tuple(int(year) for year in rows["year"]), tuple(sorted(rows["kind"].unique()))
    none = Capital(pd.DataFrame(), None, None, average, years, kinds, problem="years")
    if len(years) < 3 or years[-1] - years[0] != 2:
        return none
    named = {"trading_book_profit": "trading_book_result", "banking_book_profit": "banking_book_result"}
    accounts = {item: rows[named.get(item, item)].to_numpy(dtype=np.float64) for item in ACCOUNT_ITEMS}
    try:
        morocco = moroccan_approaches(accounts)
        indicator = business_indicator({item: values / mad_per_euro for item, values in accounts.items()})
        abroad = side_by_side(indicator, average / mad_per_euro, currency_per_euro=mad_per_euro)
    except ValueError as error:
        return Capital(pd.DataFrame(), None, None, average, years, kinds, problem=str(error))
    abroad = abroad[abroad["jurisdiction"] != "MA"]
    abroad = abroad.assign(low=abroad["capital"], high=abroad["capital"])
    table = pd.concat([morocco, abroad[["approach", "capital", "low", "high"]]], ignore_index=True)
    return Capital(
        table=table,
        indicator=indicator,
        standardised=basel(indicator, average / mad_per_euro),
        average_loss=average,
        years=years,
        kinds=kinds,
        problem="",
    )
