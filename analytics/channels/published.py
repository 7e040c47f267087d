"""Published cost tables beside the ratios of the course text: how far apart the sources are.

A table of unit costs says nothing about another country or year in its own currency; the ratio to its
own branch cost does. Tables that measure different things (average, variable, labour only) are kept
apart, and a table without a branch cost cannot be compared at all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from analytics.channels._checks import number, numbers

_COLUMNS = ("table", "channel", "unit_cost", "kind", "verified")
_BRANCH = "branch"


@dataclass(frozen=True)
class Envelope:
    """Published ratios to the branch cost, and where the compared ratios stand.

    Attributes
    ----------
    points : DataFrame, the rows used with ``ratio`` to their table's branch cost, one per published
        figure; other columns (source, year, currency, address) are kept
    by_channel : DataFrame, one row per channel: tables, low, median, high of the ratio; compared (the
        ratio given for it, or missing) and position: below, inside, above, alone (no published figure)
        or missing where nothing was given
    left_out : tables that could not be compared, and why
    """

    points: pd.DataFrame
    by_channel: pd.DataFrame
    left_out: Mapping[str, str]


def cost_envelope(
    published: pd.DataFrame,
    compared: Mapping[str, float] | None = None,
    *,
    kinds: Collection[str] | None = None,
    verified_only: bool = True,
    without: Collection[str] = (),
) -> Envelope:
    """Lowest, middle and highest published ratio to the branch cost, channel by channel.

    Parameters
    ----------
    published : DataFrame with table (identifier of one publication of one year and kind), channel
        ("branch" and others), unit_cost (> 0, in the table's currency, or a ratio with branch = 1), kind
        (average, variable, labour, …) and verified (bool)
    compared : channel → ratio to the branch cost to place in the envelope
    kinds : keep these kinds of cost; None keeps all
    verified_only : leave out figures that nobody has read in their source
    without : tables to leave out, such as the one that ``compared`` comes from

    Raises
    ------
    ValueError: an absent column, a cost that is missing or not positive, a channel twice in one table, a
        compared ratio that is not positive, or kinds that do not occur
    """
    if absent := [column for column in _COLUMNS if column not in published.columns]:
        raise ValueError(
            f"published must have the columns {', '.join(_COLUMNS)}; absent: {', '.join(absent)}"
        )
    numbers("published.unit_cost", published["unit_cost"], 0, bounds="(]")
    given = {name: number(f"compared[{name}]", at, 0, bounds="(]") for name, at in (compared or {}).items()}
    if kinds is not None and (unknown := sorted(set(kinds) - set(published["kind"]))):
        known = ", ".join(sorted(set(published["kind"])))
        raise ValueError(f"kinds must be among {known}; got {', '.join(unknown)}")

    kept = published[~published["table"].isin(list(without))]
    if kinds is not None:
        kept = kept[kept["kind"].isin(list(kinds))]
    if verified_only:
        kept = kept[kept["verified"].astype(bool)]
    if kept.duplicated(["table", "channel"]).any():
        twice = kept.loc[kept.duplicated(["table", "channel"]), "table"].iloc[0]
        raise ValueError(f"published must have each channel once per table, got one twice in {twice}")

    branch = kept[kept["channel"] == _BRANCH].set_index("table")["unit_cost"]
    points = kept.assign(ratio=kept["unit_cost"] / kept["table"].map(branch))
    left_out = {
        str(table): "no branch cost" for table in points.loc[points["ratio"].isna(), "table"].unique()
    }
    points = points.dropna(subset="ratio")
    others = points[points["channel"] != _BRANCH]
    left_out |= {
        str(table): "branch cost only"
        for table in points["table"].unique()
        if table not in set(others["table"])
    }
    return Envelope(points.reset_index(drop=True), _by_channel(others, given), left_out)


def _by_channel(others: pd.DataFrame, given: Mapping[str, float]) -> pd.DataFrame:
    ratios = others.groupby("channel")["ratio"].agg(["count", "min", "median", "max"])
    ratios.columns = pd.Index(["tables", "low", "median", "high"])
    channels = [*ratios.index, *(name for name in given if name != _BRANCH and name not in ratios.index)]
    table = ratios.reindex(channels)
    table["tables"] = table["tables"].fillna(0).astype(int)
    table["compared"] = pd.Series(given, dtype=float).reindex(channels)
    table["position"] = [
        _position(row.tables, row.low, row.high, row.compared) for row in table.itertuples(index=False)
    ]
    return table.rename_axis("channel").reset_index()


def _position(tables: int, low: float, high: float, compared: float) -> str | None:
    if pd.isna(compared):
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
