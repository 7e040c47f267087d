"""When, how far and where: the activity of the demonstration banks by hour, step, region and branch.

Nothing is drawn anew but the sizes of branches: every table splits the counts of the activity cube into
whole numbers, so that all of them sum to it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.channel_log import mix
from data.demo.activity import CHANNELS, Activity
from data.demo.world import BANKS, SHOWN, Floats, chance, column, with_source

Counts = npt.NDArray[np.int64]

RECENT: Final = 12
"""Months by hour, step and branch: one year says what staffing and drop-off need."""
COMPARED: Final = 24
"""Months by region: a year and the one before it."""
_REGIONS: Final = tuple(mix.REGIONS)
_SIZE_SPREAD: Final = 0.55
_REGION_GROWTH_SPREAD: Final = 0.03
_REGION_FAILURE_SPREAD: Final = 0.15
_YEARLY_SHRINKAGE: Final = 0.022


def tables(activity: Activity, tiers: pd.Series) -> dict[str, pd.DataFrame]:
    """The four tables of patterns.

    Parameters
    ----------
    activity : the cube of the demonstration
    tiers : tier by service
    """
    return {
        "channel_arrival": _arrivals(activity.table),
        "channel_outcome": _outcomes(activity.table),
        "channel_region": _regions(activity.table, tiers),
        "branch_activity": _branches(activity.table),
    }


def split(totals: npt.ArrayLike, weights: Floats) -> Counts:
    """Whole numbers in proportion to the rows of ``weights`` that sum to ``totals`` (largest remainders).

    Parameters
    ----------
    totals : shape (rows,), whole numbers
    weights : shape (rows, places) or (places,), >= 0
    """
    whole = np.asarray(totals, dtype=np.int64)
    shares = np.broadcast_to(weights, (whole.size, weights.shape[-1]))
    exact = whole[:, None] * (shares / shares.sum(axis=1, keepdims=True))
    counts: Counts = np.floor(exact).astype(np.int64)
    rank = np.argsort(np.argsort(counts - exact, axis=1, kind="stable"), axis=1, kind="stable")
    counts += rank < (whole - counts.sum(axis=1))[:, None]
    return counts


def _since(table: pd.DataFrame, months: int) -> pd.DataFrame:
    return table[table["month"] >= SHOWN[-months]]


def _arrivals(cube: pd.DataFrame) -> pd.DataFrame:
    cells = _since(cube, RECENT).groupby(["bank", "month", "channel"], as_index=False)[["count"]].sum()
    weeks = {
        (month, channel): _week(pd.Timestamp(month), place)
        for month in cells["month"].unique()
        for place, channel in enumerate(CHANNELS)
    }
    weights = np.array(
        [weeks[month, channel] for month, channel in zip(cells["month"], cells["channel"], strict=True)]
    )
    return _spread(cells, split(cells["count"], weights), "hour_of_week", np.arange(weights.shape[1]))


def _week(month: pd.Timestamp, channel: int) -> Floats:
    """Weights of the hours of the week in a month: its days of each kind, pay days, opening hours."""
    uses = mix.channel_day_weights(channel, month.date())
    weekdays = (month.day_of_week + np.arange(uses.size)) % 7
    by_day = np.bincount(weekdays, weights=uses, minlength=7)
    hours = np.array(mix.HOURS[channel], dtype=np.float64)
    week: Floats = np.outer(by_day, hours / hours.sum()).ravel()
    return week


def _outcomes(cube: pd.DataFrame) -> pd.DataFrame:
    keys = ["bank", "month", "channel", "service"]
    cells = _since(cube, RECENT).groupby(keys, as_index=False)[["count", "failures"]].sum()
    done = cells[keys].assign(step="done", reason="none", count=cells["count"] - cells["failures"])
    parts = [with_source(done)]
    for channel, rows in cells.groupby("channel"):
        ways = mix.ways_to_fail(str(channel))
        counts = split(rows["failures"], np.array([share for *_, share in ways]))
        for place, (reason, step, _share) in enumerate(ways):
            parts.append(with_source(rows[keys].assign(step=step, reason=reason, count=counts[:, place])))
    table = pd.concat(parts, ignore_index=True)
    return table[table["count"] > 0].reset_index(drop=True)


def _regions(cube: pd.DataFrame, tiers: pd.Series) -> pd.DataFrame:
    keys = ["bank", "month", "channel", "tier"]
    rows = _since(cube, COMPARED)
    cells = (
        rows.assign(tier=rows["service"].map(tiers))
        .groupby(keys, as_index=False)[["count", "failures"]]
        .sum()
    )
    rng = chance("regions")
    place = [BANKS.index(bank) for bank in cells["bank"]]
    years = (cells["month"].to_numpy() - SHOWN[-COMPARED].to_numpy()) / np.timedelta64(365, "D")
    # Regions grow apart a little, and fail a little more or less, bank by bank.
    growth = _REGION_GROWTH_SPREAD * rng.standard_normal((len(BANKS), len(_REGIONS)))
    failing = np.exp(_REGION_FAILURE_SPREAD * rng.standard_normal((len(BANKS), len(_REGIONS))))
    weights = _region_shares()[place] * np.exp(growth[place] * years[:, None])
    failed = split(cells["failures"], weights * failing[place])
    fine = split(cells["count"] - cells["failures"], weights)
    table = _spread(cells.drop(columns="failures"), fine + failed, "region", np.array(_REGIONS), keep=True)
    table["failures"] = failed.ravel()
    return table[table["count"] > 0].reset_index(drop=True)


def _region_shares() -> Floats:
    """Bank × region: the country's shares, leaning where the bank has its roots."""
    country = np.array(list(mix.REGIONS.values()))
    lean = {"detroit": ("MA-01", 6.0), "amandier": ("MA-09", 9.0), "cedre": ("MA-03", 6.0)}
    shares = np.tile(country, (len(BANKS), 1))
    for bank, (region, times) in lean.items():
        shares[BANKS.index(bank), _REGIONS.index(region)] *= times
    normal: Floats = shares / shares.sum(axis=1, keepdims=True)
    return normal


