"""Results of the risk models on a snapshot."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analytics.risk.position import risk_position
from analytics.risk.profile import RiskHistory
from analytics.risk.profile import risk_history as score
from analytics.risk.timeline import score_bands
from analytics.risk.uncertainty import score_uncertainty
from data import queries
from data.snapshots import Snapshot
from ui.reads.core import cached

DRAWS: Final = 2_000
HISTORY_DRAWS: Final = 200


@cached
def risk_history(snapshot: Snapshot, power: float) -> RiskHistory:
    """Scores of every bank, month, risk and indicator."""
    observations = queries.risk_observations(snapshot)[["bank", "indicator", "month", "value"]]
    return score(observations, queries.risk_catalogue(snapshot), p=power)


@cached
def risk_uncertainty(snapshot: Snapshot, month: str, power: float, level: float, seed: int) -> pd.DataFrame:
    """Interval, probability of each grade and rank of every bank and risk in one month."""
    position = risk_position(risk_history(snapshot, power), month=f"{month}-01")
    return score_uncertainty(position, draws=DRAWS, level=level, seed=seed).table


@cached
def risk_bands(snapshot: Snapshot, bank: str, power: float, level: float, seed: int) -> pd.DataFrame:
    """Scores of one bank in every month with their interval: month, risk, score, low, high."""
    return score_bands(risk_history(snapshot, power), bank, draws=HISTORY_DRAWS, level=level, seed=seed)


@cached
def risk_kinds(snapshot: Snapshot, bank: str) -> tuple[str, ...]:
    """The kinds of data that a bank's scores are made of."""
    return tuple(sorted(queries.risk_observations(snapshot, banks=(bank,))["kind"].unique()))
