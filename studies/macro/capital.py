"""Capital flows at risk, on the series loaded or on an invented example that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.breaks import latest_rows
from analytics.macro.flows_at_risk import LEAST_PERIODS, common_flow, flows_at_risk
from data.queries_macro import example_series, series_by_country
from data.snapshots import Snapshot
from studies.core import cached

SERIES: Final = "net_capital_inflow"
HOME: Final = "MAR"
PROBABILITIES: Final = (0.05, 0.5, 0.95)
_STATES: Final = (0.1, 0.3, 0.5, 0.7, 0.9)
_DRAWS: Final = 100


@dataclass(frozen=True)
class FlowRisk:
    """Quantiles of the next net inflow over what the other countries meet, % of GDP.

    ``fan`` : common, probability, value, low, high; ``now`` : the common flow last seen
    """

    fan: pd.DataFrame
    now: float
    periods: int
    synthetic: bool


@cached
def flow_risk(snapshot: Snapshot, level: float, seed: int) -> FlowRisk:
    """Flows at risk on the snapshot's series; on the invented example where there are too few."""
    own, common, loaded = _flows(snapshot)
    states = np.quantile(common, _STATES)
    rows = []
    for state in states:
        risk = flows_at_risk(
            own,
            common,
            probabilities=PROBABILITIES,
            state=(float(own[-1]), float(state)),
            draws=_DRAWS,
            level=level,
            seed=seed,
        )
        for place, probability in enumerate(PROBABILITIES):
            rows.append(
                {
                    "common": float(state),
                    "probability": probability,
                    "value": float(risk.predicted[place]),
                    "low": float(risk.predicted_low[place]),
                    "high": float(risk.predicted_high[place]),
                }
            )
    return FlowRisk(pd.DataFrame(rows), float(common[-1]), len(own) - 1, not loaded)


def _flows(snapshot: Snapshot) -> tuple[np.ndarray, np.ndarray, bool]:
    """Own and common flow in % of GDP, and whether they were loaded."""
    rows = latest_rows(series_by_country(snapshot, SERIES), ("country",))
    table = rows.pivot_table(index="month", columns="country", values="value")
    if HOME in table and table.shape[1] > 1:
        table = table.dropna(subset=[HOME]).dropna(how="all", subset=table.columns.drop(HOME))
        if len(table) > LEAST_PERIODS:
            return table[HOME].to_numpy(), common_flow(table, HOME).to_numpy(), True
    invented = example_series(snapshot, "capital_flows")
    return invented["own"].to_numpy(), invented["common"].to_numpy(), False
