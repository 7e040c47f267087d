"""Regimes and reserves: what the models say of each setting, and what the base knows of Morocco."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.macro.regimes import MOMENTS, solve_regime
from analytics.macro.reserves import exchange_stability, optimal_reserves
from data.snapshots import Snapshot
from studies.core import cached
from studies.macro.country import Figure, figure, monthly

LADDER: Final = (0.0, *(float(value) for value in np.geomspace(0.01, 100.0, 33)), math.inf)
RULES: Final = ("DIT", "DITR", "CITR", "PEG")
# The doubt that the page's interval of optimal reserves spans: from bold to very cautious.
BOLD, CAUTIOUS = 1.0, 8.0
STABILITY_MONTHS: Final = 36
_BILLION: Final = 1e9


@cached
def regime(rule: str, phi_e: float, rigidity: float) -> dict[str, float | None]:
    """Standard deviations under one rule, in percent; ``welfare`` in percent of consumption.

    Raises
    ------
    ValueError: parameters that leave the model without one stable path
    """
    solved = solve_regime(rule, phi_e=phi_e, theta=rigidity)
    found: dict[str, float | None] = {name: 100.0 * solved.moments[name] for name in MOMENTS}
    found["depreciation"] = 100.0 * solved.depreciation
    found["welfare"] = None if solved.welfare_loss is None else 100.0 * solved.welfare_loss
    return found


@cached
def hybrid(rigidity: float) -> pd.DataFrame:
    """The hybrid rule from a float to a peg: phi_e, and the figures of :func:`regime`."""
    return pd.DataFrame([{"phi_e": value, **regime("hybrid", value, rigidity)} for value in LADDER])


@cached
def optimal_share(sudden_stop: float) -> tuple[float, float, float]:
    """Optimal reserves in share of GDP: at the published aversion to risk, for the bold, for the cautious."""
    return (
        optimal_reserves(sudden_stop=sudden_stop),
        optimal_reserves(sudden_stop=sudden_stop, risk_aversion=BOLD),
        optimal_reserves(sudden_stop=sudden_stop, risk_aversion=CAUTIOUS),
    )


@dataclass(frozen=True)
class Holdings:
    """Morocco's amounts in billions of dirhams; None where the base does not have them.

    ``rates`` : year → dirhams a dollar, average of the year's months
    ``figures`` : indicator → the published figure behind the amounts
    """

    reserves: float | None
    exports: float | None
    imports: float | None
    broad_money: float | None
    money: float | None
    gdp: float | None
    rates: dict[int, float]
    figures: dict[str, Figure]


FIGURES: Final = (
    *("official_reserves_mad", "reserves_to_ara", "reserves_months_bam", "m3", "currency_in_circulation"),
    *("demand_deposits", "savings_deposits", "exports", "imports", "gdp", "reserves"),
    *("reserves_months_of_imports", "current_account", "capital_account_openness"),
)
_M2: Final = ("currency_in_circulation", "demand_deposits", "savings_deposits")


@cached
def holdings(snapshot: Snapshot) -> Holdings:
    """What the base knows of reserves and of what they are measured by."""
    found = {name: item for name in FIGURES if (item := figure(snapshot, name)) is not None}
    rates = yearly_rates(snapshot)

    def dirhams(name: str) -> float | None:
        if name not in found or found[name].year not in rates:
            return None
        return found[name].value * rates[found[name].year] / _BILLION

    def stated(name: str) -> float | None:
        return found[name].value if name in found else None

    parts = [stated(name) for name in _M2]
    known = [part for part in parts if part is not None]
    return Holdings(
        reserves=stated("official_reserves_mad"),
        exports=dirhams("exports"),
        imports=dirhams("imports"),
        broad_money=stated("m3"),
        money=math.fsum(known) if len(known) == len(parts) else None,
        gdp=dirhams("gdp"),
        rates=rates,
        figures=found,
    )


def yearly_rates(snapshot: Snapshot) -> dict[int, float]:
    """Dirhams a dollar, averaged over the twelve months of each year that has them all."""
    rows = monthly(snapshot, "mad_per_usd")
    if rows.empty:
        return {}
    by_year = rows.groupby(rows["month"].dt.year)["value"].agg(["mean", "count"])
    whole = by_year[by_year["count"] == 12]
    return dict(zip(whole.index.astype(int).tolist(), whole["mean"].astype(float).tolist(), strict=True))


@cached
def stability(snapshot: Snapshot) -> tuple[float, pd.Timestamp] | None:
    """Trilemma index of the dirham against the dollar over the last months, and the last of them."""
    rows = monthly(snapshot, "mad_per_usd").tail(STABILITY_MONTHS + 1)
    if len(rows) <= STABILITY_MONTHS:
        return None
    return exchange_stability(rows["value"].to_numpy()), rows["month"].iloc[-1]
