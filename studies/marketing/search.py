"""Positions in search engines, and what they bring, on a snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from analytics.marketing.search import (
    CLICK_THROUGH,
    FIRST_PLACE,
    SECOND_PAGE,
    Visibility,
    click_through,
    visibility,
)
from data import queries
from data.snapshots import Snapshot
from studies.core import cached

CURVES: Final[Mapping[str, Mapping[str, Any]]] = {
    "value": {"second_page": SECOND_PAGE, "first": CLICK_THROUGH[0]},
    "low": {"second_page": 0.0, "first": FIRST_PLACE[1]},
    "high": {"second_page": 0.01, "first": FIRST_PLACE[0]},
    "few": {"second_page": 0.0, "first": FIRST_PLACE[0]},
    "many": {"second_page": 0.01, "first": FIRST_PLACE[1]},
}
"""Curves of clicks by rank: the one in use, and the published ends.

``low`` and ``high`` are those of visibility: where the first place takes more of all clicks, every other rank
brings less of what could be had. ``few`` and ``many`` are those of clicks, which rise with both ends.
"""

ALL: Final = "all"
_CURVE: Final = (5, 15)

search_ranks = cached(queries.search_ranks)


@cached
def months(snapshot: Snapshot, bank: str) -> tuple[str, ...]:
    """Months for which the bank's positions are known, the latest first."""
    rows = search_ranks(snapshot)
    found = rows.loc[rows["bank"] == bank, "month"].drop_duplicates().sort_values(ascending=False)
    return tuple(f"{month:%Y-%m}" for month in found)


@cached
def engines(snapshot: Snapshot, bank: str) -> tuple[str, ...]:
    """Engines with positions of the bank, the most searched first."""
    rows = search_ranks(snapshot)
    volume = rows[rows["bank"] == bank].groupby("engine")["volume"].sum()
    return tuple(volume.sort_values(ascending=False).index)


def _rows(snapshot: Snapshot, engine: str) -> pd.DataFrame:
    rows = search_ranks(snapshot)
    return rows if engine == ALL else rows[rows["engine"] == engine]


@cached
def visible(snapshot: Snapshot, bank: str, month: str, engine: str, end: str) -> Visibility:
    """What one bank's positions bring in a month, on one engine or all.

    Parameters
    ----------
    end : which of :data:`CURVES` is assumed

    Raises
    ------
    ValueError: no position of the bank in that month
    """
    rows = _rows(snapshot, engine)
    rows = rows[(rows["bank"] == bank) & (rows["month"] == pd.Timestamp(f"{month}-01"))]
    if rows.empty:
        raise ValueError(f"bank must have positions in {month}, got {bank!r}")
    return visibility(rows, **CURVES[end])


@cached
def by_bank(snapshot: Snapshot, month: str, engine: str) -> pd.DataFrame:
    """Every bank and engine: what :class:`Visibility` says of it, with visibility_low and visibility_high.

    The ends are those of :data:`CURVES`.
    """
    rows = _rows(snapshot, engine)
    rows = rows[rows["month"] == pd.Timestamp(f"{month}-01")]
    table = visibility(rows).engines
    for end in ("low", "high"):
        other = visibility(rows, **CURVES[end]).engines
        table[f"visibility_{end}"] = other["visibility"]
    return table


@cached
def standings(snapshot: Snapshot, month: str, engine: str) -> pd.DataFrame:
    """Visibility of every bank over the engines asked for, the most visible first, by bank.

    Columns are value, low, high, as in :data:`CURVES`; ``place`` is a bank's place on the curve in use,
    ``place_best`` and ``place_worst`` its places over all of them. Banks that nobody searches are absent.
    """
    rows = _rows(snapshot, engine)
    rows = rows[rows["month"] == pd.Timestamp(f"{month}-01")]
    seen = {}
    for end, settings in CURVES.items():
        table = visibility(rows, **settings).engines
        # An engine that shows a bank nowhere counts too: its searches could all have been caught.
        table["best"] = table["volume"] * table["relevance"] * settings["first"]
        sums = table.dropna(subset=["visibility"]).groupby("bank")[["clicks", "best"]].sum()
        seen[end] = sums["clicks"] / sums["best"]
    found = pd.DataFrame(seen).sort_values("value", ascending=False, kind="stable")
    places = found.rank(ascending=False, method="min").astype(int)
    return found[["value", "low", "high"]].assign(
        place=places["value"], place_best=places.min(axis=1), place_worst=places.max(axis=1)
    )


def curve() -> pd.DataFrame:
    """Share of searches that clicks around the end of the first page: rank, value, low, high (%)."""
    ranks = list(range(_CURVE[0], _CURVE[1] + 1))
    shares = pd.DataFrame({end: 100.0 * click_through(ranks, **settings) for end, settings in CURVES.items()})
    ends = shares.agg(["min", "max"], axis=1)
    return pd.DataFrame({"rank": ranks, "value": shares["value"], "low": ends["min"], "high": ends["max"]})