def _branches(cube: pd.DataFrame) -> pd.DataFrame:
    rng = chance("branches")
    rows = _since(cube, RECENT)
    counter = rows[rows["channel"] == "branch"].groupby(["bank", "month"])["count"].sum()
    parts = []
    for place, (bank, regions) in enumerate(zip(BANKS, _region_shares(), strict=True)):
        last = int(column("branches")[place])
        shrinking = 0.0 if bank == "safran" else _YEARLY_SHRINKAGE
        first = round(last * np.exp(shrinking * (RECENT - 1) / 12.0))
        sizes = np.exp(_SIZE_SPREAD * rng.standard_normal(first))
        # Branches that close in the year are small ones, the last of the list.
        sizes[last:] = sizes.min()
        region = np.repeat(_REGIONS, split([first], regions)[0])[rng.permutation(first)]
        for elapsed, month in enumerate(SHOWN[-RECENT:]):
            still = round(last * np.exp(shrinking * (RECENT - 1 - elapsed) / 12.0))
            parts.append(
                pd.DataFrame(
                    {
                        "bank": bank,
                        "month": month,
                        "branch": [f"A{number:04d}" for number in range(1, still + 1)],
                        "region": region[:still],
                        "count": split([counter[bank, month]], sizes[:still])[0],
                    }
                )
            )
    return with_source(pd.concat(parts, ignore_index=True))


def _spread(
    cells: pd.DataFrame, counts: Counts, name: str, places: npt.NDArray[np.generic], *, keep: bool = False
) -> pd.DataFrame:
    """One row per cell and place; those without a transaction are left out unless they are kept."""
    rows = cells.drop(columns="count").loc[cells.index.repeat(places.size)].reset_index(drop=True)
    rows = rows.assign(**{name: np.tile(places, len(cells)), "count": counts.ravel()})
    return with_source(rows if keep else rows[rows["count"] > 0].reset_index(drop=True))
