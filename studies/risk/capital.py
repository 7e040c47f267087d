"""Results of the capital models on a bank's own accounts and losses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.capital import (
    ACCOUNT_ITEMS,
    BusinessIndicator,
    StandardisedApproach,
    business_indicator,
    moroccan_approaches,
    side_by_side,
)
from analytics.risk.capital import standardised_approach as basel
from analytics.risk.capital_losses import LossHistory, loss_history
from data import queries
from data.snapshots import Snapshot
from studies.core import cached
from studies.risk.losses import LossRecord, loss_record

ALL_LOSSES: Final = "all"
_NO_LOSSES: Final = ("basel_standardised", "basel_standardised_bucket_1")


@dataclass(frozen=True)
class Capital:
    """Every approach on the bank's last three accounts.

    ``table``: approach, capital, low, high, in MAD million; an approach that asks for all the bank's losses
    is absent where the record holds those of one business alone. ``standardised``: Basel's, its losses
    admitted; ``history``: the losses that enter it, None where none may. ``booked``: whether losses stand at
    their date of accounting, or at that of the event for want of it. ``years``: of the accounts; ``problem``:
    why there is no table, "years" or what the model says.
    """

    table: pd.DataFrame
    indicator: BusinessIndicator | None
    standardised: StandardisedApproach | None
    history: LossHistory | None
    booked: bool
    years: tuple[int, ...]
    kinds: tuple[str, ...]
    problem: str


@cached
def capital(
    snapshot: Snapshot, bank: str, mad_per_euro: float, least_loss: float, loss_scope: str
) -> Capital:
    """The bank's capital for operational risk under every approach."""
    record = loss_record(snapshot, bank, mad_per_euro)
    booked = bool(record.events["booked_on"].notna().any())
    statements = queries.financial_statements(snapshot, bank)
    rows = statements[statements["year"] <= snapshot.as_of.year].sort_values("year").tail(3)
    years, kinds = tuple(int(year) for year in rows["year"]), tuple(sorted(rows["kind"].unique()))
    none = Capital(pd.DataFrame(), None, None, None, booked, years, kinds, problem="years")
    if len(years) < 3 or years[-1] - years[0] != 2:
        return none
    named = {"trading_book_profit": "trading_book_result", "banking_book_profit": "banking_book_result"}
    accounts = {item: rows[named.get(item, item)].to_numpy(dtype=np.float64) for item in ACCOUNT_ITEMS}
    try:
        morocco = moroccan_approaches(accounts)
        indicator = business_indicator({item: values / mad_per_euro for item, values in accounts.items()})
        bucket = basel(indicator, 0.0).bucket
        history = _history(snapshot, record, mad_per_euro, least_loss, bucket, booked=booked)
        average = history.average / 1e6
        abroad = side_by_side(indicator, average, currency_per_euro=mad_per_euro, loss_years=history.years)
    except ValueError as error:
        return replace(none, problem=str(error))
    abroad = abroad[abroad["jurisdiction"] != "MA"]
    if loss_scope != ALL_LOSSES:
        # In bucket 1 as published no loss enters; every other multiplier would rest on a part of the losses.
        abroad = abroad[~abroad["approach"].isin(_NO_LOSSES[: 1 if bucket == 1 else 2])]
    abroad = abroad.assign(low=abroad["capital"], high=abroad["capital"])
    return Capital(
        table=pd.concat([morocco, abroad[["approach", "capital", "low", "high"]]], ignore_index=True),
        indicator=indicator,
        standardised=basel(indicator, average, losses_in_bucket_1=True, loss_years=history.years),
        history=history if loss_scope == ALL_LOSSES else None,
        booked=booked,
        years=years,
        kinds=kinds,
        problem="",
    )


def _history(
    snapshot: Snapshot,
    record: LossRecord,
    mad_per_euro: float,
    least_loss: float,
    bucket: int,
    *,
    booked: bool,
) -> LossHistory:
    """The losses that enter, at their date of accounting, or of the event where the file has no other."""
    events = record.events
    days = events["booked_on"] if booked else events["month"].dt.to_timestamp()
    return loss_history(
        events["amount"].to_numpy(dtype=np.float64) / mad_per_euro,
        days.to_numpy(),
        as_of=snapshot.as_of,
        years=record.years,
        least_loss=least_loss,
        bucket=bucket,
    )
