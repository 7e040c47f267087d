"""Published cost tables beside the ratios of the course text: how far apart the sources are.

A table of unit costs says nothing about another country or year in its own currency; the ratio to its
own branch cost does. Tables that measure different things (average, variable, labour only) are kept
apart, and a table without a branch cost cannot be compared at all.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.channels._checks import number, numbers

_COLUMNS: Final = ("study", "edition", "cost_kind", "channel", "unit_cost", "status")
_TABLE: Final = ["study", "edition", "cost_kind"]
_BRANCH: Final = "branch"


@dataclass(frozen=True)
class Envelope:
    """Published ratios to the branch cost, and where the compared ratios stand.

    Attributes
    ----------
    points : DataFrame, the published figures used, with ``ratio`` to the branch cost of their own table;
        other columns (year, currency, source) are kept
    by_channel : DataFrame, one row per channel but the branch: tables, low, median, high of the ratio;
        compared (the ratio given for it, or missing) and position: below, inside, above, alone (no
        published figure), or missing where no ratio was given
    left_out : DataFrame, study, edition, cost_kind of the tables without a ratio, and why: no_branch_cost
        or branch_cost_only
    """

    points: pd.DataFrame
    by_channel: pd.DataFrame
    left_out: pd.DataFrame


def cost_envelope(
    published: pd.DataFrame,
    compared: Mapping[str, float] | None = None,
    *,
    kinds: Collection[str] | None = None,
    statuses: Collection[str] | None = None,
    without: Collection[str] = (),
) -> Envelope:
    """Lowest, middle and highest published ratio to the branch cost, channel by channel.

    Parameters
    ----------
    published : DataFrame with study, edition and cost_kind (average, variable, labour, …), which
        together name one comparable table; channel ("branch" and others), unit_cost (> 0, in the
        currency of the study, or a ratio with branch = 1) and status (verified, secondary, unverified)
    compared : channel → ratio to the branch cost to place in the envelope
    kinds, statuses : keep these only; None keeps all
    without : studies to leave out, such as the one that ``compared`` comes from

    Raises
    ------
    ValueError: an absent column, a cost that is missing or not positive, a channel twice in one table, a
        compared ratio that is not positive, kinds or statuses that do not occur
    """
    if absent := [column for column in _COLUMNS if column not in published.columns]:
        raise ValueError(
            f"published must have the columns {', '.join(_COLUMNS)}; absent: {', '.join(absent)}"
        )
    numbers("published.unit_cost", published["unit_cost"], 0, bounds="(]")
    given = {name: number(f"compared[{name}]", at, 0, bounds="(]") for name, at in (compared or {}).items()}
    kept = published[~published["study"].isin(list(without))]
    kept = _keep(
        _keep(kept, published, "cost_kind", "kinds", kinds), published, "status", "statuses", statuses
    )
    if kept.duplicated([*_TABLE, "channel"]).any():
        twice = kept.loc[kept.duplicated([*_TABLE, "channel"]), "study"].iloc[0]
        raise ValueError(f"published must have each channel once per table, got one twice in {twice}")

    branch = kept.loc[kept["channel"] == _BRANCH, [*_TABLE, "unit_cost"]]
    points = kept.merge(branch.rename(columns={"unit_cost": "_branch_cost"}), on=_TABLE, how="left")
    points["ratio"] = points["unit_cost"] / points.pop("_branch_cost")
    tables = points.groupby(_TABLE, sort=False)["ratio"].agg(["size", "count"]).reset_index()
    tables["why"] = np.where(tables["count"] == 0, "no_branch_cost", "branch_cost_only")
    left_out = tables.loc[(tables["count"] == 0) | (tables["size"] == 1), [*_TABLE, "why"]]
    points = points.dropna(subset="ratio")
    return Envelope(
        points.reset_index(drop=True),
        _by_channel(points[points["channel"] != _BRANCH], given),
        left_out.reset_index(drop=True),
    )


def _keep(
    kept: pd.DataFrame, published: pd.DataFrame, column: str, name: str, wanted: Collection[str] | None
) -> pd.DataFrame:
    if wanted is None:
        return kept
    known = sorted(set(published[column]))
    if unknown := sorted(set(wanted) - set(known)):
        raise ValueError(f"{name} must be among {', '.join(known)}; got {', '.join(unknown)}")
    return kept[kept[column].isin(list(wanted))]


def _by_channel(others: pd.DataFrame, given: Mapping[str, float]) -> pd.DataFrame:
    ratios = others.groupby("channel")["ratio"].agg(["count", "min", "median", "max"])
    ratios.columns = pd.Index(["tables", "low", "median", "high"])
    channels = [*ratios.index, *(name for name in given if name != _BRANCH and name not in ratios.index)]
    table = ratios.reindex(channels)
    table["tables"] = table["tables"].fillna(0).astype(int)
    table["compared"] = pd.Series(given, dtype=float).reindex(channels)
    stated = (table[name].tolist() for name in ("tables", "low", "high", "compared"))
    table["position"] = [_position(*row) for row in zip(*stated, strict=True)]
    return table.rename_axis("channel").reset_index()


def _position(tables: int, low: float, high: float, compared: float) -> str | None:
    if math.isnan(compared):
        return None
    if not tables:
        return "alone"
    if compared < low:
        return "below"
    return "above" if compared > high else "inside"


def restate_cost(
    cost: float, *, exchange_rate: float = 1.0, price_index_then: float = 1.0, price_index_now: float = 1.0
) -> float:
    """A cost of another year and currency in today's money: ``cost * rate * now / then``.

    The index belongs to the cost's own currency area and is applied before conversion, so the exchange
    rate is that of the year restated to.

    Parameters
    ----------
    cost : float, >= 0
    exchange_rate : float, > 0, units of the wanted currency for one of the cost's
    price_index_then, price_index_now : float, > 0, of the year of the cost and the year wanted

    Raises
    ------
    ValueError: a figure outside its range
    """
    index = number("price_index_now", price_index_now, 0, bounds="(]") / number(
        "price_index_then", price_index_then, 0, bounds="(]"
    )
    return number("cost", cost, 0) * number("exchange_rate", exchange_rate, 0, bounds="(]") * index
