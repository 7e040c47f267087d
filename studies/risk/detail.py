"""What stands behind a score: the losses by type, the standards it speaks of, the regulators' tools."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analytics.risk.coverage import REFERENCES, Standard, reference_map
from analytics.risk.likelihood import LikelihoodImpact, likelihood_impact
from analytics.risk.residual import ResidualScores, residual_scores
from analytics.risk.supervision import ToolsScoreboard, tools_scoreboard
from data import queries
from data.codes import EVENT_TYPES
from data.snapshots import Snapshot
from studies.core import cached
from studies.risk.losses import loss_record
from studies.risk.scores import DRAWS, PUBLISHED, Rules, catalogue, position, system_position

MONTHS: Final = 36
STANDARDS: Final[tuple[Standard, ...]] = ("BCBS98", "NIST CSF", "DORA")


@cached
def likelihood(
    snapshot: Snapshot, bank: str, month: str, mad_per_euro: float, level: float
) -> LikelihoodImpact | None:
    """Likelihood and impact of each type of loss over the three years to ``month``; None without a record."""
    record = loss_record(snapshot, bank, mad_per_euro)
    last = pd.Period(month, "M")
    window = [observed for observed in record.months if last - MONTHS < observed <= last]
    if record.events.empty or not window:
        return None
    rows = record.events[record.events["month"].isin(window)]
    events = rows.rename(columns={"event_type": "type"})[["type", "amount"]]
    return likelihood_impact(events, EVENT_TYPES, years=len(window) / 12, level=level)


@cached
def references(snapshot: Snapshot) -> pd.DataFrame:
    """Every reference of the standards and the indicators that speak of it: standard, reference, indicator
    (missing where none does)."""
    known = catalogue(snapshot)
    parts = []
    for standard in STANDARDS:
        every = pd.DataFrame({"standard": standard, "reference": list(REFERENCES[standard])})
        parts.append(every.merge(reference_map(known, standard), on="reference", how="left"))
    return pd.concat(parts, ignore_index=True)


@cached
def tools(snapshot: Snapshot, month: str, power: float, rules: Rules = PUBLISHED) -> ToolsScoreboard:
    """The regulators' four tools over all banks, over what is known: the supervisor supplies nothing here."""
    return tools_scoreboard(system_position(snapshot, month, power, rules))


@cached
def residual(
    snapshot: Snapshot,
    month: str,
    bank: str,
    power: float,
    level: float,
    seed: int,
    rules: Rules = PUBLISHED,
) -> ResidualScores:
    """What one bank's tested controls leave of its exposure."""
    known = queries.risk_catalogue(snapshot)
    return residual_scores(
        position(snapshot, month, power, rules),
        bank,
        queries.controls(snapshot, bank),
        tuple(known.loc[known["stage"] == "exposure", "indicator"]),
        draws=DRAWS,
        level=level,
        seed=seed,
    )


controls = cached(queries.controls)
