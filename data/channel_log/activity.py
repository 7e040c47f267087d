"""From the cube to the table of channel activity, saying what could not be carried over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.channel_log.contract import UNKNOWN
from data.codes import OWN_FILE
from data.contracts import contract
from data.frames import conform

_CODES: Final = ["channel", "service", "segment"]


@dataclass(frozen=True)
class Activity:
    """Rows for the table ``channel_activity``, and the cells that it has no place for.

    Attributes
    ----------
    rows : DataFrame in the form of the contract
    left_out : DataFrame, channel, service, segment, transactions of the cells with an undeclared code or
        without a month
    negative_amounts : transactions whose amount is below zero; counted, not summed
    """

    rows: pd.DataFrame
    left_out: pd.DataFrame
    negative_amounts: int


def activity_rows(
    cube: pd.DataFrame, bank: str, *, services: Collection[str] | None = None, source: str = OWN_FILE
) -> Activity:
    """The rows of ``channel_activity`` in an activity cube.

    Parameters
    ----------
    cube : DataFrame, as ``read_cube(…, "activity")`` gives it
    bank : code of the bank that the log belongs to
    services : codes of the table of services; None accepts all
    source : code of the source of the log

    Raises
    ------
    ValueError: a column of the cube is absent
    """
    needed = {"month", "channel", "service", "segment", "transactions", "failures", "amount_centimes", "kind"}
    if absent := sorted(needed - set(cube.columns)):
        raise ValueError(f"cube must have the columns of an activity cube; absent: {', '.join(absent)}")
    unfit = cube["month"].isna() | (cube[_CODES] == UNKNOWN).any(axis=1)
    if services is not None:
        unfit |= ~cube["service"].isin(list(services))
    fit = cube[~unfit]
    rows = pd.DataFrame(
        {
            "bank": bank,
            **{name: fit[name] for name in ("month", "channel", "service", "segment")},
            "count": fit["transactions"],
            "failures": fit["failures"],
            "amount_mad": fit["amount_centimes"].astype("Float64") / 100,
            "source": source,
            "kind": fit["kind"],
        },
        index=fit.index,
    )
    left_out = cube[unfit].groupby(_CODES, dropna=False)["transactions"].sum().reset_index()
    return Activity(
        rows=conform(contract("channel_activity"), rows),
        left_out=left_out,
        negative_amounts=int(cube["negative_amounts"].sum()) if "negative_amounts" in cube else 0,
    )


def missing_months(cube: pd.DataFrame) -> list[pd.Timestamp]:
    """Months between the first and the last of a cube in which it has no row: gaps, not zeros."""
    months = pd.to_datetime(cube["month"]).dropna()
    if months.empty:
        return []
    expected = pd.date_range(months.min(), months.max(), freq="MS")
    return list(expected.difference(pd.DatetimeIndex(months.unique())))
