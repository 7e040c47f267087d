"""The series that transmission of the policy rate is measured on, and the model's answer on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.breaks import latest_rows, likely_breaks
from analytics.macro.transmission import Transmission, rate_transmission
from data import queries
from data.queries_macro import example_series
from data.snapshots import Snapshot
from studies.core import cached

LAGS: Final = {"quarter": 4, "month": 6}
HORIZON: Final = {"quarter": 16, "month": 24}
DRAWS: Final = 500
FEWEST: Final = 60
HOME: Final = "MAR"
_MOST_OTHERS: Final = 3


@dataclass(frozen=True)
class EconomySeries:
    """Series of one economy, the rate last, ready for the model.

    ``frame`` : columns by code; ``growth`` : codes given as growth in % a year, the others stand in points;
    ``period`` : "quarter" or "month"; ``first`` and ``last`` : of the frame; ``likely`` : series whose level
    jumps inside the frame as at a new base or definition, and the month, none of them declared
    """

    frame: pd.DataFrame
    growth: tuple[str, ...]
    period: str
    first: str
    last: str
    likely: tuple[tuple[str, str], ...] = ()


@cached
def example(snapshot: Snapshot) -> EconomySeries:
    """The United States from 1959 to 2009."""
    raw = example_series(snapshot, "us_economy")
    frame = pd.DataFrame(
        {
            "output": 400 * np.log(raw["realgdp"]).diff(),
            "prices": 400 * np.log(raw["cpi"]).diff(),
            "rate": raw["tbilrate"],
        }
    ).iloc[1:]
    return EconomySeries(
        frame.reset_index(drop=True),
        ("output", "prices"),
        "quarter",
        str(frame.index[0])[:4],
        str(frame.index[-1])[:4],
    )


@cached
def loaded(snapshot: Snapshot) -> EconomySeries | None:
    """The monthly series of a workspace; None without a rate, without another series, or with few months.

    A series in % is taken as it is, any other as its growth over a month at the yearly rate. The rate is the
    policy rate, or else the first whose name ends in ``_rate``. Each series begins with its last break.
    """
    rows = latest_rows(queries.macro_series(snapshot, None, HOME), ("series",))
    units = rows.groupby("series")["unit"].first()
    rates = [name for name in units.index if name.endswith("_rate") and units[name].startswith("%")]
    if not rates or len(units) < 2:
        return None
    rate = "policy_rate" if "policy_rate" in rates else rates[0]
    wide = rows.pivot_table(index="month", columns="series", values="value").asfreq("MS")
    growth = [str(name) for name in wide.columns if not units[name].startswith("%")]
    if (wide[growth] <= 0).any().any():
        return None
    levels = wide.copy()
    wide[growth] = wide[growth].apply(np.log).diff() * 1200
    # The longest series first: each one more shortens what all have in common.
    others = [name for name in wide.count().sort_values(ascending=False, kind="stable").index if name != rate]
    frame = _without_gaps(wide[[*others[:_MOST_OTHERS], rate]])
    if len(frame) < FEWEST or (frame.nunique() < 2).any():
        return None
    return EconomySeries(
        frame.reset_index(drop=True),
        tuple(name for name in frame.columns if name in growth),
        "month",
        f"{frame.index[0]:%Y-%m}",
        f"{frame.index[-1]:%Y-%m}",
        _likely(levels.loc[: frame.index[-1], list(frame.columns)], frame.index[0], tuple(growth)),
    )


def _likely(
    levels: pd.DataFrame, first: pd.Timestamp, growth: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Jumps of a level from the frame's first month on that nobody has declared."""
    found = [
        (str(name), pd.Timestamp(str(item.period)))
        for name in levels.columns
        for item in likely_breaks(levels[name], relative=name in growth)
    ]
    return tuple((name, f"{month:%Y-%m}") for name, month in found if month >= first)


def _without_gaps(frame: pd.DataFrame) -> pd.DataFrame:
    """The latest stretch of months for which every series has a figure."""
    whole = frame.notna().all(axis=1)
    if not whole.any():
        return frame.iloc[:0]
    known = frame.loc[: whole[whole].index[-1]]
    gaps = known.index[~known.notna().all(axis=1)]
    return known if gaps.empty else known.loc[gaps[-1] :].iloc[1:]


def economy(snapshot: Snapshot, which: str) -> EconomySeries | None:
    """The series chosen; None where the workspace has not enough of its own."""
    return example(snapshot) if which == "example" else loaded(snapshot)


@cached
def transmission(snapshot: Snapshot, which: str, part: str, level: float, seed: int) -> Transmission | None:
    """The answer to a rise of the rate over the "whole" sample, its "early" or its "late" half.

    None without series, or where a half is too short or too regular to be estimated.
    """
    series = economy(snapshot, which)
    if series is None:
        return None
    middle = len(series.frame) // 2
    parts = {"whole": slice(None), "early": slice(None, middle), "late": slice(middle, None)}
    try:
        return rate_transmission(
            series.frame.iloc[parts[part]].reset_index(drop=True),
            lags=LAGS[series.period],
            horizon=HORIZON[series.period],
            draws=DRAWS,
            level=level,
            seed=seed,
        )
    except ValueError:
        return None
