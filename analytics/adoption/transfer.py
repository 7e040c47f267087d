"""How the forecast does on a family of series that chose none of its settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.adoption.backtest import add_intervals, rolling_forecasts
from analytics.adoption.blending import blend
from analytics.adoption.conformal import JUDGED_LEVEL
from analytics.adoption.panel import Panel, half_unit
from analytics.adoption.settings import Settings

HORIZONS: Final = (1, 3, 5)
SIMPLE: Final = ("naive", "drift", "holt")
# Cells with fewer forecasts judge no setting.
FEWEST: Final = 50
# The least share of outcomes that a band at 80 % may hold.
LEAST: Final = 0.76
_FEWEST_OBSERVATIONS: Final = 5
# Points below which nobody reads a difference of errors.
_READABLE: Final = 0.1
_TIE: Final = 0.01


@dataclass(frozen=True)
class Family:
    """A family's forecasts from every origin, without weights or widths, and half its last digit."""

    rows: pd.DataFrame
    least: float

    @classmethod
    def of(cls, panel: Panel) -> Family:
        """From its panel."""
        return cls(rolling_forecasts(panel, max(HORIZONS)), half_unit(panel.values))


def judged(family: Family, settings: Settings) -> pd.DataFrame:
    """What a family shows under settings.

    Returns
    -------
    DataFrame stage, horizon, cases, held (share of outcomes inside the 80 % band), ratio (mean absolute error
    over that of the best of naive, drift and Holt)
    """
    rows = family.rows.assign(value=blend(family.rows, settings))
    scored = add_intervals(rows, JUDGED_LEVEL, least=family.least, settings=settings)
    scored = scored[scored["actual"].notna() & scored["horizon"].isin(HORIZONS)]
    cells = []
    for (stage, horizon), cell in scored.groupby(["stage", "horizon"]):
        known = cell[cell["observations"] >= _FEWEST_OBSERVATIONS].dropna(subset=["holt"])
        errors = {name: float((known[name] - known["actual"]).abs().mean()) for name in ("value", *SIMPLE)}
        best = max(min(errors[name] for name in SIMPLE), _READABLE) if len(known) else np.nan
        held = float(cell["actual"].between(cell["low"], cell["high"]).mean())
        cells.append((stage, horizon, len(cell), held, errors["value"] / best))
    return pd.DataFrame(cells, columns=["stage", "horizon", "cases", "held", "ratio"])


def miss(cells: pd.DataFrame) -> tuple[int, float]:
    """How far cells are from the goal, the worse the larger: how many hold too little, then the rest.

    A band that holds too little misleads, one that holds too much only says less. So cells below 76 % come
    first; the rest is the squared gap of the share held, and the error above the best simple one.
    """
    heard = cells[cells["cases"] >= FEWEST]
    # As a reader sees it, in whole percent.
    under = int((heard["held"].round(2) < LEAST).sum())
    gap = float(((heard["held"] - JUDGED_LEVEL) ** 2).mean())
    over = float((heard["ratio"] - 1.0).clip(lower=0.0).mean())
    # Among settings that meet the goal alike, the smaller error.
    return under, gap + over + _TIE * float(heard["ratio"].mean())


def leave_one_out(families: Mapping[str, Family], tried: Sequence[Settings]) -> pd.DataFrame:
    """Every family under the settings that the other families choose.

    Parameters
    ----------
    families : name → family, two at least
    tried : settings to choose among; each family's are those with the smallest :func:`miss` over the others

    Returns
    -------
    DataFrame family, stage, horizon, cases, held, ratio, setting (its place in ``tried``)

    Raises
    ------
    ValueError: fewer than two families, or nothing to choose among

    References
    ----------
    Stone (1974), Cross-validatory choice and assessment of statistical predictions, Journal of the Royal
    Statistical Society B 36(2).
    """
    if len(families) < 2 or not tried:
        raise ValueError(
            f"families must be two at least and tried not empty; got {len(families)}, {len(tried)}"
        )
    shown = [{name: judged(family, settings) for name, family in families.items()} for settings in tried]
    found = []
    for name in families:
        others = [pd.concat([cells for other, cells in each.items() if other != name]) for each in shown]
        chosen = min(range(len(tried)), key=lambda place: miss(others[place]))
        found.append(shown[chosen][name].assign(family=name, setting=chosen))
    table = pd.concat(found, ignore_index=True)
    return table[["family", "stage", "horizon", "cases", "held", "ratio", "setting"]]
